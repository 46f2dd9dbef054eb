//! One model for each generated module of a Python service.

use super::{
    features::Features,
    imports::{Import, Imports},
    model::{self, Call, FieldModel, OperationModel, Table, Told},
    names,
};
use crate::plan::{
    Container,
    contract::{self, Accounts, Contract, Does, Message, Method, Resource, SignIn},
};
use serde::Serialize;
use std::collections::BTreeSet;

fn kinds<'f>(fields: impl Iterator<Item = &'f FieldModel>) -> BTreeSet<&'static str> {
    fields.map(|field| field.kind).collect()
}

#[derive(Debug, Serialize)]
pub(super) struct Models<'a> {
    imports: Vec<&'static str>,
    aliased: bool,
    resources: Vec<ResourceModel<'a>>,
}

#[derive(Debug, Serialize)]
struct ResourceModel<'a> {
    type_name: String,
    singular: &'a str,
    fields: Vec<FieldModel>,
}

impl<'a> Models<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let model = |r: &'a Resource| ResourceModel {
            type_name: names::class(&r.type_name, "Record"),
            singular: &r.singular,
            fields: model::fields(&r.fields),
        };
        let resources: Vec<_> = contract.resources.iter().map(model).collect();
        let all = || resources.iter().flat_map(|r| &r.fields);
        let mut imports = kinds(all());
        imports.extend(["Input", "Record"]);
        Self { imports: imports.into_iter().collect(), aliased: all().any(FieldModel::is_aliased), resources }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Routes<'a> {
    imports: Vec<Import>,
    path: &'a str,
    singular: &'a str,
    plural: &'a str,
    type_name: String,
    attribute: String,
    operations: Vec<OperationModel>,
}

impl<'a> Routes<'a> {
    pub(super) fn new(contract: &'a Contract, resource: &'a Resource) -> Self {
        let operations: Vec<_> = contract.operations_of(&resource.slug).map(|o| model::operation(contract, o, Some(resource))).collect();
        let type_name = names::class(&resource.type_name, "Record");
        let any = |wanted: fn(&OperationModel) -> bool| operations.iter().any(wanted);
        let mut imports = Imports::default();
        imports
            .add("typing", &["Annotated"])
            .add("fastapi", &["APIRouter", "Depends", "Request", "Response"])
            .add_if(any(|o| !o.events.is_empty() || !o.failures.is_empty()), "app", &["announcements"])
            .add_if(any(|o| o.person), "app.core.auth", &["SignedIn"])
            .add_if(any(|o| o.guard), "app.core.auth", &["signed_in"])
            .add("app.core.problems", &["NotFound", "Problem"])
            .add_if(any(|o| !o.failures.is_empty()), "app.core.problems", &["Unavailable"])
            .add("app.core.records", &["Page", "Records"])
            .add("app.core.requests", &["IfMatch", "Key", "Paging", "RecordId", "expects", "once", "problems"])
            .add("app.models", &[&type_name, &format!("{type_name}Input")])
            .add_if(any(|o| o.wired), "app.parts", &["Wired"]);
        Self {
            imports: imports.lines(),
            path: &resource.path,
            singular: &resource.singular,
            plural: &resource.plural,
            type_name,
            attribute: names::part(&resource.table),
            operations,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Actions {
    imports: Vec<Import>,
    operations: Vec<OperationModel>,
}

impl Actions {
    pub(super) fn new(contract: &Contract) -> Self {
        let operations: Vec<_> = contract.actions().map(|o| model::operation(contract, o, None)).collect();
        let any = |wanted: fn(&OperationModel) -> bool| operations.iter().any(wanted);
        let mut imports = Imports::default();
        imports
            .add("fastapi", &["APIRouter"])
            .add_if(any(|o| !o.events.is_empty() || !o.failures.is_empty()), "app", &["announcements"])
            .add("app.core.actions", &["Accepted", "Action", "ActionRequest", "ActionResponse"])
            .add_if(any(|o| !o.failures.is_empty()), "app.core.problems", &["Unavailable"])
            .add("app.core.requests", &["problems"])
            .add_if(any(|o| o.wired), "app.parts", &["Wired"]);
        Self { imports: imports.lines(), operations }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Events<'a> {
    imports: Vec<&'static str>,
    aliased: bool,
    messages: Vec<MessageModel<'a>>,
    announced: Vec<Announced<'a>>,
}

#[derive(Debug, Serialize)]
struct MessageModel<'a> {
    type_name: String,
    summary: &'a str,
    fields: Vec<FieldModel>,
}

#[derive(Debug, Serialize)]
struct Announced<'a> {
    constant: String,
    event: &'a str,
    type_name: String,
    broker: &'a str,
    address: &'a str,
}

impl<'a> Events<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let all = contract.publishes.iter().map(|p| &p.message).chain(contract.consumes.iter().map(|s| &s.message));
        let mut seen = BTreeSet::new();
        let messages: Vec<_> = all.filter(|m| seen.insert(&m.event)).map(message).collect();
        let constants = model::constants(contract);
        let fields = || messages.iter().flat_map(|m| &m.fields);
        let mut seen = BTreeSet::new();
        let first = contract.publishes.iter().filter(|p| seen.insert(&p.message.event));
        let announced = first
            .map(|p| Announced {
                constant: constants.get(&p.message.event).cloned().unwrap_or_default(),
                event: &p.message.event,
                type_name: names::class(&p.message.type_name, "Event"),
                broker: &p.channel.broker,
                address: &p.channel.address,
            })
            .collect();
        Self { imports: kinds(fields()).into_iter().collect(), aliased: fields().any(FieldModel::is_aliased), messages, announced }
    }
}

