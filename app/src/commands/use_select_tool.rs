//! The pointer selects and drags.

use super::{Command, Group};
use canvas::gesture::Tool;

pub const COMMAND: Command = Command {
    id: "use-select-tool",
    label: "Select",
    icon: "mouse-pointer-2",
    keys: &["V"],
    group: Group::Tools,
    enabled: |_| true,
    run: |editor| editor.use_tool(Tool::Select),
};
