//! What the rows of a batch have in common: their causes, when their tokens expire, and which keys signed them.

use egui::{
    Align2, Checkbox, Grid, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::job::{BatchJob, RowCause};
use crate::{
    core::{
        batch::keys_in_use::KeyRow,
        text::{counted, grouped, shortened, visible},
        time::{Timestamp, Zone},
    },
    ui::{
        cx::Cx,
        theme::{self, palette, status::Status},
        widgets::{choice, note, small_text, strong},
    },
};

/// The state of the summary.
#[derive(Default)]
pub(super) struct SummaryView {
    tab: SummaryTab,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SummaryTab {
    #[default]
    Causes,
    Expiry,
    Keys,
}

/// Which lines the table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum LineFilter {
    /// All of them.
    #[default]
    All,
    /// Those with errors or warnings.
    Problems,
    /// Those with this cause.
    Cause(String),
}

/// The most bars that are shown.
const MOST_BARS: usize = 6;
/// The columns of the table of keys: first the key and when it can be deleted, for which there is always room.
const KEY_COLUMNS: [usize; 6] = [0, 5, 1, 2, 3, 4];
const BAR: f32 = 24.0;
const PLOT: f32 = 64.0;

impl SummaryView {
    /// Draws the summary. A click on a cause shows only its lines.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, job: &BatchJob, filter: &mut LineFilter) {
        let mut tabs = vec![
            (SummaryTab::Causes, "Causes"),
            (SummaryTab::Expiry, "Expiry"),
        ];
        if job.signs_with.is_none() {
            tabs.push((SummaryTab::Keys, "Keys in use"));
        } else if self.tab == SummaryTab::Keys {
            self.tab = SummaryTab::Causes;
        }
        ui.horizontal_wrapped(|ui| {
            for (tab, title) in tabs {
                if choice(ui, self.tab == tab, None, title, Vec2::ZERO).clicked() {
                    self.tab = tab;
                }
            }
            problems_ui(ui, job, filter);
        });
        match self.tab {
            SummaryTab::Causes => causes_ui(ui, &job.look().causes, filter),
            SummaryTab::Expiry => expiry_ui(ui, &job.look().expiries, cx.now, cx.zone),
            SummaryTab::Keys => keys_ui(ui, cx, job),
        }
    }
}

/// The filter for lines with errors or warnings.
fn problems_ui(ui: &mut Ui, job: &BatchJob, filter: &mut LineFilter) {
    let mut is_on = *filter == LineFilter::Problems;
    let can_filter = is_on || !job.look().problems.is_empty();
    let checkbox = Checkbox::new(&mut is_on, "Only problems");
    if ui.add_enabled(can_filter, checkbox).changed() {
        *filter = if is_on {
            LineFilter::Problems
        } else {
            LineFilter::All
        };
    }
}

fn causes_ui(ui: &mut Ui, causes: &[RowCause], filter: &mut LineFilter) {
    let rank = |cause: &&RowCause| match cause.tone {
        Status::Wrong => 0,
        Status::Care => 1,
        Status::Unknown => 2,
        Status::Info => 3,
        Status::Right => 4,
    };
    let mut causes: Vec<_> = causes.iter().collect();
    causes.sort_by_key(|cause| (rank(cause), std::cmp::Reverse(cause.lines.len())));
    let most = causes.iter().map(|cause| cause.lines.len()).max();
    let height = BAR * causes.len().min(MOST_BARS) as f32;
    let list = ScrollArea::vertical().id_salt("causes").max_height(height);
    list.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for cause in causes {
            let is_chosen = matches!(filter, LineFilter::Cause(title) if *title == cause.title);
            if bar_ui(ui, cause, most.unwrap_or(1), is_chosen) {
                *filter = if is_chosen {
                    LineFilter::All
                } else {
                    LineFilter::Cause(cause.title.clone())
                };
            }
        }
    });
}

