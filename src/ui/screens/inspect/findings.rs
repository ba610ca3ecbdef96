//! Findings below the answer, and what an observed error means.

use egui::{Frame, Margin, Role, TextStyle, Ui, WidgetInfo};

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
        widgets::{disclosure, note, paragraph, sign, split_row, topic},
    },
};

/// A finding in two lines, with its explanation behind *Why*.
pub(super) fn finding_ui(ui: &mut Ui, finding: &Finding, number: usize) {
    let id = ui.scope_id().with(("why", number, finding.id));
    let mut is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let before = is_open;
    let p = palette(ui);
    let tone = Status::from(finding.severity);
    split_row(
        ui,
        "finding",
        |ui| {
            let icon = sign(ui, tone.icon(), 15.0, tone.color(p));
            let word = finding.severity.word();
            icon.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
            let body = TextStyle::Body.resolve(ui.style());
            paragraph(ui, &visible(&finding.message), &body, p.text)
        },
        |ui| disclosure(ui, &mut is_open, "Why"),
    );
    indented(ui, |ui| {
        note(ui, visible(&finding.hint));
        if is_open {
            why_ui(ui, finding);
        }
    });
    if is_open != before {
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
}

/// Below the text of a line that begins with an icon.
fn indented(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.add_space(23.0);
        ui.vertical(contents);
    });
}

/// The explanation of a rule.
pub(super) fn why_ui(ui: &mut Ui, finding: &Finding) {
    let frame = Frame::new()
        .fill(palette(ui).field)
        .corner_radius(6)
        .inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        topic(ui, Group::Rule, finding.id);
        let (severity, basis) = (finding.severity.word(), finding.basis.word());
        note(ui, format!("{severity} · {basis} · {}", finding.id));
    });
}

/// The observed error, and whether the token explains it. `is_title` is whether the error is the title already.
pub(super) fn diagnosis_ui(ui: &mut Ui, diagnosis: &Diagnosis, is_title: bool) {
    let p = palette(ui);
    let tone = match diagnosis.outcome {
        Outcome::Explained => Status::Right,
        Outcome::Perhaps | Outcome::Open => Status::Unknown,
        Outcome::Contradicted | Outcome::Elsewhere => Status::Care,
    };
    ui.horizontal_top(|ui| {
        sign(ui, tone.icon(), 15.0, tone.color(p));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let body = TextStyle::Body.resolve(ui.style());
            if !is_title {
                let label = format!("Observed error: {}", wording::observed(diagnosis.saw));
                let label = note(ui, label);
                let entry = diagnosis.saw.entry;
                label.on_hover_ui(|ui| topic(ui, Group::of(entry.kind), entry.id));
            }
            paragraph(ui, &visible(&diagnosis.note), &body, p.text);
            let small = theme::small().resolve(ui.style());
            for cause in &diagnosis.left {
                let words = format!("•  {}", visible(&cause.words));
                paragraph(ui, &words, &small, p.text);
            }
        });
    });
}
