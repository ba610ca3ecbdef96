//! Which variables contain keys and which contain IDs, by the names that Mux tools and integrations use.

use base64::Engine as _;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{
    found::{KeyEntry, Variable},
    raw::{is_jwk, items, member, members, string},
};
use crate::core::{
    key::{Key, KeyError, Repair, jwk, pem::BASE64, scan},
    mux::id::is_uuid,
};

/// What a variable contains.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// A private key.
    Key,
    /// The ID of one.
    Id,
}

/// The words in the names. Longer ones come first because some begin with others.
///
/// `MUX_SIGNING_KEY` and `MUX_PRIVATE_KEY` are Mux's own, `signingKeyId` and `signingPrivateKey` the Mux CLI's,
/// `private_key` the API's; `SIGNING_TOKEN` is Elixir's, `SIGNING_KEY_PRIVATE` Sanity's, `SIGNING_SECRET` Strapi's; the
/// others were observed in public code.
const NAMES: [(&[&str], Role); 17] = [
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
    (&["SIGNING", "KID"], Role::Id),
    (&["KID"], Role::Id),
    (&["SIGNING", "KEY"], Role::Id),
    (&["PRIVATE", "KEY", "ID"], Role::Id),
    (&["PRIVATE", "KEY"], Role::Key),
    (&["KEY", "SECRET"], Role::Key),
    (&["KEY", "ID"], Role::Id),
];

/// The words of the variable that Mux's SDKs read the ID from.
const MUX_SIGNING_KEY: [&str; 3] = ["MUX", "SIGNING", "KEY"];

/// Words that do not name an environment.
const SILENT: [&str; 14] = [
    "MUX", "NEXT", "NUXT", "VITE", "REACT", "APP", "PUBLIC", "PLAYBACK", "VIDEO", "BASE64", "B64",
    "PEM", "JWT", "ENCODED",
];

/// A variable whose name is known.
struct NamedVariable<'v> {
    variable: &'v Variable,
    role: Role,
    /// The words that the names of key and ID share: `PROD`, `DATA`.
    group: String,
    is_mux: bool,
    /// Whether the name is just `id`, which objects of any kind have.
    is_bare: bool,
}

/// Words that mark the text of a key rather than its ID.
const ENCODINGS: [&str; 4] = ["BASE64", "B64", "PEM", "ENCODED"];

/// The words of a name written `LIKE_THIS` or `likeThis`.
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

fn named(variable: &Variable) -> Option<NamedVariable<'_>> {
    let words = words(&variable.name);
    let is_mux = words.iter().any(|word| word == "MUX");
    // Webhook secrets, those of Mux included, are shared secrets.
    if words.iter().any(|word| word.starts_with("WEBHOOK")) {
        return None;
    }
    let of = |role, group| NamedVariable {
        variable,
        role,
        group,
        is_mux,
        is_bare: words == ["ID"],
    };
    // `id` next to `private_key`, as the API returns them.
    if words == ["ID"] {
        return Some(of(Role::Id, String::new()));
    }
    let (pattern, role, at) = NAMES.iter().find_map(|(pattern, role)| {
        let is_here = |window: &[String]| window == *pattern;
        let at = words.windows(pattern.len()).position(is_here)?;
        Some((*pattern, *role, at))
    })?;
    let rest = words[..at].iter().chain(&words[at + pattern.len()..]);
    let rest: Vec<&str> = rest.map(String::as_str).collect();
    let role = if pattern == ["SIGNING", "KEY"] && rest.iter().any(|word| ENCODINGS.contains(word))
    {
        Role::Key
    } else {
        role
    };
    let rest: Vec<&str> = rest
        .into_iter()
        .filter(|word| !SILENT.contains(word))
        .collect();
    // `AWS_ACCESS_KEY_ID`, `GITHUB_APP_PRIVATE_KEY` and `SLACK_SIGNING_SECRET` are unrelated.
    let is_telling = pattern[0] == "SIGNING" && pattern != ["SIGNING", "SECRET"];
    let is_ours = is_mux || rest.is_empty() || is_telling;
    is_ours.then(|| of(role, rest.join("-").to_lowercase()))
}

