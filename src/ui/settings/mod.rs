//! What the program remembers between two runs, as a small JSON file: no key, no token, nothing that was pasted.

pub(super) mod remembered;

use serde::{Deserialize, Serialize};
use serde_json::Map;

use crate::core::{
    key::{Key, Stage},
    time::Span,
};

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
    /// Whether keys can be kept in the keychain of the system.
    #[serde(default)]
    pub keychain: bool,
    /// The key files that were opened, the last one first, at most [`MOST_KEYS`]; and the keys in the keychain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<RememberedKey>,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// Where a key is, and what it is called. Nothing of the key itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RememberedKey {
    /// What it is called.
    #[serde(flatten)]
    pub name: KeyName,
    /// Where its file is; `None` is the keychain of the system, where it stands under its fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(flatten)]
    others: Map<String, serde_json::Value>,
}

/// What a key is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyName {
    /// The thumbprint of its public half (RFC 7638), which tells it from every other key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The key's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the person calls its environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What its environment is for, by [`Stage::word`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
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
    #[error("they have version {0}, and this program knows versions up to {VERSION}")]
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
            keychain: false,
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
        settings.set_zoom(settings.zoom_percent);
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
        let is_nowhere = |key: &RememberedKey| key.path.is_none() && key.name.fingerprint.is_none();
        if settings.keys.iter().any(is_nowhere) {
            return Err(SettingsError::Broken("a key in it has no place".to_owned()));
        }
        settings.leave_out_old_files();
        Ok(settings)
    }

    /// Sets the size of everything, in percent, as far as it goes.
    pub fn set_zoom(&mut self, percent: u32) {
        self.zoom_percent = percent.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
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

    /// As [`Settings::default`], but for what is not a choice: the size of the window, what later versions added, and which
    /// keys are in the keychain, since they would be there without anybody knowing.
    pub fn reset(&mut self) {
        self.keys.retain(RememberedKey::is_in_keychain);
        *self = Self {
            window: self.window,
            keys: std::mem::take(&mut self.keys),
            others: std::mem::take(&mut self.others),
            ..Self::default()
        };
    }

    /// Takes in what another window has changed since the settings of both were these. What both have changed is as here.
    #[expect(
        clippy::missing_panics_doc,
        reason = "settings are an object, and what is made of two is settings"
    )]
    pub fn merge(&mut self, base: &Self, theirs: &Self) {
        let members = |settings: &Self| match serde_json::to_value(settings) {
            Ok(serde_json::Value::Object(members)) => members,
            other => unreachable!("settings are an object, and not {other:?}"),
        };
        let (mut ours, base_members, theirs_members) =
            (members(self), members(base), members(theirs));
        let keys_here = std::mem::take(&mut self.keys);
        let names: Vec<String> = ours.keys().chain(theirs_members.keys()).cloned().collect();
        for name in names {
            if ours.get(&name) == base_members.get(&name) {
                match theirs_members.get(&name).cloned() {
                    Some(value) => ours.insert(name, value),
                    None => ours.remove(&name),
                };
            }
        }
        *self = serde_json::from_value(serde_json::Value::Object(ours))
            .expect("each member is as settings have it");
        if theirs.keys == base.keys {
            self.keys = keys_here;
        } else {
            self.merge_keys(keys_here, base, theirs);
        }
        self.leave_out_old_files();
    }

    fn merge_keys(&mut self, here: Vec<RememberedKey>, base: &Self, theirs: &Self) {
        let mut keys = theirs.keys.clone();
        let is_known = |keys: &[RememberedKey], key: &RememberedKey| {
            keys.iter().any(|other| other.is_same_place(key))
        };
        keys.retain(|key| !is_known(&base.keys, key) || is_known(&here, key));
        for key in here.into_iter().rev() {
            // The other window may have said that no files are to be remembered.
            let is_wanted = self.remember_keys || key.is_in_keychain();
            if is_wanted && !base.keys.contains(&key) {
                keys.retain(|other| !other.is_same_place(&key));
                keys.insert(0, key);
            }
        }
        self.keys = keys;
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

    /// Remembers where a key file is, if that is wanted; the same place takes its name anew and comes first.
    pub fn remember_file(&mut self, path: &str, name: KeyName) {
        if self.remember_keys {
            self.remember(Some(path), name);
            self.leave_out_old_files();
        }
    }

    /// Remembers that a key is in the keychain.
    pub fn remember_in_keychain(&mut self, name: KeyName) {
        self.remember(None, name);
    }

    fn remember(&mut self, path: Option<&str>, name: KeyName) {
        let mut key = RememberedKey {
            name,
            path: path.map(str::to_owned),
            others: Map::new(),
        };
        let known = self.keys.iter().position(|other| other.is_same_place(&key));
        if let Some(known) = known {
            key.others = self.keys.remove(known).others;
        }
        self.keys.insert(0, key);
    }

    /// A key in the keychain was not asked for as often as it was opened, so it stays.
    fn leave_out_old_files(&mut self) {
        let mut files = 0;
        self.keys.retain(|key| {
            files += usize::from(!key.is_in_keychain());
            key.is_in_keychain() || files <= MOST_KEYS
        });
    }

    /// Calls a key so wherever it is remembered.
    pub fn name_key(&mut self, name: &KeyName) {
        let is_it = |key: &&mut RememberedKey| key.name.fingerprint == name.fingerprint;
        for key in self.keys.iter_mut().filter(is_it) {
            key.name.clone_from(name);
        }
    }

    /// Whether the key with this fingerprint is in the keychain.
    pub fn is_in_keychain(&self, fingerprint: &str) -> bool {
        let is_it = |key: &RememberedKey| key.name.fingerprint.as_deref() == Some(fingerprint);
        self.keys
            .iter()
            .any(|key| key.is_in_keychain() && is_it(key))
    }
}

