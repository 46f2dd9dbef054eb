//! Gives the selected part another name.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "rename-part",
    label: "Rename",
    icon: "pencil",
    keys: &["F2"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit() && editor.selection.with(|selection| selection.only_part().is_some()),
    run: |editor| editor.renaming.set(editor.selection.with_untracked(|selection| selection.only_part().cloned())),
};
