//! Tests of settings, clipboard, keychain and redaction by labels and by everything that is drawn.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use egui::{
    Context, Event, FullOutput, Key, Modifiers, Plugin, Shape,
    accesskit::{Node, NodeId, Role},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jsonwebtoken::Algorithm;
use mux_jwt::{
    core::{
        json::Value,
        key::{Key as MuxKey, Stage},
        mux::audience::Audience,
        time::{Span, Timestamp},
        token::spec::TokenSpec,
    },
    platform::keychain::KeychainError,
    ui::{
        App, Screen,
        settings::{KeyName, Settings, SettingsChange, Theme},
    },
};

use crate::support::screen::{
    Window, clipboard, copy_token, fill, open as window, paste, pick, press, set_param, settle,
    shows, token_of,
};
use crate::support::{Fake, KEY_PEM, NOW, OTHER_KEY_PEM, SETTINGS, base64_of};

fn wait_until(window: &mut Window, seconds: i64) {
    window.state_mut().platform.now = Timestamp(NOW.0 + seconds);
    settle(window);
}

fn stored(window: &Window) -> Option<String> {
    let files = &window.state().platform.files;
    let bytes = files.get(Path::new(SETTINGS))?;
    Some(String::from_utf8(bytes.clone()).expect("settings are UTF-8"))
}

fn settings(window: &Window) -> Settings {
    Settings::parse(&stored(window).expect("settings were written")).expect("the settings parse")
}

/// The window of the same machine after a restart.
fn again(window: Window) -> Window {
    let mut app = window.into_state();
    app.close();
    self::window(app.platform)
}

fn with_settings(text: &str) -> Fake {
    Fake::default().file(SETTINGS, text)
}

#[test]
fn settings_are_saved_at_once_and_restored() {
    let mut window = window(Fake::default());
    assert_eq!(stored(&window), None, "nothing was changed yet");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num7);
    settle(&mut window);
    assert_eq!(window.state().screen(), Screen::Settings);
    assert!(shows(&window, SETTINGS));
    for label in [
        "Colors: Light",
        "Text size: 115 %",
        "Open with secrets redacted",
        "New tokens are valid for: 12 hours",
        "Forget unused private keys after: 5 minutes",
        "Clear copied tokens from the clipboard after: never",
    ] {
        press(&mut window, label);
    }
    let settings = settings(&window);
    assert_eq!(settings.theme, Theme::Light);
    assert_eq!(settings.zoom_percent, 115);
    assert_eq!(settings.expiry, "12h");
    assert_eq!(settings.forget_after(), Some(Span(300)));
    assert_eq!(settings.clear_after(), None);
    assert!(settings.redact);

    let mut window = again(window);
    assert!((window.ctx.zoom_factor() - 1.15).abs() < 0.001);
    assert_eq!(
        window.state().session.settings().forget_after(),
        Some(Span(300))
    );
    assert!(shows(&window, "Colors: light"));
    press(&mut window, "Try with a demo key");
    assert!(shows(&window, "Expires in 12 hours"));

    window.key_press_modifiers(Modifiers::COMMAND, Key::Num7);
    settle(&mut window);
    press(&mut window, "Reset");
    let reset = self::settings(&window);
    assert_eq!((reset.zoom_percent, reset.redact), (100, false));
    assert_eq!(
        window.state().session.settings().forget_after(),
        Some(Span(900))
    );
}

