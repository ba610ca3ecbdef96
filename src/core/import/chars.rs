//! The characters of tokens and of text around them.

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

pub(super) fn is_token_byte(b: u8) -> bool {
    matches!(b, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.')
}

/// Whether a text is a token with a signature of the length that RSA keys create.
pub(super) fn is_whole(text: &str) -> bool {
    let mut parts = text.split('.');
    let signature = parts.nth(2).unwrap_or_default().trim_end_matches('=');
    SIGNATURE_LENS.contains(&signature.len()) && parts.next().is_none()
}
