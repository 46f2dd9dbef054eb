//! The model of architecture.md: parts, contexts, who owns which data, who talks to whom.

use super::{c4::C4, is_described, owning};
use crate::plan::Plan;
use domain::{
    Design,
    design::LinkKind,
    ids::{ElementId, EventId},
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Architecture<'a> {
    name: &'a str,
    summary: &'a str,
    c4: C4<'a>,
    contexts: Vec<ContextRow<'a>>,
    entities: Vec<EntityRow<'a>>,
    links: Vec<LinkRow<'a>>,
    events: Vec<EventRow<'a>>,
    journeys: Vec<JourneyRow<'a>>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct ContextRow<'a> {
    name: &'a str,
    subdomain: &'static str,
    team: &'a str,
    purpose: &'a str,
}

/// An entity, the context that owns it, and where that context keeps its data.
#[derive(Serialize)]
struct EntityRow<'a> {
    name: &'a str,
    sensitivity: &'static str,
    context: &'a str,
    stores: String,
    writers: String,
}

#[derive(Serialize)]
struct LinkRow<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
    label: &'a str,
    timeout: String,
    retries: String,
}

#[derive(Serialize)]
struct EventRow<'a> {
    name: &'a str,
    description: &'a str,
    publishers: String,
    consumers: String,
}

#[derive(Serialize)]
struct JourneyRow<'a> {
    name: &'a str,
    way: String,
    latency: String,
    availability: String,
}

#[derive(Serialize)]
struct Part<'a> {
    id: &'a str,
    title: Option<&'a str>,
    kind: &'static str,
    description: &'a str,
    technology: Option<&'a str>,
    context: Option<&'a str>,
}

/// Ids in one cell.
fn joined<'a>(ids: impl Iterator<Item = &'a ElementId>) -> String {
    let mut ids: Vec<&str> = ids.map(ElementId::as_str).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.join(", ")
}

impl<'a> Architecture<'a> {
    pub(super) fn new(plan: &'a Plan<'_>) -> Self {
        let design = plan.design;
        Self {
            name: &design.name,
            summary: &design.summary,
            c4: C4::new(plan),
            contexts: contexts(design),
            entities: entities(design),
            links: links(design),
            events: design.events.iter().map(|(id, event)| event_row(plan, id, &event.description)).collect(),
            journeys: journeys(design),
            parts: parts(plan),
        }
    }
}

fn contexts(design: &Design) -> Vec<ContextRow<'_>> {
    design
        .contexts
        .values()
        .map(|context| ContextRow {
            name: &context.name,
            subdomain: context.subdomain.label(),
            team: context.team.as_deref().unwrap_or_default(),
            purpose: &context.purpose,
        })
        .collect()
}

fn entities(design: &Design) -> Vec<EntityRow<'_>> {
    let mut rows = Vec::new();
    let owning = owning(design, false);
    for (id, context) in &design.contexts {
        let owned = || owning.get(id).into_iter().flatten();
        let stores = joined(owned().map(|link| &link.to));
        let writers = joined(owned().map(|link| &link.from));
        for entity in &context.entities {
            rows.push(EntityRow {
                name: &entity.name,
                sensitivity: entity.sensitivity.label(),
                context: &context.name,
                stores: stores.clone(),
                writers: writers.clone(),
            });
        }
    }
    rows
}

fn links(design: &Design) -> Vec<LinkRow<'_>> {
    let mut rows: Vec<LinkRow> = design
        .links
        .values()
        .map(|link| LinkRow {
            from: link.from.as_str(),
            to: link.to.as_str(),
            kind: link.kind.label(),
            label: &link.label,
            timeout: link.timeout_ms.map_or_else(String::new, |ms| format!("{ms} ms")),
            retries: link.retries.map_or_else(String::new, |n| n.to_string()),
        })
        .collect();
    rows.sort_by(|a, b| (a.from, a.to, a.kind).cmp(&(b.from, b.to, b.kind)));
    rows
}

fn event_row<'a>(plan: &Plan, id: &'a EventId, description: &'a str) -> EventRow<'a> {
    let ends = |kind: LinkKind| joined(plan.links.carrying(id, kind).map(|link| &link.from));
    EventRow { name: id.as_str(), description, publishers: ends(LinkKind::Publish), consumers: ends(LinkKind::Subscribe) }
}

fn journeys(design: &Design) -> Vec<JourneyRow<'_>> {
    design
        .journeys
        .values()
        .map(|journey| {
            let steps: Vec<String> = journey
                .steps
                .iter()
                .filter_map(|step| design.links.get(&step.link))
                .map(|link| format!("{} to {}", link.from, link.to))
                .collect();
            JourneyRow {
                name: &journey.name,
                way: steps.join("; "),
                latency: journey.latency_p95_ms.map_or_else(String::new, |ms| format!("{ms} ms")),
                availability: journey.availability.map_or_else(String::new, |a| a.to_string()),
            }
        })
        .collect()
}

fn parts<'a>(plan: &'a Plan<'a>) -> Vec<Part<'a>> {
    let design = plan.design;
    design
        .elements
        .iter()
        .filter(|(_, element)| is_described(element))
        .map(|(id, element)| Part {
            id: id.as_str(),
            title: element.title.as_deref(),
            kind: element.kind.label(),
            description: &element.description,
            technology: plan.container(id.as_str()).map(|container| container.made_with.as_str()),
            context: element.context.as_ref().and_then(|id| design.contexts.get(id)).map(|context| context.name.as_str()),
        })
        .collect()
}
