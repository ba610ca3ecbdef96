//! Searches any text from front to back, once: tags of players, URLs, values with a name, tokens that stand alone.

use crate::core::import::escape;
use std::ops::Range;

use super::{
    finder::Finder,
    html,
    link::{self, Link},
    names,
    placeholder::{self, placeholder},
    wrapping::{Run, is_blank, is_token_byte, one_token, run, unwrap},
};
use crate::core::{
    mux::{
        audience::Audience,
        restriction::Visit,
        url::{MUX_DOMAIN, MediaUrl},
    },
    request::{MediaRequest, Misplaced, Tokenless},
    token::player,
};

/// What is known of a text because of where it came from.
#[derive(Clone, Default)]
pub(super) struct Context {
    /// The place in words; without one, lines are counted.
    pub(super) place: Option<String>,
    /// Whether the text is one URL and nothing else.
    pub(super) is_url: bool,
    /// The playback ID that goes with the tokens in it.
    pub(super) id: Option<String>,
    /// What was answered to the request.
    pub(super) status: Option<u16>,
    pub(super) headers: Visit,
    /// What was unescaped on the way to the text.
    pub(super) stripped: Vec<&'static str>,
    /// Where line breaks were taken out.
    pub(super) breaks: Vec<usize>,
    /// Whether a URL of Mux without a token in it is told elsewhere.
    pub(super) has_token_elsewhere: bool,
    /// How many texts this one is in.
    pub(super) depth: u8,
}

/// URLs in URLs, and JSON in JSON, are followed so far.
pub(super) const DEEPEST: u8 = 3;

/// No name of a value and no path in a log is longer.
const LONGEST_WORD: usize = 2048;

/// Objects within objects, as far as their names and IDs matter.
const MOST_OBJECTS: usize = 64;

/// As many tags that never end are tried. Each is read to the end of the text.
const MOST_ENDLESS_TAGS: usize = 16;

/// Searches a text.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) {
    let mut scanner = Scanner {
        text,
        context,
        finder,
        lines: Lines::of(text, &context.breaks),
        done: 0,
        objects: Vec::new(),
        deeper: 0,
        endless_tags: 0,
        empty_word: 0,
        tag: None,
        thumbnail_time: None,
    };
    scanner.scan(0..text.len());
}

/// Whether a text is a URL from its first to its last character.
pub(super) fn is_one_url(text: &str) -> bool {
    let slashes = text.len() - text.trim_start_matches('/').len();
    let colon = slashes + text[slashes..].find([':', '%', '/']).unwrap_or(0);
    let url = match text.as_bytes().get(colon) {
        Some(b'/') => bare_host(text, colon, 0, text.len()),
        _ => url_around(text, colon, 0, text.len()),
    };
    url.is_some_and(|url| url.range == (0..text.len()))
}

struct Scanner<'a> {
    text: &'a str,
    context: &'a Context,
    finder: &'a mut Finder,
    lines: Lines<'a>,
    /// What stands before it is read.
    done: usize,
    /// The objects around the place that is read.
    objects: Vec<Object>,
    /// Objects that are too deep to keep.
    deeper: usize,
    endless_tags: usize,
    /// What stands before it is in a word that was read and holds nothing.
    empty_word: usize,
    /// The `playback-id` and the domain of the tag that is read.
    tag: Option<(String, String)>,
    /// The `thumbnail-time` of the tag around it.
    thumbnail_time: Option<String>,
}

/// An object of JavaScript around the place that is read.
struct Object {
    /// Where its brace stands.
    at: usize,
    id: Option<String>,
    /// Tokens in it, whose ID may stand behind them.
    tokens: Vec<usize>,
}

/// A URL in a text.
struct Written {
    range: Range<usize>,
    /// The URL, without the line breaks that were in it.
    text: String,
    stripped: Vec<&'static str>,
}

