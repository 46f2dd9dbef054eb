//! Journeys measured: how long the answer takes at most, how often it comes, what is written, and the step that breaks the target.

use super::{
    assumptions::{self, MACHINE_PERCENT, NETWORK_MS},
    route::{Need, Route},
    words,
};
use crate::{
    design::{ElementKind, Journey, LinkKind, Target},
    edit::{Edit, ElementField},
    ids::{ElementId, JourneyId, LinkId},
    review::graph::Graph,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is known of one journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JourneyAnalysis {
    pub id: JourneyId,
    pub name: String,
    /// In the order of the journey.
    pub steps: Vec<StepAnalysis>,
    /// The 95th percentiles of all steps that are waited for, summed: a ceiling, in milliseconds.
    pub latency_ms: u64,
    pub latency_target_ms: Option<u32>,
    /// The first step after which the target is gone, from 0.
    pub breaks_at: Option<usize>,
    /// The step that takes longest, from 0.
    pub slowest: Option<usize>,
    /// How often it works: the product over everything it cannot do without.
    pub availability_percent: f64,
    pub availability_target_percent: Option<f64>,
    /// Minutes in a month of 30 days in which it fails.
    pub down_minutes_per_month: f64,
    /// What it cannot do without, the least reliable first.
    pub required: Vec<RequiredPart>,
    /// All of it runs on one machine, whose own failures count too.
    pub on_one_machine: bool,
    /// Parts it uses and can do without.
    pub optional: Vec<ElementId>,
    /// Parts that work afterwards.
    pub later: Vec<ElementId>,
    /// Stores it writes.
    pub writes: Vec<ElementId>,
    /// Why it needs a saga, when it does.
    pub saga: Option<String>,
    /// The longest time the caller may wait when everything hangs, in milliseconds; absent when nothing ends the wait.
    pub worst_wait_ms: Option<u64>,
    /// What would help when a target is missed.
    pub advice: Option<Advice>,
}

/// One step of a journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StepAnalysis {
    pub link: LinkId,
    /// The part it arrives at.
    pub part: ElementId,
    pub need: Need,
    /// What it adds to the wait, in milliseconds; 0 for what happens later.
    pub ms: u64,
    /// It starts at a part the journey has reached.
    pub connected: bool,
}

/// A part a journey cannot do without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequiredPart {
    pub element: ElementId,
    pub copies: u16,
    pub percent: f64,
}

/// What would help, with the edit where there is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Advice {
    pub title: String,
    pub text: String,
    /// The words on the button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<Edit>,
}

/// Measures one journey.
pub fn measure(graph: &Graph, id: &JourneyId, journey: &Journey, route: &Route) -> JourneyAnalysis {
    let entry = entry(graph, route);
    let steps = steps(graph, route, entry);
    let entry_ms = entry
        .map_or(0, |part| u64::from(assumptions::of(graph.nodes[part].element).own_p95_ms).saturating_add(data_ms(graph, route, part)));
    let latency_ms = steps.iter().fold(entry_ms, |sum, step| sum.saturating_add(step.ms));
    let mut sum = entry_ms;
    let breaks_at = journey.latency_p95_ms.and_then(|target| {
        steps.iter().position(|step| {
            sum = sum.saturating_add(step.ms);
            sum > u64::from(target)
        })
    });
    let slowest = (0..steps.len()).filter(|i| steps[*i].ms > 0).max_by_key(|i| (steps[*i].ms, std::cmp::Reverse(*i)));
    let mut required: Vec<RequiredPart> = route.parts(Need::Required).map(|part| required(graph, part)).collect();
    let on_one_machine = runs_on_one_machine(graph, &required);
    let availability_percent = super::fine(product(&required, on_one_machine));
    required.sort_by(|a, b| a.percent.total_cmp(&b.percent).then_with(|| a.element.cmp(&b.element)));
    let ids = |need: Need| route.parts(need).map(|part| graph.nodes[part].id.clone()).collect();
    let mut measured = JourneyAnalysis {
        id: id.clone(),
        name: journey.name.clone(),
        latency_ms,
        latency_target_ms: journey.latency_p95_ms,
        breaks_at,
        slowest,
        availability_percent,
        availability_target_percent: journey.availability.map(crate::design::Availability::percent),
        down_minutes_per_month: super::tidy(down_minutes(availability_percent)),
        required,
        on_one_machine,
        optional: ids(Need::Optional),
        later: ids(Need::Later),
        writes: route.writes.iter().map(|part| graph.nodes[*part].id.clone()).collect(),
        saga: saga(graph, route),
        worst_wait_ms: worst_wait_ms(graph, route),
        advice: None,
        steps,
    };
    measured.advice = advice(graph, &measured);
    measured
}

