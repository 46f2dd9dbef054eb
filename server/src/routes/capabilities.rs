//! `GET /capabilities`: what systems can do, as data: the table that the proposal is made from.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::{
    design::{FieldType, Sensitivity, Subdomain},
    discovery::capability::{self, Capability, Family, Load, Owned, Shape},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::BTreeMap, sync::LazyLock};

pub const LIST: Operation = Operation {
    id: "list_capabilities",
    summary: "List the capabilities that a brief can ask for",
    description: "Each with the bounded context it makes, the entities it owns, what it announces and hears, and its neighbours.",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "In the order they are offered",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<CapabilityEntry>> }],
    }],
    problems: &[],
    limit: Limit::Read,
};

/// A capability on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CapabilityEntry {
    slug: &'static str,
    label: &'static str,
    hint: &'static str,
    family: Family,
    /// The name of its bounded context.
    context: &'static str,
    purpose: &'static str,
    subdomain: Subdomain,
    /// What is typically asked of it.
    operations: &'static [&'static str],
    entities: Vec<EntityEntry>,
    /// The most careful handling any of its entities needs.
    sensitivity: Sensitivity,
    data: Shape,
    /// The kind of store it is typically kept in.
    datastore: &'static str,
    load: Load,
    /// Its share of the requests at peak, in percent of all.
    load_percent: u32,
    reads_per_write: u32,
    emits: Vec<&'static str>,
    consumes: &'static [&'static str],
    /// Those it asks, those that ask it, and those it shares an event with.
    neighbours: Vec<&'static str>,
}

/// An entity on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntityEntry {
    name: &'static str,
    sensitivity: Sensitivity,
    fields: BTreeMap<&'static str, FieldType>,
}

impl From<&Capability> for CapabilityEntry {
    fn from(capability: &Capability) -> Self {
        let entity = |owned: &Owned| EntityEntry {
            name: owned.name,
            sensitivity: owned.sensitivity,
            fields: owned.fields.iter().copied().collect(),
        };
        Self {
            slug: capability.slug,
            label: capability.label,
            hint: capability.hint,
            family: capability.family,
            context: capability.context,
            purpose: capability.purpose,
            subdomain: capability.subdomain,
            operations: capability.operations,
            entities: capability.entities.iter().map(entity).collect(),
            sensitivity: capability.sensitivity(),
            data: capability.shape,
            datastore: capability.shape.datastore(),
            load: capability.load(),
            load_percent: capability.load_percent,
            reads_per_write: capability.reads_per_write,
            emits: capability.emits.iter().map(|event| event.name).collect(),
            consumes: capability.consumes,
            neighbours: capability.neighbours().into_iter().map(|other| other.slug).collect(),
        }
    }
}

static TEXT: LazyLock<Bytes> = LazyLock::new(|| {
    let entries: Vec<CapabilityEntry> = capability::ALL.iter().map(|capability| CapabilityEntry::from(*capability)).collect();
    serde_json::to_vec(&entries).unwrap_or_default().into()
});

pub async fn list_capabilities(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}
