//! The Design: contexts, elements, links, events, journeys, platform, decisions, layout. Plain values and their validity;
//! changing one is [`crate::edit`]'s job.

mod check;
mod choices;
mod context;
mod element;
mod event;
mod graph;
mod journey;
pub mod limits;
mod link;
mod platform;
mod weight;

pub(crate) use check::Checker;
pub use check::Problem;
pub use choices::{
    ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Discovery, InfrastructureCode, ManagedBroker,
    ManagedGateway, Messaging, Pipeline, Protection, Queries, ReleaseStrategy, Resilience, SecretStore, ServiceAuthentication, Sidecar,
    Target,
};
pub use context::{Context, Entity, Sensitivity, Subdomain};
pub(crate) use element::is_false;
pub use element::{Element, ElementKind, Setting};
pub use event::{Event, FieldType};
pub use journey::{Availability, Journey, Step};
pub use link::{Link, LinkKind};
pub use platform::{Cloud, Observability, Platform};

use crate::{
    decision::Decision,
    discovery::Answers,
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, TopicId},
    layout::Placement,
    review::FindingKey,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema version this program writes. Readers refuse newer ones by name.
pub const SCHEMA_VERSION: u32 = 1;

/// The architecture document. Everything the studio shows, reviews and generates is computed from this value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Schema version of this file.
    #[serde(rename = "groundplan")]
    pub version: u32,
    /// What people call the system.
    pub name: String,
    /// One or two sentences on what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The answers to the discovery questionnaire.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub brief: Answers,
    /// Where and how it runs.
    #[serde(default)]
    pub platform: Platform,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contexts: BTreeMap<ContextId, Context>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub elements: BTreeMap<ElementId, Element>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<LinkId, Link>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<EventId, Event>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub journeys: BTreeMap<JourneyId, Journey>,
    /// What was decided, by topic. The full record (options, forces, consequences) is computed by [`crate::decision`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub decisions: BTreeMap<TopicId, Decision>,
    /// Accepted risks: the finding and the reason it may stay.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waivers: BTreeMap<FindingKey, String>,
    /// Where things are drawn. Never read by rules or generators.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layout: BTreeMap<ElementId, Placement>,
}

impl Design {
    /// An empty Design with a name: the blank canvas.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            version: SCHEMA_VERSION,
            name: name.into(),
            summary: String::new(),
            brief: Answers::new(),
            platform: Platform::default(),
            contexts: BTreeMap::new(),
            elements: BTreeMap::new(),
            links: BTreeMap::new(),
            events: BTreeMap::new(),
            journeys: BTreeMap::new(),
            decisions: BTreeMap::new(),
            waivers: BTreeMap::new(),
            layout: BTreeMap::new(),
        }
    }
}
