//! The description of the API: each route declares an [`Operation`] beside its handler, the router lists both together, and
//! this module makes OpenAPI 3.1 of the list. Schemas come from the wire types themselves.

mod document;

pub use crate::security::limits::Limit;
pub use document::{document, tag};

use crate::error::Kind;
use axum::http::Method;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// What one method of one path does.
#[derive(Debug)]
pub struct Operation {
    /// Unique; the handler's name.
    pub id: &'static str,
    /// One line, without a full stop.
    pub summary: &'static str,
    /// What else to know; may be empty.
    pub description: &'static str,
    pub parameters: &'static [Parameter],
    pub body: Option<Payload>,
    pub answers: &'static [Answer],
    /// What can go wrong beside what can always go wrong.
    pub problems: &'static [Kind],
    /// What its requests are counted as.
    pub limit: Limit,
}

/// A parameter in the path (when the path names it) or in the query.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub description: &'static str,
    /// `string`, `integer` or `boolean`.
    pub kind: &'static str,
}

/// A body: media types that all hold the same shape.
#[derive(Debug, Clone, Copy)]
pub struct Payload {
    pub media_types: &'static [&'static str],
    pub schema: Shape,
}

/// Makes the schema of a wire type.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// One way to succeed.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub description: &'static str,
    pub payloads: &'static [Payload],
}

/// An operation where the router put it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub method: Method,
    /// Below `/api/v1`.
    pub path: &'static str,
    pub operation: &'static Operation,
}

pub const JSON: &[&str] = &["application/json"];
pub const DESIGN_TEXT: &[&str] = &["application/yaml", "application/json"];
pub const ZIP: &[&str] = &["application/zip"];

/// The schema of a wire type, by reference.
pub fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// JSON without a schema of its own.
pub fn any_json(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({})
}

/// Bytes.
pub fn binary(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "string", "contentEncoding": "binary" })
}

/// Text.
pub fn text(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "string" })
}

/// The id of a project in a path.
pub const PROJECT: Parameter = Parameter { name: "id", description: "The id of the project", kind: "string" };
/// The choice of artefacts in a query.
pub const TARGETS: Parameter = Parameter {
    name: "targets",
    description: "Slugs of artefacts, joined by commas; the ones that fit the design when absent",
    kind: "string",
};
/// The same choice by a name.
pub const PROFILE: Parameter = Parameter {
    name: "profile",
    description: "“essential”, the smallest bundle that starts, or “full”, everything there is; in place of targets",
    kind: "string",
};
