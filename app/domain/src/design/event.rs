//! Events: named messages with a schema, published by one element and consumed by several.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A named message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The fact it reports, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its fields beside the envelope (id, time, correlation id), by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldType>,
}

/// The type of one field of an event or an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    String,
    Integer,
    /// An exact decimal, sent as a string.
    Decimal,
    Boolean,
    /// RFC 3339, in UTC.
    Timestamp,
    Uuid,
}

impl FieldType {
    pub const ALL: &[Self] = &[Self::String, Self::Integer, Self::Decimal, Self::Boolean, Self::Timestamp, Self::Uuid];
}
