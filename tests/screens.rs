//! Tests of the window by its labels: clicks and keystrokes, without a display.

use std::path::PathBuf;

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mux_jwt::{
    core::{
        json::Value,
        key::Key as MuxKey,
        mux::audience::Audience,
        time::Timestamp,
        token::spec::{Expiry, TokenSpec},
    },
    platform::{Network, Picked},
    ui::Screen,
};

use crate::support::screen::{
    Window, claims_in, clipboard, copy, copy_token, drop_file, fill, open as window, press,
    set_param, settle, shows, token, wait_for,
};
use crate::support::{Fake, KEY_PEM, NOW, OTHER_KEY_PEM, SETTINGS, base64_of};

#[test]
fn demo_key_signs_and_inspects() {
    let mut window = window(Fake::default());
    assert!(shows(&window, "Load a signing key to begin"));
    press(&mut window, "Try with a demo key");
    assert!(shows(&window, "DEMO, plays nowhere"));
    let url = copy(&mut window, "Copy URL");
    assert!(
        url.starts_with("https://stream.mux.com/DemoPlaybackId.m3u8?token=eyJ"),
        "{url}"
    );
    press(&mut window, "Inspect URL");
    assert_eq!(window.state().screen(), Screen::Inspect);
    assert!(shows(&window, "Structure: Well-formed"));
    assert!(shows(
        &window,
        "Signature: Verified, signed with the key demo-key"
    ));
    assert!(shows(
        &window,
        "Accepted by Mux?: Accepted, assuming Mux had this demo key"
    ));
}

#[test]
fn key_is_loaded_from_the_environment() {
    let window = window(Fake::with_key());
    assert!(shows(&window, "Current key: K"));
}

#[test]
fn unused_key_is_forgotten_but_still_verifies() {
    let mut window = window(Fake::with_key());
    let at = |window: &mut Window, seconds: i64| {
        window.state_mut().platform.now = Timestamp(NOW.0 + seconds);
    };
    let signs = |window: &Window| window.state().session.keyring.current().is_some();
    // Seconds of drawing do not count as use, and a key that is used stays.
    at(&mut window, 899);
    settle(&mut window);
    assert!(signs(&window));
    window.event(Event::MouseMoved(egui::vec2(1.0, 0.0)));
    settle(&mut window);
    at(&mut window, 899 + 899);
    settle(&mut window);
    assert!(signs(&window));
    at(&mut window, 899 + 900);
    settle(&mut window);
    assert!(!signs(&window));
    let key = &window.state().session.keyring.keys()[0];
    assert!(key.signing.is_none() && key.id.as_deref() == Some("K"));
    // The notice stays until it is dismissed.
    at(&mut window, 100_000);
    settle(&mut window);
    let says = "The private key was forgotten after 15 minutes without use";
    assert!(shows(&window, says) && shows(&window, "No signing key"));
    press(&mut window, "Dismiss");
    assert!(!shows(&window, says));
}

#[test]
fn forget_time_is_configurable_and_spares_demo_keys() {
    let never = r#"{"version": 1, "forget_key_after_minutes": null}"#;
    let mut window = window(Fake::with_key().file(SETTINGS, never));
    window.state_mut().platform.now = Timestamp(NOW.0 + 1_000_000);
    settle(&mut window);
    assert!(window.state().session.keyring.has_private());
    press(&mut window, "Settings");
    press(&mut window, "Forget unused private keys after: 5 minutes");
    window.state_mut().platform.now = Timestamp(NOW.0 + 1_000_300);
    settle(&mut window);
    assert!(shows(&window, "forgotten after 5 minutes without use"));
    press(&mut window, "Keys");
    press(&mut window, "Try with a demo key");
    window.state_mut().platform.now = Timestamp(NOW.0 + 2_000_000);
    settle(&mut window);
    assert!(shows(&window, "Current key: demo-key"));
}

#[test]
fn idle_key_schedules_repaints() {
    // A screen without a countdown of its own.
    let delay = |window: &mut Window| {
        press(window, "Restrictions");
        window.run_steps(200);
        let viewports = &window.output().viewport_output;
        viewports[&egui::ViewportId::ROOT].repaint_delay.as_secs()
    };
    let mut without = window(Fake::default());
    assert!(delay(&mut without) > 1_000_000);
    let mut with = window(Fake::with_key());
    let asked = delay(&mut with);
    assert!((50..=60).contains(&asked), "{asked}");
    with.state_mut().platform.now = Timestamp(NOW.0 + 15 * 60 - 10);
    // Without any input this time.
    with.run_steps(200);
    let viewports = &with.output().viewport_output;
    let asked = viewports[&egui::ViewportId::ROOT].repaint_delay.as_secs();
    assert!((5..=10).contains(&asked), "{asked}");
}

