//! The keys of this session: how they are loaded, named, used and forgotten, and the settings that remember them.
//!
//! Methods change the session and return `SessionEvent`s for the window. They know no screen.

mod idle;
mod keychain;
pub mod keyring;
mod loading;
mod offer;

use std::time::Duration;

pub(crate) use self::loading::{file_name, is_key_file, unreadable};
pub(crate) use self::offer::Offer;
use self::{idle::Idle, keyring::Keyring};
use crate::{
    core::{
        key::{Key, Stage},
        time::{Span, Timestamp},
    },
    platform::{Desktop, Files, SettingsStore, Wake},
    ui::{
        notice::Notice,
        redact::secrets::Secrets,
        settings::{KeyName, Settings, SettingsChange, remembered::Remembered},
    },
};

/// The longest a key stays past its time after the computer has slept.
const CHECK_CLOCK: Duration = Duration::from_mins(1);

/// The keys and the settings.
pub struct Session {
    /// The loaded keys.
    pub keyring: Keyring,
    /// The settings and their file.
    pub(crate) remembered: Remembered,
    /// Several keys to choose from.
    pub(crate) offer: Option<Offer>,
    /// Whether the environment contains a key.
    pub(crate) has_environment_key: bool,
    /// The unanswered request to the system keychain.
    request: Option<KeychainRequest>,
    idle: Idle,
    offers: u64,
    /// The IDs of forgotten keys, which may still be on the screen.
    forgotten: Secrets,
}

/// A change to the keys.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyAction {
    /// Create a throwaway key.
    CreateDemo,
    /// Load the key of the environment.
    LoadEnvironment,
    /// Make this the signing key.
    Use(usize),
    /// Forget this key.
    Forget(usize),
    /// Set the ID of a key.
    SetId(usize, String),
    /// Set the environment name of a key.
    SetLabel(usize, String),
    /// Set the stage of a key.
    SetStage(usize, Stage),
    /// Choose one of several keys, or not.
    Choose(usize, bool),
    /// Load the chosen keys.
    LoadChosen,
    /// Load none of several keys.
    LoadNone,
    /// Load the remembered key at this place in [`Settings::keys`].
    LoadRemembered(usize),
    /// Forget the remembered key at this place; one in the keychain is removed from it.
    ForgetRemembered(usize),
    /// Keep this key in the system keychain.
    Keep(usize),
}

/// A request that the keychain has not answered yet.
enum KeychainRequest {
    /// Keep the key of this fingerprint.
    Keep(String),
    /// Load the key with this name.
    Load(KeyName),
    /// Remove the key of this fingerprint.
    Remove(String),
}

/// What the window has to do after a change.
pub(crate) enum SessionEvent {
    /// Show a notice.
    Notice(Notice),
    /// Ask for the ID of this key.
    NeedsId(usize),
    /// Let the user choose among the keys of [`Session::offer`].
    Offered,
    /// Stop signing with the key of this fingerprint, or with any key.
    StopSigning(Option<String>),
}

impl From<Notice> for SessionEvent {
    fn from(notice: Notice) -> Self {
        Self::Notice(notice)
    }
}

/// The events of a change, in order.
pub(crate) type SessionEvents = Vec<SessionEvent>;

impl Session {
    /// A session with the settings of the file and the key of the environment, if there is one.
    pub(crate) fn start(platform: &mut impl Desktop) -> (Self, SessionEvents) {
        let (remembered, notice) = Remembered::load(platform);
        let mut events: SessionEvents = notice.map(SessionEvent::Notice).into_iter().collect();
        let mut session = Self {
            keyring: Keyring::default(),
            remembered,
            offer: None,
            has_environment_key: false,
            request: None,
            idle: Idle::default(),
            offers: 0,
            forgotten: Secrets::default(),
        };
        events.extend(session.take_environment(platform));
        (session, events)
    }

    /// The settings in effect.
    pub fn settings(&self) -> &Settings {
        &self.remembered.settings
    }

    /// Whether the system keychain has not answered yet.
    pub(crate) fn awaits_keychain(&self) -> bool {
        self.request.is_some()
    }

