//! Shows what stops when a part stops.

use super::{Command, Group};
use crate::state::editor::Overlay;

pub const COMMAND: Command = Command {
    id: "show-blast-radius",
    label: "Show the blast radius",
    icon: "power-off",
    keys: &["3"],
    group: Group::Overlays,
    enabled: |_| true,
    run: |editor| editor.show_overlay(Overlay::Blast),
};
