//! Finds the tokens in what people paste: a token, a URL, a header line, a text with any of these in it.

use std::ops::Range;

use super::{audience::Audience, url::MediaUrl};

/// What a pasted text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing but white space.
    Empty,
    /// A token and what people wrap around one.
    Token,
    /// A URL.
    Url,
    /// Something longer with tokens or URLs in it, or nothing that is either.
    Text,
}

/// What was found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What the text is.
    pub kind: Kind,
    /// The tokens in it, in their order.
    pub tokens: Vec<Found>,
    /// URLs of Mux without a token.
    pub urls_without_token: Vec<MediaUrl>,
}

/// A token and the place where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The text of the token, unescaped and without what was wrapped around it.
    pub text: String,
    /// Where it stood, in words: `token in the URL`, `line 3`.
    pub at: String,
    /// The player's name for the place: `thumbnail-token`.
    pub slot: Option<String>,
    /// The URL it stood in, if Mux serves such.
    pub url: Option<MediaUrl>,
    /// What was taken off, each in a few words.
    pub stripped: Vec<&'static str>,
}

impl Kind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Token => "token",
            Self::Url => "url",
            Self::Text => "text",
        }
    }
}

/// Finds every token in a text.
pub fn find(text: &str) -> Import {
    let trimmed = text.trim_matches(is_blank);
    let mut import = Import {
        kind: Kind::Text,
        tokens: Vec::new(),
        urls_without_token: Vec::new(),
    };
    if trimmed.is_empty() {
        import.kind = Kind::Empty;
        return import;
    }
    if let Some(found) = one_token(text) {
        import.kind = Kind::Token;
        import.tokens.push(found);
        return import;
    }
    let urls = urls_in(trimmed);
    if let [(0, url)] = urls.as_slice()
        && url.len() == trimmed.len()
    {
        import.kind = Kind::Url;
    }
    // URLs are read first; what is left of the text is searched for tokens that stand alone.
    let mut rest_start = 0;
    let mut lines = Lines::of(trimmed);
    for (start, url) in urls {
        loose_tokens(trimmed, rest_start..start, &mut lines, &mut import.tokens);
        rest_start = start + url.len();
        let line = (import.kind == Kind::Text).then(|| lines.line_at(start));
        tokens_of_url(url, line, &mut import);
    }
    let rest = rest_start..trimmed.len();
    loose_tokens(trimmed, rest, &mut lines, &mut import.tokens);
    import
}

/// White space and the invisible characters that come along when text is copied from a page.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}'
        )
}

/// What the letters of a token's parts can be.
fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// The text as one token with wrappings, if that is what it is.
fn one_token(text: &str) -> Option<Found> {
    let mut stripped = Vec::new();
    let mut rest = text.trim_matches(is_blank);
    if rest.len() < text.trim_matches(['\n', '\r']).len() {
        stripped.push("white space around it");
    }
    loop {
        let before = rest;
        if let Some(inner) = unwrap_quotes(rest) {
            stripped.push("quotes");
            rest = inner;
        } else if let Some(after) = strip_prefix_ignoring_case(rest, "authorization:") {
            stripped.push("`Authorization:`");
            rest = after;
        } else if let Some(after) = strip_prefix_ignoring_case(rest, "bearer ") {
            stripped.push("`Bearer`");
            rest = after;
        } else if let Some(after) = rest
            .strip_prefix("?token=")
            .or_else(|| rest.strip_prefix("token="))
        {
            stripped.push("`token=`");
            rest = after;
        } else if let Some(inner) = rest.strip_suffix([',', ';']) {
            stripped.push("a comma or semicolon");
            rest = inner;
        }
        rest = rest.trim_matches(is_blank);
        if rest.len() == before.len() {
            break;
        }
    }
    let token: String = rest.chars().filter(|c| !is_blank(*c)).collect();
    if !looks_like_token(&token) {
        return None;
    }
    if token.len() < rest.len() {
        // A text of several words is a token only if what was taken out is how lines are wrapped.
        let lines_only = rest
            .split(['\n', '\r'])
            .all(|line| !line.trim_matches(is_blank).contains(is_blank));
        let one_start = token.matches("eyJ").count() <= token.matches('.').count() + 1;
        if !lines_only || !one_start || !is_wrapped(rest) {
            return None;
        }
        stripped.push("line breaks or blanks inside");
    }
    Some(Found {
        text: token,
        at: "the whole input".to_owned(),
        slot: None,
        url: None,
        stripped,
    })
}

/// Whether the lines of a text are one token that was cut into lines: only the first begins one.
fn is_wrapped(text: &str) -> bool {
    let lines = text.split(is_blank).filter(|line| !line.is_empty());
    lines
        .skip(1)
        .all(|line| !(line.starts_with("eyJ") && line.matches('.').count() == 2))
}

