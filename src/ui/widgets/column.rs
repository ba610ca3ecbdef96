//! The columns of the screens: two next to each other, or one in a small window. Each keeps the focused widget in view.

use egui::{CentralPanel, Context, Frame, Margin, Panel, ScrollArea, Ui, UiBuilder};

use super::follow_focus;
use crate::ui::theme::GAP;

/// Below this width of the window in points, a screen has a single column.
const ONE_COLUMN: f32 = 820.0;
/// The least width of the answer in points, next to the form.
const LEAST_ANSWER: f32 = 320.0;

/// Whether the window has room for one column only.
pub(crate) fn is_narrow(ctx: &Context) -> bool {
    ctx.content_rect().width() < ONE_COLUMN
}

/// A part of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// What is filled in: the left column, or the lower part of a single one.
    Form,
    /// What results from it: the right column, or the upper part of a single one.
    Answer,
}

/// A screen with a form and its answer.
pub(crate) struct TwoColumns<'a> {
    /// Its name, unique among the screens.
    pub(crate) name: &'a str,
    /// The share of the form at first, from 0 to 1; afterwards the edge between the columns can be dragged.
    pub(crate) share: f32,
    /// The minimum width of the form.
    pub(crate) least: f32,
    /// The maximum width of the form at first.
    pub(crate) most: f32,
    /// Whether to scroll to the top.
    pub(crate) to_top: bool,
    /// Whether the answer scrolls as a whole. A table scrolls by itself.
    pub(crate) scrolls: bool,
}

impl TwoColumns<'_> {
    /// Draws both parts in reading order: the form first in two columns, the answer first in one.
    pub(crate) fn show(self, ui: &mut Ui, mut pane: impl FnMut(&mut Ui, Pane)) {
        let Self { name, to_top, .. } = self;
        if is_narrow(ui.ctx()) {
            return scrolled(ui, (name, "both"), 12, to_top, |ui| {
                pane(ui, Pane::Answer);
                ui.add_space(GAP - ui.spacing().item_spacing.y);
                pane(ui, Pane::Form);
            });
        }
        let width = ui.available_width();
        let most = (width - LEAST_ANSWER).max(self.least);
        Panel::left(name)
            .default_size((width * self.share).clamp(self.least, self.most))
            .size_range(self.least..=most)
            .resizable(true)
            .show_separator_line(false)
            .frame(Frame::NONE)
            .show(ui, |ui| {
                // Wide content must not widen the column.
                let rect = ui.available_rect_before_wrap();
                let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
                scrolled(&mut inside, name, 16, to_top, |ui| pane(ui, Pane::Form));
                ui.expand_to_include_rect(rect);
            });
        let panel = CentralPanel::default().frame(Frame::NONE);
        panel.show(ui, |ui| {
            if self.scrolls {
                scrolled(ui, (name, "answer"), 6, false, |ui| pane(ui, Pane::Answer));
            } else {
                Frame::new()
                    .inner_margin(Margin {
                        left: 6,
                        right: 16,
                        top: 12,
                        bottom: 12,
                    })
                    .show(ui, |ui| pane(ui, Pane::Answer));
            }
        });
    }
}

/// The column of a screen with a single one.
pub(crate) fn only(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    scrolled(ui, name, 16, false, contents);
}

fn scrolled(
    ui: &mut Ui,
    name: impl std::hash::Hash + std::fmt::Debug,
    left: i8,
    to_top: bool,
    contents: impl FnOnce(&mut Ui),
) {
    // The scroll bar is in the gap on the right.
    let outside = Margin {
        left,
        right: 6,
        top: 12,
        bottom: 0,
    };
    let inside = Margin {
        right: if left == 12 { 6 } else { 10 },
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
