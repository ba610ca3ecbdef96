//! One file a screen. A screen draws its state and answers with what the person asked for.

pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod restrict;
pub(crate) mod settings;
pub(crate) mod sign;

use std::time::Duration;

use egui::Ui;

use crate::{
    core::{
        diagnose::explain::{self, Group},
        level::Basis,
        text::capitalized,
        time::Timestamp,
    },
    ui::{
        cx::Cx,
        theme::palette,
        widgets::{note, prose, strong},
    },
};

/// A moment from now, in local time and in UTC: `in 7 days · 2026-11-29 19:00:00 +01:00 · 2026-11-29 18:00:00 UTC`.
fn times(moment: Timestamp, cx: &Cx<'_>) -> String {
    let local = moment.show(cx.zone);
    let utc = moment.show(crate::core::time::Zone::UTC);
    let both = if local == utc {
        utc
    } else {
        format!("{local} · {utc}")
    };
    format!("{} · {both}", moment.relative_to(cx.now))
}

/// What the tables say of a word, as the side text of what stands for it.
fn topic_ui(ui: &mut Ui, group: Group, name: &str) {
    ui.set_max_width(420.0);
    let topics = explain::explain(name);
    let Some(topic) = topics.iter().find(|topic| topic.group == group) else {
        return;
    };
    let p = palette(ui);
    ui.label(strong(topic.name));
    let body = egui::TextStyle::Body.resolve(ui.style());
    for text in std::iter::once(&topic.title).chain(&topic.text) {
        let job = prose(ui, text, &body, p.text);
        ui.label(job);
    }
    for (name, value) in &topic.facts {
        note(ui, format!("{}: {value}", capitalized(name)));
    }
    let basis = topic.basis.map(Basis::word);
    let origin: Vec<&str> = basis.into_iter().chain(topic.source).collect();
    if !origin.is_empty() {
        note(ui, origin.join(" · "));
    }
}

/// Asks for the next picture when the words about this moment change: each second near it, else each minute.
fn repaint_for(ui: &Ui, moment: Timestamp, now: Timestamp) {
    let distance = moment.since(now).0.saturating_abs();
    let wait = if distance <= 3600 { 1 } else { 60 };
    ui.ctx().request_repaint_after(Duration::from_secs(wait));
}
