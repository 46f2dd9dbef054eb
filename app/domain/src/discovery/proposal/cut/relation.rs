//! How strongly two entities belong together or apart, criterion by criterion. Knows entities and the capability table, not
//! where anything is cut.
//!
//! The criteria follow M. Gysel, L. Kölbener, W. Giersche, O. Zimmermann, “Service Cutter: A Systematic Approach to Service
//! Decomposition” (ESOCC 2016): identity and lifecycle, semantic proximity, consistency, latency, security, structural and
//! content volatility, storage similarity, shared owner. The points are Groundplan's own.

use crate::{
    Design,
    design::{Context, Sensitivity},
    discovery::capability::{self, Capability},
    ids::{ContextId, slugify},
};

/// One way in which two entities belong together or apart.
#[derive(Debug, Clone, Copy)]
pub struct Criterion {
    pub label: &'static str,
    /// What it looks at, in a sentence.
    pub about: &'static str,
    /// Positive: together. Negative: apart.
    pub points: i32,
    holds: fn(&Atom<'_>, &Atom<'_>) -> bool,
}

/// Every criterion, in the order it is shown.
pub const CRITERIA: &[Criterion] = &[
    Criterion {
        label: "Shared data",
        about: "One holds the key of the other, so reading one asks for the other.",
        points: 4,
        holds: |a, b| a.refers_to(b) || b.refers_to(a),
    },
    Criterion { label: "One capability", about: "Both belong to the same thing the business does.", points: 4, holds: |a, b| a.is_of(b) },
    Criterion {
        label: "Consistency",
        about: "They change in one step, or not at all.",
        points: 3,
        holds: |a, b| (a.is_of(b) && (a.refers_to(b) || b.refers_to(a))) || a.cannot_do_without(b) || b.cannot_do_without(a),
    },
    Criterion { label: "Latency", about: "Somebody waits while one asks the other.", points: 1, holds: |a, b| a.asks(b) || b.asks(a) },
    Criterion {
        label: "Security zone",
        about: "Card or health data, and data that is neither.",
        points: -5,
        holds: |a, b| zone(a.sensitivity) != zone(b.sensitivity),
    },
    Criterion {
        label: "Change rate",
        about: "What sets the product apart changes often, what is the same everywhere hardly ever.",
        points: -1,
        holds: |a, b| a.origin.zip(b.origin).is_some_and(|(a, b)| a.subdomain != b.subdomain),
    },
    Criterion {
        label: "Load",
        about: "One gets four times the requests of the other, or more.",
        points: -2,
        holds: |a, b| {
            a.origin.zip(b.origin).is_some_and(|(a, b)| a.load_percent.max(b.load_percent) >= 4 * a.load_percent.min(b.load_percent).max(1))
        },
    },
    Criterion {
        label: "Storage",
        about: "They want different kinds of store.",
        points: -1,
        holds: |a, b| a.origin.zip(b.origin).is_some_and(|(a, b)| a.shape != b.shape),
    },
    Criterion {
        label: "Runtime",
        about: "One fails or grows in its own way, and so stays apart.",
        points: -3,
        holds: |a, b| a.origin.zip(b.origin).is_some_and(|(a, b)| a.slug != b.slug && (a.apart.is_some() || b.apart.is_some())),
    },
    Criterion {
        label: "Team",
        about: "Different teams look after them.",
        points: -2,
        holds: |a, b| a.team.zip(b.team).is_some_and(|(a, b)| a != b),
    },
];

/// Card and health data need a zone of their own.
fn zone(sensitivity: Sensitivity) -> u8 {
    match sensitivity {
        Sensitivity::Plain | Sensitivity::Personal => 0,
        Sensitivity::Card => 1,
        Sensitivity::Health => 2,
    }
}

/// Who somebody is travels in the token; nobody asks for it.
const IN_THE_TOKEN: [&str; 2] = ["users", "tenants"];
/// Names that fields give to a user in a role.
const ROLES: [&str; 9] = ["customer", "author", "owner", "assignee", "reader", "reporter", "follower", "followed", "guest"];

/// An entity of a Design with what is known of it.
#[derive(Debug)]
pub struct Atom<'a> {
    pub context: &'a ContextId,
    pub name: &'a str,
    pub sensitivity: Sensitivity,
    /// The capability it comes from; absent for a person's own.
    pub origin: Option<&'static Capability>,
    /// The team of the context its capability usually makes.
    team: Option<&'a str>,
    /// Those of the Design; those of the table when the Design names none.
    fields: Vec<&'a str>,
}

