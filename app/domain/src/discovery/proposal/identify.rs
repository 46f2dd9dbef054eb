//! Finds the bounded contexts behind the capabilities of a Brief: by business capability, subdomain and data ownership.
//! A context too small to stand alone joins its only caller. Decides nothing about deployables.

use crate::{
    design::{Context, ElementKind, Entity, Sensitivity, Subdomain},
    discovery::{
        Brief,
        brief::Compliance,
        capability::{Call, Capability, Emitted, Family, Owned, Shape},
        numbers::Numbers,
    },
    ids::{ContextId, first_free, slugify},
    latin::latin,
};

/// Data that is about health once HIPAA applies.
const HEALTH_UNDER_HIPAA: &[&str] = &["appointments", "consent", "messaging", "files"];
/// Space for suffixes such as `-service` in the ids made from a person's own words.
const MAX_OWN_SLUG: usize = 28;

/// A bounded context found in the Brief.
#[derive(Debug, Clone)]
pub struct Found {
    pub id: ContextId,
    pub context: Context,
    /// The first gives it its name. Empty for a capability in a person's own words.
    pub capabilities: Vec<&'static Capability>,
    /// Contexts that joined it because they were too small.
    pub joined: Vec<&'static str>,
    /// The service it would have of its own.
    pub service: String,
    /// Where its interface begins.
    pub path: String,
    /// Why it stays apart even beside a monolith.
    pub apart: Option<&'static str>,
    /// It is a service that exists: never joined with another.
    pub kept: bool,
}

impl Found {
    pub fn kind(&self) -> ElementKind {
        self.capabilities.first().map_or(ElementKind::Service, |c| c.kind)
    }
    pub fn family(&self) -> Family {
        self.capabilities.first().map_or(Family::Work, |c| c.family)
    }
    pub fn load_percent(&self) -> u32 {
        if self.capabilities.is_empty() { 10 } else { self.capabilities.iter().map(|c| c.load_percent).sum() }
    }
    /// Reads for every write of its busiest capability.
    pub fn reads_per_write(&self) -> u32 {
        self.capabilities.iter().max_by_key(|c| c.load_percent).map_or(5, |c| c.reads_per_write)
    }
    pub fn shape(&self) -> Shape {
        let first = self.capabilities.first().map_or(Shape::Relational, |c| c.shape);
        // Whoever joined brings its data with it.
        if first == Shape::Nothing && !self.context.entities.is_empty() { Shape::Relational } else { first }
    }
    pub fn emits(&self) -> impl Iterator<Item = &'static Emitted> + '_ {
        self.capabilities.iter().flat_map(|c| c.emits)
    }
    pub fn hears(&self, event: &str) -> bool {
        self.capabilities.iter().any(|c| c.consumes.contains(&event))
    }
    pub fn calls(&self) -> impl Iterator<Item = &'static Call> + '_ {
        self.capabilities.iter().flat_map(|c| c.calls)
    }
    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|c| c.slug == capability)
    }
    pub fn sensitivity(&self) -> Sensitivity {
        self.context.entities.iter().map(|entity| entity.sensitivity).max().unwrap_or_default()
    }
}

/// The contexts of a Brief, in the capability table's order, then a person's own.
pub fn identify(brief: &Brief) -> Vec<Found> {
    let mut found: Vec<Found> = brief.capabilities.iter().map(|capability| of_capability(capability, brief)).collect();
    // Data ownership: an entity has one owner, the most particular one, and those stand later in the table.
    for i in 0..found.len() {
        let (before, rest) = found.split_at_mut(i + 1);
        let Some(earlier) = before.last_mut() else { continue };
        earlier.context.entities.retain(|entity| !rest.iter().any(|later| later.context.entities.iter().any(|e| e.name == entity.name)));
    }
    join_nano_contexts(&mut found, brief.numbers);
    for words in &brief.own_capabilities {
        let own = of_words(words, &found);
        found.push(own);
    }
    for named in brief.named.iter().filter(|named| named.capability.is_none() && !named.front) {
        let own = Found { service: named.id.clone(), path: format!("/api/{}", named.id), kept: true, ..of_words(&named.name, &found) };
        found.push(own);
    }
    found
}

fn of_capability(capability: &'static Capability, brief: &Brief) -> Found {
    let named = brief.named.iter().find(|named| named.capability.is_some_and(|known| known.slug == capability.slug));
    let card = capability.sensitivity() == Sensitivity::Card;
    let health = capability.sensitivity() == Sensitivity::Health;
    // Under HIPAA it is health data that somebody sees a doctor, and when, and what they agreed to.
    let care = brief.must(Compliance::Hipaa) && HEALTH_UNDER_HIPAA.contains(&capability.slug);
    let apart = match () {
        () if capability.apart.is_some() => capability.apart,
        () if card && brief.must(Compliance::PciDss) => Some("PCI DSS then covers one small part instead of everything"),
        () if health && brief.must(Compliance::Hipaa) => Some("HIPAA then covers one part instead of everything"),
        () => None,
    };
    Found {
        id: context_id(capability.context, &[]),
        context: Context {
            name: capability.context.to_owned(),
            subdomain: capability.subdomain,
            purpose: capability.purpose.to_owned(),
            team: None,
            entities: capability.entities.iter().map(|owned| entity(owned, care)).collect(),
        },
        capabilities: vec![capability],
        joined: Vec::new(),
        service: named.map_or_else(|| capability.service.to_owned(), |named| named.id.clone()),
        path: capability.path.to_owned(),
        apart,
        kept: named.is_some(),
    }
}

