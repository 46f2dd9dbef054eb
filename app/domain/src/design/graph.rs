//! Questions about the shape of a Design that the canvas, the rules and the generators all ask.

use super::{Design, Element, ElementKind, Link, LinkKind, check::link_fits};
use crate::ids::{ContextId, ElementId, EventId, LinkId, first_free, slugify};
use std::collections::BTreeSet;

impl Design {
    /// Links that start at an element, in order of their ids.
    pub fn links_from<'a>(&'a self, id: &'a ElementId) -> impl Iterator<Item = (&'a LinkId, &'a Link)> {
        self.links.iter().filter(move |(_, link)| link.from == *id)
    }
    /// Links that end at an element, in order of their ids.
    pub fn links_to<'a>(&'a self, id: &'a ElementId) -> impl Iterator<Item = (&'a LinkId, &'a Link)> {
        self.links.iter().filter(move |(_, link)| link.to == *id)
    }
    /// Links at either end of an element.
    pub fn links_at<'a>(&'a self, id: &'a ElementId) -> impl Iterator<Item = (&'a LinkId, &'a Link)> {
        self.links.iter().filter(move |(_, link)| link.from == *id || link.to == *id)
    }
    /// Elements of a kind, in order of their ids.
    pub fn elements_of(&self, kind: ElementKind) -> impl Iterator<Item = (&ElementId, &Element)> {
        self.elements.iter().filter(move |(_, element)| element.kind == kind)
    }
    /// Elements inside a bounded context.
    pub fn members<'a>(&'a self, context: &'a ContextId) -> impl Iterator<Item = (&'a ElementId, &'a Element)> {
        self.elements.iter().filter(move |(_, element)| element.context.as_ref() == Some(context))
    }
    /// A data store whose contents may vanish: parts cache in it, and nothing else leads to it.
    pub fn is_cache(&self, id: &ElementId) -> bool {
        let is_store = self.elements.get(id).is_some_and(|element| element.kind == ElementKind::Datastore);
        let mut uses = self.links_to(id).map(|(_, link)| link.kind).peekable();
        is_store && uses.peek().is_some() && uses.all(|kind| kind == LinkKind::Caches)
    }
    /// Events that systems outside write to a broker themselves, past every part of ours.
    pub fn events_from_outside(&self) -> BTreeSet<&EventId> {
        let outside = |id: &ElementId| self.elements.get(id).is_some_and(|element| element.kind == ElementKind::External);
        self.links.values().filter(|link| link.kind == LinkKind::Publish && outside(&link.from)).flat_map(|link| &link.events).collect()
    }
    /// What people call an element: its title, or its id.
    pub fn display_name<'a>(&'a self, id: &'a ElementId) -> &'a str {
        self.elements.get(id).and_then(|element| element.title.as_deref()).unwrap_or(id.as_str())
    }
    /// An id nobody has yet, close to what was wanted.
    pub fn free_element_id(&self, wanted: &str) -> ElementId {
        let slug = first_free(&slugify(wanted, "part"), |taken| self.elements.contains_key(taken));
        slug_id(slug)
    }
    /// An id for a link between two elements that no link has yet.
    pub fn free_link_id(&self, from: &ElementId, to: &ElementId) -> LinkId {
        let slug = first_free(&slugify(&format!("{from}-{to}"), "link"), |taken| self.links.contains_key(taken));
        slug_id(slug)
    }
    /// An id for a context close to a name.
    pub fn free_context_id(&self, wanted: &str) -> ContextId {
        let slug = first_free(&slugify(wanted, "context"), |taken| self.contexts.contains_key(taken));
        slug_id(slug)
    }
    /// The kinds a link from one element to another may have, the likeliest first. Empty when they cannot be joined.
    pub fn possible_link_kinds(&self, from: &ElementId, to: &ElementId) -> Vec<LinkKind> {
        let (Some(a), Some(b)) = (self.elements.get(from), self.elements.get(to)) else { return Vec::new() };
        if from == to {
            return Vec::new();
        }
        let mut kinds: Vec<LinkKind> = LinkKind::ALL.into_iter().filter(|kind| link_fits(*kind, a.kind, b.kind).is_ok()).collect();
        let likely = match b.kind {
            ElementKind::Broker if a.kind == ElementKind::Worker => LinkKind::Subscribe,
            ElementKind::Broker => LinkKind::Publish,
            ElementKind::Datastore if b.technology.as_ref().is_some_and(|t| t.as_str() == "redis") => LinkKind::Caches,
            ElementKind::Datastore if self.links_to(to).any(|(_, link)| link.kind == LinkKind::Owns) => LinkKind::Reads,
            ElementKind::Datastore => LinkKind::Owns,
            ElementKind::External => LinkKind::Uses,
            _ => LinkKind::Rest,
        };
        kinds.sort_by_key(|kind| *kind != likely);
        kinds
    }
}

/// Slugs made by [`slugify`] and [`first_free`] are ids by construction.
#[expect(clippy::expect_used, reason = "slugify and first_free return valid slugs, which their own tests show")]
fn slug_id<T: TryFrom<String, Error = crate::ids::IdError>>(slug: String) -> T {
    T::try_from(slug).expect("a slug")
}
