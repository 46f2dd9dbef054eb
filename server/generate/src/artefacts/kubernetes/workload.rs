//! One part as Kubernetes objects: the typed model that `part.yaml` prints.

use super::{
    Dialect, Placed, canary, migration,
    names::Names,
    size::{Size, runs_several},
    speaks_http,
};
use crate::{
    artefacts::gateway,
    names::in_path,
    plan::{Container, EnvValue, HttpProbe, Mount, Plan, Role, SECRETS_DIR},
};
use serde::Serialize;

/// Longest name of a port.
const MAX_PORT_NAME_CHARS: usize = 15;
/// Seconds a pod goes on answering after it was told to stop, until every node has taken it off its lists.
const DRAIN_SECONDS: u32 = 5;
/// Mebibytes of a writable directory.
const SCRATCH_MIB: u32 = 256;

#[derive(Debug, Serialize)]
pub(super) struct Workload<'a> {
    pub id: &'a str,
    /// What its Deployment or StatefulSet is called.
    name: String,
    /// Which of two releases it is, where a Design tries the next one on a few.
    track: Option<&'static str>,
    title: &'a str,
    description: &'a str,
    component: Role,
    part_of: &'a str,
    image: Placed,
    /// Absent: a Deployment. Otherwise a StatefulSet behind this headless Service.
    headless: Option<&'a str>,
    data: Option<Data<'a>>,
    /// Absent where the autoscaler sets it.
    replicas: Option<Placed>,
    autoscaling: Option<Autoscaling>,
    several: bool,
    ports: Vec<Port>,
    /// Where its health is asked for, when no other part has business there.
    probe_port: Option<u16>,
    command: Vec<String>,
    args: Vec<String>,
    /// What it runs before it starts, until its database is up to date.
    wait: Option<Vec<&'static str>>,
    env: Vec<Variable<'a>>,
    secrets: &'a [String],
    configs: Vec<Config<'a>>,
    config_map: String,
    has_mounts: bool,
    secrets_dir: &'static str,
    scratch: Vec<Scratch<'a>>,
    scratch_mib: u32,
    asks_cluster: bool,
    /// Of its account, which an overlay of kustomize fills in.
    own_namespace: Placed,
    /// Absent for an image nothing is known of; it must name an ordinary user itself.
    uid: Option<u32>,
    read_only_root: bool,
    resources: Resources,
    /// In a chart, whose names of configuration files do not follow from their content: starts it again when they change.
    checksum: Placed,
    pull_secrets: Placed,
    probes: Option<Probes>,
    /// Wait this long before stopping; nothing routes to stores and brokers by list, so they stop at once.
    drain_seconds: Option<u32>,
    grace_seconds: u32,
}

#[derive(Debug, Serialize)]
struct Data<'a> {
    path: &'a str,
    size: Placed,
    /// The class of the disk, where a chart's values name one.
    class: Placed,
}

#[derive(Debug, Serialize)]
struct Autoscaling {
    min: Placed,
    max: Placed,
    target_utilisation: Placed,
}

/// What it asks for, and what it may use at most.
#[derive(Debug, Serialize)]
struct Resources {
    cpu_request: Placed,
    memory_request: Placed,
    cpu_limit: Placed,
    memory_limit: Placed,
}

#[derive(Debug, Serialize)]
struct Port {
    name: String,
    number: u16,
}

/// One environment variable: a value, or the key of a setting.
#[derive(Debug, Serialize)]
struct Variable<'a> {
    name: &'a str,
    value: Option<String>,
    setting: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Scratch<'a> {
    name: String,
    path: &'a str,
}

/// One configuration file in the container.
#[derive(Debug, Serialize)]
struct Config<'a> {
    key: &'a str,
    target: &'a str,
}

/// Start-up and readiness ask the same; liveness looks at the process alone, so that a slow store restarts nobody.
#[derive(Debug, Serialize)]
struct Probes {
    ready: Question,
    live: Question,
}

#[derive(Debug, Serialize)]
struct Question {
    http: Option<HttpProbe>,
    command: Vec<String>,
    tcp: Option<u16>,
}

