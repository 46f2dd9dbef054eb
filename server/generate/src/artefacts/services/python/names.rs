//! Names that Python accepts, for whatever a Design calls its things. Must not know any template.

use crate::names::in_path;

/// Words of the language, and what a pydantic model or our own base classes already call something.
const TAKEN: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "case",
    "class",
    "construct",
    "continue",
    "copy",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "etag",
    "except",
    "finally",
    "first",
    "float",
    "for",
    "from",
    "from_orm",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "is_seen",
    "json",
    "lambda",
    "list",
    "match",
    "next",
    "nonlocal",
    "not",
    "or",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "pass",
    "raise",
    "return",
    "schema",
    "schema_json",
    "set",
    "stored",
    "str",
    "try",
    "tuple",
    "type",
    "update_forward_refs",
    "validate",
    "while",
    "with",
    "yield",
];
/// Classes that generated modules import or define.
const CLASSES: &[&str] = &[
    "Action",
    "Annotated",
    "ApiKeys",
    "BaseModel",
    "Clients",
    "Config",
    "ConfigDict",
    "Credential",
    "Data",
    "Depends",
    "EventType",
    "Exact",
    "Field",
    "Flag",
    "False",
    "Health",
    "Identifier",
    "Input",
    "Kept",
    "Key",
    "Metrics",
    "Moment",
    "None",
    "Outbox",
    "Page",
    "Paging",
    "Parts",
    "Problem",
    "Provider",
    "Record",
    "Records",
    "Request",
    "Response",
    "SignedIn",
    "Text",
    "Tokens",
    "True",
    "Unavailable",
    "Whole",
    "Wired",
    "Words",
];
/// Names beside the records in the modules that wire the service together.
const PARTS: &[&str] = &["clients", "inbox", "metadata", "outbox", "sign_in"];
/// What every client has.
const CLIENT_METHODS: &[&str] = &["call", "close"];

/// A field or a module: itself, or with `_` behind it.
pub(super) fn attribute(name: &str) -> String {
    let taken = TAKEN.contains(&name) || name.starts_with("model_");
    let name = name.replace('-', "_");
    if taken { format!("{name}_") } else { name }
}

/// A module with a file of its own.
pub(super) fn module(slug: &str) -> String {
    let name = attribute(slug);
    in_path(&name).into_owned()
}

/// An attribute of the parts and of the tables module.
pub(super) fn part(table: &str) -> String {
    let name = attribute(table);
    if PARTS.contains(&name.as_str()) || name.ends_with("_table") || name == "record_columns" { format!("{name}_") } else { name }
}

/// A class, from letters and digits.
pub(super) fn class(name: &str, kind: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{kind}{name}");
    }
    if CLASSES.contains(&name) { format!("{name}{kind}") } else { name.to_owned() }
}

/// `priceAndReserve` gives `price_and_reserve`.
pub(super) fn snake(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The method of a client.
pub(super) fn client_method(function: &str) -> String {
    let name = snake(function);
    if CLIENT_METHODS.contains(&name.as_str()) || name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("ask_{name}");
    }
    attribute(&name)
}

/// The attribute of a client or an event's function, from an id that may begin with a digit.
pub(super) fn of_id(id: &str, prefix: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_digit()) { format!("{prefix}_{}", id.replace('-', "_")) } else { attribute(id) }
}

/// The field of a variable.
pub(super) fn variable(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("V_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_language_get_an_underscore() {
        assert_eq!([attribute("class"), attribute("model_config"), attribute("total")], ["class_", "model_config_", "total"]);
        assert_eq!([part("clients"), part("orders")], ["clients_", "orders"]);
    }

    #[test]
    fn classes_and_functions_are_names() {
        assert_eq!([class("3dPrint", "Event"), class("Page", "Record"), class("Order", "Record")], ["Event3dPrint", "PageRecord", "Order"]);
        assert_eq!([client_method("priceAndReserve"), client_method("call")], ["price_and_reserve", "ask_call"]);
        assert_eq!([of_id("3d-shop", "to"), of_id("order-service", "to")], ["to_3d_shop", "order_service"]);
    }
}
