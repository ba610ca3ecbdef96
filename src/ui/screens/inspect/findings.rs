//! Findings and the diagnosis of an observed error.

use egui::{TextStyle, Ui};

use crate::{
    core::{
        diagnose::{
            explain::Group,
            finding::Finding,
            report::{Diagnosis, Outcome},
            wording,
        },
        text::visible,
    },
    ui::{
        theme::{self, palette, status::Status},
        widgets::{message_card, note, paragraph, topic},
    },
};

/// A finding.
pub(super) fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let text = palette(ui).text;
    message_card(ui, finding.severity.into(), |ui| {
        paragraph(ui, &visible(&finding.message), &theme::strong(), text);
        let body = TextStyle::Body.resolve(ui.style());
        paragraph(ui, &visible(&finding.hint), &body, text);
        let (severity, basis) = (finding.severity.word(), finding.basis.word());
        let about = note(ui, format!("{severity} · {basis} · {}", finding.id));
        about.on_hover_ui(|ui| topic(ui, Group::Rule, finding.id));
    });
}

/// The observed error, and whether the token explains it.
pub(super) fn diagnosis_ui(ui: &mut Ui, diagnosis: &Diagnosis) {
    let text = palette(ui).text;
    let tone = match diagnosis.outcome {
        Outcome::Explained => Status::Right,
        Outcome::Perhaps | Outcome::Open => Status::Unknown,
        Outcome::Contradicted | Outcome::Elsewhere => Status::Care,
    };
    message_card(ui, tone, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let entry = diagnosis.saw.entry;
        let label = format!("Observed error: {}", wording::observed(diagnosis.saw));
        note(ui, label).on_hover_ui(|ui| topic(ui, Group::of(entry.kind), entry.id));
        paragraph(ui, &visible(&diagnosis.note), &theme::strong(), text);
        let body = TextStyle::Body.resolve(ui.style());
        for cause in &diagnosis.left {
            let words = format!("•  {}", visible(&cause.words));
            paragraph(ui, &words, &body, text);
        }
        note(ui, diagnosis.meaning);
    });
}
