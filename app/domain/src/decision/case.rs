//! What a decision looks at: the Design, the Brief behind it, and figures derived from both. Changes nothing.

use super::topic::About;
use crate::{
    Design,
    analysis::BESIDE_FLOOD_PERCENT,
    design::{Element, ElementKind, Link, LinkKind},
    discovery::{
        Brief, Level,
        brief::Compliance,
        capability::{self, Capability},
    },
    ids::{ContextId, ElementId, LinkId},
};

/// One request in this many changes something.
pub(crate) const REQUESTS_PER_WRITE: u64 = 10;

pub(crate) struct Case<'a> {
    pub design: &'a Design,
    pub brief: &'a Brief,
    /// What the topic is asked about.
    pub about: &'a About,
}

impl<'a> Case<'a> {
    pub(crate) fn new(design: &'a Design, brief: &'a Brief, about: &'a About) -> Self {
        Self { design, brief, about }
    }
    /// Services and workers.
    pub(crate) fn parts(&self) -> Vec<&'a ElementId> {
        parts(self.design)
    }
    /// Messages a second at the peak: each event that somebody acts on follows one write, and writes are shared out evenly.
    pub(crate) fn messages_per_second(&self) -> u64 {
        let published = self.design.links.values().filter(|link| link.kind == LinkKind::Publish);
        let direct = self.written_by_devices();
        let outside = |link: &Link| self.design.elements.get(&link.from).is_some_and(|from| from.kind == ElementKind::External);
        let rate = |link: &Link| {
            if outside(link) {
                return self.brief.peak_rps;
            }
            let announced = self.requests_per_second() * link.events.len() as u64 / REQUESTS_PER_WRITE;
            if direct {
                return announced;
            }
            // Whoever takes in measurements passes each of them on.
            let share = self.design.elements.get(&link.from).map_or(0, |from| self.measured_percent(from));
            announced.max(self.brief.peak_rps * u64::from(share) / 100)
        };
        published.map(rate).sum::<u64>().max(1)
    }
    /// Requests a second at the peak. Where devices write to a broker themselves they are the peak, and few people come beside them.
    pub(crate) fn requests_per_second(&self) -> u64 {
        let beside = if self.written_by_devices() { BESIDE_FLOOD_PERCENT } else { 100 };
        self.brief.peak_rps * beside / 100
    }
    fn written_by_devices(&self) -> bool {
        !self.design.events_from_outside().is_empty()
    }
    /// The percentage of all requests that come to a part as measurements, which are written and hardly read.
    fn measured_percent(&self, part: &Element) -> u32 {
        let known = contexts_of(part).filter_map(|context| capability_of(self.design, context));
        known.filter(|capability| capability.reads_per_write == 0).map(|capability| capability.load_percent).sum::<u32>().min(100)
    }
    /// Whether answers stand behind the Design; a Design drawn by hand has none.
    pub(crate) fn is_asked(&self) -> bool {
        !self.design.brief.is_empty()
    }
    /// The mark “known to the team”.
    pub(crate) fn known(&self, subject: &str) -> super::Mark {
        let nobody_said = self.brief.skills.is_empty();
        match self.brief.knows(subject) {
            _ if nobody_said => super::topic::mark(2, "not known"),
            Level::Strong => super::topic::mark(4, "well"),
            Level::Some => super::topic::mark(3, "somewhat"),
            Level::None => super::topic::mark(1, "nobody"),
        }
    }
}

/// Somebody will come and ask who did what, months later.
pub(crate) fn audited(case: &Case<'_>) -> bool {
    [Compliance::Soc2, Compliance::PciDss, Compliance::Hipaa].into_iter().any(|rule| case.brief.must(rule))
}

/// Services and workers.
pub(crate) fn parts(design: &Design) -> Vec<&ElementId> {
    design.elements.iter().filter(|(_, e)| matches!(e.kind, ElementKind::Service | ElementKind::Worker)).map(|(id, _)| id).collect()
}

/// Calls between services, by any protocol; connections held open are not among them.
pub(crate) fn inside_calls(design: &Design) -> Vec<(&LinkId, &Link)> {
    let is_service = |id: &ElementId| design.elements.get(id).is_some_and(|e| e.kind == ElementKind::Service);
    let inside = |link: &Link| {
        matches!(link.kind, LinkKind::Rest | LinkKind::Grpc | LinkKind::Graphql) && is_service(&link.from) && is_service(&link.to)
    };
    design.links.iter().filter(|(_, link)| inside(link)).collect()
}

/// The contexts an element belongs to or hosts.
pub(crate) fn contexts_of(element: &Element) -> impl Iterator<Item = &ContextId> {
    element.context.iter().chain(&element.modules)
}

/// The capability a context came from, by its name.
pub(crate) fn capability_of(design: &Design, context: &ContextId) -> Option<&'static Capability> {
    capability::of_context(&design.contexts.get(context)?.name)
}

/// Share of the load, in percent points of the capability table; a part the table does not know counts like a usual one.
pub(crate) fn load_percent(design: &Design, element: &Element) -> u32 {
    let known: u32 = contexts_of(element).map(|context| capability_of(design, context).map_or(10, |c| c.load_percent)).sum();
    known.max(1)
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub(crate) fn list<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.len() {
        0..=5 => crate::discovery::proposal::verdict::join(&names),
        more => format!("{} and {} more", names[..4].join(", "), more - 4),
    }
}
