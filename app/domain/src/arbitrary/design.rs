//! A valid Design read from a tape, and the parts it is made of.

use super::{Tape, texts};
use crate::{
    Design,
    catalog::{self, Technology},
    decision::{Decision, PastChoice, Status},
    design::{
        ApiVersioning, Authentication, Availability, Caching, Cluster, Configuration, Consistency, Context, Discovery, Element,
        ElementKind, Entity, Event, FieldType, InfrastructureCode, Journey, Link, LinkKind, ManagedBroker, ManagedGateway, Messaging,
        Observability, Pipeline, Platform, Protection, Queries, ReleaseStrategy, Resilience, SecretStore, Sensitivity,
        ServiceAuthentication, Setting, Sidecar, Step, Subdomain, Target,
    },
    discovery::{Answer, Level},
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, QuestionId, TechnologyId, TopicId},
    layout::Placement,
    review::FindingKey,
};
use std::collections::{BTreeMap, BTreeSet};

#[expect(clippy::expect_used, reason = "the texts module makes valid ids only, and a test of every Design shows it")]
pub(super) fn id<T: TryFrom<String>>(slug: String) -> T {
    T::try_from(slug).ok().expect("a valid id")
}

pub(super) fn design(tape: &mut Tape) -> Design {
    let mut design = Design::new(texts::name(tape));
    design.summary = texts::text(tape);
    design.platform = platform(tape);
    for _ in 0..tape.below(6) {
        design.contexts.insert(id::<ContextId>(texts::slug(tape)), context(tape));
    }
    for _ in 0..tape.below(7) {
        design.events.insert(event_id(tape), event(tape));
    }
    for _ in 0..tape.below(41) {
        let element = element(tape, &design);
        design.elements.insert(id::<ElementId>(texts::slug(tape)), element);
    }
    for _ in 0..tape.below(61) {
        if let Some(link) = link(tape, &design) {
            design.links.insert(id::<LinkId>(texts::slug(tape)), link);
        }
    }
    for _ in 0..tape.below(4) {
        let journey = journey(tape, &design);
        design.journeys.insert(id::<JourneyId>(texts::slug(tape)), journey);
    }
    for _ in 0..tape.below(4) {
        design.brief.insert(id::<QuestionId>(texts::slug(tape)), answer(tape));
    }
    for _ in 0..tape.below(3) {
        design.decisions.insert(id::<TopicId>(texts::slug(tape)), decision(tape));
    }
    for _ in 0..tape.below(3) {
        design.waivers.insert(finding(tape), texts::name(tape));
    }
    let elements: Vec<ElementId> = design.elements.keys().cloned().collect();
    for element in elements {
        if tape.once_in(2) {
            design.layout.insert(element, placement(tape));
        }
    }
    design
}

pub(super) fn platform(tape: &mut Tape) -> Platform {
    let slot = |tape: &mut Tape, slot: &str| {
        let fits: Vec<&Technology> = catalog::all().iter().copied().filter(|t| t.observes == Some(slot)).collect();
        tape.maybe(|tape| id::<TechnologyId>(tape.pick(&fits).slug.to_owned()))
    };
    Platform {
        target: *tape.pick(Target::ALL),
        discovery: *tape.pick(Discovery::ALL),
        secrets: *tape.pick(SecretStore::ALL),
        authentication: *tape.pick(Authentication::ALL),
        service_authentication: *tape.pick(ServiceAuthentication::ALL),
        release: *tape.pick(ReleaseStrategy::ALL),
        cluster: *tape.pick(Cluster::ALL),
        managed_gateway: *tape.pick(ManagedGateway::ALL),
        managed_broker: *tape.pick(ManagedBroker::ALL),
        messaging: *tape.pick(Messaging::ALL),
        consistency: *tape.pick(Consistency::ALL),
        queries: *tape.pick(Queries::ALL),
        caching: *tape.pick(Caching::ALL),
        resilience: *tape.pick(Resilience::ALL),
        api_versioning: *tape.pick(ApiVersioning::ALL),
        configuration: *tape.pick(Configuration::ALL),
        sidecar: *tape.pick(Sidecar::ALL),
        protection: *tape.pick(Protection::ALL),
        pipeline: *tape.pick(Pipeline::ALL),
        infrastructure: *tape.pick(InfrastructureCode::ALL),
        observability: Observability {
            metrics: slot(tape, "metrics"),
            dashboards: slot(tape, "dashboards"),
            logs: slot(tape, "logs"),
            traces: slot(tape, "traces"),
            correlation_ids: !tape.once_in(3),
        },
    }
}

