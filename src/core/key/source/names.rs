//! Which variables hold keys and which their IDs, by the names that Mux's own tools and those around them use.

use super::{Entry, Variable};
use crate::core::key::{Key, KeyError, Repair, looks_private};

/// What a variable of this name holds.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// A private key.
    Key,
    /// The ID of one.
    Id,
}

/// The words in the names, longer ones first because some begin with others.
///
/// `MUX_SIGNING_KEY` and `MUX_PRIVATE_KEY` are Mux's own, `signingKeyId` and `signingPrivateKey` the Mux CLI's,
/// `private_key` the API's; `SIGNING_TOKEN` is Elixir's, `SIGNING_KEY_PRIVATE` Sanity's, `SIGNING_SECRET` Strapi's; the
/// others were seen in the code of others.
const NAMES: [(&[&str], Role); 15] = [
    (&["SIGNING", "KEY", "PRIVATE", "KEY"], Role::Key),
    (&["SIGNING", "PRIVATE", "KEY", "ID"], Role::Id),
    (&["SIGNING", "PRIVATE", "KEY"], Role::Key),
    (&["SIGNING", "KEY", "PRIVATE"], Role::Key),
    (&["SIGNING", "KEY", "SECRET"], Role::Key),
    (&["SIGNING", "TOKEN", "SECRET"], Role::Key),
    (&["SIGNING", "SECRET"], Role::Key),
    (&["SIGNING", "KEY", "ID"], Role::Id),
    (&["SIGNING", "TOKEN", "ID"], Role::Id),
    (&["SIGNING", "ID"], Role::Id),
    (&["SIGNING", "KEY"], Role::Id),
    (&["PRIVATE", "KEY", "ID"], Role::Id),
    (&["PRIVATE", "KEY"], Role::Key),
    (&["KEY", "SECRET"], Role::Key),
    (&["KEY", "ID"], Role::Id),
];

/// Words that tell nothing of the environment.
const SILENT: [&str; 14] = [
    "MUX", "NEXT", "NUXT", "VITE", "REACT", "APP", "PUBLIC", "PLAYBACK", "VIDEO", "BASE64", "B64",
    "PEM", "JWT", "ENCODED",
];

/// A variable by what it holds.
struct Part<'v> {
    variable: &'v Variable,
    role: Role,
    /// The words that key and ID have in common: `PROD`, `DATA`.
    group: String,
    is_mux: bool,
}

/// The words of a name, whether it is written `LIKE_THIS` or `likeThis`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let is_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        if (c.is_ascii_uppercase() && was_small) || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        was_small = is_small;
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_uppercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn part(variable: &Variable) -> Option<Part<'_>> {
    let words = words(&variable.name);
    let is_mux = words.iter().any(|word| word == "MUX");
    let of = |role, group| Part {
        variable,
        role,
        group,
        is_mux,
    };
    // `id` beside `private_key`, as the API answers.
    if words == ["ID"] {
        return Some(of(Role::Id, String::new()));
    }
    let (pattern, role, at) = NAMES.iter().find_map(|(pattern, role)| {
        let is_here = |window: &[String]| window == *pattern;
        let at = words.windows(pattern.len()).position(is_here)?;
        Some((*pattern, *role, at))
    })?;
    let rest = words[..at].iter().chain(&words[at + pattern.len()..]);
    let rest: Vec<&str> = rest
        .map(String::as_str)
        .filter(|word| !SILENT.contains(word))
        .collect();
    // `AWS_ACCESS_KEY_ID` and `GITHUB_APP_PRIVATE_KEY` are not ours.
    let is_ours = is_mux || rest.is_empty() || pattern[0] == "SIGNING";
    is_ours.then(|| of(role, rest.join("-").to_lowercase()))
}

