//! What the interface remembers while a project is open.

pub mod editor;
pub mod history;
pub mod project;
pub mod save_queue;
pub mod selection;

pub use project::{Change, ProjectState, SaveState};
