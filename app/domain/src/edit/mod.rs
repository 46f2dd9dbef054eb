//! Edits: the one way to change a Design. Applying an Edit returns its inverse, so undo, history, diff, fixes and the API all
//! follow from this module. An Edit that would make the Design invalid is refused and changes nothing.

mod apply;
mod compose;
pub mod cost;
mod diff;
mod fields;
mod hold;
pub mod merge;
pub mod pieces;
mod rename;
mod words;

pub use diff::diff;
pub use fields::{ContextField, ElementField, LinkField, PlatformField, Said};
pub use hold::holding_others;

use crate::{
    decision::Decision,
    design::{Context, Element, Event, Journey, Link},
    discovery::Answer,
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, QuestionId, TopicId},
    layout::Placement,
    review::FindingKey,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Most edits one batch may hold, counted through nested batches.
pub const MAX_BATCH: usize = 100_000;

/// One change of a Design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "edit", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// Changes the name of the Design.
    SetName {
        name: String,
    },
    /// Changes the summary of the Design.
    SetSummary {
        summary: String,
    },
    /// Answers a question, or takes the answer back. An absent answer takes it back; `null` says “I don't know yet”.
    SetAnswer {
        question: QuestionId,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
        answer: Option<Answer>,
    },
    /// Changes one platform choice.
    ChangePlatform {
        change: PlatformField,
    },
    AddContext {
        id: ContextId,
        context: Context,
    },
    RemoveContext {
        id: ContextId,
    },
    ChangeContext {
        id: ContextId,
        change: ContextField,
    },
    AddElement {
        id: ElementId,
        element: Box<Element>,
        placement: Option<Placement>,
    },
    RemoveElement {
        id: ElementId,
    },
    ChangeElement {
        id: ElementId,
        change: ElementField,
    },
    /// Gives an element another id; links, layout, decisions and waivers follow.
    RenameElement {
        from: ElementId,
        to: ElementId,
    },
    AddLink {
        id: LinkId,
        link: Box<Link>,
    },
    RemoveLink {
        id: LinkId,
    },
    ChangeLink {
        id: LinkId,
        change: LinkField,
    },
    /// Adds, replaces or removes an event.
    SetEvent {
        id: EventId,
        event: Option<Event>,
    },
    /// Adds, replaces or removes a journey.
    SetJourney {
        id: JourneyId,
        journey: Option<Journey>,
    },
    /// Makes, changes or drops the decision of a topic.
    SetDecision {
        topic: TopicId,
        decision: Option<Decision>,
    },
    /// Accepts a finding with a reason, or takes the acceptance back.
    SetWaiver {
        finding: FindingKey,
        reason: Option<String>,
    },
    /// Moves an element on the canvas.
    Place {
        id: ElementId,
        placement: Option<Placement>,
    },
    /// Several edits as one: all of them or none.
    Batch {
        edits: Vec<Edit>,
    },
}

/// What stands there was given, even `null`.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Answer>, D::Error> {
    Answer::deserialize(deserializer).map(Some)
}

/// Why an Edit was refused. The Design is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("there is no {kind} “{id}”")]
    Missing { kind: &'static str, id: String },
    #[error("there is already a {kind} “{id}”")]
    Taken { kind: &'static str, id: String },
    #[error("{kind} “{id}” is still used by {user}")]
    InUse { kind: &'static str, id: String, user: String },
    /// The result would not be a valid Design; `path` names the field.
    #[error("{path}: {message}")]
    Invalid { path: String, message: String },
    #[error("a batch may hold at most {MAX_BATCH} edits")]
    TooMany,
}

impl Edit {
    /// Many edits as one; a single one stays as it is.
    pub fn batch(mut edits: Vec<Edit>) -> Self {
        if edits.len() == 1
            && let Some(only) = edits.pop()
        {
            return only;
        }
        Self::Batch { edits }
    }
    pub fn add_element(id: ElementId, element: Element, placement: Option<Placement>) -> Self {
        Self::AddElement { id, element: Box::new(element), placement }
    }
    pub fn add_link(id: LinkId, link: Link) -> Self {
        Self::AddLink { id, link: Box::new(link) }
    }
    /// How many edits this is, nested ones counted.
    pub fn count(&self) -> usize {
        match self {
            Self::Batch { edits } => edits.iter().map(Edit::count).sum(),
            _ => 1,
        }
    }
    /// Changes nothing but where things are drawn.
    pub fn is_layout_only(&self) -> bool {
        match self {
            Self::Place { .. } => true,
            Self::Batch { edits } => edits.iter().all(Edit::is_layout_only),
            _ => false,
        }
    }
}
