//! What is below the answer: the times, the other findings, the claims and the token.

use egui::Ui;

use super::{
    answer::{self, CauseTitle},
    claims, findings,
    linked::{self, LinkedMember},
};
use crate::{
    core::{
        diagnose::{
            as_of::TimeSource,
            evidence::Evidence,
            report::{Report, TokenReport},
            wording as words,
        },
        text::visible,
    },
    ui::{
        action::Action,
        cx::Cx,
        screens::copy_button,
        theme::icon,
        widgets::{
            FIELD_LIMIT, card, card_title, gap, icon_button, note, timeline::timeline,
            timeline_marks,
        },
    },
};

/// Rules about time: with them the timeline shows something.
const ABOUT_TIME: [&str; 5] = [
    "expired",
    "not-yet-valid",
    "expires-before-end",
    "ends-immediately",
    "long-lived",
];

/// The times of a token, if time is part of a finding or the token is not judged as of now.
pub(super) fn timeline_ui(ui: &mut Ui, token: &TokenReport, evidence: &Evidence, cx: &Cx<'_>) {
    let Some(claims) = token.token.claims() else {
        return;
    };
    let is_about_time = token
        .findings
        .iter()
        .any(|finding| ABOUT_TIME.contains(&finding.id));
    let duration = evidence.duration.or(token.request.duration);
    let is_now = token.as_of.source == TimeSource::Now;
    if !is_about_time && duration.is_none() && is_now {
        return;
    }
    let marks = timeline_marks::marks(claims, duration, token.as_of, cx.now);
    gap(ui);
    timeline(ui, &marks, token.as_of);
}

/// The findings below the answer: those on the token, then those on the input.
pub(super) fn others_ui(ui: &mut Ui, report: &Report, token: Option<&TokenReport>) {
    let title = CauseTitle::of(report, token);
    let of_token = token.iter().flat_map(|token| &token.findings);
    let all = of_token.chain(&report.findings);
    for (i, finding) in all
        .filter(|finding| answer::is_other(finding, &title))
        .enumerate()
    {
        gap(ui);
        findings::finding_ui(ui, finding, i);
    }
}

/// Payload, header and text of a token, next to each other if there is room.
pub(super) fn parts_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    is_narrow: bool,
    (marked, hovered): (Option<LinkedMember>, &mut Option<LinkedMember>),
) -> Option<Action> {
    let mut action = None;
    let section = |ui: &mut Ui, part: usize, action: &mut Option<Action>, hovered: &mut _| {
        let (section, title, icon) = match part {
            0 => (&token.token.header, "Header", icon::TOKEN),
            _ => (&token.token.payload, "Payload", icon::PAYLOAD),
        };
        if section.is_readable() {
            card(ui, |ui| {
                card_title(ui, icon, title, |_| {});
                let links = (marked, hovered);
                *action = action
                    .take()
                    .or(claims::section_ui(ui, cx, token, part, links));
            });
            gap(ui);
        }
    };
    gap(ui);
    if is_narrow {
        section(ui, 1, &mut action, hovered);
        section(ui, 0, &mut action, hovered);
        return action.or(text_ui(ui, token, marked, hovered));
    }
    ui.columns(2, |columns| {
        section(&mut columns[0], 1, &mut action, hovered);
        section(&mut columns[1], 0, &mut action, hovered);
        action = action
            .take()
            .or(text_ui(&mut columns[1], token, marked, hovered));
    });
    action
}

fn text_ui(
    ui: &mut Ui,
    token: &TokenReport,
    marked: Option<LinkedMember>,
    hovered: &mut Option<LinkedMember>,
) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        let text = &token.token.text;
        card_title(ui, icon::TOKEN, "Token as received", |ui| {
            if icon_button(ui, icon::COMPARE, "Compare with…").clicked() {
                let url = token.request.media_url().map(ToString::to_string);
                action = Some(Action::Compare(url.unwrap_or_else(|| text.clone())));
            }
            let copy = copy_button(ui, "Copy token", "the token", || text.clone());
            action = action.take().or(copy);
        });
        if text.len() > FIELD_LIMIT {
            note(ui, format!("{} characters, too long to show", text.len()));
        } else if let Some(at) = linked::token_ui(ui, &token.token, marked) {
            *hovered = Some(at);
        }
        for (label, value) in words::provenance(token) {
            note(ui, format!("{label}: {}", visible(&value)));
        }
    });
    action
}
