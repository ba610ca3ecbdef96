//! The token expires before the video ends.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::audience::Audience,
    time::Span,
};

pub(super) const RULE: Rule = Rule {
    id: "expires-before-end",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the token expires before the video ends",
    explanation: "Mux checks the token on every request, segments included. If it expires during playback, playback \
                  stops, so it must outlast the video.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Images are fetched at once; the required lifetime of a DRM token is not documented.
    let (Some(Audience::Video), Some(exp), Some(duration)) = (
        subject.audience(),
        subject.expiry(),
        subject.evidence.duration,
    ) else {
        return Vec::new();
    };
    let length = clip(subject, duration);
    let left = exp.since(subject.now());
    // `expired` reports a token that has already expired.
    if left.0 <= 0 || left >= length {
        return Vec::new();
    }
    let what = if length < duration { "clip" } else { "video" };
    let message = format!(
        "The token expires in {left}, but the {what} lasts {length}: a viewer who starts now is cut off"
    );
    vec![
        RULE.found(
            message,
            "Sign a token that outlasts the video, pauses included.",
        )
        .at("exp")
        .with_fix(Fix::NewExpiry),
    ]
}

/// The duration of the clip that the claims define.
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
    // `conflicting-params` reports a clip that ends before it starts.
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
    fn lifetime_is_compared_with_duration() {
        for (claims, says) in [
            (
                r#"{"aud":"v","exp":1600}"#,
                "The token expires in 10 minutes, but the video lasts 1 hour: a viewer who starts now is cut off",
            ),
            (
                r#"{"aud":"v","exp":1600,"asset_start_time":"1800"}"#,
                "The token expires in 10 minutes, but the clip lasts 30 minutes: a viewer who starts now is cut off",
            ),
            (
                r#"{"aud":"v","exp":1600,"program_start_time":5000,"program_end_time":5660.5}"#,
                "The token expires in 10 minutes, but the clip lasts 11 minutes: a viewer who starts now is cut off",
            ),
        ] {
            assert_eq!(of_video(claims, 3600).says(&RULE), [says]);
        }
    }

    #[test]
    fn long_enough_token_is_fine() {
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
    fn other_audiences_and_expired_tokens_are_ignored() {
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
