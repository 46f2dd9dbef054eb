//! What the templates of the single files of a Node service print: resources, actions, clients and handlers. Values are names and texts
//! only; what they mean was decided by the contract.

use crate::plan::contract::{Access, Announcement, Client, Contract, Does, Fill, Method, Operation, Resource, Source, Subscription, name};
use domain::design::LinkKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An event, and the JavaScript that fills its data.
#[derive(Debug, Serialize)]
pub(super) struct EventModel<'a> {
    event: &'a str,
    fill: Vec<FillModel<'a>>,
}

#[derive(Debug, Serialize)]
struct FillModel<'a> {
    field: &'a str,
    value: String,
}

/// A call that work leads to.
#[derive(Debug, Clone, Serialize)]
struct Call<'a> {
    client: String,
    function: &'a str,
    action: bool,
    sends: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ResourceFile<'a> {
    title: String,
    singular: &'a str,
    pub slug: &'a str,
    name: String,
    type_name: &'a str,
    pub path: &'a str,
    signs_in: bool,
    /// Changed by admins alone.
    admin: bool,
    owned: bool,
    approver: Option<&'a str>,
    announces: bool,
    calls: Vec<Call<'a>>,
    groups: Vec<Group<'a>>,
    created: bool,
    replaced: bool,
    deleted: bool,
}

/// Events that are announced when a record is created, replaced or deleted.
#[derive(Debug, Serialize)]
struct Group<'a> {
    done: &'static str,
    events: Vec<EventModel<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct ActionFile<'a> {
    title: String,
    asked_by: String,
    pub slug: &'a str,
    name: &'a str,
    path: &'a str,
    announces: bool,
    calls: Vec<Call<'a>>,
    done: Vec<EventModel<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClientFile<'a> {
    pub id: &'a str,
    connection: &'a str,
    title: &'a str,
    name: String,
    kind: &'static str,
    ours: &'static str,
    timeout_ms: u32,
    retries: u8,
    breaks: &'static str,
    critical: &'static str,
    fallback: Option<&'a str>,
    action: bool,
    function: &'a str,
    method: Method,
    path: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct HandlerFile<'a> {
    event: &'a str,
    type_name: &'a str,
    pub file: &'a str,
    description: &'a str,
    retries: u8,
    calls: Vec<Call<'a>>,
}

pub(super) fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

/// The events of an operation, filled by JavaScript that `value` writes for each source.
pub(super) fn events(operation: &Operation, value: impl Fn(&Source) -> String) -> Vec<EventModel<'_>> {
    let model = |a: &'_ Announcement| -> Vec<(usize, String)> { a.fill.iter().enumerate().map(|(i, f)| (i, value(&f.source))).collect() };
    operation
        .announces
        .iter()
        .map(|a| EventModel {
            event: &a.event,
            fill: model(a)
                .into_iter()
                .filter_map(|(i, value)| a.fill.get(i).map(|f: &Fill| FillModel { field: &f.field, value }))
                .collect(),
        })
        .collect()
}

fn calls<'a>(contract: &'a Contract, ids: &[String]) -> Vec<Call<'a>> {
    let names = client_names(contract);
    ids.iter()
        .filter_map(|id| contract.client(id))
        .map(|c| Call {
            client: names.get(c.id.as_str()).cloned().unwrap_or_default(),
            function: &c.function,
            action: c.action,
            sends: c.method != Method::Get,
        })
        .collect()
}

/// JavaScript names of the clients, each once.
fn client_names(contract: &Contract) -> BTreeMap<&str, String> {
    let mut taken = BTreeSet::new();
    contract.clients.iter().map(|c| (c.id.as_str(), name::claim(&mut taken, &name::camel(&c.id), "_"))).collect()
}

pub(super) fn clients(contract: &Contract) -> Vec<ClientFile<'_>> {
    let names = client_names(contract);
    let file = |c: &'_ Client| names.get(c.id.as_str()).cloned().unwrap_or_default();
    let all = contract.clients.iter().map(|c| (file(c), c));
    all.map(|(name, c)| ClientFile {
        id: &c.id,
        connection: &c.target,
        title: &c.title,
        name,
        kind: if c.kind == LinkKind::Uses { "uses" } else { c.kind.slug() },
        ours: truth(!c.external),
        timeout_ms: c.timeout_ms,
        retries: c.retries,
        breaks: truth(c.circuit_breaker),
        critical: truth(c.critical),
        fallback: c.fallback.as_deref(),
        action: c.action,
        function: &c.function,
        method: c.method,
        path: &c.path,
    })
    .collect()
}

pub(super) fn handlers(contract: &Contract) -> Vec<HandlerFile<'_>> {
    let mut seen = BTreeSet::new();
    let first = |s: &&Subscription| seen.insert(s.message.event.clone());
    let file = |s: &'_ Subscription| calls(contract, &s.calls);
    contract
        .consumes
        .iter()
        .filter(first)
        .map(|s| (s, file(s)))
        .map(|(s, calls)| HandlerFile {
            event: &s.message.event,
            type_name: &s.message.type_name,
            file: &s.handler,
            description: &s.message.description,
            retries: s.retries,
            calls,
        })
        .collect()
}

pub(super) fn actions(contract: &Contract) -> Vec<ActionFile<'_>> {
    let file = |o: &'_ Operation| {
        let value = |source: &Source| match source {
            Source::RecordId => "request.id".to_owned(),
            Source::Reference => "referenceId".to_owned(),
            Source::Detail(field) | Source::Record(field) => format!("details.{field}"),
            Source::Subject => "details.subject".to_owned(),
        };
        (calls(contract, &o.calls), value)
    };
    contract
        .actions()
        .map(|o| {
            let (calls, value) = file(o);
            ActionFile {
                title: name::words(o.action.as_deref().unwrap_or(&o.id)),
                asked_by: o.asked_by.join(", "),
                slug: o.action.as_deref().unwrap_or(&o.id),
                name: &o.id,
                path: &o.path,
                announces: !o.announces.is_empty(),
                done: events(o, value),
                calls,
            }
        })
        .collect()
}

impl<'a> ResourceFile<'a> {
    pub(super) fn new(contract: &'a Contract, resource: &'a Resource) -> Self {
        let of = |does| contract.operations_of(&resource.slug).find(|o| o.does == does);
        let kept = |source: &Source| match source {
            Source::Record(field) => format!("data.{field}"),
            Source::Subject => "record.owner_id".to_owned(),
            _ => "data.id".to_owned(),
        };
        let create = of(Does::Create);
        let group = |does, done| Group { done, events: of(does).map(|o| events(o, kept)).unwrap_or_default() };
        let groups = [group(Does::Create, "created"), group(Does::Replace, "replaced"), group(Does::Delete, "deleted")];
        let groups: Vec<Group> = groups.into_iter().filter(|g| !g.events.is_empty()).collect();
        let has = |done: &str| groups.iter().any(|g| g.done == done);
        Self {
            title: resource.plural.clone(),
            singular: &resource.singular,
            slug: &resource.slug,
            name: name::camel(&resource.type_name),
            type_name: &resource.type_name,
            path: &resource.path,
            signs_in: contract.sign_in.is_some(),
            admin: create.is_some_and(|o| o.access == Access::Admin),
            owned: resource.owned,
            approver: resource.approver.as_deref(),
            announces: !groups.is_empty(),
            calls: create.map(|o| calls(contract, &o.calls)).unwrap_or_default(),
            created: has("created"),
            replaced: has("replaced"),
            deleted: has("deleted"),
            groups,
        }
    }
}
