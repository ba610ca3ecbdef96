//! Sign tokens: the form on the left; on the right the tokens, signed again as you type.

mod audience;
mod changes;
pub(in crate::ui) mod form;
mod made;
mod outcome;
mod params;
mod snippet;

use egui::{CollapsingHeader, ComboBox, Ui, Vec2};

use self::{
    changes::{changes_ui, other_key_ui},
    form::{Field, FieldProblem, SignForm},
    made::OutcomeView,
    outcome::SignOutcome,
};
use crate::{
    core::{
        diagnose::finding::Finding,
        json::{Object, Value},
        mux::{
            audience::Audience,
            url::{MediaUrl, Resource},
        },
        text::{capitalized, visible},
        time::Timestamp,
        token::spec::{KeyIdPlacement, TokenSpec},
    },
    ui::{
        action::{Action, WasSigned},
        cx::{Cx, EXAMPLE_ID},
        redact::secrets::Secrets,
        theme::status::Status,
        widgets::{
            Memo, choice,
            column::{Pane, TwoColumns},
            expiry_note, field_label, gap, json_field, line_edit, main_field, note, problem,
            status, text_field,
        },
    },
};

/// The Sign screen.
#[derive(Default)]
pub(crate) struct SignScreen {
    form: SignForm,
    /// What the form was filled from.
    source: Option<String>,
    /// The token that the form was filled from.
    was: Option<WasSigned>,
    /// Whether the form was just filled, so that it scrolls to its top.
    is_filled: bool,
    /// Depends on the keys.
    outcome: Memo<SignForm, u64, SignOutcome>,
    view: OutcomeView,
}

/// The lifetimes to choose from.
const LIFETIMES: [(&str, &str); 5] = [
    ("1 hour", "1h"),
    ("12 hours", "12h"),
    ("1 day", "1d"),
    ("7 days", "7d"),
    ("30 days", "30d"),
];

impl SignScreen {
    /// Fills the form from a token.
    pub(crate) fn fill(&mut self, request: &TokenSpec, url: Option<&MediaUrl>, was: WasSigned) {
        self.form = SignForm::from_spec(request, url);
        self.source = Some("Filled in from the token; change what you need".to_owned());
        self.was = Some(was);
        self.is_filled = true;
    }

    /// Sets the default lifetime of new tokens. A form with another one keeps it.
    pub(crate) fn set_default_expiry(&mut self, before: &str, now: &str) {
        let expiry = &mut self.form.expiry;
        if *expiry == before || *expiry == SignForm::default().expiry {
            now.clone_into(expiry);
        }
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
        if let Some(SignOutcome::Made(made)) = self.outcome.get() {
            for made in made {
                secrets.add_token(&made.token);
            }
        }
    }

    /// Fills in an ID, or takes a URL apart.
    pub(crate) fn set_text(&mut self, text: &str) {
        text.clone_into(&mut self.form.id);
        self.source = self.form.take_apart(text);
        self.was = None;
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
        columns.show(ui, |ui, pane| match pane {
            Pane::Form => self.form_ui(ui, cx),
            Pane::Answer => {
                let (form, revision) = (&self.form, cx.session.keyring.revision());
                // The clock alone does not sign again.
                if self
                    .outcome
                    .update(form, revision, || SignOutcome::of(form, cx))
                {
                    self.view.reset();
                }
                action = self.outcome_ui(ui, cx);
            }
        });
        action
    }

