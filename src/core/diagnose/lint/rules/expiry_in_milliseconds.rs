//! `exp` lies so far away that it was counted in something smaller than seconds.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    time::Timestamp,
};

pub(super) const RULE: Rule = Rule {
    id: "expiry-in-milliseconds",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "`exp` lies thousands of years away, as milliseconds do",
    explanation: "`exp` counts seconds, and `Date.now()` in JavaScript counts milliseconds. A token with such an `exp` \
                  probably never expires: it goes on working for whoever has it. What Mux does with it is not \
                  documented.",
    docs: SECURE,
    check,
};

/// What is later than this was not counted in seconds: it is in the year 5138.
const LATEST: i64 = 100_000_000_000;

/// What a number of seconds that somebody meant lies between: the years 2015 and 2100.
const LIKELY: std::ops::Range<i64> = 1_420_070_400..4_102_444_800;

/// Whether a moment is too far away to be meant.
pub(super) fn is_too_far(moment: Timestamp) -> bool {
    moment.0 > LATEST
}

/// What a moment that is too far away was counted in, and when it is if that is put right.
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
    let when = exp.relative_to(subject.now);
    let (message, hint, fix) = match counted_in(exp) {
        // `Date.now() + 600` adds seconds to milliseconds, and ends as soon as it is put right.
        Some((unit, meant)) if meant.since(subject.now).0 < 60 => (
            format!("The token expires {when}: `exp` is probably in {unit}"),
            "Divide the current time down to seconds first, then add how long the token should last.",
            Fix::NewExpiry,
        ),
        Some((unit, meant)) => (
            format!("The token expires {when}: `exp` is probably in {unit}"),
            "Write `exp` in seconds since 1970.",
            Fix::ExpiresAt(meant),
        ),
        None => (
            format!("The token expires {when}, which is probably not meant"),
            "Write `exp` in seconds since 1970.",
            Fix::NewExpiry,
        ),
    };
    vec![RULE.found(message, hint).at("exp").with_fix(fix)]
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
    fn the_unit_is_named_and_put_right() {
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
    fn seconds_added_to_milliseconds_get_a_new_expiry() {
        let now = 1_795_330_245;
        let finding = at(now * 1000 + 600, now).findings(&RULE).remove(0);
        assert_eq!(finding.fix, Some(Fix::NewExpiry));
    }

    #[test]
    fn what_was_counted_in_nothing_known_is_still_too_far() {
        assert_eq!(
            at(i64::MAX, 1000).says(&RULE),
            ["The token expires in 292,471,208,677 years, which is probably not meant"]
        );
    }

    #[test]
    fn the_year_2286_is_far_and_no_mistake() {
        for exp in [9_999_999_999, 100_000_000_000, 5_000_000_000, 1, -1] {
            assert_eq!(at(exp, 1000).says(&RULE), NOTHING, "{exp}");
        }
        let case = at(1_795_330_245_000, 1_795_330_245);
        assert_eq!(case.says(&long_lived::RULE), NOTHING);
        assert_eq!(case.says(&expired::RULE), NOTHING);
    }
}
