//! The Brief: what follows from the answers. Every gap is filled with the question's stated default.

use super::Answers;

/// The answers, read: typed, complete, with what was assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Ids of questions whose default was taken.
    pub assumed: Vec<&'static str>,
}

impl Brief {
    /// Reads answers; never fails, because nonsense takes the default.
    pub fn read(_answers: &Answers) -> Self {
        Self { assumed: Vec::new() }
    }
}
