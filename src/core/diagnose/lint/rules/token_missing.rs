//! A Mux URL or player has no token.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    import::found::{Import, InputKind},
    level::{Basis, Severity},
    mux::policy::Policy,
    request::MediaRequest,
    text::shortened,
};

pub(crate) const RULE: Rule = Rule {
    id: "token-missing",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "a Mux URL or player has no token",
    explanation: "A playback ID with the policy `signed` needs a token for every URL: video, images, storyboard and \
                  license each have their own. Without it Mux returns 403, and license servers 400. A public playback \
                  ID needs none.",
    docs: SECURE,
    check,
};

/// A finding on the input, never on a token.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    // Mux signs the URLs in its playlists itself.
    if import.kind == InputKind::Playlist {
        return None;
    }
    let refused = |request: &MediaRequest| matches!(request.status, Some(401 | 403));
    // If other IDs have tokens, an ID without one may be public.
    let has_tokens_elsewhere = |request: &MediaRequest| {
        let is_same = |id: &str| Some(id) == request.id();
        import
            .tokens
            .iter()
            .any(|other| other.id().is_some_and(is_same))
    };
    let mut reported: Vec<&MediaRequest> = import
        .without_token
        .iter()
        .filter(|tokenless| tokenless.policy != Some(Policy::Public))
        .filter(|tokenless| {
            import.tokens.is_empty() || refused(tokenless) || has_tokens_elsewhere(tokenless)
        })
        .collect();
    reported.sort_by_key(|tokenless| !refused(tokenless));
    let (first, rest) = reported.split_first()?;
    let address = first.address().unwrap_or_default();
    let what = shortened(&address, 120);
    let is_player = first.player.is_some();
    let answered = match first.status {
        Some(status) => format!(", status {status}"),
        None => String::new(),
    };
    let message = match (rest.len(), is_player) {
        (0, true) => format!("`{what}` has no token{answered}"),
        (0, false) => format!("This Mux URL has no token: `{what}`{answered}"),
        (more, _) => format!("`{what}` and {more} more have no token{answered}"),
    };
    let hint = if is_player {
        "If the playback ID is signed, pass the player a `playback-token`. A public ID needs none."
    } else {
        "If the playback ID is signed, sign a token for it and add `?token=` to the URL. A public ID needs none."
    };
    Some(RULE.found(message, hint))
}

#[cfg(test)]
mod tests {
    use super::in_input;
    use crate::core::import::find;

    fn says(text: &str) -> Option<String> {
        in_input(&find(text)).map(|finding| finding.message)
    }

    #[test]
    fn url_is_named_without_query() {
        assert_eq!(
            says("https://stream.mux.com/ID.m3u8?x=secret").as_deref(),
            Some("This Mux URL has no token: `https://stream.mux.com/ID.m3u8`")
        );
        assert_eq!(
            says("https://stream.mux.com/ID.m3u8 https://image.mux.com/ID/thumbnail.png")
                .as_deref(),
            Some("`https://stream.mux.com/ID.m3u8` and 1 more have no token")
        );
        assert_eq!(
            says("<mux-player playback-id=\"ID\">").as_deref(),
            Some("`<mux-player>` has no token")
        );
        assert!(says("https://stream.mux.com/ID.m3u8?token=").is_some());
    }

    #[test]
    fn id_with_other_token_needs_one() {
        let token = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA";
        let with = |rest: &str| format!("https://stream.mux.com/ID.m3u8?token={token} {rest}");
        assert_eq!(
            says(&with("https://image.mux.com/OTHER/thumbnail.png")),
            None
        );
        assert!(says(&with("https://image.mux.com/ID/thumbnail.png")).is_some());
        assert_eq!(
            says(&with("GET https://image.mux.com/OTHER/thumbnail.png 403")).as_deref(),
            Some(
                "This Mux URL has no token: `https://image.mux.com/OTHER/thumbnail.png`, status 403"
            )
        );
    }

    #[test]
    fn other_urls_are_ignored() {
        assert_eq!(says("https://example.com/ID.m3u8"), None);
        assert_eq!(says("hello"), None);
    }
}
