//! The URL of the token is not one that Mux serves.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::url::UrlError,
    request::Misplaced,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-url",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "not a URL that accepts Mux tokens",
    explanation: "Mux serves signed playback from `stream.`, `image.` and `license.` of `mux.com` or of a custom \
                  domain, from `stats.mux.com` and from `player.mux.com`, each with a few paths. Any other URL may be \
                  your own proxy; otherwise the token probably has no effect there.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // `misplaced-token` reports a license URL without an ID.
    if subject.request.misplaced == Some(Misplaced::NoId) {
        return Vec::new();
    }
    let (message, hint, place) = match subject.request.url_error() {
        Some(UrlError::OtherHost(host)) => (
            format!(
                "`{}` is not a Mux host that accepts tokens",
                shortened(host, 80)
            ),
            "Check the host: `stream.`, `image.` or `license.`, followed by `mux.com` or a custom domain. Your own \
             proxy is fine if it forwards the token.",
            "host",
        ),
        Some(UrlError::OtherPath { host, path }) => (
            format!(
                "`{}` probably serves nothing at `{}`",
                shortened(host, 80),
                shortened(path, 80)
            ),
            "Compare the path: `/ID.m3u8`, `/ID/high.mp4`, `/ID/thumbnail.png`, `/license/widevine/ID`.",
            "path",
        ),
        _ => return Vec::new(),
    };
    vec![RULE.found(message, hint).at(place)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, in_text, token};

    #[test]
    fn host_or_path_is_named() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        for (url, says) in [
            (
                "https://mux.com/ID.m3u8?token={}",
                "`mux.com` is not a Mux host that accepts tokens",
            ),
            (
                "https://video.example.com/ID.m3u8?token={}",
                "`video.example.com` is not a Mux host that accepts tokens",
            ),
            (
                "https://stream.mux.com/ID/index.mpd?token={}",
                "`stream.mux.com` probably serves nothing at `/ID/index.mpd`",
            ),
        ] {
            assert_eq!(in_text(&url.replace("{}", &token), &RULE), [says], "{url}");
        }
    }

    #[test]
    fn mux_and_custom_domains_are_fine() {
        let token = token(r#"{"alg":"RS256"}"#, "{}");
        for url in [
            "https://stream.mux.com/ID.m3u8?token={}",
            "https://stream.video.example.com/ID.m3u8?token={}",
            "https://image.example.com/ID/thumbnail.png?token={}",
            "https://license.mux.com/license/widevine?token={}",
            "https://player.mux.com/ID?playback-token={}",
            "{}",
        ] {
            assert_eq!(in_text(&url.replace("{}", &token), &RULE), NOTHING, "{url}");
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
