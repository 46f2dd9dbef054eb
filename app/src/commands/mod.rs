//! The editor's commands: one file each, one list, shared by menu, toolbar, palette and keyboard. A command changes the editor;
//! it draws nothing.

mod add_context;
mod add_external;
mod add_frontend;
mod add_note;
mod add_service;
mod add_worker;
mod apply_fix;
mod connect_parts;
mod delete_selection;
mod draw_journey;
mod duplicate_selection;
mod find_block;
mod fit_selection;
mod fit_view;
mod group_selection;
mod inspect_selection;
mod open_palette;
mod pin_selection;
mod redo_step;
mod rename_part;
mod save_now;
mod select_all;
mod show_analysis;
mod show_blast_radius;
mod show_capacity;
mod show_keys;
mod show_outline;
mod show_plan;
mod show_request_path;
mod show_review;
mod stop_part;
mod tidy_layout;
mod toggle_left_panel;
mod toggle_right_panel;
mod undo_step;
mod use_pan_tool;
mod use_select_tool;
mod zoom_in;
mod zoom_out;
mod zoom_to_actual_size;

use crate::state::editor::Editor;

/// Something a person can do in the studio.
#[derive(Clone, Copy)]
pub struct Command {
    pub id: &'static str,
    /// A verb phrase in sentence case.
    pub label: &'static str,
    pub icon: &'static str,
    /// Keys that run it, the first is shown: `Ctrl+Z`, `S`, `?`. Single letters count only while the canvas has the focus.
    pub keys: &'static [&'static str],
    pub group: Group,
    /// Whether it can run now. Read in reactive contexts.
    pub enabled: fn(&Editor) -> bool,
    pub run: fn(&Editor),
}

impl Command {
    /// Changes or follows what is selected, so that a key must not reach past the part that has the focus.
    pub fn acts_on_selection(&self) -> bool {
        let others = [stop_part::COMMAND.id, fit_selection::COMMAND.id, open_palette::COMMAND.id];
        self.group == Group::Selection || others.contains(&self.id)
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Where a command stands in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Add,
    Selection,
    Steps,
    View,
    Overlays,
    Tools,
}

impl Group {
    pub const ALL: [Self; 6] = [Self::Selection, Self::Add, Self::Steps, Self::View, Self::Overlays, Self::Tools];
    pub fn label(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Selection => "Selected parts",
            Self::Steps => "Steps",
            Self::View => "View",
            Self::Overlays => "Analysis",
            Self::Tools => "Pointer",
        }
    }
}

/// Every command, in the order of lists.
pub const ALL: &[&Command] = &[
    &add_service::COMMAND,
    &add_frontend::COMMAND,
    &add_worker::COMMAND,
    &add_external::COMMAND,
    &add_context::COMMAND,
    &add_note::COMMAND,
    &find_block::COMMAND,
    &use_select_tool::COMMAND,
    &use_pan_tool::COMMAND,
    &connect_parts::COMMAND,
    &undo_step::COMMAND,
    &redo_step::COMMAND,
    &tidy_layout::COMMAND,
    &save_now::COMMAND,
    &fit_view::COMMAND,
    &fit_selection::COMMAND,
    &zoom_in::COMMAND,
    &zoom_out::COMMAND,
    &zoom_to_actual_size::COMMAND,
    &delete_selection::COMMAND,
    &duplicate_selection::COMMAND,
    &group_selection::COMMAND,
    &pin_selection::COMMAND,
    &rename_part::COMMAND,
    &inspect_selection::COMMAND,
    &select_all::COMMAND,
    &apply_fix::COMMAND,
    &show_review::COMMAND,
    &show_outline::COMMAND,
    &show_analysis::COMMAND,
    &show_plan::COMMAND,
    &show_request_path::COMMAND,
    &show_blast_radius::COMMAND,
    &show_capacity::COMMAND,
    &stop_part::COMMAND,
    &draw_journey::COMMAND,
    &toggle_left_panel::COMMAND,
    &toggle_right_panel::COMMAND,
    &open_palette::COMMAND,
    &show_keys::COMMAND,
];

/// A command by its id.
pub fn find(id: &str) -> Option<&'static Command> {
    ALL.iter().copied().find(|command| command.id == id)
}

/// The command of a key, written as in [`Command::keys`].
pub fn of_key(key: &str) -> Option<&'static Command> {
    ALL.iter().copied().find(|command| command.keys.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_and_keys_are_unique() {
        let ids: BTreeSet<&str> = ALL.iter().map(|command| command.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let keys: Vec<&str> = ALL.iter().flat_map(|command| command.keys).copied().collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
    }

    #[test]
    fn every_key_finds_its_command() {
        assert_eq!(of_key("Ctrl+Z").map(|command| command.id), Some("undo-step"));
        assert_eq!(of_key("S").map(|command| command.id), Some("add-service"));
    }
}
