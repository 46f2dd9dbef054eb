//! Applying Edits. Every arm checks first and changes afterwards, so that a refused Edit leaves no trace.
//!
//! Element and link fields are changed one at a time, and some pairs only make sense together (a kind and its technology,
//! a link's kind and its end). Inside a batch such a pair may pass through a state that would be refused on its own: the
//! batch is checked as a whole when it ends.

use super::{Edit, EditError, MAX_BATCH};
use crate::{
    Design,
    design::{Checker, limits::*},
    ids::{ElementId, LinkId},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a batch touched and must be checked before it counts.
#[derive(Default)]
struct Touched {
    elements: BTreeSet<ElementId>,
    links: BTreeSet<LinkId>,
}

impl Design {
    /// Changes the Design and returns the Edit that undoes it. On error nothing has changed.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        if edit.count() > MAX_BATCH {
            return Err(EditError::TooMany);
        }
        let mut touched = Touched::default();
        let inverse = self.perform(edit, &mut touched)?;
        match self.check_touched(&touched) {
            Ok(()) => Ok(inverse),
            Err(error) => {
                self.undo(inverse);
                Err(error)
            }
        }
    }

    /// Reverts what was just performed. An inverse always fits the state it was made for.
    fn undo(&mut self, inverse: Edit) {
        let reverted = self.perform(inverse, &mut Touched::default());
        debug_assert!(reverted.is_ok(), "an inverse must fit: {reverted:?}");
    }

    fn perform(&mut self, edit: Edit, touched: &mut Touched) -> Result<Edit, EditError> {
        Ok(match edit {
            Edit::SetName { name } => {
                check(|c| c.name("name", &name))?;
                Edit::SetName { name: std::mem::replace(&mut self.name, name) }
            }
            Edit::SetSummary { summary } => {
                check(|c| c.text("summary", &summary))?;
                Edit::SetSummary { summary: std::mem::replace(&mut self.summary, summary) }
            }
            Edit::SetAnswer { question, answer } => {
                check(|c| {
                    if let Some(answer) = &answer {
                        answer.check(c, &format!("brief.{question}"));
                    }
                    c.count("brief", "answers", grown(&self.brief, &question), MAX_ENTRIES);
                })?;
                let answer = exchange(&mut self.brief, &question, answer);
                Edit::SetAnswer { question, answer }
            }
            Edit::ChangePlatform { change } => {
                let inverse = change.exchange(&mut self.platform);
                if let Err(error) = check(|c| self.check_platform(c)) {
                    inverse.exchange(&mut self.platform);
                    return Err(error);
                }
                Edit::ChangePlatform { change: inverse }
            }
            Edit::AddContext { id, context } => {
                free(&self.contexts, "context", &id)?;
                check(|c| {
                    c.count("contexts", "contexts", self.contexts.len() + 1, MAX_CONTEXTS);
                    c.context(&format!("contexts.{id}"), &context);
                })?;
                self.contexts.insert(id.clone(), context);
                Edit::RemoveContext { id }
            }
            Edit::RemoveContext { id } => {
                let user = self.elements.iter().find(|(_, e)| e.context.as_ref() == Some(&id) || e.modules.contains(&id));
                if let Some((user, _)) = user {
                    return Err(in_use("context", &id, format!("element “{user}”")));
                }
                let context = take(&mut self.contexts, "context", &id)?;
                Edit::AddContext { id, context }
            }
            Edit::ChangeContext { id, change } => {
                let context = get(&mut self.contexts, "context", &id)?;
                let inverse = change.exchange(context);
                if let Err(error) = check(|c| c.context(&format!("contexts.{id}"), context)) {
                    inverse.exchange(context);
                    return Err(error);
                }
                Edit::ChangeContext { id, change: inverse }
            }
            Edit::AddElement { id, element, placement } => {
                free(&self.elements, "element", &id)?;
                check(|c| {
                    c.count("elements", "elements", self.elements.len() + 1, MAX_ELEMENTS);
                    if let Some(placement) = &placement {
                        c.placement(&format!("layout.{id}"), placement);
                    }
                })?;
                touched.elements.insert(id.clone());
                self.elements.insert(id.clone(), *element);
                exchange(&mut self.layout, &id, placement);
                Edit::RemoveElement { id }
            }
            Edit::RemoveElement { id } => {
                if let Some((user, _)) = self.links_at(&id).next() {
                    return Err(in_use("element", &id, format!("link “{user}”")));
                }
                let element = take(&mut self.elements, "element", &id)?;
                let placement = self.layout.remove(&id);
                Edit::AddElement { id, element: Box::new(element), placement }
            }
            Edit::ChangeElement { id, change } => {
                let element = get(&mut self.elements, "element", &id)?;
                let kind_changes = matches!(change, super::ElementField::Kind(_));
                let change = change.exchange(element);
                if kind_changes {
                    let links: Vec<LinkId> = self.links_at(&id).map(|(link, _)| link.clone()).collect();
                    touched.links.extend(links);
                }
                touched.elements.insert(id.clone());
                Edit::ChangeElement { id, change }
            }
            Edit::RenameElement { from, to } => {
                free(&self.elements, "element", &to)?;
                let inverse = self.rename(from.clone(), to.clone())?;
                // What was changed before in the same batch is still to be checked, under its new name.
                if touched.elements.remove(&from) {
                    touched.elements.insert(to);
                }
                inverse
            }
            Edit::AddLink { id, link } => {
                free(&self.links, "link", &id)?;
                check(|c| c.count("links", "links", self.links.len() + 1, MAX_LINKS))?;
                touched.links.insert(id.clone());
                self.links.insert(id.clone(), *link);
                Edit::RemoveLink { id }
            }
            Edit::RemoveLink { id } => {
                if let Some((user, _)) = self.journeys.iter().find(|(_, j)| j.steps.iter().any(|step| step.link == id)) {
                    return Err(in_use("link", &id, format!("journey “{user}”")));
                }
                let link = take(&mut self.links, "link", &id)?;
                Edit::AddLink { id, link: Box::new(link) }
            }
            Edit::ChangeLink { id, change } => {
                let link = get(&mut self.links, "link", &id)?;
                let change = change.exchange(link);
                touched.links.insert(id.clone());
                Edit::ChangeLink { id, change }
            }
            Edit::SetEvent { id, event } => {
                match &event {
                    Some(event) => check(|c| {
                        c.count("events", "events", grown(&self.events, &id), MAX_EVENTS);
                        c.event(&format!("events.{id}"), event);
                    })?,
                    None => {
                        if let Some((user, _)) = self.links.iter().find(|(_, link)| link.events.contains(&id)) {
                            return Err(in_use("event", &id, format!("link “{user}”")));
                        }
                    }
                }
                let event = exchange(&mut self.events, &id, event);
                Edit::SetEvent { id, event }
            }
            Edit::SetJourney { id, journey } => {
                if let Some(journey) = &journey {
                    check(|c| {
                        let path = format!("journeys.{id}");
                        c.count("journeys", "journeys", grown(&self.journeys, &id), MAX_JOURNEYS);
                        c.journey(&path, journey);
                        self.check_journey_references(c, &path, journey);
                    })?;
                }
                let journey = exchange(&mut self.journeys, &id, journey);
                Edit::SetJourney { id, journey }
            }
            Edit::SetDecision { topic, decision } => {
                if let Some(decision) = &decision {
                    check(|c| {
                        c.count("decisions", "decisions", grown(&self.decisions, &topic), MAX_ENTRIES);
                        decision.check(c, &format!("decisions.{topic}"));
                    })?;
                }
                let decision = exchange(&mut self.decisions, &topic, decision);
                Edit::SetDecision { topic, decision }
            }
            Edit::SetWaiver { finding, reason } => {
                if let Some(reason) = &reason {
                    check(|c| {
                        c.count("waivers", "waivers", grown(&self.waivers, &finding), MAX_WAIVERS);
                        c.name(&format!("waivers.{finding}"), reason);
                    })?;
                }
                let reason = exchange(&mut self.waivers, &finding, reason);
                Edit::SetWaiver { finding, reason }
            }
            Edit::Place { id, placement } => {
                get(&mut self.elements, "element", &id)?;
                if let Some(placement) = &placement {
                    check(|c| c.placement(&format!("layout.{id}"), placement))?;
                }
                let placement = exchange(&mut self.layout, &id, placement);
                Edit::Place { id, placement }
            }
            Edit::Batch { edits } => {
                let mut inverses = Vec::with_capacity(edits.len());
                for edit in edits {
                    match self.perform(edit, touched) {
                        Ok(inverse) => inverses.push(inverse),
                        Err(error) => {
                            inverses.into_iter().rev().for_each(|inverse| self.undo(inverse));
                            return Err(error);
                        }
                    }
                }
                inverses.reverse();
                Edit::Batch { edits: inverses }
            }
        })
    }

    fn check_touched(&self, touched: &Touched) -> Result<(), EditError> {
        check(|c| {
            for id in &touched.elements {
                if let Some(element) = self.elements.get(id) {
                    let path = format!("elements.{id}");
                    c.element(&path, element);
                    self.check_element_references(c, &path, element);
                }
            }
            for id in &touched.links {
                if let Some(link) = self.links.get(id) {
                    let path = format!("links.{id}");
                    c.link(&path, link);
                    self.check_link_references(c, &path, link);
                }
            }
        })
    }
}

