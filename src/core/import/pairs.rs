//! Names and values in a line of any syntax: headers, members, arguments, options.

use super::fields::{RequestPart, field};

/// The options of curl, wget and aria2 that are letters: `-e` and `-A`, `-U`.
pub(super) fn options<'a>(line: &'a str, mut found: impl FnMut(RequestPart, &'a str)) {
    for (command, option, field) in [
        ("curl", " -e ", RequestPart::Referrer),
        ("curl", " -A ", RequestPart::UserAgent),
        ("wget", " -U ", RequestPart::UserAgent),
        ("aria2c", " -U ", RequestPart::UserAgent),
    ] {
        if line.starts_with(command)
            && let Some((_, after)) = line.split_once(option)
        {
            found(field, word(after));
        }
    }
}

/// The first word of a shell, without its quotes.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or_default(),
        _ => text.split([' ', '\t']).next().unwrap_or_default(),
    }
}

/// Parts of the names that are searched for.
const HINTS: [&str; 9] = [
    "efer", "EFER", "gent", "GENT", "ost", "OST", "uthority", "tatus", "ode",
];

/// Finds the names of a request's parts in a line, each with its value: headers, members, arguments, options.
pub(super) fn pairs<'a>(line: &'a str, mut found: impl FnMut(RequestPart, &'a str)) {
    // Most lines name nothing.
    if !HINTS.iter().any(|hint| line.contains(hint)) {
        return;
    }
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"-_:".contains(b);
        if !is_name(&bytes[at]) {
            at += 1;
            continue;
        }
        let len = bytes[at..].iter().take_while(|b| is_name(b)).count();
        // After `\r\n` in a string.
        if len > 1 && line[..at].ends_with('\\') && b"nrt".contains(&bytes[at]) {
            at += 1;
            continue;
        }
        let run = &line[at..at + len];
        // `--header=Referer:https://…`: the name ends at a colon that is not its first character.
        let end = run[1..].find(':').map_or(len, |colon| colon + 1);
        let name = &run[..end];
        let rest = &line[at + end..];
        if rest.starts_with("://") {
            // Names in a URL are its own.
            at += end;
            at += bytes[at..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace() && !b"\"'\\".contains(b))
                .count();
            continue;
        }
        if let Some(field) = field(name)
            && let Some(value) = value(&line[..at], name, rest)
        {
            found(field, value);
        }
        at += end;
        // The colon.
        if end < len {
            at += 1;
        }
    }
}

/// The maximum length of a value, so that a line full of names is read once.
const MAX_VALUE: usize = 2048;

/// The value after a name, or before it: `setValue("…", forHTTPHeaderField: "Referer")` of Swift.
fn value<'a>(before: &'a str, name: &str, rest: &'a str) -> Option<&'a str> {
    let is_option = name.starts_with('-');
    let opening = before.chars().next_back().filter(|c| "\"'`".contains(*c));
    let after_name = rest.trim_start_matches(['"', '\'', '`', '\\', ']', ')']);
    let is_quoted = after_name.len() < rest.len() && opening.is_some();
    let spaced = after_name.trim_start_matches([' ', '\t']);
    if let Some(head) = before
        .strip_suffix(['"', '\''])
        .and_then(|head| head.trim_end().strip_suffix("forHTTPHeaderField:"))
    {
        let value = head.trim_end_matches([' ', ',']).strip_suffix('"')?;
        return Some(&value[value.rfind('"')? + 1..]);
    }
    let separator = ["=>", ":", "="]
        .into_iter()
        .find(|separator| spaced.starts_with(separator));
    let (rest, separator) = match separator {
        Some(separator) => (&spaced[separator.len()..], separator),
        // `Set("Referer", "…")`, `"Referer" to "…"`
        None if is_quoted && spaced.starts_with(',') => (&spaced[1..], ","),
        None if is_quoted && spaced.starts_with("to ") => (&spaced[3..], "to"),
        None if is_option && spaced.len() < rest.len() => (spaced, " "),
        // `curl_setopt($curl, CURLOPT_REFERER, '…')`, `setUserAgent("…")`
        None if name.starts_with("CURLOPT") && spaced.starts_with(',') => (&spaced[1..], ","),
        None => return None,
    };
    let rest = &rest[..rest.floor_char_boundary(MAX_VALUE)];
    let value = rest.trim_start_matches([' ', '\t']);
    let is_spaced = value.len() < rest.len();
    let value = value.strip_prefix("new Uri(").unwrap_or(value);
    // A value in quotes of its own.
    for quote in ["\\\"", "\"", "'", "`"] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.find(quote).map(|end| &inner[..end]);
        }
    }
    // A header as a whole in quotes, or with escaped line breaks.
    let is_bare = separator == ":" && is_spaced || opening.is_some() && !is_quoted;
    let mut end = value.len();
    for mark in ["\\r", "\\n", "\"", "'"] {
        end = value[..end].find(mark).unwrap_or(end);
    }
    if !is_bare && !before.trim().is_empty() {
        end = value[..end]
            .find([' ', '\t', ',', ';', ')', '}', ']'])
            .unwrap_or(end);
    }
    Some(value[..end].trim().trim_end_matches('`'))
}
