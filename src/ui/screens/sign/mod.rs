//! Make a token: the form on the left, and on the right what comes of it, signed again as you type.

mod changes;
pub(in crate::ui) mod form;
mod made;

use egui::{Align, ComboBox, Layout, Margin, TextEdit, Ui, Vec2};

use self::{
    changes::changes_ui,
    form::{Field, FieldProblem, SignForm},
    made::{Outcome, View},
};
use crate::{
    core::{
        json::{Object, Value},
        mux::{
            audience::Audience,
            id::strange_in_id,
            params::{self, Param, ParamKind},
            url::{MediaUrl, Resource},
        },
        time::Timestamp,
        token::{
            name_char,
            spec::{KeyIdPlacement, TokenSpec},
        },
    },
    ui::{
        action::Action,
        cx::{Cx, EXAMPLE_ID},
        redact::secrets::Secrets,
        theme::{icon, palette},
        widgets::{
            self, card, choice,
            column::{self, Left},
            empty, field_label, gap, icon_button, line_edit, main_button, note, text_field, told,
        },
    },
};

/// The Sign screen.
#[derive(Default)]
pub(crate) struct SignScreen {
    form: SignForm,
    /// What was said when a URL was taken apart.
    said: Option<String>,
    /// The payload of the token that the form was filled from, to tell what is changed.
    was: Option<Object>,
    /// Whether the form was filled in, so that its beginning comes into view.
    filled: bool,
    /// What the form came to, and from what.
    made: Option<(SignForm, u64, Outcome)>,
    /// How it is looked at.
    view: View,
}

/// The first row of the audience picker; viewer counts have a row of their own.
const KINDS: [(Audience, &str, &str); 6] = [
    (Audience::Video, icon::VIDEO, "Video"),
    (Audience::Thumbnail, icon::THUMBNAIL, "Thumbnail"),
    (Audience::Gif, icon::GIF, "GIF"),
    (Audience::Storyboard, icon::STORYBOARD, "Storyboard"),
    (Audience::Drm, icon::DRM, "DRM license"),
    (Audience::PlaybackViews, icon::VIEWS, "Viewer counts"),
];

const PRESETS: [(&str, &str); 5] = [
    ("1 hour", "1h"),
    ("12 hours", "12h"),
    ("1 day", "1d"),
    ("7 days", "7d"),
    ("30 days", "30d"),
];

impl SignScreen {
    /// Fills the form from a request.
    pub(crate) fn fill(&mut self, request: &TokenSpec, url: Option<&MediaUrl>, was: Object) {
        self.form = SignForm::from_spec(request, url);
        self.said = Some("Filled in from the token; change what you need".to_owned());
        self.was = Some(was);
        self.filled = true;
    }

    /// What new tokens are valid for from now on; a form that has another expiry keeps it.
    pub(crate) fn set_usual_expiry(&mut self, before: &str, now: &str) {
        let expiry = &mut self.form.expiry;
        if *expiry == before || *expiry == SignForm::default().expiry {
            now.clone_into(expiry);
        }
    }

