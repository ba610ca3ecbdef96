//! The keys of this session: load, name, choose, forget. No key is ever in a text field.

mod offer;

use std::time::Duration;

use egui::{Align, Layout, Role, Ui, Vec2, WidgetInfo};

use self::offer::Offer;
use super::sign::load_buttons_ui;
use crate::{
    core::{
        key::{self, Key, Stage, source::FoundKeys},
        text::{capitalized, shortened},
    },
    ui::{
        action::Action,
        cx::Cx,
        redact::secrets::Secrets,
        settings::RememberedKey,
        theme::{icon, palette},
        widgets::{
            bare_button, card, card_title, choice, column, empty, gap, icon_button, note,
            stage_choice, stage_name, strong, text_field, tinted_card, told,
        },
    },
};

/// The Keys screen.
#[derive(Default)]
pub(crate) struct KeysScreen {
    /// The ID that is being typed for each key.
    ids: Vec<String>,
    /// The name of the environment that is being typed for each key.
    labels: Vec<String>,
    /// The fingerprints of the keys that these belong to.
    of: Vec<String>,
    /// Keys that were found together, to choose from.
    offer: Option<Offer>,
    /// The key whose ID is asked for.
    ask: Option<usize>,
}

impl KeysScreen {
    /// Puts the cursor into the ID field of a key that has none.
    pub(crate) fn ask_for_id(&mut self, index: usize) {
        self.ask = Some(index);
    }

    /// Asks which of several keys to load.
    pub(crate) fn offer(&mut self, origin: &str, found: FoundKeys) {
        self.offer = Some(Offer::new(origin, found));
    }

    /// Whether keys wait to be chosen from.
    pub(crate) fn has_offer(&self) -> bool {
        self.offer.is_some()
    }

