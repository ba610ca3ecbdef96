//! The real system: clock, environment and files.

#![allow(
    clippy::disallowed_methods,
    reason = "this module is the only one that accesses the system"
)]

use std::{
    fs::{self, File},
    io::{self, IsTerminal as _, Read},
    path::Path,
    sync::mpsc::channel,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{Local, Offset as _, TimeZone as _, Utc};
use zeroize::Zeroizing;

use super::{Chunks, Clock, Done, Env, Files, Network, SharedClock, files, rows::Source, sandbox};
use crate::core::{
    text::size,
    time::{Timestamp, Zone},
};
#[cfg(feature = "gui")]
use crate::platform::{handles::Handles, handover};

/// The system that this program runs on.
pub struct Machine {
    patience: Duration,
    /// The display of the window, if it is reached over the network.
    remote_display: Option<String>,
    /// Secrets that were removed from the environment, by variable.
    secrets: Vec<(String, Zeroizing<String>)>,
    /// What only the window uses.
    #[cfg(feature = "gui")]
    pub(super) handles: Handles,
}

/// How long to wait for a pipe or a device, such as one that a password manager writes a key to.
const PATIENCE: Duration = Duration::from_secs(20);

/// As [`PATIENCE`], for the window, which does not respond meanwhile.
#[cfg(feature = "gui")]
const PATIENCE_OF_WINDOW: Duration = Duration::from_secs(2);

impl Default for Machine {
    fn default() -> Self {
        Self {
            patience: PATIENCE,
            remote_display: None,
            secrets: Vec::new(),
            #[cfg(feature = "gui")]
            handles: Handles::default(),
        }
    }
}

impl Machine {
    /// The system as the terminal uses it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The system as the window uses it. A window may be displayed over the network, and it runs longer than a secret
    /// should stay in its environment: the first of these variables is removed from it, and so is any other that contains
    /// a private key. On Linux the process replaces itself for that, so call this first.
    #[cfg(feature = "gui")]
    pub fn for_window(secrets: &[&str]) -> Self {
        let secrets = handover::secrets_from_environment(secrets);
        let var = |name: &str| std::env::var(name).ok();
        let (wayland, socket) = (var("WAYLAND_DISPLAY"), var("WAYLAND_SOCKET"));
        let display = var("DISPLAY");
        // Other systems ignore `DISPLAY`.
        let display = display.filter(|_| cfg!(target_os = "linux"));
        let remote =
            sandbox::display_over_tcp(wayland.as_deref(), socket.as_deref(), display.as_deref());
        Self {
            remote_display: remote.map(str::to_owned),
            secrets,
            patience: PATIENCE_OF_WINDOW,
            ..Self::default()
        }
    }
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        now()
    }

    fn zone(&self) -> Zone {
        Zone(|moment| match Local.timestamp_opt(moment.0, 0) {
            chrono::LocalResult::Single(local) => local.offset().fix(),
            _ => Utc.fix(),
        })
    }

    fn shared(&self) -> SharedClock {
        Box::new(now)
    }
}

impl Env for Machine {
    fn var(&self, name: &str) -> Option<Zeroizing<String>> {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .map(Zeroizing::new)
    }

    fn take_secret(&mut self, name: &str) -> Option<Zeroizing<String>> {
        match self.secrets.iter().position(|(taken, _)| taken == name) {
            Some(place) => Some(self.secrets.swap_remove(place).1),
            None => self.var(name),
        }
    }

    fn block_network(&self) -> Network {
        match &self.remote_display {
            // Not only the window needs it: each paste opens another connection.
            Some(display) => Network::NeededByDisplay(display.clone()),
            None => sandbox::block_network(),
        }
    }
}

impl Files for Machine {
    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        // Checked before opening, because opening a pipe waits for its writer.
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a folder",
            ));
        }
        if metadata.is_file() {
            let len = metadata.len();
            if len > limit as u64 {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    format!(
                        "it has {}, the limit is {}",
                        size(len as usize),
                        size(limit)
                    ),
                ));
            }
            // Allocated in full at once: a growing buffer moves, and the last read goes through the stack.
            return read_up_to(File::open(path)?, limit, len as usize);
        }
        let path = path.to_owned();
        let (sender, receiver) = channel();
        thread::spawn(move || {
            // The receiver is gone if this took too long.
            let _ = sender.send(File::open(path).and_then(|file| read_up_to(file, limit, limit)));
        });
        receiver.recv_timeout(self.patience).unwrap_or_else(|_| {
            Err(io::Error::new(
                io::ErrorKind::TimedOut,
                format!("timed out after {} seconds", self.patience.as_secs()),
            ))
        })
    }

    fn open(&self, path: &Path) -> io::Result<Source> {
        Ok(Box::new(open(path)?))
    }

    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        read_up_to(io::stdin().lock(), limit, 0)
    }

    fn input_is_terminal(&self) -> bool {
        io::stdin().is_terminal()
    }

    fn open_input(&self) -> Source {
        Box::new(io::stdin())
    }

    fn write(&mut self, path: &Path, chunks: Chunks, done: Done) {
        let path = path.to_owned();
        thread::spawn(move || done(files::write_whole(&path, chunks)));
    }
}

fn now() -> Timestamp {
    let now = SystemTime::now();
    Timestamp(match now.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64),
    })
}

fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    Ok(file)
}

/// Reads a source to its end, which is expected after about `len` bytes.
fn read_up_to(source: impl Read, limit: usize, len: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(len.min(limit) + 64));
    source.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it has more than {}", size(limit)),
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_stops_at_the_limit() {
        let read = |text: &[u8], limit| read_up_to(text, limit, 0).map(|bytes| bytes.len()).ok();
        assert_eq!(read(b"1234", 4), Some(4));
        assert_eq!(read(b"12345", 4), None);
        // An endless source stops at the limit.
        assert!(read_up_to(io::repeat(0), 1000, 10).is_err());
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let error = Machine::new()
            .read(Path::new("."), 10)
            .expect_err("a folder");
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn local_time_always_has_an_offset() {
        for moment in [i64::MIN, 0, 1_795_330_245, i64::MAX] {
            let zone = Machine::new().zone();
            assert!(!Timestamp(moment).show(zone).is_empty());
        }
    }
}