pub(super) fn context(tape: &mut Tape) -> Context {
    let names: BTreeSet<String> = tape.several(12, texts::snake).into_iter().collect();
    Context {
        name: texts::name(tape),
        subdomain: *tape.pick(&Subdomain::ALL),
        purpose: texts::text(tape),
        team: tape.maybe(texts::name),
        entities: names.into_iter().map(|name| Entity { name, sensitivity: *tape.pick(&Sensitivity::ALL), fields: fields(tape) }).collect(),
    }
}

pub(super) fn event_id(tape: &mut Tape) -> EventId {
    let first = texts::slug(tape);
    id(if tape.once_in(2) {
        format!("{first}.{}", texts::slug(tape)).chars().take(80).collect::<String>().trim_end_matches(['-', '.']).to_owned()
    } else {
        first
    })
}

pub(super) fn event(tape: &mut Tape) -> Event {
    Event { description: texts::text(tape), fields: fields(tape) }
}

/// The fields of an event or an entity, perhaps none.
fn fields(tape: &mut Tape) -> BTreeMap<String, FieldType> {
    tape.several(5, |tape| (texts::snake(tape), *tape.pick(FieldType::ALL))).into_iter().collect()
}

/// An element whose context and modules exist in the Design.
pub(super) fn element(tape: &mut Tape, design: &Design) -> Element {
    let kind = *tape.pick(&ElementKind::ALL);
    let mut element = Element::new(kind);
    let contexts: Vec<&ContextId> = design.contexts.keys().collect();
    let fits: Vec<&Technology> = catalog::all().iter().copied().filter(|t| t.kinds.contains(&kind)).collect();
    element.title = tape.maybe(texts::name);
    element.description = texts::text(tape);
    if !fits.is_empty() && !tape.once_in(4) {
        element.technology = Some(id(tape.pick(&fits).slug.to_owned()));
    }
    if !contexts.is_empty() {
        element.context = tape.maybe(|tape| (*tape.pick(&contexts)).clone());
        if kind == ElementKind::Service && tape.once_in(6) {
            let modules: BTreeSet<&ContextId> = tape.several(3, |tape| *tape.pick(&contexts)).into_iter().collect();
            element.modules = modules.into_iter().cloned().collect();
        }
    }
    element.port = tape.maybe(|tape| 1 + tape.below(65_535) as u16);
    element.exposed = tape.once_in(5);
    element.health_check = !tape.once_in(5);
    element.encrypted = tape.once_in(3);
    if kind.is_deployed() {
        element.replicas = tape.maybe(|tape| 1 + tape.below(5) as u16);
        element.cpu_millicores = tape.maybe(|tape| 10 + tape.below(4_000) as u32);
        element.memory_mib = tape.maybe(|tape| 16 + tape.below(8_000) as u32);
        element.image = tape.maybe(|tape| {
            (*tape.pick(&["registry.example:5000/a/b:1.2.3", "postgres:latest", "redis", "x/y@sha256:0123456789abcdef"])).to_owned()
        });
    }
    if kind.has_code() {
        element.max_replicas = tape.maybe(|tape| 5 + tape.below(20) as u16);
    }
    if matches!(kind, ElementKind::Datastore | ElementKind::Broker) {
        element.storage_gib = tape.maybe(|tape| 1 + tape.below(500) as u32);
    }
    if kind != ElementKind::Note {
        element.api_version = tape.maybe(|tape| format!("v{}", tape.below(9_999)));
        element.settings = tape.several(2, |tape| (texts::snake(tape).to_uppercase(), setting(tape))).into_iter().collect();
    }
    element
}

