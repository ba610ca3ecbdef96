//! Placeholders: text in the place of a token that never was a token.

/// Why something else is in the place of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// JavaScript converted a promise or an object to a string.
    Object,
    /// A program converted a missing value to a string.
    Nothing,
    /// A template variable was not replaced.
    Template,
    /// The token was masked.
    Masked,
}

/// The maximum length of a placeholder, in bytes.
const MAX_LEN: usize = 80;

/// The kind of placeholder that text in the place of a token is.
pub fn placeholder(text: &str) -> Option<Placeholder> {
    if let Some(certain) = certain(text) {
        return Some(certain);
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
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
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
    (bracketed || variable || (is_words && says_token && !lower.starts_with("eyj")))
        .then_some(Placeholder::Template)
}

/// The kind of placeholder that text is in any place, because it cannot be anything else.
pub(super) fn certain(text: &str) -> Option<Placeholder> {
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    let object = text.strip_prefix("[object").is_some_and(|rest| {
        // The text may still be percent-encoded.
        [" ", "+", "%20"]
            .iter()
            .any(|blank| rest.starts_with(blank))
            && rest.ends_with(']')
    });
    if object || text == "{}" || text.starts_with("Promise {") {
        return Some(Placeholder::Object);
    }
    if ["undefined", "null", "NaN", "None", "nil"].contains(&text) {
        return Some(Placeholder::Nothing);
    }
    let lower = text
        .trim_matches(|c: char| "[]<>(){}".contains(c))
        .to_ascii_lowercase();
    let is_mask = |c: char| "*x.…•█-_#".contains(c);
    let masked = [
        "redacted", "removed", "masked", "hidden", "filtered", "secret", "snip",
    ]
    .contains(&lower.as_str())
        || (text.len() >= 3 && lower.chars().all(is_mask));
    masked.then_some(Placeholder::Masked)
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
            "eyJ...",
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
