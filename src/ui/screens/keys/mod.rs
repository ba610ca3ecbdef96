//! The keys of this session: load, name, choose and forget them. Keys are never in a text field.

mod offer;

use egui::{Label, Role, Ui, Vec2, WidgetInfo};

use super::{
    no_key::load_buttons_ui,
    remembered::{WAITS, remembered_ui, remove_ui},
};
use crate::{
    core::{
        key::{self, Key, Stage},
        text::capitalized,
    },
    ui::{
        action::Action,
        cx::Cx,
        session::KeyAction,
        settings::RememberedKey,
        theme::{icon, palette, status::Status},
        widgets::{
            at_end, bare_button, card, card_title, choice,
            column::{self, is_narrow},
            empty_card, gap, heading, icon_button, note, sign, small_text, stage_choice,
            stage_name, stage_tag, status, status_with, strong, text_field, tinted_card,
        },
    },
};

/// The Keys screen.
#[derive(Default)]
pub(crate) struct KeysScreen {
    /// The fields of each key.
    fields: Vec<Fields>,
    /// The fingerprints of these keys.
    fingerprints: Vec<String>,
    /// The key whose ID field gets the cursor.
    focus_id: Option<usize>,
    /// The number of the last offer that was drawn.
    offer_seen: u64,
}

/// What is typed for a key.
#[derive(Clone, Default)]
struct Fields {
    id: String,
    label: String,
}

/// The maximum width of the screen, in points.
const WIDTH: f32 = 820.0;

impl KeysScreen {
    /// Puts the cursor into the ID field of a key.
    pub(crate) fn ask_for_id(&mut self, index: usize) {
        self.focus_id = Some(index);
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let keys = cx.session.keyring.keys();
        self.follow(keys);
        column::only(ui, "keys", |ui| {
            ui.set_max_width(ui.available_width().min(WIDTH));
            if let Some(offer) = &cx.session.offer {
                let is_new = self.offer_seen != offer.number;
                self.offer_seen = offer.number;
                action = offer::ui(ui, offer, is_new);
                gap(ui);
            }
            for (index, key) in keys.iter().enumerate() {
                action = action.take().or(self.key_ui(ui, cx, index, key));
                gap(ui);
            }
            action = action.take().or(known_ui(ui, cx));
            let title = if keys.is_empty() {
                "No key is loaded"
            } else {
                "Load another key"
            };
            empty_card(
                ui,
                icon::DROP,
                title,
                "Drop a `.pem` file, a `.env` file or the Mux CLI's `config.json` here. The base64 text from the Mux API \
                 also works, and a public key is enough to verify signatures.",
                |ui| action = action.take().or(load_buttons_ui(ui, cx)),
            );
            gap(ui);
            let exception = if cx.session.settings().keychain {
                ", except for those in the keychain"
            } else {
                ""
            };
            note(
                ui,
                format!(
                    "A signing key can sign all videos of its Mux environment until it is deleted. Keys loaded here stay in \
                     memory, are wiped when you forget them, and are gone when the window closes{exception}."
                ),
            );
        });
        action
    }

    /// Brings the fields in line with the keys. Typed text stays as long as it means the name of its key.
    fn follow(&mut self, keys: &[Key]) {
        let is_same = |(old, key): (&String, &Key)| *old == key.public.fingerprint;
        let is_current = self.fingerprints.len() == keys.len()
            && self.fingerprints.iter().zip(keys).all(is_same);
        if !is_current {
            self.fields.clear();
            let fingerprints = keys.iter().map(|key| key.public.fingerprint.clone());
            self.fingerprints = fingerprints.collect();
        }
        self.fields.resize(keys.len(), Fields::default());
        for (fields, key) in self.fields.iter_mut().zip(keys) {
            for (field, name) in [(&mut fields.id, &key.id), (&mut fields.label, &key.label)] {
                if key::name_of(field) != name.as_deref() {
                    name.as_deref().unwrap_or_default().clone_into(field);
                }
            }
        }
    }

    fn key_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, index: usize, key: &Key) -> Option<Action> {
        let is_current = cx.session.keyring.current_index() == Some(index);
        let contents = |ui: &mut Ui| {
            let mut action = title_ui(ui, index, key, is_current);
            let about = capitalized(&key.about());
            note(ui, format!("{about} · {}", key.origin));
            for advice in key.repairs.iter().filter_map(|repair| repair.advice()) {
                status_with(ui, icon::KNOW, palette(ui).care, advice);
            }
            let fingerprint = &key.public.fingerprint;
            note(ui, format!("SHA-256 fingerprint `{fingerprint}`"));
            ui.add_space(4.0);
            action = action.or(self.fields_ui(ui, index));
            let name = name_of(key);
            let stage = stage_choice(ui, key.stage, name);
            let stage = stage.map(|stage| Action::Key(KeyAction::SetStage(index, stage)));
            action = action.or(stage);
            let has_same_id = |other: &&Key| key.id.is_some() && other.id == key.id;
            let keys = cx.session.keyring.keys().iter();
            if keys.filter(has_same_id).count() > 1 {
                let text = "Another key has the same ID; one of them must be wrong";
                status(ui, Status::Care, text);
            }
            action = action.or(keychain_ui(ui, cx, index, key));
            if key.id.is_none() && key.signing.is_some() {
                let text = "Without its ID this key can verify signatures, but not sign";
                status(ui, Status::Care, text);
            }
            action
        };
        if is_current {
            let p = palette(ui);
            let color = match key.stage {
                Stage::Unmarked => p.accent,
                stage => p.stage(stage),
            };
            tinted_card(ui, color, contents).inner
        } else {
            card(ui, contents).inner
        }
    }

    /// The ID and the environment of a key.
    fn fields_ui(&mut self, ui: &mut Ui, index: usize) -> Option<Action> {
        let fields = self.fields.get_mut(index)?;
        let mut action = None;
        let Fields { id, label } = fields;
        let focus_id = &mut self.focus_id;
        let count = if is_narrow(ui.ctx()) { 1 } else { 2 };
        ui.columns(count, |columns| {
            let hint = "In Mux: Settings, Signing Keys";
            let left = &mut columns[0];
            let response = text_field(left, "Key ID (kid)", id, hint, true);
            if focus_id.take_if(|focused| *focused == index).is_some() {
                response.request_focus();
            }
            if response.changed() {
                action = Some(KeyAction::SetId(index, id.clone()));
            }
            refusal_ui(left, id, "an ID");
            let right = &mut columns[count - 1];
            let response = text_field(right, "Environment", label, "No name", false);
            if response.changed() {
                action = Some(KeyAction::SetLabel(index, label.clone()));
            }
            refusal_ui(right, label, "a name");
        });
        action.map(Action::Key)
    }
}

