//! A large text box for pasted input, with Paste and Clear above it.

use egui::{
    CornerRadius, Event, FontSelection, Frame, Galley, Id, Margin, Response, ScrollArea, Stroke,
    TextBuffer, TextEdit, TextFormat, TextStyle, Ui, text::LayoutJob,
};

use super::{
    FIELD_LIMIT, bare_button, card, code, code_job, context::field_menu, label_row, main_field,
    note, strong,
};
use crate::{
    core::text::{token_ranges, visible},
    ui::theme::{icon, palette},
};
use std::{iter::repeat, sync::Arc};

/// The box.
pub(crate) struct PasteBox<'a> {
    /// The label above it.
    pub(crate) label: &'a str,
    /// What to paste, shown while it is empty.
    pub(crate) hint: &'a str,
    /// The name of the box in the names of its buttons, if a screen has several: `A` in *Clear A*.
    pub(crate) name: Option<&'a str>,
    /// Whether there is something to clear.
    pub(crate) can_clear: bool,
    /// Whether a file can be opened into it.
    pub(crate) can_open: bool,
    /// Its height in lines of text.
    pub(crate) rows: usize,
    /// The height in points above which it scrolls by itself; `None` lets it grow.
    pub(crate) max_height: Option<f32>,
    /// How its text is laid out.
    pub(crate) layout: TextLayout,
}

/// How the text in a box is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextLayout {
    /// Code, with the tokens in it in three colors.
    Token,
    /// Words, wrapped between them.
    Words,
    /// Rows, never wrapped.
    Rows,
}

/// The button that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pressed {
    /// Paste from the clipboard.
    Paste,
    /// Remove the text.
    Clear,
    /// Open a file.
    Open,
}

impl PasteBox<'_> {
    /// Draws the label and its buttons, and below them the text, or `instead` for text that cannot be edited.
    pub(crate) fn show(
        &self,
        ui: &mut Ui,
        text: &mut String,
        instead: Option<impl FnOnce(&mut Ui, &str)>,
    ) -> (Option<Pressed>, Option<Response>) {
        let mut pressed = None;
        let label = label_row(ui, self.label, |ui| {
            let named = |verb: &str| match self.name {
                Some(name) => format!("{verb} {name}"),
                None => verb.to_owned(),
            };
            let paste = self.name.map_or("Paste", |_| "Paste into");
            if bare_button(ui, icon::PASTE, &named(paste)).clicked() {
                pressed = Some(Pressed::Paste);
            }
            if self.can_open && bare_button(ui, icon::OPEN, "Open a file").clicked() {
                pressed = Some(Pressed::Open);
            }
            if self.can_clear && bare_button(ui, icon::CLOSE, &named("Clear")).clicked() {
                pressed = Some(Pressed::Clear);
            }
        });
        if let Some(instead) = instead {
            instead(ui, text);
            return (pressed, None);
        }
        let is_empty = text.is_empty();
        let response = self.edit(ui, text).labelled_by(label.id);
        field_menu(&response);
        // Of two boxes, a paste without a focus fills the empty one.
        if self.name.is_none() {
            main_field(ui, &response, is_empty);
        }
        (pressed, Some(response))
    }

    /// The ID of the text.
    pub(crate) fn id(&self) -> Id {
        Id::unique((self.label, self.name))
    }

    /// Draws the text alone.
    pub(crate) fn edit(&self, ui: &mut Ui, text: &mut String) -> Response {
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            self.layout.galley(ui, text.as_str(), width)
        };
        let id = self.id();
        let edit = TextEdit::multiline(text)
            .id(id)
            .font(FontSelection::Style(TextStyle::Monospace))
            .hint_text(self.hint.to_owned())
            .desired_width(f32::INFINITY)
            .desired_rows(self.rows)
            .margin(Margin::symmetric(8, 6))
            .lock_focus(false)
            .char_limit(FIELD_LIMIT)
            .layouter(&mut layouter);
        let Some(height) = self.max_height else {
            return ui.add(edit);
        };
        // The frame is outside the scroll area, so that all of it is visible at any scroll position.
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let edit = edit.frame(Frame::NONE).margin(Margin::ZERO);
        field_frame(ui, has_focus)
            .show(ui, |ui| {
                let mut area = ScrollArea::new([self.layout == TextLayout::Rows, true])
                    .id_salt(id)
                    .max_height(height)
                    .auto_shrink([false, true]);
                // After a paste the beginning is in view, not the end with the cursor.
                let pasted = ui.input(|input| {
                    let is_paste = |event: &Event| matches!(event, Event::Paste(_));
                    input.events.iter().any(is_paste)
                });
                let to_top = ui.data(|data| data.get_temp(id)).unwrap_or(false);
                if to_top {
                    area = area.vertical_scroll_offset(0.0);
                }
                let edit = area.show(ui, |ui| ui.add(edit)).inner;
                let is_pasted = pasted && edit.changed();
                if is_pasted || to_top {
                    ui.data_mut(|data| data.insert_temp(id, is_pasted));
                    ui.ctx().request_repaint();
                }
                edit
            })
            .inner
    }
}

impl TextLayout {
    fn galley(self, ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
        let job = match self {
            Self::Token => {
                let mut job = tokens_job(ui, text);
                job.wrap.max_width = width;
                job
            }
            Self::Words | Self::Rows => {
                let font = TextStyle::Monospace.resolve(ui.style());
                let width = if self == Self::Rows {
                    f32::INFINITY
                } else {
                    width
                };
                LayoutJob::simple(text.to_owned(), font, palette(ui).text, width)
            }
        };
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

/// Code with the tokens in it in three colors.
fn tokens_job(ui: &Ui, text: &str) -> LayoutJob {
    let p = palette(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let format = |color| TextFormat::simple(font.clone(), color);
    let mut job = LayoutJob::default();
    let mut end = 0;
    for token in token_ranges(text) {
        job.append(&text[end..token.start], 0.0, format(p.text));
        for (part, color) in text[token.clone()]
            .split_inclusive('.')
            .zip([p.header, p.payload].into_iter().chain(repeat(p.signature)))
        {
            job.append(part, 0.0, format(color));
        }
        end = token.end;
    }
    job.append(&text[end..], 0.0, format(p.text));
    job.wrap.break_anywhere = true;
    job
}

/// The frame of a text field.
fn field_frame(ui: &Ui, has_focus: bool) -> Frame {
    let p = palette(ui);
    let edge = if has_focus { p.accent } else { p.edge };
    Frame::new()
        .fill(p.field)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(8, 6))
}

/// The beginning of text that is too long to show.
pub(crate) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(600).collect();
    let lines: Vec<_> = start.lines().map(visible).collect();
    lines.join("\n")
}

/// Text too long to edit: its size and its beginning.
pub(crate) fn long_text(ui: &mut Ui, text: &str) {
    card(ui, |ui| {
        ui.label(strong(format!("{:.1} MB of text", text.len() as f64 / 1e6)));
        note(
            ui,
            "Too long to edit here. Only the beginning is shown; all of it is searched.",
        );
        let job = code_job(ui, &excerpt(text));
        code(ui, job);
    });
}
