//! The header and the payload of a token, member by member.

use egui::{Label, RichText, Ui};

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
        time::Timestamp,
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

/// One member, ready to draw.
struct ClaimRow<'a> {
    name: &'a str,
    value: &'a Value,
    /// What the value means.
    meaning: Option<String>,
    /// The explanation of the name.
    about: &'static str,
    group: Group,
    /// How often the name occurs.
    count: usize,
}

/// The payload or the header: each member in the original order, with its value and an explanation.
pub(super) fn section_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    at: Timestamp,
    is_payload: bool,
) -> Option<Action> {
    let (index, section) = if is_payload {
        (1, &token.token.payload)
    } else {
        (0, &token.token.header)
    };
    let Some(object) = section.object() else {
        note(ui, "This is not JSON. It contains:");
        let job = code_job(ui, &token.token.unread(index).unwrap_or_default());
        code(ui, job);
        return None;
    };
    if object.is_empty() {
        note(ui, "Empty.");
    }
    let audience = token.token.audience();
    let words = wording(cx, at).of(token);
    let mut action = None;
    for (i, (name, value)) in object.iter().enumerate() {
        if i > 0 {
            ui.separator();
        }
        if i == MOST_CLAIMS {
            and_more(ui, object.len() - MOST_CLAIMS);
            break;
        }
        let (about, group) = match params::any(name) {
            _ if !is_payload => (about_header(name), Group::Header),
            Some(_) => (about_claim(name, audience), Group::Parameter),
            None => (about_claim(name, audience), Group::Claim),
        };
        let claim = ClaimRow {
            name,
            value,
            meaning: words.claim(name, value).filter(|_| is_payload),
            about,
            group,
            count: count(object, name),
        };
        if claim_ui(ui, &claim) {
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
fn claim_ui(ui: &mut Ui, claim: &ClaimRow<'_>) -> bool {
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let name_width = (width * 0.3).clamp(90.0, 170.0);
        cell(ui, name_width, |ui| {
            let shown = shortened(claim.name, 80);
            let name = RichText::new(visible(&shown)).monospace();
            ui.add(Label::new(name.color(palette(ui).payload)).wrap());
            if claim.count > 1 {
                status(ui, Status::Care, format!("occurs {} times", claim.count));
            }
        });
        cell(ui, width - name_width - 40.0, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            value_ui(ui, claim);
        });
        let name = format!("Copy {}", visible(&shortened(claim.name, 40)));
        bare_button(ui, icon::COPY, &name).clicked()
    })
    .inner
}

fn value_ui(ui: &mut Ui, claim: &ClaimRow<'_>) {
    let text = match claim.value {
        Value::Object(_) | Value::Array(_) => claim.value.pretty(),
        _ => claim.value.to_string(),
    };
    let text = shortened(&text, 4000);
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    claim_code(ui, &lines.join("\n"));
    if let Some(meaning) = &claim.meaning {
        ui.add(Label::new(small_text(meaning)).wrap());
    }
    note(ui, claim.about).on_hover_ui(|ui| topic(ui, claim.group, claim.name));
}
