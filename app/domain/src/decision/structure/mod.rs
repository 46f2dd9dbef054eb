//! What is one part, and what it is written in.

pub(super) mod decomposition;
pub(super) mod language;
