//! Does the last undone step again.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "redo-step",
    label: "Redo",
    icon: "redo-2",
    keys: &["Ctrl+Shift+Z", "Ctrl+Y"],
    group: Group::Steps,
    enabled: |editor| editor.can_edit() && editor.project.history().with(|history| history.next_redo().is_some()),
    run: |editor| editor.project.redo(),
};
