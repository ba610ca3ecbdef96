//! Text from strangers, made so that it can be looked at.

use std::{borrow::Cow, fmt::Write as _};

/// The text with every character that hides or moves others written as JSON escapes it: controls, zero-width,
/// bidirectional.
///
/// A playback ID with an invisible letter in it looks like the right one, and a terminal obeys what it prints.
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, is_hidden)
}

/// The text with the characters of this kind written as JSON escapes them, so that escaped JSON keeps its value.
pub fn escape(text: &str, kind: fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(kind) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !kind(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a string takes all");
                }
            }
        }
    }
    Cow::Owned(out)
}

/// Whether a character cannot be seen, or moves the others.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text cut to at most so many characters, with an ellipsis where something is gone.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// How many bytes these are, as people say it: `12 kB`, `3.4 MB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_at_a_glance() {
        assert_eq!(
            [12, 4096, 2_340_000, 1 << 40].map(size),
            ["12 bytes", "4 kB", "2.3 MB", "1099.5 GB"]
        );
    }

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(visible("abc é 名 😀"), "abc é 名 😀");
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{1b}[31m\n"),
            "a\\u202eb\\u200bc\\u001b[31m\\n"
        );
        assert_eq!(visible("\u{e0041}"), "\\udb40\\udc41");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöü", 2), "äö…");
    }
}
