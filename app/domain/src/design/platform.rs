//! Platform choices: where and how the system runs. One value a Design, changed field by field.

use super::{
    choices::{
        ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Discovery, InfrastructureCode, ManagedBroker,
        ManagedGateway, Messaging, Pipeline, Protection, Queries, ReleaseStrategy, Resilience, SecretStore, ServiceAuthentication, Sidecar,
        Target,
    },
    element::{is_true, yes},
};
use crate::{ids::TechnologyId, standing::Standing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where and how it runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    #[serde(default)]
    pub target: Target,
    #[serde(default)]
    pub discovery: Discovery,
    #[serde(default)]
    pub secrets: SecretStore,
    #[serde(default)]
    pub authentication: Authentication,
    #[serde(default)]
    pub service_authentication: ServiceAuthentication,
    #[serde(default)]
    pub observability: Observability,
    #[serde(default)]
    pub release: ReleaseStrategy,
    /// Who runs the cluster, where the target is Kubernetes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cluster: Cluster,
    /// A gateway of a cloud that stands in front of, or instead of, the one that is drawn.
    #[serde(default, skip_serializing_if = "is_default")]
    pub managed_gateway: ManagedGateway,
    /// A broker of a cloud that stands in production for the one that is drawn.
    #[serde(default, skip_serializing_if = "is_default")]
    pub managed_broker: ManagedBroker,
    #[serde(default, skip_serializing_if = "is_default")]
    pub messaging: Messaging,
    #[serde(default, skip_serializing_if = "is_default")]
    pub consistency: Consistency,
    #[serde(default, skip_serializing_if = "is_default")]
    pub queries: Queries,
    #[serde(default, skip_serializing_if = "is_default")]
    pub caching: Caching,
    #[serde(default, skip_serializing_if = "is_default")]
    pub resilience: Resilience,
    #[serde(default, skip_serializing_if = "is_default")]
    pub api_versioning: ApiVersioning,
    #[serde(default, skip_serializing_if = "is_default")]
    pub configuration: Configuration,
    #[serde(default, skip_serializing_if = "is_default")]
    pub sidecar: Sidecar,
    #[serde(default, skip_serializing_if = "is_default")]
    pub protection: Protection,
    #[serde(default, skip_serializing_if = "is_default")]
    pub pipeline: Pipeline,
    #[serde(default, skip_serializing_if = "is_default")]
    pub infrastructure: InfrastructureCode,
}

/// Whose services stand beside the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloud {
    Aws,
    Google,
    Azure,
}

impl Platform {
    /// The cloud it runs on, where the target or who runs the cluster says so.
    pub fn cloud(&self) -> Option<Cloud> {
        match (self.target, self.cluster) {
            (Target::Ecs, _) | (Target::Kubernetes, Cluster::Eks) => Some(Cloud::Aws),
            (Target::CloudRun, _) | (Target::Kubernetes, Cluster::Gke) => Some(Cloud::Google),
            (Target::ContainerApps, _) | (Target::Kubernetes, Cluster::Aks) => Some(Cloud::Azure),
            (Target::Compose | Target::Swarm | Target::Kubernetes, _) => None,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What watches the system. Absent parts are not deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observability {
    /// Collects metrics: `prometheus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metrics: Option<TechnologyId>,
    /// Draws them: `grafana`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dashboards: Option<TechnologyId>,
    /// Keeps logs: `loki`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logs: Option<TechnologyId>,
    /// Keeps traces: `jaeger`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traces: Option<TechnologyId>,
    /// One id follows a request through every part and every log line.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub correlation_ids: bool,
}

impl Observability {
    /// What the bundle makes of the ids that follow a request.
    pub const CORRELATION_IDS: Standing = Standing::Realised;
}

impl Default for Observability {
    fn default() -> Self {
        Self { metrics: None, dashboards: None, logs: None, traces: None, correlation_ids: true }
    }
}
