//! Any text as a literal of the language that it stands in, so that no ID can end its string and go on as code.

use std::fmt::Write as _;

use crate::core::json;

/// The value of an HTML attribute, without the double quotes around it.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // As themselves, some would be normalized away.
            c if c.is_control() => write!(out, "&#{};", c as u32).expect("a string takes all"),
            c => out.push(c),
        }
    }
    out
}

/// A string of JavaScript or JSON in double quotes, which cannot end the `<script>` that it stands in.
pub(super) fn script(text: &str) -> String {
    json::quoted(text)
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The value of a prop in JSX: `"ID"`, or `{"…"}` where the text needs escapes, which JSX does not read between quotes.
pub(super) fn jsx(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if text.chars().all(plain) {
        format!("\"{text}\"")
    } else {
        format!("{{{}}}", script(text))
    }
}

/// A string of Swift, where a backslash and a parenthesis would begin an expression.
pub(super) fn swift(text: &str) -> String {
    escaped(text, "\"\\", |c| format!("\\u{{{:x}}}", c as u32))
}

/// A string of Kotlin, where a dollar would begin an expression.
pub(super) fn kotlin(text: &str) -> String {
    escaped(text, "\"\\$", |c| format!("\\u{:04x}", c as u32))
}

/// A string in double quotes with a backslash before some characters, and controls in the way of the language.
fn escaped(text: &str, special: &str, control: fn(char) -> String) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&control(c)),
            c => {
                if special.contains(c) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out.push('"');
    out
}

/// A string of `BrightScript`, which knows no escapes: quotes are doubled and controls are added by their number.
pub(super) fn brightscript(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            c if c.is_control() => {
                write!(out, "\" + Chr({}) + \"", c as u32).expect("a string takes all");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The value of a variable in a `.env` file: bare where it can be, else in quotes that nothing is expanded in.
pub(super) fn dotenv(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:?=&%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else if !text.contains('\'') && !text.contains(char::is_control) {
        format!("'{text}'")
    } else {
        escaped(text, "\"\\$`", |c| c.to_string())
    }
}

/// The target of a link in Markdown: what could end it is percent-encoded.
pub(super) fn link(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_control() || c.is_whitespace() || "()<>[]\\\"'`".contains(c) {
            for byte in c.to_string().bytes() {
                write!(out, "%{byte:02X}").expect("a string takes all");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_ends_its_string() {
        let text = "a\"b\\(c)${d}</script>\n\u{7}é";
        assert_eq!(html(text), "a&quot;b\\(c)${d}&lt;/script&gt;&#10;&#7;é");
        assert_eq!(script(text), r#""a\"b\\(c)${d}\u003c/script>\n\u0007é""#);
        assert_eq!(jsx(text), r#"{"a\"b\\(c)${d}\u003c/script>\n\u0007é"}"#);
        assert_eq!(jsx("ab_C"), r#""ab_C""#);
        assert_eq!(swift(text), r#""a\"b\\(c)${d}</script>\n\u{7}é""#);
        assert_eq!(kotlin(text), r#""a\"b\\(c)\${d}</script>\n\u0007é""#);
        assert_eq!(
            brightscript(text),
            r#""a""b\(c)${d}</script>" + Chr(10) + "" + Chr(7) + "é""#
        );
        assert_eq!(dotenv("a$b"), "'a$b'");
        assert_eq!(dotenv("a'b$c\n"), r#""a'b\$c\n""#);
        assert_eq!(dotenv(""), "''");
        assert_eq!(link("https://a/b)c d"), "https://a/b%29c%20d");
    }

    /// Undoes the escapes that Swift and Kotlin share; `None` when the string ends too early.
    fn unescaped(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
        let mut out = String::new();
        while let Some(c) = rest.next() {
            out.push(match c {
                '"' => return None,
                '\\' => match rest.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => {
                        let rest_text = rest.as_str();
                        let (digits, len) = match rest_text.strip_prefix('{') {
                            Some(inner) => (inner.split_once('}')?.0, 2),
                            None => (rest_text.get(..4)?, 0),
                        };
                        let code = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
                        rest = rest_text[digits.len() + len..].chars();
                        code
                    }
                    special @ ('"' | '\\' | '$' | '`') => special,
                    _ => return None,
                },
                c => c,
            });
        }
        Some(out)
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&script(&text)).ok(), Some(text.clone()));
            prop_assert_eq!(unescaped(&swift(&text)), Some(text.clone()));
            prop_assert_eq!(unescaped(&kotlin(&text)), Some(text.clone()));
            let attribute = html(&text);
            prop_assert!(!attribute.contains(['"', '<', '>', '\n']));
            let joined: String = brightscript(&text)
                .split(" + ")
                .map(|part| match part.strip_prefix("Chr(").and_then(|part| part.strip_suffix(')')) {
                    Some(number) => number.parse().ok().and_then(char::from_u32).map(String::from),
                    None => part.strip_prefix('"').and_then(|part| part.strip_suffix('"')).map(|part| part.replace("\"\"", "\"")),
                })
                .collect::<Option<String>>()
                // A text with ` + ` in it is taken apart where it should not be.
                .filter(|_| !text.contains(" + "))
                .unwrap_or_else(|| text.clone());
            prop_assert_eq!(joined, text);
        }
    }
}
