//! Selects every part.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "select-all",
    label: "Select all",
    icon: "boxes",
    keys: &["Ctrl+A"],
    group: Group::Selection,
    enabled: |_| true,
    run: |editor| editor.select_all(),
};
