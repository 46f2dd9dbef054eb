//! The merge of two documents, value by value: what one side changed is taken, and where both changed the same value theirs stands
//! and the clash is written down. Knows the form of the Design's text, not what it means.

use crate::Design;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Keys from the top of the document: `elements`, `orders`, `description`. An entry of a list goes by its name.
pub(super) type Path = Vec<String>;

/// Both changed the same value. An absent one was deleted, or never there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Collision {
    pub path: Path,
    pub theirs: Option<Value>,
    pub mine: Option<Value>,
}

/// The merged document, and where it collided.
pub(super) struct Merged {
    pub document: Value,
    pub collisions: Vec<Collision>,
}

/// Values that mean something only as a whole, by the first keys of their paths.
const WHOLE: [&str; 2] = ["layout", "decisions"];

pub(super) fn merge(base: &Design, theirs: &Design, mine: &Design) -> Merged {
    let mut collisions = Vec::new();
    let [base, theirs, mine] = [base, theirs, mine].map(document);
    let document = value(&mut Vec::new(), Some(&base), Some(&theirs), Some(&mine), &mut collisions).unwrap_or(theirs);
    Merged { document, collisions }
}

/// The Design as its text has it.
pub(super) fn document(design: &Design) -> Value {
    // Every map of a Design has texts as keys, so that it can always be written.
    serde_json::to_value(design).unwrap_or_default()
}

fn value(path: &mut Path, base: Option<&Value>, theirs: Option<&Value>, mine: Option<&Value>, found: &mut Vec<Collision>) -> Option<Value> {
    if theirs == mine || mine == base {
        return theirs.cloned();
    }
    if theirs == base {
        return mine.cloned();
    }
    // An empty collection is left out of the text: nobody deleted it.
    let (no_map, no_list) = (Value::Object(Map::new()), Value::Array(Vec::new()));
    let (theirs, mine) = match (theirs, mine) {
        (None, Some(other)) | (Some(other), None) if is_collection(path) => {
            let none = if other.is_array() { &no_list } else { &no_map };
            (theirs.or(Some(none)), mine.or(Some(none)))
        }
        both => both,
    };
    let is_whole = path.len() == 2 && WHOLE.contains(&path[0].as_str());
    match (theirs, mine) {
        (Some(Value::Object(theirs)), Some(Value::Object(mine))) if !is_whole => {
            let none = Map::new();
            let base = base.and_then(Value::as_object).unwrap_or(&none);
            return Some(Value::Object(object(path, base, theirs, mine, found)));
        }
        (Some(Value::Array(theirs)), Some(Value::Array(mine))) => {
            let base = base.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if let Some(merged) = list(path, base, theirs, mine, found) {
                return Some(Value::Array(merged));
            }
        }
        _ => {}
    }
    found.push(Collision { path: path.clone(), theirs: theirs.cloned(), mine: mine.cloned() });
    theirs.cloned()
}

fn is_collection(path: &[String]) -> bool {
    const INSIDE: [&str; 5] = ["entities", "events", "fields", "modules", "settings"];
    path.len() == 1 || (path.len() > 2 && path.last().is_some_and(|key| INSIDE.contains(&key.as_str())))
}

fn object(
    path: &mut Path,
    base: &Map<String, Value>,
    theirs: &Map<String, Value>,
    mine: &Map<String, Value>,
    found: &mut Vec<Collision>,
) -> Map<String, Value> {
    let keys: BTreeSet<&String> = base.keys().chain(theirs.keys()).chain(mine.keys()).collect();
    let mut merged = Map::new();
    for key in keys {
        path.push(key.clone());
        if let Some(value) = value(path, base.get(key), theirs.get(key), mine.get(key), found) {
            merged.insert(key.clone(), value);
        }
        path.pop();
    }
    merged
}

/// What an entry of a list goes by: a text by itself, anything else by its name.
pub(super) fn name_of(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("name")?.as_str())
}

/// A list whose entries all have names of their own, entry by entry: theirs in their order, then what I added.
fn list(path: &mut Path, base: &[Value], theirs: &[Value], mine: &[Value], found: &mut Vec<Collision>) -> Option<Vec<Value>> {
    for entries in [base, theirs, mine] {
        let names: BTreeSet<&str> = entries.iter().filter_map(name_of).collect();
        if names.len() != entries.len() {
            return None;
        }
    }
    let find = |entries: &[Value], name: &str| entries.iter().find(|entry| name_of(entry) == Some(name)).cloned();
    let names = |entries: &[Value]| entries.iter().filter_map(name_of).map(str::to_owned).collect::<Vec<_>>();
    let mut order = names(theirs);
    let (mut kept, own) = (names(base), names(mine));
    kept.extend(own);
    for name in kept {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    let mut merged = Vec::new();
    for name in order {
        path.push(name.clone());
        let (old, their, my) = (find(base, &name), find(theirs, &name), find(mine, &name));
        merged.extend(value(path, old.as_ref(), their.as_ref(), my.as_ref(), found));
        path.pop();
    }
    Some(merged)
}

/// Lists that are left out of the text while they are empty. Everything else that may be missing is a map.
const LISTS: [&str; 3] = ["entities", "modules", "events"];

/// Puts a value at a path, or takes it away. Says whether the thing that it belongs to is there.
pub(super) fn put(document: &mut Value, path: &[String], new: Option<&Value>) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    let mut at = document;
    for (depth, key) in above.iter().enumerate() {
        if let Value::Object(map) = at
            && !map.contains_key(key)
        {
            if depth == 1 {
                return false;
            }
            if new.is_none() {
                return true;
            }
            let is_list = depth > 1 && LISTS.contains(&key.as_str());
            map.insert(key.clone(), if is_list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) });
        }
        let below = match at {
            Value::Object(map) => map.get_mut(key),
            Value::Array(entries) => entries.iter_mut().find(|entry| name_of(entry) == Some(key)),
            _ => None,
        };
        let Some(below) = below else { return new.is_none() };
        at = below;
    }
    match (at, new) {
        (Value::Object(map), Some(new)) => _ = map.insert(last.clone(), new.clone()),
        (Value::Object(map), None) => _ = map.remove(last),
        (Value::Array(entries), new) => {
            let there = entries.iter().position(|entry| name_of(entry) == Some(last));
            match (there, new) {
                (Some(i), Some(new)) => entries[i] = new.clone(),
                (None, Some(new)) => entries.push(new.clone()),
                (Some(i), None) => _ = entries.remove(i),
                (None, None) => {}
            }
        }
        _ => return false,
    }
    true
}

/// The value at a path.
pub(super) fn get<'a>(document: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(document, |at, key| match at {
        Value::Array(entries) => entries.iter().find(|entry| name_of(entry) == Some(key)),
        at => at.get(key),
    })
}
