//! A playback restriction on the left, and on the right who may play: each visit with its verdict and the line that
//! decided.

use egui::{
    Align, Checkbox, Color32, Label, Layout, Margin, RichText, Role, TextEdit, Ui, Vec2, WidgetInfo,
};

use crate::{
    core::{
        json::Value,
        level::Severity,
        mux::{
            header::Header,
            restriction::{
                Restriction, RestrictionError, RestrictionNote, SampleRequest, Verdict, Visit,
            },
        },
        text::{capitalized, shortened, visible},
    },
    ui::{
        action::Action,
        theme::{self, icon, palette},
        widgets::{
            self, FIELD_LIMIT, bare_button, card, card_title, choice, code,
            column::{self, Left},
            empty, field_label, gap, icon_button, line_edit, main_button, note, strong,
            tinted_card, told,
        },
    },
};

/// The Restrictions screen.
#[derive(Default)]
pub(crate) struct RestrictScreen {
    form: RestrictionForm,
    /// Whether anything was filled in yet.
    is_begun: bool,
    /// What was read from JSON: several when Mux answered a list.
    read: Vec<Restriction>,
    /// The one of them that is in the form.
    selected: usize,
    /// Why the JSON in the box could not be read.
    trouble: Option<RestrictionError>,
    /// The visits that the person added.
    own: Vec<OwnRequest>,
    answer: Option<Answer>,
}

/// A restriction as it is filled in.
#[derive(Clone, PartialEq)]
struct RestrictionForm {
    id: Option<String>,
    domains: String,
    /// Whether there is a list at all; an empty one forbids every page.
    has_domains: bool,
    allow_no_referrer: Option<bool>,
    allow_no_user_agent: Option<bool>,
    allow_high_risk_user_agent: Option<bool>,
}

/// A visit as it is filled in.
#[derive(Clone, Default, PartialEq)]
struct OwnRequest {
    referrer: String,
    user_agent: String,
    has_no_user_agent: bool,
}

/// What a form comes to, and from what.
struct Answer {
    form: RestrictionForm,
    own: Vec<OwnRequest>,
    notes: Vec<RestrictionNote>,
    body: Value,
    cases: Vec<(SampleRequest, Verdict)>,
    of_own: Vec<Verdict>,
}

impl Default for RestrictionForm {
    /// Mux allows only what is ticked.
    fn default() -> Self {
        Self {
            id: None,
            domains: String::new(),
            has_domains: true,
            allow_no_referrer: Some(false),
            allow_no_user_agent: Some(false),
            allow_high_risk_user_agent: Some(false),
        }
    }
}

impl RestrictionForm {
    fn of(restriction: &Restriction) -> Self {
        Self {
            id: restriction.id.clone(),
            domains: restriction
                .allowed_domains
                .as_deref()
                .unwrap_or_default()
                .join("\n"),
            has_domains: restriction.allowed_domains.is_some(),
            allow_no_referrer: restriction.allow_no_referrer,
            allow_no_user_agent: restriction.allow_no_user_agent,
            allow_high_risk_user_agent: restriction.allow_high_risk_user_agent,
        }
    }

    fn restriction(&self) -> Restriction {
        // Commas and quotes come along when lines are taken out of JSON or a table.
        let words = self
            .domains
            .split(|c: char| c == ',' || c.is_whitespace())
            .map(|word| word.trim_matches(['"', '\'']));
        let domains = words.filter(|word| !word.is_empty()).map(str::to_owned);
        Restriction {
            id: self.id.clone(),
            allowed_domains: self.has_domains.then(|| domains.collect()),
            allow_no_referrer: self.allow_no_referrer,
            allow_no_user_agent: self.allow_no_user_agent,
            allow_high_risk_user_agent: self.allow_high_risk_user_agent,
        }
    }
}

impl OwnRequest {
    fn visit(&self) -> Visit {
        let user_agent = match self.user_agent.trim() {
            _ if self.has_no_user_agent => Header::Absent,
            "" => Header::Unknown,
            text => Header::Value(text.to_owned()),
        };
        Visit {
            referrer: match self.referrer.trim() {
                "" => Header::Absent,
                text => Header::Value(text.to_owned()),
            },
            user_agent,
        }
    }
}

impl Answer {
    fn new(form: &RestrictionForm, own: &[OwnRequest]) -> Self {
        let restriction = form.restriction();
        let ask = |visit: &Visit| restriction.ask(visit);
        let cases = restriction.cases().into_iter();
        Self {
            notes: restriction.notes(),
            body: restriction.body(),
            cases: cases
                .map(|case| {
                    let verdict = ask(&case.visit);
                    (case, verdict)
                })
                .collect(),
            of_own: own.iter().map(|own| ask(&own.visit())).collect(),
            form: form.clone(),
            own: own.to_vec(),
        }
    }
}

