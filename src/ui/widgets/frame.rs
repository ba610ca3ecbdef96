//! Pictures of what parameters do to a video: the frame of a thumbnail, and ranges on a line.

use egui::{
    Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::note;
use crate::{
    core::mux::{
        frame::{FrameGeometry, VIDEO},
        range::MediaRange,
    },
    ui::theme::palette,
};

/// The size of the picture of the video, in points.
const SOURCE: Vec2 = vec2(112.0, 63.0);
/// The space for the picture of the image.
const IMAGE: Vec2 = vec2(140.0, 80.0);
/// The space for the arrow between them.
const ARROW: f32 = 44.0;

/// A sun over two mountains, in fractions of the frame. It looks different in each rotation and mirrored.
const MOUNTAINS: [[[f64; 2]; 3]; 2] = [
    [[0.0, 1.0], [0.3, 0.45], [0.62, 1.0]],
    [[0.4, 1.0], [0.74, 0.2], [1.0, 1.0]],
];
const SUN: [f64; 2] = [0.2, 0.25];

/// Draws the frame of the video, what is cut off, and the image that Mux makes of it. Screen readers read it in words.
pub(crate) fn frame_ui(ui: &mut Ui, frame: &FrameGeometry) {
    let size = vec2(SOURCE.x + ARROW + IMAGE.x, IMAGE.y + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let p = palette(ui);
    let painter = ui.painter();
    let center = rect.center().y;
    let source = Rect::from_min_size(pos2(rect.left(), center - SOURCE.y / 2.0), SOURCE);
    painter.rect_filled(source, 2.0, p.field);
    let of_source = |point: [f64; 2]| inside(source, point);
    picture(painter, source, p.accent, of_source, SOURCE.y);
    let used = Rect::from_min_max(
        of_source(frame.used.at),
        of_source([0, 1].map(|axis| frame.used.at[axis] + frame.used.size[axis])),
    );
    // What is cut off is darker.
    let shade = p.card.gamma_multiply(0.8);
    for cut in [
        Rect::from_min_max(source.min, pos2(used.left(), source.bottom())),
        Rect::from_min_max(pos2(used.right(), source.top()), source.max),
        Rect::from_min_max(source.min, pos2(source.right(), used.top())),
        Rect::from_min_max(pos2(source.left(), used.bottom()), source.max),
    ] {
        if cut.width() > 0.5 && cut.height() > 0.5 {
            painter.rect_filled(cut, 0.0, shade);
        }
    }
    edge(painter, source, p.edge);
    edge(painter, used, p.accent);
    let arrow = pos2(source.right() + 10.0, center);
    painter.arrow(arrow, vec2(ARROW - 20.0, 0.0), Stroke::new(1.5, p.weak));
    let [width, height] = frame.image_size();
    let image = vec2(width as f32, height as f32);
    let scale = (IMAGE.x / image.x).min(IMAGE.y / image.y);
    let image = (image * scale).max(Vec2::splat(3.0));
    let left = source.right() + ARROW;
    let image = Rect::from_min_size(pos2(left, center - image.y / 2.0), image);
    painter.rect_filled(image, 2.0, p.field);
    let covered = Rect::from_two_pos(
        inside(image, frame.place(frame.used.at)),
        inside(
            image,
            frame.place([0, 1].map(|axis| frame.used.at[axis] + frame.used.size[axis])),
        ),
    );
    let of_image = |point: [f64; 2]| inside(image, frame.place(point));
    let clipped = painter.with_clip_rect(covered.intersect(painter.clip_rect()));
    let unit = SOURCE.y.min(image.height()).min(image.width());
    picture(&clipped, covered, p.accent, of_image, unit);
    edge(painter, image, p.accent);
    let source = format!("from a video of {} : {}", VIDEO[0], VIDEO[1]);
    let name = format!("Geometry, {source}: {}", frame.about);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    note(ui, &frame.about);
    if frame.is_uncertain() {
        note(
            ui,
            "Whether the sizes are those before or after the rotation is unknown.",
        );
    }
}

/// The motif, with its points where `place` puts them.
fn picture(
    painter: &Painter,
    ground: Rect,
    color: Color32,
    place: impl Fn([f64; 2]) -> Pos2,
    unit: f32,
) {
    painter.rect_filled(ground, 2.0, color.gamma_multiply(0.12));
    for (mountain, strength) in MOUNTAINS.iter().zip([0.4, 0.6]) {
        let points = mountain.map(&place).to_vec();
        let fill = color.gamma_multiply(strength);
        painter.add(Shape::convex_polygon(points, fill, Stroke::NONE));
    }
    painter.circle_filled(place(SUN), unit * 0.11, color.gamma_multiply(0.8));
}

/// A point of a rectangle, in fractions of it.
fn inside(rect: Rect, [x, y]: [f64; 2]) -> Pos2 {
    rect.min + rect.size() * vec2(x as f32, y as f32)
}

fn edge(painter: &Painter, rect: Rect, color: Color32) {
    painter.rect_stroke(rect, 2.0, Stroke::new(1.0, color), StrokeKind::Inside);
}

/// Draws a range on the line of the video, whose duration is unknown. Screen readers read it in words.
pub(crate) fn range_ui(ui: &mut Ui, range: &MediaRange) -> Response {
    let p = palette(ui);
    let size = vec2(ui.available_width(), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter();
    let line = rect.shrink2(vec2(8.0, 0.0));
    let (from, to) = (range.start, range.end);
    // Times since 1970 are far from the start of any video.
    let is_wall_clock = from.or(to).is_some_and(|time| time > 1e8);
    let length = match (from, to) {
        (Some(from), Some(to)) => to - from,
        _ => from.or(to).unwrap_or_default(),
    };
    let (first, last) = if is_wall_clock {
        let (from, to) = (from.or(to), to.or(from));
        let margin = length.clamp(60.0, 1e6) * 0.5;
        (
            from.unwrap_or_default() - margin,
            to.unwrap_or_default() + margin,
        )
    } else {
        let end = to.or(from).unwrap_or_default();
        (0.0, end + length.max(end * 0.25).max(1.0) * 0.5)
    };
    let x = |time: f64| {
        let share = ((time - first) / (last - first)).clamp(0.0, 1.0);
        line.left() + line.width() * share as f32
    };
    let y = rect.center().y;
    painter.hline(line.x_range(), y, Stroke::new(2.0, p.edge));
    // The start of the video is known, its end is not.
    if !is_wall_clock {
        painter.vline(line.left(), y - 5.0..=y + 5.0, Stroke::new(2.0, p.edge));
    }
    let left = from.map_or(line.left(), x);
    let right = to.map_or(line.right(), x);
    let bar = Rect::from_min_max(pos2(left, y - 4.0), pos2(right, y + 4.0));
    painter.rect_filled(bar, 3.0, p.accent.gamma_multiply(0.6));
    for end in [from, to].into_iter().flatten() {
        painter.circle_filled(pos2(x(end), y), 5.0, p.accent);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &range.about));
    note(ui, &range.about);
    response
}
