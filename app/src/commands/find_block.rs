//! Moves to the field that finds blocks of the palette.

use super::{Command, Group};
use crate::{alive, browser, state::editor::LeftTab};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "find-block",
    label: "Find a block",
    icon: "search",
    keys: &["/"],
    group: Group::Add,
    enabled: |editor| editor.can_edit(),
    run: |editor| {
        editor.left_open.set(true);
        editor.left_tab.set(LeftTab::Add);
        alive::next_frame(|| browser::focus("find-block"));
    },
};
