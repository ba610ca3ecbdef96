//! How keys are loaded: from files, text, the environment and the keychain.

use std::path::Path;

use zeroize::Zeroizing;

use super::{Session, SessionEvent, SessionEvents, offer::Offer};
use crate::{
    core::{
        import,
        key::{
            self, KEY_ID_VAR, KEY_VAR, Key, KeyError,
            source::{self, FoundKeys},
        },
        text::capitalized,
    },
    platform::{Desktop, Env, Files, SettingsStore, Wake, in_words},
    ui::{
        notice::Notice,
        settings::{KeyName, RememberedKey, SettingsChange},
    },
};

/// The result of loading.
struct LoadedKey {
    /// The index of the key, if it was a single one.
    index: Option<usize>,
    events: SessionEvents,
}

impl Session {
    /// Loads the key of a text.
    pub(crate) fn load_text(&mut self, text: &[u8], origin: &str) -> SessionEvents {
        self.load(source::read(text), origin, None).events
    }

    /// Loads the private key in a text that must not reach a field.
    pub(crate) fn load_private_text(&mut self, text: &str, origin: &str) -> SessionEvents {
        let found = source::read(text.as_bytes());
        if let Err(KeyError::NotAKey | KeyError::Token) = found {
            let notice = Notice::wrong(
                "This text contains a private key, so nothing was pasted",
                "Paste the key alone, from its first dash to its last, or the text without the key.",
            );
            return vec![notice.into()];
        }
        let mut loaded = self.load(found, origin, None);
        if loaded.index.is_some() && !import::find(text).tokens.is_empty() {
            let text = "Loaded the private key and ignored the rest of the pasted text";
            loaded.events.push(Notice::done(text).into());
        }
        loaded.events
    }

    /// Loads a key file.
    pub(crate) fn load_file(
        &mut self,
        path: &Path,
        platform: &mut (impl Files + SettingsStore),
    ) -> SessionEvents {
        match platform.read(path, key::MAX_BYTES) {
            Ok(bytes) => self.load_file_bytes(path, &bytes, platform),
            Err(error) => {
                vec![unreadable(path, &error, "Choose the `.pem` file of the key.").into()]
            }
        }
    }

    /// Loads the key of a file that was read already.
    pub(crate) fn load_file_bytes(
        &mut self,
        path: &Path,
        bytes: &[u8],
        store: &mut (impl Files + SettingsStore),
    ) -> SessionEvents {
        let loaded = self.load(source::read(bytes), &file_name(path), None);
        self.remember_file(path, loaded, store)
    }

    /// Remembers the path of a key file, with the name of its key if it has a single one.
    fn remember_file(
        &mut self,
        path: &Path,
        loaded: LoadedKey,
        store: &mut (impl Files + SettingsStore),
    ) -> SessionEvents {
        let mut events = loaded.events;
        let name = match loaded.index {
            Some(index) => KeyName::of(&self.keyring.keys()[index]),
            None if self.offer.is_some() => KeyName::default(),
            None => return events,
        };
        let path = path.display().to_string();
        events.extend(self.change(store, SettingsChange::AddFile { path, name }));
        events
    }

    /// Takes the key out of the environment when the program starts.
    pub(super) fn take_environment(&mut self, env: &mut impl Env) -> SessionEvents {
        // Both before either is read: the key may be in the wrong variable.
        let (text, id) = (env.take_secret(KEY_VAR), env.take_secret(KEY_ID_VAR));
        // A variable that could be removed cannot be loaded a second time.
        self.has_environment_key = env.var(KEY_VAR).is_some();
        if text.is_some() || id.as_ref().is_some_and(|id| key::holds_private_key(id)) {
            self.load_pair(id, &text.unwrap_or_default())
        } else {
            SessionEvents::new()
        }
    }

    /// Loads the key of the environment.
    pub(super) fn load_environment(&mut self, env: &impl Env) -> SessionEvents {
        let Some(text) = env.var(KEY_VAR) else {
            let text = format!("`{KEY_VAR}` is not set");
            return vec![Notice::wrong(text, "Start Mux JWT from a shell where it is set.").into()];
        };
        self.load_pair(env.var(KEY_ID_VAR), &text)
    }

    fn load_pair(&mut self, id: Option<Zeroizing<String>>, text: &str) -> SessionEvents {
        let found = match id {
            Some(id) => source::read_pair(&id, text.as_bytes()),
            None => source::read(text.as_bytes()),
        };
        self.load(found, KEY_VAR, None).events
    }

