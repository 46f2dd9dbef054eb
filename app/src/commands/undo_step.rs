//! Takes the last step back.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "undo-step",
    label: "Undo",
    icon: "undo-2",
    keys: &["Ctrl+Z"],
    group: Group::Steps,
    enabled: |editor| editor.can_edit() && editor.project.history().with(|history| history.next_undo().is_some()),
    run: |editor| editor.project.undo(),
};
