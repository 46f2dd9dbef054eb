//! Shows how full each part is at the peak.

use super::{Command, Group};
use crate::state::editor::Overlay;

pub const COMMAND: Command = Command {
    id: "show-capacity",
    label: "Show the capacity",
    icon: "gauge",
    keys: &["4"],
    group: Group::Overlays,
    enabled: |_| true,
    run: |editor| editor.show_overlay(Overlay::Capacity),
};
