//! One value a changeable field, so that two people changing different fields of one part do not overwrite each other.

use crate::{
    design::{
        ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Context, Discovery, Element, ElementKind, Entity,
        InfrastructureCode, Link, LinkKind, ManagedBroker, ManagedGateway, Messaging, Observability, Pipeline, Platform, Protection,
        Queries, ReleaseStrategy, Resilience, SecretStore, ServiceAuthentication, Setting, Sidecar, Subdomain, Target,
    },
    ids::{ContextId, ElementId, EventId, TechnologyId},
    standing::{
        Description,
        Standing::{self, Describes, Planned, Realised},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the bundle makes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Each of its values says so itself.
    Each,
    /// The same for every value but the default.
    All(Standing),
}
use Said::{All, Each};

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $owner:ident { $($variant:ident: $field:ident: $type:ty => $said:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant($type)),+ }

        impl $name {
            /// Puts the value in place; returns the one that stood there.
            pub(super) fn exchange(self, owner: &mut $owner) -> Self {
                match self { $(Self::$variant(value) => Self::$variant(std::mem::replace(&mut owner.$field, value))),+ }
            }
            /// The changes that turn one value into the other.
            pub(crate) fn between(from: &$owner, to: &$owner) -> Vec<Self> {
                let mut changes = Vec::new();
                $(if from.$field != to.$field { changes.push(Self::$variant(to.$field.clone())); })+
                changes
            }
            /// Every field with the value that stands there.
            pub fn all(owner: &$owner) -> Vec<Self> {
                vec![$(Self::$variant(owner.$field.clone())),+]
            }
            /// What the bundle makes of the field.
            pub const fn said(&self) -> Said {
                match self { $(Self::$variant(_) => $said),+ }
            }
            /// The name of the field, as files write it.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($field)),+ }
            }
        }
    };
}

fields!(
    /// A change of one field of a context.
    ContextField of Context {
        Name: name: String => All(Describes(Description::Name)),
        Subdomain: subdomain: Subdomain => All(Describes(Description::Class)),
        Purpose: purpose: String => All(Describes(Description::Text)),
        Team: team: Option<String> => All(Describes(Description::Team)),
        Entities: entities: Vec<Entity> => All(Realised),
    }
);
fields!(
    /// A change of one field of an element.
    ElementField of Element {
        Kind: kind: ElementKind => Each,
        Title: title: Option<String> => All(Describes(Description::Name)),
        Description: description: String => All(Describes(Description::Text)),
        Technology: technology: Option<TechnologyId> => Each,
        Context: context: Option<ContextId> => All(Realised),
        Modules: modules: Vec<ContextId> => All(Realised),
        Port: port: Option<u16> => All(Realised),
        Replicas: replicas: Option<u16> => All(Realised),
        MaxReplicas: max_replicas: Option<u16> => All(Realised),
        CpuMillicores: cpu_millicores: Option<u32> => All(Realised),
        MemoryMib: memory_mib: Option<u32> => All(Realised),
        StorageGib: storage_gib: Option<u32> => All(Realised),
        Image: image: Option<String> => All(Realised),
        ApiVersion: api_version: Option<String> => All(Realised),
        Exposed: exposed: bool => All(Realised),
        HealthCheck: health_check: bool => All(Realised),
        Encrypted: encrypted: bool => All(Element::ENCRYPTED),
        Settings: settings: BTreeMap<String, Setting> => All(Realised),
    }
);
fields!(
    /// A change of one field of a link.
    LinkField of Link {
        From: from: ElementId => All(Realised),
        To: to: ElementId => All(Realised),
        Kind: kind: LinkKind => Each,
        Label: label: String => All(Realised),
        Events: events: Vec<EventId> => All(Realised),
        TimeoutMs: timeout_ms: Option<u32> => All(Realised),
        Retries: retries: Option<u8> => All(Realised),
        Idempotent: idempotent: bool => All(Realised),
        CircuitBreaker: circuit_breaker: bool => All(Realised),
        Fallback: fallback: Option<String> => All(Realised),
        Critical: critical: bool => All(Realised),
        DeadLetter: dead_letter: bool => All(Realised),
        Outbox: outbox: bool => All(Planned { lacks: "this setting changes no file: a part with a database of its own sends its events from an outbox anyway, and a part without one sends them after the change", by_hand: "give the part that announces a PostgreSQL, MySQL or MongoDB of its own" }),
        CallsPerRequest: calls_per_request: Option<u16> => All(Realised),
    }
);
fields!(
    /// A change of one platform choice.
    PlatformField of Platform {
        Target: target: Target => Each,
        Discovery: discovery: Discovery => Each,
        Secrets: secrets: SecretStore => Each,
        Authentication: authentication: Authentication => Each,
        ServiceAuthentication: service_authentication: ServiceAuthentication => Each,
        Observability: observability: Observability => Each,
        Release: release: ReleaseStrategy => Each,
        Cluster: cluster: Cluster => Each,
        ManagedGateway: managed_gateway: ManagedGateway => Each,
        ManagedBroker: managed_broker: ManagedBroker => Each,
        Messaging: messaging: Messaging => Each,
        Consistency: consistency: Consistency => Each,
        Queries: queries: Queries => Each,
        Caching: caching: Caching => Each,
        Resilience: resilience: Resilience => Each,
        ApiVersioning: api_versioning: ApiVersioning => Each,
        Configuration: configuration: Configuration => Each,
        Sidecar: sidecar: Sidecar => Each,
        Protection: protection: Protection => Each,
        Pipeline: pipeline: Pipeline => Each,
        Infrastructure: infrastructure: InfrastructureCode => Each,
    }
);

impl PlatformField {
    /// What the bundle makes of the value. Nothing for what watches: each of its technologies says so itself.
    pub const fn standing(&self) -> Option<Standing> {
        Some(match self {
            Self::Target(value) => value.standing(),
            Self::Discovery(value) => value.standing(),
            Self::Secrets(value) => value.standing(),
            Self::Authentication(value) => value.standing(),
            Self::ServiceAuthentication(value) => value.standing(),
            Self::Release(value) => value.standing(),
            Self::Cluster(value) => value.standing(),
            Self::ManagedGateway(value) => value.standing(),
            Self::ManagedBroker(value) => value.standing(),
            Self::Messaging(value) => value.standing(),
            Self::Consistency(value) => value.standing(),
            Self::Queries(value) => value.standing(),
            Self::Caching(value) => value.standing(),
            Self::Resilience(value) => value.standing(),
            Self::ApiVersioning(value) => value.standing(),
            Self::Configuration(value) => value.standing(),
            Self::Sidecar(value) => value.standing(),
            Self::Protection(value) => value.standing(),
            Self::Pipeline(value) => value.standing(),
            Self::Infrastructure(value) => value.standing(),
            Self::Observability(_) => return None,
        })
    }
}
