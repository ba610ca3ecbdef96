//! What comparing finds, as plain data.

use std::fmt;

use crate::core::{diagnose::finding::Finding, level::Severity, text, time::Timestamp};

/// The comparison of two tokens, A and B.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Whether the tokens have the same bytes, whatever their places.
    pub same_token: bool,
    /// Whether both are in a Mux URL.
    pub both_in_urls: bool,
    /// The differences, what decides first: key, audience, ID, algorithm, time. Those that matter come before the others.
    pub words: Vec<Difference>,
    /// The findings of A that B does not have.
    pub only_a: Vec<Finding>,
    /// The findings of B that A does not have.
    pub only_b: Vec<Finding>,
    /// All members of both, part by part, in the order of A.
    pub rows: Vec<ComparedRow>,
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
    /// The software that wrote it.
    Producer,
}

/// One member of a part, in both tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRow {
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
    /// The time it means, if any.
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

impl Comparison {
    /// Whether a difference can change what Mux answers.
    pub fn matters(&self) -> bool {
        self.words.iter().any(|difference| difference.matters)
            || is_wrong(&self.only_a)
            || is_wrong(&self.only_b)
    }

    /// The findings that only one of them has, each list with its title.
    pub fn findings(&self) -> impl Iterator<Item = (&'static str, &[Finding])> {
        let lists = [
            ("Only A has", self.only_a.as_slice()),
            ("Only B has", self.only_b.as_slice()),
        ];
        lists.into_iter().filter(|(_, list)| !list.is_empty())
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
            (true, 0, 0) if self.matters() => {
                "The tokens are identical, but their places differ".to_owned()
            }
            (true, 0, 0) if self.both_in_urls => {
                "The tokens and their URLs are identical".to_owned()
            }
            (true, 0, 0) => "The tokens are identical".to_owned(),
            (true, ..) => "The tokens are identical, but their places differ".to_owned(),
            (false, 0, _) if self.matters() => {
                match (is_wrong(&self.only_a), is_wrong(&self.only_b)) {
                    (_, false) => "Only A has a problem".to_owned(),
                    (false, true) => "Only B has a problem".to_owned(),
                    (true, true) => "Each has a problem that the other does not have".to_owned(),
                }
            }
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

/// Whether findings can change what Mux answers.
fn is_wrong(findings: &[Finding]) -> bool {
    let mut severities = findings.iter().map(|finding| finding.severity);
    severities.any(|severity| severity != Severity::Info)
}

/// The summary and the differences, one per line, for a ticket. They contain no token and no key.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        for difference in &self.words {
            writeln!(f, "- {}", text::visible(&difference.text))?;
        }
        for (title, findings) in self.findings() {
            writeln!(f, "\n{title}:")?;
            for finding in findings {
                let (word, message) = (finding.severity.word(), text::visible(&finding.message));
                writeln!(f, "- {word}: {message}")?;
            }
        }
        Ok(())
    }
}

impl Difference {
    pub(super) fn new(about: About, matters: bool, text: impl Into<String>) -> Self {
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
