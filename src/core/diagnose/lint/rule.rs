//! A rule, and what it may look at.

use crate::core::{
    diagnose::{evidence::Evidence, finding::Finding},
    json::{Number, Object, Value},
    key::Key,
    level::{Basis, Severity},
    mux::{audience::Audience, params, url::MediaUrl},
    request::MediaRequest,
    time::Timestamp,
    token::{Token, forensics::SignedBy, verify::Signature},
};
use std::collections::BTreeSet;

/// One thing that can be wrong with a token.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case, never reused; the file has the same name.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How we know.
    pub basis: Basis,
    /// What is wrong, in general: lower case, no full stop.
    pub title: &'static str,
    /// Why it matters and what Mux does about it: whole sentences.
    pub explanation: &'static str,
    /// Where this is known from.
    pub docs: &'static str,
    pub(super) check: fn(&Subject<'_>) -> Vec<Finding>,
}

/// Everything that a rule may look at. There is no clock here: the caller says what time it is.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The token as received.
    pub token: &'a Token,
    /// The request that the token is for.
    pub request: &'a MediaRequest,
    /// What is known of its signature.
    pub signature: &'a Signature,
    /// How the signature was really made, where it does not verify and that was found.
    pub made: Option<&'a SignedBy>,
    /// The keys that were asked.
    pub keys: &'a [Key],
    /// The URL that the token stands in, or that the person gave.
    pub url: Option<&'a MediaUrl>,
    /// What the person knows.
    pub evidence: &'a Evidence,
    /// The moment to judge at.
    pub now: Timestamp,
}

impl Subject<'_> {
    /// The name of the player attribute or parameter that the token stands in: `thumbnail-token`.
    pub fn slot(&self) -> Option<&str> {
        self.request.slot.as_deref()
    }

    /// The header, if it could be read.
    pub fn header(&self) -> Option<&Object> {
        self.token.header.object()
    }

    /// The claims, if they could be read.
    pub fn claims(&self) -> Option<&Object> {
        self.token.claims()
    }

    /// A claim, if the payload could be read and has it.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims().and_then(|claims| claims.get(name))
    }

    /// The audience that `aud` names, if it names one.
    pub fn audience(&self) -> Option<Audience> {
        self.claim("aud")
            .and_then(Value::as_str)
            .and_then(Audience::from_claim)
    }

    /// `exp`, if it is a whole number of seconds.
    pub fn expiry(&self) -> Option<Timestamp> {
        self.claim("exp")
            .and_then(Value::as_number)
            .and_then(Number::as_i64)
            .map(Timestamp)
    }

    /// A claim that is a number, or a string that holds one: Mux takes both.
    pub fn number(&self, name: &str) -> Option<f64> {
        let number = match self.claim(name)? {
            Value::Number(number) => number.clone(),
            Value::String(text) => Number::parse(text)?,
            _ => return None,
        };
        Some(number.as_f64())
    }

    /// Whether the header names this algorithm, to the letter.
    pub fn names_algorithm(&self, algorithm: &str) -> bool {
        self.token.header_str("alg") == Some(algorithm)
    }

    /// The claims that stand beside the fixed ones, each name once: of duplicates the last one counts.
    pub fn own_claims(&self) -> Vec<(&str, &Value)> {
        let all: Vec<_> = self.claims().into_iter().flat_map(Object::iter).collect();
        let mut seen = BTreeSet::new();
        let counts = |(name, _): &(&str, &Value)| !params::RESERVED.contains(name);
        let mut own: Vec<_> = all.into_iter().rev().filter(counts).collect();
        own.retain(|(name, _)| seen.insert(*name));
        own.reverse();
        own
    }

    /// A loaded key in words: its ID, and enough of its fingerprint to tell it from others of that ID.
    pub fn key_name(&self, key: usize) -> String {
        self.keys.get(key).map_or_else(String::new, |key| {
            let fingerprint = key.public.short_fingerprint();
            match &key.id {
                Some(id) => format!("key `{id}` ({fingerprint})"),
                None => format!("loaded key ({fingerprint})"),
            }
        })
    }

    /// The audience whose parameters the claims should be. None where the token is for one and its place for another,
    /// since nobody knows which of the two is wrong.
    pub fn meant_audience(&self) -> Option<Audience> {
        let wanted = self.wanted_audiences();
        match self.audience() {
            Some(audience) if wanted.is_empty() || wanted.contains(&audience) => Some(audience),
            Some(_) => None,
            None => wanted.first().copied(),
        }
    }

    /// The audience that the place of the token asks for: its slot in a player, or its URL.
    pub fn wanted_audiences(&self) -> &[Audience] {
        match self.slot().and_then(Audience::from_token_name) {
            Some(audience) => audience.as_slice(),
            None => self.url.map_or(&[], |url| url.resource.audiences()),
        }
    }
}

impl Rule {
    /// What the rule has to say of a token.
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
        }
    }
}
