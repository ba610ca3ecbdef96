//! What the program remembers between runs, as a small JSON file: no key, no token, nothing that was pasted.

pub(super) mod remembered;

use egui::ThemePreference;
use serde::{Deserialize, Serialize};
use serde_json::Map;

use crate::core::{
    key::{Key, Stage},
    time::Span,
};

/// The version of the file that this program writes.
pub const VERSION: u64 = 1;

/// The largest settings file that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The settings.
///
/// Members that this version does not know are kept and written back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    version: u64,
    /// The colors.
    pub theme: Theme,
    /// The zoom factor, in percent; see [`ZOOMS`].
    pub zoom_percent: u32,
    /// The lifetime of new tokens, as it is typed; one of [`EXPIRIES`].
    pub expiry: String,
    /// Minutes without use after which private keys are forgotten; `None` is never.
    pub forget_key_after_minutes: Option<u32>,
    /// Seconds after which a copied token is cleared from the clipboard; `None` is never.
    pub clear_clipboard_after_seconds: Option<u32>,
    /// Whether the window opens with secrets redacted.
    pub redact: bool,
    /// The size of the window when it was last closed, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<[u32; 2]>,
    /// Whether the paths of key files are remembered.
    pub remember_keys: bool,
    /// Whether keys can be kept in the system keychain.
    pub keychain: bool,
    /// The key files that were opened, latest first, at most [`MOST_KEYS`]; and the keys in the keychain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<RememberedKey>,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// Where a key is, and its name. Nothing of the key itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RememberedKey {
    /// Its name.
    #[serde(flatten)]
    pub name: KeyName,
    /// The path of its file; `None` if it is in the system keychain, under its fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// The name of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyName {
    /// The thumbprint of its public half (RFC 7638), which identifies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Its key ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name of its environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The stage of its environment, as [`Stage::word`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// The colors of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Those of the system.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// One change to the settings, which can be applied to a file that another window has changed.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsChange {
    /// Sets the colors.
    Theme(Theme),
    /// Sets the zoom factor, in percent.
    Zoom(u32),
    /// Sets the lifetime of new tokens.
    Expiry(String),
    /// Sets after how many minutes private keys are forgotten.
    ForgetAfter(Option<u32>),
    /// Sets after how many seconds a copied token is cleared.
    ClearAfter(Option<u32>),
    /// Sets whether the window opens with secrets redacted.
    Redact(bool),
    /// Sets the size of the window.
    Window([u32; 2]),
    /// Sets whether the paths of key files are remembered.
    RememberKeys(bool),
    /// Sets whether keys can be kept in the system keychain.
    Keychain(bool),
    /// Remembers a key file, if that is on. A known path gets the new name and moves to the front.
    AddFile {
        /// Its path.
        path: String,
        /// The name of the key in it.
        name: KeyName,
    },
    /// Remembers that a key is in the keychain.
    AddToKeychain(KeyName),
    /// Renames a key wherever it is remembered.
    Rename(KeyName),
    /// Forgets a remembered key.
    Remove(RememberedKey),
    /// Restores the defaults, as [`Settings::reset`].
    Reset,
}

/// Why a settings file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It is not JSON, or not a settings file.
    #[error("{0}")]
    Broken(String),
    /// A later version of the program wrote it.
    #[error("the file has version {0}, and this program supports versions up to {VERSION}")]
    Newer(u64),
}

/// The zoom factors to choose from, in percent.
pub const ZOOMS: [u32; 7] = [80, 90, 100, 115, 130, 150, 200];

/// The range of the zoom factor, in percent.
const ZOOM_RANGE: std::ops::RangeInclusive<u32> = 50..=300;

/// The lifetimes to choose from.
pub const EXPIRIES: [&str; 5] = ["1h", "12h", "1d", "7d", "30d"];

/// The minutes without use to choose from, after which private keys are forgotten.
pub const FORGET_AFTER: [Option<u32>; 5] = [Some(5), Some(15), Some(30), Some(60), None];

/// The seconds to choose from, after which the clipboard is cleared.
pub const CLEAR_AFTER: [Option<u32>; 4] = [Some(15), Some(30), Some(60), None];

/// The most key files that are remembered.
pub const MOST_KEYS: usize = 12;

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: Theme::default(),
            zoom_percent: 100,
            expiry: "7d".to_owned(),
            forget_key_after_minutes: Some(15),
            clear_clipboard_after_seconds: Some(60),
            redact: false,
            window: None,
            remember_keys: false,
            keychain: false,
            keys: Vec::new(),
            others: Map::new(),
        }
    }
}

