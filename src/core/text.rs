//! Untrusted text, made safe to show.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
    ops::Range,
};

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

/// Text decoded from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedText {
    /// The text, without a byte-order mark.
    pub text: String,
    /// The bytes that are not text.
    pub undecodable: Option<Undecodable>,
}

/// Bytes that are not text, which are replaced by U+FFFD. `Display` is a clause that describes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// How many there are.
    count: usize,
    /// The line of the first, from 1.
    line: usize,
    /// The first, if the text is UTF-8.
    byte: Option<u8>,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, line, byte } = *self;
        let encoding = if byte.is_some() { "UTF-8" } else { "UTF-16" };
        let what = byte.map_or_else(String::new, |byte| format!(" (0x{byte:02X})"));
        match count {
            1 => write!(
                f,
                "a byte on line {line}{what} is not {encoding}; it was replaced"
            ),
            _ => write!(
                f,
                "{} bytes are not {encoding}, the first on line {line}{what}; they were replaced",
                grouped(count)
            ),
        }
    }
}

/// Percent-decodes a text. What is not UTF-8 is replaced by U+FFFD.
pub fn percent_decoded(text: &str) -> Cow<'_, str> {
    // Most texts have no escape, and finding that out takes a fraction of the time of decoding.
    match memchr::memchr(b'%', text.as_bytes()) {
        Some(_) => percent_encoding::percent_decode_str(text).decode_utf8_lossy(),
        None => Cow::Borrowed(text),
    }
}

/// Decodes a file: UTF-8, or UTF-16 as PowerShell and Excel write it. Anything else is replaced by U+FFFD.
pub fn decode(bytes: Vec<u8>) -> DecodedText {
    if utf16(&bytes).is_some() {
        return replaced(&bytes);
    }
    String::from_utf8(bytes).map_or_else(
        |error| replaced(error.as_bytes()),
        |text| DecodedText {
            text: without_mark(text),
            undecodable: None,
        },
    )
}

/// Decodes UTF-16, or what is UTF-8 only in part.
fn replaced(bytes: &[u8]) -> DecodedText {
    let mut text = String::with_capacity(bytes.len());
    let mut undecodable: Option<Undecodable> = None;
    let mut line = 1;
    let mut push = |text: &str, out: &mut String| {
        line += text.bytes().filter(|byte| *byte == b'\n').count();
        out.push_str(text);
        line
    };
    let mut replace = |count: usize, line: usize, byte: Option<u8>| {
        let first = undecodable.get_or_insert(Undecodable {
            count: 0,
            line,
            byte,
        });
        first.count += count;
    };
    if let Some(is_little) = utf16(bytes) {
        let units = bytes.chunks_exact(2).map(|pair| unit(is_little, pair));
        for c in char::decode_utf16(units) {
            let line = match c {
                Ok(c) => push(c.encode_utf8(&mut [0; 4]), &mut text),
                Err(_) => push("\u{fffd}", &mut text),
            };
            if c.is_err() {
                replace(2, line, None);
            }
        }
        if !bytes.len().is_multiple_of(2) {
            let line = push("\u{fffd}", &mut text);
            replace(1, line, None);
        }
    } else {
        for chunk in bytes.utf8_chunks() {
            let line = push(chunk.valid(), &mut text);
            if let Some(byte) = chunk.invalid().first() {
                text.push('\u{fffd}');
                replace(chunk.invalid().len(), line, Some(*byte));
            }
        }
    }
    let text = without_mark(text);
    DecodedText { text, undecodable }
}

fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Whether bytes are UTF-16, by a mark or by their NULs: `Some(true)` for little-endian.
pub(crate) fn utf16(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => Some(true),
        [0xfe, 0xff, ..] => Some(false),
        [a, 0, b, 0, c, 0, ..] if *a != 0 && *b != 0 && *c != 0 => Some(true),
        [0, a, 0, b, 0, c, ..] if *a != 0 && *b != 0 && *c != 0 => Some(false),
        _ => None,
    }
}

/// A code unit of UTF-16 from its two bytes.
pub(crate) fn unit(is_little: bool, pair: &[u8]) -> u16 {
    let pair = [pair[0], pair[1]];
    if is_little {
        u16::from_le_bytes(pair)
    } else {
        u16::from_be_bytes(pair)
    }
}

/// Truncates text to at most `most` characters, followed by an ellipsis.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// Text with the ends of long IDs left out, where the whole ID is of no use: `vnX6KbVd…`.
pub fn short_ids(text: &str) -> String {
    const LONGEST: usize = 20;
    const SHOWN: usize = 8;
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let id = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if id.len() > LONGEST {
            out.extend([&id[..SHOWN], "…", &word[id.len()..]]);
        } else {
            out.push_str(word);
        }
    }
    out
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

/// The ranges that look like tokens.
pub fn token_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = token_shapes(text);
    for range in &mut ranges {
        // A token starts with the `eyJ` that its shape leaves out.
        range.start = text[..range.start].rfind("eyJ").unwrap_or(range.start);
    }
    ranges
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
    if text.starts_with("Mux ") {
        return text.to_owned();
    }
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
    fn long_ids_are_cut() {
        let text = "signed with the key `RBsGYNEHocfVgsKCrpwhLmKRuxhSvk` (1F2mSQFaxQA1)";
        let short = "signed with the key `RBsGYNEH…` (1F2mSQFaxQA1)";
        assert_eq!(short_ids(text), short);
        assert_eq!(short_ids("a ✓ `b`, 2026-11-24"), "a ✓ `b`, 2026-11-24");
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(
            [12, 4096, 2_340_000, 1 << 40].map(size),
            ["12 bytes", "4 kB", "2.3 MB", "1099.5 GB"]
        );
    }

    #[test]
    fn text_is_decoded_in_every_encoding() {
        let text = "é 😀\neyJ";
        let two = |units: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
            mark.iter()
                .copied()
                .chain(text.encode_utf16().flat_map(units))
                .collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            two(u16::to_le_bytes, &[0xff, 0xfe]),
            two(u16::to_be_bytes, &[0xfe, 0xff]),
        ] {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.undecodable), (text, None));
        }
        assert_eq!(decode(b"a\0b\0c\0".to_vec()).text, "abc");
        assert_eq!(decode(b"\0\0".to_vec()).text, "\0\0");
    }

    #[test]
    fn undecodable_bytes_are_named() {
        for (bytes, text, words) in [
            (
                &b"a\nb\xe9c"[..],
                "a\nb\u{fffd}c",
                "a byte on line 2 (0xE9) is not UTF-8; it was replaced",
            ),
            (
                b"\xff\n\n\xe9x\xe9",
                "\u{fffd}\n\n\u{fffd}x\u{fffd}",
                "3 bytes are not UTF-8, the first on line 1 (0xFF); they were replaced",
            ),
            (
                b"\xff\xfea\0\n\0\x00\xd8b\0",
                "a\n\u{fffd}b",
                "2 bytes are not UTF-16, the first on line 2; they were replaced",
            ),
            (
                b"\xff\xfea\0b",
                "a\u{fffd}",
                "a byte on line 1 is not UTF-16; it was replaced",
            ),
        ] {
            let decoded = decode(bytes.to_vec());
            let undecodable = decoded.undecodable.expect("undecodable bytes");
            assert_eq!(
                (decoded.text.as_str(), undecodable.to_string().as_str()),
                (text, words)
            );
        }
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
