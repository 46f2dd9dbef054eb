//! Moving an entity from one bounded context to another: its store, its events and the calls that its keys need follow. One
//! Edit, so that undo, history and review follow as well.

#[cfg(test)]
mod tests;

use super::{
    cut::relation::{self, atoms},
    place::{resilience, technology},
};
use crate::{
    Design, catalog,
    design::{Element, ElementKind, Link, LinkKind, Sensitivity, limits::MAX_LINE_CHARS},
    discovery::{Answer, Answers, Brief},
    edit::{self, Edit, EditError},
    ids::{ContextId, ElementId, EventId, LinkId, QuestionId},
};

/// The id under which a Brief keeps the moves.
pub const QUESTION: &str = "entity-owners";
/// The words of a call that only fetches what a key names.
const LOOK_UP: &str = "Look up ";
/// What the caller does without an answer.
const WITHOUT: &str = "show the key instead of the name";
/// Room for a store that begins empty, in GiB.
const NEW_STORE_GIB: u32 = 5;

/// An entity that a person gave to another context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub entity: String,
    pub to: ContextId,
}

/// Why an entity cannot move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    #[error("“{context}” owns no “{entity}”")]
    NotOwned { context: String, entity: String },
    #[error("there is no context “{0}”")]
    NoContext(String),
    #[error("“{context}” already owns “{entity}”")]
    Owned { context: String, entity: String },
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The moves a Brief holds, each written as `coupons=catalog`; what is not of that form is left out.
pub fn read(answers: &Answers) -> Vec<Move> {
    let Some(Answer::Many(entries)) = answers.get(QUESTION) else { return Vec::new() };
    entries.iter().filter_map(|entry| one(entry)).collect()
}

fn one(entry: &str) -> Option<Move> {
    let (entity, to) = entry.split_once('=')?;
    Some(Move { entity: entity.trim().to_owned(), to: ContextId::new(to.trim()).ok()? })
}

/// Whether an entry can be read as a move.
pub(crate) fn is_move(entry: &str) -> bool {
    one(entry).is_some()
}

/// The answers with one more move; an earlier one of the same entity gives way.
pub fn remembered(answers: &Answers, entity: &str, to: &ContextId) -> Answer {
    let others = read(answers).into_iter().filter(|other| other.entity != entity);
    let all = others.map(|other| format!("{}={}", other.entity, other.to)).chain([format!("{entity}={to}")]);
    Answer::Many(all.collect())
}

/// The Edit that moves an entity. A Design with answers remembers it, so that a proposal made anew keeps it.
pub fn move_entity(design: &Design, entity: &str, from: &ContextId, to: &ContextId) -> Result<Edit, MoveError> {
    let mut changed = design.clone();
    carry(&mut changed, entity, from, to)?;
    if let (false, Ok(question)) = (design.brief.is_empty(), QuestionId::new(QUESTION)) {
        let answer = remembered(&design.brief, entity, to);
        changed.brief.insert(question, answer);
    }
    let edit = edit::diff(design, &changed);
    design.clone().apply(edit.clone())?;
    Ok(edit)
}

/// Carries out the moves of a Brief on a fresh drawing. What no longer fits the answers is left out.
pub(super) fn apply(design: &mut Design, moves: &[Move]) {
    for Move { entity, to } in moves {
        let owner = design.contexts.iter().find(|(_, context)| context.entities.iter().any(|e| e.name == *entity));
        if let Some(from) = owner.map(|(id, _)| id.clone()) {
            let _ = carry(design, entity, &from, to);
        }
    }
}

fn carry(design: &mut Design, entity: &str, from: &ContextId, to: &ContextId) -> Result<(), MoveError> {
    let missing = || MoveError::NotOwned { context: from.to_string(), entity: entity.chars().take(60).collect() };
    let position = design.contexts.get(from).and_then(|c| c.entities.iter().position(|e| e.name == entity)).ok_or_else(missing)?;
    let target = design.contexts.get(to).ok_or_else(|| MoveError::NoContext(to.to_string()))?;
    if target.entities.iter().any(|e| e.name == entity) {
        return Err(MoveError::Owned { context: to.to_string(), entity: entity.to_owned() });
    }
    let Some(moved) = design.contexts.get_mut(from).map(|context| context.entities.remove(position)) else { return Err(missing()) };
    let sensitivity = moved.sensitivity;
    if let Some(context) = design.contexts.get_mut(to) {
        context.entities.push(moved);
    }
    let (Some(old), Some(new)) = (runner(design, from), runner(design, to)) else { return Ok(()) };
    if old == new {
        return Ok(());
    }
    gain_store(design, &new, sensitivity);
    lose_store(design, &old);
    describe_stores(design, &[&old, &new]);
    move_events(design, entity, &old, &new);
    drop_idle_look_ups(design);
    add_look_ups(design, entity, to);
    resilience::harden(design, Brief::read(&design.brief).latency_ms);
    resilience::widen(design);
    Ok(())
}

