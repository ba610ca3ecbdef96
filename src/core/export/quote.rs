//! Text as literals of other languages. Nothing a user typed can end its literal and continue as code.

use std::fmt::Write as _;

use crate::core::{
    json,
    text::{escape, is_hidden},
};

/// A string in these quotes, with a backslash before `special` characters and hidden ones as the language writes them.
pub(super) fn quoted(
    text: &str,
    quote: char,
    special: &[char],
    code_point: fn(u32) -> String,
) -> String {
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote || c == '\\' || special.contains(&c) => {
                out.push('\\');
                out.push(c);
            }
            c if is_hidden(c) => out.push_str(&code_point(u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// `\u{202e}`, as JavaScript, PHP, Ruby, Elixir, Rust and Swift write it.
pub(super) fn braced(code: u32) -> String {
    format!("\\u{{{code:x}}}")
}

/// `\u202e` or `\U000e0041`, as Python, Go and C# write it.
pub(super) fn fixed_width(code: u32) -> String {
    if code < 0x1_0000 {
        format!("\\u{code:04x}")
    } else {
        format!("\\U{code:08x}")
    }
}

/// `\u202e` or `\udb40\udc41`, as Kotlin writes it.
fn utf16(code: u32) -> String {
    let c = char::from_u32(code).map(String::from).unwrap_or_default();
    escape(&c, is_hidden).into_owned()
}

/// The value of an HTML attribute, without the double quotes around it.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Unescaped, some would be normalized.
            c if c.is_control() => push(&mut out, format_args!("&#{};", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// A string of JavaScript or JSON in double quotes, which cannot end the `<script>` it is in.
pub(super) fn script(text: &str) -> String {
    json::quoted(text)
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The value of a JSX prop: `"ID"`, or `{"…"}` if the text needs escapes, which JSX does not read between quotes.
pub(super) fn jsx(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if text.chars().all(is_plain) {
        format!("\"{text}\"")
    } else {
        format!("{{{}}}", script(text))
    }
}

/// A string of Swift; the backslash also starts an interpolation.
pub(super) fn swift(text: &str) -> String {
    quoted(text, '"', &[], braced)
}

/// A string of Kotlin, where a dollar sign starts a template.
pub(super) fn kotlin(text: &str) -> String {
    quoted(text, '"', &['$'], utf16)
}

/// A string of `BrightScript`, which has no escapes: quotes are doubled and control characters added by their number.
pub(super) fn brightscript(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            c if c.is_control() => push(&mut out, format_args!("\" + Chr({}) + \"", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The value of a variable in a `.env` file: bare if possible, else in quotes that prevent expansion.
pub(super) fn dotenv(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:?=&%+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else if !text.contains('\'') && !text.contains(char::is_control) {
        format!("'{text}'")
    } else {
        // There is no escape for hidden characters.
        let verbatim = |code| char::from_u32(code).map(String::from).unwrap_or_default();
        quoted(text, '"', &['$', '`'], verbatim)
    }
}

/// The target of a Markdown link: characters that could end it are percent-encoded.
pub(super) fn link(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_control() || c.is_whitespace() || "()<>[]\\\"'`".contains(c) {
            for byte in c.to_string().bytes() {
                push(&mut out, format_args!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text)
        .expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn literals_stay_closed() {
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

    #[test]
    fn hidden_characters_are_escaped() {
        let text = "a\"\\\n\u{0}\u{202e}\u{e0041}é名😀$#";
        assert_eq!(
            quoted(text, '"', &['$'], braced),
            "\"a\\\"\\\\\\n\\u{0}\\u{202e}\\u{e0041}é名😀\\$#\""
        );
        assert_eq!(
            quoted(text, '"', &[], fixed_width),
            "\"a\\\"\\\\\\n\\u0000\\u202e\\U000e0041é名😀$#\""
        );
    }

    /// Undoes the escapes of Swift and Kotlin; `None` if the string ends too early.
    fn unescaped(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
        let mut units = Vec::new();
        while let Some(c) = rest.next() {
            let c = match (c, (c == '\\').then(|| rest.next())) {
                ('"', _) => return None,
                (_, Some(Some('u'))) => {
                    let text = rest.as_str();
                    let (digits, len) = match text.strip_prefix('{') {
                        Some(inner) => (inner.split_once('}')?.0, 2),
                        None => (text.get(..4)?, 0),
                    };
                    rest = text[digits.len() + len..].chars();
                    let code = u32::from_str_radix(digits, 16).ok()?;
                    if let Ok(unit) = u16::try_from(code) {
                        units.push(unit);
                        continue;
                    }
                    char::from_u32(code)?
                }
                (_, Some(escaped)) => match escaped? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    special @ ('"' | '\\' | '$') => special,
                    _ => return None,
                },
                (c, None) => c,
            };
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
        String::from_utf16(&units).ok()
    }

    proptest! {
        // JSON has the fixed-width escapes except the long one.
        #[test]
        fn strings_read_back(text in "\\PC*|[\\x00-\\x20\"'\\\\$#{}\u{2028}\u{202e}]*") {
            let literal = quoted(&text, '"', &[], fixed_width);
            prop_assume!(!literal.contains("\\U"));
            prop_assert_eq!(serde_json::from_str::<String>(&literal).ok(), Some(text));
        }

        #[test]
        fn strings_never_end_early(text in "(?s).*", quote in "['\"]") {
            let quote = quote.chars().next().expect("one character");
            let literal = quoted(&text, quote, &['$', '#'], braced);
            prop_assert!(!literal.chars().any(is_hidden));
            let inner = &literal[1..literal.len() - 1];
            let mut escaped = false;
            for c in inner.chars() {
                prop_assert!(escaped || c != quote && c != '$' && c != '#');
                escaped = !escaped && c == '\\';
            }
            prop_assert!(!escaped);
        }

        #[test]
        fn literals_read_back(text in any::<String>()) {
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
                // The split is wrong if the text contains ` + `.
                .filter(|_| !text.contains(" + "))
                .unwrap_or_else(|| text.clone());
            prop_assert_eq!(joined, text);
        }
    }
}
