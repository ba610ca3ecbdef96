//! The real desktop: clipboard, file dialogs, keychain and settings.

use std::{io, path::PathBuf, sync::mpsc::TryRecvError};

use zeroize::Zeroizing;

use super::{
    Clipboard, Dialogs, Keychain, Machine, Picked, SettingsStore, Wake,
    keychain::{self, Answer, KeychainError, Wish},
    settings,
};

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
                Err(KeychainError::Unusable("it did not respond".to_owned()))
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
