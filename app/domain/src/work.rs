//! Leave to go on computing. Long pure work (routes, review, bundles) is handed a [`Work`] and asks it now and then; whoever started
//! the work takes the leave back when nobody waits for the result any more. Must not know why it was taken back, nor any clock.

use std::{
    any::Any,
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Leave to go on. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Work(Option<Arc<AtomicBool>>);

/// What unwinds out of work whose leave was taken back. Results would have to pass it through every function that computes; as in
/// salsa, the engine of rust-analyzer, it unwinds to whoever started the work, without a panic's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl Work {
    /// Leave that nobody takes back: on the command line, in the browser and in tests.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// Leave until the flag is set.
    #[must_use]
    pub fn until(stop: Arc<AtomicBool>) -> Self {
        Self(Some(stop))
    }

    /// Returns while there is leave, and else unwinds with [`Stopped`]. Cheap enough for every link, rule and file.
    pub fn go_on(&self) {
        if self.is_stopped() {
            resume_unwind(Box::new(Stopped));
        }
    }

    /// Whether the leave was taken back.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}

impl Stopped {
    /// Whether this is what was caught; anything else is a panic.
    #[must_use]
    pub fn is(caught: &(dyn Any + Send)) -> bool {
        caught.is::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    #[test]
    fn work_ends_once_its_leave_is_taken_back() {
        let stop = Arc::new(AtomicBool::new(false));
        let work = Work::until(stop.clone());
        work.go_on();
        stop.store(true, Ordering::Relaxed);
        let caught = catch_unwind(|| work.go_on()).unwrap_err();
        assert!(work.is_stopped() && Stopped::is(&*caught));
    }

    #[test]
    fn unlimited_work_goes_on() {
        Work::unlimited().go_on();
        assert!(!Work::default().is_stopped());
    }
}
