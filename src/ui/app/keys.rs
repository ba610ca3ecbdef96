//! How keys come into the window and go: files, texts, the environment, the keychain, and time.

use zeroize::Zeroizing;

use super::{
    App, Asked, Context, Desktop, Duration, Key, KeyError, Path, Screen, file_name, import, key,
    source, wake,
};
use crate::{
    core::{
        key::{KEY_ID_VAR, KEY_VAR, source::FoundKeys},
        text::capitalized,
    },
    platform::keychain::{Answer, KeychainError, Wish},
    ui::{
        session::idle::Idle,
        settings::{KeyName, RememberedKey},
    },
};

/// A key that nobody uses is there for no longer than this after the computer has slept past its time.
const LOOK_AT_CLOCK: Duration = Duration::from_mins(1);

/// Where a key of the keychain came from, in words.
const KEYCHAIN: &str = "the keychain";

/// What the keychain was asked to do, and with which key, by its fingerprint.
pub(super) enum Wished {
    Keep(String),
    /// With what the key was called when it was last here.
    Load(KeyName),
    Remove(String),
}

impl<P: Desktop> App<P> {
    pub(super) fn open_key_dialog(&mut self, ctx: &Context) {
        self.asked = Asked::Key;
        self.platform.pick_file("Open a signing key", wake(ctx));
    }

    /// A text with a private key in it, from a place where it must not be shown.
    pub(super) fn take_private_text(&mut self, text: &str, origin: &str) {
        let found = source::read(text.as_bytes());
        if let Err(KeyError::NotAKey | KeyError::Token) = found {
            return self.wrong(
                "A private key is in this text, so none of it was pasted",
                "Paste the key alone, from its first dash to its last, or the text without the key.",
            );
        }
        let loaded = self.take_found(found, origin, None);
        if loaded.is_some() && !import::find(text).tokens.is_empty() {
            self.done("Loaded the private key; the rest of the pasted text was left out");
        }
    }

    pub(super) fn load_key_file(&mut self, path: &Path) {
        match self.platform.read(path, key::MAX_BYTES) {
            Ok(bytes) => self.load_key_at(path, &bytes),
            Err(error) => {
                self.cannot_read(&file_name(path), &error, "Choose the .pem file of the key.");
            }
        }
    }

    /// Loads the key of a file, whose place is remembered if that is wanted.
    pub(super) fn load_key_at(&mut self, path: &Path, bytes: &[u8]) {
        let loaded = self.take_found(source::read(bytes), &file_name(path), None);
        self.remember_file(path, loaded);
    }

    /// Of a file with several keys only its place is remembered.
    fn remember_file(&mut self, path: &Path, loaded: Option<usize>) {
        let name = match loaded {
            Some(index) => KeyName::of(&self.keyring.keys()[index]),
            None if self.keys.has_offer() => KeyName::default(),
            None => return,
        };
        let settings = &mut self.remembered.settings;
        settings.remember_file(&path.display().to_string(), name);
    }

    pub(super) fn load_key(&mut self, bytes: &[u8], origin: &str) {
        self.take_found(source::read(bytes), origin, None);
    }

    /// Loads a key that was found, or asks which of several. Gives its place among the keys if there was but one.
    ///
    /// A name that is remembered is given only to the key that had it.
    fn take_found(
        &mut self,
        found: Result<FoundKeys, KeyError>,
        origin: &str,
        remembered: Option<&KeyName>,
    ) -> Option<usize> {
        let key = match found {
            // One that the source does not name as its default is offered, and not taken in silence.
            Ok(mut found) if found.entries.len() == 1 && found.missing_default.is_none() => {
                found.entries.remove(0).key
            }
            Ok(found) => {
                self.keys.offer(origin, found);
                self.screen = Screen::Keys;
                return None;
            }
            Err(error) => Err(error),
        };
        let mut key = match key {
            Ok(key) => key.with_origin(origin),
            Err(error) => {
                self.wrong(
                    format!("{} ({origin})", capitalized(&error.to_string())),
                    error.hint(),
                );
                return None;
            }
        };
        let fingerprint = remembered.and_then(|name| name.fingerprint.as_ref());
        let is_another = fingerprint.is_some_and(|old| *old != key.public.fingerprint);
        if let Some(name) = remembered.filter(|_| !is_another) {
            name.give_to(&mut key);
        }
        let index = self.add_key(key);
        if is_another {
            self.notices.tell(
                format!("There is another key in {origin} than the one that was remembered"),
                "It was loaded without the old name. See whether its ID is right before you sign."
                    .to_owned(),
            );
        }
        Some(index)
    }

