//! Code: tokens in three colors, JSON, and plain text in a monospace font.

use egui::{CornerRadius, Frame, Label, Margin, Response, TextFormat, Ui, text::LayoutJob};

use crate::{
    core::{json::Value, text::visible, token::Token},
    ui::theme::palette,
};

/// A token in three colors, ready to be laid out at a width. Broken ones keep their dots and all their parts.
pub(crate) fn token_job(ui: &Ui, token: &Token, width: f32) -> LayoutJob {
    let p = palette(ui);
    let colors = [p.header, p.payload, p.signature];
    let mut job = LayoutJob::default();
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    for (i, range) in token.ranges().into_iter().enumerate() {
        if i > 0 {
            job.append(".", 0.0, TextFormat::simple(font.clone(), p.text));
        }
        let color = colors.get(i).copied().unwrap_or(p.wrong);
        job.append(
            &token.text[range],
            0.0,
            TextFormat::simple(font.clone(), color),
        );
    }
    job.wrap.max_width = width;
    job.wrap.break_anywhere = true;
    job
}

/// Code that can be selected, broken wherever a line ends.
pub(crate) fn code(ui: &mut Ui, job: LayoutJob) -> Response {
    Frame::new()
        .fill(palette(ui).field)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut job = job;
            job.wrap.max_width = ui.available_width();
            ui.add(Label::new(job).selectable(true))
        })
        .inner
}

/// Plain code as a job for [`code`].
pub(crate) fn code_job(ui: &Ui, text: &str) -> LayoutJob {
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::simple(text.to_owned(), font, palette(ui).text, f32::INFINITY);
    job.wrap.break_anywhere = true;
    job
}

/// JSON over several lines, names in the payload's color.
pub(crate) fn json_job(ui: &Ui, value: &Value) -> LayoutJob {
    let p = palette(ui);
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::default();
    for (i, line) in value.pretty().split('\n').enumerate() {
        if i > 0 {
            job.append("\n", 0.0, TextFormat::simple(font.clone(), p.weak));
        }
        let line = visible(line);
        let indent = line.len() - line.trim_start().len();
        // The name ends at the first quote that opens a value: `"name": value`.
        let name_end = if line[indent..].starts_with('"') {
            line.find("\": ").map_or(indent, |end| end + 1)
        } else {
            indent
        };
        job.append(
            &line[..name_end],
            0.0,
            TextFormat::simple(font.clone(), p.payload),
        );
        job.append(
            &line[name_end..],
            0.0,
            TextFormat::simple(font.clone(), p.text),
        );
    }
    job.wrap.break_anywhere = true;
    job
}