impl Settings {
    /// Parses a settings file. Values out of range are brought into it.
    ///
    /// # Errors
    /// When the text is not JSON, has no version or a member of the wrong type, or was written by a later version.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let broken = |error: serde_json::Error| {
            // The message of serde may contain a value.
            SettingsError::Broken(format!(
                "it cannot be parsed at line {}, column {}",
                error.line(),
                error.column()
            ))
        };
        let value: serde_json::Value = serde_json::from_str(text).map_err(broken)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version > VERSION => return Err(SettingsError::Newer(version)),
            Some(VERSION) => {}
            _ => return Err(SettingsError::Broken("it has no version".to_owned())),
        }
        let mut settings: Self = serde_json::from_str(text).map_err(broken)?;
        settings.apply(&SettingsChange::Zoom(settings.zoom_percent));
        if Span::parse(&settings.expiry).is_err() {
            settings.expiry = Self::default().expiry;
        }
        for after in [
            &mut settings.forget_key_after_minutes,
            &mut settings.clear_clipboard_after_seconds,
        ] {
            // Zero would forget a key before it can be used.
            *after = after.map(|after| after.clamp(1, 24 * 60 * 60));
        }
        let is_nowhere = |key: &RememberedKey| key.path.is_none() && key.name.fingerprint.is_none();
        if settings.keys.iter().any(is_nowhere) {
            let what = "a key in it has neither a path nor a fingerprint";
            return Err(SettingsError::Broken(what.to_owned()));
        }
        settings.drop_old_files();
        Ok(settings)
    }

    /// The file, over several lines.
    #[expect(clippy::missing_panics_doc, reason = "settings are always valid JSON")]
    pub fn write(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("settings are valid JSON");
        text.push('\n');
        text
    }

    /// Applies one change.
    pub fn apply(&mut self, change: &SettingsChange) {
        match change {
            SettingsChange::Theme(theme) => self.theme = *theme,
            SettingsChange::Zoom(percent) => {
                self.zoom_percent = (*percent).clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
            }
            SettingsChange::Expiry(expiry) => self.expiry.clone_from(expiry),
            SettingsChange::ForgetAfter(minutes) => self.forget_key_after_minutes = *minutes,
            SettingsChange::ClearAfter(seconds) => self.clear_clipboard_after_seconds = *seconds,
            SettingsChange::Redact(on) => self.redact = *on,
            SettingsChange::Window(size) => self.window = Some(*size),
            SettingsChange::RememberKeys(on) => self.remember_keys = *on,
            SettingsChange::Keychain(on) => self.keychain = *on,
            SettingsChange::AddFile { path, name } if self.remember_keys => {
                self.add(Some(path), name);
                self.drop_old_files();
            }
            SettingsChange::AddFile { .. } => {}
            SettingsChange::AddToKeychain(name) => self.add(None, name),
            SettingsChange::Rename(name) => {
                for key in &mut self.keys {
                    if key.name.fingerprint == name.fingerprint {
                        key.name.clone_from(name);
                    }
                }
            }
            SettingsChange::Remove(key) => self.keys.retain(|other| !other.is_same_place(key)),
            SettingsChange::Reset => self.reset(),
        }
    }

    /// Restores the defaults, except for what is not a choice: the size of the window, the members of later versions, and
    /// which keys are in the keychain, where they would otherwise stay unnoticed.
    pub fn reset(&mut self) {
        self.keys.retain(RememberedKey::is_in_keychain);
        *self = Self {
            window: self.window,
            keys: std::mem::take(&mut self.keys),
            others: std::mem::take(&mut self.others),
            ..Self::default()
        };
    }

    fn add(&mut self, path: Option<&str>, name: &KeyName) {
        let mut key = RememberedKey {
            name: name.clone(),
            path: path.map(str::to_owned),
            others: Map::new(),
        };
        let known = self.keys.iter().position(|other| other.is_same_place(&key));
        if let Some(known) = known {
            key.others = self.keys.remove(known).others;
        }
        self.keys.insert(0, key);
    }

    /// Keys in the keychain stay, however many files were opened since.
    fn drop_old_files(&mut self) {
        let mut files = 0;
        self.keys.retain(|key| {
            files += usize::from(!key.is_in_keychain());
            key.is_in_keychain() || files <= MOST_KEYS
        });
    }

    /// How long private keys are kept without use; `None` is until the program ends.
    pub fn forget_after(&self) -> Option<Span> {
        self.forget_key_after_minutes
            .map(|minutes| Span(i64::from(minutes) * 60))
    }

    /// How long a copied token stays on the clipboard; `None` is no limit.
    pub fn clear_after(&self) -> Option<Span> {
        self.clear_clipboard_after_seconds
            .map(|seconds| Span(i64::from(seconds)))
    }

    /// The place in [`Settings::keys`] of the keychain entry with this fingerprint.
    pub fn in_keychain(&self, fingerprint: &str) -> Option<usize> {
        let is_it = |key: &RememberedKey| {
            key.is_in_keychain() && key.name.fingerprint.as_deref() == Some(fingerprint)
        };
        self.keys.iter().position(is_it)
    }
}

