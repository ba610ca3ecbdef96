//! Scans any text once from start to end: player tags, URLs, named values and bare tokens.

use std::ops::Range;

use super::{
    chars::is_whole,
    dotenv, escape,
    facts::FactsReader,
    finder::Finder,
    lines::LineCounter,
    names, pieces,
    place::{token_in, wrapper_end},
    placeholder::{self, placeholder},
    player_tag::Player,
    wrapping::{TokenRun, is_blank, is_token_byte, run},
};
use crate::core::{
    mux::audience::Audience,
    request::{Excerpt, MediaRequest, Stripped},
};

/// What the origin of a text implies for the tokens in it.
#[derive(Clone)]
pub(super) struct Context {
    /// The place in words; without one, places are line numbers.
    pub(super) place: Option<String>,
    /// What all requests in it have in common; its `text` and `place` are not used.
    pub(super) request: MediaRequest,
    /// Where line breaks were removed.
    pub(super) breaks: Vec<usize>,
    /// Whether its Mux URLs without a token have one elsewhere.
    pub(super) has_token_elsewhere: bool,
    /// Whether every line sets a variable.
    pub(super) is_env: bool,
    /// The nesting depth: a text within a text.
    pub(super) depth: u8,
}

impl Context {
    /// The context of a whole input.
    pub(super) fn new() -> Self {
        Self {
            place: None,
            request: MediaRequest::new("", ""),
            breaks: Vec::new(),
            has_token_elsewhere: false,
            is_env: false,
            depth: 0,
        }
    }

    /// A token in this context, at a place.
    pub(super) fn request(&self, text: String, place: String) -> MediaRequest {
        MediaRequest {
            text,
            place,
            ..self.request.clone()
        }
    }

    /// The context of a text within this one.
    pub(super) fn inside(&self, place: String) -> Self {
        Self {
            place: Some(place),
            request: self.request.clone(),
            breaks: Vec::new(),
            has_token_elsewhere: self.has_token_elsewhere,
            is_env: false,
            depth: self.depth + 1,
        }
    }
}

/// The maximum depth of URLs in URLs and JSON in JSON.
pub(super) const MAX_DEPTH: u8 = 3;

/// The maximum length of a name and of a path in a log.
pub(super) const MAX_WORD_LEN: usize = 2048;

/// Scans a text.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) {
    let mark = finder.mark();
    let mut scanner = Scanner::new(text, context, finder);
    let start = scanner.line_start(0, text.len()).unwrap_or(0);
    scanner.scan(start..text.len());
    finder.close_to(mark);
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) context: &'a Context,
    pub(super) finder: &'a mut Finder,
    pub(super) lines: LineCounter<'a>,
    pub(super) facts: FactsReader<'a>,
    /// The offset of the last request.
    offset: usize,
    /// Everything before this offset has been read.
    pub(super) done: usize,
    /// The name of the member whose value the text is.
    pub(super) name: Option<&'a str>,
    pub(super) unclosed_tags: usize,
    /// Everything before this offset is in a word without tokens.
    pub(super) empty_word: usize,
    /// The current player tag.
    pub(super) player: Option<Player>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, context: &'a Context, finder: &'a mut Finder) -> Self {
        Self {
            text,
            context,
            finder,
            lines: LineCounter::of(text, &context.breaks),
            facts: FactsReader::of(text),
            offset: 0,
            done: 0,
            name: None,
            unclosed_tags: 0,
            empty_word: 0,
            player: None,
        }
    }
}

