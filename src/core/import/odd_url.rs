//! URLs that are written wrong: a scheme with a slip, a space or a backslash in the URL, no scheme at all.

use super::names;
use crate::core::{mux::url::MediaHost, request::UrlFault};

/// The length of the longest wrong scheme with its separators.
const MAX_SCHEME: usize = 24;

/// The maximum length of the rest of a URL after a gap.
const MAX_REST: usize = 8192;

/// A URL that is written wrong, up to its host.
pub(super) struct OddStart {
    /// Where the URL starts.
    pub(super) start: usize,
    /// Where its host starts.
    pub(super) host: usize,
    pub(super) fault: UrlFault,
}

/// Whether a host of Mux, or the same host on a custom domain, starts here.
fn starts_with_host(text: &str) -> bool {
    MediaHost::ALL.iter().any(|(_, label)| {
        text.get(..label.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(label))
            && text[label.len()..].starts_with('.')
    })
}

/// Whether letters are `http`, `https` or a misspelling of these.
fn is_scheme(letters: &str) -> bool {
    let letters = letters.to_ascii_lowercase();
    let near = |scheme: &str| strsim::osa_distance(scheme, &letters) <= 1;
    ["https", "http"].into_iter().any(near)
}

/// The letters at the end of a text that are probably a scheme, and where they start.
fn scheme_at_end(text: &str) -> Option<usize> {
    let letters = |text: &str| {
        let letters = text.bytes().rev().take(MAX_SCHEME);
        letters.take_while(u8::is_ascii_alphabetic).count()
    };
    let start = text.len() - letters(text);
    // The letter of an escape is not part of the scheme: `\nhttps:`.
    if text[..start].ends_with('\\') && start < text.len() {
        return is_scheme(&text[start + 1..]).then_some(start + 1);
    }
    let is_word = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c));
    (!is_word && is_scheme(&text[start..])).then_some(start)
}

/// The URL with a wrong scheme that ends at `colon`: `https:stream.…`, `https:/stream.…`, `htps://stream.…`, or with
/// backslashes.
pub(super) fn at_colon(text: &str, colon: usize, from: usize, limit: usize) -> Option<OddStart> {
    let is_near = text
        .get(from..colon)?
        .ends_with(['s', 'S', 'p', 'P', 't', 'T']);
    let rest = text
        .get(colon..limit)?
        .strip_prefix(':')
        .filter(|_| is_near)?;
    let separators: usize = rest
        .bytes()
        .take(8)
        .take_while(|b| b"/\\:; ".contains(b))
        .count();
    let host = colon + 1 + separators;
    let between = text[colon + 1..host].replace("\\/", "/");
    if !starts_with_host(&text[host..limit]) {
        return None;
    }
    let start = from + scheme_at_end(&text[from..colon])?;
    let scheme = &text[start..colon];
    let is_right = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let fault = if between.contains(' ') {
        // `default-src https: stream.mux.com` in a policy.
        let is_split = between.trim_matches(' ').contains("//") || between.starts_with("//");
        is_split.then_some(UrlFault::Space)?
    } else if between.contains('\\') {
        UrlFault::Backslashes
    } else if is_right && between == "//" {
        return None;
    } else {
        UrlFault::Scheme(format!("{scheme}:{between}"))
    };
    Some(OddStart { start, host, fault })
}

/// The wrong scheme before a host: `http//stream.…`, `https;//stream.…`.
pub(super) fn before_host(text: &str, host: usize, from: usize) -> Option<OddStart> {
    let before = &text[from..host];
    let window = before.ceil_char_boundary(before.len().saturating_sub(MAX_SCHEME));
    let head = before[window..].trim_end_matches([':', '/', ';', '.', ',']);
    let separators = &before[window + head.len()..];
    if !separators.ends_with("//") {
        return None;
    }
    let start = from + window + scheme_at_end(head)?;
    let fault = UrlFault::Scheme(text[start..host].to_owned());
    Some(OddStart { start, host, fault })
}

