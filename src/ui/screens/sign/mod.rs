//! Sign tokens: the form on the left; on the right the tokens, signed again as you type.

mod audience;
mod changes;
mod fields;
pub(in crate::ui) mod form;
mod key;
mod outcome;
mod output;
mod params;
mod snippet;

use std::collections::BTreeSet;

use egui::{Frame, Label, Margin, Stroke, Ui};

use self::{
    changes::{changes_ui, other_key_ui},
    form::SignForm,
    outcome::{SignAnswer, SignOutcome, SignState},
    output::{OutputView, no_id_ui},
};
use crate::{
    core::{
        json::{Object, Value},
        mux::{audience::Audience, url::MediaUrl},
        text::counted,
        time::Timestamp,
        token::spec::TokenSpec,
    },
    ui::{
        action::{Action, WasSigned},
        cx::{Cx, EXAMPLE_ID},
        redact::secrets::Secrets,
        theme::{icon, palette, status::Status},
        widgets::{
            Memo, at_end, bare_button,
            column::{Pane, TwoColumns, is_narrow},
            gap, live, part, small_text, status,
        },
    },
};

/// The Sign screen.
pub(crate) struct SignScreen {
    form: SignForm,
    /// The expiry of a form that is reset.
    default_expiry: String,
    /// What the form was filled from.
    source: Option<Source>,
    /// The token that the form was filled from.
    was: Option<WasSigned>,
    /// Whether the form was just filled, so that it scrolls to its top.
    is_filled: bool,
    /// The claims that have a row though they may be empty.
    added: BTreeSet<&'static str>,
    /// For how many frames the field with the cursor is kept in view, because the first answer appears above it.
    keeps_in_view: u8,
    /// Where the cursor goes next.
    focus: Option<Focus>,
    /// The ID of the signing key as it is typed.
    key_id: String,
    /// Depends on the keys.
    outcome: Memo<SignForm, u64, SignOutcome>,
    /// The last claims of the tokens, for pictures of what they do.
    claims: Vec<(Audience, Object)>,
    /// The last tokens, and the state of the keys that signed them.
    answer: Option<(SignAnswer, u64)>,
    view: OutputView,
}

/// After this many frames, new contents have their final size.
const SETTLING: u8 = 4;

/// What the form was filled from.
struct Source {
    /// What it says.
    filled: String,
    /// The text, if it contains a token.
    pasted: Option<String>,
}

/// A field that can get the cursor.
#[derive(Clone, Copy, PartialEq)]
enum Focus {
    Id,
    KeyId,
    Claim(&'static str),
}

impl Default for SignScreen {
    fn default() -> Self {
        let form = SignForm::default();
        Self {
            default_expiry: form.expiry.clone(),
            form,
            source: None,
            was: None,
            is_filled: false,
            added: BTreeSet::new(),
            keeps_in_view: 0,
            focus: None,
            key_id: String::new(),
            outcome: Memo::default(),
            claims: Vec::new(),
            answer: None,
            view: OutputView::default(),
        }
    }
}

impl SignScreen {
    /// Fills the form from a token.
    pub(crate) fn fill(&mut self, request: &TokenSpec, url: Option<&MediaUrl>, was: WasSigned) {
        self.clear();
        self.form = SignForm::from_spec(request, url);
        self.source = Some(Source {
            filled: "Filled in from the token; change what you need".to_owned(),
            pasted: None,
        });
        self.was = Some(was);
    }

    /// Fills the form from a pasted text: an ID, a URL or a token. Returns whether it is any of these.
    pub(crate) fn put(&mut self, text: &str) -> bool {
        let text = text.trim();
        let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
        if !self.take_apart(text) {
            if !is_word {
                return false;
            }
            text.clone_into(&mut self.form.id);
        }
        self.is_filled = true;
        self.focus = Some(Focus::Id);
        true
    }

    /// Puts the cursor into the field for the ID of the signing key.
    pub(crate) fn ask_for_key_id(&mut self) {
        self.key_id.clear();
        self.focus = Some(Focus::KeyId);
    }

    /// Empties the form.
    fn reset(&mut self) {
        self.clear();
        self.form = SignForm::new(&self.default_expiry);
        self.answer = None;
        self.focus = Some(Focus::Id);
    }

    fn clear(&mut self) {
        self.source = None;
        self.was = None;
        self.added.clear();
        self.is_filled = true;
    }

    /// Whether a field gets the cursor now.
    fn take_focus(&mut self, field: Focus) -> bool {
        self.focus.take_if(|focus| *focus == field).is_some()
    }

    /// Sets the default lifetime of new tokens. A form with another one keeps it.
    pub(crate) fn set_default_expiry(&mut self, before: &str, now: &str) {
        let expiry = &mut self.form.expiry;
        if *expiry == before || *expiry == SignForm::default().expiry {
            now.clone_into(expiry);
        }
        now.clone_into(&mut self.default_expiry);
    }

    /// Adds everything on this screen that must be masked while it is shared.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.form.custom);
        if let Ok(custom) = Value::parse(&self.form.custom) {
            secrets.add_custom(&custom);
        }
        let extra = Object::parse(&self.form.extra).ok();
        let was = self.was.as_ref().map(|was| &was.payload);
        for claims in extra.iter().chain(was) {
            secrets.add_claims(claims);
        }
        if let Some((answer, _)) = &self.answer {
            for made in &answer.made {
                secrets.add_token(&made.token);
            }
        }
    }

    /// The form.
    pub(crate) fn form(&self) -> &SignForm {
        &self.form
    }

