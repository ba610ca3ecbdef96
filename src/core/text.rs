//! Text from strangers, made so that it can be looked at.

use std::{borrow::Cow, fmt::Write as _};

/// The text with every character that hides or moves others written out: controls, zero-width, bidirectional.
///
/// A playback ID with an invisible letter in it looks like the right one, and a terminal obeys what it prints.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a string takes all");
        } else {
            out.push(c);
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
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(visible("abc é 名 😀"), "abc é 名 😀");
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{1b}[31m\n"),
            "a\\u{202e}b\\u{200b}c\\u{1b}[31m\\u{a}"
        );
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöü", 2), "äö…");
    }
}
