//! Opens or closes the right panel.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "toggle-right-panel",
    label: "Right panel",
    icon: "chevron-right",
    keys: &["]"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.right_open.update(|open| *open = !*open),
};
