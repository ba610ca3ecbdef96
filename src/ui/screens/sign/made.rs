//! What comes of the form: tokens, the URLs that they open, and things to paste.

use egui::{ComboBox, Ui, Vec2};

use super::{
    form::{FieldProblem, SignForm},
    moment_ui, no_key_ui,
};
use crate::{
    core::{
        export::{self, ExportItem, Snippet},
        json::Value,
        key::KeyError,
        qr::Qr,
        text::capitalized,
        token::{
            Token,
            player::token_name,
            spec::{SignError, Signed},
        },
    },
    ui::{
        action::{Action, Screen},
        cx::Cx,
        redact::secrets::Secrets,
        theme::{icon, palette},
        widgets::{
            self, bare_button, card, card_title, choice, code, code_job, empty, gap, icon_button,
            main_button, note, qr::qr_ui, strong, told,
        },
    },
};

/// What a form comes to.
pub(super) enum Outcome {
    /// There is no key.
    NoKey,
    /// There is no ID yet.
    NoId,
    /// Something in the form cannot be used.
    Troubles(Vec<FieldProblem>),
    /// The key cannot be used.
    KeyTrouble { message: String, hint: String },
    /// Tokens, at least one.
    Made(Vec<Made>),
}

/// A token and where it goes.
pub(super) struct Made {
    item: ExportItem,
    token: Token,
    url: String,
    pub(super) signed: Signed,
}

/// How the outcome is looked at.
#[derive(Default)]
pub(super) struct View {
    /// The token in view, of several.
    selected: usize,
    /// Whether the QR code is open.
    shows_qr: bool,
    /// The QR code of the URL in view, once it was asked for; `None` inside when it is too long.
    qr: Option<(usize, Option<Qr>)>,
    /// The snippet that was chosen.
    snippet: Option<&'static Snippet>,
    /// What it came to.
    written: Option<Result<String, String>>,
}

impl Outcome {
    /// Signs what the form asks for with the key at hand.
    pub(super) fn of(form: &SignForm, cx: &Cx<'_>) -> Self {
        let requests = match form.specs(cx.zone) {
            Ok(requests) => requests,
            Err(troubles) => return Self::Troubles(troubles),
        };
        let Some(key) = cx.keyring.current() else {
            return Self::NoKey;
        };
        let of_key = |error: KeyError| Self::KeyTrouble {
            message: capitalized(&error.to_string()),
            hint: error.hint().to_owned(),
        };
        let signing = match key.signing() {
            Ok(signing) => signing,
            Err(error) => return of_key(error),
        };
        let mut made = Vec::new();
        for request in requests {
            let signed = match request.sign(key.id.as_deref().unwrap_or_default(), signing, cx.now)
            {
                Ok(signed) => signed,
                Err(SignError::NoId(_)) => return Self::NoId,
                Err(error) => {
                    return Self::KeyTrouble {
                        message: capitalized(&error.to_string()),
                        hint: error.hint().to_owned(),
                    };
                }
            };
            let Some(url) = form.url_of(request.audience) else {
                continue;
            };
            let item = ExportItem {
                request,
                url,
                token: signed.token.clone(),
            };
            made.push(Made {
                token: Token::read(&item.token),
                url: item.signed_url(),
                item,
                signed,
            });
        }
        Self::Made(made)
    }
}

impl Made {
    /// Tells what must not be read on a shared screen.
    pub(super) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_token(&self.token);
    }
}

impl View {
    /// Forgets what was made from other tokens.
    pub(super) fn made_anew(&mut self) {
        self.qr = None;
        self.written = None;
    }

