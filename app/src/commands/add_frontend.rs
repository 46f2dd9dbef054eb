//! Picks a frontend to place.

use super::{Command, Group};
use crate::state::editor::block_of_kind;
use domain::design::ElementKind;

pub const COMMAND: Command = Command {
    id: "add-frontend",
    label: "Add a frontend",
    icon: "app-window",
    keys: &["F"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(block_of_kind(ElementKind::Frontend)),
};
