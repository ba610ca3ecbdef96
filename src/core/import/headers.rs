//! Tokens in headers of requests whose URL has none: Mux reads only the URL.

use memchr::memmem;

use super::{facts::request_line, finder::Finder, found::Import, link, scanner::Context};
use crate::core::request::{MediaRequest, Misplaced, Stripped};

/// The maximum number of lines of a header.
const MAX_LINES: usize = 64;

/// Finds requests for a path without a token, as they are sent: `GET /ID.m3u8 HTTP/1.1` with a `Host`.
pub(super) fn search_raw(text: &str, context: &Context, finder: &mut Finder) {
    if memmem::find(text.as_bytes(), b" HTTP/").is_none() {
        return;
    }
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(path) = request_line(line).filter(|path| path.starts_with('/')) else {
            continue;
        };
        let fields = lines.clone().take(MAX_LINES).map(|(_, line)| line);
        let mut fields = fields.take_while(|line| !line.trim().is_empty());
        let host = fields.find_map(|line| {
            let (name, value) = line.trim_start_matches(['>', ' ']).split_once(':')?;
            name.eq_ignore_ascii_case("host").then(|| value.trim())
        });
        let Some(host) = host else { continue };
        let link = link::read(&format!("https://{host}{path}"));
        if link.without_token().is_some() {
            let place = format!("line {}", number + 1);
            finder.push(MediaRequest {
                url: Some(link.url),
                line: Some(number + 1),
                ..context.request(String::new(), place)
            });
        }
    }
}

/// Gives a token in a header the URL of its request, if that has no token.
pub(super) fn attach(import: &mut Import) {
    let is_in_header =
        |found: &&mut MediaRequest| found.url.is_none() && header_of(found).is_some();
    let mut in_headers = import.tokens.iter_mut().filter(is_in_header);
    let (Some(found), None) = (in_headers.next(), in_headers.next()) else {
        return;
    };
    let is_bare = |request: &MediaRequest| request.media_url().is_some();
    let Some(at) = import.without_token.iter().position(is_bare) else {
        return;
    };
    let bare = import.without_token.remove(at);
    found.misplaced = header_of(found).map(Misplaced::Header);
    found.url = bare.url;
    found.url_as_written = bare.url_as_written;
    found.status = found.status.or(bare.status);
    found.at = found.at.or(bare.at);
}

/// The name of the header that a token is in.
fn header_of(found: &MediaRequest) -> Option<String> {
    let place = found.place.to_ascii_lowercase();
    let has_scheme = found.stripped.contains(&Stripped::Bearer);
    if has_scheme || place.contains("authorization") {
        return Some("Authorization".to_owned());
    }
    if place.contains("cookie") {
        return Some("Cookie".to_owned());
    }
    // "the `X-Token` header of …"
    let (before, _) = found.place.split_once("` header")?;
    let (_, name) = before.rsplit_once('`')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::core::{import::find, request::Misplaced};

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4IiwiYXVkIjoidiJ9.AAAA";

    #[test]
    fn token_in_a_header_gets_the_url_of_its_request() {
        for (text, header) in [
            (
                "fetch('$U', { headers: { Authorization: 'Bearer $T' } })",
                "Authorization",
            ),
            (
                "requests.get('$U', headers={'Authorization': 'Bearer $T'})",
                "Authorization",
            ),
            (
                "source={{ uri: '$U', headers: { Authorization: `Bearer $T` } }}",
                "Authorization",
            ),
            (
                r#"{"url":"$U","headers":{"Authorization":"Bearer $T"}}"#,
                "Authorization",
            ),
            (
                "setDefaultRequestProperties(mapOf(\"Authorization\" to \"Bearer $T\"))\nMediaItem.fromUri(\"$U\")",
                "Authorization",
            ),
            (
                "GET /ID.m3u8 HTTP/1.1\nHost: stream.mux.com\nAuthorization: Bearer $T\n",
                "Authorization",
            ),
            (
                "> GET /ID.m3u8 HTTP/2\n> host: stream.mux.com\n> cookie: token=$T\n",
                "Cookie",
            ),
            ("curl -H 'X-Mux-Token: $T' $U", "X-Mux-Token"),
            ("curl -H 'Authorization: Bearer $T' $U", "Authorization"),
            ("curl --cookie 'token=$T' $U", "Cookie"),
        ] {
            let text = text
                .replace("$U", "https://stream.mux.com/ID.m3u8")
                .replace("$T", TOKEN);
            let import = find(&text);
            assert_eq!(import.tokens.len(), 1, "{text}");
            let found = &import.tokens[0];
            assert_eq!(
                found.misplaced,
                Some(Misplaced::Header(header.to_owned())),
                "{text}"
            );
            let id = found.media_url().and_then(|url| url.id.as_deref());
            assert_eq!(id, Some("ID"), "{text}");
            assert_eq!(import.without_token, [], "{text}");
        }
    }

    #[test]
    fn other_requests_are_left_alone() {
        for text in [
            "fetch('https://api.example.com/play', { headers: { Authorization: 'Bearer $T' } })",
            "fetch('$U?token=$T', { headers: { Authorization: 'Bearer x' } })",
            "Authorization: Bearer $T",
            "GET /ID.m3u8 HTTP/1.1\nHost: media.example.com\nAuthorization: Bearer $T\n",
        ] {
            let text = text
                .replace("$U", "https://stream.mux.com/ID.m3u8")
                .replace("$T", TOKEN);
            let import = find(&text);
            assert_eq!(import.tokens.len(), 1, "{text}");
            assert_eq!(import.tokens[0].misplaced, None, "{text}");
        }
    }
}
