//! The peak, carried along the links: how much reaches each part and each link. Must not judge whether it is too much.

use crate::{
    analysis::{
        assumptions::{BESIDE_FLOOD_PERCENT, CACHE_HITS_PERCENT, FAILING_PERCENT, FLOOD_BATCH, OPTIONAL_CALL_PERCENT, WRITES_PERCENT},
        order,
    },
    design::{ElementKind, LinkKind, Subdomain},
    review::graph::{Edge, Graph},
};
use std::collections::BTreeMap;

/// More than this a second is a mistake in the Design, not a load; it keeps sums finite.
const MOST_PER_SECOND: f64 = 1e12;
/// A system outside that calls in does so a tenth as often as a website.
const OUTSIDE_WEIGHT: f64 = 0.1;

/// What reaches parts and links, by their positions in the graph; a second.
#[derive(Debug)]
pub struct Flow {
    /// Requests, queries or messages.
    pub parts: Vec<f64>,
    /// Changes of a store.
    pub writes: Vec<f64>,
    pub links: Vec<f64>,
}

impl Flow {
    /// Carries so many requests a second into the system.
    pub fn of(graph: &Graph, peak: f64) -> Self {
        let nodes = graph.nodes.len();
        let events = Events::of(graph);
        let next = next(graph, &events);
        let mut order = order::last_to_first(nodes + events.ids.len(), &next);
        order.reverse();
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
        let mut rates = vec![0.0; order.len()];
        entries(graph).into_iter().for_each(|(part, share)| rates[part] += peak * share);
        let mut flow = Self { parts: Vec::new(), writes: vec![0.0; nodes], links: vec![0.0; graph.links.len()] };
        // What devices write to a broker themselves: each message is kept, and a batch of them costs as much as a request.
        let mut measured = vec![0.0; nodes];
        for node in order {
            let rate: f64 = rates[node];
            // What closes a circle was counted when the circle was entered.
            let mut give = |to: usize, amount: f64| {
                if place[to] > place[node] {
                    rates[to] = (rates[to] + amount).min(MOST_PER_SECOND);
                }
            };
            if node >= nodes {
                let batch = if events.outside[node - nodes] { FLOOD_BATCH as f64 } else { 1.0 };
                for link in events.heard_by(node - nodes) {
                    flow.links[link] = (flow.links[link] + rate).min(MOST_PER_SECOND);
                    let hearer = graph.links[link].from;
                    if events.outside[node - nodes] {
                        measured[hearer] += rate;
                    }
                    give(hearer, rate / batch);
                }
                continue;
            }
            for link in graph.nodes[node].into.iter().filter(|link| events.hears_everything(graph, **link)) {
                flow.links[*link] = rate;
                give(graph.links[*link].from, rate);
            }
            let cached = graph.out(&graph.nodes[node]).any(|edge| edge.link.kind == LinkKind::Caches);
            let divides = divides(graph, node);
            let shares = shares(graph, node);
            for (&link, share) in graph.nodes[node].out.iter().zip(shares) {
                let edge = &graph.links[link];
                let outside = graph.kind_of(node) == ElementKind::External;
                let once = if outside && edge.link.kind == LinkKind::Publish { 1.0 } else { of_one_request(edge, cached, divides) };
                let amount = (rate * share * once).min(MOST_PER_SECOND);
                match edge.link.kind {
                    LinkKind::Subscribe => continue,
                    LinkKind::Publish => {
                        let each = amount / edge.link.events.len().max(1) as f64;
                        edge.link.events.iter().filter_map(|event| events.ids.get(event)).for_each(|event| give(nodes + event, each));
                    }
                    LinkKind::Owns => {
                        let writes = rate * share * WRITES_PERCENT / 100.0 * f64::from(edge.link.calls_per_request.unwrap_or(1));
                        flow.writes[edge.to] = (flow.writes[edge.to] + writes + measured[node]).min(MOST_PER_SECOND);
                    }
                    _ => {}
                }
                flow.links[link] = amount;
                give(edge.to, amount);
            }
        }
        rates.truncate(nodes);
        flow.parts = rates;
        flow
    }
}

/// Events as stations of their own: who announces one need not know who listens.
struct Events<'a> {
    ids: BTreeMap<&'a crate::ids::EventId, usize>,
    listeners: Vec<Vec<usize>>,
    /// Systems outside write them to the broker themselves.
    outside: Vec<bool>,
}

impl<'a> Events<'a> {
    fn of(graph: &Graph<'a>) -> Self {
        let design: &'a crate::Design = graph.design;
        let ids: BTreeMap<_, _> = design.events.keys().enumerate().map(|(i, id)| (id, i)).collect();
        let mut listeners = vec![Vec::new(); ids.len()];
        for (link, edge) in graph.links.iter().enumerate().filter(|(_, edge)| edge.link.kind == LinkKind::Subscribe) {
            edge.link.events.iter().filter_map(|event| ids.get(event)).for_each(|event| listeners[*event].push(link));
        }
        let from_outside = design.events_from_outside();
        let outside = ids.keys().map(|id| from_outside.contains(*id)).collect();
        Self { ids, listeners, outside }
    }
    fn heard_by(&self, event: usize) -> impl Iterator<Item = usize> {
        self.listeners[event].iter().copied()
    }
    /// A subscription that names no event gets whatever passes the broker.
    fn hears_everything(&self, graph: &Graph, link: usize) -> bool {
        let link = graph.links[link].link;
        link.kind == LinkKind::Subscribe && link.events.is_empty()
    }
}

