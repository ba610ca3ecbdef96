//! The claims of both tokens, row by row.

use egui::{CornerRadius, Frame, Label, Margin, RichText, Role, Ui, WidgetInfo};

use crate::{
    core::{
        compare::report::{Cell, ComparedRow, Part, Sides},
        text::{shortened, visible},
    },
    ui::{
        action::Side,
        cx::Cx,
        theme::{self, palette},
        widgets::{and_more, cell, claim_code, differing_job, note, strong, times},
    },
};

/// The most rows that are shown.
const MOST_ROWS: usize = 200;

/// The width of the sign in front of a row, in points.
const SIGN_WIDTH: f32 = 22.0;

/// Draws the table, part by part.
pub(super) fn ui(ui: &mut Ui, cx: &Cx<'_>, rows: &[ComparedRow], only_differences: bool) {
    let mut shown = 0;
    let mut left = 0;
    for part in Part::ALL {
        let of_part = |row: &&ComparedRow| {
            row.part == part && !(only_differences && row.sides == Sides::Same)
        };
        let mut is_first = true;
        for row in rows.iter().filter(of_part) {
            if shown == MOST_ROWS {
                left += 1;
                continue;
            }
            if is_first {
                ui.add_space(4.0);
                head_ui(ui, part.title());
                is_first = false;
            }
            shown += 1;
            row_ui(ui, cx, row);
        }
    }
    if left > 0 {
        and_more(ui, left);
    }
    if shown == 0 {
        let text = if only_differences {
            "No differences."
        } else {
            "Both are empty."
        };
        note(ui, text);
    }
}

/// The widths of the name and of the values of A and B. B is below its box: it has half of the screen.
fn widths(ui: &Ui) -> (f32, [f32; 2]) {
    let space = ui.spacing().item_spacing.x;
    let width = ui.available_width();
    let name = (width * 0.12).clamp(76.0, 160.0);
    let b = (width - space) / 2.0 - EDGE;
    let a = width - b - name - SIGN_WIDTH - 3.0 * space;
    (name, [a, b])
}

/// The inner margin of a row, in points.
const EDGE: f32 = 6.0;

/// The frame of rows and heads, so that their columns are aligned.
fn row_frame() -> Frame {
    Frame::new()
        .inner_margin(Margin::symmetric(EDGE as i8, 3))
        .corner_radius(CornerRadius::same(6))
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    cell(ui, width, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        contents(ui);
    });
}

fn head_ui(ui: &mut Ui, title: &str) {
    row_frame().show(ui, |ui| {
        let (name, values) = widths(ui);
        ui.horizontal_top(|ui| {
            column(ui, SIGN_WIDTH + ui.spacing().item_spacing.x + name, |ui| {
                ui.label(strong(title));
            });
            for (side, value) in [Side::A, Side::B].into_iter().zip(values) {
                column(ui, value, |ui| {
                    note(ui, side.name());
                });
            }
        });
    });
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, row: &ComparedRow) {
    let p = palette(ui);
    let (sign, color) = match row.sides {
        Sides::Same => ("=", p.weak),
        Sides::Different => ("≠", p.care),
        Sides::OnlyA => ("A", p.care),
        Sides::OnlyB => ("B", p.care),
    };
    let mut frame = row_frame();
    if row.sides != Sides::Same {
        frame = frame.fill(p.card.lerp_to_gamma(p.care, 0.08));
    }
    frame.show(ui, |ui| {
        let (name_width, value_widths) = widths(ui);
        ui.horizontal_top(|ui| {
            column(ui, SIGN_WIDTH, |ui| {
                let response = ui.label(RichText::new(sign).font(theme::strong()).color(color));
                let name = format!("{}: {}", visible(&row.name), row.sides.words());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
                response.on_hover_text(row.sides.words());
            });
            column(ui, name_width, |ui| {
                let name = visible(&shortened(&row.name, 80)).into_owned();
                let name = RichText::new(name).monospace().color(p.payload);
                ui.add(Label::new(name).wrap());
            });
            let cells = [(&row.a, &row.b), (&row.b, &row.a)];
            for ((cell, other), width) in cells.into_iter().zip(value_widths) {
                column(ui, width, |ui| match cell {
                    Some(cell) => cell_ui(ui, cx, row, cell, other.as_ref()),
                    None => _ = note(ui, "—"),
                });
            }
        });
    });
}

/// A value. Of an ID or another text, the characters are marked that differ.
fn cell_ui(ui: &mut Ui, cx: &Cx<'_>, row: &ComparedRow, cell: &Cell, other: Option<&Cell>) {
    // Signatures are not readable; that they differ is reported in words.
    let longest = if row.part == Part::Signature { 32 } else { 600 };
    let value = shortened(&cell.value, longest);
    let is_marked =
        row.sides == Sides::Different && row.part != Part::Signature && cell.moment.is_none();
    match other.filter(|_| is_marked) {
        Some(other) => {
            let mut job = differing_job(ui, &value, &shortened(&other.value, longest));
            job.wrap.max_width = ui.available_width();
            ui.add(Label::new(job).selectable(true));
        }
        None => _ = claim_code(ui, &visible(&value)),
    }
    if let Some(time) = cell.moment {
        note(ui, times(time, cx.now, cx.zone));
    }
    if let Some(meaning) = cell.meaning {
        note(ui, format!("for {meaning}"));
    }
}
