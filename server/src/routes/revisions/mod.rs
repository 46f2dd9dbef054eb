//! The history of a project.

pub mod list;
pub mod name;
pub mod show;