/// Whether a name is one of those that a key or its ID has.
pub(super) fn is_known(name: &str) -> bool {
    let variable = Variable {
        name: name.to_owned(),
        value: Zeroizing::default(),
        is_wrapped: false,
    };
    named(&variable).is_some()
}

/// The keys in variables, each with its ID. Several keys and IDs are matched by the other words in their names.
///
/// # Errors
/// If there are IDs but no key.
pub(super) fn entries(variables: &[Variable]) -> Result<Vec<KeyEntry>, KeyError> {
    let mut parts: Vec<_> = variables.iter().filter_map(named).collect();
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
    let has_key = parts.iter().any(|part| is_key_text(&part.variable.value));
    let lists_keys = variables
        .iter()
        .any(|variable| variable.name == "created_at");
    for group in groups {
        let of = |role| {
            let is_it = move |part: &&NamedVariable<'_>| part.group == group && part.role == role;
            parts.iter().filter(is_it)
        };
        let text = |part: &NamedVariable<'_>| without_line_break(&part.variable.value).0.to_owned();
        let holds_key = |part: &&NamedVariable<'_>| is_key_text(&part.variable.value);
        // An empty variable is ignored if another one contains a key.
        let keys: Vec<_> = of(Role::Key)
            .filter(|part| !has_key || !part.variable.value.trim().is_empty())
            .collect();
        let ids = || of(Role::Id).filter(|part| !holds_key(part) && !text(part).is_empty());
        let has_private_key = || {
            let mut names = keys.iter().map(|part| words(&part.variable.name));
            names.any(|words| words == ["PRIVATE", "KEY"])
        };
        let named = ids().find(|part| !part.is_bare);
        let id = named.or_else(|| ids().next().filter(|_| has_private_key()));
        let id_repair = id.is_some_and(|part| without_line_break(&part.variable.value).1);
        let id_repair = id_repair.then_some(Repair::IdLineBreak);
        let id = id.map(text);
        let is_misplaced = !keys.iter().any(holds_key);
        if let Some(part) = of(Role::Id).find(holds_key).filter(|_| is_misplaced) {
            let is_swapped = id.is_none();
            let id = id.or_else(|| keys.first().map(|part| text(part)));
            // Other names are those of an integration, which knows where its key is.
            let is_of_sdk =
                words(&part.variable.name).ends_with(&MUX_SIGNING_KEY.map(str::to_owned));
            let repair = match id.as_deref() {
                Some(id) if is_swapped && !id.is_empty() => Some(Repair::Swapped),
                _ => is_of_sdk.then_some(Repair::IdVariable),
            };
            for mut entry in entries_of(part.variable, id.as_deref(), group) {
                if let Ok(key) = &mut entry.key {
                    key.repairs.extend(repair.into_iter().chain(id_repair));
                }
                entries.push(entry);
            }
            continue;
        }
        if keys.is_empty() {
            lonely_ids.extend(ids().filter(|part| !part.is_bare || lists_keys).map(text));
        }
        let mut values: Vec<&str> = Vec::new();
        for part in keys {
            if !values.contains(&part.variable.value.as_str()) {
                values.push(&part.variable.value);
                for mut entry in entries_of(part.variable, id.as_deref(), group) {
                    if let Ok(key) = &mut entry.key {
                        key.repairs.extend(id_repair);
                    }
                    entries.push(entry);
                }
            }
        }
    }
    if entries.is_empty() {
        entries = under_names_of_tokens(variables);
    }
    if entries.iter().any(|entry| entry.key.is_ok()) {
        entries.retain(|entry| !matches!(entry.key, Err(KeyError::SharedSecret)));
    }
    if let ([entry], [id]) = (entries.as_mut_slice(), lonely_ids.as_slice())
        && entry.key.as_ref().is_ok_and(|key| key.id.is_none())
    {
        let key = std::mem::replace(&mut entry.key, Err(KeyError::Empty));
        entry.key = key.map(|key| key.with_id(id));
    }
    match lonely_ids.first() {
        Some(id) if entries.is_empty() && is_uuid(id) => Err(KeyError::AccessToken),
        Some(_) if entries.is_empty() => Err(KeyError::IdAlone),
        _ => Ok(entries),
    }
}

