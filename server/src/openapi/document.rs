//! Writes the OpenAPI document.

use super::{Answer, Listed, Operation, Payload};
use crate::error::Kind;
use domain::protocol::ProblemDocument;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// OpenAPI 3.1 of these operations.
pub fn document(operations: &[Listed]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut tags: Vec<&str> = Vec::new();
    for listed in operations {
        let tag = tag(listed.path);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        paths
            .entry(format!("/api/v1{}", listed.path))
            .or_default()
            .insert(listed.method.as_str().to_ascii_lowercase(), operation(&mut generator, listed));
    }
    let problem = generator.subschema_for::<ProblemDocument>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Groundplan",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Designs service architectures: proposals, reviews, bundles, stored projects.",
            "description": "Errors are RFC 9457 problem documents. A browser owns the projects it creates through an HttpOnly cookie; \
                whoever has neither the cookie nor a share link is told that there is nothing.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "security": [{}, { "owner": [] }],
        "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "owner": { "type": "apiKey", "in": "cookie", "name": "groundplan_owner",
                    "description": "Set when a project is created or a share link is opened; named __Host-groundplan_owner over TLS." },
            },
            "responses": {
                "Problem": {
                    "description": "What went wrong, and the way on",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        },
    })
}

/// The first segment of the path: the resource.
pub fn tag(path: &'static str) -> &'static str {
    path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default()
}

fn operation(generator: &mut SchemaGenerator, listed: &Listed) -> Value {
    let Operation { id, summary, description, parameters, body, answers, problems, limit: _ } = listed.operation;
    let mut value = json!({ "operationId": id, "summary": summary, "tags": [tag(listed.path)] });
    if !description.is_empty() {
        value["description"] = json!(description);
    }
    if !parameters.is_empty() {
        value["parameters"] = parameters
            .iter()
            .map(|parameter| {
                let in_path = listed.path.contains(&format!("{{{}}}", parameter.name));
                json!({
                    "name": parameter.name,
                    "in": if in_path { "path" } else { "query" },
                    "required": in_path,
                    "description": parameter.description,
                    "schema": { "type": parameter.kind },
                })
            })
            .collect();
    }
    if let Some(payload) = body {
        value["requestBody"] = json!({ "required": true, "content": content(generator, &[*payload]) });
    }
    let mut responses = Map::new();
    for Answer { status, description, payloads } in *answers {
        let mut response = json!({ "description": description });
        if !payloads.is_empty() {
            response["content"] = content(generator, payloads);
        }
        responses.insert(status.to_string(), response);
    }
    for status in statuses(body.is_some(), problems) {
        responses.insert(status.to_string(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    responses.insert("default".into(), json!({ "$ref": "#/components/responses/Problem" }));
    value["responses"] = Value::Object(responses);
    value
}

fn content(generator: &mut SchemaGenerator, payloads: &[Payload]) -> Value {
    let mut content = Map::new();
    for payload in payloads {
        for media_type in payload.media_types {
            content.insert((*media_type).to_owned(), json!({ "schema": (payload.schema)(generator) }));
        }
    }
    Value::Object(content)
}

/// What can go wrong: what the operation names, what follows from its having a body, and that every operation has a limit.
fn statuses(has_body: bool, problems: &[Kind]) -> Vec<u16> {
    let follows = [
        (has_body, Kind::UNREADABLE),
        (has_body, Kind::TOO_LARGE),
        (has_body, Kind::MEDIA_TYPE),
        (has_body, Kind::INVALID),
        (has_body, Kind::SLOW),
        (true, Kind::TOO_MANY),
        (true, Kind::UNAVAILABLE),
    ];
    let follows = follows.into_iter().filter(|(holds, _)| *holds).map(|(_, kind)| kind);
    let mut statuses: Vec<u16> = problems.iter().copied().chain(follows).map(|kind| kind.status.as_u16()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}
