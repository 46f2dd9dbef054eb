//! A random Edit for a Design: most fit it, some do not and must be refused.

use super::{
    Tape,
    design::{self, id},
    texts,
};
use crate::{
    Design,
    design::{ElementKind, LinkKind},
    edit::{ContextField, Edit, ElementField, LinkField, PlatformField},
    ids::{ContextId, ElementId, EventId, JourneyId, QuestionId, TechnologyId, TopicId},
};
use std::collections::{BTreeMap, BTreeSet};

/// An Edit that may or may not fit the Design.
pub fn edit(tape: &mut Tape, design: &Design) -> Edit {
    match tape.below(24) {
        0 => Edit::SetName { name: texts::line(tape) },
        1 => Edit::SetSummary { summary: texts::text(tape) },
        2 => Edit::SetAnswer { question: key::<QuestionId, _>(tape, &design.brief), answer: tape.maybe(design::answer) },
        3 => Edit::ChangePlatform { change: platform(tape) },
        4 => Edit::AddContext { id: key::<ContextId, _>(tape, &design.contexts), context: design::context(tape) },
        5 => Edit::RemoveContext { id: key(tape, &design.contexts) },
        6 => Edit::ChangeContext { id: key(tape, &design.contexts), change: context(tape) },
        7 => design.removal_of_context(&key(tape, &design.contexts)),
        8 | 9 => {
            let element = design::element(tape, design);
            Edit::add_element(key(tape, &design.elements), element, tape.maybe(design::placement))
        }
        10 => Edit::RemoveElement { id: key(tape, &design.elements) },
        11 => design.removal_of_elements(&BTreeSet::from([key(tape, &design.elements), key(tape, &design.elements)])),
        12..=14 => Edit::ChangeElement { id: key(tape, &design.elements), change: element(tape, design) },
        15 => Edit::RenameElement { from: key(tape, &design.elements), to: key(tape, &design.elements) },
        16 | 17 => match design::link(tape, design) {
            Some(link) => Edit::add_link(key(tape, &design.links), link),
            None => Edit::RemoveLink { id: key(tape, &design.links) },
        },
        18 => design.removal_of_links(&BTreeSet::from([key(tape, &design.links)])),
        19 => Edit::ChangeLink { id: key(tape, &design.links), change: link(tape, design) },
        20 => Edit::SetEvent { id: key::<EventId, _>(tape, &design.events), event: tape.maybe(design::event) },
        21 => {
            Edit::SetJourney { id: key::<JourneyId, _>(tape, &design.journeys), journey: tape.maybe(|tape| design::journey(tape, design)) }
        }
        22 => match tape.below(3) {
            0 => Edit::SetDecision { topic: key::<TopicId, _>(tape, &design.decisions), decision: tape.maybe(design::decision) },
            1 => Edit::SetWaiver { finding: design::finding(tape), reason: tape.maybe(texts::name) },
            _ => Edit::Place { id: key(tape, &design.elements), placement: tape.maybe(design::placement) },
        },
        _ => Edit::Batch { edits: tape.several(3, |tape| edit(tape, design)) },
    }
}

/// A key of the map, or now and then one that may not be there.
fn key<K: Clone + Ord + TryFrom<String>, V>(tape: &mut Tape, map: &BTreeMap<K, V>) -> K {
    let keys: Vec<&K> = map.keys().collect();
    if keys.is_empty() || tape.once_in(3) { id(texts::slug(tape)) } else { (*tape.pick(&keys)).clone() }
}

fn platform(tape: &mut Tape) -> PlatformField {
    let platform = design::platform(tape);
    match tape.below(7) {
        3 => PlatformField::ManagedBroker(platform.managed_broker),
        4 => PlatformField::Consistency(platform.consistency),
        5 => PlatformField::Resilience(platform.resilience),
        0 => PlatformField::Target(platform.target),
        1 => PlatformField::Secrets(platform.secrets),
        2 => PlatformField::Release(platform.release),
        _ => {
            let mut observability = platform.observability;
            if tape.once_in(4) {
                observability.metrics = Some(id("grafana".to_owned()));
            }
            PlatformField::Observability(observability)
        }
    }
}

fn context(tape: &mut Tape) -> ContextField {
    let context = design::context(tape);
    match tape.below(4) {
        0 => ContextField::Name(texts::line(tape)),
        1 => ContextField::Subdomain(context.subdomain),
        2 => ContextField::Team(context.team),
        _ => ContextField::Entities(context.entities),
    }
}

fn element(tape: &mut Tape, design: &Design) -> ElementField {
    let other = design::element(tape, design);
    match tape.below(10) {
        0 => ElementField::Kind(*tape.pick(&ElementKind::ALL)),
        1 => {
            ElementField::Technology(tape.maybe(|tape| id::<TechnologyId>((*tape.pick(&["postgresql", "go", "cobol", "kong"])).to_owned())))
        }
        2 => ElementField::Context(other.context),
        3 => ElementField::Modules(other.modules),
        4 => ElementField::Replicas(other.replicas),
        5 => ElementField::MaxReplicas(other.max_replicas),
        6 => ElementField::Settings(other.settings),
        7 => ElementField::Port(Some(tape.below(3) as u16)),
        8 => ElementField::Title(tape.maybe(texts::line)),
        _ => ElementField::Description(other.description),
    }
}

fn link(tape: &mut Tape, design: &Design) -> LinkField {
    match tape.below(8) {
        0 => LinkField::From(key::<ElementId, _>(tape, &design.elements)),
        1 => LinkField::To(key::<ElementId, _>(tape, &design.elements)),
        2 => LinkField::Kind(*tape.pick(&LinkKind::ALL)),
        3 => LinkField::TimeoutMs(tape.maybe(|tape| tape.below(5_000) as u32)),
        4 => LinkField::Fallback(tape.maybe(texts::line)),
        5 => LinkField::Events(tape.several(2, |tape| key::<EventId, _>(tape, &design.events))),
        6 => LinkField::Outbox(tape.once_in(2)),
        _ => LinkField::Label(texts::line(tape)),
    }
}