impl JourneyAnalysis {
    pub fn meets_latency(&self) -> bool {
        self.latency_target_ms.is_none_or(|target| self.latency_ms <= u64::from(target))
    }
    pub fn meets_availability(&self) -> bool {
        self.availability_target_percent.is_none_or(|target| self.availability_percent >= target)
    }
}

/// Minutes in a month of 30 days.
fn down_minutes(percent: f64) -> f64 {
    ((100.0 - percent) / 100.0 * 43_200.0).max(0.0)
}

fn steps(graph: &Graph, route: &Route, entry: Option<usize>) -> Vec<StepAnalysis> {
    let mut counted: BTreeSet<usize> = entry.into_iter().collect();
    let step = |hop: &super::route::Hop| {
        let edge = &graph.links[hop.link];
        let part = if edge.link.kind == LinkKind::Subscribe { edge.from } else { edge.to };
        let ms = if hop.need == Need::Later {
            0
        } else {
            let data = if counted.insert(part) { data_ms(graph, route, part) } else { 0 };
            let once = u64::from(assumptions::of(graph.nodes[part].element).own_p95_ms) + 2 * u64::from(NETWORK_MS);
            once.saturating_mul(u64::from(edge.link.calls_per_request.unwrap_or(1))).saturating_add(data)
        };
        StepAnalysis { link: edge.id.clone(), part: graph.nodes[part].id.clone(), need: hop.need, ms, connected: hop.connected }
    };
    route.hops.iter().map(step).collect()
}

/// What a part asks of its own stores, in milliseconds, beyond what the steps name.
fn data_ms(graph: &Graph, route: &Route, part: usize) -> u64 {
    let links = route.implied.iter().map(|link| &graph.links[*link]).filter(|edge| edge.from == part);
    links
        .map(|edge| {
            let once = u64::from(assumptions::of(graph.nodes[edge.to].element).own_p95_ms) + 2 * u64::from(NETWORK_MS);
            once.saturating_mul(u64::from(edge.link.calls_per_request.unwrap_or(1)))
        })
        .sum()
}

/// The part a journey starts at, where it runs on the platform; what a person holds in the hand is not counted.
fn entry(graph: &Graph, route: &Route) -> Option<usize> {
    let first = route.hops.first().map(|hop| &graph.links[hop.link]).filter(|edge| edge.link.kind != LinkKind::Subscribe)?;
    let counts = matches!(graph.kind_of(first.from), ElementKind::Gateway | ElementKind::Service | ElementKind::Worker);
    counts.then_some(first.from)
}

fn required(graph: &Graph, part: usize) -> RequiredPart {
    let node = &graph.nodes[part];
    let copies = node.element.replica_count();
    RequiredPart { element: node.id.clone(), copies, percent: super::fine(assumptions::availability_percent(node.element.kind, copies)) }
}

fn runs_on_one_machine(graph: &Graph, required: &[RequiredPart]) -> bool {
    let ours = required.iter().any(|part| graph.node(&part.element).is_some_and(|node| node.element.kind.is_deployed()));
    ours && graph.design.platform.target == Target::Compose
}

fn product(required: &[RequiredPart], on_one_machine: bool) -> f64 {
    let machine = if on_one_machine { MACHINE_PERCENT / 100.0 } else { 1.0 };
    required.iter().fold(machine, |all, part| all * part.percent / 100.0) * 100.0
}