impl RememberedKey {
    /// Whether the keychain of the system has it, and no file that is known.
    pub fn is_in_keychain(&self) -> bool {
        self.path.is_none()
    }

    /// Whether both are in one file, or are one key of the keychain.
    fn is_same_place(&self, other: &Self) -> bool {
        self.path == other.path
            && (self.path.is_some() || self.name.fingerprint == other.name.fingerprint)
    }

    /// What to call it: its label, its ID or the name of its file.
    pub fn title(&self) -> &str {
        let file = || self.path.as_deref()?.rsplit(['/', '\\']).next();
        let name = self.name.label.as_deref().or(self.name.id.as_deref());
        name.or_else(file).unwrap_or("a key without an ID")
    }
}

impl KeyName {
    /// What a loaded key is called.
    pub fn of(key: &Key) -> Self {
        let stage = (key.stage != Stage::Unmarked).then(|| key.stage.word().to_owned());
        Self {
            fingerprint: Some(key.public.fingerprint.clone()),
            id: key.id.clone(),
            label: key.label.clone(),
            stage,
        }
    }

    /// Calls a key so that was just read. One that says itself what it is called knows better.
    pub fn give_to(&self, key: &mut Key) {
        if let (None, Some(id)) = (&key.id, &self.id) {
            key.set_id(id);
        }
        if key.label.is_none() {
            key.set_label(self.label.as_deref().unwrap_or_default());
            key.stage = self.stage();
        }
    }