impl Scanner<'_> {
    /// Searches a part of the text.
    fn scan(&mut self, range: Range<usize>) {
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
        if self.objects.len() < MOST_OBJECTS {
            self.objects.push(Object {
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
            && outer.tokens.len() < MOST_OBJECTS
        {
            outer.tokens.append(&mut inner.tokens);
        }
    }

    /// The name of the object around a place: `tokens` in `tokens={{ playback: … }}`.
    fn parent(&self) -> Option<&str> {
        name_before(&self.text[..self.objects.last()?.at]).map(|(name, _)| name)
    }

    /// The playback ID that goes with a token here.
    fn id(&self) -> Option<String> {
        self.objects
            .iter()
            .rev()
            .find_map(|object| object.id.clone())
            .or_else(|| self.tag.as_ref().map(|(id, _)| id.clone()))
            .or_else(|| self.context.id.clone())
    }

    fn push(&mut self, found: MediaRequest) {
        let kept = self.finder.push(found);
        if let (Some(kept), Some(object)) = (kept, self.objects.last_mut())
            && object.tokens.len() < MOST_OBJECTS
        {
            object.tokens.push(kept);
        }
    }

    /// The place of a token in words.
    fn at(&mut self, name: Option<&str>, in_url: bool, offset: usize) -> String {
        if let Some(place) = &self.context.place {
            return match name {
                Some(name) => format!("`{name}` in {place}"),
                None => place.clone(),
            };
        }
        let line = self.lines.line_at(offset);
        match (name, in_url) {
            (Some(name), true) if self.context.is_url => format!("`{name}` in the URL"),
            (Some(name), true) => format!("`{name}` in the URL on line {line}"),
            (Some(name), false) if self.lines.is_cookie() => {
                format!("`{name}` in the cookie on line {line}")
            }
            (Some(name), false) => format!("`{name}` on line {line}"),
            (None, _) => format!("line {line}"),
        }
    }

    fn found(&self, text: String, at: String) -> MediaRequest {
        MediaRequest {
            status: self.context.status,
            headers: self.context.headers.clone(),
            stripped: self.context.stripped.clone(),
            ..MediaRequest::new(text, at)
        }
    }

    // URLs

    fn url(&mut self, at: usize, limit: usize) -> Option<usize> {
        let written = url_around(self.text, at, self.done, limit)?;
        Some(self.written(&written, limit))
    }

    fn bare_host(&mut self, at: usize, limit: usize) -> Option<usize> {
        let written = bare_host(self.text, at, self.done, limit)?;
        Some(self.written(&written, limit))
    }

    fn written(&mut self, written: &Written, limit: usize) -> usize {
        let end = written.range.end;
        let (placeholder, quoted) = self.behind(&written.text, end, limit);
        let link = match &placeholder {
            Some(placeholder) => link::read(&format!("{}{placeholder}", written.text)),
            None => link::read(&written.text),
        };
        let status = self
            .context
            .status
            .or_else(|| status_behind(&self.text[end..limit]));
        if quoted && link.tokens.is_empty() {
            // `?token="eyJ…"`: the quotes are in the URL.
            let value = run(self.text, end + 1, limit);
            let whole = link::read(&format!("{}%22{}%22", written.text, value.text));
            self.link(
                whole,
                written.range.start..value.end,
                &written.stripped,
                status,
            );
            return value.end;
        }
        let end = end + placeholder.map_or(0, |placeholder| placeholder.len());
        self.link(link, written.range.start..end, &written.stripped, status);
        end
    }

    /// What follows a URL that ends where its token should begin: a placeholder in brackets, or a quote before a token.
    fn behind(&self, url: &str, end: usize, limit: usize) -> (Option<String>, bool) {
        let rest = &self.text[end..limit];
        let is_open = url.ends_with('=') || url.ends_with("=$");
        if !is_open {
            return (None, false);
        }
        let from = if url.ends_with('$') {
            &self.text[end - 1..limit]
        } else {
            rest
        };
        let len = placeholder::bracketed_len(from).map(|len| len - (from.len() - rest.len()));
        let name = url.trim_end_matches(['=', '$']);
        let name = &name[name.rfind(['?', '&', ';']).map_or(0, |at| at + 1)..];
        let placeholder = len
            .filter(|_| names::is_token(name))
            .map(|len| rest[..len].to_owned());
        let quoted = rest.starts_with(['"', '\'']) && rest[1..].starts_with("eyJ");
        (placeholder, quoted)
    }

    fn link(
        &mut self,
        link: Link,
        range: Range<usize>,
        stripped: &[&'static str],
        status: Option<u16>,
    ) {
        let start = range.start;
        if let Some(url) = link
            .without_token()
            .filter(|_| !self.context.has_token_elsewhere)
        {
            let at = self.at(None, true, start);
            self.finder.push_bare_url(url, at, status);
        }
        let id = self.context.id.clone();
        for token in link.tokens {
            let at = self.at(Some(&token.name), true, start);
            let slot = Audience::from_token_name(&token.name)
                .filter(|_| token.misplaced.is_none())
                .map(|_| token.name.clone());
            let mut found = self.found(token.text, at);
            found.stripped.extend(&link.stripped);
            found.stripped.extend(stripped);
            found.stripped.extend(&token.sent_along);
            let found = MediaRequest {
                slot,
                token_as_sent: Some(token.as_sent),
                url: Some(link.url.clone()),
                url_as_written: Some(self.text[range.clone()].to_owned()),
                playback_id: id.clone(),
                misplaced: token.misplaced,
                sent_along: token.sent_along,
                status,
                ..found
            };
            self.push(found);
        }
        if self.context.depth < DEEPEST && !link.inner.is_empty() {
            let place = self.context.place.clone().unwrap_or_else(|| {
                let number = self.lines.line_at(start);
                format!("a URL inside the URL on line {number}")
            });
            let mut context = Context {
                place: Some(place),
                depth: self.context.depth + 1,
                breaks: Vec::new(),
                is_url: false,
                ..self.context.clone()
            };
            context.stripped.push("`%`-escapes");
            for inner in link.inner {
                search(&inner, &context, self.finder);
            }
        }
    }

    // Tokens that stand alone

    /// A token that begins here.
    fn token(&mut self, at: usize, limit: usize) -> usize {
        if !begins_here(&self.text[..at], self.done) {
            return skip_run(self.text, at, limit);
        }
        let Run {
            text,
            end,
            stripped,
        } = run(self.text, at, limit);
        if !text.contains('.') {
            return end;
        }
        if let Some(end) = self.word(at, limit) {
            return end;
        }
        self.named(at, text, stripped);
        end
    }

    /// A token with the name that stands before it, if any.
    fn named(&mut self, at: usize, text: String, stripped: Vec<&'static str>) {
        let before = &self.text[..at];
        let (before, bearer) = without_bearer(before);
        let name = name_before(before);
        let parent = self.parent().map(str::to_owned);
        let slot = name.and_then(|(name, _)| names::slot(name, parent.as_deref()));
        let place = self.at(name.map(|(name, _)| name), false, at);
        let id = self.id();
        let mut found = self.found(text, place);
        found.stripped.extend(stripped);
        if bearer {
            found.stripped.push("`Bearer`");
        }
        found.slot = slot.map(str::to_owned);
        if let Some((id, domain)) = &self.tag {
            let audience = slot.and_then(Audience::from_token_name);
            found.url = audience
                .and_then(|audience| asked_url(audience, Some(id), domain))
                .map(Ok);
        }
        if slot == Audience::Thumbnail.token_name() {
            found.thumbnail_time.clone_from(&self.thumbnail_time);
        }
        found.playback_id = id;
        self.push(found);
    }

    /// The path or the player's ID that a token is in the query of, without a scheme: `/ID.m3u8?token=…` in a log.
    fn word(&mut self, at: usize, limit: usize) -> Option<usize> {
        let before = &self.text[self.done..at];
        let is_query = before.ends_with('=') || before.ends_with("%3D") || before.ends_with("%3d");
        if !is_query || at < self.empty_word {
            return None;
        }
        let most = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_WORD));
        let start = before
            .bytes()
            .enumerate()
            .rev()
            .take_while(|(i, b)| *i >= most && !ends_word(*b))
            .last()
            .map(|(i, _)| self.done + i)?;
        let head = &self.text[start..at];
        let lower = head.to_ascii_lowercase();
        if !["?", "%3f", "&"].iter().any(|mark| lower.contains(mark)) {
            return None;
        }
        let end = url_end(
            self.text,
            start,
            limit.min(self.text.floor_char_boundary(at + 4 * LONGEST_WORD)),
        );
        let mut written = &self.text[start..end];
        let decoded;
        let mut stripped = Vec::new();
        if lower.contains("%3d") || lower.contains("%253d") {
            let mut plain = escape::decode(written).into_owned();
            if plain.contains("%3D") || plain.contains("%3d") {
                plain = escape::decode(&plain).into_owned();
            }
            decoded = plain;
            written = &decoded;
            stripped.push("`%`-escapes");
        }
        // Other tokens in this word need not look at it again, unless one is found now.
        self.empty_word = end;
        // `path=/ID.m3u8?…` of a log
        if let Some(at) = written.find("=/").filter(|_| !written.starts_with('/')) {
            written = &written[at + 1..];
        }
        if written.starts_with('/')
            && let Some(link) = link::from_path(written)
        {
            let status = self
                .context
                .status
                .or_else(|| status_behind(&self.text[end..limit]));
            self.link(link, start..end, &stripped, status);
            return Some(end);
        }
        // `ID?token=…` is how `<mux-video>` takes both.
        let (id, query) = written.split_once('?')?;
        let is_id = id.len() >= 10 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_id {
            return None;
        }
        let link = link::read(&format!("https://stream.mux.com/{id}?{query}"));
        let mut ended = None;
        for token in link.tokens {
            let place = self.at(Some(&token.name), false, start);
            let mut found = self.found(token.text, place);
            found.stripped.extend(&stripped);
            found.playback_id = Some(id.to_owned());
            self.push(found);
            ended = Some(end);
        }
        ended
    }

    /// A value with the name of a token that is no token: `playback-token="undefined"`, or `?token=…` without a scheme.
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
        let (open, value) = if in_query {
            let len = placeholder::bracketed_len(value).unwrap_or_else(|| {
                // What is longer is no placeholder, and where it ends does not matter.
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
        // Without a name that only Mux has, no more is taken for a token than what is nothing else.
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
        let mut found = self.found(value, place);
        found.slot = slot.map(str::to_owned);
        found.playback_id = id;
        self.push(found);
        Some(end)
    }

    /// What JavaScript writes for an object, where the name before it asks for a token.
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

    /// The playback ID of the object around it: `playbackId: "…"`.
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
            .take(LONGEST_WORD)
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
        // What follows may still be a token: `playbackId="ID?token=…"`.
        None
    }

    // Tags

    fn tag(&mut self, at: usize, limit: usize) -> Option<usize> {
        if self.endless_tags == MOST_ENDLESS_TAGS {
            return None;
        }
        let Ok(tag) = html::tag(self.text, at, limit)? else {
            self.endless_tags += 1;
            return None;
        };
        let is_player = tag.name == "mux-player" || tag.name == "MuxPlayer";
        let value = |attribute: &html::Attribute<'_>| {
            let text = &self.text[attribute.value.clone()];
            escape::without_entities(text).unwrap_or_else(|| text.to_owned())
        };
        let text_of = |wanted: &str| {
            let attribute = tag
                .attributes
                .iter()
                .find(|attribute| !attribute.is_code && names::kebab(attribute.name) == wanted)?;
            Some(value(attribute)).filter(|text| !text.trim().is_empty())
        };
        let whole_id = text_of("playback-id");
        let (id, query) = match whole_id
            .as_deref()
            .map(|id| id.split_once('?').unwrap_or((id, "")))
        {
            Some((id, query)) => (Some(id.trim().to_owned()), query.to_owned()),
            None => (None, String::new()),
        };
        let domain = text_of("custom-domain").unwrap_or_else(|| MUX_DOMAIN.to_owned());
        let mut has_token = false;
        self.tag = id.clone().map(|id| (id, domain.clone()));
        self.thumbnail_time = tag
            .attributes
            .iter()
            .find(|attribute| names::kebab(attribute.name) == "thumbnail-time")
            .map(|attribute| value(attribute).trim().to_owned())
            // Code may come to anything, unless it is a number.
            .filter(|time| time.parse::<f64>().is_ok());
        for attribute in &tag.attributes {
            let name = names::kebab(
                attribute
                    .name
                    .trim_start_matches([':', '.', '['])
                    .trim_end_matches(']'),
            );
            let name = name.strip_prefix("v-bind:").unwrap_or(&name);
            let slot = Audience::from_token_name(name);
            has_token |= slot.is_some() || name == "tokens";
            if attribute.is_code {
                self.scan(attribute.value.clone());
                continue;
            }
            let text = value(attribute);
            let start = attribute.value.start;
            if name == "playback-id" && !query.is_empty() {
                has_token = true;
                let link = link::read(&format!(
                    "https://stream.mux.com/{}?{query}",
                    id.as_deref().unwrap_or_default()
                ));
                for token in link.tokens {
                    let place = self.at(Some(attribute.name), false, start);
                    let mut found = self.found(token.text, place);
                    found.url = asked_url(Audience::Video, id.as_deref(), &domain).map(Ok);
                    found.token_as_sent = Some(token.as_sent);
                    found.playback_id.clone_from(&id);
                    found.slot = Audience::Video.token_name().map(str::to_owned);
                    found.misplaced = is_player.then_some(Misplaced::PlaybackId);
                    found.stripped.extend(&token.sent_along);
                    found.sent_along = token.sent_along;
                    self.push(found);
                }
            } else if let Some(audience) = slot {
                if text.trim().is_empty() {
                    continue;
                }
                let (token, sent_along) = value_of_slot(&text);
                let place = self.at(Some(attribute.name), false, start);
                let mut found = self.found(token, place);
                found.url = asked_url(audience, id.as_deref(), &domain).map(Ok);
                found.token_as_sent = Some(text);
                found.playback_id.clone_from(&id);
                found.slot = audience.token_name().map(str::to_owned);
                if audience == Audience::Thumbnail {
                    found.thumbnail_time.clone_from(&self.thumbnail_time);
                }
                found.misplaced = (tag.name == "MuxPlayer" && attribute.name != name)
                    .then(|| Misplaced::Prop(attribute.name.to_owned()));
                found.stripped.extend(&sent_along);
                found.sent_along = sent_along;
                self.push(found);
            } else {
                self.scan(attribute.value.clone());
            }
        }
        self.tag = None;
        self.thumbnail_time = None;
        if let Some(id) = id.filter(|id| !has_token && placeholder(id).is_none()) {
            let at = self.at(None, false, at);
            self.finder.push_tokenless(Tokenless {
                what: format!("<{}>", tag.name),
                id: Some(id),
                at,
                status: None,
            });
        }
        Some(tag.end)
    }
}

/// What a player asks for with a token in one of its slots.
fn asked_url(audience: Audience, id: Option<&str>, domain: &str) -> Option<MediaUrl> {
    player::asked_url(audience, id?, domain.trim())
}

/// The token in an attribute or a member that holds nothing else, and what stands around it there.
pub(super) fn value_of_slot(text: &str) -> (String, Vec<&'static str>) {
    let trimmed = text.trim();
    if placeholder(trimmed).is_some() {
        return (trimmed.to_owned(), Vec::new());
    }
    match one_token(text) {
        Some(found) => (found.text, found.stripped),
        None => (unwrap(text).0.to_owned(), Vec::new()),
    }
}

/// Whether a token can begin behind this text: no other word goes on there, but an escape may end.
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

fn ends_word(b: u8) -> bool {
    b.is_ascii_whitespace() || b.is_ascii_control() || b"\"'`<>|^(){}[]".contains(&b)
}

fn ends_word_or_pair(b: u8) -> bool {
    ends_word(b) || b == b'&' || b == b'\\'
}

/// The text without `Bearer` at its end, and whether it was there.
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

/// The name that a value is given by in attributes, JSON, code and `.env` files, and where it begins.
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
        .take(LONGEST_WORD)
        .take_while(|b| is_name(char::from(*b)))
        .count();
    let at = rest.len() - len;
    (len > 0 && len <= 80).then_some((&rest[at..], at))
}

