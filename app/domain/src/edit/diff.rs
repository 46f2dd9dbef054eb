//! The difference of two Designs as Edits. Removals come before additions in dependency order, so that the result applies.

use super::{ContextField, Edit, ElementField, LinkField, PlatformField};
use crate::Design;
use std::collections::BTreeMap;

/// The edits that turn `from` into `to`, as one batch.
pub fn diff(from: &Design, to: &Design) -> Edit {
    let mut edits = Vec::new();
    if from.name != to.name {
        edits.push(Edit::SetName { name: to.name.clone() });
    }
    if from.summary != to.summary {
        edits.push(Edit::SetSummary { summary: to.summary.clone() });
    }
    set(&mut edits, &from.brief, &to.brief, |question, answer| Edit::SetAnswer { question, answer });
    edits.extend(PlatformField::between(&from.platform, &to.platform).into_iter().map(|change| Edit::ChangePlatform { change }));

    // Links that go, or whose end or kind changes: an element on the way may not fit them for a moment.
    let replaced = |id| match (from.links.get(id), to.links.get(id)) {
        (Some(a), Some(b)) => (&a.from, &a.to, a.kind) != (&b.from, &b.to, b.kind),
        _ => true,
    };
    // Journeys hold links: those that go or change leave first, and so do those over a link that is replaced.
    let stays = |id| {
        let journey = from.journeys.get(id);
        journey == to.journeys.get(id) && journey.is_some_and(|journey| !journey.steps.iter().any(|step| replaced(&step.link)))
    };
    edits.extend(from.journeys.keys().filter(|id| !stays(*id)).map(|id| Edit::SetJourney { id: id.clone(), journey: None }));
    edits.extend(from.links.keys().filter(|id| replaced(*id)).map(|id| Edit::RemoveLink { id: id.clone() }));
    for (id, context) in &to.contexts {
        match from.contexts.get(id) {
            None => edits.push(Edit::AddContext { id: id.clone(), context: context.clone() }),
            Some(old) => {
                edits.extend(ContextField::between(old, context).into_iter().map(|change| Edit::ChangeContext { id: id.clone(), change }))
            }
        }
    }
    edits.extend(from.elements.keys().filter(|id| !to.elements.contains_key(*id)).map(|id| Edit::RemoveElement { id: id.clone() }));
    for (id, element) in &to.elements {
        match from.elements.get(id) {
            None => edits.push(Edit::add_element(id.clone(), element.clone(), to.layout.get(id).copied())),
            Some(old) => {
                edits.extend(ElementField::between(old, element).into_iter().map(|change| Edit::ChangeElement { id: id.clone(), change }))
            }
        }
    }
    edits.extend(from.contexts.keys().filter(|id| !to.contexts.contains_key(*id)).map(|id| Edit::RemoveContext { id: id.clone() }));
    for (id, event) in &to.events {
        if from.events.get(id) != Some(event) {
            edits.push(Edit::SetEvent { id: id.clone(), event: Some(event.clone()) });
        }
    }
    for (id, link) in &to.links {
        match from.links.get(id).filter(|_| !replaced(id)) {
            None => edits.push(Edit::add_link(id.clone(), link.clone())),
            Some(old) => edits.extend(LinkField::between(old, link).into_iter().map(|change| Edit::ChangeLink { id: id.clone(), change })),
        }
    }
    set_gone(&mut edits, &from.events, &to.events, |id, event| Edit::SetEvent { id, event });
    for (id, journey) in &to.journeys {
        if !stays(id) {
            edits.push(Edit::SetJourney { id: id.clone(), journey: Some(journey.clone()) });
        }
    }
    set(&mut edits, &from.decisions, &to.decisions, |topic, decision| Edit::SetDecision { topic, decision });
    set(&mut edits, &from.waivers, &to.waivers, |finding, reason| Edit::SetWaiver { finding, reason });
    for id in to.elements.keys() {
        let (old, new) = (from.layout.get(id), to.layout.get(id));
        if from.elements.contains_key(id) && old != new {
            edits.push(Edit::Place { id: id.clone(), placement: new.copied() });
        }
    }
    Edit::batch(edits)
}

/// Entries that are new, changed or gone.
pub(super) fn set<K: Ord + Clone, V: Clone + PartialEq>(
    edits: &mut Vec<Edit>,
    from: &BTreeMap<K, V>,
    to: &BTreeMap<K, V>,
    edit: impl Fn(K, Option<V>) -> Edit + Copy,
) {
    set_gone(edits, from, to, edit);
    edits.extend(to.iter().filter(|(key, value)| from.get(key) != Some(*value)).map(|(key, value)| edit(key.clone(), Some(value.clone()))));
}

/// Entries that are gone.
fn set_gone<K: Ord + Clone, V>(edits: &mut Vec<Edit>, from: &BTreeMap<K, V>, to: &BTreeMap<K, V>, edit: impl Fn(K, Option<V>) -> Edit) {
    edits.extend(from.keys().filter(|key| !to.contains_key(*key)).map(|key| edit(key.clone(), None)));
}
