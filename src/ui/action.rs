//! What a screen can ask for. Screens draw and answer with one of these; `App::perform` does it.

use crate::{
    core::{json::Object, key::Stage, mux::url::MediaUrl, token::spec::TokenSpec},
    ui::settings::{Settings, Theme},
};

/// The places of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Make a token.
    #[default]
    Sign,
    /// Look into a token.
    Inspect,
    /// Compare two tokens.
    Compare,
    /// Ask a playback restriction.
    Restrictions,
    /// Sign or inspect many at once.
    Batch,
    /// Load and forget keys.
    Keys,
    /// Choose what is remembered.
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

/// The file format of a saved batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

/// What a person has asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Go to a screen.
    Show(Screen),
    /// Put text on the clipboard.
    Copy {
        /// What it is, to stand after "Copied".
        what: &'static str,
        /// The text.
        text: String,
    },
    /// Ask for a key file.
    OpenKey,
    /// Read the key that is on the clipboard.
    PasteKey,
    /// Make a throwaway key.
    MakeDemoKey,
    /// Read the key of the environment.
    TakeEnvironmentKey,
    /// Sign with this key from now on.
    UseKey(usize),
    /// Drop this key.
    ForgetKey(usize),
    /// Give a key its ID.
    NameKey(usize, String),
    /// Give a key the name of its environment.
    LabelKey(usize, String),
    /// Say what the environment of a key is for.
    MarkKey(usize, Stage),
    /// Load these of the keys that were found together.
    TakeOffered(Vec<usize>),
    /// Load none of them.
    LeaveOffered,
    /// Fill the Sign screen from this request, and tell what differs from the claims that were there.
    Resign {
        /// What to sign.
        request: Box<TokenSpec>,
        /// Where the token stood.
        url: Option<Box<MediaUrl>>,
        /// The payload of the token that was looked into.
        was: Box<Object>,
    },
    /// Put this text into the Inspect screen and go there.
    Inspect(String),
    /// Inspect an example that fails, signed with the key at hand or a demo key.
    InspectExample,
    /// Put the clipboard into the Inspect screen.
    PasteIntoInspect,
    /// Put this text into A on the Compare screen, go there and ask for B.
    Compare(String),
    /// Compare two examples, signed with the key at hand or a demo key.
    CompareExample,
    /// Put the clipboard into one side of the Compare screen.
    PasteIntoCompare(Side),
    /// Ask where to, and write a text there.
    SaveText {
        /// The name of the file that is proposed.
        name: String,
        /// The text.
        text: String,
    },
    /// Put the clipboard into the Restrictions screen.
    PasteRestriction,
    /// Put the clipboard into the Batch screen.
    PasteIntoBatch,
    /// Ask for a file with many rows.
    OpenBatch,
    /// Do the rows on the Batch screen.
    StartBatch,
    /// Ask where to save the rows that are done.
    SaveBatch(SaveFormat),
    /// Choose the colors.
    SetTheme(Theme),
    /// Mask secrets on the screen, or show them again.
    Redact,
    /// Leave what was copied on the clipboard.
    KeepCopied,
    /// Take what was copied off the clipboard at once.
    ClearCopied,
    /// Choose these settings.
    SetSettings(Box<Settings>),
    /// Go back to the settings of the first start.
    ResetSettings,
    /// Load the key that is remembered in this place, from its file or the keychain.
    OpenRemembered(usize),
    /// Remember it no longer; the keychain does not keep it any more either.
    ForgetRemembered(usize),
    /// Put a key into the keychain of the system.
    KeepKey(usize),
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
