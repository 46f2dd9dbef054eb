//! New things that ask for the same name: both stay, mine under another. Whatever speaks of mine follows.

use super::sides::free_name;
use crate::{
    Design, Edit,
    design::{Element, Entity},
    edit::{ElementField, LinkField, rename::rename_subject},
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, first_free, slugify},
    review::FindingKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// Something of mine that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    pub from: String,
    pub to: String,
}

/// The names of things of mine, from what they were to what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub(super) elements: BTreeMap<ElementId, ElementId>,
    contexts: BTreeMap<ContextId, ContextId>,
    links: BTreeMap<LinkId, LinkId>,
    events: BTreeMap<EventId, EventId>,
    journeys: BTreeMap<JourneyId, JourneyId>,
    /// New things that had to take another name, in the words of a notice.
    pub renamed: Vec<Renamed>,
}

/// Gives my new things other names where new things of theirs have theirs.
pub(super) fn part_ways(base: &Design, theirs: &Design, mine: &mut Design, new_elements: &BTreeSet<ElementId>) -> Names {
    let mut names = Names::default();
    let elements: Vec<ElementId> = new_elements.iter().filter(|id| theirs.elements.contains_key(*id)).cloned().collect();
    for id in elements.into_iter().filter(|id| !is_same_element(base, theirs, mine, id)).collect::<Vec<_>>() {
        let to = free_name(&id, &[base, theirs, mine]);
        if mine.apply(Edit::RenameElement { from: id.clone(), to: to.clone() }).is_ok() {
            names.tell(&id, &to);
            names.elements.insert(id, to);
        }
    }
    for id in new_keys(&base.contexts, &theirs.contexts, &mine.contexts) {
        // Both opened the same proposal: its contexts are the same.
        if base.elements.is_empty() && base.contexts.is_empty() && mine.contexts.len() > 1 {
            continue;
        }
        let taken = |name: &str| [base, theirs, &*mine].iter().any(|design| design.contexts.contains_key(name));
        let Ok(to) = ContextId::new(first_free(id.as_str(), taken)) else { continue };
        rename_context(mine, &id, &to);
        names.tell(&id, &to);
        names.contexts.insert(id, to);
    }
    for id in new_keys(&base.events, &theirs.events, &mine.events) {
        if theirs.events.get(&id) == mine.events.get(&id) {
            continue;
        }
        let taken = |name: &str| [base, theirs, &*mine].iter().any(|design| design.events.contains_key(name));
        let Ok(to) = EventId::new(first_free(id.as_str(), taken)) else { continue };
        move_key(&mut mine.events, &id, &to);
        for link in mine.links.values_mut() {
            link.events.iter_mut().filter(|event| **event == id).for_each(|event| *event = to.clone());
        }
        names.tell(&id, &to);
        names.events.insert(id, to);
    }
    for id in new_keys(&base.links, &theirs.links, &mine.links) {
        if theirs.links.get(&id) == mine.links.get(&id) {
            continue;
        }
        let Some(link) = mine.links.get(&id) else { continue };
        let wanted = slugify(&format!("{}-{}", link.from, link.to), "link");
        let taken = |name: &str| [base, theirs, &*mine].iter().any(|design| design.links.contains_key(name));
        let Ok(to) = LinkId::new(first_free(&wanted, taken)) else { continue };
        rename_link(mine, &id, &to);
        names.links.insert(id, to);
    }
    for id in new_keys(&base.journeys, &theirs.journeys, &mine.journeys) {
        if theirs.journeys.get(&id) == mine.journeys.get(&id) {
            continue;
        }
        let taken = |name: &str| [base, theirs, &*mine].iter().any(|design| design.journeys.contains_key(name));
        let Ok(to) = JourneyId::new(first_free(id.as_str(), taken)) else { continue };
        move_key(&mut mine.journeys, &id, &to);
        names.tell(&id, &to);
        names.journeys.insert(id, to);
    }
    entities(base, theirs, mine, &mut names);
    names
}

/// Both did the same: opened the proposal of an empty design, or put in the same part with the same links. A part that nothing
/// speaks of is one of two.
fn is_same_element(base: &Design, theirs: &Design, mine: &Design, id: &ElementId) -> bool {
    let links = |design: &Design| design.links_at(id).map(|(id, link)| (id.clone(), link.clone())).collect::<Vec<_>>();
    let (at_theirs, at_mine) = (links(theirs), links(mine));
    let linked = !at_theirs.is_empty() && !at_mine.is_empty();
    let opened = base.elements.is_empty() && linked;
    let same: fn(&Design, &ElementId) -> Option<Element> = |design, id| design.elements.get(id).cloned();
    opened || (at_mine.len() > 1 && at_mine == at_theirs && same(theirs, id) == same(mine, id))
}

/// Names that are new on both sides.
fn new_keys<K: Ord + Clone, V>(base: &BTreeMap<K, V>, theirs: &BTreeMap<K, V>, mine: &BTreeMap<K, V>) -> Vec<K> {
    mine.keys().filter(|key| !base.contains_key(*key) && theirs.contains_key(*key)).cloned().collect()
}

fn move_key<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, from: &K, to: &K) {
    if let Some(value) = map.remove(from) {
        map.insert(to.clone(), value);
    }
}

fn rename_context(design: &mut Design, from: &ContextId, to: &ContextId) {
    move_key(&mut design.contexts, from, to);
    for element in design.elements.values_mut() {
        element.context.iter_mut().chain(&mut element.modules).filter(|context| *context == from).for_each(|context| *context = to.clone());
    }
    rename_waivers(design, from.as_str(), to.as_str());
}

