//! What the program remembers between two runs, as a small JSON file: no key, no token, nothing that was pasted.

use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::time::Span;

/// The version of the file that this program writes.
pub const VERSION: u64 = 1;

/// More bytes than any settings file of ours has.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What the person has chosen.
///
/// Members that this version does not know are kept and written back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    version: u64,
    /// The colors.
    #[serde(default)]
    pub theme: Theme,
    /// The size of everything, in percent; see [`ZOOMS`].
    #[serde(default = "hundred")]
    pub zoom_percent: u32,
    /// How long a new token is valid, as it is typed; one of [`EXPIRIES`].
    #[serde(default = "week")]
    pub expiry: String,
    /// Minutes without use after which private keys are forgotten; `None` is never.
    #[serde(default = "fifteen")]
    pub forget_key_after_minutes: Option<u32>,
    /// Seconds after which a copied token is cleared from the clipboard; `None` is never.
    #[serde(default = "sixty")]
    pub clear_clipboard_after_seconds: Option<u32>,
    /// Whether the window opens with tokens masked.
    #[serde(default)]
    pub redact: bool,
    /// The size of the window when it was last closed, in points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<[u32; 2]>,
    /// Whether the places of key files are remembered.
    #[serde(default)]
    pub remember_keys: bool,
    /// The key files that were opened, the last one first; at most [`MOST_KEYS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<RememberedKey>,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// Where a key file is, and what its key is called. Nothing of the key itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RememberedKey {
    /// The key's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The color it is told by, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Where its file is.
    pub path: String,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// The colors of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has them.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Why a settings file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It is not JSON, or not ours.
    #[error("{0}")]
    Broken(String),
    /// A later version of the program wrote it.
    #[error("it has version {0}, and this program knows versions up to {VERSION}")]
    Newer(u64),
}

/// The sizes to choose from, in percent.
pub const ZOOMS: [u32; 6] = [80, 90, 100, 115, 130, 150];

/// The bounds of the size, in percent.
const ZOOM_RANGE: std::ops::RangeInclusive<u32> = 50..=300;

/// The expiries to choose from.
pub const EXPIRIES: [&str; 5] = ["1h", "12h", "1d", "7d", "30d"];

/// The minutes without use to choose from, after which private keys are forgotten.
pub const FORGET_AFTER: [Option<u32>; 5] = [Some(5), Some(15), Some(30), Some(60), None];

/// The seconds to choose from, after which the clipboard is cleared.
pub const CLEAR_AFTER: [Option<u32>; 4] = [Some(15), Some(30), Some(60), None];

/// So many key files are remembered.
pub const MOST_KEYS: usize = 12;

fn hundred() -> u32 {
    100
}

fn week() -> String {
    "7d".to_owned()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "an absent member and `null` differ"
)]
fn fifteen() -> Option<u32> {
    Some(15)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "an absent member and `null` differ"
)]
fn sixty() -> Option<u32> {
    Some(60)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: Theme::default(),
            zoom_percent: hundred(),
            expiry: week(),
            forget_key_after_minutes: fifteen(),
            clear_clipboard_after_seconds: sixty(),
            redact: false,
            window: None,
            remember_keys: false,
            keys: Vec::new(),
            others: Map::new(),
        }
    }
}

