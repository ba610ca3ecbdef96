//! The table of a batch. Only visible lines are laid out, so that a hundred thousand rows scroll like ten.

use egui::{
    Align2, Color32, FontId, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
};

use super::job::BatchJob;
use crate::{
    core::{
        batch::{RowOutcome, inspect::Inspected, row::Row},
        level::Severity,
        text::{capitalized, shortened, visible},
    },
    ui::{
        action::Action,
        theme::{self, icon, palette, status::Status},
        widgets::{bare_button, note},
    },
};

/// The height of a line, in points.
const HEIGHT: f32 = 26.0;

/// A line of the table, ready to draw.
struct TableLine {
    number: u64,
    tone: Status,
    /// The ID: the cell of the input, or the subject of a token.
    subject: String,
    /// The URL or the worst finding.
    result: ResultText,
    /// More, for the tooltip.
    more: String,
    button: Option<LineButton>,
}

/// The result in a line.
enum ResultText {
    Code(String),
    Sentence(String),
}

/// The button at the end of a line.
struct LineButton {
    icon: &'static str,
    name: String,
    action: Action,
}

/// Draws the visible lines.
pub(super) fn ui(ui: &mut Ui, job: &BatchJob, only_problems: bool) -> Option<Action> {
    let count = {
        let done = job.look();
        if only_problems {
            done.problems.len()
        } else {
            done.shown.len()
        }
    };
    let titles = match &job.signs_with {
        Some(_) => ["Line", "Row", "URL"],
        None => ["Line", "Subject", "Findings"],
    };
    head_ui(ui, titles);
    if count == 0 {
        let text = match (only_problems, job.is_running()) {
            (_, true) => "Working…",
            (true, false) => "No problems",
            (false, false) => "No results",
        };
        ui.add_space(8.0);
        note(ui, text);
        return None;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut action = None;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, HEIGHT, count, |ui, range| {
            for place in range {
                let Some(line) = line_at(job, only_problems, place) else {
                    break;
                };
                action = action.take().or(line_ui(ui, line));
            }
        });
    action
}

fn head_ui(ui: &mut Ui, titles: [&str; 3]) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let small = theme::small().resolve(ui.style());
    let color = palette(ui).weak;
    for (cell, title) in cells(rect).into_iter().zip(titles) {
        let place = cell.left_center();
        ui.painter()
            .text(place, Align2::LEFT_CENTER, title, small.clone(), color);
    }
}

/// The line at a place of the table.
fn line_at(job: &BatchJob, only_problems: bool, place: usize) -> Option<TableLine> {
    let done = job.look();
    let place = if only_problems {
        *done.problems.get(place)? as usize
    } else {
        place
    };
    let (row, token) = *done.shown.get(place)?;
    let (row, outcome) = &done.rows[row as usize];
    Some(line(job, row, outcome, token as usize))
}

/// The places of the number, the subject and the result.
fn cells(rect: Rect) -> [Rect; 3] {
    let inner = rect.shrink2(Vec2::new(4.0, 0.0));
    let subject = inner.left() + 72.0;
    let result = subject + ((inner.width() - 72.0) * 0.32).clamp(90.0, 300.0);
    let end = inner.right() - 40.0;
    let span = |left: f32, right: f32| {
        Rect::from_min_max(pos2(left, inner.top()), pos2(right, inner.bottom()))
    };
    [
        span(inner.left(), subject - 8.0),
        span(subject, result - 10.0),
        span(result, end),
    ]
}

