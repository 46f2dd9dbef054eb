//! Shows the design as a list.

use super::{Command, Group};
use crate::state::editor::LeftTab;
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "show-outline",
    label: "Show the outline",
    icon: "list-tree",
    keys: &["O"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| {
        editor.left_open.set(true);
        editor.left_tab.set(LeftTab::Outline);
    },
};
