//! The import lines of a module, in the order that Python people keep them in.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One `from … import …`.
#[derive(Debug, Serialize)]
pub(super) struct Import {
    module: String,
    names: Vec<String>,
    /// The first of a further group: an empty line stands before it.
    gap: bool,
    /// Too long for one line: each name stands on its own.
    wraps: bool,
}

/// Collects what a module needs.
#[derive(Debug, Default)]
pub(super) struct Imports {
    by_module: BTreeMap<(u8, Natural), BTreeSet<(u8, Natural)>>,
}

/// That of pyproject.toml.
const LINE_LENGTH: usize = 140;

const STANDARD: &[&str] = &["asyncio", "collections.abc", "contextlib", "dataclasses", "functools", "typing", "uuid"];

impl Imports {
    pub(super) fn add(&mut self, module: &str, names: &[&str]) -> &mut Self {
        let group = if STANDARD.contains(&module) {
            0
        } else if module == "app" || module.starts_with("app.") {
            2
        } else {
            1
        };
        let found = self.by_module.entry((group, Natural::new(module))).or_default();
        found.extend(names.iter().map(|name| (rank(name), Natural::new(name))));
        self
    }
    pub(super) fn add_if(&mut self, wanted: bool, module: &str, names: &[&str]) -> &mut Self {
        if wanted { self.add(module, names) } else { self }
    }
    pub(super) fn lines(self) -> Vec<Import> {
        let mut before = None;
        self.by_module
            .into_iter()
            .map(|((group, module), names)| {
                let gap = before.replace(group).is_some_and(|last| last != group);
                let (module, names) = (module.text, names.into_iter().map(|(_, name)| name.text).collect::<Vec<_>>());
                let length = format!("from {module} import {}", names.join(", ")).len();
                Import { module, names, gap, wraps: length > LINE_LENGTH }
            })
            .collect()
    }
}

/// A name in the order of ruff: numbers inside count as numbers, so that `x9` comes before `x10`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Natural {
    /// Runs of other characters, each with the number after it.
    parts: Vec<(String, u64)>,
    text: String,
}

impl Natural {
    fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (words, after) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
            let (digits, after) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
            parts.push((words.to_owned(), digits.parse().unwrap_or(0)));
            rest = after;
        }
        Self { parts, text: text.to_owned() }
    }
}

/// Constants before classes before functions.
fn rank(name: &str) -> u8 {
    if name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') {
        0
    } else if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_and_long_lines_wrap() {
        let mut imports = Imports::default();
        imports.add("app.routes.item257", &["router"]).add("app.routes.item99", &["router"]).add("app.models", &["On154", "On", "On9"]);
        let names: Vec<String> = (0..20).map(|n| format!("LongName{n}")).collect();
        imports.add("app.more", &names.iter().map(String::as_str).collect::<Vec<_>>());
        let lines = imports.lines();
        let modules: Vec<&str> = lines.iter().map(|line| line.module.as_str()).collect();
        assert_eq!(modules, ["app.models", "app.more", "app.routes.item99", "app.routes.item257"]);
        assert_eq!(lines[0].names, ["On", "On9", "On154"]);
        assert_eq!(lines.iter().map(|line| line.wraps).collect::<Vec<_>>(), [false, true, false, false]);
    }
}
