//! The settings of this session and their file: read once, written with each change, never over a file that could not be
//! read.

use std::io;

use super::{MAX_BYTES, Settings, SettingsChange, SettingsError};
use crate::{
    platform::{Files, SettingsStore, in_words},
    ui::notice::Notice,
};

/// The settings, and whether they may be written.
pub(crate) struct Remembered {
    /// The settings in effect: the file with the changes of this window.
    pub(crate) settings: Settings,
    /// The path of the file.
    pub(crate) path: Option<String>,
    /// Why nothing is written in this session, if so.
    pub(crate) not_written: Option<String>,
    /// The changes that could not be written yet.
    pending: Vec<SettingsChange>,
}

/// What was found at the path of the settings.
enum Stored {
    Settings(Settings),
    /// Nothing, or nothing usable.
    Nothing,
    /// Unknown: the file cannot be read now.
    Unreadable,
}

impl Remembered {
    /// Loads the settings. A broken file is renamed; a newer one is left alone.
    pub(crate) fn load(store: &mut (impl Files + SettingsStore)) -> (Self, Option<Notice>) {
        let path = store.settings_path();
        let mut remembered = Self {
            settings: Settings::default(),
            path: path.map(|path| path.display().to_string()),
            not_written: None,
            pending: Vec::new(),
        };
        let (stored, notice) = remembered.read(store, "Defaults are in effect.");
        if let Stored::Settings(settings) = stored {
            remembered.settings = settings;
        }
        (remembered, notice)
    }

    /// Makes a change, here and in the file.
    ///
    /// The file is read first and changed as it is now, so that what another window or a later version wrote stays and
    /// takes effect here as well.
    pub(crate) fn change(
        &mut self,
        store: &mut (impl Files + SettingsStore),
        change: SettingsChange,
    ) -> Option<Notice> {
        let mut changed = self.settings.clone();
        changed.apply(&change);
        if changed == self.settings {
            return None;
        }
        self.settings = changed;
        if self.not_written.is_some() {
            return None;
        }
        self.pending.push(change);
        let (stored, notice) = self.read(store, "The settings of this window stay in effect.");
        match stored {
            Stored::Settings(mut settings) => {
                for change in &self.pending {
                    settings.apply(change);
                }
                self.settings = settings;
            }
            Stored::Nothing => {}
            Stored::Unreadable => return notice,
        }
        if self.not_written.is_some() {
            return notice;
        }
        match store.save_settings(&self.settings.write()) {
            Ok(()) => {
                self.pending.clear();
                notice
            }
            Err(error) => Some(Notice::standing(
                format!("The settings cannot be saved: {}", in_words(&error)),
                "They apply to this session. The file is unchanged.",
            )),
        }
    }

    /// Reads the file. One that cannot be used is renamed; if that fails, nothing is written from now on.
    fn read(
        &mut self,
        store: &mut (impl Files + SettingsStore),
        effect: &str,
    ) -> (Stored, Option<Notice>) {
        let Some(path) = store.settings_path() else {
            self.not_written = Some("there is no home folder".to_owned());
            return (Stored::Nothing, None);
        };
        let error = match store.read(&path, MAX_BYTES) {
            Ok(bytes) => match parse(&bytes) {
                Ok(settings) => return (Stored::Settings(settings), None),
                Err(error) => error,
            },
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound => return (Stored::Nothing, None),
                io::ErrorKind::FileTooLarge => SettingsError::Broken("it is too large".to_owned()),
                _ => {
                    let text = format!("The settings cannot be read: {}", in_words(&error));
                    let hint = format!("{effect} Nothing is saved until the file can be read.");
                    return (Stored::Unreadable, Some(Notice::standing(text, hint)));
                }
            },
        };
        let (text, hint) = match &error {
            SettingsError::Newer(_) => {
                self.not_written = Some("a newer Mux JWT wrote the file".to_owned());
                let hint =
                    format!("{effect} The file stays as it is; nothing is saved in this session.");
                (format!("A newer Mux JWT wrote the settings: {error}"), hint)
            }
            SettingsError::Broken(why) => {
                let hint = match store.set_settings_aside() {
                    Ok(aside) => format!("{effect} The old file is now {}", aside.display()),
                    Err(error) => {
                        self.not_written = Some("the file is broken".to_owned());
                        let why = in_words(&error);
                        format!("{effect} The file cannot be renamed ({why}), so nothing is saved.")
                    }
                };
                (format!("The settings file cannot be used: {why}"), hint)
            }
        };
        (Stored::Nothing, Some(Notice::standing(text, hint)))
    }
}

/// The size of the window when it was last closed, for opening it.
pub(crate) fn window_size(store: &(impl Files + SettingsStore)) -> Option<[f32; 2]> {
    let bytes = store.read(&store.settings_path()?, MAX_BYTES).ok()?;
    let size = parse(&bytes).ok()?.window?;
    Some(size.map(|side| side.min(10_000) as f32))
}

fn parse(bytes: &[u8]) -> Result<Settings, SettingsError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_utf8| SettingsError::Broken("it is not UTF-8".to_owned()))?;
    Settings::parse(text)
}
