//! The start and end of URLs in a text.

use std::ops::Range;

use super::{
    chars::{is_blank, is_invisible, is_token_byte, is_whole},
    odd_url::{self, OddStart},
    place::{encoded, last_value, wrapped_id_end, wrapper_end},
    placeholder::placeholder,
    wrapping::run,
};
use crate::core::request::{Stripped, UrlFault};

/// Whether a text is exactly one URL.
pub(super) fn is_one_url(text: &str) -> bool {
    // No scheme and no host is longer.
    const LONGEST: usize = 300;
    let slashes = text.len() - text.trim_start_matches('/').len();
    let head = &text[slashes..text.floor_char_boundary(slashes + LONGEST)];
    let colon = slashes + head.find([':', '%', '/']).unwrap_or(0);
    let url = match text.as_bytes().get(colon) {
        Some(b'/') => bare_host(text, colon, 0, text.len()),
        _ => url_around(text, colon, 0, text.len()),
    };
    url.is_some_and(|url| url.range == (0..text.len()))
}

/// A URL in a text.
pub(super) struct UrlSpan {
    pub(super) range: Range<usize>,
    /// The URL without line breaks.
    pub(super) text: String,
    pub(super) stripped: Vec<Stripped>,
    /// What is wrong with it; [`UrlSpan::text`] is what was probably meant.
    pub(super) fault: Option<UrlFault>,
}

/// The URL whose scheme ends at `colon`, a colon or an escaped one.
pub(super) fn url_around(text: &str, colon: usize, from: usize, limit: usize) -> Option<UrlSpan> {
    sound_url(text, colon, from, limit).or_else(|| {
        let odd = odd_url::at_colon(text, colon, from, limit)?;
        Some(odd_url_from(text, odd, limit))
    })
}

/// The URL that starts with a wrong scheme.
fn odd_url_from(text: &str, odd: OddStart, limit: usize) -> UrlSpan {
    let mut found = if odd.fault == UrlFault::Backslashes {
        let rest = &text[odd.host..limit];
        let ends = |c: char| c.is_whitespace() || "\"'<>`".contains(c);
        let end = odd.host + rest.find(ends).unwrap_or(rest.len());
        UrlSpan {
            range: odd.host..end,
            text: text[odd.host..end].replace("\\\\", "/").replace('\\', "/"),
            stripped: Vec::new(),
            fault: None,
        }
    } else {
        written(text, odd.host, odd.host, limit)
    };
    found.range.start = odd.start;
    found.text.insert_str(0, "https://");
    found.fault = Some(odd.fault);
    found
}

fn sound_url(text: &str, colon: usize, from: usize, limit: usize) -> Option<UrlSpan> {
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
    let start = colon - scheme.len();
    let after = colon + slashes.len();
    // `hhttps://`
    let doubled = text[from..start].strip_suffix(['h', 'H']);
    if let Some(before) = doubled
        && !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '\\')
    {
        return None;
    }
    if let Some((host, fault)) = odd_url::after_scheme(text, after, limit) {
        return Some(odd_url_from(text, OddStart { start, host, fault }, limit));
    }
    Some(written(text, start, after, limit))
}

/// The URL without a scheme whose Mux host contains the offset `at`.
pub(super) fn bare_host(text: &str, at: usize, from: usize, limit: usize) -> Option<UrlSpan> {
    let is_host = |b: &u8| b.is_ascii_alphanumeric() || *b == b'.' || *b == b'-';
    let len = text.as_bytes()[from..at]
        .iter()
        .rev()
        .take_while(|b| is_host(b))
        .take(80)
        .count();
    let start = at - len;
    // Check the host before searching for the end of the URL, so that a text full of other hosts takes linear time.
    let behind = text.as_bytes()[at..limit].iter().take(80);
    let end = at + behind.take_while(|b| is_host(b)).count();
    let label = text[start..end].to_ascii_lowercase();
    let label = label.strip_suffix(".mux.com")?;
    if !["stream", "image", "license", "stats", "player"].contains(&label) {
        return None;
    }
    if let Some(odd) = odd_url::before_host(text, start, from) {
        return Some(odd_url_from(text, odd, limit));
    }
    let mut written = written(text, start, start, limit);
    written.text.insert_str(0, "https://");
    // `//stream.mux.com` is also a URL.
    if text[from..start].ends_with("//") {
        written.range.start -= 2;
    } else if odd_url::is_loaded(&text[from..start]) {
        written.fault = Some(UrlFault::Relative { certain: true });
    }
    Some(written)
}

