//! A parameter has a value outside what Mux documents for it.

use super::{SECURE, expiry_in_milliseconds};
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::{Number, Value},
    level::{Basis, Severity},
    mux::params::{self, Param, ParamKind},
    text::shortened,
    time::{Span, Timestamp, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "invalid-param",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "a parameter outside its type, range or choices",
    explanation: "Mux documents what each parameter may be. Numbers may stand in strings; Mux's own command line \
                  writes them so. What Mux does with any other value is not documented.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let audience = subject.meant_audience();
    // Without an audience, what every token may have can still be judged.
    let param = |name: &str| match audience {
        Some(audience) => params::find(name, audience),
        None => params::any(name).filter(|param| param.is_general()),
    };
    subject
        .own_claims()
        .into_iter()
        .filter_map(|(name, value)| Some((param(name)?, value)))
        .filter_map(|(param, value)| of_value(param, value).or_else(|| after_end(subject, param)))
        .collect()
}

/// What is wrong with a value by itself.
fn of_value(param: &Param, value: &Value) -> Option<Finding> {
    let name = param.name;
    let Err(error) = param.check(value) else {
        return fits_and_fails(param, value);
    };
    // `640.0` is how some languages write 640.
    if let Some(whole) = whole_in_disguise(value)
        && param.check(&Value::from(whole)).is_ok()
    {
        return None;
    }
    if value.as_str() == Some("") {
        // Seen in the wild, from a form with an empty field.
        return Some(
            RULE.found(
                format!("`{name}` is empty, which is probably not what was meant"),
                format!("Leave it out, or give {}.", error.expected),
            )
            .at(name)
            .with_fix(Fix::RemoveClaim(name.to_owned()))
            .known(Basis::Inferred),
        );
    }
    let message = format!(
        "`{name}` is {}, and Mux documents {}",
        shortened(&error.found, 60),
        error.expected
    );
    let Some(meant) = meant(param.kind, value) else {
        let hint = format!("Give {}, or leave it out.", error.expected);
        return Some(RULE.found(message, hint).at(name));
    };
    let hint = format!("Write `{}`.", shortened(&meant.to_string(), 60));
    Some(
        RULE.found(message, hint)
            .at(name)
            .with_fix(Fix::SetParam(name.to_owned(), meant)),
    )
}

/// What is wrong with a value that the table lets pass.
fn fits_and_fails(param: &Param, value: &Value) -> Option<Finding> {
    let name = param.name;
    let set = |number: Number| Fix::SetParam(name.to_owned(), Value::Number(number));
    match param.kind {
        ParamKind::Duration => {
            let number = Number::parse(value.as_str()?)?;
            let message = format!(
                "`{name}` is the string `{value}`, and Mux's player for iOS reads it only as a number"
            );
            let finding = RULE.found(
                message,
                format!("Write `{}`, without quotes.", number.as_str()),
            );
            Some(
                finding
                    .at(name)
                    .with_fix(set(number))
                    .known(Basis::Observed),
            )
        }
        ParamKind::EpochSeconds => {
            let moment = Timestamp(whole(value)?);
            let (unit, meant) = expiry_in_milliseconds::counted_in(moment)?;
            let message =
                format!("`{name}` is probably in {unit}, and Mux documents seconds since 1970");
            let finding = RULE.found(message, format!("Write `{}`.", meant.0));
            Some(
                finding
                    .at(name)
                    .with_fix(set(meant.0.into()))
                    .known(Basis::Inferred),
            )
        }
        _ => None,
    }
}

/// What is wrong with a moment of a video whose length is known.
fn after_end(subject: &Subject<'_>, param: &Param) -> Option<Finding> {
    let duration = subject.evidence.duration?;
    let is_beginning = param.kind == ParamKind::Seconds
        && !param.name.ends_with("end_time")
        && param.name != "end";
    let seconds = subject.number(param.name).filter(|_| is_beginning)?;
    // The length is known to the second, and the moment to fractions of it.
    if seconds < duration.0 as f64 + 1.0 {
        return None;
    }
    let message = format!(
        "`{}` is {}, and the video lasts {duration}",
        param.name,
        Span(seconds as i64)
    );
    Some(
        RULE.found(message, "Choose a moment within the video.")
            .at(param.name),
    )
}

