//! Tests of the Sign screen by its labels.

use std::path::PathBuf;

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mux_jwt::{
    core::{
        diagnose::{self as inspect, evidence::Evidence, report::Acceptance},
        export::{Snippet, code::CODES, player::PLAYERS},
        import,
        json::Value,
        key::Key as MuxKey,
        mux::audience::Audience,
        token::{Token, spec::TokenSpec},
    },
    platform::Picked,
    ui::Screen,
};

use crate::support::screen::{
    Window, add_param, claims_in, copy, copy_token, fill, open as window, press, set_param, settle,
    shows, token, wait_for,
};
use crate::support::{Fake, KEY_PEM, NOW, base64_of};

/// Whether there is a token of the form as it is.
fn can_copy(window: &Window) -> bool {
    let button = window.query_by_label("Copy URL");
    button.is_some_and(|button| !button.accesskit_node().is_disabled())
}

#[test]
fn signed_token_verifies_with_the_same_key() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Thumbnail");
    fill(&mut window, "Playback ID", "ID");
    set_param(&mut window, "time", "12.5");
    set_param(&mut window, "width", "640");
    let token = copy_token(&mut window);
    let keys = [MuxKey::read(KEY_PEM.as_bytes())
        .expect("a key")
        .with_id("K")];
    let report = inspect::inspect(&token, &Evidence::default(), &keys, NOW);
    assert_eq!(report.tokens[0].acceptance, Acceptance::Accepted);
    assert_eq!(
        claims_in(&token),
        r#"{"time":12.5,"width":640,"kid":"K","sub":"ID","aud":"t","exp":1795935045}"#
    );
}

#[test]
fn typing_signs_again() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "A");
    let first = copy_token(&mut window);
    window.get_by_label("Playback ID").focus();
    window.get_by_label("Playback ID").type_text("B");
    settle(&mut window);
    assert_ne!(copy_token(&mut window), first);
}

#[test]
fn pasted_url_fills_the_form() {
    let mut window = window(Fake::with_key());
    fill(
        &mut window,
        "Playback ID",
        "https://image.mux.com/ID/thumbnail.jpg?time=25",
    );
    assert!(shows(&window, "became a claim"));
    assert_eq!(
        window.get_by_label("Playback ID").value().as_deref(),
        Some("ID")
    );
    assert_eq!(window.get_by_label("time").value().as_deref(), Some("25"));
    let url = copy(&mut window, "Copy URL");
    assert!(url.starts_with("https://image.mux.com/ID/thumbnail.jpg?token="));
}

#[test]
fn invalid_value_is_reported_and_blocks_signing() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "GIF");
    set_param(&mut window, "width", "9999");
    let says = "must be a whole number from 1 to 640, not";
    assert_eq!(window.query_all_by_label_contains(says).count(), 1);
    assert!(!can_copy(&window));
    set_param(&mut window, "width", "320");
    assert!(can_copy(&window));
}

#[test]
fn expiry_accepts_presets_durations_and_dates() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "1 hour");
    assert!(shows(
        &window,
        "Expires in 1 hour · 2026-11-22 07:50:45 UTC"
    ));
    fill(&mut window, "Expires", "2026-12-31 18:00");
    assert!(shows(&window, "2026-12-31 18:00:00 UTC"));
    fill(&mut window, "Expires", "2020-01-01");
    assert!(shows(
        &window,
        "The expiry is in the past: 2020-01-01 00:00:00 UTC"
    ));
    assert!(!can_copy(&window));
    fill(&mut window, "Expires", "soon");
    assert!(shows(&window, "is neither a duration nor a date"));
}

#[test]
fn rules_are_shown_at_the_field_of_the_form() {
    let mut window = window(Fake::with_key());
    let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
    fill(&mut window, "Playback ID", id);
    assert!(!shows(&window, "shown in the form"));
    set_param(&mut window, "asset_start_time", "50");
    set_param(&mut window, "asset_end_time", "10");
    assert!(shows(&window, "1 warning, shown in the form"));
    assert!(shows(&window, "the clip is empty"));
    fill(&mut window, "Playback ID", &id[1..]);
    assert!(shows(&window, "2 warnings, shown in the form"));
    assert!(shows(&window, "is probably mistyped or truncated"));
    assert!(can_copy(&window));
    for junk in [
        "hello world",
        "YOUR_PLAYBACK_ID",
        "undefined",
        "{\"id\": 1}",
    ] {
        fill(&mut window, "Playback ID", junk);
        assert!(shows(&window, "not an ID"), "{junk}");
        assert!(!can_copy(&window), "{junk}");
    }
}

