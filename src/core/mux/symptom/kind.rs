//! The kinds of symptoms.

/// The kind of a symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The status of an HTTP response.
    Status,
    /// A code of mux-player.
    Player,
    /// A description without a status or a code.
    Seen,
    /// An error of code that signs, before there is a token.
    Signing,
}

impl Kind {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Player => "player-code",
            Self::Seen => "symptom",
            Self::Signing => "signing-error",
        }
    }
}
