//! Helpers that drive the window by its labels: pressing, pasting and looking, without a display.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use egui::{DroppedFile, Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use mux_jwt::{
    core::{
        import,
        key::Key as MuxKey,
        token::{Token, spec::TokenSpec},
    },
    platform::Picked,
    ui::App,
};

use super::{Fake, KEY_PEM, NOW};

pub(crate) type Window = Harness<'static, App<Fake>>;

/// Opens the window on a machine.
pub(crate) fn open(machine: Fake) -> Window {
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(30)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, machine));
    settle(&mut window);
    window
}

/// Runs until nothing moves. Notices and countdowns repaint later, so a fixed number of steps is enough.
pub(crate) fn settle(window: &mut Window) {
    window.run_steps(6);
}

/// Draws until a text appears that is produced on another thread.
pub(crate) fn wait_for(window: &mut Window, text: &str) {
    for _ in 0..600 {
        settle(window);
        if shows(window, text) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("`{text}` does not appear");
}

/// Presses the control with this label, scrolling to it if it is out of sight.
pub(crate) fn press(window: &mut Window, label: &str) {
    let node = window.get_by_label(label);
    // Below the window, or behind its bar.
    let rect = node.rect();
    if rect.bottom() > window.ctx.content_rect().bottom() || rect.top() < 48.0 {
        node.scroll_to_me();
        settle(window);
    }
    window.get_by_label(label).click();
    settle(window);
}

/// Replaces the content of the field with this label.
pub(crate) fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    if text.is_empty() {
        window.key_press(Key::Backspace);
    }
    window.event(Event::Paste(text.to_owned()));
    settle(window);
}

/// Pastes a text into the screen.
pub(crate) fn paste(window: &mut Window, text: &str) {
    window.event(Event::Paste(text.to_owned()));
    settle(window);
}

/// Adds a parameter to the form of the Sign screen by typing its name.
pub(crate) fn add_param(window: &mut Window, name: &str) {
    press(window, "Add parameter");
    window.event(Event::Text(name.to_owned()));
    settle(window);
    window.key_press(Key::Enter);
    settle(window);
}

/// Sets a parameter in the form of the Sign screen, and adds it if it has no row yet.
pub(crate) fn set_param(window: &mut Window, name: &str, text: &str) {
    if window.query_by_label(name).is_none() {
        add_param(window, name);
    }
    fill(window, name, text);
}

/// Shows the token of the Sign screen and copies it.
pub(crate) fn copy_token(window: &mut Window) -> String {
    press(window, "Token");
    copy(window, "Copy token")
}

/// What the field with this label contains.
pub(crate) fn value(window: &Window, label: &str) -> String {
    window.get_by_label(label).value().unwrap_or_default()
}

pub(crate) fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

/// The text on the clipboard.
pub(crate) fn clipboard(window: &Window) -> Option<&str> {
    window.state().platform.clipboard.as_deref()
}

/// Presses a Copy button and returns what it copied.
pub(crate) fn copy(window: &mut Window, button: &str) -> String {
    window.state_mut().platform.clipboard = None;
    press(window, button);
    let copied = clipboard(window);
    copied.expect("the button copies").to_owned()
}

/// The claims of the first token in a text, as written.
pub(crate) fn claims_in(text: &str) -> String {
    let import = import::find(text);
    let found = import.tokens.first().expect("the text contains a token");
    let token = Token::read(&found.text);
    token.claims().expect("the token has claims").to_string()
}

/// A token signed with [`KEY_PEM`] as the key `K`, which [`Fake::with_key`] has in its environment.
pub(crate) fn token(spec: &TokenSpec) -> String {
    token_of(&KEY_PEM, "K", spec)
}

/// A token signed with a private key in PEM under this ID.
pub(crate) fn token_of(pem: &str, id: &str, spec: &TokenSpec) -> String {
    let key = MuxKey::read(pem.as_bytes()).expect("the key of a test is valid");
    let signing = key.signing().expect("the key is private");
    let signed = spec.sign(id, signing, NOW);
    signed.expect("the spec is complete").token
}

/// Answers the file dialog that is open with this path.
pub(crate) fn pick(window: &mut Window, path: &str) {
    let picked = Picked::File(path.into());
    window.state_mut().platform.picked.push_back(picked);
    settle(window);
}

/// A file dropped onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads dropped files through the platform".to_owned())
    }
}

/// Drops a file of the machine onto the window.
pub(crate) fn drop_file(window: &mut Window, path: &str) {
    let file = Arc::new(Dropped(path.into()));
    window.input_mut().dropped_files.push(file);
    settle(window);
}
