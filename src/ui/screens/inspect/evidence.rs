//! What is known apart from the token: the error that was observed, the request, the video, the time.

use egui::{CollapsingHeader, ComboBox, Role, Ui, Vec2, WidgetInfo};

use crate::{
    core::{
        diagnose::{evidence::Evidence, explain::Group},
        mux::{
            header::Header,
            restriction::{Restriction, Verdict},
            symptom::entry::Symptom,
            url::{MediaUrl, UrlError},
        },
        text::capitalized,
        time::{Span, Timestamp, TimestampError},
    },
    ui::{
        cx::Cx,
        theme::status::Status,
        widgets::{
            choice, error, field_label, gap, json_field, line_edit, note, problem, status,
            text_field, times, topic,
        },
    },
};

/// The fields, as they are typed.
#[derive(Clone, Default, PartialEq)]
pub(super) struct EvidenceForm {
    url: String,
    id: String,
    at: String,
    duration: String,
    referrer: String,
    user_agent: String,
    restriction: String,
    saw: String,
}

impl EvidenceForm {
    /// The time to judge the token at.
    pub(super) fn at(&self, cx: &Cx<'_>) -> Result<Timestamp, TimestampError> {
        if self.is_now() {
            Ok(cx.now)
        } else {
            Timestamp::parse(&self.at, cx.zone)
        }
    }

    /// Whether no other time was entered.
    pub(super) fn is_now(&self) -> bool {
        self.at.trim().is_empty()
    }

    /// The duration of the video.
    pub(super) fn duration(&self) -> Option<Span> {
        Span::parse(&self.duration).ok()
    }

    /// The fields that can be parsed.
    pub(super) fn evidence(&self) -> Evidence {
        let id = self.id.trim();
        let restrictions = Restriction::read(&self.restriction).ok();
        let mut evidence = Evidence {
            url: MediaUrl::read_loosely(&self.url).ok(),
            id: (!id.is_empty()).then(|| id.to_owned()),
            duration: self.duration(),
            referrer: header(&self.referrer),
            user_agent: header(&self.user_agent),
            restriction: restrictions.and_then(|all| all.into_iter().next()),
            ..Evidence::default()
        };
        evidence.see(&self.saw);
        evidence
    }

    /// Draws the fields.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        self.symptom_ui(ui);
        gap(ui);
        CollapsingHeader::new("Context")
            .id_salt("evidence")
            .default_open(false)
            .show_unindented(ui, |ui| {
                note(ui, "Optional. More context gives a more precise diagnosis.");
                self.request_ui(ui);
                self.restriction_ui(ui);
                self.time_ui(ui, cx);
            });
    }

    /// The observed error: typed, pasted or chosen from the known ones.
    fn symptom_ui(&mut self, ui: &mut Ui) {
        let label = field_label(ui, "Observed error");
        ui.horizontal(|ui| {
            let button = 42.0;
            let width = ui.available_width() - button - ui.spacing().item_spacing.x;
            let hint = "HTTP status, player code or message";
            let edit = line_edit(&mut self.saw, hint, true).desired_width(width);
            ui.add(edit).labelled_by(label.id);
            let list = ComboBox::from_id_salt("symptoms")
                .selected_text("")
                .width(button)
                .height(480.0);
            let list = list.show_ui(ui, |ui| self.known_ui(ui));
            list.response.widget_info(|| {
                WidgetInfo::labeled(Role::ComboBox, true, "Choose an observed error")
            });
        });
        match Symptom::parse(&self.saw) {
            Some(symptom) => _ = note(ui, symptom.label()),
            None if self.saw.trim().is_empty() => {}
            None => {
                status(ui, Status::Care, "Unknown status, code or message");
                for near in Symptom::suggestions(&self.saw).into_iter().take(3) {
                    if choice(ui, false, None, near.label(), Vec2::ZERO).clicked() {
                        near.entry.id.clone_into(&mut self.saw);
                    }
                }
            }
        }
    }

    fn known_ui(&mut self, ui: &mut Ui) {
        ui.set_min_width(320.0);
        let current = Symptom::parse(&self.saw).map(|symptom| symptom.entry.id);
        for symptom in crate::core::mux::symptom::all() {
            let entry = symptom.entry;
            let label = ui.selectable_label(current == Some(entry.id), symptom.label());
            let label = label.on_hover_ui(|ui| topic(ui, Group::of(entry.kind), entry.id));
            if label.clicked() {
                entry.id.clone_into(&mut self.saw);
            }
        }
    }

    fn request_ui(&mut self, ui: &mut Ui) {
        let hint = "https://stream.mux.com/…";
        text_field(ui, "Requested URL", &mut self.url, hint, true);
        if !self.url.trim().is_empty()
            && let Err(error) = MediaUrl::read_loosely(&self.url)
        {
            let text = match error {
                UrlError::NotAUrl => "This is not a URL; it must begin with https://".to_owned(),
                error => error.to_string(),
            };
            status(ui, Status::Care, text);
        }
        text_field(ui, "Expected ID", &mut self.id, "A playback ID", true);
        let hint = "95m, 2h";
        text_field(ui, "Video duration", &mut self.duration, hint, true);
        if !self.duration.trim().is_empty()
            && let Err(wrong) = Span::parse(&self.duration)
        {
            error(ui, Status::Care, &wrong);
        }
        let hint = "As the browser sent it; - if it sent none";
        text_field(ui, "Request Referer", &mut self.referrer, hint, true);
        text_field(ui, "Request User-Agent", &mut self.user_agent, hint, true);
    }

    fn restriction_ui(&mut self, ui: &mut Ui) {
        let label = "Playback restriction, as the Mux API returns it";
        let hint = "{\"data\": {\"id\": …, \"referrer\": …}}";
        json_field(ui, label, &mut self.restriction, hint);
        if self.restriction.trim().is_empty() {
            return;
        }
        if let Err(error) = Restriction::read(&self.restriction) {
            status(ui, Status::Care, capitalized(&error.to_string()));
            return;
        }
        let evidence = self.evidence();
        let verdict = evidence
            .restriction
            .as_ref()
            .map(|restriction| restriction.ask(&evidence.visit()));
        // A rejected request is a finding; an undecided one is reported here.
        if let Some(Verdict::Unknown { why }) = verdict {
            note(
                ui,
                format!("Whether it allows this request is unknown: {why}"),
            );
        }
    }

    fn time_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let hint = "now, or when it failed: 2026-12-31 18:00";
        text_field(ui, "As of", &mut self.at, hint, true);
        match self.at(cx) {
            Ok(time) if !self.is_now() => _ = note(ui, times(time, cx.now, cx.zone)),
            Ok(_) => {}
            Err(error) => {
                let text = format!("{error}; the current time is used");
                problem(ui, Status::Wrong, text, error.hint());
            }
        }
    }
}

/// A header as it is typed: an empty field is unknown, a dash is a request without the header.
fn header(text: &str) -> Header {
    match text.trim() {
        "" => Header::Unknown,
        "-" => Header::Absent,
        value => Header::Value(value.to_owned()),
    }
}
