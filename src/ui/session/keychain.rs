//! Requests to the system keychain, which answers later, perhaps after asking for a password.

use super::{KeychainRequest, Session, SessionEvents};
use crate::{
    platform::{
        Desktop, Keychain, Wake,
        keychain::{Answer, KeychainError, Wish},
    },
    ui::{
        notice::Notice,
        settings::{KeyName, RememberedKey, SettingsChange},
    },
};

/// The origin of keys from the keychain.
const ORIGIN: &str = "the keychain";

impl Session {
    pub(super) fn keep_in_keychain(
        &mut self,
        index: usize,
        keychain: &mut impl Keychain,
        wake: Wake,
    ) {
        let Some(key) = self.keyring.keys().get(index) else {
            return;
        };
        if let Some(signing) = &key.signing {
            let fingerprint = key.public.fingerprint.clone();
            let wish = Wish::Keep(signing.for_keychain());
            self.ask(
                keychain,
                wake,
                &fingerprint.clone(),
                wish,
                KeychainRequest::Keep(fingerprint),
            );
        }
    }

    pub(super) fn load_from_keychain(
        &mut self,
        name: KeyName,
        keychain: &mut impl Keychain,
        wake: Wake,
    ) {
        let fingerprint = name.fingerprint.clone().unwrap_or_default();
        self.ask(
            keychain,
            wake,
            &fingerprint,
            Wish::Load,
            KeychainRequest::Load(name),
        );
    }

    /// Forgets a remembered file at once, a key in the keychain when that has removed it.
    pub(super) fn forget_remembered(
        &mut self,
        place: usize,
        platform: &mut impl Desktop,
        wake: Wake,
    ) -> SessionEvents {
        match self.settings().keys.get(place).cloned() {
            Some(key) if key.is_in_keychain() => {
                let fingerprint = key.name.fingerprint.unwrap_or_default();
                let request = KeychainRequest::Remove(fingerprint.clone());
                self.ask(platform, wake, &fingerprint, Wish::Remove, request);
                SessionEvents::new()
            }
            Some(key) => self.change(platform, SettingsChange::Remove(key)),
            None => SessionEvents::new(),
        }
    }

    /// Sends a request, unless another one is unanswered.
    fn ask(
        &mut self,
        keychain: &mut impl Keychain,
        wake: Wake,
        fingerprint: &str,
        wish: Wish,
        request: KeychainRequest,
    ) {
        if self.request.is_none() {
            keychain.ask_keychain(fingerprint, wish, wake);
            self.request = Some(request);
        }
    }

    /// Handles the answer of the keychain.
    pub(crate) fn answered(
        &mut self,
        answer: Answer,
        platform: &mut impl Desktop,
    ) -> SessionEvents {
        let Some(request) = self.request.take() else {
            return SessionEvents::new();
        };
        let (change, text) = match (request, answer) {
            (KeychainRequest::Keep(fingerprint), Ok(_)) => {
                let change = SettingsChange::AddToKeychain(self.name_of(&fingerprint));
                (change, "The key is in the system keychain")
            }
            (KeychainRequest::Load(name), Ok(Some(bytes))) => {
                return self.load_remembered_bytes(bytes.as_ref(), ORIGIN, &name);
            }
            (KeychainRequest::Load(_), Ok(None)) => {
                return vec![Notice::error(&KeychainError::Missing).into()];
            }
            (KeychainRequest::Remove(fingerprint), Ok(_)) => {
                let change = SettingsChange::Remove(RememberedKey::keychain_entry(&fingerprint));
                (change, "The key was removed from the system keychain")
            }
            (_, Err(error)) => return vec![Notice::error(&error).into()],
        };
        let mut events = self.change(platform, change);
        events.push(Notice::done(text).into());
        events
    }

    /// The name of a key as it is now: it may have been renamed or forgotten while the keychain was being unlocked.
    fn name_of(&self, fingerprint: &str) -> KeyName {
        let mut keys = self.keyring.keys().iter();
        let key = keys.find(|key| key.public.fingerprint == fingerprint);
        key.map_or_else(
            || RememberedKey::keychain_entry(fingerprint).name,
            KeyName::of,
        )
    }
}
