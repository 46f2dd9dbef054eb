//! The versions that are listed: fetched a page at a time, all of them or those with a name.

use super::row::Row;
use crate::{
    alive::Alive,
    api::{self, SAVES_AT_ONCE, SavesAsked},
    components::toast::Toasts,
    state::ProjectState,
};
use domain::protocol::RevisionEntry;
use leptos::prelude::*;

/// Versions that were fetched, and whether there are earlier ones.
#[derive(Debug, Clone, Default)]
struct Fetched {
    /// Newest first.
    entries: Vec<RevisionEntry>,
    more: bool,
    /// The first page has come.
    is_there: bool,
    /// A page is on its way.
    is_busy: bool,
}

impl Fetched {
    /// Puts a page below what is there.
    fn append(&mut self, page: Vec<RevisionEntry>) {
        self.is_there = true;
        self.more = page.len() >= SAVES_AT_ONCE;
        self.entries.extend(page);
    }
    /// Takes over what is newer or has another name than what is there.
    fn renew(&mut self, page: Vec<RevisionEntry>) {
        let Some(oldest) = page.last().map(|entry| entry.revision) else { return };
        self.entries.retain(|entry| entry.revision < oldest);
        self.entries.splice(0..0, page);
    }
}

/// The list of versions. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Versions {
    state: ProjectState,
    all: RwSignal<Fetched>,
    named: RwSignal<Fetched>,
    /// The version that is looked at, when it is on no page that was fetched.
    beside: RwSignal<Option<RevisionEntry>>,
    only_named: RwSignal<bool>,
    wanted: RwSignal<String>,
    toasts: Toasts,
    alive: Alive,
}

impl Versions {
    /// Begins with the first page of all.
    pub(super) fn begin(entries: Vec<RevisionEntry>) -> Self {
        let mut all = Fetched::default();
        all.append(entries);
        Self {
            state: ProjectState::expect(),
            all: RwSignal::new(all),
            named: RwSignal::new(Fetched::default()),
            beside: RwSignal::new(None),
            only_named: RwSignal::new(false),
            wanted: RwSignal::new(String::new()),
            toasts: expect_context(),
            alive: Alive::here(),
        }
    }
    pub(super) fn expect() -> Self {
        expect_context()
    }

    pub(super) fn only_named(self) -> ReadSignal<bool> {
        self.only_named.read_only()
    }
    /// A page of what is shown is on its way.
    pub(super) fn is_busy(self) -> bool {
        self.listed().with(|listed| listed.is_busy)
    }
    /// The server has been heard about what is shown.
    pub(super) fn is_there(self) -> bool {
        self.listed().with(|listed| listed.is_there)
    }
    /// What versions have to be called, in lower case.
    pub(super) fn wanted(self) -> RwSignal<String> {
        self.wanted
    }
    /// What to show.
    pub(super) fn rows(self) -> Vec<Row> {
        let wanted = self.wanted.get();
        self.listed().with(|listed| {
            let found: Vec<RevisionEntry> = listed.entries.iter().filter(|entry| Row::is_called(entry, &wanted)).cloned().collect();
            Row::of(&found)
        })
    }
    /// There is something to ask for.
    pub(super) fn has_more(self) -> bool {
        self.listed().with(|listed| if listed.is_there { listed.more } else { !listed.is_busy })
    }
    /// A version that was fetched.
    pub(super) fn find(self, revision: u64) -> Option<RevisionEntry> {
        let find = |fetched: &Fetched| fetched.entries.iter().find(|entry| entry.revision == revision).cloned();
        let beside = move || self.beside.get().filter(|entry| entry.revision == revision);
        self.all.with(find).or_else(|| self.named.with(find)).or_else(beside)
    }
    /// Fetches what is said of a version, unless it is known. Without an answer the version is shown all the same.
    pub(super) fn look_up(self, revision: u64) {
        if untrack(|| self.find(revision)).is_some() {
            return;
        }
        self.alive.spawn(async move {
            let asked = SavesAsked { before: Some(revision + 1), named: false };
            let page = api::revisions(self.state.id(), &asked).await.unwrap_or_default();
            if let Some(entry) = page.into_iter().next().filter(|entry| entry.revision == revision) {
                self.beside.set(Some(entry));
            }
        });
    }

    fn listed(self) -> RwSignal<Fetched> {
        if self.only_named.get() { self.named } else { self.all }
    }

    /// Shows all of them, or those with a name.
    pub(super) fn show(self, only_named: bool) {
        self.only_named.set(only_named);
        if only_named && !self.named.with_untracked(|named| named.is_there) {
            self.more();
        }
    }
    /// Fetches the next page.
    pub(super) fn more(self) {
        let only_named = self.only_named.get_untracked();
        let list = untrack(|| self.listed());
        if list.with_untracked(|list| list.is_busy) {
            return;
        }
        list.update(|list| list.is_busy = true);
        let before = list.with_untracked(|list| list.entries.last().map(|last| last.revision));
        self.alive.spawn(async move {
            let page = api::revisions(self.state.id(), &SavesAsked { before, named: only_named }).await;
            if let Err(error) = &page {
                self.toasts.error(format!("The versions could not be loaded. {error}"));
            }
            list.update(|list| {
                list.is_busy = false;
                page.into_iter().for_each(|page| list.append(page));
            });
        });
    }
    /// Fetches what is newest again. Without an answer the list stays as it was.
    pub(super) async fn renew(self) {
        if let Ok(page) = api::revisions(self.state.id(), &SavesAsked::default()).await {
            self.all.update(|all| all.renew(page));
        }
    }
    /// Takes note of the name that a version has now; an empty one is none.
    pub(super) fn rename(self, entry: &RevisionEntry, name: &str) {
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        let named = RevisionEntry { name, ..entry.clone() };
        self.all.update(|all| all.entries.iter_mut().filter(|old| old.revision == named.revision).for_each(|old| *old = named.clone()));
        self.beside.update(|beside| beside.iter_mut().filter(|old| old.revision == named.revision).for_each(|old| *old = named.clone()));
        self.named.update(|list| {
            list.entries.retain(|old| old.revision != named.revision);
            if list.is_there && named.name.is_some() {
                let at = list.entries.partition_point(|other| other.revision > named.revision);
                list.entries.insert(at, named.clone());
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_comes_on_top_and_what_is_old_stays() {
        let entry =
            |revision: u64, label: &str| RevisionEntry { revision, saved_ms: 0, label: label.into(), edits: 1, name: None, merged: None };
        let mut fetched = Fetched::default();
        fetched.append(vec![entry(3, "c"), entry(2, "b"), entry(1, "a")]);
        assert!(!fetched.more, "a page that is not full is the last");
        fetched.renew(vec![entry(5, "e"), entry(4, "d"), entry(3, "c, named")]);
        let labels: Vec<_> = fetched.entries.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(labels, ["e", "d", "c, named", "b", "a"]);
    }
}
