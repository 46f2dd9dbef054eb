//! OpenAPI 3.1 of one service: the operations of its contract with their schemas, errors and access.

use super::words;
use crate::plan::{
    Plan,
    contract::{Access, Contract, Does, Method, Operation, Resource, SignIn, name},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub(super) struct Document {
    openapi: &'static str,
    info: Value,
    servers: Value,
    tags: Vec<Value>,
    paths: BTreeMap<String, Map<String, Value>>,
    components: Value,
}

const PROBLEM: &str = "#/components/responses/Problem";

pub(super) fn document(plan: &Plan, contract: &Contract) -> Document {
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for operation in &contract.operations {
        let path = paths.entry(operation.path.clone()).or_default();
        if operation.path.ends_with("/{id}") && !path.contains_key("parameters") {
            let schema = json!({ "type": "string", "format": "uuid" });
            path.insert(
                "parameters".into(),
                json!([{ "name": "id", "in": "path", "required": true, "description": "The id of the record.", "schema": schema }]),
            );
        }
        path.insert(word(operation.method).into(), operation_of(contract, operation));
    }
    let text = if contract.description.is_empty() { &contract.title } else { &contract.description };
    Document {
        openapi: "3.1.1",
        info: json!({
            "title": contract.title,
            "version": format!("{}.0.0", contract.api_version.trim_start_matches('v')),
            "description": words(text),
            "license": { "name": "Proprietary", "identifier": "LicenseRef-Proprietary" },
        }),
        servers: json!([{ "url": "/", "description": format!("The way into {}.", words(&plan.name)) }]),
        tags: tags(contract),
        paths,
        components: components(contract),
    }
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
    }
}

/// The group an operation is shown in.
fn tag(contract: &Contract, operation: &Operation) -> String {
    match operation.does {
        Does::Register | Does::Login | Does::Me => "accounts".to_owned(),
        Does::Act => "commands".to_owned(),
        Does::Describe => "service".to_owned(),
        _ => operation.resource.clone().unwrap_or_else(|| contract.service.clone()),
    }
}

fn tags(contract: &Contract) -> Vec<Value> {
    let mut seen: Vec<String> = Vec::new();
    for operation in &contract.operations {
        let tag = tag(contract, operation);
        if !seen.contains(&tag) {
            seen.push(tag);
        }
    }
    seen.into_iter().map(|tag| json!({ "name": tag, "description": format!("About {}.", name::words(&tag)) })).collect()
}

fn operation_of(contract: &Contract, operation: &Operation) -> Value {
    let resource = operation.resource.as_deref().and_then(|slug| contract.resource(slug));
    let mut value = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [tag(contract, operation)],
        "security": if operation.access.asks() { json!([{ (scheme_name(contract)): [] }]) } else { json!([]) },
        "responses": responses(contract, operation, resource),
    });
    let parameter = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    match operation.does {
        Does::List => value["parameters"] = json!([parameter("Limit"), parameter("Cursor")]),
        Does::Create => value["parameters"] = json!([parameter("IdempotencyKey")]),
        Does::Replace => value["parameters"] = json!([parameter("IfMatch")]),
        _ => {}
    }
    if let Some(schema) = request(operation, resource) {
        value["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema_ref(&schema) } } });
    }
    value
}

