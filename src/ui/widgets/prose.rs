//! Text: sentences with code in them, notes, and status lines.

use egui::{
    Align, Align2, Color32, FontId, Label, Response, RichText, Role, Sense, TextFormat, TextStyle,
    Ui, Vec2, WidgetInfo, accesskit::Live, text::LayoutJob,
};

use crate::{
    core::{problem::Advice, text::capitalized},
    ui::theme::{self, palette, status::Status},
};

/// Emphasized text.
pub(crate) fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::strong())
}

/// Text in the size of notes, in the color of body text.
pub(crate) fn small_text(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(theme::small())
}

/// An icon. It has no name: the text next to it has.
pub(crate) fn sign(ui: &mut Ui, icon: &str, size: f32, color: Color32) -> Response {
    let font = theme::icon_font(size);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(icon.to_owned(), font, color));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, color);
    response
}

/// Makes a text a heading for screen readers, which jump from one to the next.
pub(crate) fn heading(ui: &Ui, response: &Response, text: &str, level: usize) {
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_level(level);
        // Its text is its name.
        node.clear_value();
    });
}

/// Makes screen readers read a text whenever it changes.
pub(crate) fn live(ui: &Ui, response: &Response) {
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// Secondary text. Text in backticks is shown as code.
pub(crate) fn note(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    let font = theme::small().resolve(ui.style());
    paragraph(ui, text.as_ref(), &font, palette(ui).weak)
}

/// The line under a list that was cut off.
pub(crate) fn and_more(ui: &mut Ui, count: usize) -> Response {
    note(ui, format!("and {count} more"))
}

/// A wrapped paragraph. Text in backticks is shown as code.
pub(crate) fn paragraph(ui: &mut Ui, text: &str, font: &FontId, color: Color32) -> Response {
    let job = prose(ui, text, font, color);
    ui.add(Label::new(job).wrap())
}

/// A sentence with names in backticks, as in the terminal; here they are shown as code.
pub(crate) fn prose(ui: &Ui, text: &str, font: &FontId, color: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    append_prose(&mut job, 0.0, text, font, color);
    job.wrap.max_width = ui.available_width();
    job
}

/// Appends a sentence to a job.
fn append_prose(job: &mut LayoutJob, space: f32, text: &str, font: &FontId, color: Color32) {
    let format = |font: &FontId| TextFormat {
        valign: Align::Center,
        ..TextFormat::simple(font.clone(), color)
    };
    let mut space = space;
    let code = FontId::monospace(font.size - 0.5);
    // An unpaired backtick is an ordinary character.
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

/// A line that reports something, with its icon and in its color.
pub(crate) fn status(ui: &mut Ui, tone: Status, text: impl AsRef<str>) -> Response {
    let color = tone.color(palette(ui));
    status_with(ui, tone.icon(), color, text)
}

/// A status line with an icon and a color of its own.
pub(crate) fn status_with(
    ui: &mut Ui,
    icon: &str,
    color: Color32,
    text: impl AsRef<str>,
) -> Response {
    let text = text.as_ref();
    let mut job = LayoutJob::default();
    let small = TextStyle::Small.resolve(ui.style());
    append_prose(&mut job, 20.0, text, &small, color);
    job.wrap.max_width = ui.available_width();
    let line = ui.fonts_mut(|fonts| fonts.row_height(&small));
    let response = ui.add(Label::new(job).wrap());
    // Screen readers and copies of the sentence have no use for the icon, so it is not in the text.
    let at = response.rect.left_top() + Vec2::new(0.0, line / 2.0);
    let font = theme::icon_font(13.0);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, icon, font, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// What is wrong, and below it what to do.
pub(crate) fn problem(ui: &mut Ui, tone: Status, what: impl AsRef<str>, hint: impl AsRef<str>) {
    status(ui, tone, what);
    note(ui, hint);
}

/// An error as a [`problem`].
pub(crate) fn error(ui: &mut Ui, tone: Status, error: &impl Advice) {
    problem(ui, tone, capitalized(&error.to_string()), error.hint());
}
