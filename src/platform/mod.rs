//! The operating system, as one small trait per capability.
//!
//! [`Terminal`] is what the terminal needs: clock, environment and files. [`Desktop`] adds what only the window needs:
//! clipboard, file dialogs, keychain and settings. [`Machine`] is the real implementation; tests have a fake one, so that
//! whole clicks and commands run without a disk, a clock or a clipboard.

#[cfg(feature = "gui")]
mod desktop;
mod files;
#[cfg(feature = "gui")]
mod handles;
#[cfg(feature = "gui")]
mod handover;
#[cfg(feature = "gui")]
pub mod keychain;
mod machine;
pub mod parallel;
pub mod rows;
pub mod sandbox;
#[cfg(feature = "gui")]
pub mod settings;

#[cfg(feature = "gui")]
use std::path::PathBuf;
use std::{io, path::Path};

use zeroize::Zeroizing;

pub use machine::Machine;
pub use sandbox::Network;

#[cfg(feature = "gui")]
use self::keychain::{Answer, Wish};
use self::rows::Source;
use crate::core::time::{Timestamp, Zone};

/// A clock that other threads can read.
pub type SharedClock = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// The bytes of a file, piece by piece.
pub type Chunks = Box<dyn Iterator<Item = Vec<u8>> + Send>;

/// Called with the result once a file has been written.
pub type Done = Box<dyn FnOnce(io::Result<()>) + Send>;

/// Called on another thread when an answer is ready.
#[cfg(feature = "gui")]
pub type Wake = Box<dyn Fn() + Send>;

/// The current time.
pub trait Clock {
    /// The time, in whole seconds.
    fn now(&self) -> Timestamp;

    /// The local time zone.
    fn zone(&self) -> Zone;

    /// The clock for other threads.
    fn shared(&self) -> SharedClock;
}

/// The environment of the process.
pub trait Env {
    /// An environment variable; `None` if it is unset, empty or not UTF-8.
    fn var(&self, name: &str) -> Option<Zeroizing<String>>;

    /// A secret in an environment variable, for one use. Where the system allows, it is no longer in the environment then,
    /// and [`Env::var`] does not find it.
    fn take_secret(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.var(name)
    }

    /// Blocks the network for this process and its children, where the system can, and returns the resulting state.
    fn block_network(&self) -> Network;
}

/// Files and standard input.
pub trait Files {
    /// Reads a whole file.
    ///
    /// # Errors
    /// When it cannot be read, is a folder, or has more than `limit` bytes.
    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>>;

    /// Opens a file of any length for streaming.
    ///
    /// # Errors
    /// When it cannot be opened or is a folder.
    fn open(&self, path: &Path) -> io::Result<Source>;

    /// Reads all of standard input.
    ///
    /// # Errors
    /// When it cannot be read or has more than `limit` bytes.
    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>>;

    /// Whether standard input is a terminal, so that reading it waits for the user.
    fn input_is_terminal(&self) -> bool {
        false
    }

    /// Standard input for streaming.
    fn open_input(&self) -> Source;

    /// Writes a file: all of it or nothing. Returns at once; `done` is called on another thread.
    fn write(&mut self, path: &Path, chunks: Chunks, done: Done);
}

/// What the terminal needs of the system.
pub trait Terminal: Clock + Env + Files {}

impl<T: Clock + Env + Files> Terminal for T {}

/// The system clipboard.
#[cfg(feature = "gui")]
pub trait Clipboard {
    /// Copies text, with the hint that keeps it out of clipboard histories.
    ///
    /// # Errors
    /// When the clipboard is unavailable; with the reason.
    fn copy(&mut self, text: &str) -> Result<(), String>;

    /// The text on the clipboard.
    ///
    /// # Errors
    /// When there is none or the clipboard is unavailable; with the reason.
    fn paste(&mut self) -> Result<Zeroizing<String>, String>;

    /// Clears the clipboard if it still contains exactly this text; returns whether it did. Anything else on it stays.
    ///
    /// # Errors
    /// When the desktop does not let this program read or change the clipboard; with the reason.
    fn clear_copied(&mut self, text: &str) -> Result<bool, String>;

    /// Leaves copied text on the clipboard when the program ends, as far as the system allows. To be called at the end.
    ///
    /// # Errors
    /// When the desktop does not let this program read or change the clipboard; with the reason.
    fn leave_copied(&mut self, text: &str) -> Result<(), String>;

    /// Whether copied text always survives the end of the program. On Linux it needs a clipboard manager.
    fn clipboard_outlives(&self) -> bool;
}

/// File dialogs of the system.
#[cfg(feature = "gui")]
pub trait Dialogs {
    /// Opens a dialog to choose a file and returns at once; `wake` is called when [`Dialogs::picked_file`] has the answer.
    fn pick_file(&mut self, title: &str, wake: Wake);

    /// Opens a dialog to save under a name, in the manner of [`Dialogs::pick_file`].
    fn pick_save(&mut self, title: &str, name: &str, wake: Wake);

    /// The answer of the last dialog, once.
    fn picked_file(&mut self) -> Option<Picked>;
}

/// The system keychain.
#[cfg(feature = "gui")]
pub trait Keychain {
    /// Asks the system keychain to keep, load or remove the private key with this fingerprint, and returns at once; `wake`
    /// is called when [`Keychain::keychain_answer`] has the answer, which may have to wait for a password.
    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Wake);

    /// Takes back the bytes that the keychain was asked to keep and has not stored yet, and wipes them; the answer is
    /// [`keychain::KeychainError::Forgotten`] then.
    fn forget_kept(&mut self);

    /// The answer of the keychain, once.
    fn keychain_answer(&mut self) -> Option<Answer>;
}

/// The settings file.
#[cfg(feature = "gui")]
pub trait SettingsStore {
    /// The path of the settings, for [`Files::read`]; `None` if the system has no place for them.
    fn settings_path(&self) -> Option<PathBuf>;

    /// Writes the settings: all of them or nothing.
    ///
    /// # Errors
    /// When they cannot be written.
    fn save_settings(&mut self, text: &str) -> io::Result<()>;

    /// Renames the settings file to an unused name and returns it.
    ///
    /// # Errors
    /// When it cannot be renamed.
    fn set_settings_aside(&mut self) -> io::Result<PathBuf>;
}

/// What the window needs of the system.
#[cfg(feature = "gui")]
pub trait Desktop: Terminal + Clipboard + Dialogs + Keychain + SettingsStore {}

#[cfg(feature = "gui")]
impl<T: Terminal + Clipboard + Dialogs + Keychain + SettingsStore> Desktop for T {}

/// The result of a file dialog.
#[cfg(feature = "gui")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// This file was chosen.
    File(PathBuf),
    /// The dialog was canceled.
    Nothing,
    /// The dialog returned too fast to have been visible.
    NoDialog,
}

/// An error of the operating system as a clause, without its number.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error")
                .next()
                .unwrap_or_default()
                .to_owned()
        }
    }
}
