//! Text around and inside copied tokens: quotes, words, line breaks, quote marks of emails.

pub(super) use super::chars::{is_blank, is_invisible, is_token_byte, is_token_char};
use super::{
    chars::{ellipsis, is_whole, may_hold_token},
    placeholder,
};
use crate::core::import::escape;
use std::borrow::Cow;

use crate::core::request::{MediaRequest, Stripped};

/// Whether text without spaces is probably a token: it starts like a JSON object in base64, or has three parts.
pub(super) fn looks_like_token(text: &str) -> bool {
    let base64 = |c: char| is_token_char(c) || "+/=".contains(c);
    if text.starts_with("eyJ") || text.starts_with("ewog") || text.starts_with("e30") {
        // A few stray characters are a damaged token, more are a sentence.
        let strange = text.chars().filter(|c| !base64(*c)).count();
        return !text.contains("://") && !text.contains(['&', '?', '{']) && strange <= 3;
    }
    let parts = text.split('.').count();
    // An `=` inside a part separates a name from its value: `MUX_TOKEN=eyJ…`.
    let ends_in_padding = |part: &str| !part.trim_end_matches('=').contains('=');
    (parts == 3 || parts == 5)
        && text.len() >= 40
        && text.chars().all(base64)
        && !text.contains('/')
        && text.split('.').all(ends_in_padding)
}

const PAIRS: [(&str, &str, Stripped); 11] = [
    ("\\\"", "\\\"", Stripped::Quotes),
    ("\"", "\"", Stripped::Quotes),
    ("'", "'", Stripped::Quotes),
    ("`", "`", Stripped::Quotes),
    ("“", "”", Stripped::CurlyQuotes),
    ("”", "”", Stripped::CurlyQuotes),
    ("„", "“", Stripped::CurlyQuotes),
    ("‘", "’", Stripped::CurlyQuotes),
    ("«", "»", Stripped::CurlyQuotes),
    ("<", ">", Stripped::Brackets),
    ("(", ")", Stripped::Brackets),
];

/// Strips what is wrapped around a token, and lists what was stripped.
pub(super) fn unwrap(text: &str) -> (&str, Vec<Stripped>) {
    let mut stripped = Vec::new();
    let mut strip = |what: Stripped| {
        if !stripped.contains(&what) {
            stripped.push(what);
        }
    };
    let mut rest = text.trim_matches(is_blank);
    loop {
        let before = rest;
        let pair = PAIRS.iter().find_map(|(open, close, what)| {
            let inner = rest.strip_prefix(open)?.strip_suffix(close)?;
            Some((inner, *what))
        });
        if let Some((inner, what)) = pair {
            strip(what);
            rest = inner;
        } else if let Some(after) = strip_prefix_ignoring_case(rest, "authorization:") {
            strip(Stripped::Authorization);
            rest = after;
        } else if let Some(after) = strip_prefix_ignoring_case(rest, "bearer")
            .and_then(|after| after.strip_prefix([' ', '\t', '+', ':']))
        {
            strip(Stripped::Bearer);
            rest = after;
        } else if let Some(after) = rest
            .strip_prefix("?token=")
            .or_else(|| rest.strip_prefix("token="))
        {
            strip(Stripped::TokenName);
            rest = after;
        } else if let Some(inner) = rest.strip_suffix([',', ';']).or_else(|| {
            // A full stop may be part of the token, but not after a quote.
            let inner = rest.strip_suffix('.')?;
            (!inner.ends_with(is_token_char)).then_some(inner)
        }) {
            strip(Stripped::Punctuation);
            rest = inner;
        } else if rest.len() > 3
            && rest.starts_with("eyJ")
            && let Some(inner) =
                rest.strip_suffix(['"', '\'', '`', '>', ')', ']', '}', '”', '’', '!', '\\'])
        {
            // Half of a pair.
            strip(Stripped::TrailingMark);
            rest = inner;
        } else if let Some(inner) = rest.strip_prefix(['"', '\'', '`', '“', '‘', '<', '('])
            && inner.starts_with("eyJ")
        {
            strip(Stripped::LeadingMark);
            rest = inner;
        }
        rest = rest.trim_matches(is_blank);
        if rest.len() == before.len() {
            return (rest, stripped);
        }
    }
}

