//! Untrusted text, made safe to show.

use std::{borrow::Cow, fmt::Write as _, ops::Range};

/// Escapes invisible characters as in JSON: control, zero-width and bidirectional ones.
///
/// A playback ID with an invisible character looks like the right one, and a terminal executes control sequences.
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, is_hidden)
}

/// Escapes characters of this kind as in JSON, so that JSON text keeps its value.
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
                    write!(out, "\\u{unit:04x}").expect("writing to a String cannot fail");
                }
            }
        }
    }
    Cow::Owned(out)
}

/// Whether a character is invisible or moves others.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is invisible. Such characters are often copied along with text.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// Truncates text to at most `most` characters, followed by an ellipsis.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// A number of bytes for people: `12 kB`, `3.4 MB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// The number of characters of a masked token that stay visible.
pub(crate) const SHOWN_OF_TOKEN: usize = 6;

/// The minimum length of a token; shorter text is probably a word.
pub(crate) const SHORTEST_TOKEN: usize = 40;

/// Whether text contains a token, whole or almost.
pub fn holds_token(text: &str) -> bool {
    token_shapes(text)
        .iter()
        .any(|shape| shape.len() >= SHORTEST_TOKEN)
}

/// The ranges that look like tokens, without the characters that stay visible. `eyJ` is the start of JSON in base64.
pub(crate) fn token_shapes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("eyJ").map(|at| from + at) {
        let belongs = |c: char| is_token_char(c) || matches!(c, '.' | '…');
        let len = text[start..].find(|c| !belongs(c));
        let end = len.map_or(text.len(), |len| start + len);
        let end = start + text[start..end].trim_end_matches(['.', '…']).len();
        if end - start > SHOWN_OF_TOKEN {
            let shown = text[start..end]
                .find(['.', '…'])
                .map_or(SHOWN_OF_TOKEN, |dot| dot.min(SHOWN_OF_TOKEN));
            found.push(start + shown..end);
        }
        from = end.max(start + 3);
    }
    found
}

pub(crate) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The text with its first word in lower case, to follow a colon; an abbreviation stays.
pub(crate) fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    let first = first.filter(|_| !chars.as_str().starts_with(char::is_uppercase));
    match first {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => text.to_owned(),
    }
}

/// Capitalizes the first letter, to start a sentence.
pub(crate) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `1 row`, `2,000 rows`.
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// A number with a comma after each thousand.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(
            [12, 4096, 2_340_000, 1 << 40].map(size),
            ["12 bytes", "4 kB", "2.3 MB", "1099.5 GB"]
        );
    }

    #[test]
    fn hidden_characters_are_escaped() {
        assert_eq!(visible("abc é 名 😀"), "abc é 名 😀");
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{1b}[31m\n"),
            "a\\u202eb\\u200bc\\u001b[31m\\n"
        );
        assert_eq!(visible("\u{e0041}"), "\\udb40\\udc41");
    }

    #[test]
    fn long_text_is_cut_at_character_boundary() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöü", 2), "äö…");
    }
}
