//! Compares two tokens: the differences in words, and all members side by side.
//!
//! Typically one works and the other does not, but which is unknown, so both are treated alike.

mod rows;
mod urls;
mod words;

use std::fmt;

use crate::core::{diagnose::report::TokenReport, time::Timestamp};

/// The comparison of two tokens, A and B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the tokens have the same bytes, whatever their places.
    pub same_token: bool,
    /// Whether both are in a Mux URL.
    pub both_in_urls: bool,
    /// The differences, most telling first; those that matter come before the others.
    pub words: Vec<Difference>,
    /// All members of both, part by part, in the order of A.
    pub rows: Vec<Row>,
}

/// One difference in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub about: About,
    /// Whether it can change what Mux answers.
    pub matters: bool,
    /// The difference, without a full stop. Values from the tokens are verbatim: hidden characters are not escaped.
    pub text: String,
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Whether the token can be read.
    Structure,
    /// `exp`.
    Validity,
    /// `aud`.
    Audience,
    /// `sub`.
    Id,
    /// The key ID, its place, and the signature.
    Key,
    /// `alg`.
    Algorithm,
    /// The playback restriction.
    Restriction,
    /// Any other claim.
    Parameter,
    /// Any other member of the header.
    Header,
    /// How the JSON is written.
    Spelling,
    /// The place of the token.
    Url,
    /// A finding on one of them.
    Finding,
    /// The software that wrote it.
    Producer,
}

/// One member of a part, in both tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The part it belongs to.
    pub part: Part,
    /// The name of the member.
    pub name: String,
    /// The value in A.
    pub a: Option<Cell>,
    /// The value in B.
    pub b: Option<Cell>,
    /// How the two compare.
    pub sides: Sides,
}

/// A value and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Exactly as written; a claim as JSON, so that `640` and `"640"` differ.
    pub value: String,
    /// The time it stands for, if any.
    pub moment: Option<Timestamp>,
    /// What an `aud` is for, such as "video".
    pub meaning: Option<&'static str>,
}

/// The parts of a token that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The header.
    Header,
    /// The payload.
    Payload,
    /// The signature.
    Signature,
    /// The URL around the token.
    Url,
}

/// How the two sides of a row compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Both have the same.
    Same,
    /// Both have it, and not the same.
    Different,
    /// B does not have it.
    OnlyA,
    /// A does not have it.
    OnlyB,
}

/// Compares two inspected tokens as of `now`.
pub fn compare(a: &TokenReport, b: &TokenReport, now: Timestamp) -> Comparison {
    let same_token = a.token.text == b.token.text;
    Comparison {
        same_token,
        both_in_urls: a.url.is_some() && b.url.is_some(),
        words: words::differences(a, b, now),
        rows: rows::rows(a, b),
    }
}

impl Comparison {
    /// Whether a difference can change what Mux answers.
    pub fn matters(&self) -> bool {
        self.words.iter().any(|difference| difference.matters)
    }

    /// The result in one sentence.
    pub fn summary(&self) -> String {
        let matter = self
            .words
            .iter()
            .filter(|difference| difference.matters)
            .count();
        let rest = self.words.len() - matter;
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let does = |n: usize| if n == 1 { "does" } else { "do" };
        match (self.same_token, matter, rest) {
            (true, 0, 0) if self.both_in_urls => {
                "The tokens and their URLs are identical".to_owned()
            }
            (true, 0, 0) => "The tokens are identical".to_owned(),
            (true, ..) => "The tokens are identical, but their places differ".to_owned(),
            (false, 0, _) => "No difference that should matter to Mux".to_owned(),
            (false, 1, 0) => "One difference that matters".to_owned(),
            (false, n, 0) => format!("{n} differences that matter"),
            (false, n, m) => format!(
                "{n} difference{} that matter{}, {m} that {} not",
                plural(n),
                if n == 1 { "s" } else { "" },
                does(m)
            ),
        }
    }
}

/// The summary and the differences, one per line, for a ticket. They contain no token and no key.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        for difference in &self.words {
            writeln!(f, "- {}", super::text::visible(&difference.text))?;
        }
        Ok(())
    }
}

impl Difference {
    fn new(about: About, matters: bool, text: impl Into<String>) -> Self {
        Self {
            about,
            matters,
            text: text.into(),
        }
    }
}

impl About {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Validity => "validity",
            Self::Audience => "audience",
            Self::Id => "id",
            Self::Key => "key",
            Self::Algorithm => "algorithm",
            Self::Restriction => "restriction",
            Self::Parameter => "parameter",
            Self::Header => "header",
            Self::Spelling => "spelling",
            Self::Url => "url",
            Self::Finding => "finding",
            Self::Producer => "producer",
        }
    }
}

