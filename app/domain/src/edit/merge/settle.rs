//! What was merged value by value must be a valid Design. What one side deleted and the other builds on stays or comes back as
//! theirs, and a person is asked.

use super::{
    choice::{Clash, Take},
    tree::{Merged, Path, document, get, put},
    words,
};
use crate::{
    Design,
    ids::{ContextId, ElementId, EventId, LinkId},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// A merge on its way to a valid Design.
pub(super) struct Settling<'a> {
    design: Design,
    base: &'a Design,
    theirs: &'a Design,
    mine: &'a Design,
    my_document: Value,
    clashes: Vec<Clash>,
}

/// Something that others need.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Needed {
    Element(ElementId),
    Context(ContextId),
    Event(EventId),
    Link(LinkId),
}

impl Needed {
    fn path(&self) -> Path {
        let (of, id) = match self {
            Self::Element(id) => ("elements", id.as_str()),
            Self::Context(id) => ("contexts", id.as_str()),
            Self::Event(id) => ("events", id.as_str()),
            Self::Link(id) => ("links", id.as_str()),
        };
        vec![of.to_owned(), id.to_owned()]
    }
    fn at(path: &[String]) -> Option<Self> {
        let [of, id] = path else { return None };
        match of.as_str() {
            "elements" => ElementId::new(id).ok().map(Self::Element),
            "contexts" => ContextId::new(id).ok().map(Self::Context),
            "events" => EventId::new(id).ok().map(Self::Event),
            "links" => LinkId::new(id).ok().map(Self::Link),
            _ => None,
        }
    }
    fn is_in(&self, design: &Design) -> bool {
        match self {
            Self::Element(id) => design.elements.contains_key(id),
            Self::Context(id) => design.contexts.contains_key(id),
            Self::Event(id) => design.events.contains_key(id),
            Self::Link(id) => design.links.contains_key(id),
        }
    }
}

/// Who needs it.
enum User {
    Link(LinkId),
    Element(ElementId),
    Journey(crate::ids::JourneyId),
}

impl<'a> Settling<'a> {
    pub(super) fn new(merged: Merged, base: &'a Design, theirs: &'a Design, mine: &'a Design) -> Self {
        let mut settling = Self { design: theirs.clone(), base, theirs, mine, my_document: document(mine), clashes: Vec::new() };
        match serde_json::from_value(merged.document) {
            Ok(design) => settling.design = design,
            Err(_) => settling.give_up(),
        }
        for collision in merged.collisions {
            settling.collide(collision.path, collision.theirs, collision.mine);
        }
        settling
    }

    pub(super) fn finish(self) -> (Design, Vec<Clash>) {
        (self.design, self.clashes)
    }

    /// Until everything that is needed is there and everything is valid.
    pub(super) fn settle(&mut self) {
        let things = |design: &Design| {
            design.elements.len() + design.links.len() + design.contexts.len() + design.events.len() + design.journeys.len()
        };
        // Every round brings one thing back or takes one away, and none goes both ways more than once.
        let rounds = 4 * (things(self.base) + things(self.theirs) + things(self.mine)) + 16;
        for _ in 0..rounds {
            if let Some((user, needed)) = self.missing() {
                self.provide(user, needed);
                continue;
            }
            self.drop_places_of_nothing();
            let Some(problem) = self.design.problems().into_iter().next() else { return };
            self.take_back(&problem.path);
        }
        if !self.design.problems().is_empty() {
            self.give_up();
        }
    }

    fn drop_places_of_nothing(&mut self) {
        let elements = &self.design.elements;
        self.design.layout.retain(|id, _| elements.contains_key(id));
    }

    /// Nothing of mine fits: all of it is one choice.
    fn give_up(&mut self) {
        self.design = self.theirs.clone();
        let all = self.my_document.as_object().into_iter().flatten().map(|(key, value)| (vec![key.clone()], Some(value.clone()))).collect();
        let clash = Clash::new(String::new(), "The whole design".into(), "As it is stored".into(), "As it is here".into(), Take::Put(all));
        self.clashes = vec![clash];
    }

