//! Text fields, their labels, and columns of a fixed width.

use egui::{
    Align, Context, Id, InnerResponse, Label, Layout, Margin, Memory, Response, RichText, TextEdit,
    TextStyle, Ui, UiBuilder, Vec2,
};

use super::context::field_menu;
use crate::ui::theme::{self, palette};

/// The most bytes a field accepts: more than any claim has, and few enough to edit without a pause.
pub(crate) const FIELD_LIMIT: usize = 64 * 1024;

/// The label of a field, above it.
pub(crate) fn field_label(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text)
        .text_style(theme::small())
        .color(palette(ui).weak);
    ui.add(Label::new(text).selectable(false))
}

/// The label of a field with widgets at its right end.
pub(crate) fn label_row(ui: &mut Ui, text: &str, right: impl FnOnce(&mut Ui)) -> Response {
    ui.horizontal(|ui| {
        let label = field_label(ui, text);
        at_end(ui, right);
        label
    })
    .inner
}

/// Widgets at the right end of a row. Unlike in a right-to-left layout, Tab and screen readers go through them in reading
/// order: they are drawn from left to right, where the width of the last frame puts them.
pub(crate) fn at_end<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.next_auto_id().with("at the end");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let room = ui.available_width();
    ui.add_space((room - known.unwrap_or(room)).max(0.0));
    let builder = UiBuilder::new().layout(Layout::left_to_right(Align::Center));
    let row = ui.scope_builder(builder, |ui| {
        if known.is_none() {
            ui.set_invisible();
        }
        contents(ui)
    });
    let width = row.response.rect.width();
    if known.is_none_or(|known| (known - width).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_repaint();
    }
    row.inner
}

/// A single-line field under its label.
pub(crate) fn text_field(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    hint: &str,
    mono: bool,
) -> Response {
    let label = field_label(ui, label);
    let response = ui.add(line_edit(text, hint, mono));
    field_menu(&response);
    response.labelled_by(label.id)
}

/// A single-line field of the available width.
pub(crate) fn line_edit<'t>(text: &'t mut String, hint: &str, mono: bool) -> TextEdit<'t> {
    let edit = TextEdit::singleline(text)
        .hint_text(hint.to_owned())
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 4))
        .char_limit(FIELD_LIMIT);
    if mono {
        edit.font(TextStyle::Monospace)
    } else {
        edit
    }
}

/// A column of a fixed width in points, inside a row.
pub(crate) fn cell<R>(
    ui: &mut Ui,
    width: f32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), layout, |ui| {
        ui.set_width(width);
        contents(ui)
    })
}

/// Scrolls to the widget that has just got the keyboard focus. Call it at the end of a scroll area.
pub(crate) fn follow_focus(ui: &Ui) {
    let focused = ui
        .memory(Memory::focused)
        .and_then(|id| ui.ctx().read_response(id));
    if let Some(response) = focused
        && response.gained_focus()
        && ui.min_rect().intersects(response.rect)
        // A visible widget needs no scrolling; it may be next to this column, over content that is scrolled away.
        && !response.interact_rect.contains_rect(response.rect)
        // A long text scrolls by itself; some lines of it are enough.
        && response.interact_rect.height() < response.rect.height().min(40.0)
    {
        ui.scroll_to_rect(response.rect.expand(12.0), None);
    }
}

/// Where the field is noted that a screen begins with.
fn main_field_id() -> Id {
    Id::unique("the field to begin with")
}

/// Makes a field the one that gets the focus when its screen is shown, if it is empty: a paste into a full one would be
/// inserted, and without a focus it replaces the text.
pub(crate) fn main_field(ui: &Ui, field: &Response, is_empty: bool) {
    if is_empty {
        ui.data_mut(|data| data.insert_temp(main_field_id(), field.id));
    }
}

/// The field of the screen that was just drawn, once.
pub(crate) fn take_main_field(ctx: &Context) -> Option<Id> {
    ctx.data_mut(|data| {
        let field = data.get_temp(main_field_id());
        data.remove::<Id>(main_field_id());
        field
    })
}