    /// Draws the outcome; `again` is set when it is to be signed anew.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        form: &SignForm,
        outcome: &Outcome,
        again: &mut bool,
    ) -> Option<Action> {
        match outcome {
            Outcome::NoKey => no_key_ui(ui, cx),
            Outcome::NoId => {
                card(ui, |ui| {
                    let what = form.audience.subject();
                    let title = match form.set {
                        Some(_) => "The tokens appear here as you type",
                        None => "The token appears here as you type",
                    };
                    empty(
                        ui,
                        icon::TOKEN,
                        title,
                        &format!(
                            "Paste the {what} on the left, or a whole Mux URL: it is taken apart for you."
                        ),
                    );
                });
                None
            }
            Outcome::Troubles(troubles) => {
                widgets::tinted_card(ui, palette(ui).wrong, |ui| {
                    ui.label(strong(
                        "No token, because something in the form cannot be used",
                    ));
                    for trouble in troubles {
                        told(ui, icon::WRONG, palette(ui).wrong, &trouble.problem.what);
                        note(ui, &*trouble.problem.hint);
                    }
                });
                None
            }
            Outcome::KeyTrouble { message, hint } => {
                let mut action = None;
                widgets::tinted_card(ui, palette(ui).wrong, |ui| {
                    ui.label(strong(message.as_str()));
                    note(ui, hint.as_str());
                    ui.add_space(4.0);
                    if main_button(ui, icon::KEY, "Go to Keys").clicked() {
                        action = Some(Action::Show(Screen::Keys));
                    }
                });
                action
            }
            Outcome::Made(made) => self.made_ui(ui, cx, made, again),
        }
    }

    fn made_ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        made: &[Made],
        again: &mut bool,
    ) -> Option<Action> {
        let mut action = None;
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
        let selected = self.selected.min(made.len() - 1);
        let one = &made[selected];
        action = action.or(token_ui(ui, cx, one, again));
        gap(ui);
        action = action.or(self.url_ui(ui, cx, selected, one));
        gap(ui);
        action = action.or(self.snippet_ui(ui, made));
        gap(ui);
        action.or(payload_ui(ui, one))
    }

    fn url_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, selected: usize, made: &Made) -> Option<Action> {
        let mut action = None;
        card(ui, |ui| {
            card_title(ui, icon::URL, "URL", |ui| {
                if icon_button(ui, icon::COPY, "Copy URL").clicked() {
                    action = Some(Action::Copy {
                        what: "the URL",
                        text: made.url.clone(),
                    });
                }
                if icon_button(ui, icon::INSPECT, "Inspect it").clicked() {
                    action = Some(Action::Inspect(made.url.clone()));
                }
                let name = if self.shows_qr {
                    "Hide the QR code"
                } else {
                    "QR code"
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
            if self.shows_qr && cx.redacts {
                let text =
                    "The QR code holds the token, so it is hidden while secrets are redacted";
                told(ui, icon::HIDDEN, palette(ui).care, text);
            } else if self.shows_qr {
                if self.qr.as_ref().is_none_or(|(of, _)| *of != selected) {
                    self.qr = Some((selected, Qr::new(&made.url)));
                }
                if let Some((_, Some(qr))) = &self.qr {
                    qr_ui(ui, qr, "QR code of the URL");
                } else {
                    let text = "This URL is too long for a QR code, which holds 2,953 bytes";
                    told(ui, icon::CARE, palette(ui).care, text);
                }
            }
        });
        action
    }

    fn snippet_ui(&mut self, ui: &mut Ui, made: &[Made]) -> Option<Action> {
        let mut action = None;
        let snippet = *self.snippet.get_or_insert(export::all().next()?);
        card(ui, |ui| {
            card_title(ui, icon::CODE, "Ready to paste", |ui| {
                if let Some(Ok(text)) = &self.written
                    && icon_button(ui, icon::COPY, "Copy snippet").clicked()
                {
                    action = Some(Action::Copy {
                        what: snippet.title,
                        text: text.clone(),
                    });
                }
                if let Some(Ok(text)) = &self.written
                    && icon_button(ui, icon::SAVE, "Save…").clicked()
                {
                    action = Some(Action::SaveText {
                        name: snippet.file_name(),
                        text: text.clone(),
                    });
                }
            });
            let list = ComboBox::from_id_salt("snippet")
                .selected_text(snippet.title)
                .width(280.0)
                .height(520.0);
            let list = list.show_ui(ui, |ui| {
                ui.set_min_width(280.0);
                let groups = [
                    ("Players", export::player::PLAYERS),
                    ("Code that signs", export::code::CODES),
                ];
                for (title, snippets) in groups {
                    note(ui, title);
                    for one in snippets {
                        let chosen = one.id == snippet.id;
                        if ui.selectable_label(chosen, one.title).clicked() {
                            self.snippet = Some(one);
                            self.written = None;
                        }
                    }
                }
            });
            list.response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Paste into")
            });
            let snippet = self.snippet.unwrap_or(snippet);
            let written = self.written.get_or_insert_with(|| {
                let items: Vec<ExportItem> = made.iter().map(|made| made.item.clone()).collect();
                (snippet.write)(&items)
            });
            match written {
                Ok(text) => {
                    let shown = with_short_tokens(text, made);
                    let job = code_job(ui, &shown);
                    code(ui, job);
                    note(ui, snippet.place);
                    if shown.len() < text.len() {
                        note(
                            ui,
                            "The tokens are shortened here; what is copied has them whole.",
                        );
                    }
                }
                Err(why) => _ = told(ui, icon::KNOW, palette(ui).accent, &capitalized(why)),
            }
        });
        action
    }
}

