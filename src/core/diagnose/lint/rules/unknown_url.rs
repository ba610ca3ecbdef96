//! The URL of the token is not one that Mux serves.

use super::malformed_url;
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
        near::{self, NearestUrl},
        url::{MUX_DOMAIN, UrlError},
    },
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
    // `misplaced-token` reports a license URL without an ID, and `malformed-url` a host that is nearly one of Mux's.
    if subject.request.misplaced == Some(Misplaced::NoId) || malformed_url::reports_host(subject) {
        return Vec::new();
    }
    let found = match subject.request.url_error() {
        Some(UrlError::OtherHost(host)) => of_host(&shortened(host, 80)),
        Some(UrlError::OtherPath { host, path }) => of_path(host, path),
        _ => return Vec::new(),
    };
    vec![found]
}

fn of_host(host: &str) -> Finding {
    RULE.found(
        format!("`{host}` is not a Mux host that accepts tokens"),
        "Check the host: `stream.`, `image.` or `license.`, followed by `mux.com` or a custom domain. Your own proxy \
         is fine if it forwards the token.",
    )
    .at("host")
    .depends_on(if host.ends_with(MUX_DOMAIN) {
        format!("whether `{host}` accepts tokens")
    } else {
        format!("whether `{host}` forwards the request to Mux")
    })
}

fn of_path(host: &str, path: &str) -> Finding {
    let hint = match near::path(host, path) {
        Some(NearestUrl { url, why }) => {
            let why = why.map_or_else(String::new, |why| format!(" {why}"));
            format!("Did you mean `{}`?{why}", shortened(&url, 160))
        }
        None => "Compare the path: `/ID.m3u8`, `/ID/highest.mp4`, `/ID/thumbnail.png`, `/license/widevine/ID`."
            .to_owned(),
    };
    let (host, path) = (shortened(host, 80), shortened(path, 80));
    RULE.found(
        format!("`{host}` probably serves nothing at `{path}`"),
        hint,
    )
    .at("path")
    .depends_on(format!("whether Mux serves anything at `{path}`"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::{
        rules::subject_mismatch,
        testing::{NOTHING, claims, findings_in_text, in_text, token},
    };

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
    fn nearest_url_is_suggested() {
        let token = token(r#"{"alg":"RS256"}"#, r#"{"sub":"ID"}"#);
        for (url, hint) in [
            (
                "https://stream.mux.com/ID.mp4?token={}",
                "Did you mean `https://stream.mux.com/ID/highest.mp4`? A static rendition has a name of its own after \
                 the ID.",
            ),
            (
                "https://stream.mux.com/ID.mpd?token={}",
                "Did you mean `https://stream.mux.com/ID.m3u8`? Mux serves HLS, and no DASH.",
            ),
            (
                "https://image.mux.com/ID/thumbnail.gif?token={}",
                "Did you mean `https://image.mux.com/ID/animated.gif`?",
            ),
        ] {
            let text = url.replace("{}", &token);
            let findings = findings_in_text(&text, &RULE);
            assert_eq!(findings[0].hint, hint);
            assert!(findings[0].depends_on.is_some());
            assert_eq!(in_text(&text, &subject_mismatch::RULE), NOTHING, "{url}");
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
