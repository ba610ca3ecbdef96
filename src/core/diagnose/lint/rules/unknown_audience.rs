//! `aud` is not an audience of Mux.

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
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-audience",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "unknown `aud`",
    explanation: "`aud` is a string: exactly one of `v`, `t`, `g`, `s`, `d`, `video_id`, `asset_id`, `playback_id` \
                  and `live_stream_id`. mux-node up to 7.3.5 wrote `livestream_id` by mistake; `rt` was for Spaces, \
                  which Mux has discontinued.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // `missing-audience` reports a missing one.
    let Some(aud) = subject.claim("aud") else {
        return Vec::new();
    };
    if subject.audience().is_some() {
        return Vec::new();
    }
    let meant = meant(aud);
    let wanted = subject.wanted_audiences();
    let message = match aud {
        Value::String(aud) => format!("`aud` is `{aud}`, which Mux does not document"),
        Value::Array(_) => "`aud` is a list, but Mux documents a string".to_owned(),
        other => format!("`aud` is {}, but Mux documents a string", other.kind()),
    };
    let hint = match (aud.as_str(), meant) {
        (Some("rt"), _) => {
            "It was for Mux Real-Time Video (Spaces), which is discontinued.".to_owned()
        }
        (_, Some(meant)) => format!("For {}, use `{}`.", meant.noun(), meant.claim()),
        (_, None) if !wanted.is_empty() => {
            let wanted: Vec<_> = wanted
                .iter()
                .map(|audience| format!("`{}` for {}", audience.claim(), audience.noun()))
                .collect();
            format!(
                "This token is used where Mux reads {}.",
                wanted.join(" or ")
            )
        }
        _ => "Use `v` for video, `t` for thumbnails, `g` for animated images, `s` for storyboards."
            .to_owned(),
    };
    let finding = RULE.found(message, hint).at("aud");
    let fix = meant.or_else(|| wanted.first().copied());
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
    fn value_is_reported() {
        for (input, says) in [
            (
                r#"{"aud":"video"}"#,
                "`aud` is `video`, which Mux does not document",
            ),
            (
                r#"{"aud":"livestream_id"}"#,
                "`aud` is `livestream_id`, which Mux does not document",
            ),
            (
                r#"{"aud":["v"]}"#,
                "`aud` is a list, but Mux documents a string",
            ),
            (
                r#"{"aud":1}"#,
                "`aud` is a number, but Mux documents a string",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn intended_audience_is_suggested() {
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
    fn documented_audiences_are_fine() {
        for audience in Audience::ALL {
            assert_eq!(
                claims(&format!(r#"{{"aud":"{}"}}"#, audience.claim())).says(&RULE),
                NOTHING
            );
        }
    }
}
