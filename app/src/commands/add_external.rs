//! Picks an external system to place.

use super::{Command, Group};
use crate::state::editor::block_of_kind;
use domain::design::ElementKind;

pub const COMMAND: Command = Command {
    id: "add-external",
    label: "Add an external system",
    icon: "plug",
    keys: &["X"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(block_of_kind(ElementKind::External)),
};