impl Settings {
    /// Reads a settings file. What is outside its bounds is brought back into them.
    ///
    /// # Errors
    /// When the text is not JSON, has no version or another member of the wrong kind, or a later version wrote it.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let broken = |error: serde_json::Error| {
            // What serde says may quote a value.
            SettingsError::Broken(format!(
                "it cannot be read at line {}, column {}",
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
        settings.zoom_percent = settings
            .zoom_percent
            .clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
        if Span::parse(&settings.expiry).is_err() {
            settings.expiry = week();
        }
        for after in [
            &mut settings.forget_key_after_minutes,
            &mut settings.clear_clipboard_after_seconds,
        ] {
            // At once is as good as not at all.
            *after = after.map(|after| after.clamp(1, 24 * 60 * 60));
        }
        settings.keys.truncate(MOST_KEYS);
        Ok(settings)
    }

    /// The file, over several lines.
    #[expect(
        clippy::missing_panics_doc,
        reason = "nothing is in it that JSON lacks"
    )]
    pub fn write(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("there is nothing that JSON lacks");
        text.push('\n');
        text
    }

    /// As [`Settings::default`], but for what is not a choice: the size of the window and what later versions added.
    pub fn reset(&mut self) {
        *self = Self {
            window: self.window,
            others: std::mem::take(&mut self.others),
            ..Self::default()
        };
    }

    /// How long private keys are kept without use; `None` is for ever.
    pub fn forget_after(&self) -> Option<Span> {
        self.forget_key_after_minutes
            .map(|minutes| Span(i64::from(minutes) * 60))
    }

    /// How long a copied token stays on the clipboard; `None` is for ever.
    pub fn clear_after(&self) -> Option<Span> {
        self.clear_clipboard_after_seconds
            .map(|seconds| Span(i64::from(seconds)))
    }

    /// Remembers where a key file is, if that is wanted; the same place takes its ID anew and comes first.
    pub fn remember_key(&mut self, path: &str, id: Option<&str>) {
        if !self.remember_keys {
            return;
        }
        let known = self.keys.iter().position(|key| key.path == path);
        let mut key = known.map_or_else(RememberedKey::default, |at| self.keys.remove(at));
        path.clone_into(&mut key.path);
        if let Some(id) = id {
            key.id = Some(id.to_owned());
        }
        self.keys.insert(0, key);
        self.keys.truncate(MOST_KEYS);
    }

    /// Gives the key of the file with this name that was remembered last its ID.
    pub fn name_key(&mut self, file: &str, id: Option<&str>) {
        let is_it = |key: &&mut RememberedKey| key.file() == file;
        if let Some(key) = self.keys.iter_mut().find(is_it) {
            key.id = id.map(str::to_owned);
        }
    }
}

impl RememberedKey {
    /// The name of its file.
    pub fn file(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
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
        settings.remember_key("/home/ä/key.pem", Some("K1"));
        assert_eq!(Settings::parse(&settings.write()), Ok(settings.clone()));
        settings.reset();
        assert_eq!(settings.window, Some([900, 600]));
        assert_eq!((settings.theme, settings.keys.len()), (Theme::System, 0));
    }

    #[test]
    fn an_absent_time_is_the_usual_one_and_null_is_never() {
        let read = |text: &str| {
            let settings = Settings::parse(text).expect("it is ours");
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
    fn members_of_others_are_kept() {
        let text = r#"{"version": 1, "later": {"a": [1, 2]}, "keys": [{"path": "k", "added": 1}]}"#;
        let mut settings = Settings::parse(text).expect("it is ours");
        settings.redact = true;
        let written = settings.write();
        let value: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(value["later"]["a"][1], 2);
        assert_eq!(value["keys"][0]["added"], 1);
        assert_eq!(value["redact"], true);
        settings.reset();
        assert!(settings.write().contains("later"));
    }

    #[test]
    fn what_is_not_ours_is_told_apart_from_what_is_newer() {
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
        // A value is not repeated in what is said of it.
        let error = Settings::parse(r#"{"version": 1, "theme": "eyJhbGciOiJSUzI1NiJ9"}"#);
        assert!(
            !error
                .expect_err("no such theme")
                .to_string()
                .contains("eyJ")
        );
    }

    #[test]
    fn values_are_brought_into_their_bounds() {
        let text = r#"{"version": 1, "zoom_percent": 9999, "expiry": "soon", "clear_clipboard_after_seconds": 0}"#;
        let settings = Settings::parse(text).expect("it is ours");
        assert_eq!(settings.zoom_percent, 300);
        assert_eq!(settings.expiry, "7d");
        assert_eq!(settings.clear_after(), Some(Span(1)));
    }

    #[test]
    fn key_files_are_remembered_only_when_that_is_wanted() {
        let mut settings = Settings::default();
        settings.remember_key("a", None);
        assert!(settings.keys.is_empty());
        settings.remember_keys = true;
        for path in ["a", "b", "a"] {
            settings.remember_key(path, (path == "b").then_some("B"));
        }
        let paths: Vec<&str> = settings.keys.iter().map(|key| key.path.as_str()).collect();
        assert_eq!(paths, ["a", "b"]);
        settings.name_key("a", Some("A"));
        assert_eq!(settings.keys[0].id.as_deref(), Some("A"));
        assert_eq!(settings.keys[1].id.as_deref(), Some("B"));
        for i in 0..40 {
            settings.remember_key(&i.to_string(), None);
        }
        assert_eq!(settings.keys.len(), MOST_KEYS);
    }

    #[test]
    fn the_usual_choice_is_among_those_to_choose_from() {
        let usual = Settings::default();
        assert!(ZOOMS.contains(&usual.zoom_percent));
        assert!(EXPIRIES.contains(&usual.expiry.as_str()));
        assert!(FORGET_AFTER.contains(&usual.forget_key_after_minutes));
        assert!(CLEAR_AFTER.contains(&usual.clear_clipboard_after_seconds));
    }
}
