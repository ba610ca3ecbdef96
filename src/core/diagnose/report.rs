//! The result of an inspection, as plain data.

use super::{as_of::AsOf, finding::Finding};
use crate::core::{
    import::found::{InputKind, OtherSystem},
    level::{Basis, Severity},
    mux::{
        symptom::entry::Symptom,
        url::{MediaUrl, Resource},
    },
    request::MediaRequest,
    token::{Token, forensics::SignedBy, spec::TokenSpec, verify::Signature},
};

/// What a symptom means for a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The observed symptom.
    pub saw: Symptom,
    /// What it means in general: full sentences.
    pub meaning: &'static str,
    /// How that is known.
    pub basis: Basis,
    /// How the symptom relates to the token.
    pub outcome: Outcome,
    /// The rules whose findings explain it, the most causal first.
    pub explained_by: Vec<&'static str>,
    /// Other possible causes, the likeliest first; empty if findings explain it.
    pub left: Vec<Cause>,
    /// How the symptom relates to this token: full sentences.
    pub note: String,
    /// Whether the time of the failure would decide.
    pub asks_for_time: bool,
}

/// How a symptom relates to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Findings explain it.
    Explained,
    /// Findings may explain it.
    Perhaps,
    /// No finding explains it.
    Open,
    /// It contradicts the token.
    Contradicted,
    /// It comes from a different request than the ones this token is for.
    Elsewhere,
}

/// A possible cause of a symptom that is not visible in the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The cause and what to do: full sentences, with the values of this token.
    pub words: String,
    /// How the effect is known.
    pub basis: Basis,
}

impl Outcome {
    /// Its name in JSON.
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

/// The result for an input.
#[derive(Clone, Debug)]
pub struct Report {
    /// What kind of input it is.
    pub kind: InputKind,
    /// The tokens in it.
    pub tokens: Vec<TokenReport>,
    /// The tokens that are not Mux's and were not judged, one for each system.
    pub not_mux: Vec<OtherSystem>,
    /// The number of further tokens, which were not inspected.
    pub left_out: usize,
    /// Findings on the input as a whole.
    pub findings: Vec<Finding>,
    /// What the observed error means, if there is no token to relate it to. It may be the input itself.
    pub diagnosis: Option<Diagnosis>,
    /// The observed error, if it is not a known one.
    pub saw_unknown: Option<String>,
}

/// The result for one token.
#[derive(Clone, Debug)]
pub struct TokenReport {
    /// The request that the token is for.
    pub request: MediaRequest,
    /// The URL it is checked against: its own, else the one in the evidence.
    pub url: Option<MediaUrl>,
    /// The token.
    pub token: Token,
    /// Whether it can be decoded.
    pub structure: Structure,
    /// The verdict on its signature.
    pub signature: Signature,
    /// How its signature was actually created, if it does not verify and that is known.
    pub made: Option<SignedBy>,
    /// Whether Mux would accept it.
    pub acceptance: Acceptance,
    /// What decides if the acceptance is [`Acceptance::Depends`]: phrases.
    pub depends_on: Vec<String>,
    /// The time it was judged at.
    pub as_of: AsOf,
    /// The SDK that probably wrote it.
    pub producer: Option<&'static str>,
    /// Its findings, worst and most causal first.
    pub findings: Vec<Finding>,
    /// What the observed symptom means for it.
    pub diagnosis: Option<Diagnosis>,
}

/// Whether a token can be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Three parts of base64url, two of them JSON objects.
    Sound,
    /// Anything else.
    Broken,
}

/// Whether Mux would accept a token, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acceptance {
    /// A finding is an error.
    Refused,
    /// The signature verifies and no finding is an error, but something is open that may mean a refusal.
    Depends,
    /// No finding is an error, but the signature was not checked.
    Unknown,
    /// The signature verifies, the token is as sent, and no finding may mean a refusal.
    Accepted,
}

impl Report {
    /// The worst severity of all findings.
    pub fn worst(&self) -> Option<Severity> {
        let of_tokens = self.tokens.iter().flat_map(|token| &token.findings);
        self.findings
            .iter()
            .chain(of_tokens)
            .map(|finding| finding.severity)
            .min()
    }

    /// Indices into [`Report::tokens`], the worst token first; equal ones in the order of the input.
    pub fn worst_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.tokens.len()).collect();
        order.sort_by_key(|index| {
            let token = &self.tokens[*index];
            let severities = token.findings.iter().map(|finding| finding.severity);
            (token.acceptance, severities.min().unwrap_or(Severity::Info))
        });
        order
    }
}

impl Structure {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Broken => "broken",
        }
    }
}

impl Acceptance {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Depends, Self::Unknown, Self::Accepted];

    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Depends => "depends",
            Self::Unknown => "unknown",
        }
    }
}

impl TokenReport {
    /// The spec that signs these claims again, as they are written.
    pub fn spec(&self) -> TokenSpec {
        TokenSpec::from_token(&self.token, self.url.as_ref())
    }

    /// What its URL is for.
    pub fn resource(&self) -> Option<&Resource> {
        self.url.as_ref().map(|url| &url.resource)
    }
}
