//! Removes what is selected.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "delete-selection",
    label: "Delete",
    icon: "x",
    keys: &["Delete", "Backspace"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit() && !editor.selection.with(|selection| selection.is_empty()),
    run: |editor| editor.remove_selection(),
};
