//! Begins a journey: the links clicked next are its steps.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "draw-journey",
    label: "Draw a journey",
    icon: "route",
    keys: &["J"],
    group: Group::Overlays,
    enabled: |editor| editor.can_edit() && editor.link_ids.with(|ids| !ids.is_empty()),
    run: |editor| editor.begin_journey(),
};
