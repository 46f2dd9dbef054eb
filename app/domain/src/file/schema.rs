//! The JSON Schema of `groundplan.yaml`, made from the types themselves.

use crate::{Design, design::SCHEMA_VERSION};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// JSON Schema, draft 2020-12. Served, and put into the bundle so that editors complete the file.
pub fn schema() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Design>();
    let mut value = Value::from(schema);
    value["title"] = json!("Groundplan design");
    value["properties"]["groundplan"]["minimum"] = json!(1);
    value["properties"]["groundplan"]["maximum"] = json!(SCHEMA_VERSION);
    value
}
