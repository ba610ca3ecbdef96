//! What the text around a token shows of its request: time, status, headers and host.
//!
//! In a log that is the line; in a request, a response, a command or a program it is the block of lines up to the next
//! request or empty line.

use std::ops::Range;

use memchr::{memchr2, memrchr2};

use super::{
    fields::{RequestPart, field},
    pairs::{options, pairs},
    statuses,
    times::{self, Time},
};
use crate::core::{
    mux::{header::Header, restriction::Visit},
    request::MediaRequest,
};

/// What is known of a request apart from its URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RequestFacts {
    pub(super) time: Option<Time>,
    pub(super) status: Option<u16>,
    pub(super) headers: Visit,
    pub(super) host: Option<String>,
}

impl RequestFacts {
    /// Adds what a request does not have already.
    pub(super) fn complete(&self, request: &mut MediaRequest) {
        if request.at.is_none() {
            request.at = self.time.map(|time| time.at);
            request.is_zone_assumed = self.time.is_some_and(|time| time.is_zone_assumed);
            request.is_year_missing = self.time.is_some_and(|time| time.is_year_missing);
        }
        request.status = request.status.or(self.status);
        for (known, found) in [
            (&mut request.headers.referrer, &self.headers.referrer),
            (&mut request.headers.user_agent, &self.headers.user_agent),
        ] {
            if *known == Header::Unknown {
                known.clone_from(found);
            }
        }
    }

    /// Takes a value for a part that has none. Values that contradict each other belong to several requests: the part is
    /// unknown.
    fn set(&mut self, field: RequestPart, value: &str, conflicts: &mut Vec<RequestPart>) {
        let known = match field {
            RequestPart::Referrer => &mut self.headers.referrer,
            RequestPart::UserAgent => &mut self.headers.user_agent,
            RequestPart::Host => {
                self.host.get_or_insert_with(|| value.to_owned());
                return;
            }
            _ => return,
        };
        let Some(value) = header(field, value) else {
            return;
        };
        if conflicts.contains(&field) || *known == value {
            return;
        }
        if *known == Header::Unknown {
            *known = value;
        } else {
            *known = Header::Unknown;
            conflicts.push(field);
        }
    }
}

/// A header by its value; `None` if the value is none of a header: a variable, a policy, a list.
pub(super) fn header(field: RequestPart, value: &str) -> Option<Header> {
    if value.is_empty() || value == "-" || value == "no-referrer" {
        return Some(Header::Absent);
    }
    let is_value = match field {
        RequestPart::Referrer => {
            let is_host = |text: &str| {
                text.contains('.')
                    && !text.starts_with('.')
                    && text
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b".-_/:".contains(&b))
            };
            value.contains("://") || is_host(value)
        }
        _ => value.starts_with(|c: char| c.is_ascii_alphanumeric()),
    };
    is_value.then(|| Header::Value(value.to_owned()))
}

/// A longer line is minified: what is in it does not belong together.
const MAX_LINE: usize = 32 * 1024;

/// The maximum number of lines of a request, before and after its URL.
const MAX_LINES: usize = 32;

/// The facts around the offsets of a text, each place read once.
pub(super) struct FactsReader<'a> {
    text: &'a str,
    /// The part that the facts are of.
    range: Range<usize>,
    facts: RequestFacts,
}

impl<'a> FactsReader<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            text,
            range: 0..0,
            facts: RequestFacts::default(),
        }
    }

    /// The facts around an offset. Offsets must not decrease.
    pub(super) fn at(&mut self, offset: usize) -> &RequestFacts {
        if !self.range.contains(&offset) && offset < self.text.len() {
            self.read(offset);
        }
        &self.facts
    }

    fn read(&mut self, offset: usize) {
        let from = if self.range.end <= offset {
            self.range.end
        } else {
            0
        };
        let start = line_start(self.text, from, offset);
        let end = line_end(self.text, offset);
        let line = &self.text[start..end];
        self.facts = RequestFacts::default();
        self.range = start..end;
        if line.len() > MAX_LINE {
            self.facts.time = times::of_line(&self.text[start..offset]);
            return;
        }
        if let Some(facts) = of_log_line(line, offset - start) {
            self.facts = facts;
            return;
        }
        let block = RequestBlock::around(self.text, from, start..end);
        self.facts = block.facts();
        self.facts.status = self.facts.status.or_else(|| statuses::in_words(line));
        self.range = block.range;
    }
}

