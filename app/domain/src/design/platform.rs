//! Platform choices: where and how the system runs. One value a Design, changed field by field.

use super::element::{is_true, yes};
use crate::ids::TechnologyId;
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

impl Default for Observability {
    fn default() -> Self {
        Self { metrics: None, dashboards: None, logs: None, traces: None, correlation_ids: true }
    }
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// The name people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

choices!(
    /// Where it runs in production.
    Target {
        /// One machine, docker compose.
        #[default]
        Compose = "Docker Compose on one machine",
        Swarm = "Docker Swarm",
        Kubernetes = "Kubernetes",
        Ecs = "AWS ECS on Fargate",
        CloudRun = "Google Cloud Run",
        ContainerApps = "Azure Container Apps",
    }
);
choices!(
    /// How parts find each other.
    Discovery {
        #[default]
        ComposeDns = "Compose DNS",
        KubernetesDns = "Kubernetes DNS",
        Consul = "Consul",
        Eureka = "Eureka",
        CloudDns = "The platform's own DNS",
    }
);
choices!(
    /// Where secrets are kept in production.
    SecretStore {
        Environment = "Environment file",
        #[default]
        DockerSecrets = "Docker secrets",
        KubernetesSecrets = "Kubernetes Secrets",
        Vault = "HashiCorp Vault",
        AwsSecretsManager = "AWS Secrets Manager",
        AzureKeyVault = "Azure Key Vault",
        GcpSecretManager = "Google Secret Manager",
    }
);
choices!(
    /// How people prove who they are.
    Authentication {
        #[default]
        None = "No sign-in",
        Jwt = "JWT checked at the gateway",
        Sessions = "Server-side sessions",
        ApiKeys = "API keys",
        Oidc = "OpenID Connect provider",
    }
);
choices!(
    /// How services trust each other.
    ServiceAuthentication {
        #[default]
        NetworkOnly = "Network isolation",
        SignedTokens = "Signed tokens",
        MutualTls = "Mutual TLS",
        Mesh = "Service mesh",
    }
);
choices!(
    /// How a new version reaches users.
    ReleaseStrategy {
        #[default]
        Rolling = "Rolling",
        BlueGreen = "Blue-green",
        Canary = "Canary",
    }
);
