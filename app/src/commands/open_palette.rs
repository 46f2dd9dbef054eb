//! Searches commands and parts.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "open-palette",
    label: "Search or run",
    icon: "search",
    keys: &["Ctrl+K"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.palette_open.set(true),
};