fn message(message: &Message) -> MessageModel<'_> {
    MessageModel {
        type_name: names::class(&message.type_name, "Event"),
        summary: if message.description.is_empty() { &message.event } else { &message.description },
        fields: model::message_fields(&message.fields),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Announcements<'a> {
    imports: Vec<Import>,
    service: &'a str,
    announcements: Vec<Told>,
}

impl<'a> Announcements<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let announcements = model::told(contract);
        let mut imports = Imports::default();
        imports.add("uuid", &["UUID"]).add("app", &["events"]).add("app.core.event", &["Outgoing", "announce"]);
        for told in announcements.iter().filter(|told| !told.register) {
            let module = if told.type_name == "Action" { "app.core.actions" } else { "app.models" };
            imports.add(module, &[&told.type_name]);
        }
        Self { imports: imports.lines(), service: &contract.service, announcements }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Handlers<'a> {
    consumes: Vec<Handler<'a>>,
}

#[derive(Debug, Serialize)]
struct Handler<'a> {
    function: String,
    type_name: String,
    summary: &'a str,
    calls: Vec<Call>,
}

impl<'a> Handlers<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let handler = |s: &'a contract::Subscription| Handler {
            function: names::of_id(&format!("on-{}", s.handler), "on"),
            type_name: names::class(&s.message.type_name, "Event"),
            summary: if s.message.description.is_empty() { &s.message.event } else { &s.message.description },
            calls: model::calls(contract, &s.calls),
        };
        Self { consumes: contract.consumes.iter().map(handler).collect() }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Clients<'a> {
    clients: Vec<ClientModel<'a>>,
}

#[derive(Debug, Serialize)]
struct ClientModel<'a> {
    attribute: String,
    class_name: String,
    function: String,
    title: &'a str,
    target: &'a str,
    stem: String,
    method: Method,
    path: &'a str,
    action: bool,
    sends: bool,
    idempotent: bool,
    timeout_ms: u32,
    /// Its variable sets the time limit.
    timed: bool,
    retries: u8,
    circuit_breaker: bool,
    critical: bool,
    external: bool,
    fallback: &'a str,
}

