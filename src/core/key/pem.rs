//! PEM blocks in any text, with lines broken by mail, chats, editors and shells.

use std::ops::Range;

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use memchr::memchr2_iter;
use zeroize::Zeroizing;

use super::{
    error::KeyError,
    run::{is_base64, run_at},
};
use crate::core::text::is_invisible;

/// Accepts base64 with padding or without.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The labels of keys that are read, in the order in which bare DER is tried.
pub(super) const KEY_LABELS: [&str; 5] = [
    "RSA PRIVATE KEY",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "CERTIFICATE",
];

/// A block of PEM in its text.
pub(super) struct Block {
    /// Upper case, with single spaces.
    pub(super) label: String,
    /// Its bytes, or why they cannot be decoded.
    pub(super) der: Result<Zeroizing<Vec<u8>>, KeyError>,
    /// Whether OpenSSL would not read it as it is written.
    pub(super) is_broken: bool,
    /// Whether underscores are in place of spaces or line breaks.
    pub(super) has_underscores: bool,
    /// Whether its `END` line is there.
    pub(super) is_whole: bool,
    /// What is between its markers.
    pub(super) body: Range<usize>,
    /// Its place, markers included. A block without `END` covers its own characters and nothing after them.
    pub(super) range: Range<usize>,
}

/// Returns the blocks of a text in order, given its [`markers`].
pub(super) fn blocks(text: &str, markers: &[Marker]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (i, begin) in markers.iter().enumerate() {
        if !begin.is_begin {
            continue;
        }
        let next = markers.get(i + 1);
        let Some(end) = next.filter(|next| !next.is_begin) else {
            let limit = next.map_or(text.len(), |next| next.start);
            let body = cut_body(text, begin.end, limit);
            blocks.push(Block {
                label: begin.label.clone(),
                der: Err(KeyError::Damaged),
                is_broken: false,
                has_underscores: false,
                is_whole: false,
                range: begin.start..body.end,
                body,
            });
            continue;
        };
        let body = &text[begin.end..end.start];
        let spaced = without_underscores(body);
        let has_underscores = spaced.is_some() || begin.has_underscores || end.has_underscores;
        // A string literal or a variable may begin with it.
        let begins = |c: char| c == '=' || is_quote(c);
        let starts_line = |at: usize| {
            let before = &text[..at];
            at == 0 || before.ends_with('\n') || before.trim_end_matches(' ').ends_with(begins)
        };
        let mut is_broken = begin.is_odd
            || end.is_odd
            || begin.label != end.label
            || !starts_line(begin.start)
            || !starts_line(end.start)
            || !body
                .trim_start_matches([' ', '\t'])
                .starts_with(['\n', '\r']);
        let body = spaced.as_deref().map_or(body, String::as_str);
        blocks.push(Block {
            label: begin.label.clone(),
            der: decoded(body, &mut is_broken),
            is_broken: is_broken && !has_underscores,
            has_underscores,
            is_whole: true,
            body: begin.end..end.start,
            range: begin.start..end.end,
        });
    }
    blocks
}

/// The body of a PEM whose line breaks became underscores, with spaces instead. In base64url an underscore is a
/// character of the key, so they must be at both ends, or between lines of one width.
fn without_underscores(body: &str) -> Option<Zeroizing<String>> {
    const NARROWEST: usize = 40;
    let inner = body.trim_matches('_');
    let is_around = inner.len() + 2 <= body.len() && body.starts_with('_') && body.ends_with('_');
    let mut lines = inner.split('_');
    let width = lines.next().map_or(0, str::len);
    let is_wrapped = width >= NARROWEST
        && inner.len() > width
        && lines.clone().rev().skip(1).all(|line| line.len() == width)
        && lines.next_back().is_some_and(|line| line.len() <= width);
    (is_around || is_wrapped).then(|| Zeroizing::new(body.replace('_', " ")))
}

/// What a block without `END` contains: base64 of one width, after headers.
fn cut_body(text: &str, start: usize, limit: usize) -> Range<usize> {
    const HEADERS: [&str; 4] = ["Proc-Type:", "DEK-Info:", "Version:", "Comment:"];
    // Quotes, indentation and mail quoting.
    const WIDEST: usize = 10;
    let mut at = start;
    for line in text[start..limit].split_inclusive('\n') {
        let is_header = HEADERS.iter().any(|header| line.starts_with(header));
        if !is_header && !line.trim().is_empty() {
            let indent = line.bytes().take_while(|byte| !is_base64(*byte)).count();
            if indent == line.len() || indent > WIDEST {
                break;
            }
            let first = at + indent;
            return first..run_at(text, first, limit).end;
        }
        at += line.len();
    }
    start..start
}

