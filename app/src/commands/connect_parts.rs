//! Links the selected part by name, or turns the pointer into a pen for links.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "connect-parts",
    label: "Connect",
    icon: "spline",
    keys: &["C"],
    group: Group::Selection,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.begin_connecting(),
};
