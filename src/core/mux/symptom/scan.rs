//! Searches text for messages and statuses, whatever surrounds them.

use std::ops::Range;

use crate::core::text;

/// Only this many characters are searched; console messages are shorter.
const LONGEST: usize = 4000;

/// The parts of a message may be this many bytes apart.
const GAP: usize = 80;

/// Words around a code that is the whole text.
const AROUND_CODE: &[&str] = &[
    "a",
    "an",
    "code",
    "err",
    "errno",
    "error",
    "errorcode",
    "get",
    "got",
    "http",
    "i",
    "is",
    "it",
    "no",
    "player",
    "says",
    "see",
    "shows",
    "status",
    "statuscode",
    "the",
    "with",
];

/// Words close to a number that is a status.
const OF_STATUS: &[&str] = &[
    "aborted",
    "access",
    "answer",
    "answered",
    "answers",
    "bad",
    "code",
    "denied",
    "err",
    "error",
    "errors",
    "fail",
    "failed",
    "failing",
    "fails",
    "failure",
    "forbidden",
    "get",
    "gets",
    "getting",
    "gives",
    "got",
    "http",
    "https",
    "httpstatus",
    "precondition",
    "received",
    "responded",
    "responds",
    "response",
    "responsecode",
    "result",
    "return",
    "returned",
    "returning",
    "returns",
    "said",
    "says",
    "shows",
    "status",
    "statuscode",
    "throws",
    "unauthorized",
    "unavailable",
];

/// What a status can be of, in front of it.
const OF_REQUEST: &[&str] = &[
    "a",
    "all",
    "always",
    "an",
    "and",
    "animated",
    "certificate",
    "drm",
    "fairplay",
    "fragment",
    "gif",
    "image",
    "is",
    "it",
    "license",
    "licence",
    "live",
    "manifest",
    "now",
    "only",
    "or",
    "playlist",
    "playready",
    "poster",
    "preview",
    "previews",
    "segment",
    "still",
    "storyboard",
    "stream",
    "the",
    "then",
    "thumbnail",
    "thumbnails",
    "token",
    "url",
    "video",
    "widevine",
    "with",
];

/// Words after a number that nothing is counted by.
const AFTER_STATUS: &[&str] = &[
    "after",
    "again",
    "always",
    "and",
    "at",
    "but",
    "by",
    "everywhere",
    "for",
    "from",
    "if",
    "in",
    "instead",
    "on",
    "only",
    "or",
    "since",
    "sometimes",
    "though",
    "when",
    "while",
    "with",
];

/// Words in front of a number that is something else, and units after it.
const NOT_BEFORE: &[&str] = &[
    "chapter", "column", "id", "line", "lines", "page", "pid", "port", "row", "version",
];
const NOT_AFTER: &[&str] = &[
    "byte",
    "bytes",
    "fps",
    "kb",
    "kbps",
    "mb",
    "milliseconds",
    "min",
    "minutes",
    "ms",
    "of",
    "px",
    "rows",
    "s",
    "seconds",
    "times",
    "videos",
];

/// A text, prepared for searching.
pub(super) struct Scan {
    /// The text in lower case, with single spaces.
    text: String,
    /// The letters and digits of the text, and the sign of negative numbers.
    bare: String,
    /// Whether a word begins at each byte of `bare`. `manifestLoadError` is three words.
    starts: Vec<bool>,
}

/// A message to search for: parts that follow each other.
pub(super) struct Message {
    parts: Vec<String>,
    /// Whether it must be the whole text.
    is_whole: bool,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        let text = text::shortened(text.trim(), LONGEST);
        let (bare, starts) = bare(&text);
        Self {
            text: normal(&text),
            bare,
            starts,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bare.is_empty()
    }

    /// Whether the text is `message`, apart from case, spaces and punctuation.
    pub(super) fn is(&self, message: &str) -> bool {
        !self.bare.is_empty() && bare(message).0 == self.bare
    }

    /// The parts of the text that are this message; empty if it does not contain it. `by` are words that may surround a
    /// code.
    pub(super) fn matched(&self, message: &Message, by: &str) -> Vec<Range<usize>> {
        let [first, rest @ ..] = message.parts.as_slice() else {
            return Vec::new();
        };
        if message.is_whole {
            let is_code = || first.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let is_same = self.bare == *first || (is_code() && self.code(by) == *first);
            let all = 0..self.bare.len();
            return is_same.then_some(all).into_iter().collect();
        }
        let mut from = 0;
        // The search continues after each first part that the rest does not follow.
        while let Some(start) = self.find(first, from, self.bare.len()) {
            from = start.end;
            let mut matched = vec![start];
            for part in rest {
                let at = matched.last().map_or(from, |range| range.end);
                matched.extend(self.find(part, at, at + GAP + part.len()));
            }
            if matched.len() == message.parts.len() {
                return matched;
            }
        }
        Vec::new()
    }