/// A `BEGIN` or an `END` between dashes.
pub(super) struct Marker {
    pub(super) is_begin: bool,
    /// Upper case, with single spaces.
    pub(super) label: String,
    /// Whether other programs reject it: other dashes, fewer of them, or lower case.
    is_odd: bool,
    /// Whether underscores are in place of its spaces.
    has_underscores: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Whether a character is a dash, or what mail and word processors turn dashes into.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Returns the markers of a text in order.
pub(super) fn markers(text: &str) -> Vec<Marker> {
    // No label is longer.
    const LONGEST: usize = 60;
    // How every dash but that of ASCII begins, which has three bytes.
    const OTHER_DASH: u8 = 0xe2;
    let bytes = text.as_bytes();
    let mut markers: Vec<Marker> = Vec::new();
    let mut from = 0;
    // Right before a marker is a dash.
    for dash in memchr2_iter(b'-', OTHER_DASH, bytes) {
        let at = dash + if bytes[dash] == OTHER_DASH { 3 } else { 1 };
        let is = |word: &str| {
            let here = bytes.get(at..at + word.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
        };
        let len = match bytes.get(at) {
            Some(b'B' | b'b') if is("BEGIN") => 5,
            Some(b'E' | b'e') if is("END") => 3,
            _ => continue,
        };
        if at < from {
            continue;
        }
        let before = &text[from..at];
        let start = from + before.trim_end_matches(is_dash).len();
        let rest = &text[at + len..];
        let Some(label_end) = rest
            .char_indices()
            .take(LONGEST)
            .find_map(|(i, c)| is_dash(c).then_some(i))
        else {
            continue;
        };
        let label = &rest[..label_end];
        let mut tail = rest[label_end..].trim_start_matches(is_dash);
        // Joined lines: the last five dashes are those of the next block.
        if tail.starts_with("BEGIN") && rest.len() - label_end - tail.len() > 5 {
            tail = rest.get(rest.len() - tail.len() - 5..).unwrap_or(tail);
        }
        let end = text.len() - tail.len();
        let dashes = [&text[start..at], &rest[label_end..rest.len() - tail.len()]];
        let is_label = label
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || "_#./".contains(c))
            && label.starts_with(|c: char| c.is_whitespace() || c == '_')
            && dashes.iter().all(|dashes| dashes.chars().count() >= 2);
        if !is_label {
            continue;
        }
        let words: Vec<_> = label
            .split(|c: char| c.is_whitespace() || c == '_')
            .filter(|word| !word.is_empty())
            .collect();
        let known = words.join(" ").to_ascii_uppercase();
        markers.push(Marker {
            is_begin: len == 5,
            has_underscores: label.contains('_'),
            is_odd: dashes != ["-----"; 2] || label.strip_prefix(' ') != Some(&known),
            label: known,
            start,
            end,
        });
        from = end;
    }
    markers
}

/// Decodes the base64 between two markers.
fn decoded(body: &str, is_broken: &mut bool) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if body.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }
    let mut packed = Zeroizing::new(String::with_capacity(body.len()));
    let mut lines = body.split('\n').enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        let is_last = lines.peek().is_none();
        // Headers of OpenSSL and PuTTY contain a colon, which base64 does not.
        if line.contains(": ") {
            continue;
        }
        let trimmed = line.trim_matches([' ', '\t', '\r']);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        *is_broken |= !trimmed.chars().all(is_plain);
        *is_broken |= trimmed.is_empty() && i > 0 && !is_last && !packed.is_empty();
        push(&mut packed, trimmed)?;
    }
    BASE64
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_ignored| KeyError::Damaged)
}

/// Adds the base64 of a line, without what quoting added to it.
fn push(packed: &mut String, line: &str) -> Result<(), KeyError> {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' => packed.push(c),
            // Two string literals that code concatenates: `…' + '…`.
            '"' | '\'' | '`' => {
                let next = rest.trim_start_matches([' ', '\t', '+', '.', ',', '\\']);
                if next.is_empty() || next.starts_with(['"', '\'', '`']) {
                    rest = next;
                }
            }
            c if c.is_whitespace() || is_invisible(c) || is_quote(c) || "\\>,#|$;".contains(c) => {}
            _ => return Err(KeyError::Damaged),
        }
    }
    Ok(())
}

/// Whether a character is a quote, straight or typographic.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '‘'..='‟' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str) -> Vec<(String, Option<usize>, bool)> {
        let tell = |block: Block| {
            let len = block.der.ok().map(|der| der.len());
            (block.label, len, block.is_broken)
        };
        blocks(text, &markers(text)).into_iter().map(tell).collect()
    }

    #[test]
    fn blocks_are_found_with_broken_lines() {
        let plain = "-----BEGIN A KEY-----\nAAAA\nAAAA\n-----END A KEY-----\n";
        for (text, is_broken) in [
            (plain.to_owned(), false),
            (plain.replace('\n', "\r\n"), false),
            (format!("mine:\n{plain}yours"), false),
            (plain.replace("AAAA\n", "  AAAA \t\n"), false),
            (plain.replace("-\nA", "-\nComment: b\n\nA"), false),
            (plain.replace('\n', " "), true),
            (plain.replace('\n', ""), true),
            (plain.replace('\n', "\r"), true),
            (plain.replace('\n', "\n\n"), true),
            (plain.replace('\n', "\n  "), true),
            (plain.replace('\n', "\n> "), true),
            (plain.replace('\n', "' +\n  '"), true),
            (format!("mine: {plain}"), true),
            (plain.replace("-----", "—–-"), true),
            (plain.replace("-----", "----"), true),
            (plain.to_lowercase().replace("aaaa", "AAAA"), true),
            (plain.replace("BEGIN A", "BEGIN\u{a0}A"), true),
            (plain.replace("A\nA", "A\u{200b}\nA"), true),
        ] {
            assert_eq!(
                read_as(&text),
                [("A KEY".to_owned(), Some(6), is_broken)],
                "{text}"
            );
        }
        assert_eq!(read_as(&[plain, plain].concat()).len(), 2);
        let cut = "-----BEGIN A-----\nAAAA\n-----BEGIN B-----\nA!\n-----END B-----";
        assert_eq!(
            read_as(cut),
            [("A".to_owned(), None, false), ("B".to_owned(), None, true)]
        );
        for text in [
            "",
            "BEGIN",
            "-----BEGINNING A-----",
            "-- begin",
            "the end -- of it --",
        ] {
            assert_eq!(read_as(text), [], "{text}");
        }
    }
}
