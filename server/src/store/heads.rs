//! The designs that were used last, so that reading and saving need not replay. Never the truth: a user compares the revision
//! with the database's, and what is missing or behind is brought forward from there.

use domain::Design;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Elements, links and answers kept at most, over all designs: a few dozen megabytes.
const MAX_WEIGHT: usize = 50_000;
/// What even an empty design weighs.
const BASE_WEIGHT: usize = 50;

/// A design and the revision it is at.
pub type Versioned = (u64, Arc<Design>);

/// The cache, shared by readers and writers.
#[derive(Debug, Default)]
pub struct Heads(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    entries: HashMap<String, Entry>,
    weight: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    head: Versioned,
    weight: usize,
    used: u64,
}

impl Heads {
    pub fn get(&self, project: &str) -> Option<Versioned> {
        let mut inner = self.lock();
        inner.clock += 1;
        let now = inner.clock;
        let entry = inner.entries.get_mut(project)?;
        entry.used = now;
        Some(entry.head.clone())
    }

    /// Takes the design out, so that its owner can change it in place.
    pub fn take(&self, project: &str) -> Option<Versioned> {
        self.lock().remove(project)
    }

    /// Keeps a design unless a later revision is known already.
    pub fn put(&self, project: &str, revision: u64, design: Arc<Design>) {
        let mut inner = self.lock();
        if inner.entries.get(project).is_some_and(|entry| entry.head.0 > revision) {
            return;
        }
        inner.remove(project);
        let weight = BASE_WEIGHT + design.elements.len() + design.links.len() + design.brief.len();
        inner.clock += 1;
        let used = inner.clock;
        inner.weight += weight;
        inner.entries.insert(project.to_owned(), Entry { head: (revision, design), weight, used });
        while inner.weight > MAX_WEIGHT {
            let Some(oldest) = inner.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(project, _)| project.clone()) else {
                break;
            };
            inner.remove(&oldest);
        }
    }

    pub fn forget(&self, project: &str) {
        self.lock().remove(project);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere leaves a cache that is still a cache.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn remove(&mut self, project: &str) -> Option<Versioned> {
        let entry = self.entries.remove(project)?;
        self.weight -= entry.weight;
        Some(entry.head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(name: &str) -> Arc<Design> {
        Arc::new(Design::new(name))
    }

    #[test]
    fn a_later_revision_is_never_replaced_by_an_earlier_one() {
        let heads = Heads::default();
        heads.put("a", 5, design("five"));
        heads.put("a", 4, design("four"));
        assert_eq!(heads.get("a").map(|(n, _)| n), Some(5));
    }

    #[test]
    fn the_least_used_goes_first() {
        let heads = Heads::default();
        let fit = MAX_WEIGHT / BASE_WEIGHT;
        for i in 0..fit {
            heads.put(&i.to_string(), 1, design("x"));
        }
        assert!(heads.get("0").is_some());
        heads.put("one more", 1, design("x"));
        assert!(heads.get("0").is_some(), "just used");
        assert!(heads.get("1").is_none(), "the oldest");
    }

    #[test]
    fn what_was_taken_is_gone() {
        let heads = Heads::default();
        heads.put("a", 1, design("x"));
        assert!(heads.take("a").is_some());
        assert!(heads.get("a").is_none());
        assert_eq!(heads.lock().weight, 0);
    }
}
