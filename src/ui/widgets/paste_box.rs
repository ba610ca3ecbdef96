//! A large text box for pasted input, with Paste and Clear above it.

use egui::{
    CornerRadius, FontSelection, Frame, Galley, Id, Margin, Response, ScrollArea, Stroke,
    TextBuffer, TextEdit, TextStyle, Ui, text::LayoutJob,
};

use super::{
    FIELD_LIMIT, bare_button, card, code, code_job, context::field_menu, label_row, main_field,
    note, strong, token_job,
};
use crate::{
    core::{text::visible, token::Token},
    ui::theme::{icon, palette},
};
use std::sync::Arc;

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
    /// A single token in three colors; any other text as code.
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
        let response = self.edit_ui(ui, text).labelled_by(label.id);
        field_menu(&response);
        // Of two boxes, a paste without a focus fills the empty one.
        if self.name.is_none() {
            main_field(ui, &response, is_empty);
        }
        (pressed, Some(response))
    }

    fn edit_ui(&self, ui: &mut Ui, text: &mut String) -> Response {
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            self.layout.galley(ui, text.as_str(), width)
        };
        let id = Id::unique((self.label, self.name));
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
                let area = ScrollArea::new([self.layout == TextLayout::Rows, true])
                    .id_salt(id)
                    .max_height(height)
                    .auto_shrink([false, true]);
                area.show(ui, |ui| ui.add(edit)).inner
            })
            .inner
    }
}

impl TextLayout {
    fn galley(self, ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
        let is_token = text.starts_with("eyJ") && !text.contains(char::is_whitespace);
        let job = match self {
            Self::Token if is_token => token_job(ui, &Token::read(text), width),
            Self::Token => {
                let mut job = code_job(ui, text);
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
