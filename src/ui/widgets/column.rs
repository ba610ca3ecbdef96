//! The columns that screens are made of: each scrolls by itself and brings what has the keyboard into view.

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use super::follow_focus;

/// The column on the left, for a form: its width is a share of the window, within bounds in points.
pub(crate) struct Left {
    /// Of the room that there is.
    pub(crate) share: f32,
    /// In a small window.
    pub(crate) least: f32,
    /// In a large one.
    pub(crate) most: f32,
    /// Whether to scroll to its top now.
    pub(crate) to_top: bool,
}

impl Left {
    /// Draws it, under a name that no other column has.
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

/// The column on the right of a [`Left`].
pub(crate) fn right(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let panel = CentralPanel::default().frame(Frame::NONE);
    panel.show(ui, |ui| column(ui, name, 6, false, contents));
}

/// The column of a screen that has but one.
pub(crate) fn only(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    column(ui, name, 16, false, contents);
}

fn column(ui: &mut Ui, name: &str, left: i8, to_top: bool, contents: impl FnOnce(&mut Ui)) {
    // The bar of the scroll area stands in the gap on the right.
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
