//! The place of a token: a text that should be the token and nothing else, and what is wrapped around the token in it.

use std::ops::Range;

use super::{
    chars::is_whole,
    names,
    placeholder::placeholder,
    wrapping::{is_blank, is_token_byte, is_token_char, looks_like_token, one_token, unwrap},
};

/// The maximum length of what is before a token in its place.
const MAX_BEFORE: usize = 300;

/// The maximum length of what is after a token in its place, if the place is not delimited.
const MAX_AFTER: usize = 200;

/// Values that programs write for a missing one, joined to a token.
const NOTHING: [&str; 6] = ["undefined", "null", "None", "nil", "NaN", "false"];

/// The token in a text that is its place, or the text itself if it contains no token.
pub(super) fn token_in(place: &str) -> String {
    let trimmed = place.trim_matches(is_blank);
    // Most places hold a token and nothing else.
    if trimmed.starts_with("eyJ") && is_whole(trimmed) && trimmed.bytes().all(is_token_byte) {
        return trimmed.to_owned();
    }
    if placeholder(trimmed).is_some() {
        return trimmed.to_owned();
    }
    inside(place).unwrap_or_else(|| {
        let inner = unwrap(trimmed).0;
        let joined: String = inner.chars().filter(|c| !is_blank(*c)).collect();
        if looks_like_token(&joined) {
            joined
        } else {
            trimmed.to_owned()
        }
    })
}

/// Whether a text contains a token, perhaps with something around it.
pub(super) fn holds_token(place: &str) -> bool {
    inside(place).is_some() || one_token(place).is_some()
}

/// The token in its place, without what is around it; `None` if there is none or it is damaged.
fn inside(place: &str) -> Option<String> {
    let mut token = String::new();
    let mut rest = &place[start(place)?..];
    loop {
        let len = rest.bytes().position(|b| !is_base64(b));
        let len = len.unwrap_or(rest.len());
        token.push_str(&rest[..len]);
        rest = &rest[len..];
        // White space inside the token.
        let next = rest.trim_start_matches(is_blank);
        let word = next.bytes().position(|b| !is_token_byte(b));
        let word = &next[..word.unwrap_or(next.len())];
        let dots = token.matches('.').count() + word.matches('.').count();
        let is_part = next.len() < rest.len() && !word.is_empty() && dots <= 2;
        if is_whole(&token) || !is_part || word.starts_with("eyJ") && !token.ends_with('.') {
            break;
        }
        rest = next;
    }
    let is_end = |c: char| is_blank(c) || "\"'`)]}>,;&?#\\|”’%".contains(c);
    if !(rest.is_empty() || rest.starts_with(is_end)) || !token.contains('.') {
        return None;
    }
    let plain = token.trim_end_matches('+');
    let plain = match plain.strip_suffix('.') {
        Some(plain) if plain.matches('.').count() >= 2 => plain,
        _ => plain,
    };
    let kept = NOTHING
        .iter()
        .find_map(|word| plain.strip_suffix(word).filter(|plain| is_whole(plain)))
        .unwrap_or(plain);
    Some(kept.to_owned())
}

/// Where a token starts in its place: no other word continues there.
fn start(place: &str) -> Option<usize> {
    let most = place.floor_char_boundary(MAX_BEFORE);
    place[..most]
        .match_indices("eyJ")
        .map(|(at, _)| at)
        .find(|at| {
            let before = &place[..*at];
            let word = before.trim_start_matches(['"', '\'']);
            let hex = before
                .len()
                .checked_sub(3)
                .and_then(|from| before.get(from..));
            !before.ends_with(is_token_char)
                || hex.is_some_and(|hex| hex.starts_with('%'))
                || ["Bearer", "bearer", "JWT"]
                    .iter()
                    .chain(&NOTHING)
                    .any(|joined| word == *joined)
        })
}

fn is_base64(b: u8) -> bool {
    is_token_byte(b) || b"+/=".contains(&b)
}

/// The end of the wrapper around a token that is in the text from `start` on: `Optional("eyJ…")`, `{:ok, "eyJ…"}`.
///
/// `None` if no wrapper starts there. Brackets and quotes may be percent-encoded.
pub(super) fn wrapper_end(text: &str, start: usize, limit: usize) -> Option<usize> {
    let (open, end) = opened(&text[start..limit], |rest| {
        rest.starts_with("eyJ").then(|| {
            rest.bytes()
                .position(|b| !is_base64(b))
                .unwrap_or(rest.len())
        })
    })?;
    Some(closed(&text[..limit], start + end, &open))
}