/// The part with the code of a context: its own, or the one that hosts it as a module.
fn runner(design: &Design, context: &ContextId) -> Option<ElementId> {
    let own = design.members(context).find(|(_, element)| matches!(element.kind, ElementKind::Service | ElementKind::Worker));
    own.map(|(id, _)| id.clone()).or_else(|| design.elements.iter().find(|(_, e)| e.modules.contains(context)).map(|(id, _)| id.clone()))
}

fn stores_of(design: &Design, part: &ElementId) -> Vec<ElementId> {
    design.links_from(part).filter(|(_, link)| link.kind == LinkKind::Owns).map(|(_, link)| link.to.clone()).collect()
}

/// The entities of the contexts a part runs.
fn entities_of(design: &Design, part: &ElementId) -> Vec<(String, Sensitivity)> {
    let Some(element) = design.elements.get(part) else { return Vec::new() };
    let contexts = element.context.iter().chain(&element.modules).filter_map(|id| design.contexts.get(id));
    contexts.flat_map(|context| &context.entities).map(|entity| (entity.name.clone(), entity.sensitivity)).collect()
}

/// Where the entity now lies there is a store, and an encrypted one when the data asks for it.
fn gain_store(design: &mut Design, part: &ElementId, sensitivity: Sensitivity) {
    if let Some(store) = stores_of(design, part).first().and_then(|id| design.elements.get_mut(id)) {
        store.encrypted |= sensitivity != Sensitivity::Plain;
        return;
    }
    let stem = part.as_str().strip_suffix("-service").unwrap_or(part.as_str());
    let id = design.free_element_id(&format!("{stem}-db"));
    let mut store = Element::new(ElementKind::Datastore).with_technology(technology("postgresql"));
    store.description = "Keeps ".to_owned();
    store.context = design.elements.get(part).and_then(|element| element.context.clone());
    store.storage_gib = Some(NEW_STORE_GIB);
    store.encrypted = sensitivity != Sensitivity::Plain;
    let limits = catalog::find("postgresql");
    store.cpu_millicores = limits.map(|technology| technology.cpu_millicores);
    store.memory_mib = limits.map(|technology| technology.memory_mib);
    design.elements.insert(id.clone(), store);
    add(design, Link::new(part.clone(), id, LinkKind::Owns));
}

/// A part that owns nothing any more needs no store, unless somebody else looks into it.
fn lose_store(design: &mut Design, part: &ElementId) {
    if !entities_of(design, part).is_empty() {
        return;
    }
    for store in stores_of(design, part) {
        if design.links_at(&store).count() != 1 {
            continue;
        }
        let links: Vec<LinkId> = design.links_at(&store).map(|(id, _)| id.clone()).collect();
        links.iter().for_each(|link| remove(design, link));
        design.elements.remove(&store);
        design.layout.remove(&store);
        let topic = format!("store-{store}");
        design.decisions.retain(|id, _| id.as_str() != topic);
        design.waivers.retain(|finding, _| !finding.to_string().contains(store.as_str()));
    }
}

/// Descriptions made by the proposal follow; a person's own words stay.
fn describe_stores(design: &mut Design, parts: &[&ElementId]) {
    for part in parts {
        let names: Vec<_> = entities_of(design, part).into_iter().map(|(name, _)| name.replace('_', " ")).collect();
        for store in stores_of(design, part) {
            if let Some(store) = design.elements.get_mut(&store).filter(|store| store.description.starts_with("Keeps ")) {
                store.description = format!("Keeps {}.", super::place::listed(&names));
            }
        }
    }
}