    /// Tells what must not be read on a shared screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.form.custom);
        if let Ok(custom) = Value::parse(&self.form.custom) {
            secrets.add_custom(&custom);
        }
        if let Ok(extra) = Object::parse(&self.form.extra) {
            secrets.add_claims(&extra);
        }
        if let Some(was) = &self.was {
            secrets.add_claims(was);
        }
        if let Some((_, _, Outcome::Made(made))) = &self.made {
            for made in made {
                made.secrets(secrets);
            }
        }
    }

    /// The form as it is filled in.
    pub(crate) fn form(&self) -> &SignForm {
        &self.form
    }

    /// Puts an example into an empty form, so that somebody who tries a demo key sees a token.
    pub(crate) fn fill_example(&mut self) {
        if self.form.id.is_empty() {
            EXAMPLE_ID.clone_into(&mut self.form.id);
        }
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let left = Left {
            share: 0.44,
            least: 360.0,
            most: 500.0,
            to_top: std::mem::take(&mut self.filled),
        };
        left.show(ui, "form", |ui| self.form_ui(ui, cx));
        self.make(cx);
        column::right(ui, "of the form", |ui| action = self.outcome_ui(ui, cx));
        action
    }

    /// Signs again when the form or the keys have changed. The clock alone changes nothing.
    fn make(&mut self, cx: &Cx<'_>) {
        let revision = cx.keyring.revision();
        if let Some((form, made_with, _)) = &self.made
            && *form == self.form
            && *made_with == revision
        {
            return;
        }
        let outcome = Outcome::of(&self.form, cx);
        self.view.made_anew();
        self.made = Some((self.form.clone(), revision, outcome));
    }

    fn outcome_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let (_, _, outcome) = self.made.as_ref()?;
        let (mut again, mut closed) = (false, false);
        if let (Outcome::Made(made), Some(was)) = (outcome, &self.was)
            && let [made] = made.as_slice()
        {
            closed = changes_ui(ui, cx, was, &made.signed.payload);
            gap(ui);
        }
        let action = self.view.ui(ui, cx, &self.form, outcome, &mut again);
        if closed {
            self.was = None;
        }
        if again {
            self.made = None;
            ui.ctx().request_repaint();
        }
        action
    }

    fn trouble(&self, field: Field) -> Option<&FieldProblem> {
        match &self.made {
            Some((form, _, Outcome::Troubles(troubles))) if *form == self.form => {
                troubles.iter().find(|trouble| trouble.field == field)
            }
            _ => None,
        }
    }

    fn trouble_ui(&self, ui: &mut Ui, field: Field) {
        if let Some(trouble) = self.trouble(field) {
            told(ui, icon::WRONG, palette(ui).wrong, &trouble.problem.what);
            note(ui, &*trouble.problem.hint);
        }
    }

    fn form_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        self.audience_ui(ui);
        gap(ui);
        self.id_ui(ui);
        gap(ui);
        self.expiry_ui(ui, cx);
        gap(ui);
        self.params_ui(ui);
        gap(ui);
        self.more_ui(ui);
    }

    fn audience_ui(&mut self, ui: &mut Ui) {
        field_label(ui, "What the token opens");
        let columns = if ui.available_width() < 420.0 {
            2.0
        } else {
            3.0
        };
        let space = ui.spacing().item_spacing.x;
        let size = Vec2::new(
            (ui.available_width() - space * (columns - 1.0)) / columns,
            34.0,
        );
        let is_set = self.form.set.is_some();
        let wide = Vec2::new(ui.available_width(), 34.0);
        let title = "Player set: video, thumbnail and storyboard";
        if choice(ui, is_set, Some(icon::SET), title, wide)
            .on_hover_text("Every token that a player asks for, with one expiry")
            .clicked()
            && !is_set
        {
            self.form.set = Some(false);
            self.form.audience = Audience::Video;
        }
        ui.horizontal_wrapped(|ui| {
            for (audience, icon, title) in KINDS {
                let selected = !is_set
                    && (audience == self.form.audience
                        || (audience.is_views() && self.form.audience.is_views()));
                if choice(ui, selected, Some(icon), title, size)
                    .on_hover_text(format!("Opens {}", audience.opens()))
                    .clicked()
                    && !selected
                {
                    self.form.audience = audience;
                    self.form.set = None;
                }
            }
        });
        if let Some(drm) = &mut self.form.set {
            ui.checkbox(drm, "And the token for DRM licenses");
        }
        if self.form.audience.is_views() {
            ui.horizontal_wrapped(|ui| {
                for audience in Audience::ALL
                    .into_iter()
                    .filter(|audience| audience.is_views())
                {
                    let title = match audience {
                        Audience::VideoViews => "Of a video ID",
                        Audience::AssetViews => "Of an asset",
                        Audience::LiveStreamViews => "Of a live stream",
                        _ => "Of a playback ID",
                    };
                    let selected = audience == self.form.audience;
                    if choice(ui, selected, None, title, Vec2::ZERO)
                        .on_hover_text(audience.opens())
                        .clicked()
                    {
                        self.form.audience = audience;
                    }
                }
            });
        }
    }

    fn id_ui(&mut self, ui: &mut Ui) {
        let mut label = self.form.audience.subject().to_owned();
        label[..1].make_ascii_uppercase();
        let hint = format!(
            "Paste the {}, or a whole Mux URL",
            self.form.audience.subject()
        );
        let response = text_field(ui, &label, &mut self.form.id, &hint, true);
        if response.changed() {
            let text = self.form.id.clone();
            self.said = self.form.take_apart(&text);
            self.was = None;
        }
        match &self.said {
            Some(said) => _ = told(ui, icon::KNOW, palette(ui).accent, said),
            None if let Some(c) = strange_in_id(self.form.audience, &self.form.id) => {
                let text = format!("No ID of Mux has a {} in it", name_char(c));
                told(ui, icon::CARE, palette(ui).care, &text);
            }
            None => {}
        }
    }

    fn expiry_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let label = field_label(ui, "Expires after, or on");
        ui.horizontal(|ui| {
            for (title, text) in PRESETS {
                ui.spacing_mut().item_spacing.x = 5.0;
                ui.spacing_mut().button_padding.x = 7.0;
                if choice(ui, self.form.expiry.trim() == text, None, title, Vec2::ZERO).clicked() {
                    text.clone_into(&mut self.form.expiry);
                }
            }
        });
        ui.add(line_edit(
            &mut self.form.expiry,
            "7d, 10h, 2 days, 2026-12-31 18:00",
            true,
        ))
        .labelled_by(label.id);
        match self.form.expiry(cx.zone) {
            Ok(expiry) => {
                let moment = self.expires_at().unwrap_or_else(|| expiry.moment(cx.now));
                moment_ui(ui, moment, cx);
            }
            Err(trouble) => {
                told(ui, icon::WRONG, palette(ui).wrong, &trouble.problem.what);
                note(ui, trouble.problem.hint);
            }
        }
    }

    /// The expiry in the token that is on screen.
    fn expires_at(&self) -> Option<Timestamp> {
        match &self.made {
            Some((form, _, Outcome::Made(made))) if form.expiry == self.form.expiry => {
                made.first().map(|made| made.signed.expires_at)
            }
            _ => None,
        }
    }

    fn params_ui(&mut self, ui: &mut Ui) {
        let own = |audience: Audience| -> Vec<&'static Param> {
            params::of(audience)
                .filter(|param| !param.is_general())
                .collect()
        };
        let audiences = self.form.audiences().to_vec();
        if let [audience] = audiences.as_slice() {
            let own = own(*audience);
            if !own.is_empty() {
                field_label(ui, "Parameters, all optional");
                self.param_card(ui, &own);
            }
            return;
        }
        field_label(
            ui,
            "Parameters, all optional; each goes to the tokens that know it",
        );
        let mut shown: Vec<&str> = Vec::new();
        for audience in audiences {
            let mut own = own(audience);
            own.retain(|param| !shown.contains(&param.name));
            if own.is_empty() {
                continue;
            }
            shown.extend(own.iter().map(|param| param.name));
            let given = own
                .iter()
                .filter(|param| {
                    self.form
                        .params
                        .get(param.name)
                        .is_some_and(|text| !text.is_empty())
                })
                .count();
            let title = format!("{}: {given} set", audience.title());
            let wrong = own
                .iter()
                .any(|param| self.trouble(Field::Param(param.name)).is_some());
            egui::CollapsingHeader::new(title)
                .id_salt(("params", audience.claim()))
                .open(wrong.then_some(true))
                .show_unindented(ui, |ui| self.param_card(ui, &own));
        }
    }

    fn param_card(&mut self, ui: &mut Ui, params: &[&'static Param]) {
        card(ui, |ui| {
            for (i, param) in params.iter().enumerate() {
                if i > 0 {
                    ui.add_space(4.0);
                }
                self.param_ui(ui, param);
            }
        });
    }

    fn param_ui(&mut self, ui: &mut Ui, param: &'static Param) {
        let about = format!(
            "{}\n\nA value: {}\nWithout it: {}\n{}",
            param.summary, param.kind, param.default, param.source
        );
        ui.horizontal_top(|ui| {
            let width = ui.available_width();
            let field = 150.0_f32.min(width * 0.42);
            let label = ui
                .allocate_ui_with_layout(
                    Vec2::new(width - field - 8.0, 0.0),
                    Layout::top_down(Align::Min),
                    |ui| {
                        ui.set_width(width - field - 8.0);
                        ui.spacing_mut().item_spacing.y = 1.0;
                        let label = ui.add(
                            egui::Label::new(egui::RichText::new(param.name).monospace())
                                .selectable(false),
                        );
                        note(ui, param.summary);
                        label
                    },
                )
                .inner
                .on_hover_text(&about);
            ui.allocate_ui_with_layout(Vec2::new(field, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(field);
                let text = self.form.param(param);
                let response = param_field(ui, param, text);
                response.labelled_by(label.id).on_hover_text(&about);
            });
        });
        self.trouble_ui(ui, Field::Param(param.name));
    }

    fn more_ui(&mut self, ui: &mut Ui) {
        text_field(
            ui,
            "Playback restriction ID, optional",
            &mut self.form.restriction,
            "The ID of a restriction in Mux",
            true,
        );
        gap(ui);
        json_field(
            ui,
            "Custom claims, optional: a JSON object without personal data",
            &mut self.form.custom,
            "{\"session\": \"1234\"}",
        );
        self.trouble_ui(ui, Field::Custom);
        gap(ui);
        let advanced =
            egui::CollapsingHeader::new("URL, key ID and extra claims").id_salt("advanced");
        let open = self.trouble(Field::Extra).is_some()
            || self.trouble(Field::Domain).is_some()
            || !self.form.extra.is_empty();
        advanced
            .default_open(false)
            .open(open.then_some(true))
            .show_unindented(ui, |ui| {
                ui.add_space(4.0);
                for audience in self.form.audiences().to_vec() {
                    self.format_ui(ui, audience);
                    gap(ui);
                }
                if matches!(
                    self.form.audience,
                    Audience::Video
                        | Audience::Thumbnail
                        | Audience::Gif
                        | Audience::Storyboard
                        | Audience::Drm
                ) {
                    text_field(
                        ui,
                        "Custom domain, optional",
                        &mut self.form.domain,
                        "mux.com",
                        true,
                    );
                    self.trouble_ui(ui, Field::Domain);
                    if self.form.audience == Audience::Drm && !self.form.domain.trim().is_empty() {
                        told(
                            ui,
                            icon::CARE,
                            palette(ui).care,
                            "A license domain works only if Mux has set it up",
                        );
                    }
                    gap(ui);
                }
                field_label(ui, "Key ID in the");
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
                note(
                    ui,
                    "Mux reads it in either place; its current SDKs write it into the payload.",
                );
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
            Some(_) => field_label(ui, &format!("File of the URL for {}", audience.noun())),
            None => field_label(ui, "File of the URL"),
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
}

/// What a newcomer sees first.
pub(super) fn no_key_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        empty(
            ui,
            icon::KEY,
            "Load a signing key to begin",
            "Drop a `.pem` file onto this window, or take one of these ways. The key stays in memory and is never written anywhere.",
        );
        ui.vertical_centered(|ui| action = load_buttons_ui(ui, cx));
        ui.add_space(16.0);
    });
    action
}

