//! Keys in any text, whatever their names are: in prose, in code, in what a terminal showed.

use std::ops::Range;

use super::{
    env,
    found::{FoundKeys, KeyEntry, KeySource},
    names,
};
use crate::core::key::{
    Key, KeyError, Repair,
    encoding::{is_mux_id, is_uuid, without_escapes},
    name_of,
    pem::{blocks, is_quote},
};

/// How base64 of a PEM begins, once and twice over, and what is no key by its mark alone: a long sequence of DER.
const HEADS: [&str; 3] = ["LS0tLS1CRUdJTi", "TFMwdExTMUNSVWRKV", "MII"];

/// The shortest base64 that is taken for a key without its lines.
const SHORTEST: usize = 200;

/// The keys in a text that can be told by their looks, with the ID that stands beside a single one; nothing if there are
/// none.
pub(super) fn read(text: &str) -> Option<FoundKeys> {
    let unescaped = without_escapes(text);
    let clear = unescaped.as_ref().map_or(text, |text| text.as_str());
    let mut places: Vec<(Range<usize>, bool)> = Vec::new();
    for block in blocks(clear) {
        places.push((block.range, true));
    }
    for (range, is_marked) in runs(clear) {
        let is_inside = |(block, _): &(Range<usize>, bool)| block.contains(&range.start);
        if !places.iter().any(is_inside) {
            places.push((range, is_marked));
        }
    }
    places.sort_by_key(|(range, _)| range.start);
    let mut entries: Vec<KeyEntry> = Vec::new();
    for (range, is_marked) in &places {
        let value = &clear[range.clone()];
        let keys = Key::read_all(value.as_bytes()).unwrap_or_else(|error| vec![Err(error)]);
        for mut key in keys {
            // Base64 that begins like DER may be anything.
            if key.is_err() && !is_marked {
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
                place: name_before(&clear[..range.start]).to_owned(),
                is_default: false,
                key,
            });
        }
    }
    if entries.is_empty() {
        return None;
    }
    let id = id_beside(clear, &places);
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

/// Whether a key is there already, private if this one is.
fn has_twin(entries: &[KeyEntry], key: &Key) -> bool {
    let mut known = entries.iter().filter_map(|entry| entry.key.as_ref().ok());
    known.any(|known| {
        known.public.fingerprint == key.public.fingerprint
            && (known.signing.is_some() || key.signing.is_none())
    })
}

/// The runs of base64 that may be keys, and whether they are marked as PEM.
fn runs(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut runs = Vec::new();
    let mut from = 0;
    // What comes before the next mark is looked at once.
    while let Some(start) = next_head(text, from) {
        let is_marked = !text[start..].starts_with("MII");
        let end = end_of_run(text, start);
        // `MII` in the middle of a word begins nothing.
        let is_inside = text[..start].ends_with(|c: char| is_base64(c) && c != '=');
        if is_marked || (end - start >= SHORTEST && !is_inside) {
            runs.push((start..end, is_marked));
            from = end;
        } else {
            from = start + 3;
        }
    }
    runs
}

fn next_head(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| {
        matches!(bytes[*at], b'L' | b'T' | b'M')
            && HEADS
                .iter()
                .any(|head| bytes[*at..].starts_with(head.as_bytes()))
    })
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/-_=".contains(c)
}

/// Where base64 ends, which goes on over lines of one length.
fn end_of_run(text: &str, start: usize) -> usize {
    // Longer lines are not wrapped.
    const LONGEST: usize = 130;
    let len = |text: &str| {
        let word = text.find(|c| !is_base64(c)).unwrap_or(text.len());
        // What comes behind the padding is something else.
        text[..word].find('=').map_or(word, |at| {
            at + text[at..word].bytes().take_while(|b| *b == b'=').count()
        })
    };
    let width = len(&text[start..]);
    let mut end = start + width;
    while (40..=LONGEST).contains(&width) && !text[..end].ends_with('=') {
        let rest = &text[end..];
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"'`>#|\\,".contains(c));
        let gap = &rest[..rest.len() - next.len()];
        let len = len(next);
        let is_next = gap.contains('\n') && len > 0 && len <= width;
        let ends_line = next[len..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || "\"'`\\,<".contains(c));
        if !is_next || !ends_line {
            break;
        }
        end += gap.len() + len;
        if len < width {
            break;
        }
    }
    end
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

/// The ID that stands beside a key: under a name that says so, or the only word in the text with the shape of one.
fn id_beside(text: &str, keys: &[(Range<usize>, bool)]) -> Option<String> {
    let named: Vec<_> = names::ids(&env::variables(text))
        .filter_map(first_word)
        .collect();
    if let [id] = named.as_slice() {
        return Some(id.clone());
    }
    let mut found: Option<&str> = None;
    let mut from = 0;
    let ends = keys.iter().map(|(range, _)| range.clone());
    for range in ends.chain(std::iter::once(text.len()..text.len())) {
        let between = text.get(from..range.start).unwrap_or_default();
        for (at, word) in words(between) {
            if !is_mux_id(word) || !stands_alone(between, at, word) {
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

/// The ID at the beginning of a value, whatever quotes are around it; nothing if it is a reference to something else.
fn first_word(value: &str) -> Option<String> {
    let words = value.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c) || c == '>');
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let len = words.find(|c| !is_part(c)).unwrap_or(words.len());
    let (word, rest) = words.split_at(len);
    let ends = rest.is_empty()
        || rest.starts_with(|c: char| c.is_whitespace() || is_quote(c) || ",;)".contains(c));
    (ends && !word.is_empty() && len <= 60 && !is_uuid(word)).then(|| word.to_owned())
}

/// The words of letters and digits in a text, and where they stand.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .map(move |word| (at(word), word))
}

/// Whether a word is not part of a path, a URL, a token or base64, nor under the name of something else.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let belongs = |c: char| "/.+-_%?&@".contains(c);
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    if before.ends_with(belongs) {
        return false;
    }
    // A sentence may end with it.
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

/// Whether what was found is worth more than why nothing was found by name.
pub(super) fn is_better(found: &FoundKeys, error: KeyError) -> bool {
    let has_key = found.entries.iter().any(|entry| entry.key.is_ok());
    has_key || matches!(error, KeyError::IdAlone | KeyError::NotAKey)
}