fn check(run: impl FnOnce(&mut Checker)) -> Result<(), EditError> {
    let mut checker = Checker::new();
    run(&mut checker);
    match checker.problems.into_iter().next() {
        None => Ok(()),
        Some(problem) => Err(EditError::Invalid { path: problem.path, message: problem.message }),
    }
}

fn in_use(kind: &'static str, id: &impl ToString, user: String) -> EditError {
    EditError::InUse { kind, id: id.to_string(), user }
}

pub(super) fn free<K: Ord + ToString, V>(map: &BTreeMap<K, V>, kind: &'static str, id: &K) -> Result<(), EditError> {
    if map.contains_key(id) { Err(EditError::Taken { kind, id: id.to_string() }) } else { Ok(()) }
}

fn get<'a, K: Ord + ToString, V>(map: &'a mut BTreeMap<K, V>, kind: &'static str, id: &K) -> Result<&'a mut V, EditError> {
    map.get_mut(id).ok_or_else(|| EditError::Missing { kind, id: id.to_string() })
}

pub(super) fn take<K: Ord + ToString, V>(map: &mut BTreeMap<K, V>, kind: &'static str, id: &K) -> Result<V, EditError> {
    map.remove(id).ok_or_else(|| EditError::Missing { kind, id: id.to_string() })
}

