//! What was copied last, and how long it stays on the clipboard.

use egui::{Layout, RichText, Ui};
use zeroize::Zeroizing;

use crate::{
    core::{
        text::holds_token,
        time::{Span, Timestamp},
    },
    ui::{
        action::Action,
        theme::{self, icon, palette},
        widgets::icon_button,
    },
};

/// A text that this program put on the clipboard.
pub(crate) struct Copied {
    /// What it is, to stand after "Copied".
    pub(crate) what: String,
    /// The text.
    pub(crate) text: Zeroizing<String>,
    /// What becomes of it.
    pub(crate) fate: Fate,
}

/// What becomes of a text on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It opens something, and goes a while after this moment and with the program.
    Cleared(Timestamp),
    /// It stays: nothing is in it that opens anything, or the person wants it to.
    Stays,
}

impl Copied {
    /// What was copied just now.
    pub(crate) fn new(what: &str, text: &str, now: Timestamp) -> Self {
        Self {
            what: what.to_owned(),
            text: Zeroizing::new(text.to_owned()),
            fate: if holds_token(text) {
                Fate::Cleared(now)
            } else {
                Fate::Stays
            },
        }
    }

    /// Whether it is taken off the clipboard when the program ends.
    pub(crate) fn goes_at_the_end(&self) -> bool {
        matches!(self.fate, Fate::Cleared(_))
    }

    /// How long it is still there, if it goes: nothing is left at the end. A clock that is set back begins anew.
    pub(crate) fn left(&mut self, limit: Span, now: Timestamp) -> Option<Span> {
        let Fate::Cleared(since) = &mut self.fate else {
            return None;
        };
        *since = (*since).min(now);
        Some(Span((limit.0 - now.since(*since).0).max(0)))
    }

    /// Draws what becomes of it and says what the person wants instead.
    pub(crate) fn ui(&self, ui: &mut Ui, left: Span) -> Option<Action> {
        let mut action = None;
        let p = palette(ui);
        ui.horizontal_centered(|ui| {
            ui.label(
                RichText::new(icon::COUNTDOWN)
                    .font(theme::icon_font(15.0))
                    .color(p.care),
            );
            ui.label(format!("Copied {} · cleared in {} s", self.what, left.0));
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                // The keyboard comes to the first one first.
                if icon_button(ui, icon::DONE, "Keep").clicked() {
                    action = Some(Action::KeepCopied);
                }
                if icon_button(ui, icon::FORGET, "Clear now").clicked() {
                    action = Some(Action::ClearCopied);
                }
            });
        });
        action
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM";

    #[test]
    fn only_what_holds_a_token_is_cleared() {
        let fate = |text: &str| Copied::new("it", text, Timestamp(7)).fate;
        assert_eq!(fate(&format!("token={TOKEN}")), Fate::Cleared(Timestamp(7)));
        assert_eq!(fate("{\"sub\": \"x\"}"), Fate::Stays);
    }

    #[test]
    fn time_runs_out_once() {
        let mut copied = Copied::new("it", TOKEN, Timestamp(100));
        let mut left = |now| copied.left(Span(60), Timestamp(now)).map(|left| left.0);
        assert_eq!(left(100), Some(60));
        assert_eq!(left(159), Some(1));
        assert_eq!(left(160), Some(0));
        assert_eq!(left(1000), Some(0));
        // A clock that is set back gives no more than the whole time.
        assert_eq!(left(50), Some(60));
        assert_eq!(left(80), Some(30));
        copied.fate = Fate::Stays;
        assert_eq!(copied.left(Span(60), Timestamp(200)), None);
    }
}
