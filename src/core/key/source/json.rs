//! Keys in JSON. What is secret is taken straight from the text into memory that is wiped.

use std::fmt;

use serde::de::{Deserialize as _, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{Entry, Found, KeyError, Source, Variable, names};
use crate::core::key::{jwk, name_of};

/// Settings and answers are not nested deeper.
const DEPTH: usize = 6;

/// Reads the keys in JSON.
///
/// # Errors
/// When it is not JSON, or no key is in it; says what it is instead.
pub(super) fn read(text: &str) -> Result<Found, KeyError> {
    let root: &RawValue = serde_json::from_str(text).map_err(|_ignored| KeyError::BrokenJson)?;
    let members = members(root);
    let has = |name: &str| member(&members, name).is_some();
    let source = match () {
        () if has("environments") => Source::MuxCli,
        () if has("kty") => Source::Jwk,
        () if has("keys") => Source::Jwks,
        () => Source::Json,
    };
    let mut entries = Vec::new();
    let id_alone = collect(root, None, 0, &mut entries);
    if let Some(default) = member(&members, "defaultEnvironment").and_then(string) {
        for entry in &mut entries {
            entry.is_default = entry.place == *default;
        }
    }
    if entries.is_empty() {
        let is_token = member(&members, "aud").is_none() && text.contains("tokenSecret");
        return Err(match source {
            Source::MuxCli => KeyError::NoKeyInSettings,
            _ if id_alone => KeyError::IdAlone,
            _ if is_token => KeyError::AccessToken,
            _ => KeyError::NoKeyInJson,
        });
    }
    Ok(Found { source, entries })
}

/// Collects the keys of a value and of those in it, and tells whether there are IDs without keys.
fn collect(value: &RawValue, name: Option<&str>, depth: usize, entries: &mut Vec<Entry>) -> bool {
    if depth > DEPTH {
        return false;
    }
    let inside = |value: &RawValue, name: Option<&str>, entries: &mut Vec<Entry>| {
        collect(value, name, depth + 1, entries)
    };
    if value.get().starts_with('[') {
        let mut id_alone = false;
        for item in items(value) {
            id_alone |= inside(item, name, entries);
        }
        return id_alone;
    }
    let members = members(value);
    if member(&members, "kty").is_some() {
        let key = jwk::read(|name| member(&members, name).and_then(string));
        let id = member(&members, "kid").and_then(string).unwrap_or_default();
        entries.push(Entry {
            place: if name_of(&id).is_some() {
                id.to_string()
            } else {
                String::new()
            },
            is_default: false,
            key,
        });
        return false;
    }
    let variables: Vec<Variable> = members
        .iter()
        .filter_map(|(name, value)| {
            let value = string(value)?;
            let name = name.clone();
            Some(Variable {
                name,
                value,
                is_wrapped: false,
            })
        })
        .collect();
    let mut id_alone = false;
    match names::entries(&variables) {
        // An ID alone is every object's own; only beside nothing else does it mean something.
        Err(_) => id_alone = true,
        Ok(found) => entries.extend(found.into_iter().map(|mut entry| {
            if let Some(name) = name.filter(|name| name_of(name).is_some()) {
                name.clone_into(&mut entry.place);
                entry.key = entry.key.map(|key| key.with_label(name));
            }
            entry
        })),
    }
    for (member, value) in &members {
        if member == "environments" {
            for (name, value) in self::members(value) {
                id_alone |= inside(value, Some(&name), entries);
            }
        } else if value.get().starts_with(['{', '[']) {
            id_alone |= inside(value, name, entries);
        }
    }
    id_alone
}

type Members<'a> = Vec<(String, &'a RawValue)>;

/// The value that parsers take for a name: the last of its duplicates.
fn member<'a>(members: &Members<'a>, name: &str) -> Option<&'a RawValue> {
    let mut members = members.iter().rev();
    members
        .find(|(member, _)| member == name)
        .map(|(_, value)| *value)
}

/// The members of an object, borrowed from the text; none if it is something else.
fn members(value: &RawValue) -> Members<'_> {
    struct Collect;
    impl<'a> Visitor<'a> for Collect {
        type Value = Members<'a>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    if !value.get().starts_with('{') {
        return Vec::new();
    }
    let mut json = serde_json::Deserializer::from_str(value.get());
    json.deserialize_map(Collect).unwrap_or_default()
}

/// The items of a list, borrowed from the text.
fn items(value: &RawValue) -> Vec<&RawValue> {
    struct Collect;
    impl<'a> Visitor<'a> for Collect {
        type Value = Vec<&'a RawValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element()? {
                items.push(item);
            }
            Ok(items)
        }
    }
    let mut json = serde_json::Deserializer::from_str(value.get());
    json.deserialize_seq(Collect).unwrap_or_default()
}

/// The text of a JSON string, if it is one.
fn string(value: &RawValue) -> Option<Zeroizing<String>> {
    let inner = value.get().strip_prefix('"')?.strip_suffix('"')?;
    // serde_json unescapes in a buffer of its own, so what keys have in them is done here: line breaks and slashes.
    let mut text = Zeroizing::new(String::with_capacity(inner.len()));
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                c @ ('/' | '"' | '\\') => c,
                // No key has anything else in it.
                _ => {
                    let mut json = serde_json::Deserializer::from_str(value.get());
                    return String::deserialize(&mut json).ok().map(Zeroizing::new);
                }
            },
            c => c,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_those_of_json() {
        for text in [
            r#""""#,
            r#""a""#,
            r#""a\nb\r\t\/\"\\""#,
            r#""\u00e9\n""#,
            r#""\b""#,
            "\"é\"",
        ] {
            let raw: &RawValue = serde_json::from_str(text).expect("JSON");
            let known: String = serde_json::from_str(text).expect("a string");
            assert_eq!(string(raw).as_deref(), Some(&known), "{text}");
        }
        let raw: &RawValue = serde_json::from_str("1").expect("JSON");
        assert_eq!(string(raw), None);
    }
}
