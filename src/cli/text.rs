//! Text on its way to a terminal: nothing in it moves the cursor, turns the line around or hides.

use std::fmt::Write as _;

use crate::core::json::Value;

/// More of a claim or a message than this is no longer read by anyone.
const LONGEST: usize = 400;

/// A word in an error longer than this is a token, or something that should not be repeated.
const LONGEST_WORD: usize = 160;

/// Whether a character acts on the text around it or cannot be seen, instead of showing itself.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Writes characters as JSON escapes them.
fn escape(text: &str, which: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !which(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a string takes everything");
                }
            }
        }
    }
    out
}

/// The text as one line in which everything can be seen, cut where it gets too long to read.
pub(super) fn visible(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return escape(text, is_unseen);
    }
    let head: String = text.chars().take(LONGEST).collect();
    let rest = count - LONGEST;
    format!("{}… and {rest} characters more", escape(&head, is_unseen))
}

/// The text of an error or a warning: visible, and with long words cut short.
pub(super) fn message(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        if word.chars().count() <= LONGEST_WORD {
            return word.to_owned();
        }
        let head: String = word.chars().take(24).collect();
        // The quote that the cut took away.
        let quote = if head.starts_with('`') { "`" } else { "" };
        format!("{head}…{quote}")
    });
    visible(&words.collect::<Vec<_>>().join(" "))
}

/// The JSON over several lines; what cannot be seen is escaped, which changes no value.
pub(super) fn json(value: &Value) -> String {
    // ASCII controls are escaped already where they stand in strings, and between values they are white space.
    let text = escape(&value.pretty(), |c| !c.is_ascii() && is_unseen(c));
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(visible("\u{1b}[2J"), "\\u001b[2J");
        assert_eq!(visible("a\u{202e}b\u{9b}"), "a\\u202eb\\u009b");
        assert_eq!(visible("a\nb"), "a\\nb");
        assert_eq!(visible("\u{e0041}"), "\\udb40\\udc41");
        assert_eq!(visible("naïve 名 😀"), "naïve 名 😀");
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let value = Value::parse("{\"a\u{202e}\":[\"\u{9b}\\u001b\u{7f}\u{e0041}\"]}");
        let value = value.expect("it is JSON");
        let text = json(&value);
        assert!(
            text.lines()
                .all(|line| !line.contains(|c: char| !c.is_ascii()))
        );
        assert_eq!(Value::parse(&text), Ok(value));
    }

    #[test]
    fn long_words_and_long_texts_are_cut() {
        let long = "x".repeat(1000);
        assert_eq!(
            message(&format!("`{long}` is long")),
            format!("`{}…` is long", "x".repeat(23))
        );
        assert!(visible(&long).ends_with("x… and 600 characters more"));
    }
}
