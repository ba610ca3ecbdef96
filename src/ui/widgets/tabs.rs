//! Tabs: views of the same thing, one of which is shown.

use egui::{Button, Response, Role, Stroke, Ui, WidgetInfo, vec2};

use super::button::{focus_ring, icon_text};
use crate::ui::theme::palette;

/// A tab. A marked one has a dot.
pub(crate) fn tab(ui: &mut Ui, is_selected: bool, is_marked: bool, name: &str) -> Response {
    let p = palette(ui);
    let color = if is_selected { p.text } else { p.weak };
    let button = Button::new(icon_text(ui, "", name, color)).frame_when_inactive(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_selected, name));
    let rect = response.rect;
    if is_selected {
        let line = Stroke::new(2.0, p.accent);
        let range = rect.x_range().shrink(6.0);
        ui.painter().hline(range, rect.bottom() - 1.0, line);
    }
    if is_marked {
        let place = rect.right_top() + vec2(-5.0, 7.0);
        ui.painter().circle_filled(place, 3.0, p.accent);
    }
    focus_ring(ui, &response);
    response
}
