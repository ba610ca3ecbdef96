//! The characters of tokens and of text around them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

pub(super) use crate::core::text::is_invisible;

/// The lengths of signatures by RSA keys of 2048, 3072 and 4096 bits.
const SIGNATURE_LENS: [usize; 3] = [342, 512, 683];

/// White space and the invisible characters in text copied from web pages.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// The characters of a token, including the dot.
pub(super) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// The characters of a token, as bytes. All of a text goes through here, so this is a table.
pub(super) fn is_token_byte(b: u8) -> bool {
    static IN_TOKEN: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < table.len() {
            table[byte] =
                matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
            byte += 1;
        }
        table
    };
    IN_TOKEN[usize::from(b)]
}

/// Where the first token may begin.
pub(super) fn token_start(text: &str) -> Option<usize> {
    // Prepared once: every line of a text is searched.
    static HEAD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("eyJ"));
    HEAD.find(text.as_bytes())
}

/// Where the first three dots are: an ellipsis.
pub(super) fn ellipsis(text: &str) -> Option<usize> {
    static DOTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("..."));
    DOTS.find(text.as_bytes())
}

/// Whether a token may be in a text.
pub(super) fn may_hold_token(text: &str) -> bool {
    token_start(text).is_some()
}

/// Whether a text is a token with a signature of the length that RSA keys create.
pub(super) fn is_whole(text: &str) -> bool {
    let mut parts = text.split('.');
    let signature = parts.nth(2).unwrap_or_default().trim_end_matches('=');
    SIGNATURE_LENS.contains(&signature.len()) && parts.next().is_none()
}