    /// What of the offer must not be read on a shared screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        if let Some(offer) = &self.offer {
            offer.secrets(secrets);
        }
    }

    /// Loads none of them; their bytes are wiped.
    pub(crate) fn leave_offer(&mut self) {
        self.offer = None;
    }

    /// Those of the keys on offer that were chosen, and whether each is the default of its source.
    pub(crate) fn take_offer(&mut self, indices: &[usize]) -> Vec<(bool, Key)> {
        let offer = self.offer.take();
        offer.map(|offer| offer.take(indices)).unwrap_or_default()
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let keys = cx.keyring.keys();
        // What is typed beside a key goes with it.
        let of: Vec<&str> = keys.iter().map(|key| &*key.public.fingerprint).collect();
        if self.of != of {
            self.ids.clear();
            self.labels.clear();
            self.of = of.into_iter().map(str::to_owned).collect();
        }
        follow(&mut self.ids, keys, |key| key.id.as_deref());
        follow(&mut self.labels, keys, |key| key.label.as_deref());
        column::only(ui, "keys", |ui| {
            ui.set_max_width(ui.available_width().min(820.0));
            if let Some(offer) = &mut self.offer {
                action = action.take().or(offer.ui(ui));
                gap(ui);
            }
            for (i, key) in keys.iter().enumerate() {
                action = action.take().or(self.key_ui(ui, cx, i, key));
                gap(ui);
            }
            action = action.take().or(known_ui(ui, cx));
            card(ui, |ui| {
                empty(
                    ui,
                    icon::DROP,
                    if keys.is_empty() {
                        "No key is loaded"
                    } else {
                        "Load another key"
                    },
                    "Drop a `.pem` file, a `.env` file or the Mux CLI's `config.json` here. The base64 text that \
                             Mux answers works as well, and a public key is enough to check signatures.",
                );
                ui.vertical_centered(|ui| action = action.take().or(load_buttons_ui(ui, cx)));
                ui.add_space(16.0);
            });
            gap(ui);
            note(
                ui,
                if cx.settings.keychain {
                    "A signing key signs every video of its Mux environment until it is deleted. Keys loaded \
                             here stay in memory, are wiped when they are forgotten, and are gone when the window \
                             closes, but for those in the keychain."
                } else {
                    "A signing key signs every video of its Mux environment until it is deleted. Keys loaded \
                             here stay in memory, are wiped when they are forgotten, and are gone when the window closes."
                },
            );
        });
        action
    }

    fn key_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, index: usize, key: &Key) -> Option<Action> {
        let mut action = None;
        let current = cx.keyring.current_index() == Some(index);
        let p = palette(ui);
        let contents = |ui: &mut Ui| {
            ui.horizontal(|ui| {
                ui.label(
                    egui::RichText::new(icon::KEY)
                        .font(crate::ui::theme::icon_font(16.0))
                        .color(p.weak),
                );
                if let Some((stage, label)) = stage_name(key) {
                    ui.label(strong(label).color(p.stage(stage)));
                }
                // All of it stands in the field below.
                let id = key.id.as_deref().unwrap_or("Key without an ID");
                ui.label(strong(shortened(id, 28)));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let name = format!(
                        "Forget key {}",
                        key.id.as_deref().unwrap_or("without an ID")
                    );
                    let forget = bare_button(ui, icon::FORGET, &name);
                    if forget.clicked() {
                        // Or the next press of a key would forget the next key.
                        forget.surrender_focus();
                        action = Some(Action::ForgetKey(index));
                    }
                    if key.signing.is_some() {
                        let text = match (current, &key.id) {
                            (true, Some(_)) => "Signs",
                            (true, None) => "Signs once it has an ID",
                            _ => "Sign with this",
                        };
                        if choice(ui, current, current.then_some(icon::DONE), text, Vec2::ZERO)
                            .clicked()
                            && !current
                        {
                            action = Some(Action::UseKey(index));
                        }
                    } else {
                        note(ui, "checks only");
                    }
                });
            });
            note(
                ui,
                format!("{} · {}", capitalized(&key.about()), key.origin),
            );
            for advice in key.repairs.iter().filter_map(|repair| repair.advice()) {
                told(ui, icon::KNOW, p.care, advice);
            }
            note(
                ui,
                format!("SHA-256 fingerprint `{}`", key.public.fingerprint),
            );
            ui.add_space(4.0);
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                if let Some(id) = self.ids.get_mut(index) {
                    let hint = "In Mux: Settings, Signing Keys";
                    let response = text_field(left, "Key ID (kid)", id, hint, true);
                    if self.ask == Some(index) {
                        response.request_focus();
                        self.ask = None;
                    }
                    if response.changed() {
                        action = Some(Action::NameKey(index, id.clone()));
                    }
                    refusal_ui(left, id, "an ID");
                }
                if let Some(label) = self.labels.get_mut(index) {
                    let hint = "Not named yet";
                    let response = text_field(right, "Environment", label, hint, false);
                    if response.changed() {
                        action = Some(Action::LabelKey(index, label.clone()));
                    }
                    refusal_ui(right, label, "a name");
                }
            });
            let of = key.id.as_deref().unwrap_or("the key without an ID");
            if let Some(stage) = stage_choice(ui, key.stage, of) {
                action = Some(Action::MarkKey(index, stage));
            }
            let same_id = |other: &Key| key.id.is_some() && other.id == key.id;
            if cx
                .keyring
                .keys()
                .iter()
                .filter(|other| same_id(other))
                .count()
                > 1
            {
                told(
                    ui,
                    icon::CARE,
                    p.care,
                    "Another key here has the same ID, and one of the two must be wrong",
                );
            }
            action = action.take().or(keychain_ui(ui, cx, index, key));
            if key.id.is_none() && key.signing.is_some() {
                told(
                    ui,
                    icon::CARE,
                    p.care,
                    "Without its ID this key can check signatures, but not sign",
                );
            }
        };
        if current {
            let color = match key.stage {
                Stage::Unmarked => p.accent,
                stage => p.stage(stage),
            };
            tinted_card(ui, color, contents);
        } else {
            card(ui, contents);
        }
        action
    }
}

/// Makes the fields those of these keys: what is typed in one stays as long as it says what the key is called.
fn follow(fields: &mut Vec<String>, keys: &[Key], name: fn(&Key) -> Option<&str>) {
    fields.resize(keys.len(), String::new());
    for (field, key) in fields.iter_mut().zip(keys) {
        if key::name_of(field) != name(key) {
            name(key).unwrap_or_default().clone_into(field);
        }
    }
}

/// Says so when what is typed is no name.
fn refusal_ui(ui: &mut Ui, typed: &str, what: &str) {
    if !typed.trim().is_empty() && key::name_of(typed).is_none() {
        let text = format!("This is not taken as {what}: it is too long, or a token");
        told(ui, icon::CARE, palette(ui).care, &text);
    }
}

