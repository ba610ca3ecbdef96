//! Keys in JSON. Secrets are copied from the text straight into memory that is wiped.

use serde_json::value::RawValue;

use super::{
    found::{FoundKeys, KeyEntry, KeySource, Variable},
    names,
    raw::{is_jwk, items, member, members as raw_members, string},
};
use crate::core::key::{KeyError, jwk, name_of};

/// Configurations and API responses are not nested deeper.
const DEPTH: usize = 6;

/// Reads the keys in JSON.
///
/// # Errors
/// If it is not JSON or contains no key; names what it is instead.
pub(super) fn read(text: &str) -> Result<FoundKeys, KeyError> {
    let root: &RawValue = serde_json::from_str(text).map_err(|_ignored| KeyError::BrokenJson)?;
    let members = raw_members(root);
    let has = |name: &str| member(&members, name).is_some();
    let source = match () {
        () if has("environments") => KeySource::MuxCli,
        () if has("kty") => KeySource::Jwk,
        () if has("keys") => KeySource::Jwks,
        () => KeySource::Json,
    };
    let mut places = Vec::new();
    let id_alone = collect(root, JsonContext::default(), 0, &mut places);
    let (mut entries, parents): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    under_their_parents(&mut entries, &parents);
    let mut missing_default = None;
    if let Some(default) = member(&members, "defaultEnvironment").and_then(string) {
        for entry in &mut entries {
            entry.is_default = entry.place == *default;
        }
        if !entries.iter().any(|entry| entry.is_default) {
            missing_default = Some(name_of(&default).unwrap_or_default().to_owned());
        }
    }
    let is_secret = |entry: &KeyEntry| matches!(entry.key, Err(KeyError::SharedSecret));
    if entries.iter().all(is_secret) {
        let mut variables = Vec::new();
        strings(root, 0, &mut variables);
        if let Some(error) = names::instead_of_key(&variables).filter(|_| source == KeySource::Json)
        {
            return Err(error);
        }
        let is_token = member(&members, "aud").is_none() && text.contains("tokenSecret");
        return Err(match source {
            KeySource::MuxCli => KeyError::NoKeyInSettings,
            _ if id_alone => KeyError::IdAlone,
            _ if is_token => KeyError::AccessToken,
            _ => KeyError::NoKeyInJson,
        });
    }
    Ok(FoundKeys {
        source,
        entries,
        missing_default,
    })
}

/// Collects the strings in a value under the names of their members.
fn strings(value: &RawValue, depth: usize, found: &mut Vec<Variable>) {
    if depth > DEPTH {
        return;
    }
    for item in items(value) {
        strings(item, depth + 1, found);
    }
    for (name, value) in raw_members(value) {
        match string(value) {
            Some(value) => found.push(Variable {
                name,
                value,
                is_wrapped: false,
            }),
            None => strings(value, depth + 1, found),
        }
    }
}

/// What encloses a value.
#[derive(Clone, Copy, Default)]
struct JsonContext<'n> {
    /// The environment of the Mux CLI.
    environment: Option<&'n str>,
    /// The enclosing member.
    parent: &'n str,
    /// Whether it is the `data` of a Kubernetes Secret, whose values are base64-encoded.
    is_secret_data: bool,
}

/// Names keys in equal members of different objects by what encloses the objects.
fn under_their_parents(entries: &mut [KeyEntry], parents: &[String]) {
    let places: Vec<_> = entries.iter().map(|entry| entry.place.clone()).collect();
    let is_telling = |at: usize| {
        let has_twin = |other: usize| other != at && places[other] == places[at];
        let mut twins = (0..places.len())
            .filter(|other| has_twin(*other))
            .peekable();
        twins.peek().is_some() && twins.all(|twin| parents[twin] != parents[at])
    };
    for (at, entry) in entries.iter_mut().enumerate() {
        if !parents[at].is_empty() && is_telling(at) {
            entry.place.clone_from(&parents[at]);
            if let Ok(key) = &mut entry.key
                && key.label.is_none()
            {
                key.set_label(&parents[at]);
            }
        }
    }
}

/// Collects the keys in a value, each with its enclosing member. Returns whether there are IDs without keys.
fn collect(
    value: &RawValue,
    around: JsonContext<'_>,
    depth: usize,
    entries: &mut Vec<(KeyEntry, String)>,
) -> bool {
    if depth > DEPTH {
        return false;
    }
    let inside =
        |value: &RawValue, around: JsonContext<'_>, entries: &mut Vec<(KeyEntry, String)>| {
            collect(value, around, depth + 1, entries)
        };
    if value.get().starts_with('[') {
        let mut id_alone = false;
        for item in items(value) {
            id_alone |= inside(item, around, entries);
        }
        return id_alone;
    }
    let parent = name_of(around.parent).unwrap_or_default().to_owned();
    let members = raw_members(value);
    let is = |name: &str, text: &str| {
        let value = member(&members, name).and_then(string);
        value.is_some_and(|value| *value == text)
    };
    let push = |key, place: &str, entries: &mut Vec<(KeyEntry, String)>| {
        let entry = KeyEntry::new(name_of(place).unwrap_or_default(), key);
        entries.push((entry, parent.clone()));
    };
    if is_jwk(&members) {
        let key = jwk::read(|name| member(&members, name).and_then(string));
        let id = member(&members, "kid").and_then(string).unwrap_or_default();
        push(key, &id, entries);
        return false;
    }
    if is("type", "service_account") {
        push(
            Err(KeyError::Foreign("a Google service account key")),
            "private_key",
            entries,
        );
        return false;
    }
    let variables: Vec<Variable> = members
        .iter()
        .filter_map(|(name, value)| {
            let value = string(value)?;
            Some(Variable {
                name: name.clone(),
                value: if around.is_secret_data {
                    names::decoded(value)
                } else {
                    value
                },
                is_wrapped: false,
            })
        })
        .collect();
    let mut id_alone = false;
    match names::entries(&variables) {
        // Many objects have an ID. It matters only if there is nothing else.
        Err(_) => id_alone = true,
        Ok(found) => entries.extend(found.into_iter().map(|mut entry| {
            if let Some(name) = around.environment.filter(|name| name_of(name).is_some()) {
                name.clone_into(&mut entry.place);
                entry.key = entry.key.map(|key| key.with_label(name));
            }
            (entry, parent.clone())
        })),
    }
    let is_secret = is("kind", "Secret");
    for (member, value) in &members {
        if member == "environments" {
            for (name, value) in raw_members(value) {
                let around = JsonContext {
                    environment: Some(&name),
                    parent: &name,
                    is_secret_data: false,
                };
                id_alone |= inside(value, around, entries);
            }
        } else if value.get().starts_with(['{', '[']) {
            let around = JsonContext {
                environment: around.environment,
                parent: member,
                is_secret_data: is_secret && member == "data",
            };
            id_alone |= inside(value, around, entries);
        }
    }
    id_alone
}
