//! Checks on the compose files: what they refer to exists, hosts can be reached, nothing listens that should not.

mod addresses;

use super::{Check, Checks, broken, text, yaml};
use crate::{Bundle, GenerateError, plan::Plan};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "compose.yaml";
const DEVELOPMENT: &str = "compose.override.yaml";
const PRODUCTION: &str = "compose.prod.yaml";
const STACK: &str = "stack.yaml";
const TLS: &str = "compose.tls.yaml";
const EXAMPLE: &str = ".env.example";
const SECRETS: &str = "scripts/init-secrets.sh";

pub(super) const CHECKS: &[Check] = &[
    Check {
        file: BASE,
        says: &[
            "Every network, volume, secret and configuration that a container names in compose.yaml is declared, and the configuration files are in the bundle.",
            "Whatever a container waits for to be healthy has a health check, and no containers wait for each other in a circle.",
            "Every host name in an environment variable is a container that shares a network with its user.",
            "No two networks have an address in common.",
            "Every image in compose.yaml has a pinned tag or a digest.",
            "On the host nothing is published but the gateways and the parts that the design exposes; in development the rest only on the loopback address. No host port is published twice.",
            "Every container has limits, drops all capabilities and cannot gain privileges.",
            "Every variable of a compose file stands in .env.example.",
            "Every secret of compose.yaml is made by scripts/init-secrets.sh.",
            "Every folder that compose builds from has a Dockerfile in the bundle.",
        ],
        run: check_compose,
    },
    Check {
        file: STACK,
        says: &[
            "Every network, volume, secret and configuration that a service of stack.yaml names is declared, and the configuration files are in the bundle.",
            "In stack.yaml nothing but the ways in is published, and every variable stands in .env.example.",
        ],
        run: check_stack,
    },
];

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    services: BTreeMap<String, Service>,
    #[serde(default)]
    networks: BTreeMap<String, addresses::Network>,
    #[serde(default)]
    volumes: BTreeMap<String, serde::de::IgnoredAny>,
    #[serde(default)]
    secrets: BTreeMap<String, Source>,
    #[serde(default)]
    configs: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
struct Source {
    file: String,
}

#[derive(Deserialize, Default)]
struct Service {
    #[serde(default)]
    image: String,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(default)]
    networks: Vec<String>,
    #[serde(default)]
    secrets: Vec<String>,
    #[serde(default)]
    configs: Vec<Config>,
    #[serde(default)]
    volumes: Vec<Volume>,
    #[serde(default)]
    ports: Vec<Port>,
    #[serde(default)]
    depends_on: BTreeMap<String, DependsOn>,
    healthcheck: Option<serde::de::IgnoredAny>,
    build: Option<Build>,
    #[serde(default)]
    cap_drop: Vec<String>,
    #[serde(default)]
    security_opt: Vec<String>,
    deploy: Option<Deploy>,
}

#[derive(Deserialize)]
struct Config {
    source: String,
}