/// More notes than anybody reads.
const MOST_NOTES: usize = 12;
/// More domains than Mux allows by any of its documents.
const MOST_LINES: usize = 100;
/// More visits than fit a card.
const MOST_OWN: usize = 20;
/// More restrictions than anybody clicks through.
const MOST_TABS: usize = 12;

impl RestrictScreen {
    /// Fills the form from a text: a restriction as JSON, or domains.
    pub(crate) fn set_text(&mut self, text: String) {
        self.form.domains = text;
        self.form.has_domains = true;
        self.is_begun = true;
        self.take_json();
    }

    /// What is JSON in the box becomes the form.
    fn take_json(&mut self) {
        self.trouble = None;
        let text = self.form.domains.trim();
        // An IPv6 address begins with a bracket, too.
        let is_json = text.starts_with('{') || text.starts_with('[') && text.contains('"');
        if !is_json {
            return;
        }
        match Restriction::read(text) {
            Ok(all) => {
                self.read = all;
                self.select(0);
            }
            Err(error) => self.trouble = Some(error),
        }
    }

    fn select(&mut self, index: usize) {
        if let Some(restriction) = self.read.get(index) {
            self.form = RestrictionForm::of(restriction);
            self.selected = index;
        }
    }

    fn clear(&mut self) {
        let own = std::mem::take(&mut self.own);
        *self = Self {
            own,
            ..Self::default()
        };
    }

    fn fill_example(&mut self) {
        self.set_text("example.com\n*.example.com".to_owned());
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let left = Left {
            share: 0.4,
            least: 330.0,
            most: 480.0,
            to_top: false,
        };
        left.show(ui, "restriction", |ui| action = self.form_ui(ui));
        self.ask();
        column::right(ui, "of the restriction", |ui| {
            action = action.take().or(self.visits_ui(ui));
        });
        action
    }

    /// Asks again when the form or a visit has changed.
    fn ask(&mut self) {
        let is_same = |answer: &Answer| answer.form == self.form && answer.own == self.own;
        if !self.answer.as_ref().is_some_and(is_same) {
            self.answer = Some(Answer::new(&self.form, &self.own));
        }
    }

