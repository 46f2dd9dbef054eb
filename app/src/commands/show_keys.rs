//! Lists every key.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "show-keys",
    label: "All keys",
    icon: "circle-help",
    keys: &["?"],
    group: Group::View,
    enabled: |_| true,
    run: |editor| editor.keys_open.set(true),
};
