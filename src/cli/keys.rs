//! Finding the key that a command needs.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::in_words;
use crate::{
    core::{
        key::{
            self, Key, KeyError, MAX_BYTES, Repair, SigningKey,
            source::{self, FoundKeys, KeySource, Unchosen},
        },
        problem::Problem,
    },
    platform::Terminal,
};

/// The variable with the private key, as Mux's SDKs call it.
const PRIVATE_KEY: &str = "MUX_PRIVATE_KEY";
/// The variable with the ID of the key, as Mux's SDKs call it.
const KEY_ID: &str = "MUX_SIGNING_KEY";

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// Whether an argument is the text of a key, or holds it, in one of the forms in which people have keys.
pub(super) fn looks_like_key(text: &str) -> bool {
    // Public keys and mere beginnings of keys count: none of them belongs in an argument.
    !key::scan(text).is_empty() || is_long_base64(text)
}

/// Whether a letter can stand in base64 of either alphabet, in one line or over several.
fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "+/=-_".contains(c)
}

/// Whether an argument, or what is given to an option in it, is one long word of base64: part of a key, or one with a
/// letter missing. No ID is as long; tokens have dots, and paths that long have other letters, too.
fn is_long_base64(text: &str) -> bool {
    const LONGEST_ID: usize = 100;
    const LONGEST_PATH: usize = 250;
    let value = match text.strip_prefix('-').and_then(|_| text.split_once('=')) {
        Some((_, value)) => value,
        None => text,
    };
    let most = if value.contains('/') {
        LONGEST_PATH
    } else {
        LONGEST_ID
    };
    let mixed =
        value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic());
    value.len() > most && mixed && value.chars().all(is_base64) && !value.trim().contains(' ')
}

/// Whether a path stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// Keys, and where they were found.
pub(super) struct Loaded {
    /// The place in words: a file name in backticks, `standard input`, a variable.
    pub(super) origin: String,
    /// What was found there, or why it is no key.
    pub(super) found: Result<FoundKeys, KeyError>,
    /// Where the ID of a key without one is given.
    place_of_id: &'static str,
}

/// Reads the keys in a file, or without one those in the variables of Mux's SDKs.
pub(super) fn load(file: Option<&Path>, platform: &dyn Terminal) -> Result<Loaded, Problem> {
    // The ID in the environment belongs to the key in the environment, if there is one.
    let key = platform.var(PRIVATE_KEY);
    let id = platform.var(KEY_ID).unwrap_or_default();
    let Some(file) = file else {
        // A key that got into the other variable alone is one as well.
        let key = key.or_else(|| looks_like_key(&id).then(Zeroizing::default));
        let key = key.ok_or_else(|| {
            Problem::new(
                "there is no key: no `--key-file` is given and MUX_PRIVATE_KEY is not set",
                "Give `--key-file signing.pem --key-id ID`, or set MUX_PRIVATE_KEY and MUX_SIGNING_KEY. \
                 To try things out without a key: `mux-jwt demo`.",
            )
        })?;
        let found = source::read_pair(&id, key.as_bytes());
        // The two variables are easily swapped, and the ID goes into every token.
        if found.as_ref().is_ok_and(|found| !is_swapped(found)) {
            refuse_key_as_id(&id)?;
        }
        return Ok(Loaded {
            origin: PRIVATE_KEY.to_owned(),
            found,
            place_of_id: "`--key-id` or in MUX_SIGNING_KEY",
        });
    };
    let (origin, bytes) = read(file, platform)?;
    let found = source::read(&bytes);
    if key.is_some() {
        return Ok(Loaded {
            origin,
            found,
            place_of_id: "`--key-id` (MUX_SIGNING_KEY belongs to MUX_PRIVATE_KEY)",
        });
    }
    let found = match found {
        Ok(found) if found.lacks_id() => {
            refuse_key_as_id(&id)?;
            Ok(found.with_id(&id))
        }
        found => found,
    };
    Ok(Loaded {
        origin,
        found,
        place_of_id: "`--key-id` or in MUX_SIGNING_KEY",
    })
}

fn is_swapped(found: &FoundKeys) -> bool {
    let mut keys = found
        .entries
        .iter()
        .filter_map(|entry| entry.key.as_ref().ok());
    keys.any(|key| key.repairs.contains(&Repair::Swapped))
}

fn refuse_key_as_id(id: &str) -> Result<(), Problem> {
    if looks_like_key(id) {
        return Err(Problem::new(
            "MUX_SIGNING_KEY holds the text of a key",
            "Put the ID of the key into MUX_SIGNING_KEY and the key itself into MUX_PRIVATE_KEY.",
        ));
    }
    Ok(())
}

