//! One model for each generated module of a Python service that keeps, answers or calls.

use super::{
    features::Features,
    imports::{Import, Imports},
    model::{self, FieldModel, OperationModel, Table},
    names,
};
use crate::plan::{
    Container,
    contract::{self, Contract, Method, Resource},
};
use serde::Serialize;
use std::collections::BTreeSet;

pub(super) fn kinds<'f>(fields: impl Iterator<Item = &'f FieldModel>) -> BTreeSet<&'static str> {
    fields.map(|field| field.kind).collect()
}

#[derive(Debug, Serialize)]
pub(super) struct Models<'a> {
    imports: Vec<&'static str>,
    aliased: bool,
    /// Some records are seen by who decides about them.
    approvers: bool,
    resources: Vec<ResourceModel<'a>>,
}

#[derive(Debug, Serialize)]
struct ResourceModel<'a> {
    type_name: String,
    singular: &'a str,
    approver: Option<String>,
    fields: Vec<FieldModel>,
}

impl<'a> Models<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let model = |r: &'a Resource| ResourceModel {
            type_name: names::class(&r.type_name, "Record"),
            singular: &r.singular,
            approver: r.approver.as_deref().map(names::attribute),
            fields: model::fields(&r.fields),
        };
        let resources: Vec<_> = contract.resources.iter().map(model).collect();
        let all = || resources.iter().flat_map(|r| &r.fields);
        let mut imports = kinds(all());
        imports.extend(["Input", "Record"]);
        Self {
            imports: imports.into_iter().collect(),
            aliased: all().any(FieldModel::is_aliased),
            approvers: resources.iter().any(|r| r.approver.is_some()),
            resources,
        }
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
            .add_if(any(|o| !o.events.is_empty()), "app", &["announcements"])
            .add_if(any(|o| o.person && o.admin), "app.core.admin", &["Admin"])
            .add_if(any(|o| o.guard && o.admin), "app.core.admin", &["admin"])
            .add_if(any(|o| o.person && !o.admin), "app.core.auth", &["SignedIn"])
            .add_if(any(|o| o.guard && !o.admin), "app.core.auth", &["signed_in"])
            .add("app.core.once", &["held"])
            .add("app.core.problems", &["NotFound", "Problem"])
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
            .add_if(any(|o| !o.events.is_empty()), "app", &["announcements"])
            .add("app.core.actions", &["Accepted", "Action", "ActionRequest", "ActionResponse"])
            .add("app.core.once", &["held"])
            .add("app.core.requests", &["problems"])
            .add_if(any(|o| o.wired), "app.parts", &["Wired"]);
        Self { imports: imports.lines(), operations }
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
    /// The names of the tables that the code needs for itself.
    versions: String,
    outbox: String,
    inbox: String,
    keys: String,
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
        let own = |name: &str| format!("{}{name}", contract.own_prefix);
        Self {
            sql_types,
            own_types,
            migrated_types: migrated.into_iter().collect(),
            mysql: features.mysql,
            versions: own("alembic_version"),
            outbox: own("outbox"),
            inbox: own("inbox"),
            keys: own("idempotency_keys"),
            tables,
        }
    }
}