    /// Loads a remembered key from its file or from the keychain.
    pub(super) fn load_remembered(
        &mut self,
        place: usize,
        platform: &mut impl Desktop,
        wake: Wake,
    ) -> SessionEvents {
        let Some(RememberedKey { name, path, .. }) = self.settings().keys.get(place).cloned()
        else {
            return SessionEvents::new();
        };
        let Some(path) = path else {
            self.load_from_keychain(name, platform, wake);
            return SessionEvents::new();
        };
        let path = Path::new(&path);
        match platform.read(path, key::MAX_BYTES) {
            Ok(bytes) => {
                let found = source::read(&bytes);
                let loaded = self.load(found, &file_name(path), Some(&name));
                self.remember_file(path, loaded, platform)
            }
            Err(error) => {
                let hint = "Open it from its new location, or remove this entry with ✕.";
                vec![unreadable(path, &error, hint).into()]
            }
        }
    }

    /// Loads bytes from the keychain.
    pub(super) fn load_remembered_bytes(
        &mut self,
        bytes: &[u8],
        origin: &str,
        name: &KeyName,
    ) -> SessionEvents {
        self.load(source::read(bytes), origin, Some(name)).events
    }

    /// Loads a single key, or offers several. A remembered name is given only to the key that had it.
    fn load(
        &mut self,
        found: Result<FoundKeys, KeyError>,
        origin: &str,
        remembered: Option<&KeyName>,
    ) -> LoadedKey {
        let key = match found {
            // A single key that is not the default of its source is offered instead of loaded.
            Ok(mut found) if found.entries.len() == 1 && found.missing_default.is_none() => {
                found.entries.remove(0).key
            }
            Ok(found) => {
                self.offers += 1;
                self.offer = Some(Offer::new(origin, found, self.offers));
                return LoadedKey {
                    index: None,
                    events: vec![SessionEvent::Offered],
                };
            }
            Err(error) => Err(error),
        };
        let mut key = match key {
            Ok(key) => key.with_origin(origin),
            Err(error) => {
                let text = format!("{} ({origin})", capitalized(&error.to_string()));
                return LoadedKey {
                    index: None,
                    events: vec![Notice::wrong(text, error.hint()).into()],
                };
            }
        };
        let fingerprint = remembered.and_then(|name| name.fingerprint.as_ref());
        let is_another = fingerprint.is_some_and(|old| *old != key.public.fingerprint);
        if let Some(name) = remembered.filter(|_| !is_another) {
            name.give_to(&mut key);
        }
        let (index, mut events) = self.add(key);
        if is_another {
            let notice = Notice::standing(
                format!("The key in {origin} is not the one that was remembered"),
                "It was loaded without the old name. Check its ID before you sign.",
            );
            events.push(notice.into());
        }
        LoadedKey {
            index: Some(index),
            events,
        }
    }

    fn add(&mut self, key: Key) -> (usize, SessionEvents) {
        let about = key.about();
        let index = self.keyring.add(key);
        let key = &self.keyring.keys()[index];
        let text = match key.label.as_ref().or(key.id.as_ref()) {
            Some(name) => format!("Loaded {name}: {about}"),
            None => format!("Loaded a {about}"),
        };
        let mut events = vec![Notice::done(text).into()];
        if key.id.is_none() && key.signing.is_some() {
            events.push(SessionEvent::NeedsId(index));
        }
        (index, events)
    }

    /// Loads the chosen ones of several keys. The default of the source becomes the signing key.
    pub(super) fn load_chosen(&mut self) -> SessionEvents {
        let keys = self.offer.take().map(Offer::take).unwrap_or_default();
        let count = keys.len();
        let (mut events, mut default) = (SessionEvents::new(), None);
        for (is_default, key) in keys {
            let (index, more) = self.add(key);
            events.extend(more);
            default = default.or(is_default.then_some(index));
        }
        if let Some(index) = default {
            // A public key cannot sign; then the current key stays.
            let _ = self.keyring.use_key(index);
        }
        if count > 1 {
            events.push(Notice::done(format!("Loaded {count} keys")).into());
        }
        events
    }
}

/// Whether a file is a key or contains a private one, and is not to be shown as text.
pub(crate) fn is_key_file(bytes: &[u8]) -> bool {
    let is_private = std::str::from_utf8(bytes).is_ok_and(key::holds_private_key);
    is_private || (bytes.len() <= key::MAX_BYTES && Key::read(bytes).is_ok())
}

/// The notice about a file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error, hint: &str) -> Notice {
    let (name, why) = (file_name(path), in_words(error));
    let text = match error.kind() {
        std::io::ErrorKind::FileTooLarge => format!("`{name}` is too large: {why}"),
        _ => format!("Cannot read `{name}`: {why}"),
    };
    Notice::wrong(text, hint)
}

/// The name of a file without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
