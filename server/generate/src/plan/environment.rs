//! The environment of every container: what its product needs, what follows from its links, and the settings of the Design, in
//! that order of precedence. Must not print anything.

use super::{Container, Env, EnvValue, Peer, Plan, Role, SECRETS_DIR, StartsAfter, container::Names, product::product, secrets::Secrets};
use domain::{
    catalog,
    design::{ElementKind, Link},
};

/// The stem of variables about an element: `orders-db` gives `ORDERS_DB`.
pub(super) fn variable_stem(id: &str) -> String {
    id.to_uppercase().replace('-', "_")
}

/// What each product needs; secrets that an image takes from its environment only are put there at start, from their files.
pub(super) fn add_products(plan: &mut Plan, secrets: &mut Secrets) {
    for container in &mut plan.containers {
        let filled = |text: &str| catalog::fill(text, &container.id, container.port);
        let mut env = Vec::new();
        let mut read_at_start = Vec::new();
        let mut used = Vec::new();
        if container.stack.is_none() {
            let product = product(container.technology.slug);
            let args = container.technology.args.iter();
            container.command = args.map(|arg| filled(&product.with_purpose(arg, container.caches, container.memory_mib))).collect();
            for variable in super::observe::environment(container) {
                let value = match variable.value {
                    catalog::EnvValue::Plain(text) => EnvValue::Plain(filled(text)),
                    catalog::EnvValue::SecretFile(suffix) => {
                        let id = secrets.id_of(&container.id, suffix, true, "");
                        used.push(id.clone());
                        EnvValue::SecretFile(id)
                    }
                    catalog::EnvValue::Secret(suffix) => {
                        let id = secrets.id_of(&container.id, suffix, true, "");
                        used.push(id.clone());
                        read_at_start.push((variable.name, id));
                        continue;
                    }
                };
                env.push(Env { name: variable.name.to_owned(), value });
            }
        }
        container.env.append(&mut env);
        container.secrets.append(&mut used);
        wrap(container, &read_at_start);
        if container.stack.is_some() {
            container.env.push(Env { name: "PORT".into(), value: EnvValue::Plain(container.port.to_string()) });
            container.env.push(Env { name: "SERVICE_NAME".into(), value: EnvValue::Plain(container.id.clone()) });
            let comment = "How much the services log: debug, info, warn or error.".to_owned();
            let value = EnvValue::Variable { name: "LOG_LEVEL".into(), default: "info".into(), comment };
            container.env.push(Env { name: "LOG_LEVEL".into(), value });
        }
    }
    // Traces leave by OTLP over HTTP, which every language's SDK speaks.
    if let Some(collector) = plan.containers.iter().find(|c| c.technology.slug == "otel-collector").map(|c| c.id.clone()) {
        for container in plan.containers.iter_mut().filter(|c| c.stack.is_some_and(|stack| stack != super::Stack::Static)) {
            let endpoint = EnvValue::Plain(format!("http://{collector}:4318"));
            container.env.push(Env { name: "OTEL_EXPORTER_OTLP_ENDPOINT".into(), value: endpoint });
            container.peers.push(Peer { id: collector.clone(), port: 4318 });
        }
    }
}

/// Puts secrets from their files into the environment of the program and of its probe, so that no manifest holds them.
fn wrap(container: &mut Container, read_at_start: &[(&str, String)]) {
    if read_at_start.is_empty() {
        return;
    }
    let exports: String = read_at_start.iter().map(|(name, id)| format!("{name}=\"$(cat {SECRETS_DIR}/{id})\"; export {name}; ")).collect();
    let wrapper: Vec<String> = ["/bin/sh".into(), "-c".into(), format!("{exports}exec \"$@\""), "sh".into()].into();
    let product = product(container.technology.slug);
    container.command = product.start.iter().map(ToString::to_string).chain(std::mem::take(&mut container.command)).collect();
    container.entrypoint.clone_from(&wrapper);
    if let Some(probe) = container.probe.as_mut().filter(|p| product.probe_reads_secrets && !p.command.is_empty()) {
        probe.command = wrapper.into_iter().chain(std::mem::take(&mut probe.command)).collect();
    }
}

/// Addresses, credentials and start order that follow from the links.
pub(super) fn add_links(plan: &mut Plan, secrets: &mut Secrets, names: &Names) {
    let design = plan.design;
    for link in design.links.values() {
        let Some(from) = names.get(&link.from) else { continue };
        let Some(target) = design.elements.get(&link.to) else { continue };
        let mut env = Vec::new();
        let mut used = Vec::new();
        if target.kind == ElementKind::External {
            external(link, secrets, design, &mut env, &mut used);
            let Some(container) = plan.containers.named_mut(from) else { continue };
            container.egress = true;
            add(container, env, used);
            continue;
        }
        let Some(to) = names.get(&link.to).and_then(|name| plan.container(name)) else { continue };
        let stem = variable_stem(&to.id);
        let address = address(to);
        env.push(Env { name: format!("{stem}_URL"), value: EnvValue::Plain(address) });
        if let Some(id) = password(to, secrets) {
            env.push(Env { name: format!("{stem}_PASSWORD_FILE"), value: EnvValue::SecretFile(id.clone()) });
            used.push(id);
        }
        if link.kind.is_call()
            && let Some(timeout) = link.timeout_ms
        {
            env.push(Env { name: format!("{stem}_TIMEOUT_MS"), value: EnvValue::Plain(timeout.to_string()) });
        }
        let peer = Peer { id: to.id.clone(), port: to.port };
        // Only stores and brokers: services that wait for each other could wait in a circle.
        let waits = matches!(to.role, Role::Datastore | Role::Broker)
            .then(|| StartsAfter { id: to.id.clone(), healthy: to.probe.as_ref().is_some_and(|p| !p.command.is_empty()) });
        let Some(container) = plan.containers.named_mut(from) else { continue };
        container.peers.push(peer);
        container
            .starts_after
            .extend(waits.filter(|w| container.starts_after.iter().all(|known| known.id != w.id)).into_iter().collect::<Vec<_>>());
        // Ready-made images (a gateway) know their upstreams from their configuration.
        if container.role != Role::Gateway && container.stack != Some(super::Stack::Static) {
            add(container, env, used);
        }
    }
}

