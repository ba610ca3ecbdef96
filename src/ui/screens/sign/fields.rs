//! The fields of the form that every token has.

use egui::{Align, CollapsingHeader, Response, Stroke, StrokeKind, Ui, Vec2, accesskit::Invalid};

use super::{Focus, SignScreen, Source, form::Field};
use crate::{
    core::{
        mux::{audience::Audience, url::Resource},
        text::{capitalized, holds_token, visible},
        time::Span,
        token::spec::{Expiry, KeyIdPlacement},
    },
    ui::{
        action::Action,
        cx::Cx,
        theme::{icon, palette, status::Status},
        widgets::{
            Pick, PickItem, choice, column::is_narrow, expiry_note, field_label, gap, icon_button,
            line_edit, main_field, note, problem, quiet_button, status, text_field,
        },
    },
};

/// The lifetimes to choose from: for screen readers, on the button and in the field.
const LIFETIMES: [(&str, &str); 5] = [
    ("1 hour", "1h"),
    ("12 hours", "12h"),
    ("1 day", "1d"),
    ("7 days", "7d"),
    ("30 days", "30d"),
];

/// A lifetime below this is not intended.
const SHORTEST: Span = Span(60);

impl SignScreen {
    /// Reports what is wrong with a field, below it, and marks it.
    pub(super) fn reports_ui(&self, ui: &mut Ui, field: Field, response: Option<&Response>) {
        let Some(outcome) = self.outcome.get() else {
            return;
        };
        for wrong in outcome.problems.iter().filter(|one| one.field == field) {
            if let Some(response) = response {
                mark_wrong(ui, response);
            }
            let what = capitalized(&wrong.problem.what);
            problem(ui, Status::Wrong, what, &wrong.problem.hint);
        }
        for finding in &outcome.findings {
            if Field::of(finding) == field {
                problem(ui, Status::Care, visible(&finding.message), &finding.hint);
            }
        }
    }

    /// Whether anything is reported on a field.
    pub(super) fn is_reported(&self, field: Field) -> bool {
        self.outcome.get().is_some_and(|outcome| {
            outcome.problems.iter().any(|one| one.field == field)
                || outcome.findings.iter().any(|one| Field::of(one) == field)
        })
    }

