//! Load: the peak at each part against what its copies are planned for, and what that asks for: copies, processor, memory,
//! connections, partitions, disk.

mod flow;
mod size;

pub use flow::Flow;
pub use size::{Sizing, partitions_for, sizing};

use super::{journey::Advice, words};
use crate::{
    Design,
    design::{Element, ElementKind},
    discovery::Brief,
    edit::Edit,
    ids::{ElementId, LinkId},
    review::graph::Graph,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The load of a Design at its peak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LoadAnalysis {
    /// Requests a second that come in from outside.
    pub peak_per_second: u64,
    /// Nobody has said what to expect: the peak is the questionnaire's default.
    pub assumed: bool,
    /// Deployed parts, the fullest first.
    pub parts: Vec<PartLoad>,
    /// Requests a second from outside at which the first part is full; absent when nothing carries load.
    pub full_at_per_second: Option<f64>,
    /// What would help when a part is nearly full.
    pub advice: Option<Advice>,
}

/// What reaches one part, and what it is planned for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartLoad {
    pub element: ElementId,
    /// Requests, queries or messages.
    pub per_second: f64,
    pub copies: u16,
    /// What all its copies together are planned for, a second.
    pub planned_per_second: f64,
    /// The fuller of rate and connections, in percent of what is planned for.
    pub percent: f64,
    /// Connections fill it, not queries.
    pub by_connections: bool,
    /// Copies the peak asks for.
    pub needed_copies: u16,
    /// Limits of one copy.
    pub cpu_millicores: u32,
    pub memory_mib: u32,
    /// Connections of everything that uses it, when all copies run that may.
    pub connections: Option<u32>,
    pub connections_limit: Option<u32>,
    /// Partitions of its topics, for a log.
    pub partitions: Option<u32>,
    /// Disk it fills in a year, in GiB.
    pub storage_gib_per_year: Option<f64>,
}

/// From here on a part is getting full, in percent.
pub const WARM_PERCENT: f64 = 50.0;
/// From here on it is too full to lose a copy or meet a surprise, in percent.
pub const HOT_PERCENT: f64 = 80.0;

/// The peak that somebody stated or that follows from the number of people; with whether it was only assumed.
pub fn peak(brief: &Brief) -> (u64, bool) {
    let assumed = |question: &str| brief.assumed.contains(&question);
    (brief.peak_rps, assumed("peak-rps") && assumed("people"))
}

/// The load when so many requests a second come in.
pub fn analyse(graph: &Graph, peak: u64, assumed: bool) -> (LoadAnalysis, Flow) {
    let flow = Flow::of(graph, peak as f64);
    let mut parts: Vec<PartLoad> =
        (0..graph.nodes.len()).filter(|part| graph.kind_of(*part).is_deployed()).map(|part| size::part(graph, &flow, part)).collect();
    parts.sort_by(|a, b| b.percent.total_cmp(&a.percent).then_with(|| a.element.cmp(&b.element)));
    let fullest = parts.first().filter(|part| part.percent > 0.0);
    let full_at_per_second = fullest.map(|part| super::tidy(peak as f64 * 100.0 / part.percent));
    let advice = fullest.and_then(|part| advice(graph, part, parts.get(1), peak));
    (LoadAnalysis { peak_per_second: peak, assumed, parts, full_at_per_second, advice }, flow)
}

fn advice(graph: &Graph, part: &PartLoad, second: Option<&PartLoad>, peak: u64) -> Option<Advice> {
    if part.percent <= HOT_PERCENT {
        return None;
    }
    let name = graph.name(&part.element);
    let kind = graph.node(&part.element)?.element.kind;
    let percent = words::grouped(part.percent.round() as u64);
    if part.by_connections {
        return Some(Advice {
            title: format!("{name} runs out of connections"),
            text: format!(
                "{} are opened when every copy runs, and it accepts {}. Use smaller pools, or put a pooler in front of it.",
                words::grouped(u64::from(part.connections.unwrap_or(0))),
                words::grouped(u64::from(part.connections_limit.unwrap_or(0)))
            ),
            label: None,
            edit: None,
        });
    }
    if !kind.has_code() && kind != ElementKind::Gateway {
        return Some(Advice {
            title: format!("{name} is {percent} % full"),
            text: "Give it more processor, put a cache before it, or divide its data. A second copy is a cluster, with a cluster’s work."
                .to_owned(),
            label: None,
            edit: None,
        });
    }
    let wanted =
        size::copies_for(part.per_second, part.planned_per_second / f64::from(part.copies), HOT_PERCENT).max(part.copies.saturating_add(1));
    let after = part.percent * f64::from(part.copies) / f64::from(wanted);
    let next = second.filter(|other| other.percent > after).map(|other| {
        let full = peak as f64 * 100.0 / other.percent;
        format!(" Then {} is the fullest, up to {} requests a second.", graph.name(&other.element), words::rate(full))
    });
    Some(Advice {
        title: format!("{name} needs {wanted} copies"),
        text: format!("That brings it from {percent} % to {} %.{}", after.round(), next.unwrap_or_default()),
        label: Some(format!("Set copies to {wanted}")),
        edit: Some(Edit::batch(super::journey::copies(graph, &part.element, wanted))),
    })
}

/// Requests, queries or messages a second over each link at the peak of the Brief.
pub fn link_rates(design: &Design) -> BTreeMap<LinkId, f64> {
    let graph = Graph::of(design);
    let flow = Flow::of(&graph, peak(&Brief::read(&design.brief)).0 as f64);
    graph.links.iter().zip(flow.links).map(|(edge, rate)| (edge.id.clone(), super::tidy(rate))).collect()
}

/// What is counted at an element: `requests`, `queries`, `messages`.
pub fn unit(element: &Element) -> &'static str {
    match element.kind {
        ElementKind::Datastore => "queries",
        ElementKind::Broker => "messages",
        _ => "requests",
    }
}
