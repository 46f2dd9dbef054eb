//! The data files of a service: `service.json` (what it is and which variables it needs) and `contract.json` (what it has promised).

use crate::plan::{
    Container, EnvValue,
    contract::{Access, Contract, Does, Method, Operation, Resource, name},
};
use domain::design::FieldType;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the code must know of its service.
pub(super) fn facts(container: &Container, contract: Option<&Contract>) -> Value {
    let names =
        |wanted: fn(&EnvValue) -> bool| container.env.iter().filter(|e| wanted(&e.value)).map(|e| e.name.as_str()).collect::<Vec<_>>();
    let mut required = names(|value| matches!(value, EnvValue::Plain(text) if !text.is_empty()));
    required.retain(|name| !matches!(*name, "PORT" | "SERVICE_NAME"));
    let mut missed = names(|value| matches!(value, EnvValue::Variable { default, .. } if default.is_empty()));
    // Nothing is missing without it: then no scope is asked for.
    missed.retain(|name| *name != "OIDC_SCOPE" && (*name != "ADMINS" || contract.is_some_and(Contract::has_admins)));
    let described = contract.into_iter().flat_map(|c| &c.operations).filter(|o| o.does == Does::Describe).map(|o| o.path.as_str());
    json!({
        "name": container.id,
        "title": container.title,
        "description": container.description,
        "kind": container.role,
        "api_version": contract.map(|c| c.api_version.as_str()),
        "port": container.port,
        "base_paths": container.base_paths,
        "described_at": described.collect::<Vec<_>>(),
        // Variables without which it does not start, those it mentions at start when they are empty, and those that name a file.
        "required": required,
        "optional": missed,
        "secret_files": names(|value| matches!(value, EnvValue::SecretFile(_))),
        "connections": contract.map(connections).unwrap_or_default(),
        "brokers": contract.map(brokers).unwrap_or_default(),
        "store": contract.and_then(|c| c.primary_store()).map(|s| s.id.as_str()),
    })
}

/// Where it finds its stores, brokers and the parts it calls, by id.
fn connections(contract: &Contract) -> Vec<Value> {
    let mut all: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    all.extend(contract.stores.iter().map(|s| (s.id.as_str(), (s.stem.as_str(), s.has_password))));
    all.extend(contract.brokers().iter().map(|c| (c.broker.as_str(), (c.stem.as_str(), c.has_password))));
    all.extend(contract.clients.iter().map(|c| (c.target.as_str(), (c.stem.as_str(), false))));
    let connection = |(id, (stem, password)): (&str, (&str, bool))| {
        let mut value = json!({ "id": id, "variable": format!("{stem}_URL") });
        if password {
            value["password_file"] = json!(format!("{stem}_PASSWORD_FILE"));
        }
        value
    };
    all.into_iter().map(connection).collect()
}

fn brokers(contract: &Contract) -> Vec<Value> {
    let brokers = contract.brokers().into_iter();
    brokers.map(|c| json!({ "id": c.broker, "variable": format!("{}_URL", c.stem), "product": c.product })).collect()
}

/// Models, schemas and operations, as code and tests read them. Members stand in the order of the alphabet, here and below.
#[derive(Serialize)]
pub(super) struct Promises<'a> {
    events: BTreeMap<&'a str, Value>,
    models: BTreeMap<&'a str, Model<'a>>,
    operations: Vec<Promise<'a>>,
    schemas: Map<String, Value>,
}

#[derive(Serialize)]
struct Model<'a> {
    fields: Vec<ModelField<'a>>,
    name: String,
    /// The field that names who else may list and read a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_by: Option<&'a str>,
    table: &'a str,
}

#[derive(Serialize)]
struct ModelField<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    server: bool,
    #[serde(rename = "type")]
    kind: FieldType,
}

#[derive(Serialize)]
struct Promise<'a> {
    access: Access,
    does: Does,
    example: Option<Value>,
    id: &'a str,
    method: Method,
    path: &'a str,
    request: Option<String>,
    response: Option<String>,
}

pub(super) fn contract(contract: &Contract) -> Promises<'_> {
    let mut schemas = contract.schemas(|name| json!({ "$ref": name }));
    // Each schema is compiled alone, so a page holds that of its records.
    for resource in &contract.resources {
        if let Some(page) = schemas.get(&resource.type_name).map(Resource::page_schema) {
            schemas.insert(format!("{}Page", resource.type_name), page);
        }
    }
    let events = contract.publishes.iter().map(|p| &p.message).chain(contract.consumes.iter().map(|s| &s.message));
    Promises {
        events: events.map(|message| (message.event.as_str(), message.event_schema())).collect(),
        models: contract.resources.iter().map(|resource| (resource.type_name.as_str(), model(resource))).collect(),
        operations: contract.operations.iter().map(|operation| promise(contract, operation)).collect(),
        schemas,
    }
}

fn model(resource: &Resource) -> Model<'_> {
    let fields = resource.fields.iter().map(|field| ModelField { name: &field.name, server: field.server, kind: field.kind });
    let seen_by = resource.approver.as_deref();
    Model { fields: fields.collect(), name: name::words(&resource.singular), seen_by, table: &resource.table }
}

fn promise<'a>(contract: &'a Contract, operation: &'a Operation) -> Promise<'a> {
    let Operation { id, method, path, does, access, .. } = operation;
    let resource = operation.resource.as_deref().and_then(|slug| contract.resource(slug));
    Promise {
        access: *access,
        does: *does,
        example: example(*does, resource),
        id,
        method: *method,
        path,
        request: request(*does, resource),
        response: response(*does, resource),
    }
}

/// The name of the schema of a request's body.
fn request(does: Does, resource: Option<&Resource>) -> Option<String> {
    match does {
        Does::Create | Does::Replace => resource.map(|r| format!("{}Input", r.type_name)),
        Does::Act => Some("ActionRequest".into()),
        Does::Register | Does::Login => Some("Credentials".into()),
        Does::List | Does::Read | Does::Delete | Does::Describe | Does::Me => None,
    }
}

/// The name of the schema of a good answer.
fn response(does: Does, resource: Option<&Resource>) -> Option<String> {
    match does {
        Does::Create | Does::Replace | Does::Read => resource.map(|r| r.type_name.clone()),
        Does::List => resource.map(|r| format!("{}Page", r.type_name)),
        Does::Act => Some("ActionResponse".into()),
        Does::Register | Does::Me => Some("AccountIdentity".into()),
        Does::Login => Some("AccessToken".into()),
        Does::Delete | Does::Describe => None,
    }
}

fn example(does: Does, resource: Option<&Resource>) -> Option<Value> {
    match does {
        Does::Create | Does::Replace => resource.map(Resource::example),
        Does::Act => Some(json!({ "reference_id": "01890a5d-ac96-774b-bcce-b302099a8057", "details": {} })),
        Does::Register | Does::Login => Some(json!({ "email": "ada@example.org", "password": "correct horse battery" })),
        Does::List | Does::Read | Does::Delete | Does::Describe | Does::Me => None,
    }
}
