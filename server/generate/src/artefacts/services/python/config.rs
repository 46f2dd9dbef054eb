//! The settings of a service as a typed class, from the environment that the Plan gives it.

use super::{features::Features, names};
use crate::plan::{
    Container, EnvValue,
    contract::{Contract, SignIn},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// What the base class reads.
const BASE: &[&str] = &["PORT", "SERVICE_NAME", "LOG_LEVEL", "DRAIN_MS", "STOP_MS", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// What a service with a database reads beside it.
const OF_DATABASE: &[&str] = &["DATABASE_CONNECTIONS", "MIGRATE_AT_START"];
/// Kinds of values that `app/core/auth.py` defines.
const OF_SIGN_IN: &[&str] = &["Audience", "Issuer", "KeysFile", "Scope"];

#[derive(Debug, Serialize)]
pub(super) struct Config<'a> {
    name: &'a str,
    port: u16,
    imports: Vec<&'static str>,
    /// Kinds of its way to sign in.
    of_sign_in: Vec<&'static str>,
    fields: Vec<Field<'a>>,
    stored: bool,
    sql: bool,
    aliased: bool,
}

#[derive(Debug, Serialize)]
struct Field<'a> {
    name: &'a str,
    attribute: String,
    aliased: bool,
    kind: &'static str,
    optional: bool,
    number: Option<i64>,
}

impl<'a> Config<'a> {
    pub(super) fn new(container: &'a Container, contract: &'a Contract, features: &Features) -> Self {
        let own = |name: &str| BASE.contains(&name) || (features.stored() && OF_DATABASE.contains(&name));
        let fields: Vec<Field> = container.env.iter().filter(|e| !own(&e.name)).map(|e| field(&e.name, &e.value, contract)).collect();
        let mut imports: BTreeSet<&str> = fields.iter().map(|f| f.kind).filter(|kind| !matches!(*kind, "str" | "int")).collect();
        imports.insert("BaseConfig");
        let of_sign_in: BTreeSet<&str> = imports.extract_if(.., |kind| OF_SIGN_IN.contains(kind)).collect();
        Self {
            name: &container.id,
            port: container.port,
            imports: imports.into_iter().collect(),
            of_sign_in: of_sign_in.into_iter().collect(),
            aliased: fields.iter().any(|f| f.aliased),
            fields,
            stored: features.stored(),
            sql: features.sql(),
        }
    }
}

fn field<'a>(name: &'a str, value: &EnvValue, contract: &Contract) -> Field<'a> {
    let attribute = names::variable(name);
    let aliased = attribute != name;
    let is_address = name.strip_suffix("_URL").is_some_and(|stem| is_link(contract, stem));
    let is_timeout = name.strip_suffix("_TIMEOUT_MS").is_some_and(|stem| contract.clients.iter().any(|c| c.stem == stem));
    let plain = Field { name, attribute, aliased, kind: "str", optional: false, number: None };
    // A setting of the Design may be called so as well where nobody signs in by it.
    match (name, contract.sign_in) {
        ("API_KEYS_FILE", Some(SignIn::ApiKeys)) => return Field { kind: "KeysFile", ..plain },
        ("OIDC_AUDIENCE", Some(SignIn::Oidc)) => return Field { kind: "Audience", ..plain },
        ("OIDC_ISSUER", Some(SignIn::Oidc)) => return Field { kind: "Issuer", optional: true, ..plain },
        ("OIDC_SCOPE", Some(SignIn::Oidc)) => return Field { kind: "Scope", optional: true, ..plain },
        _ => {}
    }
    match value {
        EnvValue::SecretFile(_) => Field { kind: "SecretFile", ..plain },
        EnvValue::Variable { default, .. } if default.is_empty() && is_address => {
            Field { kind: "OptionalAddress", optional: true, ..plain }
        }
        EnvValue::Variable { .. } => Field { optional: true, ..plain },
        EnvValue::Plain(text) if is_timeout => Field { kind: "int", number: text.parse().ok(), ..plain },
        EnvValue::Plain(_) if is_address => Field { kind: "Address", ..plain },
        EnvValue::Plain(_) => plain,
    }
}

fn is_link(contract: &Contract, stem: &str) -> bool {
    contract.clients.iter().any(|c| c.stem == stem)
        || contract.stores.iter().any(|s| s.stem == stem)
        || contract.brokers().iter().any(|b| b.stem == stem)
}
