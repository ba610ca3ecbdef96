//! The fake desktop: clipboard, dialogs, keychain and settings of a [`Fake`].

use std::{
    io,
    path::{Path, PathBuf},
};

use mux_jwt::{
    core::key::KeyBytes,
    platform::{
        Clipboard, Dialogs, Keychain, Picked, SettingsStore, Wake,
        keychain::{Answer, KeychainError, Wish},
    },
};
use zeroize::Zeroizing;

use super::{Fake, SETTINGS};

impl Clipboard for Fake {
    fn copy(&mut self, text: &str) -> Result<(), String> {
        self.clipboard = Some(text.to_owned());
        Ok(())
    }

    fn paste(&mut self) -> Result<Zeroizing<String>, String> {
        let text = self.clipboard.clone();
        text.map(Zeroizing::new)
            .ok_or_else(|| "it contains no text".to_owned())
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
}

impl Dialogs for Fake {
    fn pick_file(&mut self, title: &str, wake: Wake) {
        self.dialogs.push(title.to_owned());
        wake();
    }

    fn pick_save(&mut self, title: &str, name: &str, wake: Wake) {
        self.dialogs.push(format!("{title}: {name}"));
        wake();
    }

    fn picked_file(&mut self) -> Option<Picked> {
        self.picked.pop_front()
    }
}

impl Keychain for Fake {
    fn ask_keychain(&mut self, fingerprint: &str, wish: Wish, wake: Wake) {
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
        // A locked keychain has stored nothing yet.
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
}

impl SettingsStore for Fake {
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
}
