//! What a load test has to send: the peak, divided over the ways in. Must not know any load generator.

use super::Flow;
use crate::{
    Design,
    analysis::tidy,
    design::{ElementKind, LinkKind},
    discovery::Brief,
    ids::{ElementId, LinkId},
    review::graph::Graph,
};

/// The peak and how it is divided.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadProfile {
    /// Requests a second from outside.
    pub peak_per_second: u64,
    /// Nobody has stated a peak.
    pub assumed: bool,
    /// The strictest target of a journey, or of the Brief: 95 of 100 answers are faster, in milliseconds.
    pub latency_p95_ms: u32,
    /// The busiest first; their shares sum up to 100.
    pub routes: Vec<LoadRoute>,
}

/// One way in.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadRoute {
    /// The gateway, or the part people call without one.
    pub entrance: ElementId,
    /// The part that answers.
    pub answers: ElementId,
    pub link: Option<LinkId>,
    /// `/api/orders`; empty when the link says nothing.
    pub path: String,
    /// Of the peak.
    pub percent: f64,
}

/// The load test of a Design: REST and GraphQL calls of the gateways; without a gateway, the parts that take the load first.
pub fn profile(design: &Design) -> LoadProfile {
    let graph = Graph::of(design);
    let brief = Brief::read(&design.brief);
    let (peak, assumed) = super::peak(&brief);
    let flow = Flow::of(&graph, peak as f64);
    let called = |link: usize| matches!(graph.links[link].link.kind, LinkKind::Rest | LinkKind::Graphql);
    let of_gateways = (0..graph.links.len()).filter(|link| called(*link) && graph.kind_of(graph.links[*link].from) == ElementKind::Gateway);
    let mut routes: Vec<(LoadRoute, f64)> = of_gateways
        .map(|at| {
            let edge = &graph.links[at];
            let (entrance, answers) = (edge.link.from.clone(), edge.link.to.clone());
            (LoadRoute { entrance, answers, link: Some(edge.id.clone()), path: edge.link.label.clone(), percent: 0.0 }, flow.links[at])
        })
        .collect();
    if routes.is_empty() {
        let first = flow.entries.iter().map(|(part, share)| {
            let id = graph.nodes[*part].id.clone();
            (LoadRoute { entrance: id.clone(), answers: id, link: None, path: String::new(), percent: 0.0 }, *share)
        });
        routes.extend(first);
    }
    let all: f64 = routes.iter().map(|(_, amount)| amount).sum();
    let divided =
        routes.into_iter().map(|(route, amount)| LoadRoute { percent: if all > 0.0 { tidy(amount / all * 100.0) } else { 0.0 }, ..route });
    let mut routes: Vec<LoadRoute> = divided.collect();
    routes.sort_by(|a, b| b.percent.total_cmp(&a.percent).then_with(|| a.answers.cmp(&b.answers)));
    let strictest = design.journeys.values().filter_map(|journey| journey.latency_p95_ms).min();
    LoadProfile { peak_per_second: peak, assumed, latency_p95_ms: strictest.unwrap_or(brief.latency_ms), routes }
}
