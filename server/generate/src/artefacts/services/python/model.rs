//! What the templates of a Python service print: the contract in Python's own names.

use super::{features::Features, names};
use crate::plan::contract::{Announcement, Contract, Does, Field, MessageField, Operation, Resource, SignIn, Source};
use domain::design::FieldType;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A field of a model.
#[derive(Debug, Serialize)]
pub(super) struct FieldModel {
    name: String,
    attribute: String,
    /// Python calls it otherwise than the contract.
    aliased: bool,
    pub kind: &'static str,
    required: bool,
    /// Clients get it and do not send it.
    server: bool,
}

impl FieldModel {
    pub(super) fn is_aliased(&self) -> bool {
        self.aliased
    }
    fn new(name: &str, kind: FieldType, required: bool, in_record: bool) -> Self {
        let attribute = names::attribute(name);
        let kind = match kind {
            FieldType::String if required && in_record => "Words",
            FieldType::String => "Text",
            FieldType::Integer => "Whole",
            FieldType::Decimal => "Exact",
            FieldType::Boolean => "Flag",
            FieldType::Timestamp => "Moment",
            FieldType::Uuid => "Identifier",
        };
        Self { aliased: attribute != name, name: name.to_owned(), attribute, kind, required, server: false }
    }
}

/// Fields of a resource.
pub(super) fn fields(fields: &[Field]) -> Vec<FieldModel> {
    fields.iter().map(|f| FieldModel { server: f.server, ..FieldModel::new(&f.name, f.kind, f.required, true) }).collect()
}

/// Fields of a message.
pub(super) fn message_fields(fields: &[MessageField]) -> Vec<FieldModel> {
    fields.iter().map(|f| FieldModel::new(&f.name, f.kind, f.required, false)).collect()
}

/// A column of a table.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    name: String,
    pub kind: &'static str,
    /// One of ours, not one of SQLAlchemy's.
    pub own: bool,
    length: Option<u32>,
    required: bool,
}

impl Column {
    fn new(name: &str, kind: FieldType, required: bool) -> Self {
        let (kind, own, length) = match kind {
            FieldType::String => ("String", false, Some(500)),
            FieldType::Integer => ("BigInteger", false, None),
            FieldType::Decimal => ("Exact", true, None),
            FieldType::Boolean => ("Boolean", false, None),
            FieldType::Timestamp => ("Moment", true, None),
            FieldType::Uuid => ("Uuid", false, None),
        };
        Self { name: name.to_owned(), kind, own, length, required }
    }
}

/// A table of records.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub name: String,
    attribute: String,
    pub columns: Vec<Column>,
}

/// The tables of a service, its own ones last.
pub(super) fn tables(contract: &Contract, features: &Features) -> Vec<Table> {
    let of_resource = |r: &Resource| Table {
        name: r.table.clone(),
        attribute: names::part(&r.table),
        columns: r.fields.iter().map(|f| Column::new(&f.name, f.kind, f.required)).collect(),
    };
    let own = |name: &str, columns| Table { name: format!("{}{name}", contract.own_prefix), attribute: name.to_owned(), columns };
    let text = |name| Column::new(name, FieldType::String, true);
    let mut all: Vec<Table> = contract.resources.iter().map(of_resource).collect();
    if features.actions {
        let details = Column { name: "details".into(), kind: "JSON", own: false, length: None, required: true };
        all.push(own("requests", vec![text("operation"), Column::new("reference_id", FieldType::Uuid, true), details]));
    }
    if features.accounts {
        all.push(own("credentials", vec![text("email"), text("password_hash")]));
    }
    all
}

/// The records that the parts hold.
#[derive(Debug, Serialize)]
pub(super) struct Kept {
    pub attribute: String,
    pub type_name: String,
    table: String,
    /// Worth remembering in a cache.
    cached: bool,
}

pub(super) fn kept(contract: &Contract, features: &Features) -> Vec<Kept> {
    let own = |table: &str, type_name: &str| Kept {
        attribute: table.into(),
        type_name: type_name.into(),
        table: format!("{}{table}", contract.own_prefix),
        cached: false,
    };
    let of_resource = |r: &Resource| Kept {
        attribute: names::part(&r.table),
        type_name: names::class(&r.type_name, "Record"),
        table: r.table.clone(),
        cached: true,
    };
    let mut all: Vec<Kept> = contract.resources.iter().map(of_resource).collect();
    if features.actions {
        all.push(own("requests", "Action"));
    }
    if features.accounts {
        all.push(own("credentials", "Credential"));
    }
    all
}

/// A call that an operation or a handler makes.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Call {
    attribute: String,
    function: String,
}

pub(super) fn calls(contract: &Contract, ids: &[String]) -> Vec<Call> {
    ids.iter()
        .filter_map(|id| contract.client(id))
        .map(|c| Call { attribute: names::of_id(&c.id, "to"), function: names::client_method(&c.function) })
        .collect()
}

/// A function that makes an event.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub function: String,
    constant: String,
    pub type_name: String,
    pub register: bool,
    fill: Vec<FillModel>,
}

#[derive(Debug, Serialize)]
struct FillModel {
    field: String,
    attribute: Option<String>,
    detail: Option<String>,
    variable: Option<&'static str>,
}

