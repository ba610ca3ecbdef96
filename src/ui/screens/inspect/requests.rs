//! The requests of an input in a table, counted by cause when there are many.

use egui::{
    Align2, CornerRadius, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use crate::{
    core::{
        diagnose::{
            report::{Acceptance, Report, TokenReport},
            summary::{MOST_IN_FULL, RequestRow, Summary},
            wording,
        },
        text::{capitalized, grouped, visible},
    },
    ui::{
        theme::{self, palette, status::Status},
        widgets::choice,
    },
};

/// The height of a row, in points.
pub(super) const ROW: f32 = 24.0;

/// The distance from one row to the next.
const ROW_STEP: f32 = ROW + 1.0;

/// A shorter part of a path is shown whole.
const LONG_ID: usize = 20;

/// The requests of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CauseFilter {
    acceptance: Acceptance,
    cause: String,
}

/// What the table shows of all requests, computed once.
pub(super) struct RequestList {
    summary: Summary,
    /// The cause of each request.
    causes: Vec<String>,
}

impl RequestList {
    /// The requests of a report.
    pub(super) fn of(report: &Report) -> Self {
        let causes = report
            .tokens
            .iter()
            .map(|token| RequestRow::of(token).cause);
        Self {
            summary: Summary::of(report),
            causes: causes.collect(),
        }
    }

    /// How many requests Mux rejects.
    pub(super) fn rejected(&self) -> usize {
        self.summary.count(Acceptance::Refused)
    }

    fn is_shown(&self, filter: Option<&CauseFilter>, report: &Report, index: usize) -> bool {
        filter.is_none_or(|filter| {
            filter.acceptance == report.tokens[index].acceptance
                && filter.cause == self.causes[index]
        })
    }
}

/// Draws the table in this height and returns the request that was chosen.
pub(super) fn ui(
    ui: &mut Ui,
    (report, list): (&Report, &RequestList),
    selected: usize,
    filter: &mut Option<CauseFilter>,
    height: f32,
) -> Option<usize> {
    let mut chosen = None;
    let top = ui.cursor().top();
    if report.tokens.len() > MOST_IN_FULL && groups_ui(ui, &list.summary, filter) {
        let first = report.worst_first().into_iter();
        let mut first = first.filter(|index| list.is_shown(filter.as_ref(), report, *index));
        chosen = first.next();
    }
    let rows: Vec<usize> = (0..report.tokens.len())
        .filter(|index| list.is_shown(filter.as_ref(), report, *index))
        .collect();
    ui.spacing_mut().item_spacing.y = 1.0;
    let left = height - (ui.cursor().top() - top);
    let rows_fit = (left / ROW_STEP).floor().max(2.0);
    let area = ScrollArea::vertical()
        .id_salt("requests")
        .max_height(rows_fit * ROW_STEP)
        .auto_shrink([false, true]);
    // Rows of a fixed height let the scroll area lay out only the visible ones.
    area.show_rows(ui, ROW, rows.len(), |ui, range| {
        for index in range.filter_map(|row| rows.get(row).copied()) {
            let response = row_ui(ui, &report.tokens[index], index == selected);
            if response.clicked() {
                chosen = Some(index);
            }
        }
    });
    chosen
}

/// The causes with their counts; pressing one shows only its requests. Returns whether one was pressed.
fn groups_ui(ui: &mut Ui, summary: &Summary, filter: &mut Option<CauseFilter>) -> bool {
    let before = filter.clone();
    let height = ui.spacing().interact_size.y;
    ui.horizontal_wrapped(|ui| {
        let all = format!("All {}", grouped(summary.requests));
        if choice(ui, filter.is_none(), None, &all, Vec2::new(0.0, height)).clicked() {
            *filter = None;
        }
        for count in summary.causes().into_iter().take(12) {
            let cause = CauseFilter {
                acceptance: count.acceptance,
                cause: count.cause.clone(),
            };
            let icon = Status::from(count.acceptance).icon();
            let word = wording::acceptance(count.acceptance).0;
            let what = if count.cause.is_empty() {
                word
            } else {
                &count.cause
            };
            let text = format!("{} {}", grouped(count.requests), what.replace('`', ""));
            let is_on = filter.as_ref() == Some(&cause);
            let button = choice(ui, is_on, Some(icon), &text, Vec2::new(0.0, height));
            if button.on_hover_text(capitalized(word)).clicked() {
                *filter = (!is_on).then_some(cause);
            }
        }
    });
    *filter != before
}

