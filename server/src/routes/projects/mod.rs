//! Stored designs.

pub mod create;
pub mod delete;
pub mod list;
pub mod save;
pub mod show;

use crate::store::Opened;
use domain::{Design, protocol::Role};
use serde::Serialize;

/// A [`domain::protocol::Project`] that borrows its design: no copy is made to send it.
#[derive(Debug, Serialize)]
pub struct ProjectView<'a> {
    id: &'a str,
    revision: u64,
    created_ms: i64,
    changed_ms: i64,
    role: Role,
    design: &'a Design,
}

impl<'a> ProjectView<'a> {
    pub fn new(id: &'a str, opened: &'a Opened) -> Self {
        let Opened { role, revision, created_ms, changed_ms, design } = opened;
        Self { id, revision: *revision, created_ms: *created_ms, changed_ms: *changed_ms, role: *role, design }
    }
}
