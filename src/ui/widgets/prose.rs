//! Text: sentences with code in them, notes and status lines.

use egui::{
    Align, Color32, FontId, Label, Response, RichText, Role, TextFormat, Ui, WidgetInfo,
    text::LayoutJob,
};

use crate::ui::theme::{self, palette};

/// Text that is told first.
pub(crate) fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::strong())
}

/// Text that stands back. What is in backticks is shown as code.
pub(crate) fn note(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    let (font, color) = (theme::small().resolve(ui.style()), palette(ui).weak);
    let job = prose(ui, text.as_ref(), &font, color);
    ui.add(Label::new(job).wrap())
}

/// A sentence in which names stand in backticks, as in the terminal; here they are shown as code.
pub(crate) fn prose(ui: &Ui, text: &str, font: &FontId, color: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    append_prose(&mut job, 0.0, text, font, color);
    job.wrap.max_width = ui.available_width();
    job
}

/// The same behind what is there already.
fn append_prose(job: &mut LayoutJob, space: f32, text: &str, font: &FontId, color: Color32) {
    let format = |font: &FontId| TextFormat {
        valign: Align::Center,
        ..TextFormat::simple(font.clone(), color)
    };
    let mut space = space;
    let code = FontId::monospace(font.size - 0.5);
    // Without a partner a backtick is only a character.
    let paired = text.matches('`').count().is_multiple_of(2);
    for (i, part) in text.split('`').enumerate() {
        if !paired && i > 0 {
            job.append("`", 0.0, format(font));
        }
        if !part.is_empty() {
            let font = if paired && i % 2 == 1 { &code } else { font };
            job.append(part, std::mem::take(&mut space), format(font));
        }
    }
}

/// A sentence in the color of what it tells, with its sign, so that color is never the only one.
pub(crate) fn told(ui: &mut Ui, sign: &str, color: Color32, text: &str) -> Response {
    let mut job = LayoutJob::default();
    let format = |font: FontId| TextFormat {
        font_id: font,
        color,
        valign: Align::Center,
        ..Default::default()
    };
    job.append(sign, 0.0, format(theme::icon_font(13.0)));
    let small = egui::TextStyle::Small.resolve(ui.style());
    append_prose(&mut job, 6.0, text, &small, color);
    job.wrap.max_width = ui.available_width();
    let response = ui.add(Label::new(job).wrap());
    // The sign is drawn, and the sentence is what is read out.
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}
