//! The audience of the token does not match its URL or its slot in a player.

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
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "audience-mismatch",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token's `aud` does not match the URL",
    explanation: "A token is valid for one audience. Mux returns 403 for a video token on a thumbnail URL, or the \
                  reverse. mux-player shows code 2403222 for the video slot, and silently shows no poster or previews \
                  for the thumbnail and storyboard slots.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(audience) = subject.audience() else {
        return Vec::new();
    };
    let wanted = subject.wanted_audiences();
    let Some(first) = wanted
        .first()
        .copied()
        .filter(|_| !wanted.contains(&audience))
    else {
        return Vec::new();
    };
    let place = match (subject.slot(), subject.url) {
        (Some(slot), _) if Audience::from_token_name(slot).is_some() => {
            format!("it is in `{slot}`")
        }
        (_, Some(url)) => format!("the URL is for {}", url.resource.noun()),
        _ => format!("the type next to it is for {}", first.noun()),
    };
    let message = format!("The token is for {}, but {place}", audience.noun());
    let hint = format!(
        "Sign a token with `aud` set to `{}`, for {}. This one opens {}.",
        first.claim(),
        first.noun(),
        opened(subject, audience)
    );
    vec![
        RULE.found(message, hint)
            .at("aud")
            .with_fix(Fix::SetAudience(first)),
    ]
}

/// What the token opens: its URL, if it has the ID.
fn opened(subject: &Subject<'_>, audience: Audience) -> String {
    let id = subject.claim("sub").and_then(Value::as_str);
    let format = Resource::formats(audience).first();
    let resource = format.and_then(|format| Resource::from_format(audience, format));
    let domain = subject.url.map_or(MUX_DOMAIN, |url| url.domain.as_str());
    let is_plain = |id: &&str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    match (id.filter(is_plain), resource) {
        (Some(id), Some(resource)) => format!("`{}`", MediaUrl::new(id, resource, domain)),
        _ => audience.opens().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn url_and_slot_are_compared() {
        let case = claims(r#"{"aud":"v"}"#).at_url("https://image.mux.com/ID/thumbnail.png");
        assert_eq!(
            case.says(&RULE),
            ["The token is for video, but the URL is for a thumbnail"]
        );
        let case = claims(r#"{"aud":"t"}"#).in_slot("playback-token");
        assert_eq!(
            case.says(&RULE),
            ["The token is for thumbnails, but it is in `playback-token`"]
        );
    }

    #[test]
    fn hint_names_both_sides() {
        for (claims_text, url, hint) in [
            (
                r#"{"sub":"ID","aud":"t"}"#,
                "https://stream.mux.com/ID.m3u8",
                "Sign a token with `aud` set to `v`, for video. This one opens \
                 `https://image.mux.com/ID/thumbnail.png`.",
            ),
            (
                r#"{"sub":"ID","aud":"v"}"#,
                "https://license.mux.com/license/widevine/ID",
                "Sign a token with `aud` set to `d`, for DRM licenses. This one opens \
                 `https://stream.mux.com/ID.m3u8`.",
            ),
            (
                r#"{"aud":"g"}"#,
                "https://image.mux.com/ID/storyboard.vtt",
                "Sign a token with `aud` set to `s`, for storyboards. This one opens animated GIF and WebP images.",
            ),
        ] {
            assert_eq!(
                claims(claims_text).at_url(url).findings(&RULE)[0].hint,
                hint
            );
        }
    }

    #[test]
    fn viewer_counts_accept_four_audiences() {
        for aud in ["video_id", "asset_id", "playback_id", "live_stream_id"] {
            let case =
                claims(&format!(r#"{{"aud":"{aud}"}}"#)).at_url("https://stats.mux.com/counts");
            assert_eq!(case.says(&RULE), NOTHING);
        }
        let case =
            claims(r#"{"aud":"asset_id"}"#).at_url("https://stats.mux.com/live-stream-health");
        assert_eq!(case.says(&RULE).len(), 1);
    }

    #[test]
    fn unknown_audience_is_ignored() {
        assert_eq!(
            claims(r#"{"aud":"video"}"#)
                .at_url("https://stream.mux.com/ID.m3u8")
                .says(&RULE),
            NOTHING
        );
    }

    #[test]
    fn token_without_place_is_ignored() {
        assert_eq!(claims(r#"{"aud":"g"}"#).says(&RULE), NOTHING);
        assert_eq!(
            claims(r#"{"aud":"g"}"#)
                .at_url("https://player.mux.com/ID")
                .says(&RULE),
            NOTHING
        );
    }
}