fn rename_link(design: &mut Design, from: &LinkId, to: &LinkId) {
    move_key(&mut design.links, from, to);
    for step in design.journeys.values_mut().flat_map(|journey| &mut journey.steps) {
        if step.link == *from {
            step.link = to.clone();
        }
    }
    rename_waivers(design, from.as_str(), to.as_str());
}

fn rename_waivers(design: &mut Design, from: &str, to: &str) {
    let moved: Vec<(FindingKey, FindingKey)> =
        design.waivers.keys().filter_map(|key| Some((key.clone(), rename_subject(key, from, to)?))).collect();
    for (old, new) in moved {
        move_key(&mut design.waivers, &old, &new);
    }
}

/// Entities are named within their context.
fn entities(base: &Design, theirs: &Design, mine: &mut Design, names: &mut Names) {
    for (id, context) in &mut mine.contexts {
        let Some(their_context) = theirs.contexts.get(id) else { continue };
        let has = |entities: &[Entity], name: &str| entities.iter().any(|entity| entity.name == name);
        let old = base.contexts.get(id).map_or(&[][..], |context| &context.entities);
        let clashing: Vec<usize> = (0..context.entities.len())
            .filter(|i| {
                let entity = &context.entities[*i];
                !has(old, &entity.name) && has(&their_context.entities, &entity.name) && !their_context.entities.contains(entity)
            })
            .collect();
        for i in clashing {
            let wanted = context.entities[i].name.clone();
            let stem: String = wanted.chars().take(36).collect();
            let free = (2..1_000)
                .map(|n| format!("{stem}_{n}"))
                .find(|name| !has(old, name) && !has(&their_context.entities, name) && !has(&context.entities, name));
            if let Some(free) = free {
                names.renamed.push(Renamed { from: wanted, to: free.clone() });
                context.entities[i].name = free;
            }
        }
    }
}

impl Names {
    fn tell(&mut self, from: &impl ToString, to: &impl ToString) {
        self.renamed.push(Renamed { from: from.to_string(), to: to.to_string() });
    }

    /// Nothing has another name.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty() && self.contexts.is_empty() && self.links.is_empty() && self.events.is_empty() && self.journeys.is_empty()
    }

    /// The edit as it must be now to be about the same things.
    pub fn follow(&self, edit: &mut Edit) {
        match edit {
            Edit::SetName { .. } | Edit::SetSummary { .. } | Edit::SetAnswer { .. } | Edit::ChangePlatform { .. } => {}
            Edit::SetDecision { topic, .. } => {
                let renamed = self.elements.iter().find_map(|(from, to)| crate::decision::renamed(topic, from, to));
                *topic = renamed.unwrap_or_else(|| topic.clone());
            }
            Edit::SetWaiver { finding, .. } => self.follow_waiver(finding),
            Edit::AddContext { id, .. } | Edit::RemoveContext { id } | Edit::ChangeContext { id, .. } => now(&self.contexts, id),
            Edit::AddElement { id, element, .. } => {
                now(&self.elements, id);
                element.context.iter_mut().chain(&mut element.modules).for_each(|context| now(&self.contexts, context));
            }
            Edit::RemoveElement { id } | Edit::Place { id, .. } => now(&self.elements, id),
            Edit::ChangeElement { id, change } => {
                now(&self.elements, id);
                match change {
                    ElementField::Context(Some(context)) => now(&self.contexts, context),
                    ElementField::Modules(modules) => modules.iter_mut().for_each(|context| now(&self.contexts, context)),
                    _ => {}
                }
            }
            Edit::RenameElement { from, to } => {
                now(&self.elements, from);
                now(&self.elements, to);
            }
            Edit::AddLink { id, link } => {
                now(&self.links, id);
                now(&self.elements, &mut link.from);
                now(&self.elements, &mut link.to);
                link.events.iter_mut().for_each(|event| now(&self.events, event));
            }
            Edit::RemoveLink { id } => now(&self.links, id),
            Edit::ChangeLink { id, change } => {
                now(&self.links, id);
                match change {
                    LinkField::From(end) | LinkField::To(end) => now(&self.elements, end),
                    LinkField::Events(events) => events.iter_mut().for_each(|event| now(&self.events, event)),
                    _ => {}
                }
            }
            Edit::SetEvent { id, .. } => now(&self.events, id),
            Edit::SetJourney { id, journey } => {
                now(&self.journeys, id);
                journey.iter_mut().flat_map(|journey| &mut journey.steps).for_each(|step| now(&self.links, &mut step.link));
            }
            Edit::Batch { edits } => edits.iter_mut().for_each(|edit| self.follow(edit)),
        }
    }

    fn follow_waiver(&self, finding: &mut FindingKey) {
        let elements = self.elements.iter().map(|(from, to)| (from.as_str(), to.as_str()));
        let contexts = self.contexts.iter().map(|(from, to)| (from.as_str(), to.as_str()));
        let links = self.links.iter().map(|(from, to)| (from.as_str(), to.as_str()));
        for (from, to) in elements.chain(contexts).chain(links) {
            if let Some(renamed) = rename_subject(finding, from, to) {
                *finding = renamed;
                return;
            }
        }
    }
}

fn now<K: Ord + Clone>(names: &BTreeMap<K, K>, id: &mut K) {
    if let Some(name) = names.get(id) {
        *id = name.clone();
    }
}
