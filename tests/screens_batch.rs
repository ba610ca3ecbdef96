//! Tests of the Batch screen by its labels.

use std::{fmt::Write as _, path::PathBuf, thread, time::Duration};

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mux_jwt::ui::Screen;

use crate::support::screen::{
    self, Window, claims_in, copy, drop_file, fill, pick, press, set_param, settle, shows, wait_for,
};
use crate::support::{Fake, KEY_PEM};

const ROWS: &str = "IDs, URLs, a CSV or an API answer";
const LOG: &str = "Tokens, URLs, a log or a CSV";

/// A table with one row that cannot be signed.
const TABLE: &str = "title,playback_id\nTrailer,ID1\nPoster,https://image.mux.com/ID2/thumbnail.png?time=25\nNone,\n";

fn window(machine: Fake) -> Window {
    let mut window = screen::open(machine);
    press(&mut window, "Batch");
    window
}

fn file(window: &Window, name: &str) -> String {
    let files = &window.state().platform.files;
    let bytes = files.get(&PathBuf::from(name)).expect("the file was saved");
    String::from_utf8(bytes.clone()).expect("the file is UTF-8")
}

#[test]
fn bad_row_is_reported_with_its_line() {
    let mut window = window(Fake::with_key());
    assert!(shows(&window, "Sign or inspect many rows"));
    fill(&mut window, ROWS, TABLE);
    assert!(shows(&window, "IDs become tokens for video"));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, 1 error");
    assert!(shows(
        &window,
        "Line 2: ID1: https://stream.mux.com/ID1.m3u8?token=eyJ"
    ));
    assert!(shows(
        &window,
        "Line 3: ID2: https://image.mux.com/ID2/thumbnail.png?token=eyJ"
    ));
    assert!(shows(&window, "Line 4: No playback ID"));
    press(&mut window, "Only problems");
    assert!(shows(&window, "Line 4: "));
    assert!(!shows(&window, "Line 2: "));
    press(&mut window, "Only problems");

    let claims = claims_in(&copy(&mut window, "Copy URL of line 3"));
    assert!(
        claims.starts_with(r#"{"time":25,"kid":"K","sub":"ID2","aud":"t","#),
        "{claims}"
    );
}

#[test]
fn results_are_copied_and_saved() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, TABLE);
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    let csv = copy(&mut window, "Copy CSV");
    assert!(
        csv.starts_with("title,playback_id,token,url,expires_at,error,warning\nTrailer,ID1,eyJ"),
        "{csv}"
    );

    press(&mut window, "Save CSV…");
    assert_eq!(
        window.state().platform.dialogs,
        ["Save the rows: rows-signed.csv"]
    );
    pick(&mut window, "out.csv");
    wait_for(&mut window, "Saved out.csv");
    assert_eq!(file(&window, "out.csv"), csv);

    press(&mut window, "Save JSON Lines…");
    pick(&mut window, "out.jsonl");
    wait_for(&mut window, "Saved out.jsonl");
    let lines = file(&window, "out.jsonl");
    assert_eq!(lines.lines().count(), 3);
    assert!(lines.contains(
        r#"{"line":4,"row":{"title":"None","playback_id":""},"input":"","error":"no playback ID"#
    ));

    press(&mut window, "Save CSV…");
    pick(&mut window, "full/out.csv");
    wait_for(&mut window, "Cannot save out.csv");
}

#[test]
fn sign_form_decides_what_batch_signs() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Edit…");
    assert_eq!(window.state().screen(), Screen::Sign);
    press(&mut window, "Thumbnail");
    set_param(&mut window, "width", "640");
    press(&mut window, "Batch");
    assert!(shows(&window, "IDs become tokens for thumbnails"));
    fill(&mut window, ROWS, "ID1\n\nID2");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, no errors");
    let csv = copy(&mut window, "Copy CSV");
    let claims = claims_in(csv.split(',').nth(6).expect("a token column"));
    assert!(
        claims.starts_with(r#"{"width":640,"kid":"K","sub":"ID1","aud":"t""#),
        "{claims}"
    );

    // An invalid form is reported before anything is signed.
    press(&mut window, "Sign");
    set_param(&mut window, "width", "wide");
    press(&mut window, "Batch");
    assert!(shows(&window, "`width` must be"));
    press(&mut window, "Sign all rows");
    assert!(shows(&window, "`width` must be"));
}