pub(super) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// Reads text that is one token and its wrapping.
pub(super) fn one_token(text: &str) -> Option<MediaRequest> {
    let trimmed = text.trim_matches(is_blank);
    let (unquoted, quoted) = match without_quote_marks(trimmed) {
        Some(text) => (Cow::Owned(text), true),
        None => (Cow::Borrowed(trimmed), false),
    };
    let (rest, mut stripped) = unwrap(&unquoted);
    if !may_be_token(rest) {
        return None;
    }
    let decoded = escape::decode(rest);
    let rest = if rest.contains("%2E") || rest.contains("%2e") {
        stripped.push(Stripped::PercentEncoding);
        decoded.as_ref()
    } else {
        rest
    };
    if quoted {
        stripped.insert(0, Stripped::QuoteMarks);
    }
    if trimmed.len() < text.trim_matches(['\n', '\r']).len() {
        stripped.insert(0, Stripped::SurroundingSpace);
    }
    let token: String = rest.chars().filter(|c| !is_blank(*c)).collect();
    if !looks_like_token(&token) {
        return None;
    }
    if token.len() < rest.len() {
        // Several words are one token only if the breaks between them are those of wrapped lines.
        let lines_only = rest.split(['\n', '\r']).all(|line| {
            !line
                .trim_matches(is_blank)
                .contains(|c: char| c.is_whitespace())
        });
        let one_start = token.matches("eyJ").count() <= token.matches('.').count() + 1;
        if !lines_only || !one_start || !is_wrapped(rest) {
            return None;
        }
        stripped.push(what_was_inside(rest));
    }
    Some(MediaRequest {
        stripped,
        ..MediaRequest::new(token, "the whole input")
    })
}

/// Whether [`looks_like_token`] may accept a text, whatever white space is in it. Long texts are rejected early.
fn may_be_token(text: &str) -> bool {
    let is_escaped = text.contains("%2E") || text.contains("%2e");
    let begins = |head: &str| {
        let mut chars = text.chars().filter(|c| !is_blank(*c));
        head.chars().all(|c| chars.next() == Some(c))
    };
    let is_json = || ["eyJ", "ewog", "e30"].into_iter().any(begins);
    let dots = || text.matches('.').take(5).count();
    let is_strange = |c: &char| !is_token_char(*c) && !"+/=".contains(*c) && !is_blank(*c);
    is_escaped
        || (is_json() || matches!(dots(), 2 | 4))
            && text.chars().filter(is_strange).nth(3).is_none()
}

/// Names the white space inside a token.
pub(super) fn what_was_inside(text: &str) -> Stripped {
    if text.contains(char::is_whitespace) {
        Stripped::InnerSpace
    } else {
        Stripped::InvisibleCharacters
    }
}

/// Whether lines are one wrapped token: only the first line starts a token.
fn is_wrapped(text: &str) -> bool {
    let lines = text.split(is_blank).filter(|line| !line.is_empty());
    lines.skip(1).all(|line| {
        let is_one = line.starts_with("eyJ") && line.matches('.').count() == 2;
        // `PLAYBACK_ID=…` and `PLAYBACK_TOKEN=eyJ…` are two lines of a `.env` file.
        let has_name = ["=eyJ", "=\"eyJ", "='eyJ"]
            .iter()
            .any(|name| line.contains(name));
        !is_one && !has_name
    })
}

/// Strips the `>` at the start of every line, if every line has one.
fn without_quote_marks(text: &str) -> Option<String> {
    if !text.starts_with('>') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start_matches([' ', '\t']);
        if line.is_empty() {
            continue;
        }
        out.push_str(line.strip_prefix('>')?.trim_start_matches(['>', ' ', '\t']));
        out.push('\n');
    }
    Some(out)
}

/// A run of token characters, without the line breaks and invisible characters inside it.
pub(super) struct TokenRun {
    pub(super) text: String,
    /// The end of the run in the text.
    pub(super) end: usize,
    pub(super) stripped: Vec<Stripped>,
}

/// The length of a signature by a 2048-bit key, as all of Mux's are. A token that has it is complete.
const SIGNATURE_LEN: usize = 342;

/// The minimum width of a line that an email, a terminal or a PDF wraps.
const MIN_WRAP_WIDTH: usize = 50;

/// The minimum length of a part of a token that a log puts a time before.
const MIN_STAMPED_LEN: usize = 30;
/// The maximum width of such a line that is looked at.
const MAX_WIDTH: usize = 2000;

/// The maximum length of a token in several lines.
const MAX_LEN: usize = 16 * 1024;

