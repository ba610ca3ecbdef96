//! The token expires seconds after it was signed, or seconds after the request.

use super::expires_before_end;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    time::{Span, Timestamp, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "ends-immediately",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "the token expires within seconds",
    explanation: "Mux checks `exp` on every request, segments included, so a token that lasts only seconds probably \
                  plays the beginning and nothing more. Usual causes are an expiry computed from the length of a short \
                  clip, minutes that were passed as seconds, and SDKs that read a number without a unit differently. If \
                  `iat` shows that the token was valid for longer, it is only at its end, and nothing is reported.",
    docs: SECURE,
    check,
};

/// A shorter lifetime is not intended.
pub(super) const SHORTEST: Span = Span(60);

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(exp) = subject.expiry() else {
        return Vec::new();
    };
    let left = exp.since(subject.now());
    // `expired` reports the other side, and `expires-before-end` compares with a known duration.
    if left.0 <= 0 || left >= SHORTEST || !expires_before_end::RULE.check(subject).is_empty() {
        return Vec::new();
    }
    let message = match lifetime(subject, exp) {
        Some(lifetime) if lifetime >= SHORTEST => return Vec::new(),
        Some(lifetime) => format!("The token is valid for only {lifetime} after it was signed"),
        None => format!(
            "The token expires {}, at {}",
            subject.as_of.distance(exp),
            exp.show(Zone::UTC)
        ),
    };
    vec![
        RULE.found(
            message,
            "Sign a token that outlasts playback, pauses included.",
        )
        .at("exp")
        .with_fix(Fix::NewExpiry),
    ]
}

/// The time between `iat` and `exp`; an `iat` after the judgement is wrong.
pub(super) fn lifetime(subject: &Subject<'_>, exp: Timestamp) -> Option<Span> {
    let issued = subject.claim("iat").and_then(Value::as_number)?.as_f64();
    let issued = Timestamp(issued as i64);
    (issued <= subject.now() && issued <= exp).then(|| exp.since(issued))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            as_of::TimeSource,
            lint::testing::{NOTHING, claims},
        },
        time::Span,
    };

    #[test]
    fn seconds_left_are_reported() {
        for (input, says) in [
            (
                r#"{"aud":"t","exp":1016}"#,
                "The token expires in 16 seconds, at 1970-01-01 00:16:56 UTC",
            ),
            (
                r#"{"aud":"v","exp":1030,"iat":1000}"#,
                "The token is valid for only 30 seconds after it was signed",
            ),
            (
                r#"{"aud":"v","exp":1001,"iat":980.0}"#,
                "The token is valid for only 21 seconds after it was signed",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says], "{input}");
        }
        let mut case = claims(r#"{"aud":"v","exp":1003}"#);
        case.source = TimeSource::Request;
        assert_eq!(
            case.says(&RULE),
            ["The token expires 3 seconds after the request, at 1970-01-01 00:16:43 UTC"]
        );
    }

    #[test]
    fn natural_end_and_longer_lifetime_are_fine() {
        for input in [
            r#"{"aud":"v","exp":1060}"#,
            r#"{"aud":"v","exp":87400}"#,
            // Valid for ten minutes, and judged near its end.
            r#"{"aud":"v","exp":1016,"iat":416}"#,
            r#"{"aud":"v","exp":1059,"iat":0}"#,
            // `expired` reports these.
            r#"{"aud":"v","exp":1000}"#,
            r#"{"aud":"v","exp":990,"iat":980}"#,
            r#"{"aud":"v","exp":"1010"}"#,
            "{}",
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
        // `expires-before-end` reports it.
        let mut case = claims(r#"{"aud":"v","exp":1016}"#);
        case.evidence.duration = Some(Span(90));
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
