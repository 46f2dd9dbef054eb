//! What is kept on this device of what is not saved: under which name, which page it belongs to, and when another page may take it up.
//! Must not know how it is taken up.
//!
//! A page keeps its queue as `queue:PROJECT:PAGE`, and what it is taking up as `queue:PROJECT:PAGE.UNIQUE`.

use crate::{browser, device, locks, state::save_queue::SaveQueue};
use domain::edit::merge::Clash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A queue that its page holds no lock for, and has not touched for so long, belongs to a page that is gone, in milliseconds. Browsers let
/// a hidden page do something only once a minute.
const ABANDONED_AFTER_MS: i64 = 90_000;
/// Where no page can hold a lock, it must also have stayed untouched between so many looks of the page that asks: after a sleep of the
/// whole device every queue is old, and its page, which wakes as well, says that it lives a minute later at most.
const ABANDONED_AFTER_LOOKS: u32 = 4;

/// How often each name was found with what it holds since it was touched last.
#[derive(Default)]
pub(super) struct Looks(BTreeMap<String, (i64, u32)>);

impl Looks {
    /// How often it was found as it is. `counts` says that this is one more time.
    pub fn at(&mut self, key: &str, kept: &Kept, counts: bool) -> u32 {
        match self.0.get_mut(key) {
            Some((touched_ms, looks)) if *touched_ms == kept.touched_ms => {
                *looks += u32::from(counts);
                *looks
            }
            _ => {
                self.0.insert(key.to_owned(), (kept.touched_ms, 0));
                0
            }
        }
    }
}

/// What is kept on the device.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    touched_ms: i64,
    /// Its page holds a lock for as long as it lives.
    #[serde(default)]
    is_held: bool,
    pub queue: SaveQueue,
    /// Own values that wait for a choice.
    #[serde(default)]
    pub clashes: Vec<Clash>,
}

/// Who asks for what is kept.
pub(super) struct Asker {
    /// The name of the page.
    page: String,
    /// The name that the page's tab had before pages had one.
    tab: String,
    has_locks: bool,
}

/// When somebody may take up what is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is the asker's own.
    Own,
    Now,
    /// Once no page of this name lives.
    OnceGone(String),
    /// Its page may still live: look again later.
    Later,
}

impl Asker {
    /// This page.
    pub fn here() -> Self {
        Self { page: locks::page_name(), tab: browser::tab_name(), has_locks: locks::page_is_held() }
    }
}

impl Kept {
    pub fn new(queue: SaveQueue, clashes: Vec<Clash>) -> Self {
        Self { touched_ms: browser::now_ms(), is_held: locks::page_is_held(), queue, clashes }
    }
    /// There is something to save, or to choose.
    pub fn holds_some(&self) -> bool {
        !self.queue.is_empty() || !self.clashes.is_empty()
    }
    /// Keeps it under a name; where there is nothing to keep, the name is forgotten. Says whether it worked.
    pub fn store(&self, key: &str) -> bool {
        let text = self.holds_some().then(|| serde_json::to_string(self).ok()).flatten();
        browser::store(key, text.as_deref())
    }
    /// Keeps it under another name, and says under which it is. There may be no room for both, so that the old one goes first; where
    /// somebody else takes that room at once, it comes back.
    pub fn rename(&self, old: &str, new: String) -> String {
        let before = browser::stored(old);
        browser::store(old, None);
        if self.store(&new) {
            return new;
        }
        browser::store(old, before.as_deref());
        old.to_owned()
    }
    /// What is kept under a name.
    pub fn stored(key: &str) -> Option<Self> {
        serde_json::from_str(&browser::stored(key)?).ok()
    }
    /// When somebody may take up what this page kept, who has looked at it as it is now so many times before.
    pub fn turn(&self, page: &str, asker: &Asker, now_ms: i64, looks: u32) -> Turn {
        let is_held = self.is_held && asker.has_locks;
        // The clock may have been wrong in either direction.
        let is_old = now_ms.abs_diff(self.touched_ms) > ABANDONED_AFTER_MS.unsigned_abs();
        let is_left = self.touched_ms == 0;
        if page == asker.page || (!is_held && page == asker.tab) {
            Turn::Own
        } else if is_held {
            Turn::OnceGone(page.to_owned())
        } else if is_left || (is_old && (asker.has_locks || looks >= ABANDONED_AFTER_LOOKS)) {
            Turn::Now
        } else {
            Turn::Later
        }
    }
}

/// Where this page keeps what is not saved of a project.
pub(super) fn own_key(project: &str) -> String {
    format!("{}{}", device::queues(project), locks::page_name())
}

/// Where this page keeps something that it takes up: a name of its own.
pub(super) fn new_key(project: &str) -> String {
    format!("{}.{}", own_key(project), browser::unique_name())
}

