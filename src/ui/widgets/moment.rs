//! Times in words.

use std::time::Duration;

use egui::Ui;

use super::{status, status_with};
use crate::{
    core::time::{Timestamp, Zone},
    ui::theme::{icon, palette, status::Status},
};

/// A time relative to now, in local time and in UTC: `in 7 days · 2026-11-29 19:00:00 +01:00 · 2026-11-29 18:00:00 UTC`.
pub(crate) fn times(time: Timestamp, now: Timestamp, zone: Zone) -> String {
    let (local, utc) = (time.show(zone), time.show(Zone::UTC));
    let both = if local == utc {
        utc
    } else {
        format!("{local} · {utc}")
    };
    format!("{} · {both}", time.relative_to(now))
}

/// The expiry of a token, kept up to date.
pub(crate) fn expiry_note(ui: &mut Ui, expiry: Timestamp, now: Timestamp, zone: Zone) {
    let text = times(expiry, now, zone);
    if expiry <= now {
        status(ui, Status::Care, format!("Already expired: {text}"));
    } else {
        let weak = palette(ui).weak;
        status_with(ui, icon::TIME, weak, format!("Expires {text}"));
    }
    repaint_near(ui, expiry, now);
}

/// Schedules a repaint for when the words about a time change: every second within an hour of it, otherwise every minute.
pub(crate) fn repaint_near(ui: &Ui, time: Timestamp, now: Timestamp) {
    let distance = time.since(now).0.saturating_abs();
    let wait = if distance <= 3600 { 1 } else { 60 };
    ui.ctx().request_repaint_after(Duration::from_secs(wait));
}
