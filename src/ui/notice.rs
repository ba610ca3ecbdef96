//! Sentences at the bottom of the window: what was done, what could not be, and what happened while nobody looked.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Label, Margin, RichText, Stroke, TextStyle, Ui};

use crate::ui::{
    theme::{self, icon, palette},
    widgets,
};

/// What is said at this moment.
#[derive(Default)]
pub(crate) struct Notices {
    /// The answer to what the person did last; it goes by itself.
    passing: Option<Notice>,
    /// What happened while nobody looked, the newest last; each stays until it is dismissed, or [`MOST_STANDING`] others
    /// have come since.
    standing: Vec<Notice>,
}

struct Notice {
    kind: Kind,
    text: String,
    /// What to do, or what it means.
    hint: String,
    /// When it goes, in the time of the window; known once it was seen.
    until: Option<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Done,
    Wrong,
    Meanwhile,
}

/// So wide is one at the most, in points.
const WIDTH: f32 = 560.0;

/// With more of them, nothing else of a small window could be seen.
const MOST_STANDING: usize = 3;

impl Kind {
    /// How long it stays, in seconds; `None` is until it is dismissed.
    fn stays(self) -> Option<f64> {
        match self {
            Self::Done => Some(3.0),
            Self::Wrong => Some(12.0),
            Self::Meanwhile => None,
        }
    }
}

impl Notice {
    fn new(kind: Kind, text: String, hint: String) -> Self {
        Self {
            kind,
            text,
            hint,
            until: None,
        }
    }

    /// How many seconds are left of it at this one, and `None` if it stays.
    fn left(&mut self, now: f64) -> Option<f64> {
        let stays = self.kind.stays()?;
        // What is to be read takes longer.
        let stays = if self.hint.is_empty() {
            stays
        } else {
            stays.max(8.0)
        };
        Some(*self.until.get_or_insert(now + stays) - now)
    }

    /// Draws it, and says whether it was dismissed.
    fn ui(&self, ui: &mut Ui) -> bool {
        let p = palette(ui);
        let width = (ui.ctx().content_rect().width() - 40.0).min(WIDTH);
        let (sign, color) = match self.kind {
            Kind::Done => (icon::RIGHT, p.right),
            Kind::Wrong => (icon::WRONG, p.wrong),
            Kind::Meanwhile => (icon::CARE, p.care),
        };
        let frame = Frame::popup(ui.style())
            .stroke(Stroke::new(1.0, color))
            .inner_margin(Margin::symmetric(12, 8));
        let drawn = frame.show(ui, |ui| {
            ui.set_max_width(width);
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(sign)
                        .font(theme::icon_font(16.0))
                        .color(color),
                );
                let body = TextStyle::Body.resolve(ui.style());
                let text = widgets::prose(ui, &self.text, &body, p.text);
                if self.hint.is_empty() {
                    ui.add(Label::new(text).wrap());
                } else {
                    ui.vertical(|ui| {
                        ui.set_max_width(width - 80.0);
                        ui.add(Label::new(text).wrap());
                        widgets::note(ui, &*self.hint);
                    });
                }
                self.kind != Kind::Done
                    && widgets::bare_button(ui, icon::CLOSE, "Dismiss").clicked()
            })
            .inner
        });
        drawn.inner
    }
}

impl Notices {
    /// Says that what was asked for is done.
    pub(crate) fn done(&mut self, text: impl Into<String>, hint: impl Into<String>) {
        self.passing = Some(Notice::new(Kind::Done, text.into(), hint.into()));
    }

    /// Says what went wrong, and what to do.
    pub(crate) fn wrong(&mut self, text: impl Into<String>, hint: impl Into<String>) {
        self.passing = Some(Notice::new(Kind::Wrong, text.into(), hint.into()));
    }

    /// Tells what happened while nobody looked; no answer to what the person does takes its place.
    pub(crate) fn tell(&mut self, text: impl Into<String>, hint: impl Into<String>) {
        let notice = Notice::new(Kind::Meanwhile, text.into(), hint.into());
        self.standing.retain(|other| other.text != notice.text);
        if self.standing.len() == MOST_STANDING {
            self.standing.remove(0);
        }
        self.standing.push(notice);
    }

    /// Takes back the answer to what the person did last.
    pub(crate) fn clear_passing(&mut self) {
        self.passing = None;
    }

    /// Draws them, so far above the lower edge.
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

    fn said(notices: &Notices) -> Vec<&str> {
        let all = notices.standing.iter().chain(&notices.passing);
        all.map(|notice| notice.text.as_str()).collect()
    }

    #[test]
    fn what_nobody_has_seen_yet_is_not_replaced() {
        let mut notices = Notices::default();
        notices.tell("the settings are broken", "");
        notices.wrong("no such file", "");
        notices.done("loaded", "");
        assert_eq!(said(&notices), ["the settings are broken", "loaded"]);
        notices.clear_passing();
        assert_eq!(said(&notices), ["the settings are broken"]);
    }

    #[test]
    fn the_newest_of_what_nobody_has_seen_stay() {
        let mut notices = Notices::default();
        for text in ["1", "2", "1", "3", "4"] {
            notices.tell(text, "");
        }
        assert_eq!(said(&notices), ["1", "3", "4"]);
    }

    #[test]
    fn a_hint_takes_time_to_read() {
        let left = |kind, hint: &str| {
            Notice::new(kind, String::new(), hint.to_owned())
                .left(0.0)
                .map(f64::round)
        };
        assert_eq!(left(Kind::Done, ""), Some(3.0));
        assert_eq!(left(Kind::Done, "do this"), Some(8.0));
        assert_eq!(left(Kind::Wrong, "do this"), Some(12.0));
        assert_eq!(left(Kind::Meanwhile, "do this"), None);
    }
}