/// The key IDs in variables with known names.
pub(super) fn ids(variables: &[Variable]) -> impl Iterator<Item = &str> {
    let parts = variables.iter().filter_map(named);
    let ids = parts.filter(|part| part.role == Role::Id && !part.is_bare);
    ids.map(|part| part.variable.value.as_str())
        .filter(|value| scan(value).first().is_none_or(|key| key.range.start > 0))
}

/// A signing key in the variables of an access token.
fn under_names_of_tokens(variables: &[Variable]) -> Vec<KeyEntry> {
    let tokens = || variables.iter().filter(|part| is_access_token(&part.name));
    let mut keys = tokens().filter(|variable| is_key_text(&variable.value));
    let (Some(variable), None) = (keys.next(), keys.next()) else {
        return Vec::new();
    };
    let id = tokens().find(|variable| !is_key_text(&variable.value));
    let id = id.map(|variable| variable.value.as_str());
    let mut entries = entries_of(variable, id.filter(|id| !is_uuid(id)), "");
    for key in entries.iter_mut().flat_map(|entry| &mut entry.key) {
        key.repairs.push(Repair::TokenNames);
    }
    entries
}

/// The keys in one variable.
fn entries_of(variable: &Variable, id: Option<&str>, label: &str) -> Vec<KeyEntry> {
    let id = id.filter(|id| !id.is_empty());
    let keys = keys_in(&variable.value).into_iter();
    let keys = keys.map(|key| match key {
        Ok(key) => {
            let mut key = key.with_label(label);
            if variable.is_wrapped {
                key.repairs.push(Repair::Wrapped);
            }
            if has_literal_end(&variable.value) {
                key.repairs
                    .retain(|repair| *repair != Repair::EscapedNewlines);
                key.repairs.push(Repair::KeyLineBreak);
            }
            Ok(match id {
                Some(id) => key.with_id(id),
                None => key,
            })
        }
        // The ID of an access token is a UUID, and its secret has no particular shape.
        Err(KeyError::NotAKey) if id.is_some_and(is_uuid) => Err(KeyError::AccessToken),
        Err(KeyError::NotAKey | KeyError::Path) if is_shared_secret(variable) => {
            Err(KeyError::SharedSecret)
        }
        Err(error) => Err(error),
    });
    keys.map(|key| KeyEntry::new(&variable.name, key)).collect()
}

/// A value without the line break at its end, real or literal (`\n`), and whether it had one.
pub(super) fn without_line_break(value: &str) -> (&str, bool) {
    let value = value.trim_matches([' ', '\t']);
    let mut rest = value;
    while let Some(shorter) = ["\n", "\r", "\\n", "\\r"]
        .iter()
        .find_map(|end| rest.strip_suffix(end))
    {
        rest = shorter;
    }
    (rest.trim(), rest.len() < value.len() && !rest.is_empty())
}

/// Whether a literal `\n` is at the end of a key. A PEM ends in a line break, and so may base64.
fn has_literal_end(value: &str) -> bool {
    let (rest, has_end) = without_line_break(value);
    has_end && value.trim_end().ends_with(['n', 'r']) && !rest.ends_with(['-', '}'])
}