    fn add_key(&mut self, key: Key) -> usize {
        let what = key.about();
        let index = self.keyring.add(key);
        let key = &self.keyring.keys()[index];
        let needs_id = key.id.is_none() && key.signing.is_some();
        let name = key.label.as_ref().or(key.id.as_ref());
        let said = name.map_or_else(
            || format!("Loaded a {what}"),
            |name| format!("Loaded {name}: a {what}"),
        );
        self.done(said);
        if needs_id {
            self.keys.ask_for_id(index);
            self.screen = Screen::Keys;
        }
        index
    }

    /// Loads those of several keys that were chosen. The one that the source names as its default signs.
    pub(super) fn take_offered(&mut self, indices: &[usize]) {
        let keys = self.keys.take_offer(indices);
        let count = keys.len();
        let mut default = None;
        for (is_default, key) in keys {
            let index = self.add_key(key);
            default = default.or(is_default.then_some(index));
        }
        // One that can only check stays as it is.
        if let Some(index) = default
            && self.keyring.keys()[index].signing.is_some()
        {
            let _ = self.keyring.use_key(index);
        }
        if count > 1 {
            self.done(format!("Loaded {count} keys"));
        }
    }

    pub(super) fn take_environment_key(&mut self) {
        let Some(text) = self.platform.var(KEY_VAR) else {
            return self.wrong(
                format!("`{KEY_VAR}` is not set"),
                "Start the program where it is.",
            );
        };
        self.load_environment_key(self.platform.var(KEY_ID_VAR), &text);
    }

    pub(super) fn load_environment_key(&mut self, id: Option<Zeroizing<String>>, text: &str) {
        let found = match id {
            Some(id) => source::read_pair(&id, text.as_bytes()),
            None => source::read(text.as_bytes()),
        };
        self.take_found(found, KEY_VAR, None);
    }

    pub(super) fn forget_key(&mut self, index: usize) {
        let Some(key) = self.keyring.forget(index) else {
            return;
        };
        let fingerprint = &key.public.fingerprint;
        // What signs with it at this moment holds it, too, and so does what the keychain has not taken yet.
        self.batch.stop_signing(Some(fingerprint));
        if matches!(&self.wish, Some(Wished::Keep(wished)) if wished == fingerprint) {
            self.platform.forget_kept();
        }
        let id = key.id.as_deref().unwrap_or("without an ID");
        self.forgotten.add_key_id(id);
        let settings = &self.remembered.settings;
        let stays = if settings.is_in_keychain(fingerprint) {
            "; it stays in the keychain"
        } else {
            ""
        };
        self.done(format!("Forgot the key {id}{stays}"));
    }

    /// Forgets private keys when nobody has used the window for long enough.
    pub(super) fn forget_when_idle(&mut self, ctx: &Context) {
        let is_used =
            ctx.input(|input| !input.events.is_empty() || !input.raw.dropped_files.is_empty());
        let has_key = self.keyring.has_private() || self.keys.has_offer();
        let Some(limit) = self.forget_after.filter(|_| has_key) else {
            self.idle = Idle::default();
            return;
        };
        if let Some(left) = self.idle.left(is_used, limit, self.platform.now()) {
            // A computer that slept meanwhile does not count how long, so the clock is asked now and then.
            let left = Duration::from_secs(left.0.unsigned_abs());
            ctx.request_repaint_after(left.min(LOOK_AT_CLOCK));
            return;
        }
        self.keys.leave_offer();
        self.batch.stop_signing(None);
        self.platform.forget_kept();
        let what = match self.keyring.forget_private() {
            0 => "The keys that were to choose from were".to_owned(),
            1 => "The private key was".to_owned(),
            count => format!("{count} private keys were"),
        };
        self.notices.tell(
            format!("{what} forgotten after {limit} without use"),
            "Load the key again to sign. Signatures can be checked all the while.".to_owned(),
        );
    }

    /// Takes what a key is called now into the settings, wherever it is remembered.
    pub(super) fn remember_name(&mut self, index: usize) {
        if let Some(key) = self.keyring.keys().get(index) {
            let settings = &mut self.remembered.settings;
            settings.name_key(&KeyName::of(key));
        }
    }