impl RememberedKey {
    /// The keychain entry with this fingerprint.
    pub(crate) fn keychain_entry(fingerprint: &str) -> Self {
        Self {
            name: KeyName {
                fingerprint: Some(fingerprint.to_owned()),
                ..KeyName::default()
            },
            ..Self::default()
        }
    }

    /// Whether it is in the system keychain and not in a known file.
    pub fn is_in_keychain(&self) -> bool {
        self.path.is_none()
    }

    /// Whether both are the same file or the same keychain entry.
    fn is_same_place(&self, other: &Self) -> bool {
        self.path == other.path
            && (self.path.is_some() || self.name.fingerprint == other.name.fingerprint)
    }

    /// Its title: the label, the ID or the file name.
    pub fn title(&self) -> &str {
        let file = || self.path.as_deref()?.rsplit(['/', '\\']).next();
        let name = self.name.label.as_deref().or(self.name.id.as_deref());
        name.or_else(file).unwrap_or("a key without an ID")
    }
}

impl KeyName {
    /// The name of a loaded key.
    pub fn of(key: &Key) -> Self {
        let stage = (key.stage != Stage::Unmarked).then(|| key.stage.word().to_owned());
        Self {
            fingerprint: Some(key.public.fingerprint.clone()),
            id: key.id.clone(),
            label: key.label.clone(),
            stage,
        }
    }

    /// Gives this name to a key that was just read. What its source contains takes precedence.
    pub fn give_to(&self, key: &mut Key) {
        if let (None, Some(id)) = (&key.id, &self.id) {
            key.set_id(id);
        }
        if key.label.is_none() {
            key.set_label(self.label.as_deref().unwrap_or_default());
            key.stage = self.stage();
        }
    }

    /// The stage of its environment.
    pub fn stage(&self) -> Stage {
        let word = self.stage.as_deref();
        word.and_then(Stage::from_word).unwrap_or_default()
    }
}

impl From<Theme> for ThemePreference {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name of a key with this ID and a fingerprint of its own.
    fn named(id: &str) -> KeyName {
        KeyName {
            fingerprint: Some(format!("print of {id}")),
            id: Some(id.to_owned()),
            label: Some(id.to_owned()),
            stage: Some("production".to_owned()),
        }
    }

    fn file(path: &str, id: &str) -> SettingsChange {
        SettingsChange::AddFile {
            path: path.to_owned(),
            name: named(id),
        }
    }

    fn titles(settings: &Settings) -> Vec<&str> {
        settings.keys.iter().map(RememberedKey::title).collect()
    }

    #[test]
    fn settings_round_trip() {
        let mut settings = Settings {
            theme: Theme::Dark,
            zoom_percent: 115,
            expiry: "1h".to_owned(),
            forget_key_after_minutes: None,
            clear_clipboard_after_seconds: Some(15),
            redact: true,
            window: Some([900, 600]),
            remember_keys: true,
            ..Settings::default()
        };
        settings.apply(&file("/home/ä/key.pem", "K1"));
        settings.apply(&SettingsChange::AddToKeychain(named("K2")));
        assert_eq!(Settings::parse(&settings.write()), Ok(settings.clone()));
        settings.apply(&SettingsChange::Reset);
        assert_eq!(settings.window, Some([900, 600]));
        assert_eq!(settings.theme, Theme::System);
        // Keys in the keychain stay there, so they must stay listed.
        assert_eq!(titles(&settings), ["K2"]);
    }

