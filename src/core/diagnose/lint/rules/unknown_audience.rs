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
    mux::{audience::Audience, url::MediaUrl},
    text::shortened,
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
    let wanted = subject.wanted_audiences();
    let meant = meant(aud);
    // What the URL needs counts, unless that leaves a choice.
    let fix = match wanted.as_slice() {
        [] => meant,
        [one] => Some(*one),
        [first, ..] => meant
            .filter(|meant| wanted.contains(meant))
            .or(Some(*first)),
    };
    let message = match aud {
        Value::String(aud) => format!(
            "`aud` is `{}`, which Mux does not document",
            shortened(aud, 60)
        ),
        Value::Array(_) => "`aud` is a list, but Mux documents a string".to_owned(),
        other => format!("`aud` is {}, but Mux documents a string", other.kind()),
    };
    let hint = match (aud.as_str(), fix) {
        (Some("rt"), _) => {
            "It was for Mux Real-Time Video (Spaces), which is discontinued.".to_owned()
        }
        (_, Some(fix)) if !wanted.is_empty() => {
            let place = match subject.url {
                Some(url) if subject.slot().is_none() => url.resource.noun().to_owned(),
                _ => fix.noun().to_owned(),
            };
            format!("Sign it with `aud` set to `{}`, for {place}.", fix.claim())
        }
        (_, Some(fix)) => format!("For {}, use `{}`.", fix.noun(), fix.claim()),
        _ => "Use `v` for video and audio, `t` for thumbnails, `g` for animated images, `s` for storyboards, `d` for \
              DRM licenses."
            .to_owned(),
    };
    let finding = RULE.found(message, hint).at("aud");
    // Whether a list works is unknown, unless it lacks what the URL needs.
    let is_list = matches!((aud, meant), (Value::Array(_), Some(meant)) if wanted.is_empty() || wanted.contains(&meant));
    let finding = if is_list {
        finding
            .of(Severity::Warning)
            .known(Basis::Inferred)
            .depends_on("whether Mux accepts a list in `aud`")
    } else {
        finding
    };
    vec![match fix {
        Some(fix) => finding.with_fix(Fix::SetAudience(fix)),
        None => finding,
    }]
}

/// Words for what a URL requests, in addition to the names of SDKs.
const WORDS: [(Audience, &[&str]); 5] = [
    (
        Audience::Video,
        &[
            "a", "audio", "stream", "hls", "m3u8", "mp4", "vod", "vid", "play", "player", "live",
        ],
    ),
    (
        Audience::Thumbnail,
        &[
            "image", "img", "thumb", "still", "jpg", "png", "preview", "i",
        ],
    ),
    (
        Audience::Gif,
        &["animation", "animated_gif", "animated-gif"],
    ),
    (Audience::Storyboard, &["sprite", "timeline", "vtt"]),
    (
        Audience::Drm,
        &[
            "drm_licence",
            "licence",
            "widevine",
            "fairplay",
            "playready",
        ],
    ),
];

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
    let singular = lower.trim_end_matches('s');
    let by_word = |(audience, words): &(Audience, &[&str])| {
        (words.contains(&lower.as_str()) || words.contains(&singular)).then_some(*audience)
    };
    Audience::from_claim(&lower)
        .or_else(|| Audience::from_type(&lower))
        .or_else(|| Audience::from_type(singular))
        .or_else(|| Audience::from_token_name(&lower))
        .or_else(|| WORDS.iter().find_map(by_word))
        .or_else(|| of_url(name))
}

/// The audience of a URL or a host of Mux.
fn of_url(text: &str) -> Option<Audience> {
    let url = MediaUrl::read(text).or_else(|_| MediaUrl::read_loosely(text));
    if let Ok(url) = url {
        return url.resource.audiences().first().copied();
    }
    let host = text.split_once("://").map_or(text, |(_, host)| host);
    match host.split('.').next()? {
        "stream" if host.contains('.') => Some(Audience::Video),
        "image" if host.contains('.') => Some(Audience::Thumbnail),
        "license" if host.contains('.') => Some(Audience::Drm),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, meant};
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::testing::{NOTHING, claims},
        },
        json::Value,
        level::Severity,
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
            ("a", Some(Audience::Video)),
            ("audio", Some(Audience::Video)),
            ("playback-token", Some(Audience::Video)),
            ("image", Some(Audience::Thumbnail)),
            ("https://stream.mux.com", Some(Audience::Video)),
            ("stream.mux.com", Some(Audience::Video)),
            (
                "https://image.mux.com/ID/storyboard.vtt",
                Some(Audience::Storyboard),
            ),
            ("mux", None),
            ("https://api.mux.com", None),
            ("example.com", None),
            ("stream", Some(Audience::Video)),
        ] {
            assert_eq!(meant(&Value::from(aud)), audience, "{aud}");
        }
    }

    #[test]
    fn list_may_be_accepted() {
        let stream = "https://stream.mux.com/ID.m3u8";
        for (aud, severity) in [
            (r#"["v"]"#, Severity::Warning),
            (r#"["t"]"#, Severity::Error),
            (r#"["v","t"]"#, Severity::Error),
            ("[1]", Severity::Error),
        ] {
            let case = claims(&format!(r#"{{"aud":{aud}}}"#)).at_url(stream);
            let finding = case.findings(&RULE).remove(0);
            assert_eq!(finding.severity, severity, "{aud}");
            assert_eq!(finding.depends_on.is_some(), severity == Severity::Warning);
        }
    }

    #[test]
    fn hint_and_fix_follow_the_url() {
        for (aud, url, hint, claim) in [
            (
                "a",
                "https://stream.mux.com/ID/audio.m4a",
                "Sign it with `aud` set to `v`, for a static rendition.",
                "v",
            ),
            (
                "mux",
                "https://image.mux.com/ID/storyboard.vtt",
                "Sign it with `aud` set to `s`, for a storyboard.",
                "s",
            ),
            (
                "thumbnail",
                "https://stream.mux.com/ID.m3u8",
                "Sign it with `aud` set to `v`, for the HLS stream.",
                "v",
            ),
            (
                "asset",
                "https://stats.mux.com/counts",
                "Sign it with `aud` set to `asset_id`, for viewer counts.",
                "asset_id",
            ),
        ] {
            let case = claims(&format!(r#"{{"aud":"{aud}"}}"#)).at_url(url);
            let finding = case.findings(&RULE).remove(0);
            assert_eq!(finding.hint, hint);
            let audience = Audience::from_claim(claim).expect("an audience");
            assert_eq!(finding.fix, Some(Fix::SetAudience(audience)));
        }
        let case = claims(r#"{"aud":"poster"}"#).in_slot("storyboard-token");
        assert_eq!(
            case.findings(&RULE)[0].hint,
            "Sign it with `aud` set to `s`, for storyboards."
        );
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
