//! Placeholders: text in the place of a token that never was a token.

use super::chars::{ellipsis, is_token_byte};

/// Why something else is in the place of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// A program converted a promise, an object or a function to a string.
    Object,
    /// A program converted a missing value to a string.
    Nothing,
    /// A template variable was not replaced.
    Template,
    /// The token, or a part of it, was masked.
    Masked,
    /// Only a piece of the token is there, and the rest is an ellipsis.
    Shortened,
}

/// What programs write for a promise, an object or a function, in lower case.
const OBJECTS: [&str; 14] = [
    "[object ",
    "promise {",
    "<promise",
    "<coroutine",
    "<future",
    "#<",
    "[function",
    "<function",
    "<bound method",
    "instance of '",
    "system.threading.tasks.",
    "kotlinx.coroutines.",
    "java.util.concurrent.",
    "<task ",
];

/// What programs write for a missing value.
const NOTHING: [&str; 13] = [
    "undefined",
    "null",
    "NaN",
    "None",
    "nil",
    "NULL",
    "Null",
    "<nil>",
    "(null)",
    "<null>",
    "%!s(<nil>)",
    "Optional(nil)",
    "nan",
];

/// The maximum length of a placeholder, in bytes.
const MAX_LEN: usize = 120;

/// The kind of placeholder that text in the place of a token is.
pub fn placeholder(text: &str) -> Option<Placeholder> {
    if let Some(certain) = certain(text) {
        return Some(certain);
    }
    if let Some((_, kind)) = marked(text) {
        return Some(kind);
    }
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    let bracketed = [
        ("${", "}"),
        ("{", "}"),
        ("<", ">"),
        ("[", "]"),
        ("%", "%"),
        (":", ""),
    ]
    .into_iter()
    .any(|(open, close)| {
        let inner = text
            .strip_prefix(open)
            .and_then(|text| text.strip_suffix(close));
        let is_name = |c: char| c.is_alphanumeric() || "_-. $|/%={}()".contains(c);
        inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(is_name))
    });
    let variable = text.strip_prefix('$').is_some_and(is_name);
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let says_token = words.iter().any(|word| {
        word.ends_with("token") || ["jwt", "signed", "todo", "placeholder"].contains(word)
    });
    let is_words = text.len() <= 40
        && text
            .chars()
            .all(|c| c.is_ascii_alphabetic() || "-_ .".contains(c));
    (bracketed
        || variable
        || (is_words && says_token && !lower.starts_with("eyj") && !is_mock(text)))
    .then_some(Placeholder::Template)
}

/// Whether a text has a word of stand-ins for tokens: `mock`, `test`.
pub fn is_mock(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| MOCKS.contains(&word))
}

/// The words of stand-ins.
const MOCKS: [&str; 13] = [
    "mock", "mocked", "test", "testing", "fake", "dummy", "dev", "stub", "sample", "example",
    "local", "demo", "foo",
];

/// The kind of placeholder that text is in any place, because it cannot be anything else.
pub(super) fn certain(text: &str) -> Option<Placeholder> {
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    // The text may still be percent-encoded.
    let lower = text
        .to_ascii_lowercase()
        .replace("%20", " ")
        .replace('+', " ");
    if text == "{}" || OBJECTS.iter().any(|start| lower.starts_with(start)) {
        return Some(Placeholder::Object);
    }
    if NOTHING.contains(&text) {
        return Some(Placeholder::Nothing);
    }
    if let Some(mark) = mark(text).filter(|mark| mark.len == text.len()) {
        return Some(mark.kind);
    }
    let lower = lower.trim_matches(|c: char| "[]<>(){}_-*".contains(c));
    let is_mask = |c: char| "*x•█-_#".contains(c);
    let masked = MASKS.contains(&lower)
        || (text.len() >= 3 && text.to_ascii_lowercase().chars().all(is_mask));
    masked.then_some(Placeholder::Masked)
}

/// The words with which scrubbers replace a secret.
const MASKS: [&str; 19] = [
    "redacted",
    "removed",
    "masked",
    "hidden",
    "filtered",
    "secret",
    "private",
    "secure",
    "sensitive",
    "scrubbed",
    "sanitized",
    "protected",
    "obfuscated",
    "concealed",
    "censored",
    "stripped",
    "mask.hash",
    "confidential",
    "anonymized",
];

/// The words for a piece that was left out.
const CUTS: [&str; 10] = [
    "snip",
    "snipped",
    "truncated",
    "cut",
    "shortened",
    "omitted",
    "trimmed",
    "abbreviated",
    "more",
    "elided",
];

