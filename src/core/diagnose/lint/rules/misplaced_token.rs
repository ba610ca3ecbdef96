//! A token where nobody looks for it.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    mux::url::{MediaHost, UrlError},
    request::Misplaced,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "misplaced-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token stands where Mux does not look for it",
    explanation: "Mux reads a token from the query parameter `token`, in small letters, and from nowhere else; the \
                  hosted player has a parameter for each kind. Methods of mux-node before 15 wrote `TOKEN`, which was \
                  a bug. A token behind `#` is not even sent, one in the path or in `playback-id` becomes a part of \
                  the ID, and a license URL names its playback ID behind the DRM system.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(misplaced) = &subject.request.misplaced else {
        return Vec::new();
    };
    let host = subject.request.media_url().map(|url| url.host);
    let finding = |message: String, hint: &str| vec![RULE.found(message, hint).at("token")];
    match misplaced {
        Misplaced::Name(name) if host == Some(MediaHost::Player) => finding(
            format!(
                "The token is given as `{}`, which the hosted player does not read",
                shortened(name, 40)
            ),
            "Name it after its kind: `playback-token`, `thumbnail-token`, `storyboard-token` or `drm-token`.",
        ),
        Misplaced::Name(name) => finding(
            format!(
                "The token is given as `{}`, and Mux reads `token` alone",
                shortened(name, 40)
            ),
            "Name the parameter `token`, in small letters.",
        ),
        Misplaced::Fragment => finding(
            "The token stands behind `#`, which is never sent".to_owned(),
            "Put it into the query: `?token=` before any `#`.",
        ),
        Misplaced::Again => vec![Finding {
            severity: Severity::Warning,
            basis: Basis::Inferred,
            ..RULE
                .found(
                    "The URL has `token` twice, and which one counts is not known",
                    "Leave one of them in the URL.",
                )
                .at("token")
        }],
        Misplaced::SecondMark(name) => finding(
            format!(
                "The token stands behind a second `?`, which makes it a part of `{}`",
                shortened(name, 40)
            ),
            "Write `&token=`; a query begins with `?` once.",
        ),
        Misplaced::Path => finding(
            "The token stands in the path, where it becomes a part of the playback ID".to_owned(),
            "Put it into the query: the path ends, then `?token=` follows.",
        ),
        Misplaced::PlaybackId => finding(
            "The token stands in `playback-id`, which `<mux-player>` refuses".to_owned(),
            "Leave the ID alone in `playback-id`, and put the token into `playback-token`.",
        ),
        Misplaced::Header => finding(
            "The token stands in the `Authorization` header, and the URL has none".to_owned(),
            "Put it into the query: `?token=`.",
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
                    format!("Put it behind the system: `{path}/PLAYBACK_ID?token=…`."),
                )
                .at("path"),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims, in_text, token},
        level::Severity,
    };

    #[test]
    fn tells_where_it_stands_instead() {
        for (text, says) in [
            (
                "https://stream.mux.com/ID.m3u8?TOKEN={}",
                "The token is given as `TOKEN`, and Mux reads `token` alone",
            ),
            (
                "https://stream.mux.com/ID.m3u8?jwt={}",
                "The token is given as `jwt`, and Mux reads `token` alone",
            ),
            (
                "https://player.mux.com/ID?token={}",
                "The token is given as `token`, which the hosted player does not read",
            ),
            (
                "https://stream.mux.com/ID.m3u8#token={}",
                "The token stands behind `#`, which is never sent",
            ),
            (
                "https://stream.mux.com/ID.m3u8&token={}",
                "The token stands in the path, where it becomes a part of the playback ID",
            ),
            (
                "https://image.mux.com/ID/thumbnail.png?time=3?token={}",
                "The token stands behind a second `?`, which makes it a part of `time`",
            ),
            (
                "<mux-player playback-id=\"ID?token={}\">",
                "The token stands in `playback-id`, which `<mux-player>` refuses",
            ),
            (
                "curl https://stream.mux.com/ID.m3u8 -H 'Authorization: Bearer {}'",
                "The token stands in the `Authorization` header, and the URL has none",
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
    fn one_too_many_is_no_more_than_a_warning() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        let text = format!("https://stream.mux.com/ID.m3u8?token={token}&token={token}");
        let import = crate::core::import::find(&text);
        let mut case = crate::core::diagnose::lint::testing::text(&token);
        case.misplaced.clone_from(&import.tokens[1].misplaced);
        let findings = case.findings(&RULE);
        assert_eq!(findings[0].severity, Severity::Warning);
    }

    #[test]
    fn where_it_belongs_nothing_is_said() {
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