/// The status that a log writes behind a URL: `… HTTP/1.1" 403`, or ` 403 (Forbidden)`.
fn status_behind(rest: &str) -> Option<u16> {
    let number = |text: &str| {
        let digits = text.get(..3)?;
        let ends = text
            .as_bytes()
            .get(3)
            .is_none_or(|b| !b.is_ascii_alphanumeric());
        digits.parse::<u16>().ok().filter(|_| ends)
    };
    let rest = rest.trim_start_matches(['"', '\'', '.', ',']);
    if let Some(after) = rest.strip_prefix(" HTTP/") {
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let after = after.trim_start_matches(['"', ' ']);
        return number(after).filter(|status| (100..600).contains(status));
    }
    let separator = [' ', '\t', ':', '-', '>', '(', '=', '"', ','];
    let after = rest.trim_start_matches(separator);
    let after = after.strip_prefix("status").unwrap_or(after);
    let after = after.trim_start_matches(separator);
    number(after).filter(|status| rest.len() > after.len() && (400..600).contains(status))
}

// Where URLs begin and end

/// The URL whose scheme ends in a colon, or an escaped one, at a place.
fn url_around(text: &str, colon: usize, from: usize, limit: usize) -> Option<Written> {
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        colon
            .checked_sub(scheme.len())
            .filter(|start| *start >= from)
            .and_then(|start| text.get(start..colon))
            .is_some_and(|written| written.eq_ignore_ascii_case(scheme))
    })?;
    let rest = &text[colon..limit];
    let slashes = [
        "://",
        ":\\/\\/",
        "%3A%2F%2F",
        "%253A%252F%252F",
        "%25253A%25252F%25252F",
        ":&#x2F;&#x2F;",
        ":&#47;&#47;",
        ":\\u002f\\u002f",
    ]
    .into_iter()
    .find(|slashes| {
        rest.get(..slashes.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(slashes))
    })?;
    Some(written(
        text,
        colon - scheme.len(),
        colon + slashes.len(),
        limit,
    ))
}

