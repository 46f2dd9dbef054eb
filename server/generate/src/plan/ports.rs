//! Ports: unique for generated code, the catalogue's own for products, and on the host only the ways in.

use super::{
    Container, HostPort, NamedPort, Plan, Role,
    container::{Names, probe},
};
use std::collections::BTreeSet;

/// The first host port given to a way in.
const FIRST_HOST_PORT: u16 = 8080;
/// Tools get the port of their product plus this, so that one already running on the machine is left alone.
const TOOL_OFFSET: u16 = 20_000;

pub(super) fn assign(plan: &mut Plan, names: &Names) {
    let design = plan.design;
    let mut wanted: BTreeSet<u16> = design.elements.values().filter(|e| e.kind.has_code()).filter_map(|e| e.port).map(open_port).collect();
    let mut warnings = Vec::new();
    for (id, name) in names {
        let Some(element) = design.elements.get(id) else { continue };
        let Some(container) = plan.containers.named_mut(name) else { continue };
        container.port = match (element.port, container.stack) {
            (Some(port), Some(_)) => {
                if port < 1024 {
                    warnings.push(format!("“{id}” listens on {} instead of {port}: ports below 1024 belong to root.", open_port(port)));
                }
                open_port(port)
            }
            (None, Some(_)) => next_free(container.runtime.port.max(3000), &mut wanted),
            (Some(port), None) if port != container.technology.port && element.image.is_none() => {
                warnings.push(format!("“{id}” keeps port {}: its image listens there, not on {port}.", container.technology.port));
                container.technology.port
            }
            (port, None) => port.unwrap_or(container.technology.port),
        };
        container.extra_ports = match element.image {
            Some(_) => Vec::new(),
            None if container.stack.is_some() => Vec::new(),
            None => container.technology.extra_ports.iter().map(|p| NamedPort { name: p.name.to_owned(), number: p.number }).collect(),
        };
        // A custom image of a service holds unknown code: nothing is known that could ask it.
        container.probe =
            (element.health_check && (element.image.is_none() || !element.kind.has_code())).then(|| probe(container)).flatten();
        if !element.health_check {
            warnings.push(format!("“{id}” has no health check: nothing waits for it, and nobody notices when it hangs."));
        }
    }
    plan.warnings.append(&mut warnings);
    publish(plan, names);
}

/// A port an ordinary user may listen on.
fn open_port(port: u16) -> u16 {
    if port < 1024 { port + 8000 } else { port }
}

fn next_free(from: u16, taken: &mut BTreeSet<u16>) -> u16 {
    let free = (from..=u16::MAX).chain(1024..from).find(|port| !taken.contains(port)).unwrap_or(from);
    taken.insert(free);
    free
}

/// What watches and has nothing to show.
const WITHOUT_PAGES: [&str; 3] = ["alloy", "filebeat", "otel-collector"];

fn publish(plan: &mut Plan, names: &Names) {
    let exposed: BTreeSet<&str> =
        names.iter().filter(|(id, _)| plan.design.elements.get(*id).is_some_and(|e| e.exposed)).map(|(_, n)| n.as_str()).collect();
    let mut taken = BTreeSet::new();
    // Gateways first, so that the main way in has the well-known port.
    let rank = |c: &Container| match c.role {
        Role::Gateway => Some(0),
        _ if exposed.contains(c.id.as_str()) => Some(1),
        _ => None,
    };
    let mut ways_in: Vec<&mut Container> = plan.containers.iter_mut().filter(|c| rank(c).is_some()).collect();
    ways_in.sort_by_key(|c| rank(c));
    for container in ways_in {
        let host = next_free(FIRST_HOST_PORT, &mut taken);
        container.host_port =
            Some(HostPort { variable: port_variable(&container.id, ""), host, container: container.port, what: "the way in".into() });
    }
    for container in &mut plan.containers {
        let mut tools = Vec::new();
        if matches!(container.role, Role::Datastore | Role::Broker) && container.host_port.is_none() && container.technology.slug != "kafka"
        {
            tools.push(("", container.port, "the port for clients"));
        }
        if container.role == Role::Observer && !WITHOUT_PAGES.contains(&container.technology.slug) {
            tools.push(("", container.port, "the pages"));
        }
        if container.extra_ports.iter().any(|p| p.name == "management") {
            tools.push(("MANAGEMENT_", 0, "the management pages"));
        }
        for (infix, port, what) in tools {
            let port = if port == 0 { container.extra_ports.iter().find(|p| p.name == "management").map_or(0, |p| p.number) } else { port };
            let host = next_free(port.checked_add(TOOL_OFFSET).unwrap_or(port), &mut taken);
            container.tool_ports.push(HostPort { variable: port_variable(&container.id, infix), host, container: port, what: what.into() });
        }
    }
}

fn port_variable(id: &str, infix: &str) -> String {
    format!("{}_{infix}PORT", super::environment::variable_stem(id))
}