fn unwrap_quotes(text: &str) -> Option<&str> {
    [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('<', '>'),
        ('(', ')'),
        ('“', '”'),
        ('‘', '’'),
    ]
    .into_iter()
    .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// Whether a text without blanks is meant as a token: it begins as every JSON object does in base64, or is three parts.
fn looks_like_token(text: &str) -> bool {
    let base64 = |c: char| is_token_char(c) || "+/=".contains(c);
    if text.starts_with("eyJ") || text.starts_with("ewog") || text.starts_with("e30") {
        // A part may hold a stray character; a sentence is not a token.
        let strange = text.chars().filter(|c| !base64(*c)).count();
        return !text.contains("://") && !text.contains(['&', '?', '{']) && strange <= 3;
    }
    let parts = text.split('.').count();
    (parts == 3 || parts == 5)
        && text.len() >= 40
        && text.chars().all(base64)
        && !text.contains('/')
}

/// Every `http(s)://…` in a text with its place.
fn urls_in(text: &str) -> Vec<(usize, &str)> {
    let mut urls = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let colon = from + at;
        from = colon + 3;
        let Some(start) = ["https", "http"].into_iter().find_map(|scheme| {
            let start = colon.checked_sub(scheme.len())?;
            text.get(start..colon)?
                .eq_ignore_ascii_case(scheme)
                .then_some(start)
        }) else {
            continue;
        };
        let ends = |c: char| is_blank(c) || c.is_control() || "\"'`<>\\^{}|".contains(c);
        let end = text[from..].find(ends).map_or(text.len(), |at| from + at);
        // What ends a sentence or closes a bracket is not the URL's.
        let url = text[start..end].trim_end_matches(['.', ',', ';', '!', ')', ']']);
        urls.push((start, url));
        from = end.max(from);
    }
    urls
}

/// The names under which tokens stand in a query: Mux's own, mux-node's old `TOKEN`, and those of the hosted player.
fn is_token_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("token") || Audience::from_token_name(name).is_some()
}

/// How many tokens of one URL are looked at. The hosted player takes four, and each is kept with its whole URL.
const TOKENS_OF_URL: usize = 16;

