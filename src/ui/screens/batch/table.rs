//! The table of a batch. Only visible lines are laid out, so that a hundred thousand rows scroll like ten.

use egui::{
    Align, Align2, Color32, FontId, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    Vec2, WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
};

use super::{job::BatchJob, summary::LineFilter};
use crate::{
    core::{
        batch::{RowOutcome, columns::Columns, inspect::Inspected, row::Row},
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
    /// The cells of the original columns.
    others: Vec<String>,
    /// The text that a click on the line inspects.
    inspected: Option<String>,
    /// The URL that can be copied.
    url: Option<String>,
}

/// The result in a line.
enum ResultText {
    Code(String),
    Sentence(String),
}

/// Draws the visible lines.
pub(super) fn ui(ui: &mut Ui, job: &BatchJob, filter: &LineFilter) -> Option<Action> {
    let count = {
        let done = job.look();
        match filter {
            LineFilter::All => done.shown.len(),
            LineFilter::Problems => done.problems.len(),
            LineFilter::Cause(title) => done.lines_of(title).map_or(0, <[u32]>::len),
        }
    };
    let columns = &job.sheet.columns;
    let places = TableColumns::new(ui.available_width(), columns);
    head_ui(ui, job, &places);
    if count == 0 {
        let text = match (filter, job.is_running()) {
            (_, true) => "Working…",
            (LineFilter::All, false) => "No results",
            (_, false) => "No problems",
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
                let Some(line) = line_at(job, filter, &places, place) else {
                    break;
                };
                action = action.take().or(line_ui(ui, &places, line));
            }
        });
    action
}

