//! Moves to the panel that shows every field.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "inspect-selection",
    label: "Inspect",
    icon: "list-tree",
    keys: &["Enter"],
    group: Group::Selection,
    enabled: |_| true,
    run: |editor| editor.show_inspector(),
};
