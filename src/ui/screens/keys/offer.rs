//! Several keys that were found together, to choose from: the environments of the Mux CLI, the pairs of a `.env` file, a
//! set of JWKs.

use egui::{Ui, Vec2};

use crate::{
    core::{
        key::{Key, source::FoundKeys},
        text::capitalized,
    },
    ui::{
        action::Action,
        redact::secrets::Secrets,
        theme::{icon, palette},
        widgets::{card_title, icon_button, main_button, note, strong, tinted_card, told},
    },
};

/// Keys on offer, and which of them are chosen.
pub(super) struct Offer {
    origin: String,
    found: FoundKeys,
    chosen: Vec<bool>,
    /// Whether it has not been seen yet.
    is_new: bool,
}

impl Offer {
    /// Chosen are at first the default, or all that can be read when there is none.
    pub(super) fn new(origin: &str, found: FoundKeys) -> Self {
        let has_default = found
            .entries
            .iter()
            .any(|entry| entry.is_default && entry.key.is_ok());
        let lacks_default = found.missing_default.is_some();
        let chosen = found
            .entries
            .iter()
            .map(|entry| entry.key.is_ok() && (entry.is_default || !has_default && !lacks_default))
            .collect();
        Self {
            origin: origin.to_owned(),
            found,
            chosen,
            is_new: true,
        }
    }

    /// The IDs in it, which must not be read on a shared screen.
    pub(super) fn secrets(&self, secrets: &mut Secrets) {
        for entry in &self.found.entries {
            if let Some(id) = entry.key.as_ref().ok().and_then(|key| key.id.as_deref()) {
                secrets.add_key_id(id);
            }
        }
    }

    /// The keys that were chosen, and whether each is the default.
    pub(super) fn take(self, indices: &[usize]) -> Vec<(bool, Key)> {
        let entries = self.found.entries.into_iter().enumerate();
        entries
            .filter(|(i, _)| indices.contains(i))
            .filter_map(|(_, entry)| {
                let key = entry.key.ok()?.with_origin(self.origin.clone());
                Some((entry.is_default, key))
            })
            .collect()
    }

    /// Draws the list and says what was asked for.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let p = palette(ui);
        let is_new = std::mem::take(&mut self.is_new);
        let drawn = tinted_card(ui, p.accent, |ui| {
            let title = match self.found.entries.len() {
                1 => format!("1 key in {}", self.origin),
                count => format!("{count} keys in {}", self.origin),
            };
            card_title(ui, icon::SET, &title, |_| ());
            note(
                ui,
                format!(
                    "{}. Choose which to load; all of them check signatures, and one of them signs.",
                    capitalized(&self.found.source.to_string())
                ),
            );
            if let Some(name) = &self.found.missing_default {
                let text = format!("The default, `{name}`, has no signing key here");
                told(ui, icon::CARE, p.care, &text);
            }
            for (entry, chosen) in self.found.entries.iter().zip(&mut self.chosen) {
                let name = entry.name().to_owned();
                ui.add_space(2.0);
                match &entry.key {
                    Ok(key) => {
                        let color = p.stage(key.stage);
                        ui.horizontal(|ui| {
                            ui.checkbox(chosen, strong(name).color(color));
                            if entry.is_default {
                                note(ui, "the default");
                            }
                            if let Some(id) = key.id.as_deref().filter(|id| *id != entry.name()) {
                                ui.label(egui::RichText::new(id).monospace());
                            }
                        });
                        ui.indent((entry.name(), "about"), |ui| {
                            note(ui, capitalized(&key.about()))
                        });
                    }
                    Err(error) => {
                        ui.add_enabled(false, egui::Checkbox::new(&mut false, strong(name)));
                        ui.indent((entry.name(), "about"), |ui| {
                            told(ui, icon::WRONG, p.wrong, &capitalized(&error.to_string()));
                            note(ui, error.hint());
                        });
                    }
                }
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                let indices: Vec<usize> = (0..self.chosen.len())
                    .filter(|index| self.chosen[*index])
                    .collect();
                let text = match indices.len() {
                    1 => "Load 1 key".to_owned(),
                    count => format!("Load {count} keys"),
                };
                ui.add_enabled_ui(!indices.is_empty(), |ui| {
                    let load = main_button(ui, icon::DONE, &text);
                    if is_new {
                        load.request_focus();
                    }
                    if load.clicked() {
                        action = Some(Action::TakeOffered(indices));
                    }
                });
                if icon_button(ui, icon::CLOSE, "Load none").clicked() {
                    action = Some(Action::LeaveOffered);
                }
            });
            ui.allocate_space(Vec2::new(0.0, 2.0));
        });
        if is_new {
            drawn.response.scroll_to_me(Some(egui::Align::TOP));
        }
        action
    }
}
