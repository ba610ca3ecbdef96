//! The token is valid for more than a year.

use super::expiry_in_milliseconds;
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
    time::{Timestamp, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "long-lived",
    severity: Severity::Info,
    basis: Basis::Documented,
    title: "the token is valid for more than a year",
    explanation: "A token works for anyone who has it until its `exp`. It cannot be revoked by itself: deleting its \
                  signing key at Mux invalidates all tokens signed with that key.",
    docs: SECURE,
    check,
};

/// The longest year of an SDK, plus a day.
const YEAR: i64 = 367 * 24 * 60 * 60;

/// The year 2015, before Mux signed tokens.
const EARLIEST: Timestamp = Timestamp(1_420_070_400);

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(exp) = subject.expiry() else {
        return Vec::new();
    };
    let left = exp.since(subject.now());
    if left.0 <= YEAR || expiry_in_milliseconds::is_too_far(exp) {
        return Vec::new();
    }
    let message = format!(
        "The token is valid for another {left}, until {}",
        exp.show(Zone::UTC)
    );
    if is_counted_twice(subject, exp) {
        // The lifetime was added to a time that already contained the current time.
        return vec![
            RULE.found(
                format!("{message}: the current time was probably added twice"),
                "Set `exp` to the current time plus the lifetime, or pass only the lifetime to a library that adds the \
                 time itself.",
            )
            .at("exp")
            .with_fix(Fix::NewExpiry)
            .known(Basis::Inferred),
        ];
    }
    vec![
        RULE.found(
            message,
            "If a shorter lifetime is enough, sign one with an earlier `exp`.",
        )
        .at("exp"),
    ]
}

/// Whether `exp` is about twice the time of signing.
fn is_counted_twice(subject: &Subject<'_>, exp: Timestamp) -> bool {
    let issued = subject.claim("iat").and_then(Value::as_number);
    let signed = issued.map_or(subject.now(), |iat| Timestamp(iat.as_f64() as i64));
    let twice = Timestamp(signed.0.saturating_mul(2));
    // Only times of this century; the token was signed within a year, and is meant to be valid for less than two.
    signed > EARLIEST && exp.since(twice).0.abs() <= 2 * YEAR
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn lifetime_is_reported() {
        for (exp, says) in [
            (
                1000 + 2 * 31_536_000_i64,
                "The token is valid for another 2 years, until 1972-01-01 00:16:40 UTC",
            ),
            (
                100_000_000_000,
                "The token is valid for another 3170 years, until 5138-11-16 09:46:40 UTC",
            ),
        ] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), [says]);
        }
    }

    #[test]
    fn time_added_twice_is_recognized() {
        let now = 1_795_608_000;
        for (exp, iat) in [
            (2 * now + 3600, ""),
            (2 * now + 604_800, ""),
            (2 * now, ""),
            // Signed a month ago.
            (2 * (now - 2_592_000) + 60, ""),
            (2 * (now - 90_000_000) + 60, r#","iat":1705608000"#),
        ] {
            let mut case = claims(&format!(r#"{{"exp":{exp}{iat}}}"#));
            case.now = now;
            let said = case.says(&RULE);
            assert!(
                said[0].ends_with(": the current time was probably added twice"),
                "{said:?}"
            );
        }
        for exp in [now + 10 * 31_536_000, 4_102_444_800, 2 * now - 200_000_000] {
            let mut case = claims(&format!(r#"{{"exp":{exp}}}"#));
            case.now = now;
            assert!(!case.says(&RULE)[0].contains("twice"), "{exp}");
        }
    }

    #[test]
    fn one_year_is_fine() {
        // As mux-node 8 to 13 counts it: 365.25 days.
        for exp in ["31558600", "604800", "900", "100000000001", "\"1\""] {
            let case = claims(&format!(r#"{{"exp":{exp}}}"#));
            assert_eq!(case.says(&RULE), NOTHING, "{exp}");
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