#[test]
fn changes_of_another_window_are_kept() {
    let mut window = window(Fake::default());
    press(&mut window, "Settings");
    press(&mut window, "Text size: 115 %");
    let mut other = settings(&window);
    other.expiry = "1h".to_owned();
    other.theme = Theme::Dark;
    other.keychain = true;
    other.apply(&SettingsChange::AddToKeychain(KeyName {
        fingerprint: Some("print".to_owned()),
        ..KeyName::default()
    }));
    let write = |window: &mut Window, text: String| {
        let files = &mut window.state_mut().platform.files;
        files.insert(SETTINGS.into(), text.into());
    };
    write(&mut window, other.write());
    press(&mut window, "Open with secrets redacted");
    let now = settings(&window);
    assert_eq!((now.zoom_percent, now.redact), (115, true));
    assert_eq!((now.expiry.as_str(), now.theme), ("1h", Theme::Dark));
    assert!(now.in_keychain("print").is_some());
    // This window applies them as well.
    assert!(shows(&window, "Colors: dark"));

    // A newer version wrote the file: from now on it is left unchanged.
    write(&mut window, r#"{"version": 9}"#.to_owned());
    press(&mut window, "Colors: Light");
    assert_eq!(stored(&window).as_deref(), Some(r#"{"version": 9}"#));
    assert!(shows(&window, "A newer Mux JWT wrote the settings"));
}

#[test]
fn file_corrupted_while_running_is_set_aside() {
    let mut window = window(Fake::default());
    press(&mut window, "Settings");
    press(&mut window, "Text size: 115 %");
    let files = &mut window.state_mut().platform.files;
    files.insert(SETTINGS.into(), b"{".to_vec());
    press(&mut window, "Colors: Light");
    let now = settings(&window);
    assert_eq!((now.zoom_percent, now.theme), (115, Theme::Light));
    assert!(shows(&window, "settings.broken-1.json"));
}

#[test]
fn unsaved_change_survives_the_next_change() {
    let mut machine = with_settings(r#"{"version": 1}"#);
    machine.disk_is_full = true;
    let mut window = window(machine);
    press(&mut window, "Settings");
    let never = "Forget unused private keys after: never";
    press(&mut window, never);
    assert!(shows(&window, "The settings cannot be saved"));
    press(&mut window, "Text size: 115 %");
    assert_eq!(window.state().session.settings().forget_after(), None);
    // The disk has room again.
    window.state_mut().platform.disk_is_full = false;
    press(&mut window, "Colors: Light");
    let now = settings(&window);
    assert_eq!((now.forget_after(), now.zoom_percent), (None, 115));
}

#[test]
fn key_in_wrong_variable_is_loaded() {
    let machine = Fake::default().var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM));
    let window = window(machine);
    assert_eq!(window.state().session.keyring.keys().len(), 1);
    assert!(window.state().session.keyring.keys()[0].id.is_none());
}

#[test]
fn zoom_from_the_keyboard_is_saved() {
    let mut window = window(Fake::default());
    window.ctx.set_zoom_factor(1.3);
    settle(&mut window);
    assert_eq!(settings(&window).zoom_percent, 130);
}

#[test]
fn corrupt_file_is_set_aside_and_reported() {
    let mut window = window(with_settings("{\"version\": 1, \"the"));
    assert!(shows(&window, "The settings file cannot be used"));
    assert!(shows(&window, "settings.broken-1.json"));
    let aside = PathBuf::from("config/settings.broken-1.json");
    let files = &window.state().platform.files;
    assert_eq!(files[&aside], b"{\"version\": 1, \"the");
    press(&mut window, "Settings");
    press(&mut window, "Colors: Dark");
    assert_eq!(settings(&window).theme, Theme::Dark);
}

#[test]
fn newer_file_is_left_unchanged() {
    let newer = "{\"version\": 9, \"colors\": [1, 2]}";
    let mut window = window(with_settings(newer));
    assert!(shows(&window, "A newer Mux JWT wrote the settings"));
    press(&mut window, "Settings");
    press(&mut window, "Colors: Dark");
    assert!(shows(&window, "Nothing is saved in this session"));
    let window = again(window);
    assert_eq!(stored(&window).as_deref(), Some(newer));
}

#[test]
fn full_disk_is_reported_once() {
    let machine = Fake {
        disk_is_full: true,
        ..Fake::default()
    };
    let mut window = window(machine);
    press(&mut window, "Settings");
    press(&mut window, "Forget unused private keys after: never");
    assert!(shows(&window, "The settings cannot be saved"));
    assert_eq!(window.state().session.settings().forget_after(), None);
    press(&mut window, "Dismiss");
    settle(&mut window);
    assert!(!shows(&window, "The settings cannot be saved"));
}

#[test]
fn settings_contain_no_secret() {
    let mut window = window(Fake::with_key().file("folder/other.pem", &OTHER_KEY_PEM));
    fill(&mut window, "Playback ID", "SomePlaybackId0123");
    let token = copy_token(&mut window);
    press(&mut window, "Inspect");
    fill(&mut window, "Token, URL or any text containing one", &token);
    press(&mut window, "Settings");
    press(&mut window, "Remember opened key files");
    press(&mut window, "Keys");
    press(&mut window, "Open key file…");
    pick(&mut window, "folder/other.pem");
    // Names of keys do not accept tokens or long texts.
    for field in ["Key ID (kid)", "Environment"] {
        for text in [&token, &"x".repeat(401)] {
            let of_other = window.query_all_by_label(field).last();
            of_other.expect("each key has one").focus();
            settle(&mut window);
            window.key_press_modifiers(Modifiers::COMMAND, Key::A);
            window.event(Event::Paste(text.clone()));
            settle(&mut window);
            assert!(shows(&window, "Not accepted as"));
        }
    }
    let window = again(window);
    let text = stored(&window).expect("settings were written");
    assert!(text.contains("folder/other.pem"), "{text}");
    for secret in [
        &token[..20],
        "SomePlaybackId",
        "PRIVATE",
        "xxxx",
        &base64_of(&KEY_PEM)[..20],
        &OTHER_KEY_PEM[60..80],
    ] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn key_file_is_remembered_only_on_request() {
    let mut window = window(Fake::default().file("folder/mine.pem", &KEY_PEM));
    let open = |window: &mut Window| {
        press(window, "Keys");
        press(window, "Open key file…");
        pick(window, "folder/mine.pem");
    };
    open(&mut window);
    assert_eq!(stored(&window), None);
    press(&mut window, "Settings");
    press(&mut window, "Remember opened key files");
    open(&mut window);
    fill(&mut window, "Key ID (kid)", "MyKeyId");
    let mut window = again(window);
    assert!(shows(&window, "No key"));
    press(&mut window, "Settings");
    press(&mut window, "Load MyKeyId");
    assert_eq!(
        window
            .state()
            .session
            .keyring
            .current()
            .and_then(|key| key.id.as_deref()),
        Some("MyKeyId")
    );
    press(&mut window, "Do not remember MyKeyId");
    assert!(settings(&window).keys.is_empty());
}

/// ID, label and stage of the key that signs.
fn current(window: &Window) -> Option<(Option<&str>, Option<&str>, Stage)> {
    let key = window.state().session.keyring.current()?;
    Some((key.id.as_deref(), key.label.as_deref(), key.stage))
}

#[test]
fn remembered_name_applies_only_to_its_key() {
    let stored = r#"{"version": 1, "remember_keys": true}"#;
    let mut window = window(with_settings(stored).file("a/mine.pem", &KEY_PEM));
    press(&mut window, "Keys");
    press(&mut window, "Open key file…");
    pick(&mut window, "a/mine.pem");
    fill(&mut window, "Key ID (kid)", "MyKeyId");
    fill(&mut window, "Environment", "Acme live");
    let name = (Some("MyKeyId"), Some("Acme live"), Stage::Production);
    assert_eq!(current(&window), Some(name));
    let mut window = again(window);
    press(&mut window, "Keys");
    assert!(shows(&window, "Remembered keys"));
    press(&mut window, "Load Acme live");
    assert_eq!(current(&window), Some(name));
    assert!(!shows(&window, "Remembered keys"));
    // The file now contains another key, which must not get the ID and stage of the old one.
    let mut window = again(window);
    let files = &mut window.state_mut().platform.files;
    files.insert("a/mine.pem".into(), OTHER_KEY_PEM.as_bytes().to_vec());
    press(&mut window, "Keys");
    press(&mut window, "Load Acme live");
    assert!(shows(
        &window,
        "The key in mine.pem is not the one that was remembered"
    ));
    assert_eq!(current(&window), Some((None, None, Stage::Unmarked)));
    // The remembered name follows.
    assert_eq!(settings(&window).keys[0].name.id, None);
}

#[test]
fn file_of_several_keys_is_remembered_by_path() {
    let stored = r#"{"version": 1, "remember_keys": true}"#;
    let env = format!(
        "A_MUX_SIGNING_KEY=A\nA_MUX_PRIVATE_KEY={}\nB_MUX_SIGNING_KEY=B\nB_MUX_PRIVATE_KEY={}\n",
        base64_of(&KEY_PEM),
        base64_of(&OTHER_KEY_PEM)
    );
    let mut window = window(with_settings(stored).file("a/.env", &env));
    for button in ["Open key file…", "Load .env"] {
        press(&mut window, "Keys");
        press(&mut window, button);
        pick(&mut window, "a/.env");
        assert!(shows(&window, "2 keys in .env"), "{button}");
        window = again(window);
    }
}

/// A window with the keychain turned on and a key with an ID and an environment.
fn with_keychain() -> Window {
    let stored = r#"{"version": 1, "keychain": true}"#;
    let mut machine = Fake::with_key();
    machine.files.insert(SETTINGS.into(), stored.into());
    let mut window = window(machine);
    press(&mut window, "Keys");
    fill(&mut window, "Environment", "Acme live");
    window
}

#[test]
fn keychain_needs_a_setting_and_a_press() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    assert!(!shows(&window, "in the keychain"));
    press(&mut window, "Settings");
    press(&mut window, "Allow keys in the system keychain");
    press(&mut window, "Keys");
    assert_eq!(window.state().platform.keychain, Ok(BTreeMap::new()));
    press(&mut window, "Keep K in the keychain");
    assert!(shows(&window, "In the system keychain"));
    let kept = window
        .state()
        .platform
        .keychain
        .clone()
        .expect("there is one");
    assert_eq!(kept.len(), 1);
    // A demo key cannot be kept: it signs nothing that plays.
    press(&mut window, "Forget key K");
    assert!(shows(&window, "it stays in the keychain"));
    press(&mut window, "Try with a demo key");
    assert!(!shows(&window, "Keep demo-key in the keychain"));
}

#[test]
fn kept_key_is_loaded_with_its_name() {
    let mut window = with_keychain();
    press(&mut window, "Keep K in the keychain");
    let text = stored(&window).expect("settings were written");
    for secret in ["PRIVATE", &base64_of(&KEY_PEM)[..20], &KEY_PEM[60..80]] {
        assert!(!text.contains(secret), "{text}");
    }
    let mut app = window.into_state();
    app.close();
    app.platform.vars.clear();
    let mut window = self::window(app.platform);
    assert_eq!(current(&window), None);
    press(&mut window, "Keys");
    press(&mut window, "Load Acme live");
    let name = (Some("K"), Some("Acme live"), Stage::Production);
    assert_eq!(current(&window), Some(name));
    assert!(shows(&window, "the keychain"));
    // The same key, which a token shows.
    press(&mut window, "Sign");
    fill(&mut window, "Playback ID", "abc");
    copy_token(&mut window);
    let token = clipboard(&window).expect("a token").to_owned();
    let key = MuxKey::read(KEY_PEM.as_bytes()).expect("a key");
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    assert!(key.public.verify(Algorithm::RS256, message, signature));
    press(&mut window, "Keys");
    // It may be the only copy, so one press is not enough, and a second one much later is none.
    let count = |window: &Window| {
        window
            .state()
            .platform
            .keychain
            .clone()
            .map(|keys| keys.len())
    };
    press(&mut window, "Remove K from the keychain");
    assert_eq!(count(&window), Ok(1));
    window.run_steps(600);
    // A double click is one press.
    let remove = window.get_by_label("Remove K from the keychain");
    remove.click_accesskit();
    window.run_steps(2);
    let remove = window.get_by_label("Confirm: remove K from the keychain");
    remove.click_accesskit();
    settle(&mut window);
    assert_eq!(count(&window), Ok(1));
    press(&mut window, "Confirm: remove K from the keychain");
    assert_eq!(count(&window), Ok(0));
    assert!(settings(&window).keys.is_empty());
    // It is still loaded, and can be kept again.
    assert_eq!(current(&window), Some(name));
    assert!(shows(&window, "Keep K in the keychain"));
}

/// Takes a key out of the keychain, with the two presses that it takes.
fn remove(window: &mut Window, key: &str) {
    press(window, &format!("Remove {key} from the keychain"));
    press(window, &format!("Confirm: remove {key} from the keychain"));
}

#[test]
fn locked_keychain_is_waited_for() {
    let mut window = with_keychain();
    window.state_mut().platform.is_locked = true;
    press(&mut window, "Keep K in the keychain");
    assert!(shows(&window, "Keep K in the keychain"));
    let keep = window.get_by_label("Keep K in the keychain");
    assert!(keep.accesskit_node().is_disabled());
    // What it is called by then is what is remembered.
    fill(&mut window, "Environment", "Acme staging");
    window.state_mut().platform.is_locked = false;
    settle(&mut window);
    assert!(shows(&window, "In the system keychain"));
    assert_eq!(settings(&window).keys[0].title(), "Acme staging");
}

#[test]
fn key_forgotten_before_unlock_is_not_kept() {
    for by_hand in [true, false] {
        let mut window = with_keychain();
        window.state_mut().platform.is_locked = true;
        press(&mut window, "Keep K in the keychain");
        if by_hand {
            press(&mut window, "Forget key K");
        } else {
            wait_until(&mut window, 15 * 60);
        }
        window.state_mut().platform.is_locked = false;
        settle(&mut window);
        let said = "The key was forgotten before the keychain stored it";
        assert!(shows(&window, said), "{by_hand}");
        assert_eq!(window.state().platform.keychain, Ok(BTreeMap::new()));
        assert!(settings(&window).keys.is_empty());
    }
}

#[test]
fn keychain_error_is_shown_and_loses_nothing() {
    let mut window = with_keychain();
    press(&mut window, "Keep K in the keychain");
    for error in [
        KeychainError::Locked,
        KeychainError::Missing,
        KeychainError::Unusable("no such bus".to_owned()),
    ] {
        let said = error.to_string();
        window.state_mut().platform.keychain = Err(error);
        remove(&mut window, "K");
        assert!(shows(&window, &said[4..]), "{said}");
        assert_eq!(settings(&window).keys.len(), 1);
    }
    // Another program has removed the key from the keychain.
    window.state_mut().platform.keychain = Ok(BTreeMap::new());
    press(&mut window, "Forget key K");
    press(&mut window, "Load Acme live");
    assert!(shows(&window, "The keychain no longer has this key"));
    remove(&mut window, "Acme live");
    assert!(settings(&window).keys.is_empty());
}

/// A window right after a token was copied.
fn copied() -> Window {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "abc");
    copy_token(&mut window);
    assert!(clipboard(&window).is_some_and(|text| text.starts_with("eyJ")));
    window
}

#[test]
fn copied_token_is_cleared_after_a_countdown() {
    let mut window = copied();
    assert!(shows(&window, "Copied the token · cleared in 60 s"));
    wait_until(&mut window, 58);
    assert!(shows(&window, "cleared in 2 s"));
    assert!(clipboard(&window).is_some());
    wait_until(&mut window, 60);
    assert_eq!(clipboard(&window), None);
    assert!(shows(&window, "Cleared the token from the clipboard"));
    assert!(!shows(&window, "cleared in"));
}

#[test]
fn only_a_countdown_repaints_each_second() {
    let delay = |window: &Window| {
        let outputs = &window.output().viewport_output;
        outputs[&egui::ViewportId::ROOT].repaint_delay
    };
    let mut window = copied();
    assert!(delay(&window) <= Duration::from_secs(1));
    press(&mut window, "Keep");
    wait_until(&mut window, 30);
    // A notice that ends needs one repaint, and the token one a minute.
    assert!(
        delay(&window) > Duration::from_secs(1),
        "{:?}",
        delay(&window)
    );
}

#[test]
fn text_copied_by_another_program_stays() {
    let mut window = copied();
    window.state_mut().platform.clipboard = Some("a poem".to_owned());
    wait_until(&mut window, 61);
    assert_eq!(clipboard(&window), Some("a poem"));
    assert!(!shows(&window, "cleared in"));

    let mut app = copied().into_state();
    app.platform.clipboard = Some("a poem".to_owned());
    app.close();
    assert_eq!(app.platform.clipboard.as_deref(), Some("a poem"));
}

#[test]
fn copied_token_is_cleared_or_kept_by_hand() {
    let mut window = copied();
    press(&mut window, "Clear now");
    assert_eq!(clipboard(&window), None);

    let mut window = copied();
    press(&mut window, "Keep");
    assert!(shows(&window, "Kept the token on the clipboard"));
    assert!(shows(
        &window,
        "afterwards only if a clipboard manager takes it over"
    ));
    wait_until(&mut window, 3600);
    assert!(clipboard(&window).is_some());
    let mut app = window.into_state();
    app.close();
    assert!(
        app.platform
            .left
            .is_some_and(|text| text.starts_with("eyJ"))
    );
}

#[test]
fn quitting_clears_tokens_but_not_payloads() {
    let mut app = copied().into_state();
    app.close();
    assert_eq!(app.platform.clipboard, None);
    assert_eq!(app.platform.left, None);

    let mut window = copied();
    press(&mut window, "Copy payload");
    assert!(!shows(&window, "cleared in"));
    assert!(shows(&window, "Copied the payload"));
    let mut app = window.into_state();
    app.close();
    assert!(
        app.platform
            .left
            .is_some_and(|text| text.contains("\"abc\""))
    );
}

#[test]
fn copied_url_and_snippet_are_cleared() {
    let mut window = copied();
    press(&mut window, "URL");
    press(&mut window, "Copy URL");
    assert!(shows(&window, "Copied the URL · cleared in 60 s"));
    press(&mut window, "Player code");
    press(&mut window, "Copy player code");
    assert!(shows(&window, " · cleared in 60 s"));
    wait_until(&mut window, 60);
    assert_eq!(clipboard(&window), None);
}

#[test]
fn clipboard_error_is_reported() {
    let mut window = copied();
    window.state_mut().platform.clipboard_refuses = Some("the compositor said no".to_owned());
    wait_until(&mut window, 60);
    assert!(shows(
        &window,
        "Cannot clear the token from the clipboard: the compositor said no"
    ));
    assert!(shows(&window, "Copy something else over it"));
}

/// Records everything that goes to the display and to screen readers.
#[derive(Clone, Default)]
struct Onlooker(Arc<Mutex<Vec<String>>>);

impl Plugin for Onlooker {
    fn debug_name(&self) -> &'static str {
        "onlooker"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        let mut seen = Vec::new();
        for clipped in &output.shapes {
            texts(&clipped.shape, &mut seen);
        }
        if let Some(update) = &output.platform_output.accesskit_update {
            let nodes: HashMap<NodeId, &Node> =
                update.nodes.iter().map(|(id, node)| (*id, node)).collect();
            for node in nodes.values() {
                let texts = [
                    node.label(),
                    node.value(),
                    node.description(),
                    node.placeholder(),
                    node.tooltip(),
                ];
                seen.extend(texts.into_iter().flatten().map(str::to_owned));
                let value = |id: &NodeId| {
                    let node = nodes.get(id).filter(|node| node.role() == Role::TextRun)?;
                    let text = node.value()?;
                    let lengths: usize = node
                        .character_lengths()
                        .iter()
                        .map(|len| usize::from(*len))
                        .sum();
                    assert_eq!(
                        lengths,
                        text.len(),
                        "the characters of a run are those of its text"
                    );
                    Some(text)
                };
                seen.push(node.children().iter().filter_map(value).collect());
            }
        }
        seen.extend(
            output
                .platform_output
                .events
                .iter()
                .map(|event| event.widget_info().description()),
        );
        *self.0.lock().expect("the lock is not poisoned") = seen;
    }
}

