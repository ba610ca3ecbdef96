//! Several keys found in one source, for the user to choose from: the environments of the Mux CLI, the pairs of a `.env`
//! file, a set of JWKs.

use crate::{
    core::key::{
        Key,
        source::{FoundKeys, KeyEntry},
    },
    ui::redact::secrets::Secrets,
};

/// Keys to choose from.
pub(crate) struct Offer {
    /// Where they were found.
    pub(crate) origin: String,
    /// The keys.
    pub(crate) found: FoundKeys,
    /// Which of them are chosen.
    pub(crate) chosen: Vec<bool>,
    /// A number that differs from that of the offer before.
    pub(crate) number: u64,
}

impl Offer {
    /// An offer with the default key chosen, or with all readable keys if the source has no default.
    pub(super) fn new(origin: &str, found: FoundKeys, number: u64) -> Self {
        let has_default = found
            .entries
            .iter()
            .any(|entry| entry.is_default && entry.key.is_ok());
        let lacks_default = found.missing_default.is_some();
        let is_chosen = |entry: &KeyEntry| {
            entry.key.is_ok() && (entry.is_default || !has_default && !lacks_default)
        };
        Self {
            origin: origin.to_owned(),
            chosen: found.entries.iter().map(is_chosen).collect(),
            found,
            number,
        }
    }

    /// Adds the key IDs to the secrets.
    pub(super) fn secrets(&self, secrets: &mut Secrets) {
        for entry in &self.found.entries {
            if let Some(id) = entry.key.as_ref().ok().and_then(|key| key.id.as_deref()) {
                secrets.add_key_id(id);
            }
        }
    }

    /// The chosen keys, and whether each is the default of the source.
    pub(super) fn take(self) -> Vec<(bool, Key)> {
        let entries = self.found.entries.into_iter().zip(self.chosen);
        entries
            .filter(|(_, is_chosen)| *is_chosen)
            .filter_map(|(entry, _)| {
                let key = entry.key.ok()?.with_origin(self.origin.clone());
                Some((entry.is_default, key))
            })
            .collect()
    }
}
