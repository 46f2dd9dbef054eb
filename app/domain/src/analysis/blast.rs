//! The blast radius: what fails, degrades, queues or idles when one part is gone. Follows links, not probabilities.

use super::{
    journey::Advice,
    load::Flow,
    route::{Need, Route},
    words,
};
use crate::{
    design::{ElementKind, LinkKind},
    edit::{Edit, LinkField},
    ids::{ElementId, JourneyId, LinkId},
    review::graph::{Edge, Graph},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What happens to a part or a journey that notices, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The part that was stopped.
    Stopped,
    /// It cannot do its work.
    Fails,
    /// It does some of its work, or does it worse.
    Degrades,
    /// Work waits and is done later.
    Queues,
    /// Nobody asks it for anything.
    Idle,
}

/// What happens when one part is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Blast {
    pub element: ElementId,
    /// The journeys that notice, the worst first.
    pub journeys: Vec<JourneyEffect>,
    /// How many go on as before.
    pub unharmed: u32,
    /// The part itself and those that notice, the worst first; at most [`MOST_PARTS`].
    pub parts: Vec<PartEffect>,
    /// Its links, which carry nothing.
    pub cut: Vec<LinkId>,
    /// How it reaches further than it must, and the edit that stops it.
    pub spreads: Option<Advice>,
}

/// Beyond this many parts nobody reads on.
pub const MOST_PARTS: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JourneyEffect {
    pub journey: JourneyId,
    pub name: String,
    pub effect: Effect,
    /// `Fails at Charge`, `Follows later`.
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartEffect {
    pub element: ElementId,
    pub effect: Effect,
    /// In a word or two: `503 on /api/orders`, `Slower`, `Idle`.
    pub what: String,
}

/// A timeout for a call that has none, in milliseconds.
const TIMEOUT_MS: u32 = 2_000;
/// Requests one copy works on at the same time before it takes no more.
const AT_ONCE: f64 = 64.0;

/// The journeys, found by the parts they go through.
pub struct Journeys<'a> {
    pub routes: Vec<(&'a JourneyId, &'a str, Route)>,
    /// For each part, by position, the positions of the routes through it.
    through: Vec<Vec<usize>>,
}

impl<'a> Journeys<'a> {
    pub fn of(graph: &Graph, routes: Vec<(&'a JourneyId, &'a str, Route)>) -> Self {
        let mut through = vec![Vec::new(); graph.nodes.len()];
        for (at, (_, _, route)) in routes.iter().enumerate() {
            route.needs.keys().for_each(|part| through[*part].push(at));
        }
        Self { routes, through }
    }
}

/// Parts by position, with what happens to them.
type Effects = BTreeMap<usize, (Effect, String)>;

/// Stops one part.
pub fn stop(graph: &Graph, journeys: &Journeys, flow: &Flow, part: usize) -> Blast {
    let effects = effects(graph, part);
    let gone = effects.iter().filter(|(_, (effect, _))| *effect <= Effect::Fails).map(|(part, _)| *part);
    let touched: BTreeSet<usize> = gone.flat_map(|part| &journeys.through[part]).copied().collect();
    let touched = touched.into_iter().map(|at| &journeys.routes[at]);
    let mut harmed: Vec<JourneyEffect> = touched.filter_map(|(id, name, route)| journey(graph, route, &effects, id, name)).collect();
    let unharmed = u32::try_from(journeys.routes.len() - harmed.len()).unwrap_or(u32::MAX);
    harmed.sort_by(|a, b| (a.effect, &a.journey).cmp(&(b.effect, &b.journey)));
    let node = &graph.nodes[part];
    let links: BTreeSet<usize> = node.out.iter().chain(&node.into).copied().collect();
    let mut parts: Vec<PartEffect> =
        effects.into_iter().map(|(at, (effect, what))| PartEffect { element: graph.nodes[at].id.clone(), effect, what }).collect();
    parts.sort_by(|a, b| (a.effect, &a.element).cmp(&(b.effect, &b.element)));
    parts.truncate(MOST_PARTS);
    Blast {
        element: node.id.clone(),
        journeys: harmed,
        unharmed,
        parts,
        cut: links.into_iter().map(|link| graph.links[link].id.clone()).collect(),
        spreads: spreads(graph, flow, part),
    }
}

