//! Decisions: architectural choices with their options, forces and consequences. One module a topic; the registry lists them.
//! The Design keeps only what was chosen; the full [`Record`] is computed from the Design, so its words are never out of date.

mod case;
mod choose;
mod communication;
mod data;
mod delivery;
mod gaps;
mod log;
mod operations;
mod record;
mod retired;
mod security;
mod structure;
mod surgery;
mod table;
#[cfg(test)]
mod tests;
mod theme;
mod topic;

pub use choose::{Applied, ChooseError, apply_with_log, choose, follow_up, without_answer};
pub(crate) use communication::broker::ASKED_FOR_BUT;
pub use gaps::{Place, Unrealised, gaps};
pub use log::records;
pub(crate) use log::{renamed, settle};
pub use record::{AnswerReference, Consequence, DecisionOption, Mark, Past, Record, RuleReference};
pub use theme::Theme;

use crate::design::{Checker, limits::MAX_ENTRIES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use topic::Topic;

/// Every topic, in the order of the log. A topic may look at what the ones before it settled, never at later ones.
const TOPICS: &[Topic] = &[
    structure::decomposition::TOPIC,
    structure::language::TOPIC,
    data::data_ownership::TOPIC,
    data::store::TOPIC,
    security::compliance::TOPIC,
    operations::deployment::TOPIC,
    operations::configuration::TOPIC,
    communication::discovery::TOPIC,
    communication::gateway::TOPIC,
    communication::style::TOPIC,
    communication::protocol::TOPIC,
    communication::versioning::TOPIC,
    communication::broker::TOPIC,
    communication::messaging::TOPIC,
    data::consistency::TOPIC,
    data::queries::TOPIC,
    data::cache::TOPIC,
    communication::resilience::TOPIC,
    security::secrets::TOPIC,
    security::authentication::TOPIC,
    security::service_authentication::TOPIC,
    operations::sidecar::TOPIC,
    operations::observability::TOPIC,
    operations::logs::TOPIC,
    operations::traces::TOPIC,
    operations::correlation::TOPIC,
    delivery::release::TOPIC,
    delivery::ci::TOPIC,
    delivery::infrastructure::TOPIC,
];

/// What was chosen for one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The slug of the chosen option.
    pub choice: String,
    #[serde(default)]
    pub status: Status,
    /// Why a person chose otherwise than Groundplan proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    /// Its number in the log. Given once and kept, so that a record never changes its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// What was decided before it, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<PastChoice>,
}

/// What was chosen until a later change of the Design contradicted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastChoice {
    /// Its number in the log, which stays.
    pub number: u16,
    /// The slug of the option it was.
    pub choice: String,
    /// What people called the option.
    pub name: String,
    /// Why a person had chosen it against the proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

impl Decision {
    /// A choice that was accepted.
    pub fn new(choice: impl Into<String>) -> Self {
        Self { choice: choice.into(), status: Status::Accepted, override_reason: None, number: None, superseded: Vec::new() }
    }
    /// The highest number it has taken.
    fn last_number(&self) -> Option<u16> {
        self.superseded.iter().map(|past| past.number).chain(self.number).max()
    }
    pub(crate) fn check(&self, c: &mut Checker, path: &str) {
        c.name(&format!("{path}.choice"), &self.choice);
        if let Some(reason) = &self.override_reason {
            c.text(&format!("{path}.override_reason"), reason);
        }
        c.count(&format!("{path}.superseded"), "earlier choices", self.superseded.len(), MAX_ENTRIES);
        for (i, past) in self.superseded.iter().enumerate() {
            let path = format!("{path}.superseded.{i}");
            let later = self.superseded.get(i + 1).map(|next| next.number).or(self.number);
            if later.is_some_and(|later| later <= past.number) {
                c.wrong(format!("{path}.number"), "must be lower than the number of what took its place");
            }
            c.name(&format!("{path}.choice"), &past.choice);
            c.name(&format!("{path}.name"), &past.name);
            if let Some(reason) = &past.override_reason {
                c.text(&format!("{path}.override_reason"), reason);
            }
        }
    }
}

/// The life of a decision, as MADR words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Waits for a person.
    Proposed,
    #[default]
    Accepted,
    Superseded,
    /// Nothing in the Design asks for it any more.
    Deprecated,
}
