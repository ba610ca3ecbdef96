//! The three verdicts on a token: its structure, its signature, and whether Mux accepts it.

use egui::{
    Align, Label, Layout, RichText, Role, TextFormat, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use super::{note, sign, small_text, tinted_card};
use crate::{
    core::{
        diagnose::wording::TokenVerdict,
        text::{capitalized, visible},
    },
    ui::theme::{self, palette, status::Status},
};

/// The verdicts as three cards in a row.
pub(crate) fn verdict_cards(ui: &mut Ui, verdicts: &[TokenVerdict; 3]) {
    let space = 8.0;
    let width = (ui.available_width() - 2.0 * space) / 3.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space;
        for verdict in verdicts {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(Vec2::new(width, 0.0), layout, |ui| card_ui(ui, verdict));
        }
    });
}

fn card_ui(ui: &mut Ui, verdict: &TokenVerdict) {
    let status = Status::from(verdict.tone);
    let color = status.color(palette(ui));
    let word = capitalized(verdict.word);
    // A single line in one font has no use for backticks.
    let detail = visible(&verdict.detail).replace('`', "");
    let card = tinted_card(ui, color, |ui| {
        ui.set_min_height(62.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        note(ui, verdict.title);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            sign(ui, status.icon(), 17.0, color);
            let word = RichText::new(&word).font(theme::title());
            ui.label(word.color(color));
        });
        let text = small_text(&detail).color(palette(ui).weak);
        ui.add(Label::new(text).truncate()).on_hover_text(&detail);
    });
    let name = format!("{}: {word}, {detail}", verdict.title);
    card.response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
}

/// The verdicts as words in a row, each with more about the token in its tooltip.
pub(crate) fn verdict_line(ui: &mut Ui, verdicts: &[TokenVerdict; 3], about: impl Fn(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for verdict in verdicts {
            let status = Status::from(verdict.tone);
            let color = status.color(palette(ui));
            let word = capitalized(verdict.word);
            let format = |font| TextFormat {
                valign: Align::Center,
                ..TextFormat::simple(font, color)
            };
            let mut job = LayoutJob::default();
            job.append(status.icon(), 0.0, format(theme::icon_font(14.0)));
            let font = theme::small().resolve(ui.style());
            job.append(&word, 5.0, format(font));
            let response = ui.add(Label::new(job).selectable(false));
            let name = format!("{}: {word}", verdict.title);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
            response.on_hover_ui(|ui| {
                ui.label(&name);
                about(ui);
            });
        }
    });
}
