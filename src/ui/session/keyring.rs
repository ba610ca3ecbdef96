//! The keys of this session and which of them signs. They are in memory only.

use crate::core::key::{Key, KeyError, Stage};

/// The loaded keys.
#[derive(Debug, Default)]
pub struct Keyring {
    keys: Vec<Key>,
    current: Option<usize>,
    revision: u64,
}

impl Keyring {
    /// All keys, for verifying.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The index of the signing key.
    pub fn current_index(&self) -> Option<usize> {
        self.current
    }

    /// The signing key.
    pub fn current(&self) -> Option<&Key> {
        self.keys.get(self.current?)
    }

    /// A number that changes with the keys, for values that depend on them.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Adds a key and returns its index. A key that is already there is replaced and keeps its ID if the new one has none. A
    /// private key becomes the signing key.
    pub fn add(&mut self, mut key: Key) -> usize {
        self.revision += 1;
        let same = |old: &Key| old.public.fingerprint == key.public.fingerprint;
        let index = if let Some(index) = self.keys.iter().position(same) {
            let old = &self.keys[index];
            if key.id.is_none() {
                key.id.clone_from(&old.id);
            }
            // The user knows the key by its name here.
            if old.label.is_some() || key.label.is_none() {
                key.label.clone_from(&old.label);
                key.stage = old.stage;
            }
            // A public half must not replace a whole key.
            if key.signing.is_some() || old.signing.is_none() {
                self.keys[index] = key;
            }
            index
        } else {
            self.keys.push(key);
            self.keys.len() - 1
        };
        if self.keys[index].signing.is_some() {
            self.current = Some(index);
        }
        index
    }

    /// Makes this the signing key.
    ///
    /// # Errors
    /// When it has no private half.
    pub fn use_key(&mut self, index: usize) -> Result<(), KeyError> {
        let Some(key) = self.keys.get(index) else {
            return Ok(());
        };
        key.signing()?;
        self.current = Some(index);
        self.revision += 1;
        Ok(())
    }

    /// Sets the ID of a key.
    pub fn name(&mut self, index: usize, id: &str) {
        if let Some(key) = self.keys.get_mut(index) {
            key.set_id(id);
            self.revision += 1;
        }
    }

    /// Sets the environment name of a key. A name such as `prod` also sets the stage, unless it was set already.
    pub fn label(&mut self, index: usize, label: &str) {
        if let Some(key) = self.keys.get_mut(index) {
            key.set_label(label);
        }
    }

    /// Sets the stage of a key.
    pub fn mark(&mut self, index: usize, stage: Stage) {
        if let Some(key) = self.keys.get_mut(index) {
            key.stage = stage;
        }
    }

    /// Removes a key and returns it; dropping it wipes its bytes. Another private key, if any, becomes the signing key.
    pub fn forget(&mut self, index: usize) -> Option<Key> {
        if index >= self.keys.len() {
            return None;
        }
        let key = self.keys.remove(index);
        self.revision += 1;
        self.current = match self.current {
            Some(current) if current > index => Some(current - 1),
            Some(current) if current < index => Some(current),
            _ => self.keys.iter().position(|key| key.signing.is_some()),
        };
        Some(key)
    }

    /// Drops and wipes the private half of every key except demo keys; the public halves still verify. Returns how many were
    /// dropped.
    pub fn forget_private(&mut self) -> usize {
        let mut dropped = 0;
        for key in self.keys.iter_mut().filter(|key| !key.is_demo()) {
            dropped += usize::from(key.signing.take().is_some());
        }
        if dropped > 0 {
            self.revision += 1;
            self.current = self.keys.iter().position(|key| key.signing.is_some());
        }
        dropped
    }

    /// Whether [`Keyring::forget_private`] would drop anything.
    pub fn has_private(&self) -> bool {
        let is_private = |key: &Key| key.signing.is_some() && !key.is_demo();
        self.keys.iter().any(is_private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_private_key_signs_until_forgotten() {
        let mut ring = Keyring::default();
        let a = ring.add(Key::demo().with_id("A"));
        let b = ring.add(Key::demo().with_id("B"));
        assert_eq!(ring.current_index(), Some(b));
        ring.forget(b);
        assert_eq!(ring.current_index(), Some(a));
        ring.forget(a);
        assert_eq!(ring.current_index(), None);
    }

    #[test]
    fn forgetting_another_key_keeps_the_signing_key() {
        let mut ring = Keyring::default();
        ring.add(Key::demo().with_id("A"));
        ring.add(Key::demo().with_id("B"));
        ring.forget(0);
        assert_eq!(ring.current().and_then(|key| key.id.as_deref()), Some("B"));
        assert!(ring.forget(7).is_none());
    }

    #[test]
    fn label_sets_the_stage_until_it_is_chosen() {
        let mut ring = Keyring::default();
        let index = ring.add(Key::demo());
        let stage = |ring: &Keyring| ring.keys()[index].stage;
        ring.label(index, " prod ");
        assert_eq!(ring.keys()[index].label.as_deref(), Some("prod"));
        assert_eq!(stage(&ring), Stage::Production);
        ring.mark(index, Stage::Test);
        ring.label(index, "staging");
        assert_eq!(stage(&ring), Stage::Test);
        ring.label(index, "");
        assert_eq!(ring.keys()[index].label, None);
    }

    #[test]
    fn revision_counts_changes() {
        let mut ring = Keyring::default();
        let before = ring.revision();
        let index = ring.add(Key::demo());
        ring.name(index, " K ");
        assert_eq!(ring.keys()[index].id.as_deref(), Some("K"));
        assert_eq!(ring.revision(), before + 2);
    }
}
