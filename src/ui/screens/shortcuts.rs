//! The list of keyboard shortcuts, in the settings and in a dialog.

use egui::{Grid, Label, Ui};

use crate::ui::{
    action::Action,
    command::{COMMANDS, other_shortcuts},
    theme::palette,
    widgets::small_text,
};

/// All shortcuts, each with what it does.
pub(crate) fn shortcuts_ui(ui: &mut Ui) {
    let keyed = COMMANDS.iter().filter_map(|command| {
        let keys = ui.ctx().format_shortcut(command.shortcut.as_ref()?);
        let title = match command.action {
            Action::Show(_) => format!("Go to {}", command.title),
            _ => command.title.to_owned(),
        };
        Some((title, keys))
    });
    let others = other_shortcuts(ui.ctx()).map(|(title, keys)| (title.to_owned(), keys));
    let all: Vec<_> = keyed.chain(others).collect();
    Grid::new("shortcuts")
        .num_columns(2)
        .spacing([24.0, 4.0])
        .show(ui, |ui| {
            for (title, keys) in all {
                let keys = small_text(keys).color(palette(ui).weak);
                ui.add(Label::new(keys).extend());
                ui.label(small_text(title));
                ui.end_row();
            }
        });
}
