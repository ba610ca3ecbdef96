//! The Keys screen and the key chip through the eyes of somebody who reads labels.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::{DroppedFile, Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mux_jwt::{
    core::{key::Stage, mux::audience::Audience, token::spec::TokenSpec},
    ui::Screen,
};

use crate::support::screen::{Window, open as window, press, shows};
use crate::support::{Fake, KEY_PEM, NOW, OTHER_KEY_PEM, base64_of};

fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    window.run_steps(6);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.event(Event::Paste(text.to_owned()));
    window.run_steps(6);
}

/// A file as the desktop hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads it through its machine".to_owned())
    }
}

fn drop_file(window: &mut Window, path: &str) {
    let file = Arc::new(Dropped(path.into()));
    window.input_mut().dropped_files.push(file);
    window.run_steps(6);
}

/// The settings of the Mux CLI with two environments, of which production is the default.
fn settings() -> String {
    format!(
        r#"{{"environments": {{
            "staging": {{"signingKeyId": "S", "signingPrivateKey": "{}"}},
            "production": {{"signingKeyId": "P", "signingPrivateKey": "{}"}},
            "broken": {{"signingKeyId": "B", "signingPrivateKey": "hello"}}
        }}, "defaultEnvironment": "production"}}"#,
        base64_of(&KEY_PEM),
        base64_of(&OTHER_KEY_PEM)
    )
}

fn ids(window: &Window) -> Vec<&str> {
    let keys = window.state().keyring.keys();
    keys.iter().filter_map(|key| key.id.as_deref()).collect()
}

#[test]
fn several_keys_of_a_file_are_chosen_from() {
    let mut window = window(Fake::default().file("/config.json", &settings()));
    drop_file(&mut window, "/config.json");
    assert_eq!(window.state().screen(), Screen::Keys);
    assert!(shows(&window, "3 keys in config.json"));
    assert!(shows(&window, "This is not a key"));
    assert_eq!(ids(&window), [""; 0]);
    // The default is chosen already.
    assert!(shows(&window, "Load 1 key"));
    press(&mut window, "staging");
    press(&mut window, "Load 2 keys");
    assert!(!shows(&window, "3 keys in config.json"));
    assert_eq!(ids(&window), ["S", "P"]);
    // The default of the file signs, and says so in the top bar.
    assert!(shows(&window, "Current key: production  ·  P"));
    let current = window.state().keyring.current().expect("a key");
    assert_eq!(current.stage, Stage::Production);
}

#[test]
fn keys_on_offer_can_be_left() {
    let mut window = window(Fake::default().file("/config.json", &settings()));
    drop_file(&mut window, "/config.json");
    press(&mut window, "Load none");
    assert!(window.state().keyring.keys().is_empty());
    assert!(shows(&window, "No key is loaded"));
}

#[test]
fn a_pasted_env_file_is_a_key_with_its_id() {
    let env = format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY={}", base64_of(&KEY_PEM));
    let mut window = window(Fake {
        clipboard: Some(env),
        ..Fake::default()
    });
    press(&mut window, "Paste key");
    assert_eq!(ids(&window), ["K"]);
    assert!(shows(&window, "Current key: K"));
}

#[test]
fn text_pasted_on_the_keys_screen_is_read_as_a_key() {
    let mut window = window(Fake::default());
    press(&mut window, "Keys");
    window.event(Event::Paste(
        r#"{"data":[{"id":"K","created_at":"1"}]}"#.to_owned(),
    ));
    window.run_steps(6);
    assert!(shows(&window, "The ID of a key is here, but not the key"));
}

#[test]
fn swapped_variables_are_changed_over_and_told() {
    let machine = Fake::default()
        .var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM))
        .var("MUX_PRIVATE_KEY", "K");
    let mut window = window(machine);
    press(&mut window, "Keys");
    assert_eq!(ids(&window), ["K"]);
    assert!(shows(&window, "key and ID in each other's variable"));
    assert!(shows(&window, "MUX_SIGNING_KEY is for the ID"));
}

