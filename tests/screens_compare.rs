//! Tests of the Compare screen by its labels.

use egui::Event;
use egui_kittest::kittest::Queryable as _;
use mux_jwt::{
    core::{
        mux::audience::Audience,
        time::Timestamp,
        token::spec::{Expiry, TokenSpec},
    },
    ui::Screen,
};

use crate::support::screen::{
    self, Window, copy, fill, press, settle, shows, token, token_of, value,
};
use crate::support::{Fake, NOW, OTHER_KEY_PEM, base64_of};

const A: &str = "A: token, URL or text containing one";
const B: &str = "B: token, URL or text containing one";

/// Opens the screen.
fn window(machine: Fake) -> Window {
    let mut window = screen::open(machine);
    press(&mut window, "Compare");
    assert_eq!(window.state().screen(), Screen::Compare);
    window
}

fn count(window: &Window, text: &str) -> usize {
    window.query_all_by_label_contains(text).count()
}

fn video() -> TokenSpec {
    TokenSpec::new(Audience::Video, "ID")
}

fn expired() -> TokenSpec {
    TokenSpec {
        expiry: Expiry::At(Timestamp(NOW.0 - 3 * 3600)),
        ..video()
    }
}

#[test]
fn empty_screen_offers_an_example() {
    let mut window = window(Fake::default());
    assert!(shows(&window, "Paste two tokens or URLs"));
    press(&mut window, "Try with an example");
    assert!(shows(
        &window,
        "A: valid for 7 days; B: the token expired 3 hours ago"
    ));
    assert!(shows(&window, "Only B has"));
    assert_eq!(count(&window, "Signature: Verified"), 2);
    assert_eq!(count(&window, "Accepted by Mux?: Accepted"), 1);
    assert_eq!(count(&window, "Accepted by Mux?: Refused"), 1);
}

#[test]
fn one_side_asks_for_the_other() {
    let mut window = window(Fake::with_key());
    fill(&mut window, A, &token(&video()));
    assert!(shows(&window, "Paste the other token into B"));
    assert!(shows(&window, "Signature: Verified"));
    press(&mut window, "Clear A");
    fill(&mut window, B, &token(&video()));
    assert!(shows(&window, "Paste the other token into A"));
    fill(&mut window, A, "hello");
    assert!(shows(&window, "No token found"));
    assert!(shows(&window, "Two tokens are needed"));
}

#[test]
fn differences_are_listed_in_words_and_claims() {
    let mut window = window(Fake::with_key());
    fill(&mut window, A, &token(&video()));
    fill(&mut window, B, &token(&expired()));
    assert!(shows(&window, "One difference that matters"));
    assert!(shows(
        &window,
        "A: valid for 7 days; B: the token expired 3 hours ago"
    ));
    assert!(shows(&window, "exp: different"));
    assert!(shows(&window, "sub: same"));
    press(&mut window, "Only differences");
    assert!(shows(&window, "exp: different"));
    assert!(!shows(&window, "sub: same"));
}

#[test]
fn differences_are_copied_and_sides_swapped() {
    let mut window = window(Fake::with_key());
    let (a, b) = (token(&video()), token(&expired()));
    fill(&mut window, A, &a);
    fill(&mut window, B, &b);
    press(&mut window, "Swap");
    assert_eq!((value(&window, A), value(&window, B)), (b, a));
    let copied = copy(&mut window, "Copy differences");
    assert!(
        copied.contains("- A: the token expired 3 hours ago"),
        "{copied}"
    );
    assert!(!copied.contains("eyJ"));
}

#[test]
fn equal_tokens_are_reported_as_equal() {
    let mut window = window(Fake::with_key());
    let text = token(&video());
    fill(&mut window, A, &text);
    fill(&mut window, B, &format!("Bearer {text}"));
    assert!(shows(&window, "The tokens are identical"));
    press(&mut window, "Only differences");
    assert!(shows(&window, "No differences."));
}

#[test]
fn malformed_token_is_compared_in_part() {
    let mut window = window(Fake::with_key());
    let text = token(&video());
    fill(&mut window, A, &text);
    let dot = text.rfind('.').expect("a token has dots");
    fill(&mut window, B, &text[..dot]);
    assert!(shows(&window, "Structure: Malformed"));
    assert!(shows(&window, "Only B has"));
    assert!(shows(&window, "signature: only A"));
}

#[test]
fn key_changes_update_the_comparison() {
    let mut window = window(Fake::with_key());
    fill(&mut window, A, &token(&video()));
    fill(&mut window, B, &token_of(&OTHER_KEY_PEM, "K", &video()));
    assert!(shows(&window, "Signature: Failed"));
    assert!(shows(&window, "so at most one signature is valid"));
    press(&mut window, "Keys");
    press(&mut window, "Forget key K");
    press(&mut window, "Compare");
    assert_eq!(count(&window, "Signature: Not checked"), 2);
    assert!(shows(&window, "so at most one signature is valid"));
}

#[test]
fn first_of_several_tokens_is_compared() {
    let mut window = window(Fake::with_key());
    let (one, two) = (token(&video()), token(&expired()));
    fill(&mut window, A, &format!("{one}\n{two}"));
    fill(&mut window, B, &one);
    assert!(shows(&window, "2 tokens; the first one is compared"));
    assert!(shows(&window, "The tokens are identical"));
}

#[test]
fn paste_button_fills_its_side() {
    let text = token(&video());
    let mut window = window(Fake {
        clipboard: Some(text.clone()),
        ..Fake::with_key()
    });
    press(&mut window, "Paste into B");
    assert_eq!(value(&window, B), text);
    assert_eq!(value(&window, A), "");
    window.state_mut().platform.clipboard = Some(base64_of(&OTHER_KEY_PEM));
    press(&mut window, "Paste into A");
    assert_eq!(window.state().session.keyring.keys().len(), 2);
}

#[test]
fn paste_without_focus_fills_the_empty_side() {
    let mut window = window(Fake::with_key());
    let (a, b) = (token(&video()), token(&expired()));
    for text in [&a, &b] {
        window.event(Event::Paste(text.clone()));
        settle(&mut window);
    }
    assert_eq!((value(&window, A), value(&window, B)), (a, b));
}

#[test]
fn text_too_long_for_field_fills_its_side() {
    let mut window = window(Fake::with_key());
    let text = format!("{}\n{}\n", "x".repeat(200_000), token(&video()));
    fill(&mut window, A, &token(&video()));
    fill(&mut window, B, &text);
    assert!(shows(&window, "0.2 MB of text"));
    assert!(shows(&window, "The tokens are identical"));
}

#[test]
fn every_state_fits_a_small_window() {
    let mut window = window(Fake::with_key());
    window.set_size([900.0, 600.0].into());
    let mut long = video();
    for i in 0..60 {
        let name = format!("a_claim_with_a_long_name_{i}");
        long.claims.push(name, "a long value ".repeat(40).as_str());
    }
    for (a, b) in [
        (video(), video()),
        (video(), expired()),
        (video(), long.clone()),
        (long, expired()),
    ] {
        fill(&mut window, A, &token(&a));
        fill(&mut window, B, &token(&b));
        let right = |label: &str| window.get_by_label(label).rect().right();
        assert!(right(B) <= 900.0 && right("Swap") <= 900.0 && right("Only differences") <= 900.0);
    }
    assert!(shows(&window, "more claims differ"));
}
