//! The model of interfaces.md: what each part offers to others, and every event with its fields and how it is delivered.

use crate::{GenerateError, plan::Plan, render::render};
use domain::{
    design::{Element, ElementKind, FieldType, Link, LinkKind},
    ids::{ElementId, EventId, LinkId},
};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    interfaces: Vec<Interface<'a>>,
    events: Vec<EventPage<'a>>,
}

#[derive(Serialize)]
struct Interface<'a> {
    id: &'a str,
    description: &'a str,
    version: Option<&'a str>,
    /// Where gateways route to it.
    prefixes: Vec<&'a str>,
    callers: Vec<Caller<'a>>,
}

#[derive(Serialize)]
struct Caller<'a> {
    name: &'a str,
    kind: &'static str,
    label: &'a str,
    timeout: String,
    retries: String,
    fallback: &'a str,
}

#[derive(Serialize)]
struct EventPage<'a> {
    name: &'a str,
    description: &'a str,
    fields: Vec<FieldRow<'a>>,
    publishers: Vec<Publisher<'a>>,
    consumers: Vec<Consumer<'a>>,
}

#[derive(Serialize)]
struct FieldRow<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct Publisher<'a> {
    name: &'a str,
    broker: &'a str,
    how: &'static str,
}

#[derive(Serialize)]
struct Consumer<'a> {
    name: &'a str,
    attempts: u16,
    then: &'static str,
    twice: &'static str,
}

/// `None` when no part offers anything and nothing is announced.
pub(super) fn page(plan: &Plan) -> Result<Option<String>, GenerateError> {
    let design = plan.design;
    let services = design.elements.iter().filter(|(_, element)| element.kind == ElementKind::Service);
    let interfaces: Vec<Interface> = services.filter_map(|(id, element)| interface(plan, id, element)).collect();
    let events: Vec<EventPage> = design
        .events
        .iter()
        .map(|(id, event)| {
            let carrying = |kind: LinkKind| plan.links.carrying(id, kind);
            EventPage {
                name: id.as_str(),
                description: &event.description,
                fields: event.fields.iter().map(|(name, kind)| FieldRow { name, kind: field_type(*kind) }).collect(),
                publishers: carrying(LinkKind::Publish).map(|link| publisher(plan, id, link)).collect(),
                consumers: carrying(LinkKind::Subscribe).map(|link| consumer(plan, id, link)).collect(),
            }
        })
        .collect();
    if interfaces.is_empty() && events.is_empty() {
        return Ok(None);
    }
    render("docs/interfaces.md", &Page { name: &plan.name, interfaces, events }).map(Some)
}

fn interface<'a>(plan: &'a Plan, id: &'a ElementId, element: &'a Element) -> Option<Interface<'a>> {
    let calls = plan.links.to(id.as_str()).iter().filter(|(_, link)| link.kind.is_call());
    let callers: Vec<Caller> = calls.map(|(id, link)| caller(plan, id, link)).collect();
    let prefixes = plan.container(id.as_str()).map(|c| c.base_paths.iter().map(String::as_str).collect()).unwrap_or_default();
    (!callers.is_empty()).then(|| Interface {
        id: id.as_str(),
        description: &element.description,
        version: element.api_version.as_deref(),
        prefixes,
        callers,
    })
}

/// What the generated client does; of others, what the link says.
fn caller<'a>(plan: &'a Plan, id: &LinkId, link: &'a Link) -> Caller<'a> {
    let client = plan.contract(link.from.as_str()).and_then(|contract| contract.clients.iter().find(|c| c.link == id.as_str()));
    let timeout = client.map(|c| c.timeout_ms).or(link.timeout_ms);
    let retries = client.map_or(link.retries, |c| Some(c.retries)).filter(|n| *n > 0);
    Caller {
        name: plan.design.display_name(&link.from),
        kind: link.kind.label(),
        label: &link.label,
        timeout: timeout.map_or_else(String::new, |ms| format!("{ms} ms")),
        retries: retries.map_or_else(String::new, |n| n.to_string()),
        fallback: link.fallback.as_deref().unwrap_or_default(),
    }
}

fn publisher<'a>(plan: &'a Plan, event: &EventId, link: &'a Link) -> Publisher<'a> {
    let contract = plan.contract(link.from.as_str());
    let how = match contract.and_then(|c| Some((c, c.publishes.iter().find(|p| p.message.event == event.as_str())?))) {
        Some((contract, _)) if !contract.announces(event.as_str()) => "which is yours to add where it happens",
        Some((_, publication)) if publication.outbox => "from the outbox, in the transaction of the change",
        Some(_) => "after the change",
        None => "from code of its own",
    };
    Publisher { name: plan.design.display_name(&link.from), broker: plan.design.display_name(&link.to), how }
}

fn consumer<'a>(plan: &'a Plan, event: &EventId, link: &'a Link) -> Consumer<'a> {
    let contract = plan.contract(link.from.as_str());
    let generated = contract.and_then(|c| c.consumes.iter().find(|s| s.message.event == event.as_str()));
    Consumer {
        name: plan.design.display_name(&link.from),
        attempts: 1 + u16::from(generated.map_or(link.retries.unwrap_or(0), |s| s.retries)),
        then: if generated.map_or(link.dead_letter, |s| s.dead_letter.is_some()) { "put aside for somebody to look at" } else { "lost" },
        // Generated code keeps the ids of what it has handled.
        twice: if generated.is_some() || link.idempotent { "does no more than once" } else { "is done twice" },
    }
}

fn field_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::String => "text",
        FieldType::Integer => "whole number",
        FieldType::Decimal => "exact decimal, sent as text",
        FieldType::Boolean => "yes or no",
        FieldType::Timestamp => "moment, RFC 3339 in UTC",
        FieldType::Uuid => "UUID",
    }
}
