//! The first rows of the input, before anything is done with them.

use egui::{Grid, Label, ScrollArea, Ui};

use crate::{
    core::{
        batch::{columns::Columns, row::Row},
        text::{shortened, visible},
    },
    ui::{
        theme::{icon, palette},
        widgets::{card, card_title, column::is_narrow, note, small_text},
    },
};

/// The most rows and columns that are shown.
pub(super) const MOST_ROWS: usize = 20;
const MOST_COLUMNS: usize = 8;

/// Draws the first rows. The column with the IDs or tokens has the accent color.
pub(super) fn ui(ui: &mut Ui, columns: &Columns, rows: &[Row]) {
    card(ui, |ui| {
        card_title(ui, icon::BATCH, "First rows", |_| {});
        let count = columns.width.clamp(1, MOST_COLUMNS);
        let width = ui.available_width() * if count > 4 { 0.3 } else { 0.5 };
        // In a single column, the form below it should be in view, too.
        let height = if is_narrow(ui.ctx()) { 120.0 } else { 460.0 };
        let area = ScrollArea::both().id_salt("first rows").max_height(height);
        area.auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("first rows")
                .spacing([12.0, 4.0])
                .min_col_width(24.0)
                .max_col_width(width.clamp(80.0, 440.0))
                .show(ui, |ui| {
                    if columns.is_table {
                        head_ui(ui, columns, count);
                    }
                    for row in rows {
                        row_ui(ui, columns, row, count);
                    }
                });
        });
        if columns.width > MOST_COLUMNS {
            let more = columns.width - MOST_COLUMNS;
            note(ui, format!("and {more} more columns"));
        }
    });
}

fn head_ui(ui: &mut Ui, columns: &Columns, count: usize) {
    let p = palette(ui);
    ui.label(small_text("Line").color(p.weak));
    for column in 0..count {
        let color = if column == columns.chosen {
            p.accent
        } else {
            p.weak
        };
        let title = columns.label(column);
        let title = small_text(visible(&shortened(&title, 60))).color(color);
        ui.add(Label::new(title).truncate());
    }
    ui.end_row();
}

fn row_ui(ui: &mut Ui, columns: &Columns, row: &Row, count: usize) {
    let p = palette(ui);
    ui.label(small_text(row.line.to_string()).color(p.weak));
    for column in 0..count {
        let text = row.text(column);
        let text = small_text(visible(&shortened(&text, 160))).monospace();
        let color = if column == columns.chosen {
            p.text
        } else {
            p.weak
        };
        ui.add(Label::new(text.size(12.5).color(color)).truncate());
    }
    ui.end_row();
}
