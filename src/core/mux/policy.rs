//! Playback policies: who may play a playback ID.

/// The policy of a playback ID, as Mux's API reports it next to the ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Anyone may play it. Mux answers 400 to a request with a token.
    Public,
    /// Only requests with a valid token may play it.
    Signed,
    /// Only requests with a valid token may play it, and its media is encrypted.
    Drm,
}

impl Policy {
    /// Reads the word of Mux's API, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Public, Self::Signed, Self::Drm]
            .into_iter()
            .find(|policy| policy.word().eq_ignore_ascii_case(text.trim()))
    }

    /// The word of Mux's API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Signed => "signed",
            Self::Drm => "drm",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn words_of_the_api_are_read() {
        assert_eq!(Policy::parse("signed"), Some(Policy::Signed));
        assert_eq!(Policy::parse(" PUBLIC "), Some(Policy::Public));
        assert_eq!(Policy::parse("private"), None);
    }
}
