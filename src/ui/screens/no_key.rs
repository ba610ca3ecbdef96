//! The ways to load a key, for screens that need one.

use egui::Ui;

use crate::{
    core::key::KEY_VAR,
    ui::{
        action::{Action, OpenTarget, PasteTarget},
        cx::Cx,
        session::KeyAction,
        theme::icon,
        widgets::{empty_card, icon_button, main_button},
    },
};

/// The first card that a new user sees.
pub(super) fn no_key_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    empty_card(
        ui,
        icon::KEY,
        "Load a signing key to begin",
        "Drop a `.pem` file onto this window, or use one of these. The key stays in memory and is never written to disk.",
        |ui| action = load_buttons_ui(ui, cx),
    );
    action
}

/// A button for each way to load a key.
pub(super) fn load_buttons_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    let mut button = |ui: &mut Ui, is_main: bool, icon: &str, text: &str, ask: Action| {
        let button = if is_main { main_button } else { icon_button };
        if button(ui, icon, text).clicked() {
            action = Some(ask);
        }
    };
    button(
        ui,
        false,
        icon::OPEN,
        "Open key file…",
        Action::Open(OpenTarget::Key),
    );
    button(
        ui,
        false,
        icon::PASTE,
        "Paste key",
        Action::Paste(PasteTarget::Keys),
    );
    if cx.session.has_environment_key {
        let load = Action::Key(KeyAction::LoadEnvironment);
        button(
            ui,
            false,
            icon::ENVIRONMENT,
            &format!("From {KEY_VAR}"),
            load,
        );
    }
    let is_main = cx.session.keyring.keys().is_empty();
    let demo = Action::Key(KeyAction::CreateDemo);
    button(ui, is_main, icon::DEMO, "Try with a demo key", demo);
    action
}