    /// Two values that cannot both be.
    fn collide(&mut self, path: Path, theirs: Option<Value>, mine: Option<Value>) {
        match (path.as_slice(), &theirs, &mine) {
            ([of, _], None, Some(_)) if of != "layout" && Needed::at(&path).is_some() => _ = self.deleted_by_them(&path),
            ([of, _], Some(_), None) if of != "layout" && Needed::at(&path).is_some() => self.deleted_by_me(&path),
            // A place goes with its element.
            ([of, id], None, Some(_)) if of == "layout" && !self.theirs.elements.contains_key(id.as_str()) => {
                _ = self.deleted_by_them(&["elements".to_owned(), id.clone()]);
            }
            ([of, id], Some(_), None) if of == "layout" && !self.mine.elements.contains_key(id.as_str()) => {
                self.deleted_by_me(&["elements".to_owned(), id.clone()]);
            }
            ([of, _], ..) if of == "layout" => self.places(path, mine),
            ([of, _], Some(theirs), Some(mine)) if of == "decisions" && (is_draft(theirs) || is_draft(mine)) => {
                // The log drafts what the drawing shows, and does so again after the merge.
                if is_draft(theirs) && !is_draft(mine) {
                    let mut merged = document(&self.design);
                    put(&mut merged, &path, Some(mine));
                    self.design = serde_json::from_value(merged).unwrap_or_else(|_| self.design.clone());
                }
            }
            _ => self.clashes.push(Clash::of_field(path, theirs, mine, self.mine)),
        }
    }

    /// Parts that both have moved are one question.
    fn places(&mut self, path: Path, mine: Option<Value>) {
        const PLACES: &str = "layout";
        match self.clashes.iter_mut().find(|clash| clash.path == PLACES) {
            Some(clash) => clash.also(path, mine),
            None => {
                let take = Take::Put(vec![(path, mine)]);
                self.clashes.push(Clash::new(
                    PLACES.into(),
                    "Places on the canvas".into(),
                    "As they moved them".into(),
                    "As I moved them".into(),
                    take,
                ));
            }
        }
    }

    /// The choice about a thing that they deleted: with mine it comes back, and so does what went with it.
    fn deleted_by_them(&mut self, path: &[String]) -> usize {
        let name = path.join(".");
        if let Some(i) = self.clashes.iter().position(|clash| clash.path == name) {
            return i;
        }
        let mine = get(&self.my_document, path).cloned();
        let title = words::title(self.mine, path);
        let mut clash = Clash::new(name, title, "Deleted".into(), "Kept, with my changes".into(), Take::Put(vec![(path.to_vec(), mine)]));
        let own = |of: &str, id: &str| vec![of.to_owned(), id.to_owned()];
        match Needed::at(path) {
            Some(Needed::Element(id)) => {
                let mut with = vec![own("layout", id.as_str())];
                with.extend(
                    self.mine
                        .links_at(&id)
                        .filter(|(link, _)| !self.theirs.links.contains_key(*link))
                        .map(|(link, _)| own("links", link.as_str())),
                );
                for path in with {
                    if let Some(value) = get(&self.my_document, &path) {
                        clash.also(path.clone(), Some(value.clone()));
                    }
                }
            }
            Some(Needed::Context(id)) => {
                for member in self.mine.members(&id).map(|(member, _)| member).filter(|member| self.design.elements.contains_key(*member)) {
                    let path = [own("elements", member.as_str()), vec!["context".to_owned()]].concat();
                    clash.also(path, Some(Value::String(id.to_string())));
                }
            }
            _ => {}
        }
        self.clashes.push(clash);
        self.clashes.len() - 1
    }

