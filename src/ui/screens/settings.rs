//! The settings, what is stored and where, and the privacy guarantees with how to check them.

use egui::{CollapsingHeader, Role, Ui, Vec2, WidgetInfo};

use super::{main_copy_button, remembered::remembered_ui, shortcuts};
use crate::{
    core::time::Span,
    platform::Network,
    ui::{
        action::Action,
        command,
        cx::Cx,
        settings::{
            CLEAR_AFTER, EXPIRIES, FORGET_AFTER, Settings, SettingsChange, Theme, ZOOMS,
            remembered::Remembered,
        },
        theme::{icon, status::Status},
        widgets::{
            card, card_title, choice, code, code_job, column, field_label, gap, icon_button,
            network_sign, note, status, status_with,
        },
    },
};

/// The guarantees, and how to check each.
const GUARANTEES: [(&str, &str); 5] = [
    (
        "The program sends nothing over the network",
        "The badge at the top shows how the system enforces it. The program contains no library for HTTP, TLS or host \
         names; a test checks the list of libraries.",
    ),
    (
        "Keys stay in memory",
        "A pasted key never reaches a text field, and no argument, error message or file of Mux JWT contains one. Freed \
         memory is wiped and core dumps are off. A test searches the memory of the running program after Forget. Keys go \
         into the system keychain only if you ask for it.",
    ),
    (
        "This file contains no secret",
        "No tokens, no keys, nothing that you pasted. The file is short: open it to check. A test searches everything that a session wrote.",
    ),
    (
        "Copied text is kept out of clipboard histories",
        "Clipboard managers that honor the hint skip it. Text with a token is cleared after a while and when the program \
         ends, if it is still on the clipboard. A token that was pasted elsewhere before then remains valid.",
    ),
    (
        "Redact masks what is drawn and what screen readers read",
        "Every frame is masked as a whole, on every screen. A shared window shows the same frame.",
    ),
];

/// The maximum width of the screen, in points.
const WIDTH: f32 = 820.0;

/// Draws the screen.
pub(crate) fn ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    network: &Network,
    clipboard_outlives: bool,
) -> Option<Action> {
    let settings = cx.session.settings();
    let (mut change, mut action) = (None, None);
    column::only(ui, "settings", |ui| {
        ui.set_max_width(ui.available_width().min(WIDTH));
        card(ui, |ui| change = window_ui(ui, settings));
        gap(ui);
        card(ui, |ui| {
            let times = times_ui(ui, settings, clipboard_outlives);
            change = change.take().or(times);
        });
        gap(ui);
        card(ui, |ui| {
            change = change.take().or(keys_ui(ui, settings));
            for (place, key) in settings.keys.iter().enumerate() {
                let asked = remembered_ui(ui, place, key, cx.session.awaits_keychain());
                action = action.take().or(asked);
            }
        });
        gap(ui);
        card(ui, |ui| {
            action = action.take().or(file_ui(ui, &cx.session.remembered));
        });
        gap(ui);
        card(ui, |ui| {
            card_title(ui, icon::SET, "Keyboard shortcuts", |_| {});
            shortcuts::shortcuts_ui(ui);
        });
        gap(ui);
        card(ui, |ui| guarantees_ui(ui, network));
        gap(ui);
        card(ui, |ui| about_ui(ui, network));
    });
    action.or(change.map(Action::Change))
}

fn window_ui(ui: &mut Ui, settings: &Settings) -> Option<SettingsChange> {
    card_title(ui, icon::SYSTEM, "Window", |_| {});
    let themes = [
        (Theme::System, "System"),
        (Theme::Light, "Light"),
        (Theme::Dark, "Dark"),
    ];
    let theme = choices(ui, "Colors", &settings.theme, &themes);
    let zooms = ZOOMS.map(|percent| (percent, format!("{percent} %")));
    let zoom = choices(ui, "Text size", &settings.zoom_percent, &zooms);
    let modifier = command::modifier(ui.ctx());
    note(
        ui,
        format!("{modifier} with + and - zooms on every screen."),
    );
    let redact = switch(ui, settings.redact, "Open with secrets redacted");
    note(
        ui,
        "Redact, at the top, masks tokens, key IDs and custom claims on the screen. Copying and signing work as usual.",
    );
    let theme = theme.map(SettingsChange::Theme);
    theme
        .or(zoom.map(SettingsChange::Zoom))
        .or(redact.map(SettingsChange::Redact))
}

