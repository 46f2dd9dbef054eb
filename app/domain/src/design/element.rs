//! Elements: everything that is placed on the canvas.

use crate::{
    ids::{ContextId, TechnologyId},
    standing::{
        Description,
        Standing::{self, Describes, Realised},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an element is. The kind decides its shape on the canvas and what the bundle holds for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ElementKind {
    /// Answers requests and owns one responsibility.
    Service,
    /// What people see: a website or an app.
    Frontend,
    /// Does work from a queue, a stream or a clock; answers no requests.
    Worker,
    /// The only way in from outside.
    Gateway,
    /// Keeps data: relational, document, search or cache.
    Datastore,
    /// Carries events and work between elements.
    Broker,
    /// A system somebody else runs.
    External,
    /// A remark on the canvas. Not part of the architecture.
    Note,
}

impl ElementKind {
    pub const ALL: [Self; 8] =
        [Self::Service, Self::Frontend, Self::Worker, Self::Gateway, Self::Datastore, Self::Broker, Self::External, Self::Note];
    /// The name people read: "Data store".
    pub fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Frontend => "Frontend",
            Self::Worker => "Worker",
            Self::Gateway => "Gateway",
            Self::Datastore => "Data store",
            Self::Broker => "Broker",
            Self::External => "External system",
            Self::Note => "Note",
        }
    }
    /// The stem of new ids, and the class in the style sheet.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Frontend => "frontend",
            Self::Worker => "worker",
            Self::Gateway => "gateway",
            Self::Datastore => "datastore",
            Self::Broker => "broker",
            Self::External => "external",
            Self::Note => "note",
        }
    }
    /// What the bundle makes of an element of this kind; its technology says more.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Note => Describes(Description::Text),
            Self::Service | Self::Frontend | Self::Worker | Self::Gateway | Self::Datastore | Self::Broker | Self::External => Realised,
        }
    }
    /// Holds code that the team writes.
    pub fn has_code(self) -> bool {
        matches!(self, Self::Service | Self::Frontend | Self::Worker)
    }
    /// Runs as a container of ours.
    pub fn is_deployed(self) -> bool {
        !matches!(self, Self::External | Self::Note)
    }
}

/// Anything placed on the canvas. Fields that make no sense for the kind must be absent ([`crate::design::Problem`] says which).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    pub kind: ElementKind,
    /// Shown instead of the id: `Stripe`, `Email provider`. For external systems and notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its one responsibility, in a sentence; the text of a note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The catalogue entry it is made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technology: Option<TechnologyId>,
    /// The bounded context it belongs to. A store inside a context is owned by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<ContextId>,
    /// Contexts that this one deployable hosts as modules: the modular monolith.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<ContextId>,
    /// The port it listens on; the technology's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How many run at the same time; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u16>,
    /// How many may run under load; no autoscaling when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_replicas: Option<u16>,
    /// Processor limit of one replica, in thousandths of a core.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_millicores: Option<u32>,
    /// Memory limit of one replica, in MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<u32>,
    /// Disk of one replica, in GiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_gib: Option<u32>,
    /// An image other than the technology's own, with its tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The major version of its interface: `v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// Reachable from outside without passing the gateway.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exposed: bool,
    /// Has a health check. On unless said otherwise.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub health_check: bool,
    /// Its stored data is encrypted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub encrypted: bool,
    /// Environment variables beyond those that follow from links.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Setting>,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its value; for a secret, a harmless example or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Kept in the secret store and never in a file of the repository.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
}

impl Element {
    /// What the bundle makes of `encrypted`.
    pub const ENCRYPTED: Standing = Standing::Planned {
        lacks: "its volume is mounted as it is; nothing in the bundle encrypts it",
        by_hand: "choose encrypted disks where it runs",
    };
    pub fn new(kind: ElementKind) -> Self {
        Self {
            kind,
            title: None,
            description: String::new(),
            technology: None,
            context: None,
            modules: Vec::new(),
            port: None,
            replicas: None,
            max_replicas: None,
            cpu_millicores: None,
            memory_mib: None,
            storage_gib: None,
            image: None,
            api_version: None,
            exposed: false,
            health_check: true,
            encrypted: false,
            settings: BTreeMap::new(),
        }
    }
    pub fn with_technology(mut self, technology: TechnologyId) -> Self {
        self.technology = Some(technology);
        self
    }
    pub fn with_context(mut self, context: ContextId) -> Self {
        self.context = Some(context);
        self
    }
    /// Replicas that run, 1 when nothing is said.
    pub fn replica_count(&self) -> u16 {
        self.replicas.unwrap_or(1)
    }
}

pub(crate) fn yes() -> bool {
    true
}
pub(crate) fn is_true(b: &bool) -> bool {
    *b
}
pub(crate) fn is_false(b: &bool) -> bool {
    !*b
}