/// The names under which something of a project is kept, each with its page.
pub(super) fn keys(project: &str) -> Vec<(String, String)> {
    let prefix = device::queues(project);
    let page = |key: &str| page_of(key, &prefix).map(str::to_owned);
    browser::stored_keys(&prefix).into_iter().filter_map(|key| page(&key).map(|page| (key, page))).collect()
}

fn page_of<'a>(key: &'a str, prefix: &str) -> Option<&'a str> {
    key.strip_prefix(prefix)?.split('.').next()
}

/// Says of all that this page keeps of a project that it lives.
pub(super) fn touch(project: &str) {
    rewrite_own(project, browser::now_ms(), locks::page_is_held());
}

/// Lets any page take up at once what this page keeps of a project.
pub(super) fn leave(project: &str) {
    rewrite_own(project, 0, false);
}

fn rewrite_own(project: &str, touched_ms: i64, is_held: bool) {
    let own = locks::page_name();
    for (key, _) in keys(project).into_iter().filter(|(_, page)| *page == own) {
        if let Some(kept) = Kept::stored(&key) {
            Kept { touched_ms, is_held, ..kept }.store(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn kept(is_held: bool, touched_ms: i64) -> Kept {
        Kept { touched_ms, is_held, queue: SaveQueue::new(1, None), clashes: Vec::new() }
    }
    fn turn_after(looks: u32, is_held: bool, page: &str, touched_ms: i64, has_locks: bool) -> Turn {
        let page_name = if has_locks { "me" } else { "tab" };
        kept(is_held, touched_ms).turn(page, &Asker { page: page_name.into(), tab: "tab".into(), has_locks }, NOW, looks)
    }
    fn turn(is_held: bool, page: &str, touched_ms: i64, has_locks: bool) -> Turn {
        turn_after(ABANDONED_AFTER_LOOKS, is_held, page, touched_ms, has_locks)
    }

    #[test]
    fn the_page_of_a_queue_is_read_from_its_name() {
        let page = |key| page_of(key, "queue:a1:");
        assert_eq!(page("queue:a1:19-7f"), Some("19-7f"));
        assert_eq!(page("queue:a1:19-7f.2a-33"), Some("19-7f"), "while it is taken up");
        assert_eq!(page("queue:a12:19-7f"), None, "another project");
    }

    #[test]
    fn what_a_living_page_holds_is_left_to_it_however_long_it_waits() {
        for touched in [NOW, NOW - 3_600_000, NOW + 86_400_000] {
            assert_eq!(turn(true, "other", touched, true), Turn::OnceGone("other".into()));
        }
        assert_eq!(turn(true, "me", NOW, true), Turn::Own);
    }

    #[test]
    fn without_a_lock_a_page_is_gone_when_it_has_not_touched_its_queue() {
        for has_locks in [true, false] {
            assert_eq!(turn(false, "other", NOW - ABANDONED_AFTER_MS, has_locks), Turn::Later);
            assert_eq!(turn(false, "other", NOW - ABANDONED_AFTER_MS - 1, has_locks), Turn::Now);
            assert_eq!(turn(false, "other", NOW + 86_400_000, has_locks), Turn::Now, "the clock was ahead");
            assert_eq!(turn(false, "other", 0, has_locks), Turn::Now, "its page has left it");
            assert_eq!(turn(false, "tab", NOW, has_locks), Turn::Own, "kept by this tab before pages had a name");
        }
        assert_eq!(turn(true, "other", NOW, false), Turn::Later, "nobody can be asked whether it lives");
    }

    #[test]
    fn after_a_sleep_nobody_without_locks_takes_what_a_page_that_wakes_too_has_kept() {
        let before_sleep = NOW - 3_600_000;
        assert_eq!(turn_after(ABANDONED_AFTER_LOOKS - 1, false, "other", before_sleep, false), Turn::Later);
        assert_eq!(turn_after(ABANDONED_AFTER_LOOKS, false, "other", before_sleep, false), Turn::Now);
        assert_eq!(turn_after(0, false, "other", 0, false), Turn::Now, "its page has left it");
        let mut looks = Looks::default();
        let mut look = |touched_ms, counts| looks.at("queue:a1:other", &kept(false, touched_ms), counts);
        assert_eq!([look(5, true), look(5, true), look(5, false), look(5, true)], [0, 1, 1, 2]);
        assert_eq!([look(25, true), look(25, true)], [0, 1], "it was touched: its page lives");
    }

    #[test]
    fn what_was_kept_before_pages_held_a_lock_is_read() {
        let text = r#"{"touched_ms":5,"queue":{"base":3,"pending":[],"sent":null}}"#;
        let kept: Kept = serde_json::from_str(text).unwrap();
        assert!(!kept.is_held && !kept.holds_some());
        assert_eq!(kept.queue.base(), 3);
    }
}
