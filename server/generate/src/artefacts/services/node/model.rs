//! What the templates of a Node service print. Values are names and texts only; what they mean was decided by the contract.

use crate::plan::{
    Container,
    contract::{
        Access, Announcement, BrokerProduct, CachePattern, Client, Contract, Does, Fill, Method, Operation, Resource, SignIn, Source,
        Subscription, name,
    },
};
use domain::design::LinkKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// `service.js` and the README.
#[derive(Debug, Serialize)]
pub(super) struct Service<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    kind: &'static str,
    port: u16,
    models: bool,
    primary: Primary<'a>,
    cache: Option<Cache<'a>>,
    sign_in: Option<SignIn>,
    accounts: Option<AccountsModel<'a>>,
    clients: Vec<ClientFile<'a>>,
    resources: Vec<ResourceFile<'a>>,
    actions: Vec<ActionFile<'a>>,
    handlers: Vec<HandlerFile<'a>>,
    consumes: bool,
    brokers: Vec<Broker<'a>>,
    products: Vec<BrokerProduct>,
    operations: Vec<OperationLine<'a>>,
    variables: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Primary<'a> {
    kind: &'static str,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Cache<'a> {
    id: &'a str,
    write_through: &'static str,
}

#[derive(Debug, Serialize)]
struct AccountsModel<'a> {
    base: &'a str,
    sessions: &'static str,
    announces: Vec<EventModel<'a>>,
}

/// An event, and the JavaScript that fills its data.
#[derive(Debug, Serialize)]
struct EventModel<'a> {
    event: &'a str,
    fill: Vec<FillModel<'a>>,
}

#[derive(Debug, Serialize)]
struct FillModel<'a> {
    field: &'a str,
    value: String,
}

#[derive(Debug, Serialize)]
struct Broker<'a> {
    id: &'a str,
    product: BrokerProduct,
    optional: bool,
    addresses: Vec<Address<'a>>,
    /// Events that somebody hears here.
    expected: Vec<&'a str>,
    subscription: Option<Heard<'a>>,
}

#[derive(Debug, Serialize)]
struct Address<'a> {
    event: &'a str,
    address: &'a str,
}

#[derive(Debug, Serialize)]
struct Heard<'a> {
    group: &'a str,
    addresses: Vec<&'a str>,
    dead_letter: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct OperationLine<'a> {
    id: &'a str,
    method: Method,
    path: &'a str,
    summary: &'a str,
    access: &'static str,
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
    path: &'a str,
    signs_in: bool,
    owned: bool,
    announces: bool,
    calls: Vec<Call<'a>>,
    failures: Vec<EventModel<'a>>,
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
    failures: Vec<EventModel<'a>>,
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

impl<'a> Service<'a> {
    pub(super) fn new(container: &'a Container, contract: Option<&'a Contract>) -> Self {
        let primary = contract.and_then(Contract::primary_store);
        let kind = match primary.map(|s| s.product) {
            Some("postgresql" | "mysql") => "sql",
            Some("mongodb") => "mongodb",
            _ => "memory",
        };
        let mut resources: Vec<ResourceFile> =
            contract.into_iter().flat_map(|c| c.resources.iter().map(move |r| ResourceFile::new(c, r))).collect();
        resources.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.path.cmp(b.path)));
        let brokers = contract.map(brokers).unwrap_or_default();
        let products: BTreeSet<BrokerProduct> = brokers.iter().map(|b| b.product).collect();
        let cache = contract.filter(|c| !c.resources.is_empty()).and_then(Contract::cache);
        Self {
            name: &container.id,
            title: &container.title,
            description: &container.description,
            kind: match container.role {
                crate::plan::Role::Worker => "worker",
                crate::plan::Role::Frontend => "frontend",
                _ => "service",
            },
            port: container.port,
            models: contract.is_some_and(|c| !c.resources.is_empty()) || kind == "mongodb",
            primary: Primary { kind, id: primary.map_or("", |s| s.id.as_str()) },
            cache: cache.map(|s| Cache { id: &s.id, write_through: truth(s.pattern == CachePattern::WriteThrough) }),
            sign_in: contract.and_then(|c| c.sign_in),
            accounts: contract.and_then(accounts),
            clients: contract.map(clients).unwrap_or_default(),
            resources,
            actions: contract.map(actions).unwrap_or_default(),
            handlers: contract.map(handlers).unwrap_or_default(),
            consumes: contract.is_some_and(|c| !c.consumes.is_empty()),
            brokers,
            products: products.into_iter().collect(),
            operations: contract.into_iter().flat_map(|c| c.operations.iter().map(|o| OperationLine::new(o, c.sign_in))).collect(),
            variables: container.env.iter().map(|e| e.name.as_str()).collect(),
        }
    }
}

