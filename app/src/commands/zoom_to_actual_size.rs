//! Shows the design at 100 %.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "zoom-to-actual-size",
    label: "Zoom to 100 %",
    icon: "search",
    keys: &["Shift+0"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.zoom_by(1.0 / editor.view.get_untracked().zoom),
};