#[test]
fn badge_shows_the_network_state() {
    for (network, says, notice) in [
        (Network::Blocked, "Offline by design", false),
        (
            Network::Open("it is too old".to_owned()),
            "No network code",
            false,
        ),
        (
            Network::NeededByDisplay("localhost:10".to_owned()),
            "Network not blocked",
            true,
        ),
    ] {
        // The notice about a key loaded at the start replaces no other notice.
        let window = window(Fake {
            network,
            ..Fake::with_key()
        });
        assert!(shows(&window, says));
        assert!(shows(&window, "Loaded K: private RSA key"));
        let warns = shows(&window, "the window is on the remote display localhost:10");
        assert_eq!(warns, notice, "{says}");
    }
}

#[test]
fn key_from_file_asks_for_its_id() {
    let mut machine = Fake::default().file("/keys/signing.pem", &KEY_PEM);
    machine
        .picked
        .push_back(Picked::File(PathBuf::from("/keys/signing.pem")));
    let mut window = window(machine);
    assert_eq!(window.state().screen(), Screen::Sign);
    assert!(window.get_by_label("Key ID (kid)").is_focused());
    fill(&mut window, "Key ID (kid)", "abc");
    assert!(shows(&window, "Current key: abc"));
}

#[test]
fn key_is_pasted_from_the_clipboard() {
    let machine = Fake {
        clipboard: Some(base64_of(&KEY_PEM)),
        ..Fake::default()
    };
    let mut window = window(machine);
    press(&mut window, "Paste key");
    assert_eq!(window.state().session.keyring.keys().len(), 1);
}

#[test]
fn private_key_pasted_into_field_is_never_shown() {
    let mut window = window(Fake::default());
    fill(&mut window, "Playback ID", &KEY_PEM);
    assert_eq!(window.state().session.keyring.keys().len(), 1);
    press(&mut window, "Inspect");
    fill(
        &mut window,
        "Token, URL or any text containing one",
        &base64_of(&OTHER_KEY_PEM),
    );
    assert_eq!(window.state().session.keyring.keys().len(), 2);
    // Nothing of either is anywhere on the screens, and undo brings nothing back.
    for screen in ["Sign", "Inspect", "Keys"] {
        press(&mut window, screen);
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        settle(&mut window);
        let tree = format!("{:?}", window.root());
        for pem in [&*KEY_PEM, &*OTHER_KEY_PEM] {
            let body = pem.lines().nth(3).expect("a key has many lines");
            assert!(!tree.contains(body) && !tree.contains(&base64_of(pem)[40..80]));
        }
    }
}

#[test]
fn dropped_file_is_a_key_or_an_input() {
    let log = format!(
        "GET /x?token={}",
        token(&TokenSpec::new(Audience::Video, "ID"))
    );
    let machine = Fake::default()
        .file("/a.pem", &KEY_PEM)
        .file("/b.log", &log)
        .file("/c.txt", "hello");
    let mut window = window(machine);
    drop_file(&mut window, "/a.pem");
    assert_eq!(window.state().session.keyring.keys().len(), 1);
    fill(&mut window, "Key ID (kid)", "K");
    drop_file(&mut window, "/b.log");
    assert_eq!(window.state().screen(), Screen::Inspect);
    assert!(shows(&window, "Signature: Verified"));
    drop_file(&mut window, "/c.txt");
    assert!(shows(&window, "This is not a key (c.txt)"));
    drop_file(&mut window, "/gone");
    assert!(shows(&window, "Cannot read gone"));
}

#[test]
fn inspect_example_shows_a_diagnosis() {
    let mut window = window(Fake::default());
    press(&mut window, "Inspect");
    press(&mut window, "Try with an example");
    assert!(shows(&window, "Signature: Verified"));
    assert!(shows(
        &window,
        "The token is for video, but the URL is for a thumbnail"
    ));
    assert!(shows(&window, "The token expired 3 hours ago"));
}

