//! The settings of this session: read once, written whenever they change, and never onto what could not be read.

use egui::ThemePreference;

use crate::{
    core::settings::{MAX_BYTES, Settings, SettingsError, Theme},
    platform::Platform,
};

/// The settings and whether they may be written.
pub(crate) struct Remembered {
    /// As they are now.
    pub(crate) settings: Settings,
    /// Where they are kept.
    pub(crate) path: Option<String>,
    /// Why they are not written in this session, if so.
    pub(crate) not_written: Option<String>,
    /// As they are in the file.
    written: Settings,
}

/// What is to be told: what happened, and what that means.
pub(crate) type Said = (String, String);

const AS_AT_FIRST: &str = "The settings are as at the first start.";

impl Remembered {
    /// Reads the settings. A file that is broken gets another name; one that is newer stays as it is.
    pub(crate) fn load(machine: &mut impl Platform) -> (Self, Option<Said>) {
        let path = machine.settings_path();
        let mut remembered = Self {
            settings: Settings::default(),
            path: path.as_ref().map(|path| path.display().to_string()),
            not_written: None,
            written: Settings::default(),
        };
        let Some(path) = path else {
            remembered.not_written = Some("there is no home folder to keep them in".to_owned());
            return (remembered, None);
        };
        let error = match machine.read(&path, MAX_BYTES) {
            Ok(bytes) => match parse(&bytes) {
                Ok(settings) => {
                    remembered.written = settings.clone();
                    remembered.settings = settings;
                    return (remembered, None);
                }
                Err(error) => error,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (remembered, None);
            }
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                SettingsError::Broken("it is far too long".to_owned())
            }
            Err(error) => {
                remembered.not_written = Some(format!("the file cannot be read: {error}"));
                let text = format!("The settings cannot be read: {error}");
                let hint = format!("{AS_AT_FIRST} Nothing is written until the file can be read.");
                return (remembered, Some((text, hint)));
            }
        };
        let said = match &error {
            SettingsError::Newer(_) => {
                remembered.not_written = Some("a newer Mux JWT wrote the file".to_owned());
                (
                    format!("The settings are of a newer Mux JWT: {error}"),
                    format!(
                        "{AS_AT_FIRST} The file stays as it is, and nothing is written in this session."
                    ),
                )
            }
            SettingsError::Broken(why) => match machine.set_settings_aside() {
                Ok(aside) => (
                    format!("The settings file could not be used: {why}"),
                    format!("{AS_AT_FIRST} What was there is in {}", aside.display()),
                ),
                Err(error) => {
                    remembered.not_written = Some("the file is broken".to_owned());
                    (
                        format!("The settings file could not be used: {why}"),
                        format!(
                            "{AS_AT_FIRST} It could not be set aside ({error}), so nothing is written."
                        ),
                    )
                }
            },
        };
        (remembered, Some(said))
    }

    /// Writes the settings if they have changed and may be written.
    pub(crate) fn save(&mut self, machine: &mut impl Platform) -> Option<Said> {
        if self.not_written.is_some() || self.settings == self.written {
            return None;
        }
        // Tried once for each change, so that a full disk is not told sixty times a second.
        self.written = self.settings.clone();
        let error = machine.save_settings(&self.settings.write()).err()?;
        Some((
            format!("The settings cannot be written: {error}"),
            "They hold for this session. What was in the file before is unchanged.".to_owned(),
        ))
    }
}

/// The size that the window had when it was closed, before there is one.
pub(crate) fn window_size(machine: &impl Platform) -> Option<[f32; 2]> {
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