/// A host of Mux without a scheme before it, around a place in its name.
fn bare_host(text: &str, at: usize, from: usize, limit: usize) -> Option<Written> {
    let is_host = |b: &u8| b.is_ascii_alphanumeric() || *b == b'.' || *b == b'-';
    let len = text.as_bytes()[from..at]
        .iter()
        .rev()
        .take_while(|b| is_host(b))
        .take(80)
        .count();
    let start = at - len;
    // How far the URL goes is only looked at when it is one: a text may be full of hosts that are not.
    let behind = text.as_bytes()[at..limit].iter().take(80);
    let end = at + behind.take_while(|b| is_host(b)).count();
    let label = text[start..end].to_ascii_lowercase();
    let label = label.strip_suffix(".mux.com")?;
    if !["stream", "image", "license", "stats", "player"].contains(&label) {
        return None;
    }
    let mut written = written(text, start, start, limit);
    written.text.insert_str(0, "https://");
    // `//stream.mux.com` is a URL as well.
    if text[from..start].ends_with("//") {
        written.range.start -= 2;
    }
    Some(written)
}

/// The URL that begins at a place, with the rest of a token that was broken at the end of a line.
fn written(text: &str, start: usize, after_scheme: usize, limit: usize) -> Written {
    let end = url_end(text, after_scheme, limit);
    // What ends a sentence or closes a bracket is not the URL's.
    let url = &text[start..end];
    let mut trimmed = url.trim_end_matches(['.', ',', ';', '!', ')', ']', '(', '[', '*', ':']);
    // A bracket that the URL opened is its own: browsers send `token=[object%20Promise]`.
    if url[trimmed.len()..].starts_with(']') && trimmed.rfind('[') > trimmed.rfind(']') {
        trimmed = &url[..=trimmed.len()];
    }
    let mut out = Written {
        range: start..start + trimmed.len(),
        text: trimmed.to_owned(),
        stripped: Vec::new(),
    };
    let breaks = text[end..limit]
        .trim_start_matches([' ', '\t'])
        .starts_with(['\n', '\r'])
        || text[end..limit].starts_with(super::wrapping::is_invisible);
    let value = url.rfind('=').map(|at| start + at + 1);
    if let Some(value) = value.filter(|value| breaks && text[*value..].starts_with("eyJ")) {
        let run = run(text, value, limit);
        if run.end > end {
            let tail_end = url_end(text, run.end, limit);
            out.text = format!(
                "{}{}{}",
                &text[start..value],
                run.text,
                &text[run.end..tail_end]
            );
            out.range.end = tail_end;
            out.stripped = run.stripped;
        }
    }
    out
}

