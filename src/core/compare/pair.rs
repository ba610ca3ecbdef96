//! Two tokens, and the turns of speech for what differs between them.

use super::{About, Difference};
use crate::core::{
    diagnose::report::TokenReport,
    text::{is_hidden, shortened},
    time::Timestamp,
    token::name_char,
};

/// More claims in words than anybody reads.
pub(super) const MOST: usize = 40;

/// A value longer than this is looked up in the table.
const LONGEST: usize = 60;

/// What is compared, and when.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) a: &'a TokenReport,
    pub(super) b: &'a TokenReport,
    pub(super) now: Timestamp,
}

impl<'a> Pair<'a> {
    pub(super) fn both<T>(self, get: impl Fn(&'a TokenReport) -> T) -> (T, T) {
        (get(self.a), get(self.b))
    }
}

pub(super) fn matters(about: About, text: impl Into<String>) -> Difference {
    Difference {
        about,
        matters: true,
        text: text.into(),
    }
}

pub(super) fn harmless(about: About, text: impl Into<String>) -> Difference {
    Difference {
        matters: false,
        ..matters(about, text)
    }
}

pub(super) fn with_note(
    about: About,
    text: &str,
    (note, weighs): (Option<&str>, bool),
) -> Difference {
    let text = note.map_or_else(|| text.to_owned(), |note| format!("{text}; {note}"));
    Difference {
        about,
        matters: weighs,
        text,
    }
}

/// A text from a token, to stand in backticks.
pub(super) fn cut(text: &str) -> String {
    shortened(text, LONGEST).into_owned()
}

/// The words around two IDs.
pub(super) struct Around {
    pub(super) one: &'static str,
    pub(super) several: &'static str,
    /// What A does with its ID, and what B does with its own when A's has been told.
    pub(super) verbs: [&'static str; 2],
}

/// How two IDs differ, as far as that is worth saying.
pub(super) fn ids(a: &str, b: &str, around: &Around) -> String {
    let seen = |id: &str| -> String {
        let seen = id.chars().filter(|c| !is_hidden(*c) && !c.is_whitespace());
        seen.collect()
    };
    let Around {
        one,
        several,
        verbs: [verb_a, verb_b],
    } = around;
    let (shown_a, shown_b) = (cut(a), cut(b));
    let values = format!("A {verb_a} `{shown_a}`, B {verb_b} `{shown_b}`");
    if seen(a) == seen(b) {
        return format!(
            "The {several} look alike and differ in characters that cannot be seen: {values}"
        );
    }
    if a.to_lowercase() == b.to_lowercase() {
        return format!("The {several} differ only in capitals: {values}");
    }
    let (count_a, count_b) = (a.chars().count(), b.chars().count());
    let start = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    // Short texts are alike by chance.
    if start >= 6 && start == count_a.min(count_b) {
        let (short, long) = if count_a < count_b {
            ("A", "B")
        } else {
            ("B", "A")
        };
        let count = count_a.max(count_b);
        return format!(
            "{short} has only the first {start} of the {count} characters of the {one} of {long}: {values}"
        );
    }
    let mut others = a.chars().zip(b.chars()).filter(|(a, b)| a != b);
    if count_a == count_b
        && count_a >= 6
        && let (Some((in_a, in_b)), None) = (others.next(), others.next())
    {
        // Letters of other scripts may look the same.
        let name = |c: char| match c {
            c if c.is_ascii() => name_char(c),
            c => format!("`{c}` (U+{:04X})", u32::from(c)),
        };
        let (in_a, in_b, place) = (name(in_a), name(in_b), start + 1);
        return format!(
            "The {several} differ in one character, number {place}, {in_a} in A and {in_b} in B: {values}"
        );
    }
    format!("A {verb_a} the {one} `{shown_a}`, B {verb_b} `{shown_b}`")
}
