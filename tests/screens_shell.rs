//! Tests of what all screens share: the command palette, shortcuts, focus and the title of the window.

use egui::{
    Event, Key, Modifiers, PointerButton, Vec2, ViewportCommand, ViewportId,
    accesskit::{Role, Toggled},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mux_jwt::ui::{Screen, settings::Theme};

use crate::support::{
    Fake, NOW, SETTINGS,
    screen::{Window, clipboard, fill, open, press, settle, shows, value},
};

const COMMAND: &str = "Command";
const ID: &str = "Playback ID";

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn palette(window: &mut Window) {
    key(window, Modifiers::COMMAND, Key::K);
}

fn typed(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

#[test]
fn palette_runs_a_command_by_keyboard() {
    let mut window = open(Fake::with_key());
    palette(&mut window);
    typed(&mut window, "colors dark");
    // Screen readers read the selected command, and typing goes on in the field.
    assert!(window.get_by_label("Settings, Colors: dark").is_focused());
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().screen(), Screen::Settings);
    let settings = window.state().session.settings();
    assert_eq!(settings.theme, Theme::Dark);
    assert!(window.query_by_label(COMMAND).is_none(), "it is closed");
}

#[test]
fn palette_selects_with_arrows() {
    let mut window = open(Fake::with_key());
    palette(&mut window);
    typed(&mut window, "batch save");
    key(&mut window, Modifiers::NONE, Key::ArrowDown);
    let row = window.get_by_label("Batch, Save the rows as JSON Lines");
    let is_selected = row.accesskit_node().data().toggled();
    assert_eq!(is_selected, Some(Toggled::True));
    assert!(row.is_focused());
}

#[test]
fn escape_closes_the_palette_and_returns_the_focus() {
    let mut window = open(Fake::with_key());
    window.get_by_label(ID).focus();
    settle(&mut window);
    palette(&mut window);
    key(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label(COMMAND).is_none());
    assert!(window.get_by_label(ID).is_focused());
    // The same shortcut closes it, too.
    palette(&mut window);
    palette(&mut window);
    assert!(window.get_by_label(ID).is_focused());
}

#[test]
fn first_field_of_a_screen_has_the_focus() {
    let mut window = open(Fake::with_key());
    assert!(window.get_by_label(ID).is_focused());
    press(&mut window, "Inspect");
    let input = "Token, URL or any text containing one";
    assert!(window.get_by_label(input).is_focused());
    // A paste into a full field would be inserted.
    press(&mut window, "Sign");
    fill(&mut window, ID, "ID1");
    press(&mut window, "Keys");
    press(&mut window, "Sign");
    assert!(!window.get_by_label(ID).is_focused());
}

#[test]
fn paste_without_focus_fills_the_form() {
    let mut window = open(Fake::with_key());
    key(&mut window, Modifiers::NONE, Key::Escape);
    window.event(Event::Paste("ID2".to_owned()));
    settle(&mut window);
    assert_eq!(value(&window, ID), "ID2");
}

#[test]
fn main_result_is_copied_by_shortcut() {
    let mut window = open(Fake::with_key());
    let copy = Modifiers::COMMAND | Modifiers::SHIFT;
    key(&mut window, copy, Key::C);
    assert!(shows(
        &window,
        "There is nothing to copy on this screen yet"
    ));
    fill(&mut window, ID, "ID1");
    key(&mut window, copy, Key::C);
    let url = clipboard(&window).expect("the URL is copied");
    assert!(
        url.starts_with("https://stream.mux.com/ID1.m3u8?token="),
        "{url}"
    );
}

#[test]
fn open_shortcut_follows_the_screen() {
    let mut window = open(Fake::with_key());
    let titles = [
        ("Sign", "Open a signing key"),
        ("Inspect", "Open a HAR, a log or other text"),
        ("Batch", "Open a list, a CSV or a log"),
    ];
    for (screen, title) in titles {
        press(&mut window, screen);
        key(&mut window, Modifiers::COMMAND, Key::O);
        let dialogs = &window.state().platform.dialogs;
        assert_eq!(dialogs.last().map(String::as_str), Some(title));
    }
}

#[test]
fn shortcuts_are_listed() {
    let mut window = open(Fake::with_key());
    key(&mut window, Modifiers::NONE, Key::F1);
    assert!(shows(&window, "Keyboard shortcuts"));
    assert!(shows(&window, "Ctrl+Shift+C"));
    key(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "Ctrl+Shift+C"));
    // In a field it is a character.
    window.get_by_label(ID).focus();
    settle(&mut window);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(!shows(&window, "Ctrl+Shift+C"));
    key(&mut window, Modifiers::NONE, Key::Escape);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(shows(&window, "Ctrl+Shift+C"));
}

#[test]
fn window_title_shows_the_verdict() {
    let mut window = open(Fake::with_key());
    press(&mut window, "Inspect");
    press(&mut window, "Try with an example");
    let mut titles = Vec::new();
    press(&mut window, "Sign");
    window.get_by_label("Inspect").click();
    for _ in 0..6 {
        window.step();
        let commands = &window.output().viewport_output[&ViewportId::ROOT].commands;
        titles.extend(commands.iter().filter_map(|command| match command {
            ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        }));
    }
    assert_eq!(titles, ["Refused: audience-mismatch – Mux JWT"]);
}

#[test]
fn key_menu_switches_and_forgets() {
    let mut window = open(Fake::with_key());
    window.get_by_label_contains("Current key: K").click();
    settle(&mut window);
    press(&mut window, "Forget K");
    assert!(shows(&window, "Current key: No key"));
    window.get_by_label("Current key: No key").click();
    settle(&mut window);
    press(&mut window, "Use a demo key");
    assert!(shows(&window, "Current key: demo-key"));
}

#[test]
fn countdown_ends_when_other_text_is_copied() {
    let mut window = open(Fake::with_key());
    fill(&mut window, ID, "ID1");
    press(&mut window, "Copy URL");
    assert!(shows(&window, "cleared in"));
    window.state_mut().platform.clipboard = Some("other".to_owned());
    window.state_mut().platform.now.0 = NOW.0 + 2;
    settle(&mut window);
    assert!(!shows(&window, "cleared in"));
}

#[test]
fn paste_on_a_button_is_for_the_screen() {
    let mut window = open(Fake::with_key());
    window.get_by_label("Redact").focus();
    settle(&mut window);
    window.event(Event::Paste("ID3".to_owned()));
    settle(&mut window);
    assert_eq!(value(&window, ID), "ID3");
}

#[test]
fn context_menu_copies_shown_code() {
    let mut window = open(Fake::with_key());
    press(&mut window, "Settings");
    window.get_by_label(SETTINGS).scroll_to_me();
    settle(&mut window);
    window.get_by_label(SETTINGS).click_secondary();
    settle(&mut window);
    press(&mut window, "Copy");
    assert_eq!(clipboard(&window), Some(SETTINGS));
}

#[test]
fn edge_between_columns_can_be_dragged() {
    let mut window = open(Fake::with_key());
    press(&mut window, "Batch");
    let edge = |window: &Window| window.get_by_role(Role::Splitter).rect().center();
    let from = edge(&window);
    let to = from + Vec2::new(60.0, 0.0);
    window.event(Event::PointerMoved(from));
    window.step();
    for (pos, pressed) in [(from, true), (to, false)] {
        window.event(Event::PointerMoved(pos));
        window.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    settle(&mut window);
    assert!((edge(&window).x - to.x).abs() < 2.0, "{:?}", edge(&window));
}
