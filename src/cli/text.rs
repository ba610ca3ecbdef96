//! Text on its way to a terminal: nothing in it moves the cursor, turns the line around or hides.

use crate::core::{
    json::Value,
    text::{self, escape, is_hidden},
};

/// More of a claim or a message than this is no longer read by anyone.
const LONGEST: usize = 400;

/// A word in an error longer than this is a token, or something that should not be repeated.
const LONGEST_WORD: usize = 160;

/// The text as one line in which everything can be seen, cut where it gets too long to read.
pub(super) fn visible(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text::visible(text).into_owned();
    }
    let head: String = text.chars().take(LONGEST).collect();
    let rest = count - LONGEST;
    format!("{}… and {rest} characters more", text::visible(&head))
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
    let pretty = value.pretty();
    let text = escape(&pretty, |c| !c.is_ascii() && is_hidden(c));
    format!("{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

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
