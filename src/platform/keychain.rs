//! Keys in the system keychain, off by default: Keychain on macOS, Credential Manager on Windows, the Secret Service on
//! Linux, such as GNOME Keyring. The system protects its contents.

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

/// The placeholder for a key until the keychain is known to be unlocked.
const PLACEHOLDER: &[u8] = b"no key yet";

/// A request to the keychain, for the key with a fingerprint.
#[derive(Debug)]
pub enum Wish {
    /// Keep these bytes, in place of any that it has.
    Keep(KeyBytes),
    /// Load the bytes.
    Load,
    /// Remove the bytes.
    Remove,
}

/// The bytes for [`Wish::Load`], nothing for the others.
pub type Answer = Result<Option<KeyBytes>, KeychainError>;

/// Bytes on their way to the keychain. It may ask for a password first and wait for any time; a key that is forgotten
/// meanwhile is taken back.
#[derive(Clone, Default)]
pub(super) struct Slot(Arc<Mutex<Option<KeyBytes>>>);

impl Slot {
    /// Takes the bytes back and wipes them.
    pub(super) fn empty(&self) {
        self.take();
    }

    fn take(&self) -> Option<KeyBytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Why a request to the keychain failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// It does not have the key.
    #[error("the keychain no longer has this key")]
    Missing,
    /// The key was forgotten before the keychain was unlocked.
    #[error("the key was forgotten before the keychain stored it")]
    Forgotten,
    /// It stayed locked.
    #[error("the keychain was not unlocked")]
    Locked,
    /// There is no keychain, or it does not respond as expected.
    #[error("the system keychain is not available: {0}")]
    Unusable(String),
}

impl KeychainError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing | Self::Forgotten => "Load the key from its file and keep it again.",
            Self::Locked => "Try again and unlock it, or load the key from its file.",
            Self::Unusable(_) if cfg!(target_os = "linux") => {
                "Start GNOME Keyring, KWallet or KeePassXC, then restart Mux JWT. Key files work without a keychain."
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

/// Asks the keychain on another thread, because it may wait for a password; `wake` is called when the answer is there.
/// Also returns the slot of the bytes to keep.
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
        // The window may be closed by now.
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

/// Overwrites what earlier calls have left on the stack of this thread: keys from the keychain are decrypted there, and the
/// stack of a finished thread is reused. Without this, `.ci/memory` finds the key.
#[inline(never)]
#[expect(
    clippy::large_stack_arrays,
    reason = "the purpose is to overwrite the stack"
)]
fn wipe_stack() {
    let mut room = [0_u8; 512 * 1024];
    room.zeroize();
    std::hint::black_box(&room);
}

/// Sends a request and waits for the result.
#[inline(never)]
fn fulfil(fingerprint: &str, asked: Asked, slot: &Slot) -> Answer {
    if let Err(error) = Entry::store_status() {
        return Err(of(error));
    }
    let entry = Entry::new(SERVICE, fingerprint).map_err(|error| of(&error))?;
    let get = || match entry.get_secret().map(KeyBytes::from) {
        // A previous store operation was killed midway.
        Ok(bytes) if bytes.as_ref() == PLACEHOLDER => Err(Error::NoEntry),
        got => got,
    };
    match asked {
        Asked::Keep => {
            // A locked keychain asks for its password now, before it gets the key.
            let is_new = match get() {
                Ok(_) => false,
                Err(Error::NoEntry) => {
                    entry.set_secret(PLACEHOLDER).map_err(|error| of(&error))?;
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
            // Verified by reading it back; a success code proves nothing.
            let error = match entry.set_secret(bytes.as_ref()).and_then(|()| get()) {
                Ok(kept) if kept == bytes => return Ok(None),
                Ok(_) => KeychainError::Unusable("it changed the key".to_owned()),
                Err(error) => of(&error),
            };
            if is_new {
                // An unfinished entry would never be removed.
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
        Error::TooLong(..) => {
            KeychainError::Unusable("it does not store keys of this size".to_owned())
        }
        // Other errors may contain the key.
        _ => KeychainError::Unusable("it does not respond as expected".to_owned()),
    }
}
