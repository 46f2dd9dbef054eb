//! What is different between two versions of a design, in words. Pure; knows nothing of pages.

use domain::{
    Design,
    edit::{Edit, diff},
};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that is different, and what of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub title: String,
    pub what: String,
}

/// From one version to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub added: Vec<Line>,
    pub removed: Vec<Line>,
    pub changed: Vec<Line>,
    /// Parts that only stand elsewhere on the canvas.
    pub moved: usize,
}

impl Changes {
    /// Nothing is different.
    pub(super) fn none(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn between(from: &Design, to: &Design) -> Self {
        let mut paths = BTreeSet::new();
        diff(from, to).each_path(&mut |path| _ = paths.insert(path));
        let (mut changes, mut fields) = (Self::default(), BTreeMap::<String, Vec<String>>::new());
        for path in paths {
            let (of, rest) = path.split_once('.').unwrap_or((&path, ""));
            let Some(word) = word_of(of) else {
                if of == "layout" {
                    changes.moved += 1;
                } else {
                    fields.entry(path.clone()).or_default();
                }
                continue;
            };
            let id = if of == "events" { rest } else { rest.split('.').next().unwrap_or(rest) };
            let thing = format!("{of}.{id}");
            let line = |design: &Design| Line { title: Edit::title_of_path(design, &thing), what: word.to_owned() };
            match (has(from, of, id), has(to, of, id)) {
                (false, _) => changes.added.push(line(to)),
                (true, false) => changes.removed.push(line(from)),
                (true, true) => {
                    let field = rest.strip_prefix(id).and_then(|field| field.strip_prefix('.')).unwrap_or_default();
                    fields.entry(thing).or_default().push(field.replace('_', " "));
                }
            }
        }
        changes.changed = fields
            .into_iter()
            .map(|(path, fields)| {
                let word = path.split_once('.').and_then(|(of, _)| word_of(of)).unwrap_or_default();
                let fields: Vec<String> = fields.into_iter().filter(|field| !field.is_empty()).collect();
                let what = if fields.is_empty() { word.to_owned() } else { fields.join(", ") };
                Line { title: Edit::title_of_path(to, &path), what }
            })
            .collect();
        for list in [&mut changes.added, &mut changes.removed, &mut changes.changed] {
            list.sort();
            list.dedup();
        }
        changes
    }
}

/// What things under this key of the design's file are called, where it holds things by their id.
fn word_of(of: &str) -> Option<&'static str> {
    Some(match of {
        "contexts" => "context",
        "elements" => "part",
        "links" => "link",
        "events" => "event",
        "journeys" => "journey",
        _ => return None,
    })
}

fn has(design: &Design, of: &str, id: &str) -> bool {
    match of {
        "contexts" => design.contexts.contains_key(id),
        "elements" => design.elements.contains_key(id),
        "links" => design.links.contains_key(id),
        "events" => design.events.contains_key(id),
        _ => design.journeys.contains_key(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::starters;

    fn shown(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| format!("{}: {}", line.title, line.what)).collect()
    }

    #[test]
    fn what_came_went_and_changed_is_told_in_the_words_of_the_version_that_has_it() {
        let now = starters::all()[0].design().unwrap();
        let mut then = now.clone();
        let (id, element) = then.elements.iter().next().map(|(id, element)| (id.clone(), element.clone())).unwrap();
        let name = now.display_name(&id).to_owned();
        then.apply(Edit::SetName { name: "Before".into() }).unwrap();
        then.apply(Edit::ChangeElement {
            id,
            change: domain::edit::ElementField::Description(format!("{}, changed", element.description)),
        })
        .unwrap();
        let new = "brand-new".parse().unwrap();
        then.apply(Edit::add_element(new, domain::design::Element { title: Some("Brand new".into()), ..element }, None)).unwrap();
        let forth = Changes::between(&then, &now);
        assert_eq!((shown(&forth.removed), forth.added.len(), forth.moved), (vec!["Brand new: part".to_owned()], 0, 0));
        assert_eq!(shown(&forth.changed), ["Name: ".to_owned(), format!("{name}: description")]);
        assert_eq!(shown(&Changes::between(&now, &then).added), ["Brand new: part"]);
        assert!(Changes::between(&now, &now).none());
    }
}
