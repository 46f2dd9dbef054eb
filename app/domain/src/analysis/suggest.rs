//! Journeys that a Design suggests: from where people come in, through what answers them, to what it keeps and announces.

use super::order;
use crate::{
    Design,
    design::{ElementKind, Journey, LinkKind, Step, Subdomain},
    discovery::Brief,
    ids::{JourneyId, LinkId, first_free, slugify},
    review::graph::{Edge, Graph},
};
use std::collections::BTreeSet;

/// More would hide what matters.
pub const MOST: usize = 6;
/// Longer ways are the review's business.
const MOST_STEPS: usize = 12;
/// A way that waits for a system outside may take this many times the usual.
const OUTSIDE_FACTOR: u32 = 3;

/// Journeys that no journey of the Design takes yet, those of core contexts first.
pub fn journeys(design: &Design) -> Vec<(JourneyId, Journey)> {
    let graph = Graph::of(design);
    let brief = Brief::read(&design.brief);
    let known: BTreeSet<Vec<&LinkId>> =
        design.journeys.values().map(|journey| journey.steps.iter().map(|step| &step.link).collect()).collect();
    let reached: BTreeSet<&LinkId> = design.journeys.values().flat_map(|journey| &journey.steps).map(|step| &step.link).collect();
    let mut depth = vec![0_usize; graph.nodes.len()];
    for part in order::callers_last(&graph) {
        let calls = graph.out(&graph.nodes[part]).filter(|edge| edge.link.kind.is_call());
        depth[part] = calls.map(|edge| depth[edge.to] + 1).max().unwrap_or(0);
    }
    let mut found: Vec<(&Edge, Vec<usize>)> = Vec::new();
    for last in entrances(&graph) {
        let edge = &graph.links[last];
        let mut steps = Vec::new();
        if graph.kind_of(edge.from) == ElementKind::Gateway {
            let first = graph.nodes[edge.from].into.iter().find(|link| graph.links[**link].link.kind.is_call());
            steps.extend(first.copied());
        }
        steps.push(last);
        follow(&graph, edge.to, &depth, &mut steps);
        if !found.iter().any(|(other, _)| other.to == edge.to) {
            found.push((edge, steps));
        }
    }
    found.sort_by_key(|(edge, steps)| (subdomain(&graph, edge.to), std::cmp::Reverse(steps.len())));
    let mut taken: BTreeSet<String> = design.journeys.keys().map(ToString::to_string).collect();
    let mut all = Vec::new();
    for (edge, steps) in found {
        let ids: Vec<&LinkId> = steps.iter().map(|link| graph.links[*link].id).collect();
        if known.contains(&ids) || reached.contains(edge.id) {
            continue;
        }
        let name = name(&graph, edge.to);
        let Ok(id) = JourneyId::new(first_free(&slugify(&name, "journey"), |slug| taken.contains(slug))) else { continue };
        taken.insert(id.to_string());
        let outside = steps.iter().any(|link| graph.kind_of(graph.links[*link].to) == ElementKind::External);
        let steps = ids.into_iter().map(|link| Step { link: link.clone(), note: String::new() }).collect();
        let latency = brief.latency_ms.saturating_mul(if outside { OUTSIDE_FACTOR } else { 1 });
        all.push((id, Journey { name, steps, latency_p95_ms: Some(latency), availability: Some(brief.availability) }));
        if all.len() == MOST {
            break;
        }
    }
    all
}

/// The calls that bring people to a part of ours: from gateways; from websites to services.
fn entrances(graph: &Graph) -> Vec<usize> {
    let fits = |edge: &Edge| {
        let to = graph.kind_of(edge.to);
        edge.link.kind.is_call()
            && matches!(to, ElementKind::Service | ElementKind::Worker)
            && matches!(graph.kind_of(edge.from), ElementKind::Gateway | ElementKind::Frontend)
    };
    (0..graph.links.len()).filter(|link| fits(&graph.links[*link])).collect()
}

/// Own data first, then what cannot be done without, what is quickly undone before what reaches furthest; last what is announced
/// and who listens.
fn follow(graph: &Graph, part: usize, depth: &[usize], steps: &mut Vec<usize>) {
    let mut links: Vec<usize> = graph.nodes[part].out.clone();
    links.sort_by_key(|link| {
        let edge = &graph.links[*link];
        (edge.link.kind != LinkKind::Owns, edge.link.kind == LinkKind::Publish, depth[edge.to])
    });
    for link in links {
        let edge = &graph.links[link];
        let needed = match edge.link.kind {
            LinkKind::Owns => true,
            LinkKind::Publish => true,
            kind => kind.is_call() && edge.link.critical,
        };
        if !needed || steps.contains(&link) || steps.len() >= MOST_STEPS {
            continue;
        }
        steps.push(link);
        if edge.link.kind == LinkKind::Publish {
            let listener = edge.link.events.iter().filter_map(|event| graph.subscribers.get(event)).flatten().copied().next();
            if let Some(listener) = listener.filter(|link| !steps.contains(link) && steps.len() < MOST_STEPS) {
                steps.push(listener);
            }
        } else {
            follow(graph, edge.to, depth, steps);
        }
    }
}

/// What belongs to no context matters as much as a supporting one.
fn subdomain(graph: &Graph, part: usize) -> Subdomain {
    let context = graph.nodes[part].element.context.as_ref().and_then(|id| graph.design.contexts.get(id));
    context.map_or(Subdomain::Supporting, |context| context.subdomain)
}

/// `Use Ordering`, after the context or the part.
fn name(graph: &Graph, part: usize) -> String {
    let node = &graph.nodes[part];
    let context = node.element.context.as_ref().and_then(|id| graph.design.contexts.get(id));
    let name = context.map_or_else(|| graph.name(node.id), |context| context.name.as_str());
    format!("Use {name}").chars().take(crate::design::limits::MAX_LINE_CHARS).collect::<String>().trim().to_owned()
}
