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
    } else if let Some((place, of_a, of_b)) = only_difference(a, b) {
        format!(" (they differ only in character {place}: `{of_a}` and `{of_b}`)")
    } else if start >= ALIKE && [a, b].iter().any(|id| id.chars().count() == start) {
        format!(" (one is the first {start} characters of the other)")
    } else if start >= ALIKE {
        format!(" (only the first {start} characters are the same)")
    } else {
        String::new()
    }
}

/// The place, from 1, and the two characters, if long enough IDs of the same length differ in a single one.
fn only_difference(a: &str, b: &str) -> Option<(usize, char, char)> {
    let mut pairs = (1..)
        .zip(a.chars().zip(b.chars()))
        .filter(|(_, (a, b))| a != b);
    let (place, (of_a, of_b)) = pairs.next()?;
    let lens = [a, b].map(|id| id.chars().count());
    let is_only = pairs.next().is_none() && lens[0] == lens[1] && lens[0] > ALIKE;
    is_only.then_some((place, of_a, of_b))
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn similar_ids_are_described() {
        let id = "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe";
        for (other, likeness_of) in [
            (id.to_owned(), ""),
            (id.to_lowercase(), " (they differ only in case)"),
            (
                id.replace("CVd", "CXd"),
                " (they differ only in character 10: `V` and `X`)",
            ),
            (
                id[..30].to_owned(),
                " (one is the first 30 characters of the other)",
            ),
            (
                format!("{}xyz", &id[..20]),
                " (only the first 20 characters are the same)",
            ),
            ("other".to_owned(), ""),
            ("E".to_owned(), ""),
        ] {
            assert_eq!(likeness(Some(id), Some(&other)), likeness_of, "{other}");
        }
    }
}
