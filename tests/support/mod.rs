//! A machine that remembers, and keys to try it with.

pub(crate) mod screen;

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{encoding::AsDer as _, rsa};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use mux_jwt::{
    core::{
        key::KeyBytes,
        time::{Timestamp, Zone},
    },
    platform::{
        Chunks, Clock, Done, Network, Picked, Platform,
        keychain::{Answer, KeychainError, Wish},
        rows::Source,
    },
};
use zeroize::Zeroizing;

/// What time it is on a [`Fake`]: 2026-11-22 06:50:45 UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_795_330_245);

/// A private key of 2048 bits as PEM (PKCS#8), made once a run.
pub(crate) static KEY_PEM: LazyLock<String> = LazyLock::new(new_key);

/// Another one.
pub(crate) static OTHER_KEY_PEM: LazyLock<String> = LazyLock::new(new_key);

fn new_key() -> String {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("there is randomness");
    let der = pair.as_der().expect("a new key can be written");
    pem::encode(&pem::Pem::new("PRIVATE KEY", der.as_ref()))
}

/// What time it is.
pub(crate) fn now() -> Timestamp {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    Timestamp(elapsed.as_secs() as i64)
}

/// A key in the form in which Mux's API answers it.
pub(crate) fn base64_of(pem: &str) -> String {
    STANDARD.encode(pem)
}

/// Where a [`Fake`] keeps its settings.
pub(crate) const SETTINGS: &str = "config/settings.json";

/// A machine without disk, clock, clipboard or screen. All of it is there to be set and looked at.
pub(crate) struct Fake {
    /// What holds of the network.
    pub(crate) network: Network,
    /// The time.
    pub(crate) now: Timestamp,
    /// The zone of the wall clock.
    pub(crate) zone: Zone,
    /// The environment.
    pub(crate) vars: BTreeMap<String, String>,
    /// The files, by path. The disk is full below the folder `full`.
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    /// Whether settings find no room.
    pub(crate) disk_is_full: bool,
    /// Standard input.
    pub(crate) stdin: Vec<u8>,
    /// The text on the clipboard, `None` when there is none.
    pub(crate) clipboard: Option<String>,
    /// Why the clipboard cannot be read or changed, if it cannot.
    pub(crate) clipboard_refuses: Option<String>,
    /// What was on the clipboard when the program ended, once it has.
    pub(crate) left: Option<String>,
    /// How the next file dialogs end.
    pub(crate) picked: VecDeque<Picked>,
    /// The titles of the file dialogs that were opened.
    pub(crate) dialogs: Vec<String>,
    /// The keys in the keychain, by fingerprint, or why there is none.
    pub(crate) keychain: Result<BTreeMap<String, Vec<u8>>, KeychainError>,
    /// What the keychain has answered, which it keeps to itself as long as [`Fake::is_locked`].
    pub(crate) answer: Option<Answer>,
    /// The fingerprint of the key that the keychain was last asked to keep.
    pub(crate) asked_to_keep: Option<String>,
    /// Whether the keychain waits for its password.
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
            disk_is_full: false,
            stdin: Vec::new(),
            clipboard: None,
            clipboard_refuses: None,
            left: None,
            picked: VecDeque::new(),
            dialogs: Vec::new(),
            keychain: Ok(BTreeMap::new()),
            answer: None,
            asked_to_keep: None,
            is_locked: false,
        }
    }
}

impl Fake {
    /// A machine whose environment has [`KEY_PEM`] under the ID `K`, as Mux's SDKs expect it.
    pub(crate) fn with_key() -> Self {
        Self::default()
            .var("MUX_SIGNING_KEY", "K")
            .var("MUX_PRIVATE_KEY", &base64_of(&KEY_PEM))
    }

    /// The same machine with this variable.
    pub(crate) fn var(mut self, name: &str, value: &str) -> Self {
        self.vars.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same machine with this file.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// The same machine with this on standard input.
    pub(crate) fn stdin(mut self, text: &str) -> Self {
        self.stdin = text.into();
        self
    }
}

impl Platform for Fake {
    fn block_network(&self) -> Network {
        self.network.clone()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn zone(&self) -> Zone {
        self.zone
    }

    fn var(&self, name: &str) -> Option<Zeroizing<String>> {
        let value = self.vars.get(name).filter(|value| !value.is_empty())?;
        Some(Zeroizing::new(value.clone()))
    }

    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        up_to(bytes, limit)
    }

