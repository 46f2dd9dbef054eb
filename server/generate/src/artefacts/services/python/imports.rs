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
}

/// Collects what a module needs.
#[derive(Debug, Default)]
pub(super) struct Imports {
    by_module: BTreeMap<(u8, String), BTreeSet<(u8, String)>>,
}

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
        let found = self.by_module.entry((group, module.to_owned())).or_default();
        found.extend(names.iter().map(|name| (rank(name), (*name).to_owned())));
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
                Import { module, names: names.into_iter().map(|(_, name)| name).collect(), gap }
            })
            .collect()
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
