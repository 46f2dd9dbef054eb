//! The open project: its design, and the way every change takes. A change is an [`Edit`]: applied here at once, kept on this
//! device, saved in the background, and undone by its inverse. Must not know what the pages do with the design.

mod device;
mod kept;
mod merging;
mod saving;

use super::{history::History, save_queue::SaveQueue};
use crate::components::toast::Toasts;
use canvas::route::{self, Points};
use domain::{
    Design, Edit,
    decision::{Applied, apply_with_log},
    discovery::opening,
    edit::{holding_others, merge::Clash},
    protocol::{Project, Role, Unreadable},
};
use kept::{Kept, Looks};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, reactive::owner::WeakOwner};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What the bar says about saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    Saved,
    Saving,
    /// No connection; so many changes are not saved.
    Offline {
        changes: usize,
    },
    /// The server could not save; tried again in so many seconds.
    Retrying {
        seconds: u32,
        /// The owner keeps as much as they may.
        full: bool,
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

/// The open project. Cheap to copy; found by [`ProjectState::expect`] below the project frame. It stays readable until its frame is
/// gone and every save that was on its way has its answer.
#[derive(Clone, Copy)]
pub struct ProjectState {
    /// What everything below belongs to.
    owner: StoredValue<WeakOwner>,
    /// The frame is gone. What is not acknowledged then stays on the device, for whoever opens the project next.
    closed: StoredValue<bool>,
    id: StoredValue<String>,
    role: Role,
    /// The saves after what is shown that cannot be read.
    unreadable: Option<Unreadable>,
    design: RwSignal<Design>,
    revision: RwSignal<u64>,
    save: RwSignal<SaveState>,
    history: RwSignal<History>,
    queue: StoredValue<SaveQueue>,
    /// How the links of the design run, by their order, as far as that was found; nothing once the design is another one.
    routes: StoredValue<Vec<Points>>,
    /// What is not saved is kept on this device; there may be no room for it.
    is_kept: RwSignal<bool>,
    /// What both changed and nobody has chosen yet.
    clashes: RwSignal<Vec<Clash>>,
    /// Paths of the fields that the person has changed.
    own: StoredValue<BTreeSet<String>>,
    listeners: StoredValue<BTreeMap<u32, Listener>>,
    /// A request is on its way.
    busy: StoredValue<bool>,
    /// Seconds of the last wait; 0 after a success.
    waited_s: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// What other pages keep, as it was found.
    looks: StoredValue<Looks>,
    /// What is taken up once it can be, each with the name under which it is kept until then.
    waiting: StoredValue<Vec<(Kept, Option<String>)>>,
    /// Pages that are waited for: what they keep is taken up once they are gone.
    awaited: StoredValue<BTreeSet<String>>,
    toasts: Toasts,
}

impl std::fmt::Debug for ProjectState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProjectState").field("role", &self.role).finish_non_exhaustive()
    }
}

impl ProjectState {
    /// Takes over a project from the server. It is held by whatever is being made now.
    pub fn open(project: Project) -> Self {
        // No child of a page: a page must not take away what a save on its way reads when it has its answer.
        let owner = if cfg!(feature = "ssr") { Owner::new() } else { Owner::default() };
        let toasts = expect_context();
        let state = owner.with(|| Self::new(project, owner.downgrade(), toasts));
        on_cleanup(move || {
            state.flush();
            state.closed.set_value(true);
            // On the server it is gone with the page already.
            if let Some(id) = state.id.try_get_value() {
                kept::leave(&id);
            }
            drop(owner);
        });
        state
    }
    fn new(project: Project, owner: WeakOwner, toasts: Toasts) -> Self {
        Self {
            owner: StoredValue::new(owner),
            closed: StoredValue::new(false),
            id: StoredValue::new(project.id),
            role: project.role,
            unreadable: project.unreadable,
            design: RwSignal::new(project.design),
            revision: RwSignal::new(project.revision),
            save: RwSignal::new(SaveState::Saved),
            history: RwSignal::new(History::default()),
            queue: StoredValue::new(SaveQueue::new(project.revision, project.chain)),
            routes: StoredValue::new(project.routes.as_deref().map(route::read).unwrap_or_default()),
            is_kept: RwSignal::new(true),
            clashes: RwSignal::new(Vec::new()),
            own: StoredValue::new(BTreeSet::new()),
            listeners: StoredValue::new(BTreeMap::new()),
            busy: StoredValue::new(false),
            waited_s: StoredValue::new(0),
            timer: StoredValue::new(None),
            looks: StoredValue::new(Looks::default()),
            waiting: StoredValue::new(Vec::new()),
            awaited: StoredValue::new(BTreeSet::new()),
            toasts,
        }
    }
    /// Keeps the project readable for as long as what it returns is kept. Nothing, once the project is closed.
    fn hold(&self) -> Option<Owner> {
        self.owner.try_get_value()?.upgrade()
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
    /// What is not saved would be there again after the tab was closed.
    pub fn is_kept(&self) -> ReadSignal<bool> {
        self.is_kept.read_only()
    }
    /// What undo and redo would do.
    pub fn history(&self) -> ReadSignal<History> {
        self.history.read_only()
    }
    /// How the links of the design run, as far as that was found.
    pub fn routes(&self) -> Vec<Points> {
        self.routes.get_value()
    }
    /// Takes note of how the links of the design run, for whoever draws it next.
    pub fn know_routes(&self, routes: Vec<Points>) {
        _ = self.routes.try_update_value(|known| *known = routes);
    }
    /// Calls `listener` after every change, in the order of the changes, until the page that is being made is closed.
    pub fn listen(&self, listener: impl Fn(&Change, &Design) + Send + Sync + 'static) {
        let listeners = self.listeners;
        let number = listeners.with_value(|listeners| listeners.last_key_value().map_or(0, |(last, _)| last + 1));
        listeners.update_value(|listeners| _ = listeners.insert(number, Arc::new(listener)));
        on_cleanup(move || _ = listeners.try_update_value(|listeners| listeners.remove(&number)));
    }

    /// Does something: applies the edit, saves it soon, and remembers how to undo it. `label` says what the person did:
    /// `Moved orders`. Says whether it worked; if not, a toast has said why.
    pub fn dispatch(&self, edit: Edit, label: impl Into<String>) -> bool {
        let label = label.into();
        let edit = self.design.with_untracked(|design| holding_others(design, edit));
        match self.perform(edit, &label) {
            Some(inverse) => {
                self.history.update(|history| history.record(label, inverse));
                true
            }
            None => false,
        }
    }
    /// Makes the proposal the design, where questions were answered and nothing is drawn yet: the one place for it, whichever way
    /// leads to the drawing or to the files. Says whether it did.
    pub fn draw_proposal(&self) -> bool {
        let edit = if self.can_edit() { self.design.with_untracked(opening) } else { None };
        edit.is_some_and(|edit| self.dispatch(edit, "Drew the proposal"))
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
                self.remember_own(&edit);
                // Kept before anybody hears of it: whatever breaks then, it is not lost.
                self.keep();
                self.tell(&Change::Applied(edit));
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
        self.routes.set_value(Vec::new());
        let listeners = self.listeners.get_value();
        self.design.with_untracked(|design| listeners.values().for_each(|listener| listener(change, design)));
    }
}
