//! The text that this program copied last, and how long it stays on the clipboard.

use zeroize::Zeroizing;

use crate::{
    core::{
        text::holds_token,
        time::{Span, Timestamp},
    },
    platform::Clipboard,
    ui::notice::Notice,
};

/// A text that this program put on the clipboard.
pub(crate) struct Copied {
    /// What it is: `the URL`.
    what: String,
    text: Zeroizing<String>,
    fate: Fate,
    /// When the clipboard was last checked for it.
    checked: Timestamp,
}

/// What happens to a text on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It contains a token and is cleared some time after this, and when the program ends.
    Cleared(Timestamp),
    /// It stays: it contains no token, or the user keeps it.
    Stays,
}

impl Copied {
    /// Copies a text.
    ///
    /// # Errors
    /// When the clipboard is unavailable; with the notice about it.
    pub(crate) fn copy(
        clipboard: &mut impl Clipboard,
        what: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Self, Notice> {
        clipboard.copy(text).map_err(|error| {
            Notice::wrong(
                format!("Nothing was copied: {error}"),
                "The clipboard of this desktop is not available. Select the text instead.",
            )
        })?;
        Ok(Self::new(what, text, now))
    }

    fn new(what: &str, text: &str, now: Timestamp) -> Self {
        Self {
            what: what.to_owned(),
            text: Zeroizing::new(text.to_owned()),
            fate: if holds_token(text) {
                Fate::Cleared(now)
            } else {
                Fate::Stays
            },
            checked: now,
        }
    }

    /// Whether another text is on the clipboard now. Checked once a second.
    pub(crate) fn is_gone(&mut self, clipboard: &mut impl Clipboard, now: Timestamp) -> bool {
        if std::mem::replace(&mut self.checked, now) == now {
            return false;
        }
        // A clipboard that cannot be read may still have it.
        let text = clipboard.paste();
        text.is_ok_and(|text| *text != *self.text)
    }

    /// What it is: `the URL`.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// Whether it is cleared when the program ends.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self.fate, Fate::Cleared(_))
    }

    /// The time until it is cleared, if it is; zero at the end. A clock that is set back starts the time again.
    pub(crate) fn left(&mut self, limit: Span, now: Timestamp) -> Option<Span> {
        let Fate::Cleared(since) = &mut self.fate else {
            return None;
        };
        *since = (*since).min(now);
        Some(Span((limit.0 - now.since(*since).0).max(0)))
    }

    /// Clears the clipboard, unless something else was copied since.
    pub(crate) fn clear(self, clipboard: &mut impl Clipboard) -> Option<Notice> {
        match clipboard.clear_copied(&self.text) {
            Ok(true) => Some(Notice::done(format!(
                "Cleared {} from the clipboard",
                self.what
            ))),
            Ok(false) => None,
            Err(error) => Some(Notice::wrong(
                format!("Cannot clear {} from the clipboard: {error}", self.what),
                "Copy something else over it. Some desktops let only the focused window change the clipboard.",
            )),
        }
    }

    /// Keeps it on the clipboard.
    pub(crate) fn keep(&mut self, clipboard: &impl Clipboard) -> Notice {
        self.fate = Fate::Stays;
        let hint = if clipboard.clipboard_outlives() {
            "It stays until something else is copied."
        } else {
            "It stays while this program runs, and afterwards only if a clipboard manager takes it over."
        };
        Notice::done(format!("Kept {} on the clipboard", self.what)).with_hint(hint)
    }

    /// Clears it or hands it over when the program ends.
    pub(crate) fn close(&self, clipboard: &mut impl Clipboard) {
        // There is no window left to report a failure in; on Linux the clipboard is cleared with the program anyway.
        let _ = if self.is_temporary() {
            clipboard.clear_copied(&self.text).map(drop)
        } else {
            clipboard.leave_copied(&self.text)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM";

    #[test]
    fn only_text_with_a_token_is_cleared() {
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
        // A clock that is set back never extends the whole time.
        assert_eq!(left(50), Some(60));
        assert_eq!(left(80), Some(30));
        copied.fate = Fate::Stays;
        assert_eq!(copied.left(Span(60), Timestamp(200)), None);
    }
}
