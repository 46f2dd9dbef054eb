//! Shows the plan without an overlay.

use super::{Command, Group};
use crate::state::editor::Overlay;

pub const COMMAND: Command = Command {
    id: "show-plan",
    label: "Show the plan",
    icon: "waypoints",
    keys: &["1"],
    group: Group::Overlays,
    enabled: |_| true,
    run: |editor| editor.show_overlay(Overlay::Plan),
};