fn entity(owned: &Owned, care: bool) -> Entity {
    let fields = owned.fields.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    let sensitivity = if care && owned.sensitivity == Sensitivity::Personal { Sensitivity::Health } else { owned.sensitivity };
    Entity { name: owned.name.to_owned(), sensitivity, fields }
}

/// A context for a capability the table does not know: named with the person's words, owning one entity of that name.
fn of_words(words: &str, others: &[Found]) -> Found {
    let slug: String = slugify(&latin(words), "own-part").chars().take(MAX_OWN_SLUG).collect();
    let slug = slug.trim_end_matches('-');
    let service = first_free(&format!("{slug}-service"), |taken| others.iter().any(|other| other.service == taken));
    let name: String = words.chars().filter(|c| !c.is_control()).take(40).collect();
    let id = context_id(slug, others);
    // Two contexts of nearly one name keep different records.
    let entity = first_free(&id.as_str().replace('-', "_"), |taken| {
        let name = taken.replace('-', "_");
        others.iter().any(|other| other.context.entities.iter().any(|entity| entity.name == name))
    });
    Found {
        id,
        context: Context {
            name,
            subdomain: Subdomain::Core,
            purpose: "Named by you; say in a sentence what it is responsible for.".to_owned(),
            team: None,
            entities: vec![Entity::plain(entity.replace('-', "_"))],
        },
        capabilities: Vec::new(),
        joined: Vec::new(),
        path: format!("/api/{}", service.strip_suffix("-service").unwrap_or(&service)),
        service,
        apart: None,
        kept: false,
    }
}

#[expect(clippy::expect_used, reason = "slugify and first_free return valid slugs, which their own tests show")]
fn context_id(name: &str, others: &[Found]) -> ContextId {
    let slug = first_free(&slugify(&latin(name), "own-part"), |taken| others.iter().any(|other| other.id.as_str() == taken));
    ContextId::new(slug).expect("a slug")
}

/// One entity and one caller: the network between the two would cost more than the boundary is worth.
fn join_nano_contexts(found: &mut Vec<Found>, numbers: Numbers) {
    let (nano_entities, god_entities) = (numbers.nano_entities as usize, numbers.god_entities as usize);
    let mut i = 0;
    while i < found.len() {
        let this = &found[i];
        let callers: Vec<usize> = (0..found.len()).filter(|j| *j != i && found[*j].calls().any(|call| this.has(call.to))).collect();
        let nano =
            !this.kept && this.kind() == ElementKind::Service && this.apart.is_none() && this.context.entities.len() <= nano_entities;
        match callers[..] {
            [caller] if nano && found[caller].context.entities.len() + this.context.entities.len() <= god_entities => {
                let small = found.remove(i);
                let caller = if caller > i { caller - 1 } else { caller };
                let host = &mut found[caller];
                host.joined.extend(small.capabilities.iter().map(|c| c.context));
                host.context.entities.extend(small.context.entities);
                host.capabilities.extend(small.capabilities);
            }
            _ => i += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::Answer, ids::QuestionId};

    fn contexts(capabilities: &[&str]) -> Vec<Found> {
        let answers = [(QuestionId::new("capabilities").unwrap(), Answer::many(capabilities.iter().copied()))].into();
        identify(&Brief::read(&answers))
    }
    fn names(found: &[Found]) -> Vec<&str> {
        found.iter().map(|f| f.context.name.as_str()).collect()
    }

    #[test]
    fn each_capability_is_a_context() {
        assert_eq!(names(&contexts(&["catalog", "orders", "payments"])), ["Catalog", "Ordering", "Payments"]);
    }

    #[test]
    fn one_entity_and_one_caller_is_too_small_to_stand_alone() {
        let found = contexts(&["orders", "promotions"]);
        assert_eq!(names(&found), ["Ordering"]);
        assert_eq!(found[0].joined, ["Promotions"]);
        assert!(found[0].context.entities.iter().any(|entity| entity.name == "coupons"));
        assert_eq!(names(&contexts(&["promotions", "catalog"])), ["Catalog", "Promotions"], "without a caller it stays");
    }

    #[test]
    fn an_entity_has_one_owner() {
        let found = contexts(&["catalog", "inventory"]);
        let owners = found.iter().filter(|f| f.context.entities.iter().any(|entity| entity.name == "inventory"));
        assert_eq!(owners.map(|f| f.context.name.as_str()).collect::<Vec<_>>(), ["Inventory"]);
    }

    #[test]
    fn own_words_become_contexts_with_distinct_ids() {
        let found = contexts(&["Drone fleet", "drone-fleet", "日本", "ü"]);
        let mut ids: Vec<_> = found.iter().map(|f| f.id.as_str()).collect();
        ids.dedup();
        assert_eq!(ids, ["drone-fleet", "drone-fleet-2", "u65e5-u672c", "ue"]);
    }
}