fn head_ui(ui: &mut Ui, job: &BatchJob, places: &TableColumns) {
    let columns = &job.sheet.columns;
    let subject = match &job.signs_with {
        Some(_) if columns.is_table => columns.label(columns.chosen),
        Some(_) => "ID".to_owned(),
        None => "Subject".to_owned(),
    };
    let result = if job.signs_with.is_some() {
        "URL"
    } else {
        "Findings"
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let small = theme::small().resolve(ui.style());
    let color = palette(ui).weak;
    let others = places.others.iter().map(|column| columns.label(*column));
    let titles = ["Line".to_owned()]
        .into_iter()
        .chain(others)
        .chain([subject, result.to_owned()]);
    for (cell, title) in places.cells(rect).into_iter().zip(titles) {
        clipped(ui, cell, &visible(&title), small.clone(), color);
    }
}

/// The line at a place of the table.
fn line_at(
    job: &BatchJob,
    filter: &LineFilter,
    places: &TableColumns,
    place: usize,
) -> Option<TableLine> {
    let done = job.look();
    let place = match filter {
        LineFilter::All => place,
        LineFilter::Problems => *done.problems.get(place)? as usize,
        LineFilter::Cause(title) => *done.lines_of(title)?.get(place)? as usize,
    };
    let (row, token) = *done.shown.get(place)?;
    let (row, outcome) = &done.rows[row as usize];
    let others = places.others.iter();
    let others = others.map(|column| shortened(&row.text(*column), 60).into_owned());
    Some(TableLine {
        others: others.collect(),
        ..line(job, row, outcome, token as usize)
    })
}

/// The columns of the table: the number, original columns as far as there is room, the subject and the result.
struct TableColumns {
    /// The original columns that are shown.
    others: Vec<usize>,
}

/// The widths of the number and of an original column, and of the buttons at the end, in points.
const NUMBER: f32 = 72.0;
const OTHER: f32 = 120.0;
const END: f32 = 64.0;

impl TableColumns {
    fn new(width: f32, columns: &Columns) -> Self {
        let room = ((width - 520.0) / OTHER).clamp(0.0, 3.0) as usize;
        let is_other = |column: &usize| columns.is_table && *column != columns.chosen;
        let others = (0..columns.width).filter(is_other).take(room);
        Self {
            others: others.collect(),
        }
    }

    fn cells(&self, rect: Rect) -> Vec<Rect> {
        let inner = rect.shrink2(Vec2::new(4.0, 0.0));
        let span = |left: f32, right: f32| {
            Rect::from_min_max(pos2(left, inner.top()), pos2(right, inner.bottom()))
        };
        let mut left = inner.left() + NUMBER;
        let mut cells = vec![span(inner.left(), left - 8.0)];
        for _ in &self.others {
            cells.push(span(left, left + OTHER - 12.0));
            left += OTHER;
        }
        let result = left + ((inner.right() - left) * 0.32).clamp(90.0, 300.0);
        cells.push(span(left, result - 12.0));
        cells.push(span(result, inner.right() - END));
        cells
    }
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
            TableLine {
                number: row.line,
                tone,
                subject: signed.id.clone(),
                result,
                more: signed.warning(),
                others: Vec::new(),
                inspected: Some(url.clone()),
                url: Some(url),
            }
        }
        RowOutcome::Skipped(why) => TableLine {
            number: row.line,
            tone: Status::Unknown,
            subject: input(),
            result: ResultText::Sentence(format!("Skipped: {why}")),
            more: String::new(),
            others: Vec::new(),
            inspected: None,
            url: None,
        },
        RowOutcome::Failed(problem) => TableLine {
            number: row.line,
            tone: Status::Wrong,
            subject: input(),
            result: ResultText::Sentence(capitalized(&problem.what)),
            more: problem.hint.clone(),
            others: Vec::new(),
            inspected: None,
            url: None,
        },
        RowOutcome::Inspected(tokens) => {
            let one = &tokens[token];
            let subject = if one.subject.is_empty() {
                input()
            } else {
                one.subject.clone()
            };
            TableLine {
                number: row.line,
                tone: tone_of(one),
                subject,
                result: ResultText::Sentence(one.summary()),
                more: one.ids().join(", "),
                others: Vec::new(),
                inspected: one.structure.is_some().then(input),
                url: None,
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

fn line_ui(ui: &mut Ui, places: &TableColumns, line: TableLine) -> Option<Action> {
    let p = palette(ui);
    let size = Vec2::new(ui.available_width(), HEIGHT);
    // The buttons at the end are for the keyboard; a click anywhere on the line is for the mouse.
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let small = theme::small().resolve(ui.style());
    let mono = FontId::monospace(small.size);
    let subject = visible(&line.subject);
    let (result, font) = match &line.result {
        ResultText::Code(text) => (visible(text), mono.clone()),
        ResultText::Sentence(text) => (visible(text), small.clone()),
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
    let cells = places.cells(rect);
    let [number, others @ .., middle, right] = cells.as_slice() else {
        return None;
    };
    let at = number.left_center();
    painter.text(at, Align2::LEFT_CENTER, line.number, mono.clone(), p.weak);
    let (at, icon) = (number.right_center(), line.tone.icon());
    let color = if line.tone == Status::Unknown {
        p.weak
    } else {
        line.tone.color(p)
    };
    let icons = theme::icon_font(14.0);
    painter.text(at, Align2::RIGHT_CENTER, icon, icons, color);
    for (cell, text) in others.iter().zip(&line.others) {
        clipped(ui, *cell, &visible(text), small.clone(), p.weak);
    }
    clipped(ui, *middle, &shortened(&subject, 120), mono, p.text);
    let color = if line.tone == Status::Wrong {
        p.wrong
    } else {
        p.text
    };
    // A line has one font, so backticks around code are left out.
    clipped(ui, *right, &result.replace('`', ""), font, color);
    let is_clicked = response.clicked();
    response.on_hover_text(format!("{subject}\n{result}\n{}", visible(&line.more)));
    buttons_ui(ui, rect, &line).or_else(|| {
        let text = line.inspected.filter(|_| is_clicked)?;
        Some(Action::Inspect(text))
    })
}

fn buttons_ui(ui: &mut Ui, rect: Rect, line: &TableLine) -> Option<Action> {
    let place = Rect::from_min_max(pos2(rect.right() - END + 4.0, rect.top()), rect.max);
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    row.spacing_mut().item_spacing.x = 4.0;
    let mut action = None;
    if let Some(text) = &line.inspected {
        let name = format!("Inspect line {}", line.number);
        if bare_button(&mut row, icon::INSPECT, &name).clicked() {
            action = Some(Action::Inspect(text.clone()));
        }
    }
    if let Some(url) = &line.url {
        let name = format!("Copy URL of line {}", line.number);
        if bare_button(&mut row, icon::COPY, &name).clicked() {
            action = Some(Action::Copy {
                what: "the URL",
                text: url.clone(),
            });
        }
    }
    action
}

/// A line of text, cut with an ellipsis at the end of its cell.
fn clipped(ui: &Ui, rect: Rect, text: &str, font: FontId, color: Color32) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(rect.width().max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}
