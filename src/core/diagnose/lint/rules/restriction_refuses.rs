//! The playback restriction in the evidence refuses the request in the evidence.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::restriction::Verdict,
};

pub(super) const RULE: Rule = Rule {
    id: "restriction-refuses",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the playback restriction rejects the request",
    explanation: "A token with a playback restriction works only for requests that the restriction allows. Mux \
                  returns 403 for all others, and players show only a network error.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Only the restriction that the token names applies.
    let named = subject
        .claim(CLAIM)
        .and_then(|id| id.as_str())
        .filter(|id| !id.is_empty());
    let (Some(id), Some(restriction)) = (named, &subject.evidence.restriction) else {
        return Vec::new();
    };
    if !restriction.is_named(id) {
        return Vec::new();
    }
    let verdict = restriction.ask(&subject.evidence.visit());
    // An unknown verdict is not a finding.
    let Verdict::Refused { .. } = verdict else {
        return Vec::new();
    };
    let message = format!(
        "The restriction rejects this request: {}",
        verdict.because()
    );
    vec![
        RULE.found(message, verdict.hint().unwrap_or_default())
            .at(CLAIM),
    ]
}

/// The claim with the ID of the restriction.
const CLAIM: &str = "playback_restriction_id";

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{Case, NOTHING, claims},
        mux::{header::Header, restriction::Restriction},
    };

    const TOKEN: &str = r#"{"playback_restriction_id":"R"}"#;

    fn case(token: &str, id: &str, referrer: Header) -> Case {
        let json = format!(
            r#"{{"id":"{id}","referrer":{{"allowed_domains":["example.com"],"allow_no_referrer":false}}}}"#
        );
        let mut case = claims(token);
        case.evidence.restriction = Restriction::read(&json).expect("a restriction").pop();
        case.evidence.referrer = referrer;
        case
    }

    fn page(text: &str) -> Header {
        Header::Value(text.to_owned())
    }

    #[test]
    fn deciding_entry_is_named() {
        assert_eq!(
            case(TOKEN, "R", page("https://other.org/")).says(&RULE),
            [
                "The restriction rejects this request: no entry of `allowed_domains` matches `other.org`"
            ]
        );
        assert_eq!(
            case(TOKEN, "R", Header::Absent).says(&RULE),
            ["The restriction rejects this request: `allow_no_referrer` is off"]
        );
    }

    #[test]
    fn allowed_or_unknown_has_no_finding() {
        for referrer in [
            page("https://example.com/"),
            page("https://example.com:8443/"),
            Header::Unknown,
        ] {
            assert_eq!(case(TOKEN, "R", referrer).says(&RULE), NOTHING);
        }
    }

    #[test]
    fn other_restrictions_do_not_apply() {
        for token in [
            "{}",
            r#"{"playback_restriction_id":""}"#,
            r#"{"playback_restriction_id":1}"#,
        ] {
            assert_eq!(case(token, "R", Header::Absent).says(&RULE), NOTHING);
        }
        assert_eq!(case(TOKEN, "S", Header::Absent).says(&RULE), NOTHING);
    }
}