/// The URL that starts at `start`, including the rest of a token that is wrapped at the end of a line, and what is
/// wrapped around its token or its ID.
fn written(text: &str, start: usize, after_scheme: usize, limit: usize) -> UrlSpan {
    let mut end = url_end(text, after_scheme, limit);
    let mut wrapped = start..start;
    if let Some(id) = wrapped_id(text, after_scheme..end, limit) {
        end = url_end(text, id.end, limit);
        wrapped = id;
    }
    let head = format!(
        "{}{}",
        &text[start..wrapped.start],
        encoded(&text[wrapped.clone()])
    );
    let value = last_value(&text[wrapped.end..end]).map(|value| wrapped.end + value.start);
    if let Some(value) = value
        && let Some(wrapper) = wrapper_end(text, value, limit)
    {
        let behind = text[wrapper..limit].starts_with('&') || wrapper < end;
        let end = if behind {
            trimmed_end(text, wrapper, url_end(text, wrapper, limit))
        } else {
            wrapper
        };
        return UrlSpan {
            range: start..end,
            text: format!(
                "{head}{}{}{}",
                &text[wrapped.end..value],
                encoded(&text[value..wrapper]),
                &text[wrapper..end]
            ),
            stripped: Vec::new(),
            fault: None,
        };
    }
    if let Some(separator) = value.and_then(|value| separator(text, start, value..end)) {
        end = separator;
    }
    let value_end = value_end(text, start, end, limit);
    let trimmed = value_end.unwrap_or_else(|| trimmed_end(text, wrapped.end, end));
    let mut out = UrlSpan {
        range: start..trimmed,
        text: format!("{head}{}", &text[wrapped.end..trimmed]),
        stripped: Vec::new(),
        fault: None,
    };
    let url = &text[start..end];
    if let Some((next, fault)) = odd_url::gap(url, text, end, limit) {
        let slash = if fault == UrlFault::Backslashes && !url.ends_with('/') {
            "/"
        } else {
            ""
        };
        let rest = written(text, next, next, limit);
        out.range.end = rest.range.end;
        out.text = format!("{url}{slash}{}", rest.text);
        out.stripped = rest.stripped;
        out.fault = Some(fault);
        return out;
    }
    let breaks = text[end..limit]
        .trim_start_matches([' ', '\t'])
        .starts_with(['\n', '\r'])
        || text[end..limit].starts_with(is_invisible)
        || text[end..limit].starts_with('\\');
    let Some(value) = value.filter(|value| text[*value..].starts_with("eyJ")) else {
        return out;
    };
    let run = run(text, value, limit);
    let is_marked = trimmed < run.end && placeholder(&run.text).is_some();
    if is_marked || (breaks && run.end > end) {
        let tail_end = url_end(text, run.end, limit);
        let tail_end = if is_marked { run.end } else { tail_end };
        let token = if is_folded(text, start) {
            // YAML replaces the line breaks by spaces.
            let lines = text[value..run.end].lines().map(str::trim);
            lines.collect::<Vec<_>>().join("%20")
        } else {
            run.text
        };
        out.text = format!(
            "{head}{}{token}{}",
            &text[wrapped.end..value],
            &text[run.end..tail_end]
        );
        out.range.end = tail_end;
        out.stripped = run.stripped;
    }
    out
}

/// Where a whole token at the end of a URL is followed by a separator of a table or a list, or by the bracket that was
/// opened before the URL. A URL in quotes ends with them.
fn separator(text: &str, start: usize, value: Range<usize>) -> Option<usize> {
    let rest = &text[value.clone()];
    let len = rest.bytes().position(|b| !is_token_byte(b))?;
    let behind = &rest[len..];
    let is_separator = behind.starts_with([',', ';'])
        || (behind.starts_with([')', ']']) && !behind[1..].starts_with(['&', '=', '/']));
    let is_quoted = text[..start].ends_with(['"', '\'']);
    (is_separator && !is_quoted && is_whole(&rest[..len])).then_some(value.start + len)
}

