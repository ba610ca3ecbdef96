//! Remembered keys, on the Keys screen and in the settings.

use std::time::Duration;

use egui::{Id, Role, Ui, WidgetInfo};

use crate::{
    core::{
        key::Stage,
        text::{capitalized, shortened},
    },
    ui::{
        action::Action,
        session::KeyAction,
        settings::RememberedKey,
        theme::icon,
        widgets::{at_end, bare_button, cell, icon_button, note, stage_tag},
    },
};

/// Shown while the keychain has not answered.
pub(super) const WAITS: &str = "Waiting for the keychain…";

/// The time in which a press has to be confirmed, in seconds, and the time in which it cannot be: a double click is one
/// press.
const CONFIRM: f64 = 5.0;
const TOO_SOON: f64 = 0.6;

/// A remembered key: a button that loads it, its location, and a button that forgets it.
pub(super) fn remembered_ui(
    ui: &mut Ui,
    place: usize,
    key: &RememberedKey,
    waits: bool,
) -> Option<Action> {
    let mut action = None;
    let (icon, waits) = if key.is_in_keychain() {
        (icon::KEYCHAIN, waits)
    } else {
        (icon::OPEN, false)
    };
    ui.horizontal(|ui| {
        let title = key.title();
        let load = format!("Load {}", shortened(title, 28));
        let load = ui.add_enabled_ui(!waits, |ui| icon_button(ui, icon, &load));
        if load.inner.clicked() {
            action = Some(Action::Key(KeyAction::LoadRemembered(place)));
        }
        // The buttons stay in view, however long the path is.
        let room = ui.available_width() - if key.is_in_keychain() { 200.0 } else { 36.0 };
        cell(ui, room.max(40.0), |ui| {
            ui.horizontal(|ui| location_ui(ui, key, waits));
        });
        at_end(ui, |ui| {
            let is_forgotten = if key.is_in_keychain() {
                confirmed_ui(ui, place, title, waits)
            } else {
                let name = format!("Do not remember {title}");
                bare_button(ui, icon::CLOSE, &name).clicked()
            };
            if is_forgotten {
                action = Some(Action::Key(KeyAction::ForgetRemembered(place)));
            }
        });
    });
    action
}

fn location_ui(ui: &mut Ui, key: &RememberedKey, waits: bool) {
    let stage = key.name.stage();
    if stage != Stage::Unmarked {
        stage_tag(ui, stage, &capitalized(stage.word()));
    }
    match &key.path {
        Some(path) => note(ui, path),
        None if waits => note(ui, WAITS),
        None => note(ui, "in the keychain"),
    };
}

/// The button that removes a key from the keychain. It takes two presses, because the keychain may have the only copy.
pub(super) fn remove_ui(ui: &mut Ui, place: usize, key: &str, waits: bool) -> Option<Action> {
    let remove = Action::Key(KeyAction::ForgetRemembered(place));
    confirmed_ui(ui, place, key, waits).then_some(remove)
}

fn confirmed_ui(ui: &mut Ui, place: usize, key: &str, waits: bool) -> bool {
    let id = Id::unique(("remove from keychain", place));
    let now = ui.input(|input| input.time);
    let until: Option<f64> = ui.data(|data| data.get_temp(id));
    let until = until.filter(|until| now < *until);
    let (text, name) = match until {
        Some(_) => (
            "Click again to remove",
            format!("Confirm: remove {key} from the keychain"),
        ),
        None => (
            "Remove from keychain",
            format!("Remove {key} from the keychain"),
        ),
    };
    let button = ui.add_enabled_ui(!waits, |ui| icon_button(ui, icon::FORGET, text));
    let button = button.inner;
    button.widget_info(|| WidgetInfo::labeled(Role::Button, !waits, &name));
    if let Some(until) = until {
        let wait = Duration::from_secs_f64(until - now);
        ui.ctx().request_repaint_after(wait);
    }
    let is_too_soon = until.is_some_and(|until| until - now > CONFIRM - TOO_SOON);
    if !button.clicked() || is_too_soon {
        return false;
    }
    ui.data_mut(|data| match until {
        Some(_) => data.remove::<f64>(id),
        None => _ = data.insert_temp(id, now + CONFIRM),
    });
    until.is_some()
}
