//! Several keys from one source, to choose from.

use egui::{Align, Checkbox, RichText, Ui, Vec2};

use crate::{
    core::{
        key::{Key, source::KeyEntry},
        text::capitalized,
    },
    ui::{
        action::Action,
        session::{KeyAction, Offer},
        theme::{icon, palette, status::Status},
        widgets::{card_title, error, icon_button, main_button, note, status, strong, tinted_card},
    },
};

/// Draws the keys. A new offer scrolls into view and gets the focus.
pub(super) fn ui(ui: &mut Ui, offer: &Offer, is_new: bool) -> Option<Action> {
    let mut action = None;
    let color = palette(ui).accent;
    let card = tinted_card(ui, color, |ui| {
        let title = match offer.found.entries.len() {
            1 => format!("1 key in {}", offer.origin),
            count => format!("{count} keys in {}", offer.origin),
        };
        card_title(ui, icon::SET, &title, |_| ());
        let source = capitalized(&offer.found.source.to_string());
        note(
            ui,
            format!(
                "{source}. Choose which to load: all of them verify signatures, one of them signs."
            ),
        );
        if let Some(name) = &offer.found.missing_default {
            let text = format!("The default, `{name}`, has no signing key here");
            status(ui, Status::Care, text);
        }
        for (index, entry) in offer.found.entries.iter().enumerate() {
            ui.add_space(4.0);
            let name = entry.name();
            match &entry.key {
                Ok(key) => {
                    let mut is_chosen = offer.chosen[index];
                    if key_ui(ui, entry, key, &mut is_chosen) {
                        action = Some(KeyAction::Choose(index, is_chosen));
                    }
                }
                Err(wrong) => {
                    ui.add_enabled(false, Checkbox::new(&mut false, strong(name)));
                    ui.indent((name, "about"), |ui| error(ui, Status::Wrong, wrong));
                }
            }
        }
        ui.add_space(8.0);
        action = action.take().or(buttons_ui(ui, offer, is_new));
        ui.allocate_space(Vec2::new(0.0, 2.0));
    });
    if is_new {
        card.response.scroll_to_me(Some(Align::TOP));
    }
    action.map(Action::Key)
}

/// A key on offer. Returns whether its choice was changed.
fn key_ui(ui: &mut Ui, entry: &KeyEntry, key: &Key, is_chosen: &mut bool) -> bool {
    let name = entry.name();
    let color = palette(ui).stage(key.stage);
    let row = ui.horizontal(|ui| {
        let checkbox = ui.checkbox(is_chosen, strong(name).color(color));
        if entry.is_default {
            note(ui, "the default");
        }
        if let Some(id) = key.id.as_deref().filter(|id| *id != name) {
            ui.label(RichText::new(id).monospace());
        }
        checkbox.changed()
    });
    ui.indent((name, "about"), |ui| note(ui, capitalized(&key.about())));
    row.inner
}

fn buttons_ui(ui: &mut Ui, offer: &Offer, is_new: bool) -> Option<KeyAction> {
    let mut action = None;
    ui.horizontal(|ui| {
        let count = offer.chosen.iter().filter(|chosen| **chosen).count();
        let text = match count {
            1 => "Load 1 key".to_owned(),
            count => format!("Load {count} keys"),
        };
        ui.add_enabled_ui(count > 0, |ui| {
            let load = main_button(ui, icon::DONE, &text);
            if is_new {
                load.request_focus();
            }
            if load.clicked() {
                action = Some(KeyAction::LoadChosen);
            }
        });
        if icon_button(ui, icon::CLOSE, "Load none").clicked() {
            action = Some(KeyAction::LoadNone);
        }
    });
    action
}
