//! What is not saved is kept on this device, and taken up again by a page that has the project open: this page's own queue, and those of
//! pages that are gone. Whose a queue is, and when, is for `kept` to say.

use super::{
    Change, ProjectState, SaveState,
    kept::{self, Asker, Kept, Turn},
    merging::others_up_to,
};
use crate::{
    alive::{self, Alive},
    api::{self, ApiError},
    browser, locks,
    state::save_queue::{Others, SaveQueue},
};
use domain::{
    Design,
    edit::merge::{Clash, still_waiting},
    protocol::{Conflict, EditsResponse, Project, Unreadable},
};
use leptos::{ev, prelude::*};
use std::time::Duration;

/// How long a kept queue waits while another request has no answer, in seconds.
const TAKE_UP_AFTER_S: u32 = 1;
/// How often this page says that it lives, and looks for what pages that are gone have left.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How long a tab whose page has ended has to load the design again and take up its own, before another tab does.
const LOADED_AGAIN_IN: Duration = Duration::from_secs(15);

/// Where the last acknowledged save of this device is noted.
const LAST_SAVE: &str = "last-save";

/// The last save the server acknowledged to this device, written as `revision id`.
#[derive(Debug, PartialEq, Eq)]
struct LastSave {
    id: String,
    revision: u64,
}

impl LastSave {
    fn read(text: &str) -> Option<Self> {
        let (revision, id) = text.split_once(' ')?;
        Some(Self { id: id.to_owned(), revision: revision.parse().ok()? })
    }
    fn write(&self) -> String {
        format!("{} {}", self.revision, self.id)
    }
}

/// What a kept queue is put on.
struct Ground {
    /// As the server has it.
    project: Project,
    /// The design that the queue was made on, where that is an earlier one.
    base: Option<Design>,
    /// What others saved since.
    theirs: Option<Conflict>,
}

impl ProjectState {
    /// Keeps what is not saved on this device.
    pub(super) fn keep(&self) {
        let is_kept = self.queue.with_value(|queue| keep_queue(&kept::own_key(&self.id()), queue, &self.clashes.get_untracked()));
        if self.is_kept.get_untracked() != is_kept {
            self.is_kept.set(is_kept);
        }
    }

    /// Notes the last save that the server acknowledged.
    pub(super) fn note_saved(&self, revision: u64) {
        browser::store(LAST_SAVE, Some(&LastSave { id: self.id(), revision }.write()));
    }

    /// This browser has saved a later revision of the project than the one that is shown.
    pub(super) fn is_behind_another_tab(&self) -> bool {
        let last = browser::stored(LAST_SAVE).and_then(|text| LastSave::read(&text));
        last.is_some_and(|last| last.id == self.id() && last.revision > self.revision.get_untracked())
    }

