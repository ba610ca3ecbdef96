//! The keys that a command needs, from files, standard input and the environment.

use std::{io::ErrorKind, path::Path};

use zeroize::Zeroizing;

use crate::{
    cli::{
        args::{CheckingKeys, SigningKeyArgs},
        in_words,
    },
    core::{
        key::{
            self, KEY_ID_VAR, KEY_VAR, Key, KeyError, MAX_BYTES, Repair, SigningKey,
            source::{self, FoundKeys, KeySource},
        },
        mux::id::oddity_of_id,
        problem::Problem,
    },
    platform::Terminal,
};

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

/// Keys and where they were found.
pub(super) struct Loaded {
    /// The place: a file name in backticks, `standard input`, a variable.
    pub(super) origin: String,
    /// What was found there, or why it is not a key.
    pub(super) found: Result<FoundKeys, KeyError>,
    /// Where to give the ID of a key without one.
    place_of_id: String,
}

/// Reads the keys in a file, or without one those in the variables of Mux's SDKs.
///
/// `option` is the option for the file, if it is not an argument.
pub(super) fn load(
    file: Option<&Path>,
    option: Option<&str>,
    system: &dyn Terminal,
) -> Result<Loaded, Problem> {
    // The ID in the environment belongs to the key in the environment, if there is one.
    let key = system.var(KEY_VAR);
    let id = system.var(KEY_ID_VAR).unwrap_or_default();
    let place_of_id = format!("`--key-id` or in {KEY_ID_VAR}");
    let Some(file) = file else {
        // A key may be in the other variable alone, by mistake.
        let is_misplaced = key.is_none() && looks_like_key(&id);
        let key = key.or_else(|| is_misplaced.then(Zeroizing::default));
        let key = key.ok_or_else(|| no_key(option, system))?;
        let found = source::read_pair(&id, key.as_bytes());
        // The two variables are easily swapped, and the ID goes into every token.
        if found
            .as_ref()
            .is_ok_and(|found| !is_swapped(found) && !is_misplaced)
        {
            reject_key_as_id(&id)?;
        }
        let origin = if is_misplaced { KEY_ID_VAR } else { KEY_VAR };
        return Ok(Loaded {
            origin: origin.to_owned(),
            found,
            place_of_id: if is_misplaced {
                format!("`--key-id`, or set {KEY_VAR} to the key and {KEY_ID_VAR} to its ID")
            } else {
                place_of_id
            },
        });
    };
    let (origin, bytes) = read(file, system)?;
    let found = source::read(&bytes);
    if key.is_some() {
        return Ok(Loaded {
            origin,
            found,
            place_of_id: format!("`--key-id` ({KEY_ID_VAR} belongs to {KEY_VAR})"),
        });
    }
    let found = match found {
        Ok(found) if found.lacks_id() => {
            reject_key_as_id(&id)?;
            Ok(found.with_id(&id))
        }
        found => found,
    };
    Ok(Loaded {
        origin,
        found,
        place_of_id,
    })
}

/// The error where there is no key at all.
fn no_key(option: Option<&str>, system: &dyn Terminal) -> Problem {
    let token = ["MUX_TOKEN_ID", "MUX_TOKEN_SECRET"];
    let what = if token.iter().any(|name| system.var(name).is_some()) {
        format!("{KEY_VAR} is not set, and MUX_TOKEN_ID is an API access token, which cannot sign")
    } else {
        let missing = option.map_or("no file is given".to_owned(), |option| {
            format!("`{option}` is missing")
        });
        format!("{missing} and {KEY_VAR} is not set")
    };
    let pass = match option {
        Some(option) => format!("`{option} signing.pem --key-id ID`"),
        None => "the file, as in `mux-jwt key signing.pem`".to_owned(),
    };
    Problem::new(
        format!("no key: {what}"),
        format!(
            "Pass {pass}, or set {KEY_VAR} and {KEY_ID_VAR}. Mux creates signing keys in its dashboard, under Settings, \
             Signing Keys. To try this out without a key: `mux-jwt demo`."
        ),
    )
}

fn is_repaired(found: &FoundKeys, by: Repair) -> bool {
    let keys = found.entries.iter().flat_map(|entry| &entry.key);
    keys.flat_map(|key| &key.repairs)
        .any(|repair| *repair == by)
}

fn is_swapped(found: &FoundKeys) -> bool {
    is_repaired(found, Repair::Swapped)
}

/// Warnings about a source whose keys other programs do not find.
fn misplaced(origin: &str, found: &FoundKeys) -> Option<String> {
    if is_swapped(found) {
        Some(format!(
            "{origin}: key and ID are swapped; {KEY_ID_VAR} is for the ID, {KEY_VAR} for the key"
        ))
    } else if is_repaired(found, Repair::IdVariable) && origin == KEY_ID_VAR {
        Some(format!(
            "{KEY_ID_VAR} contains the private key; it is for the ID, {KEY_VAR} is for the key"
        ))
    } else {
        None
    }
}