    pub(super) fn id_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let subject = self.form.audience.subject();
        let hint = format!("Paste the {subject}, or a whole Mux URL");
        let response = text_field(ui, &capitalized(subject), &mut self.form.id, &hint, true);
        if self.take_focus(Focus::Id) {
            response.request_focus();
        }
        let is_narrow = is_narrow(ui.ctx());
        if self.keeps_in_view > 0 {
            self.keeps_in_view -= 1;
            if is_narrow && response.has_focus() {
                response.scroll_to_me(Some(Align::Max));
                ui.ctx().request_repaint();
            }
        }
        // In one column, what is missing for a token is above.
        let is_missing = self.is_missing() && is_narrow;
        main_field(ui, &response, self.form.id.is_empty() && !is_missing);
        if response.changed() {
            let text = self.form.id.clone();
            self.take_apart(&text);
        }
        self.reports_ui(ui, Field::Id, Some(&response));
        if let Some(source) = &self.source {
            status(ui, Status::Info, &source.filled);
            if let Some(pasted) = &source.pasted
                && icon_button(ui, icon::INSPECT, "Inspect the pasted token").clicked()
            {
                action = Some(Action::Inspect(pasted.clone()));
            }
        }
        action
    }

    /// Fills the form from a URL or a token. Returns whether the text contained one.
    pub(super) fn take_apart(&mut self, text: &str) -> bool {
        let filled = self.form.take_apart(text);
        self.was = None;
        let pasted = holds_token(text).then(|| text.to_owned());
        self.source = filled.map(|filled| Source { filled, pasted });
        self.source.is_some()
    }

    pub(super) fn expiry_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let label = field_label(ui, "Expires");
        let response = ui
            .horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.spacing_mut().button_padding.x = 8.0;
                for (name, text) in LIFETIMES {
                    let is_current = self.form.expiry.trim() == text;
                    let button = choice(ui, is_current, None, text, Vec2::ZERO);
                    ui.ctx()
                        .accesskit_node_builder(button.id, |node| node.set_label(name));
                    if button.clicked() {
                        text.clone_into(&mut self.form.expiry);
                    }
                }
                let hint = "10h, 2 days, 2026-12-31 18:00";
                ui.add(line_edit(&mut self.form.expiry, hint, true))
                    .labelled_by(label.id)
            })
            .inner;
        let expiry = self.form.expiry(cx.zone);
        let is_wrong = self.outcome.get().is_some_and(|outcome| {
            outcome
                .problems
                .iter()
                .any(|one| one.field == Field::Expiry)
        });
        match expiry {
            Ok(Expiry::In(span)) if span < SHORTEST && !is_wrong => self.too_short_ui(ui, span),
            Ok(expiry) => {
                if !is_wrong {
                    let at = self.expires_at().unwrap_or_else(|| expiry.moment(cx.now));
                    expiry_note(ui, at, cx.now, cx.zone);
                }
                self.reports_ui(ui, Field::Expiry, Some(&response));
            }
            Err(_) => self.reports_ui(ui, Field::Expiry, Some(&response)),
        }
    }

    /// A number without a unit is seconds, which is rarely what was meant.
    fn too_short_ui(&mut self, ui: &mut Ui, span: Span) {
        let number = self.form.expiry.trim();
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) && span.0 > 0;
        if !is_number {
            let text = format!("Valid for only {span}: segments requested later are rejected");
            status(ui, Status::Care, text);
            return;
        }
        let days = format!("{number}d");
        let text = format!("{span}. Did you mean {days}?");
        let mut is_used = false;
        ui.horizontal(|ui| {
            status(ui, Status::Care, text);
            is_used = quiet_button(ui, &format!("Use {days}")).clicked();
        });
        if is_used {
            self.form.expiry = days;
        }
    }

    /// The URL and the place of the key ID, which most tokens leave as they are.
    pub(super) fn advanced_ui(&mut self, ui: &mut Ui) {
        let is_needed = self.is_reported(Field::Format)
            || self.is_reported(Field::Domain)
            || !self.form.domain.trim().is_empty()
            || self.form.placement != KeyIdPlacement::default();
        CollapsingHeader::new("URL format, domain and key ID")
            .id_salt("advanced")
            .default_open(false)
            .open(is_needed.then_some(true))
            .show_unindented(ui, |ui| {
                ui.add_space(4.0);
                for audience in self.form.audiences().to_vec() {
                    self.format_ui(ui, audience);
                }
                self.domain_ui(ui);
                self.placement_ui(ui);
            });
    }

    fn format_ui(&mut self, ui: &mut Ui, audience: Audience) {
        let formats = Resource::formats(audience);
        if formats.len() < 2 {
            return;
        }
        let name = match self.form.set {
            Some(_) => format!("URL format for {}", audience.noun()),
            None => "URL format".to_owned(),
        };
        field_label(ui, &name);
        let items: Vec<_> = formats.iter().map(|name| PickItem::named(name)).collect();
        let pick = Pick {
            name: &name,
            value: self.form.format_of(audience),
            width: 200.0,
            opens: false,
        };
        let (response, chosen) = pick.show(ui, &items);
        if let Some(chosen) = chosen {
            let format = formats[chosen].to_owned();
            self.form.formats.insert(audience, format);
        }
        self.reports_ui(ui, Field::Format, Some(&response));
        gap(ui);
    }

    fn domain_ui(&mut self, ui: &mut Ui) {
        // Viewer counts have no media URL.
        if self.form.audience.is_views() {
            return;
        }
        let response = text_field(ui, "Custom domain", &mut self.form.domain, "mux.com", true);
        self.reports_ui(ui, Field::Domain, Some(&response));
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
                if choice(ui, selected, None, placement.word(), Vec2::ZERO).clicked() {
                    self.form.placement = placement;
                }
            }
        });
        note(
            ui,
            "Mux reads both; its current SDKs put it in the payload.",
        );
    }
}

/// A red border around a field with an unusable value.
pub(super) fn mark_wrong(ui: &Ui, response: &Response) {
    let stroke = Stroke::new(1.5, palette(ui).wrong);
    ui.painter()
        .rect_stroke(response.rect, 6, stroke, StrokeKind::Inside);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_invalid(Invalid::True));
}
