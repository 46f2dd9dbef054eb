//! The JSON Schema of the chart's values, which Helm checks before it renders: a misspelt name is refused and not overlooked.

use super::{Chart, Part};
use serde_json::{Map, Value, json};

/// A Kubernetes quantity that is more than nothing.
const QUANTITY: &str = "^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";
/// A registry and the path in it, without a scheme.
const REGISTRY: &str = "^[a-z0-9][a-z0-9._/:-]*[a-z0-9]$";
const TAG: &str = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$";

pub(super) fn schema(chart: &Chart) -> Value {
    let settings = chart.settings.iter().map(|setting| (setting.name, json!({ "type": "string" })));
    let mut properties = vec![
        ("registry", json!({ "type": "string", "pattern": REGISTRY, "description": "Where the images are that are built." })),
        ("tag", json!({ "type": "string", "pattern": TAG, "description": "The release to roll out." })),
        (
            "imagePullSecrets",
            json!({
                "type": "array",
                "items": object([("name", json!({ "type": "string", "minLength": 1 }))], &["name"]),
                "description": "Secrets that let the cluster pull from the registry.",
            }),
        ),
        ("settings", all_of(settings)),
        ("parts", all_of(chart.parts.iter().map(|part| (part.id, part_schema(part))))),
    ];
    if !chart.entrances.is_empty() {
        properties.push(("entrances", all_of(chart.entrances.iter().map(|entrance| (entrance.id, entrance_schema())))));
    }
    if chart.monitoring.is_some() {
        let namespace = json!({ "type": "string", "minLength": 1, "description": "Where its Prometheus runs." });
        properties.push(("prometheusOperator", all_of([("enabled", json!({ "type": "boolean" })), ("namespace", namespace)])));
    }
    let mut schema = all_of(properties);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(format!("Values of {}", chart.name));
    schema["definitions"] = json!({
        "amount": all_of([("cpu", quantity()), ("memory", quantity())]),
        "resources": all_of([("requests", reference("amount")), ("limits", reference("amount"))]),
    });
    // Helm itself adds it.
    schema["properties"]["global"] = json!({ "type": "object" });
    schema
}

/// An object that may hold these, and must hold some of them.
fn object<'a>(properties: impl IntoIterator<Item = (&'a str, Value)>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// An object that must hold all of these.
fn all_of<'a>(properties: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let properties: Vec<(&str, Value)> = properties.into_iter().collect();
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    object(properties, &names)
}

fn count(least: u32) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": 1000 })
}

fn quantity() -> Value {
    json!({ "type": "string", "pattern": QUANTITY })
}

fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

fn entrance_schema() -> Value {
    let tls = all_of([("enabled", json!({ "type": "boolean" })), ("secretName", json!({ "type": "string", "minLength": 1 }))]);
    let hostnames = json!({ "type": "array", "items": { "type": "string", "minLength": 1 }, "description": "None: every name." });
    let class = json!({ "type": "string", "minLength": 1, "description": "One of `kubectl get gatewayclass`." });
    all_of([("className", class), ("hostnames", hostnames), ("tls", tls)])
}

fn part_schema(part: &Part) -> Value {
    let mut properties = vec![("resources", reference("resources"))];
    match part.image {
        Some(_) => properties.push(("image", json!({ "type": "string", "minLength": 1 }))),
        None => properties.push(("tag", json!({ "type": "string", "description": "Instead of the tag for all; empty: that one." }))),
    }
    if part.size.replicas.is_some() {
        properties.push(("replicas", count(0)));
    }
    if let Some(trial) = part.canary {
        let mut canary = vec![("enabled", json!({ "type": "boolean" })), ("tag", json!({ "type": "string", "pattern": TAG }))];
        if trial.weight.is_some() {
            canary.push(("weight", json!({ "type": "integer", "minimum": 0, "maximum": 100, "description": "In a hundred requests." })));
        }
        properties.push(("canary", all_of(canary)));
    }
    if part.size.autoscaling.is_some() {
        let percent = json!({ "type": "integer", "minimum": 1, "maximum": 100 });
        properties.push(("autoscaling", all_of([("min", count(1)), ("max", count(1)), ("targetUtilisation", percent)])));
    }
    if part.size.storage.is_some() {
        let class = json!({ "type": "string", "description": "Empty: the cluster's default." });
        properties.push(("storage", all_of([("size", quantity()), ("className", class)])));
    }
    all_of(properties)
}