fn name_of(key: &Key) -> &str {
    key.id.as_deref().unwrap_or("the key without an ID")
}

/// The title of a key, with the buttons that sign with it and forget it: next to it, or below it in a small window.
fn title_ui(ui: &mut Ui, index: usize, key: &Key, is_current: bool) -> Option<Action> {
    let is_narrow = is_narrow(ui.ctx());
    let mut action = None;
    ui.horizontal(|ui| {
        sign(ui, icon::KEY, 16.0, palette(ui).weak);
        if let Some((stage, label)) = stage_name(key) {
            stage_tag(ui, stage, &label);
        }
        let id = key.id.as_deref().unwrap_or("Key without an ID");
        let room = ui.available_width() - if is_narrow { 0.0 } else { BUTTONS };
        ui.scope(|ui| {
            ui.set_max_width(room.max(80.0));
            let label = Label::new(strong(id)).selectable(false).truncate();
            let label = ui.add(label);
            heading(ui, &label, id, 2);
        });
        if !is_narrow {
            action = at_end(ui, |ui| title_buttons_ui(ui, index, key, is_current));
        }
    });
    if is_narrow {
        let row = ui.horizontal(|ui| title_buttons_ui(ui, index, key, is_current));
        action = row.inner;
    }
    action
}

/// The room for the buttons next to the title of a key, in points.
const BUTTONS: f32 = 260.0;

fn title_buttons_ui(ui: &mut Ui, index: usize, key: &Key, is_current: bool) -> Option<Action> {
    let mut action = None;
    if key.signing.is_none() {
        ui.label(small_text("verifies only").color(palette(ui).weak));
    } else {
        let text = match (is_current, &key.id) {
            (true, Some(_)) => "Signing key",
            (true, None) => "Signing key once it has an ID",
            _ => "Sign with this key",
        };
        let icon = is_current.then_some(icon::DONE);
        let response = choice(ui, is_current, icon, text, Vec2::ZERO);
        if response.clicked() && !is_current {
            action = Some(Action::Key(KeyAction::Use(index)));
        }
    }
    let id = key.id.as_deref().unwrap_or("without an ID");
    let forget = bare_button(ui, icon::FORGET, &format!("Forget key {id}"));
    if forget.clicked() {
        // Otherwise the next key press would forget the next key.
        forget.surrender_focus();
        action = Some(Action::Key(KeyAction::Forget(index)));
    }
    action
}

/// Reports a typed text that cannot be a name.
fn refusal_ui(ui: &mut Ui, typed: &str, what: &str) {
    if !typed.trim().is_empty() && key::name_of(typed).is_none() {
        let text = format!("Not accepted as {what}: too long, or a token");
        status(ui, Status::Care, text);
    }
}

/// Whether a key is in the keychain, if that is turned on.
fn keychain_ui(ui: &mut Ui, cx: &Cx<'_>, index: usize, key: &Key) -> Option<Action> {
    let settings = cx.session.settings();
    let waits = cx.session.awaits_keychain();
    let name = name_of(key);
    if let Some(place) = settings.in_keychain(&key.public.fingerprint) {
        let row = ui.horizontal(|ui| {
            let color = palette(ui).weak;
            status_with(ui, icon::KEYCHAIN, color, "In the system keychain");
            remove_ui(ui, place, name, waits)
        });
        return row.inner;
    }
    if !settings.keychain || key.signing.is_none() || key.is_demo() {
        return None;
    }
    let text = if waits { WAITS } else { "Keep in the keychain" };
    let button = ui.add_enabled_ui(!waits, |ui| icon_button(ui, icon::KEYCHAIN, text));
    let button = button.inner;
    let name = format!("Keep {name} in the keychain");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, !waits, &name));
    let keep = Action::Key(KeyAction::Keep(index));
    button.clicked().then_some(keep)
}

/// The remembered keys that are not loaded.
fn known_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let is_loaded = |known: &RememberedKey| {
        let mut keys = cx.session.keyring.keys().iter();
        keys.any(|key| {
            key.signing.is_some()
                && known.name.fingerprint.as_ref() == Some(&key.public.fingerprint)
        })
    };
    let known = cx.session.settings().keys.iter().enumerate();
    let known: Vec<_> = known.filter(|(_, known)| !is_loaded(known)).collect();
    if known.is_empty() {
        return None;
    }
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::KEY, "Remembered keys", |_| {});
        for (place, known) in known {
            let asked = remembered_ui(ui, place, known, cx.session.awaits_keychain());
            action = action.take().or(asked);
        }
    });
    gap(ui);
    action
}