fn line(job: &BatchJob, row: &Row, outcome: &RowOutcome, token: usize) -> TableLine {
    let input = || row.text(job.sheet.columns.chosen);
    match outcome {
        RowOutcome::Signed(signed) => {
            let first = signed.tokens.first();
            let url = first.map(|token| token.url.clone()).unwrap_or_default();
            let (tone, result) = match signed.findings.first() {
                Some(finding) => (
                    Status::Care,
                    ResultText::Sentence(format!("Signed. {}", finding.message)),
                ),
                None => (
                    Status::Right,
                    ResultText::Code(shortened(&url, 160).into_owned()),
                ),
            };
            let copy = Action::Copy {
                what: "the URL",
                text: url,
            };
            TableLine {
                number: row.line,
                tone,
                subject: signed.id.clone(),
                result,
                more: signed.warning(),
                button: Some(LineButton {
                    icon: icon::COPY,
                    name: format!("Copy URL of line {}", row.line),
                    action: copy,
                }),
            }
        }
        RowOutcome::Skipped(why) => TableLine {
            number: row.line,
            tone: Status::Unknown,
            subject: input(),
            result: ResultText::Sentence(format!("Skipped: {why}")),
            more: String::new(),
            button: None,
        },
        RowOutcome::Failed(problem) => TableLine {
            number: row.line,
            tone: Status::Wrong,
            subject: input(),
            result: ResultText::Sentence(capitalized(&problem.what)),
            more: problem.hint.clone(),
            button: None,
        },
        RowOutcome::Inspected(tokens) => {
            let one = &tokens[token];
            let subject = if one.subject.is_empty() {
                input()
            } else {
                one.subject.clone()
            };
            let inspect = LineButton {
                icon: icon::INSPECT,
                name: format!("Inspect line {}", row.line),
                action: Action::Inspect(input()),
            };
            TableLine {
                number: row.line,
                tone: tone_of(one),
                subject,
                result: ResultText::Sentence(one.summary()),
                more: one.ids().join(", "),
                button: one.structure.is_some().then_some(inspect),
            }
        }
    }
}

fn tone_of(one: &Inspected) -> Status {
    match (one.severity, one.acceptance) {
        (Some(severity @ (Severity::Error | Severity::Warning)), _) => severity.into(),
        (_, Some(acceptance)) => acceptance.into(),
        (_, None) => Status::Unknown,
    }
}

fn line_ui(ui: &mut Ui, line: TableLine) -> Option<Action> {
    let p = palette(ui);
    let size = Vec2::new(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let small = theme::small().resolve(ui.style());
    let mono = FontId::monospace(small.size);
    let subject = visible(&line.subject);
    let (result, font) = match &line.result {
        ResultText::Code(text) => (visible(text), mono.clone()),
        ResultText::Sentence(text) => (visible(text), small),
    };
    let name = match shortened(&subject, 80) {
        subject if subject.is_empty() => format!("Line {}: {result}", line.number),
        subject => format!("Line {}: {subject}: {result}", line.number),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let fill = if response.hovered() { p.hover } else { p.card };
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, fill);
    let stroke = Stroke::new(1.0, p.line);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let [left, middle, right] = cells(rect);
    let (at, number) = (left.left_center(), line.number);
    painter.text(at, Align2::LEFT_CENTER, number, mono.clone(), p.weak);
    let (at, icon) = (left.right_center(), line.tone.icon());
    let color = if line.tone == Status::Unknown {
        p.weak
    } else {
        line.tone.color(p)
    };
    painter.text(
        at,
        Align2::RIGHT_CENTER,
        icon,
        theme::icon_font(14.0),
        color,
    );
    clipped(ui, middle, &shortened(&subject, 120), mono, p.text);
    let color = if line.tone == Status::Wrong {
        p.wrong
    } else {
        p.text
    };
    // A line has one font, so backticks around code are left out.
    clipped(ui, right, &result.replace('`', ""), font, color);
    response.on_hover_text(format!("{subject}\n{result}\n{}", visible(&line.more)));
    let button = line.button?;
    let place = Rect::from_center_size(
        pos2(rect.right() - 18.0, rect.center().y),
        Vec2::splat(24.0),
    );
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let is_clicked = bare_button(&mut child, button.icon, &button.name).clicked();
    is_clicked.then_some(button.action)
}

/// A line of text, cut with an ellipsis at the end of its cell.
fn clipped(ui: &Ui, rect: Rect, text: &str, font: FontId, color: Color32) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(rect.width().max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}
