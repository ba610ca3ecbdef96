//! `exp` is not a whole number of seconds.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::{Number, Value},
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
    let number = match exp {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => Number::parse(text.trim()),
        _ => None,
    };
    let time = number.map(|number| number.as_f64());
    let hint = "Set `exp` to a whole number of seconds since 1970, without quotes.";
    let finding = |hint: String| RULE.found(message, hint).at("exp").with_fix(Fix::NewExpiry);
    let now = subject.now().0 as f64;
    vec![match time {
        Some(time) if time > now && time < 1e18 => finding(hint.to_owned())
            .of(Severity::Warning)
            .known(Basis::Inferred)
            .depends_on("whether Mux reads such an `exp`"),
        Some(time) if time <= now => finding(format!("{hint} This time is past, too.")),
        _ => finding(hint.to_owned()),
    }]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims},
        level::Severity,
    };

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
    fn readable_future_time_may_be_accepted() {
        for (exp, severity) in [
            ("\"1795330245\"", Severity::Warning),
            ("1795330245.5", Severity::Warning),
            ("\"500\"", Severity::Error),
            ("999.5", Severity::Error),
            ("\"tomorrow\"", Severity::Error),
            ("null", Severity::Error),
            ("true", Severity::Error),
            ("18446744073709551615", Severity::Error),
        ] {
            let finding = claims(&format!(r#"{{"exp":{exp}}}"#))
                .findings(&RULE)
                .remove(0);
            assert_eq!(finding.severity, severity, "{exp}");
            assert_eq!(
                finding.depends_on.is_some(),
                severity == Severity::Warning,
                "{exp}"
            );
        }
    }

    #[test]
    fn whole_numbers_are_fine() {
        for exp in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(claims(&format!(r#"{{"exp":{exp}}}"#)).says(&RULE), NOTHING);
        }
    }
}
