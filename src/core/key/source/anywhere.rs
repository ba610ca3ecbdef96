//! Keys in any text, without known names: in prose, in code, in terminal output.

use super::{
    env,
    found::{FoundKeys, KeyEntry, KeySource},
    names,
};
use crate::core::{
    key::{
        Key, KeyError, Repair,
        encoding::without_escapes,
        name_of,
        pem::is_quote,
        scan::{KeySpan, SpanKind, scan},
    },
    mux::id::{is_mux_id, is_uuid},
};

/// Reads the keys that the scanner finds in a text, with the ID next to a single one; `None` if there is no key.
pub(super) fn read(text: &str) -> Option<FoundKeys> {
    let unescaped = without_escapes(text);
    let clear = unescaped.as_ref().map_or(text, |text| text.as_str());
    let spans = scan(clear);
    let mut entries: Vec<KeyEntry> = Vec::new();
    let mut end = 0;
    for KeySpan { range, kind, .. } in &spans {
        // A name must not begin with the last line of a cut key.
        let before = &clear[std::mem::replace(&mut end, range.end).min(range.start)..range.start];
        if matches!(kind, SpanKind::Jwk | SpanKind::Head) {
            continue;
        }
        let value = &clear[range.clone()];
        let keys = Key::read_all(value.as_bytes()).unwrap_or_else(|error| vec![Err(error)]);
        for mut key in keys {
            // Base64 that looks like DER may be anything.
            if key.is_err() && *kind == SpanKind::Der {
                continue;
            }
            if let Ok(key) = &mut key {
                if has_twin(&entries, key) {
                    continue;
                }
                if unescaped.is_some() && value.contains('\n') {
                    key.repairs.insert(0, Repair::EscapedNewlines);
                }
            }
            entries.push(KeyEntry {
                place: name_before(before).to_owned(),
                is_default: false,
                key,
            });
        }
    }
    if entries.is_empty() {
        return None;
    }
    let id = id_next_to(clear, &spans);
    let mut found = FoundKeys {
        source: KeySource::Text,
        entries,
        missing_default: None,
    };
    if let Some(id) = id {
        found = found.with_id(&id);
    }
    Some(found)
}

/// Whether `entries` contains the key, private if this one is.
fn has_twin(entries: &[KeyEntry], key: &Key) -> bool {
    let mut known = entries.iter().filter_map(|entry| entry.key.as_ref().ok());
    known.any(|known| {
        known.public.fingerprint == key.public.fingerprint
            && (known.signing.is_some() || key.signing.is_none())
    })
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

/// Whether the keys found are more useful than the error of reading by name.
pub(super) fn is_better(found: &FoundKeys, error: KeyError) -> bool {
    let has_key = found.entries.iter().any(|entry| entry.key.is_ok());
    has_key || matches!(error, KeyError::IdAlone | KeyError::NotAKey)
}
