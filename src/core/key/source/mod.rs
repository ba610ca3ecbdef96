//! Reads every key in a source: a key alone, or keys with IDs in a `.env` file, a Mux API response, the Mux CLI
//! configuration, a JWK set or any text.

mod anywhere;
mod env;
mod found;
mod json;
mod names;
mod raw;

pub use self::found::{FoundKeys, KeyEntry, KeySource, Unchosen};
use super::{Key, KeyError, MAX_BYTES, Repair, encoding};
use crate::core::mux::id::is_uuid;

/// Reads every key in at most [`MAX_BYTES`] bytes. Each private key makes one trial signature.
///
/// # Errors
/// If there is no key; names what it is instead. Never repeats any of it.
pub fn read(bytes: &[u8]) -> Result<FoundKeys, KeyError> {
    let mut found = parse(bytes)?;
    for entry in &mut found.entries {
        let key = std::mem::replace(&mut entry.key, Err(KeyError::Empty));
        entry.key = key.and_then(Key::proven);
    }
    found.tell_apart();
    match found.entries.as_slice() {
        [entry] if matches!(found.source, KeySource::Key | KeySource::Text) => {
            let error = entry.key.as_ref().err().copied();
            error.map_or(Ok(found), Err)
        }
        _ => Ok(found),
    }
}

/// Parses keys under known names, or else keys in any text.
fn parse(bytes: &[u8]) -> Result<FoundKeys, KeyError> {
    if bytes.len() > MAX_BYTES {
        return Err(KeyError::TooLarge);
    }
    if encoding::is_der(bytes) {
        let entry = KeyEntry::new("", Ok(Key::of_der(None, bytes)?));
        return Ok(FoundKeys::new(KeySource::Key, vec![entry]));
    }
    let mut repairs = Vec::new();
    let text = encoding::as_text(bytes, &mut repairs)?;
    let text = text.trim();
    let named = by_name(text);
    let mut found = match named {
        Ok(Some(named)) if named.entries.iter().any(is_telling) => named,
        Ok(None) => anywhere::read(text)?,
        Ok(Some(named)) => anywhere::read(text)
            .ok()
            .filter(|found| found.has_key() && is_of(&named, found))
            .unwrap_or(named),
        Err(error) => anywhere::read(text)
            .ok()
            .filter(|found| {
                found.has_key() || matches!(error, KeyError::IdAlone | KeyError::NotAKey)
            })
            .ok_or(error)?,
    };
    for key in found.entries.iter_mut().flat_map(|entry| &mut entry.key) {
        key.repaired_before(&repairs);
    }
    Ok(found)
}

/// Whether a key under a known name can be used, or it is clear what it is instead.
fn is_telling(entry: &KeyEntry) -> bool {
    let unclear = [KeyError::NotAKey, KeyError::Damaged, KeyError::Empty];
    entry
        .key
        .as_ref()
        .err()
        .is_none_or(|error| !unclear.contains(error))
}

/// Whether keys in a text are those under its names, in a syntax that only the scanner reads.
fn is_of(named: &FoundKeys, found: &FoundKeys) -> bool {
    let has = |place: &str| named.entries.iter().any(|entry| entry.place == place);
    let mut places = found.entries.iter().map(|entry| entry.place.as_str());
    places.all(|place| place.is_empty() || has(place) || names::is_known(place))
}

/// Reads keys under known names; `None` if the text is not about keys.
fn by_name(text: &str) -> Result<Option<FoundKeys>, KeyError> {
    // An INI or TOML section begins like a JSON array.
    let is_section = |line: &str| {
        let name = line
            .trim()
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'));
        name.is_some_and(|name| !name.contains(['"', '{', '[']) && !name.trim().is_empty())
    };
    let is_json = text.starts_with(['{', '[']);
    if is_json && !(text.contains('\n') && text.lines().next().is_some_and(is_section)) {
        json::read(text).map(Some)
    } else {
        env::read(text)
    }
}

/// Reads a key and its ID from separate places, such as two environment variables.
///
/// The key may be in any form that [`read`] accepts; an ID in it is kept unless `id` is given. If key and ID are swapped,
/// they are swapped back and the key gets [`Repair::Swapped`].
///
/// # Errors
/// As [`read`].
pub fn read_pair(id: &str, key: &[u8]) -> Result<FoundKeys, KeyError> {
    let (id, had_line_break) = names::without_line_break(id);
    let mut found = match read(key) {
        // The ID of an access token next to what can only be its secret.
        Err(KeyError::NotAKey) if is_uuid(id.trim()) => {
            return Err(KeyError::AccessToken);
        }
        Err(KeyError::Id | KeyError::NotAKey | KeyError::Empty) if names::is_key_text(id) => {
            let swapped = std::str::from_utf8(key).unwrap_or_default();
            let mut found = read(id.as_bytes())?;
            let repair = if swapped.trim().is_empty() {
                Repair::IdVariable
            } else {
                Repair::Swapped
            };
            for key in found.entries.iter_mut().flat_map(|entry| &mut entry.key) {
                key.repairs.push(repair);
            }
            return Ok(found.with_id(swapped));
        }
        found => found?,
    };
    // An ID that is a key must not get into a token.
    if names::is_key_text(id) {
        return Ok(found);
    }
    for key in found.entries.iter_mut().flat_map(|entry| &mut entry.key) {
        key.repairs
            .extend(had_line_break.then_some(Repair::IdLineBreak));
    }
    Ok(found.with_id(id))
}

#[cfg(test)]
mod tests;
