//! The token is in a place that Mux does not read.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::{
        restriction::Visit,
        url::{MediaHost, UrlError},
    },
    request::{Misplaced, Stripped},
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "misplaced-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is in a place that Mux does not read",
    explanation: "Mux reads the token only from the query parameter `token`, in lowercase; the hosted player has one \
                  parameter per audience. Some methods of mux-node before 15 wrote `TOKEN`, which was a bug. A token \
                  after `#` is never sent, one in the path or in `playback-id` becomes part of the ID, and a license \
                  URL has its playback ID after the DRM system.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(misplaced) = &subject.request.misplaced else {
        return after_entity(subject).into_iter().collect();
    };
    let host = subject.request.media_url().map(|url| url.host);
    let finding = |message: String, hint: &str| vec![RULE.found(message, hint).at("token")];
    match misplaced {
        Misplaced::Name(name) if host == Some(MediaHost::Player) => finding(
            format!(
                "The token is in `{}`, which the hosted player does not read",
                shortened(name, 40)
            ),
            "Use the parameter of its audience: `playback-token`, `thumbnail-token`, `storyboard-token` or \
             `drm-token`.",
        ),
        Misplaced::Name(name) => finding(
            format!(
                "The token is in `{}`, but Mux reads only `token`",
                shortened(name, 40)
            ),
            "Name the parameter `token`, in lowercase.",
        ),
        Misplaced::Fragment => finding(
            "The token is after the `#`, which is never sent".to_owned(),
            "Move it into the query: `?token=` before any `#`.",
        ),
        Misplaced::Again => vec![Finding {
            severity: Severity::Warning,
            basis: Basis::Inferred,
            ..RULE
                .found(
                    "The URL has `token` twice, and it is unknown which one Mux uses",
                    "Remove one of them.",
                )
                .at("token")
                .depends_on("which of the two tokens Mux reads")
        }],
        Misplaced::SecondMark(name) => finding(
            format!(
                "The token is after a second `?`, which makes it part of `{}`",
                shortened(name, 40)
            ),
            "Use `&token=`: a URL has only one `?`.",
        ),
        Misplaced::Path => finding(
            "The token is in the path, where it becomes part of the playback ID".to_owned(),
            "Move it into the query: `?token=` after the path.",
        ),
        Misplaced::PlaybackId => finding(
            "The token is in `playback-id`, which `<mux-player>` rejects".to_owned(),
            "Keep only the ID in `playback-id`, and move the token to `playback-token`.",
        ),
        Misplaced::Header(name) => finding(
            format!(
                "The token is in the `{}` header, and the URL has none",
                shortened(name, 40)
            ),
            "Move it into the query: `?token=`.",
        ),
        Misplaced::Prop(name) => finding(
            format!("`{}` is not a prop of `<MuxPlayer>`", shortened(name, 40)),
            "Pass all tokens in one prop: `tokens={{ playback: \"…\", thumbnail: \"…\", storyboard: \"…\" }}`.",
        ),
        Misplaced::NoId => {
            let path = match subject.request.url_error() {
                Some(UrlError::OtherPath { path, .. }) => path.trim_end_matches('/'),
                _ => "/license/widevine",
            };
            vec![
                RULE.found(
                    "The license URL has no playback ID in its path",
                    format!("Add it after the DRM system: `{path}/PLAYBACK_ID?token=…`."),
                )
                .at("path"),
            ]
        }
    }
}

