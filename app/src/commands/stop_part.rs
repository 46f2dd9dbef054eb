//! Stops the selected part in thought and shows what follows.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "stop-part",
    label: "Stop this part",
    icon: "power-off",
    keys: &["K"],
    group: Group::Overlays,
    enabled: |editor| editor.selection.with(|selection| selection.only_part().is_some()),
    run: |editor| {
        if let Some(id) = editor.selection.with_untracked(|selection| selection.only_part().cloned()) {
            editor.stop_part(id);
        }
    },
};