    /// Puts an example ID into an empty form, so that a new demo key produces a token.
    pub(crate) fn fill_example(&mut self) {
        if self.form.id.is_empty() {
            EXAMPLE_ID.clone_into(&mut self.form.id);
        }
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let columns = TwoColumns {
            name: "sign",
            share: 0.44,
            least: 330.0,
            most: 500.0,
            to_top: std::mem::take(&mut self.is_filled),
            scrolls: true,
        };
        columns.show(ui, |ui, pane| {
            self.sign(ui, cx);
            let asked = match pane {
                Pane::Form => self.form_ui(ui, cx),
                Pane::Answer => self.answer_ui(ui, cx),
            };
            action = action.take().or(asked);
        });
        // In one column the answer is above the form.
        self.sign(ui, cx);
        action
    }

    /// Signs again if the form or the keys have changed. The clock alone does not.
    fn sign(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let (form, revision) = (&self.form, cx.session.keyring.revision());
        let mut answer = None;
        let is_new = self.outcome.update(form, revision, || {
            let (mut outcome, made) = outcome::sign(form, cx);
            answer = made;
            if !outcome.claims.is_empty() {
                self.claims = std::mem::take(&mut outcome.claims);
            }
            outcome
        });
        if !is_new {
            return;
        }
        ui.ctx().request_repaint();
        if let Some(mut answer) = answer {
            let before = self.answer.take();
            if before.is_none() {
                self.keeps_in_view = SETTLING;
            }
            let changed = before.and_then(|(before, _)| answer.compare(&before));
            self.view.renew(&answer, changed);
            self.answer = Some((answer, revision));
        } else if self.answer.as_ref().is_some_and(|(_, of)| *of != revision) {
            // Its key may be gone.
            self.answer = None;
        }
    }

    /// Whether the answer is that of the form as it is now.
    fn is_signed(&self) -> bool {
        let outcome = self.outcome.get();
        outcome.is_some_and(|outcome| matches!(outcome.state, SignState::Signed))
    }

    /// The expiry of the token on the screen.
    fn expires_at(&self) -> Option<Timestamp> {
        let (answer, _) = self.answer.as_ref().filter(|_| self.is_signed())?;
        Some(answer.made.first()?.signed.expires_at)
    }

    fn form_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let new = SignForm::new(&self.default_expiry);
        let is_reset = part(ui, "sign type", |ui| audience::ui(ui, &mut self.form, &new));
        gap(ui);
        let action = part(ui, "sign id", |ui| self.id_ui(ui));
        gap(ui);
        part(ui, "sign expiry", |ui| self.expiry_ui(ui, cx));
        gap(ui);
        self.params_ui(ui);
        gap(ui);
        part(ui, "sign advanced", |ui| self.advanced_ui(ui));
        if is_reset {
            self.reset();
        }
        action
    }

    /// The tokens, or what is missing for them.
    fn answer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let is_narrow = is_narrow(ui.ctx());
        let bottom = ui.clip_rect().bottom();
        if self.is_missing() {
            return self.missing_ui(ui, cx);
        }
        let is_signed = self.is_signed();
        let Some((answer, _)) = &self.answer else {
            if !is_narrow {
                no_id_ui(ui, self.form.audience.subject());
            }
            return None;
        };
        let mut is_again = false;
        head_ui(ui, answer, self.outcome.get()?, &mut is_again);
        if is_signed && let (Some(was), [made]) = (&self.was, answer.made.as_slice()) {
            other_key_ui(ui, cx, was.key_id.as_deref());
            if changes_ui(ui, cx, &was.payload, &made.signed.payload) {
                self.was = None;
            }
            gap(ui);
        }
        // In one column the form follows.
        let room = if is_narrow {
            0.0
        } else {
            bottom - ui.cursor().top() - 20.0
        };
        let action = self.view.ui(ui, cx, answer, !is_signed, room);
        if is_again {
            self.outcome.clear();
            ui.ctx().request_repaint();
        }
        action
    }
}

/// Below this width in points, the chip of a demo key has a line of its own.
const TIGHT: f32 = 420.0;

/// Whether the tokens can be used, until when, and what the rules report.
fn head_ui(ui: &mut Ui, answer: &SignAnswer, outcome: &SignOutcome, is_again: &mut bool) {
    let warnings = outcome.findings.len();
    let (tone, text) = match outcome.state {
        SignState::Signed if warnings == 0 => (Status::Right, "Ready, no warnings".to_owned()),
        SignState::Signed => {
            let count = counted(warnings, "warning");
            (Status::Care, format!("{count}, shown in the form"))
        }
        SignState::NoId => (
            Status::Wrong,
            "Not up to date: the ID is missing".to_owned(),
        ),
        _ => (
            Status::Wrong,
            "Not up to date: fix the marked field".to_owned(),
        ),
    };
    let is_tight = ui.available_width() < TIGHT;
    if answer.is_demo && is_tight {
        demo_chip(ui);
    }
    ui.horizontal(|ui| {
        let shown = status(ui, tone, text);
        live(ui, &shown);
        at_end(ui, |ui| {
            if answer.is_demo && !is_tight {
                demo_chip(ui);
            }
            *is_again = bare_button(ui, icon::AGAIN, "Sign again from now").clicked();
        });
    });
    ui.add_space(2.0);
}

/// What is easily forgotten about a demo key.
fn demo_chip(ui: &mut Ui) {
    let p = palette(ui);
    let text = small_text("DEMO, plays nowhere").color(p.care);
    Frame::new()
        .fill(p.card.lerp_to_gamma(p.care, 0.12))
        .stroke(Stroke::new(1.0, p.care))
        .corner_radius(4)
        .inner_margin(Margin::symmetric(6, 2))
        .show(ui, |ui| ui.add(Label::new(text).selectable(false)))
        .inner
        .on_hover_text("Signed with a demo key, which Mux does not know");
}
