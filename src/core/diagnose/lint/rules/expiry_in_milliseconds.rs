//! `exp` is so far away that it is probably not in seconds.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    time::Timestamp,
};

pub(super) const RULE: Rule = Rule {
    id: "expiry-in-milliseconds",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "`exp` is thousands of years away, probably in milliseconds",
    explanation: "`exp` is in seconds, while `Date.now()` in JavaScript returns milliseconds. A token with such an \
                  `exp` probably never expires and works for anyone who has it. What Mux does with it is not \
                  documented.",
    docs: SECURE,
    check,
};

/// Later times are not in seconds: this one is in the year 5138.
const LATEST: i64 = 100_000_000_000;

/// Plausible times in seconds: the years 2015 to 2100.
const LIKELY: std::ops::Range<i64> = 1_420_070_400..4_102_444_800;

/// Whether a time is too far away to be intended.
pub(in crate::core::diagnose::lint) fn is_too_far(moment: Timestamp) -> bool {
    moment.0 > LATEST
}

/// The unit of a time that is too far away, and the time in seconds.
pub(super) fn counted_in(moment: Timestamp) -> Option<(&'static str, Timestamp)> {
    let units = [
        ("milliseconds", 1_000),
        ("microseconds", 1_000_000),
        ("nanoseconds", 1_000_000_000),
    ];
    let units = units.into_iter().filter(|_| is_too_far(moment));
    units
        .map(|(name, size)| (name, Timestamp(moment.0 / size)))
        .find(|(_, moment)| LIKELY.contains(&moment.0))
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(exp) = subject.expiry().filter(|exp| is_too_far(*exp)) else {
        return Vec::new();
    };
    let when = subject.as_of.distance(exp);
    let (message, hint, fix) = match counted_in(exp) {
        // `Date.now() + 600` adds seconds to milliseconds, so the corrected time is now.
        Some((unit, meant)) if meant.since(subject.now()).0 < 60 => (
            format!("The token expires {when}: `exp` is probably in {unit}"),
            "Convert the current time to seconds before adding the lifetime of the token.",
            Fix::NewExpiry,
        ),
        Some((unit, meant)) => (
            format!("The token expires {when}: `exp` is probably in {unit}"),
            "Set `exp` in seconds since 1970.",
            Fix::ExpiresAt(meant),
        ),
        None => (
            format!("The token expires {when}, which is probably not intended"),
            "Set `exp` in seconds since 1970.",
            Fix::NewExpiry,
        ),
    };
    vec![
        RULE.found(message, hint)
            .at("exp")
            .with_fix(fix)
            .depends_on("what Mux does with such an `exp`"),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::{
                rules::{expired, long_lived},
                testing::{Case, NOTHING, claims},
            },
        },
        time::Timestamp,
    };

    fn at(exp: i64, now: i64) -> Case {
        Case {
            now,
            ..claims(&format!(r#"{{"exp":{exp}}}"#))
        }
    }

    #[test]
    fn unit_is_named_and_fixed() {
        let now = 1_795_330_245;
        for (exp, says) in [
            (
                1_795_333_845_000,
                "The token expires in 56,872 years: `exp` is probably in milliseconds",
            ),
            (
                1_795_333_845_000_000,
                "The token expires in 56,929,605 years: `exp` is probably in microseconds",
            ),
        ] {
            let finding = at(exp, now).findings(&RULE).remove(0);
            assert_eq!(finding.message, says);
            assert_eq!(finding.fix, Some(Fix::ExpiresAt(Timestamp(1_795_333_845))));
        }
    }

    #[test]
    fn mixed_units_get_new_expiry() {
        let now = 1_795_330_245;
        let finding = at(now * 1000 + 600, now).findings(&RULE).remove(0);
        assert_eq!(finding.fix, Some(Fix::NewExpiry));
    }

    #[test]
    fn unknown_unit_is_still_reported() {
        assert_eq!(
            at(i64::MAX, 1000).says(&RULE),
            ["The token expires in 292,471,208,677 years, which is probably not intended"]
        );
    }

    #[test]
    fn year_2286_is_valid() {
        for exp in [9_999_999_999, 100_000_000_000, 5_000_000_000, 1, -1] {
            assert_eq!(at(exp, 1000).says(&RULE), NOTHING, "{exp}");
        }
        let case = at(1_795_330_245_000, 1_795_330_245);
        assert_eq!(case.says(&long_lived::RULE), NOTHING);
        assert_eq!(case.says(&expired::RULE), NOTHING);
    }
}
