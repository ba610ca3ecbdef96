//! A token of one kind on a URL, or in a player's slot, of another.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    mux::audience::Audience,
};

pub(super) const RULE: Rule = Rule {
    id: "audience-mismatch",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is for something else than the URL",
    explanation: "One token opens one kind of thing. A video token on a thumbnail URL, or the other way round, is \
                  answered with 403; in mux-player the video slot shows code 2403222, and the thumbnail and \
                  storyboard slots stay empty without a word.",
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
            format!("it stands in `{slot}`")
        }
        (_, Some(url)) => format!("the URL asks for {}", url.resource.noun()),
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
    fn compares_with_the_url_and_the_slot() {
        let case = claims(r#"{"aud":"v"}"#).at_url("https://image.mux.com/ID/thumbnail.png");
        assert_eq!(
            case.says(&RULE),
            ["The token is for video, but the URL asks for a thumbnail"]
        );
        let case = claims(r#"{"aud":"t"}"#).in_slot("playback-token");
        assert_eq!(
            case.says(&RULE),
            ["The token is for thumbnails, but it stands in `playback-token`"]
        );
    }

    #[test]
    fn viewer_counts_take_four_kinds() {
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
    fn an_unknown_audience_is_left_to_its_own_rule() {
        assert_eq!(
            claims(r#"{"aud":"video"}"#)
                .at_url("https://stream.mux.com/ID.m3u8")
                .says(&RULE),
            NOTHING
        );
    }

    #[test]
    fn without_a_place_there_is_nothing_to_compare() {
        assert_eq!(claims(r#"{"aud":"g"}"#).says(&RULE), NOTHING);
        assert_eq!(
            claims(r#"{"aud":"g"}"#)
                .at_url("https://player.mux.com/ID")
                .says(&RULE),
            NOTHING
        );
    }
}
