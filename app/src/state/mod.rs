//! What the interface remembers while a project is open.

pub mod history;
pub mod project;
pub mod save_queue;

pub use project::{Change, ProjectState, SaveState};
