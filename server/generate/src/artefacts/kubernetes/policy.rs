//! Who may talk to whom: the ingress and egress of each part, from the peers of the Plan. What is not listed is denied.

use super::deployed;
use crate::plan::{Container, Plan};
use domain::design::ElementKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The port of an outside system whose Design names none.
const HTTPS: u16 = 443;

/// The rules of one part.
#[derive(Debug, Serialize)]
pub(super) struct Policy {
    /// Parts that call it.
    ingress: Vec<Rule>,
    /// Called from outside, at this port.
    open_port: Option<u16>,
    /// Parts it calls.
    egress: Vec<Rule>,
    /// Ports at which it calls systems outside.
    outside_ports: Vec<u16>,
}

/// The ports at which two parts talk.
#[derive(Debug, Serialize)]
struct Rule {
    peer: String,
    ports: Vec<u16>,
}

impl Policy {
    pub(super) fn new(plan: &Plan, container: &Container) -> Self {
        let callers = deployed(plan).flat_map(|from| from.peers.iter().filter(|p| p.id == container.id).map(|p| (from.id.clone(), p.port)));
        let called = container.peers.iter().map(|p| (p.id.clone(), p.port));
        Self {
            ingress: rules(callers),
            open_port: super::entrance::is_entrance(container).then_some(container.port),
            egress: rules(called),
            outside_ports: outside_ports(plan, container),
        }
    }
}

fn rules(pairs: impl Iterator<Item = (String, u16)>) -> Vec<Rule> {
    let mut by_peer: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for (peer, port) in pairs {
        by_peer.entry(peer).or_default().insert(port);
    }
    by_peer.into_iter().map(|(peer, ports)| Rule { peer, ports: ports.into_iter().collect() }).collect()
}

fn outside_ports(plan: &Plan, container: &Container) -> Vec<u16> {
    if !container.egress {
        return Vec::new();
    }
    let design = plan.design;
    let from_here = design.links.values().filter(|link| link.from.as_str() == container.id);
    let externals = from_here.filter_map(|link| design.elements.get(&link.to)).filter(|e| e.kind == ElementKind::External);
    let ports: BTreeSet<u16> = externals.map(|e| e.port.unwrap_or(HTTPS)).collect();
    if ports.is_empty() { vec![HTTPS] } else { ports.into_iter().collect() }
}
