//! `exp` is not a whole number of seconds.

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
};

pub(super) const RULE: Rule = Rule {
    id: "malformed-expiry",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "`exp` is not a whole number of seconds",
    explanation: "Mux documents `exp` as seconds since 1970: a whole number, not a string. What Mux does with \
                  anything else is not documented; libraries treat it as missing, or fail.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(exp) = subject.claim("exp") else {
        return Vec::new();
    };
    if subject.expiry().is_some() {
        return Vec::new();
    }
    let message = match exp {
        Value::Number(number) if number.as_str().contains(['.', 'e', 'E']) => format!(
            "`exp` is `{}`, but it must be a whole number of seconds",
            number.as_str()
        ),
        Value::Number(number) => format!("`exp` is `{}`, out of range", number.as_str()),
        Value::String(text) => format!("`exp` is the string `\"{text}\"`, but it must be a number"),
        other => format!("`exp` is {}, but it must be a number", other.kind()),
    };
    vec![
        RULE.found(
            message,
            "Set `exp` to a whole number of seconds since 1970, without quotes.",
        )
        .at("exp")
        .with_fix(Fix::NewExpiry),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn value_is_reported() {
        for (exp, says) in [
            (
                "\"123\"",
                "`exp` is the string `\"123\"`, but it must be a number",
            ),
            ("null", "`exp` is null, but it must be a number"),
            ("[1]", "`exp` is a list, but it must be a number"),
            (
                "1795330245.5",
                "`exp` is `1795330245.5`, but it must be a whole number of seconds",
            ),
            (
                "1e308",
                "`exp` is `1e308`, but it must be a whole number of seconds",
            ),
            (
                "18446744073709551615",
                "`exp` is `18446744073709551615`, out of range",
            ),
        ] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), [says]);
        }
    }

    #[test]
    fn whole_numbers_are_fine() {
        for exp in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), NOTHING);
        }
    }
}
