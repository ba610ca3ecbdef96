//! The rail with the screens, the bar at the top, and the countdown of copied text.

use egui::{
    Align, Align2, Context, CornerRadius, Frame, Label, Layout, Margin, Panel, Response, RichText,
    Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::{
    core::{
        key::{Key, Stage},
        text::{capitalized, shortened},
        time::Span,
    },
    platform::Network,
    ui::{
        action::{Action, OpenTarget, PasteTarget, Screen},
        command,
        cx::Cx,
        session::KeyAction,
        settings::{SettingsChange, Theme},
        theme::{self, icon, palette},
        widgets::{
            at_end, bare_button, choice, column::is_narrow, heading, icon_button, icon_text,
            key_chip, menu, menu_item, network_sign, sign, stage_name,
        },
    },
};

/// The width of the rail in points: with the names of the screens, and with icons only.
pub(super) fn rail_width(ctx: &Context) -> f32 {
    if is_narrow(ctx) { 48.0 } else { 84.0 }
}

/// The rail: a button for each screen, and the colors.
pub(super) fn rail_ui(ui: &mut Ui, current: Screen, theme: Theme) -> Option<Action> {
    let mut action = None;
    let screens = [
        (Screen::Sign, icon::SIGN),
        (Screen::Inspect, icon::INSPECT),
        (Screen::Compare, icon::COMPARE),
        (Screen::Restrictions, icon::RESTRICT),
        (Screen::Batch, icon::BATCH),
        (Screen::Keys, icon::KEY),
        (Screen::Settings, icon::SETTINGS),
    ];
    // As high as the window allows, with the button for the colors at the end.
    let space = 4.0;
    let room = (ui.available_height() - COLORS) / screens.len() as f32 - space;
    let size = Vec2::new(ui.available_width(), room.clamp(24.0, 54.0));
    ui.vertical_centered_justified(|ui| {
        ui.spacing_mut().item_spacing.y = space;
        for (screen, icon) in screens {
            let title = screen.name();
            let response = rail_item(ui, size, current == screen, icon, title);
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

/// The height of the button for the colors in points.
const COLORS: f32 = 28.0;

/// A button of the rail: an icon above its name, if there is room for it.
fn rail_item(ui: &mut Ui, size: Vec2, selected: bool, icon: &str, title: &str) -> Response {
    let p = palette(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
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
    let has_name = size.x > 60.0 && size.y > 44.0;
    let small = theme::small().resolve(ui.style());
    let lines = [
        (
            if has_name { -9.0 } else { 0.0 },
            icon,
            theme::icon_font(19.0),
        ),
        (14.0, if has_name { title } else { "" }, small),
    ];
    for (offset, text, font) in lines {
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
            Screen::Batch => "Sign or inspect many rows",
            Screen::Keys | Screen::Settings => screen.name(),
        };
        let shown = if is_narrow(ui.ctx()) {
            screen.name()
        } else {
            title
        };
        let label = ui.add(Label::new(RichText::new(shown).heading()).selectable(false));
        heading(ui, &label, title, 1);
        let room = ui.available_width();
        at_end(ui, |ui| {
            network_ui(ui, network, room > 700.0);
            if redact_ui(ui, cx.redacts, room > 380.0).clicked() {
                action = Some(Action::Redact);
            }
            action = action.take().or(current_key_ui(ui, cx, room));
        });
    });
    action
}

/// The current key, as a menu.
fn current_key_ui(ui: &mut Ui, cx: &Cx<'_>, room: f32) -> Option<Action> {
    let chip = chip_ui(ui, cx, room);
    let items = |ui: &mut Ui| {
        let mut action = None;
        let mut item = |ui: &mut Ui, icon: &str, text: &str, ask: Action| {
            if menu_item(ui, icon, text).clicked() {
                action = Some(ask);
            }
        };
        let keyring = &cx.session.keyring;
        let current = keyring.current_index();
        for (index, key) in keyring.keys().iter().enumerate() {
            if key.signing.is_none() || current == Some(index) {
                continue;
            }
            let text = format!("Sign with {}", name_of(key));
            item(ui, icon::KEY, &text, Action::Key(KeyAction::Use(index)));
        }
        item(
            ui,
            icon::OPEN,
            "Open key file…",
            Action::Open(OpenTarget::Key),
        );
        item(
            ui,
            icon::PASTE,
            "Paste key",
            Action::Paste(PasteTarget::Keys),
        );
        if let Some(index) = current {
            let text = format!("Forget {}", name_of(&keyring.keys()[index]));
            item(
                ui,
                icon::FORGET,
                &text,
                Action::Key(KeyAction::Forget(index)),
            );
        } else {
            let demo = Action::Key(KeyAction::CreateDemo);
            item(ui, icon::DEMO, "Use a demo key", demo);
        }
        item(
            ui,
            icon::SETTINGS,
            "Manage keys",
            Action::Show(Screen::Keys),
        );
        action
    };
    menu(ui, &chip, items).and_then(|shown| shown.inner)
}

fn name_of(key: &Key) -> String {
    let id = shortened(key.id.as_deref().unwrap_or("the key without an ID"), 24);
    match stage_name(key) {
        Some((_, label)) => format!("{label}  ·  {id}"),
        None => id.into_owned(),
    }
}

fn chip_ui(ui: &mut Ui, cx: &Cx<'_>, room: f32) -> Response {
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
    let others = if room > 700.0 { 380.0 } else { 150.0 };
    let most = ((room - others - 8.0 * label as f32) / 8.5).clamp(6.0, 22.0) as usize;
    let id = shortened(key.id.as_deref().unwrap_or("key without an ID"), most);
    let text = if room > 700.0 {
        format!("{id}  ·  {}", key.public.short_fingerprint())
    } else {
        id.into_owned()
    };
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
fn redact_ui(ui: &mut Ui, on: bool, has_name: bool) -> Response {
    let icon = if on { icon::HIDDEN } else { icon::SHOWN };
    let text = if has_name { "Redact" } else { "" };
    let response = choice(ui, on, Some(icon), text, Vec2::ZERO);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, "Redact"));
    let keys = command::keys(ui.ctx(), "Redact").unwrap_or_default();
    response.on_hover_text(format!(
        "Masks tokens, key IDs and custom claims while the screen is shared ({keys})"
    ))
}

fn network_ui(ui: &mut Ui, network: &Network, has_name: bool) {
    let name = network.badge();
    let (icon, color) = network_sign(ui, network);
    let badge = icon_text(ui, icon, if has_name { name } else { "" }, color);
    let badge = ui.add(Label::new(badge).selectable(false));
    badge.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    badge.on_hover_text(format!("{name}\n{}", network.about()));
}

/// The countdown of copied text, at the bottom.
pub(super) fn countdown_ui(ui: &mut Ui, what: &str, left: Span) -> Option<Action> {
    let p = palette(ui);
    let frame = Frame::new()
        .fill(p.panel)
        .inner_margin(Margin::symmetric(16, 8));
    let mut action = None;
    Panel::bottom("copied")
        .exact_size(42.0)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                sign(ui, icon::COUNTDOWN, 15.0, p.care);
                ui.label(format!("Copied {what} · cleared in {} s", left.0));
                at_end(ui, |ui| {
                    if icon_button(ui, icon::FORGET, "Clear now").clicked() {
                        action = Some(Action::ClearCopied);
                    }
                    if icon_button(ui, icon::DONE, "Keep").clicked() {
                        action = Some(Action::KeepCopied);
                    }
                });
            });
        });
    action
}
