//! What systems can do, as a table: each capability with its bounded context, the data it owns, what it announces and hears,
//! whom it asks and what it needs from outside. Facts only; the proposal engine decides what to make of them.

mod commerce;
pub mod external;
mod matching;
mod people;
mod place;
mod platform;
mod work;

pub use external::External;
pub use matching::{Match, archetype_of, find_in};

use crate::design::{ElementKind, FieldType, Sensitivity, Subdomain};

/// One thing a business can do.
#[derive(Debug, Clone, Copy)]
pub struct Capability {
    pub slug: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub icon: &'static str,
    /// Capabilities of one family belong together when parts must be joined.
    pub family: Family,
    /// Name of its bounded context.
    pub context: &'static str,
    /// What the context is responsible for.
    pub purpose: &'static str,
    pub subdomain: Subdomain,
    /// Id of its service.
    pub service: &'static str,
    /// A service that answers requests, or a worker that reacts to events.
    pub kind: ElementKind,
    /// Where its interface begins; empty for workers.
    pub path: &'static str,
    /// What it owns. When two chosen capabilities name the same entity, the later one in the table owns it.
    pub entities: &'static [(&'static str, Sensitivity)],
    pub shape: Shape,
    /// The language it is best written in, and why.
    pub language: Option<(&'static str, &'static str)>,
    pub emits: &'static [Emitted],
    /// Events it acts on.
    pub consumes: &'static [&'static str],
    pub calls: &'static [Call],
    /// Its share of the requests at peak, in percent of all.
    pub load_percent: u32,
    /// Reads for every write.
    pub reads_per_write: u32,
    /// Slugs of systems outside.
    pub externals: &'static [&'static str],
    /// Why it stays a part of its own even beside a monolith.
    pub apart: Option<&'static str>,
    /// Holds connections open.
    pub realtime: bool,
    /// What a user does with it, as a verb phrase: the name of a journey. Empty when nobody would say so.
    pub journey: &'static str,
    /// What people say when they mean it; matched at the start of a word, in lower case.
    pub words: &'static [&'static str],
}

/// Capabilities that change together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Selling,
    Place,
    People,
    Money,
    Work,
    Reach,
    Insight,
}

/// The shape of its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It keeps nothing of its own.
    Nothing,
    /// Rows that refer to each other and change together.
    Relational,
    /// Records that differ from one another and are read whole.
    Documents,
    /// Text and figures to search through.
    Search,
}

/// An event it announces.
#[derive(Debug, Clone, Copy)]
pub struct Emitted {
    pub name: &'static str,
    pub description: &'static str,
    pub fields: &'static [(&'static str, FieldType)],
}

/// A question it asks another capability and waits for.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub to: &'static str,
    /// The operation, as a verb: `Charge`.
    pub operation: &'static str,
    /// What it does without an answer. Nothing helps when absent: the call is critical.
    pub fallback: Option<&'static str>,
    /// Asking twice does no more than asking once.
    pub idempotent: bool,
}

const fn must(to: &'static str, operation: &'static str) -> Call {
    Call { to, operation, fallback: None, idempotent: true }
}
const fn may(to: &'static str, operation: &'static str, fallback: &'static str) -> Call {
    Call { to, operation, fallback: Some(fallback), idempotent: true }
}
const fn emits(name: &'static str, description: &'static str, fields: &'static [(&'static str, FieldType)]) -> Emitted {
    Emitted { name, description, fields }
}
const fn plain(name: &'static str) -> (&'static str, Sensitivity) {
    (name, Sensitivity::Plain)
}
const fn personal(name: &'static str) -> (&'static str, Sensitivity) {
    (name, Sensitivity::Personal)
}

