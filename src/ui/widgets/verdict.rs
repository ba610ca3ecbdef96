//! The three verdicts on a token: its structure, its signature, and whether Mux accepts it.

use egui::{Align, Label, Role, TextFormat, Ui, WidgetInfo, text::LayoutJob};

use crate::{
    core::{
        diagnose::wording::TokenVerdict,
        text::{capitalized, short_ids, visible},
    },
    ui::theme::{self, palette, status::Status},
};

/// The verdicts in a row, each with its reason.
pub(crate) fn verdict_line(ui: &mut Ui, verdicts: &[TokenVerdict; 3]) {
    for (i, verdict) in verdicts.iter().enumerate() {
        let word = match i {
            1 => format!("Signature {}", verdict.word),
            _ => capitalized(verdict.word),
        };
        // That all parts can be decoded is what the word says.
        let detail = if i == 0 { "" } else { &verdict.detail };
        verdict_ui(ui, verdict, &word, detail);
    }
}

/// The verdicts as words in a row, each with more about the token in its tooltip.
pub(crate) fn verdict_words(ui: &mut Ui, verdicts: &[TokenVerdict; 3], about: impl Fn(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for verdict in verdicts {
            let word = capitalized(verdict.word);
            let response = verdict_ui(ui, verdict, &word, "");
            response.on_hover_ui(|ui| {
                ui.label(format!("{}: {word}", verdict.title));
                about(ui);
            });
        }
    });
}

fn verdict_ui(ui: &mut Ui, verdict: &TokenVerdict, word: &str, detail: &str) -> egui::Response {
    let status = Status::from(verdict.tone);
    let color = status.color(palette(ui));
    let format = |font, color| TextFormat {
        valign: Align::Center,
        ..TextFormat::simple(font, color)
    };
    // A single line in one font has no use for backticks.
    let detail = visible(detail).replace('`', "");
    let font = theme::small().resolve(ui.style());
    let mut job = LayoutJob::default();
    job.append(status.icon(), 0.0, format(theme::icon_font(14.0), color));
    job.append(word, 5.0, format(font.clone(), color));
    if !detail.is_empty() {
        job.append(&short_ids(&detail), 5.0, format(font, palette(ui).weak));
    }
    job.wrap.max_width = ui.available_width();
    let response = ui.add(Label::new(job).selectable(false));
    let said = capitalized(verdict.word);
    let name = if detail.is_empty() {
        format!("{}: {said}", verdict.title)
    } else {
        format!("{}: {said}, {detail}", verdict.title)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    response
}