fn tokens_of_url(written: &str, line: Option<usize>, import: &mut Import) {
    let escaped = written.contains("&amp;");
    let plain = written.replace("&amp;", "&");
    let url = MediaUrl::read(&plain).ok();
    let query = if let Some(url) = &url {
        url.query.clone()
    } else {
        let query = plain.split_once('?').map_or("", |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect()
    };
    let before = import.tokens.len();
    for (name, value) in query
        .iter()
        .filter(|(name, value)| is_token_name(name) && !value.is_empty())
        .take(TOKENS_OF_URL)
    {
        let text: String = value.chars().filter(|c| !is_blank(*c)).collect();
        let mut stripped = Vec::new();
        if text.len() < value.len() {
            stripped.push("blanks inside");
        }
        if escaped {
            stripped.push("`&amp;`");
        }
        let at = match line {
            Some(line) => format!("`{name}` in the URL on line {line}"),
            None => format!("`{name}` in the URL"),
        };
        import.tokens.push(Found {
            text,
            at,
            slot: Audience::from_token_name(name).map(|_| name.clone()),
            url: url.clone(),
            stripped,
        });
    }
    if import.tokens.len() == before
        && let Some(url) = url
    {
        import.urls_without_token.push(url);
    }
}

/// Tokens between two places of a text, each a run of token characters with three parts that begins as tokens do.
fn loose_tokens(text: &str, range: Range<usize>, lines: &mut Lines<'_>, found: &mut Vec<Found>) {
    let from = range.start;
    let part = &text[range];
    let mut at = 0;
    while let Some(offset) = part[at..].find("eyJ") {
        let start = at + offset;
        let end = part[start..]
            .find(|c| !is_token_char(c))
            .map_or(part.len(), |end| start + end);
        at = end;
        let begins = !part[..start].ends_with(is_token_char);
        let run = part[start..end].trim_end_matches('.');
        if !begins || run.matches('.').count() < 1 {
            continue;
        }
        let (slot, name) = name_before(&part[..start]);
        let line = lines.line_at(from + start);
        let at = name.map_or_else(
            || format!("line {line}"),
            |name| format!("`{name}` on line {line}"),
        );
        found.push(Found {
            text: run.to_owned(),
            at,
            slot,
            url: None,
            stripped: Vec::new(),
        });
    }
}

/// The name that a value is given by in attributes, JSON, code and `.env` files, and the slot of a player it stands for.
fn name_before(text: &str) -> (Option<String>, Option<&str>) {
    let text = text.trim_end_matches(|c: char| is_blank(c) || "\"'`\\".contains(c));
    let Some(text) = text.strip_suffix([':', '=']) else {
        return (None, None);
    };
    let text = text.trim_end_matches(|c: char| is_blank(c) || "\"'`\\".contains(c));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let name = &text[text.rfind(|c| !is_name(c)).map_or(0, |i| {
        i + text[i..].chars().next().map_or(1, char::len_utf8)
    })..];
    let slot = Audience::from_token_name(name).map(|_| name.to_owned());
    (slot, (!name.is_empty()).then_some(name))
}

/// Counts lines from place to place, so that a long log is counted once and not once for each token.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
        }
    }

    /// The line of a place, which is no earlier than the last one asked for.
    fn line_at(&mut self, at: usize) -> usize {
        self.line += self.text[self.at..at].matches('\n').count();
        self.at = at;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA";

    fn tokens(text: &str) -> Vec<String> {
        find(text)
            .tokens
            .into_iter()
            .map(|found| found.text)
            .collect()
    }

    #[test]
    fn a_token_never_needs_trimming_by_hand() {
        let (head, tail) = TOKEN.split_at(20);
        for text in [
            TOKEN.to_owned(),
            format!("  {TOKEN}\n"),
            format!("Bearer {TOKEN}"),
            format!("authorization: bearer {TOKEN}\r\n"),
            format!("\"{TOKEN}\","),
            format!("'{TOKEN}';"),
            format!("?token={TOKEN}"),
            format!("{head}\n{tail}"),
            format!("{head}\r\n  {tail}"),
            format!("\u{feff}{TOKEN}\u{200b}"),
        ] {
            let import = find(&text);
            assert_eq!(import.kind, Kind::Token, "{text:?}");
            assert_eq!(tokens(&text), [TOKEN], "{text:?}");
        }
    }

    #[test]
    fn a_url_gives_its_token_and_itself() {
        let import = find(&format!("https://stream.mux.com/ID.m3u8?token={TOKEN}"));
        assert_eq!(import.kind, Kind::Url);
        assert_eq!(import.tokens[0].text, TOKEN);
        assert_eq!(import.tokens[0].at, "`token` in the URL");
        assert_eq!(
            import.tokens[0]
                .url
                .as_ref()
                .and_then(|url| url.id.as_deref()),
            Some("ID")
        );
    }

    #[test]
    fn the_hosted_player_has_a_slot_for_each_token() {
        let import = find(&format!(
            "https://player.mux.com/ID?playback-token={TOKEN}&amp;thumbnail-token={TOKEN}"
        ));
        let slots: Vec<_> = import
            .tokens
            .iter()
            .map(|found| found.slot.as_deref())
            .collect();
        assert_eq!(slots, [Some("playback-token"), Some("thumbnail-token")]);
        assert_eq!(import.tokens[0].stripped, ["`&amp;`"]);
    }

    #[test]
    fn tokens_are_found_in_any_text() {
        let text = format!(
            "GET https://stream.mux.com/ID.m3u8?token={TOKEN}. 403\n<mux-player drm-token=\"{TOKEN}\">\n{{\"a\": \"{TOKEN}\"}}"
        );
        let import = find(&text);
        assert_eq!(import.kind, Kind::Text);
        let places: Vec<_> = import
            .tokens
            .iter()
            .map(|found| found.at.as_str())
            .collect();
        assert_eq!(
            places,
            [
                "`token` in the URL on line 1",
                "`drm-token` on line 2",
                "`a` on line 3"
            ]
        );
        assert_eq!(import.tokens[1].slot.as_deref(), Some("drm-token"));
    }

    #[test]
    fn lines_are_counted_across_urls_and_loose_tokens() {
        let text = format!("a: {TOKEN}\nhttps://a?token={TOKEN}\n\nb: {TOKEN} c: {TOKEN}");
        let places: Vec<_> = find(&text)
            .tokens
            .into_iter()
            .map(|found| found.at)
            .collect();
        assert_eq!(
            places,
            [
                "`a` on line 1",
                "`token` in the URL on line 2",
                "`b` on line 4",
                "`c` on line 4"
            ]
        );
    }

    #[test]
    fn a_url_of_endless_tokens_ends() {
        let url = format!(
            "https://stream.mux.com/ID?{}",
            "token=e30.e30.AA&".repeat(1000)
        );
        assert_eq!(tokens(&url).len(), TOKENS_OF_URL);
    }

    #[test]
    fn two_tokens_on_two_lines_stay_two() {
        assert_eq!(tokens(&format!("{TOKEN}\n{TOKEN}")), [TOKEN, TOKEN]);
    }

    #[test]
    fn a_url_of_mux_without_a_token_is_kept() {
        let import = find("see https://stream.mux.com/ID.m3u8 and https://example.com/");
        assert!(import.tokens.is_empty());
        assert_eq!(import.urls_without_token.len(), 1);
    }

    #[test]
    fn prose_is_not_a_token() {
        for text in [
            "hello",
            "a.b.c",
            "Mr. Smith. Yes",
            "eye catching. words",
            "{\"a\":1}",
            "192.168.0.1",
            "",
        ] {
            assert_eq!(tokens(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(find(" \n").kind, Kind::Empty);
    }

    #[test]
    fn a_token_that_is_cut_short_is_still_meant_as_one() {
        assert_eq!(tokens("eyJhbGciOiJSUzI1NiJ9"), ["eyJhbGciOiJSUzI1NiJ9"]);
        assert_eq!(
            tokens("eyJhbGciOiJSUzI1NiJ9.eyJzdW"),
            ["eyJhbGciOiJSUzI1NiJ9.eyJzdW"]
        );
    }
}
