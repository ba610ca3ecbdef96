//! The type of the token.

use egui::{Ui, Vec2};

use super::form::SignForm;
use crate::{
    core::mux::audience::Audience,
    ui::{
        theme::icon,
        widgets::{choice, field_label, label_row, quiet_button},
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

/// Draws the types, and the button that resets a form which is not new. Returns whether it was pressed.
pub(super) fn ui(ui: &mut Ui, form: &mut SignForm, new: &SignForm) -> bool {
    let mut is_reset = false;
    label_row(ui, "Token type", |ui| {
        if form != new {
            is_reset = quiet_button(ui, "Reset form").clicked();
        }
    });
    let is_set = form.set.is_some();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        let set = choice(ui, is_set, Some(icon::SET), "Player set", Vec2::ZERO);
        let name = "Player set: video, thumbnail and storyboard";
        ui.ctx()
            .accesskit_node_builder(set.id, |node| node.set_label(name));
        let set = set.on_hover_text(format!("{name}, with the same expiry"));
        if set.clicked() && !is_set {
            form.set = Some(false);
            form.audience = Audience::Video;
        }
        for (audience, icon, title) in TYPES {
            let is_same =
                audience == form.audience || (audience.is_views() && form.audience.is_views());
            let selected = !is_set && is_same;
            let response = choice(ui, selected, Some(icon), title, Vec2::ZERO);
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
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        field_label(ui, "By");
        let all = Audience::ALL.into_iter();
        for audience in all.filter(|audience| audience.is_views()) {
            let title = match audience {
                Audience::VideoViews => "video ID",
                Audience::AssetViews => "asset",
                Audience::LiveStreamViews => "live stream",
                _ => "playback ID",
            };
            let selected = audience == form.audience;
            let response = choice(ui, selected, None, title, Vec2::ZERO);
            ui.ctx()
                .accesskit_node_builder(response.id, |node| node.set_label(format!("By {title}")));
            if response.on_hover_text(audience.opens()).clicked() {
                form.audience = audience;
            }
        }
    });
}
