//! Picks a service to place.

use super::{Command, Group};
use crate::state::editor::block_of_kind;
use domain::design::ElementKind;

pub const COMMAND: Command = Command {
    id: "add-service",
    label: "Add a service",
    icon: "server",
    keys: &["S"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(block_of_kind(ElementKind::Service)),
};
