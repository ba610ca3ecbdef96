//! Test a playback restriction: the restriction on the left; on the right requests with their verdicts and the entry that
//! decides.

mod form;
mod requests;

use egui::{Checkbox, RichText, Ui, Vec2};

use self::{form::RestrictionForm, requests::OwnRequest};
use super::main_copy_button;
use crate::{
    core::{
        json::Value,
        mux::restriction::{
            Restriction, RestrictionError, RestrictionNote, SampleRequest, Verdict,
        },
        text::{shortened, visible},
    },
    ui::{
        action::{Action, PasteTarget},
        theme::{self, icon, palette, status::Status},
        widgets::{
            Memo, PasteBox, Pressed, TextLayout, and_more, card, card_title, choice, code,
            column::{Pane, TwoColumns},
            empty_card, error, gap, icon_button, json_job, main_button, message_card, note,
            paragraph, status,
        },
    },
};

/// The Restrictions screen.
#[derive(Default)]
pub(crate) struct RestrictScreen {
    input: RestrictInput,
    /// Whether anything was filled in.
    is_started: bool,
    /// The restrictions in the JSON that was pasted: several if Mux returned a list.
    read: Vec<Restriction>,
    /// The one of them in the form.
    selected: usize,
    /// Why the JSON in the box cannot be read.
    json_error: Option<RestrictionError>,
    answer: Memo<RestrictInput, (), RestrictionAnswer>,
}

/// What the answer depends on.
#[derive(Clone, Default, PartialEq)]
struct RestrictInput {
    form: RestrictionForm,
    own: Vec<OwnRequest>,
}

/// The verdicts of a restriction.
struct RestrictionAnswer {
    notes: Vec<RestrictionNote>,
    body: Value,
    cases: Vec<(SampleRequest, Verdict)>,
    own: Vec<Verdict>,
}

impl RestrictionAnswer {
    fn new(input: &RestrictInput) -> Self {
        let restriction = input.form.restriction();
        let cases = restriction.cases().into_iter().map(|case| {
            let verdict = restriction.ask(&case.visit);
            (case, verdict)
        });
        let own = input.own.iter();
        Self {
            notes: restriction.notes(),
            body: restriction.body(),
            cases: cases.collect(),
            own: own.map(|own| restriction.ask(&own.request())).collect(),
        }
    }
}

/// The most notes that are shown.
const MOST_NOTES: usize = 12;
/// The most lines of JSON that are shown; more domains than any documented limit.
const MOST_LINES: usize = 100;
/// The most restrictions to choose from.
const MOST_TABS: usize = 12;

impl RestrictScreen {
    /// Fills the form from text: a restriction as JSON, or domains.
    pub(crate) fn set_text(&mut self, text: String) {
        self.input.form.domains = text;
        self.typed();
    }

    /// Reads what is now in the box. JSON fills the form.
    fn typed(&mut self) {
        self.input.form.has_domains = true;
        self.is_started = true;
        self.json_error = None;
        let text = self.input.form.domains.trim();
        if text.is_empty() {
            self.read.clear();
            self.input.form.id = None;
            return;
        }
        // An IPv6 address also begins with a bracket.
        let is_json = text.starts_with('{') || text.starts_with('[') && text.contains('"');
        if !is_json {
            return;
        }
        match Restriction::read(text) {
            Ok(all) => {
                self.read = all;
                self.select(0);
            }
            Err(error) => self.json_error = Some(error),
        }
    }

    fn select(&mut self, index: usize) {
        if let Some(restriction) = self.read.get(index) {
            self.input.form = RestrictionForm::of(restriction);
            self.selected = index;
        }
    }

    fn clear(&mut self) {
        let own = std::mem::take(&mut self.input.own);
        *self = Self::default();
        self.input.own = own;
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let columns = TwoColumns {
            name: "restriction",
            share: 0.4,
            least: 300.0,
            most: 480.0,
            to_top: false,
            scrolls: true,
        };
        columns.show(ui, |ui, pane| {
            let of_pane = match pane {
                Pane::Form => self.form_ui(ui),
                Pane::Answer => {
                    let input = &self.input;
                    self.answer
                        .update(input, (), || RestrictionAnswer::new(input));
                    self.verdicts_ui(ui)
                }
            };
            action = action.take().or(of_pane);
        });
        action
    }

