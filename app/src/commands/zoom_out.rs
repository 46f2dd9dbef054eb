//! Steps back.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "zoom-out",
    label: "Zoom out",
    icon: "minus",
    keys: &["-"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.zoom_by(0.8),
};