#[test]
fn every_audience_signs_at_both_window_sizes() {
    for size in [[1280.0, 800.0], [900.0, 600.0]] {
        let mut window = window(Fake::with_key());
        window.set_size(size.into());
        fill(&mut window, "Playback ID", "ID");
        for name in [
            "Video",
            "Thumbnail",
            "GIF",
            "Storyboard",
            "DRM license",
            "Viewer counts",
        ] {
            press(&mut window, name);
            assert!(can_copy(&window), "{name}");
        }
        for name in [
            "By video ID",
            "By asset",
            "By playback ID",
            "By live stream",
        ] {
            press(&mut window, name);
            assert!(can_copy(&window), "{name}");
        }
    }
}

#[test]
fn player_set_signs_every_token() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Player set: video, thumbnail and storyboard");
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "Include a DRM license token");
    set_param(&mut window, "time", "25");
    press(&mut window, "Player code");
    let snippet = copy(&mut window, "Copy player code");
    let found = import::find(&snippet);
    let slots: Vec<_> = found
        .tokens
        .iter()
        .map(|found| found.slot.as_deref().unwrap_or("nowhere"))
        .collect();
    assert_eq!(
        slots,
        [
            "playback-token",
            "thumbnail-token",
            "storyboard-token",
            "drm-token"
        ]
    );
    // The token that the parameter is for came into view by itself.
    assert_eq!(copy_token(&mut window), found.tokens[1].text);
    assert!(shows(&window, "Just changed: time"));
    press(&mut window, "playback-token");
    assert_eq!(copy_token(&mut window), found.tokens[0].text);
    let poster = Token::read(&found.tokens[1].text);
    let claims = poster.claims().expect("it is whole");
    assert_eq!(claims.get("time"), Some(&Value::from(25)));
    assert_eq!(claims.str("aud"), Some("t"));
}

/// Chooses an item of a list on the Sign screen by typing.
fn choose(window: &mut Window, list: &str, typed: &str) {
    window.get_by_label_contains(list).click();
    settle(window);
    window.event(Event::Text(typed.to_owned()));
    settle(window);
    window.key_press(Key::Enter);
    settle(window);
}

#[test]
fn every_snippet_is_available() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    for (tab, list, button, snippets) in [
        ("Player code", "Player: ", "Copy player code", PLAYERS),
        ("Server code", "Language: ", "Copy server code", CODES),
    ] {
        press(&mut window, tab);
        // It shows no video.
        let works = |snippet: &&Snippet| snippet.id != "html-image";
        for snippet in snippets.iter().filter(works) {
            choose(&mut window, list, snippet.title);
            assert!(shows(&window, &format!("{list}{}", snippet.title)));
            assert!(!copy(&mut window, button).is_empty(), "{}", snippet.id);
        }
    }
}

#[test]
fn targets_that_cannot_work_are_found_only_by_typing() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "Player code");
    assert!(shows(&window, "Player: Mux Player"));
    for name in [
        "Thumbnail",
        "GIF",
        "Storyboard",
        "DRM license",
        "Viewer counts",
    ] {
        press(&mut window, name);
        // What works is chosen instead.
        assert!(!shows(&window, "Player: Mux Player"), "{name}");
        assert!(copy(&mut window, "Copy player code").contains("eyJ"));
        window.get_by_label_contains("Player: ").click();
        settle(&mut window);
        assert!(window.query_by_label("Mux Player").is_none(), "{name}");
        assert!(shows(
            &window,
            "more do not fit this token; type to find them"
        ));
        window.event(Event::Text("mux player".to_owned()));
        settle(&mut window);
        let useless = window.get_by_label("Mux Player").accesskit_node();
        assert!(useless.is_disabled(), "{name}");
        // Enter chooses nothing that cannot work.
        window.key_press(Key::Enter);
        settle(&mut window);
        window.key_press(Key::Escape);
        settle(&mut window);
        assert!(!shows(&window, "Player: Mux Player"), "{name}");
    }
    press(&mut window, "GIF");
    assert!(shows(&window, "Player: HTML image"));
    press(&mut window, "Video");
    assert!(shows(&window, "Player: Mux Player"));
}