    fn form_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let label = ui
            .horizontal(|ui| {
                let label = field_label(ui, "Allowed domains, one a line");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if self.is_begun && bare_button(ui, icon::CLOSE, "Clear").clicked() {
                        self.clear();
                    }
                    if bare_button(ui, icon::PASTE, "Paste").clicked() {
                        action = Some(Action::PasteRestriction);
                    }
                });
                label
            })
            .inner;
        let edit = TextEdit::multiline(&mut self.form.domains)
            .font(egui::TextStyle::Monospace)
            .hint_text(
                "example.com\n*.example.com\n\nor the whole restriction as\nMux's API answers it",
            )
            .desired_width(f32::INFINITY)
            .desired_rows(6)
            .margin(Margin::symmetric(8, 6))
            .lock_focus(false)
            .char_limit(FIELD_LIMIT);
        if ui.add(edit).labelled_by(label.id).changed() {
            self.form.has_domains = true;
            self.is_begun = true;
            self.take_json();
        }
        self.read_ui(ui);
        if self.trouble.is_some() {
            return action;
        }
        gap(ui);
        self.switches_ui(ui);
        if self.is_begun {
            self.notes_ui(ui);
            gap(ui);
            action = action.or(self.body_ui(ui));
        }
        action
    }

    /// What came of the JSON that was pasted.
    fn read_ui(&mut self, ui: &mut Ui) {
        let p = palette(ui);
        if let Some(trouble) = &self.trouble {
            told(ui, icon::WRONG, p.wrong, &capitalized(&trouble.to_string()));
            note(ui, trouble.hint());
            return;
        }
        let count = self.read.len();
        if count > 1 {
            ui.horizontal_wrapped(|ui| {
                for i in 0..count.min(MOST_TABS) {
                    let name = self.read[i].id.as_deref().unwrap_or("without an ID");
                    let text = format!("{} {}", i + 1, visible(&shortened(name, 14)));
                    if choice(ui, i == self.selected, None, &text, Vec2::ZERO).clicked() {
                        self.select(i);
                    }
                }
                if count > MOST_TABS {
                    note(ui, format!("and {} more", count - MOST_TABS));
                }
            });
        }
        if count > 0 {
            let said = match &self.form.id {
                Some(id) => format!(
                    "Filled in from the restriction {}",
                    visible(&shortened(id, 60))
                ),
                None => "Filled in from the JSON".to_owned(),
            };
            told(ui, icon::KNOW, p.accent, &said);
        }
    }

    fn switches_ui(&mut self, ui: &mut Ui) {
        let form = &mut self.form;
        let mut is_changed = false;
        card(ui, |ui| {
            for (i, (value, name, about)) in [
                (
                    &mut form.allow_no_referrer,
                    "allow_no_referrer",
                    "Requests without a `Referer` header: apps, TVs, Apple TV, pages that hide it",
                ),
                (
                    &mut form.allow_no_user_agent,
                    "allow_no_user_agent",
                    "Requests without a `User-Agent` header",
                ),
                (
                    &mut form.allow_high_risk_user_agent,
                    "allow_high_risk_user_agent",
                    "User agents on a list that Mux keeps and does not publish",
                ),
            ]
            .into_iter()
            .enumerate()
            {
                if i > 0 {
                    ui.add_space(4.0);
                }
                is_changed |= switch_ui(ui, value, name, about);
            }
        });
        self.is_begun |= is_changed;
    }

    fn notes_ui(&self, ui: &mut Ui) {
        let Some(answer) = &self.answer else {
            return;
        };
        for note in answer.notes.iter().take(MOST_NOTES) {
            gap(ui);
            note_ui(ui, note);
        }
        if let Some(more) = answer.notes.len().checked_sub(MOST_NOTES + 1) {
            gap(ui);
            note(ui, format!("and {} more", more + 1));
        }
    }

    fn body_ui(&self, ui: &mut Ui) -> Option<Action> {
        let answer = self.answer.as_ref()?;
        let mut action = None;
        card(ui, |ui| {
            card_title(ui, icon::PAYLOAD, "As JSON", |ui| {
                if icon_button(ui, icon::COPY, "Copy JSON").clicked() {
                    action = Some(Action::Copy {
                        what: "the JSON",
                        text: answer.body.pretty(),
                    });
                }
            });
            note(ui, "The body of `POST /video/v1/playback-restrictions`.");
            let lines = answer.form.domains.lines().count();
            if lines > MOST_LINES {
                note(ui, format!("Too long to show: {lines} domains"));
            } else {
                let job = widgets::json_job(ui, &answer.body);
                code(ui, job);
            }
        });
        action
    }

    fn visits_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        if !self.is_begun {
            return self.empty_ui(ui);
        }
        if self.trouble.is_some() {
            card(ui, |ui| {
                empty(
                    ui,
                    icon::RESTRICT,
                    "There is no restriction to ask yet",
                    "Mend the JSON, or clear the field and list the domains.",
                );
            });
            return None;
        }
        self.own_ui(ui);
        gap(ui);
        let answer = self.answer.as_ref()?;
        card(ui, |ui| {
            card_title(ui, icon::RESTRICT, "Who may play", |_| {});
            note(
                ui,
                "The visits that people begin with, and those that they forget.",
            );
            for (case, verdict) in &answer.cases {
                ui.separator();
                case_ui(ui, case, verdict);
            }
        });
        gap(ui);
        note(
            ui,
            "By what Mux documents, and nothing of it was asked of Mux. A restriction applies to tokens that name its \
             ID in `playback_restriction_id`. Browsers and players are taken not to be on the list of high-risk user \
             agents.",
        );
        None
    }

    fn empty_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        card(ui, |ui| {
            empty(
                ui,
                icon::RESTRICT,
                "See who a restriction lets play",
                "Fill in its domains, or paste what Mux's API answers. Websites, Google Cast, AirPlay, apps and download \
                 tools are asked at once, and the line that decides is named.",
            );
            ui.vertical_centered(|ui| {
                ui.set_max_width(220.0);
                ui.vertical_centered_justified(|ui| {
                    if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                        action = Some(Action::PasteRestriction);
                    }
                    if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                        self.fill_example();
                    }
                });
            });
            ui.add_space(16.0);
        });
        action
    }

    fn own_ui(&mut self, ui: &mut Ui) {
        card(ui, |ui| {
            let is_room = self.own.len() < MOST_OWN;
            card_title(ui, icon::URL, "Your own visits", |ui| {
                if is_room && icon_button(ui, icon::ADD, "Add a visit").clicked() {
                    self.own.push(OwnRequest::default());
                }
            });
            if self.own.is_empty() {
                note(
                    ui,
                    "The `Referer` and `User-Agent` of a request that failed, or may.",
                );
            }
            let verdicts = self
                .answer
                .as_ref()
                .map_or(&[][..], |answer| &answer.of_own);
            let mut removed = None;
            for (i, own) in self.own.iter_mut().enumerate() {
                if i > 0 {
                    ui.separator();
                }
                if own_visit_ui(ui, i + 1, own, verdicts.get(i)) {
                    removed = Some(i);
                }
            }
            if let Some(i) = removed {
                self.own.remove(i);
            }
        });
    }
}

