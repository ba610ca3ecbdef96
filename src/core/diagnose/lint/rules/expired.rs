//! `exp` is in the past.

use super::ends_immediately;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    time::{Span, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "expired",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token has expired",
    explanation: "Mux returns 403 for every request whose token has an `exp` in the past, segments included. \
                  mux-player shows code 2403210 and, because of a bug, prints the expiry as a date in January 1970.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // `missing-expiry` and `malformed-expiry` report the other cases.
    let Some(exp) = subject.expiry() else {
        return Vec::new();
    };
    // The standard says "on or after", so the last second already counts as expired.
    if exp > subject.now() {
        return Vec::new();
    }
    let message = match subject.now().since(exp).0 {
        0 => format!("The token expires now, at {}", exp.show(Zone::UTC)),
        _ => format!(
            "The token expired {}, at {}",
            subject.as_of.distance(exp),
            exp.show(Zone::UTC)
        ),
    };
    // A small number was meant as a duration: mux-node 8 to 13 used the number 60 as a time.
    let hint = if (0..10_000_000).contains(&exp.0) {
        "`exp` is a time in seconds since 1970, not a duration. Add the current time to it."
            .to_owned()
    } else {
        match ends_immediately::lifetime(subject, exp) {
            Some(Span(0)) => "By its `iat`, it expired as it was signed. Sign a new token that outlasts playback.".to_owned(),
            Some(lifetime) if lifetime < ends_immediately::SHORTEST => format!(
                "It was valid for only {lifetime} after it was signed. Sign a new token that outlasts playback."
            ),
            _ => "Sign a new token that outlasts playback.".to_owned(),
        }
    };
    vec![RULE.found(message, hint).at("exp").with_fix(Fix::NewExpiry)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn age_is_reported() {
        assert_eq!(
            claims(r#"{"exp": 910}"#).says(&RULE),
            ["The token expired 1 minute 30 seconds ago, at 1970-01-01 00:15:10 UTC"]
        );
    }

    #[test]
    fn short_lifetime_is_named_as_the_cause() {
        let hint = |input: &str| claims(input).findings(&RULE).remove(0).hint;
        let exp = 20_000_000;
        let mut case = claims(&format!(r#"{{"exp":{exp},"iat":{}}}"#, exp - 16));
        case.now = exp + 3600;
        assert_eq!(
            case.findings(&RULE)[0].hint,
            "It was valid for only 16 seconds after it was signed. Sign a new token that outlasts playback."
        );
        let plain = "Sign a new token that outlasts playback.";
        let mut case = claims(&format!(r#"{{"exp":{exp},"iat":{}}}"#, exp - 3600));
        case.now = exp + 3600;
        assert_eq!(case.findings(&RULE)[0].hint, plain);
        assert!(hint(r#"{"exp":60}"#).starts_with("`exp` is a time in seconds"));
    }

    #[test]
    fn last_second_counts_as_expired() {
        assert_eq!(claims(r#"{"exp": 999}"#).says(&RULE).len(), 1);
        assert_eq!(claims(r#"{"exp": 1000}"#).says(&RULE).len(), 1);
        assert_eq!(claims(r#"{"exp": 1001}"#).says(&RULE), NOTHING);
    }

    #[test]
    fn extreme_times_are_handled() {
        assert_eq!(
            claims(&format!(r#"{{"exp":{}}}"#, i64::MIN))
                .says(&RULE)
                .len(),
            1
        );
        assert_eq!(
            claims(&format!(r#"{{"exp":{}}}"#, i64::MAX)).says(&RULE),
            NOTHING
        );
    }

    #[test]
    fn missing_or_malformed_expiry_is_ignored() {
        for input in ["{}", r#"{"exp":"1"}"#, r#"{"exp":1.5}"#] {
            assert_eq!(claims(input).says(&RULE), NOTHING);
        }
    }
}
