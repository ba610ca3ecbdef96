//! Inspects input: decodes its tokens, verifies them, checks them against the rules and explains observed errors.

pub mod as_of;
pub mod brief;
mod case;
pub mod diagnosis;
pub mod evidence;
pub mod explain;
pub mod finding;
pub mod json;
pub mod lint;
pub mod markdown;
mod redaction;
pub mod report;
pub mod require;
pub mod resign;
pub mod summary;
pub mod wording;

use crate::core::diagnose::finding::Finding;
use crate::core::diagnose::report::Acceptance;
use crate::core::diagnose::report::Report;
use crate::core::diagnose::report::Structure;
use crate::core::diagnose::report::TokenReport;
use std::borrow::Cow;

use self::{
    as_of::{AsOf, TimeSource},
    evidence::Evidence,
    lint::rule::Subject,
};
use crate::core::{
    import::{self, found::Import},
    key::Key,
    level::Severity,
    mux::{
        header::Header, params::RESTRICTION, restriction::Visit, symptom::entry::Symptom,
        url::MediaUrl,
    },
    request::MediaRequest,
    time::{Span, Timestamp},
    token::{
        Token,
        forensics::{self},
        producer,
        spec::{SignError, TokenSpec},
        verify::{self, Signature},
    },
};

/// Inspects `text` and reports every token in it.
///
/// Each request is judged as of the time in the evidence, else as of its own time, else as of `now`.
///
/// ```
/// use mux_jwt::core::{
///     diagnose::{evidence::Evidence, inspect, report::Structure},
///     time::Timestamp,
/// };
///
/// let url = "https://stream.mux.com/ID.m3u8?token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJJRCJ9";
/// let report = inspect(url, &Evidence::default(), &[], Timestamp(1_795_330_245));
/// let token = &report.tokens[0];
/// assert_eq!(token.structure, Structure::Broken);
/// assert_eq!(token.findings[0].id, "truncated-token");
/// assert_eq!(token.findings[0].message, "The token has no signature");
/// ```
pub fn inspect(text: &str, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    inspect_found(import::find_or_explain(text), evidence, keys, now)
}

/// Inspects tokens that were already found. In long input, finding them is the slow part.
pub fn inspect_found(import: Import, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    let findings = lint::check_input(&import);
    let saw = evidence.saw.or(import.symptom);
    let diagnosis = saw
        .filter(|_| import.tokens.is_empty())
        .map(|saw| diagnosis::explain_without_token(saw, &findings, &import.without_token));
    let tokens = import
        .tokens
        .into_iter()
        .map(|request| inspect_token(request, evidence, keys, now))
        .collect();
    Report {
        kind: import.kind,
        tokens,
        not_mux: import.other_systems,
        left_out: import.left_out,
        findings,
        diagnosis,
        saw_unknown: evidence.saw_unknown.clone(),
    }
}

/// What the rules report on a token that was just signed, at its URL. Its signature is known to verify.
pub fn check_signed(
    token: &str,
    url: &MediaUrl,
    duration: Option<Span>,
    now: Timestamp,
) -> Vec<Finding> {
    let token = Token::read(token);
    let url = url.clone().with_token(&token.text);
    let request = MediaRequest {
        url: Some(Ok(url.clone())),
        ..MediaRequest::new(token.text.as_str(), "")
    };
    lint::check(&Subject {
        token: &token,
        request: &request,
        signature: &Signature::Verified { key: 0 },
        made: None,
        keys: &[],
        url: Some(&url),
        evidence: &Evidence {
            duration,
            ..Evidence::default()
        },
        as_of: AsOf {
            time: now,
            source: TimeSource::Now,
        },
    })
}

/// What the rules report on the token of a spec, as [`check_signed`], before there is a key.
///
/// # Errors
/// As [`TokenSpec::contents`].
pub fn check_spec(
    spec: &TokenSpec,
    key_id: &str,
    url: &MediaUrl,
    duration: Option<Span>,
    now: Timestamp,
) -> Result<Vec<Finding>, SignError> {
    let token = spec.unsigned(key_id, now)?;
    Ok(check_signed(&token, url, duration, now))
}

fn inspect_token(
    request: MediaRequest,
    evidence: &Evidence,
    keys: &[Key],
    now: Timestamp,
) -> TokenReport {
    let request = request.with_year(now);
    let token = Token::read(&request.text);
    let signature = verify::verify(&token, keys);
    let made = forensics::find(&token, &signature, keys);
    let url = request.media_url().or(evidence.url.as_ref()).cloned();
    let as_of = as_of(&request, evidence, now);
    let evidence = &with_own(&request, evidence);
    let findings = lint::check(&Subject {
        token: &token,
        request: &request,
        signature: &signature,
        made: made.as_ref(),
        keys,
        url: url.as_ref(),
        evidence,
        as_of,
    });
    let structure = if token.is_well_formed() {
        Structure::Sound
    } else {
        Structure::Broken
    };
    let refused = findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    let depends_on = depends_on(&request, &token, &findings, evidence, as_of);
    let acceptance = match &signature {
        _ if refused => Acceptance::Refused,
        Signature::Verified { .. } if depends_on.is_empty() => Acceptance::Accepted,
        Signature::Verified { .. } => Acceptance::Depends,
        _ => Acceptance::Unknown,
    };
    let producer = producer::guess(&token);
    let mut report = TokenReport {
        request,
        url,
        token,
        structure,
        signature,
        made,
        acceptance,
        depends_on,
        as_of,
        producer,
        findings,
        diagnosis: None,
    };
    let saw = evidence.saw.or_else(|| observed_in(&report));
    report.diagnosis = saw.map(|saw| diagnosis::explain(saw, &report));
    report
}