#[test]
fn warnings_are_counted_and_exported() {
    let mut window = window(Fake::with_key());
    let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
    fill(
        &mut window,
        ROWS,
        &format!("{id}\n{}\nnot an id !!\n", &id[1..]),
    );
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, 1 error, 1 warning");
    assert!(shows(
        &window,
        "Line 3: not an id !!: `not an id !!` is not an ID"
    ));
    press(&mut window, "Only problems");
    assert!(!shows(&window, "Line 1: "));
    assert!(shows(&window, "Line 2: "));
    let csv = copy(&mut window, "Copy CSV");
    assert!(csv.contains("[suspicious-subject]"), "{csv}");
    fill(&mut window, ROWS, id);
    assert!(shows(&window, "Results of the rows before"));
    let save = window.get_by_label("Save CSV…");
    assert!(save.accesskit_node().is_disabled(), "they are stale");
}

#[test]
fn fixed_expiry_is_never_taken_over_silently() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1");
    assert!(!shows(&window, "fixed time"));
    press(&mut window, "Sign");
    fill(&mut window, "Expires", "2026-12-31 18:00");
    press(&mut window, "Batch");
    assert!(shows(&window, "All rows expire at the same fixed time: "));
    press(&mut window, "Sign");
    fill(&mut window, "Expires", "2026-01-31 18:00");
    press(&mut window, "Batch");
    press(&mut window, "Sign all rows");
    assert!(shows(&window, "The expiry is in the past"));
    assert!(!shows(&window, "Done: "));
}

#[test]
fn answer_of_the_api_is_a_list() {
    let mut window = window(Fake::with_key());
    let answer = r#"{"data":[{"id":"A1","duration":3600,"playback_ids":[
        {"id":"P1","policy":"public"},{"id":"P2","policy":"signed"}]}]}"#;
    fill(&mut window, ROWS, answer);
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, no errors, 2 skipped");
    assert!(shows(&window, "P2: https://stream.mux.com/P2.m3u8?token="));
    assert!(shows(
        &window,
        "P1: Skipped: the playback ID `P1` is public"
    ));
    let csv = copy(&mut window, "Copy CSV");
    assert!(
        csv.starts_with("playback_id,policy,duration,token"),
        "{csv}"
    );
    assert!(csv.contains("\nP2,signed,3600,eyJ"), "{csv}");
    assert!(csv.contains(",2026-11-22T19:50:45Z,"), "{csv}");
    assert_eq!(csv.lines().count(), 2);

    press(
        &mut window,
        "Expire 12 hours after the end of each video with a known duration",
    );
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    let csv = copy(&mut window, "Copy CSV");
    assert!(csv.contains(",2026-11-29T06:50:45Z,"), "{csv}");
}

#[test]
fn missing_key_offers_a_demo_key() {
    let mut window = window(Fake::default());
    press(&mut window, "Try with an example");
    assert!(shows(&window, "No key is loaded"));
    press(&mut window, "Use a demo key");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, 1 error");
}

#[test]
fn log_is_inspected_line_by_line() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 1 row");
    let url = copy(&mut window, "Copy URL of line 1");
    press(&mut window, "Inspect each");
    let log = format!(
        "10:01, started\n10:02, GET {url} 200\n10:03, GET {} 403\n",
        &url[..url.len() - 9]
    );
    fill(&mut window, LOG, &log);
    press(&mut window, "Inspect all rows");
    wait_for(&mut window, "Done: 3 rows, 2 tokens, 1 error");
    assert!(shows(&window, "Line 2: ID1: Accepted by Mux"));
    assert!(shows(&window, "Line 3: ID1: "));
    press(&mut window, "Inspect line 3");
    assert_eq!(window.state().screen(), Screen::Inspect);
}

#[test]
fn ambiguous_column_is_chosen_by_hand() {
    let (old, new) = (
        "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE",
        "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs",
    );
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, &format!("old,new\n{old},{new}\n"));
    assert!(shows(
        &window,
        "More than one column looks like IDs: `old`, `new`"
    ));
    press(&mut window, "Column: Choose…");
    let list = window.get_by_label("Column: Choose…");
    assert_eq!(list.accesskit_node().data().is_expanded(), Some(true));
    press(&mut window, "new");
    let list = window.get_by_label("Column: new");
    assert_eq!(list.value().as_deref(), Some("new"));
    assert_eq!(list.accesskit_node().data().is_expanded(), Some(false));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, &format!("Line 2: {new}: https://"));
}

#[test]
fn causes_are_bars_that_filter() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1\nID2\nnot an id !!\nnor this !!\n");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 4 rows, 2 errors");
    assert!(shows(&window, "2 rows: Signed"));
    press(&mut window, "2 rows: … is not an ID: it contains a space");
    assert!(shows(&window, "Line 4: "));
    assert!(!shows(&window, "Line 1: "));
    press(&mut window, "2 rows: … is not an ID: it contains a space");
    assert!(shows(&window, "Line 1: "));

    press(&mut window, "Expiry");
    assert!(shows(
        &window,
        "Expiry: 0 expired, 2 still valid; first 2026-11-29"
    ));
}