    /// The choice about a thing that I deleted: it stands as theirs, with what I deleted along with it.
    fn deleted_by_me(&mut self, path: &[String]) {
        let name = path.join(".");
        let Some(needed) = Needed::at(path) else { return };
        if self.clashes.iter().all(|clash| clash.path != name) {
            let take = match &needed {
                Needed::Element(id) => Take::RemoveElement(id.clone()),
                Needed::Context(id) => Take::RemoveContext(id.clone()),
                Needed::Link(id) => Take::RemoveLink(id.clone()),
                Needed::Event(_) => Take::Put(vec![(path.to_vec(), None)]),
            };
            self.clashes.push(Clash::new(name, words::title(self.theirs, path), "Kept, with their changes".into(), "Deleted".into(), take));
        }
        self.bring_back(&needed);
    }

    fn bring_back(&mut self, needed: &Needed) {
        let (design, theirs) = (&mut self.design, self.theirs);
        let mut links: BTreeSet<LinkId> = BTreeSet::new();
        match needed {
            Needed::Element(id) => {
                copy(&mut design.elements, &theirs.elements, id);
                copy(&mut design.layout, &theirs.layout, id);
                links.extend(theirs.links_at(id).map(|(link, _)| link.clone()));
            }
            Needed::Context(id) => {
                copy(&mut design.contexts, &theirs.contexts, id);
                for (member, element) in &theirs.elements {
                    let Some(own) = design.elements.get_mut(member) else { continue };
                    if own.context.is_none() && element.context.as_ref() == Some(id) {
                        own.context = Some(id.clone());
                    }
                    if element.modules.contains(id) && !own.modules.contains(id) {
                        own.modules.push(id.clone());
                    }
                }
            }
            Needed::Event(id) => {
                copy(&mut design.events, &theirs.events, id);
                for (link, theirs) in theirs.links.iter().filter(|(_, link)| link.events.contains(id)) {
                    if let Some(own) = design.links.get_mut(link)
                        && !own.events.contains(id)
                        && own.kind == theirs.kind
                    {
                        own.events.push(id.clone());
                    }
                }
            }
            Needed::Link(id) => {
                links.insert(id.clone());
            }
        }
        for link in &links {
            let ends = theirs.links.get(link).map(|link| (&link.from, &link.to));
            if ends.is_some_and(|(from, to)| {
                matches!(needed, Needed::Link(_)) || (design.elements.contains_key(from) && design.elements.contains_key(to))
            }) {
                copy(&mut design.links, &theirs.links, link);
            }
        }
        for (id, journey) in &theirs.journeys {
            let on_way = journey.steps.iter().any(|step| links.contains(&step.link));
            if on_way && self.base.journeys.get(id) == Some(journey) {
                design.journeys.insert(id.clone(), journey.clone());
            }
        }
    }

    /// Something that is needed and not there.
    fn missing(&self) -> Option<(User, Needed)> {
        let design = &self.design;
        for (id, link) in &design.links {
            for end in [&link.from, &link.to] {
                if !design.elements.contains_key(end) {
                    return Some((User::Link(id.clone()), Needed::Element(end.clone())));
                }
            }
            if let Some(event) = link.events.iter().find(|event| !design.events.contains_key(*event)) {
                return Some((User::Link(id.clone()), Needed::Event(event.clone())));
            }
        }
        for (id, element) in &design.elements {
            if let Some(context) = element.context.iter().chain(&element.modules).find(|context| !design.contexts.contains_key(*context)) {
                return Some((User::Element(id.clone()), Needed::Context(context.clone())));
            }
        }
        for (id, journey) in &design.journeys {
            if let Some(step) = journey.steps.iter().find(|step| !design.links.contains_key(&step.link)) {
                return Some((User::Journey(id.clone()), Needed::Link(step.link.clone())));
            }
        }
        None
    }