#[test]
fn non_key_is_named_and_rejected() {
    let machine = Fake {
        clipboard: Some("01234567-89ab-cdef-0123-456789abcdef".to_owned()),
        ..Fake::default()
    };
    let mut window = window(machine);
    press(&mut window, "Paste key");
    assert!(shows(
        &window,
        "This is an API access token, not a signing key"
    ));
    assert!(shows(&window, "Create a signing key in the Mux dashboard"));
}

#[test]
fn forgotten_key_is_removed() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    press(&mut window, "Forget key K");
    assert!(window.state().session.keyring.keys().is_empty());
    assert!(shows(&window, "Current key: No key"));
    press(&mut window, "Sign");
    assert!(shows(&window, "Load a signing key to begin"));
}

#[test]
fn expired_token_is_reported_and_re_signed() {
    let mut request = TokenSpec::new(Audience::Thumbnail, "ID");
    request.expiry = Expiry::At(Timestamp(NOW.0 - 3600));
    request.claims.push("time", 3);
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    fill(
        &mut window,
        "Token, URL or any text containing one",
        &token(&request),
    );
    assert!(shows(
        &window,
        "The token expired 1 hour ago, at 2026-11-22 05:50:45 UTC"
    ));
    assert!(shows(&window, "Signature: Verified"));
    assert!(shows(&window, "Accepted by Mux?: Refused"));
    press(&mut window, "Re-sign, 1 fixed");
    assert_eq!(window.state().screen(), Screen::Sign);
    assert!(shows(&window, "Expires in 7 days"));
    assert!(shows(&window, "Changes to the inspected token"));
    assert!(shows(&window, "is now 1795935045"));
    assert!(
        !shows(&window, "is new"),
        "nothing but the expiry is another"
    );
    assert_eq!(window.get_by_label("time").value().as_deref(), Some("3"));
    set_param(&mut window, "time", "4");
    assert!(shows(&window, "is now 4"));
    set_param(&mut window, "time", "3");
    press(&mut window, "Close changes");
    assert!(!shows(&window, "Changed from"));
    press(&mut window, "Inspect URL");
    assert!(shows(&window, "Accepted by Mux?: Accepted, as of now"));
}

#[test]
fn re_signing_fixes_everything_and_names_another_key() {
    let mut request = TokenSpec::new(Audience::Video, "ID");
    request.expiry = Expiry::At(Timestamp(NOW.0 - 3600));
    let other = MuxKey::read(OTHER_KEY_PEM.as_bytes()).expect("a key");
    let signed = request.sign("OTHER", other.signing().expect("private"), NOW);
    let token = signed.expect("an ID").token;
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    let url = format!("https://image.mux.com/ID/thumbnail.png?time=3&token={token}");
    fill(&mut window, "Token, URL or any text containing one", &url);
    press(&mut window, "Re-sign, 3 fixed");
    assert!(shows(
        &window,
        "Signed with `K`, not with `OTHER`, the key of the inspected token"
    ));
    assert!(shows(&window, "Expires in 7 days"));
    assert_eq!(window.get_by_label("time").value().as_deref(), Some("3"));
    let claims = claims_in(&copy_token(&mut window));
    assert_eq!(
        claims,
        r#"{"time":3,"kid":"K","sub":"ID","aud":"t","exp":1795935045}"#
    );
    press(&mut window, "Inspect URL");
    assert!(shows(&window, "Accepted by Mux?: Accepted, as of now"));
    assert!(!shows(&window, "Re-sign, "));
}

#[test]
fn as_of_time_changes_the_verdict() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    fill(
        &mut window,
        "Token, URL or any text containing one",
        &token(&TokenSpec::new(Audience::Video, "ID")),
    );
    fill(&mut window, "Add evidence", "2027-01-01");
    assert!(shows(
        &window,
        "Accepted by Mux?: Refused, as of 2027-01-01 00:00:00 UTC"
    ));
    fill(&mut window, "Add evidence", "");
    press(&mut window, "More evidence");
    press(&mut window, "Expected ID…");
    fill(&mut window, "Expected ID", "Other");
    assert!(shows(&window, "but the expected ID is Other"));
}