/// The ID and the private half of the key to sign with.
///
/// Without a file, the variables of Mux's SDKs are asked. Among several keys `environment` chooses, then the ID, then
/// the source's own default.
pub(super) fn for_signing(
    file: Option<&Path>,
    id: Option<&str>,
    environment: Option<&str>,
    platform: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<(String, SigningKey), Problem> {
    let id = id.map(key::clean_id);
    let Loaded {
        origin,
        found,
        place_of_id,
    } = load(file, platform)?;
    let mut found = found.map_err(|error| of_key(&origin, error))?;
    let index = choose(&found, &origin, environment, id)?;
    if found.entries.len() > 1 && environment.is_none() && found.entries[index].is_default {
        warnings.push(format!(
            "{origin} holds {}; this is signed with its default, `{}`, and `--environment` chooses another",
            found.names(),
            found.name(index),
        ));
    }
    if is_swapped(&found) {
        warnings.push(swapped(&origin));
    }
    let origin = place_of(&origin, &found, index);
    let entry = found.entries.swap_remove(index);
    let key = entry.key.map_err(|error| of_key(&origin, error))?;
    if let (Some(given), Some(own)) = (id, &key.id)
        && given != own
        && file.is_some()
        && found.source != KeySource::Key
    {
        warnings.push(format!(
            "the ID of the key in {origin} is `{own}` there, but `--key-id` says `{given}`"
        ));
    }
    let Some(signing) = key.signing else {
        return Err(of_key(&origin, KeyError::Public));
    };
    let id = id.filter(|id| !id.is_empty()).map(str::to_owned);
    let id = id.or(key.id).ok_or_else(|| {
        Problem::new(
            format!("the key in {origin} has no key ID"),
            format!(
                "Give it with {place_of_id}. Mux shows the ID beside the key in the dashboard, under Settings, \
                 Signing Keys."
            ),
        )
    })?;
    if let Some(odd) = key::oddity_of_id(&id) {
        warnings.push(format!("the key ID `{id}` {odd}"));
    }
    Ok((id, signing))
}

/// The place of the key meant among several.
pub(super) fn choose(
    found: &FoundKeys,
    origin: &str,
    environment: Option<&str>,
    id: Option<&str>,
) -> Result<usize, Problem> {
    found
        .choose(environment, id)
        .map_err(|unchosen| match unchosen {
            Unchosen::Several(names) => Problem::new(
                format!("{origin} holds several keys: {names}"),
                "Choose one with `--environment NAME`, or with `--key-id ID` if it has one.",
            ),
            Unchosen::NoDefault { name, there } => Problem::new(
                format!("the default of {origin}, `{name}`, has no signing key"),
                format!("There is {there}: choose with `--environment NAME`."),
            ),
            Unchosen::NoSuchName { name, there } => Problem::new(
                format!("no key in {origin} is called `{name}`"),
                format!("There is {there}."),
            ),
        })
}

fn swapped(origin: &str) -> String {
    format!(
        "{origin}: key and ID are in each other's variable; MUX_SIGNING_KEY is for the ID, MUX_PRIVATE_KEY for the key"
    )
}

/// Where a key stands, with its name if it is one of several.
fn place_of(origin: &str, found: &FoundKeys, index: usize) -> String {
    if found.entries.len() > 1 {
        format!("{origin} ({})", found.name(index))
    } else {
        origin.to_owned()
    }
}

/// The keys to check signatures with; none is needed, and one without an ID is tried on any token.
///
/// A file that is no key is a problem. A variable that is none may be meant for something else and gives a warning.
pub(super) fn for_checking(
    files: &[PathBuf],
    id: Option<&str>,
    platform: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Problem> {
    let unclear = || {
        Problem::new(
            "`--key-id` cannot say which of several keys it names",
            "Leave `--key-id` out: a key without an ID is tried on any token.",
        )
    };
    if id.is_some() && files.len() > 1 {
        return Err(unclear());
    }
    let mut keys = Vec::new();
    if files.is_empty() {
        if platform.var(PRIVATE_KEY).is_none() {
            if id.is_some() {
                warnings.push("`--key-id` names a key, but none is given".to_owned());
            }
            return Ok(keys);
        }
        // With an ID given, what stands in the variable for it is not asked.
        let loaded = match id {
            Some(_) => from_environment(platform),
            None => load(None, platform).and_then(|loaded| {
                let found = loaded
                    .found
                    .map_err(|error| of_key(&loaded.origin, error))?;
                Ok((loaded.origin, found))
            }),
        };
        match loaded.and_then(|(origin, found)| readable(&origin, found, warnings)) {
            Ok(found) => keys.extend(found),
            Err(problem) => {
                warnings.push(format!("{problem}, so no signature is checked with it"));
            }
        }
    }
    for file in files {
        let (origin, bytes) = read(file, platform)?;
        let found = source::read(&bytes).map_err(|error| of_key(&origin, error))?;
        keys.extend(readable(&origin, found, warnings)?);
    }
    let Some(id) = id else { return Ok(keys) };
    if keys.len() > 1 {
        // It names one of them, and says nothing new of it.
        keys.retain(|key| key.id.as_deref() == Some(id));
        if keys.is_empty() {
            return Err(unclear());
        }
        return Ok(keys);
    }
    Ok(keys.into_iter().map(|key| key.with_id(id)).collect())
}

fn from_environment(platform: &dyn Terminal) -> Result<(String, FoundKeys), Problem> {
    let key = platform.var(PRIVATE_KEY).unwrap_or_default();
    let found = source::read(key.as_bytes()).map_err(|error| of_key(PRIVATE_KEY, error))?;
    Ok((PRIVATE_KEY.to_owned(), found))
}

/// The keys of a source that can be read; of the others a warning tells, unless there are no others.
fn readable(
    origin: &str,
    found: FoundKeys,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Problem> {
    let places: Vec<_> = (0..found.entries.len())
        .map(|index| place_of(origin, &found, index))
        .collect();
    if is_swapped(&found) {
        warnings.push(swapped(origin));
    }
    let (mut keys, mut problems) = (Vec::new(), Vec::new());
    for (entry, origin) in found.entries.into_iter().zip(places) {
        match entry.key {
            Ok(key) => keys.push(key.with_origin(origin)),
            Err(error) => problems.push(of_key(&origin, error)),
        }
    }
    if keys.is_empty()
        && let Some(problem) = problems.pop()
    {
        return Err(problem);
    }
    warnings.extend(
        problems
            .iter()
            .map(|problem| format!("{problem}, so no signature is checked with it")),
    );
    Ok(keys)
}

/// The bytes of a file of at most [`MAX_BYTES`], and its name in words.
fn read(file: &Path, platform: &dyn Terminal) -> Result<(String, Zeroizing<Vec<u8>>), Problem> {
    let (origin, bytes) = if is_standard_input(file) {
        ("standard input".to_owned(), platform.read_input(MAX_BYTES))
    } else {
        (
            format!("`{}`", file.display()),
            platform.read(file, MAX_BYTES),
        )
    };
    match bytes {
        Ok(bytes) => Ok((origin, bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            let size = error.get_ref().map(|inner| format!(" ({inner})"));
            Err(Problem::new(
                format!("{origin}: {}", KeyError::TooLarge),
                format!(
                    "At most {} KB are read{}; a key has about 2. {}",
                    MAX_BYTES / 1024,
                    size.unwrap_or_default(),
                    KeyError::TooLarge.hint(),
                ),
            ))
        }
        Err(error) => Err(Problem::new(
            format!("{origin} cannot be read: {}", in_words(&error)),
            "Give the path of the .pem file that Mux gave, or `-` to read the key from standard input.",
        )),
    }
}

fn of_key(origin: &str, error: KeyError) -> Problem {
    Problem::at(origin, &error)
}

#[cfg(test)]
mod tests {
    use super::looks_like_key;

    #[test]
    fn keys_are_known_in_every_form() {
        let der = format!("MIIEpAIBAAKCAQEA{}", "a+/B".repeat(100));
        for key in [
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
            "--key-file=-----BEGIN PRIVATE KEY-----",
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ",
            "MUX_PRIVATE_KEY=\"LS0tLS1CRUdJTiBQ",
            "TFMwdExTMUNSVWRKVGlCU1UwRWc",
            &der,
            r#"{"kty":"RSA","d":"abc"}"#,
            // With its first letters missing, its end alone, and given to an option.
            &"LS1CRUdJTi3".repeat(20),
            &format!("--key-file={}", "a+/B9".repeat(100)),
            &"0a1b".repeat(30),
        ] {
            assert!(looks_like_key(key), "{key}");
        }
    }

    #[test]
    fn tokens_ids_and_paths_are_no_keys() {
        for text in [
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30.AAAA",
            "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe",
            "signing.pem",
            "/home/MII/key.pem",
            "qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4",
            "/a/rather/long/path/to/the/keys/of/2026/and/of/2027/and/of/2028/and/of/2029/and/of/2030/key",
            "-",
            "",
        ] {
            assert!(!looks_like_key(text), "{text}");
        }
    }
}
