//! A rule and its subject.

use crate::core::{
    diagnose::{
        as_of::AsOf,
        evidence::{Evidence, wanted_audiences},
        finding::Finding,
        wording,
    },
    json::{Number, Object, Value},
    key::Key,
    level::{Basis, Severity},
    mux::{audience::Audience, params, url::MediaUrl},
    request::MediaRequest,
    time::Timestamp,
    token::{Token, forensics::SignedBy, verify::Signature},
};
use std::collections::BTreeSet;

/// A problem that a token can have.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case, never reused; the file has the same name.
    pub id: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// How it is known.
    pub basis: Basis,
    /// The problem in general: lower case, no full stop.
    pub title: &'static str,
    /// Why it matters and what Mux does about it: full sentences.
    pub explanation: &'static str,
    /// The source.
    pub docs: &'static str,
    pub(super) check: fn(&Subject<'_>) -> Vec<Finding>,
}

/// Everything that a rule may look at. The caller passes the time: there is no clock.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The token as received.
    pub token: &'a Token,
    /// The request that the token is for.
    pub request: &'a MediaRequest,
    /// The verdict on its signature.
    pub signature: &'a Signature,
    /// How the signature was actually created, if it does not verify and that is known.
    pub made: Option<&'a SignedBy>,
    /// The loaded keys.
    pub keys: &'a [Key],
    /// The URL of the token, else the one in the evidence.
    pub url: Option<&'a MediaUrl>,
    /// What the user knows.
    pub evidence: &'a Evidence,
    /// The time of judgement.
    pub as_of: AsOf,
}

impl Subject<'_> {
    /// The time of judgement.
    pub fn now(&self) -> Timestamp {
        self.as_of.time
    }

    /// The player attribute or parameter of the token: `thumbnail-token`.
    pub fn slot(&self) -> Option<&str> {
        self.request.slot.as_deref()
    }

    /// The header, if it can be decoded.
    pub fn header(&self) -> Option<&Object> {
        self.token.header.object()
    }

    /// The claims, if they can be decoded.
    pub fn claims(&self) -> Option<&Object> {
        self.token.claims()
    }

    /// A claim, if the payload has it.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims().and_then(|claims| claims.get(name))
    }

    /// The audience in `aud`, if Mux documents it.
    pub fn audience(&self) -> Option<Audience> {
        self.token.audience()
    }

    /// `exp`, if it is a whole number of seconds.
    pub fn expiry(&self) -> Option<Timestamp> {
        self.token.expiry()
    }

    /// A claim that is a number, or a string with a number: Mux accepts both.
    pub fn number(&self, name: &str) -> Option<f64> {
        let number = match self.claim(name)? {
            Value::Number(number) => number.clone(),
            Value::String(text) => Number::parse(text)?,
            _ => return None,
        };
        Some(number.as_f64())
    }

    /// Whether the header names exactly this algorithm.
    pub fn names_algorithm(&self, algorithm: &str) -> bool {
        self.token.header_str("alg") == Some(algorithm)
    }

    /// The claims other than the standard ones, each name once: of duplicates the last one counts.
    pub fn own_claims(&self) -> Vec<(&str, &Value)> {
        let all: Vec<_> = self.claims().into_iter().flat_map(Object::iter).collect();
        let mut seen = BTreeSet::new();
        let counts = |(name, _): &(&str, &Value)| !params::RESERVED.contains(name);
        let mut own: Vec<_> = all.into_iter().rev().filter(counts).collect();
        own.retain(|(name, _)| seen.insert(*name));
        own.reverse();
        own
    }

    /// A loaded key in words: its ID and the start of its fingerprint.
    pub fn key_name(&self, key: usize) -> String {
        self.keys
            .get(key)
            .map_or_else(String::new, wording::key_name)
    }

    /// The audience whose parameters the claims should be. `None` if the token and its place have different ones, since
    /// either may be wrong.
    pub fn meant_audience(&self) -> Option<Audience> {
        let wanted = self.wanted_audiences();
        match self.audience() {
            Some(audience) if wanted.is_empty() || wanted.contains(&audience) => Some(audience),
            Some(_) => None,
            None => wanted.first().copied(),
        }
    }

    /// The audiences that the place of the token calls for.
    pub fn wanted_audiences(&self) -> Vec<Audience> {
        wanted_audiences(self.request, self.url)
    }
}

impl Rule {
    /// Checks a token.
    pub fn check(&self, subject: &Subject<'_>) -> Vec<Finding> {
        (self.check)(subject)
    }

    /// A finding of this rule.
    pub(crate) fn found(&self, message: impl Into<String>, hint: impl Into<String>) -> Finding {
        Finding {
            id: self.id,
            severity: self.severity,
            basis: self.basis,
            message: message.into(),
            hint: hint.into(),
            place: None,
            fix: None,
            depends_on: None,
        }
    }
}
