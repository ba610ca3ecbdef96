//! `aud` is nothing that Mux serves.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::Value,
    level::{Basis, Severity},
    mux::audience::Audience,
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-audience",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "`aud` is not a value that Mux knows",
    explanation: "`aud` is one of `v`, `t`, `g`, `s`, `d`, `video_id`, `asset_id`, `playback_id` and \
                  `live_stream_id`, to the letter and as a plain string. mux-node up to 7.3.5 wrote \
                  `livestream_id` by mistake; `rt` belonged to Spaces, which Mux has closed.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // A missing one belongs to `missing-audience`.
    let Some(aud) = subject.claim("aud") else {
        return Vec::new();
    };
    if subject.audience().is_some() {
        return Vec::new();
    }
    let meant = meant(aud);
    let message = match aud {
        Value::String(aud) => format!("`aud` is `{aud}`, which Mux does not know"),
        Value::Array(_) => "`aud` is a list, and Mux documents a single string".to_owned(),
        other => format!("`aud` is {}, and Mux documents a string", other.kind()),
    };
    let hint = match (aud.as_str(), meant) {
        (Some("rt"), _) => "It was for Mux Real-Time Video (Spaces), which is closed.".to_owned(),
        (_, Some(meant)) => format!("For {} it is `{}`.", meant.noun(), meant.claim()),
        _ => "Use `v` for video, `t` for thumbnails, `g` for animated images, `s` for storyboards."
            .to_owned(),
    };
    let finding = RULE.found(message, hint).at("aud");
    let fix = meant.or_else(|| subject.wanted_audiences().first().copied());
    vec![match fix {
        Some(fix) => finding.with_fix(Fix::SetAudience(fix)),
        None => finding,
    }]
}

/// The audience that was probably meant.
fn meant(aud: &Value) -> Option<Audience> {
    let name = match aud {
        Value::Array(items) => match items.as_slice() {
            [one] => one.as_str()?,
            _ => return None,
        },
        other => other.as_str()?,
    };
    if name == "livestream_id" {
        return Some(Audience::LiveStreamViews);
    }
    let lower = name.trim().to_ascii_lowercase();
    Audience::from_claim(&lower)
        .or_else(|| Audience::from_type(&lower))
        .or_else(|| Audience::from_type(lower.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::{RULE, meant};
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims},
        json::Value,
        mux::audience::Audience,
    };

    #[test]
    fn says_what_stands_there() {
        for (input, says) in [
            (
                r#"{"aud":"video"}"#,
                "`aud` is `video`, which Mux does not know",
            ),
            (
                r#"{"aud":"livestream_id"}"#,
                "`aud` is `livestream_id`, which Mux does not know",
            ),
            (
                r#"{"aud":["v"]}"#,
                "`aud` is a list, and Mux documents a single string",
            ),
            (
                r#"{"aud":1}"#,
                "`aud` is a number, and Mux documents a string",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn guesses_what_was_meant() {
        for (aud, audience) in [
            ("V", Some(Audience::Video)),
            ("thumbnails", Some(Audience::Thumbnail)),
            ("drm_license", Some(Audience::Drm)),
            ("livestream_id", Some(Audience::LiveStreamViews)),
            ("mux", None),
        ] {
            assert_eq!(meant(&Value::from(aud)), audience, "{aud}");
        }
    }

    #[test]
    fn every_audience_of_mux_is_right() {
        for audience in Audience::ALL {
            assert_eq!(
                claims(&format!(r#"{{"aud":"{}"}}"#, audience.claim())).says(&RULE),
                NOTHING
            );
        }
    }
}
