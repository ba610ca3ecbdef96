//! A row with something at its right end, drawn and reached by Tab from left to right.

use egui::{Align, Layout, Ui, Vec2};

/// Draws `left` in the room that `right` leaves. The width of `right` is that of the frame before.
pub(crate) fn split_row<L, R>(
    ui: &mut Ui,
    name: &str,
    left: impl FnOnce(&mut Ui) -> L,
    right: impl FnOnce(&mut Ui) -> R,
) -> (L, R) {
    let id = ui.scope_id().with(name);
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let row = ui.horizontal(|ui| {
        let space = ui.spacing().item_spacing.x;
        let width = (ui.available_width() - known.unwrap_or(0.0) - space).max(40.0);
        let size = Vec2::new(width, ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        let left = ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_width(width);
            left(ui)
        });
        let right = ui.scope(right);
        let used = right.response.rect.width();
        if known.is_none_or(|known| (known - used).abs() > 0.5) {
            ui.data_mut(|data| data.insert_temp(id, used));
            ui.ctx()
                .request_discard("the right end of a row has a new width");
        }
        (left.inner, right.inner)
    });
    row.inner
}