    #[test]
    fn absent_time_is_default_and_null_is_never() {
        let read = |text: &str| {
            let settings = Settings::parse(text).expect("valid settings");
            (settings.forget_after(), settings.clear_after())
        };
        assert_eq!(
            read(r#"{"version": 1}"#),
            (Some(Span(15 * 60)), Some(Span(60)))
        );
        assert_eq!(
            read(
                r#"{"version": 1, "forget_key_after_minutes": null, "clear_clipboard_after_seconds": null}"#
            ),
            (None, None)
        );
    }

    #[test]
    fn unknown_members_are_kept() {
        let text = r#"{"version": 1, "later": {"a": [1, 2]}, "keys": [{"path": "k", "added": 1}]}"#;
        let mut settings = Settings::parse(text).expect("valid settings");
        settings.redact = true;
        let written = settings.write();
        let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(value["later"]["a"][1], 2);
        assert_eq!(value["keys"][0]["added"], 1);
        assert_eq!(value["redact"], true);
        settings.reset();
        assert!(settings.write().contains("later"));
    }

    #[test]
    fn changes_apply_to_the_settings_of_another_window() {
        let mut theirs = Settings {
            remember_keys: true,
            ..Settings::default()
        };
        for path in ["both", "removed here"] {
            theirs.apply(&file(path, path));
        }
        let removed = theirs.keys[0].clone();
        theirs.zoom_percent = 130;
        for change in [
            SettingsChange::Theme(Theme::Dark),
            SettingsChange::Remove(removed),
            file("new", "new"),
            SettingsChange::AddToKeychain(named("kept")),
            SettingsChange::Rename(KeyName {
                label: Some("renamed".to_owned()),
                ..named("both")
            }),
        ] {
            theirs.apply(&change);
        }
        assert_eq!((theirs.theme, theirs.zoom_percent), (Theme::Dark, 130));
        assert_eq!(titles(&theirs), ["kept", "new", "renamed"]);
        // The other window has turned it off since.
        theirs.apply(&SettingsChange::RememberKeys(false));
        theirs.apply(&file("late", "late"));
        assert_eq!(theirs.keys.len(), 3);
        theirs.apply(&SettingsChange::Remove(RememberedKey::keychain_entry(
            "print of kept",
        )));
        assert_eq!(titles(&theirs), ["new", "renamed"]);
    }

    #[test]
    fn broken_files_and_newer_files_differ() {
        assert_eq!(
            Settings::parse(r#"{"version": 2, "theme": 7}"#),
            Err(SettingsError::Newer(2))
        );
        for text in [
            "",
            "{",
            "[]",
            "{}",
            r#"{"version": "1"}"#,
            r#"{"version": 0}"#,
            r#"{"version": 1, "theme": "pink"}"#,
            r#"{"version": 1, "keys": [{}]}"#,
            "\u{0}\u{0}\u{0}",
        ] {
            let error = Settings::parse(text).expect_err(text);
            assert!(matches!(error, SettingsError::Broken(_)), "{text}");
        }
        // The message does not repeat the value.
        let error = Settings::parse(r#"{"version": 1, "theme": "eyJhbGciOiJSUzI1NiJ9"}"#);
        let message = error.expect_err("no such theme").to_string();
        assert!(!message.contains("eyJ"), "{message}");
    }

    #[test]
    fn values_out_of_range_are_clamped() {
        let text = r#"{"version": 1, "zoom_percent": 9999, "expiry": "soon", "clear_clipboard_after_seconds": 0}"#;
        let settings = Settings::parse(text).expect("valid settings");
        assert_eq!(settings.zoom_percent, 300);
        assert_eq!(settings.expiry, "7d");
        assert_eq!(settings.clear_after(), Some(Span(1)));
    }

    #[test]
    fn key_files_are_remembered_only_on_request() {
        let mut settings = Settings::default();
        settings.apply(&file("a", "A"));
        assert!(settings.keys.is_empty());
        settings.remember_keys = true;
        for (path, id) in [("a", "old"), ("b", "B"), ("a", "A")] {
            settings.apply(&file(path, id));
        }
        assert_eq!(titles(&settings), ["A", "B"]);
        settings.apply(&SettingsChange::AddToKeychain(named("A")));
        assert_eq!(settings.in_keychain("print of A"), Some(0));
        assert_eq!(settings.in_keychain("print of B"), None);
        let mut renamed = named("A");
        renamed.label = Some("acme".to_owned());
        renamed.stage = None;
        settings.apply(&SettingsChange::Rename(renamed));
        assert_eq!(titles(&settings), ["acme", "acme", "B"]);
        assert_eq!(settings.keys[0].name.stage(), Stage::Unmarked);
        assert_eq!(settings.keys[2].name.stage(), Stage::Production);
        for i in 0..40 {
            settings.apply(&file(&i.to_string(), "many"));
        }
        assert_eq!(settings.keys.len(), MOST_KEYS + 1);
        assert!(settings.in_keychain("print of A").is_some());
    }

    #[test]
    fn name_in_the_source_takes_precedence() {
        let mut key = Key::demo().with_id("mine").with_label("staging");
        named("K").give_to(&mut key);
        assert_eq!(KeyName::of(&key).id.as_deref(), Some("mine"));
        assert_eq!(key.stage, Stage::Staging);
        let mut key = Key::demo().with_id("");
        named("K").give_to(&mut key);
        assert_eq!(key.stage, Stage::Production);
        let name = KeyName::of(&key);
        assert_eq!(name.stage.as_deref(), Some("production"));
        assert_eq!(name.fingerprint, Some(key.public.fingerprint));
    }

    #[test]
    fn defaults_are_among_the_choices() {
        let defaults = Settings::default();
        assert!(ZOOMS.contains(&defaults.zoom_percent));
        assert!(EXPIRIES.contains(&defaults.expiry.as_str()));
        assert!(FORGET_AFTER.contains(&defaults.forget_key_after_minutes));
        assert!(CLEAR_AFTER.contains(&defaults.clear_clipboard_after_seconds));
    }
}
