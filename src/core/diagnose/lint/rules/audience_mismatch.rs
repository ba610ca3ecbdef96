//! The audience of the token does not match its URL or its slot in a player.

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
        _ => format!("it is used for {}", first.noun()),
    };
    let message = format!("The token is for {}, but {place}", audience.noun());
    let hint = format!(
        "Sign a token with `aud` set to `{}`, for {}.",
        first.claim(),
        first.noun()
    );
    vec![
        RULE.found(message, hint)
            .at("aud")
            .with_fix(Fix::SetAudience(first)),
    ]
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
