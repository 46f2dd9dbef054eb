//! Saving: what is not saved is sent in the background, tried again, and put on top of what others saved first. Where it waits meanwhile
//! is the device's matter.

use super::{Change, ProjectState, SaveState};
use crate::{alive, api, browser, state::save_queue::SaveQueue};
use domain::protocol::{Conflict, EditsResponse};
use leptos::prelude::*;
use std::time::Duration;

/// How long changes are gathered before they are saved, in milliseconds.
const SAVE_AFTER_MS: u64 = 600;
/// The first and the longest wait before a failed save is tried again, in seconds.
const RETRY_FIRST_S: u32 = 2;
const RETRY_MOST_S: u32 = 30;
/// The longest wait that the server may ask for, in seconds.
const ASKED_MOST_S: u32 = 120;

impl ProjectState {
    pub(super) fn save_soon(&self) {
        if self.is_stopped() {
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
        self.note_saved(revision);
        self.waited_s.set_value(0);
        self.keep();
        self.say_if_all_is_saved();
        self.flush();
    }

    fn failed(&self, error: &api::ApiError, asked_s: Option<u32>) {
        let seconds = self.say_failed(error, asked_s, 0);
        self.wait(Duration::from_secs(seconds.into()), true);
    }

    /// Says that what is not saved could not be, `beside` more changes than the queue has among it, and how many seconds to wait.
    pub(super) fn say_failed(&self, error: &api::ApiError, asked_s: Option<u32>, beside: usize) -> u32 {
        let seconds = wait_s(self.waited_s.get_value(), asked_s);
        self.waited_s.set_value(seconds);
        let changes = self.queue.with_value(SaveQueue::len) + beside;
        let full = error.is_full();
        let was_known = matches!(self.save.get_untracked(), SaveState::Retrying { full: true, .. });
        if full && !was_known {
            self.toasts.error(format!("{error} What you changed is kept on this device until then."));
        }
        self.save.set(match error {
            api::ApiError::Offline => SaveState::Offline { changes },
            _ => SaveState::Retrying { seconds, full },
        });
        seconds
    }

    /// Nothing of this page waits to be saved or to be taken up.
    pub(super) fn say_if_all_is_saved(&self) {
        if self.queue.with_value(SaveQueue::is_empty) && self.waiting.with_value(Vec::is_empty) {
            self.save.set(SaveState::Saved);
        }
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
        self.waited_s.set_value(0);
        self.say_if_all_is_saved();
        self.flush();
    }

    fn refused(&self, error: &api::ApiError) {
        if matches!(error.status(), Some(401 | 403 | 404)) {
            return self.stop();
        }
        if self.queue.try_update_value(SaveQueue::narrow).unwrap_or(false) {
            return self.flush();
        }
        let lost = self.design.try_update(|design| self.queue.try_update_value(|queue| queue.refuse(design))).flatten().unwrap_or_default();
        self.keep();
        self.tell(&Change::Replaced);
        self.toasts.error(format!("The server did not accept: {}. {error}", lost.join(", ")));
        self.say_if_all_is_saved();
        self.flush();
    }

    /// Saving is over.
    pub(super) fn stop(&self) {
        let reason = "This design can no longer be changed from here.".to_owned();
        self.save.set(SaveState::Stopped { reason: reason.clone() });
        self.toasts.error(reason);
    }
    pub(super) fn is_stopped(&self) -> bool {
        matches!(self.save.get_untracked(), SaveState::Stopped { .. })
    }

    /// The connection is back, or the person asks: tries now instead of waiting.
    pub fn retry(&self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
            self.timer.set_value(None);
        }
        self.take_up_waiting();
        self.flush();
    }
}

/// How long to wait before a failed save is tried again, after the last wait, in seconds: as long as the server asks for.
fn wait_s(last_s: u32, asked_s: Option<u32>) -> u32 {
    let own = (last_s * 2).clamp(RETRY_FIRST_S, RETRY_MOST_S);
    own.max(asked_s.unwrap_or_default().min(ASKED_MOST_S))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_save_waits_as_long_as_the_server_asks_within_limits() {
        assert_eq!([0, 2, 4, 20, 30].map(|last| wait_s(last, None)), [2, 4, 8, 30, 30]);
        assert_eq!([None, Some(1), Some(17), Some(86_400)].map(|asked| wait_s(0, asked)), [2, 2, 17, ASKED_MOST_S]);
        assert_eq!(wait_s(ASKED_MOST_S, None), RETRY_MOST_S);
    }
}