/// A token after `&amp;` in a request that was sent like this.
fn after_entity(subject: &Subject<'_>) -> Option<Finding> {
    let request = subject.request;
    let written = request.url_as_written.as_deref()?;
    // In text, the entity is often only how the URL is shown.
    let was_sent = request.headers != Visit::default();
    let name = written
        .match_indices("&amp;")
        .map(|(at, entity)| &written[at + entity.len()..])
        .find_map(|rest| {
            let (name, value) = rest.split_once('=')?;
            value.starts_with(request.text.as_str()).then_some(name)
        })?;
    (was_sent && request.stripped.contains(&Stripped::Ampersand)).then(|| {
        RULE.found(
            format!(
                "The URL was requested with `&amp;`, so the token is in a parameter `amp;{}`",
                shortened(name, 40)
            ),
            "Write `&`: the entity `&amp;` is only for the source of a page.",
        )
        .at("token")
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims, in_text, token},
        level::Severity,
    };

    #[test]
    fn wrong_place_is_named() {
        for (text, says) in [
            (
                "https://stream.mux.com/ID.m3u8?TOKEN={}",
                "The token is in `TOKEN`, but Mux reads only `token`",
            ),
            (
                "https://stream.mux.com/ID.m3u8?jwt={}",
                "The token is in `jwt`, but Mux reads only `token`",
            ),
            (
                "https://player.mux.com/ID?token={}",
                "The token is in `token`, which the hosted player does not read",
            ),
            (
                "https://stream.mux.com/ID.m3u8#token={}",
                "The token is after the `#`, which is never sent",
            ),
            (
                "https://stream.mux.com/ID.m3u8&token={}",
                "The token is in the path, where it becomes part of the playback ID",
            ),
            (
                "https://image.mux.com/ID/thumbnail.png?time=3?token={}",
                "The token is after a second `?`, which makes it part of `time`",
            ),
            (
                "<mux-player playback-id=\"ID?token={}\">",
                "The token is in `playback-id`, which `<mux-player>` rejects",
            ),
            (
                "curl https://stream.mux.com/ID.m3u8 -H 'Authorization: Bearer {}'",
                "The token is in the `Authorization` header, and the URL has none",
            ),
            (
                "<MuxPlayer playbackId=\"ID\" playbackToken=\"{}\" />",
                "`playbackToken` is not a prop of `<MuxPlayer>`",
            ),
            (
                "https://license.mux.com/license/widevine?token={}",
                "The license URL has no playback ID in its path",
            ),
        ] {
            let token = token(r#"{"alg":"RS256"}"#, "{}");
            assert_eq!(
                in_text(&text.replace("{}", &token), &RULE),
                [says],
                "{text}"
            );
        }
    }

    #[test]
    fn duplicate_token_is_a_warning() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        let text = format!("https://stream.mux.com/ID.m3u8?token={token}&token={token}");
        let import = crate::core::import::find(&text);
        let mut case = crate::core::diagnose::lint::testing::text(&token);
        case.misplaced.clone_from(&import.tokens[0].misplaced);
        let findings = case.findings(&RULE);
        assert_eq!(findings[0].severity, Severity::Warning);
    }

    #[test]
    fn entity_matters_in_a_request() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        let url = format!("https://image.mux.com/ID/storyboard.vtt?format=webp&amp;token={token}");
        for text in [
            format!("curl \"{url}\" -A Lavf/60.16.100"),
            format!("curl '{url}' -H 'Referer: https://example.com/'"),
        ] {
            assert_eq!(
                in_text(&text, &RULE),
                ["The URL was requested with `&amp;`, so the token is in a parameter `amp;token`"],
                "{text}"
            );
        }
        for text in [
            url.clone(),
            format!("<img src=\"{url}\"> 403"),
            format!(
                "GET https://image.mux.com/ID/storyboard.vtt?token={token}&amp;format=webp HTTP/1.1\" 403"
            ),
        ] {
            assert_eq!(in_text(&text, &RULE), NOTHING, "{text}");
        }
    }

    #[test]
    fn right_place_has_no_finding() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        for text in [
            format!("https://stream.mux.com/ID.m3u8?token={token}"),
            format!("https://player.mux.com/ID?playback-token={token}"),
            format!("<mux-video playback-id=\"ID?token={token}\">"),
            format!("<mux-player playback-id=\"ID\" playback-token=\"{token}\">"),
            format!("<MuxPlayer playbackId=\"ID\" tokens={{{{ playback: \"{token}\" }}}} />"),
            format!(
                "curl https://stream.mux.com/ID.m3u8?token={token} -H 'Authorization: Bearer {token}'"
            ),
            format!("https://example.com/?jwt={token}"),
        ] {
            assert_eq!(in_text(&text, &RULE), NOTHING, "{text}");
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
