//! What is missing for a token: the key, or its ID.

use egui::{Event, Ui};

use super::{Focus, SignScreen, outcome::SignState};
use crate::{
    core::{key, problem::Problem, text::capitalized, token::spec::SignError},
    ui::{
        action::Action,
        cx::Cx,
        screens::no_key::{load_buttons_ui, no_key_ui},
        session::KeyAction,
        theme::{icon, palette, status::Status},
        widgets::{main_button, main_field, note, status, strong, text_field, tinted_card},
    },
};

impl SignScreen {
    /// Whether there is no key that signs.
    pub(super) fn is_missing(&self) -> bool {
        self.outcome
            .get()
            .is_some_and(|outcome| match outcome.state {
                SignState::NoKey | SignState::NoKeyId(_) | SignState::KeyProblem(_) => true,
                SignState::NoId | SignState::Unusable | SignState::Signed => false,
            })
    }

    /// The ID that was typed before another screen was opened.
    pub(crate) fn take_typed_key_id(&mut self) -> Option<Action> {
        let SignState::NoKeyId(index) = self.outcome.get()?.state else {
            return None;
        };
        key::name_of(&self.key_id)?;
        let id = std::mem::take(&mut self.key_id);
        Some(Action::Key(KeyAction::SetId(index, id)))
    }

    /// Draws what is to be done before there can be a token, if anything is.
    pub(super) fn missing_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let outcome = self.outcome.get()?;
        let (index, problem) = match &outcome.state {
            SignState::NoKey => return no_key_ui(ui, cx),
            SignState::NoKeyId(index) => (Some(*index), None),
            SignState::KeyProblem(problem) => (None, Some(problem.clone())),
            SignState::NoId | SignState::Unusable | SignState::Signed => return None,
        };
        match index {
            Some(index) => self.key_id_ui(ui, cx, index),
            None => key_problem_ui(ui, cx, &problem?),
        }
    }

    /// The field for the ID of a key. A pasted ID is complete, a typed one when the field is left.
    fn key_id_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, index: usize) -> Option<Action> {
        let mut action = None;
        tinted_card(ui, palette(ui).accent, |ui| {
            ui.label(strong("Which ID does this key have?"));
            note(ui, SignError::NoKeyId.hint());
            ui.add_space(4.0);
            let hint = "The ID of the signing key, not of an access token";
            let field = text_field(ui, "Key ID (kid)", &mut self.key_id, hint, true);
            if self.take_focus(Focus::KeyId) {
                field.request_focus();
            }
            main_field(ui, &field, self.key_id.is_empty());
            let is_name = key::name_of(&self.key_id).is_some();
            if !self.key_id.trim().is_empty() && !is_name {
                let text = "Not accepted as an ID: too long, or a token";
                status(ui, Status::Care, text);
            }
            let is_pasted = field.changed()
                && ui.input(|input| {
                    let mut events = input.events.iter();
                    events.any(|event| matches!(event, Event::Paste(_)))
                });
            ui.add_space(4.0);
            let is_used = ui
                .add_enabled_ui(is_name, |ui| main_button(ui, icon::DONE, "Use this ID"))
                .inner
                .clicked();
            let is_left = !field.has_focus();
            if is_name && (is_pasted || is_used || is_left) {
                let id = self.key_id.clone();
                action = Some(Action::Key(KeyAction::SetId(index, id)));
                let is_entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
                if is_pasted || is_used || is_entered {
                    self.focus = Some(Focus::Id);
                }
            }
            ui.add_space(8.0);
            note(ui, "Or load another key:");
            ui.horizontal_wrapped(|ui| action = action.take().or(load_buttons_ui(ui, cx)));
        });
        action
    }
}

fn key_problem_ui(ui: &mut Ui, cx: &Cx<'_>, problem: &Problem) -> Option<Action> {
    let mut action = None;
    tinted_card(ui, palette(ui).wrong, |ui| {
        ui.label(strong(capitalized(&problem.what)));
        note(ui, &problem.hint);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| action = load_buttons_ui(ui, cx));
    });
    action
}
