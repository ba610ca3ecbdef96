//! A URL as written, escaped or not: what it requests, and every token in it.

use crate::core::import::escape::contains_scheme;
use crate::core::import::escape::decode;
use crate::core::import::escape::unescape;

use super::{
    chars::{may_hold_token, token_start},
    names::{self, Role, is_token},
    place::token_in,
    wrapping::{is_token_byte, looks_like_token, unwrap},
};
use crate::core::{
    mux::{
        audience::Audience,
        id::is_mux_id,
        near,
        url::{MediaHost, MediaUrl, Resource, TOKEN, UrlError},
    },
    request::{Misplaced, Stripped},
};

/// The maximum number of tokens per URL, in addition to the first `token`. The hosted player accepts four, and each is
/// stored with the whole URL.
pub(super) const MAX_TOKENS_PER_URL: usize = 16;

/// A parsed URL.
pub(super) struct Link {
    pub(super) url: Result<MediaUrl, UrlError>,
    pub(super) tokens: Vec<LinkToken>,
    /// The escapes that were decoded.
    pub(super) stripped: Vec<Stripped>,
    /// URLs in its query.
    pub(super) inner: Vec<String>,
    /// The playback ID in the query of a page or an API that is not Mux's: `?playbackId=…&token=…`.
    pub(super) id: Option<String>,
}

/// A token in a URL.
pub(super) struct LinkToken {
    /// The name of its parameter, as written.
    pub(super) name: String,
    pub(super) text: String,
    /// The value of the parameter, as written.
    pub(super) as_sent: String,
    pub(super) misplaced: Option<Misplaced>,
}

/// Parses a URL.
pub(super) fn read(written: &str) -> Link {
    let (plain, stripped) = unescape(written);
    let (before_fragment, fragment) = split_at_char(&plain, '#');
    let (_, query) = split_at_char(before_fragment, '?');
    let (url, token) = url_and_token(&plain);
    let mut link = Link {
        url,
        tokens: Vec::new(),
        stripped,
        inner: Vec::new(),
        id: None,
    };
    if let Some(token) = token
        && (link.url.is_ok() || token.starts_with("eyJ"))
    {
        link.tokens.push(LinkToken {
            name: "path".to_owned(),
            as_sent: token.clone(),
            text: token,
            misplaced: link.url.is_ok().then_some(Misplaced::Path),
        });
    }
    let host = match &link.url {
        Ok(url) => Some(url.host),
        // Mux reads the token before it looks for the path.
        Err(UrlError::OtherPath { host, .. }) => host
            .split_once('.')
            .and_then(|(label, _)| MediaHost::from_label(&label.to_ascii_lowercase())),
        Err(_) => None,
    };
    let lacks_id = matches!(&link.url, Err(UrlError::OtherPath { host, path }) if is_license_without_id(host, path));
    let mut has_token = false;
    for pair in query.unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_the_token = name == TOKEN && !has_token;
        let is_full = link.tokens.len() >= MAX_TOKENS_PER_URL;
        if value.is_empty() || (is_full && !is_the_token) {
            continue;
        }
        has_token |= is_the_token;
        let name = decode(name);
        let as_sent = value;
        let value = decode(value);
        if host.is_none() && names::role(&name) == Some(Role::Id) {
            link.id = Some(value.into_owned()).filter(|id| is_mux_id(id));
            continue;
        }
        if !is_token(&name)
            && let Some((before, after)) = value.split_once("?token=")
            && !before.contains("://")
            && host.is_some()
        {
            link.push(
                &name,
                after,
                after,
                Some(Misplaced::SecondMark(name.to_string())),
            );
            continue;
        }
        if is_token(&name) && (host.is_some() || lacks_id) {
            let misplaced = if lacks_id {
                Some(Misplaced::NoId)
            } else if !is_read(host, &name) {
                Some(Misplaced::Name(name.to_string()))
            } else if link.tokens.iter().any(|known| known.name == name) {
                Some(Misplaced::Again)
            } else {
                None
            };
            if misplaced == Some(Misplaced::Again) {
                // Either of the two may be the one that counts.
                for known in link.tokens.iter_mut().filter(|known| known.name == name) {
                    known.misplaced.get_or_insert(Misplaced::Again);
                }
            }
            link.push(&name, &value, as_sent, misplaced);
        } else if looks_like_token(unwrap(&value).0) && value.contains('.') {
            let misplaced = host.map(|_| Misplaced::Name(name.to_string()));
            link.push(&name, &value, as_sent, misplaced);
        } else if contains_scheme(&value) {
            link.inner.push(value.into_owned());
        }
    }
    if let Some(fragment) = fragment
        && link.tokens.len() < MAX_TOKENS_PER_URL
    {
        let value = fragment
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or(("", pair)))
            .find(|(_, value)| may_hold_token(value) && value.contains('.'));
        if let Some((name, value)) = value {
            let as_sent = value;
            let value = decode(value);
            let from = value.find("eyJ").unwrap_or(0);
            let misplaced = host.map(|_| Misplaced::Fragment);
            let name = if name.is_empty() { "fragment" } else { name };
            link.push(name, &value[from..], as_sent, misplaced);
        }
    }
    link
}