impl Scanner<'_> {
    /// Scans a part of the text.
    pub(super) fn scan(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let Range { start: mut at, end } = range;
        self.done = self.done.max(at);
        while at < end {
            let next = match bytes[at] {
                b'\n' => self.line_start(at + 1, end),
                b'[' if bytes[at..end].starts_with(b"[object ") => self.object(at, end),
                b'{' | b'[' | b'(' => {
                    self.open_bracket(at);
                    None
                }
                b'}' | b']' | b')' | b'>' | b';' => {
                    self.close_bracket(at);
                    None
                }
                b'<' => self.tag(at, end),
                b':' => {
                    self.member(at, end);
                    self.url(at, end)
                }
                b'=' | b',' => {
                    self.member(at, end);
                    None
                }
                b't' if bytes[..at].ends_with(b"\" ") && bytes[at..end].starts_with(b"to \"") => {
                    self.member(at, end);
                    None
                }
                b'%' => self.url(at, end),
                b'm' if bytes[at..end].starts_with(b"mux.com/") => self.bare_host(at, end),
                b'e' if bytes[at..end].starts_with(b"eyJ") => Some(self.token(at, end)),
                b'k' | b'K' => self.word_token(at, end),
                _ => None,
            };
            match next {
                Some(next) => {
                    at = next.max(at + 1);
                    self.done = at;
                }
                None => at += 1,
            }
        }
        self.done = self.done.max(end);
    }

    /// The playback ID for a token at the current place.
    pub(super) fn id(&self) -> Option<String> {
        let player = self.player.as_ref();
        player
            .and_then(|player| player.id.clone())
            .or_else(|| self.context.request.playback_id.clone())
    }

    /// Adds a request, with the name of the member that it is the value of.
    pub(super) fn push(&mut self, mut found: MediaRequest, name: &str) {
        found.line = self.line().or(found.line);
        self.facts.at(self.offset).complete(&mut found);
        self.finder.push_named(found, name);
    }

    /// The line of the last place, if lines count here.
    pub(super) fn line(&self) -> Option<usize> {
        (self.context.place.is_none()).then(|| self.lines.line())
    }

    /// The place of a token in words, without the line that [`Self::line`] returns after this.
    pub(super) fn at(&mut self, name: Option<&str>, in_url: bool, offset: usize) -> String {
        self.offset = offset;
        if let Some(place) = &self.context.place {
            return match name {
                Some(name) => format!("`{name}` in {place}"),
                None => place.clone(),
            };
        }
        self.lines.line_at(offset);
        match (name, in_url) {
            (Some(name), true) => format!("`{name}` in the URL"),
            (Some(name), false) if self.lines.is_cookie() => format!("`{name}` in the cookie"),
            (Some(name), false) => format!("`{name}`"),
            (None, _) => String::new(),
        }
    }

    pub(super) fn request(&self, text: String, place: String) -> MediaRequest {
        self.context.request(text, place)
    }

    /// Reads a token that starts here.
    fn token(&mut self, at: usize, limit: usize) -> usize {
        if !begins_here(&self.text[..at], self.done) {
            return skip_run(self.text, at, limit);
        }
        let TokenRun {
            text,
            end,
            stripped,
        } = run(self.text, at, limit);
        if !text.contains('.') && !pieces::is_piece(&text, &self.text[..at]) {
            return end;
        }
        if let Some(end) = self.word(at, limit) {
            return end;
        }
        self.named(at, text, stripped);
        end
    }

    /// Adds a token with the name before it, if any.
    fn named(&mut self, at: usize, text: String, stripped: Vec<Stripped>) {
        let before = &self.text[..at];
        let (before, bearer) = without_bearer(before);
        let name = name_before(before).or_else(|| self.name.map(|name| (name, 0)));
        let parent = self.finder.groups().name();
        let slot = name
            .and_then(|(name, _)| names::slot(name, parent).or_else(|| names::slot_of_token(name)));
        let place = self.at(name.map(|(name, _)| name), false, at);
        let id = self.id();
        let mut found = self.request(text, place);
        found.stripped.extend(stripped);
        if bearer {
            found.stripped.push(Stripped::Bearer);
        }
        found.slot = slot.map(str::to_owned);
        let is_announced = !is_whole(&found.text) && pieces::is_announced(before);
        found.excerpt = is_announced.then_some(Excerpt::First);
        if self.context.is_env {
            found.token_as_sent = dotenv::place(self.text, at, name.map_or("", |(name, _)| name));
        }
        if let (Some(player), Some(slot)) = (&self.player, slot) {
            let audience = Audience::from_token_name(slot);
            found.url = audience.and_then(|audience| player.url(audience));
            found.player = Some(player.tag.clone());
            found.url_fault.clone_from(&player.url_fault);
            if audience == Some(Audience::Thumbnail) {
                found.thumbnail_time.clone_from(&player.thumbnail_time);
            }
        }
        found.playback_id = id;
        self.push(found, name.map_or("", |(name, _)| name));
    }

    /// Reads a named value that is not a token: `playback-token="undefined"`, or `?token=…` without a URL.
    fn word_token(&mut self, at: usize, limit: usize) -> Option<usize> {
        let word = self.text.as_bytes()[..limit].get(at.checked_sub(2)?..at + 3)?;
        if !word.eq_ignore_ascii_case(b"token") {
            return None;
        }
        let rest = self.text.get(at + 3..limit)?;
        let in_query = at >= 3 && matches!(self.text.as_bytes()[at - 3], b'?' | b'&');
        let value = if in_query {
            rest.strip_prefix('=')?
        } else {
            let rest = rest.trim_start_matches(['"', '\'', '\\', ']']);
            let rest = rest.trim_start_matches([' ', '\t']);
            let rest = rest.strip_prefix([':', '='])?;
            rest.trim_start_matches([' ', '\t'])
        };
        if value.starts_with("eyJ") {
            return None;
        }
        let start = limit - value.len();
        if in_query && let Some(end) = wrapper_end(self.text, start, limit) {
            let place = escape::decode(&self.text[start..end]).into_owned();
            let words = self.at(Some("token"), true, at);
            let mut found = self.request(token_in(&place), words);
            found.token_as_sent = Some(place);
            self.push(found, "token");
            return Some(end);
        }
        let (open, value) = if in_query {
            let len = placeholder::bracketed_len(value).unwrap_or_else(|| {
                // Longer values are not placeholders, so their end does not matter.
                let most = value.floor_char_boundary(100);
                let end = value.bytes().take(most).position(ends_word_or_pair);
                end.unwrap_or(most)
            });
            (0, &value[..len])
        } else {
            let quote = ["\\\"", "\"", "'"]
                .into_iter()
                .find(|quote| value.starts_with(quote))?;
            let inner = &value[quote.len()..];
            let mut most = inner.len().min(100);
            while !inner.is_char_boundary(most) {
                most -= 1;
            }
            (quote.len(), &inner[..inner[..most].find(quote)?])
        };
        // Only a name that is Mux's own makes an uncertain placeholder certain enough.
        let name = name_before(&self.text[..start]).map(|(name, _)| name)?;
        let slot = names::slot(name, self.finder.groups().name());
        let kind = if in_query || slot.is_none() {
            placeholder::certain(value)
        } else {
            placeholder(value)
        };
        if kind.is_none() || (slot.is_none() && !in_query) {
            return None;
        }
        let value = value.to_owned();
        let name = name.to_owned();
        let end = start + open + value.len();
        let place = self.at(Some(&name), false, at);
        let id = self.id();
        let mut found = self.request(value, place);
        found.slot = slot.map(str::to_owned);
        found.playback_id = id;
        self.push(found, &name);
        Some(end)
    }

    /// Reads `[object …]` after a name that is for a token.
    fn object(&mut self, at: usize, limit: usize) -> Option<usize> {
        let len = placeholder::bracketed_len(&self.text[at..limit])?;
        let value = &self.text[at..at + len];
        let (name, _) = name_before(&self.text[..at])?;
        let is_token =
            names::is_token(name) || names::slot(name, self.finder.groups().name()).is_some();
        if !is_token || placeholder::certain(value).is_none() {
            return None;
        }
        self.named(at, value.to_owned(), Vec::new());
        Some(at + len)
    }
}

