//! What pack tells the person who waits. It prints and decides nothing.
use std::io::Write as _;
use std::time::Instant;

/// Prints one line. A closed pipe is no reason to stop packing.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}

/// A piece of work with a name and a beginning.
pub(crate) struct Step {
    name: &'static str,
    began: Instant,
}

impl Step {
    /// Says that the work begins.
    pub(crate) fn start(name: &'static str) -> Self {
        line(&format!("pack: {name} …"));
        Self { name, began: Instant::now() }
    }

    /// Says how long it took and what came out.
    pub(crate) fn done(self, outcome: &str) {
        line(&format!("pack: {} took {:.1} s: {outcome}", self.name, self.began.elapsed().as_secs_f32()));
    }
}

/// A size for people, in units of 1,000 bytes as browsers show it.
pub(crate) fn bytes(count: u64) -> String {
    if count < 10_000 { format!("{count} B") } else { format!("{} kB", count.div_ceil(1_000)) }
}
