//! Others change the same design meanwhile: what they did comes below the own edits, both are told, and what clashes waits for a
//! choice. Nothing is dropped; the domain decides what clashes.

use super::{Change, ProjectState};
use crate::{
    alive::{self, Alive},
    api::{self, ApiError},
    browser,
    state::save_queue::{Others, SaveQueue},
};
use domain::{
    Design, Edit,
    edit::{
        diff,
        merge::{Clash, Merge, Side},
    },
    protocol::Conflict,
};
use leptos::{ev, prelude::*};
use std::{collections::BTreeSet, time::Duration};

/// How often others are asked after.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// Names in one notice; the others are counted.
const MOST_NAMED: usize = 3;

impl ProjectState {
    /// What both changed and nobody has chosen yet.
    pub fn clashes(&self) -> ReadSignal<Vec<Clash>> {
        self.clashes.read_only()
    }

    /// Hears of what others save while the page is open: at once from another tab of this browser, and by asking now and then while
    /// somebody looks. Call once, in the browser.
    pub fn watch(&self, alive: Alive) {
        let state = *self;
        let stored = window_event_listener(ev::storage, move |_| {
            if state.is_behind_another_tab() {
                state.look();
            }
        });
        let back = window_event_listener(ev::focus, move |_| state.look());
        // The tab may never come back: what was typed last is taken as it is, and kept.
        let leaves = window_event_listener_untyped("pagehide", |_| browser::blur());
        on_cleanup(move || {
            stored.remove();
            back.remove();
            leaves.remove();
        });
        self.look_now_and_then(alive);
    }

    fn look_now_and_then(&self, alive: Alive) {
        let state = *self;
        alive.after(LOOK_EVERY, move || {
            if !document().hidden() {
                state.look();
            }
            state.look_now_and_then(alive);
        });
    }

    /// Asks for what others have saved. What is not saved here yet meets it on its own way.
    fn look(&self) {
        let state = *self;
        let Some(held) = state.hold() else { return };
        let has_own = state.busy.get_value() || !state.queue.with_value(SaveQueue::is_empty);
        if has_own || state.is_stopped() {
            return;
        }
        state.busy.set_value(true);
        alive::go_on(async move {
            let known = state.revision.get_untracked();
            // Without an answer the next save brings it.
            let news = api::project(state.id()).await.ok().filter(|project| project.revision > known);
            if !state.closed.get_value() {
                if let Some(project) = news {
                    state.merge(&Others::Design(Box::new(project.design)), project.revision, project.chain);
                }
                state.busy.set_value(false);
                state.flush();
            }
            drop(held);
        });
    }

