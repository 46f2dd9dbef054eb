//! The JSON Schema accepts what is written and refuses what is not a Design, by a reading of the few keywords it uses.

use super::schema;
use crate::arbitrary;
use proptest::{prelude::*, test_runner::Config};
use serde_json::{Value, json};

/// Why a value does not fit, or nothing. Panics on a keyword it does not know, so that nothing goes unchecked.
fn misfit(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    let Some(keywords) = schema.as_object() else { return (schema == &json!(false)).then(|| format!("nothing may stand here: {value}")) };
    for (keyword, rule) in keywords {
        let broken = match keyword.as_str() {
            "$ref" => {
                let target = rule.as_str().unwrap().trim_start_matches('#');
                misfit(root, root.pointer(target).unwrap(), value)
            }
            "anyOf" | "oneOf" => {
                let fits = rule.as_array().unwrap().iter().filter(|one| misfit(root, one, value).is_none()).count();
                let fine = if keyword == "anyOf" { fits > 0 } else { fits == 1 };
                (!fine).then(|| format!("{value} fits {fits} of {rule}"))
            }
            "type" => {
                let kinds: Vec<&str> = rule
                    .as_array()
                    .map_or_else(|| vec![rule.as_str().unwrap()], |all| all.iter().map(|one| one.as_str().unwrap()).collect());
                (!kinds.iter().any(|kind| is(kind, value))).then(|| format!("{value} is not {rule}"))
            }
            "enum" => (!rule.as_array().unwrap().contains(value)).then(|| format!("{value} is not one of {rule}")),
            "const" => (rule != value).then(|| format!("{value} is not {rule}")),
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
            "items" => value.as_array().into_iter().flatten().find_map(|value| misfit(root, rule, value)),
            "minimum" => (value.as_f64().is_some_and(|n| n < rule.as_f64().unwrap())).then(|| format!("{value} is below {rule}")),
            "maximum" => (value.as_f64().is_some_and(|n| n > rule.as_f64().unwrap())).then(|| format!("{value} is above {rule}")),
            "maxLength" => (value.as_str().is_some_and(|text| text.chars().count() as u64 > rule.as_u64().unwrap()))
                .then(|| format!("{value} is too long")),
            "$schema" | "$defs" | "title" | "description" | "default" | "format" | "pattern" | "propertyNames" => None,
            other => panic!("the schema uses “{other}”, which this test does not read"),
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

proptest! {
    #![proptest_config(Config { cases: 150, failure_persistence: None, ..Config::default() })]

    #[test]
    fn what_is_written_fits_the_schema(design in arbitrary::designs()) {
        let schema = schema();
        prop_assert_eq!(misfit(&schema, &schema, &serde_json::to_value(&design).unwrap()), None);
    }
}

#[test]
fn what_is_no_design_does_not_fit() {
    let schema = schema();
    let design = |rest: Value| {
        let mut value = json!({ "groundplan": 1, "name": "Shop" });
        value.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        misfit(&schema, &schema, &value)
    };
    assert_eq!(design(json!({})), None);
    assert_eq!(design(json!({ "elements": { "orders": { "kind": "service" } } })), None);
    for wrong in [
        json!({ "groundplan": 2 }),
        json!({ "colour": "red" }),
        json!({ "elements": { "orders": { "kind": "servce" } } }),
        json!({ "elements": { "orders": {} } }),
        json!({ "elements": { "orders": { "kind": "service", "port": "x" } } }),
        json!({ "links": { "a": { "from": "b", "to": "c", "kind": "rest", "kinds": 1 } } }),
        json!({ "journeys": { "buy": { "name": "Buy", "availability": 101 } } }),
    ] {
        assert!(design(wrong.clone()).is_some(), "{wrong}");
    }
}
