//! The keys of a source, and the choice among them.

use std::fmt;

use zeroize::Zeroizing;

use crate::core::key::{Key, KeyError};

/// The keys found in a source.
#[derive(Debug)]
pub struct FoundKeys {
    /// The kind of source.
    pub source: KeySource,
    /// The keys in order. There is at least one, readable or not.
    pub entries: Vec<KeyEntry>,
    /// The name of the default, if it has no key.
    pub missing_default: Option<String>,
}

/// A key of a source.
#[derive(Debug)]
pub struct KeyEntry {
    /// Its place: the variable, the member or the environment; empty for a key alone.
    pub place: String,
    /// Whether the source names it as the one to use.
    pub is_default: bool,
    /// The key with the ID and label that the source contains, or what is wrong with it.
    pub key: Result<Key, KeyError>,
}

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A key and nothing else.
    Key,
    /// Variables with their values.
    Variables,
    /// `config.json` of the Mux CLI.
    MuxCli,
    /// One JWK.
    Jwk,
    /// A JWK set.
    Jwks,
    /// An object with an ID and a key, as the Mux API returns it.
    Json,
    /// Any text.
    Text,
}

impl KeySource {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Variables => "variables",
            Self::MuxCli => "mux-cli",
            Self::Jwk => "jwk",
            Self::Jwks => "jwks",
            Self::Json => "json",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "a key",
            Self::Variables => "variables, as in a `.env` file",
            Self::MuxCli => "Mux CLI configuration",
            Self::Jwk => "a JWK",
            Self::Jwks => "a JWK set",
            Self::Json => "JSON, as the Mux API returns it",
            Self::Text => "text with keys",
        })
    }
}

/// Why no key was chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unchosen {
    /// More than one fits.
    #[error("it contains several keys: {0}")]
    Several(String),
    /// No key has this name.
    #[error("it has no key named `{name}`; it has {there}")]
    NoSuchName {
        /// The requested name.
        name: String,
        /// The existing names.
        there: String,
    },
    /// The default has no key, and another one is never used without being asked for.
    #[error("its default, `{name}`, has no signing key; it has {there}")]
    NoDefault {
        /// The name of the default.
        name: String,
        /// The names that have a key.
        there: String,
    },
}

impl FoundKeys {
    /// Keys without a default.
    pub(super) fn new(source: KeySource, entries: Vec<KeyEntry>) -> Self {
        Self {
            source,
            entries,
            missing_default: None,
        }
    }

    /// Returns the index of the key to use: by the name of its environment, by its ID, the default, or the only one.
    ///
    /// # Errors
    /// If that does not determine one key.
    pub fn choose(&self, name: Option<&str>, id: Option<&str>) -> Result<usize, Unchosen> {
        let all = |is: &dyn Fn(&KeyEntry) -> bool| -> Vec<usize> {
            let entries = self.entries.iter().enumerate();
            entries
                .filter(|(_, entry)| is(entry))
                .map(|(index, _)| index)
                .collect()
        };
        let one = |fitting: Vec<usize>| match fitting[..] {
            [index] => Ok(index),
            _ => Err(Unchosen::Several(self.names_of(fitting.into_iter()))),
        };
        if let Some(name) = name.map(str::trim) {
            let mut fitting = all(&|entry| entry.names().any(|text| text == name));
            if fitting.is_empty() {
                fitting = all(&|entry| entry.names().any(|text| text.eq_ignore_ascii_case(name)));
            }
            if fitting.is_empty() {
                return Err(Unchosen::NoSuchName {
                    name: name.to_owned(),
                    there: self.names(),
                });
            }
            return one(fitting);
        }
        let with_id = all(&|entry| id.is_some() && entry.id() == id);
        if !with_id.is_empty() {
            return one(with_id);
        }
        if let Some(index) = self.entries.iter().position(|entry| entry.is_default) {
            return Ok(index);
        }
        if let Some(name) = &self.missing_default {
            return Err(Unchosen::NoDefault {
                name: name.clone(),
                there: self.names(),
            });
        }
        // Private keys come before public ones, and both before unreadable ones.
        let signs = |entry: &KeyEntry| entry.key.as_ref().is_ok_and(|key| key.signing.is_some());
        let is_readable = |entry: &KeyEntry| entry.key.is_ok();
        let ranks: [&dyn Fn(&KeyEntry) -> bool; 3] = [&signs, &is_readable, &|_| true];
        let fitting = ranks
            .into_iter()
            .map(all)
            .find(|fitting| !fitting.is_empty());
        match fitting.as_deref() {
            Some([index]) => Ok(*index),
            _ => Err(Unchosen::Several(self.names())),
        }
    }

