//! Code: tokens in three colors, JSON, and plain text in a monospace font.

use std::ops::Range;

use egui::{
    Color32, CornerRadius, Frame, Label, Margin, Response, ScrollArea, TextFormat, TextStyle, Ui,
    text::LayoutJob,
};

use super::{
    context::copy_menu,
    syntax::{Ink, inks},
};
use crate::{
    core::{json::Value, text::visible, token::Token},
    ui::theme::palette,
};

/// A token in three colors with a part of it marked, for a given width. A malformed one keeps its dots and all its parts.
pub(crate) fn token_job(ui: &Ui, token: &Token, mark: Range<usize>, width: f32) -> LayoutJob {
    let p = palette(ui);
    let colors = [p.header, p.payload, p.signature];
    let mut job = LayoutJob::default();
    let font = TextStyle::Monospace.resolve(ui.style());
    for (i, range) in token.ranges().into_iter().enumerate() {
        if i > 0 {
            job.append(".", 0.0, TextFormat::simple(font.clone(), p.text));
        }
        let color = colors.get(i).copied().unwrap_or(p.wrong);
        let start = mark.start.clamp(range.start, range.end);
        let end = mark.end.clamp(start, range.end);
        for (piece, is_marked) in [
            (range.start..start, false),
            (start..end, true),
            (end..range.end, false),
        ] {
            let mut format = TextFormat::simple(font.clone(), color);
            if is_marked {
                format.background = p.field.lerp_to_gamma(color, 0.3);
            }
            if !piece.is_empty() {
                job.append(&token.text[piece], 0.0, format);
            }
        }
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

/// JSON over several lines, in colors.
pub(crate) fn json_job(ui: &Ui, value: &Value) -> LayoutJob {
    let lines: Vec<_> = value
        .pretty()
        .split('\n')
        .map(|line| visible(line).into_owned())
        .collect();
    colored_job(ui, &lines.join("\n"), "json", |_| false)
}

/// Code in colors, for [`code`]. A line can be marked by its number, which starts at 0.
pub(crate) fn colored_job(
    ui: &Ui,
    text: &str,
    language: &str,
    is_marked: impl Fn(usize) -> bool,
) -> LayoutJob {
    let p = palette(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let mark = p.field.lerp_to_gamma(p.accent, 0.25);
    let mut job = LayoutJob::default();
    let mut line = 0;
    let mut append = |text: &str, color: Color32| {
        for part in text.split_inclusive('\n') {
            let mut format = TextFormat::simple(font.clone(), color);
            if is_marked(line) {
                format.background = mark;
            }
            job.append(part, 0.0, format);
            line += usize::from(part.ends_with('\n'));
        }
    };
    let mut at = 0;
    for (range, ink) in inks(text, language) {
        append(&text[at..range.start], p.text);
        at = range.end;
        let color = match ink {
            Ink::Plain => p.text,
            Ink::Comment => p.weak,
            Ink::Quoted => p.right,
            Ink::Number => p.signature,
            Ink::Keyword => p.accent,
            Ink::Name => p.payload,
        };
        append(&text[range], color);
    }
    append(&text[at..], p.text);
    job.wrap.break_anywhere = true;
    job
}

/// Selectable code in a box of at most this height, which scrolls. Its lines wrap anywhere, or not at all.
pub(crate) fn code_view(
    ui: &mut Ui,
    name: &str,
    job: LayoutJob,
    wraps: bool,
    height: f32,
) -> Response {
    let margin = Margin::same(8);
    Frame::new()
        .fill(palette(ui).field)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let height = height - margin.sum().y;
            ScrollArea::new([!wraps, true])
                .id_salt(name)
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    if wraps {
                        wrapped(ui, job);
                    } else {
                        ui.add(Label::new(job).selectable(true).extend());
                    }
                });
        })
        .response
}
