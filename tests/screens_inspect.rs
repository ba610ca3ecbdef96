//! Tests of the Inspect screen by its labels.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mux_jwt::{
    core::{
        mux::audience::Audience,
        time::{Timestamp, Zone},
        token::spec::{Expiry, TokenSpec},
    },
    ui::Screen,
};

use crate::support::screen::{
    self, Window, copy, drop_file, fill, paste, pick, press, settle, shows, token, token_of, value,
};
use crate::support::{Fake, NOW, OTHER_KEY_PEM};

const INPUT: &str = "Token, URL or any text containing one";
const ADD: &str = "Add evidence";
const ID: &str = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
const EXPIRED: &str = "The token expired 3 hours ago";

/// Opens the screen.
fn window(machine: Fake) -> Window {
    let mut window = screen::open(machine);
    press(&mut window, "Inspect");
    assert_eq!(window.state().screen(), Screen::Inspect);
    window
}

fn spec(audience: Audience, expires: i64) -> TokenSpec {
    TokenSpec {
        expiry: Expiry::At(Timestamp(NOW.0 + expires)),
        ..TokenSpec::new(audience, ID)
    }
}

fn url(audience: Audience, expires: i64) -> String {
    let token = token(&spec(audience, expires));
    format!("https://stream.mux.com/{ID}.m3u8?token={token}")
}

fn expired() -> String {
    url(Audience::Video, -3 * 3600)
}

/// A HAR of a request an hour before [`NOW`] for each URL, with its status.
fn har(requests: &[(&str, u16)]) -> String {
    let at = Timestamp(NOW.0 - 3600)
        .rfc3339()
        .expect("a year with four digits");
    let entries = requests.iter().map(|(url, status)| {
        format!(
            r#"{{"startedDateTime":"{at}","request":{{"method":"GET","url":"{url}","headers":[{{"name":"Referer",
            "value":"https://shop.example/"}}]}},"response":{{"status":{status}}}}}"#
        )
    });
    let entries: Vec<_> = entries.collect();
    format!(
        r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#,
        entries.join(",")
    )
}

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

#[test]
fn cause_is_in_the_upper_third_at_every_size() {
    let four = har(&[
        (&url(Audience::Video, -2 * 3600), 403),
        (&url(Audience::Thumbnail, 3600), 403),
        (&url(Audience::Storyboard, 3600), 403),
        (&url(Audience::Video, 3600), 200),
    ]);
    let log: String = (0..40)
        .map(|i| url(Audience::Video, -3 * 3600 - i) + "\n")
        .collect();
    for (input, cause) in [
        (expired(), EXPIRED),
        (four, "Refused: "),
        (log, EXPIRED),
        (format!("https://stream.mux.com/{ID}.m3u8"), "no token"),
        ("2403210".to_owned(), "URL has expired"),
    ] {
        for size in [
            [760.0, 480.0],
            [900.0, 600.0],
            [600.0, 400.0],
            [450.0, 300.0],
            [1280.0, 800.0],
            [1600.0, 1000.0],
        ] {
            let mut window = window(Fake::with_key());
            window.set_size(size.into());
            settle(&mut window);
            paste(&mut window, &input);
            let heading = |node: &egui_kittest::Node<'_>| {
                use egui_kittest::kittest::NodeT as _;
                node.accesskit_node().role() == egui::Role::Heading
                    && node
                        .accesskit_node()
                        .label()
                        .is_some_and(|label| label.contains(cause))
            };
            let nodes: Vec<_> = window.query_all_by(|_| true).collect();
            let found = nodes.iter().find(|node| heading(node));
            let rect = found
                .unwrap_or_else(|| panic!("no {cause} at {size:?}"))
                .rect();
            let first_line = rect.top() + 22.0;
            assert!(
                first_line <= size[1] / 3.0 + 0.5,
                "{cause} at {size:?}: {rect:?}"
            );
            assert!(rect.right() <= size[0], "{cause} at {size:?}: {rect:?}");
        }
    }
}

#[test]
fn clearing_and_pasting_over_start_a_new_case() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    fill(&mut window, ADD, "Network Error");
    key(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Remove Observed error"));
    // The next ticket is judged without the evidence of this one.
    paste(&mut window, &url(Audience::Video, 3600));
    assert!(!shows(&window, "Remove Observed error") && !shows(&window, EXPIRED));
    press(&mut window, "Undo");
    assert!(shows(&window, EXPIRED) && shows(&window, "Remove Observed error"));
    fill(&mut window, INPUT, &url(Audience::Thumbnail, 3600));
    assert!(!shows(&window, "Remove Observed error"));
    press(&mut window, "Clear");
    assert_eq!(value(&window, INPUT), "");
    press(&mut window, "Recent");
    press(
        &mut window,
        &format!("stream.mux.com/EcHg…nhs.m3u8: {EXPIRED}, at 2026-11-22 03:50:45 UTC"),
    );
    assert!(shows(&window, "Remove Observed error"));
    press(&mut window, "Recent");
    press(&mut window, "Forget recent cases");
    assert!(!shows(&window, "Recent"));
}

