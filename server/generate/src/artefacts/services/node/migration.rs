//! The first migration of a service with a SQL database: its tables in the types of PostgreSQL or MySQL.

use crate::plan::contract::{Contract, Resource};
use domain::design::FieldType;
use serde::Serialize;

/// The first migration of a service with a SQL database.
#[derive(Debug, Serialize)]
pub(super) struct Migration<'a> {
    service: &'a str,
    what: String,
    /// Stands before the names of its own tables.
    prefix: &'a str,
    tables: Vec<Table<'a>>,
    credentials: bool,
    requests: bool,
    mysql: bool,
}

#[derive(Debug, Serialize)]
struct Table<'a> {
    name: &'a str,
    fields: Vec<Column<'a>>,
}

#[derive(Debug, Serialize)]
struct Column<'a> {
    name: &'a str,
    column: &'static str,
    required: bool,
}

impl<'a> Migration<'a> {
    /// Nothing when its records are not in a SQL database.
    pub(super) fn new(contract: &'a Contract) -> Option<Self> {
        let mysql = match contract.primary_store()?.product {
            "mysql" => true,
            "postgresql" => false,
            _ => return None,
        };
        let column = |kind| if mysql { mysql_column(kind) } else { postgresql_column(kind) };
        let table = |r: &'a Resource| Table {
            name: &r.table,
            fields: r.fields.iter().map(|f| Column { name: &f.name, column: column(f.kind), required: f.required }).collect(),
        };
        let kept: Vec<&str> = contract.resources.iter().map(|r| r.plural.as_str()).collect();
        Some(Self {
            service: &contract.service,
            what: if kept.is_empty() { "what it has heard and has to say".to_owned() } else { kept.join(", ") },
            prefix: &contract.own_prefix,
            tables: contract.resources.iter().map(table).collect(),
            credentials: contract.accounts.is_some(),
            requests: contract.actions().next().is_some(),
            mysql,
        })
    }
    pub(super) fn template(&self) -> &'static str {
        if self.mysql { "services/node.mysql" } else { "services/node.postgresql" }
    }
}

fn postgresql_column(kind: FieldType) -> &'static str {
    match kind {
        FieldType::String => "varchar(500)",
        FieldType::Integer => "bigint",
        FieldType::Decimal => "numeric(18, 4)",
        FieldType::Boolean => "boolean",
        FieldType::Timestamp => "timestamptz",
        FieldType::Uuid => "uuid",
    }
}

fn mysql_column(kind: FieldType) -> &'static str {
    match kind {
        FieldType::String => "varchar(500)",
        FieldType::Integer => "bigint",
        FieldType::Decimal => "decimal(18, 4)",
        FieldType::Boolean => "boolean",
        FieldType::Timestamp => "datetime(3)",
        FieldType::Uuid => "char(36) character set ascii",
    }
}