    /// What its environment is for.
    pub fn stage(&self) -> Stage {
        let word = self.stage.as_deref();
        word.and_then(Stage::from_word).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key of this ID, with a fingerprint of its own.
    fn called(id: &str) -> KeyName {
        KeyName {
            fingerprint: Some(format!("print of {id}")),
            id: Some(id.to_owned()),
            label: Some(id.to_owned()),
            stage: Some("production".to_owned()),
        }
    }

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
        settings.remember_file("/home/ä/key.pem", called("K1"));
        settings.remember_in_keychain(called("K2"));
        assert_eq!(Settings::parse(&settings.write()), Ok(settings.clone()));
        settings.reset();
        assert_eq!(settings.window, Some([900, 600]));
        assert_eq!(settings.theme, Theme::System);
        // What is in the keychain stays there, so it must stay known.
        let titles: Vec<&str> = settings.keys.iter().map(RememberedKey::title).collect();
        assert_eq!(titles, ["K2"]);
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
    fn two_windows_keep_what_each_has_changed() {
        let mut base = Settings {
            remember_keys: true,
            window: Some([900, 600]),
            ..Settings::default()
        };
        for path in ["both", "gone here", "gone there"] {
            base.remember_file(path, called(path));
        }
        base.remember_in_keychain(called("kept"));
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        ours.theme = Theme::Dark;
        ours.zoom_percent = 115;
        ours.keys
            .retain(|key| key.path.as_deref() != Some("gone here"));
        ours.remember_file("new here", called("new here"));
        theirs.zoom_percent = 130;
        theirs.redact = true;
        theirs.window = None;
        theirs
            .keys
            .retain(|key| key.path.as_deref() != Some("gone there"));
        theirs.remember_in_keychain(called("new there"));
        theirs.name_key(&KeyName {
            label: Some("named there".to_owned()),
            ..called("both")
        });
        theirs.others.insert("later".to_owned(), 1.into());
        ours.merge(&base, &theirs);
        assert_eq!((ours.theme, ours.zoom_percent), (Theme::Dark, 115));
        assert_eq!((ours.redact, ours.window), (true, None));
        assert_eq!(ours.others["later"], 1);
        let titles: Vec<&str> = ours.keys.iter().map(RememberedKey::title).collect();
        assert_eq!(titles, ["new here", "new there", "kept", "named there"]);
        // The order is that of this window where the other has not touched them.
        let mut again = ours.clone();
        again.remember_file("both", called("both"));
        let (asked, before) = (again.clone(), ours.clone());
        again.merge(&before, &before);
        assert_eq!(again, asked);
        // Nothing is remembered any more once the other window has said so.
        let (mut late, mut never) = (base.clone(), base.clone());
        late.remember_file("late", called("late"));
        never.remember_keys = false;
        never.keys.clear();
        late.merge(&base, &never);
        assert!(late.keys.is_empty());
        // Where nobody has changed anything, nothing changes.
        let mut same = ours.clone();
        same.merge(&ours, &ours);
        assert_eq!(same, ours);
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
        settings.remember_file("a", called("A"));
        assert!(settings.keys.is_empty());
        settings.remember_keys = true;
        for (path, id) in [("a", "old"), ("b", "B"), ("a", "A")] {
            settings.remember_file(path, called(id));
        }
        let places = |settings: &Settings| {
            let of = |key: &RememberedKey| key.path.clone().unwrap_or_default();
            settings.keys.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(places(&settings), ["a", "b"]);
        settings.remember_in_keychain(called("A"));
        assert!(settings.is_in_keychain("print of A") && !settings.is_in_keychain("print of B"));
        let mut named = called("A");
        named.label = Some("acme".to_owned());
        named.stage = None;
        settings.name_key(&named);
        let titles: Vec<&str> = settings.keys.iter().map(RememberedKey::title).collect();
        assert_eq!(titles, ["acme", "acme", "B"]);
        assert_eq!(settings.keys[0].name.stage(), Stage::Unmarked);
        assert_eq!(settings.keys[2].name.stage(), Stage::Production);
        for i in 0..40 {
            settings.remember_file(&i.to_string(), called("many"));
        }
        assert_eq!(settings.keys.len(), MOST_KEYS + 1);
        assert!(settings.is_in_keychain("print of A"));
    }

    #[test]
    fn a_key_says_better_than_a_memory_what_it_is_called() {
        let mut key = Key::demo().with_id("mine").with_label("staging");
        called("K").give_to(&mut key);
        assert_eq!(KeyName::of(&key).id.as_deref(), Some("mine"));
        assert_eq!(key.stage, Stage::Staging);
        let mut key = Key::demo().with_id("");
        called("K").give_to(&mut key);
        assert_eq!(key.stage, Stage::Production);
        let name = KeyName::of(&key);
        assert_eq!(name.stage.as_deref(), Some("production"));
        assert_eq!(name.fingerprint, Some(key.public.fingerprint));
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
