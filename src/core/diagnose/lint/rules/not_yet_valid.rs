//! `nbf` or `iat` is in the future.

use super::expiry_in_milliseconds;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::{Number, Value},
    level::{Basis, Severity},
    time::{Timestamp, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "not-yet-valid",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "the token begins in the future",
    explanation: "`nbf` says from when on a token is good, and `iat` when it was made (RFC 7519). Mux documents \
                  neither, and no SDK of Mux writes them; a server that keeps to the standard refuses a token before \
                  its `nbf`. Most often the clock of the machine that signs is ahead.",
    docs: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5",
    check,
};

/// Clocks that differ by less are found everywhere.
const SKEW: i64 = 5 * 60;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let future = |name: &'static str| {
        let number = subject.claim(name).and_then(Value::as_number)?;
        // Fractions of a second are allowed, and what is too large stops at the last moment.
        let moment = Timestamp(number.as_i64().unwrap_or(Number::as_f64(number) as i64));
        (moment > subject.now).then_some((name, moment))
    };
    // The two come from one clock, so one finding is enough.
    let Some((name, moment)) = future("nbf").or_else(|| future("iat")) else {
        return Vec::new();
    };
    let when = moment.relative_to(subject.now);
    let begins = if name == "nbf" { "begins" } else { "is made" };
    let is_skew = moment.since(subject.now).0 <= SKEW;
    let message = match expiry_in_milliseconds::counted_in(moment) {
        Some((unit, _)) => {
            format!("By its `{name}` the token {begins} {when}: it is probably in {unit}")
        }
        None if is_skew => {
            format!("By its `{name}` the token {begins} {when}: probably two clocks differ")
        }
        None => format!(
            "By its `{name}` the token {begins} {when}, at {}",
            moment.show(Zone::UTC)
        ),
    };
    let hint = match name {
        _ if is_skew => {
            "Set the clock of the machine that signs, or leave the claim out: Mux does not ask for it."
        }
        "nbf" => "Leave `nbf` out unless it is meant: Mux does not ask for it.",
        _ => {
            "Check the clock of the machine that signs, or leave `iat` out: Mux does not ask for it."
        }
    };
    let finding = RULE
        .found(message, hint)
        .at(name)
        .with_fix(Fix::RemoveClaim(name.to_owned()));
    // Few look at `iat`, and a second ahead is no fault of the token.
    vec![if is_skew && name == "iat" {
        finding.of(Severity::Info)
    } else {
        finding
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
    fn tells_when_it_begins() {
        for (input, says) in [
            (
                r#"{"nbf":4600}"#,
                "By its `nbf` the token begins in 1 hour, at 1970-01-01 01:16:40 UTC",
            ),
            (
                r#"{"iat":4600.5}"#,
                "By its `iat` the token is made in 1 hour, at 1970-01-01 01:16:40 UTC",
            ),
            (
                r#"{"nbf":1030,"iat":1030}"#,
                "By its `nbf` the token begins in 30 seconds: probably two clocks differ",
            ),
            (
                r#"{"iat":1795330245000}"#,
                "By its `iat` the token is made in 56,929 years: it is probably in milliseconds",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn clocks_that_differ_a_little_are_worth_a_word_and_no_blame() {
        let severity = |input: &str| claims(input).findings(&RULE)[0].severity;
        assert_eq!(severity(r#"{"iat":1002}"#), Severity::Info);
        assert_eq!(severity(r#"{"iat":1301}"#), Severity::Warning);
        assert_eq!(severity(r#"{"nbf":1002}"#), Severity::Warning);
    }

    #[test]
    fn what_has_begun_is_right() {
        for input in [
            r#"{"nbf":1000,"iat":999}"#,
            r#"{"iat":1000.0,"nbf":-5}"#,
            r#"{"iat":"4600","nbf":null}"#,
            "{}",
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }
}
