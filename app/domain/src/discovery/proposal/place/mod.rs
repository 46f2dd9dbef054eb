//! Draws the Design: contexts, elements, links, events and journeys for the deployables chosen. Technologies are first
//! guesses here; the decisions settle them afterwards.

mod elements;
mod events;
mod flood;
mod journeys;
mod links;
pub(crate) mod resilience;
mod scale;

pub(crate) use elements::listed;
pub use journeys::journeys;
pub use scale::scale;

use super::{Found, group::Deployable};
use crate::{
    Design,
    design::{Link, LinkKind},
    discovery::Brief,
    ids::{ElementId, EventId, TechnologyId},
};

/// Ids that a proposal gives to the parts every system has.
pub const GATEWAY: &str = "api-gateway";
pub const BROKER: &str = "broker";
pub const CURRENT_SYSTEM: &str = "current-system";

/// What is drawn from.
pub(super) struct Drawing<'a> {
    pub brief: &'a Brief,
    pub found: &'a [Found],
    pub parts: &'a [Deployable],
    pub design: Design,
}

/// Draws everything but the decisions: contexts, elements, links, events.
pub fn draw(brief: &Brief, found: &[Found], parts: &[Deployable], design: Design) -> Design {
    let mut drawing = Drawing { brief, found, parts, design };
    drawing.contexts();
    drawing.elements();
    drawing.links();
    drawing.events();
    drawing.externals();
    drawing.design
}

impl Drawing<'_> {
    pub(super) fn link(&mut self, link: Link) {
        let id = self.design.free_link_id(&link.from, &link.to);
        self.design.links.insert(id, link);
    }
    pub(super) fn connect(&mut self, from: &str, to: &str, kind: LinkKind) -> Link {
        Link::new(element(from), element(to), kind)
    }
}

/// The id of an element this module names.
#[expect(
    clippy::expect_used,
    reason = "every name is a service of the capability table, a slug made from words, or a constant; tests cover all"
)]
pub(crate) fn element(id: &str) -> ElementId {
    ElementId::new(id).expect("a slug")
}
#[expect(clippy::expect_used, reason = "technologies are named in this crate, and a test checks each in the catalogue")]
pub(crate) fn technology(slug: &str) -> TechnologyId {
    TechnologyId::new(slug).expect("a slug")
}
#[expect(clippy::expect_used, reason = "the capability table's own test checks its event names")]
pub(crate) fn event_id(name: &str) -> EventId {
    EventId::new(name).expect("an event name")
}