/// What is between a right scheme, which ends here, and its host: a third slash, a second scheme, spaces.
pub(super) fn after_scheme(text: &str, at: usize, limit: usize) -> Option<(usize, UrlFault)> {
    let rest = &text[at..limit];
    let slashes = rest.bytes().take(3).take_while(|b| *b == b'/').count();
    if slashes > 0 {
        let scheme = format!("https://{}", &rest[..slashes]);
        return starts_with_host(&rest[slashes..])
            .then_some((at + slashes, UrlFault::Scheme(scheme)));
    }
    let spaces = rest.bytes().take(3).take_while(|b| *b == b' ').count();
    if spaces > 0 {
        return starts_with_host(&rest[spaces..]).then_some((at + spaces, UrlFault::Space));
    }
    let second = rest.bytes().take(9).take_while(u8::is_ascii_alphabetic);
    let second = second.count();
    let separators = rest[second..].bytes().take(4);
    let separators = separators.take_while(|b| b":/;".contains(b)).count();
    let host = second + separators;
    let is_second = separators > 1 && is_scheme(&rest[..second]) && starts_with_host(&rest[host..]);
    is_second.then_some((at + host, UrlFault::TwoSchemes))
}

/// The gap after a URL that ends at `end`, if the URL continues behind it with its token, and where it continues.
pub(super) fn gap(url: &str, text: &str, end: usize, limit: usize) -> Option<(usize, UrlFault)> {
    let after_scheme = &url[url.find("//")? + 2..];
    if !starts_with_host(after_scheme) {
        return None;
    }
    let rest = &text[end..text.floor_char_boundary(limit.min(end + MAX_REST))];
    let tail = rest.trim_start_matches([' ', '\r', '\n', '\\']);
    let between = &rest[..rest.len() - tail.len()];
    let breaks = between.matches('\n').count();
    let fault = match between {
        "\\" | "\\\\" => UrlFault::Backslashes,
        " " | "  " | "   " => UrlFault::Space,
        _ if breaks == 1 && between.len() <= 12 && !between.contains('\\') => UrlFault::LineBreak,
        _ => return None,
    };
    let ends = |c: char| c.is_whitespace() || "\"'<>|`".contains(c);
    let tail = &tail[..tail.find(ends).unwrap_or(tail.len())];
    let has_path = after_scheme.contains('/');
    let continues = if after_scheme.contains('?') {
        let is_pair = after_scheme.ends_with(['?', '&']) && tail.starts_with("token=eyJ");
        let is_value = after_scheme.ends_with("token=") && tail.starts_with("eyJ");
        is_pair || is_value
    } else {
        let is_next = match fault {
            UrlFault::Backslashes => !has_path || after_scheme.ends_with('/'),
            // Host and path in separate columns have no path here.
            _ => has_path && (after_scheme.ends_with('/') || tail.starts_with(['?', '.', '/'])),
        };
        is_next && tail.contains("token=eyJ") && !tail.contains("://")
    };
    continues.then_some((end + between.len(), fault))
}

/// Names of attributes and members from which a browser loads: without a scheme, the URL is relative to the page.
const SOURCES: [&str; 7] = [
    "src",
    "href",
    "poster",
    "data-src",
    "data-poster",
    "srcset",
    "file",
];

/// Functions that load a URL.
const LOADERS: [&str; 4] = ["loadSource", "fetch", "URL", "load"];

/// Whether the text before a URL without a scheme is a quote in a place from which a browser loads.
pub(super) fn is_loaded(before: &str) -> bool {
    let window = &before[before.ceil_char_boundary(before.len().saturating_sub(40))..];
    let Some(head) = window.strip_suffix(['"', '\'', '`']) else {
        return false;
    };
    let head = head.trim_end();
    let word = |text: &str| {
        let text = text.trim_end().trim_end_matches(['"', '\'']);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        text[text.trim_end_matches(is_name).len()..].to_owned()
    };
    if let Some(head) = head.strip_suffix(['=', ':']) {
        SOURCES.contains(&names::kebab(&word(head)).as_str())
    } else if let Some(head) = head.strip_suffix('(') {
        LOADERS.contains(&word(head).as_str())
    } else {
        false
    }
}