#[test]
fn pasted_case_is_undone_by_the_shortcut() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    fill(&mut window, ADD, "403");
    key(&mut window, Modifiers::NONE, Key::Enter);
    paste(&mut window, &url(Audience::Video, 3600));
    assert!(!shows(&window, EXPIRED));
    key(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, EXPIRED) && shows(&window, "Remove Observed error"));
}

#[test]
fn editing_keeps_the_case() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    fill(&mut window, ADD, "403");
    key(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label(INPUT).focus();
    settle(&mut window);
    window.get_by_label(INPUT).type_text("A");
    settle(&mut window);
    assert!(shows(&window, "Remove Observed error"));
    assert!(!shows(&window, "Undo"));
}

#[test]
fn requests_are_listed_with_status_kind_and_cause() {
    let mut window = window(Fake::with_key());
    let fine = url(Audience::Video, 3600);
    let wrong = url(Audience::Thumbnail, 3600);
    paste(
        &mut window,
        &har(&[
            (&fine, 200),
            (&wrong, 403),
            (&format!("https://image.mux.com/{ID}/thumbnail.png"), 200),
        ]),
    );
    assert!(shows(&window, "HAR · 3 requests · 2 tokens · 1 refused"));
    let row = "Refused: HTTP 403, video, stream.mux.com/EcHgOK9";
    assert!(shows(&window, row), "the worst");
    assert!(shows(
        &window,
        "Refused: The token is for thumbnails, but the URL is for the HLS stream"
    ));
    let accepted = window.get_by_label_contains("Accepted: HTTP 200, video, stream.mux.com/");
    accepted.click();
    settle(&mut window);
    assert!(shows(&window, "Accepted: No problems found in this token"));
    assert_eq!(window.state().screen(), Screen::Inspect);
}

#[test]
fn many_requests_are_grouped_and_filtered_by_cause() {
    let mut window = window(Fake::with_key());
    let mut log = String::new();
    for i in 0..12 {
        let audience = if i % 3 == 0 {
            Audience::Thumbnail
        } else {
            Audience::Video
        };
        log += &url(audience, 3600 + i);
        log += "\n";
    }
    paste(&mut window, &log);
    assert!(shows(&window, "All 12") && shows(&window, "8 accepted"));
    press(&mut window, "8 accepted");
    assert!(shows(&window, "Accepted: No problems found in this token"));
    assert!(
        window
            .query_all_by_label_contains("Refused: video")
            .next()
            .is_none()
    );
    press(&mut window, "4 audience-mismatch");
    assert!(shows(&window, "Refused: The token is for thumbnails"));
}

#[test]
fn evidence_of_the_input_is_a_chip_and_can_be_removed() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &har(&[(&url(Audience::Video, -1800), 403)]));
    assert!(shows(&window, "Accepted by Mux?: Depends"));
    for chip in [
        "HTTP 403 (HAR)",
        "at 2026-11-22 05:50:45 UTC (HAR)",
        "Referer https://shop.example/ (HAR)",
    ] {
        assert!(shows(&window, chip), "{chip}");
    }
    press(&mut window, "Remove Time of failure");
    assert!(shows(&window, "The token expired 30 minutes ago"));
    press(&mut window, "Remove Observed error");
    press(&mut window, "More evidence");
    press(&mut window, "Use the Time of failure of the input again");
    assert!(shows(
        &window,
        "Accepted by Mux?: Accepted, judged as of the request"
    ));
}

