//! A button that shows or hides more.

use egui::{Button, Response, RichText, Role, Ui, WidgetInfo};

use crate::ui::theme::{self, palette};

/// A small button that opens and closes what is below it. Its state is that of `is_open`.
pub(crate) fn disclosure(ui: &mut Ui, is_open: &mut bool, title: &str) -> Response {
    let mark = if *is_open { "▾" } else { "▸" };
    let color = palette(ui).weak;
    let text = RichText::new(format!("{title} {mark}"))
        .text_style(theme::small())
        .color(color);
    let response = ui.add(Button::new(text).frame_when_inactive(false));
    if response.clicked() {
        *is_open = !*is_open;
    }
    let is_open = *is_open;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_expanded(is_open);
    });
    response
}
