//! Code: tokens in three colors, JSON, and plain text in a monospace font.

use egui::{
    CornerRadius, Frame, Label, Margin, Response, TextFormat, TextStyle, Ui, text::LayoutJob,
};

use super::context::copy_menu;
use crate::{
    core::{json::Value, text::visible, token::Token},
    ui::theme::palette,
};

/// A token in three colors, for a given width. A malformed one keeps its dots and all its parts.
pub(crate) fn token_job(ui: &Ui, token: &Token, width: f32) -> LayoutJob {
    let p = palette(ui);
    let colors = [p.header, p.payload, p.signature];
    let mut job = LayoutJob::default();
    let font = TextStyle::Monospace.resolve(ui.style());
    for (i, range) in token.ranges().into_iter().enumerate() {
        if i > 0 {
            job.append(".", 0.0, TextFormat::simple(font.clone(), p.text));
        }
        let color = colors.get(i).copied().unwrap_or(p.wrong);
        let format = TextFormat::simple(font.clone(), color);
        job.append(&token.text[range], 0.0, format);
    }
    job.wrap.max_width = width;
    job.wrap.break_anywhere = true;
    job
}

/// Selectable code in a box, wrapped anywhere.
pub(crate) fn code(ui: &mut Ui, job: LayoutJob) -> Response {
    Frame::new()
        .fill(palette(ui).field)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            wrapped(ui, job)
        })
        .inner
}

/// The value of a claim: selectable code without a box.
pub(crate) fn claim_code(ui: &mut Ui, text: &str) -> Response {
    let job = code_job(ui, text);
    wrapped(ui, job)
}

fn wrapped(ui: &mut Ui, mut job: LayoutJob) -> Response {
    job.wrap.max_width = ui.available_width();
    let text = job.text.clone();
    let response = ui.add(Label::new(job).selectable(true));
    copy_menu(&response, || text);
    response
}

/// Plain code, for [`code`].
pub(crate) fn code_job(ui: &Ui, text: &str) -> LayoutJob {
    let font = TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::simple(text.to_owned(), font, palette(ui).text, f32::INFINITY);
    job.wrap.break_anywhere = true;
    job
}

/// JSON over several lines, with names in the color of payloads.
pub(crate) fn json_job(ui: &Ui, value: &Value) -> LayoutJob {
    let p = palette(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let format = |color| TextFormat::simple(font.clone(), color);
    let mut job = LayoutJob::default();
    for (i, line) in value.pretty().split('\n').enumerate() {
        if i > 0 {
            job.append("\n", 0.0, format(p.weak));
        }
        let line = visible(line);
        let indent = line.len() - line.trim_start().len();
        // A name ends at the first quote that is followed by a colon: `"name": value`.
        let name_end = if line[indent..].starts_with('"') {
            line.find("\": ").map_or(indent, |end| end + 1)
        } else {
            indent
        };
        job.append(&line[..name_end], 0.0, format(p.payload));
        job.append(&line[name_end..], 0.0, format(p.text));
    }
    job.wrap.break_anywhere = true;
    job
}
