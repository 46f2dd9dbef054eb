//! How much work a drawing may take. Counted in steps, not in time, so that the same Design gets the same picture on every machine;
//! what comes after the last step is drawn plainly.

use domain::work::Work;
use std::cell::Cell;

/// Steps after which the leave to go on is asked for again: some tenths of a millisecond.
const ASKED_EVERY: u64 = 50_000;

/// What is left of the steps, and the leave to take them. A step is one value looked at: some nanoseconds.
#[derive(Debug)]
pub struct Effort<'a> {
    work: &'a Work,
    most: u64,
    spent: Cell<u64>,
    until_asked: Cell<u64>,
}

impl<'a> Effort<'a> {
    /// So many steps.
    pub fn new(work: &'a Work, steps: u64) -> Self {
        Self { work, most: steps, spent: Cell::new(0), until_asked: Cell::new(0) }
    }

    /// Takes steps, and unwinds where the leave was taken back.
    pub fn spend(&self, steps: usize) {
        let steps = steps as u64;
        self.spent.set(self.spent.get().saturating_add(steps));
        match self.until_asked.get().checked_sub(steps) {
            Some(left) => self.until_asked.set(left),
            None => {
                self.work.go_on();
                self.until_asked.set(ASKED_EVERY);
            }
        }
    }

    /// No steps are left.
    pub fn is_spent(&self) -> bool {
        self.spent.get() >= self.most
    }

    #[cfg(test)]
    pub fn spent(&self) -> u64 {
        self.spent.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Stopped;
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::{Arc, atomic::AtomicBool},
    };

    #[test]
    fn what_is_spent_stays_spent() {
        let work = Work::unlimited();
        let effort = Effort::new(&work, 10);
        effort.spend(9);
        assert!(!effort.is_spent());
        effort.spend(usize::MAX);
        effort.spend(1);
        assert!(effort.is_spent());
    }

    #[test]
    fn the_leave_is_asked_for_now_and_then() {
        let stop = Arc::new(AtomicBool::new(false));
        let work = Work::until(stop.clone());
        let effort = Effort::new(&work, u64::MAX);
        effort.spend(1);
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let caught = catch_unwind(AssertUnwindSafe(|| (0..ASKED_EVERY + 2).for_each(|_| effort.spend(1)))).unwrap_err();
        assert!(Stopped::is(&*caught));
    }
}
