//! Networks with least privilege: one for the two ends of each link; where there are very many, one for each part that is called, then a
//! few for all. Must not decide what talks to what.

use super::{Network, Plan, Role, addresses::Addresses};
use std::collections::{BTreeMap, BTreeSet};

/// With more, starting is no fun: an engine makes about nine a second.
const MAX_NETWORKS: usize = 200;

/// Where the ways in are published.
const PUBLIC: &str = "public";
/// The gateways and what they route to, where links share networks.
const EDGE: &str = "edge";
/// Parts that call each other, where links share networks.
const SERVICES: &str = "services";
/// All stores and brokers, where links share networks.
const DATA: &str = "data";
/// Parts that call systems outside, where links share networks.
const EGRESS: &str = "egress";
/// What watches and what is watched, where links share networks.
const TELEMETRY: &str = "telemetry";
/// From which the host reaches stores, in development.
const TOOLS: &str = "tools";
/// What watches, among itself.
const OBSERVERS: &str = "observers";

/// Containers by the network that they are on. Ids are DNS labels: a dot or an underscore keeps two names apart.
type Members = BTreeMap<String, BTreeSet<String>>;

/// How many links share a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sharing {
    /// None: every link has its own.
    Link,
    /// All that lead to the same part.
    Callee,
    /// All of one kind.
    Kind,
}

/// Puts every container on its networks, by what it opens connections to.
pub(super) fn join(plan: &mut Plan) {
    let fits = |sharing: &Sharing| members(plan, *sharing).len() <= MAX_NETWORKS;
    let sharing = [Sharing::Link, Sharing::Callee].into_iter().find(fits).unwrap_or(Sharing::Kind);
    let members = members(plan, sharing);
    let shared = match sharing {
        Sharing::Link => None,
        Sharing::Callee => Some("the links to one part"),
        Sharing::Kind => Some("all links of one kind"),
    };
    if let Some(shared) = shared {
        plan.warn(format!("In compose {shared} share a network: with one for each link this design would have more than {MAX_NETWORKS}."));
    }
    for (name, ids) in &members {
        for id in ids {
            plan.containers.named_mut(id).into_iter().for_each(|container| container.networks.push(name.clone()));
        }
    }
    let mut addresses = Addresses::default();
    let mut network = |name: String, ids: BTreeSet<String>| {
        let copies = ids.iter().filter_map(|id| plan.container(id)).map(|c| u32::from(c.replicas)).sum();
        Network { internal: is_internal(&name), purpose: purpose(&name, &ids), range: addresses.take(&name, copies), name }
    };
    let networks = members.into_iter().map(|(name, ids)| network(name, ids)).collect();
    let with_tools: BTreeSet<String> = plan.containers.iter().filter(|c| !c.tool_ports.is_empty()).map(|c| c.id.clone()).collect();
    let tools = (!with_tools.is_empty()).then(|| network(TOOLS.to_owned(), with_tools));
    (plan.networks, plan.tools) = (networks, tools);
}

fn members(plan: &Plan, sharing: Sharing) -> Members {
    let calls: BTreeSet<(&str, &str)> =
        plan.containers.iter().flat_map(|c| c.peers.iter().map(|peer| (c.id.as_str(), peer.id.as_str()))).collect();
    let mut members = Members::new();
    let mut join = |network: String, container: &str| {
        members.entry(network).or_default().insert(container.to_owned());
    };
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for container in &plan.containers {
        let from = container.id.as_str();
        for to in container.peers.iter().map(|peer| peer.id.as_str()) {
            let Some(to_role) = plan.container(to).map(|c| c.role) else { continue };
            // Two parts that call each other need one network, not two.
            let both_ways = calls.contains(&(to, from));
            let (first, second) = if both_ways && to < from { (to, from) } else { (from, to) };
            let network = match (container.role, to_role) {
                (Role::Observer, Role::Observer) => OBSERVERS.to_owned(),
                (Role::Observer, _) | (_, Role::Observer) => match sharing {
                    Sharing::Link => format!("watch_{}", if container.role == Role::Observer { to } else { from }),
                    Sharing::Callee | Sharing::Kind => TELEMETRY.to_owned(),
                },
                (a, b) => match sharing {
                    Sharing::Link => of_link(first, second),
                    Sharing::Callee => format!("to_{to}"),
                    Sharing::Kind => kind(a, b).to_owned(),
                },
            };
            join(network.clone(), from);
            join(network, to);
            linked.extend([from, to]);
        }
    }
    let own = |shared: &str, id: &str| if sharing == Sharing::Link { format!("{shared}_{id}") } else { shared.to_owned() };
    for container in &plan.containers {
        let id = container.id.as_str();
        if container.host_port.is_some() {
            join(PUBLIC.to_owned(), id);
        }
        if container.egress {
            join(own(EGRESS, id), id);
        }
        if !linked.contains(id) && container.host_port.is_none() && !container.egress {
            join(own(if container.role == Role::Observer { OBSERVERS } else { SERVICES }, id), id);
        }
    }
    members
}