    /// Takes up what this page, or one that is gone, could not save before, and goes on doing so while the project is open. Call once, in
    /// the browser.
    pub fn resume(&self, alive: Alive) {
        if let Some(unreadable) = self.unreadable {
            self.toasts.error(before_unreadable(unreadable));
        }
        let own = self.look_for_kept(false);
        for key in &own {
            self.take_over(key);
        }
        // The page may have been rendered just before a save of the page it replaces arrived.
        if own.is_empty() && self.is_behind_another_tab() {
            self.take_up(Kept::new(SaveQueue::new(self.revision.get_untracked(), None), Vec::new()), None);
        }
        let state = *self;
        let seen = window_event_listener_untyped("visibilitychange", move |_| _ = state.look_for_kept(false));
        // A page that the browser had put aside, for Back or to save memory, may have lost what it kept to another: it begins anew.
        let back = window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                browser::reload();
            }
        });
        let awake = window_event_listener_untyped("resume", move |_| {
            if state.is_taken_from() {
                browser::reload();
            }
        });
        on_cleanup(move || {
            seen.remove();
            back.remove();
            awake.remove();
        });
        self.look_for_kept_now_and_then(alive);
    }

    /// Another page has taken up what this one had kept.
    fn is_taken_from(&self) -> bool {
        let is_kept = self.is_kept.get_untracked() && !self.queue.with_value(SaveQueue::is_empty);
        is_kept && browser::stored(&kept::own_key(&self.id())).is_none()
    }

    fn look_for_kept_now_and_then(&self, alive: Alive) {
        let state = *self;
        alive.after(LOOK_EVERY, move || {
            kept::touch(&state.id());
            state.look_for_kept(true);
            state.look_for_kept_now_and_then(alive);
        });
    }

    /// Takes up what pages that are gone have left, and what others leave once they are gone. Returns the names of what is this page's own.
    /// `counts` says that some time has passed since the last such look.
    fn look_for_kept(&self, counts: bool) -> Vec<String> {
        let asker = Asker::here();
        let mut own = Vec::new();
        for (key, page) in kept::keys(&self.id()) {
            let Some(kept) = Kept::stored(&key) else { continue };
            let looks = self.looks.try_update_value(|looks| looks.at(&key, &kept, counts)).unwrap_or_default();
            match kept.turn(&page, &asker, browser::now_ms(), looks) {
                Turn::Own => own.push(key),
                Turn::Now => self.take_over(&key),
                Turn::OnceGone(page) => self.wait_for(page),
                Turn::Later => {}
            }
        }
        own
    }

    /// Takes up what a page has kept once it is gone. Of a page that ends meanwhile the tab may have been loaded again: that page, which
    /// opens the design now, goes first.
    fn wait_for(&self, page: String) {
        if !self.awaited.try_update_value(|awaited| awaited.insert(page.clone())).unwrap_or(false) {
            return;
        }
        let state = *self;
        locks::when_gone(&page.clone(), move |lived| {
            if lived {
                alive::later(LOADED_AGAIN_IN, move || locks::when_gone(&page.clone(), move |_| state.take_over_of(&page)));
            } else {
                state.take_over_of(&page);
            }
        });
    }

    /// Takes up what a page that is gone has kept. Another page may have waited too, and been first.
    fn take_over_of(&self, page: &str) {
        let Some(held) = self.hold() else { return };
        if !self.closed.get_value() {
            kept::keys(&self.id()).iter().filter(|(_, of)| of == page).for_each(|(key, _)| self.take_over(key));
        }
        drop(held);
    }

    /// Makes what is kept under a name this page's own, and takes it up.
    fn take_over(&self, key: &str) {
        let Some(kept) = Kept::stored(key) else { return };
        // Until it is part of this page's queue, it stays on the device under a name of its own.
        let now = kept.rename(key, kept::new_key(&self.id()));
        self.take_up(kept, Some(now));
    }

    /// Tries again after a while to take up what was kept.
    fn take_up_later(&self, kept: Kept, stored: Option<String>, seconds: u32) {
        let state = *self;
        if let Some(stored) = &stored {
            keep_queue(stored, &kept.queue, &kept.clashes); // No other page takes it for abandoned.
        }
        self.waiting.update_value(|waiting| waiting.push((kept, stored)));
        set_timeout(move || state.take_up_waiting(), Duration::from_secs(seconds.into()));
    }

    /// Tries to take up what waits for it.
    pub(super) fn take_up_waiting(&self) {
        let Some(held) = self.hold() else { return };
        for (kept, stored) in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
            self.take_up(kept, stored);
        }
        drop(held);
    }

    /// `stored` names where the queue is kept until this page has it.
    fn take_up(&self, mut kept: Kept, stored: Option<String>) {
        let state = *self;
        let Some(held) = state.hold() else { return };
        if state.closed.get_value() || state.is_stopped() {
            return; // It is on the device still.
        }
        // What was sent from here is answered first, or it would be sent again under another name.
        if state.busy.get_value() || state.queue.with_value(SaveQueue::awaits_answer) {
            return state.take_up_later(kept, stored, TAKE_UP_AFTER_S);
        }
        state.busy.set_value(true);
        if kept.holds_some() && state.save.get_untracked() == SaveState::Saved {
            state.save.set(SaveState::Saving);
        }
        alive::go_on(async move {
            let ground = state.ground_of(&mut kept, stored.as_deref()).await;
            if state.closed.get_value() {
                return; // It is on the device still.
            }
            state.busy.set_value(false);
            match ground {
                Ok(ground) => {
                    state.waited_s.set_value(0);
                    state.replace(kept, ground);
                    // Where there was no room for another name, it had this page's own, which holds the queue of both by now.
                    if let Some(stored) = stored.filter(|stored| *stored != kept::own_key(&state.id())) {
                        browser::store(&stored, None);
                    }
                    state.say_if_all_is_saved();
                }
                Err((error, _)) if error.is_for_good() => state.stop(), // It is on the device still.
                Err((error, asked_s)) => {
                    let seconds = state.say_failed(&error, asked_s, kept.queue.len());
                    state.take_up_later(kept, stored, seconds);
                }
            }
            state.flush();
            drop(held);
        });
    }

    /// Asks the server what became of what a kept queue had sent, and for what the rest is put on. A save that may have arrived is sent
    /// again under its own name until its answer is known, so that it is saved once; meanwhile the queue stays where it is kept.
    async fn ground_of(&self, kept: &mut Kept, stored: Option<&str>) -> Result<Ground, (ApiError, Option<u32>)> {
        let (mut theirs, mut unanswered) = (None, None);
        if let Some(request) = kept.queue.request(&self.design.get_untracked(), browser::unique_name) {
            // Whoever takes it up next sends it under the same name.
            if let Some(stored) = stored {
                keep_queue(stored, &kept.queue, &kept.clashes);
            }
            match api::save_edits(self.id(), request).await {
                Ok(EditsResponse { revision, chain }) => {
                    kept.queue.acknowledge(revision, chain);
                    self.note_saved(revision);
                }
                Err((ApiError::Problem(problem), _)) if problem.conflict.is_some() => {
                    theirs = problem.conflict.and_then(|conflict| serde_json::from_value::<Conflict>(conflict).ok());
                }
                // It is sent again with the rest. A refusal is heard then, and what is lost by it is said.
                Err((error, _)) if error.is_for_good() => {}
                Err(unknown) => unanswered = Some(unknown),
            }
        }
        let project = api::project(self.id()).await.map_err(|error| (error, None))?;
        let is_on = kept.queue.is_on(project.revision, project.chain.as_deref());
        match unanswered {
            // On another base it would go under another name.
            Some(unknown) if !is_on => return Err(unknown),
            _ => {}
        }
        // The queue is merged from the revision that its edits were made on.
        let base = if kept.holds_some() && kept.queue.base() != project.revision {
            match api::revision(self.id(), kept.queue.base()).await {
                Ok(base) => Some(base.design),
                Err(error) if error.is_passing() => return Err((error, None)),
                Err(_) => None,
            }
        } else {
            None
        };
        Ok(Ground { project, base, theirs })
    }

    /// Takes over the project as the server has it, with a kept queue on top of it, and on top of that what was done meanwhile.
    fn replace(&self, kept: Kept, Ground { project, base, theirs }: Ground) {
        let Kept { mut queue, clashes, .. } = kept;
        let before = self.design.get_untracked();
        let mut design = project.design;
        let clashes = base.iter().fold(clashes, |clashes, base| still_waiting(clashes, base, &design));
        self.clashes.update(|waiting| waiting.extend(clashes));
        let mut merged = None;
        if let Some(base) = base {
            let others = others_up_to(theirs, queue.base(), project.revision).unwrap_or_else(|| Others::Design(Box::new(design.clone())));
            // Edits that do not lead from the base to what the server has are no help; its design is.
            let merge = queue
                .merge_kept(&base, &others, project.revision, project.chain.clone())
                .or_else(|| queue.merge_kept(&base, &Others::Design(Box::new(design.clone())), project.revision, project.chain.clone()));
            if let Some(merge) = merge {
                design = merge.design.clone();
                merged = Some((merge, others));
            }
        }
        let mut lost = if merged.is_none() { queue.adopt(&mut design, project.revision, project.chain.clone()) } else { Vec::new() };
        let mut meanwhile = self.queue.get_value();
        lost.extend(meanwhile.adopt(&mut design, project.revision, project.chain));
        queue.append(meanwhile);
        self.design.set(design);
        self.revision.set(project.revision);
        self.queue.set_value(queue);
        match merged {
            Some((merge, others)) => self.after_merge(merge, &others, &before),
            None => {
                self.keep();
                self.tell(&Change::Replaced);
            }
        }
        if !lost.is_empty() {
            let labels: Vec<String> = lost.into_iter().map(|lost| lost.label).collect();
            self.toasts.error(format!("This no longer fits the design and was not kept: {}.", labels.join(", ")));
        }
    }
}

/// Keeps a queue on this device under a name; an empty one is forgotten. Says whether it worked, and notes what could not be kept.
fn keep_queue(key: &str, queue: &SaveQueue, clashes: &[Clash]) -> bool {
    let is_kept = Kept::new(queue.clone(), clashes.to_vec()).store(key);
    browser::note_unkept(if is_kept { 0 } else { queue.len() });
    is_kept
}

/// What is shown is not what was saved last.
fn before_unreadable(Unreadable { first, last }: Unreadable) -> String {
    let saves = if first == last { format!("Save {first}") } else { format!("The saves {first} to {last}") };
    format!(
        "{saves} cannot be read; this is the version before. Nothing was thrown away, and what you change now is saved on this version."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_save_is_read_as_it_was_written() {
        let last = LastSave { id: "a1b2".into(), revision: 42 };
        assert_eq!(LastSave::read(&last.write()), Some(last));
        assert_eq!(LastSave::read("nonsense"), None);
    }
}