    /// The names of the keys, each in backticks.
    pub fn names(&self) -> String {
        self.names_of(0..self.entries.len())
    }

    fn names_of(&self, indices: impl Iterator<Item = usize>) -> String {
        let names: Vec<_> = indices
            .map(|index| format!("`{}`", self.name(index)))
            .collect();
        names.join(", ")
    }

    /// The name of a key: [`KeyEntry::name`], or its place if another key has that name.
    pub fn name(&self, index: usize) -> &str {
        let entry = &self.entries[index];
        let name = entry.name();
        let is_shared = self
            .entries
            .iter()
            .enumerate()
            .any(|(other, entry)| other != index && entry.name() == name);
        match entry.place.as_str() {
            place if is_shared && !place.is_empty() => place,
            _ => name,
        }
    }

    /// Whether any key can be used.
    pub(super) fn has_key(&self) -> bool {
        self.entries.iter().any(|entry| entry.key.is_ok())
    }

    /// Replaces places that are empty or shared by IDs or numbers.
    pub(super) fn tell_apart(&mut self) {
        let places: Vec<_> = self
            .entries
            .iter()
            .map(|entry| entry.place.clone())
            .collect();
        let ids: Vec<_> = self
            .entries
            .iter()
            .map(KeyEntry::id)
            .map(|id| id.map(str::to_owned))
            .collect();
        if places.len() < 2 {
            return;
        }
        let count = |all: &[String], one: &str| all.iter().filter(|other| *other == one).count();
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if !places[index].is_empty() && count(&places, &places[index]) == 1 {
                continue;
            }
            let own = ids[index].as_ref().filter(|id| {
                ids.iter().flatten().filter(|other| other == id).count() == 1
                    && !places.contains(*id)
            });
            entry.place = own.cloned().unwrap_or_else(|| format!("key {}", index + 1));
        }
    }

    /// Whether there is a single key without an ID.
    pub fn lacks_id(&self) -> bool {
        matches!(self.entries.as_slice(), [KeyEntry { key: Ok(key), .. }] if key.id.is_none())
    }

    /// Gives this ID to a single key, unless the ID is empty.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        if let [entry] = self.entries.as_mut_slice()
            && !id.trim().is_empty()
        {
            let key = std::mem::replace(&mut entry.key, Err(KeyError::Empty));
            entry.key = key.map(|key| key.with_id(id));
        }
        self
    }
}

impl KeyEntry {
    /// A key in its place.
    pub(super) fn new(place: &str, key: Result<Key, KeyError>) -> Self {
        Self {
            place: place.to_owned(),
            is_default: false,
            key,
        }
    }

    fn id(&self) -> Option<&str> {
        self.key.as_ref().ok().and_then(|key| key.id.as_deref())
    }

    /// Every name it can be chosen by.
    fn names(&self) -> impl Iterator<Item = &str> {
        let label = self.key.as_ref().ok().and_then(|key| key.label.as_deref());
        [label, Some(self.place.as_str())].into_iter().flatten()
    }

    /// Its name: its environment, its place, or its ID.
    pub fn name(&self) -> &str {
        let key = self.key.as_ref().ok();
        let label = key.and_then(|key| key.label.as_deref());
        let id = key.and_then(|key| key.id.as_deref());
        label
            .or_else(|| Some(self.place.as_str()).filter(|place| !place.is_empty()))
            .or(id)
            .unwrap_or("the key")
    }
}

/// A variable or JSON member with its text.
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: Zeroizing<String>,
    /// Whether it continues on other lines without quotes.
    pub(super) is_wrapped: bool,
}
