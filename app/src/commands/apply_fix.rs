//! Applies the fix of the finding that is open in the review.

use super::{Command, Group};
use leptos::prelude::*;

pub const COMMAND: Command = Command {
    id: "apply-fix",
    label: "Apply the open fix",
    icon: "wand-sparkles",
    keys: &["Ctrl+Enter"],
    group: Group::Steps,
    enabled: |editor| editor.can_edit() && editor.open_finding.with(Option::is_some),
    run: |editor| editor.apply_open_fix(),
};
