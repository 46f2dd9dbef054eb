//! Designs with a text of the test's own in every field that takes one.

use domain::Design;
use serde_json::Value;

/// The Design with a text in every field that takes one, and those texts. `texts` gives what to try in a field, by its JSON pointer
/// and the number of the text; the first that the field takes stays, and a field that takes none keeps what it has.
pub fn poisoned(design: &Design, texts: impl Fn(&str, usize) -> Vec<String>) -> (Design, Vec<String>) {
    let mut value = serde_json::to_value(design).unwrap();
    let mut taken = Vec::new();
    for at in fields(&value) {
        for text in texts(&at, taken.len()) {
            let before = std::mem::replace(value.pointer_mut(&at).unwrap(), Value::String(text.clone()));
            if serde_json::from_value::<Design>(value.clone()).is_ok_and(|design| design.problems().is_empty()) {
                taken.push(text);
                break;
            }
            *value.pointer_mut(&at).unwrap() = before;
        }
    }
    (serde_json::from_value(value).unwrap(), taken)
}

/// Where texts are, as JSON pointers.
fn fields(value: &Value) -> Vec<String> {
    let inside = |key: String, item: &Value| fields(item).into_iter().map(move |rest| format!("/{key}{rest}")).collect::<Vec<_>>();
    match value {
        Value::String(_) => vec![String::new()],
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, item)| inside(at.to_string(), item)).collect(),
        Value::Object(entries) => entries.iter().flat_map(|(key, item)| inside(key.replace('~', "~0").replace('/', "~1"), item)).collect(),
        _ => Vec::new(),
    }
}