fn times_ui(ui: &mut Ui, settings: &Settings, clipboard_outlives: bool) -> Option<SettingsChange> {
    card_title(ui, icon::COUNTDOWN, "Time", |_| {});
    let expiries = EXPIRIES.map(|text| {
        let span = Span::parse(text).map(|span| span.to_string());
        (text.to_owned(), span.unwrap_or_default())
    });
    let expiry = choices(ui, "New tokens are valid for", &settings.expiry, &expiries);
    let after = FORGET_AFTER.map(|minutes| (minutes, after(minutes, 60)));
    let label = "Forget unused private keys after";
    let forget = choices(ui, label, &settings.forget_key_after_minutes, &after);
    let after = CLEAR_AFTER.map(|seconds| (seconds, self::after(seconds, 1)));
    let label = "Clear copied tokens from the clipboard after";
    let clear = choices(ui, label, &settings.clear_clipboard_after_seconds, &after);
    let rest = if clipboard_outlives {
        ""
    } else {
        " Other copied text stays after quitting only if a clipboard manager takes it over; X11 and Wayland do not keep \
         it."
    };
    note(
        ui,
        format!(
            "Text that another program copied in the meantime is not cleared. Quitting also clears copied tokens.{rest}"
        ),
    );
    let expiry = expiry.map(SettingsChange::Expiry);
    expiry
        .or(forget.map(SettingsChange::ForgetAfter))
        .or(clear.map(SettingsChange::ClearAfter))
}

fn keys_ui(ui: &mut Ui, settings: &Settings) -> Option<SettingsChange> {
    card_title(ui, icon::KEY, "Remembered keys", |_| {});
    let remember = switch(ui, settings.remember_keys, "Remember opened key files");
    note(
        ui,
        "Stores their paths and the names of their keys, never a key. Loading one still requires a click.",
    );
    let label = "Allow keys in the system keychain";
    let keychain = switch(ui, settings.keychain, label);
    note(
        ui,
        "Adds a button to each key on the Keys screen. Keys in the keychain remain there when the program ends. The system \
         protects them, but your other programs may be able to read an unlocked keychain. Mux JWT writes no key to a file.",
    );
    let remember = remember.map(SettingsChange::RememberKeys);
    remember.or(keychain.map(SettingsChange::Keychain))
}

fn file_ui(ui: &mut Ui, remembered: &Remembered) -> Option<Action> {
    let mut action = card_title(ui, icon::SAVE, "Settings file", |ui| {
        let reset = icon_button(ui, icon::AGAIN, "Reset").on_hover_text("Restore the defaults");
        let change = Action::Change(SettingsChange::Reset);
        reset.clicked().then_some(change)
    });
    match (&remembered.path, &remembered.not_written) {
        (Some(path), None) => {
            note(
                ui,
                "The settings on this page, the size of the window, and the paths and names of remembered keys:",
            );
            let job = code_job(ui, path);
            code(ui, job);
            let copy = main_copy_button(ui, "Copy path", "the path", || path.clone());
            action = action.or(copy);
        }
        (path, Some(why)) => {
            let text = format!("Nothing is saved in this session: {why}");
            status(ui, Status::Care, text);
            if let Some(path) = path {
                note(ui, path);
            }
        }
        (None, None) => {}
    }
    action
}

fn guarantees_ui(ui: &mut Ui, network: &Network) {
    card_title(ui, icon::PROMISE, "Privacy, and how to check it", |_| {});
    if let Network::NeededByDisplay(_) = network {
        let text = "The window itself is displayed over the network";
        status(ui, Status::Care, text);
    }
    for (guarantee, check) in GUARANTEES {
        CollapsingHeader::new(guarantee).show(ui, |ui| note(ui, check));
    }
}

fn about_ui(ui: &mut Ui, network: &Network) {
    let title = format!("Mux JWT {}", env!("CARGO_PKG_VERSION"));
    card_title(ui, icon::KNOW, &title, |_| {});
    note(
        ui,
        "Signs Mux playback tokens and explains why a signed URL fails. Not an official Mux product.",
    );
    let (icon, color) = network_sign(ui, network);
    status_with(ui, icon, color, network.badge());
    note(ui, network.about());
}

/// A checkbox. Returns the new value if it was changed.
fn switch(ui: &mut Ui, mut value: bool, text: &str) -> Option<bool> {
    let is_changed = ui.checkbox(&mut value, text).changed();
    is_changed.then_some(value)
}

/// Options under a label. Returns the one that was chosen. The name of each contains the label.
fn choices<T: PartialEq + Clone>(
    ui: &mut Ui,
    label: &str,
    current: &T,
    all: &[(T, impl AsRef<str>)],
) -> Option<T> {
    let mut chosen = None;
    field_label(ui, label);
    ui.horizontal_wrapped(|ui| {
        for (value, text) in all {
            let is_current = value == current;
            let response = choice(ui, is_current, None, text.as_ref(), Vec2::ZERO);
            let name = format!("{label}: {}", text.as_ref());
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_current, &name));
            if response.clicked() && !is_current {
                chosen = Some(value.clone());
            }
        }
    });
    ui.add_space(4.0);
    chosen
}

/// `15 minutes`, `never`.
fn after(count: Option<u32>, unit: i64) -> String {
    count.map_or_else(
        || "never".to_owned(),
        |count| Span(i64::from(count) * unit).to_string(),
    )
}
