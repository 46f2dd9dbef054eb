//! What the compose templates print, prepared: every choice is made here, none in a template.

mod doors;

use crate::plan::{Container, EnvValue, HostPort, Plan, Role, SecretSource, Stack, addresses::first_half};
use doors::{Door, doors, https_variable};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(in crate::artefacts) struct System<'a> {
    slug: &'a str,
    name: &'a str,
    services: Vec<Service<'a>>,
    networks: Vec<Network<'a>>,
    volumes: Vec<&'a str>,
    secrets: &'a [crate::plan::Secret],
    /// The file with the hashes of the keys of programs.
    api_keys: Option<&'a str>,
    configs: Vec<Config<'a>>,
    variables: Vec<Variable>,
    /// Gateways that can speak TLS themselves.
    doors: Vec<Door<'a>>,
    /// Development adds a network from which the host reaches stores.
    tools: Option<Network<'a>>,
}

#[derive(Serialize)]
struct Network<'a> {
    name: &'a str,
    internal: bool,
    purpose: &'a str,
    subnet: Option<String>,
}

#[derive(Serialize)]
struct Service<'a> {
    id: &'a str,
    title: &'a str,
    built: bool,
    image: &'a str,
    profile: Option<&'a str>,
    user: Option<u32>,
    fixed_host_name: bool,
    entrypoint: &'a [String],
    command: &'a [String],
    read_only: bool,
    /// With its owner: a new file system in memory belongs to root, whatever the image had there.
    tmpfs: Vec<String>,
    environment: Vec<Environment<'a>>,
    secrets: &'a [String],
    mounts: &'a [crate::plan::Mount],
    volume: Option<&'a crate::plan::Volume>,
    docker_socket: bool,
    /// Reads the files behind the logs; the socket only tells it whose they are.
    log_files: bool,
    networks: Vec<&'a str>,
    host_port: Option<Published>,
    tool_ports: Vec<Published>,
    starts_after: &'a [crate::plan::StartsAfter],
    test: &'a [String],
    patient: bool,
    stop_grace_seconds: u32,
    cpus: String,
    memory: String,
    reserved_cpus: String,
    reserved_memory: String,
    replicas: u16,
    /// Replicas where several machines share one way in.
    copies: u16,
    /// Directories of `tmpfs`.
    scratch: &'a [String],
    dev: Option<Dev>,
}

/// A port on the host, which `.env` can move.
#[derive(Serialize)]
struct Published {
    container: u16,
    /// `${ORDERS_PORT:-8080}`
    reference: String,
}

/// Live reload in development.
#[derive(Serialize)]
struct Dev {
    /// Folder of the service and where its code is in the container.
    from: &'static str,
    to: &'static str,
    command: &'static [&'static str],
    /// What `docker compose watch` does on a change; the program itself watches when absent.
    action: Option<&'static str>,
}

#[derive(Serialize)]
struct Config<'a> {
    name: &'a str,
    source: &'a str,
}

/// A variable of a container: a value, or a reference to a variable of `.env`.
#[derive(Serialize)]
struct Environment<'a> {
    name: &'a str,
    value: String,
    reference: Option<String>,
}

/// A variable of `.env`.
#[derive(Serialize)]
struct Variable {
    name: String,
    default: String,
    comment: String,
}

impl<'a> System<'a> {
    pub(in crate::artefacts) fn new(plan: &'a Plan) -> Self {
        Self {
            slug: &plan.slug,
            name: &plan.name,
            services: plan.containers.iter().map(Service::new).collect(),
            networks: plan.networks.iter().map(|network| Network::new(plan, network)).collect(),
            volumes: plan.containers.iter().filter_map(|c| c.volume.as_ref()).map(|v| v.name.as_str()).collect(),
            secrets: &plan.secrets,
            api_keys: plan.secrets.iter().find(|s| s.source == SecretSource::ApiKeys).map(|s| s.id.as_str()),
            configs: plan.containers.iter().flat_map(|c| &c.mounts).map(|m| Config { name: &m.name, source: &m.source }).collect(),
            variables: variables(plan),
            doors: doors(plan),
            tools: plan.tools.as_ref().map(|network| Network::new(plan, network)),
        }
    }
    pub(super) fn has_doors(&self) -> bool {
        !self.doors.is_empty()
    }
    pub(super) fn has_api_keys(&self) -> bool {
        self.api_keys.is_some()
    }
}

/// The variable with the first half of the addresses of all networks.
const SUBNETS: &str = "SUBNETS";

impl<'a> Network<'a> {
    fn new(plan: &Plan, network: &'a crate::plan::Network) -> Self {
        let crate::plan::Network { name, internal, purpose, range } = network;
        let subnet = range.as_ref().map(|range| format!("{}.{range}", reference(SUBNETS, &first_half(&plan.slug))));
        Self { name, internal: *internal, purpose, subnet }
    }
}

