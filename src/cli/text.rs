//! Text from files, and text for terminals, which must not move the cursor, change the direction or hide anything.

use std::{io, mem, path::Path};

use zeroize::Zeroizing;

use super::args::is_standard_input;
use crate::{
    core::{
        json::Value,
        text::{self, escape, is_hidden},
    },
    platform::Files,
};

/// The longest text shown of a claim or a message, in characters.
const LONGEST: usize = 400;

/// The longest word shown in an error, in characters; a longer one is a token, or nothing to repeat.
const LONGEST_WORD: usize = 160;

/// A file or standard input for a message.
pub(super) fn name_of(file: &Path) -> String {
    if is_standard_input(file) {
        "standard input".to_owned()
    } else {
        format!("`{}`", file.display())
    }
}

/// The name of a file or standard input, and its bytes if there are at most `limit`.
pub(super) fn read(
    file: &Path,
    limit: usize,
    files: &(impl Files + ?Sized),
) -> (String, io::Result<Zeroizing<Vec<u8>>>) {
    let bytes = if is_standard_input(file) {
        files.read_input(limit)
    } else {
        files.read(file, limit)
    };
    (name_of(file), bytes)
}

/// As [`read`], decoded. Undecodable bytes are replaced, with a warning.
pub(super) fn read_decoded(
    file: &Path,
    limit: usize,
    files: &(impl Files + ?Sized),
    warnings: &mut Vec<String>,
) -> (String, io::Result<String>) {
    let (origin, bytes) = read(file, limit, files);
    let text = bytes.map(|mut bytes| {
        let decoded = text::decode(mem::take(&mut *bytes));
        if let Some(undecodable) = decoded.undecodable {
            warnings.push(format!("{origin}: {undecodable}"));
        }
        decoded.text
    });
    (origin, text)
}

/// The text as one line with hidden characters escaped, cut if it is too long.
pub(super) fn visible(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text::visible(text).into_owned();
    }
    let head: String = text.chars().take(LONGEST).collect();
    let rest = count - LONGEST;
    format!("{}… and {rest} more characters", text::visible(&head))
}

/// The text with hidden characters escaped, in lines of at most `most` characters where its spaces allow.
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
        let line = lines.last_mut().expect("the list begins with a line");
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    lines
}

/// The text of an error or a warning, with hidden characters escaped and long words cut.
pub(super) fn message(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        if word.chars().count() <= LONGEST_WORD {
            return word.to_owned();
        }
        let head: String = word.chars().take(24).collect();
        // Restores the quote that the cut removed.
        let quote = if head.starts_with('`') { "`" } else { "" };
        format!("{head}…{quote}")
    });
    visible(&words.collect::<Vec<_>>().join(" "))
}

/// Pretty-printed JSON. Hidden characters are escaped, which changes no value.
pub(super) fn json(value: &Value) -> String {
    // In strings, ASCII control characters are escaped already; between values, they are white space.
    let pretty = value.pretty();
    let text = escape(&pretty, |c| !c.is_ascii() && is_hidden(c));
    format!("{text}\n")
}

/// A label and its value.
pub(super) fn row(label: &str, value: &str) -> String {
    format!("{label:19}  {value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_keeps_json_values() {
        let value = Value::parse("{\"a\u{202e}\":[\"\u{9b}\\u001b\u{7f}\u{e0041}\"]}");
        let value = value.expect("valid JSON");
        let text = json(&value);
        assert!(
            text.lines()
                .all(|line| !line.contains(|c: char| !c.is_ascii()))
        );
        assert_eq!(Value::parse(&text), Ok(value));
    }

    #[test]
    fn lines_wrap_at_spaces() {
        assert_eq!(wrapped("a bb ccc  d", 5), ["a bb", "ccc d"]);
        assert_eq!(wrapped("éééééé a", 3), ["éééééé", "a"]);
        assert_eq!(wrapped("", 3), [""]);
    }

    #[test]
    fn long_words_and_texts_are_cut() {
        let long = "x".repeat(1000);
        assert_eq!(
            message(&format!("`{long}` is long")),
            format!("`{}…` is long", "x".repeat(23))
        );
        assert!(visible(&long).ends_with("x… and 600 more characters"));
    }
}
