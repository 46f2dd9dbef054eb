//! Whether a JSON value fits a JSON Schema, by a reading of the few keywords that ours use. For tests.

#![expect(clippy::unwrap_used, reason = "schemas are our own; a test that meets a broken one has to fail")]

use serde_json::{Value, json};

/// Why a value does not fit, or nothing.
///
/// # Panics
/// On a keyword it does not know, so that nothing goes unchecked.
pub fn misfit(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    let Some(keywords) = schema.as_object() else { return (schema == &json!(false)).then(|| "nothing may stand here".to_owned()) };
    for (keyword, rule) in keywords {
        let broken = match keyword.as_str() {
            "$ref" => {
                let target = rule.as_str().unwrap().trim_start_matches('#');
                misfit(root, root.pointer(target).unwrap(), value)
            }
            "anyOf" | "oneOf" => {
                let why: Vec<_> = rule.as_array().unwrap().iter().map(|one| misfit(root, one, value)).collect();
                let fits = why.iter().filter(|why| why.is_none()).count();
                let fine = if keyword == "anyOf" { fits > 0 } else { fits == 1 };
                (!fine).then(|| format!("{} fits {fits} of {}: {why:?}", told(value), why.len()))
            }
            "allOf" => rule.as_array().unwrap().iter().find_map(|one| misfit(root, one, value)),
            "type" => {
                let kinds: Vec<&str> = rule
                    .as_array()
                    .map_or_else(|| vec![rule.as_str().unwrap()], |all| all.iter().map(|one| one.as_str().unwrap()).collect());
                (!kinds.iter().any(|kind| is(kind, value))).then(|| format!("{} is not {rule}", told(value)))
            }
            "enum" => (!rule.as_array().unwrap().contains(value)).then(|| format!("{} is not one of {rule}", told(value))),
            "const" => (rule != value).then(|| format!("{} is not {rule}", told(value))),
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .find(|name| value.get(name.as_str().unwrap()).is_none())
                .map(|name| format!("{name} is missing")),
            "properties" => rule
                .as_object()
                .unwrap()
                .iter()
                .find_map(|(name, rule)| misfit(root, rule, value.get(name)?).map(|why| format!("{name}: {why}"))),
            "additionalProperties" => {
                let known = |name: &str| {
                    keywords.get("properties").and_then(|all| all.get(name)).is_some() || keywords.contains_key("patternProperties")
                };
                let others = value.as_object().into_iter().flatten().filter(|(name, _)| !known(name));
                others.into_iter().find_map(|(name, value)| misfit(root, rule, value).map(|why| format!("{name}: {why}")))
            }
            "patternProperties" => {
                let each = rule.as_object().unwrap().values().next().unwrap();
                value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .find_map(|(name, value)| misfit(root, each, value).map(|why| format!("{name}: {why}")))
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                items.zip(rule.as_array().unwrap()).find_map(|(value, rule)| misfit(root, rule, value))
            }
            "minItems" | "maxItems" => value.as_array().and_then(|items| {
                let (count, most) = (items.len() as u64, rule.as_u64().unwrap());
                let fine = if keyword == "minItems" { count >= most } else { count <= most };
                (!fine).then(|| format!("{count} items"))
            }),
            "items" => value.as_array().into_iter().flatten().find_map(|value| misfit(root, rule, value)),
            "minimum" => (value.as_f64().is_some_and(|n| n < rule.as_f64().unwrap())).then(|| format!("{value} is below {rule}")),
            "maximum" => (value.as_f64().is_some_and(|n| n > rule.as_f64().unwrap())).then(|| format!("{value} is above {rule}")),
            "maxLength" => (value.as_str().is_some_and(|text| text.chars().count() as u64 > rule.as_u64().unwrap()))
                .then(|| format!("{value} is too long")),
            "$schema" | "$defs" | "title" | "description" | "default" | "format" | "pattern" | "propertyNames" => None,
            "contentEncoding" => None,
            other => panic!("the schema uses “{other}”, which is not read here"),
        };
        if broken.is_some() {
            return broken;
        }
    }
    None
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// The value, or what it is where it is long.
fn told(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    }
}
