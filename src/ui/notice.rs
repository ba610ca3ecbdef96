//! Notices at the bottom of the window: results of actions, failures, and background events.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Margin, Stroke, TextStyle, Ui, accesskit::Role};

use crate::{
    core::{problem::Advice, text::capitalized},
    ui::{
        theme::{icon, palette, status::Status},
        widgets::{bare_button, note, paragraph, sign},
    },
};

/// The notices in view.
#[derive(Default)]
pub(crate) struct Notices {
    /// The result of the last action; it disappears by itself.
    passing: Option<Notice>,
    /// Background events, latest last; each stays until it is dismissed or displaced by [`MOST_STANDING`] later ones.
    standing: Vec<Notice>,
}

/// One notice.
pub(crate) struct Notice {
    kind: NoticeKind,
    text: String,
    /// What to do, or what it means.
    hint: String,
    /// When it disappears, in seconds of [`egui::InputState::time`]; set when it is first drawn.
    until: Option<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum NoticeKind {
    Done,
    Wrong,
    Standing,
}

/// The maximum width of a notice, in points.
const WIDTH: f32 = 560.0;

/// More would hide the content of a small window.
const MOST_STANDING: usize = 3;

impl NoticeKind {
    /// How long it stays, in seconds; `None` is until it is dismissed.
    fn stays(self) -> Option<f64> {
        match self {
            Self::Done => Some(3.0),
            Self::Wrong => Some(12.0),
            Self::Standing => None,
        }
    }

    fn tone(self) -> Status {
        match self {
            Self::Done => Status::Right,
            Self::Wrong => Status::Wrong,
            Self::Standing => Status::Care,
        }
    }
}

impl Notice {
    /// An action succeeded.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self::new(NoticeKind::Done, text, "")
    }

    /// An action failed; with what to do.
    pub(crate) fn wrong(text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(NoticeKind::Wrong, text, hint)
    }

    /// An action failed with this error.
    pub(crate) fn error(error: &impl Advice) -> Self {
        Self::wrong(capitalized(&error.to_string()), error.hint())
    }

    /// Something happened that no action asked for; with what it means. It stays until it is dismissed.
    pub(crate) fn standing(text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(NoticeKind::Standing, text, hint)
    }

    /// The same notice with a hint.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn new(kind: NoticeKind, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            hint: hint.into(),
            until: None,
        }
    }

    /// How many seconds it still stays; `None` is until it is dismissed.
    fn left(&mut self, now: f64) -> Option<f64> {
        let stays = self.kind.stays()?;
        // A hint takes time to read.
        let stays = if self.hint.is_empty() {
            stays
        } else {
            stays.max(8.0)
        };
        Some(*self.until.get_or_insert(now + stays) - now)
    }

    /// Draws it. Returns whether it was dismissed.
    fn ui(&self, ui: &mut Ui) -> bool {
        let p = palette(ui);
        let width = (ui.ctx().content_rect().width() - 40.0).min(WIDTH);
        let tone = self.kind.tone();
        let color = tone.color(p);
        let frame = Frame::popup(ui.style())
            .stroke(Stroke::new(1.0, color))
            .inner_margin(Margin::symmetric(12, 8));
        let drawn = frame.show(ui, |ui| {
            ui.set_max_width(width);
            ui.horizontal(|ui| {
                sign(ui, tone.icon(), 16.0, color);
                let body = TextStyle::Body.resolve(ui.style());
                if self.hint.is_empty() {
                    paragraph(ui, &self.text, &body, p.text);
                } else {
                    ui.vertical(|ui| {
                        ui.set_max_width(width - 80.0);
                        paragraph(ui, &self.text, &body, p.text);
                        note(ui, &*self.hint);
                    });
                }
                self.kind != NoticeKind::Done && bare_button(ui, icon::CLOSE, "Dismiss").clicked()
            })
            .inner
        });
        drawn.inner
    }
}

impl Notices {
    /// Shows a notice. The result of an action replaces that of the one before; background events stay in view.
    pub(crate) fn show(&mut self, notice: Notice) {
        if notice.kind != NoticeKind::Standing {
            self.passing = Some(notice);
            return;
        }
        self.standing.retain(|other| other.text != notice.text);
        if self.standing.len() == MOST_STANDING {
            self.standing.remove(0);
        }
        self.standing.push(notice);
    }

    /// Removes the result of the last action.
    pub(crate) fn clear_passing(&mut self) {
        self.passing = None;
    }

    /// Draws the notices, this many points above the bottom edge.
    pub(crate) fn ui(&mut self, ctx: &Context, above: f32) {
        let now = ctx.input(|input| input.time);
        let left = self.passing.as_mut().and_then(|notice| notice.left(now));
        match left {
            Some(left) if left <= 0.0 => self.passing = None,
            Some(left) => ctx.request_repaint_after(Duration::from_secs_f64(left)),
            None => {}
        }
        if self.passing.is_none() && self.standing.is_empty() {
            return;
        }
        Area::new(Id::unique("notices"))
            .role(Role::Alert)
            .anchor(Align2::CENTER_BOTTOM, [0.0, -above])
            .show(ctx, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                ui.vertical_centered(|ui| {
                    self.standing.retain(|notice| !notice.ui(ui));
                    self.passing.take_if(|notice| notice.ui(ui));
                });
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(notices: &Notices) -> Vec<&str> {
        let all = notices.standing.iter().chain(&notices.passing);
        all.map(|notice| notice.text.as_str()).collect()
    }

    #[test]
    fn standing_notices_are_not_replaced() {
        let mut notices = Notices::default();
        notices.show(Notice::standing("the settings are broken", ""));
        notices.show(Notice::wrong("no such file", ""));
        notices.show(Notice::done("loaded"));
        assert_eq!(texts(&notices), ["the settings are broken", "loaded"]);
        notices.clear_passing();
        assert_eq!(texts(&notices), ["the settings are broken"]);
    }

    #[test]
    fn latest_standing_notices_stay() {
        let mut notices = Notices::default();
        for text in ["1", "2", "1", "3", "4"] {
            notices.show(Notice::standing(text, ""));
        }
        assert_eq!(texts(&notices), ["1", "3", "4"]);
    }

    #[test]
    fn hint_extends_the_display_time() {
        let left = |mut notice: Notice| notice.left(0.0).map(f64::round);
        assert_eq!(left(Notice::done("")), Some(3.0));
        assert_eq!(left(Notice::done("").with_hint("do this")), Some(8.0));
        assert_eq!(left(Notice::wrong("", "do this")), Some(12.0));
        assert_eq!(left(Notice::standing("", "do this")), None);
    }
}