impl<'a> OperationLine<'a> {
    fn new(operation: &'a Operation, way: Option<SignIn>) -> Self {
        let access = match operation.access {
            Access::Public => "everybody",
            Access::SignedIn if way == Some(SignIn::ApiKeys) => "programs with a key",
            Access::SignedIn => "people who are signed in",
            Access::Internal => "other parts",
        };
        Self { id: &operation.id, method: operation.method, path: &operation.path, summary: &operation.summary, access }
    }
}

fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

fn accounts(contract: &Contract) -> Option<AccountsModel<'_>> {
    let accounts = contract.accounts.as_ref()?;
    let register = contract.operations.iter().find(|o| o.does == Does::Register)?;
    let value = |source: &Source| match source {
        Source::Record(field) => format!("account.{field}"),
        _ => "account.id".to_owned(),
    };
    Some(AccountsModel {
        base: accounts.register_path.strip_suffix("/register").unwrap_or(&accounts.register_path),
        sessions: truth(contract.sign_in == Some(SignIn::Sessions)),
        announces: events(register, false, value),
    })
}

/// The events of an operation, filled by JavaScript that `value` writes for each source.
fn events(operation: &Operation, on_failure: bool, value: impl Fn(&Source) -> String) -> Vec<EventModel<'_>> {
    let model = |a: &'_ Announcement| -> Vec<(usize, String)> { a.fill.iter().enumerate().map(|(i, f)| (i, value(&f.source))).collect() };
    operation
        .announces
        .iter()
        .filter(|a| a.on_failure == on_failure)
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
                failures: events(o, true, value),
                done: events(o, false, value),
                calls,
            }
        })
        .collect()
}

fn brokers(contract: &Contract) -> Vec<Broker<'_>> {
    let of = |broker: &str| -> Vec<&Subscription> { contract.consumes.iter().filter(|s| s.channel.broker == broker).collect() };
    let model = |channel: &'_ crate::plan::contract::Channel| of(&channel.broker);
    contract
        .brokers()
        .into_iter()
        .map(|channel| (channel, model(channel)))
        .map(|(channel, heard)| Broker {
            id: &channel.broker,
            product: channel.product,
            optional: heard.is_empty() && contract.primary_store().is_some(),
            addresses: contract
                .publishes
                .iter()
                .filter(|p| p.channel.broker == channel.broker)
                .map(|p| Address { event: &p.message.event, address: &p.channel.address })
                .collect(),
            expected: contract
                .publishes
                .iter()
                .filter(|p| p.channel.broker == channel.broker && !p.consumers.is_empty() && p.channel.product == BrokerProduct::Rabbitmq)
                .map(|p| p.message.event.as_str())
                .collect(),
            subscription: heard.first().map(|first| Heard {
                group: &first.group,
                addresses: heard.iter().map(|s| s.channel.address.as_str()).collect(),
                dead_letter: heard.iter().find_map(|s| s.dead_letter.as_deref()),
            }),
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
        let refused = |source: &Source| match source {
            Source::Record(field) => format!("req.body.{field}"),
            _ => "subject".to_owned(),
        };
        let create = of(Does::Create);
        let group = |does, done| Group { done, events: of(does).map(|o| events(o, false, kept)).unwrap_or_default() };
        let groups = [group(Does::Create, "created"), group(Does::Replace, "replaced"), group(Does::Delete, "deleted")];
        let groups: Vec<Group> = groups.into_iter().filter(|g| !g.events.is_empty()).collect();
        let failures = create.map(|o| events(o, true, refused)).unwrap_or_default();
        let has = |done: &str| groups.iter().any(|g| g.done == done);
        Self {
            title: resource.plural.clone(),
            singular: &resource.singular,
            slug: &resource.slug,
            name: name::camel(&resource.type_name),
            type_name: &resource.type_name,
            path: &resource.path,
            signs_in: contract.sign_in.is_some(),
            owned: resource.owned,
            announces: !groups.is_empty() || !failures.is_empty(),
            calls: create.map(|o| calls(contract, &o.calls)).unwrap_or_default(),
            created: has("created"),
            replaced: has("replaced"),
            deleted: has("deleted"),
            failures,
            groups,
        }
    }
}
