//! `exp` is in the past.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    time::Zone,
};

pub(super) const RULE: Rule = Rule {
    id: "expired",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token has expired",
    explanation: "Mux answers 403 to every request whose token has an `exp` in the past, segments of a video that is \
                  playing included. mux-player shows code 2403210, and by a mistake of its own prints the expiry as a \
                  day in January 1970.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // A missing one belongs to `missing-expiry`, one of another type to `malformed-expiry`.
    let Some(exp) = subject.expiry() else {
        return Vec::new();
    };
    // The standard says "on or after", so the last second already counts as expired.
    if exp > subject.now {
        return Vec::new();
    }
    let message = match subject.now.since(exp).0 {
        0 => format!(
            "The token expires this very second, at {}",
            exp.show(Zone::UTC)
        ),
        _ => format!(
            "The token expired {}, at {}",
            exp.relative_to(subject.now),
            exp.show(Zone::UTC)
        ),
    };
    // A small number was meant as a duration: mux-node 8 to 13 took the number 60 for a date.
    let hint = if (0..10_000_000).contains(&exp.0) {
        "`exp` is a date in seconds since 1970, not a duration; add the current time to it."
    } else {
        "Sign a new token that lasts longer than the video is watched."
    };
    vec![RULE.found(message, hint).at("exp").with_fix(Fix::NewExpiry)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn tells_how_long_ago() {
        assert_eq!(
            claims(r#"{"exp": 910}"#).says(&RULE),
            ["The token expired 1 minute 30 seconds ago, at 1970-01-01 00:15:10 UTC"]
        );
    }

    #[test]
    fn the_last_second_counts_as_expired() {
        assert_eq!(claims(r#"{"exp": 999}"#).says(&RULE).len(), 1);
        assert_eq!(claims(r#"{"exp": 1000}"#).says(&RULE).len(), 1);
        assert_eq!(claims(r#"{"exp": 1001}"#).says(&RULE), NOTHING);
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
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
    fn a_missing_or_malformed_expiry_is_left_to_its_own_rule() {
        for input in ["{}", r#"{"exp":"1"}"#, r#"{"exp":1.5}"#] {
            assert_eq!(claims(input).says(&RULE), NOTHING);
        }
    }
}
