//! Shows the numbers: journeys, load, cost, blast radius.

use super::{Command, Group};

pub const COMMAND: Command = Command {
    id: "show-analysis",
    label: "Show the analysis",
    icon: "gauge",
    keys: &["A"],
    group: Group::Overlays,
    enabled: |_| true,
    run: |editor| editor.show_analysis(),
};
