//! `/api/v1/openapi.json`.

use serde_json::Value;
use std::collections::BTreeSet;
use tests::in_process::Studio;

async fn document() -> Value {
    Studio::start().await.program().get("/api/v1/openapi.json").await.json()
}

/// Paths, methods, statuses: what a change of the API shows up in. Schemas follow from the wire types.
#[tokio::test]
async fn the_api_is_what_it_was() {
    let document = document().await;
    let mut lines = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let statuses: Vec<&str> = operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
            lines.push(format!("{} {path} {}: {}", method.to_uppercase(), operation["operationId"].as_str().unwrap(), statuses.join(" ")));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 10);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.insert(reference.clone());
            }
            fields.values().for_each(|field| collect(field, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[tokio::test]
async fn every_path_parameter_is_described() {
    for (path, methods) in document().await["paths"].as_object().unwrap() {
        let named: BTreeSet<&str> = path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
        for operation in methods.as_object().unwrap().values() {
            let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
            let described = parameters.iter().filter(|p| p["in"] == "path").map(|p| p["name"].as_str().unwrap()).collect();
            assert_eq!(named, described, "{path}");
        }
    }
}