fn texts(shape: &Shape, seen: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, seen)),
        Shape::Text(text) => {
            seen.push(text.galley.text().to_owned());
            let rows = text.galley.rows.iter();
            seen.push(
                rows.flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr))
                    .collect(),
            );
        }
        _ => {}
    }
}

/// Every stretch of 12 characters.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len()).filter_map(|at| text.get(at..at + 12))
}

const KEY_ID: &str = "Kp1DoQ02MZMwWPmE01lTx7yWrg8xZ00rQ5qSxH00uOXYz4";
const OTHER_ID: &str = "Lq2EpR13NAzLXVOlfF12mUy8zXsi9yA11sR6rTyI11vPYZ";
const CUSTOM: &str = "ViewerNumber4711OfAlpha";

/// Visits every screen with a token, a key ID and a custom claim on it and returns the screens that show a part of these.
#[expect(clippy::too_many_lines, reason = "every screen in one pass")]
fn screens_with_secrets(redacted: bool) -> Vec<&'static str> {
    let token = |audience: Audience| {
        let mut request = TokenSpec::new(audience, "SomePlaybackId");
        let custom =
            Value::parse(&format!("{{\"note\": \"{CUSTOM}\", \"n\": 1}}")).expect("it is JSON");
        request.claims.push("custom", custom);
        token_of(&KEY_PEM, KEY_ID, &request)
    };
    let (video, thumbnail) = (token(Audience::Video), token(Audience::Thumbnail));
    // Without redaction the key ID is on every screen, in the top bar.
    let ids: &[&str] = if redacted { &[KEY_ID, OTHER_ID] } else { &[] };
    let secrets = [&*video, &*thumbnail, CUSTOM];
    let secrets: HashSet<String> = secrets
        .iter()
        .chain(ids)
        .flat_map(|text| stretches(text))
        .map(str::to_owned)
        .collect();

    let mut machine = Fake::with_key().var("MUX_SIGNING_KEY", KEY_ID);
    let mut stored = Settings::default();
    stored.remember_keys = true;
    let name = KeyName {
        id: Some(OTHER_ID.to_owned()),
        ..KeyName::default()
    };
    stored.apply(&SettingsChange::AddFile {
        path: "folder/mine.pem".to_owned(),
        name,
    });
    machine = machine.file(SETTINGS, &stored.write());
    let onlooker = Onlooker::default();
    let spy = onlooker.clone();
    let mut window = Harness::builder()
        .with_size([1280.0, 2400.0])
        .with_max_steps(30)
        .build_eframe(move |cc| {
            let app = App::new(&cc.egui_ctx, machine);
            cc.egui_ctx.add_plugin(spy);
            app
        });
    settle(&mut window);
    if redacted {
        window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
        settle(&mut window);
    }
    let mut screens = Vec::new();
    let mut look = |window: &mut Window, screen: &'static str| {
        settle(window);
        let seen = onlooker.0.lock().expect("the lock is not poisoned");
        assert!(seen.len() > 10, "{screen} is empty");
        let secret = seen
            .iter()
            .find(|text| stretches(text).any(|stretch| secrets.contains(stretch)));
        if let Some(text) = secret {
            assert!(!redacted, "{screen} shows a secret: {text}");
            screens.push(screen);
        }
    };

    fill(&mut window, "Playback ID", "SomePlaybackId");
    set_param(&mut window, "custom", &format!("{{\"note\": \"{CUSTOM}\""));
    look(&mut window, "Sign, half typed");
    let whole = format!("{{\"note\": \"{CUSTOM}\", \"n\": 1}}");
    set_param(&mut window, "custom", &whole);
    look(&mut window, "Sign");
    // The last token stays in view while the form cannot be used.
    set_param(&mut window, "custom", "{");
    look(&mut window, "Sign, with an earlier token");
    set_param(&mut window, "custom", &whole);
    press(&mut window, "QR");
    look(&mut window, "Sign, with a QR code");
    assert_eq!(shows(&window, "The QR code contains the token"), redacted);
    window.get_by_label_contains("Current key: ").hover();
    window.run_steps(40);
    look(&mut window, "Sign, with the key pointed at");
    press(&mut window, "Copy URL");
    assert!(
        clipboard(&window).is_some_and(|url| url.ends_with(&video)),
        "the copied URL is incomplete"
    );
    look(&mut window, "Sign, copied");

    press(&mut window, "Inspect URL");
    look(&mut window, "Inspect, from Sign");
    press(&mut window, "More evidence");
    press(&mut window, "Requested URL…");
    fill(
        &mut window,
        "Requested URL",
        &format!("https://stream.mux.com/Other.m3u8?token={thumbnail}"),
    );
    look(&mut window, "Inspect, with evidence");
    window.key_press(Key::Enter);
    settle(&mut window);
    paste(
        &mut window,
        &format!("10.0.0.1 GET {video}\n10.0.0.2 GET {thumbnail}\n"),
    );
    assert!(shows(&window, "2 requests"));
    look(&mut window, "Inspect, a log");
    paste(&mut window, &thumbnail[..thumbnail.len() - 9]);
    look(&mut window, "Inspect, a broken one");
    let payload = format!("{{\"sub\":\"SomePlaybackId\",\"custom\":{{\"note\":\"{CUSTOM}\"");
    let payload = URL_SAFE_NO_PAD.encode(payload);
    let header = thumbnail.split('.').next().expect("three parts");
    paste(
        &mut window,
        &format!("{header}.{payload}.{}", "A".repeat(342)),
    );
    assert!(shows(&window, "This is not JSON. It contains:"));
    look(&mut window, "Inspect, a payload that cannot be read");
    press(&mut window, "Recent");
    look(&mut window, "Inspect, recent cases");
    window.key_press(Key::Escape);
    paste(&mut window, &thumbnail);
    press(&mut window, "Compare with…");
    fill(
        &mut window,
        "B: token, URL or text containing one",
        &format!("https://stream.mux.com/SomePlaybackId.m3u8?token={video}"),
    );
    look(&mut window, "Compare");

    press(&mut window, "Batch");
    press(&mut window, "Inspect each");
    fill(
        &mut window,
        "Tokens, URLs, a log or a CSV",
        &format!("https://stream.mux.com/SomePlaybackId.m3u8?token={video}\n{thumbnail}\n"),
    );
    look(&mut window, "Batch, pasted");
    press(&mut window, "Inspect all rows");
    for _ in 0..500 {
        settle(&mut window);
        if shows(&window, "Inspect line 2") {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(shows(&window, "Inspect line 2"));
    look(&mut window, "Batch, done");

    press(&mut window, "Keys");
    look(&mut window, "Keys");
    press(&mut window, "Restrictions");
    look(&mut window, "Restrictions");
    press(&mut window, "Settings");
    look(&mut window, "Settings");
    press(&mut window, "Keys");
    window
        .get_by_label_contains("Forget key ")
        .click_accesskit();
    window.run_steps(1);
    look(&mut window, "Keys, as one is forgotten");
    assert!(shows(&window, "Forgot key Kp1D"));
    look(&mut window, "Keys, forgotten");
    screens
}

#[test]
fn redacted_screens_show_no_secret() {
    assert_eq!(screens_with_secrets(true), Vec::<&str>::new());
}

#[test]
fn unredacted_screens_show_the_secrets() {
    let screens = screens_with_secrets(false);
    assert_eq!(
        screens,
        [
            "Sign, half typed",
            "Sign",
            "Sign, with an earlier token",
            "Sign, with a QR code",
            "Sign, with the key pointed at",
            "Sign, copied",
            "Inspect, from Sign",
            "Inspect, with evidence",
            "Inspect, a log",
            "Inspect, a broken one",
            "Inspect, a payload that cannot be read",
            "Inspect, recent cases",
            "Compare",
            "Batch, pasted",
            "Batch, done",
        ]
    );
}
