//! The type of the token.

use egui::{Ui, Vec2};

use super::form::SignForm;
use crate::{
    core::mux::audience::Audience,
    ui::{
        theme::icon,
        widgets::{choice, label_row},
    },
};

/// The types; those for viewer counts have a second row.
const TYPES: [(Audience, &str, &str); 6] = [
    (Audience::Video, icon::VIDEO, "Video"),
    (Audience::Thumbnail, icon::THUMBNAIL, "Thumbnail"),
    (Audience::Gif, icon::GIF, "GIF"),
    (Audience::Storyboard, icon::STORYBOARD, "Storyboard"),
    (Audience::Drm, icon::DRM, "DRM license"),
    (Audience::PlaybackViews, icon::VIEWS, "Viewer counts"),
];

/// The height of a type, in points.
const HEIGHT: f32 = 34.0;

/// Draws the types, and the button that resets a form which is not new. Returns whether it was pressed.
pub(super) fn ui(ui: &mut Ui, form: &mut SignForm, new: &SignForm) -> bool {
    let mut is_reset = false;
    label_row(ui, "Token type", |ui| {
        if form != new {
            is_reset = ui.small_button("Reset form").clicked();
        }
    });
    let width = ui.available_width();
    let columns = if width < 420.0 { 2.0 } else { 3.0 };
    let space = ui.spacing().item_spacing.x * (columns - 1.0);
    let size = Vec2::new((width - space) / columns, HEIGHT);
    let is_set = form.set.is_some();
    let title = "Player set: video, thumbnail and storyboard";
    let set = choice(ui, is_set, Some(icon::SET), title, Vec2::new(width, HEIGHT));
    let set = set.on_hover_text("All tokens that a player needs, with the same expiry");
    if set.clicked() && !is_set {
        form.set = Some(false);
        form.audience = Audience::Video;
    }
    ui.horizontal_wrapped(|ui| {
        for (audience, icon, title) in TYPES {
            let is_same =
                audience == form.audience || (audience.is_views() && form.audience.is_views());
            let selected = !is_set && is_same;
            let response = choice(ui, selected, Some(icon), title, size);
            let response = response.on_hover_text(format!("Opens {}", audience.opens()));
            if response.clicked() && !selected {
                form.audience = audience;
                form.set = None;
            }
        }
    });
    if let Some(drm) = &mut form.set {
        ui.checkbox(drm, "Include a DRM license token");
    }
    if form.audience.is_views() {
        views_ui(ui, form);
    }
    is_reset
}

/// What the viewers are counted of.
fn views_ui(ui: &mut Ui, form: &mut SignForm) {
    ui.horizontal_wrapped(|ui| {
        let all = Audience::ALL.into_iter();
        for audience in all.filter(|audience| audience.is_views()) {
            let title = match audience {
                Audience::VideoViews => "By video ID",
                Audience::AssetViews => "By asset",
                Audience::LiveStreamViews => "By live stream",
                _ => "By playback ID",
            };
            let selected = audience == form.audience;
            let response = choice(ui, selected, None, title, Vec2::ZERO);
            if response.on_hover_text(audience.opens()).clicked() {
                form.audience = audience;
            }
        }
    });
}
