//! Picks a note to place.

use super::{Command, Group};
use crate::state::editor::block_of_kind;
use domain::design::ElementKind;

pub const COMMAND: Command = Command {
    id: "add-note",
    label: "Add a note",
    icon: "sticky-note",
    keys: &["N"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(block_of_kind(ElementKind::Note)),
};