fn setting(tape: &mut Tape) -> Setting {
    Setting { value: texts::text(tape), secret: tape.once_in(3) }
}

/// A link between two elements of the Design, when it has two that can be joined.
pub(super) fn link(tape: &mut Tape, design: &Design) -> Option<Link> {
    let elements: Vec<&ElementId> = design.elements.keys().collect();
    if elements.is_empty() {
        return None;
    }
    let (from, to) = (*tape.pick(&elements), *tape.pick(&elements));
    let kinds = design.possible_link_kinds(from, to);
    if kinds.is_empty() {
        return None;
    }
    let kind = *tape.pick(&kinds);
    let mut link = Link::new(from.clone(), to.clone(), kind).labelled(texts::line(tape));
    link.timeout_ms = tape.maybe(|tape| 1 + tape.below(60_000) as u32);
    link.retries = tape.maybe(|tape| tape.below(21) as u8);
    link.idempotent = tape.once_in(3);
    link.critical = tape.once_in(3);
    link.calls_per_request = tape.maybe(|tape| 1 + tape.below(50) as u16);
    link.circuit_breaker = kind.is_call() && tape.once_in(3);
    if kind.is_call() || kind == LinkKind::Caches {
        link.fallback = tape.maybe(texts::name);
    }
    link.dead_letter = kind == LinkKind::Subscribe && tape.once_in(2);
    link.outbox = kind == LinkKind::Publish && tape.once_in(2);
    if kind.is_event() && !design.events.is_empty() {
        let events: Vec<&EventId> = design.events.keys().collect();
        let carried: BTreeSet<&EventId> = tape.several(3, |tape| *tape.pick(&events)).into_iter().collect();
        link.events = carried.into_iter().cloned().collect();
    }
    Some(link)
}

pub(super) fn journey(tape: &mut Tape, design: &Design) -> Journey {
    let links: Vec<&LinkId> = design.links.keys().collect();
    let step = |tape: &mut Tape| Step { link: (*tape.pick(&links)).clone(), note: texts::line(tape) };
    Journey {
        name: texts::name(tape),
        steps: if links.is_empty() { Vec::new() } else { tape.several(5, step) },
        latency_p95_ms: tape.maybe(|tape| 1 + tape.below(10_000) as u32),
        availability: tape.maybe(|tape| Availability::from_percent(tape.below(100_001) as f64 / 1000.0)).flatten(),
    }
}

pub(super) fn answer(tape: &mut Tape) -> Answer {
    match tape.below(5) {
        0 => Answer::NotSure,
        1 => Answer::Number(tape.below(1_000_000) as u64),
        2 => Answer::Text(texts::text(tape)),
        3 => Answer::Many(tape.several(4, texts::name)),
        _ => Answer::Levels(
            tape.several(3, |tape| (texts::name(tape), *tape.pick(&[Level::None, Level::Some, Level::Strong]))).into_iter().collect(),
        ),
    }
}

pub(super) fn decision(tape: &mut Tape) -> Decision {
    Decision {
        choice: texts::name(tape),
        status: *tape.pick(&[Status::Proposed, Status::Accepted, Status::Superseded]),
        override_reason: tape.maybe(texts::text),
        number: tape.maybe(|tape| 10 + tape.below(60) as u16),
        superseded: past_choices(tape),
    }
}

fn past_choices(tape: &mut Tape) -> Vec<PastChoice> {
    let names = tape.several(2, texts::name);
    let choice = |(name, number): (String, u16)| PastChoice { number, choice: name.clone(), name, override_reason: None };
    names.into_iter().zip(1..).map(choice).collect()
}

pub(super) fn finding(tape: &mut Tape) -> FindingKey {
    let code = if tape.once_in(2) { "DATA001" } else { "REL104" };
    FindingKey::new(code, &texts::slug(tape))
}

pub(super) fn placement(tape: &mut Tape) -> Placement {
    Placement {
        x: tape.below(4_000) as i32 - 2_000,
        y: tape.below(4_000) as i32 - 2_000,
        width: tape.maybe(|tape| 40 + tape.below(1_000) as u16),
        pinned: tape.once_in(4),
    }
}
