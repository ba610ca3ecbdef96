//! URLs in a text, and paths in logs without a host.

use std::ops::Range;

use super::{
    chars::is_token_byte,
    escape,
    finder::Finder,
    link::{self, Link},
    names, odd_url,
    place::wrapper_end,
    placeholder,
    scanner::{Context, MAX_DEPTH, MAX_WORD_LEN, Scanner, ends_word, name_before, search},
    url_span::{UrlSpan, bare_host, url_around, url_end},
};
use crate::core::{
    mux::audience::Audience,
    request::{MediaRequest, Stripped, UrlFault},
};

impl Scanner<'_> {
    pub(super) fn url(&mut self, at: usize, limit: usize) -> Option<usize> {
        let written = url_around(self.text, at, self.done, limit)?;
        Some(self.written(&written, limit))
    }

    pub(super) fn bare_host(&mut self, at: usize, limit: usize) -> Option<usize> {
        let written = bare_host(self.text, at, self.done, limit)?;
        Some(self.written(&written, limit))
    }

    fn written(&mut self, written: &UrlSpan, limit: usize) -> usize {
        let end = written.range.end;
        let fault = &written.fault;
        let placeholder = self.placeholder_after(&written.text, end, limit);
        let link = match &placeholder {
            Some(placeholder) => link::read(&format!("{}{placeholder}", written.text)),
            None => link::read(&written.text),
        };
        let status = self
            .context
            .request
            .status
            .or_else(|| status_behind(&self.text[end..limit]));
        let end = end + placeholder.map_or(0, |placeholder| placeholder.len());
        self.link(
            link,
            written.range.start..end,
            &written.stripped,
            fault.as_ref(),
            status,
        );
        end
    }

    /// The placeholder in brackets after a URL that ends where its token should start.
    fn placeholder_after(&self, url: &str, end: usize, limit: usize) -> Option<String> {
        let rest = &self.text[end..limit];
        let is_open = url.ends_with('=') || url.ends_with("=$");
        if !is_open {
            return None;
        }
        let from = if url.ends_with('$') {
            &self.text[end - 1..limit]
        } else {
            rest
        };
        let len = placeholder::bracketed_len(from).map(|len| len - (from.len() - rest.len()));
        let len = len.or_else(|| Some(placeholder::mark(rest)?.len));
        let name = url.trim_end_matches(['=', '$']);
        let name = &name[name.rfind(['?', '&', ';']).map_or(0, |at| at + 1)..];
        len.filter(|_| names::is_token(name))
            .map(|len| rest[..len].to_owned())
    }

    fn link(
        &mut self,
        link: Link,
        range: Range<usize>,
        stripped: &[Stripped],
        fault: Option<&UrlFault>,
        status: Option<u16>,
    ) {
        let is_tokenless = link.lacks_token() && !self.context.has_token_elsewhere;
        // Most URLs of a log are those of pages.
        if !is_tokenless && link.tokens.is_empty() && link.inner.is_empty() {
            return;
        }
        let start = range.start;
        let name = name_before(&self.text[..start]).map(|(name, _)| name);
        let name = name.or(self.name).unwrap_or_default();
        let written = &self.text[range];
        let mut request = MediaRequest {
            url: Some(link.url.clone()),
            url_as_written: Some(written.to_owned()),
            url_fault: fault.or(self.context.request.url_fault.as_ref()).cloned(),
            status,
            ..self.context.request.clone()
        };
        request.playback_id = link.id.or(request.playback_id);
        self.facts.at(start).complete(&mut request);
        if is_tokenless {
            let place = self.at(None, true, start);
            let request = MediaRequest {
                place,
                line: self.line().or(request.line),
                ..request.clone()
            };
            self.finder.push_named(request, name);
        }
        for token in link.tokens {
            let place = self.at(Some(&token.name), true, start);
            let slot = Audience::from_token_name(&token.name)
                .filter(|_| token.misplaced.is_none())
                .map(|_| token.name.clone());
            let mut found = MediaRequest {
                text: token.text,
                token_as_sent: Some(token.as_sent),
                place,
                slot,
                misplaced: token.misplaced,
                ..request.clone()
            };
            found.stripped.extend(&link.stripped);
            found.stripped.extend(stripped);
            self.push(found, name);
        }
        if self.context.depth < MAX_DEPTH && !link.inner.is_empty() {
            let outer = self.context.place.as_deref().unwrap_or("the URL");
            let mut context = self.context.inside(format!("a URL inside {outer}"));
            self.lines.line_at(start);
            context.request.line = self.line().or(request.line);
            context.request.stripped.push(Stripped::PercentEncoding);
            for inner in link.inner {
                search(&inner, &context, self.finder);
            }
        }
    }

    /// Whether something is between a token and the parameter that it belongs to: `?token=%22eyJ…`.
    fn wrapper_before(&self, before: &str, at: usize, limit: usize) -> bool {
        let tail = &before[before.floor_char_boundary(before.len().saturating_sub(100))..];
        let start = ["token=", "token%3D"]
            .into_iter()
            .find_map(|name| Some(tail.rfind(name)? + name.len()));
        start.is_some_and(|start| {
            let is_word = !tail[start..].bytes().any(ends_word);
            is_word || wrapper_end(self.text, at - (tail.len() - start), limit).is_some()
        })
    }

    /// Reads the path or playback ID with a token in its query, without a scheme: `/ID.m3u8?token=…` in a log.
    pub(super) fn word(&mut self, at: usize, limit: usize) -> Option<usize> {
        let before = &self.text[self.done..at];
        let is_query = before.ends_with('=')
            || before.ends_with("%3D")
            || before.ends_with("%3d")
            || self.wrapper_before(before, at, limit);
        if !is_query || at < self.empty_word {
            return None;
        }
        let most = before.ceil_char_boundary(before.len().saturating_sub(MAX_WORD_LEN));
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
            limit.min(self.text.floor_char_boundary(at + 4 * MAX_WORD_LEN)),
        );
        // What a scrubber or a narrow column left of a token belongs to it.
        let token = self.text.as_bytes().get(at..end).unwrap_or_default();
        let is_token = !token.is_empty() && token.iter().copied().all(is_token_byte);
        let mark = is_token
            .then(|| placeholder::mark(&self.text[end..limit]))
            .flatten();
        let end = end + mark.map_or(0, |mark| mark.len);
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
            stripped.push(Stripped::PercentEncoding);
        }
        // Other tokens in this word do not repeat the search if it finds nothing.
        self.empty_word = end;
        // `path=/ID.m3u8?…` of a log
        if let Some(at) = written.find("=/").filter(|_| !written.starts_with('/')) {
            written = &written[at + 1..];
        }
        if written.starts_with('/')
            && let Some(link) = link::on_host(self.facts.at(start).host.as_deref(), written)
        {
            let status = self
                .context
                .request
                .status
                .or_else(|| status_behind(&self.text[end..limit]));
            self.link(link, start..end, &stripped, None, status);
            return Some(end);
        }
        // `<mux-video>` accepts `ID?token=…`.
        let (id, query) = written.split_once('?')?;
        let is_id = id.len() >= 10 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_id {
            return None;
        }
        let link = link::read(&format!("https://stream.mux.com/{id}?{query}"));
        let mut ended = None;
        for token in link.tokens {
            let place = self.at(Some(&token.name), false, start);
            let mut found = self.request(token.text, place);
            found.token_as_sent = Some(token.as_sent);
            found.stripped.extend(&stripped);
            found.playback_id = Some(id.to_owned());
            self.push(found, "");
            ended = Some(end);
        }
        ended
    }
}

/// Reads text that is exactly one URL with a scheme, the value of a member with this name.
///
/// What programs write around URLs belongs to the URL of a request or of a member that is for one.
pub(super) fn exact(text: &str, name: &str, context: &Context, finder: &mut Finder) -> bool {
    let is_certain = name == REQUEST || names::is_url(name);
    let around = |c: char| "{}".contains(c) || (!is_certain && "\"'`<>".contains(c));
    let is_right = |at: usize| {
        ["https", "http"].contains(&&text[..at])
            && odd_url::after_scheme(text, at + 3, text.len()).is_none()
    };
    let is_url = text.find("://").is_some_and(is_right)
        && !text.contains(|c: char| c.is_whitespace() || around(c));
    if is_url {
        let mut scanner = Scanner::new(text, context, finder);
        scanner.name = Some(name);
        let range = 0..text.len();
        scanner.link(link::read(text), range, &[], None, context.request.status);
    }
    is_url
}

/// The name of the URL of a request in a HAR, a command or a trace.
pub(super) const REQUEST: &str = "request URL";

/// The status after a URL in a log: `… HTTP/1.1" 403`, or ` 403 (Forbidden)`.
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