#[test]
fn keys_in_use_have_a_date_to_delete_them() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1\nID2");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 2 rows");
    let csv = copy(&mut window, "Copy CSV");
    press(&mut window, "Inspect each");
    fill(&mut window, LOG, &csv);
    press(&mut window, "Inspect all rows");
    wait_for(&mut window, "Done: 2 rows");
    press(&mut window, "Keys in use");
    assert!(shows(&window, "Safe to delete"));
    assert!(shows(&window, "after 2026-11-29"));
}

#[test]
fn first_rows_are_shown_before_the_start() {
    let mut window = window(Fake::with_key().file("videos.csv", TABLE));
    press(&mut window, "Open file…");
    pick(&mut window, "videos.csv");
    assert!(shows(&window, "First rows"));
    assert!(shows(&window, "Trailer"));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    press(&mut window, "Save CSV…");
    let dialogs = &window.state().platform.dialogs;
    let proposed = dialogs.last().map(String::as_str);
    assert_eq!(proposed, Some("Save the rows: videos-signed.csv"));
}

#[test]
fn click_on_a_line_inspects_its_url() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 1 row");
    window
        .get_by_label_contains("Line 1: ID1: https://")
        .click();
    settle(&mut window);
    assert_eq!(window.state().screen(), Screen::Inspect);
    assert!(shows(&window, "Accepted"));
}

#[test]
fn escape_closes_a_list_and_keeps_its_focus() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "title,playback_id\nTrailer,ID1\n");
    let name = "Column: playback_id";
    window.get_by_label(name).focus();
    settle(&mut window);
    window.key_press(Key::Space);
    settle(&mut window);
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    let option = window.get_by_role_and_label(Role::ListBoxOption, "title");
    assert!(option.is_focused());
    window.key_press(Key::Escape);
    settle(&mut window);
    let list = window.get_by_label(name);
    assert_eq!(list.accesskit_node().data().is_expanded(), Some(false));
    assert!(list.is_focused());
}

#[test]
fn cancelled_batch_keeps_its_results() {
    let mut window = window(Fake::with_key());
    let ids = (0..100_000).fold(String::new(), |mut ids, i| {
        writeln!(ids, "ID{i}").expect("writing to a String cannot fail");
        ids
    });
    // Too long for a field, so the screen shows its size instead.
    fill(&mut window, ROWS, &ids);
    assert!(shows(&window, "100,000 lines"));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Progress: ");
    wait_for(&mut window, "Line 1: ID0: https://");
    press(&mut window, "Cancel");
    wait_for(&mut window, "Canceled; finished rows are kept: ");
    assert!(shows(&window, "Save CSV…"));
    press(&mut window, "Clear");
    assert!(!shows(&window, "100,000 lines"));
}

#[test]
fn forgetting_the_key_cancels_its_batch() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, &"ID\n".repeat(50_000));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Progress: ");
    press(&mut window, "Keys");
    press(&mut window, "Forget key K");
    press(&mut window, "Batch");
    wait_for(&mut window, "Canceled; finished rows are kept: ");
}

#[test]
fn opened_and_dropped_files_become_input() {
    let machine = Fake::with_key()
        .file("videos.csv", TABLE)
        .file("dropped.txt", "ID1\nID2\n")
        .file("key.pem", &KEY_PEM);
    let mut window = window(machine);
    press(&mut window, "Open file…");
    assert_eq!(
        window.state().platform.dialogs,
        ["Open a list, a CSV or a log"]
    );
    pick(&mut window, "videos.csv");
    assert!(shows(&window, "videos.csv") && shows(&window, "4 lines"));
    for (name, said) in [("dropped.txt", "2 lines"), ("key.pem", "Loaded K: private")] {
        drop_file(&mut window, name);
        wait_for(&mut window, said);
    }
}

#[test]
fn idle_window_does_not_repaint() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, TABLE);
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    // The text cursor of a focused field blinks.
    window.get_by_label("Only problems").focus();
    thread::sleep(Duration::from_millis(100));
    window.run();
    let delay = window
        .output()
        .viewport_output
        .values()
        .map(|view| view.repaint_delay)
        .min();
    // The next repaint is for the clock alone, to forget an unused key in time.
    assert!(
        delay.is_some_and(|delay| delay >= Duration::from_secs(50)),
        "{delay:?}"
    );
}
