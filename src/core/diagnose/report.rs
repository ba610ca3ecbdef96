//! What inspecting finds, as plain data.

use super::finding::Finding;
use crate::core::{
    import::found::InputKind,
    level::{Basis, Severity},
    mux::{
        symptom::Symptom,
        url::{MediaUrl, Resource},
    },
    request::MediaRequest,
    token::{Token, forensics::SignedBy, spec::TokenSpec, verify::Signature},
};

/// What a symptom says about a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// What was seen.
    pub saw: Symptom,
    /// What it means in general, in whole sentences.
    pub meaning: &'static str,
    /// How we know that.
    pub basis: Basis,
    /// How the two go together.
    pub outcome: Outcome,
    /// The rules whose findings on this token explain it, the most causal first.
    pub explained_by: Vec<&'static str>,
    /// What else can be behind it, likeliest first; empty when the findings explain it.
    pub left: Vec<Cause>,
    /// How the two go together, with this token's values: whole sentences.
    pub note: String,
}

/// How a symptom and a token go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Findings explain it.
    Explained,
    /// Findings may explain it.
    Perhaps,
    /// No finding explains it.
    Open,
    /// It does not fit the token.
    Contradicted,
    /// It comes from a request that this token is not for.
    Elsewhere,
}

/// Something that can be behind a symptom and is not to be seen in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it is and what to do: whole sentences, with this token's values.
    pub words: String,
    /// How we know that it has this effect.
    pub basis: Basis,
}

impl Outcome {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Perhaps => "perhaps",
            Self::Open => "open",
            Self::Contradicted => "contradicted",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Everything that can be said of a text.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the text is.
    pub kind: InputKind,
    /// The tokens in it.
    pub tokens: Vec<TokenReport>,
    /// How many more tokens are in it, of which nothing is said.
    pub left_out: usize,
    /// What is wrong with the input as a whole.
    pub findings: Vec<Finding>,
}

/// Everything that can be said of one token.
#[derive(Clone, Debug)]
pub struct TokenReport {
    /// The request that the token is for.
    pub request: MediaRequest,
    /// The URL it is judged against: its own, or the one that the person gave.
    pub url: Option<MediaUrl>,
    /// The token.
    pub token: Token,
    /// Whether it can be read.
    pub structure: Structure,
    /// Whose signature it has.
    pub signature: Signature,
    /// How its signature was really made, where it does not verify and that can be found.
    pub made: Option<SignedBy>,
    /// Whether Mux would take it.
    pub acceptance: Acceptance,
    /// Which SDK probably wrote it.
    pub producer: Option<&'static str>,
    /// What is wrong with it, worst and most causal first.
    pub findings: Vec<Finding>,
    /// What that means for what the person saw.
    pub diagnosis: Option<Diagnosis>,
}

/// Whether a token can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Three parts of base64url, two of them JSON objects.
    Sound,
    /// Anything else.
    Broken,
}

/// Whether Mux would take a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// The signature is verified and nothing is an error.
    Accepted,
    /// Something is an error.
    Refused,
    /// Nothing is an error, but the signature was not checked.
    Unknown,
}

impl Report {
    /// The worst severity in it.
    pub fn worst(&self) -> Option<Severity> {
        let of_tokens = self.tokens.iter().flat_map(|token| &token.findings);
        self.findings
            .iter()
            .chain(of_tokens)
            .map(|finding| finding.severity)
            .min()
    }

    /// The places of the tokens in [`Report::tokens`], the one to look at first in front; else as they stood.
    pub fn worst_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.tokens.len()).collect();
        order.sort_by_key(|index| {
            let token = &self.tokens[*index];
            let acceptance = match token.acceptance {
                Acceptance::Refused => 0,
                Acceptance::Unknown => 1,
                Acceptance::Accepted => 2,
            };
            let severities = token.findings.iter().map(|finding| finding.severity);
            (acceptance, severities.min().unwrap_or(Severity::Info))
        });
        order
    }
}

impl Structure {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Broken => "broken",
        }
    }
}

impl Acceptance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl TokenReport {
    /// The spec that signs these claims again, as they are written.
    pub fn spec(&self) -> TokenSpec {
        TokenSpec::from_token(&self.token, self.url.as_ref())
    }

    /// What its URL asks for, if it has one of the token's own audience.
    pub fn resource(&self) -> Option<&Resource> {
        self.url.as_ref().map(|url| &url.resource)
    }
}
