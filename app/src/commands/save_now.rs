//! Saves at once instead of in a moment.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "save-now",
    label: "Save now",
    icon: "cloud-check",
    keys: &["Ctrl+S"],
    group: Group::Steps,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.project.flush(),
};