/// The error that the request itself shows, unless the findings say why.
fn observed_in(report: &TokenReport) -> Option<Symptom> {
    let status = report.request.failed_status()?;
    let is_open = report.acceptance != Acceptance::Refused;
    is_open
        .then(|| Symptom::parse(&status.to_string()))
        .flatten()
}

/// The time to judge a request at.
fn as_of(request: &MediaRequest, evidence: &Evidence, now: Timestamp) -> AsOf {
    let given = evidence.at.map(|time| (time, TimeSource::Given));
    let own = request.at.map(|time| (time, TimeSource::Request));
    let (time, source) = given.or(own).unwrap_or((now, TimeSource::Now));
    AsOf { time, source }
}

/// What the acceptance of a token without errors depends on.
fn depends_on(
    request: &MediaRequest,
    token: &Token,
    findings: &[Finding],
    evidence: &Evidence,
    as_of: AsOf,
) -> Vec<String> {
    /// The furthest that a time zone is behind UTC.
    const BEHIND: Span = Span(12 * 60 * 60);
    let mut depends_on: Vec<_> = findings
        .iter()
        .filter_map(|finding| finding.depends_on.clone())
        .collect();
    let restriction = token.claims().and_then(|claims| claims.str(RESTRICTION));
    // `invalid-restriction-id` already says so.
    let is_invalid = findings
        .iter()
        .any(|finding| finding.place == Some(RESTRICTION) && finding.depends_on.is_some());
    if let Some(id) = restriction.filter(|id| !id.is_empty() && !is_invalid)
        && !evidence
            .restriction
            .as_ref()
            .is_some_and(|shown| shown.is_named(id))
    {
        depends_on.push(format!("the playback restriction `{id}`"));
    }
    if !request.is_as_sent() {
        depends_on.push("the text around the token".to_owned());
    }
    if let Some(status) = request.failed_status() {
        let ends_soon = |exp: Timestamp| exp < as_of.time.after(BEHIND);
        if as_of.source == TimeSource::Request
            && request.is_zone_assumed
            && token.expiry().is_some_and(ends_soon)
        {
            let zone = "the time zone of the log: behind UTC, the token had expired";
            depends_on.push(zone.to_owned());
        }
        depends_on.push(format!("the cause of HTTP {status}"));
    }
    depends_on
}

/// The evidence, completed with what is known of the token's own request.
fn with_own<'a>(request: &MediaRequest, evidence: &'a Evidence) -> Cow<'a, Evidence> {
    let known = |header: &Header| *header != Header::Unknown;
    let or_found = |said: &Header, found: &Header| {
        if known(said) {
            said.clone()
        } else {
            found.clone()
        }
    };
    if request.headers == Visit::default() && request.duration.is_none() {
        return Cow::Borrowed(evidence);
    }
    Cow::Owned(Evidence {
        duration: evidence.duration.or(request.duration),
        referrer: or_found(&evidence.referrer, &request.headers.referrer),
        user_agent: or_found(&evidence.user_agent, &request.headers.user_agent),
        ..evidence.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json::Object;
    use crate::core::mux::audience::Audience;
    use crate::core::mux::claims::explain_claim;
    use crate::core::token::spec::Expiry;
    use crate::core::token::spec::KeyIdPlacement;
    use crate::core::{time::Span, token::spec::Signed};

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn signed(key: &Key, request: &TokenSpec) -> Signed {
        request
            .sign("demo-key", key.signing().expect("private"), NOW)
            .expect("a valid spec")
    }

    #[test]
    fn own_tokens_are_accepted() {
        let keys = [Key::demo()];
        for audience in Audience::ALL {
            let signed = signed(&keys[0], &TokenSpec::new(audience, "ID"));
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
    fn acceptance_is_unknown_without_key() {
        let signed = signed(&Key::demo(), &TokenSpec::new(Audience::Video, "ID"));
        let report = inspect(&signed.token, &Evidence::default(), &[], NOW);
        assert_eq!(report.tokens[0].acceptance, Acceptance::Unknown);
        assert_eq!(report.worst(), Some(Severity::Info));
    }

    #[test]
    fn spec_survives_signing_and_inspection() {
        let keys = [Key::demo()];
        let mut request = TokenSpec::new(Audience::Thumbnail, "ID");
        request.expiry = Expiry::At(NOW.after(Span(60)));
        request.placement = KeyIdPlacement::Header;
        request.claims = Object::parse(
            r#"{"time":3.0,"n":123456789012345678901234567890,"custom":{"b":1,"a":2}}"#,
        )
        .expect("an object");
        let signed = signed(&keys[0], &request);
        let report = inspect(&signed.token, &Evidence::default(), &keys, NOW);
        assert_eq!(report.tokens[0].spec(), request);
    }

    #[test]
    fn input_without_token_has_findings() {
        let says = |text: &str| {
            let report = inspect(text, &Evidence::default(), &[], NOW);
            report
                .findings
                .into_iter()
                .map(|finding| finding.message)
                .collect::<Vec<_>>()
        };
        assert_eq!(says("hello"), ["No token found"]);
        assert_eq!(
            says("https://stream.mux.com/ID.m3u8"),
            ["This Mux URL has no token: `https://stream.mux.com/ID.m3u8`"]
        );
        assert_eq!(says("  "), Vec::<String>::new());
    }

    #[test]
    fn claims_are_explained_by_audience() {
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
