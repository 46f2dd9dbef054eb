//! What a Plan finds without a search: its containers and contracts by id, the links of an element, the first step of a journey along a
//! link. A Design may have thousands of parts, so whoever asks for each of them must not look at all of them. Must not decide anything.

use super::{Container, contract::Contract};
use domain::{
    Design,
    design::{Journey, Link, LinkKind},
    ids::{ElementId, EventId, LinkId},
};
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

/// Something with an id that never changes.
pub trait Named {
    fn id(&self) -> &str;
}

impl Named for Container {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for Contract {
    fn id(&self) -> &str {
        &self.service
    }
}

/// A list that knows where each id stands in it.
#[derive(Debug, Clone)]
pub struct ById<T> {
    list: Vec<T>,
    places: BTreeMap<String, usize>,
}

impl<T: Named> ById<T> {
    /// Adds at the end. Of two with one id the first is found.
    pub fn push(&mut self, item: T) {
        self.places.entry(item.id().to_owned()).or_insert(self.list.len());
        self.list.push(item);
    }
    pub fn named(&self, id: &str) -> Option<&T> {
        self.list.get(*self.places.get(id)?)
    }
    pub fn named_mut(&mut self, id: &str) -> Option<&mut T> {
        self.list.get_mut(*self.places.get(id)?)
    }
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: BTreeMap::new() }
    }
}

impl<T: Named> FromIterator<T> for ById<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut by_id = Self::default();
        items.into_iter().for_each(|item| by_id.push(item));
        by_id
    }
}

impl<T> Deref for ById<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.list
    }
}

impl<T> DerefMut for ById<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.list
    }
}

impl<'a, T> IntoIterator for &'a ById<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut ById<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter_mut()
    }
}

/// The links of a Design by their ends, each list in order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Links<'a> {
    from: BTreeMap<&'a str, Vec<(&'a LinkId, &'a Link)>>,
    to: BTreeMap<&'a str, Vec<(&'a LinkId, &'a Link)>>,
    steps: BTreeMap<&'a str, usize>,
    carrying: BTreeMap<&'a str, Vec<&'a Link>>,
    journeys: BTreeMap<&'a str, Vec<&'a Journey>>,
}

impl<'a> Links<'a> {
    pub(super) fn of(design: &'a Design) -> Self {
        let mut links = Self::default();
        for (id, link) in &design.links {
            links.from.entry(link.from.as_str()).or_default().push((id, link));
            links.to.entry(link.to.as_str()).or_default().push((id, link));
            for event in &link.events {
                let carrying = links.carrying.entry(event.as_str()).or_default();
                if carrying.last().is_none_or(|last| !std::ptr::eq(*last, link)) {
                    carrying.push(link);
                }
            }
        }
        for journey in design.journeys.values() {
            for link in journey.steps.iter().filter_map(|step| design.links.get(&step.link)) {
                for end in [&link.from, &link.to] {
                    let journeys = links.journeys.entry(end.as_str()).or_default();
                    if journeys.last().is_none_or(|last| !std::ptr::eq(*last, journey)) {
                        journeys.push(journey);
                    }
                }
            }
        }
        for (at, step) in design.journeys.values().flat_map(|journey| &journey.steps).enumerate() {
            links.steps.entry(step.link.as_str()).or_insert(at);
        }
        links
    }
    /// Those that start at an element.
    pub fn from(&self, id: &str) -> &[(&'a LinkId, &'a Link)] {
        self.from.get(id).map_or(&[], Vec::as_slice)
    }
    /// Those that end at an element.
    pub fn to(&self, id: &str) -> &[(&'a LinkId, &'a Link)] {
        self.to.get(id).map_or(&[], Vec::as_slice)
    }
    /// The first from one element to another.
    pub fn between(&self, from: &ElementId, to: &ElementId) -> Option<&'a LinkId> {
        self.from(from.as_str()).iter().find(|(_, link)| link.to == *to).map(|(id, _)| *id)
    }
    /// Those of a kind that carry an event.
    pub fn carrying(&self, event: &EventId, kind: LinkKind) -> impl Iterator<Item = &'a Link> {
        self.carrying.get(event.as_str()).into_iter().flatten().copied().filter(move |link| link.kind == kind)
    }
    /// The journeys that touch an element, each once, in order of their ids.
    pub fn journeys_of(&self, id: &str) -> &[&'a Journey] {
        self.journeys.get(id).map_or(&[], Vec::as_slice)
    }
    /// How many steps of all journeys come before the first along a link; last where none goes along it.
    pub fn first_step(&self, link: &LinkId) -> usize {
        self.steps.get(link.as_str()).copied().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_links_are_found() {
        let design = crate::artefacts::fixture::shop();
        let plan = crate::plan::Plan::new(&design, &domain::work::Work::unlimited()).expect("a Plan");
        assert_eq!(plan.containers.named("orders").map(|c| c.id.as_str()), Some("orders"));
        assert!(plan.containers.named("stripe").is_none() && plan.contracts.named("orders").is_some());
        let ids = |links: &[(&LinkId, &Link)]| links.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>();
        assert_eq!(ids(plan.links.from("orders")), ["orders-orders-db", "orders-stripe"]);
        assert_eq!(ids(plan.links.to("orders")), ["gateway-orders"]);
        let [orders, gateway] = ["orders", "gateway"].map(|id| ElementId::new(id).expect("an id"));
        assert_eq!(plan.links.between(&gateway, &orders).map(LinkId::as_str), Some("gateway-orders"));
        assert_eq!(plan.links.between(&orders, &gateway), None);
        assert_eq!(plan.links.first_step(&LinkId::new("orders-stripe").expect("an id")), usize::MAX);
    }
}
