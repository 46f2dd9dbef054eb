//! What a Plan is made of: containers with everything said, secrets, networks. Data only.

use domain::catalog::Technology;
use serde::Serialize;

/// What a container is in the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Service,
    Frontend,
    Worker,
    Gateway,
    Datastore,
    Broker,
    /// Part of the platform's observability; no element of the Design.
    Observer,
}

/// One container, everything said.
#[derive(Debug, Clone, Serialize)]
pub struct Container {
    /// Host name, compose service, folder and Kubernetes object: a DNS label.
    pub id: String,
    pub role: Role,
    /// What people call it; may hold any text.
    pub title: String,
    /// Its responsibility; may hold any text.
    pub description: String,
    /// What it is made with, for people; may hold any text.
    pub made_with: String,
    /// What the Design calls it.
    pub technology: &'static Technology,
    /// What it runs on: differs from `technology` where code falls back to another stack.
    pub runtime: &'static Technology,
    /// The stack whose code is generated; absent for ready-made images.
    pub stack: Option<Stack>,
    /// The full image reference of a ready-made image; `<slug>/<id>`, without registry and tag, for one that is built.
    pub image: String,
    /// The port that other parts use.
    pub port: u16,
    pub extra_ports: Vec<NamedPort>,
    /// Published on the host: the way in. Only gateways and exposed parts have one.
    pub host_port: Option<HostPort>,
    /// For people at their own machine: published on its loopback address in development.
    pub tool_ports: Vec<HostPort>,
    /// The numeric user it runs as.
    pub uid: u32,
    /// Its image prepares no directory for the volume, which compose then gives to root: there it runs as root without capabilities.
    pub root_in_compose: bool,
    pub read_only_root: bool,
    /// Somebody else's image of a part with code: nothing is known of its user and the files it writes.
    pub unknown_image: bool,
    /// A store whose contents may vanish: it has no disk, and makes room by itself.
    pub caches: bool,
    /// Reads the logs of all containers.
    pub collects: Option<Collects>,
    pub env: Vec<Env>,
    /// Ids of secrets it may read, below [`SECRETS_DIR`].
    pub secrets: Vec<String>,
    /// Replaces the image's entry point when not empty.
    pub entrypoint: Vec<String>,
    /// Replaces the image's command when not empty.
    pub command: Vec<String>,
    pub volume: Option<Volume>,
    /// Directories that must be writable although the root file system is not.
    pub writable: Vec<String>,
    /// Configuration files of the bundle that it reads.
    pub mounts: Vec<Mount>,
    pub cpu_millicores: u32,
    pub memory_mib: u32,
    pub replicas: u16,
    /// Replicas under load; no autoscaling when absent.
    pub max_replicas: Option<u16>,
    pub probe: Option<Probe>,
    /// What must run before it starts.
    pub starts_after: Vec<StartsAfter>,
    /// Names of the networks it is on, in order.
    pub networks: Vec<String>,
    /// What it opens connections to, in order.
    pub peers: Vec<Peer>,
    /// Calls systems outside.
    pub egress: bool,
    /// Started only with this compose profile.
    pub profile: Option<&'static str>,
    /// Paths at which the gateways route to it.
    pub base_paths: Vec<String>,
    /// Seconds it gets to finish its work when told to stop.
    pub stop_grace_seconds: u32,
}

/// How something reads the logs of all containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collects {
    /// Through the socket of the engine on each machine.
    FromEngine,
    /// The same; in a cluster through the cluster's API.
    FromEngineOrCluster,
}

impl Container {
    /// Whether a cluster runs it: nobody hands out the engine's socket there.
    pub fn runs_in_clusters(&self) -> bool {
        self.collects != Some(Collects::FromEngine)
    }
    /// Whether it asks the cluster's API, when it runs there.
    pub fn asks_cluster(&self) -> bool {
        self.collects == Some(Collects::FromEngineOrCluster)
    }
    /// The ports at which it reaches another container. Its peers are in order.
    pub fn ports_at<'c>(&'c self, id: &'c str) -> impl Iterator<Item = u16> {
        let first = self.peers.partition_point(|peer| peer.id.as_str() < id);
        self.peers.iter().skip(first).take_while(move |peer| peer.id == id).map(|peer| peer.port)
    }
}

/// Code that Groundplan can generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stack {
    Node,
    Python,
    Go,
    /// Files served by nginx.
    Static,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedPort {
    pub name: String,
    pub number: u16,
}

/// A port of a container on the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostPort {
    /// The variable in `.env` that moves it: `GATEWAY_PORT`.
    pub variable: String,
    pub host: u16,
    pub container: u16,
    /// What one finds there.
    pub what: String,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Env {
    pub name: String,
    pub value: EnvValue,
}

/// Where a value comes from. Secrets are files, always: their content stands in no environment and no manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnvValue {
    Plain(String),
    /// The path of a secret's file; holds the id of the secret.
    SecretFile(String),
    /// Set by the operator in `.env`, with a default.
    Variable {
        name: String,
        default: String,
        comment: String,
    },
}

/// Where secrets are files in every container.
pub const SECRETS_DIR: &str = "/run/secrets";

impl EnvValue {
    /// The value as a container sees it when the operator sets nothing.
    pub fn effective(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::SecretFile(secret) => format!("{SECRETS_DIR}/{secret}"),
            Self::Variable { default, .. } => default.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Secret {
    pub id: String,
    /// The container or external system it belongs to.
    pub owner: String,
    pub source: SecretSource,
    /// For one that people fill in: a harmless example, or nothing.
    pub example: String,
}

/// Where the value of a secret comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// Random, made by `scripts/init-secrets.sh`.
    Random,
    /// People must fill it in.
    Given,
    /// Hashes of the keys of programs, a line each, added by `scripts/add-api-key.sh`.
    ApiKeys,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Volume {
    pub name: String,
    pub path: String,
    pub gib: u32,
}

/// A configuration file of the bundle inside a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// Names the compose config and the key of a ConfigMap.
    pub name: String,
    /// The file's path in the bundle.
    pub source: String,
    pub target: String,
}

/// How to tell that a container works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// Run inside the container; empty when its image holds no program that could ask. Checks readiness.
    pub command: Vec<String>,
    /// Asked from outside: is the process alive? Looks at no dependency.
    pub live: Option<HttpProbe>,
    /// Asked from outside: can it do its work now?
    pub ready: Option<HttpProbe>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HttpProbe {
    pub path: String,
    pub port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StartsAfter {
    pub id: String,
    /// Wait until it is healthy; otherwise only until it is started, because nothing can tell its health.
    pub healthy: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Peer {
    pub id: String,
    pub port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Network {
    pub name: String,
    /// Cut off from the host and the world.
    pub internal: bool,
    pub purpose: String,
    /// The second half of its addresses: `3.64/26`. Without them the engine chooses.
    pub range: Option<String>,
}
