//! What a message reports, with its icon and its color.

use egui::Color32;

use super::{Palette, icon};
use crate::core::{
    diagnose::{
        report::Acceptance,
        wording::{self, Tone},
    },
    level::Severity,
};

/// The kind of a message or verdict. Each has an icon of its own, so that color is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Correct or done.
    Right,
    /// Wrong.
    Wrong,
    /// Needs attention.
    Care,
    /// Worth knowing.
    Info,
    /// Undecided.
    Unknown,
}

impl Status {
    /// The icon.
    pub(crate) fn icon(self) -> &'static str {
        match self {
            Self::Right => icon::RIGHT,
            Self::Wrong => icon::WRONG,
            Self::Care => icon::CARE,
            Self::Info => icon::KNOW,
            Self::Unknown => icon::UNKNOWN,
        }
    }

    /// The color.
    pub(crate) fn color(self, palette: &Palette) -> Color32 {
        match self {
            Self::Right => palette.right,
            Self::Wrong => palette.wrong,
            Self::Care | Self::Unknown => palette.care,
            Self::Info => palette.accent,
        }
    }
}

impl From<Severity> for Status {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Wrong,
            Severity::Warning => Self::Care,
            Severity::Info => Self::Info,
        }
    }
}

impl From<Tone> for Status {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self::Right,
            Tone::Bad => Self::Wrong,
            Tone::Open => Self::Unknown,
        }
    }
}

impl From<Acceptance> for Status {
    fn from(acceptance: Acceptance) -> Self {
        wording::acceptance(acceptance).1.into()
    }
}
