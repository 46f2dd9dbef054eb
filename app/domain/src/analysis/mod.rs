//! The analysis: what a Design costs, carries and survives. Pure functions over the review's view of the Design, computed again
//! on each edit. Estimates with their assumptions; must not judge, that is the review's job.

mod assumptions;
mod blast;
mod cost;
mod journey;
mod load;
mod order;
mod route;
mod suggest;
#[cfg(test)]
mod tests;
mod waits;
pub mod words;

pub(crate) use assumptions::{BESIDE_FLOOD_PERCENT, FLOOD_BATCH, FLOOD_PER_SECOND, GROWTH, MOST_COPIES};
pub use assumptions::{SAID as ASSUMPTIONS, per_second};
pub use blast::{Blast, Effect, JourneyEffect, PartEffect};
pub(crate) use cost::costs;
pub use cost::{CostEstimate, PRICES_AS_OF};
pub use journey::{Advice, JourneyAnalysis, RequiredPart, StepAnalysis};
pub use load::{HOT_PERCENT, LoadAnalysis, PartLoad, Sizing, WARM_PERCENT, link_rates, partitions_for, sizing, unit};
pub use route::Need;
pub use suggest::journeys as suggested_journeys;
pub use waits::{Wait, WaitVerdict};

use crate::{Design, discovery::Brief, ids::JourneyId, review::graph::Graph, work::Work};
use route::Route;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that follows from a Design in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// In the order of their ids.
    pub journeys: Vec<JourneyAnalysis>,
    pub load: LoadAnalysis,
    /// One range a target.
    pub costs: Vec<CostEstimate>,
    /// When the list prices behind the ranges were noted, as year and month.
    pub prices_as_of: String,
    /// One entry a part, in the order of their ids; notes have none.
    pub blast: Vec<Blast>,
    /// Calls whose callee calls on, the worst first.
    pub waits: Vec<Wait>,
    /// What was assumed, in sentences.
    pub assumptions: Vec<String>,
}

/// Analyses a Design at the peak of its Brief.
pub fn analyse(design: &Design, work: &Work) -> Analysis {
    analyse_at(design, 100, work)
}

/// Analyses a Design at a share of its peak, in percent: what if ten times as many come?
pub fn analyse_at(design: &Design, percent_of_peak: u32, work: &Work) -> Analysis {
    let graph = Graph::of(design);
    let links: BTreeMap<&str, usize> = graph.links.iter().enumerate().map(|(i, edge)| (edge.id.as_str(), i)).collect();
    let routes: Vec<(&JourneyId, &str, Route)> =
        design.journeys.iter().map(|(id, journey)| (id, journey.name.as_str(), Route::of(&graph, &links, journey))).collect();
    let on_the_way = blast::Journeys::of(&graph, routes);
    let journeys = on_the_way.routes.iter().zip(design.journeys.values());
    let journeys = journeys.map(|((id, _, route), journey)| {
        work.go_on();
        journey::measure(&graph, id, journey, route)
    });
    let journeys = journeys.collect();
    let (peak, assumed) = load::peak(&Brief::read(&design.brief));
    let (load, flow) = load::analyse(&graph, (peak * u64::from(percent_of_peak) / 100).max(1), assumed);
    let parts = (0..graph.nodes.len()).filter(|part| graph.kind_of(*part) != crate::design::ElementKind::Note);
    let stop = |part| {
        work.go_on();
        blast::stop(&graph, &on_the_way, &flow, part)
    };
    Analysis {
        journeys,
        load,
        costs: cost::costs(&graph),
        prices_as_of: PRICES_AS_OF.to_owned(),
        blast: parts.map(stop).collect(),
        waits: waits::waits(&graph),
        assumptions: ASSUMPTIONS.iter().map(ToString::to_string).collect(),
    }
}

/// Two decimals, so that texts and files show no noise.
fn tidy(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Four decimals, for shares of time.
fn fine(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