const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// The end of the line at `from`.
fn line_end(text: &str, from: usize) -> usize {
    let rest = &text.as_bytes()[from..];
    from + memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// The start of the line that ends at `end`.
fn line_start(text: &str, from: usize, end: usize) -> usize {
    let before = &text.as_bytes()[from..end];
    from + memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1)
}

/// The facts in a line of a log; `None` if it is no such line.
fn of_log_line(line: &str, offset: usize) -> Option<RequestFacts> {
    let time = times::of_line(&line[..offset]);
    let mut facts = access(line, offset).unwrap_or_default();
    if time.is_none() && facts == RequestFacts::default() {
        return None;
    }
    facts.time = time;
    // Names and values around the URL: logfmt.
    let mut conflicts = Vec::new();
    pairs(line, |field, value| match field {
        RequestPart::Status => facts.status = facts.status.or_else(|| status(value)),
        _ => facts.set(field, value, &mut conflicts),
    });
    facts.status = facts.status.or_else(|| statuses::in_words(line));
    Some(facts)
}

/// An HTTP status.
pub(super) fn status(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    let ends = !text[3..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let number = digits.bytes().all(|b| b.is_ascii_digit() && ends);
    digits
        .parse()
        .ok()
        .filter(|status| number && (100..600).contains(status))
}

/// What follows the request in an access log: `HTTP/1.1" 403 548 "referrer" "user agent"`.
fn access(line: &str, offset: usize) -> Option<RequestFacts> {
    let rest = &line[offset..];
    let rest = &rest[rest.find(" HTTP/")? + " HTTP/".len()..];
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.strip_prefix('\\').unwrap_or(rest).strip_prefix('"')?;
    let own = status(rest.trim_start());
    // AWS load balancers have the status before the request, and no referrer.
    let before = || line[..offset].split_ascii_whitespace().nth(8);
    let status = own.or_else(|| before().and_then(status))?;
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let mut next = |field| {
        let text = quoted.next()?.trim_end_matches('\\');
        header(field, text)
    };
    let referrer = own.and_then(|_| next(RequestPart::Referrer));
    Some(RequestFacts {
        status: Some(status),
        headers: Visit {
            referrer: referrer.unwrap_or_default(),
            user_agent: next(RequestPart::UserAgent).unwrap_or_default(),
        },
        ..RequestFacts::default()
    })
}

/// The lines that belong to one request.
struct RequestBlock<'a> {
    text: &'a str,
    range: Range<usize>,
    /// The time of the log entry that the block continues.
    time: Option<Time>,
}

impl<'a> RequestBlock<'a> {
    /// The block around a line.
    fn around(text: &'a str, from: usize, line: Range<usize>) -> Self {
        let mut block = Self {
            text,
            range: line.clone(),
            time: None,
        };
        let mut is_start = starts_request(&text[line.clone()]);
        for _ in 0..MAX_LINES {
            let start = block.range.start;
            if start <= from {
                break;
            }
            let end = before_break(text, from, start);
            let head = line_start(text, from, end);
            let above = &text[head..end];
            if is_start == Some(RequestStart::Request) && !is_setup(above) {
                break;
            }
            if above.trim().is_empty() || above.len() > MAX_LINE {
                break;
            }
            block.time = times::of_line(above);
            if block.time.is_some() {
                break;
            }
            is_start = starts_request(above);
            block.range.start = head;
            if is_start == Some(RequestStart::Setup) {
                break;
            }
        }
        block.extend(line.end);
        block
    }

    /// Adds the lines after the one that ends here.
    fn extend(&mut self, end: usize) {
        let mut end = end;
        let mut has_response = false;
        for _ in 0..MAX_LINES {
            let Some(start) = after_break(self.text, end) else {
                break;
            };
            let next = line_end(self.text, start);
            let line = &self.text[start..next];
            if line.trim().is_empty() {
                // The response follows the request after an empty line.
                let Some(after) = after_break(self.text, next) else {
                    break;
                };
                let response = &self.text[after..line_end(self.text, after)];
                if has_response || status_line(response).is_none() {
                    break;
                }
            } else if line.len() > MAX_LINE
                || starts_request(line).is_some()
                || times::of_line(line).is_some()
            {
                break;
            }
            has_response |= status_line(line).is_some();
            end = next;
        }
        self.range.end = end;
    }

