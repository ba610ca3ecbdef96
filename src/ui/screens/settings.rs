//! What is remembered and where, what is promised of secrets and how to check it.

use egui::{Role, Ui, Vec2, WidgetInfo};

use super::keys::remembered_ui;
use crate::{
    core::time::Span,
    platform::Network,
    ui::{
        action::Action,
        settings::{
            CLEAR_AFTER, EXPIRIES, FORGET_AFTER, Settings, Theme, ZOOMS, remembered::Remembered,
        },
        theme::{icon, palette},
        widgets::{
            self, card, card_title, choice, column, field_label, gap, icon_button, note, told,
        },
    },
};

/// What is promised of secrets, and how anybody sees that it holds.
const PROMISES: [(&str, &str); 4] = [
    (
        "A key stays in memory",
        "No paste brings it into a text field, and it is in no argument, error or file of ours. What is freed is wiped, and no core is \
         dumped. A test searches the memory of the running program after Forget. Only who asks for it has a key kept in \
         the keychain of the system.",
    ),
    (
        "This file holds no secret",
        "No token, no key, nothing that was pasted. Open it: it is short. A test looks through everything that a session \
         wrote.",
    ),
    (
        "What is copied is kept out of clipboard histories",
        "As far as they heed the wish. What holds a token is cleared after a while and when the program ends, if it is \
         still there. The token can be used by whoever pasted it before.",
    ),
    (
        "Redact masks what is drawn and what is read out",
        "Every picture is masked as a whole, whichever screen it is of. Window sharing shows the same picture.",
    ),
];

/// Draws the screen and says what the person asked for.
pub(crate) fn ui(
    ui: &mut Ui,
    remembered: &Remembered,
    network: &Network,
    clipboard_outlives: bool,
    waits_for_keychain: bool,
) -> Option<Action> {
    let mut settings = remembered.settings.clone();
    let mut action = None;
    column::only(ui, "settings", |ui| {
        ui.set_max_width(ui.available_width().min(820.0));
        look_ui(ui, &mut settings);
        gap(ui);
        safety_ui(ui, &mut settings, clipboard_outlives);
        gap(ui);
        action = keys_ui(ui, &mut settings, waits_for_keychain);
        gap(ui);
        action = action.take().or(file_ui(ui, remembered));
        gap(ui);
        promises_ui(ui, network);
    });
    if action.is_none() && settings != remembered.settings {
        action = Some(Action::SetSettings(Box::new(settings)));
    }
    action
}

fn look_ui(ui: &mut Ui, settings: &mut Settings) {
    card(ui, |ui| {
        card_title(ui, icon::SYSTEM, "Window", |_| {});
        let themes = [
            (Theme::System, "As the system"),
            (Theme::Light, "Light"),
            (Theme::Dark, "Dark"),
        ];
        choices(ui, "Colors", &mut settings.theme, &themes);
        let zooms = ZOOMS.map(|percent| (percent, format!("{percent} %")));
        choices(ui, "Text size", &mut settings.zoom_percent, &zooms);
        note(ui, "Ctrl and + or - change it anywhere.");
        ui.checkbox(&mut settings.redact, "Open with secrets redacted");
        note(
            ui,
            "Redact, on top, masks tokens, key IDs and custom claims on the screen. Copying and signing go on as ever.",
        );
    });
}

fn safety_ui(ui: &mut Ui, settings: &mut Settings, clipboard_outlives: bool) {
    card(ui, |ui| {
        card_title(ui, icon::COUNTDOWN, "Time", |_| {});
        let expiries = EXPIRIES.map(|text| {
            let span = Span::parse(text).map(|span| span.to_string());
            (text.to_owned(), span.unwrap_or_default())
        });
        choices(
            ui,
            "A new token is valid for",
            &mut settings.expiry,
            &expiries,
        );
        let forget = FORGET_AFTER.map(|minutes| (minutes, after(minutes, 60)));
        let label = "Private keys are forgotten without use after";
        choices(ui, label, &mut settings.forget_key_after_minutes, &forget);
        let clear = CLEAR_AFTER.map(|seconds| (seconds, after(seconds, 1)));
        let label = "A copied token is cleared from the clipboard after";
        choices(
            ui,
            label,
            &mut settings.clear_clipboard_after_seconds,
            &clear,
        );
        note(
            ui,
            if clipboard_outlives {
                "Only if it is still there: what another program has copied since stays. Quitting clears it, too."
            } else {
                "Only if it is still there: what another program has copied since stays. Quitting clears it, too. \
                 Anything else that was copied here stays after quitting only if a clipboard manager takes it over; \
                 X11 and Wayland keep nothing themselves."
            },
        );
    });
}

