//! The real desktop: clipboard, file dialogs, keychain and settings.

use std::{
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use super::{
    Clipboard, Dialogs, Keychain, Machine, Picked, SettingsStore, Wake,
    keychain::{self, Answer, KeychainError, Slot, Wish},
    settings,
};

/// Open connections to the desktop and pending answers.
#[derive(Default)]
pub(super) struct Handles {
    /// Kept open as long as the window: on X11 and Wayland, copied text is lost with it.
    clipboard: Option<arboard::Clipboard>,
    dialog: Option<Receiver<Picked>>,
    keychain: Option<Receiver<Answer>>,
    /// What the keychain is to keep, until it is ready to store it.
    kept: Slot,
}

/// Nobody cancels a dialog faster than this.
const SEEN: Duration = Duration::from_millis(400);

impl Handles {
    /// The clipboard. Under load, X11 refuses now and then, so it is tried twice.
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
            // An image, or nothing.
            Err(arboard::Error::ContentNotAvailable) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Waits for a dialog on another thread.
    fn wait(
        &mut self,
        dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
        wake: Wake,
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
            // The window may be closed by now.
            let _ = sender.send(picked);
            wake();
        });
    }
}

impl Clipboard for Machine {
    fn copy(&mut self, text: &str) -> Result<(), String> {
        let set = self.handles.clipboard()?.set();
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

    fn paste(&mut self) -> Result<Zeroizing<String>, String> {
        self.handles
            .clipboard()?
            .get_text()
            .map(Zeroizing::new)
            .map_err(|error| match error {
                arboard::Error::ContentNotAvailable => "it contains no text".to_owned(),
                error => error.to_string(),
            })
    }

    fn clear_copied(&mut self, text: &str) -> Result<bool, String> {
        if !self.handles.holds(text)? {
            return Ok(false);
        }
        let clipboard = self.handles.clipboard()?;
        clipboard.clear().map_err(|error| error.to_string())?;
        // Verified by reading it back; a success code proves nothing.
        match self.handles.holds(text) {
            Ok(true) => Err("the desktop refused to clear it".to_owned()),
            Ok(false) | Err(_) => Ok(true),
        }
    }

    fn leave_copied(&mut self, text: &str) -> Result<(), String> {
        if self.clipboard_outlives() || !self.handles.holds(text)? {
            return Ok(());
        }
        // Copied with the hint, it would not be offered to a clipboard manager when the handle is dropped.
        let set = self.handles.clipboard()?.set();
        set.text(text).map_err(|error| error.to_string())
    }

    fn clipboard_outlives(&self) -> bool {
        cfg!(not(target_os = "linux"))
    }
}

impl Dialogs for Machine {
    fn pick_file(&mut self, title: &str, wake: Wake) {
        // Created here, because macOS requires the main thread; only the waiting happens elsewhere.
        let dialog = rfd::AsyncFileDialog::new().set_title(title).pick_file();
        self.handles.wait(dialog, wake);
    }

    fn pick_save(&mut self, title: &str, name: &str, wake: Wake) {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .set_file_name(name)
            .save_file();
        self.handles.wait(dialog, wake);
    }

    fn picked_file(&mut self) -> Option<Picked> {
        let picked = self.handles.dialog.as_ref()?.try_recv().ok()?;
        self.handles.dialog = None;
        Some(picked)
    }
}

impl Keychain for Machine {
    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Wake) {
        let (answers, kept) = keychain::ask(fingerprint, wish, wake);
        (self.handles.keychain, self.handles.kept) = (Some(answers), kept);
    }

    fn forget_kept(&mut self) {
        self.handles.kept.empty();
    }

    fn keychain_answer(&mut self) -> Option<Answer> {
        let answer = match self.handles.keychain.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => {
                Err(KeychainError::Unusable("it did not answer".to_owned()))
            }
        };
        self.handles.keychain = None;
        Some(answer)
    }
}

impl SettingsStore for Machine {
    fn settings_path(&self) -> Option<PathBuf> {
        settings::place()
    }

    fn save_settings(&mut self, text: &str) -> io::Result<()> {
        settings::save(&settings::place().ok_or(io::ErrorKind::NotFound)?, text)
    }

    fn set_settings_aside(&mut self) -> io::Result<PathBuf> {
        settings::set_aside(&settings::place().ok_or(io::ErrorKind::NotFound)?)
    }
}
