//! The header and the payload of a token, member by member.

use egui::{Label, Rect, RichText, Ui, Vec2};

use super::linked::LinkedMember;
use crate::{
    core::{
        diagnose::{
            explain::Group,
            report::TokenReport,
            wording::{about_claim, about_header},
        },
        json::{Object, Value},
        mux::params,
        text::{shortened, visible},
    },
    ui::{
        action::Action,
        cx::Cx,
        screens::wording,
        theme::{icon, palette, status::Status},
        widgets::{
            and_more, bare_button, cell, claim_code, code, code_job, note, small_text, status,
            topic,
        },
    },
};

/// The most members that are shown.
const MOST_CLAIMS: usize = 200;

/// The payload or the header: each member in the original order, with its value and what it means. `linked` is the member
/// that is marked; it becomes the one under the pointer.
pub(super) fn section_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    part: usize,
    (marked, hovered): (Option<LinkedMember>, &mut Option<LinkedMember>),
) -> Option<Action> {
    let section = [&token.token.header, &token.token.payload][part];
    let Some(object) = section.object() else {
        note(ui, "This is not JSON. It contains:");
        let job = code_job(ui, &token.token.unread(part).unwrap_or_default());
        code(ui, job);
        return None;
    };
    if object.is_empty() {
        note(ui, "Empty.");
    }
    let names = object.iter().map(|(name, _)| name.chars().count());
    let name_width = (names.max().unwrap_or(0) as f32 * 7.9 + 6.0).clamp(34.0, 150.0);
    let mut action = None;
    ui.spacing_mut().item_spacing.y = 3.0;
    for (index, (name, value)) in object.iter().enumerate() {
        if index == MOST_CLAIMS {
            and_more(ui, object.len() - MOST_CLAIMS);
            break;
        }
        let at = LinkedMember { part, index };
        let top = ui.cursor().min;
        let is_copied = member_ui(ui, cx, token, at, (name, value), name_width);
        let rect = Rect::from_min_max(top, ui.min_rect().max).expand2(Vec2::new(4.0, 1.0));
        if ui.rect_contains_pointer(rect) {
            *hovered = Some(at);
        }
        if marked == Some(at) {
            let fill = palette(ui).payload.gamma_multiply(0.16);
            ui.painter().rect_filled(rect, 4, fill);
        }
        if count(object, name) > 1 {
            status(
                ui,
                Status::Care,
                format!("`{}` occurs {} times", visible(name), count(object, name)),
            );
        }
        if is_copied {
            action = Some(Action::Copy {
                what: "the value",
                text: value.plain(),
            });
        }
    }
    action
}

fn count(object: &Object, name: &str) -> usize {
    object.iter().filter(|(other, _)| *other == name).count()
}

/// One member. Returns whether its value is to be copied.
fn member_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    at: LinkedMember,
    (name, value): (&str, &Value),
    name_width: f32,
) -> bool {
    let audience = token.token.audience();
    let (about, group) = match params::any(name) {
        _ if at.part == 0 => (about_header(name), Group::Header),
        Some(_) => (about_claim(name, audience), Group::Parameter),
        None => (about_claim(name, audience), Group::Claim),
    };
    // The most common ones are explained in the tooltip of the name.
    let is_standard = ["kid", "sub", "aud", "exp", "alg", "typ"].contains(&name);
    let meaning = (at.part == 1)
        .then(|| meaning(cx, token, name, value))
        .flatten();
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        cell(ui, name_width, |ui| {
            let shown = shortened(name, 80);
            let text = RichText::new(visible(&shown)).monospace();
            let label = ui.add(Label::new(text.color(palette(ui).payload)).wrap());
            label.on_hover_ui(|ui| topic(ui, group, name));
        });
        cell(ui, width - name_width - 40.0, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let text = match value {
                Value::Object(_) | Value::Array(_) => value.pretty(),
                _ => value.to_string(),
            };
            let text = shortened(&text, 4000);
            let lines: Vec<_> = text.split('\n').map(visible).collect();
            ui.spacing_mut().interact_size.y = 18.0;
            ui.horizontal_wrapped(|ui| {
                claim_code(ui, &lines.join("\n"));
                match &meaning {
                    Some(meaning) => {
                        ui.add(
                            Label::new(small_text(meaning.as_str()).color(palette(ui).text)).wrap(),
                        );
                    }
                    None if is_standard => {}
                    None => _ = note(ui, about),
                }
            });
        });
        let name = format!("Copy {}", visible(&shortened(name, 40)));
        bare_button(ui, icon::COPY, &name).clicked()
    })
    .inner
}

/// What a value means: a time, an audience, the ID of the request.
fn meaning(cx: &Cx<'_>, token: &TokenReport, name: &str, value: &Value) -> Option<String> {
    let in_url = || token.url.as_ref()?.id.as_deref();
    if name == "sub" && value.as_str().is_some() && value.as_str() == in_url() {
        return Some("as in the URL".to_owned());
    }
    wording(cx, cx.now).of(token).claim(name, value)
}
