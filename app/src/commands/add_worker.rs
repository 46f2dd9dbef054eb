//! Picks a worker to place.

use super::{Command, Group};
use crate::state::editor::block_of_kind;
use domain::design::ElementKind;

pub const COMMAND: Command = Command {
    id: "add-worker",
    label: "Add a worker",
    icon: "cog",
    keys: &["W"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(block_of_kind(ElementKind::Worker)),
};