/// Two owners written, or an owner and a system outside: no transaction spans them.
fn saga(graph: &Graph, route: &Route) -> Option<String> {
    let writers: BTreeSet<usize> = route
        .writes
        .iter()
        .filter_map(|store| {
            let mut owners = graph.owners(&graph.nodes[*store]).map(|edge| edge.from);
            owners.find(|owner| route.needs.contains_key(owner))
        })
        .collect();
    let outside: Vec<&str> = {
        let all: BTreeSet<usize> = route.outside(graph).collect();
        all.into_iter().map(|part| graph.name(graph.nodes[part].id)).collect()
    };
    let names: Vec<&str> = writers.iter().map(|part| graph.name(graph.nodes[*part].id)).collect();
    match (names.len(), outside.is_empty()) {
        (2.., _) => Some(format!(
            "{} each change their own data. No transaction spans them, so a saga undoes the first steps when a later one fails.",
            words::list(&names)
        )),
        (1, false) => Some(format!(
            "{} changes its data and calls {}. When one succeeds and the other fails, a saga puts it right.",
            names[0],
            words::list(&outside)
        )),
        _ => None,
    }
}

/// What the first caller waits for: the attempts of its call. What hangs below is cut off by that.
fn worst_wait_ms(graph: &Graph, route: &Route) -> Option<u64> {
    let waited = route.hops.iter().filter(|hop| hop.need != Need::Later && graph.links[hop.link].link.kind.is_call());
    let first = waited.map(|hop| &graph.links[hop.link]).next()?;
    super::waits::longest_ms(graph, first)
}

fn advice(graph: &Graph, journey: &JourneyAnalysis) -> Option<Advice> {
    if !journey.meets_latency() {
        return slow(graph, journey);
    }
    if journey.meets_availability() {
        return None;
    }
    let single: Vec<&RequiredPart> = journey
        .required
        .iter()
        .filter(|part| part.copies < 2)
        .filter(|part| {
            graph.node(&part.element).is_some_and(|node| node.element.kind.has_code() || node.element.kind == ElementKind::Gateway)
        })
        .collect();
    let names: Vec<&str> = single.iter().map(|part| graph.name(&part.element)).collect();
    if single.is_empty() {
        let weakest = journey.required.first().map(|part| graph.name(&part.element)).unwrap_or_default();
        let text = if journey.on_one_machine {
            "Everything runs on one machine, and that machine fails about 43 minutes a month by itself. A second machine, or a lower target, is the way on.".to_owned()
        } else {
            format!(
                "Every part that can run twice does. {weakest} is the weakest: take it off this way, give it a fallback, or agree on a lower target."
            )
        };
        return Some(Advice { title: "Copies do not help here".to_owned(), text, label: None, edit: None });
    }
    let doubled: Vec<RequiredPart> = journey
        .required
        .iter()
        .map(|part| {
            let kind = graph.node(&part.element).map_or(ElementKind::Note, |node| node.element.kind);
            let copies = if single.iter().any(|other| other.element == part.element) { 2 } else { part.copies };
            RequiredPart { percent: assumptions::availability_percent(kind, copies), copies, element: part.element.clone() }
        })
        .collect();
    let better = product(&doubled, journey.on_one_machine);
    let edits = single.iter().flat_map(|part| copies(graph, &part.element, 2)).collect();
    Some(Advice {
        title: format!("Two copies of {}", words::list(&names)),
        text: format!(
            "That makes {}, {} a month, and one copy can be updated while the other works.",
            words::percent(better),
            words::minutes(down_minutes(better))
        ),
        label: Some("Run two copies".to_owned()),
        edit: Some(Edit::batch(edits)),
    })
}

fn slow(graph: &Graph, journey: &JourneyAnalysis) -> Option<Advice> {
    let step = &journey.steps[journey.slowest?];
    let name = graph.name(&step.part);
    let rest = journey.latency_ms.saturating_sub(step.ms);
    Some(Advice {
        title: format!("{name} takes the most time"),
        text: format!(
            "Without it the way takes {}. Can it happen afterwards? Announce an event, answer, and let {name} follow.",
            words::duration(rest)
        ),
        label: None,
        edit: None,
    })
}

/// Gives a part this many copies; the upper bound follows where it is lower.
pub fn copies(graph: &Graph, id: &ElementId, copies: u16) -> Vec<Edit> {
    let change = |change| Edit::ChangeElement { id: id.clone(), change };
    let low = graph.node(id).and_then(|node| node.element.max_replicas).is_some_and(|max| max < copies);
    let bound = low.then(|| change(ElementField::MaxReplicas(Some(copies))));
    bound.into_iter().chain([change(ElementField::Replicas(Some(copies)))]).collect()
}
