//! The URLs that two tokens stand in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    About, Difference,
    pair::{Around, MOST, Pair, cut, harmless, ids, matters, with_note},
};
use crate::core::{
    diagnose::report::TokenReport,
    mux::{
        audience::Audience,
        url::{MediaHost, MediaUrl, Resource, TOKEN},
    },
};

/// Where the tokens stand.
pub(super) fn url(pair: Pair<'_>) -> Vec<Difference> {
    let about = About::Url;
    let (slot_a, slot_b) = pair.both(|report| report.request.slot.as_deref());
    let mut words = Vec::new();
    if let (Some(a), Some(b)) = (slot_a, slot_b)
        && a != b
    {
        words.push(matters(about, format!("A is given as `{a}`, B as `{b}`")));
    }
    let (a, b) = match pair.both(|report| report.url.as_ref()) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return words,
        (Some(_), None) => {
            words.push(harmless(about, "A stands in a URL, B does not"));
            return words;
        }
        (None, Some(_)) => {
            words.push(harmless(about, "B stands in a URL, A does not"));
            return words;
        }
    };
    if a.resource != b.resource {
        let hls = [&a.resource, &b.resource];
        if hls
            .iter()
            .all(|resource| matches!(resource, Resource::Hls { .. }))
        {
            let (with, without) = if a.resource == (Resource::Hls { extension: true }) {
                ("A", "B")
            } else {
                ("B", "A")
            };
            words.push(harmless(
                about,
                format!(
                    "The URL of {with} ends in `.m3u8`, that of {without} does not; Mux serves both"
                ),
            ));
        } else {
            words.push(matters(
                about,
                format!("A asks for {}, B for {}", asks_for(a), asks_for(b)),
            ));
        }
    }
    let subjects = pair.both(|report| report.token.claims().and_then(|claims| claims.str("sub")));
    // Where each URL has the ID of its token, the IDs have been told.
    if let (Some(id_a), Some(id_b)) = (&a.id, &b.id)
        && id_a != id_b
        && subjects != (Some(id_a), Some(id_b))
    {
        let around = Around {
            one: "ID in the URL",
            several: "IDs in the URLs",
            verbs: ["asks for", "for"],
        };
        words.push(matters(about, ids(id_a, id_b, &around)));
    }
    if a.domain != b.domain {
        words.push(matters(
            about,
            format!("A asks `{}`, B asks `{}`", host(a), host(b)),
        ));
    }
    let (name_a, name_b) = (token_name(pair.a, a), token_name(pair.b, b));
    if slot_a.is_none()
        && slot_b.is_none()
        && let (Some(name_a), Some(name_b)) = (name_a, name_b)
        && name_a != name_b
    {
        words.push(matters(
            about,
            format!("A gives its token as `{name_a}`, B as `{name_b}`; Mux reads `{TOKEN}`"),
        ));
    }
    words.extend(query(pair));
    if a.fragment != b.fragment {
        words.push(harmless(
            about,
            "The URLs differ behind the `#`, which is never sent",
        ));
    }
    words
}

fn host(url: &MediaUrl) -> String {
    cut(&format!("{}.{}", url.host.label(), url.domain))
}

/// The parameters beside the tokens, except those that the other token has as a claim.
fn query(pair: Pair<'_>) -> Vec<Difference> {
    let (a, b) = pair.both(query_of);
    let is_claim = |report: &TokenReport, name: &str| {
        let claims = report.token.claims();
        claims.is_some_and(|claims| claims.contains(name))
    };
    let names: BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    let is_player = |report: &TokenReport| {
        let url = report.url.as_ref();
        url.is_some_and(|url| url.host == MediaHost::Player)
    };
    // The hosted player has parameters of its own.
    let note = (!is_player(pair.a) || !is_player(pair.b))
        .then_some("for signed playback Mux documents parameters in the token");
    let mut words = Vec::new();
    for name in names {
        let shown = cut(name);
        let text = match (a.get(name), b.get(name)) {
            (a, b) if a == b => continue,
            (Some(a), Some(b)) => {
                format!(
                    "The URL of A has `{shown}={}`, that of B `{shown}={}`",
                    cut(a),
                    cut(b)
                )
            }
            (Some(a), None) if !is_claim(pair.b, name) || is_claim(pair.a, name) => {
                format!("Only the URL of A has `{shown}={}`", cut(a))
            }
            (None, Some(b)) if !is_claim(pair.a, name) || is_claim(pair.b, name) => {
                format!("Only the URL of B has `{shown}={}`", cut(b))
            }
            _ => continue,
        };
        words.push(with_note(About::Url, &text, (note, true)));
    }
    words.truncate(MOST);
    words
}

