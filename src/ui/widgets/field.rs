//! Text fields and their labels.

use egui::{Label, Margin, Response, RichText, TextEdit, Ui};

use crate::ui::theme::{self, palette};

/// More than any claim has, and what a field still takes without a pause.
pub(crate) const FIELD_LIMIT: usize = 64 * 1024;

/// The label of a field, above it.
pub(crate) fn field_label(ui: &mut Ui, text: &str) -> Response {
    let color = palette(ui).weak;
    ui.add(
        Label::new(RichText::new(text).text_style(theme::small()).color(color)).selectable(false),
    )
}

/// A field for one line of text under its label.
pub(crate) fn text_field(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    hint: &str,
    mono: bool,
) -> Response {
    let label = field_label(ui, label);
    let response = ui.add(line_edit(text, hint, mono));
    response.labelled_by(label.id)
}

/// A field for one line of text as wide as there is room.
pub(crate) fn line_edit<'t>(text: &'t mut String, hint: &str, mono: bool) -> TextEdit<'t> {
    let edit = TextEdit::singleline(text)
        .hint_text(hint.to_owned())
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 5))
        .char_limit(FIELD_LIMIT);
    if mono {
        edit.font(egui::TextStyle::Monospace)
    } else {
        edit
    }
}

/// Brings what has just got the keyboard into view. To be called at the end of what scrolls.
pub(crate) fn follow_focus(ui: &Ui) {
    let focused = ui
        .memory(egui::Memory::focused)
        .and_then(|id| ui.ctx().read_response(id));
    if let Some(response) = focused
        && response.gained_focus()
        && ui.min_rect().intersects(response.rect)
        // What is in view stays where it is; it may stand beside the column, over what has scrolled out of it.
        && !response.interact_rect.contains_rect(response.rect)
    {
        ui.scroll_to_rect(response.rect.expand(12.0), None);
    }
}