/// The whole number that a value is or holds.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => Number::parse(text)?.as_i64(),
        _ => None,
    }
}

/// The whole number that is written with a fraction of zero.
fn whole_in_disguise(value: &Value) -> Option<i64> {
    let digits = value.as_number()?.as_str();
    let (whole, fraction) = digits.split_once('.')?;
    fraction.bytes().all(|b| b == b'0').then_some(())?;
    whole.parse().ok()
}

/// The value that was probably meant by one that does not fit.
fn meant(kind: ParamKind, value: &Value) -> Option<Value> {
    let text = value.plain();
    let text = text.trim();
    match kind {
        ParamKind::Choice(words) => {
            let is_it = |word: &&&str| {
                word.eq_ignore_ascii_case(text) || word.strip_suffix('p') == Some(text)
            };
            words.iter().find(is_it).map(|word| Value::from(*word))
        }
        ParamKind::Switch => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(Value::Bool(true)),
            "false" | "0" | "no" | "off" => Some(Value::Bool(false)),
            _ => None,
        },
        ParamKind::Integer { min, max } => {
            let number: f64 = text.trim_end_matches("px").trim_end().parse().ok()?;
            let rounded = number.round();
            let is_near = number.is_finite() && rounded >= min as f64;
            is_near.then(|| Value::from((rounded as i64).min(max)))
        }
        ParamKind::Angle(angles) => {
            let turned = whole(value)?.rem_euclid(360);
            angles.contains(&turned).then(|| Value::from(turned))
        }
        ParamKind::Seconds | ParamKind::Duration => {
            // `10s` is ten seconds, and `1.5` is said by the table to be right.
            let span = Span::parse(text).ok().filter(|_| !text.contains('.'))?;
            Some(Value::from(span.0))
        }
        ParamKind::EpochSeconds => {
            let moment = Timestamp::parse(text, Zone::UTC).ok();
            let number = || text.parse::<f64>().ok().filter(|n| (0.0..1e12).contains(n));
            let moment = moment.or_else(|| Some(Timestamp(number()? as i64)))?;
            Some(Value::from(moment.0))
        }
        ParamKind::Object => {
            let object = Value::parse(value.as_str()?).ok()?;
            object.as_object().is_some().then_some(object)
        }
        ParamKind::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::testing::{NOTHING, claims},
        },
        time::Span,
    };

    #[test]
    fn says_what_it_is_and_what_it_may_be() {
        for (input, says) in [
            (
                r#"{"aud":"g","width":641}"#,
                "`width` is `641`, and Mux documents a whole number from 1 to 640",
            ),
            (
                r#"{"aud":"g","fps":60.0}"#,
                "`fps` is `60.0`, and Mux documents a whole number from 1 to 30",
            ),
            (
                r#"{"aud":"g","fps":"60"}"#,
                "`fps` is `60`, and Mux documents a whole number from 1 to 30",
            ),
            (
                r#"{"aud":"t","time":-1}"#,
                "`time` is `-1`, and Mux documents seconds from the start, 0 or more",
            ),
            (
                r#"{"aud":"t","fit_mode":"cover"}"#,
                "`fit_mode` is `cover`, and Mux documents `preserve`, `stretch`, `crop`, `smartcrop` or `pad`",
            ),
            (
                r#"{"aud":"v","custom":[1]}"#,
                "`custom` is a list, and Mux documents a JSON object",
            ),
            (
                r#"{"aud":"x","playback_restriction_id":7}"#,
                "`playback_restriction_id` is `7`, and Mux documents the ID of a playback restriction",
            ),
            (
                r#"{"aud":"t","width":""}"#,
                "`width` is empty, which is probably not what was meant",
            ),
            (
                r#"{"aud":"d","playDuration":"3600"}"#,
                "`playDuration` is the string `\"3600\"`, and Mux's player for iOS reads it only as a number",
            ),
            (
                r#"{"aud":"v","program_start_time":1795330245000}"#,
                "`program_start_time` is probably in milliseconds, and Mux documents seconds since 1970",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn the_value_that_was_meant_is_offered() {
        for (input, meant) in [
            (r#"{"aud":"g","width":641}"#, "640"),
            (r#"{"aud":"t","width":"640px"}"#, "640"),
            (r#"{"aud":"t","width":640.5}"#, "641"),
            (r#"{"aud":"v","max_resolution":720}"#, "\"720p\""),
            (r#"{"aud":"v","max_resolution":"1080P"}"#, "\"1080p\""),
            (r#"{"aud":"v","redundant_streams":"True"}"#, "true"),
            (r#"{"aud":"t","flip_h":1}"#, "true"),
            (r#"{"aud":"t","rotate":-90}"#, "270"),
            (r#"{"aud":"t","time":"10s"}"#, "10"),
            (r#"{"aud":"d","licenseExpiration":"3600"}"#, "3600"),
            (
                r#"{"aud":"v","program_start_time":"2026-11-22T06:50:45Z"}"#,
                "1795330245",
            ),
            (
                r#"{"aud":"v","program_start_time":1795330245.5}"#,
                "1795330245",
            ),
            (
                r#"{"aud":"v","program_end_time":1795330245000}"#,
                "1795330245",
            ),
            (r#"{"aud":"v","custom":"{\"a\":1}"}"#, "{\"a\":1}"),
        ] {
            let findings = claims(input).findings(&RULE);
            match &findings[0].fix {
                Some(Fix::SetParam(_, value)) => assert_eq!(value.to_string(), meant, "{input}"),
                other => panic!("{input}: {other:?}"),
            }
        }
        for input in [
            r#"{"aud":"g","fps":0}"#,
            r#"{"aud":"t","time":"soon"}"#,
            r#"{"aud":"t","rotate":45}"#,
            r#"{"aud":"v","playback_restriction_id":7}"#,
            r#"{"aud":"t","time":1e999}"#,
        ] {
            assert_eq!(claims(input).findings(&RULE)[0].fix, None, "{input}");
        }
    }

    #[test]
    fn a_moment_after_the_end_is_told_where_the_length_is_known() {
        let says = |input: &str| {
            let mut case = claims(input);
            case.evidence.duration = Some(Span(90));
            case.says(&RULE)
        };
        assert_eq!(
            says(r#"{"aud":"t","time":"95"}"#),
            ["`time` is 1 minute 35 seconds, and the video lasts 1 minute 30 seconds"]
        );
        assert_eq!(says(r#"{"aud":"v","asset_start_time":95}"#).len(), 1);
        for input in [
            r#"{"aud":"t","time":90.9}"#,
            r#"{"aud":"v","asset_end_time":95}"#,
            r#"{"aud":"g","end":95}"#,
        ] {
            assert_eq!(says(input), NOTHING, "{input}");
        }
        assert_eq!(claims(r#"{"aud":"t","time":95}"#).says(&RULE), NOTHING);
    }

    #[test]
    fn what_fits_is_right_in_quotes_or_without() {
        for input in [
            r#"{"aud":"t","time":"12.5","width":"640","height":360,"fit_mode":"crop","rotate":"90"}"#,
            r#"{"aud":"v","redundant_streams":"true","roku_trick_play":false,"max_resolution":"720p"}"#,
            r#"{"aud":"v","program_start_time":1795330245.0,"custom":{}}"#,
            r#"{"aud":"g","width":640.0,"fps":30.00}"#,
            r#"{"aud":"d","offline":true,"licenseExpiration":3600}"#,
            // Of another kind of token, or of none: not for this rule to judge.
            r#"{"aud":"v","width":"x"}"#,
            r#"{"aud":"x","width":"x"}"#,
            r#"{"aud":"v","foo":[1],"iat":"x"}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }
}
