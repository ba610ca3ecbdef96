//! The real machine.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the one place that touches the machine"
)]

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use chrono::{Local, Offset as _, TimeZone as _, Utc};
use zeroize::Zeroizing;

use super::{
    Chunks, Clock, Done, Network, Picked, Platform, files, handover,
    keychain::{self, Answer, KeychainError, Slot, Wish},
    rows::Source,
    sandbox, settings,
};
use crate::core::{
    text::size,
    time::{Timestamp, Zone},
};

/// Clock, environment, files, dialogs, clipboard and sandbox of this computer.
pub struct Desktop {
    patience: Duration,
    // Where the window is shown, if that takes the network.
    remote_display: Option<String>,
    // What was taken out of the environment.
    secrets: Vec<handover::Taken>,
    // Kept for as long as the window lives: on X11 and Wayland what was copied dies with it.
    clipboard: Option<arboard::Clipboard>,
    dialog: Option<Receiver<Picked>>,
    keychain: Option<Receiver<Answer>>,
    // What the keychain is to keep, until it is ready to take it.
    kept: Slot,
}

/// Nobody cancels a dialog faster than this.
const SEEN: Duration = Duration::from_millis(400);

/// How long a pipe or a device may take: a password manager gets its key out.
const PATIENCE: Duration = Duration::from_secs(20);

/// As [`PATIENCE`], for a window, which stands still all the while.
const PATIENCE_OF_WINDOW: Duration = Duration::from_secs(2);

impl Default for Desktop {
    fn default() -> Self {
        Self {
            patience: PATIENCE,
            remote_display: None,
            secrets: Vec::new(),
            clipboard: None,
            dialog: None,
            keychain: None,
            kept: Slot::default(),
        }
    }
}

impl Desktop {
    /// The machine as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for a dialog on another thread.
    fn wait(
        &mut self,
        dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
        wake: Box<dyn Fn() + Send>,
    ) {
        let (sender, receiver) = channel();
        self.dialog = Some(receiver);
        let asked = Instant::now();
        thread::spawn(move || {
            let picked = match pollster::block_on(dialog) {
                Some(file) => Picked::File(file.path().to_owned()),
                None if asked.elapsed() < SEEN => Picked::NoDialog,
                None => Picked::Nothing,
            };
            // The window may be gone by now.
            let _ = sender.send(picked);
            wake();
        });
    }

    /// The machine as a window finds it, which may have to be shown over the network, and which lives longer than a
    /// secret should: the one in the first of these variables is taken out of the environment, and so is a private key in
    /// another of them. On Linux the process replaces itself for that, so this comes first.
    pub fn for_window(secrets: &[&str]) -> Self {
        let secrets = handover::secrets_from_environment(secrets);
        let var = |name: &str| std::env::var(name).ok();
        let (wayland, socket) = (var("WAYLAND_DISPLAY"), var("WAYLAND_SOCKET"));
        let display = var("DISPLAY");
        // Elsewhere a window is not shown on such a display, whatever the variable says.
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

    /// The clipboard. Under load X11 refuses now and then, so it is asked twice.
    fn clipboard(&mut self) -> Result<&mut arboard::Clipboard, String> {
        if self.clipboard.is_none() {
            let clipboard = arboard::Clipboard::new().or_else(|_| arboard::Clipboard::new());
            self.clipboard = Some(clipboard.map_err(|error| error.to_string())?);
        }
        Ok(self.clipboard.as_mut().expect("it was just opened"))
    }

    /// Whether exactly this text is on the clipboard.
    fn holds(&mut self, text: &str) -> Result<bool, String> {
        match self.clipboard()?.get_text().map(Zeroizing::new) {
            Ok(held) => Ok(*held == text),
            // A picture, or nothing.
            Err(arboard::Error::ContentNotAvailable) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Platform for Desktop {
    fn block_network(&self) -> Network {
        match &self.remote_display {
            // Not only the window goes there, but a new connection for each paste.
            Some(display) => Network::NeededByDisplay(display.clone()),
            None => sandbox::block_network(),
        }
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn clock(&self) -> Clock {
        Box::new(now)
    }

    fn zone(&self) -> Zone {
        Zone(|moment| match Local.timestamp_opt(moment.0, 0) {
            chrono::LocalResult::Single(local) => local.offset().fix(),
            _ => Utc.fix(),
        })
    }

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

    fn read(&self, path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        // Asked before it is opened, because opening a pipe waits for who writes into it.
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
                        "it has {}, and at most {} are read",
                        size(len as usize),
                        size(limit)
                    ),
                ));
            }
            // One piece from the start: what grows is moved, and the end of a read goes over the stack.
            return read_up_to(File::open(path)?, limit, len as usize);
        }
        let path = path.to_owned();
        let (sender, receiver) = channel();
        thread::spawn(move || {
            // Nobody listens any more when it took too long.
            let _ = sender.send(File::open(path).and_then(|file| read_up_to(file, limit, limit)));
        });
        receiver.recv_timeout(self.patience).unwrap_or_else(|_| {
            Err(io::Error::new(
                io::ErrorKind::TimedOut,
                format!(
                    "it gave nothing whole in {} seconds",
                    self.patience.as_secs()
                ),
            ))
        })
    }