    /// Where `part` is between two places, as whole words.
    fn find(&self, part: &str, from: usize, to: usize) -> Option<Range<usize>> {
        let is_start = |at: usize| self.starts.get(at).copied().unwrap_or(true);
        let to = self.bare.floor_char_boundary(to.min(self.bare.len()));
        let area = self.bare.get(from..to)?;
        area.match_indices(part)
            .map(|(at, _)| from + at..from + at + part.len())
            .find(|range| is_start(range.start) && is_start(range.end))
    }

    /// What is left of the text without the words around a code.
    fn code(&self, by: &str) -> String {
        let by = normal(by);
        let is_around =
            |word: &&str| AROUND_CODE.contains(word) || by.split(' ').any(|name| name == *word);
        let words = words(&self.text).map(|(_, word)| word);
        words.filter(|word| !is_around(word)).collect()
    }

    /// Whole numbers, but not parts of words, versions, times and decimals.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        let numbers = words(&self.text).filter(|(at, word)| is_number(&self.text, *at, word));
        numbers.map(|(_, word)| word)
    }

    /// The numbers that are HTTP statuses by the words around them.
    pub(super) fn statuses(&self) -> Vec<&str> {
        let words: Vec<(usize, &str)> = words(&self.text).collect();
        let is_status = |i: &usize| {
            let (at, word) = words[*i];
            let digits = number(word);
            digits.len() == 3 && is_number(&self.text, at, digits) && self.is_status(&words, *i)
        };
        let statuses = (0..words.len()).filter(is_status);
        statuses.map(|i| number(words[i].1)).collect()
    }

    fn is_status(&self, words: &[(usize, &str)], i: usize) -> bool {
        let (at, word) = words[i];
        let near = |i: usize| words.get(i).map(|(_, word)| *word);
        let before = i.checked_sub(1).and_then(near);
        let after = near(i + 1);
        if before.is_some_and(|word| NOT_BEFORE.contains(&word))
            || after.is_some_and(|word| NOT_AFTER.contains(&word))
        {
            return false;
        }
        let start = self.text[..at].trim_end();
        let written = start.rsplit([' ', ',', '"', '(', '<']).next();
        if start.len() == at && written.is_some_and(|word| word.contains("://")) {
            return false;
        }
        let close = words[i.saturating_sub(3)..].iter().take(3.min(i));
        let close = close.chain(words[i + 1..].iter().take(2));
        // `networkError 403`, `HttpException: 403`.
        let is_of_status = |word: &str| {
            OF_STATUS.contains(&word) || word.ends_with("error") || word.ends_with("exception")
        };
        if close.into_iter().any(|(_, word)| is_of_status(word)) {
            return true;
        }
        // `GET https://stream.mux.com/ID.m3u8 403`.
        let follows_url = start
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.contains('/'));
        let opens =
            start.is_empty() || start.ends_with(['(', '[', ',', ';', ':', '=', '>', '→', '"']);
        let rest = &self.text[at + word.len()..];
        let closes = rest.trim_start().is_empty()
            || rest.starts_with([')', ']', ',', ';', '.', '!', '?', '"']);
        (opens || follows_url || before.is_some_and(|word| OF_REQUEST.contains(&word)))
            && (closes || after.is_some_and(|word| AFTER_STATUS.contains(&word)))
    }
}

impl Message {
    /// Whether this number is a part of it.
    pub(super) fn has(&self, number: &str) -> bool {
        self.parts.iter().any(|part| part.ends_with(number))
    }

    /// `…` separates parts that other text may be between; `=` begins a message that must be the whole text.
    pub(super) fn new(message: &str) -> Self {
        let whole = message.strip_prefix('=');
        let parts = whole.unwrap_or(message).split('…');
        Self {
            parts: parts.map(|part| bare(part).0).collect(),
            is_whole: whole.is_some(),
        }
    }
}

/// The letters and digits of a text in lower case, with the sign of negative numbers, and where its words begin.
fn bare(text: &str) -> (String, Vec<bool>) {
    let mut bare = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_sign = matches!(c, '-' | '−') && next.is_ascii_digit() && !before.is_alphanumeric();
        if c.is_alphanumeric() || is_sign {
            // `playbackToken`, `HLSError`.
            let is_hump = c.is_uppercase()
                && (before.is_lowercase() || (before.is_uppercase() && next.is_lowercase()));
            let is_start = is_hump || !(before.is_alphanumeric() || before == '-');
            let from = bare.len();
            if is_sign {
                bare.push('-');
            } else {
                bare.extend(c.to_lowercase());
            }
            starts.push(is_start);
            starts.resize(bare.len(), false);
            debug_assert!(bare.len() > from, "a letter has a lower case");
            before = if is_sign { '-' } else { c };
        } else if !matches!(c, '\'' | '’') {
            // `couldn't` is one word.
            before = ' ';
        }
    }
    (bare, starts)
}

