//! Values cut for a sentence, and how alike two of them are.

use crate::core::text::{is_hidden, shortened};

/// A value is cut after this many characters; the table has all of it.
pub(super) const LONGEST: usize = 60;

/// IDs with fewer characters in common are similar by chance.
pub(super) const ALIKE: usize = 6;

/// A value from a token, for backticks.
pub(super) fn cut(text: &str) -> String {
    shortened(text, LONGEST).into_owned()
}

/// What two similar IDs have in common, in parentheses.
pub(super) fn likeness(a: Option<&str>, b: Option<&str>) -> String {
    let (Some(a), Some(b)) = (a, b) else {
        return String::new();
    };
    let seen = |id: &str| -> String {
        let seen = id.chars().filter(|c| !is_hidden(*c) && !c.is_whitespace());
        seen.collect()
    };
    let start = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    if a == b {
        String::new()
    } else if seen(a) == seen(b) {
        " (they differ only in invisible characters)".to_owned()
    } else if a.to_lowercase() == b.to_lowercase() {
        " (they differ only in case)".to_owned()
    } else if start >= ALIKE {
        format!(" (they differ starting at character {})", start + 1)
    } else {
        String::new()
    }
}
