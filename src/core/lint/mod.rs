//! What can be wrong with a token, one rule a file.
//!
//! To add a rule:
//! - write `rules/its_name.rs`: the constant `RULE`, its check, and tests at the bottom;
//! - name it in `rules/mod.rs`, in the order in which findings are shown: the cause first;
//! - say *Mux refuses* only where Mux documents it; a rule that is inferred is never an error;
//! - leave what a neighbour reports to the neighbour, and say in a comment which one it is.

mod rules;
#[cfg(test)]
pub(crate) mod testing;

pub use rules::RULES;

use super::{
    audience::Audience,
    import::Found,
    json::{Object, Value},
    key::Key,
    restriction::{Restriction, Visit},
    sign::{Expiry, Request},
    time::{Span, Timestamp},
    token::Token,
    url::MediaUrl,
    verify::Signature,
};

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
    check: fn(&Subject<'_>) -> Vec<Finding>,
}

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Mux refuses the token.
    Error,
    /// It works or may work, and not as meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// How we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Mux, or the standard that Mux names, says so.
    Documented,
    /// Seen in the source or the behaviour of Mux's own software.
    Observed,
    /// A conclusion of ours; the words say "probably".
    Inferred,
}

/// Something that is wrong with one token.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How we know.
    pub basis: Basis,
    /// What is wrong, with this token's values: one sentence without a period.
    pub message: String,
    /// What to do next: a sentence.
    pub hint: String,
    /// The claim, the header member or the part of the URL that it is about.
    pub place: Option<&'static str>,
    /// The change to a signing request that mends it.
    pub fix: Option<Fix>,
}

/// A change to a signing request. A token itself cannot be mended.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Signing it again mends it: algorithm, key ID and signature are made anew.
    SignAgain,
    /// A new expiry, seven days from signing.
    NewExpiry,
    /// This ID in `sub`.
    SetId(String),
    /// Another audience.
    SetAudience(Audience),
}

/// What a person knows beside the token. All of it optional.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The URL that was asked for.
    pub url: Option<MediaUrl>,
    /// The ID that the token should be for.
    pub id: Option<String>,
    /// How long the video is.
    pub duration: Option<Span>,
    /// The `Referer` header of the failing request.
    pub referrer: Header,
    /// The `User-Agent` header of the failing request.
    pub user_agent: Header,
    /// The playback restriction that the token may be under.
    pub restriction: Option<Restriction>,
}

impl Evidence {
    /// The visit that a restriction is asked about.
    pub fn visit(&self) -> Visit {
        Visit {
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}

/// What is known of a header of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// Nobody said.
    #[default]
    Unknown,
    /// The request has none.
    Absent,
    /// Its value.
    Value(String),
}

/// Everything that a rule may look at. There is no clock here: the caller says what time it is.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The token as received.
    pub token: &'a Token,
    /// Where and how it was found in the input.
    pub found: &'a Found,
    /// What is known of its signature.
    pub signature: &'a Signature,
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
        self.found.slot.as_deref()
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
            .and_then(super::json::Number::as_i64)
            .map(Timestamp)
    }

    /// The audience that the place of the token asks for: its slot in a player, or its URL.
    pub fn wanted_audiences(&self) -> &[Audience] {
        match self.slot().and_then(Audience::from_token_name) {
            Some(audience) => &Audience::ALL[audience as usize..=audience as usize],
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

    /// The rule with this id.
    pub fn named(id: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.id == id)
    }
}

impl Finding {
    fn at(mut self, place: &'static str) -> Self {
        self.place = Some(place);
        self
    }

    fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

impl Fix {
    /// Changes a request so that what it mends is gone.
    pub fn apply(&self, request: &mut Request) {
        match self {
            Self::SignAgain => {}
            Self::NewExpiry => request.expiry = Expiry::In(Span::DEFAULT),
            Self::SetId(id) => request.id.clone_from(id),
            Self::SetAudience(audience) => request.audience = *audience,
        }
    }
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Basis {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}

/// Asks every rule about a token; the worst and most causal finding comes first.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule.check(subject)).collect();
    // Stable, so within a severity the order of the registry stays.
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// What to say of an input that holds no token; `about` is what it is instead.
pub fn nothing_found(about: Option<&str>) -> Finding {
    rules::not_a_token::in_input(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_once_and_explain_themselves() {
        let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(
                rule.id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.id
            );
            assert!(rule.explanation.ends_with('.'), "{}", rule.id);
            assert!(
                !rule.title.ends_with('.') && !rule.title.is_empty(),
                "{}",
                rule.id
            );
            assert!(!rule.docs.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn what_is_only_inferred_is_never_an_error() {
        for rule in RULES {
            assert!(
                rule.basis != Basis::Inferred || rule.severity != Severity::Error,
                "{}",
                rule.id
            );
        }
    }
}
