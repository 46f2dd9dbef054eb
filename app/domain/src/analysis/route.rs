//! The way a journey takes: which steps are waited for, which parts it cannot do without, what it writes. Must not measure.

use crate::{
    design::{ElementKind, Journey, LinkKind},
    review::graph::Graph,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How the person at the end depends on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The answer waits for it.
    Required,
    /// It is waited for, and something else is done when it fails.
    Optional,
    /// It happens afterwards.
    Later,
}

/// One step, found in the Design.
#[derive(Debug, Clone, Copy)]
pub struct Hop {
    /// Which step of the journey, from 0.
    pub step: usize,
    /// Position of its link in [`Graph::links`].
    pub link: usize,
    pub need: Need,
    /// It starts where the journey has been.
    pub connected: bool,
}

/// A journey on the graph.
#[derive(Debug, Default)]
pub struct Route {
    pub hops: Vec<Hop>,
    /// The strongest need of each part on the way, by position in [`Graph::nodes`]; the stores of services on the way too.
    pub needs: BTreeMap<usize, Need>,
    /// Stores that are written, in order of the way.
    pub writes: Vec<usize>,
    /// Links to stores that no step names and that a part on the way cannot do without.
    pub implied: Vec<usize>,
}

impl Route {
    pub fn of(graph: &Graph, links: &BTreeMap<&str, usize>, journey: &Journey) -> Self {
        let mut route = Self::default();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for (step, link) in journey.steps.iter().enumerate() {
            let Some(&link) = links.get(link.link.as_str()) else { continue };
            route.step(graph, step, link, &mut seen);
        }
        route.follow_data(graph);
        route
    }

    fn step(&mut self, graph: &Graph, step: usize, at: usize, seen: &mut BTreeSet<usize>) {
        let edge = &graph.links[at];
        let kind = edge.link.kind;
        // Events travel against a subscription: from the broker to the part that listens.
        let (from, to) = if kind == LinkKind::Subscribe { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let connected = seen.is_empty() || seen.contains(&from);
        seen.extend([from, to]);
        let before = self.needs.get(&from).copied().unwrap_or(Need::Required);
        let own = match kind {
            LinkKind::Subscribe => Need::Later,
            // With an outbox the event waits beside the change it reports.
            LinkKind::Publish if edge.link.outbox => Need::Later,
            LinkKind::Caches => Need::Optional,
            _ if edge.link.fallback.is_some() && !edge.link.critical => Need::Optional,
            _ => Need::Required,
        };
        let need = before.max(own);
        self.needs.entry(from).or_insert(before);
        let entry = self.needs.entry(to).or_insert(need);
        *entry = need.min(*entry);
        if kind == LinkKind::Owns && !self.writes.contains(&to) {
            self.writes.push(to);
        }
        self.hops.push(Hop { step, link: at, need, connected });
    }

    /// What a part on the way keeps its data in belongs to the way, named or not. What announces an event has changed something.
    fn follow_data(&mut self, graph: &Graph) {
        let named: BTreeSet<usize> = self.hops.iter().map(|hop| hop.link).collect();
        let parts: Vec<(usize, Need)> = self.needs.iter().map(|(part, need)| (*part, *need)).collect();
        for (part, need) in parts {
            let announces =
                graph.nodes[part].out.iter().any(|link| named.contains(link) && graph.links[*link].link.kind == LinkKind::Publish);
            let data = graph.nodes[part].out.iter().filter(|link| graph.links[**link].link.kind.is_data());
            for link in data.copied().filter(|link| !named.contains(link)) {
                let edge = &graph.links[link];
                let own = if edge.link.kind == LinkKind::Caches { Need::Optional } else { Need::Required };
                let need = need.max(own);
                let entry = self.needs.entry(edge.to).or_insert(need);
                *entry = need.min(*entry);
                self.implied.push(link);
                if announces && edge.link.kind == LinkKind::Owns && !self.writes.contains(&edge.to) {
                    self.writes.push(edge.to);
                }
            }
        }
    }

    /// Parts that are needed so.
    pub fn parts(&self, need: Need) -> impl Iterator<Item = usize> {
        self.needs.iter().filter(move |(_, other)| **other == need).map(|(part, _)| *part)
    }
    /// The first step that arrives at a part, or starts there; from 0.
    pub fn step_at(&self, graph: &Graph, part: usize) -> Option<usize> {
        let touches = |end: fn(&crate::review::graph::Edge) -> usize| {
            self.hops.iter().find(|hop| end(&graph.links[hop.link]) == part).map(|hop| hop.step)
        };
        touches(|edge| edge.to).or_else(|| touches(|edge| edge.from))
    }
    /// Systems outside that are called and waited for.
    pub fn outside<'a>(&'a self, graph: &'a Graph) -> impl Iterator<Item = usize> + 'a {
        let to = |hop: &Hop| graph.links[hop.link].to;
        let waited = self.hops.iter().filter(|hop| hop.need == Need::Required);
        waited.map(to).filter(|part| graph.kind_of(*part) == ElementKind::External)
    }
}