fn schema_ref(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn request(operation: &Operation, resource: Option<&Resource>) -> Option<String> {
    match operation.does {
        Does::Create | Does::Replace => resource.map(|r| format!("{}Input", r.type_name)),
        Does::Act => Some("ActionRequest".into()),
        Does::Register | Does::Login => Some("Credentials".into()),
        _ => None,
    }
}

fn responses(contract: &Contract, operation: &Operation, resource: Option<&Resource>) -> Value {
    let type_name = resource.map_or("", |r| r.type_name.as_str());
    let (status, text, schema) = match operation.does {
        Does::List => ("200", "A page.", format!("{type_name}Page")),
        Does::Create => ("201", "It is made.", type_name.to_owned()),
        Does::Read => ("200", "The record.", type_name.to_owned()),
        Does::Replace => ("200", "The record as it is now.", type_name.to_owned()),
        Does::Delete => ("204", "It is gone.", String::new()),
        Does::Act => ("202", "It is accepted.", "ActionResponse".to_owned()),
        Does::Register => ("201", "The account.", "AccountIdentity".to_owned()),
        Does::Me => ("200", "The account.", "AccountIdentity".to_owned()),
        Does::Login => ("200", "A token.", "AccessToken".to_owned()),
        Does::Describe => ("200", "Name, purpose and version.", String::new()),
    };
    let mut good = json!({ "description": text });
    if !schema.is_empty() {
        good["content"] = json!({ "application/json": { "schema": schema_ref(&schema) } });
    }
    if matches!(operation.does, Does::Create | Does::Read | Does::Replace) {
        good["headers"] = json!({ "ETag": { "description": "The version, for If-Match.", "schema": { "type": "string" } } });
    }
    let mut all = Map::new();
    if operation.does == Does::Create {
        all.insert("200".into(), json!({ "description": "What the same Idempotency-Key made earlier.", "content": good["content"] }));
    }
    all.insert(status.into(), good);
    all.insert("default".into(), json!({ "$ref": PROBLEM }));
    // A token or key may be good, and not for this.
    let may_not = operation.access == Access::Admin || operation.access.asks() && contract.sign_in.is_some_and(|way| !way.has_accounts());
    for status in problems(operation).iter().chain(may_not.then_some(&"403")) {
        all.insert((*status).into(), json!({ "$ref": PROBLEM }));
    }
    Value::Object(all)
}

/// The errors worth naming; the others are under `default`.
fn problems(operation: &Operation) -> &'static [&'static str] {
    match (operation.does, operation.access.asks()) {
        (Does::Register, _) => &["400", "409"],
        (Does::Login, _) => &["400", "401"],
        (Does::Me, _) => &["401"],
        (Does::List, true) => &["400", "401"],
        (Does::Create, true) => &["400", "401", "409", "422"],
        (Does::Create, _) => &["400", "409", "422"],
        (Does::Act, _) => &["400", "422"],
        (Does::Read | Does::Delete, true) => &["401", "404"],
        (Does::Read | Does::Delete, _) => &["404"],
        (Does::Replace, true) => &["400", "401", "404", "412"],
        (Does::Replace, _) => &["400", "404", "412"],
        (Does::Describe, _) => &["429"],
        _ => &["400"],
    }
}

fn scheme_name(contract: &Contract) -> &'static str {
    if contract.sign_in == Some(SignIn::ApiKeys) { "key" } else { "bearer" }
}

/// What callers bring along. Where the provider of tokens is, only its operators know.
fn scheme(contract: &Contract) -> Value {
    if contract.sign_in == Some(SignIn::ApiKeys) {
        return json!({ "type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The key of the program that calls." });
    }
    let oidc = contract.sign_in == Some(SignIn::Oidc);
    let description = if oidc { "An access token of the OpenID Connect provider." } else { "A token of the login." };
    json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description })
}

fn components(contract: &Contract) -> Value {
    let does = |wanted: Does| contract.operations.iter().any(|o| o.does == wanted);
    let mut parameters = Map::new();
    let mut add = |wanted: Does, key: &str, value: Value| {
        if does(wanted) {
            parameters.insert(key.into(), value);
        }
    };
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 });
    add(
        Does::List,
        "Limit",
        json!({ "name": "limit", "in": "query", "description": "How many records a page has at most.", "schema": limit }),
    );
    let cursor = json!({ "type": "string", "format": "uuid" });
    add(
        Does::List,
        "Cursor",
        json!({ "name": "cursor", "in": "query", "description": "The next_cursor of the page before.", "schema": cursor }),
    );
    let key = json!({ "type": "string", "pattern": "^[A-Za-z0-9._:-]{1,128}$" });
    add(
        Does::Create,
        "IdempotencyKey",
        json!({ "name": "Idempotency-Key", "in": "header", "description": "The same key makes one record, however often it is sent.", "schema": key }),
    );
    add(
        Does::Replace,
        "IfMatch",
        json!({ "name": "If-Match", "in": "header", "description": "The ETag of the version that is to be replaced.", "schema": { "type": "string" } }),
    );
    let problem = json!({ "description": "What is wrong (RFC 9457).", "content": { "application/problem+json": { "schema": schema_ref("Problem") } } });
    let mut components = json!({ "schemas": contract.schemas(schema_ref), "responses": { "Problem": problem } });
    if !parameters.is_empty() {
        components["parameters"] = Value::Object(parameters);
    }
    if contract.operations.iter().any(|o| o.access.asks()) {
        components["securitySchemes"] = json!({ (scheme_name(contract)): scheme(contract) });
    }
    components
}
