//! The keys of this session, and which of them signs. They live in memory and nowhere else.

use crate::core::key::{Key, KeyError, Stage};

/// The loaded keys.
#[derive(Debug, Default)]
pub struct Keyring {
    keys: Vec<Key>,
    current: Option<usize>,
    revision: u64,
}

impl Keyring {
    /// The keys, for verifying.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The place of the key that signs.
    pub fn current_index(&self) -> Option<usize> {
        self.current
    }

    /// The key that signs.
    pub fn current(&self) -> Option<&Key> {
        self.keys.get(self.current?)
    }

    /// A number that changes with the keys, so that what was made with them can be made again.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes a key in. The same key replaces itself and keeps its ID if the new one has none; a private one signs from
    /// now on. Gives its place.
    pub fn add(&mut self, mut key: Key) -> usize {
        self.revision += 1;
        let same = |old: &Key| old.public.fingerprint == key.public.fingerprint;
        let index = if let Some(index) = self.keys.iter().position(same) {
            let old = &self.keys[index];
            if key.id.is_none() {
                key.id.clone_from(&old.id);
            }
            // What it is called here is what the person knows it by.
            if old.label.is_some() || key.label.is_none() {
                key.label.clone_from(&old.label);
                key.stage = old.stage;
            }
            // The public half of a key that is loaded whole adds nothing to it.
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

    /// Signs with this key from now on.
    ///
    /// # Errors
    /// When only its public half is there.
    pub fn use_key(&mut self, index: usize) -> Result<(), KeyError> {
        let Some(key) = self.keys.get(index) else {
            return Ok(());
        };
        key.signing()?;
        self.current = Some(index);
        self.revision += 1;
        Ok(())
    }

    /// Gives a key its ID.
    pub fn name(&mut self, index: usize, id: &str) {
        if let Some(key) = self.keys.get_mut(index) {
            key.set_id(id);
            self.revision += 1;
        }
    }

    /// Gives a key the name of its environment. One that tells what it is for marks the key, unless somebody has.
    pub fn label(&mut self, index: usize, label: &str) {
        if let Some(key) = self.keys.get_mut(index) {
            key.set_label(label);
        }
    }

    /// Says what the environment of a key is for.
    pub fn mark(&mut self, index: usize, stage: Stage) {
        if let Some(key) = self.keys.get_mut(index) {
            key.stage = stage;
        }
    }

    /// Drops a key; its bytes are wiped. Another private key, if there is one, signs next.
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

    /// Drops the private half of every key but demo keys, whose bytes are wiped; the public halves stay and check. Gives how
    /// many it dropped.
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

    /// Whether there is anything for [`Keyring::forget_private`] to drop.
    pub fn has_private(&self) -> bool {
        let is_private = |key: &Key| key.signing.is_some() && !key.is_demo();
        self.keys.iter().any(is_private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_private_key_signs_until_it_is_forgotten() {
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
    fn forgetting_an_earlier_key_keeps_the_one_that_signs() {
        let mut ring = Keyring::default();
        ring.add(Key::demo().with_id("A"));
        ring.add(Key::demo().with_id("B"));
        ring.forget(0);
        assert_eq!(ring.current().and_then(|key| key.id.as_deref()), Some("B"));
        assert!(ring.forget(7).is_none());
    }

    #[test]
    fn a_label_marks_a_key_until_somebody_says_otherwise() {
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
    fn changes_are_seen() {
        let mut ring = Keyring::default();
        let before = ring.revision();
        let index = ring.add(Key::demo());
        ring.name(index, " K ");
        assert_eq!(ring.keys()[index].id.as_deref(), Some("K"));
        assert_eq!(ring.revision(), before + 2);
    }
}