fn reject_key_as_id(id: &str) -> Result<(), Problem> {
    if looks_like_key(id) {
        return Err(Problem::new(
            format!("{KEY_ID_VAR} contains a key"),
            format!("Set {KEY_ID_VAR} to the key ID and {KEY_VAR} to the key."),
        ));
    }
    Ok(())
}

/// Rejects text that can only be a secret or a line of a key, before it gets into a token or a message.
fn reject_secret_as_id(id: &str) -> Result<(), Problem> {
    // Mux's IDs have at most 44 characters once unescaped, and no `+`, `/` or `=`.
    let is_secret = id.chars().all(is_base64)
        && (id.len() > 60 || (id.len() >= 32 && id.contains(['+', '/', '='])));
    if is_secret {
        return Err(Problem::new(
            "the key ID is a secret or a part of a key, not an ID",
            "Pass the ID that Mux shows next to the key in the dashboard, under Settings, Signing Keys.",
        ));
    }
    Ok(())
}

/// The ID and the private half of the key to sign with.
///
/// If there are several keys, the environment decides, then the ID, then the default of their source.
pub(super) fn for_signing(
    args: &SigningKeyArgs,
    system: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<(String, SigningKey), Problem> {
    let environment = args.environment.as_deref();
    let id = args.key_id.as_deref().map(key::clean_id);
    let Loaded {
        origin,
        found,
        place_of_id,
    } = load(args.key_file.as_deref(), Some("--key-file"), system)?;
    let mut found = found.map_err(|error| Problem::at(&origin, &error))?;
    let index = choose(&found, &origin, environment, id)?;
    if found.entries.len() > 1 && environment.is_none() && found.entries[index].is_default {
        warnings.push(format!(
            "{origin} contains {}; signed with its default, `{}`. To choose another: `--environment`",
            found.names(),
            found.name(index),
        ));
    }
    warnings.extend(misplaced(&origin, &found));
    let origin = place_of(&origin, &found, index);
    let entry = found.entries.swap_remove(index);
    let key = entry.key.map_err(|error| Problem::at(&origin, &error))?;
    if let (Some(given), Some(own)) = (id, &key.id)
        && given != own
        && args.key_file.is_some()
        && found.source != KeySource::Key
    {
        warnings.push(format!(
            "the key in {origin} has the ID `{own}` there, but `--key-id` is `{given}`"
        ));
    }
    let signing = key.signing.ok_or(KeyError::Public);
    let signing = signing.map_err(|error| Problem::at(&origin, &error))?;
    let id = id.filter(|id| !id.is_empty()).map(str::to_owned);
    let id = id.or(key.id).ok_or_else(|| {
        Problem::new(
            format!("the key in {origin} has no key ID"),
            format!(
                "Pass it with {place_of_id}. Mux shows the ID next to the key in the dashboard, under Settings, \
                 Signing Keys."
            ),
        )
    })?;
    reject_secret_as_id(&id)?;
    if let Some(odd) = oddity_of_id(&id) {
        warnings.push(format!("the key ID `{id}` {odd}"));
    }
    Ok((id, signing))
}

/// The index of the key to use among several.
pub(super) fn choose(
    found: &FoundKeys,
    origin: &str,
    environment: Option<&str>,
    id: Option<&str>,
) -> Result<usize, Problem> {
    found.choose(environment, id).map_err(|unchosen| {
        Problem::new(
            format!("{origin}: {unchosen}"),
            "Choose one with `--environment NAME`, or with `--key-id ID` if it has one.",
        )
    })
}

/// The place of a key, with its name if it is one of several.
fn place_of(origin: &str, found: &FoundKeys, index: usize) -> String {
    if found.entries.len() > 1 {
        format!("{origin} ({})", found.name(index))
    } else {
        origin.to_owned()
    }
}

/// The keys to check signatures with: none is required, and a key without an ID is tried on any token.
///
/// A file that is not a key is an error. A variable may be meant for something else, so it results in a warning.
pub(super) fn for_checking(
    args: &CheckingKeys,
    system: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Problem> {
    let ids: Vec<&str> = args.key_ids.iter().map(|id| key::clean_id(id)).collect();
    ids.iter().try_for_each(|id| reject_secret_as_id(id))?;
    let files = args.key_files.len();
    if ids.len() > files.max(1) || (!ids.is_empty() && ids.len() < files) {
        return Err(unpaired(files, ids.len()));
    }
    let Some((first, rest)) = args.key_files.split_first() else {
        return from_environment(ids.first().copied(), system, warnings);
    };
    let mut keys = Vec::new();
    let files = std::iter::once(first).chain(rest);
    // The files without an ID come with `None`.
    let ids = ids.into_iter().map(Some).chain(std::iter::repeat(None));
    for (file, id) in files.zip(ids) {
        let (origin, bytes) = read(file, system)?;
        let found = readable(&origin, source::read(&bytes), warnings)?;
        keys.extend(with_id(&origin, found, id)?);
    }
    Ok(keys)
}

/// The error for `--key-file` and `--key-id` in different numbers.
fn unpaired(files: usize, ids: usize) -> Problem {
    let times = |count: usize| match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    let files = match files {
        0 => format!("no `--key-file`, but `--key-id` {}", times(ids)),
        files => format!(
            "`--key-file` is given {}, but `--key-id` {}",
            times(files),
            times(ids)
        ),
    };
    Problem::new(
        files,
        "Pass one `--key-id` for each `--key-file`, in the same order: `--key-file a.pem --key-id A --key-file b.pem \
         --key-id B`. For a file with an unknown or own ID, pass `--key-id ''`; or remove all: a key without an ID is \
         tried on any token.",
    )
}

/// The keys in the variables of Mux's SDKs.
fn from_environment(
    id: Option<&str>,
    system: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Problem> {
    let Some(key) = system.var(KEY_VAR) else {
        if id.is_some() {
            warnings.push("`--key-id` has no effect without a key".to_owned());
        }
        return Ok(Vec::new());
    };
    // With an ID given, the variable with the ID is ignored.
    let found = match id {
        Some(_) => Ok(source::read(key.as_bytes())),
        None => load(None, Some("--key-file"), system).map(|loaded| loaded.found),
    };
    match found.and_then(|found| readable(KEY_VAR, found, warnings)) {
        Ok(keys) => with_id(KEY_VAR, keys, id),
        Err(problem) => {
            warnings.push(unused(&problem));
            Ok(Vec::new())
        }
    }
}

/// The keys of one source with the ID that is given for them. Of several keys, the ID selects one.
fn with_id(origin: &str, keys: Vec<Key>, id: Option<&str>) -> Result<Vec<Key>, Problem> {
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        return Ok(keys);
    };
    if let [_] = keys.as_slice() {
        return Ok(keys.into_iter().map(|key| key.with_id(id)).collect());
    }
    let named = |key: &Key| key.id.as_deref() == Some(id);
    if !keys.iter().any(named) {
        return Err(Problem::new(
            format!(
                "`--key-id` is ambiguous: {origin} contains {} keys",
                keys.len()
            ),
            "Remove `--key-id`: a key without an ID is tried on any token.",
        ));
    }
    Ok(keys.into_iter().filter(named).collect())
}

fn unused(problem: &Problem) -> String {
    format!("{problem}; not used to check signatures")
}

/// The readable keys of a source. The others result in warnings, or in an error if there are no readable ones.
fn readable(
    origin: &str,
    found: Result<FoundKeys, KeyError>,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Problem> {
    let found = found.map_err(|error| Problem::at(origin, &error))?;
    let places: Vec<_> = (0..found.entries.len())
        .map(|index| place_of(origin, &found, index))
        .collect();
    warnings.extend(misplaced(origin, &found));
    let (mut keys, mut problems) = (Vec::new(), Vec::new());
    for (entry, origin) in found.entries.into_iter().zip(places) {
        match entry.key {
            Ok(key) => keys.push(key.with_origin(origin)),
            Err(error) => problems.push(Problem::at(&origin, &error)),
        }
    }
    if keys.is_empty()
        && let Some(problem) = problems.pop()
    {
        return Err(problem);
    }
    warnings.extend(problems.iter().map(unused));
    Ok(keys)
}

/// The bytes of a file of at most [`MAX_BYTES`], and its name.
fn read(file: &Path, system: &dyn Terminal) -> Result<(String, Zeroizing<Vec<u8>>), Problem> {
    let (origin, bytes) = super::text::read(file, MAX_BYTES, system);
    match bytes {
        Ok(bytes) => Ok((origin, bytes)),
        Err(error) if error.kind() == ErrorKind::FileTooLarge => {
            let size = error.get_ref().map(|inner| format!(" ({inner})"));
            Err(Problem::new(
                format!("{origin}: {}", KeyError::TooLarge),
                format!(
                    "At most {} KB are read{}; a key is about 2 KB. {}",
                    MAX_BYTES / 1024,
                    size.unwrap_or_default(),
                    KeyError::TooLarge.hint(),
                ),
            ))
        }
        Err(error) => Err(Problem::new(
            format!("cannot read {origin}: {}", in_words(&error)),
            "Pass the path of the .pem file from Mux, or `-` to read the key from standard input.",
        )),
    }
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