/// Failure climbs from what is needed to what needs it; then what only the failed ones used falls idle.
fn effects(graph: &Graph, stopped: usize) -> Effects {
    let mut effects = Effects::from([(stopped, (Effect::Stopped, "Stopped".to_owned()))]);
    let mut failed: VecDeque<usize> = VecDeque::from([stopped]);
    while let Some(part) = failed.pop_front() {
        for edge in graph.into(&graph.nodes[part]) {
            let (effect, what) = of_user(graph, edge, part == stopped, &effects);
            let known = effects.get(&edge.from).map(|(effect, _)| *effect);
            if known.is_none_or(|known| effect < known) {
                effects.insert(edge.from, (effect, what));
                if effect == Effect::Fails {
                    failed.push_back(edge.from);
                }
            }
        }
        let listens = graph.out(&graph.nodes[part]).filter(|edge| edge.link.kind == LinkKind::Subscribe);
        for broker in listens.map(|edge| edge.to) {
            effects.entry(broker).or_insert((Effect::Queues, "Messages wait".to_owned()));
        }
    }
    fall_idle(graph, &mut effects);
    effects
}

/// What the user of a failed part can still do.
fn of_user(graph: &Graph, edge: &Edge, whole: bool, effects: &Effects) -> (Effect, String) {
    let link = edge.link;
    let about = if link.label.is_empty() { graph.name(&link.to) } else { link.label.as_str() };
    let degrades = |what: String| (Effect::Degrades, what);
    match link.kind {
        LinkKind::Owns => (Effect::Fails, "No data".to_owned()),
        LinkKind::Reads if link.critical => (Effect::Fails, "No data".to_owned()),
        LinkKind::Reads => degrades("Some data missing".to_owned()),
        LinkKind::Caches => degrades("Slower".to_owned()),
        LinkKind::Publish if link.outbox => (Effect::Queues, "Events wait".to_owned()),
        LinkKind::Publish if link.critical => (Effect::Fails, "Cannot announce".to_owned()),
        LinkKind::Publish => degrades("Events lost".to_owned()),
        LinkKind::Subscribe => (Effect::Idle, "Hears nothing".to_owned()),
        _ if link.fallback.is_some() && !link.critical => degrades("Falls back".to_owned()),
        _ => match graph.kind_of(edge.from) {
            ElementKind::Gateway if all_calls_fail(graph, edge.from, effects) => (Effect::Fails, "Only errors".to_owned()),
            ElementKind::Gateway => degrades(format!("{} on {about}", if whole { "502" } else { "503" })),
            ElementKind::Frontend if all_calls_fail(graph, edge.from, effects) => (Effect::Fails, "Only errors".to_owned()),
            ElementKind::External => degrades("Gets errors".to_owned()),
            _ if link.critical => (Effect::Fails, format!("{about} fails")),
            _ => degrades(format!("{about} fails")),
        },
    }
}

fn all_calls_fail(graph: &Graph, part: usize, effects: &Effects) -> bool {
    let fails = |part: usize| effects.get(&part).is_some_and(|(effect, _)| *effect <= Effect::Fails);
    graph.out(&graph.nodes[part]).filter(|edge| edge.link.kind.is_call()).all(|edge| fails(edge.to))
}

/// What is used by nobody but parts that do nothing any more does nothing either.
fn fall_idle(graph: &Graph, effects: &mut Effects) {
    let inactive = |effects: &Effects, part: usize| {
        effects.get(&part).is_some_and(|(effect, _)| matches!(effect, Effect::Stopped | Effect::Fails | Effect::Idle))
    };
    let mut next: VecDeque<usize> = effects.keys().copied().filter(|part| inactive(effects, *part)).collect();
    while let Some(part) = next.pop_front() {
        let node = &graph.nodes[part];
        let used =
            graph.out(node).filter(|edge| edge.link.kind != LinkKind::Subscribe && edge.link.kind != LinkKind::Publish).map(|edge| edge.to);
        let heard = graph.out(node).filter(|edge| edge.link.kind == LinkKind::Publish).flat_map(|edge| listeners(graph, edge));
        let candidates: BTreeSet<usize> = used.chain(heard).collect();
        for other in candidates.into_iter().filter(|other| !effects.contains_key(other)).collect::<Vec<_>>() {
            if asked_by_nobody(graph, other, |part| inactive(effects, part)) {
                let what = match graph.kind_of(other) {
                    ElementKind::External => "Not called",
                    ElementKind::Worker => "No new events",
                    _ => "Idle",
                };
                effects.insert(other, (Effect::Idle, what.to_owned()));
                next.push_back(other);
            }
        }
    }
}