/// Whether a token can start after this text: no word continues there, but an escape may end.
fn begins_here(before: &str, done: usize) -> bool {
    let bytes = before.as_bytes();
    if bytes.last().is_none_or(|b| !is_token_byte(*b)) || bytes.len() == done {
        return true;
    }
    let is_hex = |range: &[u8]| range.iter().all(u8::is_ascii_hexdigit);
    let percent =
        bytes.len() >= 3 && bytes[bytes.len() - 3] == b'%' && is_hex(&bytes[bytes.len() - 2..]);
    let unicode = bytes.len() >= 6
        && bytes[bytes.len() - 6..].starts_with(b"\\u")
        && is_hex(&bytes[bytes.len() - 4..]);
    let letter = bytes.len() >= 2
        && bytes[bytes.len() - 2] == b'\\'
        && b"nrt".contains(&bytes[bytes.len() - 1]);
    percent || unicode || letter
}

fn skip_run(text: &str, at: usize, limit: usize) -> usize {
    let rest = &text.as_bytes()[at..limit];
    rest.iter()
        .position(|b| !is_token_byte(*b))
        .map_or(limit, |len| at + len)
}

pub(super) fn ends_word(b: u8) -> bool {
    b.is_ascii_whitespace() || b.is_ascii_control() || b"\"'`<>|^(){}[]".contains(&b)
}

