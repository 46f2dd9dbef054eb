//! Shows the way of a journey over the diagram.

use super::{Command, Group};
use crate::state::editor::Overlay;

pub const COMMAND: Command = Command {
    id: "show-request-path",
    label: "Show the request path",
    icon: "route",
    keys: &["2"],
    group: Group::Overlays,
    enabled: |_| true,
    run: |editor| editor.show_overlay(Overlay::Path),
};