/// Parts that listen to an event of a publish link.
fn listeners<'a>(graph: &'a Graph, publish: &'a Edge) -> impl Iterator<Item = usize> + 'a {
    let links = publish.link.events.iter().filter_map(|event| graph.subscribers.get(event)).flatten();
    links.map(|link| graph.links[*link].from)
}

/// Every caller is inactive, and so is everyone who announces what it listens to.
fn asked_by_nobody(graph: &Graph, part: usize, inactive: impl Fn(usize) -> bool) -> bool {
    let node = &graph.nodes[part];
    let called = graph.into(node).any(|edge| !inactive(edge.from));
    let hears = graph.out(node).filter(|edge| edge.link.kind == LinkKind::Subscribe).any(|edge| {
        let everything = edge.link.events.is_empty();
        let announced = edge.link.events.iter().filter_map(|event| graph.publishers.get(event)).flatten();
        everything || announced.into_iter().any(|link| !inactive(graph.links[*link].from))
    });
    !called && !hears
}

/// What a journey notices, if anything.
fn journey(graph: &Graph, route: &Route, effects: &Effects, id: &JourneyId, name: &str) -> Option<JourneyEffect> {
    let effect_of = |part: usize| effects.get(&part).map(|(effect, _)| *effect);
    let gone = |part: &usize| effect_of(*part).is_some_and(|effect| effect <= Effect::Fails);
    let (effect, what) = if let Some(part) =
        route.parts(Need::Required).filter(gone).min_by_key(|part| (effect_of(*part), route.step_at(graph, *part)))
    {
        let step = route.hops.iter().find(|hop| graph.links[hop.link].to == part && effect_of(part) == Some(Effect::Stopped));
        let at = step.map(|hop| graph.links[hop.link].link.label.as_str()).filter(|label| !label.is_empty());
        (Effect::Fails, format!("Fails at {}", at.unwrap_or_else(|| graph.name(graph.nodes[part].id))))
    } else if let Some(part) = route.parts(Need::Optional).find(|part| gone(part)) {
        let fallback =
            route.hops.iter().map(|hop| &graph.links[hop.link]).find(|edge| edge.to == part).and_then(|edge| edge.link.fallback.clone());
        (Effect::Degrades, fallback.unwrap_or_else(|| format!("Works without {}", graph.name(graph.nodes[part].id))))
    } else if route.parts(Need::Later).any(|part| effect_of(part).is_some_and(|effect| effect <= Effect::Fails)) {
        (Effect::Queues, "Follows later".to_owned())
    } else {
        return None;
    };
    Some(JourneyEffect { journey: id.clone(), name: name.to_owned(), effect, what })
}

/// A caller that waits without end takes the stop further than its own call.
fn spreads(graph: &Graph, flow: &Flow, part: usize) -> Option<Advice> {
    let endless = graph.nodes[part].into.iter().copied().filter(|link| {
        let edge = &graph.links[*link];
        let waits = edge.link.kind.is_call() && edge.link.kind != LinkKind::Websocket && edge.link.timeout_ms.is_none();
        waits && matches!(graph.kind_of(edge.from), ElementKind::Service | ElementKind::Worker)
    });
    let worst = endless.max_by(|a, b| flow.links[*a].total_cmp(&flow.links[*b]).then(b.cmp(a)))?;
    let edge = &graph.links[worst];
    let (from, to) = (graph.name(&edge.link.from), graph.name(&edge.link.to));
    let copies = f64::from(graph.nodes[edge.from].element.replica_count());
    let rate = flow.links[worst];
    let full = if rate < 0.05 {
        format!("{from} waits for {to} without end, and each waiting request takes one of its {} places.", (copies * AT_ONCE) as u64)
    } else {
        let seconds = (copies * AT_ONCE / rate).ceil() as u64;
        format!(
            "Without a timeout, {from} fills its {copies} × {AT_ONCE} places in about {} at {} calls a second. Then everything else it does stops too.",
            words::duration(seconds.saturating_mul(1_000)),
            words::rate(rate)
        )
    };
    let change = |change| Edit::ChangeLink { id: edge.id.clone(), change };
    Some(Advice {
        title: "It spreads".to_owned(),
        text: full,
        label: Some("Add a 2 s timeout and a breaker".to_owned()),
        edit: Some(Edit::batch(vec![change(LinkField::TimeoutMs(Some(TIMEOUT_MS))), change(LinkField::CircuitBreaker(true))])),
    })
}
