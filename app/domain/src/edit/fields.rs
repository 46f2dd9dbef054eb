//! One value a changeable field, so that two people changing different fields of one part do not overwrite each other.

use crate::{
    design::{
        ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Context, Discovery, Element, ElementKind, Entity,
        InfrastructureCode, Link, LinkKind, ManagedBroker, ManagedGateway, Messaging, Observability, Pipeline, Platform, Protection,
        Queries, ReleaseStrategy, Resilience, SecretStore, ServiceAuthentication, Setting, Sidecar, Subdomain, Target,
    },
    ids::{ContextId, ElementId, EventId, TechnologyId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $owner:ident { $($variant:ident: $field:ident: $type:ty),+ $(,)? }) => {
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
            pub(super) fn between(from: &$owner, to: &$owner) -> Vec<Self> {
                let mut changes = Vec::new();
                $(if from.$field != to.$field { changes.push(Self::$variant(to.$field.clone())); })+
                changes
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
        Name: name: String,
        Subdomain: subdomain: Subdomain,
        Purpose: purpose: String,
        Team: team: Option<String>,
        Entities: entities: Vec<Entity>,
    }
);
fields!(
    /// A change of one field of an element.
    ElementField of Element {
        Kind: kind: ElementKind,
        Title: title: Option<String>,
        Description: description: String,
        Technology: technology: Option<TechnologyId>,
        Context: context: Option<ContextId>,
        Modules: modules: Vec<ContextId>,
        Port: port: Option<u16>,
        Replicas: replicas: Option<u16>,
        MaxReplicas: max_replicas: Option<u16>,
        CpuMillicores: cpu_millicores: Option<u32>,
        MemoryMib: memory_mib: Option<u32>,
        StorageGib: storage_gib: Option<u32>,
        Image: image: Option<String>,
        ApiVersion: api_version: Option<String>,
        Exposed: exposed: bool,
        HealthCheck: health_check: bool,
        Encrypted: encrypted: bool,
        Settings: settings: BTreeMap<String, Setting>,
    }
);
fields!(
    /// A change of one field of a link.
    LinkField of Link {
        From: from: ElementId,
        To: to: ElementId,
        Kind: kind: LinkKind,
        Label: label: String,
        Events: events: Vec<EventId>,
        TimeoutMs: timeout_ms: Option<u32>,
        Retries: retries: Option<u8>,
        Idempotent: idempotent: bool,
        CircuitBreaker: circuit_breaker: bool,
        Fallback: fallback: Option<String>,
        Critical: critical: bool,
        DeadLetter: dead_letter: bool,
        Outbox: outbox: bool,
        CallsPerRequest: calls_per_request: Option<u16>,
    }
);
fields!(
    /// A change of one platform choice.
    PlatformField of Platform {
        Target: target: Target,
        Discovery: discovery: Discovery,
        Secrets: secrets: SecretStore,
        Authentication: authentication: Authentication,
        ServiceAuthentication: service_authentication: ServiceAuthentication,
        Observability: observability: Observability,
        Release: release: ReleaseStrategy,
        Cluster: cluster: Cluster,
        ManagedGateway: managed_gateway: ManagedGateway,
        ManagedBroker: managed_broker: ManagedBroker,
        Messaging: messaging: Messaging,
        Consistency: consistency: Consistency,
        Queries: queries: Queries,
        Caching: caching: Caching,
        Resilience: resilience: Resilience,
        ApiVersioning: api_versioning: ApiVersioning,
        Configuration: configuration: Configuration,
        Sidecar: sidecar: Sidecar,
        Protection: protection: Protection,
        Pipeline: pipeline: Pipeline,
        Infrastructure: infrastructure: InfrastructureCode,
    }
);
