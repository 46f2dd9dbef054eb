//! The pointer moves the view.

use super::{Command, Group};
use canvas::gesture::Tool;

pub const COMMAND: Command = Command {
    id: "use-pan-tool",
    label: "Pan",
    icon: "hand",
    keys: &["H"],
    group: Group::Tools,
    enabled: |_| true,
    run: |editor| editor.use_tool(Tool::Pan),
};
