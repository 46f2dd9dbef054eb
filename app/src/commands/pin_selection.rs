//! Keeps the selected parts in place when the layout is tidied, or lets them go.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "pin-selection",
    label: "Pin in place or unpin",
    icon: "lock",
    keys: &["P"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit() && editor.has_parts(),
    run: |editor| editor.toggle_pin(),
};