#[test]
fn re_signing_keeps_claims_as_written() {
    let mut request = TokenSpec::new(Audience::Video, "ID");
    request.claims.push(
        "x",
        Value::parse("123456789012345678901234567890").expect("a number"),
    );
    request
        .claims
        .push("y", Value::parse("3.0").expect("a number"));
    let text = token(&request);
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    fill(&mut window, "Token, URL or any text containing one", &text);
    press(&mut window, "Re-sign");
    assert_eq!(
        copy_token(&mut window),
        text,
        "the same claims, key and expiry give the same token"
    );
}

#[test]
fn selection_is_copied_through_the_platform() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Copy);
    settle(&mut window);
    assert_eq!(clipboard(&window), Some("ID"));
    let commands = &window.output().platform_output.commands;
    assert!(commands.is_empty(), "{commands:?}");
}

#[test]
fn text_too_long_for_field_is_searched() {
    let mut window = window(Fake::with_key());
    let text = format!(
        "{}\n{}\n",
        "x".repeat(200_000),
        token(&TokenSpec::new(Audience::Video, "ID"))
    );
    press(&mut window, "Inspect");
    fill(&mut window, "Token, URL or any text containing one", &text);
    wait_for(&mut window, "Signature: Verified");
    press(&mut window, "Text · 200 kB");
    assert!(shows(&window, "0.2 MB of text"));
    press(&mut window, "Clear");
    assert!(shows(&window, "Paste a token or a URL that fails"));
}

#[test]
fn shortcuts_reach_every_screen() {
    let mut window = window(Fake::default());
    for (key, screen) in [
        (Key::Num2, Screen::Inspect),
        (Key::Num3, Screen::Compare),
        (Key::Num4, Screen::Restrictions),
        (Key::Num5, Screen::Batch),
        (Key::Num6, Screen::Keys),
        (Key::Num1, Screen::Sign),
    ] {
        window.key_press_modifiers(Modifiers::COMMAND, key);
        settle(&mut window);
        assert_eq!(window.state().screen(), screen);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    settle(&mut window);
    assert_eq!(window.state().platform.dialogs, ["Open a signing key"]);
}

#[test]
fn idle_window_does_not_repaint() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Keys");
    // A notice may be up; after it has gone nothing asks for a picture.
    window.run_steps(600);
    let wait = window
        .output()
        .viewport_output
        .values()
        .next()
        .map(|viewport| viewport.repaint_delay);
    assert!(wait.is_some_and(|wait| wait.as_secs() >= 1), "{wait:?}");
}

#[test]
fn paste_without_focus_goes_to_the_input() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    window.event(Event::Paste(token(&TokenSpec::new(Audience::Video, "ID"))));
    settle(&mut window);
    assert!(shows(&window, "Signature: Verified"));
}

#[test]
fn private_key_is_kept_out_by_every_input_method() {
    const FIELD: &str = "playback_restriction_id";
    type Way = fn(&mut Window, String);
    fn into_focus(window: &mut Window, event: Event) {
        window.get_by_label(FIELD).focus();
        settle(window);
        window.event(event);
    }
    let ways: [(&str, Way); 6] = [
        ("paste", |window, text| {
            into_focus(window, Event::Paste(text));
        }),
        ("middle click", |window, text| {
            window.get_by_label(FIELD).scroll_to_me();
            settle(window);
            let pos = window.get_by_label(FIELD).rect().center();
            window.event(Event::PointerMoved(pos));
            settle(window);
            window.event(Event::MiddleClickPaste { pos, text });
        }),
        ("keyboard", |window, text| {
            into_focus(window, Event::Text(text));
        }),
        ("input method", |window, text| {
            into_focus(window, Event::Ime(ImeEvent::Commit(text)));
        }),
        ("input method before it is done", |window, text| {
            let preedit = ImeEvent::Preedit {
                text,
                active_range_chars: None,
            };
            into_focus(window, Event::Ime(preedit));
        }),
        ("screen reader", |window, text| {
            window.get_by_label(FIELD).set_text_value_accesskit(&text);
        }),
    ];
    for (name, way) in ways {
        let mut window = window(Fake::default());
        set_param(&mut window, FIELD, "");
        // What is no key gets there.
        way(&mut window, "Restriction".to_owned());
        settle(&mut window);
        let field = |window: &Window| window.get_by_label(FIELD).value();
        assert_eq!(field(&window).as_deref(), Some("Restriction"), "{name}");
        way(&mut window, base64_of(&KEY_PEM));
        settle(&mut window);
        assert_eq!(window.state().session.keyring.keys().len(), 1, "{name}");
        press(&mut window, "Sign");
        let held = field(&window).unwrap_or_default();
        assert!(!held.contains("LS0t"), "{name}: {held}");
        let tree = format!("{:?}", window.root());
        assert!(!tree.contains(&base64_of(&KEY_PEM)[40..80]), "{name}");
    }
}