/// Where a URL ends that goes on at a place.
fn url_end(text: &str, from: usize, limit: usize) -> usize {
    let bytes = &text.as_bytes()[..limit];
    let mut at = from;
    while at < limit {
        match bytes[at] {
            b'\\' => {
                // `\/`, `\u0026`, `\&`: escapes go on, a lone backslash does not.
                let goes_on = bytes
                    .get(at + 1)
                    .is_some_and(|b| b"/?&=#%.-_~+".contains(b))
                    || bytes[at..].starts_with(b"\\u00");
                if !goes_on {
                    return at;
                }
                at += 2;
            }
            b'&' if [
                "&quot;", "&#34;", "&lt;", "&gt;", "&#39;", "&#x27;", "&apos;",
            ]
            .iter()
            .any(|entity| bytes[at..].starts_with(entity.as_bytes())) =>
            {
                return at;
            }
            // The end of a template that gives the ID is not the end of the URL.
            b'$' if bytes[at..].starts_with(b"${") => match template_end(bytes, at + 2) {
                Some(end) => at = end,
                None => return at,
            },
            b'[' if bytes[at..].starts_with(b"[object ") => return at,
            b'{' => match template_end(bytes, at + 1) {
                // Where a token belongs, the caller looks at it.
                Some(end) if bytes[at - 1] != b'=' => at = end,
                _ => return at,
            },
            b if b.is_ascii_whitespace() || b.is_ascii_control() || b"\"'`<>^}|".contains(&b) => {
                return at;
            }
            b if b < 0x80 => at += 1,
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                if is_blank(c) || c.is_control() || "“”‘’„«»…。，".contains(c) {
                    return at;
                }
                at += c.len_utf8();
            }
        }
    }
    limit
}