#[derive(Deserialize)]
struct Volume {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
struct Port {
    published: String,
    host_ip: Option<String>,
}

#[derive(Deserialize)]
struct DependsOn {
    condition: String,
}

#[derive(Deserialize)]
struct Build {
    context: String,
}

#[derive(Deserialize)]
struct Deploy {
    #[serde(default)]
    resources: Resources,
}

#[derive(Deserialize, Default)]
struct Resources {
    limits: Option<serde::de::IgnoredAny>,
}

fn read(bundle: &Bundle, file: &str) -> Result<File, GenerateError> {
    yaml(file, text(bundle, file)?)
}

fn check_compose(checks: &mut Checks, bundle: &Bundle) -> Result<(), GenerateError> {
    let plan = checks.plan;
    let (base, development) = (read(bundle, BASE)?, read(bundle, DEVELOPMENT)?);
    check_variables(bundle)?;
    check_secrets(bundle, &base)?;
    promise_builds(checks, &development);
    check_ports(plan, BASE, &base, &development)?;
    addresses::check(base.networks.iter().chain(&development.networks))?;
    for (id, service) in &base.services {
        check_declared(BASE, &base, id, service)?;
        let pinned = service.image.contains('@') || service.image.contains("${TAG") || tag(&service.image).is_some_and(|t| t != "latest");
        let chosen_by_hand = || plan.design.elements.values().any(|e| e.image.as_deref() == Some(service.image.as_str()));
        if !pinned && !chosen_by_hand() {
            return Err(broken(BASE, format!("the image of {id}, {}, is not pinned", service.image)));
        }
        let limited = service.deploy.as_ref().is_some_and(|d| d.resources.limits.is_some());
        let hardened = service.cap_drop == ["ALL"] && service.security_opt == ["no-new-privileges:true"];
        if !limited || !hardened {
            return Err(broken(BASE, format!("{id} lacks limits or hardening")));
        }
        check_start_order(&base, id, service)?;
        check_hosts(plan, &base, id, service)?;
    }
    check_configs(bundle, BASE, &base)
}

/// Everything that a container names is declared in the same file.
fn check_declared(file: &str, all: &File, id: &str, service: &Service) -> Result<(), GenerateError> {
    let declared = |what: &str, name: &str, is: bool| {
        if is { Ok(()) } else { Err(broken(file, format!("{id} names the {what} {name}, which is not declared"))) }
    };
    for name in &service.networks {
        declared("network", name, all.networks.contains_key(name))?;
    }
    for name in &service.secrets {
        declared("secret", name, all.secrets.contains_key(name))?;
    }
    for config in &service.configs {
        declared("configuration", &config.source, all.configs.contains_key(&config.source))?;
    }
    for volume in service.volumes.iter().filter(|v| v.kind == "volume") {
        declared("volume", &volume.source, all.volumes.contains_key(&volume.source))?;
    }
    Ok(())
}

fn check_configs(bundle: &Bundle, file: &str, all: &File) -> Result<(), GenerateError> {
    for (name, config) in &all.configs {
        if bundle.get(config.file.trim_start_matches("./")).is_none() {
            return Err(broken(file, format!("the configuration {name} is the file {}, which is not in the bundle", config.file)));
        }
    }
    Ok(())
}

fn check_stack(checks: &mut Checks, bundle: &Bundle) -> Result<(), GenerateError> {
    let stack = read(bundle, STACK)?;
    let none = File { services: BTreeMap::new(), ..File::default() };
    stack.services.iter().try_for_each(|(id, service)| check_declared(STACK, &stack, id, service))?;
    check_configs(bundle, STACK, &stack)?;
    check_secrets(bundle, &stack)?;
    check_ports(checks.plan, STACK, &stack, &none)
}

fn check_start_order(base: &File, id: &str, service: &Service) -> Result<(), GenerateError> {
    for (other, depends) in &service.depends_on {
        let Some(target) = base.services.get(other) else {
            return Err(broken(BASE, format!("{id} waits for {other}, which is not there")));
        };
        if depends.condition == "service_healthy" && target.healthcheck.is_none() {
            return Err(broken(BASE, format!("{id} waits for the health of {other}, which has no health check")));
        }
    }
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = service.depends_on.keys().map(String::as_str).collect();
    while let Some(next) = open.pop() {
        if next == id {
            return Err(broken(BASE, format!("{id} waits for itself in a circle")));
        }
        if seen.insert(next) {
            open.extend(base.services.get(next).into_iter().flat_map(|s| s.depends_on.keys().map(String::as_str)));
        }
    }
    Ok(())
}

/// Only addresses that the bundle makes are checked: a setting of the Design may name any host.
fn check_hosts(plan: &Plan, base: &File, id: &str, service: &Service) -> Result<(), GenerateError> {
    let by_hand = |name: &str| plan.design.elements.values().any(|e| e.settings.contains_key(name));
    for (name, value) in service.environment.iter().filter(|(name, _)| name.ends_with("_URL") || name.ends_with("_ENDPOINT")) {
        let Some(other) = host(value).and_then(|host| base.services.get_key_value(host)) else { continue };
        if !other.1.networks.iter().any(|network| service.networks.contains(network)) && !by_hand(name) {
            return Err(broken(BASE, format!("{name} of {id} points at {}, but they share no network", other.0)));
        }
    }
    Ok(())
}

fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let rest = rest.split('/').next()?;
    let rest = rest.rsplit('@').next()?;
    Some(rest.split(':').next().unwrap_or(rest))
}

fn tag(image: &str) -> Option<&str> {
    let name = crate::plan::image_name(image);
    image.strip_prefix(name)?.strip_prefix(':')
}

