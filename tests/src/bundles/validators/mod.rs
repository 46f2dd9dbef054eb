//! The table of third-party tools. Each file adds those for one kind of file; each tool has a broken sample that it must reject.

pub mod code;
pub mod compose;
pub mod contracts;
pub mod delivery;
pub mod documents;
pub mod gateway;
pub mod kubernetes;
pub mod observability;

use super::Validator;

static TABLE: &[&[Validator]] = &[
    compose::VALIDATORS,
    kubernetes::VALIDATORS,
    gateway::VALIDATORS,
    contracts::VALIDATORS,
    code::VALIDATORS,
    observability::VALIDATORS,
    delivery::VALIDATORS,
    documents::VALIDATORS,
];

/// Every tool, in the order of the summary.
pub fn all() -> impl Iterator<Item = &'static Validator> {
    TABLE.iter().copied().flatten()
}

/// # Panics
/// When there is none of that name.
pub fn find(name: &str) -> &'static Validator {
    all().find(|validator| validator.name == name).unwrap_or_else(|| panic!("no validator is called {name}"))
}
