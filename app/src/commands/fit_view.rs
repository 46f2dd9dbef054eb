//! Shows the whole design.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "fit-view",
    label: "Fit to screen",
    icon: "scan",
    keys: &["Shift+1"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.fit(),
};
