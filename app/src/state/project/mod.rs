//! The open project: its design, and the way every change takes. A change is an [`Edit`]: applied here at once, kept on this
//! device, saved in the background, and undone by its inverse. Must not know what the pages do with the design.

use super::{history::History, save_queue::SaveQueue};
use crate::{api, browser, components::toast::Toasts};
use domain::{
    Design, Edit,
    decision::{Applied, apply_with_log},
    protocol::{Project, Role},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// How long changes are gathered before they are saved, in milliseconds.
const SAVE_AFTER_MS: u64 = 600;
/// The first and the longest wait before a failed save is tried again, in seconds.
const RETRY_FIRST_S: u32 = 2;
const RETRY_MOST_S: u32 = 30;
/// A queue that no tab has touched for so long belongs to a tab that is gone, in milliseconds.
const ABANDONED_AFTER_MS: i64 = 60_000;

/// What the bar says about saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    Saved,
    Saving,
    /// No connection; so many changes are kept on this device.
    Offline {
        changes: usize,
    },
    /// The server could not save; tried again in so many seconds.
    Retrying {
        seconds: u32,
    },
    /// Somebody else saved first; their changes are being fetched.
    Conflict,
    /// Saving is over: the reason.
    Stopped {
        reason: String,
    },
}

/// What happened to the design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This edit was applied.
    Applied(Edit),
    /// Other people's edits came in; anything may be different.
    Replaced,
}

type Listener = Arc<dyn Fn(&Change, &Design) + Send + Sync>;

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
}

/// The open project. Cheap to copy; found by [`ProjectState::expect`] below the project frame.
#[derive(Clone, Copy)]
pub struct ProjectState {
    id: StoredValue<String>,
    role: Role,
    design: RwSignal<Design>,
    revision: RwSignal<u64>,
    save: RwSignal<SaveState>,
    history: RwSignal<History>,
    queue: StoredValue<SaveQueue>,
    listeners: StoredValue<Vec<Listener>>,
    /// A request is on its way.
    busy: StoredValue<bool>,
    /// Seconds of the last wait; 0 after a success.
    waited_s: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    toasts: Toasts,
}

impl std::fmt::Debug for ProjectState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProjectState").field("role", &self.role).finish_non_exhaustive()
    }
}

impl ProjectState {
    /// Takes over a project from the server.
    pub fn new(project: Project) -> Self {
        Self {
            id: StoredValue::new(project.id),
            role: project.role,
            design: RwSignal::new(project.design),
            revision: RwSignal::new(project.revision),
            save: RwSignal::new(SaveState::Saved),
            history: RwSignal::new(History::default()),
            queue: StoredValue::new(SaveQueue::new(project.revision)),
            listeners: StoredValue::new(Vec::new()),
            busy: StoredValue::new(false),
            waited_s: StoredValue::new(0),
            timer: StoredValue::new(None),
            toasts: expect_context(),
        }
    }
    /// The project of the frame around the caller.
    pub fn expect() -> Self {
        expect_context()
    }

    pub fn id(&self) -> String {
        self.id.get_value()
    }
    pub fn role(&self) -> Role {
        self.role
    }
    /// The person may change the design.
    pub fn can_edit(&self) -> bool {
        self.role >= Role::Edit
    }
    /// The design with every change of this tab.
    pub fn design(&self) -> ReadSignal<Design> {
        self.design.read_only()
    }
    /// The last revision the server acknowledged.
    pub fn revision(&self) -> ReadSignal<u64> {
        self.revision.read_only()
    }
    pub fn save_state(&self) -> ReadSignal<SaveState> {
        self.save.read_only()
    }
    /// What undo and redo would do.
    pub fn history(&self) -> ReadSignal<History> {
        self.history.read_only()
    }
    /// Calls `listener` after every change, in the order of the changes.
    pub fn listen(&self, listener: impl Fn(&Change, &Design) + Send + Sync + 'static) {
        self.listeners.update_value(|listeners| listeners.push(Arc::new(listener)));
    }

    /// Does something: applies the edit, saves it soon, and remembers how to undo it. `label` says what the person did:
    /// `Moved orders`. Says whether it worked; if not, a toast has said why.
    pub fn dispatch(&self, edit: Edit, label: impl Into<String>) -> bool {
        let label = label.into();
        match self.perform(edit, &label) {
            Some(inverse) => {
                self.history.update(|history| history.record(label, inverse));
                true
            }
            None => false,
        }
    }
    /// Takes the last step back.
    pub fn undo(&self) {
        let Some(step) = self.history.try_update(History::pop_undo).flatten() else { return };
        if let Some(again) = self.perform(step.edit, &format!("Undid: {}", step.label)) {
            self.history.update(|history| history.undone(step.label, again));
        }
    }
    /// Does the last undone step again.
    pub fn redo(&self) {
        let Some(step) = self.history.try_update(History::pop_redo).flatten() else { return };
        if let Some(inverse) = self.perform(step.edit, &step.label) {
            self.history.update(|history| history.redone(step.label, inverse));
        }
    }

    fn perform(&self, edit: Edit, label: &str) -> Option<Edit> {
        if !self.can_edit() {
            self.toasts.error("This link is for viewing. Ask the owner for a link that can edit.");
            return None;
        }
        match self.design.try_update(|design| apply_with_log(design, edit))? {
            Ok(Applied { edit, inverse }) => {
                self.queue.update_value(|queue| queue.push(edit.clone(), inverse.clone(), label.to_owned()));
                self.tell(&Change::Applied(edit));
                self.keep();
                self.save_soon();
                Some(inverse)
            }
            Err(error) => {
                self.toasts.error(format!("That does not work: {error}."));
                None
            }
        }
    }

