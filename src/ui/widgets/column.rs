//! The columns of the screens. Each scrolls by itself and keeps the focused widget in view.

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use super::follow_focus;

/// The left column, for a form. Its width is a share of the window, within a range in points.
pub(crate) struct Left {
    /// The share of the available width, from 0 to 1.
    pub(crate) share: f32,
    /// The minimum width.
    pub(crate) least: f32,
    /// The maximum width.
    pub(crate) most: f32,
    /// Whether to scroll to the top.
    pub(crate) to_top: bool,
}

impl Left {
    /// Draws it. The name must be unique.
    pub(crate) fn show(self, ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
        let width = (ui.available_width() * self.share).clamp(self.least, self.most);
        Panel::left(name)
            .exact_size(width)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::NONE)
            .show(ui, |ui| column(ui, name, 16, self.to_top, contents));
    }
}

/// The column to the right of [`Left`].
pub(crate) fn right(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let panel = CentralPanel::default().frame(Frame::NONE);
    panel.show(ui, |ui| column(ui, name, 6, false, contents));
}

/// The column of a screen with a single one.
pub(crate) fn only(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    column(ui, name, 16, false, contents);
}

fn column(ui: &mut Ui, name: &str, left: i8, to_top: bool, contents: impl FnOnce(&mut Ui)) {
    // The scroll bar is in the gap on the right.
    let outside = Margin {
        left,
        right: 6,
        top: 12,
        bottom: 0,
    };
    let inside = Margin {
        right: 10,
        bottom: 16,
        ..Margin::ZERO
    };
    Frame::new().inner_margin(outside).show(ui, |ui| {
        let mut area = ScrollArea::vertical().id_salt(name).auto_shrink(false);
        if to_top {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui, |ui| {
            Frame::new().inner_margin(inside).show(ui, |ui| {
                contents(ui);
                follow_focus(ui);
            });
        });
    });
}
