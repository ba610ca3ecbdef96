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

/// The maximum number of nested objects whose names and IDs count.
const MAX_OBJECTS: usize = 64;

/// Scans a text.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) {
    Scanner::new(text, context, finder).scan(0..text.len());
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
    /// The objects that enclose the current place.
    objects: Vec<Scope>,
    /// The number of enclosing objects beyond the limit.
    deeper: usize,
    pub(super) unclosed_tags: usize,
    /// Everything before this offset is in a word without tokens.
    pub(super) empty_word: usize,
    /// The current player tag.
    pub(super) player: Option<Player>,
}

/// A JavaScript object that encloses the current place.
struct Scope {
    /// The offset of its opening brace.
    at: usize,
    id: Option<String>,
    /// Tokens in it; their playback ID may follow them.
    tokens: Vec<usize>,
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
            objects: Vec::new(),
            deeper: 0,
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
                b'{' => {
                    self.open(at);
                    None
                }
                b'}' => {
                    self.close();
                    None
                }
                b'<' => self.tag(at, end),
                b':' | b'%' => self.url(at, end),
                b'm' if bytes[at..end].starts_with(b"mux.com/") => self.bare_host(at, end),
                b'e' if bytes[at..end].starts_with(b"eyJ") => Some(self.token(at, end)),
                b'[' if bytes[at..end].starts_with(b"[object ") => self.object(at, end),
                b'k' | b'K' => self.word_token(at, end),
                b'I' | b'i' => self.playback_id(at, end),
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

    fn open(&mut self, at: usize) {
        if self.objects.len() < MAX_OBJECTS {
            self.objects.push(Scope {
                at,
                id: None,
                tokens: Vec::new(),
            });
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if let (Some(mut inner), Some(outer)) = (self.objects.pop(), self.objects.last_mut())
            && outer.tokens.len() < MAX_OBJECTS
        {
            outer.tokens.append(&mut inner.tokens);
        }
    }

    /// The name of the enclosing object: `tokens` in `tokens={{ playback: … }}`.
    fn parent(&self) -> Option<&str> {
        name_before(&self.text[..self.objects.last()?.at]).map(|(name, _)| name)
    }

    /// The playback ID for a token at the current place.
    pub(super) fn id(&self) -> Option<String> {
        self.objects
            .iter()
            .rev()
            .find_map(|object| object.id.clone())
            .or_else(|| self.player.as_ref()?.id.clone())
            .or_else(|| self.context.request.playback_id.clone())
    }

    pub(super) fn push(&mut self, mut found: MediaRequest) {
        found.line = self.line().or(found.line);
        self.facts.at(self.offset).complete(&mut found);
        let kept = self.finder.push(found);
        if let (Some(kept), Some(object)) = (kept, self.objects.last_mut())
            && object.tokens.len() < MAX_OBJECTS
        {
            object.tokens.push(kept);
        }
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
        let name = name_before(before);
        let parent = self.parent().map(str::to_owned);
        let slot = name.and_then(|(name, _)| names::slot(name, parent.as_deref()));
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
        self.push(found);
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
            self.push(found);
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
        let slot = names::slot(name, self.parent());
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
        self.push(found);
        Some(end)
    }

    /// Reads `[object …]` after a name that is for a token.
    fn object(&mut self, at: usize, limit: usize) -> Option<usize> {
        let len = placeholder::bracketed_len(&self.text[at..limit])?;
        let value = &self.text[at..at + len];
        let (name, _) = name_before(&self.text[..at])?;
        let is_token = names::is_token(name) || names::slot(name, self.parent()).is_some();
        if !is_token || placeholder::certain(value).is_none() {
            return None;
        }
        self.named(at, value.to_owned(), Vec::new());
        Some(at + len)
    }

    /// Reads the playback ID of the enclosing object: `playbackId: "…"`.
    fn playback_id(&mut self, at: usize, limit: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.objects.is_empty()
            || self.deeper > 0
            || !bytes.get(at + 1)?.eq_ignore_ascii_case(&b'd')
        {
            return None;
        }
        let before = self
            .text
            .get(at.checked_sub(9)?..at)?
            .trim_end_matches(['-', '_']);
        let len = before.len().checked_sub(8)?;
        if !before.get(len..)?.eq_ignore_ascii_case("playback") {
            return None;
        }
        let rest = self
            .text
            .get(at + 2..limit)?
            .trim_start_matches(['"', '\'', '\\', ' ']);
        let rest = rest.strip_prefix([':', '='])?;
        let value = rest.trim_start_matches(['"', '\'', '\\', ' ', '`']);
        let end = value
            .bytes()
            .take(MAX_WORD_LEN)
            .position(|b| !b.is_ascii_alphanumeric())?;
        if end == 0 || value[end..].starts_with(['.', '(']) || value.len() == rest.len() {
            return None;
        }
        let id = value[..end].to_owned();
        let object = self.objects.last_mut()?;
        for token in &object.tokens {
            self.finder.give_id(*token, &id);
        }
        object.id = Some(id);
        // A token may follow: `playbackId="ID?token=…"`.
        None
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
fn name_before(text: &str) -> Option<(&str, usize)> {
    let wrapping = |c: char| is_blank(c) || "\"'`\\“”‘’".contains(c);
    let mut rest = text.trim_end_matches(wrapping);
    // `name={"…"}`, `name={{`
    let open = rest.trim_end_matches(['{', '(']).trim_end_matches(wrapping);
    if open.ends_with('=') {
        rest = open;
    }
    let rest = rest
        .strip_suffix("=>")
        .or_else(|| rest.strip_suffix([':', '=']))?;
    let rest = rest.trim_end_matches(wrapping);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let len = rest
        .bytes()
        .rev()
        .take(MAX_WORD_LEN)
        .take_while(|b| is_name(char::from(*b)))
        .count();
    let at = rest.len() - len;
    (len > 0 && len <= 80).then_some((&rest[at..], at))
}