/// What is in place of a piece of a token: an ellipsis, asterisks, `[REDACTED]`, `<snip>`.
pub(super) struct Mark {
    pub(super) kind: Placeholder,
    pub(super) len: usize,
}

/// The mark at the start of a text.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let run = |set: &[char]| text.len() - text.trim_start_matches(set).len();
    let dots = run(&['.', '…', '·']);
    let kind_of = |kind, len| Some(Mark { kind, len });
    if dots >= 3 {
        return kind_of(Placeholder::Shortened, dots);
    }
    let stars = run(&['*', '•', '█', '▒', '●', '∗']);
    if stars >= 3 {
        return kind_of(Placeholder::Masked, stars);
    }
    let inner = text.strip_prefix(['[', '<', '(', '{'])?;
    let len = inner
        .bytes()
        .take(MAX_LEN)
        .position(|b| b"]>)}".contains(&b))?;
    let inner = inner.get(..len)?;
    let lower = inner.to_ascii_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_ascii_alphabetic() && c != '.')
        .filter(|word| !word.is_empty());
    let is_cut = inner.chars().all(|c| ".… ".contains(c)) && !inner.trim().is_empty();
    if is_cut || words.clone().any(|word| CUTS.contains(&word)) {
        kind_of(Placeholder::Shortened, len + 2)
    } else if words.any(|word| MASKS.contains(&word)) {
        kind_of(Placeholder::Masked, len + 2)
    } else {
        None
    }
}

/// Where the first mark in a token is, and its kind.
pub(super) fn marked(token: &str) -> Option<(usize, Placeholder)> {
    token.starts_with("eyJ").then_some(())?;
    let from = token
        .bytes()
        .position(|b| !is_token_byte(b))
        .unwrap_or(token.len());
    let at = match ellipsis(&token[..from]) {
        Some(at) => at,
        None => from + token[from..].len() - token[from..].trim_start_matches(' ').len(),
    };
    mark(&token[at..]).map(|mark| (at, mark.kind))
}

fn is_name(text: &str) -> bool {
    let inner = text.trim_matches(|c| c == '{' || c == '}' || c == '(' || c == ')');
    !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The length of a placeholder in brackets at the start of `text`; the brackets would end a URL.
pub(super) fn bracketed_len(text: &str) -> Option<usize> {
    let close = match text.as_bytes() {
        [b'$', b'{', ..] | [b'{', ..] => '}',
        [b'<', ..] => '>',
        [b'[', ..] => ']',
        _ => return None,
    };
    let mut most = text.len().min(MAX_LEN);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let head = &text[..most];
    let end = head.find(close)? + 1;
    let end = if head[end..].starts_with(close) && head.starts_with("{{") {
        end + 1
    } else {
        end
    };
    let inner = &head[..end];
    let plain = |c: char| c.is_ascii_alphanumeric() || "${}<>[] _-.()%=*".contains(c);
    inner.chars().all(plain).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholder_kinds_are_recognized() {
        for (text, kind) in [
            ("[object Promise]", Placeholder::Object),
            ("[object Object]", Placeholder::Object),
            ("[object+Promise]", Placeholder::Object),
            ("[object%20Promise]", Placeholder::Object),
            ("Promise { <pending> }", Placeholder::Object),
            ("{}", Placeholder::Object),
            ("undefined", Placeholder::Nothing),
            ("null", Placeholder::Nothing),
            ("NaN", Placeholder::Nothing),
            ("{JWT}", Placeholder::Template),
            ("${token}", Placeholder::Template),
            ("{{ token }}", Placeholder::Template),
            ("<token>", Placeholder::Template),
            ("$TOKEN", Placeholder::Template),
            ("YOUR_TOKEN", Placeholder::Template),
            ("your-signed-jwt", Placeholder::Template),
            ("JWT", Placeholder::Template),
            ("[REDACTED]", Placeholder::Masked),
            ("***", Placeholder::Masked),
            ("xxxx", Placeholder::Masked),
        ] {
            assert_eq!(placeholder(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn tokens_are_not_placeholders() {
        for text in [
            "",
            "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
            "eyJtoken",
            "abc123",
            "hello",
            "a.b.c",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }

    #[test]
    fn bracketed_placeholder_has_a_length() {
        for (text, len) in [
            ("{JWT}&a=1", Some(5)),
            ("${token}`", Some(8)),
            ("{{ token }}\"", Some(11)),
            ("[object Promise] rest", Some(16)),
            ("<token>", Some(7)),
            ("{", None),
            ("abc", None),
            ("<a href=\"x\">", None),
        ] {
            assert_eq!(bracketed_len(text), len, "{text}");
        }
    }
}