#[test]
fn a_key_has_a_name_and_a_stage_that_are_always_in_sight() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    fill(&mut window, "Environment", "acme prod");
    assert!(shows(&window, "Current key: acme prod  ·  K"));
    let stage = |window: &Window| window.state().keyring.keys()[0].stage;
    assert_eq!(stage(&window), Stage::Production);
    press(&mut window, "Staging: what K is for");
    assert_eq!(stage(&window), Stage::Staging);
    // Without a name of its own the stage is the name.
    fill(&mut window, "Environment", "");
    press(&mut window, "Test: what K is for");
    assert!(shows(&window, "Current key: Test  ·  K"));
    press(&mut window, "Sign");
    assert!(shows(&window, "Current key: Test  ·  K"));
}

#[test]
fn the_fields_of_a_key_follow_what_it_is_called() {
    let env = |id: &str| {
        format!(
            "MUX_SIGNING_KEY={id}\nMUX_PRIVATE_KEY={}",
            base64_of(&KEY_PEM)
        )
    };
    let mut window = window(Fake::default().file("/.env", &env("First")));
    drop_file(&mut window, "/.env");
    press(&mut window, "Keys");
    let id = |window: &Window| window.get_by_label("Key ID (kid)").value();
    assert_eq!(id(&window).as_deref(), Some("First"));
    // The file has changed since.
    let files = &mut window.state_mut().platform.files;
    files.insert("/.env".into(), env("Second").into());
    drop_file(&mut window, "/.env");
    assert_eq!(ids(&window), ["Second"]);
    assert_eq!(id(&window).as_deref(), Some("Second"));
    // What is typed stays as it is typed.
    fill(&mut window, "Key ID (kid)", " Third ");
    assert_eq!(ids(&window), ["Third"]);
    assert_eq!(id(&window).as_deref(), Some(" Third "));
}

#[test]
fn what_an_environment_is_for_stands_in_words_whatever_it_is_called() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    for (label, chip) in [
        ("Acme production", "Current key: Acme production  ·  K"),
        (
            "Acme Broadcasting production",
            "Current key: Acme Broadcasting… (Production)  ·  K",
        ),
        (
            "Acme Broadcasting staging",
            "Current key: Acme Broadcasting… (Staging)  ·  K",
        ),
        ("main", "Current key: main  ·  K"),
    ] {
        fill(&mut window, "Environment", label);
        assert!(shows(&window, chip), "{label}");
    }
    press(&mut window, "Production: what K is for");
    let token = {
        let key = window.state().keyring.current().expect("a key");
        let request = TokenSpec::new(Audience::Video, "abc");
        let signed = request.sign("K", key.signing().expect("it is private"), NOW);
        signed.expect("the request is whole").token
    };
    press(&mut window, "Inspect");
    window.event(Event::Paste(token));
    window.run_steps(6);
    assert!(shows(&window, "signed with the main (Production) key K"));
    press(&mut window, "Keys");
    assert!(shows(&window, "Current key: main (Production)  ·  K"));
    // The same key from somewhere else keeps the name that the person knows it by.
    let env = format!(
        "MUX_SIGNING_KEY_STAGING=K\nMUX_PRIVATE_KEY_STAGING={}",
        base64_of(&KEY_PEM)
    );
    window
        .state_mut()
        .platform
        .files
        .insert("/.env".into(), env.into());
    drop_file(&mut window, "/.env");
    assert!(shows(&window, "Current key: main (Production)  ·  K"));
    assert!(shows(&window, "Loaded main: a private RSA key"));
}

#[test]
fn a_default_without_a_key_is_told_and_no_other_environment_taken_in_silence() {
    let settings = format!(
        r#"{{"environments": {{
            "production": {{"tokenId": "t", "tokenSecret": "s"}},
            "staging": {{"signingKeyId": "S", "signingPrivateKey": "{}"}}
        }}, "defaultEnvironment": "production"}}"#,
        base64_of(&KEY_PEM)
    );
    let mut window = window(Fake::default().file("/config.json", &settings));
    drop_file(&mut window, "/config.json");
    assert!(shows(&window, "1 key in config.json"));
    assert!(shows(
        &window,
        "The default, `production`, has no signing key here"
    ));
    assert_eq!(ids(&window), [""; 0]);
    press(&mut window, "staging");
    press(&mut window, "Load 1 key");
    assert_eq!(ids(&window), ["S"]);
}
