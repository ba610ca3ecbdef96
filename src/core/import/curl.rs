//! curl commands, and requests with a URL and headers.

use super::{
    chars::may_hold_token,
    facts::FactsReader,
    finder::Finder,
    foreign, link,
    scanner::{self, Context, Scanner},
    urls,
    wrapping::{one_token, strip_prefix_ignoring_case},
};
use crate::core::{
    mux::header::Header,
    request::{MediaRequest, Misplaced},
};

/// An HTTP request.
pub(super) struct HttpRequest<'a> {
    pub(super) url: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    /// Whether headers that are not listed were not sent.
    pub(super) has_all_headers: bool,
    /// Its place in the input: `request 12 of the HAR`.
    pub(super) place: String,
    /// Whether an earlier request with the same headers reported the tokens in them.
    pub(super) has_known_headers: bool,
}

impl HttpRequest<'_> {
    /// Finds the tokens in the URL and the headers.
    pub(super) fn search(&self, context: &Context, finder: &mut Finder) {
        let header = |wanted: &str| {
            let found = self
                .headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            match found {
                Some((_, "")) => Header::Absent,
                Some((_, value)) => Header::Value((*value).to_owned()),
                None if self.has_all_headers => Header::Absent,
                None => Header::Unknown,
            }
        };
        let with_token = self
            .headers
            .iter()
            .filter(|(_, value)| may_hold_token(value));
        let bearer = with_token
            .clone()
            .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))
            .find_map(|(_, value)| one_token(value))
            .filter(|found| {
                let place = "the `Authorization` header".to_owned();
                foreign::system(&MediaRequest::new(found.text.clone(), place)).is_none()
            });
        let bare_url = link::read(self.url).without_token().cloned();
        let mut context = context.inside(self.place.clone());
        context.has_token_elsewhere = bare_url.is_some() && bearer.is_some();
        for (known, own) in [
            (&mut context.request.headers.referrer, header("referer")),
            (
                &mut context.request.headers.user_agent,
                header("user-agent"),
            ),
        ] {
            if own != Header::Unknown && (*known == Header::Unknown || own != Header::Absent) {
                *known = own;
            }
        }
        if !urls::exact(self.url, urls::REQUEST, &context, finder) {
            scanner::search(self.url, &context, finder);
        }
        // A bearer token in place of `?token=` belongs to each URL without a token.
        let is_known = |name: &str| {
            self.has_known_headers
                && !(bare_url.is_some() && name.eq_ignore_ascii_case("authorization"))
        };
        for (name, value) in with_token.filter(|(name, _)| !is_known(name)) {
            let place = format!("the `{name}` header of {}", self.place);
            let is_bearer = name.eq_ignore_ascii_case("authorization");
            if let Some(found) = bearer.clone().filter(|_| is_bearer) {
                finder.push(MediaRequest {
                    place,
                    misplaced: bare_url
                        .is_some()
                        .then(|| Misplaced::Header((*name).to_owned())),
                    url: bare_url.clone().map(Ok),
                    url_as_written: bare_url.is_some().then(|| self.url.to_owned()),
                    status: context.request.status,
                    at: context.request.at,
                    is_zone_assumed: context.request.is_zone_assumed,
                    is_year_missing: context.request.is_year_missing,
                    headers: context.request.headers.clone(),
                    ..found
                });
                continue;
            }
            let context = Context {
                place: Some(place),
                has_token_elsewhere: true,
                ..context.clone()
            };
            scanner::search(value, &context, finder);
        }
    }
}

/// Whether a text is a curl command.
pub(super) fn is_command(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '>', '#', '%', ' ']);
    ["curl", "curl.exe"].iter().any(|name| {
        strip_prefix_ignoring_case(text, name)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace()))
    })
}

/// Finds the tokens in curl commands, and in what they printed.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) {
    let mut commands = Vec::new();
    let mut at = 0;
    let has_carets = text.contains("^\"");
    while at < text.len() {
        let end = if is_command(&text[at..]) {
            let end = command_end(text, at, has_carets);
            let words = words(&text[at..end]);
            let mut several = words.split(|word| word == "curl" || word == "curl.exe");
            several.next();
            commands.extend(several.map(|words| (at..end, words.to_vec())));
            end
        } else {
            text[at..]
                .find(['\n', '\r'])
                .map_or(text.len(), |len| at + len)
        };
        at = end + text[end..].len().min(1);
    }
    let mut facts = FactsReader::of(text);
    for (i, (range, words)) in commands.iter().enumerate() {
        let number = if commands.len() > 1 {
            format!(" {}", i + 1)
        } else {
            String::new()
        };
        let mut context = context.clone();
        facts.at(range.start).complete(&mut context.request);
        command(words, &format!("curl command{number}"), &context, finder);
    }
    let mut scanner = Scanner::new(text, context, finder);
    let mut done = 0;
    for (range, _) in commands {
        scanner.scan(done..range.start.max(done));
        done = range.end;
    }
    scanner.scan(done..text.len());
}

