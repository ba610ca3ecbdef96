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

/// Parses keys under names, keys and nothing else, or keys in any text, whichever fits first.
fn parse(bytes: &[u8]) -> Result<FoundKeys, KeyError> {
    if bytes.len() > MAX_BYTES {
        return Err(KeyError::TooLarge);
    }
    if encoding::is_der(bytes) {
        return key_alone(bytes);
    }
    let mut repairs = Vec::new();
    let text = encoding::as_text(bytes, &mut repairs)?;
    let text = text.trim();
    let mut found = match by_name(text) {
        Ok(Some(found)) if !found.is_unread(text) => found,
        Ok(Some(found)) => anywhere::read(text)
            .filter(|anywhere| anywhere.entries.iter().any(|entry| entry.key.is_ok()))
            .unwrap_or(found),
        Ok(None) => match (key_alone(text.as_bytes()), anywhere::read(text)) {
            // Names and IDs next to a key are worth having.
            (Ok(alone), Some(found)) if found.has_more_than(&alone) => found,
            (Ok(alone), _) => alone,
            (Err(error), Some(found)) if anywhere::is_better(&found, error) => found,
            (Err(error), _) => return Err(error),
        },
        Err(error) => anywhere::read(text)
            .filter(|found| anywhere::is_better(found, error))
            .ok_or(error)?,
    };
    for key in found.entries.iter_mut().flat_map(|entry| &mut entry.key) {
        key.repairs.splice(0..0, repairs.iter().copied());
    }
    Ok(found)
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

/// Keys and nothing else.
fn key_alone(bytes: &[u8]) -> Result<FoundKeys, KeyError> {
    let keys = Key::read_all(bytes)?;
    if let [Err(error)] = keys.as_slice() {
        return Err(*error);
    }
    let source = match keys.as_slice() {
        [_] => KeySource::Key,
        _ => KeySource::Text,
    };
    Ok(FoundKeys {
        source,
        entries: keys.into_iter().map(KeyEntry::unnamed).collect(),
        missing_default: None,
    })
}

/// Reads a key and its ID from separate places, such as two environment variables.
///
/// The key may be in any form that [`read`] accepts; an ID in it is kept unless `id` is given. If key and ID are swapped,
/// they are swapped back and the key gets [`Repair::Swapped`].
///
/// # Errors
/// As [`read`].
pub fn read_pair(id: &str, key: &[u8]) -> Result<FoundKeys, KeyError> {
    let found = match read(key) {
        // The ID of an access token next to what can only be its secret.
        Err(KeyError::NotAKey) if is_uuid(id.trim()) => {
            return Err(KeyError::AccessToken);
        }
        Err(KeyError::Id | KeyError::NotAKey | KeyError::Empty) if names::is_key_text(id) => {
            let swapped = std::str::from_utf8(key).unwrap_or_default();
            let mut found = read(id.as_bytes())?;
            for key in found.entries.iter_mut().flat_map(|entry| &mut entry.key) {
                key.repairs.push(Repair::Swapped);
            }
            return Ok(found.with_id(swapped));
        }
        found => found?,
    };
    // An ID that is a key must not get into a token.
    Ok(if names::is_key_text(id) {
        found
    } else {
        found.with_id(id)
    })
}

#[cfg(test)]
mod tests;