/// What follows from a request to each part, events after the parts.
fn next(graph: &Graph, events: &Events) -> Vec<Vec<usize>> {
    let nodes = graph.nodes.len();
    let mut next = vec![Vec::new(); nodes + events.ids.len()];
    for (link, edge) in graph.links.iter().enumerate() {
        match edge.link.kind {
            LinkKind::Subscribe if events.hears_everything(graph, link) => next[edge.to].push(edge.from),
            LinkKind::Subscribe => {}
            LinkKind::Publish => {
                next[edge.from].push(edge.to);
                next[edge.from].extend(edge.link.events.iter().filter_map(|event| events.ids.get(event)).map(|event| nodes + event));
            }
            _ => next[edge.from].push(edge.to),
        }
    }
    for (event, listeners) in events.listeners.iter().enumerate() {
        next[nodes + event].extend(listeners.iter().map(|link| graph.links[*link].from));
    }
    next
}

/// Where people come in, with the share of each: websites and apps; without any, gateways; without those, what nobody calls.
fn entries(graph: &Graph) -> Vec<(usize, f64)> {
    let uncalled = |part: usize| !graph.into(&graph.nodes[part]).any(|edge| edge.link.kind.is_call());
    let calls = |part: usize| graph.out(&graph.nodes[part]).any(|edge| edge.link.kind.is_call());
    let parts = || 0..graph.nodes.len();
    let of = |kind: ElementKind| -> Vec<usize> { parts().filter(|part| graph.kind_of(*part) == kind && uncalled(*part)).collect() };
    let listens = |part: usize| graph.out(&graph.nodes[part]).any(|edge| edge.link.kind == LinkKind::Subscribe);
    let services = || of(ElementKind::Service).into_iter().filter(|part| !listens(*part)).collect();
    let tries: [&dyn Fn() -> Vec<usize>; 3] = [&|| of(ElementKind::Frontend), &|| of(ElementKind::Gateway), &services];
    let people = tries.into_iter().map(|find| find()).find(|found| !found.is_empty()).unwrap_or_default();
    let outside = of(ElementKind::External).into_iter().filter(|part| calls(*part));
    let mut weighted: Vec<(usize, f64)> = people.into_iter().map(|part| (part, 1.0)).collect();
    weighted.extend(outside.map(|part| (part, OUTSIDE_WEIGHT)));
    let all: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    weighted.iter_mut().for_each(|(_, weight)| *weight /= all);
    // Devices that write to a broker themselves are the peak, and all others come beside them.
    let announces = |part: usize| graph.out(&graph.nodes[part]).any(|edge| edge.link.kind == LinkKind::Publish);
    let devices: Vec<usize> = of(ElementKind::External).into_iter().filter(|part| announces(*part)).collect();
    if !devices.is_empty() {
        weighted.iter_mut().for_each(|(_, weight)| *weight *= BESIDE_FLOOD_PERCENT as f64 / 100.0);
        weighted.extend(devices.iter().map(|part| (*part, 1.0 / devices.len() as f64)));
    }
    weighted
}

/// How a part divides what reaches it among its links, in their order: websites, gateways and systems outside send each request
/// one way, by how much the context behind it matters; services need all their links.
fn shares(graph: &Graph, part: usize) -> Vec<f64> {
    let node = &graph.nodes[part];
    if !divides(graph, part) {
        return vec![1.0; node.out.len()];
    }
    let weight = |edge: &Edge| if edge.link.kind.is_call() { weight(graph, edge.to) } else { 0.0 };
    let all: f64 = graph.out(node).map(weight).sum();
    graph.out(node).map(|edge| if edge.link.kind.is_call() { weight(edge) / all } else { 1.0 }).collect()
}

/// Sends each request one way.
fn divides(graph: &Graph, part: usize) -> bool {
    matches!(graph.kind_of(part), ElementKind::Frontend | ElementKind::Gateway | ElementKind::External)
}

fn weight(graph: &Graph, part: usize) -> f64 {
    let context = graph.nodes[part].element.context.as_ref().and_then(|id| graph.design.contexts.get(id));
    match context.map(|context| context.subdomain) {
        Some(Subdomain::Core) => 3.0,
        Some(Subdomain::Generic) => 1.0,
        Some(Subdomain::Supporting) | None => 2.0,
    }
}

/// What one request to a part sends along one of its links.
fn of_one_request(edge: &Edge, cached: bool, divides: bool) -> f64 {
    let link = edge.link;
    let (writes, reads) = (WRITES_PERCENT / 100.0, 1.0 - WRITES_PERCENT / 100.0);
    let missed = if cached { 1.0 - CACHE_HITS_PERCENT / 100.0 } else { 1.0 };
    let once = match link.kind {
        LinkKind::Owns => writes + reads * missed,
        LinkKind::Reads => reads * missed,
        LinkKind::Caches => reads,
        LinkKind::Publish | LinkKind::Subscribe => writes,
        _ if divides || link.critical || link.calls_per_request.is_some() => 1.0,
        _ => OPTIONAL_CALL_PERCENT / 100.0,
    };
    let repeated = 1.0 + FAILING_PERCENT / 100.0 * f64::from(link.retries.unwrap_or(0));
    once * f64::from(link.calls_per_request.unwrap_or(1)) * repeated
}