/// The constants of the announced events, each once: event to constant.
pub(super) fn constants(contract: &Contract) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut all = BTreeMap::new();
    for publication in &contract.publishes {
        if all.contains_key(&publication.message.event) {
            continue;
        }
        let mut wanted = publication.message.event.to_uppercase().replace(['.', '-'], "_");
        if wanted.starts_with(|c: char| c.is_ascii_digit()) {
            wanted.insert_str(0, "EVENT_");
        }
        while !taken.insert(wanted.clone()) {
            wanted.push('_');
        }
        all.insert(publication.message.event.clone(), wanted);
    }
    all
}

/// The function for what one operation announces.
pub(super) fn told_name(operation: &Operation, constant: &str) -> String {
    format!("{}_by_{}", constant.to_lowercase(), names::snake(&operation.id))
}

pub(super) fn told(contract: &Contract) -> Vec<Told> {
    let constants = constants(contract);
    let mut all = Vec::new();
    for operation in &contract.operations {
        let type_name = match (operation.does, operation.resource.as_deref().and_then(|slug| contract.resource(slug))) {
            (Does::Act, _) => "Action".to_owned(),
            (_, Some(resource)) => names::class(&resource.type_name, "Record"),
            _ => String::new(),
        };
        for announcement in &operation.announces {
            let Some(constant) = constants.get(&announcement.event) else { continue };
            all.push(Told {
                function: told_name(operation, constant),
                constant: constant.clone(),
                type_name: type_name.clone(),
                register: operation.does == Does::Register,
                fill: fill(operation, announcement),
            });
        }
    }
    all
}

fn fill(operation: &Operation, announcement: &Announcement) -> Vec<FillModel> {
    let register = operation.does == Does::Register;
    let attribute = |name: &str| Some(name.to_owned());
    announcement
        .fill
        .iter()
        .map(|f| {
            let base = FillModel { field: f.field.clone(), attribute: None, detail: None, variable: None };
            match &f.source {
                Source::RecordId if register => FillModel { variable: Some("account_id"), ..base },
                Source::Record(_) if register => FillModel { variable: Some("email"), ..base },
                Source::RecordId => FillModel { attribute: attribute("id"), ..base },
                Source::Record(name) => FillModel { attribute: Some(names::attribute(name)), ..base },
                Source::Reference => FillModel { attribute: attribute("reference_id"), ..base },
                Source::Detail(name) => FillModel { detail: attribute(name), ..base },
                Source::Subject => FillModel { variable: Some("person"), ..base },
            }
        })
        .collect()
}

/// One operation of a resource, or an action.
#[derive(Debug, Serialize)]
pub(super) struct OperationModel {
    pub id: String,
    summary: String,
    pub verb: &'static str,
    path: String,
    function: String,
    does: Does,
    status: Option<u16>,
    problems: Vec<u16>,
    /// Needs a token, whoever it names.
    pub guard: bool,
    /// Only admins may.
    pub admin: bool,
    /// Needs to know who asks.
    pub person: bool,
    owner: &'static str,
    who: &'static str,
    /// Takes a body.
    pub given: bool,
    pub wired: bool,
    calls: Vec<Call>,
    pub events: Vec<String>,
}

pub(super) fn operation(contract: &Contract, operation: &Operation, resource: Option<&Resource>) -> OperationModel {
    use crate::plan::contract::Access;
    let constants = constants(contract);
    let owned = resource.is_some_and(|r| r.owned);
    let signed = operation.access.asks();
    let admin = operation.access == Access::Admin;
    let told = operation.announces.iter().filter_map(|a| constants.get(&a.event)).map(|constant| told_name(operation, constant)).collect();
    let does = operation.does;
    let calls = calls(contract, &operation.calls);
    let fills_subject = operation.announces.iter().any(|a| a.fill.iter().any(|f| f.source == Source::Subject));
    let person = signed && (owned || does == Does::Create || fills_subject);
    let (verb, path, status, problems): (_, _, _, &[u16]) = match does {
        Does::List => ("get", "", None, &[400]),
        Does::Create => ("post", "", Some(201), &[400, 409, 422]),
        Does::Read => ("get", "/{id:uuid}", None, &[404]),
        Does::Replace => ("put", "/{id:uuid}", None, &[400, 404, 409, 412]),
        Does::Delete => ("delete", "/{id:uuid}", Some(204), &[404]),
        _ => ("post", operation.path.as_str(), Some(202), &[400, 422, 503]),
    };
    let module = resource.map(|r| r.slug.replace('-', "_")).unwrap_or_default();
    let word = match does {
        Does::List => "list",
        Does::Create => "create",
        Does::Read => "read",
        Does::Replace => "replace",
        Does::Delete => "delete",
        _ => "accept",
    };
    let mut problems = problems.to_vec();
    let way = contract.sign_in.filter(|_| signed);
    problems.extend(way.map(|_| 401));
    problems.extend(way.filter(|way| admin || !way.has_accounts()).map(|_| 403));
    problems.extend((!calls.is_empty() || way == Some(SignIn::Oidc)).then_some(503));
    problems.sort_unstable();
    problems.dedup();
    let function = match &operation.action {
        Some(action) => format!("{word}_{}", action.replace('-', "_")),
        None => format!("{word}_{module}"),
    };
    OperationModel {
        id: operation.id.clone(),
        summary: operation.summary.clone(),
        verb,
        path: path.to_owned(),
        function,
        does,
        status,
        problems,
        guard: signed && !person,
        admin,
        person,
        owner: if owned && person { "person" } else { "None" },
        who: if person { "person" } else { "None" },
        given: matches!(does, Does::Create | Does::Replace),
        wired: !calls.is_empty() || matches!(does, Does::Create | Does::Act),
        calls,
        events: told,
    }
}
