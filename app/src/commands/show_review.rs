//! Shows what the review found.

use super::{Command, Group};
use crate::state::editor::RightTab;
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "show-review",
    label: "Show the review",
    icon: "shield-check",
    keys: &["R"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| {
        editor.right_open.set(true);
        editor.right_tab.set(RightTab::Review);
    },
};
