//! The JSON Schema accepts what is written and refuses what is not a Design.

use super::{misfit::misfit, schema};
use crate::arbitrary;
use proptest::{prelude::*, test_runner::Config};
use serde_json::{Value, json};

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