fn keys_ui(ui: &mut Ui, settings: &mut Settings, waits: bool) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::KEY, "Remembered keys", |_| {});
        ui.checkbox(
            &mut settings.remember_keys,
            "Remember the key files that I open",
        );
        note(
            ui,
            "Their places and what their keys are called, never a key. Loading one still takes a click.",
        );
        ui.checkbox(
            &mut settings.keychain,
            "Let me keep keys in the keychain of this system",
        );
        note(
            ui,
            "Adds a button to each key on the Keys screen. What is kept stays when the program ends, and the system \
             guards it: other programs of yours may be able to read an unlocked keychain. No key goes into a file of \
             ours.",
        );
        for (place, key) in settings.keys.iter().enumerate() {
            action = action.take().or(remembered_ui(ui, place, key, waits));
        }
    });
    action
}

fn file_ui(ui: &mut Ui, remembered: &Remembered) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::SAVE, "What is kept", |ui| {
            if icon_button(ui, icon::AGAIN, "Reset")
                .on_hover_text("Back to the settings of the first start")
                .clicked()
            {
                action = Some(Action::ResetSettings);
            }
        });
        match (&remembered.path, &remembered.not_written) {
            (Some(path), None) => {
                note(
                    ui,
                    "What is chosen on this page, the size of the window, and where remembered keys are and what they \
                     are called, in one file:",
                );
                let job = widgets::code_job(ui, path);
                widgets::code(ui, job);
                if icon_button(ui, icon::COPY, "Copy path").clicked() {
                    action = Some(Action::Copy {
                        what: "the path",
                        text: path.clone(),
                    });
                }
            }
            (_, Some(why)) => {
                let text = format!("Nothing is written in this session, because {why}");
                told(ui, icon::CARE, palette(ui).care, &text);
                if let Some(path) = &remembered.path {
                    note(ui, &**path);
                }
            }
            (None, None) => {}
        }
    });
    action
}

fn promises_ui(ui: &mut Ui, network: &Network) {
    card(ui, |ui| {
        card_title(
            ui,
            icon::PROMISE,
            "What is promised, and how to check it",
            |_| {},
        );
        let (sign, color, promise) = match network {
            Network::NeededByDisplay(_) => (
                icon::CARE,
                palette(ui).care,
                "The window itself is shown over the network",
            ),
            Network::Blocked | Network::Open(_) => (
                icon::DONE,
                palette(ui).right,
                "Nothing goes over the network",
            ),
        };
        told(ui, sign, color, promise);
        note(
            ui,
            "The badge on top says what the system answered when it was tried. No library for HTTP, TLS or host names is \
             among those that this program is built from; a test reads the list.",
        );
        for (promise, check) in PROMISES {
            ui.add_space(2.0);
            told(ui, icon::DONE, palette(ui).right, promise);
            note(ui, check);
        }
    });
    gap(ui);
    card(ui, |ui| {
        let title = format!("Mux JWT {}", env!("CARGO_PKG_VERSION"));
        card_title(ui, icon::KNOW, &title, |_| {});
        note(
            ui,
            "Signs Mux signed-playback tokens and says why a signed URL fails. Not made by Mux.",
        );
        let (sign, color) = widgets::network_sign(ui, network);
        told(ui, sign, color, network.badge());
        note(ui, network.about());
    });
}

/// One of several values under its label; each says in full what it is for.
fn choices<T: PartialEq + Clone>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    all: &[(T, impl AsRef<str>)],
) {
    field_label(ui, label);
    ui.horizontal_wrapped(|ui| {
        for (one, text) in all {
            let selected = one == value;
            let response = choice(ui, selected, None, text.as_ref(), Vec2::ZERO);
            let name = format!("{label}: {}", text.as_ref());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, &name));
            if response.clicked() {
                *value = one.clone();
            }
        }
    });
    ui.add_space(4.0);
}

fn after(count: Option<u32>, unit: i64) -> String {
    count.map_or_else(
        || "never".to_owned(),
        |count| Span(i64::from(count) * unit).to_string(),
    )
}
