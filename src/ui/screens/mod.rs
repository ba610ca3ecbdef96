//! One file a screen. A screen draws its state and answers with what the person asked for.

pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod restrict;
pub(crate) mod sign;

use std::time::Duration;

use egui::Ui;

use crate::{core::time::Timestamp, ui::app::Cx};

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

/// Asks for the next picture when the words about this moment change: each second near it, else each minute.
fn repaint_for(ui: &Ui, moment: Timestamp, now: Timestamp) {
    let distance = moment.since(now).0.saturating_abs();
    let wait = if distance <= 3600 { 1 } else { 60 };
    ui.ctx().request_repaint_after(Duration::from_secs(wait));
}
