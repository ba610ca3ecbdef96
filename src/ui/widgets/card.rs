//! Cards: frames around what belongs together.

use egui::{
    Align, Color32, CornerRadius, Frame, InnerResponse, Layout, Margin, RichText, Stroke, Ui,
};

use super::{note, strong};
use crate::ui::theme::{self, GAP, RADIUS, palette};

/// A card with what belongs together.
pub(crate) fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    framed(ui, palette(ui).card, palette(ui).line, contents)
}

/// A card in the color of what it tells.
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
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}

/// The title of a card with an icon, and what stands at its right end.
pub(crate) fn card_title<R>(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    right: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(icon)
                .font(theme::icon_font(15.0))
                .color(palette(ui).weak),
        );
        ui.label(strong(title));
        ui.with_layout(Layout::right_to_left(Align::Center), right)
            .inner
    })
    .inner
}

/// Text in the middle of an empty place: an icon, what belongs here, what to do.
pub(crate) fn empty(ui: &mut Ui, sign: &str, title: &str, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(24.0);
        ui.label(
            RichText::new(sign)
                .font(theme::icon_font(30.0))
                .color(palette(ui).edge),
        );
        ui.add_space(6.0);
        ui.label(strong(title));
        ui.set_max_width(ui.available_width().min(420.0));
        note(ui, text);
        ui.add_space(10.0);
    });
}

/// Room between cards.
pub(crate) fn gap(ui: &mut Ui) {
    ui.add_space(GAP - ui.spacing().item_spacing.y);
}