    /// Makes a change to the keys.
    pub(crate) fn handle(
        &mut self,
        action: KeyAction,
        platform: &mut impl Desktop,
        wake: Wake,
    ) -> SessionEvents {
        match action {
            KeyAction::CreateDemo => {
                self.keyring.add(Key::demo());
                let text = "Demo key created for this session. Mux does not know it, so its tokens play nothing";
                vec![Notice::done(text).into()]
            }
            KeyAction::LoadEnvironment => self.load_environment(platform),
            KeyAction::Use(index) => match self.keyring.use_key(index) {
                Ok(()) => SessionEvents::new(),
                Err(error) => vec![Notice::error(&error).into()],
            },
            KeyAction::Forget(index) => self.forget(index, platform),
            KeyAction::SetId(index, id) => {
                self.keyring.name(index, &id);
                self.rename_remembered(index, platform)
            }
            KeyAction::SetLabel(index, label) => {
                self.keyring.label(index, &label);
                self.rename_remembered(index, platform)
            }
            KeyAction::SetStage(index, stage) => {
                self.keyring.mark(index, stage);
                self.rename_remembered(index, platform)
            }
            KeyAction::Choose(index, on) => {
                let chosen = self
                    .offer
                    .as_mut()
                    .and_then(|offer| offer.chosen.get_mut(index));
                if let Some(chosen) = chosen {
                    *chosen = on;
                }
                SessionEvents::new()
            }
            KeyAction::LoadChosen => self.load_chosen(),
            KeyAction::LoadNone => {
                self.offer = None;
                SessionEvents::new()
            }
            KeyAction::LoadRemembered(place) => self.load_remembered(place, platform, wake),
            KeyAction::ForgetRemembered(place) => self.forget_remembered(place, platform, wake),
            KeyAction::Keep(index) => {
                self.keep_in_keychain(index, platform, wake);
                SessionEvents::new()
            }
        }
    }

    /// Changes a setting.
    pub(crate) fn change(
        &mut self,
        store: &mut (impl Files + SettingsStore),
        change: SettingsChange,
    ) -> SessionEvents {
        let notice = self.remembered.change(store, change);
        notice.map(SessionEvent::Notice).into_iter().collect()
    }

    /// Updates the name of a key wherever it is remembered.
    fn rename_remembered(
        &mut self,
        index: usize,
        store: &mut (impl Files + SettingsStore),
    ) -> SessionEvents {
        match self.keyring.keys().get(index).map(KeyName::of) {
            Some(name) => self.change(store, SettingsChange::Rename(name)),
            None => SessionEvents::new(),
        }
    }

    fn forget(&mut self, index: usize, platform: &mut impl Desktop) -> SessionEvents {
        let Some(key) = self.keyring.forget(index) else {
            return SessionEvents::new();
        };
        let fingerprint = &key.public.fingerprint;
        if matches!(&self.request, Some(KeychainRequest::Keep(kept)) if kept == fingerprint) {
            platform.forget_kept();
        }
        let id = key.id.as_deref().unwrap_or("without an ID");
        self.forgotten.add_key_id(id);
        let stays = match self.settings().in_keychain(fingerprint) {
            Some(_) => "; it stays in the keychain",
            None => "",
        };
        // A running batch and the keychain have copies of the key.
        vec![
            SessionEvent::StopSigning(Some(fingerprint.clone())),
            Notice::done(format!("Forgot key {id}{stays}")).into(),
        ]
    }

    /// Forgets private keys once the window has not been used for long enough. Returns the events, and otherwise when to
    /// check again, if at all.
    pub(crate) fn forget_when_idle(
        &mut self,
        is_used: bool,
        now: Timestamp,
        platform: &mut impl Desktop,
    ) -> (SessionEvents, Option<Duration>) {
        let has_key = self.keyring.has_private() || self.offer.is_some();
        let Some(limit) = self.settings().forget_after().filter(|_| has_key) else {
            self.idle = Idle::default();
            return (SessionEvents::new(), None);
        };
        if let Some(left) = self.idle.left(is_used, limit, now) {
            // Timers do not run while the computer sleeps, so the clock is checked regularly.
            let left = Duration::from_secs(left.0.unsigned_abs());
            return (SessionEvents::new(), Some(left.min(CHECK_CLOCK)));
        }
        (self.forget_private(limit, platform), None)
    }

    fn forget_private(&mut self, limit: Span, platform: &mut impl Desktop) -> SessionEvents {
        self.offer = None;
        platform.forget_kept();
        let what = match self.keyring.forget_private() {
            0 => "The keys to choose from were".to_owned(),
            1 => "The private key was".to_owned(),
            count => format!("{count} private keys were"),
        };
        let notice = Notice::standing(
            format!("{what} forgotten after {limit} without use"),
            "Load the key again to sign. Signatures can still be verified.",
        );
        vec![SessionEvent::StopSigning(None), notice.into()]
    }

    /// Adds the IDs of all keys that can appear on the screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_all(self.forgotten.clone());
        let loaded = self.keyring.keys().iter().map(|key| &key.id);
        let remembered = self.settings().keys.iter().map(|key| &key.name.id);
        for id in loaded.chain(remembered).flatten() {
            secrets.add_key_id(id);
        }
        if let Some(offer) = &self.offer {
            offer.secrets(secrets);
        }
    }
}