    /// Chooses for each clash, in their order, as one step that can be undone.
    pub fn decide(&self, sides: &[Side]) {
        let clashes = self.clashes.get_untracked();
        let mut after = self.design.get_untracked();
        let (mut edits, mut kept, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
        for (i, clash) in clashes.iter().enumerate() {
            match sides.get(i) {
                Some(Side::Theirs) => {}
                Some(Side::Mine) => match clash.keep_mine(&after).and_then(|edit| after.apply(edit.clone()).map(|_| edit)) {
                    Ok(edit) => {
                        edits.push(edit);
                        kept.push(clash.title.clone());
                    }
                    Err(error) => {
                        self.toasts.error(format!("“{}” could not be kept: {error}. Your value still waits.", clash.title));
                        waiting.push(clash.clone());
                    }
                },
                None => waiting.push(clash.clone()),
            }
        }
        let edit = Edit::batch(edits);
        if edit.count() == 0 || self.dispatch(edit, format!("Kept my {}", listed(&kept))) {
            self.clashes.set(waiting);
        }
        self.keep();
    }

    /// Everything that others saved since a revision of ours.
    async fn others(&self, conflict: Conflict) -> Result<(Others, u64, Option<String>), ApiError> {
        let (revision, chain) = (conflict.revision, conflict.chain.clone());
        if let Some(edits) = others_up_to(Some(conflict), self.queue.with_value(SaveQueue::base), revision) {
            return Ok((edits, revision, chain));
        }
        let project = api::project(self.id()).await?;
        Ok((Others::Design(Box::new(project.design)), project.revision, project.chain))
    }

    /// Puts the own edits on top of what others saved.
    pub(super) async fn merge_others(&self, conflict: Conflict) -> Result<(), ApiError> {
        let (theirs, revision, chain) = self.others(conflict).await?;
        if !self.merge(&theirs, revision, chain) {
            let project = api::project(self.id()).await?;
            self.merge(&Others::Design(Box::new(project.design)), project.revision, project.chain);
        }
        Ok(())
    }

    fn merge(&self, theirs: &Others, revision: u64, chain: Option<String>) -> bool {
        let before = self.design.get_untracked();
        let mut design = before.clone();
        let merge = self.queue.try_update_value(|queue| queue.merge(&mut design, theirs, revision, chain)).flatten();
        let Some(merge) = merge else { return false };
        self.design.set(design);
        self.revision.set(revision);
        self.after_merge(merge, theirs, &before);
        true
    }

    /// What follows from a merge: undo speaks of the same things as before, and both are told.
    pub(super) fn after_merge(&self, merge: Merge, theirs: &Others, before: &Design) {
        let waiting = merge.still_waiting(self.clashes.get_untracked(), before);
        let Merge { clashes, names, .. } = merge;
        self.history.update(|history| history.follow(&names, &clashes));
        self.tell_what_came_in(theirs, &clashes, before);
        if let [first, rest @ ..] = names.renamed.as_slice() {
            let others = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
            self.toasts.say(format!("Somebody else took the name “{}” meanwhile. Yours is “{}” now{others}.", first.from, first.to));
        }
        let waiting: Vec<Clash> =
            waiting.into_iter().filter(|old| clashes.iter().all(|new| new.path != old.path)).chain(clashes.iter().cloned()).collect();
        if self.clashes.with_untracked(|before| *before != waiting) {
            self.clashes.set(waiting);
        }
        self.keep();
        self.tell(&Change::Replaced);
    }

    /// Whoever was there first hears when somebody goes over it.
    fn tell_what_came_in(&self, theirs: &Others, clashes: &[Clash], before: &Design) {
        let edits = match theirs {
            Others::Edits(edits) => edits.clone(),
            Others::Design(design) => vec![diff(before, design)],
        };
        let asked: BTreeSet<&str> = clashes.iter().map(|clash| clash.path.as_str()).collect();
        let mut came = BTreeSet::new();
        edits.iter().for_each(|edit| edit.each_path(&mut |path| _ = came.insert(path)));
        // Places and drafts of the log follow from other changes.
        came.retain(|path| !path.starts_with("layout.") && !path.starts_with("decisions.") && !asked.contains(path.as_str()));
        let title = |path: &String| {
            let known = Edit::title_of_path(before, path);
            if known.is_empty() { path.clone() } else { known }
        };
        let over_mine: Vec<String> = self.own.with_value(|own| came.iter().filter(|path| concerns(own, path)).map(title).collect());
        if !over_mine.is_empty() {
            self.toasts.error(format!("Somebody else has changed what you did: {}.", listed(&over_mine)));
        } else if !came.is_empty() {
            self.toasts.say(format!("Somebody else changed {}.", listed(&came.iter().map(title).collect::<Vec<_>>())));
        }
    }

    /// Remembers which fields the person has changed.
    pub(super) fn remember_own(&self, edit: &Edit) {
        self.own.update_value(|own| edit.each_path(&mut |path| _ = own.insert(path)));
    }
}

/// The edits of others from a base to a revision, when all of them are there and the base is part of their history.
pub(super) fn others_up_to(conflict: Option<Conflict>, base: u64, revision: u64) -> Option<Others> {
    let since = conflict.filter(|conflict| !conflict.anew).map(|conflict| conflict.since)?;
    let later: Vec<_> = since.into_iter().filter(|saved| (base + 1..=revision).contains(&saved.revision)).collect();
    let complete = u64::try_from(later.len()).ok() == revision.checked_sub(base);
    complete.then(|| Others::Edits(later.into_iter().flat_map(|saved| saved.edits).collect()))
}

/// A path is one of these, or inside one of them, or one of them is inside it.
fn concerns(own: &BTreeSet<String>, path: &str) -> bool {
    let inside = format!("{path}.");
    let thing = path.match_indices('.').nth(1).map(|(end, _)| &path[..end]);
    own.contains(path)
        || thing.is_some_and(|thing| own.contains(thing))
        || own.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
}

/// Some of them by name, the rest by number.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        all if all.len() <= MOST_NAMED => {
            let (last, rest) = all.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
            format!("{} and {last}", rest.join(", "))
        }
        all => format!("{} and {} more", all[..MOST_NAMED].join(", "), all.len() - MOST_NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_concerns_its_field_its_thing_and_what_is_inside() {
        let own: BTreeSet<String> = ["elements.orders.description", "elements.ledger"].map(str::to_owned).into();
        for (path, concerned) in [
            ("elements.orders.description", true),
            ("elements.orders", true),
            ("elements.orders.port", false),
            ("elements.ledger.port", true),
            ("elements.order", false),
            ("name", false),
        ] {
            assert_eq!(concerns(&own, path), concerned, "{path}");
        }
    }

    #[test]
    fn edits_of_others_count_only_when_all_of_them_are_told() {
        let saved = |revision| domain::protocol::Saved { revision, saved_ms: 0, label: String::new(), edits: Vec::new() };
        let conflict = |since, anew| Some(Conflict { revision: 3, chain: None, since, more: false, anew });
        assert!(others_up_to(conflict(vec![saved(2), saved(3)], false), 1, 3).is_some());
        assert!(others_up_to(conflict(vec![saved(2)], false), 1, 3).is_none(), "there is more");
        assert!(others_up_to(conflict(vec![], true), 3, 3).is_none(), "the base is no part of their history");
    }

    #[test]
    fn many_names_are_counted() {
        let names = |n: usize| (1..=n).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!([1, 2, 3, 5].map(|n| listed(&names(n))), ["1", "1 and 2", "1, 2 and 3", "1, 2, 3 and 2 more"]);
    }
}
