//! Two tokens beside each other: what differs in words, and everything they hold claim by claim.
//!
//! Somebody has one that works and one that does not, and nobody here is told which; so both are told alike.

mod claims;
mod keys;
mod pair;
mod rows;
mod urls;
mod words;

use std::fmt;

use crate::core::{diagnose::report::TokenReport, time::Timestamp};

/// What there is to say of two tokens, A and B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the tokens have the same bytes, wherever they stand.
    pub same_token: bool,
    /// Whether both stand in a URL of Mux.
    pub both_in_urls: bool,
    /// The differences, most telling first; those that matter come before those that do not.
    pub words: Vec<Difference>,
    /// Everything in both, part by part, in the order of A.
    pub rows: Vec<Row>,
}

/// One difference in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub about: About,
    /// Whether it can change what Mux answers.
    pub matters: bool,
    /// The sentence, without a period. Texts of the tokens in it are as they stand there: not made visible.
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
    /// The key ID, where it stands, and the signature.
    Key,
    /// `alg`.
    Algorithm,
    /// The playback restriction.
    Restriction,
    /// Any other claim, or the same as a parameter of the URL.
    Parameter,
    /// Any other member of the header.
    Header,
    /// How the JSON is written.
    Spelling,
    /// Where the token stands.
    Url,
    /// Something that is wrong with one of them.
    Finding,
    /// Who wrote it.
    Producer,
}

/// One member of a part, in both tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The part it stands in.
    pub part: Part,
    /// The name of the member.
    pub name: String,
    /// What A has, if it has it.
    pub a: Option<Cell>,
    /// What B has, if it has it.
    pub b: Option<Cell>,
    /// How the two stand to each other.
    pub sides: Sides,
}

/// A value, and what does not show in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Exactly as it is written; a claim as JSON, so that `640` and `"640"` are told apart.
    pub value: String,
    /// The moment it means, if it is one.
    pub moment: Option<Timestamp>,
    /// What a token is for, where it is the code of that: to stand after "for".
    pub meaning: Option<&'static str>,
}

/// The parts of which two tokens are compared.
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

/// How the two sides of a row stand to each other.
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

/// Compares two tokens as of a moment.
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

    /// The whole in one sentence.
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
                "The tokens are the same to the byte, and nothing in their URLs differs".to_owned()
            }
            (true, 0, 0) => "A and B are the same to the byte".to_owned(),
            (true, ..) => {
                "The tokens are the same to the byte; what differs is where they stand".to_owned()
            }
            (false, 0, _) => "Nothing that differs should matter to Mux".to_owned(),
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

/// The words alone, a line each, to be pasted into a ticket. No token is in them, and no key.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        for difference in &self.words {
            writeln!(f, "- {}", super::text::visible(&difference.text))?;
        }
        Ok(())
    }
}

impl About {
    /// The word for it in JSON.
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
    /// Every part, in the order in which people look at them.
    pub const ALL: [Self; 4] = [Self::Payload, Self::Header, Self::Url, Self::Signature];

    /// Its name as a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Payload => "Payload",
            Self::Signature => "Signature",
            Self::Url => "URL",
        }
    }

    /// The word for it in JSON.
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
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
        }
    }

    /// The words for it in a table.
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
        token.unwrap_or_else(|| panic!("a token is in {text}"))
    }

    /// What is said of two texts.
    pub(super) fn of(a: &str, b: &str, keys: &[Key]) -> Comparison {
        compare(&report(a, keys), &report(b, keys), NOW)
    }

    /// What is said of two texts in words; what does not matter begins with `~`.
    pub(super) fn of_texts(a: &str, b: &str, keys: &[Key]) -> Vec<String> {
        let words = of(a, b, keys).words.into_iter();
        words
            .map(|word| format!("{}{}", if word.matters { "" } else { "~ " }, word.text))
            .collect()
    }

    /// The same of two tokens with these claims.
    pub(super) fn says(a: &str, b: &str) -> Vec<String> {
        of_texts(&token(a), &token(b), &[])
    }

    /// A token of these claims and a sound header.
    pub(super) fn token(claims: &str) -> String {
        token_of(r#"{"alg":"RS256","typ":"JWT"}"#, claims)
    }

    /// A token that no key signed. As with those that one has, another text has another signature.
    pub(super) fn token_of(header: &str, claims: &str) -> String {
        let text = testing::token(header, claims);
        let (signed, signature) = text.rsplit_once('.').expect("it has dots");
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
    fn the_same_is_the_same_to_the_byte() {
        let text = token(CLAIMS);
        let same = of(&text, &format!("Bearer {text}"), &[]);
        assert_eq!(same.words, []);
        assert!(same.rows.iter().all(|row| row.sides == Sides::Same));
        assert_eq!(same.summary(), "A and B are the same to the byte");
        let url = format!("https://stream.mux.com/ID.m3u8?token={text}");
        assert_eq!(
            of(&url, &url, &[]).summary(),
            "The tokens are the same to the byte, and nothing in their URLs differs"
        );
    }

    #[test]
    fn the_same_token_can_stand_in_different_places() {
        let text = token(CLAIMS);
        let url = |host: &str| format!("https://stream.{host}/ID.m3u8?token={text}");
        let moved = of(&url("mux.com"), &url("video.example.com"), &[]);
        assert_eq!(
            moved.summary(),
            "The tokens are the same to the byte; what differs is where they stand"
        );
        assert!(moved.matters());
        assert!(!of(&text, &url("mux.com"), &[]).matters());
    }

    #[test]
    fn the_summary_counts_what_matters() {
        let summary = |a: &str, b: &str| of(&token(a), &token(b), &[]).summary();
        assert_eq!(
            summary(
                CLAIMS,
                r#"{"sub":"ID","kid":"K","exp":1795330246,"aud":"v"}"#
            ),
            "Nothing that differs should matter to Mux"
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
    fn the_words_can_be_pasted_into_a_ticket() {
        let text = of(
            &token(r#"{"kid":"K","sub":"ID"}"#),
            &token("{\"kid\":\"K\",\"sub\":\"I\u{200b}D\"}"),
            &[],
        );
        assert_eq!(
            text.to_string(),
            "One difference that matters\n\
             - The IDs look alike and differ in characters that cannot be seen: A is for `ID`, B for `I\\u200bD`\n"
        );
    }
}