impl Link {
    fn push(&mut self, name: &str, value: &str, as_sent: &str, misplaced: Option<Misplaced>) {
        let text = token_in(value);
        if !text.is_empty() {
            self.tokens.push(LinkToken {
                name: name.to_owned(),
                text,
                as_sent: as_sent.to_owned(),
                misplaced,
            });
        }
    }

    /// The URL, if it is Mux's and has no token.
    pub(super) fn without_token(&self) -> Option<&MediaUrl> {
        self.url.as_ref().ok().filter(|_| self.tokens.is_empty())
    }

    /// Whether the URL has no token and is Mux's, or probably meant to be.
    pub(super) fn lacks_token(&self) -> bool {
        let is_near = || match &self.url {
            Ok(_) => true,
            Err(UrlError::OtherPath { host, path }) => near::path(host, path).is_some(),
            Err(_) => false,
        };
        self.tokens.is_empty() && is_near()
    }
}

/// What an unescaped URL requests, and the token in its path, if any. The URL before the token is probably the intended
/// one.
fn url_and_token(plain: &str) -> (Result<MediaUrl, UrlError>, Option<String>) {
    let (before_fragment, _) = split_at_char(plain, '#');
    let (path, query) = split_at_char(before_fragment, '?');
    let Some((token, cut)) = token_in_path(path) else {
        return (MediaUrl::read(plain), None);
    };
    let rest = query.map_or_else(String::new, |query| format!("?{query}"));
    let url = MediaUrl::read(&format!("{}{rest}", &path[..cut]));
    (url, Some(token))
}

/// Whether a host reads the token from a parameter with exactly this name.
fn is_read(host: Option<MediaHost>, name: &str) -> bool {
    match host {
        Some(MediaHost::Player) => Audience::from_token_name(name).is_some(),
        _ => name == TOKEN,
    }
}

fn is_license_without_id(host: &str, path: &str) -> bool {
    host.to_ascii_lowercase().starts_with("license.")
        && [
            "/license/widevine",
            "/license/playready",
            "/license/fairplay",
            "/appcert/fairplay",
        ]
        .contains(&path.trim_end_matches('/'))
}

/// A token in the path, and where the path before it ends.
fn token_in_path(path: &str) -> Option<(String, usize)> {
    let host_end = path.find("://").map_or(0, |at| at + 3);
    let start = host_end + path[host_end..].find('/')?;
    let lower = path.as_bytes();
    let at = token_start(&path[start..]).map(|at| start + at);
    let (from, cut) = match at {
        Some(at) if !is_token_byte(lower[at - 1]) || path[..at].ends_with("%3D") => (at, at),
        _ => {
            let at = start + path[start..].find("token=")?;
            (at + "token=".len(), at)
        }
    };
    let token: String = path[from..]
        .bytes()
        .take_while(|b| is_token_byte(*b))
        .map(char::from)
        .collect();
    // The file extension is not a fourth part of the token.
    let token = match token.rmatch_indices('.').next() {
        Some((end, _)) if token.matches('.').count() == 3 => token[..end].to_owned(),
        _ => token,
    };
    let head = path[..cut].trim_end_matches("%3D").trim_end_matches('=');
    let head = head.strip_suffix("token").unwrap_or(head);
    let head = head.trim_end_matches("%3F").trim_end_matches("%3f");
    let head = head.trim_end_matches(['&', ';', '/', '?', '$', ',']);
    (!token.is_empty()).then_some((token, head.len().max(host_end)))
}

/// Parses a path that was requested from a host. Behind a proxy that is not Mux's, the pattern of the path decides.
pub(super) fn on_host(host: Option<&str>, path: &str) -> Option<Link> {
    let own = host.map(|host| read(&format!("https://{host}{path}")));
    own.filter(|link| link.url.is_ok())
        .or_else(|| from_path(path))
}

/// Parses a path in a log; the host follows from the pattern of the path.
pub(super) fn from_path(path: &str) -> Option<Link> {
    let on = |label: &str, path: &str| format!("https://{label}.mux.com{path}");
    let written = on("stream", path);
    let (plain, _) = unescape(&written);
    let plain = &plain[on("stream", "").len()..];
    // The path decides, so the query with its tokens is read once and not for each host.
    let end = plain.find(['?', '#']).unwrap_or(plain.len());
    let url = |label: &str| url_and_token(&on(label, &plain[..end])).0;
    let is_certain = |label: &&str| {
        url(label).is_ok_and(|url| url.resource != Resource::Hls { extension: false })
    };
    // `/ID.mp4`
    let is_near = || {
        matches!(url("stream"), Err(UrlError::OtherPath { host, path })
            if path.trim_matches('/').split(['/', '.']).any(is_mux_id) && near::path(&host, &path).is_some())
    };
    let label = ["image", "stream", "license", "stats"]
        .into_iter()
        .find(is_certain)
        .or_else(|| is_near().then_some("stream"))?;
    Some(read(&on(label, path)))
}

