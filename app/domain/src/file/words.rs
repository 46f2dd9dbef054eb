//! The parser's errors in words for people: what is wrong, and what would be right. Must not know any field of a Design.

use crate::spelling::did_you_mean;
use serde_saphyr::{Error, budget::BudgetBreach};

const ONE_DOCUMENT: &str = "a design is one document: remove everything from the second “---” on";

/// The text itself cannot be read, whatever it means.
pub(super) fn is_syntax(error: &Error) -> bool {
    matches!(error, Error::Message { .. } | Error::MultipleDocuments { .. } | Error::Budget { .. } | Error::MergeKeyNotAllowed { .. })
        || matches!(error, Error::UnknownAnchor { .. } | Error::UnsupportedTag { .. } | Error::IndentationError { .. })
}

/// What to say about an error at a path where a single value stands, or none.
pub(super) fn message(error: &Error, path: &str, value: Option<&str>) -> String {
    let name = path.rsplit('.').next().unwrap_or_default();
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            format!("there is no field “{field}” here{}; allowed are {}", did_you_mean(field, expected), list(expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => format!("“{variant}” is not one of {}", list(expected)),
        Error::SerdeMissingField { field, .. } => format!("“{field}” is missing"),
        Error::DuplicateMappingKey { key, .. } => format!("“{}” stands here twice", key.as_deref().unwrap_or(name)),
        Error::InvalidScalar { ty, .. } => must_be(kind(ty), value),
        Error::InvalidBooleanStrict { .. } => must_be("true or false", value),
        Error::NullIntoString { .. } => must_be("a text", None),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => must_be(kind(expected), value),
        Error::SerdeInvalidLength { len, expected, .. } => format!("has {len} entries; it must be {expected}"),
        Error::Unexpected { expected, .. } => must_be(kind(expected), value),
        Error::MultipleDocuments { .. } => ONE_DOCUMENT.to_owned(),
        Error::MergeKeyNotAllowed { .. } => "merging with “<<” is not understood here: write the fields out".to_owned(),
        Error::UnknownAnchor { .. } => "aliases (“*name”) are not understood here: write the value out".to_owned(),
        Error::UnsupportedTag { tag, .. } => format!("the tag “{tag}” is not understood here: remove it"),
        Error::Budget { breach, .. } => budget(breach),
        Error::Message { msg, .. } => custom(msg),
        other => custom(&other.to_string()),
    }
}

fn budget(breach: &BudgetBreach) -> String {
    match breach {
        BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. } => {
            "anchors and aliases (“&name”, “*name”) are not understood here: write the value out".to_owned()
        }
        BudgetBreach::Documents { .. } => ONE_DOCUMENT.to_owned(),
        BudgetBreach::Depth { .. } => "this is nested deeper than any design".to_owned(),
        _ => "this is larger than any design".to_owned(),
    }
}

/// Messages of our own types, and of the scanner, without the position they may end with.
fn custom(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message).trim();
    if message.starts_with("data did not match any variant") {
        return "must be a number, a text, a list of texts, levels by subject, or null".to_owned();
    }
    message.to_owned()
}

fn must_be(what: &str, value: Option<&str>) -> String {
    match value {
        Some("") => format!("must be {what}, and nothing stands here"),
        Some(value) => format!("must be {what}, not “{value}”"),
        None => format!("must be {what}"),
    }
}

/// A Rust type or a phrase of serde, for people.
fn kind(expected: &str) -> &str {
    match expected.trim_start_matches("option of ") {
        "u8" | "an integer between 0 and 255" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65,535",
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        "f64" | "floating point" => "a number",
        "bool" | "boolean" | "a boolean" => "true or false",
        "string" | "a string" | "str" | "string scalar" => "a text",
        "a sequence" | "sequence" | "sequence start" => "a list",
        other if other.starts_with("struct ") || other.contains("map") => "a group of fields",
        other if other.contains("sequence") => "a list",
        other => other,
    }
}

fn list(words: &[&str]) -> String {
    words.join(", ")
}