    /// Loads a remembered key from its file, or asks the keychain for it.
    pub(super) fn load_remembered(&mut self, ctx: &Context, place: usize) {
        let Some(RememberedKey { name, path, .. }) =
            self.remembered.settings.keys.get(place).cloned()
        else {
            return;
        };
        let Some(path) = path else {
            let fingerprint = name.fingerprint.clone().unwrap_or_default();
            return self.ask_keychain(ctx, &fingerprint, Wish::Load, Wished::Load(name));
        };
        let path = Path::new(&path);
        match self.platform.read(path, key::MAX_BYTES) {
            Ok(bytes) => {
                let found = source::read(&bytes);
                let loaded = self.take_found(found, &file_name(path), Some(&name));
                self.remember_file(path, loaded);
            }
            Err(error) => self.cannot_read(
                &file_name(path),
                &error,
                "Open the file where it is now. The cross beside it lets this place be forgotten.",
            ),
        }
    }

    pub(super) fn forget_remembered(&mut self, ctx: &Context, place: usize) {
        let settings = &mut self.remembered.settings;
        match settings.keys.get(place) {
            Some(key) if key.is_in_keychain() => {
                let fingerprint = key.name.fingerprint.clone().unwrap_or_default();
                self.ask_keychain(
                    ctx,
                    &fingerprint.clone(),
                    Wish::Remove,
                    Wished::Remove(fingerprint),
                );
            }
            Some(_) => drop(settings.keys.remove(place)),
            None => {}
        }
    }

    /// Asks the keychain to keep a key.
    pub(super) fn keep_key(&mut self, ctx: &Context, index: usize) {
        let Some(key) = self.keyring.keys().get(index) else {
            return;
        };
        if let Some(signing) = &key.signing {
            let (fingerprint, wish) = (
                key.public.fingerprint.clone(),
                Wish::Keep(signing.for_keychain()),
            );
            self.ask_keychain(ctx, &fingerprint.clone(), wish, Wished::Keep(fingerprint));
        }
    }

    fn ask_keychain(&mut self, ctx: &Context, fingerprint: &str, wish: Wish, wished: Wished) {
        if self.wish.is_none() {
            self.platform.ask_keychain(fingerprint, wish, wake(ctx));
            self.wish = Some(wished);
        }
    }

    /// Does what the keychain was asked for.
    pub(super) fn take_keychain_answer(&mut self, answer: Answer) {
        let Some(wished) = self.wish.take() else {
            return;
        };
        let settings = &mut self.remembered.settings;
        match (wished, answer) {
            (Wished::Keep(fingerprint), Ok(_)) => {
                // It may have got another name, or been forgotten, while the keychain was unlocked.
                let mut keys = self.keyring.keys().iter();
                let key = keys.find(|key| key.public.fingerprint == fingerprint);
                settings.remember_in_keychain(key.map_or_else(
                    || KeyName {
                        fingerprint: Some(fingerprint.clone()),
                        ..KeyName::default()
                    },
                    KeyName::of,
                ));
                self.done("The key is in the keychain of this system");
            }
            (Wished::Load(name), Ok(Some(bytes))) => {
                self.take_found(source::read(bytes.as_ref()), KEYCHAIN, Some(&name));
            }
            (Wished::Load(_), Ok(None)) => self.refuse_keychain(&KeychainError::Missing),
            (Wished::Remove(fingerprint), Ok(_)) => {
                let is_it = |key: &RememberedKey| {
                    key.is_in_keychain() && key.name.fingerprint.as_ref() == Some(&fingerprint)
                };
                settings.keys.retain(|key| !is_it(key));
                self.done("The key is no longer in the keychain of this system");
            }
            (_, Err(error)) => self.refuse_keychain(&error),
        }
    }

    fn refuse_keychain(&mut self, error: &KeychainError) {
        self.wrong(capitalized(&error.to_string()), error.hint());
    }
}

/// Whether the bytes of a file are a key or hold a private one, and no rows.
pub(super) fn looks_like_key_file(bytes: &[u8]) -> bool {
    let is_private = std::str::from_utf8(bytes).is_ok_and(key::holds_private_key);
    is_private || (bytes.len() <= key::MAX_BYTES && Key::read(bytes).is_ok())
}
