//! Timeouts, retries and breakers that agree with each other along every chain of calls: a caller waits longer than the
//! slowest of what it waits for, and only the last call of a chain is repeated.

use crate::{
    Design,
    design::{Link, LinkKind, Resilience},
    ids::{ElementId, LinkId},
};
use std::collections::BTreeMap;

/// A call inside waits at least this long, in milliseconds: four times a slow local answer.
const LEAST_INSIDE_MS: u32 = 1_000;
/// A call to somebody else's system, in milliseconds: the internet and a system nobody here can speed up.
const OUTSIDE_MS: u32 = 3_000;
/// What a caller adds to what it waits for: its own work and one pause before a repetition.
const OWN_WORK_MS: u32 = 500;
/// No chain waits longer, in milliseconds: after half a minute nobody is there any more.
const MOST_MS: u32 = 30_000;
/// Repetitions of the last call of a chain.
const RETRIES: u8 = 1;

/// Gives every call that has no timeout one, with retries and a breaker where they help. `latency_ms` is what 95 of 100
/// answers must keep.
pub(crate) fn harden(design: &mut Design, latency_ms: u32) {
    let level = design.platform.resilience;
    let inside = latency_ms.saturating_mul(2).clamp(LEAST_INSIDE_MS, MOST_MS / 4);
    let calls: Vec<LinkId> = design.links.iter().filter(|(_, link)| link.kind.is_call()).map(|(id, _)| id.clone()).collect();
    let mut known = BTreeMap::new();
    for id in calls {
        let Some(link) = design.links.get(&id) else { continue };
        let (wait, last) = wait(design, link, inside, &mut known, 0);
        let Some(link) = design.links.get_mut(&id) else { continue };
        if link.timeout_ms.is_none() {
            link.timeout_ms = Some(wait);
            link.circuit_breaker = level >= Resilience::Breakers;
            if level >= Resilience::Retries && last && link.idempotent && link.retries.is_none() {
                link.retries = Some(RETRIES);
            }
        }
    }
}

/// Lets callers wait longer than what they wait for, where a new call behind them makes that necessary. Never shortens.
pub(crate) fn widen(design: &mut Design) {
    let calls: Vec<LinkId> = design.links.iter().filter(|(_, link)| link.kind.is_call()).map(|(id, _)| id.clone()).collect();
    // A chain of n calls settles in n rounds; a cycle ends at the longest time.
    for _ in 0..calls.len() {
        let mut changed = false;
        for id in &calls {
            let Some(link) = design.links.get(id) else { continue };
            let behind = design.links_from(&link.to).filter(|(_, next)| next.kind.is_call());
            let longest =
                behind.map(|(_, next)| next.timeout_ms.unwrap_or(0).saturating_mul(u32::from(next.retries.unwrap_or(0)) + 1)).max();
            let wanted = longest.filter(|ms| *ms > 0).map_or(0, |ms| ms.saturating_add(OWN_WORK_MS).min(MOST_MS));
            if link.timeout_ms.is_some_and(|ms| ms < wanted)
                && let Some(link) = design.links.get_mut(id)
            {
                link.timeout_ms = Some(wanted);
                link.retries = None;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// How long one attempt may take, and whether nothing is called after it.
fn wait(design: &Design, link: &Link, inside: u32, known: &mut BTreeMap<ElementId, u32>, depth: u32) -> (u32, bool) {
    let base = if link.kind == LinkKind::Uses { OUTSIDE_MS } else { inside };
    let behind = slowest(design, &link.to, inside, known, depth);
    (base.max(behind.saturating_add(if behind > 0 { OWN_WORK_MS } else { 0 })).min(MOST_MS), behind == 0)
}

/// The longest an element waits for its own calls, repetitions included.
fn slowest(design: &Design, id: &ElementId, inside: u32, known: &mut BTreeMap<ElementId, u32>, depth: u32) -> u32 {
    if let Some(value) = known.get(id) {
        return *value;
    }
    // A cycle drawn by hand has no longest way round; the review says so.
    if depth > 32 {
        return MOST_MS;
    }
    let mut longest = 0;
    for (_, link) in design.links_from(id).filter(|(_, link)| link.kind.is_call()) {
        let (fresh, last) = wait(design, link, inside, known, depth + 1);
        let attempt = link.timeout_ms.unwrap_or(fresh);
        let retries = link.retries.unwrap_or(if last && link.idempotent && link.timeout_ms.is_none() { RETRIES } else { 0 });
        longest = longest.max(attempt.saturating_mul(u32::from(retries) + 1));
    }
    known.insert(id.clone(), longest);
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Element, ElementKind};

    fn chain(links: &[(&str, &str, LinkKind)]) -> Design {
        let mut design = Design::new("Chain");
        for (from, to, kind) in links {
            for id in [from, to] {
                let kind = if *kind == LinkKind::Uses && id == to { ElementKind::External } else { ElementKind::Service };
                design.elements.entry(super::super::element(id)).or_insert(Element::new(kind));
            }
            let mut link = Link::new(super::super::element(from), super::super::element(to), *kind);
            link.idempotent = true;
            let id = design.free_link_id(&link.from, &link.to);
            design.links.insert(id, link);
        }
        harden(&mut design, 500);
        design
    }

    #[test]
    fn a_caller_waits_longer_than_what_it_waits_for() {
        let design =
            chain(&[("gateway", "orders", LinkKind::Rest), ("orders", "payments", LinkKind::Rest), ("payments", "stripe", LinkKind::Uses)]);
        let at = |id: &str| &design.links[id];
        let longest = |id: &str| at(id).timeout_ms.unwrap() * (u32::from(at(id).retries.unwrap_or(0)) + 1);
        assert!(longest("payments-stripe") < at("orders-payments").timeout_ms.unwrap());
        assert!(longest("orders-payments") < at("gateway-orders").timeout_ms.unwrap());
    }

    #[test]
    fn only_the_last_call_is_repeated() {
        let design = chain(&[("a", "b", LinkKind::Rest), ("b", "c", LinkKind::Rest)]);
        assert_eq!((design.links["a-b"].retries, design.links["b-c"].retries), (None, Some(1)));
    }

    #[test]
    fn a_cycle_ends_and_stays_in_bounds() {
        let design = chain(&[("a", "b", LinkKind::Rest), ("b", "a", LinkKind::Rest)]);
        assert!(design.links.values().all(|link| link.timeout_ms.is_some_and(|ms| ms <= MOST_MS)));
    }
}
