//! A parameter has a value that Mux does not document.

use super::expiry_in_milliseconds;
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
    mux::params::{self, Param, ParamKind},
    text::shortened,
    time::{Span, Timestamp, Zone},
};

pub(super) const RULE: Rule = Rule {
    id: "invalid-param",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "invalid value of a parameter",
    explanation: "Mux documents the type, range or choices of each parameter. Numbers may be strings; Mux's own \
                  command line writes them that way. What Mux does with any other value is not documented.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let audience = subject.meant_audience();
    // Without an audience, only the general parameters can be checked.
    let param = |name: &str| match audience {
        Some(audience) => params::find(name, audience),
        None => params::any(name).filter(|param| param.is_general()),
    };
    subject
        .own_claims()
        .into_iter()
        // `invalid-restriction-id` reports this one.
        .filter(|(name, _)| *name != params::RESTRICTION)
        .filter_map(|(name, value)| Some((param(name)?, value)))
        .filter_map(|(param, value)| of_value(param, value).or_else(|| after_end(subject, param)))
        .collect()
}

/// Checks a value by itself.
fn of_value(param: &Param, value: &Value) -> Option<Finding> {
    let name = param.name;
    let Err(error) = param.check(value) else {
        return fits_and_fails(param, value);
    };
    // Some languages write 640 as `640.0`.
    if let Some(whole) = whole_in_disguise(value)
        && param.check(&Value::from(whole)).is_ok()
    {
        return None;
    }
    if value.as_str() == Some("") {
        // Observed from a form with an empty field.
        return Some(
            RULE.found(
                format!("`{name}` is empty, which is probably not intended"),
                format!("Remove it, or set it to {}.", error.expected),
            )
            .at(name)
            .with_fix(Fix::RemoveClaim(name.to_owned()))
            .known(Basis::Inferred)
            .depends_on(format!("what Mux does with an empty `{name}`")),
        );
    }
    let message = format!(
        "`{name}` is {}, but Mux documents {}",
        shortened(&error.found, 60),
        error.expected
    );
    let open = format!("what Mux does with this `{name}`");
    let Some(meant) = meant(param.kind, value) else {
        let hint = format!("Set it to {}, or remove it.", error.expected);
        return Some(RULE.found(message, hint).at(name).depends_on(open));
    };
    let hint = format!("Use `{}`.", shortened(&meant.to_string(), 60));
    Some(
        RULE.found(message, hint)
            .at(name)
            .with_fix(Fix::SetParam(name.to_owned(), meant))
            .depends_on(open),
    )
}

/// Checks a value that the table accepts.
fn fits_and_fails(param: &Param, value: &Value) -> Option<Finding> {
    let name = param.name;
    let set = |number: Number| Fix::SetParam(name.to_owned(), Value::Number(number));
    match param.kind {
        ParamKind::Duration => {
            let number = Number::parse(value.as_str()?)?;
            let message = format!(
                "`{name}` is the string `{value}`, but Mux's iOS player reads it only as a number"
            );
            let finding = RULE.found(
                message,
                format!("Use `{}`, without quotes.", number.as_str()),
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
                format!("`{name}` is probably in {unit}, but Mux documents seconds since 1970");
            let finding = RULE.found(message, format!("Use `{}`.", meant.0));
            Some(
                finding
                    .at(name)
                    .with_fix(set(meant.0.into()))
                    .known(Basis::Inferred)
                    .depends_on(format!("what Mux does with this `{name}`")),
            )
        }
        _ => None,
    }
}

/// Checks a time against the duration of the video.
fn after_end(subject: &Subject<'_>, param: &Param) -> Option<Finding> {
    let duration = subject.evidence.duration?;
    let is_beginning = param.kind == ParamKind::Seconds
        && !param.name.ends_with("end_time")
        && param.name != "end";
    let seconds = subject.number(param.name).filter(|_| is_beginning)?;
    // The duration is in whole seconds, the time may have fractions.
    if seconds < duration.0 as f64 + 1.0 {
        return None;
    }
    let message = format!(
        "`{}` is {}, but the video lasts {duration}",
        param.name,
        Span(seconds as i64)
    );
    Some(
        RULE.found(message, "Use a time within the video.")
            .at(param.name)
            .depends_on("what Mux does with a time after the end"),
    )
}

/// A value as a whole number.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => Number::parse(text)?.as_i64(),
        _ => None,
    }
}

/// A whole number that is written with a zero fraction.
fn whole_in_disguise(value: &Value) -> Option<i64> {
    let digits = value.as_number()?.as_str();
    let (whole, fraction) = digits.split_once('.')?;
    fraction.bytes().all(|b| b == b'0').then_some(())?;
    whole.parse().ok()
}

/// The value that was probably meant.
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
            // `10s` is ten seconds; the table accepts `1.5`.
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
    fn value_and_expectation_are_reported() {
        for (input, says) in [
            (
                r#"{"aud":"g","width":641}"#,
                "`width` is `641`, but Mux documents a whole number from 1 to 640",
            ),
            (
                r#"{"aud":"g","fps":60.0}"#,
                "`fps` is `60.0`, but Mux documents a whole number from 1 to 30",
            ),
            (
                r#"{"aud":"g","fps":"60"}"#,
                "`fps` is `60`, but Mux documents a whole number from 1 to 30",
            ),
            (
                r#"{"aud":"t","time":-1}"#,
                "`time` is `-1`, but Mux documents seconds from the start, 0 or more",
            ),
            (
                r#"{"aud":"t","fit_mode":"cover"}"#,
                "`fit_mode` is `cover`, but Mux documents `preserve`, `stretch`, `crop`, `smartcrop` or `pad`",
            ),
            (
                r#"{"aud":"v","custom":[1]}"#,
                "`custom` is a list, but Mux documents a JSON object",
            ),
            (
                r#"{"aud":"t","width":""}"#,
                "`width` is empty, which is probably not intended",
            ),
            (
                r#"{"aud":"d","playDuration":"3600"}"#,
                "`playDuration` is the string `\"3600\"`, but Mux's iOS player reads it only as a number",
            ),
            (
                r#"{"aud":"v","program_start_time":1795330245000}"#,
                "`program_start_time` is probably in milliseconds, but Mux documents seconds since 1970",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn intended_value_is_suggested() {
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
            r#"{"aud":"t","time":1e999}"#,
        ] {
            assert_eq!(claims(input).findings(&RULE)[0].fix, None, "{input}");
        }
    }

    #[test]
    fn time_after_end_is_reported() {
        let says = |input: &str| {
            let mut case = claims(input);
            case.evidence.duration = Some(Span(90));
            case.says(&RULE)
        };
        assert_eq!(
            says(r#"{"aud":"t","time":"95"}"#),
            ["`time` is 1 minute 35 seconds, but the video lasts 1 minute 30 seconds"]
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
    fn valid_values_may_be_strings() {
        for input in [
            r#"{"aud":"t","time":"12.5","width":"640","height":360,"fit_mode":"crop","rotate":"90"}"#,
            r#"{"aud":"v","redundant_streams":"true","roku_trick_play":false,"max_resolution":"720p"}"#,
            r#"{"aud":"v","program_start_time":1795330245.0,"custom":{}}"#,
            r#"{"aud":"g","width":640.0,"fps":30.00}"#,
            r#"{"aud":"d","offline":true,"licenseExpiration":3600}"#,
            // Other rules report unknown parameters and those of another audience.
            r#"{"aud":"v","width":"x"}"#,
            r#"{"aud":"x","width":"x"}"#,
            r#"{"aud":"v","foo":[1],"iat":"x"}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }
}
