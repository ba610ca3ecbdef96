//! Finding the key that a command needs.

use std::path::{Path, PathBuf};

use super::{Failure, in_words};
use crate::{
    core::key::{self, Key, KeyError, MAX_BYTES, SigningKey},
    platform::Platform,
};

/// The variable with the private key, as Mux's SDKs call it.
const PRIVATE_KEY: &str = "MUX_PRIVATE_KEY";
/// The variable with the ID of the key, as Mux's SDKs call it.
const KEY_ID: &str = "MUX_SIGNING_KEY";

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// Whether an argument is the text of a key, or holds it, in one of the forms in which people have keys.
pub(super) fn looks_like_key(text: &str) -> bool {
    // Public keys too, and what only begins like one: none of it belongs into an argument.
    let marked = ["-----BEGIN", "LS0tLS1CRUdJTi", "TFMwdExTMUNSVWRKV"]
        .iter()
        .any(|mark| text.contains(mark));
    // A key without its first line: base64 of a long DER sequence begins so. Tokens begin with `ey` and have dots.
    let is_base64 =
        |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "+/=-_".contains(c);
    let bare =
        text.trim_start().starts_with("MII") && text.len() >= 200 && text.chars().all(is_base64);
    marked || bare || key::looks_private(text)
}

/// Whether a path stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// The ID and the private half of the key to sign with.
///
/// Without a file, the variables of Mux's SDKs are asked.
pub(super) fn for_signing(
    file: Option<&Path>,
    id: Option<&str>,
    platform: &dyn Platform,
) -> Result<(String, SigningKey), Failure> {
    let (key, where_to_give) = if let Some(file) = file {
        let key = read(file, platform)?;
        // The ID in the environment belongs to the key in the environment, if there is one.
        if platform.var(PRIVATE_KEY).is_none() {
            (
                with_id(key, id, platform)?,
                "`--key-id` or in MUX_SIGNING_KEY",
            )
        } else {
            (
                key.with_id(id.unwrap_or_default()),
                "`--key-id` (MUX_SIGNING_KEY belongs to MUX_PRIVATE_KEY)",
            )
        }
    } else {
        let key = from_environment(platform).ok_or_else(|| {
            Failure::new(
                "there is no key: no `--key-file` is given and MUX_PRIVATE_KEY is not set",
                "Give `--key-file signing.pem --key-id ID`, or set MUX_PRIVATE_KEY and MUX_SIGNING_KEY. \
                 To try things out without a key: `mux-jwt demo`.",
            )
        })??;
        (
            with_id(key, id, platform)?,
            "`--key-id` or in MUX_SIGNING_KEY",
        )
    };
    let Some(signing) = key.signing else {
        return Err(of_key(&key.origin, KeyError::Public));
    };
    let id = key.id.ok_or_else(|| {
        Failure::new(
            format!("the key in {} has no key ID", key.origin),
            format!(
                "Give it with {where_to_give}. Mux shows the ID beside the key in the dashboard, under Settings, \
                 Signing Keys."
            ),
        )
    })?;
    Ok((id, signing))
}

/// The keys to check signatures with; none is needed, and one without an ID is tried on any token.
///
/// A file that is no key is a failure. A variable that is none may be meant for something else and gives a warning.
pub(super) fn for_checking(
    files: &[PathBuf],
    id: Option<&str>,
    platform: &dyn Platform,
    warnings: &mut Vec<String>,
) -> Result<Vec<Key>, Failure> {
    if id.is_some() && files.len() > 1 {
        return Err(Failure::new(
            "`--key-id` cannot say which of several keys it names",
            "Leave `--key-id` out: a key without an ID is tried on any token.",
        ));
    }
    if !files.is_empty() {
        let read = |file: &PathBuf| Ok(read(file, platform)?.with_id(id.unwrap_or_default()));
        return files.iter().map(read).collect();
    }
    let key = match from_environment(platform) {
        Some(key) => match key.and_then(|key| with_id(key, id, platform)) {
            Ok(key) => Some(key),
            Err(failure) => {
                warnings.push(format!("{failure}, so no signature is checked with it"));
                None
            }
        },
        None if id.is_some() => {
            warnings.push("`--key-id` names a key, but none is given".to_owned());
            None
        }
        None => None,
    };
    Ok(key.into_iter().collect())
}

/// The key under the ID that is given, else under that in the environment.
fn with_id(key: Key, id: Option<&str>, platform: &dyn Platform) -> Result<Key, Failure> {
    if let Some(id) = id {
        return Ok(key.with_id(id));
    }
    let id = platform.var(KEY_ID).unwrap_or_default();
    // The two variables are easily swapped, and the ID goes into every token.
    if looks_like_key(&id) {
        return Err(Failure::new(
            "MUX_SIGNING_KEY holds the text of a key",
            "Put the ID of the key into MUX_SIGNING_KEY and the key itself into MUX_PRIVATE_KEY.",
        ));
    }
    Ok(key.with_id(&id))
}

fn from_environment(platform: &dyn Platform) -> Option<Result<Key, Failure>> {
    let text = platform.var(PRIVATE_KEY)?;
    let key = Key::read(text.as_bytes());
    Some(
        key.map(|key| key.with_origin(PRIVATE_KEY))
            .map_err(|error| of_key(PRIVATE_KEY, error)),
    )
}

fn read(file: &Path, platform: &dyn Platform) -> Result<Key, Failure> {
    let (origin, bytes) = if is_standard_input(file) {
        ("standard input".to_owned(), platform.read_input(MAX_BYTES))
    } else {
        (
            format!("`{}`", file.display()),
            platform.read(file, MAX_BYTES),
        )
    };
    let bytes = bytes.map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => of_key(&origin, KeyError::TooLarge),
        _ => Failure::new(
            format!("{origin} cannot be read: {}", in_words(&error)),
            "Give the path of the .pem file that Mux gave, or `-` to read the key from standard input.",
        ),
    })?;
    Key::read(&bytes)
        .map(|key| key.with_origin(origin.clone()))
        .map_err(|error| of_key(&origin, error))
}

fn of_key(origin: &str, error: KeyError) -> Failure {
    Failure::new(format!("{origin}: {error}"), error.hint())
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
            "-",
            "",
        ] {
            assert!(!looks_like_key(text), "{text}");
        }
    }
}