    fn open(&self, path: &Path) -> io::Result<Source> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(io::Cursor::new(bytes.clone())))
    }

    fn open_input(&self) -> Source {
        Box::new(io::Cursor::new(self.stdin.clone()))
    }

    fn clock(&self) -> Clock {
        let now = self.now;
        Box::new(move || now)
    }

    fn write(&mut self, path: &Path, chunks: Chunks, done: Done) {
        if path.starts_with("full") {
            return done(Err(io::ErrorKind::StorageFull.into()));
        }
        self.files
            .insert(path.to_owned(), chunks.flatten().collect());
        done(Ok(()));
    }

    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        up_to(&self.stdin, limit)
    }

    fn pick_file(&mut self, title: &str, wake: Box<dyn Fn() + Send>) {
        self.dialogs.push(title.to_owned());
        wake();
    }

    fn pick_save(&mut self, title: &str, name: &str, wake: Box<dyn Fn() + Send>) {
        self.dialogs.push(format!("{title}: {name}"));
        wake();
    }

    fn picked_file(&mut self) -> Option<Picked> {
        self.picked.pop_front()
    }

    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Box<dyn Fn() + Send>) {
        self.asked_to_keep = matches!(wish, Wish::Keep(_)).then(|| fingerprint.to_owned());
        let answer = self.keychain.as_mut().map_err(|error| error.clone());
        self.answer = Some(answer.and_then(|keys| match wish {
            Wish::Keep(bytes) => {
                keys.insert(fingerprint.to_owned(), bytes.as_ref().to_vec());
                Ok(None)
            }
            Wish::Load => {
                let bytes = keys.get(fingerprint).cloned();
                bytes
                    .map(|bytes| Some(KeyBytes::from(bytes)))
                    .ok_or(KeychainError::Missing)
            }
            Wish::Remove => {
                keys.remove(fingerprint);
                Ok(None)
            }
        }));
        wake();
    }

    fn forget_kept(&mut self) {
        // As long as it is locked, it has taken nothing.
        if let (true, Some(Ok(None)), Some(fingerprint)) =
            (self.is_locked, &self.answer, &self.asked_to_keep)
        {
            if let Ok(keys) = &mut self.keychain {
                keys.remove(fingerprint);
            }
            self.answer = Some(Err(KeychainError::Forgotten));
        }
    }

    fn keychain_answer(&mut self) -> Option<Answer> {
        let is_there = !self.is_locked;
        self.answer.take_if(|_| is_there)
    }

    fn copy(&mut self, text: &str) -> Result<(), String> {
        self.clipboard = Some(text.to_owned());
        Ok(())
    }

    fn clear_copied(&mut self, text: &str) -> Result<bool, String> {
        if let Some(why) = &self.clipboard_refuses {
            return Err(why.clone());
        }
        Ok(self.clipboard.take_if(|held| held == text).is_some())
    }

    fn leave_copied(&mut self, text: &str) -> Result<(), String> {
        self.left = self.clipboard.clone().filter(|held| held == text);
        Ok(())
    }

    fn clipboard_outlives(&self) -> bool {
        false
    }

    fn settings_path(&self) -> Option<PathBuf> {
        Some(SETTINGS.into())
    }

    fn save_settings(&mut self, text: &str) -> io::Result<()> {
        if self.disk_is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.files.insert(SETTINGS.into(), text.into());
        Ok(())
    }

    fn set_settings_aside(&mut self) -> io::Result<PathBuf> {
        let text = self.files.remove(Path::new(SETTINGS));
        let aside = PathBuf::from("config/settings.broken-1.json");
        self.files
            .insert(aside.clone(), text.ok_or(io::ErrorKind::NotFound)?);
        Ok(aside)
    }

    fn paste(&mut self) -> Result<Zeroizing<String>, String> {
        let text = self.clipboard.clone();
        text.map(Zeroizing::new)
            .ok_or_else(|| "there is no text on it".to_owned())
    }
}

fn up_to(bytes: &[u8], limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    if bytes.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Zeroizing::new(bytes.to_vec()))
}
