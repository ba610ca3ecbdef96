//! Buttons.

use egui::{
    Align, Button, Color32, CornerRadius, FontId, Response, RichText, Role, Stroke, StrokeKind,
    TextFormat, TextStyle, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use crate::ui::theme::{self, palette};

/// A button with an icon and a text.
pub(crate) fn icon_button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let p = palette(ui);
    let job = icon_text(ui, icon, text, p.text);
    // Its text shows where it is, so its edge can be fainter than that of a field.
    let button = Button::new(job).stroke(Stroke::new(1.0, p.line));
    let response = named(ui.add(button), text);
    focus_ring(ui, &response);
    response
}

/// The primary button of a screen. There is one on each.
pub(crate) fn main_button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let p = palette(ui);
    // Dark text on a faint accent would not be readable.
    let (text_color, fill) = if ui.is_enabled() {
        (p.on_accent, p.accent)
    } else {
        (p.text, p.button)
    };
    let button = Button::new(icon_text(ui, icon, text, text_color))
        .fill(fill)
        .stroke(Stroke::NONE);
    let response = named(ui.add(button), text);
    focus_ring(ui, &response);
    response
}

/// A button with its shortcut: at its right end if it has a width, else in its tooltip.
pub(crate) fn keyed_button(
    ui: &mut Ui,
    (icon, text): (&str, &str),
    keys: &str,
    is_main: bool,
    width: Option<f32>,
) -> Response {
    let p = palette(ui);
    let (color, weak) = if is_main {
        (p.on_accent, p.on_accent)
    } else {
        (p.text, p.weak)
    };
    let icon = RichText::new(icon)
        .font(theme::icon_font(15.0))
        .color(color);
    let label = RichText::new(text).color(color);
    let mut button = Button::new((icon, label)).stroke(Stroke::new(1.0, p.line));
    if is_main {
        button = button.fill(p.accent).stroke(Stroke::NONE);
    }
    if let Some(width) = width {
        let keys = RichText::new(keys).text_style(theme::small()).color(weak);
        button = button.min_size(Vec2::new(width, 0.0)).shortcut_text(keys);
    }
    let response = named(ui.add(button), text);
    focus_ring(ui, &response);
    if keys.is_empty() || width.is_some() {
        return response;
    }
    response.on_hover_text(format!("{text} ({keys})"))
}

/// A button of little weight, in the size of notes.
pub(crate) fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    let small = RichText::new(text)
        .text_style(theme::small())
        .color(palette(ui).accent);
    let scope = ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::new(6.0, 2.0);
        ui.add(Button::new(small).frame_when_inactive(false))
    });
    let response = named(scope.inner, text);
    focus_ring(ui, &response);
    response
}

/// A button that is only an icon. Its name is its tooltip and what screen readers read.
pub(crate) fn bare_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let text = RichText::new(icon)
        .font(theme::icon_font(15.0))
        .color(palette(ui).weak);
    let button = Button::new(text)
        .frame_when_inactive(false)
        .min_size(Vec2::splat(24.0));
    let scope = ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::splat(4.0);
        ui.add(button)
    });
    named(scope.inner, name).on_hover_text(name)
}

/// One of several options.
pub(crate) fn choice(
    ui: &mut Ui,
    selected: bool,
    icon: Option<&str>,
    text: &str,
    min_size: Vec2,
) -> Response {
    let p = palette(ui);
    let color = if selected { p.accent } else { p.text };
    let job = icon_text(ui, icon.unwrap_or_default(), text, color);
    let mut button = Button::new(job)
        .min_size(min_size)
        .stroke(Stroke::new(1.0, p.line));
    if selected {
        button = button
            .fill(p.card.lerp_to_gamma(p.accent, 0.14))
            .stroke(Stroke::new(1.0, p.accent));
    }
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, text));
    focus_ring(ui, &response);
    response
}

/// A ring around the button with the keyboard focus, for buttons whose edge has another meaning.
pub(super) fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette(ui).text);
        let rect = response.rect.expand(1.0);
        ui.painter()
            .rect_stroke(rect, CornerRadius::same(7), stroke, StrokeKind::Outside);
    }
}

/// An icon and a text as one job; either may be empty.
pub(crate) fn icon_text(ui: &Ui, icon: &str, text: &str, color: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let format = |font: FontId| TextFormat {
        valign: Align::Center,
        ..TextFormat::simple(font, color)
    };
    if !icon.is_empty() {
        job.append(icon, 0.0, format(theme::icon_font(15.0)));
    }
    let space = if icon.is_empty() || text.is_empty() {
        0.0
    } else {
        7.0
    };
    job.append(text, space, format(TextStyle::Button.resolve(ui.style())));
    job
}

fn named(response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, response.enabled(), name));
    response
}