fn split_at_char(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA";

    fn only(written: &str) -> (Option<String>, LinkToken) {
        let link = read(written);
        let url = link.url.ok().and_then(|url| url.id);
        let mut tokens = link.tokens;
        assert_eq!(tokens.len(), 1, "{written}");
        (url, tokens.remove(0))
    }

    #[test]
    fn url_escapes_are_decoded() {
        for written in [
            "https://stream.mux.com/ID.m3u8?a=1&amp;token=TOKEN",
            "https://stream.mux.com/ID.m3u8?a=1&#38;token=TOKEN",
            r"https:\/\/stream.mux.com\/ID.m3u8?a=1\u0026token=TOKEN",
            r"https://stream.mux.com/ID.m3u8\?a\=1\&token\=TOKEN",
            "https%3A%2F%2Fstream.mux.com%2FID.m3u8%3Fa%3D1%26token%3DTOKEN",
            "https%253A%252F%252Fstream.mux.com%252FID.m3u8%253Fa%253D1%2526token%253DTOKEN",
        ] {
            let (id, token) = only(&written.replace("TOKEN", TOKEN));
            assert_eq!(id.as_deref(), Some("ID"), "{written}");
            assert_eq!(token.text, TOKEN, "{written}");
            assert_eq!(token.misplaced, None, "{written}");
        }
    }

    #[test]
    fn misplaced_token_is_detected() {
        for (written, misplaced) in [
            (
                "https://stream.mux.com/ID.m3u8?TOKEN=T",
                Misplaced::Name("TOKEN".to_owned()),
            ),
            (
                "https://stream.mux.com/ID.m3u8?jwt=T",
                Misplaced::Name("jwt".to_owned()),
            ),
            (
                "https://stream.mux.com/ID.m3u8?playback-token=T",
                Misplaced::Name("playback-token".to_owned()),
            ),
            (
                "https://player.mux.com/ID?token=T",
                Misplaced::Name("token".to_owned()),
            ),
            (
                "https://stream.mux.com/ID.m3u8#token=T",
                Misplaced::Fragment,
            ),
            ("https://stream.mux.com/ID.m3u8&token=T", Misplaced::Path),
            ("https://stream.mux.com/ID.m3u8/T", Misplaced::Path),
            ("https://stream.mux.com/ID.m3u8%3Ftoken=T", Misplaced::Path),
            (
                "https://image.mux.com/ID/thumbnail.png?time=3?token=T",
                Misplaced::SecondMark("time".to_owned()),
            ),
            (
                "https://license.mux.com/license/widevine?token=T",
                Misplaced::NoId,
            ),
        ] {
            // Only the last `T` is the token.
            let at = written.rfind('T').expect("a place for the token");
            let (id, token) = only(&format!("{}{TOKEN}", &written[..at]));
            assert_eq!(token.text, TOKEN, "{written}");
            assert_eq!(id.is_some(), misplaced != Misplaced::NoId, "{written}");
            assert_eq!(id.as_deref().unwrap_or("ID"), "ID", "{written}");
            assert_eq!(token.misplaced, Some(misplaced), "{written}");
        }
    }

    #[test]
    fn second_token_is_misplaced() {
        let link = read(&format!(
            "https://stream.mux.com/ID.m3u8?token={TOKEN}&token={TOKEN}"
        ));
        let misplaced: Vec<_> = link
            .tokens
            .into_iter()
            .map(|token| token.misplaced)
            .collect();
        assert_eq!(misplaced, [Some(Misplaced::Again), Some(Misplaced::Again)]);
    }

    #[test]
    fn wrapper_in_parameter_is_sent_along() {
        for value in [
            "Bearer%20T",
            "Bearer+T",
            "%22T%22",
            "T%0A",
            "T%22",
            "%20T",
            "T?a=b",
            "b'T'",
            "Optional(%22T%22)",
            "%7B%22token%22%3A%22T%22%2C%22exp%22%3A1%7D",
            "%2522T%2522",
        ] {
            let value = value.replace('T', TOKEN);
            let (_, token) = only(&format!("https://stream.mux.com/ID.m3u8?token={value}"));
            assert_eq!(token.text, TOKEN, "{value}");
            assert_eq!(token.as_sent, value);
        }
    }

    #[test]
    fn plus_in_token_is_kept() {
        let (_, token) = only("https://stream.mux.com/ID.m3u8?token=eyJa.eyJb.c+d/e==");
        assert_eq!(token.text, "eyJa.eyJb.c+d/e==");
    }

    #[test]
    fn host_follows_from_path() {
        for (path, host) in [
            ("/ID.m3u8?token=a.b.c", Some(MediaHost::Stream)),
            ("/ID/thumbnail.png?token=a.b.c", Some(MediaHost::Image)),
            ("/ID/high.mp4?token=a.b.c", Some(MediaHost::Stream)),
            ("/license/widevine/ID?token=a.b.c", Some(MediaHost::License)),
            ("/counts?token=a.b.c", Some(MediaHost::Stats)),
            ("/ID?token=a.b.c", None),
        ] {
            let read = from_path(path).and_then(|link| link.url.ok());
            assert_eq!(read.map(|url| url.host), host, "{path}");
        }
    }
}
