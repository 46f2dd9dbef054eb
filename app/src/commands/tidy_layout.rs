//! Arranges everything that is not pinned.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "tidy-layout",
    label: "Tidy layout",
    icon: "workflow",
    keys: &["L"],
    group: Group::Steps,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.tidy(),
};
