//! The closed sets a platform chooses from: the words in files, the names people read, and what the bundle makes of each.

use crate::standing::{
    Absence,
    Standing::{self, Partial, Planned, Realised},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $label:literal => $standing:expr),+ $(,)? }) => {
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
            /// What the bundle makes of it.
            pub const fn standing(self) -> Standing {
                match self { $(Self::$variant => $standing),+ }
            }
        }
    };
}

choices!(
    /// Where it runs in production.
    Target {
        /// One machine, docker compose.
        #[default]
        Compose = "Docker Compose on one machine" => Realised,
        Swarm = "Docker Swarm" => Realised,
        Kubernetes = "Kubernetes" => Realised,
        Ecs = "AWS ECS on Fargate" => Partial { lacks: "the bundle holds images and a script that releases each of them; it holds no task definitions, load balancer, stores or rights", by_hand: "write the task definitions of the parts, and set up the load balancer, the stores and the rights", absent: Absence::CloudDefinitions },
        CloudRun = "Google Cloud Run" => Partial { lacks: "the bundle holds images and a script that releases each of them; it holds no definitions of the services, stores, connectors or rights", by_hand: "set up the services, the stores, the connectors and the rights", absent: Absence::CloudDefinitions },
        ContainerApps = "Azure Container Apps" => Partial { lacks: "the bundle holds images and a script that releases each of them; it holds no definitions of the apps, stores, networks or rights", by_hand: "set up the apps, the stores, the networks and the rights", absent: Absence::CloudDefinitions },
    }
);
choices!(
    /// How parts find each other.
    Discovery {
        #[default]
        ComposeDns = "Compose DNS" => Realised,
        KubernetesDns = "Kubernetes DNS" => Realised,
        Consul = "Consul" => Planned { lacks: "the bundle starts no Consul, and its parts find each other by the names of the platform", by_hand: "run Consul, register the parts and give them its names" },
        Eureka = "Eureka" => Planned { lacks: "the bundle starts no Eureka, and its parts find each other by the names of the platform", by_hand: "run Eureka, and add its client to each part" },
        CloudDns = "The platform's own DNS" => Planned { lacks: "the bundle sets up no names at the cloud; its parts expect the others under their ids", by_hand: "give the parts those names in the cloud's own DNS" },
    }
);
choices!(
    /// Where secrets are kept in production.
    SecretStore {
        Environment = "Environment file" => Planned { lacks: "the bundle mounts each secret as a file of its own; none of them is a variable in an environment file", by_hand: "leave it so, which is safer, or set the variables yourself" },
        #[default]
        DockerSecrets = "Docker secrets" => Realised,
        KubernetesSecrets = "Kubernetes Secrets" => Realised,
        Vault = "HashiCorp Vault" => Partial { lacks: "on Kubernetes the bundle holds what its External Secrets Operator needs to read from Vault; elsewhere it keeps secrets where the platform keeps them", by_hand: "install the operator and name your store; elsewhere than on Kubernetes, put the secrets where the parts read them", absent: Absence::SecretReader },
        AwsSecretsManager = "AWS Secrets Manager" => Partial { lacks: "on Kubernetes the bundle holds what its External Secrets Operator needs to read from AWS Secrets Manager; elsewhere it keeps secrets where the platform keeps them", by_hand: "install the operator and name your store; elsewhere than on Kubernetes, put the secrets where the parts read them", absent: Absence::SecretReader },
        AzureKeyVault = "Azure Key Vault" => Partial { lacks: "on Kubernetes the bundle holds what its External Secrets Operator needs to read from Azure Key Vault; elsewhere it keeps secrets where the platform keeps them", by_hand: "install the operator and name your store; elsewhere than on Kubernetes, put the secrets where the parts read them", absent: Absence::SecretReader },
        GcpSecretManager = "Google Secret Manager" => Partial { lacks: "on Kubernetes the bundle holds what its External Secrets Operator needs to read from Google Secret Manager; elsewhere it keeps secrets where the platform keeps them", by_hand: "install the operator and name your store; elsewhere than on Kubernetes, put the secrets where the parts read them", absent: Absence::SecretReader },
    }
);
choices!(
    /// How people prove who they are.
    Authentication {
        #[default]
        None = "No sign-in" => Realised,
        Jwt = "JWT checked at the gateway" => Realised,
        Sessions = "Server-side sessions" => Partial { lacks: "the session lies in a signed cookie, so it ends when the cookie expires and not when somebody is signed out", by_hand: "keep a list of ended sessions and ask it on each request", absent: Absence::EndedSessions },
        ApiKeys = "API keys" => Realised,
        Oidc = "OpenID Connect provider" => Realised,
    }
);
choices!(
    /// How services trust each other.
    ServiceAuthentication {
        #[default]
        NetworkOnly = "Network isolation" => Realised,
        SignedTokens = "Signed tokens" => Planned { lacks: "the bundle fences parts by network only; no part signs or checks a token of another", by_hand: "issue tokens to the parts, and check them in each" },
        MutualTls = "Mutual TLS" => Planned { lacks: "the bundle fences parts by network only; it holds no authority and no certificates", by_hand: "run an authority, give each part a certificate and let it ask for that of others" },
        /// Files of before said only `mesh`.
        #[serde(alias = "mesh")]
        Istio = "Istio service mesh" => Planned { lacks: "the bundle fences parts by network only; it holds no policies of Istio", by_hand: "install Istio, mark the namespace for it and ask for mutual TLS" },
        Linkerd = "Linkerd service mesh" => Planned { lacks: "the bundle fences parts by network only; nothing in it is marked for Linkerd", by_hand: "install Linkerd and mark the namespace for it" },
    }
);
choices!(
    /// How a new version reaches users.
    ReleaseStrategy {
        #[default]
        Rolling = "Rolling" => Realised,
        BlueGreen = "Blue-green" => Planned { lacks: "the bundle releases in a rolling way; it holds no second set and no switch", by_hand: "run a second set beside the first, and move the gateway over" },
        Canary = "Canary" => Partial { lacks: "on Kubernetes the bundle holds a canary of each part, and a person takes every step; elsewhere it releases in a rolling way", by_hand: "watch the canary and take the steps; elsewhere than on Kubernetes, run a second copy of the new version", absent: Absence::Canary },
    }
);
choices!(
    /// Who runs the cluster.
    Cluster {
        #[default]
        Own = "Your own, or any" => Realised,
        Gke = "Google Kubernetes Engine" => Planned { lacks: "the manifests are those of any cluster; they hold nothing of Google Kubernetes Engine", by_hand: "set up the cluster, its classes of disks and its load balancer at Google" },
        Eks = "Amazon Elastic Kubernetes Service" => Planned { lacks: "the manifests are those of any cluster; they hold nothing of Amazon Elastic Kubernetes Service", by_hand: "set up the cluster, its classes of disks and its load balancer at Amazon" },
        Aks = "Azure Kubernetes Service" => Planned { lacks: "the manifests are those of any cluster; they hold nothing of Azure Kubernetes Service", by_hand: "set up the cluster, its classes of disks and its load balancer at Microsoft" },
    }
);
choices!(
    /// A gateway that a cloud runs.
    ManagedGateway {
        #[default]
        None = "The one that is drawn" => Realised,
        AwsApiGateway = "AWS API Gateway" => Planned { lacks: "the bundle starts the gateway that is drawn; it holds nothing for AWS API Gateway", by_hand: "set up routes, plans and rights at AWS API Gateway" },
        AzureApiManagement = "Azure API Management" => Planned { lacks: "the bundle starts the gateway that is drawn; it holds nothing for Azure API Management", by_hand: "set up routes, plans and rights at Azure API Management" },
    }
);
choices!(
    /// A broker that a cloud runs.
    ManagedBroker {
        #[default]
        None = "The one that is drawn" => Realised,
        #[serde(rename = "pubsub")]
        PubSub = "Google Pub/Sub" => Planned { lacks: "the bundle starts the broker that is drawn, and its parts speak to that one; they do not speak to Google Pub/Sub", by_hand: "set up topics, queues and rights at Google Pub/Sub, and write its client" },
        SqsSns = "Amazon SQS and SNS" => Planned { lacks: "the bundle starts the broker that is drawn, and its parts speak to that one; they do not speak to Amazon SQS and SNS", by_hand: "set up topics, queues and rights at Amazon SQS and SNS, and write its client" },
        ServiceBus = "Azure Service Bus" => Planned { lacks: "the bundle starts the broker that is drawn, and its parts speak to that one; they do not speak to Azure Service Bus", by_hand: "set up topics, queues and rights at Azure Service Bus, and write its client" },
    }
);
choices!(
    /// What messages are for.
    Messaging {
        #[default]
        PublishSubscribe = "Publish and subscribe" => Realised,
        WorkQueue = "Work queue" => Planned { lacks: "the bundle names one queue a listener, as for announcements; no queue is shared by several parts", by_hand: "let the parts that share the work listen to one queue" },
        RequestReply = "Request and reply" => Planned { lacks: "the bundle carries both messages as events; nothing matches an answer to its question", by_hand: "write the code that waits for the answer with the same id" },
        EventStreaming = "Event streaming" => Planned { lacks: "the bundle reads new messages only; no part starts from the beginning of a stream", by_hand: "set where each consumer begins, and how long the broker keeps messages" },
    }
);
choices!(
    /// How a change that touches several parts stays whole.
    Consistency {
        #[default]
        LocalTransaction = "Local transactions" => Realised,
        Outbox = "Outbox" => Planned { lacks: "this choice changes no file: each part with a database of its own sends its events from an outbox anyway, and a part without one sends them after the change", by_hand: "give each part that announces something a PostgreSQL, MySQL or MongoDB of its own" },
        #[serde(rename = "choreographed-saga")]
        Choreography = "Choreographed saga" => Planned { lacks: "the bundle carries the events; it holds no steps that undo what was done", by_hand: "write the step that undoes each change" },
        #[serde(rename = "orchestrated-saga")]
        Orchestration = "Orchestrated saga" => Planned { lacks: "the bundle carries the events; it holds no part that leads and keeps how far each change has come", by_hand: "write the part that leads, and its state" },
        EventSourcing = "Event sourcing" => Planned { lacks: "the bundle keeps the current state in tables; it holds no store of events and no projections", by_hand: "write the store of events and what is computed from it" },
    }
);
choices!(
    /// How a question that touches several parts is answered.
    Queries {
        #[default]
        #[serde(rename = "api-composition")]
        Composition = "API composition" => Realised,
        Copies = "Copies of a few fields" => Planned { lacks: "the bundle carries the events; it holds no tables for the copies", by_hand: "write those tables, and the handlers that fill them" },
        #[serde(rename = "cqrs")]
        ReadModels = "Read models (CQRS)" => Planned { lacks: "the bundle carries the events; it holds no read model and nothing that builds one", by_hand: "write the read model, and the handlers that fill it" },
    }
);
choices!(
    /// How a cache is filled.
    Caching {
        #[default]
        Aside = "Cache-aside" => Realised,
        WriteThrough = "Write-through" => Realised,
        WriteBehind = "Write-behind" => Planned { lacks: "the generated code writes to the database first; nothing gathers writes in the cache", by_hand: "write what empties the cache into the database" },
    }
);
choices!(
    /// How far a part protects itself from those it calls; each level holds the ones before it.
    Resilience {
        Timeouts = "Time-outs" => Realised,
        Retries = "Time-outs and retries" => Realised,
        #[default]
        Breakers = "Time-outs, retries and circuit breakers" => Realised,
        Bulkheads = "All of these, and bulkheads" => Planned { lacks: "the generated code holds time-outs, repetitions and breakers; nothing limits how many calls run at the same time", by_hand: "give each called part a share of connections of its own" },
    }
);
choices!(
    /// Where the version of an interface stands.
    ApiVersioning {
        #[default]
        Path = "In the path" => Realised,
        Header = "In a header" => Planned { lacks: "the gateway routes by path, and the version stands there", by_hand: "add the rule on the header to the gateway" },
        MediaType = "In the media type" => Planned { lacks: "the gateway routes by path, and the version stands there", by_hand: "add the rule on the media type to the gateway" },
    }
);
choices!(
    /// Where a part reads what differs from place to place.
    Configuration {
        #[default]
        Environment = "Environment variables" => Realised,
        Files = "Mounted files" => Planned { lacks: "the parts read environment variables; no file of settings is mounted", by_hand: "mount the files, and read them in each part" },
        Consul = "Consul key-value store" => Planned { lacks: "the parts read environment variables, and the bundle starts no Consul", by_hand: "run Consul, and read its keys in each part" },
        Cloud = "The cloud's configuration store" => Planned { lacks: "the parts read environment variables; none asks the store of a cloud", by_hand: "read that store in each part" },
    }
);
choices!(
    /// What runs beside each part.
    Sidecar {
        #[default]
        None = "No sidecar" => Realised,
        Envoy = "Envoy" => Planned { lacks: "the parts start without Envoy", by_hand: "add its containers and their configuration" },
        Dapr = "Dapr" => Planned { lacks: "the parts start without Dapr", by_hand: "add its containers and components" },
    }
);
choices!(
    /// How data about people, money and health is guarded where it lies.
    Protection {
        #[default]
        Usual = "The usual care" => Realised,
        Encrypted = "Encrypted stores" => Planned { lacks: "volumes are mounted as they are; nothing in the bundle encrypts them", by_hand: "choose encrypted disks where it runs" },
        Audited = "Encrypted stores and an audit trail" => Planned { lacks: "volumes are mounted as they are, and no part writes an audit trail", by_hand: "choose encrypted disks where it runs, and write down who read and changed what" },
    }
);
choices!(
    /// What tests and builds each change.
    Pipeline {
        #[default]
        GithubActions = "GitHub Actions" => Realised,
        GitlabCi = "GitLab CI" => Planned { lacks: "the bundle holds workflows for GitHub Actions, and none for GitLab", by_hand: "write the same steps for GitLab" },
        Jenkins = "Jenkins" => Planned { lacks: "the bundle holds workflows for GitHub Actions, and no Jenkinsfile", by_hand: "write the same steps for Jenkins" },
        None = "By hand" => Planned { lacks: "the bundle holds workflows for GitHub Actions all the same", by_hand: "leave them unused, or take them out" },
    }
);
choices!(
    /// How machines, networks and accounts are described.
    InfrastructureCode {
        #[default]
        None = "The bundle's own files" => Realised,
        Terraform = "Terraform or OpenTofu" => Planned { lacks: "the bundle holds no Terraform files; nothing describes what lies below the containers", by_hand: "describe machines, networks and rights" },
        Pulumi = "Pulumi" => Planned { lacks: "the bundle holds no Pulumi program; nothing describes what lies below the containers", by_hand: "describe machines, networks and rights" },
        CloudNative = "The cloud's own templates" => Planned { lacks: "the bundle holds no templates of a cloud; nothing describes what lies below the containers", by_hand: "describe machines, networks and rights" },
    }
);
