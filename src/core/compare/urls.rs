//! The places of two tokens: their slots and URLs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    near::{cut, likeness},
    report::{About, Difference},
};
use crate::core::{
    diagnose::report::TokenReport,
    mux::{
        audience::Audience,
        params,
        url::{MediaUrl, Resource, TOKEN},
    },
};

/// The differences of the places: slots and URLs.
pub(super) fn differences(a: &TokenReport, b: &TokenReport) -> Vec<Difference> {
    let mut words = Vec::new();
    let mut push = |matters, text: String| words.push(Difference::new(About::Url, matters, text));
    let (slot_a, slot_b) = (a.request.slot.as_deref(), b.request.slot.as_deref());
    if let (Some(slot_a), Some(slot_b)) = (slot_a, slot_b)
        && slot_a != slot_b
    {
        push(true, format!("A is in `{slot_a}`, B is in `{slot_b}`"));
    }
    let (url_a, url_b) = match (&a.url, &b.url) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return words,
        (Some(_), None) => {
            push(false, "A is in a URL, B is not".to_owned());
            return words;
        }
        (None, Some(_)) => {
            push(false, "B is in a URL, A is not".to_owned());
            return words;
        }
    };
    if url_a.resource != url_b.resource {
        let is_hls = |url: &MediaUrl| matches!(url.resource, Resource::Hls { .. });
        let text = format!("A requests {}, B {}", requests(url_a), requests(url_b));
        push(!is_hls(url_a) || !is_hls(url_b), text);
    }
    let subject = |report: &TokenReport| {
        let claims = report.token.claims();
        claims
            .and_then(|claims| claims.str("sub"))
            .map(str::to_owned)
    };
    // Where each URL has the ID of its token, the IDs are already compared.
    if let (Some(id_a), Some(id_b)) = (&url_a.id, &url_b.id)
        && id_a != id_b
        && (subject(a).as_ref(), subject(b).as_ref()) != (Some(id_a), Some(id_b))
    {
        let likeness = likeness(Some(id_a), Some(id_b));
        push(
            true,
            format!(
                "The URL of A has the ID `{}`, that of B `{}`{likeness}",
                cut(id_a),
                cut(id_b)
            ),
        );
    }
    if url_a.domain != url_b.domain {
        push(
            true,
            format!("A is sent to `{}`, B to `{}`", host(url_a), host(url_b)),
        );
    }
    for (text, matters) in query(a, b, url_a, url_b) {
        push(matters, text);
    }
    if url_a.fragment != url_b.fragment {
        push(
            false,
            "The URLs differ after the `#`, which is never sent".to_owned(),
        );
    }
    words
}

fn host(url: &MediaUrl) -> String {
    cut(&format!("{}.{}", url.host.label(), url.domain))
}

/// The differences of the query parameters, and whether each can matter.
fn query(
    a: &TokenReport,
    b: &TokenReport,
    url_a: &MediaUrl,
    url_b: &MediaUrl,
) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    if let (None, None, Some(name_a), Some(name_b)) = (
        &a.request.slot,
        &b.request.slot,
        token_name(a, url_a),
        token_name(b, url_b),
    ) && name_a != name_b
    {
        words.push((
            format!("A passes its token as `{name_a}`, B as `{name_b}`; Mux reads `{TOKEN}`"),
            true,
        ));
    }
    let (query_a, query_b) = (query_of(url_a), query_of(url_b));
    let names: BTreeSet<&str> = query_a.keys().chain(query_b.keys()).copied().collect();
    for name in names.into_iter().take(MOST) {
        let (value_a, value_b) = (query_a.get(name), query_b.get(name));
        let shown = |value: Option<&&str>| match value {
            Some(value) => format!("has `{}={}`", cut(name), cut(value)),
            None => format!("has no `{}`", cut(name)),
        };
        // `param-outside-token` reports a parameter that only one URL has.
        let is_reported = value_a.is_none() != value_b.is_none() && params::any(name).is_some();
        if value_a != value_b && !is_reported {
            let text = format!(
                "The URL of A {}, that of B {}",
                shown(value_a),
                shown(value_b)
            );
            words.push((text, true));
        }
    }
    words
}