    fn facts(&self) -> RequestFacts {
        let block = &self.text[self.range.clone()];
        let mut facts = RequestFacts {
            time: self.time,
            ..RequestFacts::default()
        };
        let mut conflicts = Vec::new();
        let is_command =
            starts_request(block.split(LINE_ENDS).next().unwrap_or_default()).is_some();
        let mut is_raw = false;
        let mut is_response = false;
        let mut name = None;
        for line in block.split(LINE_ENDS) {
            let plain = without_marks(line);
            is_raw |= plain.contains(" HTTP/") && is_method(plain);
            if let Some(status) = status_line(line) {
                facts.status = Some(status);
                is_response = true;
            }
            if is_command {
                facts.status = facts.status.or_else(|| statuses::in_words(line));
            }
            if is_response {
                let value = plain
                    .split_once(':')
                    .filter(|(name, _)| name.eq_ignore_ascii_case("date"));
                let time = value.and_then(|(_, value)| times::value(value));
                facts.time = facts.time.or(time);
                continue;
            }
            // Browsers copy the name of a header and its value on two lines.
            if let Some(name) = name.take() {
                facts.set(name, plain, &mut conflicts);
            }
            name = field(plain).filter(|_| plain.len() < 20 && !plain.contains(' '));
            pairs(line, |field, value| facts.set(field, value, &mut conflicts));
            options(plain, |field, value| {
                facts.set(field, value, &mut conflicts);
            });
        }
        if is_raw
            && facts.headers.user_agent != Header::Unknown
            && facts.headers.referrer == Header::Unknown
            && !conflicts.contains(&RequestPart::Referrer)
        {
            facts.headers.referrer = Header::Absent;
        }
        facts
    }
}

/// The end of the line before the one that starts here.
fn before_break(text: &str, from: usize, start: usize) -> usize {
    let before = &text[from..start];
    let line = before.strip_suffix('\n').unwrap_or(before);
    let line = line.strip_suffix('\r').unwrap_or(line);
    from + line.len()
}

/// The start of the line after the one that ends here.
fn after_break(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let after = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(LINE_ENDS))?;
    Some(text.len() - after.len()).filter(|start| *start < text.len())
}

/// How a line begins a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RequestStart {
    /// With its URL.
    Request,
    /// With what the request needs: `$session = …` of PowerShell.
    Setup,
}

/// The commands and functions that send a request.
const COMMANDS: [&str; 19] = [
    "curl",
    "curl.exe",
    "wget",
    "aria2c",
    "ffmpeg",
    "ffprobe",
    "ffplay",
    "yt-dlp",
    "youtube-dl",
    "streamlink",
    "mpv",
    "vlc",
    "http",
    "https",
    "xh",
    "fetch",
    "invoke-webrequest",
    "invoke-restmethod",
    "iwr",
];

fn starts_request(line: &str) -> Option<RequestStart> {
    let line = without_marks(line);
    let line = line.strip_prefix("await ").unwrap_or(line);
    if line.starts_with("$session = ") {
        return Some(RequestStart::Setup);
    }
    let is_command = line.split_once([' ', '\t', '(']).is_some_and(|(word, _)| {
        COMMANDS
            .iter()
            .any(|command| word.eq_ignore_ascii_case(command))
    });
    (is_command || is_method(line)).then_some(RequestStart::Request)
}

/// Whether a line of PowerShell belongs to the command below it.
fn is_setup(line: &str) -> bool {
    line.trim_start().starts_with("$session")
}

/// Whether a line starts with the method of a request and its target.
fn is_method(line: &str) -> bool {
    let Some((method, target)) = line.split_once(' ') else {
        return false;
    };
    ["GET", "HEAD", "POST", "OPTIONS", "PUT"].contains(&method)
        && (target.starts_with('/') || target.starts_with("http"))
}

/// The target in the first line of a request: `/ID.m3u8` in `GET /ID.m3u8 HTTP/1.1`.
pub(super) fn request_line(line: &str) -> Option<&str> {
    let (request, version) = without_marks(line).rsplit_once(' ')?;
    let is_request = version.starts_with("HTTP/") && is_method(request);
    request
        .split_once(' ')
        .map(|(_, target)| target)
        .filter(|_| is_request)
}

/// A line without the marks of a prompt or of `curl -v`.
fn without_marks(line: &str) -> &str {
    line.trim()
        .trim_start_matches(['$', '>', '<', '#', '%'])
        .trim_start_matches(' ')
}

/// The status in the first line of a response: `HTTP/1.1 403 Forbidden`.
fn status_line(line: &str) -> Option<u16> {
    let rest = without_marks(line).strip_prefix("HTTP/")?;
    status(rest.split_once(' ')?.1)
}