/// How many entries there are once this one is set.
fn grown<K: Ord, V>(map: &BTreeMap<K, V>, id: &K) -> usize {
    map.len() + usize::from(!map.contains_key(id))
}

/// Sets or clears an entry; returns what stood there.
fn exchange<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, id: &K, value: Option<V>) -> Option<V> {
    match value {
        Some(value) => map.insert(id.clone(), value),
        None => map.remove(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        design::{Element, ElementKind},
        edit::ElementField,
        review::FindingKey,
    };

    fn id(text: &str) -> ElementId {
        ElementId::new(text).unwrap()
    }
    fn rename(from: &str, to: &str) -> Edit {
        Edit::RenameElement { from: id(from), to: id(to) }
    }
    fn with_a_part(name: &str) -> Design {
        let mut design = Design::new("x");
        design.apply(Edit::add_element(id(name), Element::new(ElementKind::Service), None)).unwrap();
        design
    }

    #[test]
    fn a_name_changed_in_the_same_batch_hides_nothing_from_the_check() {
        let port = |name: &str| Edit::ChangeElement { id: id(name), change: ElementField::Port(Some(0)) };
        let added = |name: &str| Edit::add_element(id(name), Element { port: Some(0), ..Element::new(ElementKind::Service) }, None);
        let batches = [
            vec![port("a"), rename("a", "b")],
            vec![rename("a", "b"), port("b")],
            vec![port("a"), rename("a", "b"), rename("b", "c")],
            vec![port("a"), rename("a", "b"), Edit::add_element(id("a"), Element::new(ElementKind::Service), None)],
            vec![added("n"), rename("n", "m")],
        ];
        for edits in batches {
            let mut design = with_a_part("a");
            let before = design.clone();
            let error = design.apply(Edit::Batch { edits: edits.clone() }).unwrap_err();
            assert!(matches!(&error, EditError::Invalid { path, .. } if path.ends_with(".port")), "{edits:?}: {error:?}");
            assert_eq!(design, before);
        }
        let mut design = with_a_part("a");
        let healed = vec![port("a"), rename("a", "b"), Edit::ChangeElement { id: id("b"), change: ElementField::Port(Some(80)) }];
        design.apply(Edit::Batch { edits: healed }).unwrap();
        assert_eq!(design.problems(), vec![]);
    }

    #[test]
    fn a_renaming_that_would_make_two_waivers_one_is_refused() {
        let mut design = with_a_part("orders");
        for subject in ["orders", "gone-long-ago"] {
            let finding = FindingKey::new("REL104", subject);
            design.apply(Edit::SetWaiver { finding, reason: Some("Known".into()) }).unwrap();
        }
        let before = design.clone();
        assert!(matches!(design.apply(rename("orders", "gone-long-ago")), Err(EditError::Taken { kind: "waiver", .. })));
        assert_eq!(design, before);
    }
}
