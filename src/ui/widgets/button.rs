//! Buttons.

use egui::{
    Align, Button, Color32, CornerRadius, FontId, Response, RichText, Role, Stroke, StrokeKind,
    TextFormat, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use crate::ui::theme::{self, palette};

/// A button with an icon. Its name is what stands on it.
pub(crate) fn icon_button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    named(
        ui.add(Button::new(icon_text(ui, icon, text, palette(ui).text))),
        text,
    )
}

/// The one button of a screen that is pressed first.
pub(crate) fn main_button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let p = palette(ui);
    let button = Button::new(icon_text(ui, icon, text, p.on_accent))
        .fill(p.accent)
        .stroke(Stroke::NONE);
    let response = named(ui.add(button), text);
    focus_ring(ui, &response);
    response
}

/// A button that is only an icon; the name is read out and shown on hover.
pub(crate) fn bare_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let text = RichText::new(icon)
        .font(theme::icon_font(15.0))
        .color(palette(ui).weak);
    let button = Button::new(text)
        .frame_when_inactive(false)
        .min_size(Vec2::splat(24.0));
    named(
        ui.scope(|ui| {
            ui.spacing_mut().button_padding = Vec2::splat(4.0);
            ui.add(button)
        })
        .inner,
        name,
    )
    .on_hover_text(name)
}

/// One of several to choose from.
pub(crate) fn choice(
    ui: &mut Ui,
    selected: bool,
    icon: Option<&str>,
    text: &str,
    min_size: Vec2,
) -> Response {
    let p = palette(ui);
    let color = if selected { p.accent } else { p.text };
    let job = match icon {
        Some(icon) => icon_text(ui, icon, text, color),
        None => icon_text(ui, "", text, color),
    };
    let mut button = Button::new(job).min_size(min_size);
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

/// A ring around what has the keyboard, for buttons whose own edge says something else.
pub(super) fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette(ui).text);
        let rect = response.rect.expand(1.0);
        ui.painter()
            .rect_stroke(rect, CornerRadius::same(7), stroke, StrokeKind::Outside);
    }
}

pub(super) fn icon_text(ui: &Ui, icon: &str, text: &str, color: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let format = |font: FontId| TextFormat {
        font_id: font,
        color,
        valign: Align::Center,
        ..Default::default()
    };
    if !icon.is_empty() {
        job.append(icon, 0.0, format(theme::icon_font(15.0)));
    }
    let space = if icon.is_empty() || text.is_empty() {
        0.0
    } else {
        7.0
    };
    job.append(
        text,
        space,
        format(egui::TextStyle::Button.resolve(ui.style())),
    );
    job
}

fn named(response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, response.enabled(), name));
    response
}
