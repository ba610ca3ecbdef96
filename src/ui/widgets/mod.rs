//! The pieces that screens are made of.

pub(super) mod column;
pub(super) mod qr;
pub(super) mod timeline;
pub mod timeline_marks;

use egui::{
    Align, Button, Color32, CornerRadius, FontId, Frame, InnerResponse, Label, Layout, Margin,
    Response, RichText, Role, Stroke, StrokeKind, TextEdit, TextFormat, Ui, Vec2, WidgetInfo,
    text::LayoutJob,
};

use crate::{
    core::{
        diagnose::wording,
        json::Value,
        key::{Key, Stage},
        text::{capitalized, visible},
        token::Token,
    },
    platform::Network,
    ui::theme::{self, GAP, RADIUS, palette},
};

/// A card with what belongs together.
pub(crate) fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    framed(ui, palette(ui).card, palette(ui).line, contents)
}

/// A card in the color of what it tells.
pub(crate) fn tinted_card<R>(
    ui: &mut Ui,
    color: Color32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let ground = palette(ui).card;
    framed(
        ui,
        ground.lerp_to_gamma(color, 0.07),
        ground.lerp_to_gamma(color, 0.35),
        contents,
    )
}

fn framed<R>(
    ui: &mut Ui,
    fill: Color32,
    edge: Color32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}

/// The title of a card with an icon, and what stands at its right end.
pub(crate) fn card_title<R>(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    right: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(icon)
                .font(theme::icon_font(15.0))
                .color(palette(ui).weak),
        );
        ui.label(strong(title));
        ui.with_layout(Layout::right_to_left(Align::Center), right)
            .inner
    })
    .inner
}

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

/// The label of a field, above it.
pub(crate) fn field_label(ui: &mut Ui, text: &str) -> Response {
    let color = palette(ui).weak;
    ui.add(
        Label::new(RichText::new(text).text_style(theme::small()).color(color)).selectable(false),
    )
}

/// A field for one line of text under its label.
pub(crate) fn text_field(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    hint: &str,
    mono: bool,
) -> Response {
    let label = field_label(ui, label);
    let response = ui.add(line_edit(text, hint, mono));
    response.labelled_by(label.id)
}

/// A field for one line of text as wide as there is room.
pub(crate) fn line_edit<'t>(text: &'t mut String, hint: &str, mono: bool) -> TextEdit<'t> {
    let edit = TextEdit::singleline(text)
        .hint_text(hint.to_owned())
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 5))
        .char_limit(FIELD_LIMIT);
    if mono {
        edit.font(egui::TextStyle::Monospace)
    } else {
        edit
    }
}

/// More than any claim has, and what a field still takes without a pause.
pub(crate) const FIELD_LIMIT: usize = 64 * 1024;

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

/// What the environment of a key is called and for what it is, if anybody said. What it is for is in it in words, whatever
/// it is called, so that color is not the only sign.
pub(crate) fn stage_name(key: &Key) -> Option<(Stage, String)> {
    wording::environment(key).map(|name| (key.stage, name))
}

/// The sign and the color of what holds of the network.
pub(crate) fn network_sign(ui: &Ui, network: &Network) -> (&'static str, Color32) {
    let p = palette(ui);
    match network {
        Network::NeededByDisplay(_) => (theme::icon::CARE, p.care),
        Network::Blocked | Network::Open(_) => (theme::icon::OFFLINE, p.weak),
    }
}

/// The button that shows the key that signs, with its environment in its color.
pub(crate) fn key_chip(ui: &mut Ui, stage: Option<&(Stage, String)>, text: &str) -> Response {
    let p = palette(ui);
    let mut button = match stage {
        Some((stage, label)) => {
            let color = p.stage(*stage);
            let mut job = icon_text(ui, theme::icon::KEY, label, color);
            let font = egui::TextStyle::Button.resolve(ui.style());
            let format = TextFormat {
                valign: Align::Center,
                ..TextFormat::simple(font, p.text)
            };
            job.append(text, 10.0, format);
            Button::new(job)
        }
        None => Button::new(icon_text(ui, theme::icon::KEY, text, p.text)),
    };
    if let Some((stage, _)) = stage.filter(|(stage, _)| *stage != Stage::Unmarked) {
        let color = p.stage(*stage);
        button = button
            .fill(p.card.lerp_to_gamma(color, 0.12))
            .stroke(Stroke::new(1.0, color));
    }
    let response = ui.add(button);
    focus_ring(ui, &response);
    response
}

