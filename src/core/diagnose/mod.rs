//! A text, what is known beside it, and a moment: everything that can be said of the tokens in it.

pub mod diagnosis;
pub mod explain;
pub mod json;
pub mod lint;
pub mod markdown;

use std::borrow::Cow;

use self::{
    diagnosis::Diagnosis,
    lint::{Evidence, Finding, Header, Severity, Subject},
};
use crate::core::{
    import::{self, Found, Import, Kind},
    json::{Object, Value},
    key::Key,
    mux::{
        audience::Audience,
        params,
        url::{MediaUrl, Resource},
    },
    time::Timestamp,
    token::{
        Token,
        forensics::{self, Made},
        producer,
        spec::{Expiry, KeyIdPlacement, Request},
        verify::{self, Signature},
    },
};

/// Everything that can be said of a text.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the text is.
    pub kind: Kind,
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
    /// Where it stood.
    pub found: Found,
    /// The URL it is judged against: its own, or the one that the person gave.
    pub url: Option<MediaUrl>,
    /// The token.
    pub token: Token,
    /// Whether it can be read.
    pub structure: Structure,
    /// Whose signature it has.
    pub signature: Signature,
    /// How its signature was really made, where it does not verify and that can be found.
    pub made: Option<Made>,
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

impl Signature {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Verified { .. } => "verified",
            Self::Failed { .. } => "failed",
            Self::Unchecked(_) => "unchecked",
        }
    }
}

/// Says everything that can be said of a text at a moment.
pub fn inspect(text: &str, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    inspect_found(import::find(text), evidence, keys, now)
}

/// Says everything that can be said of what was found in a text. Finding is the slow part where a text is long.
pub fn inspect_found(import: Import, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    let findings = lint::check_input(&import);
    let tokens = import
        .tokens
        .into_iter()
        .map(|found| inspect_token(found, evidence, keys, now))
        .collect();
    Report {
        kind: import.kind,
        tokens,
        left_out: import.left_out,
        findings,
    }
}

fn inspect_token(found: Found, evidence: &Evidence, keys: &[Key], now: Timestamp) -> TokenReport {
    let token = Token::read(&found.text);
    let signature = verify::verify(&token, keys);
    let made = forensics::find(&token, &signature, keys);
    let url = found.url.clone().or_else(|| evidence.url.clone());
    let evidence = &with_headers(&found, evidence);
    let findings = lint::check(&Subject {
        token: &token,
        found: &found,
        signature: &signature,
        made: made.as_ref(),
        keys,
        url: url.as_ref(),
        evidence,
        now,
    });
    let structure = if token.is_sound() {
        Structure::Sound
    } else {
        Structure::Broken
    };
    let refused = findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    let acceptance = match &signature {
        _ if refused => Acceptance::Refused,
        Signature::Verified { .. } => Acceptance::Accepted,
        _ => Acceptance::Unknown,
    };
    let producer = producer::guess(&token);
    let mut report = TokenReport {
        found,
        url,
        token,
        structure,
        signature,
        made,
        acceptance,
        producer,
        findings,
        diagnosis: None,
    };
    report.diagnosis = evidence.saw.map(|saw| diagnosis::explain(saw, &report));
    report
}

/// The evidence with the headers of the request that the token was found in, where nobody has said otherwise.
fn with_headers<'a>(found: &Found, evidence: &'a Evidence) -> Cow<'a, Evidence> {
    let known = |header: &Header| *header != Header::Unknown;
    let or_found = |said: &Header, found: &Header| {
        if known(said) {
            said.clone()
        } else {
            found.clone()
        }
    };
    if !known(&found.referrer) && !known(&found.user_agent) {
        return Cow::Borrowed(evidence);
    }
    Cow::Owned(Evidence {
        referrer: or_found(&evidence.referrer, &found.referrer),
        user_agent: or_found(&evidence.user_agent, &found.user_agent),
        ..evidence.clone()
    })
}

impl TokenReport {
    /// The request that would sign these claims again, as they are written.
    ///
    /// What the token does not say has the default of a new request.
    pub fn request(&self) -> Request {
        let empty = Object::default();
        let claims = self.token.claims().unwrap_or(&empty);
        let in_url = self
            .url
            .as_ref()
            .and_then(|url| url.resource.audiences().first().copied());
        let audience = claims
            .str("aud")
            .and_then(Audience::from_claim)
            .or(in_url)
            .unwrap_or(Audience::Video);
        let mut request = Request::new(audience, claims.str("sub").unwrap_or_default());
        if let Some(exp) = claims
            .get("exp")
            .and_then(Value::as_number)
            .and_then(crate::core::json::Number::as_i64)
        {
            request.expiry = Expiry::At(Timestamp(exp));
        }
        request.placement = match (self.token.header_str("kid"), claims.str("kid")) {
            (Some(_), Some(_)) => KeyIdPlacement::Both,
            (Some(_), None) => KeyIdPlacement::Header,
            _ => KeyIdPlacement::Payload,
        };
        let own = claims
            .iter()
            .filter(|(name, _)| !params::RESERVED.contains(name));
        request.claims = own
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        request
    }

