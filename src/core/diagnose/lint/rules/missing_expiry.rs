//! `exp` is missing.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "missing-expiry",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "no `exp` claim",
    explanation: "`exp` defines when the token expires, and Mux requires it. mux-player treats a token without it as \
                  expired and shows code 2403210. mux-node 8 to 13 created such tokens from an empty expiration.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    match subject.claims() {
        Some(claims) if !claims.contains("exp") => vec![
            RULE.found(
                "The token has no expiry: `exp` is missing",
                "Add `exp` in seconds since 1970, later than the end of the video.",
            )
            .at("exp")
            .with_fix(Fix::NewExpiry),
        ],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn missing_exp_is_reported() {
        assert_eq!(
            claims("{}").says(&RULE),
            ["The token has no expiry: `exp` is missing"]
        );
    }

    #[test]
    fn wrong_type_is_not_missing() {
        for exp in ["\"123\"", "null", "true", "[1]", "{}", "-1", "\"\""] {
            assert_eq!(
                claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE),
                NOTHING,
                "{exp}"
            );
        }
    }
}