/// The end of the wrapper around a playback ID in a path.
pub(super) fn wrapped_id_end(text: &str, start: usize, limit: usize) -> Option<usize> {
    let (open, end) = opened(&text[start..limit], |rest| {
        let len = rest.bytes().position(|b| !b.is_ascii_alphanumeric());
        let len = len.unwrap_or(rest.len());
        (len >= 30).then_some(len)
    })?;
    let end = start + end;
    let closed = closed(&text[..limit], end, &open);
    (closed > end).then_some(closed)
}

/// What a wrapper opens before its content, innermost last, and where the content ends.
fn opened(text: &str, content: impl Fn(&str) -> Option<usize>) -> Option<(Vec<char>, usize)> {
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    while at < text.len().min(MAX_BEFORE) {
        let rest = &text[at..];
        let (c, len) = character(rest)?;
        if let Some(len) = content(rest) {
            let is_wrapper = !open.is_empty() || is_scheme(&text[..at]);
            return is_wrapper.then_some((open, at + len));
        }
        let top = open.last().copied();
        match c {
            // `=>` and `->` separate a name from its value.
            '>' if text[..at].ends_with(['=', '-']) => {}
            '"' | '\'' | '`' | ')' | ']' | '}' | '>' if top == Some(c) => {
                open.pop();
            }
            '"' | '\'' | '`' => open.push(c),
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            '<' => open.push('>'),
            ')' | ']' | '}' | '>' | '\n' | '\r' | '|' => return None,
            '&' | '?' if open.is_empty() && at > 0 => return None,
            ',' | ';' if open.is_empty() => return None,
            c if is_blank(c) && open.is_empty() && !is_scheme(&text[..at + len]) => return None,
            _ => {}
        }
        // What is closed again is not around the content.
        if top.is_some() && open.is_empty() {
            return None;
        }
        at += len;
    }
    None
}

/// Whether a text is a word that comes before a token, with a blank: the scheme of a header, Haskell's `Just`.
fn is_scheme(text: &str) -> bool {
    let word = text.trim_end_matches([' ', '+', ':']);
    let word = word.strip_suffix("%20").unwrap_or(word);
    word.len() < text.len()
        && ["bearer", "jwt", "token", "just", "some"].contains(&word.to_ascii_lowercase().as_str())
}

/// Where the last of the open brackets and quotes is closed, as far as they are.
fn closed(text: &str, from: usize, open: &[char]) -> usize {
    let mut end = from;
    for close in open.iter().rev() {
        let is_bracket = !"\"'`".contains(*close);
        let most = text.floor_char_boundary(text.len().min(end + MAX_AFTER));
        let mut at = end;
        // A bracket may be closed after other members, a quote is closed at once.
        let mut has_members = false;
        while let Some((c, len)) = text.get(at..most).and_then(character) {
            at += len;
            has_members |= is_bracket && c == ',';
            if c == *close {
                end = at;
                break;
            }
            let is_skipped = c == '\\' || (is_bracket && c == ' ') || (has_members && !is_blank(c));
            if !is_skipped {
                return end;
            }
        }
        if end < at {
            return end;
        }
    }
    end
}

/// The first character of a text, percent-decoded, and its length as written.
fn character(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let c = chars.next()?;
    if c == '%'
        && let Some(code) = text.get(1..3)
        && let Ok(byte) = u8::from_str_radix(code, 16)
        && byte.is_ascii()
    {
        return Some((char::from(byte), 3));
    }
    Some((c, c.len_utf8()))
}

/// A place as an HTTP client writes it into a URL: what is not part of a query is percent-encoded.
pub(super) fn encoded(place: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const SET: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'|')
        .add(b'^')
        .add(b'&');
    utf8_percent_encode(place, SET).to_string()
}

/// The range of the value of the last parameter in a URL, if that parameter is for a token. The URL may be escaped.
pub(super) fn last_value(url: &str) -> Option<Range<usize>> {
    let marks = [
        "?", "&", "amp;", "#38;", "x26;", "u0026", "%3F", "%26", "%3f",
    ];
    // Most URLs have no parameter.
    memchr::memchr2(b'=', b'%', url.as_bytes())?;
    let start = marks
        .iter()
        .filter_map(|mark| Some(url.rfind(mark)? + mark.len()))
        .max()?;
    let rest = &url[start..];
    let (name, value) = rest.split_once('=').or_else(|| rest.split_once("%3D"))?;
    names::is_token(name.trim_end_matches('\\')).then(|| url.len() - value.len()..url.len())
}