/// Reads the token that starts at `start`, across line breaks if it is wrapped, up to `limit`.
pub(super) fn run(text: &str, start: usize, limit: usize) -> TokenRun {
    let mut out = TokenRun {
        text: String::new(),
        end: start,
        stripped: Vec::new(),
    };
    let mut strip = |what: Stripped| {
        if !out.stripped.contains(&what) {
            out.stripped.push(what);
        }
    };
    loop {
        let piece = &text[out.end..limit];
        let len = piece
            .bytes()
            .position(|b| !is_token_byte(b))
            .unwrap_or(piece.len());
        out.text.push_str(&piece[..len]);
        out.end += len;
        let rest = &text[out.end..limit];
        let invisible = rest.len() - rest.trim_start_matches(is_invisible).len();
        if invisible > 0 && rest[invisible..].starts_with(is_token_char) {
            strip(Stripped::InvisibleCharacters);
            out.end += invisible;
        } else if let Some(next) = next_line(text, out.end, limit, &out.text) {
            strip(Stripped::LineBreaks);
            out.end = next;
        } else {
            break;
        }
    }
    // Only the length distinguishes standard base64 from text after the token.
    let rest = &text[out.end..limit];
    if rest.starts_with(['+', '/', '=']) && out.text.matches('.').count() == 2 {
        let len = rest
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || b"+/=-_".contains(&b)))
            .unwrap_or(rest.len());
        let signature = out.text.rsplit('.').next().map_or(0, str::len);
        if signature + rest[..len].trim_end_matches('=').len() == SIGNATURE_LEN {
            out.text.push_str(&rest[..len]);
            out.end += len;
        }
    }
    // Three dots are an ellipsis: of a sentence after a whole token, else for the rest of this one.
    if let Some(at) = ellipsis(&out.text).filter(|at| is_whole(&out.text[..*at])) {
        out.end -= out.text.len() - at;
        out.text.truncate(at);
    }
    if !is_whole(&out.text)
        && let Some(len) = marks(&text[out.end..limit])
    {
        out.text.push_str(&text[out.end..out.end + len]);
        out.end += len;
    }
    if placeholder::marked(&out.text).is_some() {
        return out;
    }
    // The full stop of a sentence.
    let kept = out.text.trim_end_matches('.').len();
    if kept < out.text.len() && out.text.matches('.').count() > 2 {
        out.end -= out.text.len() - kept;
        out.text.truncate(kept);
    }
    out
}

/// The length of the marks after a piece of a token, and of the piece after them: `…Q7w`, `...<snip>`, ` (truncated)`.
fn marks(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(mark) = placeholder::mark(text[at..].strip_prefix(' ').unwrap_or(&text[at..])) {
        at += mark.len + usize::from(text[at..].starts_with(' '));
    }
    let tail = text[at..].bytes().position(|b| !is_token_byte(b));
    (at > 0).then(|| at + tail.unwrap_or(text.len() - at))
}

/// Where a token continues in the next line, if this line was wrapped.
fn next_line(text: &str, end: usize, limit: usize, so_far: &str) -> Option<usize> {
    let rest = &text[end..limit];
    let after = rest.trim_start_matches([' ', '\t']);
    // The backslash at the end of a line in a shell.
    let unescaped = after.strip_prefix('\\').unwrap_or(after);
    let is_escaped = unescaped.len() < after.len();
    let after = unescaped
        .strip_prefix('\r')
        .unwrap_or(unescaped)
        .strip_prefix('\n')?;
    if so_far.len() > MAX_LEN {
        return None;
    }
    let dots = so_far.matches('.').count();
    let in_signature = so_far.rsplit('.').next().map_or(0, str::len);
    if dots > 2 || (dots == 2 && in_signature >= SIGNATURE_LEN) {
        return None;
    }
    let width = text.as_bytes()[..end]
        .iter()
        .rev()
        .take(MAX_WIDTH)
        .take_while(|b| **b != b'\n')
        .count();
    if width < MIN_WRAP_WIDTH && !is_escaped {
        return None;
    }
    let prefix = same_prefix(&text[end - width..end], after);
    let line = after[prefix..].trim_start_matches([' ', '\t', '>', '|']);
    let len = line
        .bytes()
        .position(|b| !is_token_byte(b))
        .unwrap_or(line.len());
    let next = &line[..len];
    let behind = line[len..].trim_start_matches([' ', '\t']);
    let behind = if behind.starts_with(['\n', '\r']) {
        ""
    } else {
        &line[len..]
    };
    // The length of the signature is certain.
    let is_last = is_whole(&format!("{so_far}{next}"));
    // Other text with a time is the next message.
    let is_stamped = after[..prefix].contains(|c: char| c.is_ascii_digit());
    if is_stamped && !is_last && (len < MIN_STAMPED_LEN || !behind.is_empty()) {
        return None;
    }
    let ends_there = behind.is_empty()
        || behind.starts_with([
            '\n', '\r', '"', '\'', '`', '<', '>', '&', ')', ',', ';', '”', '’', '\\', '}',
        ])
        || is_last;
    let starts_another = next.starts_with("eyJ") && !so_far.ends_with('.');
    let too_many = dots + next.trim_end_matches('.').matches('.').count() > 2;
    (len > 0 && (len <= width + 8 || is_last) && ends_there && !starts_another && !too_many)
        .then(|| limit - line.len())
}

