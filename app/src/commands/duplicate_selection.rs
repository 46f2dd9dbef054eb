//! Copies the selected parts.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "duplicate-selection",
    label: "Duplicate",
    icon: "copy-plus",
    keys: &["Ctrl+D"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit() && editor.has_parts(),
    run: |editor| editor.duplicate(),
};
