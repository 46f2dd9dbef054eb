//! What the folders of services have shown while their files went by: which paths their code answers, and which have a program that
//! brings a database up to date. Must not know who asks.

use crate::{File, artefacts::services, names::in_path, plan::Plan};
use memchr::memmem;
use std::collections::{BTreeMap, BTreeSet};

/// The program of a migration, in the folder of a service.
const PROGRAMS: [&str; 2] = ["/src/store/migrate.js", "/app/migrate.py"];

/// Folders are those below `services/`.
#[derive(Debug)]
pub(super) struct Code<'p> {
    /// The paths at which probes ask each part with code, and whether a file of its folder has mentioned them.
    asked: BTreeMap<String, BTreeMap<&'p str, bool>>,
    migrates: BTreeSet<String>,
}

impl<'p> Code<'p> {
    pub(super) fn of(plan: &'p Plan<'p>) -> Self {
        let paths = plan.built().filter_map(|container| {
            let probe = container.probe.as_ref()?;
            let paths = probe.live.iter().chain(&probe.ready).map(|asked| (asked.path.as_str(), false)).collect();
            Some((in_path(&container.id).into_owned(), paths))
        });
        Self { asked: paths.collect(), migrates: BTreeSet::new() }
    }

    pub(super) fn pass(&mut self, path: &str, file: &File) {
        let Some((folder, _)) = path.strip_prefix(services::ROOT).and_then(|rest| rest.split_once('/')) else { return };
        for (asked, answered) in self.asked.get_mut(folder).into_iter().flatten() {
            *answered = *answered || memmem::find(&file.bytes, asked.as_bytes()).is_some();
        }
        if PROGRAMS.iter().any(|program| path.ends_with(program)) {
            self.migrates.insert(folder.to_owned());
        }
    }

    /// Whether a file of the part's folder mentions the path of its probe.
    pub(super) fn answers(&self, part: &str, path: &str) -> bool {
        self.asked.get(&*in_path(part)).and_then(|paths| paths.get(path)).is_some_and(|answered| *answered)
    }

    /// Whether the part's folder has a program that brings its database up to date.
    pub(super) fn migrates(&self, part: &str) -> bool {
        self.migrates.contains(&*in_path(part))
    }
}
