//! The token ends before the video does.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    mux::audience::Audience,
    time::Span,
};

pub(super) const RULE: Rule = Rule {
    id: "expires-before-end",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the token ends before the video does",
    explanation: "Mux checks the token of every request, those for the segments of a video that is playing included. \
                  A viewer who starts now is stopped when the token expires, so it must outlast the video.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Images are fetched at once; what a DRM token must outlast is not documented.
    let (Some(Audience::Video), Some(exp), Some(duration)) = (
        subject.audience(),
        subject.expiry(),
        subject.evidence.duration,
    ) else {
        return Vec::new();
    };
    let length = clip(subject, duration);
    let left = exp.since(subject.now);
    // One that has expired already is the matter of `expired`.
    if left.0 <= 0 || left >= length {
        return Vec::new();
    }
    let what = if length < duration { "clip" } else { "video" };
    let message = format!(
        "The token expires in {left}, and the {what} lasts {length}: who starts now does not see the end"
    );
    vec![
        RULE.found(
            message,
            "Sign a token that lasts longer than the video, pauses included.",
        )
        .at("exp")
        .with_fix(Fix::NewExpiry),
    ]
}

/// How much of a video of this length the claims let through.
fn clip(subject: &Subject<'_>, duration: Span) -> Span {
    let number = |name: &str| subject.number(name);
    let end = number("asset_end_time").unwrap_or(f64::INFINITY);
    let start = number("asset_start_time").unwrap_or(0.0);
    let of_asset = end.min(duration.0 as f64) - start;
    let of_program = match (number("program_start_time"), number("program_end_time")) {
        (Some(start), Some(end)) => end - start,
        _ => f64::INFINITY,
    };
    let length = of_asset.min(of_program);
    // What ends before it begins is the matter of `conflicting-params`.
    if length > 0.0 && length < duration.0 as f64 {
        Span(length as i64)
    } else {
        duration
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{Case, NOTHING, claims},
        time::Span,
    };

    fn of_video(claims_text: &str, duration: i64) -> Case {
        let mut case = claims(claims_text);
        case.evidence.duration = Some(Span(duration));
        case
    }

    #[test]
    fn compares_what_is_left_with_what_is_to_be_seen() {
        for (claims, says) in [
            (
                r#"{"aud":"v","exp":1600}"#,
                "The token expires in 10 minutes, and the video lasts 1 hour: who starts now does not see the end",
            ),
            (
                r#"{"aud":"v","exp":1600,"asset_start_time":"1800"}"#,
                "The token expires in 10 minutes, and the clip lasts 30 minutes: who starts now does not see the end",
            ),
            (
                r#"{"aud":"v","exp":1600,"program_start_time":5000,"program_end_time":5660.5}"#,
                "The token expires in 10 minutes, and the clip lasts 11 minutes: who starts now does not see the end",
            ),
        ] {
            assert_eq!(of_video(claims, 3600).says(&RULE), [says]);
        }
    }

    #[test]
    fn a_token_that_outlasts_the_video_or_the_clip_is_right() {
        for claims in [
            r#"{"aud":"v","exp":4600}"#,
            r#"{"aud":"v","exp":1600,"asset_end_time":600}"#,
            r#"{"aud":"v","exp":1600,"asset_start_time":600,"asset_end_time":900.5}"#,
            r#"{"aud":"v","exp":1600,"program_start_time":0,"program_end_time":60}"#,
        ] {
            assert_eq!(of_video(claims, 3600).says(&RULE), NOTHING, "{claims}");
        }
    }

    #[test]
    fn other_tokens_and_other_faults_are_left_alone() {
        for text in [
            r#"{"aud":"t","exp":1600}"#,
            r#"{"aud":"d","exp":1600}"#,
            r#"{"aud":"v","exp":1000}"#,
            r#"{"aud":"v"}"#,
        ] {
            assert_eq!(of_video(text, 3600).says(&RULE), NOTHING, "{text}");
        }
        assert_eq!(claims(r#"{"aud":"v","exp":1001}"#).says(&RULE), NOTHING);
    }
}
