//! The keys that signed the tokens of an input, if there are several.

use egui::{Grid, Label, Ui};

use crate::{
    core::{
        batch::keys_in_use::{KeyRow, KeysInUse},
        diagnose::report::Report,
        text::{shortened, visible},
        time::Timestamp,
    },
    ui::{
        cx::Cx,
        theme::{icon, palette},
        widgets::{and_more, card, card_title, gap, note, small_text},
    },
};

/// The most rows that are shown.
const MOST_ROWS: usize = 20;

/// The rows of the table; empty if the tokens name only one key.
pub(super) fn rows(report: &Report, now: Timestamp) -> Vec<KeyRow> {
    // Loaded keys that the input does not name are of no interest here.
    let rows = KeysInUse::of(&report.tokens).rows(&[], now);
    if rows.len() > 1 { rows } else { Vec::new() }
}

/// Draws the table.
pub(super) fn ui(ui: &mut Ui, cx: &Cx<'_>, rows: &[KeyRow]) {
    if rows.is_empty() {
        return;
    }
    gap(ui);
    card(ui, |ui| {
        card_title(
            ui,
            icon::KEY,
            &format!("{} keys in use", rows.len()),
            |_| {},
        );
        egui::ScrollArea::horizontal().show(ui, |ui| {
            Grid::new("keys in use")
                .min_row_height(20.0)
                .spacing([16.0, 2.0])
                .show(ui, |ui| {
                    for title in KeyRow::TITLES {
                        let title = small_text(title).color(palette(ui).weak);
                        ui.add(Label::new(title).extend());
                    }
                    ui.end_row();
                    for row in rows.iter().take(MOST_ROWS) {
                        for cell in row.cells(cx.zone) {
                            let cell = visible(&shortened(&cell, 64)).into_owned();
                            ui.add(Label::new(small_text(cell)).extend());
                        }
                        ui.end_row();
                    }
                });
        });
        if rows.len() > MOST_ROWS {
            and_more(ui, rows.len() - MOST_ROWS);
        }
        note(ui, "Only the tokens of this input are counted.");
    });
}
