//! Undo and redo, one step an intention. Holds inverses only; applying them is the caller's job.

use domain::{
    Edit,
    edit::merge::{Clash, Names},
};
use std::collections::VecDeque;

/// Steps that can be undone before the oldest is forgotten.
const MAX_STEPS: usize = 500;

/// Something a person did, and the edit that reverts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What they did: `Moved orders`.
    pub label: String,
    /// Applying it takes the step back, or does it again.
    pub edit: Edit,
}

/// What can be undone and done again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Remembers what was done. What was undone before can no longer be done again.
    pub fn record(&mut self, label: String, inverse: Edit) {
        self.undone.clear();
        self.push_done(Step { label, edit: inverse });
    }
    /// The step to take back. Follow with [`Self::undone`] when that worked.
    pub fn pop_undo(&mut self) -> Option<Step> {
        self.done.pop_back()
    }
    /// The step to do again. Follow with [`Self::redone`] when that worked.
    pub fn pop_redo(&mut self) -> Option<Step> {
        self.undone.pop()
    }
    /// A step was taken back; `again` does it again.
    pub fn undone(&mut self, label: String, again: Edit) {
        self.undone.push(Step { label, edit: again });
    }
    /// A step was done again; `inverse` takes it back.
    pub fn redone(&mut self, label: String, inverse: Edit) {
        self.push_done(Step { label, edit: inverse });
    }
    /// After a merge: steps are about things by the names they have now, and none goes over what somebody else has done to the same
    /// field.
    pub fn follow(&mut self, names: &Names, clashes: &[Clash]) {
        let stays = |step: &Step| {
            let mut clear = true;
            step.edit.each_path(&mut |path| clear &= clashes.iter().all(|clash| clash.path != path));
            clear
        };
        if !clashes.is_empty() {
            self.done.retain(stays);
            self.undone.retain(stays);
        }
        if !names.is_empty() {
            self.done.iter_mut().chain(&mut self.undone).for_each(|step| names.follow(&mut step.edit));
        }
    }
    /// What undo would take back.
    pub fn next_undo(&self) -> Option<&str> {
        self.done.back().map(|step| step.label.as_str())
    }
    /// What redo would do again.
    pub fn next_redo(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }
    fn push_done(&mut self, step: Step) {
        if self.done.len() == MAX_STEPS {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Design;

    fn rename(name: &str) -> Edit {
        Edit::SetName { name: name.into() }
    }

    #[test]
    fn undo_and_redo_walk_the_same_path() {
        let (mut design, mut history) = (Design::new("a"), History::default());
        for name in ["b", "c"] {
            let inverse = design.apply(rename(name)).unwrap();
            history.record(format!("Renamed to {name}"), inverse);
        }
        assert_eq!(history.next_undo(), Some("Renamed to c"));
        let step = history.pop_undo().unwrap();
        let again = design.apply(step.edit).unwrap();
        history.undone(step.label, again);
        assert_eq!((design.name.as_str(), history.next_undo(), history.next_redo()), ("b", Some("Renamed to b"), Some("Renamed to c")));
        let step = history.pop_redo().unwrap();
        let inverse = design.apply(step.edit).unwrap();
        history.redone(step.label, inverse);
        assert_eq!((design.name.as_str(), history.next_redo()), ("c", None));
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let mut history = History::default();
        history.record("one".into(), rename("a"));
        let step = history.pop_undo().unwrap();
        history.undone(step.label, step.edit);
        history.record("two".into(), rename("b"));
        assert_eq!(history.next_redo(), None);
    }

    #[test]
    fn the_oldest_step_is_forgotten_first() {
        let mut history = History::default();
        (0..=MAX_STEPS).for_each(|i| history.record(i.to_string(), rename("x")));
        let oldest = std::iter::from_fn(|| history.pop_undo()).last().unwrap();
        assert_eq!(oldest.label, "1");
    }
}
