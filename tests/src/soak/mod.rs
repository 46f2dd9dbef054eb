//! The parts of `make soak`, each of which runs for long and then says what it measured and which of its bounds was missed. A part must
//! not print while it measures more than a line a minute, and starts its own servers.

pub mod kills;
pub mod options;
pub mod pages;
pub mod tenants;

use std::fmt::Display;

/// What a part measured, in lines for a person.
pub trait Outcome: Display {
    /// Stated bounds that were missed, each in one line; `make soak` fails when there is one.
    fn missed(&self) -> Vec<String>;
}