impl<'a> Service<'a> {
    fn new(c: &'a Container) -> Self {
        // A port of the host can be given away once; swarm and Kubernetes spread what compose cannot.
        let user = if c.root_in_compose { 0 } else { c.uid };
        let replicas = if c.host_port.is_some() { 1 } else { c.replicas };
        Self {
            id: &c.id,
            title: &c.title,
            built: c.stack.is_some(),
            image: &c.image,
            profile: c.profile,
            user: (c.stack.is_none() && !c.unknown_image).then_some(user),
            fixed_host_name: matches!(c.role, Role::Datastore | Role::Broker),
            entrypoint: &c.entrypoint,
            command: &c.command,
            read_only: c.read_only_root && !c.unknown_image,
            tmpfs: if c.unknown_image {
                Vec::new()
            } else {
                c.writable.iter().map(|path| format!("{path}:uid={user},mode=1777")).collect()
            },
            environment: c.env.iter().map(|e| environment(&e.name, &e.value)).collect(),
            secrets: &c.secrets,
            mounts: &c.mounts,
            volume: c.volume.as_ref(),
            docker_socket: c.collects.is_some(),
            log_files: c.technology.slug == "filebeat",
            networks: c.networks.iter().map(String::as_str).collect(),
            host_port: c.host_port.as_ref().map(published),
            tool_ports: c.tool_ports.iter().map(published).collect(),
            starts_after: &c.starts_after,
            test: c.probe.as_ref().map_or(&[], |p| &p.command),
            patient: c.stack.is_none() && c.role != Role::Gateway,
            stop_grace_seconds: c.stop_grace_seconds,
            cpus: cores(c.cpu_millicores),
            memory: format!("{}m", c.memory_mib),
            reserved_cpus: cores((c.cpu_millicores / 4).max(10)),
            reserved_memory: format!("{}m", (c.memory_mib / 2).max(8)),
            replicas,
            copies: c.replicas,
            scratch: if c.unknown_image { &[] } else { &c.writable },
            dev: c.stack.map(dev),
        }
    }
}

/// Thousandths of a core as compose writes them: `0.25`.
fn cores(millicores: u32) -> String {
    format!("{}.{:03}", millicores / 1000, millicores % 1000).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn dev(stack: Stack) -> Dev {
    match stack {
        Stack::Node => Dev { from: "src", to: "/app/src", command: &["node", "--watch-path=src", "src/main.js"], action: None },
        Stack::Python => Dev { from: "app", to: "/srv/app", command: &[], action: Some("restart") },
        Stack::Go => Dev { from: "", to: "", command: &[], action: Some("rebuild") },
        Stack::Static => Dev { from: "public", to: "/usr/share/nginx/html", command: &[], action: None },
    }
}

fn published(port: &HostPort) -> Published {
    Published { container: port.container, reference: reference(&port.variable, &port.host.to_string()) }
}

fn reference(variable: &str, default: &str) -> String {
    format!("${{{variable}:-{default}}}")
}

fn environment<'a>(name: &'a str, value: &EnvValue) -> Environment<'a> {
    let reference = match value {
        EnvValue::Variable { name, default, .. } => Some(reference(name, default)),
        EnvValue::Plain(_) | EnvValue::SecretFile(_) => None,
    };
    Environment { name, value: value.effective(), reference }
}

/// Everything an operator can set, in order of names.
fn variables(plan: &Plan) -> Vec<Variable> {
    let mut all: BTreeMap<String, Variable> = BTreeMap::new();
    let mut add = |name: &str, default: &str, comment: &str| {
        let variable = Variable { name: name.to_owned(), default: default.to_owned(), comment: comment.to_owned() };
        all.entry(name.to_owned()).or_insert(variable);
    };
    if plan.built().next().is_some() {
        add("REGISTRY", "localhost", "The registry the images of the services are pushed to and pulled from.");
    }
    // A stack names its configurations after the release too.
    if plan.built().next().is_some() || plan.containers.iter().any(|c| !c.mounts.is_empty()) {
        add("TAG", "dev", "The version of the services' images.");
    }
    if !plan.networks.is_empty() {
        let comment =
            "The first half of the addresses of the networks. Another one when something on this machine uses it: 10.64, 192.168.";
        add(SUBNETS, &first_half(&plan.slug), comment);
    }
    for container in &plan.containers {
        for port in container.host_port.iter() {
            add(&port.variable, &port.host.to_string(), &format!("The port of this machine that leads to {}.", container.id));
        }
        if let Some(port) = container.host_port.as_ref().filter(|_| container.role == Role::Gateway) {
            let comment = format!("With compose.tls.yaml: the port of this machine at which {} speaks TLS; 443 unless set.", container.id);
            add(&https_variable(port), "", &comment);
        }
        for port in &container.tool_ports {
            let comment = format!("Development only, this machine only: {} of {}.", port.what, container.id);
            add(&port.variable, &port.host.to_string(), &comment);
        }
        for variable in &container.env {
            if let EnvValue::Variable { name, default, comment } = &variable.value {
                add(name, default, comment);
            }
        }
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn cores_are_written_short() {
        assert_eq!([10, 250, 500, 1000, 1500].map(super::cores), ["0.01", "0.25", "0.5", "1", "1.5"]);
    }
}