/// The query parameters without the token.
fn query_of(url: &MediaUrl) -> BTreeMap<&str, &str> {
    url.query
        .iter()
        .filter(|(name, _)| !is_token_name(name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// At most this many parameters are put into words.
const MOST: usize = 40;

/// Whether a query parameter holds a token: Mux's own, mux-node's old `TOKEN`, and those of the hosted player.
pub(super) fn is_token_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(TOKEN) || Audience::from_token_name(name).is_some()
}

/// The query parameter that holds the token.
pub(super) fn token_name<'a>(report: &TokenReport, url: &'a MediaUrl) -> Option<&'a str> {
    let wanted = report.request.slot.as_deref();
    let mut names = url.query.iter().map(|(name, _)| name.as_str());
    names.find(|name| match wanted {
        Some(slot) => *name == slot,
        None => name.eq_ignore_ascii_case(TOKEN),
    })
}

/// What a URL requests, with its file or format.
pub(super) fn requests(url: &MediaUrl) -> String {
    let noun = url.resource.noun();
    match &url.resource {
        Resource::Hls { extension: true } => format!("{noun} (.m3u8)"),
        Resource::Hls { extension: false } => format!("{noun} (no extension)"),
        Resource::AppCertificate
        | Resource::Counts
        | Resource::LiveStreamHealth
        | Resource::Player => noun.to_owned(),
        resource => format!("{noun} ({})", resource.format()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{of_texts, token};

    #[test]
    fn urls_are_compared() {
        let token = token(r#"{"sub":"ID","aud":"v"}"#);
        let says = |a: &str, b: &str| {
            let whole = |url: &str| format!("{url}token={token}");
            of_texts(&whole(a), &whole(b), &[])
        };
        for (a, b, words) in [
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://image.mux.com/ID/thumbnail.png?",
                &["A requests the HLS stream (.m3u8), B a thumbnail (png)"][..],
            ),
            (
                "https://stream.mux.com/ID/high.mp4?",
                "https://stream.mux.com/ID/low.mp4?",
                &["A requests a static rendition (high.mp4), B a static rendition (low.mp4)"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.mux.com/ID?",
                &["~ A requests the HLS stream (.m3u8), B the HLS stream (no extension)"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.example.com/ID.m3u8?",
                &["A is sent to `stream.mux.com`, B to `stream.example.com`"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.mux.com/id.m3u8?",
                &["The URL of A has the ID `ID`, that of B `id` (they differ only in case)"],
            ),
            (
                "https://player.mux.com/ID?playback-",
                "https://player.mux.com/ID?a=1&playback-",
                &["The URL of A has no `a`, that of B has `a=1`"],
            ),
            (
                "https://player.mux.com/ID?playback-",
                "https://player.mux.com/ID?thumbnail-",
                &["A is in `playback-token`, B is in `thumbnail-token`"],
            ),
        ] {
            assert_eq!(says(a, b), words);
        }
        let url = format!("https://stream.mux.com/ID.m3u8?TOKEN={token}#t=1");
        let other = url.replace("TOKEN", "token").replace("#t=1", "");
        let words = of_texts(&url, &other, &[]);
        assert!(
            words.contains(
                &"A passes its token as `TOKEN`, B as `token`; Mux reads `token`".to_owned()
            ),
            "{words:?}"
        );
        assert_eq!(
            words.last().map(String::as_str),
            Some("~ The URLs differ after the `#`, which is never sent")
        );
    }

    #[test]
    fn ids_matching_their_urls_are_compared_once() {
        let own = |id: &str| {
            let claims = format!(r#"{{"sub":"{id}","aud":"v"}}"#);
            format!("https://stream.mux.com/{id}.m3u8?token={}", token(&claims))
        };
        assert_eq!(
            of_texts(&own("abc"), &own("xyz"), &[]),
            ["A: for the ID `abc`; B: for the ID `xyz`"]
        );
    }
}
