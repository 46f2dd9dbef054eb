//! What is said of a request that was refused. Data only.

use super::Conflict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An error as RFC 9457 words it, sent as `application/problem+json`. `C` is how its reader wants the conflict: most want none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ProblemDocument")]
#[serde(bound(deserialize = "C: Deserialize<'de>"))]
pub struct ProblemDocument<C = Conflict> {
    /// A path that names the kind of problem: `/problems/invalid-design`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words: `The design is not valid`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// This occurrence, and the way on.
    pub detail: String,
    /// What is wrong, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// After a refused save: what happened since the base revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<C>,
    /// After a save that asks for too much: how many of its edits, from the first on, one save may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits: Option<usize>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldError {
    /// `elements.orders.port`, or empty for the whole document.
    pub path: String,
    pub message: String,
    /// Line and column in the text that was sent, from 1, when it was text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}
