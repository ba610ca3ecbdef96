//! The list of keyboard shortcuts, in the settings and in a dialog.

use egui::{Grid, Ui};

use crate::ui::{
    command::{COMMANDS, other_shortcuts},
    widgets::{note, small_text},
};

/// All shortcuts, each with what it does.
pub(crate) fn shortcuts_ui(ui: &mut Ui) {
    let keyed = COMMANDS.iter().filter_map(|command| {
        let keys = ui.ctx().format_shortcut(command.shortcut.as_ref()?);
        Some((command.title, keys))
    });
    let all: Vec<_> = keyed.chain(other_shortcuts(ui.ctx())).collect();
    Grid::new("shortcuts")
        .num_columns(2)
        .spacing([24.0, 4.0])
        .show(ui, |ui| {
            for (title, keys) in all {
                note(ui, keys);
                ui.label(small_text(title));
                ui.end_row();
            }
        });
}