/// Where clients reach a container, without the password.
fn address(to: &Container) -> String {
    if !matches!(to.role, Role::Datastore | Role::Broker) {
        return format!("http://{}:{}", to.id, to.port);
    }
    let product = product(to.technology.slug);
    let account = product.account.map(|account| format!("{account}@")).unwrap_or_default();
    let path = if product.database { format!("/{}", to.id.replace('-', "_")) } else { String::new() };
    format!("{}://{account}{}:{}{path}", product.scheme, to.id, to.port)
}

/// The secret with which clients sign in, when the product has one.
fn password(to: &Container, secrets: &mut Secrets) -> Option<String> {
    has_password(to).then(|| secrets.id_of(&to.id, "password", true, ""))
}

/// Whether clients of this container sign in with a password.
pub(super) fn has_password(to: &Container) -> bool {
    let is_password = |suffix: &str| suffix == "password";
    to.stack.is_none()
        && to.technology.env.iter().any(|v| match v.value {
            catalog::EnvValue::SecretFile(suffix) | catalog::EnvValue::Secret(suffix) => is_password(suffix),
            catalog::EnvValue::Plain(_) => false,
        })
}

/// A system somebody else runs: its address is the operator's to set, its settings go to every part that uses it.
fn external(link: &Link, secrets: &mut Secrets, design: &domain::Design, env: &mut Vec<Env>, used: &mut Vec<String>) {
    let id = &link.to;
    let stem = variable_stem(id.as_str());
    let name = format!("{stem}_URL");
    let comment = format!("Where {id} is reached, such as https://api.example.com. Parts that use it say at start that it is missing.");
    env.push(Env { name: name.clone(), value: EnvValue::Variable { name, default: String::new(), comment } });
    if let Some(timeout) = link.timeout_ms {
        env.push(Env { name: format!("{stem}_TIMEOUT_MS"), value: EnvValue::Plain(timeout.to_string()) });
    }
    for (name, setting) in design.elements.get(id).map(|e| &e.settings).into_iter().flatten() {
        push_setting(id.as_str(), name, setting, secrets, env, used);
    }
}

/// Settings of the Design, unless Groundplan sets the variable itself.
pub(super) fn add_settings(plan: &mut Plan, secrets: &mut Secrets, names: &Names) {
    let design = plan.design;
    for (id, name) in names {
        let Some(element) = design.elements.get(id) else { continue };
        let Some(container) = plan.containers.named_mut(name) else { continue };
        let (mut env, mut used) = (Vec::new(), Vec::new());
        for (variable, setting) in &element.settings {
            push_setting(name, variable, setting, secrets, &mut env, &mut used);
        }
        let clashes: Vec<String> =
            env.iter().filter(|e| container.env.iter().any(|known| known.name == e.name)).map(|e| e.name.clone()).collect();
        add(container, env, used);
        let container_is_foreign = container.stack.is_none();
        let by_file: Vec<&String> = element.settings.iter().filter(|(_, s)| s.secret).map(|(name, _)| name).collect();
        if container_is_foreign && !by_file.is_empty() {
            let names = by_file.iter().map(|name| format!("{name}_FILE")).collect::<Vec<_>>().join(", ");
            plan.warn(format!("“{id}” gets its secrets as files, named in {names}: make sure that its image reads them there."));
        }
        for clash in clashes {
            plan.warn(format!("The setting {clash} of “{id}” is left out: the bundle sets it from the links."));
        }
    }
    for container in &mut plan.containers {
        container.env.sort_by(|a, b| a.name.cmp(&b.name));
        container.secrets.sort();
        container.secrets.dedup();
        container.peers.sort();
        container.peers.dedup();
    }
}

fn push_setting(
    owner: &str,
    name: &str,
    setting: &domain::design::Setting,
    secrets: &mut Secrets,
    env: &mut Vec<Env>,
    used: &mut Vec<String>,
) {
    if !setting.secret {
        env.push(Env { name: name.to_owned(), value: EnvValue::Plain(setting.value.clone()) });
        return;
    }
    let id = secrets.id_of(owner, &name.to_lowercase().replace('_', "-"), false, &setting.value);
    used.push(id.clone());
    // Our code and most official images read the file that `NAME_FILE` names.
    env.push(Env { name: format!("{name}_FILE"), value: EnvValue::SecretFile(id) });
}

/// Adds variables that are not there yet.
fn add(container: &mut Container, env: Vec<Env>, used: Vec<String>) {
    for variable in env {
        if container.env.iter().all(|known| known.name != variable.name) {
            container.env.push(variable);
        }
    }
    container.secrets.extend(used);
}
