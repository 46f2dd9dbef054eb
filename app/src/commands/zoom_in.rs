//! Comes closer.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "zoom-in",
    label: "Zoom in",
    icon: "plus",
    keys: &["+", "="],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.zoom_by(1.25),
};
