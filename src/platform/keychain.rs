//! Keys in the keychain of the system, for who wants them there: Keychain on macOS, Credential Manager on Windows, the
//! Secret Service on Linux, such as GNOME Keyring. What is in it is the system's to guard.

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, channel},
    },
    thread,
};

use keyring::{Entry, Error};
use zeroize::Zeroize as _;

use crate::core::{key::KeyBytes, problem::Advice};

/// The name of the program in the keychain.
const SERVICE: &str = "mux-jwt";

/// What stands in the place of a key until the keychain is known to be unlocked.
const STAND_IN: &[u8] = b"no key yet";

/// What the keychain is asked to do with the key of a fingerprint.
#[derive(Debug)]
pub enum Wish {
    /// Keep these bytes; they replace those that it has.
    Keep(KeyBytes),
    /// Give the bytes back.
    Load,
    /// Keep them no longer.
    Remove,
}

/// The bytes that were asked for, or none when it was not bytes that were asked for.
pub type Answer = Result<Option<KeyBytes>, KeychainError>;

/// Bytes on their way to the keychain. It may ask the person for a password first, for as long as the person likes, and
/// whoever forgets a key meanwhile can take them back.
#[derive(Clone, Default)]
pub(super) struct Slot(Arc<Mutex<Option<KeyBytes>>>);

impl Slot {
    /// Takes the bytes back.
    pub(super) fn empty(&self) {
        self.take();
    }

    fn take(&self) -> Option<KeyBytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Why the keychain did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// It has no such key.
    #[error("the keychain has no such key any more")]
    Missing,
    /// The key was forgotten before the keychain was ready to take it.
    #[error("the key was forgotten before the keychain had it")]
    Forgotten,
    /// It is locked, and the person or the system left it so.
    #[error("the keychain was not unlocked")]
    Locked,
    /// There is none, or it does not answer as it should.
    #[error("the keychain of this system cannot be used: {0}")]
    Unusable(String),
}

impl KeychainError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing | Self::Forgotten => {
                "Load the key from where you have it, and keep it again."
            }
            Self::Locked => {
                "Try again and let the system unlock it, or load the key from its file."
            }
            Self::Unusable(_) if cfg!(target_os = "linux") => {
                "GNOME Keyring, KWallet or KeePassXC must run; start Mux JWT again when one does. A file works without."
            }
            Self::Unusable(_) => "Load the key from its file.",
        }
    }
}

impl Advice for KeychainError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// Asks the keychain on another thread, since it may ask the person for a password first; `wake` is called when the answer
/// is there. Gives the place of what it is to keep, too.
pub(super) fn ask(
    fingerprint: &str,
    wish: Wish,
    wake: Box<dyn Fn() + Send>,
) -> (Receiver<Answer>, Slot) {
    let (sender, receiver) = channel();
    let fingerprint = fingerprint.to_owned();
    let (asked, kept) = match wish {
        Wish::Keep(bytes) => (Asked::Keep, Slot(Arc::new(Mutex::new(Some(bytes))))),
        Wish::Load => (Asked::Load, Slot::default()),
        Wish::Remove => (Asked::Remove, Slot::default()),
    };
    let slot = kept.clone();
    thread::spawn(move || {
        let answer = fulfil(&fingerprint, asked, &slot);
        wipe_stack();
        // The window may be gone by now.
        let _ = sender.send(answer);
        wake();
    });
    (receiver, kept)
}

/// A [`Wish`] without the bytes.
#[derive(Clone, Copy)]
enum Asked {
    Keep,
    Load,
    Remove,
}

/// Overwrites what the calls before have left on the stack of this thread: the cipher that brings a key from the keychain
/// takes it apart there, and the stack of a thread that has ended is kept for the next one. `.ci/memory` finds it without.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "the stack is what it is for")]
fn wipe_stack() {
    let mut room = [0_u8; 512 * 1024];
    room.zeroize();
    std::hint::black_box(&room);
}

/// Does it and waits for it.
#[inline(never)]
fn fulfil(fingerprint: &str, asked: Asked, slot: &Slot) -> Answer {
    if let Err(error) = Entry::store_status() {
        return Err(of(error));
    }
    let entry = Entry::new(SERVICE, fingerprint).map_err(|error| of(&error))?;
    let get = || match entry.get_secret().map(KeyBytes::from) {
        // Somebody who began to keep a key was ended before it was there.
        Ok(bytes) if bytes.as_ref() == STAND_IN => Err(Error::NoEntry),
        got => got,
    };
    match asked {
        Asked::Keep => {
            // A keychain that is locked asks for its password now, before it is given the key.
            let is_new = match get() {
                Ok(_) => false,
                Err(Error::NoEntry) => {
                    entry.set_secret(STAND_IN).map_err(|error| of(&error))?;
                    true
                }
                Err(error) => return Err(of(&error)),
            };
            let Some(bytes) = slot.take() else {
                if is_new {
                    entry.delete_credential().map_err(|error| of(&error))?;
                }
                return Err(KeychainError::Forgotten);
            };
            // What it gives back counts, and not that it took it.
            let error = match entry.set_secret(bytes.as_ref()).and_then(|()| get()) {
                Ok(kept) if kept == bytes => return Ok(None),
                Ok(_) => KeychainError::Unusable("it has changed the key".to_owned()),
                Err(error) => of(&error),
            };
            if is_new {
                // Nobody would know of it.
                let _ = entry.delete_credential();
            }
            Err(error)
        }
        Asked::Load => get().map(Some).map_err(|error| of(&error)),
        Asked::Remove => match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(of(&error)),
        },
    }
}

fn of(error: &Error) -> KeychainError {
    match error {
        Error::NoEntry => KeychainError::Missing,
        Error::NoStorageAccess(_) => KeychainError::Locked,
        Error::PlatformFailure(why) => KeychainError::Unusable(why.to_string()),
        Error::TooLong(..) => KeychainError::Unusable("it takes no keys of this size".to_owned()),
        // What else there is may quote what it was given.
        _ => KeychainError::Unusable("it does not answer as it should".to_owned()),
    }
}
