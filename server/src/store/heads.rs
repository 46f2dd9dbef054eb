//! The designs that were used last, so that reading and saving need not replay. Never the truth: a user compares number and chain with
//! the database's, and what is missing, behind or of another history is brought up from there.

use super::chain::Mark;
use canvas::drawing::MANY_LINKS;
use domain::Design;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

/// Bytes kept at most unless told otherwise.
pub(super) const DEFAULT_BYTES: usize = 64 * 1024 * 1024;
/// What an entry takes beside its design.
const ENTRY_BYTES: usize = 400;

/// What was saved since the last snapshot: reading the project anew costs this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Behind {
    /// Of edits, as text.
    pub bytes: u64,
    /// Of applying them, as [`domain::edit::cost::Meter`] reckons.
    pub ns: u64,
    /// How long that snapshot is.
    pub snapshot_bytes: u64,
}

impl Behind {
    /// Nothing was saved since a snapshot of this length.
    pub(super) fn none(snapshot_bytes: usize) -> Self {
        Self { snapshot_bytes: snapshot_bytes as u64, ..Self::default() }
    }
}

/// How the links of a large design run, once somebody has asked for it: see [`domain::protocol::Project`].
pub type Routes = Arc<OnceLock<Box<str>>>;

/// What the route of a link takes as text, at most as a rule. It is reckoned with from the beginning.
const ROUTE_BYTES: usize = 80;

/// A design at a revision.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub mark: Mark,
    pub design: Arc<Design>,
    pub behind: Behind,
    pub routes: Routes,
    /// Bytes of the design in memory, about.
    pub bytes: usize,
}

impl Head {
    pub(super) fn new(mark: Mark, design: Design, behind: Behind) -> Self {
        Self::weighing(design.heap_bytes(), mark, design, behind)
    }

    /// A design that takes so many bytes.
    pub(super) fn weighing(bytes: usize, mark: Mark, design: Design, behind: Behind) -> Self {
        Self { mark, bytes, design: Arc::new(design), behind, routes: Routes::default() }
    }

    /// Bytes with the routes.
    fn all_bytes(&self) -> usize {
        let links = self.design.links.len();
        self.bytes + if links > MANY_LINKS { links * ROUTE_BYTES } else { 0 }
    }
}

/// The cache, shared by all who read and save.
#[derive(Debug)]
pub(super) struct Heads(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    entries: HashMap<String, Entry>,
    most_bytes: usize,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    head: Head,
    bytes: usize,
    used: u64,
}

impl Heads {
    pub(super) fn new(most_bytes: usize) -> Self {
        Self(Mutex::new(Inner { entries: HashMap::new(), most_bytes, bytes: 0, clock: 0 }))
    }

    pub(super) fn get(&self, project: &str) -> Option<Head> {
        let mut inner = self.lock();
        inner.clock += 1;
        let now = inner.clock;
        let entry = inner.entries.get_mut(project)?;
        entry.used = now;
        Some(entry.head.clone())
    }

    /// Counts what a design at hand was good for, by what had to be read beside it: nothing, only what was saved since, or all.
    pub(super) fn count(no_snapshot: bool, no_rows: bool) {
        let outcome = match (no_snapshot, no_rows) {
            (true, true) => "hit",
            (true, false) => "behind",
            (false, _) => "miss",
        };
        metrics::counter!("groundplan_store_cache_lookups_total", "outcome" => outcome).increment(1);
    }

    /// Keeps a design unless a later revision is known already.
    pub(super) fn put(&self, project: &str, head: Head) {
        let mut inner = self.lock();
        if inner.entries.get(project).is_some_and(|entry| entry.head.mark.revision > head.mark.revision) {
            return;
        }
        inner.remove(project);
        let bytes = ENTRY_BYTES + project.len() + head.all_bytes();
        inner.clock += 1;
        let used = inner.clock;
        inner.bytes += bytes;
        inner.entries.insert(project.to_owned(), Entry { head, bytes, used });
        while inner.bytes > inner.most_bytes {
            let Some(oldest) = inner.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(project, _)| project.clone()) else {
                break;
            };
            inner.remove(&oldest);
        }
        metrics::gauge!("groundplan_store_cache_bytes").set(inner.bytes as f64);
    }

    /// Drops what turned out not to be what the database has.
    pub(super) fn forget(&self, project: &str) {
        self.lock().remove(project);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere leaves a cache that is still a cache.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn remove(&mut self, project: &str) {
        if let Some(entry) = self.entries.remove(project) {
            self.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(revision: u64, design: Design) -> Head {
        Head::new(Mark { revision, chain: None }, design, Behind::default())
    }

    #[test]
    fn a_later_revision_is_never_replaced_by_an_earlier_one() {
        let heads = Heads::new(DEFAULT_BYTES);
        heads.put("a", head(5, Design::new("five")));
        heads.put("a", head(4, Design::new("four")));
        assert_eq!(heads.get("a").map(|head| head.mark.revision), Some(5));
    }

    #[test]
    fn the_least_used_goes_first() {
        let one = ENTRY_BYTES + 1 + Design::new("x").heap_bytes();
        let heads = Heads::new(3 * one);
        for name in ["a", "b", "c"] {
            heads.put(name, head(1, Design::new("x")));
        }
        assert!(heads.get("a").is_some());
        heads.put("d", head(1, Design::new("x")));
        assert!(heads.get("a").is_some(), "just used");
        assert!(heads.get("b").is_none(), "the oldest");
    }

    #[test]
    fn texts_count() {
        let heads = Heads::new(1024 * 1024);
        let mut wordy = Design::new("x");
        wordy.summary = "x".repeat(300_000);
        for name in ["a", "b", "c", "d"] {
            heads.put(name, head(1, wordy.clone()));
        }
        assert_eq!(heads.lock().entries.len(), 3, "four of 300 kB are more than 1 MiB");
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept() {
        let heads = Heads::new(100);
        heads.put("a", head(1, Design::new("x")));
        assert!(heads.get("a").is_none());
        assert_eq!(heads.lock().bytes, 0);
    }
}