/// The stages to choose from, each a dot in its color and its name.
pub(crate) fn stage_choice(ui: &mut Ui, current: Stage, of: &str) -> Option<Stage> {
    let p = palette(ui);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = Vec2::new(8.0, 3.0);
        for stage in Stage::ALL {
            let name = match stage {
                Stage::Unmarked => "None".to_owned(),
                stage => capitalized(stage.word()),
            };
            let is_current = stage == current;
            let color = p.stage(stage);
            let font = theme::small().resolve(ui.style());
            let format = |color| TextFormat {
                valign: Align::Center,
                ..TextFormat::simple(font.clone(), color)
            };
            let mut job = LayoutJob::default();
            job.append(if is_current { "●" } else { "○" }, 0.0, format(color));
            job.append(&name, 6.0, format(if is_current { p.text } else { p.weak }));
            let mut button = Button::new(job);
            button = if is_current {
                button
                    .fill(p.card.lerp_to_gamma(color, 0.14))
                    .stroke(Stroke::new(1.0, color))
            } else {
                button.frame_when_inactive(false)
            };
            let response = ui.add(button);
            let name = format!("{name}: what {of} is for");
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_current, &name));
            focus_ring(ui, &response);
            if response.clicked() && !is_current {
                chosen = Some(stage);
            }
        }
    });
    chosen
}

/// A ring around what has the keyboard, for buttons whose own edge says something else.
fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette(ui).text);
        let rect = response.rect.expand(1.0);
        ui.painter()
            .rect_stroke(rect, CornerRadius::same(7), stroke, StrokeKind::Outside);
    }
}

/// Brings what has just got the keyboard into view. To be called at the end of what scrolls.
pub(crate) fn follow_focus(ui: &Ui) {
    let focused = ui
        .memory(egui::Memory::focused)
        .and_then(|id| ui.ctx().read_response(id));
    if let Some(response) = focused
        && response.gained_focus()
        && ui.min_rect().intersects(response.rect)
        // What is in view stays where it is; it may stand beside the column, over what has scrolled out of it.
        && !response.interact_rect.contains_rect(response.rect)
    {
        ui.scroll_to_rect(response.rect.expand(12.0), None);
    }
}

fn icon_text(ui: &Ui, icon: &str, text: &str, color: Color32) -> LayoutJob {
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

/// A token in three colors, ready to be laid out at a width. Broken ones keep their dots and all their parts.
pub(crate) fn token_job(ui: &Ui, token: &Token, width: f32) -> LayoutJob {
    let p = palette(ui);
    let colors = [p.header, p.payload, p.signature];
    let mut job = LayoutJob::default();
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    for (i, range) in token.ranges().into_iter().enumerate() {
        if i > 0 {
            job.append(".", 0.0, TextFormat::simple(font.clone(), p.text));
        }
        let color = colors.get(i).copied().unwrap_or(p.wrong);
        job.append(
            &token.text[range],
            0.0,
            TextFormat::simple(font.clone(), color),
        );
    }
    job.wrap.max_width = width;
    job.wrap.break_anywhere = true;
    job
}

/// Code that can be selected, broken wherever a line ends.
pub(crate) fn code(ui: &mut Ui, job: LayoutJob) -> Response {
    Frame::new()
        .fill(palette(ui).field)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut job = job;
            job.wrap.max_width = ui.available_width();
            ui.add(Label::new(job).selectable(true))
        })
        .inner
}

/// Plain code as a job for [`code`].
pub(crate) fn code_job(ui: &Ui, text: &str) -> LayoutJob {
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::simple(text.to_owned(), font, palette(ui).text, f32::INFINITY);
    job.wrap.break_anywhere = true;
    job
}

/// JSON over several lines, names in the payload's color.
pub(crate) fn json_job(ui: &Ui, value: &Value) -> LayoutJob {
    let p = palette(ui);
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::default();
    for (i, line) in value.pretty().split('\n').enumerate() {
        if i > 0 {
            job.append("\n", 0.0, TextFormat::simple(font.clone(), p.weak));
        }
        let line = visible(line);
        let indent = line.len() - line.trim_start().len();
        // The name ends at the first quote that opens a value: `"name": value`.
        let name_end = if line[indent..].starts_with('"') {
            line.find("\": ").map_or(indent, |end| end + 1)
        } else {
            indent
        };
        job.append(
            &line[..name_end],
            0.0,
            TextFormat::simple(font.clone(), p.payload),
        );
        job.append(
            &line[name_end..],
            0.0,
            TextFormat::simple(font.clone(), p.text),
        );
    }
    job.wrap.break_anywhere = true;
    job
}

/// Text in the middle of an empty place: an icon, what belongs here, what to do.
pub(crate) fn empty(ui: &mut Ui, sign: &str, title: &str, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(24.0);
        ui.label(
            RichText::new(sign)
                .font(theme::icon_font(30.0))
                .color(palette(ui).edge),
        );
        ui.add_space(6.0);
        ui.label(strong(title));
        ui.set_max_width(ui.available_width().min(420.0));
        note(ui, text);
        ui.add_space(10.0);
    });
}

/// Room between cards.
pub(crate) fn gap(ui: &mut Ui) {
    ui.add_space(GAP - ui.spacing().item_spacing.y);
}
