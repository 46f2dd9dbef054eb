//! What is selected: parts, links, or one context. Pure; the editor shows it.

use domain::{
    Design,
    ids::{ContextId, ElementId, LinkId},
};
use std::collections::BTreeSet;

/// The selection of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub parts: BTreeSet<ElementId>,
    pub links: BTreeSet<LinkId>,
    pub context: Option<ContextId>,
}

impl Selection {
    pub fn part(id: ElementId) -> Self {
        Self { parts: BTreeSet::from([id]), ..Self::default() }
    }
    pub fn link(id: LinkId) -> Self {
        Self { links: BTreeSet::from([id]), ..Self::default() }
    }
    pub fn context(id: ContextId) -> Self {
        Self { context: Some(id), ..Self::default() }
    }
    /// The part or the link of this id, when the design has one.
    pub fn named(design: &Design, id: &str) -> Option<Self> {
        let part = ElementId::new(id).ok().filter(|id| design.elements.contains_key(id)).map(Self::part);
        part.or_else(|| LinkId::new(id).ok().filter(|id| design.links.contains_key(id)).map(Self::link))
    }
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    /// The part, when exactly one part and nothing else is selected.
    pub fn only_part(&self) -> Option<&ElementId> {
        (self.parts.len() == 1 && self.links.is_empty()).then(|| self.parts.first()).flatten()
    }
    /// The link, when exactly one link and nothing else is selected.
    pub fn only_link(&self) -> Option<&LinkId> {
        (self.links.len() == 1 && self.parts.is_empty()).then(|| self.links.first()).flatten()
    }
    /// Adds a part, or takes it out when it is in.
    pub fn toggle_part(&mut self, id: ElementId) {
        self.context = None;
        if !self.parts.remove(&id) {
            self.parts.insert(id);
        }
    }
    /// Adds a link, or takes it out when it is in.
    pub fn toggle_link(&mut self, id: LinkId) {
        self.context = None;
        if !self.links.remove(&id) {
            self.links.insert(id);
        }
    }
    /// Forgets what the design no longer has.
    pub fn retain(&mut self, design: &Design) {
        self.parts.retain(|id| design.elements.contains_key(id));
        self.links.retain(|id| design.links.contains_key(id));
        self.context = self.context.take().filter(|id| design.contexts.contains_key(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> ElementId {
        ElementId::new(name).expect("an id")
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        let mut selection = Selection::part(part("a"));
        selection.toggle_part(part("b"));
        assert_eq!(selection.only_part(), None);
        selection.toggle_part(part("b"));
        assert_eq!(selection.only_part(), Some(&part("a")));
    }

    #[test]
    fn what_is_gone_is_not_selected() {
        let mut selection = Selection::part(part("a"));
        selection.retain(&Design::new("Empty"));
        assert!(selection.is_empty());
    }
}
