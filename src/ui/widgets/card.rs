//! Cards: frames around content that belongs together.

use egui::{Color32, CornerRadius, Frame, InnerResponse, Label, Margin, Stroke, Ui};

use super::{at_end, column::is_narrow, heading, note, sign, strong};
use crate::ui::theme::{GAP, RADIUS, palette, status::Status};

/// The width of the buttons in an empty card, in points.
const BUTTONS: f32 = 220.0;

/// A card.
pub(crate) fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    framed(ui, palette(ui).card, palette(ui).line, contents)
}

/// A card tinted with the color of its message.
pub(crate) fn tinted_card<R>(
    ui: &mut Ui,
    color: Color32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let ground = palette(ui).card;
    framed(
        ui,
        ground.lerp_to_gamma(color, 0.07),
        ground.lerp_to_gamma(color, 0.35),
        contents,
    )
}

fn framed<R>(
    ui: &mut Ui,
    fill: Color32,
    edge: Color32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}

/// A tinted card with the icon of its message in front of its text.
pub(crate) fn message_card<R>(ui: &mut Ui, tone: Status, text: impl FnOnce(&mut Ui) -> R) -> R {
    let color = tone.color(palette(ui));
    let row = |ui: &mut Ui| {
        sign(ui, tone.icon(), 16.0, color);
        let column = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            text(ui)
        });
        column.inner
    };
    tinted_card(ui, color, |ui| ui.horizontal_top(row).inner).inner
}

/// The title of a card with an icon, and the widgets at its right end.
pub(crate) fn card_title<R>(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    right: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.horizontal(|ui| {
        sign(ui, icon, 15.0, palette(ui).weak);
        title_ui(ui, title);
        at_end(ui, right)
    })
    .inner
}

/// The title of a card, a heading for screen readers.
fn title_ui(ui: &mut Ui, title: &str) {
    let label = ui.add(Label::new(strong(title)).selectable(false));
    heading(ui, &label, title, 2);
}

/// A card for a screen or pane without content: an icon, what goes here, what to do, and buttons that do it.
pub(crate) fn empty_card(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    text: &str,
    buttons: impl FnOnce(&mut Ui),
) {
    // In a small window, the form below it should be in view, too.
    let is_small = is_narrow(ui.ctx());
    card(ui, |ui| {
        if is_small {
            title_ui(ui, title);
            note(ui, text);
            ui.horizontal_wrapped(buttons);
            return;
        }
        ui.vertical_centered(|ui| {
            ui.add_space(24.0);
            sign(ui, icon, 30.0, palette(ui).edge);
            ui.add_space(4.0);
            title_ui(ui, title);
            ui.set_max_width(ui.available_width().min(420.0));
            note(ui, text);
            ui.add_space(8.0);
        });
        ui.vertical_centered(|ui| {
            ui.set_max_width(BUTTONS);
            ui.vertical_centered_justified(buttons);
        });
        ui.add_space(16.0);
    });
}

/// The space between cards.
pub(crate) fn gap(ui: &mut Ui) {
    ui.add_space(GAP - ui.spacing().item_spacing.y);
}