    fn form_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let paste_box = PasteBox {
            label: "Allowed domains, one per line",
            hint: "example.com\n*.example.com\n\nor the whole restriction as\nthe Mux API returns it",
            name: None,
            can_clear: self.is_started,
            can_open: false,
            rows: 6,
            max_height: None,
            layout: TextLayout::Words,
        };
        let instead: Option<fn(&mut Ui, &str)> = None;
        let (pressed, edit) = paste_box.show(ui, &mut self.input.form.domains, instead);
        if edit.is_some_and(|edit| edit.changed()) {
            self.typed();
        }
        if pressed == Some(Pressed::Clear) {
            self.clear();
        }
        let paste =
            (pressed == Some(Pressed::Paste)).then_some(Action::Paste(PasteTarget::Restrictions));
        self.read_ui(ui);
        if self.json_error.is_some() {
            return paste;
        }
        gap(ui);
        self.is_started |= switches_ui(ui, &mut self.input.form);
        if !self.is_started {
            return paste;
        }
        self.notes_ui(ui);
        gap(ui);
        paste.or(self.body_ui(ui))
    }

    /// The result of reading JSON.
    fn read_ui(&mut self, ui: &mut Ui) {
        if let Some(wrong) = &self.json_error {
            return error(ui, Status::Wrong, wrong);
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
                    and_more(ui, count - MOST_TABS);
                }
            });
        }
        if count > 0 {
            let text = match &self.input.form.id {
                Some(id) => format!("Filled in from restriction {}", visible(&shortened(id, 60))),
                None => "Filled in from the JSON".to_owned(),
            };
            status(ui, Status::Info, text);
        }
    }

    fn notes_ui(&self, ui: &mut Ui) {
        let Some(answer) = self.answer.get() else {
            return;
        };
        for note in answer.notes.iter().take(MOST_NOTES) {
            gap(ui);
            note_ui(ui, note);
        }
        if answer.notes.len() > MOST_NOTES {
            gap(ui);
            and_more(ui, answer.notes.len() - MOST_NOTES);
        }
    }

    fn body_ui(&self, ui: &mut Ui) -> Option<Action> {
        let answer = self.answer.get()?;
        let mut action = None;
        card(ui, |ui| {
            card_title(ui, icon::PAYLOAD, "As JSON", |ui| {
                action = main_copy_button(ui, "Copy JSON", "the JSON", || answer.body.pretty());
            });
            note(ui, "The body of `POST /video/v1/playback-restrictions`.");
            let lines = self.input.form.domains.lines().count();
            if lines > MOST_LINES {
                note(ui, format!("Too long to show: {lines} domains"));
            } else {
                let job = json_job(ui, &answer.body);
                code(ui, job);
            }
        });
        action
    }

    fn verdicts_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        if !self.is_started {
            return self.empty_ui(ui);
        }
        if self.json_error.is_some() {
            let text = "Fix the JSON, or clear the field and list the domains.";
            empty_card(
                ui,
                icon::RESTRICT,
                "No restriction to test yet",
                text,
                |_| {},
            );
            return None;
        }
        let verdicts = self.answer.get().map_or(&[][..], |answer| &answer.own);
        requests::own_ui(ui, &mut self.input.own, verdicts);
        gap(ui);
        let answer = self.answer.get()?;
        let mut added = None;
        card(ui, |ui| {
            card_title(ui, icon::RESTRICT, "Typical requests", |_| {});
            note(ui, "Common requests, and some that are easily forgotten.");
            for (case, verdict) in &answer.cases {
                ui.separator();
                added = added.take().or(requests::case_ui(ui, case, verdict));
            }
        });
        gap(ui);
        note(
            ui,
            "Based on Mux's documentation; nothing is sent to Mux. A restriction applies to tokens that contain its ID as \
             `playback_restriction_id`. Browsers and players are assumed not to be on the list of high-risk user agents.",
        );
        if let Some(entry) = added {
            let domains = &mut self.input.form.domains;
            if !domains.is_empty() && !domains.ends_with('\n') {
                domains.push('\n');
            }
            domains.push_str(&entry);
        }
        None
    }

    fn empty_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        empty_card(
            ui,
            icon::RESTRICT,
            "Test a playback restriction",
            "List its domains, or paste what the Mux API returns. Websites, Google Cast, AirPlay, apps and download tools \
             are tested, and each verdict shows the entry that decides.",
            |ui| {
                if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                    action = Some(Action::Paste(PasteTarget::Restrictions));
                }
                if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                    self.set_text("example.com\n*.example.com".to_owned());
                }
            },
        );
        action
    }
}

/// The switches of a restriction. Returns whether one was changed.
fn switches_ui(ui: &mut Ui, form: &mut RestrictionForm) -> bool {
    let mut is_changed = false;
    let switches = [
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
            "User agents on a list that Mux does not publish",
        ),
    ];
    card(ui, |ui| {
        for (i, (value, name, about)) in switches.into_iter().enumerate() {
            if i > 0 {
                ui.add_space(4.0);
            }
            is_changed |= switch_ui(ui, value, name, about);
        }
    });
    is_changed
}

fn switch_ui(ui: &mut Ui, value: &mut Option<bool>, name: &str, about: &str) -> bool {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut is_on = value.unwrap_or_default();
    let checkbox = Checkbox::new(&mut is_on, RichText::new(name).monospace());
    let checkbox = ui.add(checkbox.indeterminate(value.is_none()));
    let is_changed = checkbox.on_hover_text(about).changed();
    if is_changed {
        *value = Some(is_on);
    }
    note(ui, about);
    if value.is_none() {
        status(ui, Status::Unknown, "Not set in the JSON");
    }
    is_changed
}

fn note_ui(ui: &mut Ui, advice: &RestrictionNote) {
    let color = palette(ui).text;
    message_card(ui, advice.severity.into(), |ui| {
        paragraph(ui, &visible(&advice.message), &theme::strong(), color);
        note(ui, visible(&advice.hint));
    });
}
