//! The machine behind one trait: clock, environment, files, dialogs, clipboard and sandbox.
//!
//! [`Desktop`] is the real one. Tests have one that remembers, so that a whole click or command runs without a disk, a
//! clock or a clipboard.

mod desktop;
mod handover;
pub mod sandbox;

use std::{
    io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

pub use desktop::Desktop;
pub use sandbox::Network;

use crate::core::time::{Timestamp, Zone};

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

    /// All of standard input.
    ///
    /// # Errors
    /// When it cannot be read or has more than `limit` bytes.
    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>>;

    /// Asks for a file in a dialog and returns at once; `wake` is called when [`Platform::picked_file`] has the answer.
    fn pick_file(&mut self, title: &str, wake: Box<dyn Fn() + Send>);

    /// The answer of the last dialog, once.
    fn picked_file(&mut self) -> Option<Picked>;

    /// Puts text on the clipboard, out of sight of clipboard histories that heed the wish.
    ///
    /// # Errors
    /// When there is no clipboard to be had; says why.
    fn copy(&mut self, text: &str) -> Result<(), String>;

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
