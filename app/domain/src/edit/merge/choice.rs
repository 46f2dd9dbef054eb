//! What a person has to choose: both values in words, and what becomes of the Design when mine is kept.

use super::{
    tree::{Path, document, put},
    words,
};
use crate::{
    Design, Edit,
    edit::{EditError, diff},
    ids::{ContextId, ElementId, LinkId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// Whose value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    Theirs,
    Mine,
}

/// Both changed the same. Theirs stands in the Design until somebody keeps mine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// The field, from the top of the document: `elements.orders.description`.
    pub path: String,
    /// What it is about: `Description of orders`.
    pub title: String,
    /// Their value in words.
    pub theirs: String,
    /// My value in words.
    pub mine: String,
    take: Take,
}

/// What keeping mine takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Take {
    /// Values at their paths; without one it goes.
    Put(Vec<(Path, Option<Value>)>),
    RemoveElement(ElementId),
    RemoveContext(ContextId),
    RemoveLink(LinkId),
    Rename {
        from: ElementId,
        to: ElementId,
    },
}

impl Clash {
    pub(super) fn new(path: String, title: String, theirs: String, mine: String, take: Take) -> Self {
        Self { path, title, theirs, mine, take }
    }

    /// More that belongs to keeping mine.
    pub(super) fn also(&mut self, path: Path, value: Option<Value>) {
        if let Take::Put(all) = &mut self.take
            && all.iter().all(|(other, _)| *other != path)
        {
            all.push((path, value));
        }
    }

    /// What this choice changes: the field, and with a deleted thing all that went with it.
    pub fn paths(&self) -> Vec<String> {
        match &self.take {
            Take::Put(all) => all.iter().map(|(path, _)| path.join(".")).chain([self.path.clone()]).collect(),
            _ => vec![self.path.clone()],
        }
    }

    /// The element has another name.
    pub(super) fn follow(&mut self, from: &ElementId, to: &ElementId) {
        let rename = |key: &mut String, of: &str| {
            if (of == "elements" || of == "layout") && key == from.as_str() {
                *key = to.to_string();
            }
        };
        match &mut self.take {
            Take::Put(all) => {
                for (path, value) in all {
                    if let [of, key, ..] = path.as_mut_slice() {
                        rename(key, of);
                    }
                    for end in ["from", "to"] {
                        if let Some(Value::String(id)) = value.as_mut().and_then(|value| value.get_mut(end))
                            && id == from.as_str()
                        {
                            *id = to.to_string();
                        }
                    }
                }
            }
            Take::RemoveElement(id) | Take::Rename { from: id, .. } if id == from => *id = to.clone(),
            _ => {}
        }
        let mut keys: Vec<String> = self.path.split('.').map(str::to_owned).collect();
        if let [of, key, ..] = keys.as_mut_slice() {
            rename(key, of);
        }
        self.path = keys.join(".");
    }

    /// The edit that keeps mine, for the Design as it is now.
    ///
    /// # Errors
    /// When what it belongs to is not there any more, or the result would not be valid.
    pub fn keep_mine(&self, now: &Design) -> Result<Edit, EditError> {
        let gone = || self.gone();
        let edit = match &self.take {
            Take::Put(all) => {
                let mut document = document(now);
                for (path, value) in all.iter().filter(|(path, value)| fits(now, all, path, value.as_ref())) {
                    if !put(&mut document, path, value.as_ref()) {
                        return Err(gone());
                    }
                }
                let mine: Design = serde_json::from_value(document).map_err(|_| gone())?;
                diff(now, &mine)
            }
            Take::RemoveElement(id) => now.removal_of_elements(&BTreeSet::from([id.clone()])),
            Take::RemoveContext(id) => now.removal_of_context(id),
            Take::RemoveLink(id) => now.removal_of_links(&BTreeSet::from([id.clone()])),
            Take::Rename { from, to } => Edit::RenameElement { from: from.clone(), to: to.clone() },
        };
        now.clone().apply(edit.clone())?;
        Ok(edit)
    }

    /// The thing that this is about is not there.
    fn gone(&self) -> EditError {
        let (of, id) = self.path.split_once('.').unwrap_or(("", &self.path));
        let (kind, id) = match (of, id.split_once('.').map_or(id, |(id, _)| id)) {
            ("elements", id) => ("element", id),
            ("contexts", id) => ("context", id),
            ("links", id) => ("link", id),
            ("journeys", id) => ("journey", id),
            ("events", _) => ("event", id), // Names of events have dots in them.
            _ => ("field", self.path.as_str()),
        };
        EditError::Missing { kind, id: id.to_owned() }
    }

    /// My value, or theirs.
    pub fn words(&self, side: Side) -> &str {
        match side {
            Side::Theirs => &self.theirs,
            Side::Mine => &self.mine,
        }
    }

    pub(super) fn of_field(path: Path, theirs: Option<Value>, mine: Option<Value>, design: &Design) -> Self {
        let title = words::title(design, &path);
        let (their_words, my_words) = (words::value(&path, theirs.as_ref()), words::value(&path, mine.as_ref()));
        Self::new(path.join("."), title, their_words, my_words, Take::Put(vec![(path, mine)]))
    }
}

/// A link or a context that comes back needs what it joins, now or by the same choice.
fn fits(now: &Design, all: &[(Path, Option<Value>)], path: &[String], value: Option<&Value>) -> bool {
    let ([of, _], Some(value)) = (path, value) else { return true };
    if of != "links" {
        return true;
    }
    ["from", "to"].iter().filter_map(|end| value.get(end)?.as_str()).all(|id| {
        now.elements.contains_key(id)
            || all.iter().any(|(path, _)| matches!(path.as_slice(), [of, other] if of == "elements" && other == id))
    })
}