    fn outcome_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let outcome = self.outcome.get()?;
        let (mut again, mut is_closed) = (false, false);
        if let (SignOutcome::Made(made), Some(was)) = (outcome, &self.was)
            && let [made] = made.as_slice()
        {
            other_key_ui(ui, cx, was.key_id.as_deref());
            is_closed = changes_ui(ui, cx, &was.payload, &made.signed.payload);
            gap(ui);
        }
        let action = self.view.ui(ui, cx, &self.form, outcome, &mut again);
        if is_closed {
            self.was = None;
        }
        if again {
            self.outcome.clear();
            ui.ctx().request_repaint();
        }
        action
    }

    /// What is wrong with a field.
    fn trouble(&self, field: Field) -> Option<&FieldProblem> {
        match self.outcome.get_for(&self.form) {
            Some(SignOutcome::FieldProblems(troubles)) => {
                troubles.iter().find(|trouble| trouble.field == field)
            }
            _ => None,
        }
    }

    /// What the rules report on a field.
    fn findings(&self, field: Field) -> Vec<&Finding> {
        let outcome = self.outcome.get_for(&self.form);
        let mut findings = outcome.map(SignOutcome::findings).unwrap_or_default();
        findings.retain(|finding| Field::of(finding) == field);
        findings
    }

    /// Whether anything is reported on a field.
    fn is_noted(&self, field: Field) -> bool {
        self.trouble(field).is_some() || !self.findings(field).is_empty()
    }

    fn trouble_ui(&self, ui: &mut Ui, field: Field) {
        if let Some(trouble) = self.trouble(field) {
            problem(
                ui,
                Status::Wrong,
                &trouble.problem.what,
                &trouble.problem.hint,
            );
        }
        for finding in self.findings(field) {
            problem(ui, Status::Care, visible(&finding.message), &finding.hint);
        }
    }

    fn form_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        audience::ui(ui, &mut self.form);
        gap(ui);
        self.id_ui(ui);
        gap(ui);
        self.expiry_ui(ui, cx);
        gap(ui);
        self.params_ui(ui);
        gap(ui);
        self.claims_ui(ui);
        gap(ui);
        self.advanced_ui(ui);
    }

    fn id_ui(&mut self, ui: &mut Ui) {
        let subject = self.form.audience.subject();
        let hint = format!("Paste the {subject}, or a whole Mux URL");
        let response = text_field(ui, &capitalized(subject), &mut self.form.id, &hint, true);
        main_field(ui, &response, self.form.id.is_empty());
        if response.changed() {
            let text = self.form.id.clone();
            self.set_text(&text);
        }
        if let Some(source) = &self.source {
            status(ui, Status::Info, source);
        }
        self.trouble_ui(ui, Field::Id);
    }

    fn expiry_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let label = field_label(ui, "Expires");
        ui.horizontal(|ui| {
            for (title, text) in LIFETIMES {
                ui.spacing_mut().item_spacing.x = 5.0;
                ui.spacing_mut().button_padding.x = 7.0;
                let is_current = self.form.expiry.trim() == text;
                if choice(ui, is_current, None, title, Vec2::ZERO).clicked() {
                    text.clone_into(&mut self.form.expiry);
                }
            }
        });
        let hint = "7d, 10h, 2 days, 2026-12-31 18:00";
        let edit = line_edit(&mut self.form.expiry, hint, true);
        ui.add(edit).labelled_by(label.id);
        match self.form.expiry(cx.zone) {
            // The problem says when it was.
            Ok(_) if self.trouble(Field::Expiry).is_some() => {}
            Ok(expiry) => {
                let expiry = self.expires_at().unwrap_or_else(|| expiry.moment(cx.now));
                expiry_note(ui, expiry, cx.now, cx.zone);
            }
            // Shown at once, without a key.
            Err(trouble) if self.trouble(Field::Expiry).is_none() => problem(
                ui,
                Status::Wrong,
                trouble.problem.what,
                trouble.problem.hint,
            ),
            Err(_) => {}
        }
        self.trouble_ui(ui, Field::Expiry);
    }

    /// The expiry of the token on the screen.
    fn expires_at(&self) -> Option<Timestamp> {
        match self.outcome.get_for(&self.form) {
            Some(SignOutcome::Made(made)) => made.first().map(|made| made.signed.expires_at),
            _ => None,
        }
    }

    fn claims_ui(&mut self, ui: &mut Ui) {
        let label = "Playback restriction ID, optional";
        let hint = "The ID of a restriction in Mux";
        text_field(ui, label, &mut self.form.restriction, hint, true);
        self.trouble_ui(ui, Field::Restriction);
        gap(ui);
        json_field(
            ui,
            "Custom claims, optional: a JSON object without personal data",
            &mut self.form.custom,
            "{\"session\": \"1234\"}",
        );
        self.trouble_ui(ui, Field::Custom);
    }

    fn advanced_ui(&mut self, ui: &mut Ui) {
        let is_needed = self.is_noted(Field::Extra)
            || self.trouble(Field::Domain).is_some()
            || !self.form.extra.is_empty();
        CollapsingHeader::new("URL, key ID and extra claims")
            .id_salt("advanced")
            .default_open(false)
            .open(is_needed.then_some(true))
            .show_unindented(ui, |ui| {
                ui.add_space(4.0);
                for audience in self.form.audiences().to_vec() {
                    self.format_ui(ui, audience);
                    gap(ui);
                }
                self.domain_ui(ui);
                self.placement_ui(ui);
                gap(ui);
                json_field(
                    ui,
                    "Extra claims: a JSON object",
                    &mut self.form.extra,
                    "{\"iat\": 1795330245}",
                );
                self.trouble_ui(ui, Field::Extra);
            });
    }

    fn format_ui(&mut self, ui: &mut Ui, audience: Audience) {
        let formats = Resource::formats(audience);
        if formats.len() < 2 {
            return;
        }
        let label = match self.form.set {
            Some(_) => field_label(ui, &format!("URL format for {}", audience.noun())),
            None => field_label(ui, "URL format"),
        };
        let mut format = self.form.format_of(audience).to_owned();
        ComboBox::from_id_salt(("format", audience.claim()))
            .height(500.0)
            .selected_text(format.clone())
            .width(180.0)
            .show_ui(ui, |ui| {
                for name in formats {
                    ui.selectable_value(&mut format, (*name).to_owned(), *name);
                }
            })
            .response
            .labelled_by(label.id);
        if format != self.form.format_of(audience) {
            self.form.formats.insert(audience, format);
        }
        self.trouble_ui(ui, Field::Format);
    }

    fn domain_ui(&mut self, ui: &mut Ui) {
        // Viewer counts have no media URL.
        if self.form.audience.is_views() {
            return;
        }
        let label = "Custom domain, optional";
        text_field(ui, label, &mut self.form.domain, "mux.com", true);
        self.trouble_ui(ui, Field::Domain);
        if self.form.audience == Audience::Drm && !self.form.domain.trim().is_empty() {
            let text = "A custom license domain works only if Mux has set it up";
            status(ui, Status::Care, text);
        }
        gap(ui);
    }

    fn placement_ui(&mut self, ui: &mut Ui) {
        field_label(ui, "Key ID goes in");
        ui.horizontal(|ui| {
            for placement in KeyIdPlacement::ALL {
                let selected = placement == self.form.placement;
                let name = if placement == KeyIdPlacement::Both {
                    "both"
                } else {
                    placement.word()
                };
                if choice(ui, selected, None, name, Vec2::ZERO).clicked() {
                    self.form.placement = placement;
                }
            }
        });
        let about = "Mux reads both; its current SDKs put it in the payload.";
        note(ui, about);
    }
}
