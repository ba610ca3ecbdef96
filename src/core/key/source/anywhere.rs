//! Keys in any text, without known names: in prose, in code, in terminal output.

use super::{
    env,
    found::{FoundKeys, KeyEntry, KeySource},
    names,
};
use crate::core::{
    key::{KeyError, KeySpan, name_of, pem::is_quote, read},
    mux::id::{is_mux_id, is_uuid},
};

/// Reads the keys in a text, each with the name before it and a single one with the ID next to it.
///
/// # Errors
/// If there is no key; names what it is instead.
pub(super) fn read(text: &str) -> Result<FoundKeys, KeyError> {
    let read = read::read(text)?;
    let text = read.view.text.as_str();
    // A name must not begin with the last line of a cut key.
    let before = |at: usize| {
        let ends = read.spans.iter().map(|span| span.range.end);
        &text[ends.filter(|end| *end <= at).max().unwrap_or_default()..at]
    };
    let keys = read.keys.into_iter();
    let entries = keys.map(|(range, key)| KeyEntry::new(name_before(before(range.start)), key));
    let found = FoundKeys::new(KeySource::Text, entries.collect());
    let mut found = match id_next_to(text, &read.spans) {
        Some(id) => found.with_id(&id),
        None => found,
    };
    if let [entry] = found.entries.as_slice()
        && entry.place.is_empty()
        && found.lacks_id()
        && read.is_key
    {
        found.source = KeySource::Key;
    }
    Ok(found)
}

/// The name before a value: `NAME=`, `"name": "`, `const name = '`.
fn name_before(text: &str) -> &str {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let is_around = |c: char| c.is_whitespace() || "\"'`“‘$(".contains(c);
    let line = line.trim_end_matches(is_around);
    let Some(line) = line.strip_suffix(['=', ':']) else {
        return "";
    };
    let line = line.trim_end_matches(is_around);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let start = line.trim_end_matches(is_part).len();
    let name = &line[start..];
    if name.len() > 60 || name_of(name).is_none() || is_mux_id(name) {
        return "";
    }
    name
}

/// The ID next to a key: under a known name, or the only word of the text with the shape of an ID.
fn id_next_to(text: &str, keys: &[KeySpan]) -> Option<String> {
    let named: Vec<_> = names::ids(&env::variables(text))
        .filter_map(first_word)
        .collect();
    if let [id] = named.as_slice() {
        return Some(id.clone());
    }
    let mut found: Option<&str> = None;
    let mut from = 0;
    let ends = keys.iter().map(|span| span.range.clone());
    for range in ends.chain(std::iter::once(text.len()..text.len())) {
        let between = text.get(from..range.start).unwrap_or_default();
        for (at, word) in words(between) {
            if !is_mux_id(word) || !is_separate(between, at, word) {
                continue;
            }
            match found {
                Some(id) if id != word => return None,
                _ => found = Some(word),
            }
        }
        from = range.end.max(from);
    }
    found.map(str::to_owned)
}

/// The ID at the beginning of a value, without quotes; `None` for a reference to something else.
fn first_word(value: &str) -> Option<String> {
    let words = value.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c) || c == '>');
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let len = words.find(|c| !is_part(c)).unwrap_or(words.len());
    let (word, rest) = words.split_at(len);
    let ends = rest.is_empty()
        || rest.starts_with(|c: char| c.is_whitespace() || is_quote(c) || ",;)".contains(c));
    (ends && !word.is_empty() && len <= 60 && !is_uuid(word)).then(|| word.to_owned())
}

/// The alphanumeric words of a text, with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .map(move |word| (at(word), word))
}

/// Whether a word is not part of a path, a URL, a token or base64, nor the value of an unrelated name.
fn is_separate(text: &str, at: usize, word: &str) -> bool {
    let belongs = |c: char| "/.+-_%?&@".contains(c);
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    if before.ends_with(belongs) {
        return false;
    }
    // It may end a sentence.
    if after.starts_with(belongs) && !after.starts_with(". ") && !after.starts_with(".\n") {
        return false;
    }
    let name = name_before(before).to_ascii_lowercase();
    let others = [
        "playback",
        "asset",
        "restriction",
        "stream",
        "upload",
        "env",
    ];
    !others.iter().any(|other| name.contains(other))
}