/// The parameters of the URL beside the token.
pub(super) fn query_of(report: &TokenReport) -> BTreeMap<&str, &str> {
    let query = report.url.as_ref().map_or(&[][..], |url| &url.query);
    query
        .iter()
        .filter(|(name, _)| !is_token_name(name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Whether a query parameter holds a token: Mux's own, mux-node's old `TOKEN`, and those of the hosted player.
pub(super) fn is_token_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(TOKEN) || Audience::from_token_name(name).is_some()
}

/// The parameter in which the URL of a token holds it.
pub(super) fn token_name<'a>(report: &TokenReport, url: &'a MediaUrl) -> Option<&'a str> {
    let wanted = report.request.slot.as_deref();
    let mut names = url.query.iter().map(|(name, _)| name.as_str());
    names.find(|name| match wanted {
        Some(slot) => *name == slot,
        None => name.eq_ignore_ascii_case(TOKEN),
    })
}

/// What a URL asks for, with its file or format.
pub(super) fn asks_for(url: &MediaUrl) -> String {
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
    fn urls_are_compared_part_by_part() {
        let token = token(r#"{"sub":"ID","aud":"v"}"#);
        let says = |a: &str, b: &str| {
            let whole = |url: &str| format!("{url}token={token}");
            of_texts(&whole(a), &whole(b), &[])
        };
        for (a, b, words) in [
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://image.mux.com/ID/thumbnail.png?",
                &[
                    "Only B: The token is for video, but the URL asks for a thumbnail",
                    "A asks for the HLS stream (.m3u8), B for a thumbnail (png)",
                ][..],
            ),
            (
                "https://stream.mux.com/ID/high.mp4?",
                "https://stream.mux.com/ID/low.mp4?",
                &["A asks for a static rendition (high.mp4), B for a static rendition (low.mp4)"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.mux.com/ID?",
                &["~ The URL of A ends in `.m3u8`, that of B does not; Mux serves both"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.example.com/ID.m3u8?",
                &["A asks `stream.mux.com`, B asks `stream.example.com`"],
            ),
            (
                "https://stream.mux.com/ID.m3u8?",
                "https://stream.mux.com/id.m3u8?",
                &[
                    "Only B: The token is for `ID`, and the URL asks for `id`",
                    "The IDs in the URLs differ only in capitals: A asks for `ID`, B for `id`",
                ],
            ),
            (
                "https://player.mux.com/ID?playback-",
                "https://player.mux.com/ID?a=1&playback-",
                &["Only the URL of B has `a=1`"],
            ),
            (
                "https://player.mux.com/ID?playback-",
                "https://player.mux.com/ID?thumbnail-",
                &[
                    "Only B: The token is for video, but it stands in `thumbnail-token`",
                    "A is given as `playback-token`, B as `thumbnail-token`",
                ],
            ),
        ] {
            assert_eq!(says(a, b), words);
        }
        let url = format!("https://stream.mux.com/ID.m3u8?TOKEN={token}#t=1");
        let other = url.replace("TOKEN", "token").replace("#t=1", "");
        let words = of_texts(&url, &other, &[]);
        assert!(
            words.contains(
                &"A gives its token as `TOKEN`, B as `token`; Mux reads `token`".to_owned()
            ),
            "{words:?}"
        );
        assert_eq!(
            words.last().map(String::as_str),
            Some("~ The URLs differ behind the `#`, which is never sent")
        );
    }

    #[test]
    fn ids_that_differ_with_their_urls_are_told_once() {
        let own = |id: &str| {
            let claims = format!(r#"{{"sub":"{id}","aud":"v"}}"#);
            format!("https://stream.mux.com/{id}.m3u8?token={}", token(&claims))
        };
        assert_eq!(
            of_texts(&own("abc"), &own("xyz"), &[]),
            ["A is for the ID `abc`, B for `xyz`"]
        );
    }
}
