//! The token is valid for more than a year.

use super::expiry_in_milliseconds;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    time::Zone,
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
    vec![
        RULE.found(
            message,
            "If a shorter lifetime is enough, sign one with an earlier `exp`.",
        )
        .at("exp"),
    ]
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
    fn one_year_is_fine() {
        // As mux-node 8 to 13 counts it: 365.25 days.
        for exp in ["31558600", "604800", "900", "100000000001", "\"1\""] {
            let case = claims(&format!(r#"{{"exp":{exp}}}"#));
            assert_eq!(case.says(&RULE), NOTHING, "{exp}");
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