    /// What its URL asks for, if it has one of the token's own audience.
    pub fn resource(&self) -> Option<&Resource> {
        self.url.as_ref().map(|url| &url.resource)
    }
}

/// One sentence on a claim of a token for `audience`, from the tables.
pub fn explain_claim(name: &str, audience: Option<Audience>) -> Option<&'static str> {
    let standard = params::STANDARD
        .iter()
        .find(|(claim, _)| *claim == name)
        .map(|(_, summary)| *summary);
    let param = || {
        audience
            .and_then(|audience| params::find(name, audience))
            .or_else(|| params::any(name))
    };
    standard.or_else(|| param().map(|param| param.summary))
}

/// The moment that a claim of this name names, if it names one.
pub fn moment_of(name: &str, value: &Value) -> Option<Timestamp> {
    let is_moment = ["exp", "iat", "nbf"].contains(&name)
        || params::any(name).is_some_and(|param| param.kind == params::Kind::EpochSeconds);
    let seconds = value
        .as_number()
        .and_then(crate::core::json::Number::as_i64);
    seconds.filter(|_| is_moment).map(Timestamp)
}

/// One sentence on a member of a header.
pub fn explain_header(name: &str) -> Option<&'static str> {
    params::HEADER
        .iter()
        .find(|(member, _)| *member == name)
        .map(|(_, summary)| *summary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{time::Span, token::spec::Signed};

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn signed(key: &Key, request: &Request) -> Signed {
        request
            .sign("demo-key", key.signing().expect("private"), NOW)
            .expect("it is whole")
    }

    #[test]
    fn what_is_signed_here_is_accepted() {
        let keys = [Key::demo()];
        for audience in Audience::ALL {
            let signed = signed(&keys[0], &Request::new(audience, "ID"));
            let report = inspect(&signed.token, &Evidence::default(), &keys, NOW);
            let token = &report.tokens[0];
            assert_eq!(token.findings, [], "{audience:?}");
            assert_eq!(token.acceptance, Acceptance::Accepted);
            assert_eq!(
                token.producer,
                Some("mux-node 14 or later"),
                "the same bytes"
            );
        }
    }

    #[test]
    fn without_a_key_nobody_can_tell() {
        let signed = signed(&Key::demo(), &Request::new(Audience::Video, "ID"));
        let report = inspect(&signed.token, &Evidence::default(), &[], NOW);
        assert_eq!(report.tokens[0].acceptance, Acceptance::Unknown);
        assert_eq!(report.worst(), Some(Severity::Info));
    }

    #[test]
    fn a_request_survives_the_way_through_a_token() {
        let keys = [Key::demo()];
        let mut request = Request::new(Audience::Thumbnail, "ID");
        request.expiry = Expiry::At(NOW.after(Span(60)));
        request.placement = KeyIdPlacement::Header;
        request.claims = Object::parse(
            r#"{"time":3.0,"n":123456789012345678901234567890,"custom":{"b":1,"a":2}}"#,
        )
        .expect("an object");
        let signed = signed(&keys[0], &request);
        let report = inspect(&signed.token, &Evidence::default(), &keys, NOW);
        assert_eq!(report.tokens[0].request(), request);
    }

    #[test]
    fn an_input_without_a_token_says_so() {
        let says = |text: &str| {
            let report = inspect(text, &Evidence::default(), &[], NOW);
            report
                .findings
                .into_iter()
                .map(|finding| finding.message)
                .collect::<Vec<_>>()
        };
        assert_eq!(says("hello"), ["Nothing in this text reads as a token"]);
        assert_eq!(
            says("https://stream.mux.com/ID.m3u8"),
            ["This is a Mux URL without a token in it: `https://stream.mux.com/ID.m3u8`"]
        );
        assert_eq!(says("  "), Vec::<String>::new());
    }

    #[test]
    fn claims_are_explained_for_their_audience() {
        assert_eq!(
            explain_claim("width", Some(Audience::Gif)),
            Some("The width of the animation in pixels")
        );
        assert_eq!(
            explain_claim("width", None),
            Some("The width of the image in pixels")
        );
        assert_eq!(
            explain_claim("exp", None).map(|text| &text[..4]),
            Some("When")
        );
        assert_eq!(explain_claim("foo", None), None);
    }
}
