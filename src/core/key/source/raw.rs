//! Members, items and strings of JSON, borrowed from its text so that every copy of a key is wiped.

use std::fmt;

use serde::de::{Deserialize as _, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

pub(super) type JsonMembers<'a> = Vec<(String, &'a RawValue)>;

/// Whether an object is a JWK, by its `kty` or by the numbers of an RSA key.
pub(super) fn is_jwk(members: &JsonMembers<'_>) -> bool {
    let has = |name: &str| member(members, name).is_some();
    has("kty") || (has("n") && has("e") && has("d"))
}

/// The value of a member, which is the last of its duplicates.
pub(super) fn member<'a>(members: &JsonMembers<'a>, name: &str) -> Option<&'a RawValue> {
    let mut members = members.iter().rev();
    members
        .find(|(member, _)| member == name)
        .map(|(_, value)| *value)
}

/// The members of an object; empty for any other value.
pub(super) fn members(value: &RawValue) -> JsonMembers<'_> {
    struct Collect;
    impl<'a> Visitor<'a> for Collect {
        type Value = JsonMembers<'a>;

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

/// The items of an array; empty for any other value.
pub(super) fn items(value: &RawValue) -> Vec<&RawValue> {
    struct Collect;
    impl<'a> Visitor<'a> for Collect {
        type Value = Vec<&'a RawValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
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
pub(super) fn string(value: &RawValue) -> Option<Zeroizing<String>> {
    let inner = value.get().strip_prefix('"')?.strip_suffix('"')?;
    // serde_json unescapes in a buffer of its own, so the escapes that keys contain are undone here.
    let mut text = Zeroizing::new(String::with_capacity(inner.len()));
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                c @ ('/' | '"' | '\\') => c,
                // No key contains other escapes.
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
    fn strings_match_serde_json() {
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