/// A cause with the number of its lines as a bar. Returns whether it was clicked.
fn bar_ui(ui: &mut Ui, cause: &RowCause, most: usize, is_chosen: bool) -> bool {
    let p = palette(ui);
    let count = cause.lines.len();
    let size = Vec2::new(ui.available_width(), BAR);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let title = visible(&cause.title).replace('`', "");
    let name = format!("{}: {title}", counted(count, "row"));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &name));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => p.card.lerp_to_gamma(p.accent, 0.2),
        (false, true) => p.hover,
        (false, false) => p.card,
    };
    let inside = rect.shrink2(vec2(0.0, 1.0));
    let painter = ui.painter();
    painter.rect_filled(inside, 4.0, fill);
    let color = cause.tone.color(p);
    let small = theme::small().resolve(ui.style());
    let number = pos2(inside.left() + 64.0, inside.center().y);
    painter.text(
        number,
        Align2::RIGHT_CENTER,
        grouped(count),
        small.clone(),
        p.text,
    );
    // At least visible, however rare the cause is.
    let room = ((inside.width() - 200.0) * 0.3).max(32.0);
    let length = (room * count as f32 / most.max(1) as f32).max(3.0);
    let start = pos2(number.x + 8.0, inside.top() + 6.0);
    let bar = Rect::from_min_size(start, vec2(length, inside.height() - 12.0));
    painter.rect_filled(bar, 2.0, color);
    let left = pos2(number.x + 20.0 + room, inside.center().y);
    let clipped = painter.with_clip_rect(inside);
    clipped.text(left, Align2::LEFT_CENTER, &title, small, p.text);
    if response.has_focus() || is_chosen {
        let stroke = Stroke::new(1.5, p.accent);
        painter.rect_stroke(inside, 4.0, stroke, egui::StrokeKind::Inside);
    }
    let hint = if is_chosen {
        "Show all rows"
    } else {
        "Show only these rows"
    };
    response.on_hover_text(format!("{title}\n{hint}")).clicked()
}

/// How many tokens expire when, with the present as a line.
fn expiry_ui(ui: &mut Ui, expiries: &[Timestamp], now: Timestamp, zone: Zone) {
    let (Some(first), Some(last)) = (expiries.iter().min(), expiries.iter().max()) else {
        note(ui, "No token with an expiry");
        return;
    };
    let past = expiries.iter().filter(|expiry| **expiry <= now).count();
    let words = format!(
        "{} expired, {} still valid; first {}, last {}",
        grouped(past),
        grouped(expiries.len() - past),
        first.show(zone),
        last.show(zone)
    );
    let p = palette(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), PLOT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Expiry: {words}")));
    let (from, to) = ((*first).min(now), (*last).max(now));
    let span = (to.since(from).0 as f32).max(1.0);
    let inside = rect.shrink2(vec2(8.0, 0.0));
    let x = |time: Timestamp| inside.left() + inside.width() * time.since(from).0 as f32 / span;
    let step = 6.0;
    let count = (inside.width() / step).ceil().max(1.0) as usize;
    let mut bars = vec![0_usize; count + 1];
    for expiry in expiries {
        let place = ((x(*expiry) - inside.left()) / step) as usize;
        bars[place.min(count)] += 1;
    }
    let most = bars.iter().copied().max().unwrap_or(1) as f32;
    let painter = ui.painter();
    let ground = rect.bottom() - 4.0;
    for (place, number) in bars
        .into_iter()
        .enumerate()
        .filter(|(_, number)| *number > 0)
    {
        let left = inside.left() + place as f32 * step;
        let height = ((PLOT - 24.0) * number as f32 / most).max(2.0);
        let bar = Rect::from_min_max(pos2(left, ground - height), pos2(left + step - 1.0, ground));
        let color = if left < x(now) { p.wrong } else { p.right };
        painter.rect_filled(bar, 1.0, color);
    }
    painter.hline(rect.x_range(), ground, Stroke::new(1.0, p.edge));
    painter.vline(x(now), rect.y_range(), Stroke::new(1.5, p.accent));
    let small = theme::small().resolve(ui.style());
    let is_late = x(now) > rect.center().x;
    let (at, align) = if is_late {
        (pos2(x(now) - 4.0, rect.top()), Align2::RIGHT_TOP)
    } else {
        (pos2(x(now) + 4.0, rect.top()), Align2::LEFT_TOP)
    };
    painter.text(at, align, "now", small, p.accent);
    note(ui, words);
}

fn keys_ui(ui: &mut Ui, cx: &Cx<'_>, job: &BatchJob) {
    let (rows, notes) = {
        let done = job.look();
        (
            done.keys.rows(cx.session.keyring.keys(), cx.now),
            done.keys.notes(),
        )
    };
    if rows.is_empty() {
        note(ui, "No tokens found");
        return;
    }
    let list = ScrollArea::both()
        .id_salt("keys in use")
        .max_height(6.0 * BAR);
    list.auto_shrink([false, true]).show(ui, |ui| {
        Grid::new("keys in use")
            .spacing([16.0, 4.0])
            .show(ui, |ui| {
                for column in KEY_COLUMNS {
                    let title = small_text(KeyRow::TITLES[column]);
                    ui.label(title.color(palette(ui).weak));
                }
                ui.end_row();
                for row in rows.iter().take(200) {
                    let cells = row.cells(cx.zone);
                    for column in KEY_COLUMNS {
                        let cell = visible(&cells[column]);
                        if column == 0 {
                            ui.label(strong(shortened(&cell, 24)));
                        } else {
                            ui.label(small_text(cell));
                        }
                    }
                    ui.end_row();
                }
            });
    });
    for text in notes {
        note(ui, text);
    }
}
