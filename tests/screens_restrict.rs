//! Tests of the Restrictions screen by its labels.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mux_jwt::ui::Screen;

use crate::support::screen::{self, Window, copy, drop_file, fill, press, settle, shows, value};
use crate::support::{Fake, KEY_PEM};

const DOMAINS: &str = "Allowed domains, one per line";

/// A response of Mux's API.
const ANSWER: &str = r#"{"data":{"id":"R1","created_at":"1795330245","referrer":{"allowed_domains":["example.com"],
    "allow_no_referrer":true},"user_agent":{"allow_no_user_agent":false,"allow_high_risk_user_agent":false}}}"#;

/// Two restrictions, the second without most members.
const LIST: &str = r#"{"data":[
    {"id":"R1","referrer":{"allowed_domains":["a.com"],"allow_no_referrer":false}},
    {"id":"R2","referrer":{"allowed_domains":["b.com"]}}]}"#;

fn window(machine: Fake) -> Window {
    let mut window = screen::open(machine);
    press(&mut window, "Restrictions");
    window
}

#[test]
fn example_shows_verdicts_and_deciding_entries() {
    let mut window = window(Fake::default());
    assert!(shows(&window, "Test a playback restriction"));
    press(&mut window, "Try with an example");
    for said in [
        "Page on example.com: Allowed, `example.com` in `allowed_domains`",
        "Page on www.example.com: Allowed, `*.example.com` in `allowed_domains`",
        "Page on a.b.example.com: Refused, no entry of `allowed_domains` matches",
        "Google Cast: Refused, no entry of `allowed_domains` matches `www.gstatic.com`",
        "AirPlay to an Apple TV: Refused, `allow_no_referrer` is off",
        "curl with example.com as referrer: Cannot tell, Mux does not publish",
    ] {
        assert!(shows(&window, said), "{said}");
    }
    press(&mut window, "Clear");
    assert!(shows(&window, "Test a playback restriction"));
}

#[test]
fn switch_changes_the_verdicts() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "example.com");
    assert!(shows(&window, "App on iPhone or Apple TV: Refused"));
    press(&mut window, "allow_no_referrer");
    assert!(shows(
        &window,
        "App on iPhone or Apple TV: Allowed, `allow_no_referrer` is on"
    ));
    press(&mut window, "allow_high_risk_user_agent");
    assert!(shows(&window, "curl with example.com as referrer: Allowed"));
}

#[test]
fn api_response_fills_the_form() {
    let machine = Fake {
        clipboard: Some(ANSWER.to_owned()),
        ..Fake::default()
    };
    let mut window = window(machine);
    press(&mut window, "Paste from the clipboard");
    assert!(shows(&window, "Filled in from restriction R1"));
    assert_eq!(
        window.get_by_label(DOMAINS).value().as_deref(),
        Some("example.com")
    );
    assert!(shows(&window, "App on Android or a TV: Allowed"));
    // Pasted into the field it does the same.
    fill(
        &mut window,
        DOMAINS,
        &ANSWER.replace("example.com", "other.org"),
    );
    assert!(shows(&window, "Page on other.org: Allowed"));
}

#[test]
fn missing_member_of_a_list_entry_stays_open() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, LIST);
    assert!(shows(&window, "App on Android or a TV: Refused"));
    press(&mut window, "2 R2");
    assert!(shows(&window, "Page on b.com: Allowed"));
    assert!(shows(
        &window,
        "App on Android or a TV: Cannot tell, The restriction has no `allow_no_referrer`"
    ));
    press(&mut window, "allow_no_referrer");
    assert!(shows(&window, "App on Android or a TV: Allowed"));
}

#[test]
fn json_without_a_restriction_is_reported() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "{\"referrer\":");
    assert!(shows(&window, "Not JSON"));
    assert!(!shows(&window, "Typical requests"));
    fill(&mut window, DOMAINS, "{\"error\":{\"type\":\"not_found\"}}");
    assert!(shows(&window, "This JSON is not a playback restriction"));
    fill(&mut window, DOMAINS, "example.com");
    assert!(shows(&window, "Page on example.com: Allowed"));
}

#[test]
fn ineffective_domain_is_reported() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "https://example.com/, *.example.org");
    assert!(shows(&window, "https://example.com/ is more than a domain"));
    assert!(shows(
        &window,
        "*.example.org does not match example.org itself"
    ));
}