/// One request: verdict, HTTP status, kind, host and path, cause.
fn row_ui(ui: &mut Ui, token: &TokenReport, is_selected: bool) -> Response {
    let p = palette(ui);
    let row = RequestRow::of(token);
    let cause = visible(&wording::row_cause(token)).replace('`', "");
    let status = Status::from(token.acceptance);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    let http = if row.status.is_empty() {
        String::new()
    } else {
        format!("HTTP {}, ", row.status)
    };
    let name = format!(
        "{}: {http}{}, {}, {cause}",
        capitalized(row.verdict),
        row.kind,
        visible(&row.address)
    );
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_selected, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let corners = CornerRadius::same(5);
    if is_selected {
        let fill = p.card.lerp_to_gamma(p.accent, 0.14);
        ui.painter().rect_filled(rect, corners, fill);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corners, p.hover);
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, p.accent);
        ui.painter()
            .rect_stroke(rect, corners, stroke, StrokeKind::Inside);
    }
    let color = status.color(p);
    let icon = Pos2::new(rect.left() + 14.0, rect.center().y);
    let font = theme::icon_font(14.0);
    ui.painter()
        .text(icon, Align2::CENTER_CENTER, status.icon(), font, color);
    // Columns at the same places in every row.
    let inner = rect.shrink2(Vec2::new(6.0, 0.0));
    let left = inner.left() + 22.0;
    let kind = left + 36.0;
    let kind_width = (inner.width() * 0.14).clamp(60.0, 118.0);
    let address = kind + kind_width + 8.0;
    let address_width = ((inner.right() - address) * 0.42).min(330.0);
    let cell = |x: f32, right: f32, text: &str, style: TextStyle, color| {
        let mut job =
            LayoutJob::simple(text.to_owned(), style.resolve(ui.style()), color, right - x);
        job.wrap =
            egui::text::TextWrapping::from_wrap_mode_and_width(TextWrapMode::Truncate, right - x);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let place = Pos2::new(x, rect.center().y - galley.size().y / 2.0);
        ui.painter()
            .with_clip_rect(Rect::everything_right_of(x).intersect(ui.clip_rect()))
            .galley(place, galley, color);
    };
    let status_color = if token.request.failed_status().is_some() {
        p.wrong
    } else {
        p.weak
    };
    cell(left, kind, &row.status, TextStyle::Monospace, status_color);
    cell(kind, address - 8.0, &row.kind, theme::small(), p.weak);
    let shown = visible(&short_address(&row.address)).into_owned();
    cell(
        address,
        address + address_width,
        &shown,
        theme::small(),
        p.text,
    );
    let cause_color = if token.acceptance == Acceptance::Accepted {
        p.weak
    } else {
        p.text
    };
    cell(
        address + address_width + 12.0,
        inner.right(),
        &cause,
        theme::small(),
        cause_color,
    );
    response.on_hover_text_at_pointer(format!("{}\n{cause}", visible(&row.address)))
}

/// An address with the middle of long IDs left out: `stream.mux.com/EcHg…nhs.m3u8`.
pub(super) fn short_address(address: &str) -> String {
    let parts = address.split('/').map(|part| {
        let (id, end) = part.split_at(part.find('.').unwrap_or(part.len()));
        let is_id = id.len() > LONG_ID && id.chars().all(|c| c.is_ascii_alphanumeric());
        if is_id {
            format!("{}…{}{end}", &id[..4], &id[id.len() - 3..])
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::short_address;

    #[test]
    fn long_ids_are_shortened_in_addresses() {
        let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
        for (address, expected) in [
            (
                format!("stream.mux.com/{id}.m3u8"),
                "stream.mux.com/EcHg…nhs.m3u8",
            ),
            (
                format!("image.mux.com/{id}/storyboard.vtt"),
                "image.mux.com/EcHg…nhs/storyboard.vtt",
            ),
            (
                "stream.mux.com/ID.m3u8".to_owned(),
                "stream.mux.com/ID.m3u8",
            ),
            ("<mux-player>".to_owned(), "<mux-player>"),
        ] {
            assert_eq!(short_address(&address), expected);
        }
    }
}
