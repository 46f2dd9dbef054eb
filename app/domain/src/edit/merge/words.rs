//! Fields and their values as people read them.

use crate::{
    Design,
    discovery::{Answer, questions},
    edit::words::field_of,
    ids::LinkId,
};
use serde_json::Value;

/// What a field is about: `Description of orders`, `orders to payments`.
pub(in crate::edit) fn title(design: &Design, path: &[String]) -> String {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let thing = |of: &str, id: &str| match of {
        "elements" => id.parse().map_or_else(|_| id.to_owned(), |id| design.display_name(&id).to_owned()),
        "contexts" => design.contexts.get(id).map_or_else(|| id.to_owned(), |context| context.name.clone()),
        "journeys" => design.journeys.get(id).map_or_else(|| id.to_owned(), |journey| journey.name.clone()),
        "links" => LinkId::new(id)
            .ok()
            .and_then(|id| design.links.get(&id))
            .map_or_else(|| id.to_owned(), |link| format!("{} to {}", design.display_name(&link.from), design.display_name(&link.to))),
        "brief" => questions::find(id).map_or_else(|| id.to_owned(), |question| question.subject.to_owned()),
        "waivers" => format!("Accepted risk {id}"),
        "decisions" => format!("Decision on {}", id.replace('-', " ")),
        _ => id.to_owned(),
    };
    match keys.as_slice() {
        [] => "The whole design".to_owned(),
        [field] => field_of(field),
        ["platform", rest @ ..] => rest.last().map_or_else(String::new, |field| field_of(field)),
        ["brief", id, ..] => thing("brief", id),
        [of, id] => thing(of, id),
        [of, id, field] => format!("{} of {}", field_of(field), thing(of, id)),
        [of, id, "entities", entity] => format!("Entity {entity} of {}", thing(of, id)),
        [of, id, "entities", entity, rest @ ..] => {
            format!("{} of {entity} in {}", rest.last().map_or_else(String::new, |field| field_of(field)), thing(of, id))
        }
        [of, id, .., last] => format!("{last} of {}", thing(of, id)),
    }
}

/// A value in a line or a few.
pub(super) fn value(path: &[String], value: Option<&Value>) -> String {
    let Some(value) = value else {
        let of = path.first().map_or("", String::as_str);
        let words = match (of, path.len()) {
            ("brief", _) => "Not answered",
            ("waivers", _) => "Not accepted",
            (_, 2) => "Deleted",
            _ => "Nothing",
        };
        return words.to_owned();
    };
    if let [of, id] = path
        && of == "brief"
        && let Some(question) = questions::find(id)
        && let Ok(answer) = serde_json::from_value::<Answer>(value.clone())
    {
        return crate::discovery::proposal::verdict::capital(&answer.describe(question));
    }
    plain(value)
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "Not sure yet".to_owned(),
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "Nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(entries) if entries.is_empty() => "Nothing".to_owned(),
        Value::Array(entries) => entries.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let fields: Vec<String> = map.iter().map(|(key, value)| format!("{}: {}", field_of(key), short(value))).collect();
            fields.join("; ")
        }
    }
}

/// An entry of a list: by its name, its link, or its text.
fn short(value: &Value) -> String {
    let named = ["name", "link", "value"].iter().find_map(|key| value.get(key)?.as_str());
    named.map_or_else(|| plain(value), str::to_owned)
}
