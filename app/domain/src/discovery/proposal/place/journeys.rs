//! Journeys: the flows a user would miss, read off the finished links, with the targets of the Brief.

use super::{element, flood};
use crate::{
    Design,
    design::{Journey, Link, LinkKind, Step, Subdomain},
    discovery::{
        Brief,
        capability::{self, Capability},
        proposal::{Found, group::Deployable},
    },
    ids::{ElementId, JourneyId, LinkId, slugify},
};
use std::collections::BTreeMap;

/// More would hide what matters.
const MOST: usize = 4;
/// Chains longer than this are the review's business, not a journey.
const MOST_STEPS: usize = 12;
/// A journey that waits for a system outside may take this many times the usual.
const OUTSIDE_FACTOR: u32 = 3;

/// Up to four journeys, those of core contexts first.
pub fn journeys(design: &Design, brief: &Brief, found: &[Found], parts: &[Deployable]) -> BTreeMap<JourneyId, Journey> {
    let mut named: Vec<(&Found, String, Option<&'static Capability>)> = Vec::new();
    for context in found {
        match context.capabilities.iter().find(|c| !c.journey.is_empty()) {
            Some(capability) => named.push((context, capability.journey.to_owned(), Some(capability))),
            None if context.capabilities.is_empty() => named.push((context, format!("Use {}", context.context.name), None)),
            None => {}
        }
    }
    // Core first; among equals the busiest. Stable, so the table's order settles the rest.
    named.sort_by_key(|(f, ..)| (f.context.subdomain != Subdomain::Core, std::cmp::Reverse(f.load_percent())));
    let mut journeys = BTreeMap::new();
    for (context, name, capability) in named.into_iter().take(MOST) {
        let Some(part) = parts.iter().find(|part| part.hosts(found).any(|f| f.id == context.id)) else { continue };
        let mut outside = Vec::new();
        capability.into_iter().for_each(|c| needed(c, &mut outside));
        let keeper = parts.iter().find(|part| part.hosts(found).any(flood::keeps_readings));
        let reported = capability.filter(|c| c.emits.iter().any(|event| event.name == flood::READING));
        let direct = reported.zip(keeper).and_then(|(_, keeper)| written_by_devices(design, &element(&keeper.id)));
        let usual = || steps(design, &part.id, capability.is_some_and(|c| c.realtime), &outside);
        let Some(steps) = direct.or_else(usual) else { continue };
        let outside = steps.iter().any(|step| design.links.get(&step.link).is_some_and(|link| link.kind == LinkKind::Uses));
        let Ok(id) = JourneyId::new(slugify(&name, "journey")) else { continue };
        journeys.insert(
            id,
            Journey {
                name,
                steps,
                latency_p95_ms: Some(brief.latency_ms * if outside { OUTSIDE_FACTOR } else { 1 }),
                availability: Some(brief.availability),
            },
        );
    }
    journeys
}

/// From the outside through the gateway to the part, and on along everything it cannot do without.
fn steps(design: &Design, part: &str, held_open: bool, outside: &[&str]) -> Option<Vec<Step>> {
    let route = |wanted: fn(LinkKind) -> bool| {
        design.links.iter().find(|(_, link)| link.to.as_str() == part && wanted(link.kind) && link.from.as_str() == super::GATEWAY)
    };
    let open = held_open.then(|| route(|kind| kind == LinkKind::Websocket)).flatten();
    let (route_id, route) = open.or_else(|| route(|kind| kind == LinkKind::Rest)).or_else(|| route(LinkKind::is_call))?;
    // Phone calls come in over their own line; everything else starts on a screen.
    let mut entries: Vec<_> = design.links_to(&route.from).filter(|(_, link)| link.kind.is_call()).collect();
    entries.sort_by_key(|(_, link)| link.kind != route.kind);
    let mut steps: Vec<LinkId> = entries.first().map(|(id, _)| (*id).clone()).into_iter().collect();
    steps.push(route_id.clone());
    follow(design, &route.to, outside, &mut steps);
    Some(steps.into_iter().map(|link| Step { note: note(design, &link), link }).collect())
}

/// From the devices through the broker into the store of the part that keeps what they measure; nothing where they do not write to
/// the broker themselves.
fn written_by_devices(design: &Design, keeper: &ElementId) -> Option<Vec<Step>> {
    let outside = design.events_from_outside();
    let carries = |link: &Link| link.events.iter().any(|event| outside.contains(event));
    let (written, _) = design.links.iter().find(|(_, link)| link.kind == LinkKind::Publish && carries(link))?;
    let (heard, _) = design.links_from(keeper).find(|(_, link)| link.kind == LinkKind::Subscribe && carries(link))?;
    let mut steps = vec![written.clone(), heard.clone()];
    follow(design, keeper, &[], &mut steps);
    Some(steps.into_iter().map(|link| Step { note: note(design, &link), link }).collect())
}

fn follow(design: &Design, at: &ElementId, outside: &[&str], steps: &mut Vec<LinkId>) {
    let mut links: Vec<_> = design.links_from(at).collect();
    // Own data first, then what is quickly undone, and last what reaches furthest: money is taken when all else is sure.
    links.sort_by_key(|(_, link)| (link.kind != LinkKind::Owns, depth(design, &link.to, MOST_STEPS)));
    for (id, link) in links {
        let needed = match link.kind {
            LinkKind::Owns => true,
            LinkKind::Uses => outside.contains(&link.to.as_str()),
            kind => kind.is_call() && link.critical,
        };
        if needed && !steps.contains(id) && steps.len() < MOST_STEPS {
            steps.push(id.clone());
            follow(design, &link.to, outside, steps);
        }
    }
}

/// How many calls stand in a row behind an element.
fn depth(design: &Design, at: &ElementId, most: usize) -> usize {
    let calls = design.links_from(at).filter(|(_, link)| link.kind.is_call());
    if most == 0 { 0 } else { calls.map(|(_, link)| 1 + depth(design, &link.to, most - 1)).max().unwrap_or(0) }
}

/// The systems outside that a capability needs, with those of the capabilities it cannot do without.
fn needed(capability: &Capability, outside: &mut Vec<&'static str>) {
    outside.extend(capability.externals);
    for call in capability.calls.iter().filter(|call| call.fallback.is_none()) {
        if let Some(next) = capability::find(call.to) {
            needed(next, outside);
        }
    }
}

fn note(design: &Design, link: &LinkId) -> String {
    match design.links.get(link) {
        Some(link) if link.kind == LinkKind::Owns => "Reads and writes".to_owned(),
        Some(link) if link.kind != LinkKind::Uses && !link.label.starts_with('/') => link.label.clone(),
        _ => String::new(),
    }
}