/// The keys that variables hold, each with its ID; what has several IDs and keys is told apart by the other words in
/// the names.
///
/// # Errors
/// When there are IDs and no key.
pub(super) fn entries(variables: &[Variable]) -> Result<Vec<Entry>, KeyError> {
    let mut parts: Vec<_> = variables.iter().filter_map(part).collect();
    if parts.iter().any(|part| part.is_mux) {
        parts.retain(|part| part.is_mux);
    }
    let mut groups: Vec<&str> = parts.iter().map(|part| part.group.as_str()).collect();
    let mut seen = Vec::new();
    groups.retain(|group| {
        !seen.contains(group) && {
            seen.push(*group);
            true
        }
    });

    let mut entries = Vec::new();
    let mut lonely_ids = Vec::new();
    for group in groups {
        let of = |role| {
            let is_it = move |part: &&Part<'_>| part.group == group && part.role == role;
            parts.iter().filter(is_it).map(|part| part.variable)
        };
        let named_key = || of(Role::Key).next();
        let holds_key = |variable: &&Variable| is_key_text(&variable.value);
        let is_swapped = !of(Role::Key).any(|variable| holds_key(&variable));
        if let Some(variable) = of(Role::Id).find(holds_key).filter(|_| is_swapped) {
            let id = named_key().map(|variable| variable.value.as_str());
            let mut entry = entry(variable, id, group);
            if let Ok(key) = &mut entry.key {
                key.repairs.push(Repair::Swapped);
            }
            entries.push(entry);
            continue;
        }
        let id = of(Role::Id).find(|variable| !holds_key(variable));
        let id = id.map(|variable| variable.value.as_str());
        if named_key().is_none() {
            lonely_ids.extend(id);
        }
        let mut values: Vec<&str> = Vec::new();
        for variable in of(Role::Key) {
            if !values.contains(&variable.value.as_str()) {
                values.push(&variable.value);
                entries.push(entry(variable, id, group));
            }
        }
    }
    if let ([entry], [id]) = (entries.as_mut_slice(), lonely_ids.as_slice())
        && entry.key.as_ref().is_ok_and(|key| key.id.is_none())
    {
        let key = std::mem::replace(&mut entry.key, Err(KeyError::Empty));
        entry.key = key.map(|key| key.with_id(id));
    }
    if entries.is_empty() && !lonely_ids.is_empty() {
        return Err(KeyError::IdAlone);
    }
    Ok(entries)
}

fn entry(variable: &Variable, id: Option<&str>, label: &str) -> Entry {
    let key = Key::read(variable.value.as_bytes());
    Entry {
        place: variable.name.clone(),
        is_default: false,
        key: key.map(|key| key.with_label(label).with_id(id.unwrap_or_default())),
    }
}

/// Whether a value is the text of a key, and not an ID.
pub(super) fn is_key_text(value: &str) -> bool {
    value.len() > 400 || value.contains("-----BEGIN") || looks_private(value)
}

/// Whether a name is that of an access token of the API, which people take for a signing key.
pub(super) fn is_access_token(name: &str) -> bool {
    let words = words(name);
    let ends =
        |end: &[&str]| words.ends_with(&end.iter().map(ToString::to_string).collect::<Vec<_>>());
    words.iter().any(|word| word == "MUX") && (ends(&["TOKEN", "ID"]) || ends(&["TOKEN", "SECRET"]))
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, words) in [
            ("MUX_SIGNING_KEY", "MUX SIGNING KEY"),
            ("signingKeyId", "SIGNING KEY ID"),
            ("private_key", "PRIVATE KEY"),
            ("playbackSigningId", "PLAYBACK SIGNING ID"),
            ("mux-private-key", "MUX PRIVATE KEY"),
        ] {
            assert_eq!(super::words(name).join(" "), words);
        }
    }

    #[test]
    fn the_names_that_people_use_are_known() {
        let role = |name: &str| {
            let variable = Variable {
                name: name.to_owned(),
                value: Zeroizing::default(),
            };
            part(&variable).map(|part| (part.role == Role::Key, part.group))
        };
        for (name, is_key, group) in [
            ("MUX_SIGNING_KEY", false, ""),
            ("MUX_PRIVATE_KEY", true, ""),
            ("MUX_SIGNING_KEY_ID", false, ""),
            ("MUX_SIGNING_PRIVATE_KEY", true, ""),
            ("MUX_SIGNING_KEY_PRIVATE", true, ""),
            ("MUX_SIGNING_KEY_SECRET", true, ""),
            ("MUX_SIGNING_SECRET", true, ""),
            ("MUX_PRIVATE_KEY_PROD", true, "prod"),
            ("MUX_SIGNING_KEY_TEST", false, "test"),
            ("MUX_DATA_SIGNING_KEY_ID", false, "data"),
            ("MUX_DATA_SIGNING_KEY_SECRET", true, "data"),
            ("SIGNING_KEY_ID", false, ""),
            ("SIGNING_KEY_PRIVATE_KEY", true, ""),
            ("signingKeyId", false, ""),
            ("signingPrivateKey", true, ""),
            ("signingKeyPrivate", true, ""),
            ("playbackSigningId", false, ""),
            ("playbackSigningSecret", true, ""),
            ("signing_token_id", false, ""),
            ("signing_token_secret", true, ""),
            ("id", false, ""),
            ("private_key", true, ""),
        ] {
            assert_eq!(role(name), Some((is_key, group.to_owned())), "{name}");
        }
        for name in [
            "AWS_ACCESS_KEY_ID",
            "GITHUB_APP_PRIVATE_KEY",
            "MUX_TOKEN_ID",
            "created_at",
            "",
        ] {
            assert_eq!(role(name), None, "{name}");
        }
    }
}