/// A switch of a restriction, and whether it was changed.
fn switch_ui(ui: &mut Ui, value: &mut Option<bool>, name: &str, about: &str) -> bool {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut is_on = value.unwrap_or_default();
    let checkbox = Checkbox::new(&mut is_on, RichText::new(name).monospace());
    let is_changed = ui
        .add(checkbox.indeterminate(value.is_none()))
        .on_hover_text(about)
        .changed();
    if is_changed {
        *value = Some(is_on);
    }
    note(ui, about);
    if value.is_none() {
        told(ui, icon::UNKNOWN, palette(ui).care, "Not said in the JSON");
    }
    is_changed
}

fn note_ui(ui: &mut Ui, note: &RestrictionNote) {
    let p = palette(ui);
    let (sign, color) = match note.severity {
        Severity::Error => (icon::WRONG, p.wrong),
        Severity::Warning => (icon::CARE, p.care),
        Severity::Info => (icon::KNOW, p.accent),
    };
    tinted_card(ui, color, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(sign)
                    .font(theme::icon_font(16.0))
                    .color(color),
            );
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                let job = widgets::prose(ui, &visible(&note.message), &theme::strong(), p.text);
                ui.add(Label::new(job).wrap());
                widgets::note(ui, visible(&note.hint));
            });
        });
    });
}

fn verdict_sign(ui: &Ui, verdict: &Verdict) -> (&'static str, Color32) {
    let p = palette(ui);
    match verdict {
        Verdict::Allowed { .. } => (icon::RIGHT, p.right),
        Verdict::Refused { .. } => (icon::WRONG, p.wrong),
        Verdict::Unknown { .. } => (icon::UNKNOWN, p.care),
    }
}

/// A verdict over what decided; read out as one, under the name of the visit.
fn verdict_ui(ui: &mut Ui, name: &str, verdict: &Verdict) {
    let (sign, color) = verdict_sign(ui, verdict);
    let word = capitalized(verdict.words());
    let because = verdict.because();
    let because = shortened(&because, 400);
    let cell = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        // As high as the name beside it, and not as a button.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(
                RichText::new(sign)
                    .font(theme::icon_font(15.0))
                    .color(color),
            );
            ui.label(strong(&*word).color(color));
        });
        note(ui, visible(&because));
    });
    let said = format!("{name}: {word}, {}", visible(&because));
    cell.response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    if let Some(hint) = verdict.hint() {
        cell.response.on_hover_text(hint);
    }
}

/// A ready visit: who it is, and what is said to it.
fn case_ui(ui: &mut Ui, case: &SampleRequest, verdict: &Verdict) {
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let left = (width * 0.46).clamp(170.0, 320.0);
        ui.allocate_ui_with_layout(Vec2::new(left, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(left);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(Label::new(&*visible(&case.name)).wrap());
            note(ui, visible(&about(&case.visit)));
        });
        let rest = width - left - ui.spacing().item_spacing.x;
        ui.allocate_ui_with_layout(Vec2::new(rest, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(rest);
            verdict_ui(ui, &case.name, verdict);
        });
    });
}

/// The headers of a visit in a line.
fn about(visit: &Visit) -> String {
    let referrer = match &visit.referrer {
        Header::Value(text) => format!("`{text}`"),
        _ => "no referrer".to_owned(),
    };
    match &visit.user_agent {
        Header::Value(text) => format!("{referrer}, `{text}`"),
        _ => referrer,
    }
}

/// A visit of the person's own, and whether it is to go.
fn own_visit_ui(
    ui: &mut Ui,
    number: usize,
    own: &mut OwnRequest,
    verdict: Option<&Verdict>,
) -> bool {
    let mut is_removed = false;
    let label = ui
        .horizontal(|ui| {
            let label = field_label(ui, &format!("Referer of visit {number}"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("Remove visit {number}");
                is_removed = bare_button(ui, icon::FORGET, &name).clicked();
            });
            label
        })
        .inner;
    let hint = "https://example.com/watch, or nothing when it has none";
    ui.add(line_edit(&mut own.referrer, hint, true))
        .labelled_by(label.id);
    let label = ui
        .horizontal(|ui| {
            let label = field_label(ui, &format!("User-Agent of visit {number}"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = RichText::new("None is sent").text_style(theme::small());
                let response = ui.checkbox(&mut own.has_no_user_agent, text);
                let (is_on, name) = (
                    own.has_no_user_agent,
                    format!("Visit {number} sends no User-Agent"),
                );
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, &name));
            });
            label
        })
        .inner;
    ui.add_enabled(
        !own.has_no_user_agent,
        line_edit(
            &mut own.user_agent,
            "A browser's, while nothing is said",
            true,
        ),
    )
    .labelled_by(label.id);
    if let Some(verdict) = verdict {
        verdict_ui(ui, &format!("Visit {number}"), verdict);
        if let Some(hint) = verdict.hint() {
            note(ui, visible(&hint));
        }
    }
    is_removed
}
