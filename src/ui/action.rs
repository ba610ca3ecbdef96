//! The requests of screens. A screen handles everything about its own state and returns one of these for the rest.

use super::{session::KeyAction, settings::SettingsChange};
use crate::core::{json::Object, mux::url::MediaUrl, token::spec::TokenSpec};

/// The screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Sign tokens.
    #[default]
    Sign,
    /// Inspect a token.
    Inspect,
    /// Compare two tokens.
    Compare,
    /// Test a playback restriction.
    Restrictions,
    /// Sign or inspect many rows.
    Batch,
    /// Load, name and forget keys.
    Keys,
    /// Change the settings.
    Settings,
}

/// One of the two tokens that are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The left one.
    #[default]
    A,
    /// The right one.
    B,
}

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteTarget {
    /// The form of the Sign screen.
    Sign,
    /// The Inspect screen.
    Inspect,
    /// One side of the Compare screen.
    Compare(Side),
    /// The Restrictions screen.
    Restrictions,
    /// The Batch screen.
    Batch,
    /// The key ring: the text is a key.
    Keys,
}

/// A file to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenTarget {
    /// A key.
    Key,
    /// A HAR, a log or other text for the Inspect screen.
    Text,
    /// Rows for the Batch screen.
    Rows,
}

/// The file format of a saved batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

/// What is known of a token that is signed again.
#[derive(Clone, Debug, PartialEq)]
pub struct WasSigned {
    /// Its payload.
    pub payload: Object,
    /// The ID of its key.
    pub key_id: Option<String>,
}

/// A request to the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Show a screen.
    Show(Screen),
    /// Copy a text.
    Copy {
        /// What it is: `the URL`.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// Copy what the current screen is for.
    CopyMain,
    /// Paste the clipboard.
    Paste(PasteTarget),
    /// Paste the clipboard into the current screen.
    PasteHere,
    /// Open a file dialog.
    Open(OpenTarget),
    /// Open a file dialog for what the current screen is for.
    OpenHere,
    /// Show the command palette.
    Palette,
    /// Show the keyboard shortcuts.
    Shortcuts,
    /// Show a text on the Inspect screen.
    Inspect(String),
    /// Fill the Sign screen from an ID or a URL.
    Sign(String),
    /// Show a text as A on the Compare screen, with the cursor in B.
    Compare(String),
    /// Fill the Inspect or the Compare screen with an example, signed with the current key or a demo key.
    Example(Screen),
    /// Fill the Sign screen from a token.
    Resign {
        /// The claims to sign.
        request: Box<TokenSpec>,
        /// The URL of the token.
        url: Option<Box<MediaUrl>>,
        /// The token, for comparison.
        was: Box<WasSigned>,
    },
    /// Save a text as a file.
    SaveText {
        /// The proposed file name.
        name: String,
        /// The text.
        text: String,
    },
    /// Start the batch.
    StartBatch,
    /// Save the rows of the batch as a file.
    SaveBatch(SaveFormat),
    /// Load, change or forget a key.
    Key(KeyAction),
    /// Change a setting.
    Change(SettingsChange),
    /// Mask secrets on the screen, or show them again.
    Redact,
    /// Keep copied text on the clipboard.
    KeepCopied,
    /// Clear copied text from the clipboard.
    ClearCopied,
}

impl Screen {
    /// Its name in the rail.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sign => "Sign",
            Self::Inspect => "Inspect",
            Self::Compare => "Compare",
            Self::Restrictions => "Restrictions",
            Self::Batch => "Batch",
            Self::Keys => "Keys",
            Self::Settings => "Settings",
        }
    }
}

impl Side {
    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}