fn check_ports(plan: &Plan, base_file: &str, base: &File, development: &File) -> Result<(), GenerateError> {
    let ways_in: BTreeSet<&str> = plan.containers.iter().filter(|c| c.host_port.is_some()).map(|c| c.id.as_str()).collect();
    let mut published = BTreeSet::new();
    let both = base.services.iter().map(|s| (base_file, s)).chain(development.services.iter().map(|s| (DEVELOPMENT, s)));
    for (file, (id, service)) in both {
        for port in &service.ports {
            let open = port.host_ip.as_deref() != Some("127.0.0.1");
            if open && !ways_in.contains(id.as_str()) {
                return Err(broken(file, format!("{id} is published on the host, although it is no way in")));
            }
            let number = port.published.trim_end_matches('}').rsplit(":-").next().unwrap_or_default().to_owned();
            if !published.insert(number.clone()) {
                return Err(broken(file, format!("the host port {number} is published twice")));
            }
        }
    }
    Ok(())
}

fn check_variables(bundle: &Bundle) -> Result<(), GenerateError> {
    let known: BTreeSet<&str> = text(bundle, EXAMPLE)?.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    for file in [BASE, DEVELOPMENT, PRODUCTION, TLS, STACK].into_iter().filter(|file| bundle.get(file).is_some()) {
        let lines = text(bundle, file)?.lines().filter(|line| line.contains("${") && !line.trim_start().starts_with('#'));
        // `$$` is a dollar sign, not the start of a variable.
        for rest in lines.flat_map(|line| line.replace("$$", "").split("${").skip(1).map(str::to_owned).collect::<Vec<_>>()) {
            let name: &str = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
            if !known.contains(name) {
                return Err(broken(file, format!("the variable {name} is not in {EXAMPLE}")));
            }
        }
    }
    Ok(())
}

fn check_secrets(bundle: &Bundle, base: &File) -> Result<(), GenerateError> {
    let script = text(bundle, SECRETS)?;
    let made: BTreeSet<&str> = script
        .lines()
        .filter_map(|line| ["random ", "given ", "keys "].iter().find_map(|way| line.strip_prefix(way)))
        .filter_map(|words| words.split(' ').next())
        .collect();
    for (id, secret) in &base.secrets {
        if !made.contains(id.as_str()) || secret.file != format!("./secrets/{id}") {
            return Err(broken(SECRETS, format!("does not make the secret {id}")));
        }
    }
    Ok(())
}

/// The folders of services come later.
fn promise_builds(checks: &mut Checks, development: &File) {
    for (id, service) in &development.services {
        let Some(build) = &service.build else { continue };
        let dockerfile = format!("{}/Dockerfile", build.context.trim_start_matches("./"));
        checks.promised.insert(dockerfile, (DEVELOPMENT, format!("{id} is built from {}, which has no Dockerfile", build.context)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::changed;

    /// The message of the checks when one text of one file is another.
    fn with(file: &str, old: &str, new: &str) -> String {
        let mut design = crate::artefacts::fixture::shop();
        design.platform.target = domain::design::Target::Swarm;
        changed::said(&design, file, old, new)
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (file, old, new, says) in [
            (BASE, "x", "x", "fine"),
            (BASE, "      - orders.orders-db\n", "      - elsewhere\n", "names the network elsewhere"),
            (
                DEVELOPMENT,
                "context: ./services/orders",
                "context: ./services/other",
                "is built from ./services/other, which has no Dockerfile",
            ),
            (BASE, "      - orders-db-password\n", "      - lost\n", "names the secret lost"),
            (BASE, ".253.0/26", ".143.0/26", "addresses in common"),
            (BASE, ".253.0/26", ".253.1/26", "no readable addresses"),
            (BASE, "cap_drop: [ALL]", "cap_drop: []", "lacks limits or hardening"),
            (BASE, "source: orders-db-data", "source: nowhere", "names the volume nowhere"),
            (BASE, "    file: ./gateway/gateway/nginx.conf", "    file: ./gateway/nobody/nginx.conf", "not in the bundle"),
            (BASE, "      orders-db:\n        condition", "      nobody:\n        condition", "waits for nobody"),
            (PRODUCTION, "${TAG:", "${TAGG:", "the variable TAGG"),
            (STACK, "      - orders.orders-db\n", "      - elsewhere\n", "names the network elsewhere"),
            (STACK, "    file: ./gateway/gateway/nginx.conf", "    file: ./gateway/nobody/nginx.conf", "not in the bundle"),
            (SECRETS, "random orders-db-password", "random other", "does not make the secret orders-db-password"),
        ] {
            let said = with(file, old, new);
            assert!(said.contains(says), "{file}, {old} → {new}: {said}");
        }
    }

    #[test]
    fn the_host_of_a_url_is_found() {
        assert_eq!(host("postgresql://app@orders-db:5432/orders_db"), Some("orders-db"));
        assert_eq!(host("http://stock:8080"), Some("stock"));
        assert_eq!(host("not a url"), None);
    }
}