    fn open(&self, path: &Path) -> io::Result<Source> {
        Ok(Box::new(open(path)?))
    }

    fn open_input(&self) -> Source {
        Box::new(io::stdin())
    }

    fn read_input(&self, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        read_up_to(io::stdin().lock(), limit, 0)
    }

    fn pick_file(&mut self, title: &str, wake: Box<dyn Fn() + Send>) {
        // The dialog is made here, because macOS wants it on the main thread; only the waiting is elsewhere.
        let dialog = rfd::AsyncFileDialog::new().set_title(title).pick_file();
        self.wait(dialog, wake);
    }

    fn pick_save(&mut self, title: &str, name: &str, wake: Box<dyn Fn() + Send>) {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .set_file_name(name)
            .save_file();
        self.wait(dialog, wake);
    }

    fn write(&mut self, path: &Path, chunks: Chunks, done: Done) {
        let path = path.to_owned();
        thread::spawn(move || done(files::write_whole(&path, chunks)));
    }

    fn picked_file(&mut self) -> Option<Picked> {
        let picked = self.dialog.as_ref()?.try_recv().ok()?;
        self.dialog = None;
        Some(picked)
    }

    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Box<dyn Fn() + Send>) {
        let (answers, kept) = keychain::ask(fingerprint, wish, wake);
        (self.keychain, self.kept) = (Some(answers), kept);
    }

    fn forget_kept(&mut self) {
        self.kept.empty();
    }

    fn keychain_answer(&mut self) -> Option<Answer> {
        let answer = match self.keychain.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => {
                Err(KeychainError::Unusable("it gave no answer".to_owned()))
            }
        };
        self.keychain = None;
        Some(answer)
    }

    fn copy(&mut self, text: &str) -> Result<(), String> {
        let set = self.clipboard()?.set();
        #[cfg(target_os = "linux")]
        let set = arboard::SetExtLinux::exclude_from_history(set);
        #[cfg(target_os = "macos")]
        let set = arboard::SetExtApple::exclude_from_history(set);
        #[cfg(target_os = "windows")]
        let set = {
            let set = arboard::SetExtWindows::exclude_from_monitoring(set);
            let set = arboard::SetExtWindows::exclude_from_history(set);
            arboard::SetExtWindows::exclude_from_cloud(set)
        };
        set.text(text).map_err(|error| error.to_string())
    }

    fn clear_copied(&mut self, text: &str) -> Result<bool, String> {
        if !self.holds(text)? {
            return Ok(false);
        }
        let clipboard = self.clipboard()?;
        clipboard.clear().map_err(|error| error.to_string())?;
        // What the system answers counts, and not that it took the wish.
        match self.holds(text) {
            Ok(true) => Err("the desktop did not let go of it".to_owned()),
            Ok(false) | Err(_) => Ok(true),
        }
    }

    fn leave_copied(&mut self, text: &str) -> Result<(), String> {
        if self.clipboard_outlives() || !self.holds(text)? {
            return Ok(());
        }
        // With the hint, nothing is offered to a clipboard manager when the handle is dropped.
        let set = self.clipboard()?.set();
        set.text(text).map_err(|error| error.to_string())
    }

    fn clipboard_outlives(&self) -> bool {
        cfg!(not(target_os = "linux"))
    }

    fn settings_path(&self) -> Option<PathBuf> {
        settings::place()
    }

    fn save_settings(&mut self, text: &str) -> io::Result<()> {
        settings::save(&settings::place().ok_or(io::ErrorKind::NotFound)?, text)
    }

    fn set_settings_aside(&mut self) -> io::Result<PathBuf> {
        settings::set_aside(&settings::place().ok_or(io::ErrorKind::NotFound)?)
    }

    fn paste(&mut self) -> Result<Zeroizing<String>, String> {
        self.clipboard()?
            .get_text()
            .map(Zeroizing::new)
            .map_err(|error| match error {
                arboard::Error::ContentNotAvailable => "there is no text on it".to_owned(),
                error => error.to_string(),
            })
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

/// A source to its end, which is expected after so many bytes.
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
    fn files_are_read_up_to_a_limit() {
        let read = |text: &[u8], limit| read_up_to(text, limit, 0).map(|bytes| bytes.len()).ok();
        assert_eq!(read(b"1234", 4), Some(4));
        assert_eq!(read(b"12345", 4), None);
        // A source without an end is left after the limit.
        assert!(read_up_to(io::repeat(0), 1000, 10).is_err());
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let error = Desktop::new()
            .read(Path::new("."), 10)
            .expect_err("a folder");
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn local_time_has_an_offset_at_every_moment() {
        for moment in [i64::MIN, 0, 1_795_330_245, i64::MAX] {
            let zone = Desktop::new().zone();
            assert!(!Timestamp(moment).show(zone).is_empty());
        }
    }
}