#[test]
fn own_request_is_tested_with_advice() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "*.example.com");
    press(&mut window, "Add a request");
    assert!(shows(
        &window,
        "Request 1: Refused, `allow_no_referrer` is off"
    ));
    fill(
        &mut window,
        "Referer of request 1",
        "https://example.com/watch",
    );
    assert!(shows(
        &window,
        "Request 1: Refused, no entry of `allowed_domains` matches `example.com`"
    ));
    assert!(shows(&window, "Add example.com too"));
    fill(
        &mut window,
        "Referer of request 1",
        "https://shop.example.com/",
    );
    assert!(shows(&window, "Request 1: Allowed"));
    fill(&mut window, "User-Agent of request 1", "yt-dlp/2026.01.01");
    assert!(shows(&window, "Request 1: Cannot tell"));
    press(&mut window, "Request 1 has no User-Agent");
    assert!(shows(
        &window,
        "Request 1: Refused, `allow_no_user_agent` is off"
    ));
    press(&mut window, "Add a request");
    assert!(shows(&window, "Request 2: Refused"));
    press(&mut window, "Remove request 1");
    assert!(!shows(&window, "Request 2:"));
    assert_eq!(
        window
            .get_by_label("Referer of request 1")
            .value()
            .as_deref(),
        Some("")
    );
}

#[test]
fn api_body_is_copied() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "\"example.com\",\n\"*.example.com\"");
    press(&mut window, "allow_no_user_agent");
    let json = copy(&mut window, "Copy JSON");
    let text: String = json.split_whitespace().collect();
    assert_eq!(
        text,
        r#"{"referrer":{"allowed_domains":["example.com","*.example.com"],"allow_no_referrer":false},"user_agent":{"allow_no_user_agent":true,"allow_high_risk_user_agent":false}}"#
    );
}

#[test]
fn private_key_on_clipboard_is_loaded() {
    let machine = Fake {
        clipboard: Some(KEY_PEM.clone()),
        ..Fake::default()
    };
    let mut window = window(machine);
    press(&mut window, "Paste");
    assert_eq!(window.state().session.keyring.keys().len(), 1);
}

#[test]
fn dropped_restriction_opens_the_screen() {
    let mut window = window(Fake::default().file("/r.json", ANSWER));
    press(&mut window, "Sign");
    drop_file(&mut window, "/r.json");
    assert_eq!(window.state().screen(), Screen::Restrictions);
    assert!(shows(&window, "Filled in from restriction R1"));
}

#[test]
fn screen_fits_a_small_window() {
    let mut window = window(Fake::default());
    press(&mut window, "Sign");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    settle(&mut window);
    assert_eq!(window.state().screen(), Screen::Restrictions);
    window.set_size([900.0, 600.0].into());
    settle(&mut window);
    press(&mut window, "Try with an example");
    press(&mut window, "Add a request");
    for label in ["Copy JSON", "Remove request 1"] {
        let rect = window.get_by_label(label).rect();
        assert!(
            rect.right() < 900.0 && rect.left() > 84.0,
            "{label}: {rect:?}"
        );
    }
}

#[test]
fn long_list_is_read_and_long_text_rejected() {
    let mut window = window(Fake::default());
    let one = r#"{"referrer":{"allowed_domains":["example.com"]},"id":"R"}"#;
    let many = format!("[{}]", vec![one; 2000].join(","));
    fill(&mut window, DOMAINS, &many);
    assert!(shows(&window, "and 1988 more"));
    assert!(shows(&window, "Page on example.com: Allowed"));
    fill(&mut window, DOMAINS, &"x".repeat(200_000));
    assert!(shows(
        &window,
        "This text is too long for a list of domains"
    ));
}

#[test]
fn missing_entry_is_added_with_a_button() {
    let mut window = window(Fake::default());
    fill(&mut window, DOMAINS, "example.com");
    press(&mut window, "Add www.gstatic.com");
    assert_eq!(value(&window, DOMAINS), "example.com\nwww.gstatic.com");
    assert!(shows(&window, "Google Cast: Allowed"));
    assert!(!shows(&window, "Add www.gstatic.com"));
}

#[test]
fn emptied_domains_are_no_longer_from_the_restriction() {
    let mut window = window(Fake::default());
    let json =
        r#"{"id":"R1","referrer":{"allowed_domains":["example.com"],"allow_no_referrer":false}}"#;
    fill(&mut window, DOMAINS, json);
    assert!(shows(&window, "Filled in from restriction R1"));
    fill(&mut window, DOMAINS, "");
    assert!(!shows(&window, "Filled in from"));
}
