//! The rail with the screens, the bar at the top, and the countdown of copied text.

use egui::{
    Align, Align2, CornerRadius, Frame, Label, Layout, Margin, Panel, Response, RichText, Role,
    Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::{
    core::{
        key::{Key, Stage},
        text::{capitalized, shortened},
        time::Span,
    },
    platform::Network,
    ui::{
        action::{Action, Screen},
        command,
        cx::Cx,
        settings::{SettingsChange, Theme},
        theme::{self, icon, palette},
        widgets::{
            bare_button, choice, heading, icon_button, icon_text, key_chip, network_sign, sign,
            stage_name,
        },
    },
};

/// The rail: a button for each screen, and the colors.
pub(super) fn rail_ui(ui: &mut Ui, current: Screen, theme: Theme) -> Option<Action> {
    let mut action = None;
    ui.vertical_centered_justified(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for (screen, icon, title) in [
            (Screen::Sign, icon::SIGN, "Sign"),
            (Screen::Inspect, icon::INSPECT, "Inspect"),
            (Screen::Compare, icon::COMPARE, "Compare"),
            (Screen::Restrictions, icon::RESTRICT, "Restrictions"),
            (Screen::Batch, icon::BATCH, "Batch"),
            (Screen::Keys, icon::KEY, "Keys"),
            (Screen::Settings, icon::SETTINGS, "Settings"),
        ] {
            let response = rail_item(ui, current == screen, icon, title);
            let response = match command::keys(ui.ctx(), title) {
                Some(keys) => response.on_hover_text(format!("{title} ({keys})")),
                None => response,
            };
            if response.clicked() {
                action = Some(Action::Show(screen));
            }
        }
    });
    ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
        let (icon, name, next) = match theme {
            Theme::System => (icon::SYSTEM, "Colors: system", Theme::Light),
            Theme::Light => (icon::LIGHT, "Colors: light", Theme::Dark),
            Theme::Dark => (icon::DARK, "Colors: dark", Theme::System),
        };
        if bare_button(ui, icon, name).clicked() {
            action = Some(Action::Change(SettingsChange::Theme(next)));
        }
    });
    action
}

/// A button of the rail: an icon above its name.
fn rail_item(ui: &mut Ui, selected: bool, icon: &str, title: &str) -> Response {
    let p = palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(76.0, 54.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, title));
    let lit = selected || response.hovered() || response.has_focus();
    let (color, fill) = match (selected, lit) {
        (true, _) => (p.accent, p.card.lerp_to_gamma(p.accent, 0.14)),
        (false, true) => (p.text, p.hover),
        (false, false) => (p.weak, p.panel),
    };
    let painter = ui.painter();
    let corners = CornerRadius::same(theme::RADIUS);
    painter.rect_filled(rect, corners, fill);
    if response.has_focus() {
        let stroke = Stroke::new(1.5, p.accent);
        painter.rect_stroke(rect, corners, stroke, StrokeKind::Inside);
    }
    let small = theme::small().resolve(ui.style());
    for (offset, text, font) in [(-9.0, icon, theme::icon_font(19.0)), (14.0, title, small)] {
        let place = rect.center() + Vec2::new(0.0, offset);
        painter.text(place, Align2::CENTER_CENTER, text, font, color);
    }
    response
}

/// The bar: the title of the screen, the state of the network, Redact, and the current key.
pub(super) fn bar_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    screen: Screen,
    network: &Network,
) -> Option<Action> {
    let mut action = None;
    ui.horizontal_centered(|ui| {
        let title = match screen {
            Screen::Sign => "Sign a token",
            Screen::Inspect => "Inspect a token or URL",
            Screen::Compare => "Compare two tokens or URLs",
            Screen::Restrictions => "Test a playback restriction",
            Screen::Batch => "Batch",
            Screen::Keys => "Keys",
            Screen::Settings => "Settings",
        };
        let label = ui.add(Label::new(RichText::new(title).heading()).selectable(false));
        heading(ui, &label, title, 1);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if current_key_ui(ui, cx).clicked() {
                action = Some(Action::Show(Screen::Keys));
            }
            if redact_ui(ui, cx.redacts).clicked() {
                action = Some(Action::Redact);
            }
            ui.add_space(4.0);
            network_ui(ui, network);
        });
    });
    action
}