/// Whether a JSON member is a URL for a player, and its value has no scheme.
pub(super) fn lacks_scheme(name: &str, value: &str) -> bool {
    let name = names::kebab(name);
    let is_for_player = SOURCES.contains(&name.as_str())
        || ["-url", "-src", "-uri"]
            .iter()
            .any(|end| name.ends_with(end));
    is_for_player && starts_with_host(value) && value.contains(".mux.com/")
}

#[cfg(test)]
mod tests {
    use crate::core::{import::find, request::UrlFault};

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA";

    /// The fault of the only token, and the URL it is for.
    fn fault(text: &str) -> (Option<UrlFault>, Option<String>) {
        let mut tokens = find(&text.replace("JWT", TOKEN)).tokens;
        assert_eq!(tokens.len(), 1, "{text}: {tokens:?}");
        let found = tokens.remove(0);
        assert_eq!(found.text, TOKEN, "{text}");
        let url = found
            .media_url()
            .map(|url| format!("{}.{}", url.host.label(), url.domain));
        (found.url_fault, url)
    }

    #[test]
    fn wrong_scheme_is_recognized() {
        for (written, scheme) in [
            ("https:stream.mux.com/ID.m3u8?token=JWT", "https:"),
            (
                "{\"videoUrl\":\"https:stream.mux.com/ID.m3u8?token=JWT\"}",
                "https:",
            ),
            ("https:/stream.mux.com/ID.m3u8?token=JWT", "https:/"),
            (
                "src=\"https:\\/stream.mux.com\\/ID.m3u8?token=JWT\"",
                "https:/",
            ),
            ("https:///stream.mux.com/ID.m3u8?token=JWT", "https:///"),
            ("htps://stream.mux.com/ID.m3u8?token=JWT", "htps://"),
            ("see\\nhttp:/stream.mux.com/ID.m3u8?token=JWT", "http:/"),
            ("hhttps://stream.mux.com/ID.m3u8?token=JWT", "hhttps://"),
            ("ttps://stream.mux.com/ID.m3u8?token=JWT", "ttps://"),
            ("http//stream.mux.com/ID.m3u8?token=JWT", "http//"),
            (
                "<a href='https;//stream.mux.com/ID.m3u8?token=JWT'>",
                "https;//",
            ),
            ("https:://stream.mux.com/ID.m3u8?token=JWT", "https:://"),
            (
                "Playing https.//stream.mux.com/ID.m3u8?token=JWT now",
                "https.//",
            ),
        ] {
            let scheme = UrlFault::Scheme(scheme.to_owned());
            let url = Some("stream.mux.com".to_owned());
            assert_eq!(fault(written), (Some(scheme), url), "{written}");
        }
        let (fault, url) = fault("htps://stream.video.example.com/ID.m3u8?token=JWT");
        assert_eq!(fault, Some(UrlFault::Scheme("htps://".to_owned())));
        assert_eq!(url.as_deref(), Some("stream.video.example.com"));
    }

