//! The playback restriction in the evidence refuses the request, or may refuse it.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::{header::Header, restriction::Verdict},
    text::uncapitalized,
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
    let visit = subject.evidence.visit();
    let verdict = restriction.ask(&visit);
    let finding = match &verdict {
        Verdict::Allowed { .. } => return Vec::new(),
        Verdict::Refused { .. } => RULE.found(
            format!(
                "The restriction rejects this request: {}",
                verdict.because()
            ),
            verdict.hint().unwrap_or_default(),
        ),
        Verdict::Unknown { why } => {
            let hint = if visit.referrer == Header::Unknown {
                "Add the request's `Referer`, and its `User-Agent`, to check them."
            } else {
                "Only Mux can answer this: send such a request, or allow it with an entry that Mux documents."
            };
            RULE.found(
                format!(
                    "The restriction may reject this request: {}",
                    uncapitalized(why)
                ),
                hint,
            )
            .of(Severity::Warning)
            .depends_on(format!("the playback restriction `{id}`"))
        }
    };
    vec![finding.at(CLAIM)]
}

/// The claim with the ID of the restriction.
const CLAIM: &str = "playback_restriction_id";

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{Case, NOTHING, claims},
        level::Severity,
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
    fn allowed_request_has_no_finding() {
        let case = case(TOKEN, "R", page("https://example.com/"));
        assert_eq!(case.says(&RULE), NOTHING);
    }

    #[test]
    fn undecided_request_may_be_rejected() {
        for (referrer, why) in [
            (Header::Unknown, "the request's `Referer` is unknown"),
            (
                page("https://example.com:8443/"),
                "`example.com` matches `example.com` only if Mux ignores ports, which is not documented",
            ),
            (
                page("about:blank"),
                "`about:blank` contains no domain of a web page, and Mux documents no other referrers",
            ),
        ] {
            let findings = case(TOKEN, "R", referrer).findings(&RULE);
            let [finding] = findings.as_slice() else {
                panic!("{findings:?}");
            };
            assert_eq!(
                finding.message,
                format!("The restriction may reject this request: {why}")
            );
            assert_eq!(finding.severity, Severity::Warning);
            assert_eq!(
                finding.depends_on.as_deref(),
                Some("the playback restriction `R`")
            );
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