/// The ways to get a key.
pub(super) fn load_buttons_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    ui.scope(|ui| {
        ui.set_max_width(220.0);
        ui.vertical_centered_justified(|ui| {
            for (icon, text, ask) in [
                (icon::OPEN, "Open key file…", Action::OpenKey),
                (icon::PASTE, "Paste key", Action::PasteKey),
            ] {
                if icon_button(ui, icon, text).clicked() {
                    action = Some(ask);
                }
            }
            if cx.has_environment_key
                && icon_button(ui, icon::ENVIRONMENT, "From MUX_PRIVATE_KEY").clicked()
            {
                action = Some(Action::TakeEnvironmentKey);
            }
            let demo = if cx.keyring.keys().is_empty() {
                main_button
            } else {
                icon_button
            };
            if demo(ui, icon::DEMO, "Try with a demo key").clicked() {
                action = Some(Action::MakeDemoKey);
            }
        });
    });
    action
}

/// A moment in words, in local time and in UTC.
pub(super) fn moment_ui(ui: &mut Ui, moment: Timestamp, cx: &Cx<'_>) {
    let p = palette(ui);
    let text = super::times(moment, cx);
    if moment <= cx.now {
        told(ui, icon::CARE, p.care, &format!("Already past: {text}"));
    } else {
        told(ui, icon::TIME, p.weak, &format!("Expires {text}"));
    }
    super::repaint_for(ui, moment, cx.now);
}