impl Part {
    /// Every part, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Payload, Self::Header, Self::Url, Self::Signature];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Payload => "Payload",
            Self::Signature => "Signature",
            Self::Url => "URL",
        }
    }

    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
            Self::Url => "url",
        }
    }
}

impl Sides {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
        }
    }

    /// Its label in a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::OnlyA => "only A",
            Self::OnlyB => "only B",
        }
    }
}

#[cfg(test)]
mod testing {
    use super::{Comparison, compare};
    use crate::core::{
        diagnose::{evidence::Evidence, inspect, lint::testing, report::TokenReport},
        key::Key,
        time::Timestamp,
    };

    pub(super) const NOW: Timestamp = Timestamp(1_795_330_245);

    /// The report on the first token in a text.
    pub(super) fn report(text: &str, keys: &[Key]) -> TokenReport {
        let report = inspect(text, &Evidence::default(), keys, NOW);
        let token = report.tokens.into_iter().next();
        token.unwrap_or_else(|| panic!("no token in {text}"))
    }

    /// The comparison of two inputs.
    pub(super) fn of(a: &str, b: &str, keys: &[Key]) -> Comparison {
        compare(&report(a, keys), &report(b, keys), NOW)
    }

    /// The differences of two inputs; those that do not matter begin with `~`.
    pub(super) fn of_texts(a: &str, b: &str, keys: &[Key]) -> Vec<String> {
        let words = of(a, b, keys).words.into_iter();
        words
            .map(|word| format!("{}{}", if word.matters { "" } else { "~ " }, word.text))
            .collect()
    }

    /// The differences of two tokens with these claims.
    pub(super) fn says(a: &str, b: &str) -> Vec<String> {
        of_texts(&token(a), &token(b), &[])
    }

    /// A token with these claims and a valid header.
    pub(super) fn token(claims: &str) -> String {
        token_of(r#"{"alg":"RS256","typ":"JWT"}"#, claims)
    }

    /// A token with a made-up signature that depends on its text.
    pub(super) fn token_of(header: &str, claims: &str) -> String {
        let text = testing::token(header, claims);
        let (signed, signature) = text.rsplit_once('.').expect("three parts");
        let sum = signed.bytes().fold(0_u64, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let sum = format!("{sum:016x}");
        format!("{signed}.{sum}{}", &signature[sum.len()..])
    }
}

#[cfg(test)]
mod tests {
    use super::{
        testing::{of, token},
        *,
    };

    const CLAIMS: &str = r#"{"kid":"K","sub":"ID","aud":"v","exp":1795330246}"#;

    #[test]
    fn identical_tokens_have_no_differences() {
        let text = token(CLAIMS);
        let same = of(&text, &text, &[]);
        assert_eq!(same.words, []);
        assert!(same.rows.iter().all(|row| row.sides == Sides::Same));
        assert_eq!(same.summary(), "The tokens are identical");
        let url = format!("https://stream.mux.com/ID.m3u8?token={text}");
        assert_eq!(
            of(&url, &url, &[]).summary(),
            "The tokens and their URLs are identical"
        );
    }

    #[test]
    fn places_of_identical_tokens_may_differ() {
        let text = token(CLAIMS);
        let url = |host: &str| format!("https://stream.{host}/ID.m3u8?token={text}");
        let moved = of(&url("mux.com"), &url("video.example.com"), &[]);
        assert_eq!(
            moved.summary(),
            "The tokens are identical, but their places differ"
        );
        assert!(moved.matters());
        assert!(!of(&text, &url("mux.com"), &[]).matters());
    }

    #[test]
    fn summary_counts_differences() {
        let summary = |a: &str, b: &str| of(&token(a), &token(b), &[]).summary();
        assert_eq!(
            summary(
                CLAIMS,
                r#"{"sub":"ID","kid":"K","exp":1795330246,"aud":"v"}"#
            ),
            "No difference that should matter to Mux"
        );
        assert_eq!(
            summary(r#"{"kid":"K","sub":"ID"}"#, r#"{"kid":"K","sub":"ID2"}"#),
            "One difference that matters"
        );
        assert_eq!(
            summary(
                r#"{"x":0,"kid":"K","sub":"A","width":1}"#,
                r#"{"x":0,"width":"1","kid":"K","sub":"B"}"#
            ),
            "1 difference that matters, 2 that do not"
        );
    }

    #[test]
    fn differences_are_safe_to_paste() {
        let text = of(
            &token(r#"{"kid":"K","sub":"ID"}"#),
            &token("{\"kid\":\"K\",\"sub\":\"ID\",\"x\u{200b}\":1}"),
            &[],
        );
        assert_eq!(
            text.to_string(),
            "1 difference that matters, 1 that does not\n- Only B: `x\\u200b` is not a claim that Mux documents, so \
             it is probably ignored\n- A: no `x\\u200b`; B: `x\\u200b` is `1`\n"
        );
    }
}
