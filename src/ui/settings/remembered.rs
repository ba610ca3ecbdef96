//! The settings of this session: read once, written whenever they change, and never onto what could not be read.

use egui::ThemePreference;

use super::{MAX_BYTES, Settings, SettingsError, Theme};
use crate::platform::{Files, SettingsStore, in_words};

/// The settings and whether they may be written.
pub(crate) struct Remembered {
    /// As they are now.
    pub(crate) settings: Settings,
    /// Where they are kept.
    pub(crate) path: Option<String>,
    /// Why they are not written in this session, if so.
    pub(crate) not_written: Option<String>,
    /// As they were in the file when it was last read or written.
    written: Settings,
    /// As they were when they were last to be written, whatever came of it.
    tried: Settings,
}

/// What is in the file.
enum Found {
    Settings(Settings),
    /// There is none, or none that can be used.
    Nothing,
    /// Nobody knows, at this moment.
    Unreadable,
}

/// What is to be told: what happened, and what that means.
pub(crate) type Said = (String, String);

impl Remembered {
    /// Reads the settings. A file that is broken gets another name; one that is newer stays as it is.
    pub(crate) fn load(machine: &mut (impl Files + SettingsStore)) -> (Self, Option<Said>) {
        let mut remembered = Self {
            settings: Settings::default(),
            path: machine
                .settings_path()
                .map(|path| path.display().to_string()),
            not_written: None,
            written: Settings::default(),
            tried: Settings::default(),
        };
        let (found, said) = remembered.read(machine, "The settings are as at the first start.");
        if let Found::Settings(settings) = found {
            remembered.written = settings.clone();
            remembered.tried = settings.clone();
            remembered.settings = settings;
        }
        (remembered, said)
    }

    /// Whether there is something to write, and it may be written.
    pub(crate) fn is_to_be_saved(&self) -> bool {
        self.not_written.is_none() && self.settings != self.tried
    }

    /// Writes the settings, with what another window has changed in the file meanwhile.
    pub(crate) fn save(&mut self, machine: &mut (impl Files + SettingsStore)) -> Option<Said> {
        let (found, said) = self.read(machine, "The settings are as they were in this window.");
        // Tried once for each change, so that a full disk is not told sixty times a second.
        self.tried = self.settings.clone();
        match found {
            Found::Settings(theirs) => {
                self.settings.merge(&self.written, &theirs);
                self.tried = self.settings.clone();
                self.written = theirs;
            }
            Found::Nothing => {}
            Found::Unreadable => return said,
        }
        if self.not_written.is_some() {
            return said;
        }
        match machine.save_settings(&self.settings.write()) {
            Ok(()) => {
                self.written = self.settings.clone();
                said
            }
            Err(error) => Some((
                format!("The settings cannot be written: {}", in_words(&error)),
                "They hold for this session. What was in the file before is unchanged.".to_owned(),
            )),
        }
    }

    /// What is in the file. What cannot be used is set aside, or nothing is written from now on.
    fn read(
        &mut self,
        machine: &mut (impl Files + SettingsStore),
        so: &str,
    ) -> (Found, Option<Said>) {
        let Some(path) = machine.settings_path() else {
            self.not_written = Some("there is no home folder to keep them in".to_owned());
            return (Found::Nothing, None);
        };
        let error = match machine.read(&path, MAX_BYTES) {
            Ok(bytes) => match parse(&bytes) {
                Ok(settings) => return (Found::Settings(settings), None),
                Err(error) => error,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (Found::Nothing, None);
            }
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                SettingsError::Broken("it is far too long".to_owned())
            }
            Err(error) => {
                let text = format!("The settings cannot be read: {}", in_words(&error));
                let hint = format!("{so} Nothing is written until the file can be read.");
                return (Found::Unreadable, Some((text, hint)));
            }
        };
        let said = match &error {
            SettingsError::Newer(_) => {
                self.not_written = Some("a newer Mux JWT wrote the file".to_owned());
                (
                    format!("A newer Mux JWT wrote the settings: {error}"),
                    format!(
                        "{so} The file stays as it is, and nothing is written in this session."
                    ),
                )
            }
            SettingsError::Broken(why) => {
                let text = format!("The settings file could not be used: {why}");
                match machine.set_settings_aside() {
                    Ok(aside) => {
                        let hint = format!("{so} What was there is in {}", aside.display());
                        (text, hint)
                    }
                    Err(error) => {
                        self.not_written = Some("the file is broken".to_owned());
                        let hint = format!(
                            "{so} It could not be set aside ({}), so nothing is written.",
                            in_words(&error)
                        );
                        (text, hint)
                    }
                }
            }
        };
        (Found::Nothing, Some(said))
    }
}

/// The size that the window had when it was closed, before there is one.
pub(crate) fn window_size(machine: &(impl Files + SettingsStore)) -> Option<[f32; 2]> {
    let bytes = machine.read(&machine.settings_path()?, MAX_BYTES).ok()?;
    let size = parse(&bytes).ok()?.window?;
    Some(size.map(|side| side.min(10_000) as f32))
}

fn parse(bytes: &[u8]) -> Result<Settings, SettingsError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_utf8| SettingsError::Broken("it is not text".to_owned()))?;
    Settings::parse(text)
}

/// The theme as egui calls it.
pub(crate) fn theme_of(theme: Theme) -> ThemePreference {
    match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    }
}
