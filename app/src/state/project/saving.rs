//! Saving: what is not saved is kept on this device, sent in the background, tried again, and put on top of what others saved first.

use super::{Change, ProjectState, SaveState, merging::others_up_to};
use crate::{
    alive, api, browser,
    state::save_queue::{Others, SaveQueue},
};
use domain::{
    Design,
    edit::merge::{Clash, still_waiting},
    protocol::{Conflict, EditsResponse, Project, Unreadable},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long changes are gathered before they are saved, in milliseconds.
const SAVE_AFTER_MS: u64 = 600;
/// The first and the longest wait before a failed save is tried again, in seconds.
const RETRY_FIRST_S: u32 = 2;
const RETRY_MOST_S: u32 = 30;
/// The longest wait that the server may ask for, in seconds.
const ASKED_MOST_S: u32 = 120;
/// How long a kept queue waits while another request is on its way, in seconds.
const TAKE_UP_AFTER_S: u32 = 1;
/// A queue that no tab has touched for so long belongs to a tab that is gone, in milliseconds.
const ABANDONED_AFTER_MS: i64 = 60_000;

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

/// What is kept on the device.
#[derive(Serialize, Deserialize)]
struct Kept {
    touched_ms: i64,
    queue: SaveQueue,
    /// Own values that wait for a choice.
    #[serde(default)]
    clashes: Vec<Clash>,
}

impl ProjectState {
    /// Where this tab keeps its queue.
    fn key(&self) -> String {
        format!("queue:{}:{}", self.id(), browser::tab_name())
    }

    /// Keeps what is not saved on this device.
    pub(super) fn keep(&self) {
        let is_kept = self.queue.with_value(|queue| keep_queue(&self.key(), queue, &self.clashes.get_untracked()));
        if self.is_kept.get_untracked() != is_kept {
            self.is_kept.set(is_kept);
        }
    }

    /// This browser has saved a later revision of the project than the one that is shown.
    pub(super) fn is_behind_another_tab(&self) -> bool {
        let last = browser::stored(LAST_SAVE).and_then(|text| LastSave::read(&text));
        last.is_some_and(|last| last.id == self.id() && last.revision > self.revision.get_untracked())
    }

    /// Takes up what this tab, or one that is gone, could not save before. Call once, in the browser.
    pub fn resume(&self) {
        if let Some(unreadable) = self.unreadable {
            self.toasts.error(before_unreadable(unreadable));
        }
        let own = self.key();
        let mut kept_some = false;
        for key in browser::stored_keys(&format!("queue:{}:", self.id())) {
            let kept = browser::stored(&key).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
            match kept {
                Some(kept) if key == own || browser::now_ms() - kept.touched_ms > ABANDONED_AFTER_MS => {
                    // Until it is part of this tab's queue, it stays on the device under a name of its own. There may be no room
                    // for both.
                    let meanwhile = format!("queue:{}:{}", self.id(), browser::unique_name());
                    browser::store(&key, None);
                    keep_queue(&meanwhile, &kept.queue, &kept.clashes);
                    kept_some = true;
                    self.take_up(kept, Some(meanwhile));
                }
                _ => {}
            }
        }
        // The page may have been rendered just before a save of the page it replaces arrived.
        if !kept_some && self.is_behind_another_tab() {
            let queue = SaveQueue::new(self.revision.get_untracked(), None);
            self.take_up(Kept { touched_ms: 0, queue, clashes: Vec::new() }, None);
        }
    }

    /// Tries again after a while to take up what was kept.
    fn take_up_later(&self, kept: Kept, stored: Option<String>, seconds: u32) {
        let state = *self;
        if let Some(stored) = &stored {
            keep_queue(stored, &kept.queue, &kept.clashes); // No other tab takes it for abandoned.
        }
        set_timeout(move || state.take_up(kept, stored), Duration::from_secs(seconds.into()));
    }

    /// `stored` names where the queue is kept until this tab has it.
    fn take_up(&self, mut kept: Kept, stored: Option<String>) {
        let state = *self;
        let Some(held) = state.hold() else { return };
        if state.closed.get_value() {
            return; // It is on the device still.
        }
        if state.busy.get_value() {
            return state.take_up_later(kept, stored, TAKE_UP_AFTER_S);
        }
        state.busy.set_value(true);
        alive::go_on(async move {
            let mut theirs = None;
            // What was sent before may have arrived without its answer doing so: only the server knows.
            if let Some(request) = kept.queue.request(&state.design.get_untracked(), browser::unique_name) {
                match api::save_edits(state.id(), request).await {
                    Ok(response) => kept.queue.acknowledge(response.revision, response.chain),
                    Err((api::ApiError::Problem(problem), _)) => {
                        theirs = problem.conflict.and_then(|conflict| serde_json::from_value::<Conflict>(conflict).ok());
                    }
                    // It is sent again with the rest. A refusal is heard then, and what is lost by it is said.
                    Err(_) => {}
                }
            }
            let project = api::project(state.id()).await.unwrap_or_else(|_| Project {
                id: state.id(),
                revision: state.revision.get_untracked(),
                created_ms: 0,
                changed_ms: 0,
                role: state.role,
                design: state.design.get_untracked(),
                chain: None,
                unreadable: None,
                routes: None,
            });
            // The queue is merged from the revision that its edits were made on.
            let holds_some = !kept.queue.is_empty() || !kept.clashes.is_empty();
            let base = if holds_some && kept.queue.base() != project.revision {
                Some(api::revision(state.id(), kept.queue.base()).await)
            } else {
                None
            };
            if state.closed.get_value() {
                return; // It is on the device still.
            }
            state.busy.set_value(false);
            if let Some(Err(error)) = &base
                && error.is_passing()
            {
                state.save.set(SaveState::Retrying { seconds: RETRY_FIRST_S, full: false });
                return state.take_up_later(kept, stored, RETRY_FIRST_S);
            }
            let base = base.and_then(Result::ok).map(|base| base.design);
            if state.queue.with_value(SaveQueue::is_empty) {
                state.save.set(SaveState::Saved);
            }
            state.replace(kept, base, theirs, project);
            if let Some(stored) = stored {
                browser::store(&stored, None);
            }
            state.flush();
            drop(held);
        });
    }

    /// Takes over the project as the server has it, with a kept queue on top of it, and on top of that what was done meanwhile.
    fn replace(&self, kept: Kept, base: Option<Design>, theirs: Option<Conflict>, project: Project) {
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

    pub(super) fn save_soon(&self) {
        if matches!(self.save.get_untracked(), SaveState::Stopped { .. }) {
            return;
        }
        match self.save.get_untracked() {
            SaveState::Offline { .. } => self.save.set(SaveState::Offline { changes: self.queue.with_value(SaveQueue::len) }),
            // Nothing is “saved” from the first change on.
            SaveState::Saved => self.save.set(SaveState::Saving),
            _ => {}
        }
        self.wait(Duration::from_millis(SAVE_AFTER_MS), false);
    }

    /// Starts the timer of the next save. A running one is kept unless `restart`.
    fn wait(&self, duration: Duration, restart: bool) {
        let running = self.timer.get_value();
        match (running, restart) {
            (Some(_), false) => return,
            (Some(timer), true) => timer.clear(),
            (None, _) => {}
        }
        let state = *self;
        let timer = set_timeout_with_handle(
            move || {
                state.timer.try_set_value(None);
                state.flush();
            },
            duration,
        );
        self.timer.set_value(timer.ok());
    }

    /// Saves now what waits.
    pub fn flush(&self) {
        let state = *self;
        let Some(held) = state.hold() else { return };
        if state.busy.get_value() {
            return;
        }
        let next = |queue: &mut SaveQueue| state.design.with_untracked(|design| queue.request(design, browser::unique_name));
        let Some(request) = state.queue.try_update_value(next).flatten() else { return };
        state.busy.set_value(true);
        state.keep();
        if state.waited_s.get_value() == 0 {
            state.save.set(SaveState::Saving);
        }
        alive::go_on(async move {
            let answer = api::save_edits(state.id(), request).await;
            if state.closed.get_value() {
                return; // What is not acknowledged stays on the device.
            }
            state.busy.set_value(false);
            match answer {
                Ok(response) => state.saved(response),
                Err((api::ApiError::Problem(problem), _)) if problem.conflict.is_some() => state.conflict(problem).await,
                Err((error, _)) if error.status() == Some(413) && state.shrink(error.fits()) => state.flush(),
                Err((error, _)) if error.is_for_good() => state.refused(&error),
                // Also what did not come from the studio, but from something on the way to it.
                Err((error, asked_s)) => state.failed(&error, asked_s),
            }
            drop(held);
        });
    }

    fn saved(&self, EditsResponse { revision, chain }: EditsResponse) {
        self.queue.update_value(|queue| queue.acknowledge(revision, chain));
        self.revision.set(revision);
        browser::store(LAST_SAVE, Some(&LastSave { id: self.id(), revision }.write()));
        self.waited_s.set_value(0);
        self.keep();
        if self.queue.with_value(SaveQueue::is_empty) {
            self.save.set(SaveState::Saved);
        } else {
            self.flush();
        }
    }

    fn failed(&self, error: &api::ApiError, asked_s: Option<u32>) {
        let seconds = wait_s(self.waited_s.get_value(), asked_s);
        self.waited_s.set_value(seconds);
        let changes = self.queue.with_value(SaveQueue::len);
        let full = error.is_full();
        let was_known = matches!(self.save.get_untracked(), SaveState::Retrying { full: true, .. });
        if full && !was_known {
            self.toasts.error(format!("{error} What you changed is kept on this device until then."));
        }
        self.save.set(match error {
            api::ApiError::Offline => SaveState::Offline { changes },
            _ => SaveState::Retrying { seconds, full },
        });
        self.wait(Duration::from_secs(seconds.into()), true);
    }

    /// What was sent is too much for one save. Says whether less can be sent.
    fn shrink(&self, fits: Option<usize>) -> bool {
        self.queue.try_update_value(|queue| queue.shrink(fits.unwrap_or(0))).unwrap_or(false)
    }

    async fn conflict(&self, problem: Box<api::Problem>) {
        match problem.conflict.map(serde_json::from_value) {
            Some(Ok(conflict)) => self.rebase(conflict).await,
            _ => self.failed(&api::ApiError::Unreadable { status: problem.status }, None),
        }
    }

    async fn rebase(&self, conflict: Conflict) {
        self.save.set(SaveState::Conflict);
        self.busy.set_value(true);
        let merged = self.merge_others(conflict).await;
        if self.closed.get_value() {
            return; // What is not acknowledged stays on the device.
        }
        self.busy.set_value(false);
        if let Err(error) = merged {
            return self.failed(&error, None);
        }
        self.save.set(SaveState::Saved);
        self.flush();
    }

    fn refused(&self, error: &api::ApiError) {
        if matches!(error.status(), Some(401 | 403 | 404)) {
            let reason = "This design can no longer be changed from here.".to_owned();
            self.save.set(SaveState::Stopped { reason: reason.clone() });
            self.toasts.error(reason);
            return;
        }
        if self.queue.try_update_value(SaveQueue::narrow).unwrap_or(false) {
            return self.flush();
        }
        let lost = self.design.try_update(|design| self.queue.try_update_value(|queue| queue.refuse(design))).flatten().unwrap_or_default();
        self.keep();
        self.tell(&Change::Replaced);
        self.toasts.error(format!("The server did not accept: {}. {error}", lost.join(", ")));
        self.save.set(SaveState::Saved);
        self.flush();
    }

    /// The connection is back, or the person asks: tries now instead of waiting.
    pub fn retry(&self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
            self.timer.set_value(None);
        }
        self.flush();
    }
}

/// How long to wait before a failed save is tried again, after the last wait, in seconds: as long as the server asks for.
fn wait_s(last_s: u32, asked_s: Option<u32>) -> u32 {
    let own = (last_s * 2).clamp(RETRY_FIRST_S, RETRY_MOST_S);
    own.max(asked_s.unwrap_or_default().min(ASKED_MOST_S))
}

/// Keeps a queue on this device under a name; an empty one is forgotten. Says whether it worked.
fn keep_queue(key: &str, queue: &SaveQueue, clashes: &[Clash]) -> bool {
    let kept = Kept { touched_ms: browser::now_ms(), queue: queue.clone(), clashes: clashes.to_vec() };
    let kept = (!queue.is_empty() || !clashes.is_empty()).then(|| serde_json::to_string(&kept).ok()).flatten();
    let is_kept = browser::store(key, kept.as_deref());
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

    #[test]
    fn a_failed_save_waits_as_long_as_the_server_asks_within_limits() {
        assert_eq!([0, 2, 4, 20, 30].map(|last| wait_s(last, None)), [2, 4, 8, 30, 30]);
        assert_eq!([None, Some(1), Some(17), Some(86_400)].map(|asked| wait_s(0, asked)), [2, 2, 17, ASKED_MOST_S]);
        assert_eq!(wait_s(ASKED_MOST_S, None), RETRY_MOST_S);
    }
}