/// A snippet as it can be read: nobody reads six hundred letters of a token.
fn with_short_tokens(text: &str, made: &[Made]) -> String {
    let mut shown = text.to_owned();
    for one in made {
        let token = &one.item.token;
        let (start, end) = (
            &token[..SHOWN_OF_TOKEN],
            &token[token.len() - SHOWN_OF_TOKEN..],
        );
        shown = shown.replace(token.as_str(), &format!("{start}…{end}"));
    }
    shown
}

/// So many letters of a token are shown at either end. Our own are ASCII and much longer than both.
const SHOWN_OF_TOKEN: usize = 10;

/// The forms in which a token can be copied.
fn copy_as_ui(ui: &mut Ui, made: &Made) -> Option<Action> {
    let name = token_name(made.item.request.audience);
    let variable = name.replace('-', "_").to_ascii_uppercase();
    let token = &made.item.token;
    let forms = [
        ("URL without the token", made.item.url.to_string()),
        ("token=…", format!("token={token}")),
        ("curl line", format!("curl -i '{}'", made.url)),
        ("Environment variable", format!("{variable}={token}")),
        (
            "Markdown link",
            format!("[{}]({})", made.item.url.resource.noun(), made.url),
        ),
    ];
    let mut action = None;
    for (title, text) in forms {
        if ui.button(title).clicked() {
            action = Some(Action::Copy { what: title, text });
        }
    }
    action
}

fn token_ui(ui: &mut Ui, cx: &Cx<'_>, made: &Made, again: &mut bool) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        card_title(ui, icon::TOKEN, "Token", |ui| {
            if icon_button(ui, icon::COPY, "Copy token").clicked() {
                action = Some(Action::Copy {
                    what: "the token",
                    text: made.token.text.clone(),
                });
            }
            if bare_button(ui, icon::AGAIN, "Sign again from now").clicked() {
                *again = true;
            }
        });
        let job = widgets::token_job(ui, &made.token, ui.available_width());
        code(ui, job);
        moment_ui(ui, made.signed.expires_at, cx);
    });
    action
}

fn payload_ui(ui: &mut Ui, made: &Made) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        let payload = Value::Object(made.signed.payload.clone());
        card_title(ui, icon::PAYLOAD, "Payload", |ui| {
            if icon_button(ui, icon::COPY, "Copy payload").clicked() {
                action = Some(Action::Copy {
                    what: "the payload",
                    text: payload.pretty(),
                });
            }
        });
        let job = widgets::json_job(ui, &payload);
        code(ui, job);
        note(ui, format!("Header: {}", made.signed.header));
    });
    action
}