fn current_key_ui(ui: &mut Ui, cx: &Cx<'_>) -> Response {
    let keyring = &cx.session.keyring;
    let Some(key) = keyring.current() else {
        let text = if keyring.keys().is_empty() {
            "No key"
        } else {
            "No signing key"
        };
        let about = "No signing key is loaded. Click to load one.";
        return named_chip(ui, None, text).on_hover_text(about);
    };
    let stage = stage_name(key);
    // The room that the other widgets of the bar leave for the ID.
    let label = stage.as_ref().map_or(0, |(_, label)| label.chars().count());
    let room = ui.available_width() - 400.0 - 8.0 * label as f32;
    let most = (room / 8.5).clamp(6.0, 22.0) as usize;
    let id = shortened(key.id.as_deref().unwrap_or("key without an ID"), most);
    let text = format!("{id}  ·  {}", key.public.short_fingerprint());
    named_chip(ui, stage.as_ref(), &text).on_hover_text(about_key(key))
}

fn named_chip(ui: &mut Ui, stage: Option<&(Stage, String)>, text: &str) -> Response {
    let response = key_chip(ui, stage, text);
    let name = match stage {
        Some((_, label)) => format!("Current key: {label}  ·  {text}"),
        None => format!("Current key: {text}"),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response
}

fn about_key(key: &Key) -> String {
    let stage = (key.stage != Stage::Unmarked).then(|| key.stage.word());
    let names = [key.label.as_deref(), stage, key.id.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    format!(
        "{}\n{}\nSHA-256 fingerprint {}",
        names.join("\n"),
        capitalized(&key.about()),
        key.public.fingerprint
    )
}

/// The switch that masks secrets on the screen.
fn redact_ui(ui: &mut Ui, on: bool) -> Response {
    let icon = if on { icon::HIDDEN } else { icon::SHOWN };
    let response = choice(ui, on, Some(icon), "Redact", Vec2::ZERO);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, "Redact"));
    let keys = command::keys(ui.ctx(), "Redact").unwrap_or_default();
    response.on_hover_text(format!(
        "Masks tokens, key IDs and custom claims while the screen is shared ({keys})"
    ))
}

fn network_ui(ui: &mut Ui, network: &Network) {
    let name = network.badge();
    let (icon, color) = network_sign(ui, network);
    // A small window has room for the icon only.
    let text = if ui.available_width() > 230.0 {
        name
    } else {
        ""
    };
    let badge = icon_text(ui, icon, text, color);
    let badge = ui.add(Label::new(badge).selectable(false));
    badge.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    badge.on_hover_text(format!("{name}\n{}", network.about()));
}

/// The countdown of copied text, at the bottom.
pub(super) fn countdown_ui(ui: &mut Ui, what: &str, left: Span) -> Option<Action> {
    let p = palette(ui);
    let frame = Frame::new()
        .fill(p.panel)
        .inner_margin(Margin::symmetric(16, 6));
    let mut action = None;
    Panel::bottom("copied")
        .exact_size(42.0)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                sign(ui, icon::COUNTDOWN, 15.0, p.care);
                ui.label(format!("Copied {what} · cleared in {} s", left.0));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    // The keyboard reaches the first button first.
                    if icon_button(ui, icon::DONE, "Keep").clicked() {
                        action = Some(Action::KeepCopied);
                    }
                    if icon_button(ui, icon::FORGET, "Clear now").clicked() {
                        action = Some(Action::ClearCopied);
                    }
                });
            });
        });
    action
}