/// What most capabilities have in common.
const BASE: Capability = Capability {
    slug: "",
    label: "",
    hint: "",
    icon: "cog",
    family: Family::Work,
    context: "",
    purpose: "",
    subdomain: Subdomain::Supporting,
    service: "",
    kind: ElementKind::Service,
    path: "",
    entities: &[],
    shape: Shape::Relational,
    language: None,
    emits: &[],
    consumes: &[],
    calls: &[],
    load_percent: 5,
    reads_per_write: 5,
    externals: &[],
    apart: None,
    realtime: false,
    journey: "",
    words: &[],
};

/// Every capability, in the order they are offered.
pub const ALL: &[&Capability] = &[
    &commerce::CATALOG,
    &commerce::INVENTORY,
    &commerce::ORDERS,
    &commerce::PAYMENTS,
    &commerce::PROMOTIONS,
    &commerce::SHIPPING,
    &commerce::REVIEWS,
    &commerce::SEARCH,
    &commerce::RECOMMENDATIONS,
    &place::MENU,
    &place::RESERVATIONS,
    &place::APPOINTMENTS,
    &place::DELIVERY,
    &place::VOICE,
    &people::ACCOUNTS,
    &people::ACCESS,
    &people::TENANTS,
    &people::MESSAGING,
    &people::SUPPORT,
    &people::NOTIFICATIONS,
    &work::PROJECTS,
    &work::CONTENT,
    &work::LEARNING,
    &work::RECORDS,
    &work::APPROVALS,
    &platform::BILLING,
    &platform::ANALYTICS,
    &platform::FILES,
    &platform::MEDIA,
    &platform::DEVICES,
    &platform::WEBHOOKS,
    &platform::AUDIT,
];

/// How many there are.
pub const COUNT: usize = ALL.len();

/// A capability by its slug.
pub fn find(slug: &str) -> Option<&'static Capability> {
    ALL.iter().copied().find(|capability| capability.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ElementId, EventId};
    use std::collections::BTreeSet;

    #[test]
    fn slugs_services_and_contexts_are_distinct_and_valid() {
        for names in [|c: &Capability| c.slug, |c: &Capability| c.service, |c: &Capability| c.context] {
            assert_eq!(ALL.iter().map(|c| names(c)).collect::<BTreeSet<_>>().len(), COUNT);
        }
        for capability in ALL {
            assert!(ElementId::new(capability.service).is_ok(), "{}", capability.slug);
            assert!(!capability.purpose.is_empty() && !capability.words.is_empty() && !capability.icon.is_empty(), "{}", capability.slug);
            assert_eq!(capability.path.is_empty(), capability.kind == ElementKind::Worker, "{}", capability.slug);
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let emitted: BTreeSet<_> = ALL.iter().flat_map(|c| c.emits).map(|event| event.name).collect();
        for capability in ALL {
            for event in capability.consumes {
                assert!(emitted.contains(event), "{} hears {event}", capability.slug);
            }
            for call in capability.calls {
                assert!(find(call.to).is_some(), "{} asks {}", capability.slug, call.to);
            }
            for slug in capability.externals {
                assert!(external::find(slug).is_some(), "{} uses {slug}", capability.slug);
            }
            for event in capability.emits {
                assert!(EventId::new(event.name).is_ok() && !event.fields.is_empty(), "{}", event.name);
            }
        }
        for external in external::ALL {
            assert!(external.callers.iter().all(|slug| find(slug).is_some()), "{}", external.slug);
        }
    }

    #[test]
    fn an_event_has_one_publisher() {
        let names: Vec<_> = ALL.iter().flat_map(|c| c.emits).map(|event| event.name).collect();
        assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
    }

    /// Two capabilities that ask each other would stand and fall together.
    #[test]
    fn nobody_waits_for_himself() {
        fn reaches(from: &Capability, goal: &str) -> bool {
            from.calls.iter().any(|call| call.to == goal || find(call.to).is_some_and(|next| reaches(next, goal)))
        }
        for capability in ALL {
            assert!(!reaches(capability, capability.slug), "{}", capability.slug);
        }
    }
}