/// The length of what a logger writes before both lines: a time, the name of a container. Digits may differ.
fn same_prefix(line: &str, next: &str) -> usize {
    let shape = |b: u8| if b.is_ascii_digit() { b'0' } else { b };
    let pairs = line.bytes().zip(next.bytes());
    let same = pairs.take_while(|(a, b)| shape(*a) == shape(*b) && b.is_ascii() && *b != b'\n');
    let prefix = &next[..same.count()];
    prefix.rfind([' ', '\t']).map_or(0, |at| at + 1)
}

/// Decodes the soft line breaks of quoted-printable emails, and returns their places in the decoded text.
pub(super) fn without_soft_breaks(text: &str) -> Option<(String, Vec<usize>)> {
    if !text.contains("=\n") && !text.contains("=\r\n") && !text.contains("=3D") {
        return None;
    }
    // Base64 also ends in `=`. In quoted-printable, `=` itself is `=3D`.
    if !text.contains("=3D") && !breaks_a_token(text) {
        return None;
    }
    if text.contains("=3D")
        && !["token=3D", "=3D\"", "=3DeyJ"]
            .iter()
            .any(|mark| text.contains(mark))
    {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut breaks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix('\n'))
            .filter(|after| is_quoted(after.lines().next().unwrap_or_default()))
        {
            breaks.push(out.len());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("3D") {
            out.push('=');
            rest = after;
        } else {
            out.push('=');
        }
    }
    out.push_str(rest);
    Some((out, breaks))
}

/// Whether every `=` in a line is a quoted-printable escape: before two hex digits or at the end. `NAME=value` is not.
fn is_quoted(line: &str) -> bool {
    let hex = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
    line.split('=')
        .skip(1)
        .all(|rest| rest.is_empty() || (rest.len() >= 2 && rest.chars().take(2).all(hex)))
}

/// Whether a line that ends in `=` breaks a token.
fn breaks_a_token(text: &str) -> bool {
    if !may_hold_token(text) {
        return false;
    }
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_suffix('=')
            && (may_hold_token(line) || head.len() >= MIN_WRAP_WIDTH)
            && head.ends_with(is_token_char)
            && lines.peek().is_some_and(|next| {
                next.starts_with(is_token_char) && !next.starts_with("eyJ") && is_quoted(next)
            })
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long() -> String {
        format!(
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.{}",
            "Ab0_".repeat(85) + "-9"
        )
    }

    fn wrapped(token: &str, width: usize, by: &str) -> String {
        let lines: Vec<&str> = token
            .as_bytes()
            .chunks(width)
            .map(|line| std::str::from_utf8(line).expect("ASCII"))
            .collect();
        lines.join(by)
    }

    #[test]
    fn wrapped_token_is_joined() {
        let token = long();
        for by in ["\n", "\r\n", "\n> ", "\n>> ", "\n    ", " \n"] {
            let text = format!("{}\nThanks", wrapped(&token, 76, by));
            let run = run(&text, 0, text.len());
            assert_eq!(run.text, token, "{by:?}");
            assert_eq!(&text[run.end..], "\nThanks");
        }
    }

    #[test]
    fn next_line_is_not_joined() {
        let token = long();
        for after in [
            "\nThanks",
            "\nnext: line",
            "\n\nabc",
            "\neyJh.b.c",
            " abc",
            "\n",
        ] {
            let text = format!("{token}{after}");
            assert_eq!(run(&text, 0, text.len()).text, token, "{after:?}");
        }
        // A truncated token is not extended by prose.
        let cut = &token[..200];
        let text = format!("{cut}\nis the token");
        assert_eq!(run(&text, 0, text.len()).text, cut);
    }

    #[test]
    fn standard_base64_is_kept_at_full_length() {
        let token = long().replace('_', "/").replace('-', "+");
        let text = format!("{token}== rest");
        assert_eq!(run(&text, 0, text.len()).text, format!("{token}=="));
        let text = "eyJa.eyJb.c/master.m3u8";
        assert_eq!(run(text, 0, text.len()).text, "eyJa.eyJb.c");
    }

    #[test]
    fn soft_line_breaks_are_decoded() {
        let text = "token=3DeyJhbGciOiJSUzI1NiJ9.ab=\ncd";
        let (plain, breaks) = without_soft_breaks(text).expect("quoted-printable");
        assert_eq!(plain, "token=eyJhbGciOiJSUzI1NiJ9.abcd");
        assert_eq!(breaks, [29]);
        assert_eq!(without_soft_breaks("a=\nb"), None);
        assert_eq!(without_soft_breaks("a=3D"), None);
    }
}