/// Facts about an entity are announced by its owner: `order.created` by whoever owns `orders`.
fn move_events(design: &mut Design, entity: &str, old: &ElementId, new: &ElementId) {
    let about = |event: &EventId| event.as_str().split('.').next().is_some_and(|one| relation::plural(&one.replace('-', "_")) == entity);
    let published: Vec<(LinkId, Link)> = design
        .links_from(old)
        .filter(|(_, link)| link.kind == LinkKind::Publish && link.events.iter().any(about))
        .map(|(id, link)| (id.clone(), link.clone()))
        .collect();
    for (id, link) in published {
        let (mine, theirs): (Vec<_>, Vec<_>) = link.events.iter().cloned().partition(|event| !about(event));
        let there =
            design.links.iter().find(|(_, l)| l.from == *new && l.to == link.to && l.kind == LinkKind::Publish).map(|(id, _)| id.clone());
        match there.and_then(|id| design.links.get_mut(&id)) {
            Some(publish) => publish.events.extend(theirs.iter().cloned()),
            None => add(design, Link { from: new.clone(), events: theirs.clone(), ..link.clone() }),
        }
        if mine.is_empty() {
            remove(design, &id);
        } else if let Some(publish) = design.links.get_mut(&id) {
            publish.events = mine;
        }
        // Nobody needs a broker to hear his own facts.
        let own =
            design.links.iter().find(|(_, l)| l.from == *new && l.to == link.to && l.kind == LinkKind::Subscribe).map(|(id, _)| id.clone());
        if let Some(own) = own {
            let empty = design.links.get_mut(&own).is_some_and(|subscribe| {
                subscribe.events.retain(|event| !theirs.contains(event));
                subscribe.events.is_empty()
            });
            if empty {
                remove(design, &own);
            }
        }
    }
}

/// Every key that now crosses from one part to another, as who asks, whom, and for what.
fn crossing(design: &Design) -> Vec<(ElementId, ElementId, String, String)> {
    let atoms = atoms(design);
    let mut all = Vec::new();
    for a in &atoms {
        for b in atoms.iter().filter(|b| a.refers_to(b)) {
            if let (Some(asks), Some(asked)) = (runner(design, a.context), runner(design, b.context))
                && asks != asked
            {
                all.push((asks, asked, a.name.to_owned(), b.name.to_owned()));
            }
        }
    }
    all
}

/// Calls that only fetched what is now at home go.
fn drop_idle_look_ups(design: &mut Design) {
    let crossing = crossing(design);
    let idle: Vec<LinkId> = design
        .links
        .iter()
        .filter(|(_, link)| {
            let wanted = |name: &str| crossing.iter().any(|(from, to, _, owned)| *from == link.from && *to == link.to && owned == name);
            link.label.strip_prefix(LOOK_UP).is_some_and(|names| !names.split(", ").any(|name| wanted(&name.replace(' ', "_"))))
        })
        .map(|(id, _)| id.clone())
        .collect();
    idle.iter().for_each(|id| remove(design, id));
}

/// A key of the moved entity, or to it, that nobody carries along is looked up.
fn add_look_ups(design: &mut Design, entity: &str, home: &ContextId) {
    let moved = runner(design, home);
    for (asks, asked, holder, owned) in crossing(design) {
        let concerned = (holder == entity && moved.as_ref() == Some(&asks)) || (owned == entity && moved.as_ref() == Some(&asked));
        let possible = design.possible_link_kinds(&asks, &asked).contains(&LinkKind::Rest);
        if !concerned || !possible || waits(design, &asks, &asked) || waits(design, &asked, &asks) {
            continue;
        }
        let words = owned.replace('_', " ");
        let label: String = format!("{LOOK_UP}{words}").chars().take(MAX_LINE_CHARS).collect();
        let mut link = Link::new(asks, asked, LinkKind::Rest).labelled(label);
        link.idempotent = true;
        link.fallback = Some(WITHOUT.to_owned());
        add(design, link);
    }
}

/// One part already waits for the other, directly or over others.
fn waits(design: &Design, from: &ElementId, to: &ElementId) -> bool {
    let mut seen = vec![from.clone()];
    let mut next = 0;
    while let Some(at) = seen.get(next).cloned() {
        next += 1;
        for (_, link) in design.links_from(&at).filter(|(_, link)| link.kind.is_call()) {
            if link.to == *to {
                return true;
            }
            if !seen.contains(&link.to) {
                seen.push(link.to.clone());
            }
        }
    }
    false
}

fn add(design: &mut Design, link: Link) {
    let id = design.free_link_id(&link.from, &link.to);
    design.links.insert(id, link);
}

/// Removes a link from the Design and from the journeys that took it.
fn remove(design: &mut Design, id: &LinkId) {
    design.links.remove(id);
    design.journeys.values_mut().for_each(|journey| journey.steps.retain(|step| step.link != *id));
    design.journeys.retain(|_, journey| !journey.steps.is_empty());
}