/// Whether a variable is one of those that integrations keep the secret of a webhook in, and its value is as short.
pub(super) fn is_shared_secret(variable: &Variable) -> bool {
    let words = words(&variable.name);
    let has = |word: &str| words.iter().any(|other| other == word);
    let is_named = has("SECRET")
        && (words.iter().any(|word| word.starts_with("WEBHOOK"))
            || (has("SIGNING") && !has("KEY") && !has("TOKEN")));
    let value = variable.value.trim();
    is_named && (8..200).contains(&value.len()) && !value.contains(char::is_whitespace)
}

/// What variables without a signing key contain instead, if that is known.
pub(super) fn instead_of_key(variables: &[Variable]) -> Option<KeyError> {
    let has_token = variables.iter().any(|part| is_access_token(&part.name));
    let has_secret = variables.iter().any(is_shared_secret);
    match (has_token, has_secret) {
        (true, true) => Some(KeyError::TokenAndSecret),
        (true, false) => Some(KeyError::AccessToken),
        (false, true) => Some(KeyError::SharedSecret),
        (false, false) => None,
    }
}

/// The keys in a value, which may be a JWK or a set of them.
fn keys_in(value: &str) -> Vec<Result<Key, KeyError>> {
    if let Ok(root) = serde_json::from_str::<&RawValue>(value.trim()) {
        let members = members(root);
        if is_jwk(&members) {
            return vec![jwk::read(|name| member(&members, name).and_then(string))];
        }
        if let Some(set) = member(&members, "keys") {
            let keys = items(set).into_iter().map(self::members);
            return keys
                .map(|jwk| jwk::read(|name| member(&jwk, name).and_then(string)))
                .collect();
        }
    }
    Key::read_all(value.as_bytes()).unwrap_or_else(|error| vec![Err(error)])
}

/// Decodes a value of a Kubernetes Secret; the value itself if it is not base64 of text.
pub(super) fn decoded(value: Zeroizing<String>) -> Zeroizing<String> {
    let bytes = BASE64.decode(value.trim()).ok().map(Zeroizing::new);
    let text = bytes
        .as_ref()
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    match text {
        // A line break at the end is one that `echo` added.
        Some(text) => Zeroizing::new(text.to_owned()),
        None => value,
    }
}

/// Whether a value is the text of a key rather than an ID.
pub(super) fn is_key_text(value: &str) -> bool {
    value.len() > 400 || !scan(value).is_empty()
}

/// Whether a name is that of an API access token, which is often mistaken for a signing key.
pub(super) fn is_access_token(name: &str) -> bool {
    let words = words(name);
    let ends =
        |end: &[&str]| words.ends_with(&end.iter().map(ToString::to_string).collect::<Vec<_>>());
    words.iter().any(|word| word == "MUX") && (ends(&["TOKEN", "ID"]) || ends(&["TOKEN", "SECRET"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
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
    fn known_names_have_roles() {
        let role = |name: &str| {
            let variable = Variable {
                name: name.to_owned(),
                value: Zeroizing::default(),
                is_wrapped: false,
            };
            named(&variable).map(|part| (part.role == Role::Key, part.group))
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
            ("MUX_SIGNING_KEY_BASE64", true, ""),
            ("MUX_SIGNING_KEY_PEM", true, ""),
            ("MUX_VIDEO_SIGNING_KEY", false, ""),
            ("SIGNING_SECRET", true, ""),
            ("id", false, ""),
            ("_id", false, ""),
            ("private_key", true, ""),
        ] {
            assert_eq!(role(name), Some((is_key, group.to_owned())), "{name}");
        }
        for name in [
            "AWS_ACCESS_KEY_ID",
            "GITHUB_APP_PRIVATE_KEY",
            "MUX_TOKEN_ID",
            "MUX_WEBHOOK_SIGNING_SECRET",
            "SLACK_SIGNING_SECRET",
            "created_at",
            "",
        ] {
            assert_eq!(role(name), None, "{name}");
        }
    }
}
