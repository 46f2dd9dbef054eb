//! GraphQL SDL of one service that others reach by GraphQL: its resources as types, queries and mutations.

use crate::plan::contract::{Contract, Field, name};
use domain::design::FieldType;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Model<'a> {
    service: &'a str,
    types: Vec<Type<'a>>,
}

#[derive(Debug, Serialize)]
struct Type<'a> {
    name: String,
    singular: &'a str,
    plural: &'a str,
    one: String,
    many: String,
    fields: Vec<FieldLine<'a>>,
}

#[derive(Debug, Serialize)]
struct FieldLine<'a> {
    name: &'a str,
    kind: &'static str,
    required: bool,
    /// Clients get it and do not send it.
    server: bool,
}

/// Names that GraphQL itself or this file gives a meaning.
const TAKEN: &[&str] = &["Boolean", "Float", "ID", "Int", "Mutation", "Query", "String", "Subscription"];

impl<'a> Model<'a> {
    /// Nothing when it has no resources.
    pub(super) fn new(contract: &'a Contract) -> Option<Self> {
        let types: Vec<Type> = contract
            .resources
            .iter()
            .map(|r| {
                let name = if TAKEN.contains(&r.type_name.as_str()) { format!("{}Record", r.type_name) } else { r.type_name.clone() };
                Type {
                    one: name::camel(&name),
                    many: format!("list{name}"),
                    singular: &r.singular,
                    plural: &r.plural,
                    fields: r.fields.iter().map(line).collect(),
                    name,
                }
            })
            .collect();
        (!types.is_empty()).then_some(Self { service: &contract.service, types })
    }
}

fn line(field: &Field) -> FieldLine<'_> {
    let kind = match field.kind {
        // Exact decimals and whole numbers beyond 32 bits do not fit GraphQL's own numbers.
        FieldType::String | FieldType::Decimal | FieldType::Timestamp | FieldType::Integer => "String",
        FieldType::Boolean => "Boolean",
        FieldType::Uuid => "ID",
    };
    FieldLine { name: &field.name, kind, required: field.required, server: field.server }
}
