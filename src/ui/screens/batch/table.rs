//! The table of a batch. Only the lines in view are laid out, so that a hundred thousand scroll like ten.

use egui::{Align2, Color32, FontId, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::job::Job;
use crate::{
    core::{
        batch::{RowOutcome, inspect::Inspected, row::Row},
        diagnose::report::Acceptance,
        level::Severity,
        text::{shortened, visible},
    },
    ui::{
        action::Action,
        theme::{self, icon, palette},
        widgets::{bare_button, note},
    },
};

const HEIGHT: f32 = 26.0;

/// A line of the table, ready to be drawn.
struct Line {
    number: u64,
    sign: &'static str,
    color: Color32,
    /// Whether the row failed or has an error.
    is_wrong: bool,
    /// What it is about: the cell that was given, or whom a token is for.
    subject: String,
    /// What came of it.
    result: String,
    /// What is told besides under the pointer.
    more: String,
    /// What the button at its end does.
    button: Option<(&'static str, String, Action)>,
}

/// Draws the lines that are in view and says what the person asked of one.
pub(super) fn ui(ui: &mut Ui, job: &Job, only_errors: bool) -> Option<Action> {
    let mut action = None;
    let count = {
        let done = job.look();
        if only_errors {
            done.wrong.len()
        } else {
            done.shown.len()
        }
    };
    let header = [
        "Line",
        if job.signs_with.is_some() {
            "Row"
        } else {
            "For"
        },
        if job.signs_with.is_some() {
            "URL"
        } else {
            "Findings"
        },
    ];
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let small = theme::small().resolve(ui.style());
    let color = palette(ui).weak;
    for (cell, name) in cells(rect).into_iter().zip(header) {
        ui.painter().text(
            cell.left_center(),
            Align2::LEFT_CENTER,
            name,
            small.clone(),
            color,
        );
    }
    if count == 0 {
        let said = match (only_errors, job.is_running()) {
            (_, true) => "The first rows are on their way",
            (true, false) => "No row is wrong",
            (false, false) => "There was nothing to show in any row",
        };
        ui.add_space(8.0);
        note(ui, said);
        return None;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, HEIGHT, count, |ui, range| {
            for place in range {
                let line = {
                    let done = job.look();
                    let place = if only_errors {
                        done.wrong.get(place).map(|place| *place as usize)
                    } else {
                        Some(place)
                    };
                    let Some((row, token)) = place.and_then(|place| done.shown.get(place).copied())
                    else {
                        break;
                    };
                    let (row, outcome) = &done.rows[row as usize];
                    line(ui, job, row, outcome, token as usize)
                };
                action = action.take().or(line_ui(ui, line));
            }
        });
    action
}

/// The places of the number, the subject and the result in a line.
fn cells(rect: Rect) -> [Rect; 3] {
    let inner = rect.shrink2(Vec2::new(4.0, 0.0));
    let subject = inner.left() + 72.0;
    let result = subject + ((inner.width() - 72.0) * 0.32).clamp(90.0, 300.0);
    let end = inner.right() - 40.0;
    let span = |left: f32, right: f32| {
        Rect::from_min_max(
            egui::pos2(left, inner.top()),
            egui::pos2(right, inner.bottom()),
        )
    };
    [
        span(inner.left(), subject - 8.0),
        span(subject, result - 10.0),
        span(result, end),
    ]
}

fn line(ui: &Ui, job: &Job, row: &Row, outcome: &RowOutcome, token: usize) -> Line {
    let p = palette(ui);
    let chosen = job.sheet.columns.chosen;
    let text = || row.text(chosen);
    match outcome {
        RowOutcome::Signed(signed) => {
            let url = signed
                .tokens
                .first()
                .map(|token| token.url.clone())
                .unwrap_or_default();
            let (sign, color) = if signed.warning.is_some() {
                (icon::CARE, p.care)
            } else {
                (icon::RIGHT, p.right)
            };
            let result = match &signed.warning {
                Some(warning) => format!("Signed, but {warning}"),
                None => shortened(&url, 160).into_owned(),
            };
            Line {
                number: row.line,
                sign,
                color,
                is_wrong: false,
                subject: signed.id.clone(),
                result,
                more: String::new(),
                button: Some((
                    icon::COPY,
                    format!("Copy URL of line {}", row.line),
                    Action::Copy {
                        what: "URL",
                        text: url,
                    },
                )),
            }
        }
        RowOutcome::Failed(trouble) => Line {
            number: row.line,
            sign: icon::WRONG,
            color: p.wrong,
            is_wrong: true,
            subject: text(),
            result: crate::core::text::capitalized(&trouble.what),
            more: trouble.hint.clone(),
            button: None,
        },
        RowOutcome::Inspected(tokens) => {
            let one = &tokens[token];
            let (sign, color) = sign_of(one, p);
            let subject = if one.subject.is_empty() {
                text()
            } else {
                one.subject.clone()
            };
            Line {
                number: row.line,
                sign,
                color,
                is_wrong: one.is_wrong(),
                subject,
                result: one.summary(),
                more: one.findings.join(", "),
                button: one.structure.is_some().then(|| {
                    (
                        icon::INSPECT,
                        format!("Inspect line {}", row.line),
                        Action::Inspect(text()),
                    )
                }),
            }
        }
    }
}

fn sign_of(one: &Inspected, p: &theme::Palette) -> (&'static str, Color32) {
    match one.severity {
        Some(Severity::Error) => (icon::WRONG, p.wrong),
        Some(Severity::Warning) => (icon::CARE, p.care),
        _ if one.acceptance == Some(Acceptance::Accepted) => (icon::RIGHT, p.right),
        _ => (icon::UNKNOWN, p.weak),
    }
}

fn line_ui(ui: &mut Ui, line: Line) -> Option<Action> {
    let p = palette(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
    let (subject, result) = (visible(&line.subject), visible(&line.result));
    let said = format!(
        "Line {}: {}: {result}",
        line.number,
        shortened(&subject, 80)
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let fill = if response.hovered() { p.hover } else { p.card };
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, fill);
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        egui::Stroke::new(1.0, p.line),
    );
    let [left, middle, right] = cells(rect);
    let small = theme::small().resolve(ui.style());
    let mono = FontId::monospace(small.size);
    painter.text(
        left.left_center(),
        Align2::LEFT_CENTER,
        line.number,
        mono.clone(),
        p.weak,
    );
    let sign = left.right_center();
    painter.text(
        sign,
        Align2::RIGHT_CENTER,
        line.sign,
        theme::icon_font(14.0),
        line.color,
    );
    let told = if line.is_wrong { p.wrong } else { p.text };
    clipped(ui, middle, &shortened(&subject, 120), mono.clone(), p.text);
    let font = if result.starts_with("https://") {
        mono
    } else {
        small
    };
    // Names stand in backticks, which say nothing in a line of one font.
    clipped(ui, right, &result.replace('`', ""), font, told);
    let response = response.on_hover_text(format!("{subject}\n{result}\n{}", visible(&line.more)));
    drop(response);
    let (sign, name, asked) = line.button?;
    let place = Rect::from_center_size(
        egui::pos2(rect.right() - 18.0, rect.center().y),
        Vec2::splat(24.0),
    );
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    bare_button(&mut child, sign, &name)
        .clicked()
        .then_some(asked)
}

/// Text in one line that ends with an ellipsis where there is no more room.
fn clipped(ui: &Ui, rect: Rect, text: &str, font: FontId, color: Color32) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width().max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}