    fn tell(&self, change: &Change) {
        let listeners = self.listeners.get_value();
        self.design.with_untracked(|design| listeners.iter().for_each(|listener| listener(change, design)));
    }

    /// Where this tab keeps its queue.
    fn key(&self) -> String {
        format!("queue:{}:{}", self.id(), browser::tab_name())
    }

    /// Keeps what is not saved on this device.
    fn keep(&self) {
        self.queue.with_value(|queue| {
            let kept = (!queue.is_empty())
                .then(|| serde_json::to_string(&Kept { touched_ms: browser::now_ms(), queue: queue.clone() }).ok())
                .flatten();
            browser::store(&self.key(), kept.as_deref());
        });
    }

    /// Takes up what this tab, or one that is gone, could not save before. Call once, in the browser.
    pub fn resume(&self) {
        let own = self.key();
        let mut kept_some = false;
        for key in browser::stored_keys(&format!("queue:{}:", self.id())) {
            let kept = browser::stored(&key).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
            match kept {
                Some(kept) if key == own || browser::now_ms() - kept.touched_ms > ABANDONED_AFTER_MS => {
                    browser::store(&key, None);
                    kept_some = true;
                    self.take_up(kept.queue);
                }
                _ => {}
            }
        }
        // The page may have been rendered just before a save of the page it replaces arrived.
        let last = browser::stored(LAST_SAVE).and_then(|text| LastSave::read(&text));
        if !kept_some && last.is_some_and(|last| last.id == self.id() && last.revision > self.revision.get_untracked()) {
            self.take_up(SaveQueue::new(self.revision.get_untracked()));
        }
    }

    fn take_up(&self, mut kept: SaveQueue) {
        let state = *self;
        state.busy.set_value(true);
        spawn_local(async move {
            // What was sent before may have arrived without its answer doing so: only the server knows.
            if let Some(request) = kept.request(browser::unique_name) {
                match api::save_edits(state.id(), request).await {
                    Ok(response) => kept.acknowledge(response.revision),
                    Err(api::ApiError::Problem(problem)) if problem.status != 409 && problem.status < 500 => {
                        kept.refuse(&mut state.design.get_untracked());
                    }
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
            });
            // What was done meanwhile comes last.
            kept.append(state.queue.get_value());
            state.busy.set_value(false);
            state.replace(kept, project);
            state.flush();
        });
    }

    fn replace(&self, mut queue: SaveQueue, project: Project) {
        let mut design = project.design;
        let dropped = queue.adopt(&mut design, project.revision);
        self.design.set(design);
        self.revision.set(project.revision);
        self.queue.set_value(queue);
        self.after_rebase(dropped.into_iter().map(|dropped| dropped.label).collect());
    }

    fn after_rebase(&self, lost: Vec<String>) {
        self.keep();
        self.tell(&Change::Replaced);
        if !lost.is_empty() {
            self.toasts.error(format!("Somebody else changed the same things. Not kept: {}.", lost.join(", ")));
        }
    }

    fn save_soon(&self) {
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
        let Some(false) = state.busy.try_get_value() else { return };
        let Some(request) = state.queue.try_update_value(|queue| queue.request(browser::unique_name)).flatten() else { return };
        state.busy.set_value(true);
        state.keep();
        if state.waited_s.get_value() == 0 {
            state.save.set(SaveState::Saving);
        }
        spawn_local(async move {
            let id = state.id();
            let answer = api::save_edits(id.clone(), request).await;
            if state.busy.try_set_value(false).is_some() {
                return; // The project was closed meanwhile; what is not acknowledged stays on the device.
            }
            match answer {
                Ok(response) => state.saved(response.revision),
                Err(error) if error.is_passing() => state.failed(&error),
                Err(api::ApiError::Problem(problem)) if problem.conflict.is_some() => state.conflict(problem).await,
                Err(error) => state.refused(&error),
            }
        });
    }

    fn saved(&self, revision: u64) {
        self.queue.update_value(|queue| queue.acknowledge(revision));
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

    fn failed(&self, error: &api::ApiError) {
        let seconds = (self.waited_s.get_value() * 2).clamp(RETRY_FIRST_S, RETRY_MOST_S);
        self.waited_s.set_value(seconds);
        let changes = self.queue.with_value(SaveQueue::len);
        self.save.set(if *error == api::ApiError::Offline { SaveState::Offline { changes } } else { SaveState::Retrying { seconds } });
        self.wait(Duration::from_secs(seconds.into()), true);
    }

    async fn conflict(&self, problem: Box<api::Problem>) {
        match problem.conflict.map(serde_json::from_value) {
            Some(Ok(conflict)) => self.rebase(conflict).await,
            _ => self.failed(&api::ApiError::Unreadable { status: problem.status }),
        }
    }

    async fn rebase(&self, conflict: domain::protocol::Conflict) {
        self.save.set(SaveState::Conflict);
        let rebased =
            self.design.try_update(|design| self.queue.try_update_value(|queue| queue.rebase(design, &conflict)).flatten()).flatten();
        match rebased {
            Some(dropped) => {
                self.revision.set(conflict.revision);
                self.after_rebase(dropped.into_iter().map(|dropped| dropped.label).collect());
            }
            None => match api::project(self.id()).await {
                Ok(project) => self.replace(self.queue.get_value(), project),
                Err(error) => return self.failed(&error),
            },
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
