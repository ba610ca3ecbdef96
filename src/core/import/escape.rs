//! Decodes percent-encoding, backslash escapes and HTML entities.

use std::borrow::Cow;

use crate::core::{request::Stripped, text::percent_decoded};

/// Percent-decodes. Keeps `+`: tokens have no spaces, and a `+` is a fault that a rule reports.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decoded(text)
}

pub(super) fn contains_scheme(text: &str) -> bool {
    text.contains("://") || text.contains("%3A%2F%2F") || text.contains("%3a%2f%2f")
}

/// The maximum number of times that a URL is percent-encoded.
const MAX_ENCODINGS: usize = 3;

/// Decodes a URL that is escaped for JSON, HTML, a shell or a log, and lists the escapes.
pub(super) fn unescape(written: &str) -> (Cow<'_, str>, Vec<Stripped>) {
    let mut stripped = Vec::new();
    let mut plain = Cow::Borrowed(written);
    if plain.contains('\\') {
        plain = Cow::Owned(without_backslashes(&plain));
        stripped.push(Stripped::Backslashes);
    }
    if plain.contains('&')
        && let Some(text) = without_entities(&plain)
    {
        plain = Cow::Owned(text);
        stripped.push(Stripped::Ampersand);
    }
    for _ in 0..MAX_ENCODINGS {
        let head = plain.get(..5).unwrap_or_default();
        let rest = if head.eq_ignore_ascii_case("https") {
            &plain[5..]
        } else {
            plain.get(4..).unwrap_or_default()
        };
        if !rest.starts_with('%') {
            break;
        }
        plain = Cow::Owned(decode(&plain).into_owned());
        if !stripped.contains(&Stripped::PercentEncoding) {
            stripped.push(Stripped::PercentEncoding);
        }
    }
    (plain, stripped)
}

/// Decodes `\/`, `\u0026` and `\&`.
pub(super) fn without_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest
            .strip_prefix(['u', 'U'])
            .and_then(|rest| rest.get(..4))
            .or_else(|| rest.strip_prefix('x').and_then(|rest| rest.get(..2)));
        let c = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let (Some(code), Some(c)) = (code, c) {
            out.push(c);
            rest = &rest[1 + code.len()..];
        }
    }
    out.push_str(rest);
    out
}

/// HTML entities of characters in URLs and attributes.
const ENTITIES: [(&str, char); 15] = [
    ("&amp;", '&'),
    ("&#38;", '&'),
    ("&#x26;", '&'),
    ("&#61;", '='),
    ("&#x3D;", '='),
    ("&#47;", '/'),
    ("&#x2F;", '/'),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&apos;", '\''),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&nbsp;", ' '),
];

/// Decodes HTML entities, if there are any.
pub(super) fn without_entities(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut any = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES.iter().find(|(entity, _)| {
            rest.get(..entity.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(entity))
        });
        if let Some((entity, c)) = entity {
            any = true;
            out.push(*c);
            rest = &rest[entity.len()..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    any.then_some(out)
}