/// The network of one link. Whatever begins with `x-` is no network to Compose, but an extension that it passes over.
fn of_link(first: &str, second: &str) -> String {
    let escape = if first.starts_with("x-") { "link." } else { "" };
    format!("{escape}{first}.{second}")
}

/// The network of a link when all of its kind share one.
fn kind(from: Role, to: Role) -> &'static str {
    match (from, to) {
        (_, Role::Datastore | Role::Broker) => DATA,
        (Role::Gateway, _) | (_, Role::Gateway) => EDGE,
        _ => SERVICES,
    }
}

/// Everything but the way in and the way out is cut off from the host and the world.
fn is_internal(name: &str) -> bool {
    name != PUBLIC && name != TOOLS && name != EGRESS && !name.starts_with("egress_")
}

fn purpose(name: &str, ids: &BTreeSet<String>) -> String {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    match (name, name.split_once('_')) {
        (PUBLIC, _) => "Where the ways in are published on the host.".into(),
        (TOOLS, _) => "For tools on this machine only; the other networks stay closed.".into(),
        (EDGE, _) => "The gateways and what they route to.".into(),
        (SERVICES, _) => "Parts that call each other.".into(),
        (DATA, _) => "Stores, brokers and the parts that use them.".into(),
        (EGRESS, _) => "For parts that call systems outside.".into(),
        (TELEMETRY, _) => "What watches, and what is watched.".into(),
        (OBSERVERS, _) => "What watches, among itself.".into(),
        (_, Some(("watch", id))) => format!("{id} and what watches it."),
        (_, Some((EGRESS, id))) => format!("{id} calls systems outside."),
        (_, Some(("to", id))) => format!("{id} and the parts that call it."),
        (_, Some((_, id))) => format!("{id} talks to nobody."),
        _ => format!("Only {}.", ids.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;

    fn networks(yaml: &str) -> Vec<String> {
        let design = domain::file::read(&format!("groundplan: 1\nname: Shop\n{yaml}")).expect("a Design");
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        plan.networks.iter().map(|n| n.name.clone()).collect()
    }

    #[test]
    fn every_link_has_a_network_of_its_own() {
        let yaml = "elements: { a: { kind: service }, b: { kind: service }, c: { kind: service }, d: { kind: external }, e: { kind: service } }
links: { k: { from: a, to: b, kind: rest }, l: { from: b, to: a, kind: rest }, m: { from: b, to: c, kind: rest }, n: { from: c, to: d, kind: uses } }\n";
        assert_eq!(networks(yaml), ["a.b", "b.c", "egress_c", "services_e"]);
    }

    #[test]
    fn no_network_is_an_extension_of_compose() {
        let yaml = "elements: { x-a: { kind: service }, b: { kind: service } }\nlinks: { k: { from: x-a, to: b, kind: rest } }\n";
        assert_eq!(networks(yaml), ["link.x-a.b"]);
    }

    #[test]
    fn too_many_links_share() {
        let star = |services: usize, each: usize| {
            let elements: String = (0..services).map(|i| format!("  s{i}: {{ kind: service }}\n")).collect();
            let links: String = (0..services)
                .flat_map(|i| (1..=each).map(move |step| (i, (i + step) % services)))
                .map(|(i, j)| format!("  l{i}-{j}: {{ from: s{i}, to: s{j}, kind: rest }}\n"))
                .collect();
            networks(&format!("elements:\n{elements}links:\n{links}"))
        };
        assert_eq!(star(100, 2).len(), 200, "one for each link");
        assert_eq!(star(101, 2).len(), 101, "one for each part that is called");
        assert_eq!(star(201, 1), [SERVICES]);
    }
}