    fn provide(&mut self, user: User, needed: Needed) {
        if needed.is_in(self.theirs) {
            return self.deleted_by_me(&needed.path());
        }
        // They deleted it: what needs it goes back to what it was without, and comes along when it is kept.
        let path = match &user {
            User::Link(id) => vec!["links".to_owned(), id.to_string()],
            User::Element(id) => vec!["elements".to_owned(), id.to_string(), "context".to_owned()],
            User::Journey(id) => vec!["journeys".to_owned(), id.to_string()],
        };
        let mine = get(&self.my_document, &path).cloned();
        let clash = self.deleted_by_them(&needed.path());
        match (user, &needed) {
            (User::Link(id), Needed::Event(event)) => {
                if let Some(link) = self.design.links.get_mut(&id) {
                    link.events.retain(|other| other != event);
                }
                let path = vec!["links".to_owned(), id.to_string(), "events".to_owned()];
                let events = get(&self.my_document, &path).cloned();
                self.clashes[clash].also(path, events);
                return;
            }
            (User::Link(id), _) => {
                self.design.links.remove(&id);
                if self.theirs.links.contains_key(&id) {
                    copy(&mut self.design.links, &self.theirs.links, &id);
                }
            }
            (User::Element(id), Needed::Context(context)) => {
                let Some(element) = self.design.elements.get_mut(&id) else { return };
                if element.modules.contains(context) {
                    element.modules.retain(|other| other != context);
                    let path = vec!["elements".to_owned(), id.to_string(), "modules".to_owned()];
                    let modules = get(&self.my_document, &path).cloned();
                    self.clashes[clash].also(path, modules);
                }
                if element.context.as_ref() != Some(context) {
                    return;
                }
                element.context = None;
            }
            (User::Element(_), _) => return,
            (User::Journey(id), Needed::Link(link)) => match self.theirs.journeys.get(&id) {
                Some(theirs) => _ = self.design.journeys.insert(id, theirs.clone()),
                None => {
                    if let Some(journey) = self.design.journeys.get_mut(&id) {
                        journey.steps.retain(|step| step.link != *link);
                    }
                }
            },
            (User::Journey(_), _) => return,
        }
        self.clashes[clash].also(path, mine);
    }

    /// What of mine makes the Design invalid goes back to theirs, and a person is asked.
    fn take_back(&mut self, problem: &str) {
        let mut keys = problem.split('.');
        let (Some(of), id) = (keys.next(), keys.next()) else { return self.give_up() };
        let Some(id) = id else { return self.give_up() };
        // Names of events have dots in them.
        let id = if of == "events" { problem.strip_prefix("events.").unwrap_or(id) } else { id };
        let event = (of == "events")
            .then(|| self.design.events.keys().find(|event| id.starts_with(event.as_str())).map(ToString::to_string))
            .flatten();
        let path = vec![of.to_owned(), event.unwrap_or_else(|| id.to_owned())];
        let theirs = get(&document(self.theirs), &path).cloned();
        let mine = get(&self.my_document, &path).cloned();
        let mut merged = document(&self.design);
        let before = get(&merged, &path).cloned();
        if before == theirs || !put(&mut merged, &path, theirs.as_ref()) {
            return self.give_up(); // It is not because of this thing.
        }
        match serde_json::from_value(merged) {
            Ok(design) => self.design = design,
            Err(_) => return self.give_up(),
        }
        let inside = format!("{}.", path.join("."));
        self.clashes.retain(|clash| !clash.path.starts_with(&inside) && clash.path != path.join("."));
        self.clashes.push(Clash::of_field(path, theirs, mine, self.mine));
    }
}

/// A decision that the log wrote down and no person has spoken about.
fn is_draft(decision: &Value) -> bool {
    decision.get("status").and_then(Value::as_str) == Some("proposed") && decision.get("override_reason").is_none()
}

fn copy<K: Ord + Clone, V: Clone>(to: &mut std::collections::BTreeMap<K, V>, from: &std::collections::BTreeMap<K, V>, key: &K) {
    if let Some(value) = from.get(key) {
        to.insert(key.clone(), value.clone());
    }
}
