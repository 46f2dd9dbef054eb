//! Shows the selected parts.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "fit-selection",
    label: "Fit the selection",
    icon: "scan",
    keys: &["Shift+2"],
    group: Group::View,
    enabled: |editor| editor.has_parts(),
    run: |editor| editor.fit_selection(),
};
