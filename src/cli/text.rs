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

/// The text with everything to be seen, in lines of at most so many characters where its blanks allow.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let text = text::visible(text);
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > most {
            lines.push(String::new());
            width = 0;
        }
        let line = lines.last_mut().expect("there is one from the start");
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    lines
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
    fn lines_are_broken_at_blanks() {
        assert_eq!(wrapped("a bb ccc  d", 5), ["a bb", "ccc d"]);
        assert_eq!(wrapped("éééééé a", 3), ["éééééé", "a"]);
        assert_eq!(wrapped("", 3), [""]);
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