/// The text in lower case, with straight quotes and single spaces.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The words and numbers of a text, and where they begin. A sign belongs to its number.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut start = at + text[at..].find(is_word)?;
        let end = start
            + text[start..]
                .find(|c| !is_word(c))
                .unwrap_or(text.len() - start);
        at = end;
        let is_digit = text[start..].starts_with(|c: char| c.is_ascii_digit());
        if is_digit
            && let Some(rest) = text[..start].strip_suffix('-')
            && !rest.ends_with(is_word)
        {
            start = rest.len();
        }
        Some((start, &text[start..end]))
    })
}

/// A number that may be in the plural: `403s`.
fn number(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether a word is a whole number, and not a part of a version, a time or a decimal.
fn is_number(text: &str, at: usize, word: &str) -> bool {
    const JOINTS: [char; 3] = ['.', ',', ':'];
    let is_joined = |run: &str| !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit());
    let is_word = |c: char| c.is_alphanumeric();
    let before = text[..at].strip_suffix(JOINTS).is_some_and(|before| {
        // `ID.m3u8,403` has no decimal.
        let run = before.trim_end_matches(is_word).len();
        is_joined(&before[run..])
    });
    let after = text[at + word.len()..].strip_prefix(JOINTS);
    let after = after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
    word.bytes().all(|b| b.is_ascii_digit()) && !before && !after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, message: &str) -> bool {
        !Scan::new(text)
            .matched(&Message::new(message), "Shaka Player")
            .is_empty()
    }

    #[test]
    fn messages_are_found_in_any_spelling_and_context() {
        for text in [
            "manifestLoadError",
            "MANIFEST_LOAD_ERROR",
            "[hls] manifest-load-error: 0",
            "Hls.ErrorDetails.MANIFEST_LOAD_ERROR",
            "details=\"manifestLoadError\", fatal=true",
            "hlsManifestLoadError",
            "manifestloaderror",
        ] {
            assert!(has(text, "manifestLoadError"), "{text}");
        }
        for text in ["manifestLoadErrors", "xmanifestloaderror", "manifest", ""] {
            assert!(!has(text, "manifestLoadError"), "{text}");
        }
    }

    #[test]
    fn codes_need_their_context_or_to_be_the_whole_text() {
        assert!(has(
            "Error Domain=NSURLErrorDomain Code=-1102",
            "NSURLErrorDomain … -1102"
        ));
        assert!(has(
            "NSURLErrorDomain error −1102.",
            "NSURLErrorDomain … -1102"
        ));
        assert!(!has(
            "Code=-1102 NSURLErrorDomain",
            "NSURLErrorDomain … -1102"
        ));
        assert!(!has("NSURLErrorDomain 1102", "NSURLErrorDomain … -1102"));
        assert!(!has(
            &format!("shaka {} 1001", "x ".repeat(100)),
            "shaka … 1001"
        ));
        assert!(has("shaka shaka x 1001", "shaka … 1001"));
        for text in ["1001", "error 1001", "Shaka Error (1001)", "code: 1001"] {
            assert!(has(text, "=1001"), "{text}");
        }
        for text in [
            "1001 ms",
            "-1001",
            "1001 users",
            "10012",
            "1.1001",
            "took 1001",
        ] {
            assert!(!has(text, "=1001"), "{text}");
        }
    }

    #[test]
    fn statuses_are_numbers_in_the_words_of_a_response() {
        let statuses = |text: &str| Scan::new(text).statuses().join(" ");
        for text in [
            "403",
            "HTTP/1.1 403 153",
            "thumbnail 403",
            "403 in Safari",
            "it gives a 403",
            "always (403)",
            "GET https://stream.mux.com/ID.m3u8 403",
            "\"status\": 403",
            "status=403",
            "we get 403s",
            "GET 403",
        ] {
            assert_eq!(statuses(text), "403", "{text}");
        }
        for text in [
            "403 videos are broken",
            "line 403",
            "took 403 ms",
            "port 403",
            "403px",
            "I have 403 assets",
            "12:04:403",
            "1.403",
            "error on line 403",
            "uploaded 403 files",
        ] {
            assert_eq!(statuses(text), "", "{text}");
        }
    }

    #[test]
    fn searching_is_linear() {
        for text in [
            "a".repeat(1_000_000),
            "403 ".repeat(500_000),
            "é’-1".repeat(300_000),
            "x\u{130}".repeat(9),
        ] {
            let scan = Scan::new(&text);
            assert_eq!(scan.bare.len(), scan.starts.len());
            assert_eq!(scan.matched(&Message::new("a b … c"), ""), []);
            let _ = scan.statuses();
        }
    }
}
