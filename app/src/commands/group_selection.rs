//! Puts the selected parts into a new context.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "group-selection",
    label: "Group into a context",
    icon: "group",
    keys: &["G"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit() && editor.has_parts(),
    run: |editor| editor.group(editor.selection.get_untracked()),
};
