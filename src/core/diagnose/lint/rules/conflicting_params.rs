//! Parameters conflict with each other.

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
    mux::audience::Audience,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "conflicting-params",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "conflicting parameters",
    explanation: "Each parameter is valid by itself, but together they are not: a clip that ends before it starts, a \
                  minimum resolution above the maximum, `fit_mode` without both sizes, an animation longer than 10 \
                  seconds or shorter than 0.25, several parameters that select the frame. What Mux does with most of \
                  them is not documented.",
    docs: SECURE,
    check,
};

/// What the acceptance of conflicting parameters depends on.
const CONFLICT: &str = "what Mux does with conflicting parameters";

/// The duration of an animation, in seconds.
const ANIMATION: std::ops::RangeInclusive<f64> = 0.25..=10.0;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let found = match subject.meant_audience() {
        Some(Audience::Video) => vec![
            clip(subject, "asset_start_time", "asset_end_time"),
            clip(subject, "program_start_time", "program_end_time"),
            two_clocks(subject),
            resolutions(subject),
        ],
        Some(Audience::Storyboard) => vec![
            clip(subject, "asset_start_time", "asset_end_time"),
            clip(subject, "program_start_time", "program_end_time"),
            two_clocks(subject),
        ],
        Some(Audience::Thumbnail) => vec![frames(subject), sizes(subject)],
        Some(Audience::Gif) => vec![
            clip(subject, "start", "end").or_else(|| animation(subject)),
            both_sizes(subject),
        ],
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// A clip that ends before it starts.
fn clip(subject: &Subject<'_>, start: &'static str, end: &'static str) -> Option<Finding> {
    let (from, to) = (subject.number(start)?, subject.number(end)?);
    if from < to {
        return None;
    }
    let when = if from > to { "after" } else { "at" };
    let message = format!(
        "`{start}` is {}, {when} `{end}`, which is {}: the clip is empty",
        written(subject, start),
        written(subject, end)
    );
    let hint = format!("Set `{end}` to a time after `{start}`.");
    Some(RULE.found(message, hint).at(start).depends_on(CONFLICT))
}

/// A claim as written, without loss of precision.
fn written(subject: &Subject<'_>, name: &str) -> String {
    let value = subject
        .claim(name)
        .map_or_else(|| "0".to_owned(), Value::plain);
    shortened(&value, 24).into_owned()
}

fn two_clocks(subject: &Subject<'_>) -> Option<Finding> {
    let first =
        |names: [&'static str; 2]| names.into_iter().find(|name| subject.claim(name).is_some());
    let asset = first(["asset_start_time", "asset_end_time"])?;
    let program = first(["program_start_time", "program_end_time"])?;
    Some(
        RULE.found(
            format!(
                "`{asset}` counts from the start of the asset, `{program}` is wall-clock time: Mux does not document using \
                 both"
            ),
            "Use one of the two ways to define a clip.",
        )
        .at(program)
        .known(Basis::Inferred)
        .depends_on(CONFLICT),
    )
}

fn resolutions(subject: &Subject<'_>) -> Option<Finding> {
    let lines = |name: &str| {
        let text = subject.claim(name)?.as_str()?;
        text.strip_suffix('p')?.parse::<u32>().ok()
    };
    let (min, max) = (lines("min_resolution")?, lines("max_resolution")?);
    (min > max).then(|| {
        RULE.found(
            format!(
                "`min_resolution` is {min}p and `max_resolution` is {max}p: no resolution remains"
            ),
            "Set `min_resolution` to the same resolution as `max_resolution`, or a lower one.",
        )
        .at("min_resolution")
        .known(Basis::Observed)
        .depends_on(CONFLICT)
    })
}

fn frames(subject: &Subject<'_>) -> Option<Finding> {
    let is_on = |name: &str| match subject.claim(name) {
        None | Some(Value::Bool(false)) => false,
        // `invalid-param` reports an empty value.
        Some(value) => !matches!(value.as_str(), Some("" | "false")),
    };
    let ways: Vec<_> = ["time", "program_time", "latest"]
        .into_iter()
        .filter(|name| is_on(name))
        .map(|name| format!("`{name}`"))
        .collect();
    (ways.len() > 1).then(|| {
        RULE.found(
            format!(
                "{} each select the frame, and probably only one of them is used",
                ways.join(" and ")
            ),
            "Keep only one of them.",
        )
        .at("time")
        .known(Basis::Inferred)
    })
}

fn sizes(subject: &Subject<'_>) -> Option<Finding> {
    let mode = subject.claim("fit_mode")?.as_str()?;
    if !["stretch", "crop", "smartcrop", "pad"].contains(&mode) {
        return None;
    }
    let missing: Vec<_> = ["width", "height"]
        .into_iter()
        .filter(|name| subject.claim(name).is_none())
        .collect();
    let missing = match missing.as_slice() {
        [] => return None,
        [one] => format!("`{one}` is missing"),
        _ => "both are missing".to_owned(),
    };
    Some(
        RULE.found(
            format!("`fit_mode` `{mode}` requires `width` and `height`, but {missing}"),
            "Set both sizes, or remove `fit_mode`.",
        )
        .at("fit_mode")
        .depends_on(CONFLICT)
        .with_fix(Fix::RemoveClaim("fit_mode".to_owned())),
    )
}

/// The duration of an animation. It starts at 0 by default, and lasts five seconds without an end.
fn animation(subject: &Subject<'_>) -> Option<Finding> {
    let end = subject.number("end")?;
    let start = match subject.claim("start") {
        Some(_) => subject.number("start")?,
        None => 0.0,
    };
    // Round off floating-point errors.
    let length = ((end - start) * 1000.0).round() / 1000.0;
    if ANIMATION.contains(&length) || !length.is_finite() {
        return None;
    }
    let message = format!(
        "The animation from {} to {} lasts {} seconds, but Mux creates 0.25 to 10",
        written(subject, "start"),
        written(subject, "end"),
        shortened(&length.to_string(), 24)
    );
    let finding = RULE
        .found(message, "Set `end` to at most 10 seconds after `start`.")
        .at("end")
        .depends_on(CONFLICT);
    let is_whole = start.fract() == 0.0 && start.abs() < 1e15;
    Some(if is_whole && length > *ANIMATION.end() {
        let end = Value::from(start as i64 + 10);
        finding.with_fix(Fix::SetParam("end".to_owned(), end))
    } else {
        finding
    })
}

fn both_sizes(subject: &Subject<'_>) -> Option<Finding> {
    subject.number("width").and(subject.number("height"))?;
    Some(
        RULE.found(
            "`width` and `height` are both set, but an animated image probably uses only one of them",
            "Keep one of them. The other follows from the aspect ratio of the video.",
        )
        .at("height")
        .with_fix(Fix::RemoveClaim("height".to_owned()))
        .known(Basis::Inferred),
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::testing::{NOTHING, claims},
        },
        json::Value,
    };

    #[test]
    fn conflicting_values_are_named() {
        for (input, says) in [
            (
                r#"{"aud":"v","asset_start_time":20,"asset_end_time":"10"}"#,
                "`asset_start_time` is 20, after `asset_end_time`, which is 10: the clip is empty",
            ),
            (
                r#"{"aud":"s","program_start_time":1795330245,"program_end_time":1795330245}"#,
                "`program_start_time` is 1795330245, at `program_end_time`, which is 1795330245: the clip is empty",
            ),
            (
                r#"{"aud":"v","asset_end_time":10,"program_start_time":5}"#,
                "`asset_end_time` counts from the start of the asset, `program_start_time` is wall-clock time: Mux does \
                 not document using both",
            ),
            (
                r#"{"aud":"v","min_resolution":"1080p","max_resolution":"720p"}"#,
                "`min_resolution` is 1080p and `max_resolution` is 720p: no resolution remains",
            ),
            (
                r#"{"aud":"t","time":0,"latest":"true"}"#,
                "`time` and `latest` each select the frame, and probably only one of them is used",
            ),
            (
                r#"{"aud":"t","fit_mode":"crop","width":640}"#,
                "`fit_mode` `crop` requires `width` and `height`, but `height` is missing",
            ),
            (
                r#"{"aud":"t","fit_mode":"pad"}"#,
                "`fit_mode` `pad` requires `width` and `height`, but both are missing",
            ),
            (
                r#"{"aud":"g","start":5,"end":2}"#,
                "`start` is 5, after `end`, which is 2: the clip is empty",
            ),
            (
                r#"{"aud":"g","start":1,"end":12.5}"#,
                "The animation from 1 to 12.5 lasts 11.5 seconds, but Mux creates 0.25 to 10",
            ),
            (
                r#"{"aud":"g","start":1.1,"end":"1e300"}"#,
                "The animation from 1.1 to 1e300 lasts 100000000000000000000000… seconds, but Mux creates 0.25 to 10",
            ),
            (
                r#"{"aud":"g","end":0.125}"#,
                "The animation from 0 to 0.125 lasts 0.125 seconds, but Mux creates 0.25 to 10",
            ),
            (
                r#"{"aud":"g","width":320,"height":"180"}"#,
                "`width` and `height` are both set, but an animated image probably uses only one of them",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
        let fix = claims(r#"{"aud":"g","start":1,"end":12.5}"#)
            .findings(&RULE)
            .remove(0)
            .fix;
        assert_eq!(fix, Some(Fix::SetParam("end".to_owned(), Value::from(11))));
    }

    #[test]
    fn consistent_params_have_no_findings() {
        for input in [
            r#"{"aud":"v","asset_start_time":10,"asset_end_time":10.5}"#,
            r#"{"aud":"v","asset_start_time":10}"#,
            r#"{"aud":"v","min_resolution":"720p","max_resolution":"720p"}"#,
            r#"{"aud":"v","min_resolution":"720p"}"#,
            r#"{"aud":"t","time":10,"latest":false}"#,
            r#"{"aud":"t","time":"","latest":true}"#,
            r#"{"aud":"t","program_time":1795330245}"#,
            r#"{"aud":"t","fit_mode":"crop","width":640,"height":360}"#,
            r#"{"aud":"t","fit_mode":"preserve","width":640}"#,
            r#"{"aud":"g","start":100,"end":110}"#,
            r#"{"aud":"g","start":0.1,"end":10.1}"#,
            r#"{"aud":"g","start":0.1,"end":0.35}"#,
            r#"{"aud":"g","start":100}"#,
            r#"{"aud":"g","end":10,"width":320}"#,
            // `invalid-param` reports values that are not numbers.
            r#"{"aud":"g","start":"x","end":1}"#,
            // `param-of-another-audience` reports parameters of other audiences.
            r#"{"aud":"d","start":5,"end":2}"#,
            r#"{"start":5,"end":2}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }
}