/// The widget that suits a parameter.
fn param_field(ui: &mut Ui, param: &Param, text: &mut String) -> egui::Response {
    let words: &[&str] = match param.kind {
        ParamKind::Choice(words) => words,
        ParamKind::Switch => &["true", "false"],
        ParamKind::Angle(_) => &["90", "180", "270"],
        _ => {
            let hint = match param.kind {
                ParamKind::Seconds | ParamKind::Duration => "seconds",
                ParamKind::EpochSeconds => "seconds since 1970",
                ParamKind::Integer { max: 640, .. } => "pixels, to 640",
                ParamKind::Integer { max: 30, .. } => "1 to 30",
                ParamKind::Integer { .. } => "pixels",
                _ => "not set",
            };
            return ui.add(line_edit(text, hint, true));
        }
    };
    let shown = if text.is_empty() {
        "not set"
    } else {
        text.as_str()
    }
    .to_owned();
    ComboBox::from_id_salt(param.name)
        .height(400.0)
        .selected_text(shown)
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            ui.selectable_value(text, String::new(), "not set");
            for word in words {
                ui.selectable_value(text, (*word).to_owned(), *word);
            }
        })
        .response
}

/// A field for a JSON object. Tab leaves it.
pub(super) fn json_field(ui: &mut Ui, label: &str, text: &mut String, hint: &str) {
    let label = field_label(ui, label);
    let rows = text.lines().count().clamp(1, 8);
    ui.add(
        TextEdit::multiline(text)
            .font(egui::TextStyle::Monospace)
            .hint_text(hint.to_owned())
            .desired_width(f32::INFINITY)
            .desired_rows(rows)
            .margin(Margin::symmetric(8, 5))
            .lock_focus(false)
            .char_limit(widgets::FIELD_LIMIT),
    )
    .labelled_by(label.id);
}
