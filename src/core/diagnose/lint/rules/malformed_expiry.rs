//! `exp` is not a whole number of seconds.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::Value,
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "malformed-expiry",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "`exp` is not a whole number of seconds",
    explanation: "Mux documents `exp` as seconds since 1970, a whole number and not a string. What Mux does with \
                  anything else is not documented; libraries take it for missing, or fail.",
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
            "`exp` is `{}`, and it must be written as a whole number of seconds",
            number.as_str()
        ),
        Value::Number(number) => format!(
            "`exp` is `{}`, which is larger than any clock",
            number.as_str()
        ),
        Value::String(text) => format!("`exp` is the string `\"{text}\"`, and it must be a number"),
        other => format!("`exp` is {}, and it must be a number", other.kind()),
    };
    vec![
        RULE.found(
            message,
            "Write `exp` as a whole number of seconds since 1970, without quotes.",
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
    fn says_what_stands_there() {
        for (exp, says) in [
            (
                "\"123\"",
                "`exp` is the string `\"123\"`, and it must be a number",
            ),
            ("null", "`exp` is null, and it must be a number"),
            ("[1]", "`exp` is a list, and it must be a number"),
            (
                "1795330245.5",
                "`exp` is `1795330245.5`, and it must be written as a whole number of seconds",
            ),
            (
                "1e308",
                "`exp` is `1e308`, and it must be written as a whole number of seconds",
            ),
            (
                "18446744073709551615",
                "`exp` is `18446744073709551615`, which is larger than any clock",
            ),
        ] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), [says]);
        }
    }

    #[test]
    fn whole_numbers_are_right_even_at_the_ends() {
        for exp in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), NOTHING);
        }
    }
}
