//! The closed sets a platform chooses from: the words in files, and the names people read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        /// Files of before said only `mesh`.
        #[serde(alias = "mesh")]
        Istio = "Istio service mesh",
        Linkerd = "Linkerd service mesh",
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
choices!(
    /// Who runs the cluster.
    Cluster {
        #[default]
        Own = "Your own, or any",
        Gke = "Google Kubernetes Engine",
        Eks = "Amazon Elastic Kubernetes Service",
        Aks = "Azure Kubernetes Service",
    }
);
choices!(
    /// A gateway that a cloud runs.
    ManagedGateway {
        #[default]
        None = "The one that is drawn",
        AwsApiGateway = "AWS API Gateway",
        AzureApiManagement = "Azure API Management",
    }
);
choices!(
    /// A broker that a cloud runs.
    ManagedBroker {
        #[default]
        None = "The one that is drawn",
        #[serde(rename = "pubsub")]
        PubSub = "Google Pub/Sub",
        SqsSns = "Amazon SQS and SNS",
        ServiceBus = "Azure Service Bus",
    }
);
choices!(
    /// What messages are for.
    Messaging {
        #[default]
        PublishSubscribe = "Publish and subscribe",
        WorkQueue = "Work queue",
        RequestReply = "Request and reply",
        EventStreaming = "Event streaming",
    }
);
choices!(
    /// How a change that touches several parts stays whole.
    Consistency {
        #[default]
        LocalTransaction = "Local transactions",
        Outbox = "Outbox",
        #[serde(rename = "choreographed-saga")]
        Choreography = "Choreographed saga",
        #[serde(rename = "orchestrated-saga")]
        Orchestration = "Orchestrated saga",
        EventSourcing = "Event sourcing",
    }
);
choices!(
    /// How a question that touches several parts is answered.
    Queries {
        #[default]
        #[serde(rename = "api-composition")]
        Composition = "API composition",
        Copies = "Copies of a few fields",
        #[serde(rename = "cqrs")]
        ReadModels = "Read models (CQRS)",
    }
);
choices!(
    /// How a cache is filled.
    Caching {
        #[default]
        Aside = "Cache-aside",
        WriteThrough = "Write-through",
        WriteBehind = "Write-behind",
    }
);
choices!(
    /// How far a part protects itself from those it calls; each level holds the ones before it.
    Resilience {
        Timeouts = "Time-outs",
        Retries = "Time-outs and retries",
        #[default]
        Breakers = "Time-outs, retries and circuit breakers",
        Bulkheads = "All of these, and bulkheads",
    }
);
choices!(
    /// Where the version of an interface stands.
    ApiVersioning {
        #[default]
        Path = "In the path",
        Header = "In a header",
        MediaType = "In the media type",
    }
);
choices!(
    /// Where a part reads what differs from place to place.
    Configuration {
        #[default]
        Environment = "Environment variables",
        Files = "Mounted files",
        Consul = "Consul key-value store",
        Cloud = "The cloud's configuration store",
    }
);
choices!(
    /// What runs beside each part.
    Sidecar {
        #[default]
        None = "No sidecar",
        Envoy = "Envoy",
        Dapr = "Dapr",
    }
);
choices!(
    /// How data about people, money and health is guarded where it lies.
    Protection {
        #[default]
        Usual = "The usual care",
        Encrypted = "Encrypted stores",
        Audited = "Encrypted stores and an audit trail",
    }
);
choices!(
    /// What tests and builds each change.
    Pipeline {
        #[default]
        GithubActions = "GitHub Actions",
        GitlabCi = "GitLab CI",
        Jenkins = "Jenkins",
        None = "By hand",
    }
);
choices!(
    /// How machines, networks and accounts are described.
    InfrastructureCode {
        #[default]
        None = "The bundle's own files",
        Terraform = "Terraform or OpenTofu",
        Pulumi = "Pulumi",
        CloudNative = "The cloud's own templates",
    }
);