fn ends_word_or_pair(b: u8) -> bool {
    ends_word(b) || b == b'&' || b == b'\\'
}

/// Strips a trailing `Bearer`, and returns whether it was there.
fn without_bearer(text: &str) -> (&str, bool) {
    let trimmed = text.trim_end_matches([' ', '\t']);
    let head = trimmed.len().checked_sub(6).and_then(|at| {
        let (head, word) = trimmed.split_at_checked(at)?;
        word.eq_ignore_ascii_case("bearer").then_some(head)
    });
    match head {
        Some(head) if trimmed.len() < text.len() => (head, true),
        _ => (text, false),
    }
}

/// The name of a value in attributes, JSON, code and `.env` files, and where it starts.
pub(super) fn name_before(text: &str) -> Option<(&str, usize)> {
    const MAX_BEFORE: usize = 256;
    let from = text.ceil_char_boundary(text.len().saturating_sub(MAX_BEFORE));
    let (name, at) = name_at_end(&text[from..])?;
    Some((name, from + at))
}

fn name_at_end(text: &str) -> Option<(&str, usize)> {
    let wrapping = |c: char| is_blank(c) || "\"'`\\“”‘’".contains(c);
    let mut rest = text.trim_end_matches(wrapping);
    // `name={"…"}`, `name={{`
    let open = rest.trim_end_matches(['{', '(']).trim_end_matches(wrapping);
    if open.ends_with('=') {
        rest = open;
    }
    // `"name" to "…"` of Kotlin, and `"name", "…"` of Java.
    let of_pair = |word| {
        let before = rest.strip_suffix(word)?.trim_end_matches([' ', '\t']);
        before.ends_with('"').then_some(before)
    };
    let (rest, is_certain) = match rest
        .strip_suffix("=>")
        .or_else(|| rest.strip_suffix([':', '=']))
    {
        Some(rest) => (rest, true),
        None if rest.ends_with('>') => return element_name(rest),
        None => (of_pair(" to").or_else(|| of_pair(","))?, false),
    };
    let rest = rest.trim_end_matches(wrapping).trim_end_matches("\"]");
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let len = rest
        .bytes()
        .rev()
        .take(MAX_WORD_LEN)
        .take_while(|b| is_name(char::from(*b)))
        .count();
    let at = rest.len() - len;
    let name = &rest[at..];
    let is_known =
        is_certain || names::role(name).is_some() || name.to_ascii_lowercase().ends_with("url");
    (len > 0 && len <= 80 && is_known).then_some((name, at))
}

/// The name of the XML element whose start tag ends a text.
fn element_name(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_suffix('>')?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
    let len = inner
        .bytes()
        .rev()
        .take(64)
        .take_while(|b| is_name(*b))
        .count();
    let at = inner.len() - len;
    let opens = inner[..at].ends_with(['<', ':']);
    (len > 0 && opens).then_some((&inner[at..], at))
}