#[test]
fn list_is_used_with_the_keyboard_alone() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    add_param(&mut window, "max_resolution");
    let focused = |window: &Window| {
        let nodes: Vec<_> = window.query_all_by(|_| true).collect();
        let focused = nodes.iter().find(|node| node.is_focused());
        focused
            .and_then(|node| node.accesskit_node().label())
            .unwrap_or_default()
    };
    window.key_press(Key::Escape);
    settle(&mut window);
    assert_eq!(focused(&window), "max_resolution: Choose…");
    // Typing opens the list.
    window.event(Event::Text("7".to_owned()));
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(focused(&window), "max_resolution: 720p");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.key_press(Key::ArrowDown);
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(focused(&window), "max_resolution: 1440p");
    let claims = claims_in(&copy_token(&mut window));
    assert!(
        claims.starts_with(r#"{"max_resolution":"1440p","#),
        "{claims}"
    );
    press(&mut window, "Remove max_resolution");
    let claims = claims_in(&copy_token(&mut window));
    assert!(claims.starts_with(r#"{"kid""#), "{claims}");
}

#[test]
fn last_token_stays_while_a_field_is_wrong() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    let url = copy(&mut window, "Copy URL");
    for wrong in ["", "64O", "7 parsecs"] {
        fill(&mut window, "Expires", wrong);
        assert!(shows(&window, "Not up to date: fix the marked field"));
        assert!(shows(&window, &url) && !can_copy(&window), "{wrong}");
        let field = window.get_by_label("Expires").accesskit_node();
        assert!(field.data().invalid().is_some(), "{wrong}");
    }
    fill(&mut window, "Expires", "7d");
    assert!(can_copy(&window) && shows(&window, "Ready, no warnings"));
    // The token of a key that is gone does not stay.
    fill(&mut window, "Expires", "");
    press(&mut window, "Keys");
    press(&mut window, "Forget key K");
    press(&mut window, "Sign");
    assert!(!shows(&window, &url));
}

#[test]
fn number_without_a_unit_is_questioned() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    fill(&mut window, "Expires", "7");
    assert!(shows(&window, "7 seconds. Did you mean 7d?"));
    press(&mut window, "Use 7d");
    assert!(!shows(&window, "Did you mean"));
    assert!(claims_in(&copy_token(&mut window)).ends_with(r#""exp":1795935045}"#));
}

#[test]
fn form_is_reset() {
    let mut window = window(Fake::with_key());
    assert!(window.query_by_label("Reset form").is_none());
    fill(
        &mut window,
        "Playback ID",
        "https://image.mux.com/ID/thumbnail.jpg?time=25",
    );
    set_param(&mut window, "width", "640");
    press(&mut window, "Reset form");
    assert_eq!(
        window.get_by_label("Playback ID").value().as_deref(),
        Some("")
    );
    assert!(window.query_by_label("time").is_none() && !can_copy(&window));
    assert!(window.query_by_label("Reset form").is_none());
    fill(&mut window, "Playback ID", "ID");
    let claims = claims_in(&copy_token(&mut window));
    assert_eq!(
        claims,
        r#"{"kid":"K","sub":"ID","aud":"v","exp":1795935045}"#
    );
}

#[test]
fn paste_without_focus_fills_the_form() {
    let paste = |window: &mut Window, text: &str| {
        window.key_press(Key::Escape);
        settle(window);
        window.event(Event::Paste(text.to_owned()));
        settle(window);
    };
    let id = |window: &Window| window.get_by_label("Playback ID").value();
    let mut window = window(Fake::with_key());
    assert!(window.get_by_label("Playback ID").is_focused());
    paste(
        &mut window,
        " ID1
",
    );
    assert_eq!(id(&window).as_deref(), Some("ID1"));
    paste(
        &mut window,
        "https://image.mux.com/ID2/thumbnail.jpg?time=25",
    );
    assert_eq!(id(&window).as_deref(), Some("ID2"));
    assert_eq!(window.get_by_label("time").value().as_deref(), Some("25"));
    paste(&mut window, "two words");
    assert_eq!(id(&window).as_deref(), Some("ID2"));
    assert!(shows(&window, "This is not an ID or a Mux URL"));
    let url = format!(
        "https://stream.mux.com/ID3.m3u8?token={}",
        token(&TokenSpec::new(Audience::Video, "ID3"))
    );
    paste(&mut window, &url);
    assert_eq!(id(&window).as_deref(), Some("ID3"));
    assert!(can_copy(&window));
    press(&mut window, "Inspect the pasted token");
    assert_eq!(window.state().screen(), Screen::Inspect);
    assert!(shows(&window, "Signature: Verified"));
}

#[test]
fn first_token_with_a_real_key_takes_four_actions() {
    let mut window = window(Fake::default());
    // The key, its ID, the playback ID, and Copy.
    window.event(Event::Paste(base64_of(&KEY_PEM)));
    settle(&mut window);
    assert!(window.get_by_label("Key ID (kid)").is_focused());
    window.event(Event::Paste("K".to_owned()));
    settle(&mut window);
    assert!(window.get_by_label("Playback ID").is_focused());
    window.event(Event::Paste("ID".to_owned()));
    settle(&mut window);
    let url = copy(&mut window, "Copy URL");
    assert!(claims_in(&url).starts_with(r#"{"kid":"K","sub":"ID","#));
    assert!(!shows(&window, "DEMO, plays nowhere"));
}

#[test]
fn typed_key_id_is_used_when_it_is_complete() {
    let mut window = window(Fake::default());
    window.event(Event::Paste(base64_of(&KEY_PEM)));
    settle(&mut window);
    window.event(Event::Text("Ke".to_owned()));
    settle(&mut window);
    window.event(Event::Text("y".to_owned()));
    settle(&mut window);
    assert!(window.get_by_label("Key ID (kid)").is_focused());
    window.key_press(Key::Enter);
    settle(&mut window);
    assert!(shows(&window, "Current key: Key"));
    assert!(window.get_by_label("Playback ID").is_focused());
}

#[test]
fn typed_key_id_is_used_when_another_screen_is_opened() {
    let mut window = window(Fake::default());
    window.event(Event::Paste(base64_of(&KEY_PEM)));
    settle(&mut window);
    window.event(Event::Text("Key".to_owned()));
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    settle(&mut window);
    assert_eq!(window.state().screen(), Screen::Inspect);
    assert!(shows(&window, "Current key: Key"));
}

#[test]
fn qr_code_disappears_when_url_is_too_long() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "QR");
    assert!(window.query_by_label("QR code of the URL").is_some());
    press(&mut window, "Enlarge");
    let large = window.get_by_label("Large QR code of the URL").rect();
    assert!(
        large.width() >= 480.0 && large.height() >= 480.0,
        "{large:?}"
    );
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.query_by_label("Large QR code of the URL").is_none());
    let custom = format!(r#"{{"a":"{}"}}"#, "x".repeat(2000));
    set_param(&mut window, "custom", &custom);
    assert!(window.query_by_label("QR code of the URL").is_none());
    assert!(shows(&window, "This URL is too long for a QR code"));
}

#[test]
fn snippet_is_saved_to_the_chosen_file() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "Player code");
    press(&mut window, "Copy player code");
    press(&mut window, "Save…");
    let path = PathBuf::from("/page/mux-player.html");
    let platform = &mut window.state_mut().platform;
    assert_eq!(
        platform.dialogs.last().map(String::as_str),
        Some("Save the snippet: mux-player.html")
    );
    platform.picked.push_back(Picked::File(path.clone()));
    wait_for(&mut window, "Saved mux-player.html");
    let platform = &window.state().platform;
    assert_eq!(
        platform.files.get(&path).map(Vec::as_slice),
        platform.clipboard.as_deref().map(str::as_bytes)
    );
}