impl<'a> Clients<'a> {
    pub(super) fn new(container: &Container, contract: &'a Contract) -> Self {
        let mut stems = BTreeSet::new();
        let model = |c: &'a contract::Client| ClientModel {
            attribute: names::of_id(&c.id, "to"),
            class_name: names::class(&contract::name::pascal(&c.id), "To") + "Client",
            function: names::client_method(&c.function),
            title: if c.title.is_empty() { &c.target } else { &c.title },
            target: &c.target,
            method: c.method,
            path: &c.path,
            action: c.action,
            sends: c.method != Method::Get,
            idempotent: c.idempotent,
            timeout_ms: c.timeout_ms,
            // Two links to one part share the variable; it says what the first one does.
            timed: stems.insert(&c.stem) && container.env.iter().any(|e| e.name == format!("{}_TIMEOUT_MS", c.stem)),
            stem: names::variable(&c.stem),
            retries: c.retries,
            circuit_breaker: c.circuit_breaker,
            critical: c.critical,
            external: c.external,
            fallback: c.fallback.as_deref().unwrap_or_default(),
        };
        Self { clients: contract.clients.iter().map(model).collect() }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Tables {
    sql_types: Vec<&'static str>,
    own_types: Vec<&'static str>,
    migrated_types: Vec<&'static str>,
    /// Tables say in which character set they are.
    mysql: bool,
    tables: Vec<Table>,
}

impl Tables {
    pub(super) fn new(contract: &Contract, features: &Features) -> Self {
        let tables = model::tables(contract, features);
        let columns = || tables.iter().flat_map(|t| &t.columns);
        let used = |own: bool| -> BTreeSet<&'static str> { columns().filter(|c| c.own == own).map(|c| c.kind).collect() };
        let mut sql_types = used(false);
        sql_types.insert("MetaData");
        let mut own_types: Vec<_> = used(true).into_iter().collect();
        let mut migrated = used(true);
        migrated.extend(["Moment", "Position"]);
        if !tables.is_empty() {
            sql_types.extend(["Column", "Table"]);
            own_types.push("record_columns");
        }
        if features.mysql {
            migrated.insert("EXACT_TEXT");
            if !tables.is_empty() {
                own_types.insert(0, "EXACT_TEXT");
            }
        }
        // Constants first, as Python people sort them.
        let mut sql_types: Vec<_> = sql_types.into_iter().collect();
        sql_types.sort_by_key(|name| (*name != "JSON", *name));
        Self { sql_types, own_types, migrated_types: migrated.into_iter().collect(), mysql: features.mysql, tables }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Main<'a> {
    imports: Vec<Import>,
    title: &'a str,
    description: &'a str,
    version: &'a str,
    accounts: Option<AccountsModel<'a>>,
    modules: Vec<Module>,
    actions: bool,
    describes: Vec<OperationModel>,
    base: &'a str,
}

#[derive(Debug, Serialize)]
struct AccountsModel<'a> {
    #[serde(flatten)]
    paths: &'a Accounts,
    events: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Module {
    name: String,
}

impl<'a> Main<'a> {
    pub(super) fn new(contract: &'a Contract, features: &Features) -> Self {
        let registered = contract.operations.iter().find(|o| o.does == Does::Register).map(|o| model::operation(contract, o, None));
        let accounts =
            contract.accounts.as_ref().map(|paths| AccountsModel { paths, events: registered.map(|o| o.events).unwrap_or_default() });
        let describe = contract.operations.iter().find(|o| o.does == Does::Describe);
        let mut imports = Imports::default();
        imports
            .add("collections.abc", &["AsyncIterator", "Callable"])
            .add("contextlib", &["AbstractAsyncContextManager", "asynccontextmanager"])
            .add("fastapi", &["FastAPI"])
            .add("app.config", &["Config"])
            .add("app.core.problems", &["Api", "install"])
            .add("app.core.health", &["Health", "router"])
            .add("app.core.metrics", &["Metrics"])
            .add("app.core.observe", &["Observe"])
            .add("app.parts", &["Parts"])
            .add("app.wiring", &["connected"])
            .add_if(features.accounts, "app.core.accounts", &["accounts"])
            .add_if(features.actions, "app", &["actions"])
            .add_if(accounts.as_ref().is_some_and(|a| !a.events.is_empty()), "app", &["announcements"]);
        let modules: Vec<_> = contract.resources.iter().map(|r| Module { name: names::attribute(&r.slug) }).collect();
        for module in &modules {
            imports.add(&format!("app.routes.{}", module.name), &[&format!("router as {}_routes", module.name)]);
        }
        Self {
            imports: imports.lines(),
            title: if contract.title.is_empty() { &contract.service } else { &contract.title },
            description: &contract.description,
            version: &contract.api_version,
            accounts,
            modules,
            actions: features.actions,
            describes: describe.map(|o| model::operation(contract, o, None)).into_iter().collect(),
            base: describe.map_or("", |o| o.path.as_str()),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Readme<'a> {
    service: &'a str,
    title: &'a str,
    description: &'a str,
    port: u16,
    operations: Vec<Line<'a>>,
    publishes: Vec<&'a str>,
    consumes: Vec<&'a str>,
    clients: Vec<&'a contract::Client>,
    variables: Vec<&'a str>,
    store: Option<&'a contract::Store>,
    sql: bool,
    brokers: bool,
    accounts: bool,
    sign_in: Option<SignIn>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    method: Method,
    path: &'a str,
    summary: &'a str,
}

impl<'a> Readme<'a> {
    pub(super) fn new(container: &'a Container, contract: &'a Contract, features: &Features) -> Self {
        Self {
            service: &contract.service,
            title: if contract.title.is_empty() { &contract.service } else { &contract.title },
            description: &contract.description,
            port: container.port,
            operations: contract.operations.iter().map(|o| Line { method: o.method, path: &o.path, summary: &o.summary }).collect(),
            publishes: contract.publishes.iter().map(|p| p.message.event.as_str()).collect(),
            consumes: contract.consumes.iter().map(|s| s.message.event.as_str()).collect(),
            clients: contract.clients.iter().collect(),
            variables: container.env.iter().map(|e| e.name.as_str()).collect(),
            store: contract.primary_store(),
            sql: features.sql(),
            brokers: features.brokers(),
            accounts: features.accounts,
            sign_in: features.sign_in,
        }
    }
}
