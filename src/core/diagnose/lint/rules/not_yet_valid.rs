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
    title: "the token is not valid yet",
    explanation: "`nbf` is the start of a token's validity, and `iat` is the time it was issued (RFC 7519). Mux \
                  documents neither, and no Mux SDK writes them; a server that follows the standard rejects a token \
                  before its `nbf`. Usually the clock of the signing machine is ahead.",
    docs: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5",
    check,
};

/// A clock difference up to this many seconds is common.
const SKEW: i64 = 5 * 60;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let future = |name: &'static str| {
        let number = subject.claim(name).and_then(Value::as_number)?;
        // Fractions of a second are allowed, and too large numbers saturate.
        let moment = Timestamp(number.as_i64().unwrap_or(Number::as_f64(number) as i64));
        (moment > subject.now()).then_some((name, moment))
    };
    // Both come from the same clock, so one finding is enough.
    let Some((name, moment)) = future("nbf").or_else(|| future("iat")) else {
        return Vec::new();
    };
    let when = subject.as_of.distance(moment);
    let begins = if name == "nbf" {
        "becomes valid"
    } else {
        "is issued"
    };
    let is_skew = moment.since(subject.now()).0 <= SKEW;
    let message = match expiry_in_milliseconds::counted_in(moment) {
        Some((unit, _)) => {
            format!("By its `{name}`, the token {begins} {when}: it is probably in {unit}")
        }
        None if is_skew => {
            format!("By its `{name}`, the token {begins} {when}: probably two clocks differ")
        }
        None => format!(
            "By its `{name}`, the token {begins} {when}, at {}",
            moment.show(Zone::UTC)
        ),
    };
    let hint = match name {
        _ if is_skew => {
            "Correct the clock of the signing machine, or remove the claim: Mux does not require it."
        }
        "nbf" => "Remove `nbf` unless it is intended: Mux does not require it.",
        _ => "Check the clock of the signing machine, or remove `iat`: Mux does not require it.",
    };
    let finding = RULE
        .found(message, hint)
        .at(name)
        .with_fix(Fix::RemoveClaim(name.to_owned()));
    let finding = if name == "nbf" {
        finding.depends_on("whether Mux checks `nbf`")
    } else {
        finding
    };
    // Few programs check `iat`, and a small difference is harmless.
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
    fn start_is_reported() {
        for (input, says) in [
            (
                r#"{"nbf":4600}"#,
                "By its `nbf`, the token becomes valid in 1 hour, at 1970-01-01 01:16:40 UTC",
            ),
            (
                r#"{"iat":4600.5}"#,
                "By its `iat`, the token is issued in 1 hour, at 1970-01-01 01:16:40 UTC",
            ),
            (
                r#"{"nbf":1030,"iat":1030}"#,
                "By its `nbf`, the token becomes valid in 30 seconds: probably two clocks differ",
            ),
            (
                r#"{"iat":1795330245000}"#,
                "By its `iat`, the token is issued in 56,929 years: it is probably in milliseconds",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn small_clock_skew_is_minor() {
        let severity = |input: &str| claims(input).findings(&RULE)[0].severity;
        assert_eq!(severity(r#"{"iat":1002}"#), Severity::Info);
        assert_eq!(severity(r#"{"iat":1301}"#), Severity::Warning);
        assert_eq!(severity(r#"{"nbf":1002}"#), Severity::Warning);
    }

    #[test]
    fn past_start_is_fine() {
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
