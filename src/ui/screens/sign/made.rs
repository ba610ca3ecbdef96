//! The view of the result: tokens, their URLs and payloads, or why there are none.

use egui::{Ui, Vec2};

use super::{
    form::SignForm,
    outcome::{SignOutcome, SignedItem},
    snippet::SnippetView,
};
use crate::{
    core::{
        json::Value,
        problem::Problem,
        qr::Qr,
        text::{capitalized, counted},
        token::player::token_name,
    },
    ui::{
        action::{Action, Screen},
        cx::Cx,
        screens::{action_button, copy_button, main_copy_button, no_key::no_key_ui},
        theme::{icon, palette, status::Status},
        widgets::{
            bare_button, card, card_title, choice, code, code_job, empty_card, expiry_note, gap,
            json_job, main_button, note, problem, qr::qr_ui, status, status_with, strong,
            tinted_card, token_job,
        },
    },
};

/// The state of the view of the tokens.
#[derive(Default)]
pub(super) struct OutcomeView {
    /// The token in view, of several.
    selected: usize,
    shows_qr: bool,
    /// The QR code of the token with this index; `None` if its URL is too long.
    qr: Option<(usize, Option<Qr>)>,
    snippet: SnippetView,
}

impl OutcomeView {
    /// Drops what belongs to earlier tokens.
    pub(super) fn reset(&mut self) {
        self.qr = None;
        self.snippet.reset();
    }

    /// Draws the result; `again` is set when it is to be signed again.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        form: &SignForm,
        outcome: &SignOutcome,
        again: &mut bool,
    ) -> Option<Action> {
        match outcome {
            SignOutcome::NoKey => return no_key_ui(ui, cx),
            SignOutcome::NoId => no_id_ui(ui, form),
            SignOutcome::FieldProblems(troubles) => {
                tinted_card(ui, palette(ui).wrong, |ui| {
                    ui.label(strong("Fix the form to get a token"));
                    for trouble in troubles {
                        problem(
                            ui,
                            Status::Wrong,
                            &trouble.problem.what,
                            &trouble.problem.hint,
                        );
                    }
                });
            }
            SignOutcome::KeyProblem(wrong) => return key_problem_ui(ui, wrong),
            SignOutcome::Made(made) => return self.made_ui(ui, cx, made, again),
        }
        None
    }

    fn made_ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        made: &[SignedItem],
        again: &mut bool,
    ) -> Option<Action> {
        if made.len() > 1 {
            ui.horizontal_wrapped(|ui| {
                for (i, one) in made.iter().enumerate() {
                    let name = token_name(one.item.request.audience);
                    if choice(ui, i == self.selected, None, &name, Vec2::ZERO).clicked() {
                        self.selected = i;
                    }
                }
            });
            gap(ui);
        }
        let selected = self.selected.min(made.len().checked_sub(1)?);
        let one = &made[selected];
        if !one.findings.is_empty() {
            let count = counted(one.findings.len(), "warning");
            status(ui, Status::Care, format!("{count}, shown in the form"));
            gap(ui);
        }
        let mut action = token_ui(ui, cx, one, again);
        gap(ui);
        action = action.or(self.url_ui(ui, cx, selected, one));
        gap(ui);
        action = action.or(self.snippet.ui(ui, made));
        gap(ui);
        action.or(payload_ui(ui, one))
    }

    fn url_ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        selected: usize,
        made: &SignedItem,
    ) -> Option<Action> {
        let mut action = None;
        card(ui, |ui| {
            card_title(ui, icon::URL, "URL", |ui| {
                action = main_copy_button(ui, "Copy URL", "the URL", || made.url.clone());
                let inspect = Action::Inspect(made.url.clone());
                let inspect = action_button(ui, icon::INSPECT, "Inspect URL", inspect);
                action = action.take().or(inspect);
                let name = if self.shows_qr {
                    "Hide QR code"
                } else {
                    "Show QR code"
                };
                if bare_button(ui, icon::QR, name).clicked() {
                    self.shows_qr = !self.shows_qr;
                }
                ui.menu_button("Copy as…", |ui| {
                    if let Some(copy) = copy_as_ui(ui, made) {
                        action = Some(copy);
                        ui.close();
                    }
                });
            });
            let job = code_job(ui, &made.url);
            code(ui, job);
            if self.shows_qr {
                self.qr_ui(ui, cx, selected, &made.url);
            }
        });
        action
    }

    fn qr_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, selected: usize, url: &str) {
        if cx.redacts {
            let text = "The QR code contains the token, so it is hidden while secrets are redacted";
            status_with(ui, icon::HIDDEN, palette(ui).care, text);
            return;
        }
        if self.qr.as_ref().is_none_or(|(of, _)| *of != selected) {
            self.qr = Some((selected, Qr::new(url)));
        }
        if let Some((_, Some(qr))) = &self.qr {
            qr_ui(ui, qr, "QR code of the URL");
        } else {
            let text = "This URL is too long for a QR code, which holds at most 2,953 bytes";
            status(ui, Status::Care, text);
        }
    }
}

fn no_id_ui(ui: &mut Ui, form: &SignForm) {
    let title = match form.set {
        Some(_) => "The tokens appear here as you type",
        None => "The token appears here as you type",
    };
    let what = form.audience.subject();
    let text = format!("Paste the {what} on the left, or a whole Mux URL to fill in the form.");
    empty_card(ui, icon::TOKEN, title, &text, |_| {});
}

fn key_problem_ui(ui: &mut Ui, wrong: &Problem) -> Option<Action> {
    let mut action = None;
    tinted_card(ui, palette(ui).wrong, |ui| {
        ui.label(strong(capitalized(&wrong.what)));
        note(ui, &wrong.hint);
        ui.add_space(4.0);
        if main_button(ui, icon::KEY, "Go to Keys").clicked() {
            action = Some(Action::Show(Screen::Keys));
        }
    });
    action
}

/// The other forms in which a token can be copied.
fn copy_as_ui(ui: &mut Ui, made: &SignedItem) -> Option<Action> {
    let name = token_name(made.item.request.audience);
    let variable = name.replace('-', "_").to_ascii_uppercase();
    let (token, url) = (&made.item.token, &made.url);
    let noun = made.item.url.resource.noun();
    let forms = [
        ("URL without the token", made.item.url.to_string()),
        ("token=…", format!("token={token}")),
        ("curl command", format!("curl -i '{url}'")),
        ("Environment variable", format!("{variable}={token}")),
        ("Markdown link", format!("[{noun}]({url})")),
    ];
    let mut action = None;
    for (title, text) in forms {
        if ui.button(title).clicked() {
            action = Some(Action::Copy { what: title, text });
        }
    }
    action
}

fn token_ui(ui: &mut Ui, cx: &Cx<'_>, made: &SignedItem, again: &mut bool) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::TOKEN, "Token", |ui| {
            action = copy_button(ui, "Copy token", "the token", || made.token.text.clone());
            *again |= bare_button(ui, icon::AGAIN, "Sign again from now").clicked();
        });
        let job = token_job(ui, &made.token, ui.available_width());
        code(ui, job);
        expiry_note(ui, made.signed.expires_at, cx.now, cx.zone);
    });
    action
}

fn payload_ui(ui: &mut Ui, made: &SignedItem) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        let payload = Value::Object(made.signed.payload.clone());
        card_title(ui, icon::PAYLOAD, "Payload", |ui| {
            action = copy_button(ui, "Copy payload", "the payload", || payload.pretty());
        });
        let job = json_job(ui, &payload);
        code(ui, job);
        note(ui, format!("Header: {}", made.signed.header));
    });
    action
}
