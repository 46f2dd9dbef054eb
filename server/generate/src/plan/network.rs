//! Networks with least privilege: the two ends of every link share one, and parts that have nothing to say to each other share as
//! few as an engine's address pools allow. Must not decide what talks to what.

use super::{Network, Plan, Role, container::Names};
use std::collections::{BTreeMap, BTreeSet};

/// Networks for single stores and brokers. Docker's default address pools hold about thirty networks for the whole machine, so a
/// design with more stores than this shares one.
const MAX_STORE_NETWORKS: usize = 16;

/// Where the ways in are published.
const PUBLIC: &str = "public";
/// The gateways and what they route to.
const EDGE: &str = "edge";
/// Parts that call each other.
const SERVICES: &str = "services";
/// All stores and brokers, when there are too many for a network each.
const DATA: &str = "data";
/// Parts that call systems outside.
const EGRESS: &str = "egress";
/// What watches and what is watched.
const TELEMETRY: &str = "telemetry";

/// Puts every container on its networks.
pub(super) fn join(plan: &mut Plan, names: &Names) {
    let stores = plan.containers.iter().filter(|c| matches!(c.role, Role::Datastore | Role::Broker)).count();
    let apart = stores <= MAX_STORE_NETWORKS;
    if !apart {
        plan.warn(format!("{stores} stores and brokers share one network in compose: an engine has addresses for about thirty networks."));
    }
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut join = |network: &str, container: &str| {
        members.entry(network.to_owned()).or_default().insert(container.to_owned());
    };
    let roles: BTreeMap<&str, Role> = plan.containers.iter().map(|c| (c.id.as_str(), c.role)).collect();
    for link in plan.design.links.values() {
        let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) else { continue };
        let network = match (roles.get(from.as_str()), roles.get(to.as_str())) {
            (_, Some(Role::Datastore | Role::Broker)) if apart => format!("{DATA}-{to}"),
            (_, Some(Role::Datastore | Role::Broker)) => DATA.to_owned(),
            (Some(Role::Gateway), _) | (_, Some(Role::Gateway)) => EDGE.to_owned(),
            _ => SERVICES.to_owned(),
        };
        join(&network, from);
        join(&network, to);
    }
    for route in &plan.routes {
        join(EDGE, &route.gateway);
        join(EDGE, &route.upstream);
    }
    let watched = plan.containers.iter().any(|c| c.role == Role::Observer);
    for container in &plan.containers {
        if container.host_port.is_some() {
            join(PUBLIC, &container.id);
        }
        if container.egress {
            join(EGRESS, &container.id);
        }
        if container.role == Role::Observer || (watched && container.peers.iter().any(|p| is_observer(plan, &p.id))) {
            join(TELEMETRY, &container.id);
        }
        if is_observer_target(plan, &container.id) {
            join(TELEMETRY, &container.id);
        }
    }
    for container in &plan.containers {
        if !members.values().any(|ids| ids.contains(&container.id)) {
            let alone = if matches!(container.role, Role::Datastore | Role::Broker) { DATA } else { SERVICES };
            members.entry(alone.to_owned()).or_default().insert(container.id.clone());
        }
    }
    for container in &mut plan.containers {
        container.networks = members.iter().filter(|(_, ids)| ids.contains(&container.id)).map(|(name, _)| name.clone()).collect();
    }
    plan.networks =
        members.into_keys().map(|name| Network { internal: name != PUBLIC && name != EGRESS, purpose: purpose(&name), name }).collect();
}

fn is_observer(plan: &Plan, id: &str) -> bool {
    plan.container(id).is_some_and(|c| c.role == Role::Observer)
}

/// Asked by an observer for its numbers.
fn is_observer_target(plan: &Plan, id: &str) -> bool {
    plan.containers.iter().any(|c| c.role == Role::Observer && c.peers.iter().any(|p| p.id == id))
}

fn purpose(name: &str) -> String {
    match name {
        PUBLIC => "Where the ways in are published on the host.".into(),
        EDGE => "The gateway and what it routes to.".into(),
        SERVICES => "Parts that call each other.".into(),
        DATA => "Stores, brokers and the parts that use them.".into(),
        EGRESS => "For parts that call systems outside.".into(),
        TELEMETRY => "What watches, and what is watched.".into(),
        _ => format!("Only {} and the parts that use it.", name.trim_start_matches("data-")),
    }
}