impl<'a> Workload<'a> {
    pub(super) fn new(plan: &'a Plan<'_>, container: &'a Container, names: &'a Names, dialect: Dialect) -> Self {
        let c = container;
        let size = Size::of(c);
        let value = |path: &[&str], value: &dyn std::fmt::Display| dialect.plain(&[&["parts", &c.id], path].concat(), value);
        let autoscaling = size.autoscaling.as_ref().map(|scale| Autoscaling {
            min: value(&["autoscaling", "min"], &scale.min),
            max: value(&["autoscaling", "max"], &scale.max),
            target_utilisation: value(&["autoscaling", "targetUtilisation"], &scale.target_utilisation),
        });
        let drain_seconds = speaks_http(c).then_some(DRAIN_SECONDS);
        Self {
            id: &c.id,
            name: c.id.clone(),
            track: canary::is_tried(plan, c).then_some(canary::STABLE),
            title: &c.title,
            description: &c.description,
            component: c.role,
            part_of: &plan.slug,
            image: match c.stack {
                Some(_) => dialect.built_image(&c.id, &c.image),
                None => dialect.text(&["parts", &c.id, "image"], &c.image),
            },
            headless: names.headless(&c.id),
            data: c.volume.as_ref().zip(size.storage.as_ref()).map(|(volume, storage)| Data {
                path: &volume.path,
                size: value(&["storage", "size"], storage),
                class: dialect.only_in_chart(&storage_class(&c.id)),
            }),
            replicas: size.replicas.map(|replicas| value(&["replicas"], &replicas)),
            autoscaling,
            several: runs_several(c),
            probe_port: probe_port(c),
            ports: ports(c),
            command: c.entrypoint.iter().map(|word| expandable(word)).collect(),
            args: c.command.iter().map(|word| expandable(word)).collect(),
            wait: migration::wait(plan, c),
            env: environment(plan, c),
            secrets: &c.secrets,
            has_mounts: c.volume.is_some() || !scratch(c).is_empty() || !c.secrets.is_empty() || !c.mounts.is_empty(),
            configs: c.mounts.iter().map(|mount| Config { key: config_key(mount), target: &mount.target }).collect(),
            config_map: config_map(c),
            secrets_dir: SECRETS_DIR,
            scratch: scratch(c),
            scratch_mib: SCRATCH_MIB,
            asks_cluster: c.asks_cluster(),
            own_namespace: dialect.only_in_chart("\n    namespace: {{ .Release.Namespace }}"),
            uid: (!c.unknown_image).then_some(c.uid),
            read_only_root: has_read_only_root(c),
            resources: Resources {
                cpu_request: value(&["resources", "requests", "cpu"], &size.requests.cpu),
                memory_request: value(&["resources", "requests", "memory"], &size.requests.memory),
                cpu_limit: value(&["resources", "limits", "cpu"], &size.limits.cpu),
                memory_limit: value(&["resources", "limits", "memory"], &size.limits.memory),
            },
            checksum: if c.mounts.is_empty() { dialect.only_in_chart("") } else { dialect.only_in_chart(&checksum(&c.id)) },
            pull_secrets: dialect.only_in_chart(PULL_SECRETS),
            probes: probes(c),
            drain_seconds,
            grace_seconds: c.stop_grace_seconds + drain_seconds.unwrap_or(0),
        }
    }
}

impl Workload<'_> {
    /// The same part as one copy of another release.
    pub(super) fn tried(mut self, name: String, track: &'static str, image: Placed) -> Self {
        self.replicas = Some(Dialect::Kustomize.plain(&[], 1));
        (self.name, self.track) = (name, Some(track));
        self.with_image(image)
    }

    pub(super) fn with_image(mut self, image: Placed) -> Self {
        self.image = image;
        self
    }
}

