//! Tells the person at the terminal how far long work has come: nothing in the first second, then a line every few.

use crate::store::Progress;
use std::{
    io::Write,
    time::{Duration, Instant},
};

/// Work that takes less says nothing.
const FIRST: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_secs(2);

/// Writes to standard error; standard output is for results.
#[derive(Debug)]
pub(super) struct Teller {
    next: Instant,
}

impl Teller {
    pub(super) fn new() -> Self {
        Self { next: Instant::now() + FIRST }
    }

    pub(super) fn tell(&mut self, Progress { what, done, total }: Progress) {
        if Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + EVERY;
        let percent = done * 100 / total.max(1);
        // Work goes on when nobody reads this.
        let _ = writeln!(std::io::stderr(), "{percent:>3} % · {done} of {total} {what}");
    }
}
