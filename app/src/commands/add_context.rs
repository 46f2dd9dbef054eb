//! Picks a bounded context to place.

use super::{Command, Group};
use crate::state::editor::Block;

pub const COMMAND: Command = Command {
    id: "add-context",
    label: "Add a bounded context",
    icon: "square-dashed",
    keys: &["B"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| editor.pick(Block::Context),
};
