//! The machine behind one trait: clock, environment, files, dialogs, clipboard, settings and sandbox.
//!
//! [`Desktop`] is the real one. Tests have one that remembers, so that a whole click or command runs without a disk, a
//! clock or a clipboard.

pub mod crew;
mod desktop;
mod files;
mod handover;
pub mod keychain;
pub mod rows;
pub mod sandbox;
pub mod settings;

use std::{
    io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

pub use desktop::Desktop;
pub use sandbox::Network;

use self::{
    keychain::{Answer, Wish},
    rows::Source,
};
use crate::core::time::{Timestamp, Zone};

/// A clock that other threads can look at.
pub type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// The bytes of a file, one piece after the other.
pub type Chunks = Box<dyn Iterator<Item = Vec<u8>> + Send>;

/// What is told when a file was written, or could not be.
pub type Done = Box<dyn FnOnce(io::Result<()>) + Send>;

/// What the program needs of the machine.
pub trait Platform {
    /// Takes the network from this process and its children, where the system can, and says what holds.
    fn block_network(&self) -> Network;

    /// The time.
    fn now(&self) -> Timestamp;

    /// Where the clock on the wall hangs.
    fn zone(&self) -> Zone;

    /// An environment variable; `None` when it is not set, empty or not text.
    fn var(&self, name: &str) -> Option<Zeroizing<String>>;

    /// The secret of an environment variable, for the one time that it is needed: where the system allows, it is not in
    /// the environment by then, and [`Platform::var`] does not find it.
    fn take_secret(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.var(name)
    }

    /// A whole file.
    ///
    /// # Errors
    /// When it cannot be read, is a folder, or has more than `limit` bytes.
    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>>;

    /// A file to be read bit by bit, of any length.
    ///
    /// # Errors
    /// When it cannot be opened or is a folder.
    fn open(&self, path: &Path) -> io::Result<Source>;

    /// Standard input, to be read as it comes.
    fn open_input(&self) -> Source;

    /// The clock, for other threads.
    fn clock(&self) -> Clock;

    /// Writes a file: all of it or nothing. Returns at once; `done` is called at the end, on another thread.
    fn write(&mut self, path: &Path, chunks: Chunks, done: Done);

    /// All of standard input.
    ///
    /// # Errors
    /// When it cannot be read or has more than `limit` bytes.
    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>>;

    /// Asks for a file in a dialog and returns at once; `wake` is called when [`Platform::picked_file`] has the answer.
    fn pick_file(&mut self, title: &str, wake: Box<dyn Fn() + Send>);

    /// Asks where to save under a name in a dialog, in the manner of [`Platform::pick_file`].
    fn pick_save(&mut self, title: &str, name: &str, wake: Box<dyn Fn() + Send>);

    /// The answer of the last dialog, once.
    fn picked_file(&mut self) -> Option<Picked>;

    /// Asks the keychain of the system to keep, give or remove the private key with this fingerprint, and returns at once;
    /// `wake` is called when [`Platform::keychain_answer`] has the answer. It may take as long as the person needs to
    /// unlock the keychain.
    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Box<dyn Fn() + Send>);

    /// Takes back the bytes that the keychain was asked to keep and has not taken yet, so that nobody has them any more;
    /// the answer is [`keychain::KeychainError::Forgotten`] then.
    fn forget_kept(&mut self);

    /// The answer of the keychain, once.
    fn keychain_answer(&mut self) -> Option<Answer>;

    /// Puts text on the clipboard, out of sight of clipboard histories that heed the wish.
    ///
    /// # Errors
    /// When there is no clipboard to be had; says why.
    fn copy(&mut self, text: &str) -> Result<(), String>;

    /// Takes text off the clipboard that [`Platform::copy`] put there, if exactly that is still on it. Gives whether it was;
    /// what somebody else has put there stays.
    ///
    /// # Errors
    /// When the desktop does not let this program read or change the clipboard; says why.
    fn clear_copied(&mut self, text: &str) -> Result<bool, String>;

    /// Does what this system allows so that copied text is there after the program has ended, if it is still on the
    /// clipboard. To be called at the end.
    ///
    /// # Errors
    /// When the desktop does not let this program read or change the clipboard; says why.
    fn leave_copied(&mut self, text: &str) -> Result<(), String>;

    /// Whether copied text stays when the program ends, whatever else runs. On Linux it goes unless a clipboard manager
    /// takes it over.
    fn clipboard_outlives(&self) -> bool;

    /// Where the settings are kept, which [`Platform::read`] reads; `None` where there is no such place.
    fn settings_path(&self) -> Option<PathBuf>;

    /// Writes the settings: all of them or nothing.
    ///
    /// # Errors
    /// When they cannot be written.
    fn save_settings(&mut self, text: &str) -> io::Result<()>;

    /// Gives the settings file another name, never that of another file, and says which.
    ///
    /// # Errors
    /// When it cannot be renamed.
    fn set_settings_aside(&mut self) -> io::Result<PathBuf>;

    /// The text on the clipboard.
    ///
    /// # Errors
    /// When there is none or no clipboard to be had; says why.
    fn paste(&mut self) -> Result<Zeroizing<String>, String>;
}

/// How a file dialog ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// With this file.
    File(PathBuf),
    /// Without one.
    Nothing,
    /// It came back so fast that nobody can have seen it.
    NoDialog,
}

/// What the machine said, without its numbers.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
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