const PULL_SECRETS: &str = "
      {{- with .Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}";

fn storage_class(id: &str) -> String {
    format!(
        "
        {{{{- with index .Values \"parts\" \"{id}\" \"storage\" \"className\" }}}}
        storageClassName: {{{{ . | quote }}}}
        {{{{- end }}}}"
    )
}

fn checksum(id: &str) -> String {
    let folder = in_path(id);
    format!(
        "
      annotations:
        checksum/configuration: {{{{ (.Files.Glob \"configuration/{folder}/*\").AsConfig | sha256sum }}}}"
    )
}

/// The ConfigMap with a part's configuration files. The dot keeps it apart from `settings`.
pub(in crate::artefacts) fn config_map(c: &Container) -> String {
    format!("{}.configuration", c.id)
}

/// The key of a configuration file in its ConfigMap: its name.
pub(super) fn config_key(mount: &Mount) -> &str {
    mount.source.rsplit('/').next().unwrap_or(&mount.source)
}

fn ports(c: &Container) -> Vec<Port> {
    let main = if speaks_http(c) { "http" } else { "main" };
    let mut ports = vec![Port { name: main.to_owned(), number: c.port }];
    for extra in &c.extra_ports {
        if ports.iter().all(|known| known.number != extra.number) {
            let unique = extra.name.len() <= MAX_PORT_NAME_CHARS && ports.iter().all(|known| known.name != extra.name);
            let name = if unique { extra.name.clone() } else { format!("port-{}", extra.number) };
            ports.push(Port { name, number: extra.number });
        }
    }
    ports
}

/// The name of a port in the Service.
pub(super) fn port_name(c: &Container, number: u16) -> Option<String> {
    ports(c).into_iter().find(|port| port.number == number).map(|port| port.name)
}

fn probe_port(c: &Container) -> Option<u16> {
    let asked = c.probe.as_ref().and_then(|probe| probe.ready.as_ref().or(probe.live.as_ref()))?.port;
    ports(c).iter().all(|port| port.number != asked).then_some(asked)
}

/// Kong believes what stands in front of it, and nobody else, about who the client is. The other gateways have it in their files.
fn of_gateway(c: &Container) -> Vec<Variable<'static>> {
    if c.role != Role::Gateway || c.technology.slug != "kong" {
        return Vec::new();
    }
    let hops = gateway::HOPS.join(",");
    let variables = [("KONG_TRUSTED_IPS", hops.as_str()), ("KONG_REAL_IP_HEADER", "X-Forwarded-For"), ("KONG_REAL_IP_RECURSIVE", "on")];
    variables.map(|(name, value)| Variable { name, value: Some(value.to_owned()), setting: None }).into()
}

fn environment<'a>(plan: &Plan, c: &'a Container) -> Vec<Variable<'a>> {
    let mut all: Vec<Variable> = c.env.iter().map(|env| variable(&env.name, &env.value)).collect();
    all.extend(of_gateway(c));
    if migration::wait(plan, c).is_some() && all.iter().all(|variable| variable.name != migration::AT_START) {
        all.push(Variable { name: migration::AT_START, value: Some("false".into()), setting: None });
    }
    all
}

fn variable<'a>(name: &'a str, value: &'a EnvValue) -> Variable<'a> {
    match value {
        EnvValue::Variable { name: setting, .. } => Variable { name, value: None, setting: Some(setting) },
        EnvValue::Plain(_) | EnvValue::SecretFile(_) => Variable { name, value: Some(expandable(&value.effective())), setting: None },
    }
}

/// Kubernetes replaces `$(NAME)` in commands and values and reads `$$` as `$`; the texts here mean the shell's.
fn expandable(text: &str) -> String {
    if text.contains("$(") || text.contains("$$") { text.replace('$', "$$") } else { text.to_owned() }
}

fn has_read_only_root(c: &Container) -> bool {
    c.read_only_root && !c.unknown_image
}

fn scratch(c: &Container) -> Vec<Scratch<'_>> {
    if !has_read_only_root(c) {
        return Vec::new();
    }
    let mut paths: Vec<&str> = c.writable.iter().map(String::as_str).filter(|p| c.volume.as_ref().is_none_or(|v| v.path != **p)).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter().enumerate().map(|(i, path)| Scratch { name: format!("scratch-{}", i + 1), path }).collect()
}

fn probes(c: &Container) -> Option<Probes> {
    let probe = c.probe.as_ref()?;
    let ready = match &probe.ready {
        Some(http) => Question { http: Some(http.clone()), command: Vec::new(), tcp: None },
        None => Question { http: None, command: probe.command.clone(), tcp: None },
    };
    let live = match &probe.live {
        Some(http) => Question { http: Some(http.clone()), command: Vec::new(), tcp: None },
        None => Question { http: None, command: Vec::new(), tcp: Some(c.port) },
    };
    Some(Probes { ready, live })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_and_not_kubernetes_reads_dollars() {
        assert_eq!(expandable("exec redis-server --requirepass \"$AUTH\""), "exec redis-server --requirepass \"$AUTH\"");
        assert_eq!(expandable("A=\"$(cat /run/secrets/a)\""), "A=\"$$(cat /run/secrets/a)\"");
        assert_eq!(expandable("$$"), "$$$$");
    }
}