/// The end of the command that starts at `start`: the end of a line that is not continued.
fn command_end(text: &str, start: usize, has_carets: bool) -> usize {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = start;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (None, b'\'') if bytes[start..at].ends_with(b"$") => quote = Some(b'$'),
            (None, b @ (b'\'' | b'"')) if !has_carets => quote = Some(b),
            (Some(b'$' | b'"'), b'\\') => at += 1,
            (Some(b'$'), b'\'') => quote = None,
            (Some(open), b) if open == b => quote = None,
            (None, b'\n' | b'\r') => {
                let before = text[start..at].trim_end_matches('\r');
                if !before.ends_with(['\\', '^', '`']) {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The maximum number of headers that are combined with each URL; browsers send about twenty.
const MAX_HEADERS: usize = 100;

/// curl options whose value is neither a URL nor a header.
const WITH_VALUE: [&str; 21] = [
    "-X",
    "--request",
    "-o",
    "--output",
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "-u",
    "--user",
    "-x",
    "--proxy",
    "-m",
    "--max-time",
    "-F",
    "--form",
    "-w",
    "--write-out",
    "-c",
    "--cookie-jar",
    "-r",
];

fn command(words: &[String], name: &str, context: &Context, finder: &mut Finder) {
    let mut headers: Vec<(&str, &str)> = Vec::new();
    let mut urls: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value)),
            _ if word.len() > 2
                && ["-H", "-e", "-A", "-b"]
                    .iter()
                    .any(|short| word.starts_with(short)) =>
            {
                (&word[..2], Some(&word[2..]))
            }
            _ => (word, None),
        };
        let mut value = || value.or_else(|| words.next()).unwrap_or_default();
        match option {
            "-H" | "--header" => {
                if let Some((name, value)) = value().split_once(':') {
                    headers.push((name.trim(), value.trim()));
                }
            }
            "-e" | "--referer" => headers.push(("Referer", value())),
            "-A" | "--user-agent" => headers.push(("User-Agent", value())),
            "-b" | "--cookie" => headers.push(("Cookie", value())),
            "--oauth2-bearer" => headers.push(("Authorization", value())),
            "--url" => urls.push(value()),
            option if WITH_VALUE.contains(&option) => others.push(value()),
            option if option.starts_with('-') => {}
            word if word.contains("://") || word.contains(".mux.com") => urls.push(word),
            word => others.push(word),
        }
    }
    if urls.is_empty() {
        urls.push("");
    }
    if headers.len() > MAX_HEADERS {
        others.extend(headers.drain(MAX_HEADERS..).map(|(_, value)| value));
    }
    for (i, url) in urls.into_iter().enumerate() {
        HttpRequest {
            url,
            headers: headers.clone(),
            has_all_headers: false,
            place: format!("the {name}"),
            has_known_headers: i > 0,
        }
        .search(context, finder);
    }
    let context = context.inside(format!("the {name}"));
    for word in others.into_iter().filter(|word| may_hold_token(word)) {
        scanner::search(word, &context, finder);
    }
}

/// Splits a command into words, with the quotes and backslashes of a shell or the carets of Windows.
fn words(text: &str) -> Vec<String> {
    let carets = text.contains("^\"") || text.contains(" ^\n") || text.contains(" ^\r\n");
    let mut words = Vec::new();
    let mut word = String::new();
    let mut in_word = false;
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\'' | '$'), '\'') | (Some('"'), '"') => quote = None,
            (Some('"'), '\\') => match chars.next() {
                Some(c) if "\"\\$`".contains(c) => word.push(c),
                Some('\n') | None => {}
                Some(c) => word.extend(['\\', c]),
            },
            // $'…' in copied commands: `\'`, and `\u0026`, which `link` decodes.
            (Some('$'), '\\') => match chars.next() {
                Some('n') => word.push('\n'),
                Some(c) if "'\"\\".contains(c) => word.push(c),
                Some(c) => word.extend(['\\', c]),
                None => {}
            },
            (_, '^') if carets => {
                if let Some(c) = chars.next_if(|c| !matches!(c, '\r' | '\n')) {
                    if c == '"' && quote.is_none() {
                        quote = Some('"');
                        in_word = true;
                    } else if c == '"' {
                        quote = None;
                    } else {
                        word.push(c);
                        in_word = true;
                    }
                }
            }
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                in_word = true;
            }
            (None, '$') if chars.peek() == Some(&'\'') => {
                chars.next();
                quote = Some('$');
                in_word = true;
            }
            (None, '\\') => match chars.next() {
                Some('\r') => {
                    chars.next_if_eq(&'\n');
                }
                Some('\n') | None => {}
                Some(c) => {
                    word.push(c);
                    in_word = true;
                }
            },
            (None, c) if c.is_whitespace() => {
                if in_word {
                    words.push(std::mem::take(&mut word));
                    in_word = false;
                }
            }
            (None, c) => {
                word.push(c);
                in_word = true;
            }
        }
    }
    if in_word {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_is_split_like_a_shell() {
        for (text, words) in [
            ("curl 'a b' \"c d\" e", vec!["curl", "a b", "c d", "e"]),
            ("curl a \\\n  -H 'b'", vec!["curl", "a", "-H", "b"]),
            ("curl a \\\r\n  b", vec!["curl", "a", "b"]),
            ("curl a\\&b\\?c", vec!["curl", "a&b?c"]),
            ("curl \"a\\\"b\"", vec!["curl", "a\"b"]),
            ("curl $'a\\'b\\u0026'", vec!["curl", "a'b\\u0026"]),
            (
                "curl ^\"a^&b^\" ^\n  -H ^\"c^\"",
                vec!["curl", "a&b", "-H", "c"],
            ),
            ("curl ''", vec!["curl", ""]),
            ("curl 'open", vec!["curl", "open"]),
        ] {
            assert_eq!(super::words(text), words, "{text}");
        }
    }

    #[test]
    fn command_starts_with_curl() {
        for text in ["curl x", "$ curl x", "curl.exe x", "CURL x"] {
            assert!(is_command(text), "{text}");
        }
        for text in ["curling x", "curl", "see curl x"] {
            assert!(!is_command(text), "{text}");
        }
    }
}