#[test]
fn typed_evidence_is_recognized() {
    let zone = Zone::UTC;
    for (typed, shown) in [
        ("Network Error", "Remove Observed error"),
        ("2403210", "Remove Observed error"),
        ("2026-11-21 10:00", "Remove Time of failure"),
        ("https://shop.example/a", "Remove Referer"),
        ("Mozilla/5.0 (X11; Linux)", "Remove User-Agent"),
        (
            "https://image.mux.com/ID/thumbnail.png",
            "Remove Requested URL",
        ),
        (
            "nhs4teMUlz5t7ED02gK2oitE2mO3jhJTd02EBuYQMmhTA",
            "Remove Expected ID",
        ),
        ("95m", "Remove Video duration"),
        (
            r#"{"data":{"id":"R","referrer":{"allowed_domains":[]}}}"#,
            "Remove Playback restriction",
        ),
    ] {
        let mut window = window(Fake {
            zone,
            ..Fake::with_key()
        });
        paste(&mut window, &expired());
        window.get_by_label(ADD).type_text(typed);
        settle(&mut window);
        key(&mut window, Modifiers::NONE, Key::Enter);
        assert!(shows(&window, shown), "{typed}");
        assert_eq!(value(&window, ADD), "");
        press(&mut window, shown);
        assert!(!shows(&window, shown), "{typed}");
    }
}

#[test]
fn four_actions_lead_from_url_and_error_to_the_report() {
    let mut window = screen::open(Fake::with_key());
    key(&mut window, Modifiers::COMMAND, Key::Num2);
    paste(&mut window, &expired());
    let focused = window.get_by_label(ADD);
    focused.type_text("Network Error");
    settle(&mut window);
    key(
        &mut window,
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        Key::C,
    );
    let report = window
        .state()
        .platform
        .clipboard
        .clone()
        .expect("it is copied");
    assert!(report.contains("Observed error: Network Error"), "{report}");
}

#[test]
fn summary_has_three_lines_without_a_token() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    let summary = copy(&mut window, "Copy summary");
    assert_eq!(summary.lines().count(), 3);
    assert!(summary.starts_with("Cause: The token expired 3 hours ago"));
    assert!(!summary.contains("eyJ"));
}

#[test]
fn code_alone_is_explained() {
    for (code, cause) in [("2403210", "URL has expired"), ("403", "403 Forbidden")] {
        let mut window = window(Fake::default());
        paste(&mut window, code);
        assert!(shows(&window, cause), "{code}");
        let summary = copy(&mut window, "Copy summary");
        assert!(summary.contains(code), "{summary}");
    }
}

#[test]
fn file_is_opened_into_a_case() {
    let mut window = window(Fake::with_key().file("/a.har", &har(&[(&expired(), 403)])));
    press(&mut window, "Open…");
    assert_eq!(
        window.state().platform.dialogs,
        ["Open a HAR, a log or other text"]
    );
    pick(&mut window, "/a.har");
    assert!(shows(&window, "before the request"));
    drop_file(&mut window, "/a.har");
    assert!(shows(&window, "HAR"));
}

#[test]
fn re_sign_warns_of_another_key() {
    let mut window = window(Fake::with_key());
    let token = token_of(&OTHER_KEY_PEM, "OTHER", &spec(Audience::Video, -60));
    paste(&mut window, &token);
    assert!(shows(
        &window,
        "Signs with `K`, not with `OTHER`, the token's key"
    ));
    assert!(shows(&window, "Load key…"));
    paste(&mut window, &expired());
    assert!(shows(&window, "Signs with the token's key"));
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(window.state().screen(), Screen::Sign);
}

#[test]
fn keys_in_use_are_listed_if_there_are_several() {
    let mut window = window(Fake::with_key());
    let other = token_of(&OTHER_KEY_PEM, "OTHER", &spec(Audience::Video, 7200));
    paste(
        &mut window,
        &format!("{}\n{other}\n", url(Audience::Video, 3600)),
    );
    assert!(shows(&window, "2 keys in use"));
    assert!(shows(&window, "after 2026-11-22 08:50:45 UTC"));
    paste(&mut window, &other);
    assert!(!shows(&window, "keys in use"));
}

#[test]
fn timeline_is_shown_only_when_time_matters() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &url(Audience::Video, 3600));
    assert!(!shows(&window, "Timeline"));
    paste(&mut window, &expired());
    assert!(shows(&window, "Timeline: expires 3 hours ago"));
}

#[test]
fn why_explains_the_rule() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    assert!(!shows(&window, "error · documented · expired"));
    press(&mut window, "Why");
    assert!(shows(&window, "error · documented · expired"));
}

#[test]
fn idle_time_forgets_recent_cases() {
    let mut window = window(Fake::with_key());
    paste(&mut window, &expired());
    paste(&mut window, &url(Audience::Video, 3600));
    assert!(shows(&window, "Recent"));
    window.state_mut().platform.now = Timestamp(NOW.0 + 15 * 60);
    settle(&mut window);
    window.state_mut().platform.now = Timestamp(NOW.0 + 31 * 60);
    settle(&mut window);
    assert!(!shows(&window, "Recent"));
}