#[test]
fn private_key_is_kept_out_in_every_form() {
    let body: Vec<_> = KEY_PEM
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    for text in [
        base64_of(&base64_of(&KEY_PEM)),
        body.join("\n"),
        body.concat(),
    ] {
        let mut window = window(Fake::default());
        set_param(&mut window, "playback_restriction_id", &text);
        assert_eq!(
            window.state().session.keyring.keys().len(),
            1,
            "{}…",
            &text[..20]
        );
        press(&mut window, "Sign");
        let field = window.get_by_label("playback_restriction_id");
        assert_eq!(field.value().as_deref(), Some(""));
    }
}

#[test]
fn failing_token_of_many_is_shown_first() {
    let mut text = String::new();
    for i in 0..15 {
        let mut request = TokenSpec::new(Audience::Video, "ID");
        // Each token is different: duplicates are reported once.
        let ends = if i == 14 { -60 } else { 100 + i };
        request.expiry = Expiry::At(Timestamp(NOW.0 + ends));
        text.extend([
            "https://stream.mux.com/ID.m3u8?token=",
            &token(&request),
            "\n",
        ]);
    }
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    fill(&mut window, "Token, URL or any text containing one", &text);
    assert!(shows(&window, "Text · 15 requests · 1 refused"));
    assert!(shows(&window, "The token expired 1 minute ago"));
}

#[test]
fn focus_scrolls_the_form() {
    let mut window = window(Fake::with_key());
    window.get_by_label("Playback ID").focus();
    settle(&mut window);
    for _ in 0..24 {
        window.key_press(Key::Tab);
        settle(&mut window);
    }
    window.run_steps(30);
    let nodes: Vec<_> = window.query_all_by(|_| true).collect();
    let focused = nodes.iter().find(|node| node.is_focused());
    let focused = focused.expect("something has the keyboard");
    assert!(
        focused.rect().top() >= 48.0 && focused.rect().bottom() <= 800.0,
        "{:?}",
        focused.rect()
    );
}

#[test]
fn observed_error_is_matched_with_findings() {
    let mut request = TokenSpec::new(Audience::Video, "ID");
    request.expiry = Expiry::At(Timestamp(NOW.0 - 60));
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    fill(
        &mut window,
        "Token, URL or any text containing one",
        &token(&request),
    );
    fill(&mut window, "Add evidence", "2403210");
    assert!(shows(&window, "explains it"));
    let report = copy(&mut window, "Copy report");
    assert!(report.starts_with("# Inspection of a Mux token"));
    assert!(!report.contains("eyJ"), "no part of a token is in it");
}

#[test]
fn error_alone_is_explained_and_an_unknown_one_withholds_nothing() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    let input = "Token, URL or any text containing one";
    fill(&mut window, input, "2403210");
    assert!(shows(&window, "Observed error: 2403210: URL has expired"));
    assert!(!shows(&window, "No token found"));
    fill(&mut window, input, "https://stream.mux.com/ID.m3u8");
    fill(&mut window, "Add evidence", "flux capacitor");
    assert!(shows(&window, "Unknown status, code or message"));
    assert!(shows(&window, "This Mux URL has no token"));
}

#[test]
fn inspected_token_can_be_compared() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Inspect");
    let text = token(&TokenSpec::new(Audience::Video, "ID"));
    fill(&mut window, "Token, URL or any text containing one", &text);
    press(&mut window, "Compare with…");
    assert_eq!(window.state().screen(), Screen::Compare);
}

#[test]
fn tokens_over_the_limit_are_counted() {
    let lines: Vec<_> = (0..1100)
        .map(|i| format!("eyJhbGciOiJSUzI1NiJ9.e30.{i}A\n"))
        .collect();
    let mut window = window(Fake::default());
    press(&mut window, "Inspect");
    fill(
        &mut window,
        "Token, URL or any text containing one",
        &lines.concat(),
    );
    assert!(shows(&window, "100 more tokens were not inspected"));
}
