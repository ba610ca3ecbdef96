//! A QR code on the screen: black on white in both themes, each module a whole number of pixels.

use egui::{Color32, Mesh, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use crate::core::qr::{QUIET, Qr};

/// The smallest module that a phone reads from a screen at arm's length.
const PIXELS_A_MODULE: f32 = 4.0;

/// Draws a code of at most this size in points, if it can be read then. Screen readers read its name.
pub(crate) fn qr_ui(ui: &mut Ui, qr: &Qr, most: f32, name: &str) -> Response {
    let modules = (qr.size() + 2 * QUIET) as f32;
    let pixels = ui.pixels_per_point();
    // As large as the size allows, but never too small to scan, unless the window is.
    let fits = |side: f32| (side * pixels / modules).floor().max(1.0);
    let room = fits(ui.available_width());
    let module = fits(most).max(PIXELS_A_MODULE.min(room)).min(room);
    let side = module * modules / pixels;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    let origin = rect.min * pixels;
    let (left, top) = (origin.x.round(), origin.y.round());
    let at = |x: f32, y: f32| pos2((left + x * module) / pixels, (top + y * module) / pixels);
    let mut mesh = Mesh::default();
    let ground = Rect::from_min_max(at(0.0, 0.0), at(modules, modules));
    mesh.add_colored_rect(ground, Color32::WHITE);
    let quiet = QUIET as f32;
    for y in 0..qr.size() {
        for (x, len) in qr.runs(y) {
            let (x, y, len) = (x as f32 + quiet, y as f32 + quiet, len as f32);
            let run = Rect::from_min_max(at(x, y), at(x + len, y + 1.0));
            mesh.add_colored_rect(run, Color32::BLACK);
        }
    }
    ui.painter().add(mesh);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    response
}