/// Where `${name}` ends, if nothing but a name is in it.
fn template_end(bytes: &[u8], from: usize) -> Option<usize> {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"_.-".contains(b);
    let len = bytes[from..]
        .iter()
        .take(64)
        .take_while(|b| is_name(b))
        .count();
    (len > 0 && bytes.get(from + len) == Some(&b'}')).then_some(from + len + 1)
}

/// Counts lines from place to place, so that a long log is counted once and not once for each token.
struct Lines<'a> {
    text: &'a str,
    /// Line breaks that are no longer in the text.
    breaks: &'a [usize],
    at: usize,
    line: usize,
    line_start: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, breaks: &'a [usize]) -> Self {
        Self {
            text,
            breaks,
            at: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// The line of a place. One before the last that was asked for is taken to be on its line.
    fn line_at(&mut self, at: usize) -> usize {
        if at > self.at {
            let passed = &self.text[self.at..at];
            self.line += passed.matches('\n').count();
            if let Some(last) = passed.rfind('\n') {
                self.line_start = self.at + last + 1;
            }
            let gone = self.breaks.partition_point(|place| *place <= at);
            self.line += gone;
            self.breaks = &self.breaks[gone..];
            self.at = at;
        }
        self.line
    }

    /// Whether the line is a header with cookies.
    fn is_cookie(&self) -> bool {
        let line = self.text[self.line_start..]
            .trim_start_matches([' ', '\t', '-', 'H', '\'', '"', '<', '>']);
        ["cookie:", "set-cookie:"].iter().any(|header| {
            line.get(..header.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(header))
        })
    }
}