#[test]
fn pictures_describe_what_parameters_do() {
    let mut window = window(Fake::with_key());
    fill(&mut window, "Playback ID", "ID");
    press(&mut window, "Thumbnail");
    for (name, value) in [("width", "640"), ("height", "640"), ("time", "65")] {
        set_param(&mut window, name, value);
    }
    add_param(&mut window, "fit_mode");
    window.event(Event::Text("crop".to_owned()));
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    let about = "640 × 640; from a 16:9 video, the sides are cut off";
    let picture = format!("Geometry, from a video of 16 : 9: {about}");
    assert!(window.query_by_label(&picture).is_some());
    assert!(shows(&window, "The frame at 1:05"));
    // A value that is being typed does not take the picture away.
    set_param(&mut window, "width", "wide");
    assert!(window.query_by_label(&picture).is_some());
    press(&mut window, "GIF");
    set_param(&mut window, "width", "320");
    set_param(&mut window, "start", "2");
    assert!(shows(
        &window,
        "Animation from 2 s to 7 s: 5 s of at most 10 s"
    ));
}

#[test]
fn field_keeps_the_focus_when_something_appears_above_it() {
    let mut window = window(Fake::with_key());
    let type_into = |window: &mut Window, label: &str, text: &str| {
        for c in text.chars() {
            window.event(Event::Text(c.to_string()));
            settle(window);
        }
        assert!(window.get_by_label(label).is_focused(), "{label}");
        assert_eq!(window.get_by_label(label).value().as_deref(), Some(text));
    };
    // In one column, the answer is above the form.
    window.set_size([760.0, 480.0].into());
    settle(&mut window);
    window.get_by_label("Playback ID").focus();
    settle(&mut window);
    type_into(&mut window, "Playback ID", "SomePlaybackId");
    let field = window.get_by_label("Playback ID").rect();
    assert!(field.top() > 48.0 && field.bottom() <= 480.0, "{field:?}");
    assert!(can_copy(&window));
    set_param(&mut window, "asset_start_time", "50");
    add_param(&mut window, "asset_end_time");
    type_into(&mut window, "asset_end_time", "10");
    assert!(shows(&window, "the clip is empty"));
}
