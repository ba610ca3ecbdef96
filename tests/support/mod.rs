//! A fake system, and keys to test with.

#[cfg(feature = "gui")]
mod desktop;
#[cfg(feature = "gui")]
pub(crate) mod screen;

#[cfg(feature = "gui")]
use std::collections::VecDeque;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{encoding::AsDer as _, rsa};
use base64::{Engine as _, engine::general_purpose::STANDARD};
#[cfg(feature = "gui")]
use mux_jwt::platform::{
    Picked,
    keychain::{Answer, KeychainError},
};
use mux_jwt::{
    core::time::{Timestamp, Zone},
    platform::{Chunks, Clock, Done, Env, Files, Network, SharedClock, rows::Source},
};
use zeroize::Zeroizing;

/// The time of a [`Fake`]: 2026-11-22 06:50:45 UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_795_330_245);

/// A 2048-bit private key as PEM (PKCS#8), generated once per run.
pub(crate) static KEY_PEM: LazyLock<String> = LazyLock::new(new_key);

/// Another such key.
pub(crate) static OTHER_KEY_PEM: LazyLock<String> = LazyLock::new(new_key);

fn new_key() -> String {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("there is randomness");
    let der = pair.as_der().expect("a new key can be written");
    pem::encode(&pem::Pem::new("PRIVATE KEY", der.as_ref()))
}

/// The real time.
pub(crate) fn now() -> Timestamp {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    Timestamp(elapsed.as_secs() as i64)
}

/// A key as Mux's API returns it.
pub(crate) fn base64_of(pem: &str) -> String {
    STANDARD.encode(pem)
}

/// The settings path of a [`Fake`].
#[cfg(feature = "gui")]
pub(crate) const SETTINGS: &str = "config/settings.json";

/// A system without disk, clock, clipboard or screen. Tests set and inspect all of it.
pub(crate) struct Fake {
    /// The state of the network.
    pub(crate) network: Network,
    /// The time.
    pub(crate) now: Timestamp,
    /// The local time zone.
    pub(crate) zone: Zone,
    /// The environment.
    pub(crate) vars: BTreeMap<String, String>,
    /// The files, by path. The disk is full below the folder `full`.
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    /// Whether saving settings fails for lack of space.
    #[cfg(feature = "gui")]
    pub(crate) disk_is_full: bool,
    /// Standard input.
    pub(crate) stdin: Vec<u8>,
    /// Whether standard input is a terminal.
    pub(crate) is_terminal: bool,
    /// The text on the clipboard, if any.
    #[cfg(feature = "gui")]
    pub(crate) clipboard: Option<String>,
    /// Why the clipboard cannot be read or changed, if so.
    #[cfg(feature = "gui")]
    pub(crate) clipboard_refuses: Option<String>,
    /// What was left on the clipboard when the program ended.
    #[cfg(feature = "gui")]
    pub(crate) left: Option<String>,
    /// The results of the next file dialogs.
    #[cfg(feature = "gui")]
    pub(crate) picked: VecDeque<Picked>,
    /// The titles of the file dialogs opened so far.
    #[cfg(feature = "gui")]
    pub(crate) dialogs: Vec<String>,
    /// The keys in the keychain by fingerprint, or why there is no keychain.
    #[cfg(feature = "gui")]
    pub(crate) keychain: Result<BTreeMap<String, Vec<u8>>, KeychainError>,
    /// The pending answer of the keychain, withheld while [`Fake::is_locked`].
    #[cfg(feature = "gui")]
    pub(crate) answer: Option<Answer>,
    /// The fingerprint of the last key that the keychain was asked to keep.
    #[cfg(feature = "gui")]
    pub(crate) asked_to_keep: Option<String>,
    /// Whether the keychain is waiting for its password.
    #[cfg(feature = "gui")]
    pub(crate) is_locked: bool,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            network: Network::Blocked,
            now: NOW,
            zone: Zone::UTC,
            vars: BTreeMap::new(),
            files: BTreeMap::new(),
            #[cfg(feature = "gui")]
            disk_is_full: false,
            stdin: Vec::new(),
            is_terminal: false,
            #[cfg(feature = "gui")]
            clipboard: None,
            #[cfg(feature = "gui")]
            clipboard_refuses: None,
            #[cfg(feature = "gui")]
            left: None,
            #[cfg(feature = "gui")]
            picked: VecDeque::new(),
            #[cfg(feature = "gui")]
            dialogs: Vec::new(),
            #[cfg(feature = "gui")]
            keychain: Ok(BTreeMap::new()),
            #[cfg(feature = "gui")]
            answer: None,
            #[cfg(feature = "gui")]
            asked_to_keep: None,
            #[cfg(feature = "gui")]
            is_locked: false,
        }
    }
}

impl Fake {
    /// A system with [`KEY_PEM`] under the ID `K` in the environment, in the variables of Mux's SDKs.
    pub(crate) fn with_key() -> Self {
        Self::default()
            .var("MUX_SIGNING_KEY", "K")
            .var("MUX_PRIVATE_KEY", &base64_of(&KEY_PEM))
    }

    /// The same system with this variable.
    pub(crate) fn var(mut self, name: &str, value: &str) -> Self {
        self.vars.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same system with this file.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// The same system with this on standard input.
    pub(crate) fn stdin(mut self, text: &str) -> Self {
        self.stdin = text.into();
        self
    }
}

impl Clock for Fake {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn zone(&self) -> Zone {
        self.zone
    }

    fn shared(&self) -> SharedClock {
        let now = self.now;
        Box::new(move || now)
    }
}

impl Env for Fake {
    fn var(&self, name: &str) -> Option<Zeroizing<String>> {
        let value = self.vars.get(name).filter(|value| !value.is_empty())?;
        Some(Zeroizing::new(value.clone()))
    }

    fn block_network(&self) -> Network {
        self.network.clone()
    }
}

impl Files for Fake {
    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        up_to(bytes, limit)
    }

    fn open(&self, path: &Path) -> io::Result<Source> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(io::Cursor::new(bytes.clone())))
    }

    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        up_to(&self.stdin, limit)
    }

    fn input_is_terminal(&self) -> bool {
        self.is_terminal
    }

    fn open_input(&self) -> Source {
        Box::new(io::Cursor::new(self.stdin.clone()))
    }

    fn write(&mut self, path: &Path, chunks: Chunks, done: Done) {
        if path.starts_with("full") {
            return done(Err(io::ErrorKind::StorageFull.into()));
        }
        self.files
            .insert(path.to_owned(), chunks.flatten().collect());
        done(Ok(()));
    }
}

fn up_to(bytes: &[u8], limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    if bytes.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Zeroizing::new(bytes.to_vec()))
}