/// The end of a quoted value that is the URL and little more: `src="…"`, `url: "…"`, `fetch("…")`. Its punctuation is
/// its own.
fn value_end(text: &str, start: usize, end: usize, limit: usize) -> Option<usize> {
    const MOST: usize = 8;
    let quote = text[..start].chars().next_back()?;
    let before = text[..start].strip_suffix(['"', '\'', '`'])?;
    let before = before.strip_suffix(' ').unwrap_or(before);
    if !before.ends_with(['=', ':', '(']) {
        return None;
    }
    let rest = &text[end..text.floor_char_boundary(limit.min(end + MOST))];
    let len = rest.find(quote)?;
    (!rest[..len].contains(char::is_whitespace)).then_some(end + len)
}

/// Whether the line before this offset is the start of a folded block in YAML: `src: >-`.
fn is_folded(text: &str, at: usize) -> bool {
    let line = text[..at]
        .trim_end_matches([' ', '\t'])
        .trim_end_matches(['\n', '\r']);
    let most = line.floor_char_boundary(line.len().saturating_sub(200));
    let line = line[most..].rsplit('\n').next().unwrap_or_default();
    let line = line.trim_end().trim_end_matches(['-', '+']);
    line.strip_suffix('>')
        .is_some_and(|line| line.trim_end().ends_with(':'))
}

/// The end of a URL without punctuation and closing brackets, which are not part of it.
fn trimmed_end(text: &str, from: usize, end: usize) -> usize {
    let url = &text[from..end];
    let trimmed = url.trim_end_matches(['.', ',', ';', '!', '?', ')', ']', '(', '[', '*', ':']);
    // Unless the URL opens the bracket: browsers send `token=[object%20Promise]`.
    let is_open = url[trimmed.len()..].starts_with(']') && trimmed.rfind('[') > trimmed.rfind(']');
    from + trimmed.len() + usize::from(is_open)
}

/// The last segment of a URL that ends in it, if the ID in it is wrapped: `Optional("…")`.
fn wrapped_id(text: &str, url: Range<usize>, limit: usize) -> Option<Range<usize>> {
    let at = url.start + text[url.clone()].rfind('/')? + 1;
    if text[url.clone()].contains('?') || !text[url.end..limit].starts_with(['"', '\'', '{', '<']) {
        return None;
    }
    wrapped_id_end(text, at, limit).map(|end| at..end)
}

/// The end of a URL that continues at `from`.
pub(super) fn url_end(text: &str, from: usize, limit: usize) -> usize {
    let bytes = &text.as_bytes()[..limit];
    let mut at = from;
    let mut in_token = false;
    while at < limit {
        match bytes[at] {
            b'=' => {
                in_token = bytes[at + 1..].starts_with(b"eyJ");
                at += 1;
            }
            b'&' | b'#' | b'?' if in_token => {
                in_token = false;
            }
            // No token contains these, and no path ends before a token that follows them.
            b',' | b';' if in_token || bytes[at + 1..].starts_with(b"eyJ") => return at,
            b'(' | b')' | b'[' | b']' | b'!' | b'*' | b':' | b'@' if in_token => return at,
            b'\\' => {
                // `\/`, `\u0026`, `\&`: an escape continues the URL, other backslashes end it.
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
            // The end of a template variable for the ID is not the end of the URL.
            b'$' if bytes[at..].starts_with(b"${") => match template_end(bytes, at + 2) {
                Some(end) => at = end,
                None => return at,
            },
            b'[' if bytes[at..].starts_with(b"[object ") => return at,
            b'{' => match template_end(bytes, at + 1) {
                // The caller handles a placeholder in the place of a token.
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

/// The end of `${name}`, if it contains only a name.
fn template_end(bytes: &[u8], from: usize) -> Option<usize> {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"_.-".contains(b);
    let len = bytes[from..]
        .iter()
        .take(64)
        .take_while(|b| is_name(b))
        .count();
    (len > 0 && bytes.get(from + len) == Some(&b'}')).then_some(from + len + 1)
}
