//! Opens or closes the left panel.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "toggle-left-panel",
    label: "Left panel",
    icon: "chevron-left",
    keys: &["["],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.left_open.update(|open| *open = !*open),
};