    #[test]
    fn stray_characters_in_url_are_recognized() {
        for (written, expected) in [
            (
                "https://https://stream.mux.com/ID.m3u8?token=JWT",
                UrlFault::TwoSchemes,
            ),
            (
                "https://http//stream.mux.com/ID.m3u8?token=JWT",
                UrlFault::TwoSchemes,
            ),
            (
                "https:\\\\stream.mux.com\\ID.m3u8?token=JWT",
                UrlFault::Backslashes,
            ),
            (
                "https://stream.mux.com\\ID.m3u8?token=JWT",
                UrlFault::Backslashes,
            ),
            ("https:// stream.mux.com/ID.m3u8?token=JWT", UrlFault::Space),
            ("https: //stream.mux.com/ID.m3u8?token=JWT", UrlFault::Space),
            (
                "src=\"https://stream.mux.com/ ID.m3u8?token=JWT\"",
                UrlFault::Space,
            ),
            ("https://stream.mux.com/ID .m3u8?token=JWT", UrlFault::Space),
            ("https://stream.mux.com/ID.m3u8 ?token=JWT", UrlFault::Space),
            ("https://stream.mux.com/ID.m3u8? token=JWT", UrlFault::Space),
            ("https://stream.mux.com/ID.m3u8?token= JWT", UrlFault::Space),
            (
                "https://stream.mux.com/ID.m3u8\n?token=JWT",
                UrlFault::LineBreak,
            ),
            (
                "url: https://stream.mux.com/\r\n  ID.m3u8?token=JWT",
                UrlFault::LineBreak,
            ),
        ] {
            let url = Some("stream.mux.com".to_owned());
            assert_eq!(fault(written), (Some(expected), url), "{written}");
        }
    }

    #[test]
    fn missing_scheme_matters_where_a_browser_loads() {
        for (written, certain) in [
            ("<video src=\"stream.mux.com/ID.m3u8?token=JWT\">", true),
            (
                "player.src({ src: 'stream.mux.com/ID.m3u8?token=JWT' })",
                true,
            ),
            ("hls.loadSource(\"stream.mux.com/ID.m3u8?token=JWT\")", true),
            (
                "{\"playbackUrl\":\"stream.mux.com/ID.m3u8?token=JWT\"}",
                false,
            ),
        ] {
            let url = Some("stream.mux.com".to_owned());
            assert_eq!(
                fault(written),
                (Some(UrlFault::Relative { certain }), url),
                "{written}"
            );
        }
    }

    #[test]
    fn sound_urls_have_no_fault() {
        for written in [
            "https://stream.mux.com/ID.m3u8?token=JWT",
            "HTTPS://STREAM.MUX.COM/ID.m3u8?token=JWT",
            "http://stream.mux.com/ID.m3u8?token=JWT",
            "//stream.mux.com/ID.m3u8?token=JWT",
            "<img src=\"//stream.mux.com/ID.m3u8?token=JWT\">",
            "stream.mux.com/ID.m3u8?token=JWT",
            "\"stream.mux.com/ID.m3u8?token=JWT\"",
            "GET stream.mux.com/ID.m3u8?token=JWT 200",
            "curl 'stream.mux.com/ID.m3u8?token=JWT'",
            "{\"url\":\"stream.mux.com/ID.m3u8?token=JWT\",\"status\":200}",
            "url=https://stream.mux.com/ID.m3u8?token=JWT",
            "src=\"https:\\/\\/stream.mux.com\\/ID.m3u8?token=JWT\"",
            "https%3A%2F%2Fstream.mux.com%2FID.m3u8%3Ftoken%3DJWT",
            "\\nhttps://stream.mux.com/ID.m3u8?token=JWT",
            "view-source:https://stream.mux.com/ID.m3u8?token=JWT",
            "https://stream.video.example.com/ID.m3u8?token=JWT",
            "Watch over https: stream.mux.com/ID.m3u8?token=JWT",
        ] {
            assert_eq!(fault(written).0, None, "{written}");
        }
    }

    #[test]
    fn separate_texts_are_not_joined() {
        for text in [
            "https://stream.mux.com/ID.m3u8 with ?token=JWT",
            "https://stream.mux.com/ID.m3u8\n\n?token=JWT",
            "https://stream.mux.com /ID.m3u8?token=JWT",
            "https://stream.mux.com/ID.m3u8\t?token=JWT",
            "https://example.com/ID.m3u8 ?token=JWT",
        ] {
            let found = find(&text.replace("JWT", TOKEN));
            assert!(
                found.tokens.iter().all(|token| token.url_fault.is_none()),
                "{text}"
            );
        }
    }
}