/// Whether a key is in the keychain, for those who want that.
fn keychain_ui(ui: &mut Ui, cx: &Cx<'_>, index: usize, key: &Key) -> Option<Action> {
    let fingerprint = key.public.fingerprint.as_str();
    let is_it = |known: &RememberedKey| {
        known.is_in_keychain() && known.name.fingerprint.as_deref() == Some(fingerprint)
    };
    let place = cx.settings.keys.iter().position(is_it);
    let of = key.id.as_deref().unwrap_or("the key without an ID");
    let mut action = None;
    if let Some(place) = place {
        ui.horizontal(|ui| {
            let p = palette(ui);
            told(ui, icon::KEYCHAIN, p.weak, "In the keychain of this system");
            action = remove_ui(ui, place, of, cx.waits_for_keychain);
        });
    } else if cx.settings.keychain && key.signing.is_some() && !key.is_demo() {
        let is_free = !cx.waits_for_keychain;
        ui.add_enabled_ui(is_free, |ui| {
            let text = if is_free {
                "Keep in the keychain"
            } else {
                WAITS
            };
            let button = icon_button(ui, icon::KEYCHAIN, text);
            let name = format!("Keep {of} in the keychain");
            button.widget_info(|| WidgetInfo::labeled(Role::Button, is_free, &name));
            if button.clicked() {
                action = Some(Action::KeepKey(index));
            }
        });
    }
    action
}

const WAITS: &str = "Waiting for the keychain…";

/// How long a press waits for the second one, in seconds, and how long it does not: a double click is one.
const SURE: f64 = 5.0;
const HASTY: f64 = 0.6;

/// The keychain may have the only copy of a key, so it takes two presses.
fn remove_ui(ui: &mut Ui, place: usize, of: &str, waits: bool) -> Option<Action> {
    let id = egui::Id::unique(("remove from keychain", place));
    let now = ui.input(|input| input.time);
    let until: Option<f64> = ui
        .data(|data| data.get_temp(id))
        .filter(|until| now < *until);
    let (text, name) = if until.is_some() {
        (
            "Press again to remove",
            format!("Really remove {of} from the keychain"),
        )
    } else {
        (
            "Remove from keychain",
            format!("Remove {of} from the keychain"),
        )
    };
    let button = ui.add_enabled_ui(!waits, |ui| icon_button(ui, icon::FORGET, text));
    let button = button.inner;
    button.widget_info(|| WidgetInfo::labeled(Role::Button, !waits, &name));
    if let Some(until) = until {
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(until - now));
    }
    if !button.clicked() {
        return None;
    }
    if until.is_some_and(|until| until - now > SURE - HASTY) {
        return None;
    }
    let is_sure = until.is_some();
    ui.data_mut(|data| {
        if is_sure {
            data.remove::<f64>(id);
        } else {
            data.insert_temp(id, now + SURE);
        }
    });
    is_sure.then_some(Action::ForgetRemembered(place))
}

/// The keys that are known from earlier and not loaded.
fn known_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let is_loaded = |known: &RememberedKey| {
        let mut keys = cx.keyring.keys().iter();
        keys.any(|key| {
            key.signing.is_some()
                && known.name.fingerprint.as_ref() == Some(&key.public.fingerprint)
        })
    };
    let known = cx.settings.keys.iter().enumerate();
    let known: Vec<_> = known.filter(|(_, known)| !is_loaded(known)).collect();
    if known.is_empty() {
        return None;
    }
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::KEY, "Known from before", |_| {});
        for (place, known) in known {
            action = action
                .take()
                .or(remembered_ui(ui, place, known, cx.waits_for_keychain));
        }
    });
    gap(ui);
    action
}

/// A key that is remembered: a button that loads it, where it is, and one that forgets it.
pub(super) fn remembered_ui(
    ui: &mut Ui,
    place: usize,
    known: &RememberedKey,
    waits: bool,
) -> Option<Action> {
    let mut action = None;
    let p = palette(ui);
    let waits = waits && known.is_in_keychain();
    ui.horizontal(|ui| {
        let title = known.title();
        let load = ui.add_enabled_ui(!waits, |ui| {
            let place = if known.is_in_keychain() {
                icon::KEYCHAIN
            } else {
                icon::OPEN
            };
            icon_button(ui, place, &format!("Load {}", shortened(title, 28)))
        });
        if load.inner.clicked() {
            action = Some(Action::OpenRemembered(place));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = if known.is_in_keychain() {
                remove_ui(ui, place, title, waits)
            } else {
                let text = format!("Do not remember {title}");
                bare_button(ui, icon::CLOSE, &text)
                    .clicked()
                    .then_some(Action::ForgetRemembered(place))
            };
            action = action.take().or(remove);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let stage = known.name.stage();
                if stage != Stage::Unmarked {
                    ui.label(strong(capitalized(stage.word())).color(p.stage(stage)));
                }
                match &known.path {
                    Some(path) => note(ui, &**path),
                    None if waits => note(ui, WAITS),
                    None => note(ui, "in the keychain"),
                };
            });
        });
    });
    action
}
