//! The ways to load a key, for screens that need one.

use egui::Ui;

use crate::{
    core::{key::KEY_VAR, text::shortened},
    ui::{
        action::{Action, OpenTarget, PasteTarget},
        cx::Cx,
        screens::action_button,
        session::KeyAction,
        theme::icon,
        widgets::{empty_card, icon_button, main_button},
    },
};

/// The most remembered keys that the card offers; the Keys screen has all.
const MOST_REMEMBERED: usize = 3;

/// The first card that a new user sees.
pub(super) fn no_key_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    empty_card(
        ui,
        icon::KEY,
        "Load a signing key to begin",
        "Drop a `.pem` file onto this window, paste a key anywhere, or use one of these. The key stays in memory and is never \
         written to disk.",
        |ui| {
            for (place, key) in cx
                .session
                .settings()
                .keys
                .iter()
                .enumerate()
                .take(MOST_REMEMBERED)
            {
                let load = Action::Key(KeyAction::LoadRemembered(place));
                let title = format!("Load {}", shortened(key.title(), 24));
                action = action.take().or(action_button(ui, icon::KEY, &title, load));
            }
            action = action.take().or(load_buttons_ui(ui, cx));
        },
    );
    action
}

/// A button for each way to load a key. The main one is the demo key for a new user, and a file for others.
pub(super) fn load_buttons_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let keyring = &cx.session.keyring;
    let is_new_user = keyring.revision() == 0 && cx.session.settings().keys.is_empty();
    let open = Action::Open(OpenTarget::Key);
    let paste = Action::Paste(PasteTarget::Keys);
    let load = Action::Key(KeyAction::LoadEnvironment);
    let demo = Action::Key(KeyAction::CreateDemo);
    let from_variable = format!("From {KEY_VAR}");
    let mut ways = vec![
        (icon::OPEN, "Open key file…", open, !is_new_user),
        (icon::PASTE, "Paste key", paste, false),
        (icon::DEMO, "Try with a demo key", demo, is_new_user),
    ];
    if cx.session.has_environment_key {
        ways.insert(2, (icon::ENVIRONMENT, &from_variable, load, false));
    }
    let mut action = None;
    for (icon, title, ask, is_main) in ways {
        let is_main = is_main && keyring.keys().is_empty();
        let button = if is_main { main_button } else { icon_button };
        if button(ui, icon, title).clicked() {
            action = Some(ask);
        }
    }
    action
}
