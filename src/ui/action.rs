//! What a screen can ask for. Screens draw and answer with one of these; `App::perform` does it.

use egui::ThemePreference;

use crate::core::{sign::Request, url::MediaUrl};

/// The places of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Make a token.
    #[default]
    Sign,
    /// Look into a token.
    Inspect,
    /// Ask a playback restriction.
    Restrictions,
    /// Load and forget keys.
    Keys,
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
    /// Fill the Sign screen from this request.
    Resign(Box<Request>, Option<Box<MediaUrl>>),
    /// Put this text into the Inspect screen and go there.
    Inspect(String),
    /// Inspect an example that fails, signed with the key at hand or a demo key.
    InspectExample,
    /// Put the clipboard into the Inspect screen.
    PasteIntoInspect,
    /// Put the clipboard into the Restrictions screen.
    PasteRestriction,
    /// Choose the colors.
    SetTheme(ThemePreference),
}
