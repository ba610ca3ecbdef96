//! The times of a token on a line, and when it is valid between them.

use egui::{Align2, Pos2, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::timeline_marks::{TimelineEvent, TimelineMark, is_valid_after};
use crate::{
    core::diagnose::as_of::{AsOf, TimeSource},
    ui::theme::{self, palette},
};

/// The width, in points.
const WIDTH: f32 = 720.0;

/// Draws the marks at equal distances, because an hour and a week do not fit on one scale. Screen readers read the times.
pub(crate) fn timeline(ui: &mut Ui, marks: &[TimelineMark], as_of: AsOf) {
    let now = as_of.time;
    let title = |event: TimelineEvent| match (event, as_of.source) {
        (TimelineEvent::Now, TimeSource::Given) => "as of",
        (TimelineEvent::Now, TimeSource::Request) => "request",
        _ => event.title(),
    };
    let p = palette(ui);
    let (rect, response) = ui.allocate_exact_size(
        Vec2::new(ui.available_width().min(WIDTH), 46.0),
        Sense::hover(),
    );
    let words: Vec<_> = marks
        .iter()
        .filter(|mark| mark.event != TimelineEvent::Now)
        .map(|mark| format!("{} {}", title(mark.event), as_of.distance(mark.at)))
        .collect();
    let words = words.join(", ");
    response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, format!("Timeline: {words}")));
    let step = rect.width() / (marks.len() as f32 + 1.0);
    let x = |place: f32| rect.left() + step * (place + 1.0);
    let y = rect.top() + 10.0;
    let line = |from: f32, to: f32, valid: bool| {
        let color = if valid { p.right } else { p.edge };
        let width = if valid { 3.0 } else { 1.5 };
        ui.painter().line_segment(
            [Pos2::new(from, y), Pos2::new(to, y)],
            Stroke::new(width, color),
        );
    };
    // Before the first mark, a token is valid only if it has no start.
    let starts_valid = !marks
        .iter()
        .any(|mark| matches!(mark.event, TimelineEvent::NotBefore | TimelineEvent::Issued));
    line(rect.left(), x(0.0), starts_valid);
    for i in 0..marks.len() {
        let to = if i + 1 == marks.len() {
            rect.right()
        } else {
            x(i as f32 + 1.0)
        };
        line(x(i as f32), to, is_valid_after(marks, i));
    }
    let small = theme::small().resolve(ui.style());
    for (i, mark) in marks.iter().enumerate() {
        let at = Pos2::new(x(i as f32), y);
        let color = match mark.event {
            TimelineEvent::Now => p.accent,
            TimelineEvent::Today => p.weak,
            TimelineEvent::Expiry if mark.at <= now => p.wrong,
            _ => p.text,
        };
        ui.painter()
            .circle(at, 5.0, p.card, Stroke::new(2.0, color));
        let write = |offset: f32, text: &str, color| {
            let place = at + Vec2::new(0.0, offset);
            ui.painter()
                .text(place, Align2::CENTER_TOP, text, small.clone(), color);
        };
        write(8.0, title(mark.event), color);
        if mark.event != TimelineEvent::Now {
            write(22.0, &as_of.distance(mark.at), p.weak);
        }
    }
}