impl Atom<'_> {
    /// It holds the key of the other. Who somebody is does not count across capabilities.
    pub fn refers_to(&self, other: &Atom<'_>) -> bool {
        let outside = IN_THE_TOKEN.contains(&other.name) && !self.is_of(other);
        self.name != other.name && !outside && self.fields.iter().any(|field| refers(field, other.name))
    }
    fn is_of(&self, other: &Atom<'_>) -> bool {
        self.origin.zip(other.origin).is_some_and(|(a, b)| a.slug == b.slug)
    }
    /// The chief entity of a capability speaks for it.
    fn leads(&self) -> bool {
        self.origin.is_some_and(|origin| origin.entities.first().is_some_and(|first| first.name == self.name))
    }
    fn calls(&self, other: &Atom<'_>) -> Option<&'static capability::Call> {
        let target = other.origin?.slug;
        if !self.leads() || !other.leads() {
            return None;
        }
        self.origin?.calls.iter().find(|call| call.to == target)
    }
    fn asks(&self, other: &Atom<'_>) -> bool {
        self.calls(other).is_some()
    }
    fn cannot_do_without(&self, other: &Atom<'_>) -> bool {
        self.calls(other).is_some_and(|call| call.fallback.is_none())
    }
}

/// A field `order_id` refers to one of `orders`.
pub fn refers(field: &str, entity: &str) -> bool {
    let Some(one) = field.strip_suffix("_id") else { return false };
    let one = if ROLES.contains(&one) { "user" } else { one };
    one == entity
        || plural(one) == entity
        || entity.strip_suffix(&plural(one)).is_some_and(|rest| rest.ends_with('_') && !one.contains('_'))
}

/// `order` → `orders`, `category` → `categories`, `batch` → `batches`.
pub fn plural(one: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|end| one.ends_with(end)) => format!("{one}es"),
        _ => format!("{one}s"),
    }
}

/// Every entity of a Design, by context.
pub fn atoms(design: &Design) -> Vec<Atom<'_>> {
    let home_team = |origin: &Capability| {
        let home = slugify(origin.context, "");
        design.contexts.values().find(|context| slugify(&context.name, "") == home).and_then(|context| context.team.as_deref())
    };
    let of = |(id, context)| atoms_of(id, context);
    let mut all: Vec<_> = design.contexts.iter().flat_map(of).collect();
    // An entity keeps its origin when somebody moves it; so the origin is looked for among the capabilities of this Design.
    let here: Vec<_> = design.contexts.values().filter_map(|context| capability::of_context(&context.name)).collect();
    for atom in &mut all {
        if let Some(origin) = origin(atom.name, atom.origin, &here) {
            atom.origin = Some(origin);
            atom.team = home_team(origin);
            if atom.fields.is_empty() {
                atom.fields = fields(origin, atom.name);
            }
        }
    }
    all
}

fn atoms_of<'a>(id: &'a ContextId, context: &'a Context) -> Vec<Atom<'a>> {
    let origin = capability::of_context(&context.name);
    let atom = |entity: &'a crate::design::Entity| Atom {
        context: id,
        name: entity.name.as_str(),
        sensitivity: entity.sensitivity,
        origin,
        team: None,
        fields: entity.fields.keys().map(String::as_str).collect(),
    };
    context.entities.iter().map(atom).collect()
}

/// The capability that knows the entity: that of its context, else one of this Design, else any.
fn origin(entity: &str, own: Option<&'static Capability>, here: &[&'static Capability]) -> Option<&'static Capability> {
    let knows = |capability: &&'static Capability| capability.entities.iter().any(|owned| owned.name == entity);
    own.filter(knows).or_else(|| here.iter().copied().rfind(knows)).or_else(|| capability::ALL.iter().copied().rfind(knows))
}

fn fields(origin: &'static Capability, entity: &str) -> Vec<&'static str> {
    origin.entities.iter().filter(|owned| owned.name == entity).flat_map(|owned| owned.fields).map(|(name, _)| *name).collect()
}

/// What ties two entities together and what keeps them apart, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    pub together: u32,
    pub apart: u32,
}

/// The criteria that hold between two entities.
pub fn criteria_of<'c>(a: &'c Atom<'_>, b: &'c Atom<'_>) -> impl Iterator<Item = &'static Criterion> + use<'c> {
    CRITERIA.iter().filter(move |criterion| (criterion.holds)(a, b))
}

/// All criteria together.
pub fn relate(a: &Atom<'_>, b: &Atom<'_>) -> Relation {
    criteria_of(a, b).fold(Relation::default(), |sum, criterion| match criterion.points {
        points if points > 0 => Relation { together: sum.together + points.unsigned_abs(), ..sum },
        points => Relation { apart: sum.apart + points.unsigned_abs(), ..sum },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_entity() {
        for (field, entity) in [
            ("order_id", "orders"),
            ("category_id", "categories"),
            ("batch_id", "batches"),
            ("customer_id", "users"),
            ("inventory_id", "inventory"),
            ("journal_entry_id", "journal_entries"),
        ] {
            assert!(refers(field, entity), "{field} {entity}");
        }
        assert!(!refers("order_id", "order_items") && !refers("order", "orders") && !refers("item_id", "orders"));
    }
}
