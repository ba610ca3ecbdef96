//! Tests of the Keys screen and the key chip by their labels.

use egui::Event;
use mux_jwt::{
    core::{key::Stage, mux::audience::Audience, token::spec::TokenSpec},
    ui::Screen,
};

use crate::support::screen::{
    Window, drop_file, fill, open as window, press, settle, shows, token, value,
};
use crate::support::{Fake, KEY_PEM, OTHER_KEY_PEM, base64_of};

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
    let keys = window.state().session.keyring.keys();
    keys.iter().filter_map(|key| key.id.as_deref()).collect()
}

#[test]
fn keys_of_a_file_are_chosen() {
    let mut window = window(Fake::default().file("/config.json", &settings()));
    drop_file(&mut window, "/config.json");
    assert_eq!(window.state().screen(), Screen::Keys);
    assert!(shows(&window, "3 keys in config.json"));
    assert!(shows(&window, "This is not a key"));
    assert_eq!(ids(&window), [""; 0]);
    // The default is selected.
    assert!(shows(&window, "Load 1 key"));
    press(&mut window, "staging");
    press(&mut window, "Load 2 keys");
    assert!(!shows(&window, "3 keys in config.json"));
    assert_eq!(ids(&window), ["S", "P"]);
    // The default key of the file signs, and the top bar shows it.
    assert!(shows(&window, "Current key: production  ·  P"));
    let current = window.state().session.keyring.current().expect("a key");
    assert_eq!(current.stage, Stage::Production);
}

#[test]
fn offered_keys_can_be_declined() {
    let mut window = window(Fake::default().file("/config.json", &settings()));
    drop_file(&mut window, "/config.json");
    press(&mut window, "Load none");
    assert!(window.state().session.keyring.keys().is_empty());
    assert!(shows(&window, "No key is loaded"));
}

#[test]
fn pasted_env_file_is_a_key_with_id() {
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
fn pasted_text_is_read_as_a_key() {
    let mut window = window(Fake::default());
    press(&mut window, "Keys");
    window.event(Event::Paste(
        r#"{"data":[{"id":"K","created_at":"1"}]}"#.to_owned(),
    ));
    settle(&mut window);
    assert!(shows(&window, "This contains a key ID but no key"));
}

#[test]
fn swapped_variables_are_corrected_and_reported() {
    let machine = Fake::default()
        .var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM))
        .var("MUX_PRIVATE_KEY", "K");
    let mut window = window(machine);
    press(&mut window, "Keys");
    assert_eq!(ids(&window), ["K"]);
    assert!(shows(&window, "key and ID swapped"));
    assert!(shows(&window, "MUX_SIGNING_KEY is for the ID"));
}

#[test]
fn key_name_and_stage_are_always_visible() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    fill(&mut window, "Environment", "acme prod");
    assert!(shows(&window, "Current key: acme prod  ·  K"));
    let stage = |window: &Window| window.state().session.keyring.keys()[0].stage;
    assert_eq!(stage(&window), Stage::Production);
    press(&mut window, "Staging: stage of K");
    assert_eq!(stage(&window), Stage::Staging);
    // Without a name of its own the stage is the name.
    fill(&mut window, "Environment", "");
    press(&mut window, "Test: stage of K");
    assert!(shows(&window, "Current key: Test  ·  K"));
    press(&mut window, "Sign");
    assert!(shows(&window, "Current key: Test  ·  K"));
}

#[test]
fn key_fields_follow_the_key() {
    let env = |id: &str| {
        format!(
            "MUX_SIGNING_KEY={id}\nMUX_PRIVATE_KEY={}",
            base64_of(&KEY_PEM)
        )
    };
    let mut window = window(Fake::default().file("/.env", &env("First")));
    drop_file(&mut window, "/.env");
    press(&mut window, "Keys");
    let id = |window: &Window| value(window, "Key ID (kid)");
    assert_eq!(id(&window), "First");
    // The file has changed.
    let files = &mut window.state_mut().platform.files;
    files.insert("/.env".into(), env("Second").into());
    drop_file(&mut window, "/.env");
    assert_eq!(ids(&window), ["Second"]);
    assert_eq!(id(&window), "Second");
    // The field keeps the text as typed.
    fill(&mut window, "Key ID (kid)", " Third ");
    assert_eq!(ids(&window), ["Third"]);
    assert_eq!(id(&window), " Third ");
}

#[test]
fn stage_is_named_when_the_label_hides_it() {
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
    press(&mut window, "Production: stage of K");
    let token = token(&TokenSpec::new(Audience::Video, "abc"));
    press(&mut window, "Inspect");
    window.event(Event::Paste(token));
    settle(&mut window);
    assert!(shows(&window, "signed with the main (Production) key K"));
    press(&mut window, "Keys");
    assert!(shows(&window, "Current key: main (Production)  ·  K"));
    // The same key from another source keeps its name.
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
    assert!(shows(&window, "Loaded main: private RSA key"));
}

#[test]
fn default_environment_without_key_is_reported() {
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
