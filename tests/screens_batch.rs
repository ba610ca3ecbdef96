//! The Batch screen through the eyes of somebody who reads labels.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use egui::DroppedFile;
use egui_kittest::kittest::Queryable as _;
use mux_jwt::{core::token::Token, platform::Picked, ui::Screen};

use crate::support::screen::{self, Window, fill, press, settle, shows, wait_for};
use crate::support::{Fake, KEY_PEM};

const ROWS: &str = "IDs, URLs or a CSV";
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
    let bytes = files.get(&PathBuf::from(name)).expect("it was saved");
    String::from_utf8(bytes.clone()).expect("it is text")
}

fn picked(window: &mut Window, path: &str) {
    window
        .state_mut()
        .platform
        .picked
        .push_back(Picked::File(path.into()));
    settle(window);
}

#[test]
fn a_table_is_signed_row_by_row_and_a_wrong_row_is_told_with_its_line() {
    let mut window = window(Fake::with_key());
    assert!(shows(&window, "Sign or inspect many at once"));
    fill(&mut window, ROWS, TABLE);
    assert!(shows(&window, "An ID becomes a token for video"));
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
    assert!(shows(&window, "Line 4: : No playback ID"));
    press(&mut window, "Only errors");
    assert!(shows(&window, "Line 4: "));
    assert!(!shows(&window, "Line 2: "));
    press(&mut window, "Only errors");

    press(&mut window, "Copy URL of line 3");
    let url = window
        .state()
        .platform
        .clipboard
        .clone()
        .expect("it was copied");
    let token = Token::read(url.rsplit_once('=').expect("a token").1);
    let claims = token.claims().expect("it is sound").to_string();
    assert!(
        claims.starts_with(r#"{"time":25,"kid":"K","sub":"ID2","aud":"t","#),
        "{claims}"
    );
}

#[test]
fn what_is_done_is_copied_and_saved() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, TABLE);
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    press(&mut window, "Copy CSV");
    let csv = window
        .state()
        .platform
        .clipboard
        .clone()
        .expect("it was copied");
    assert!(
        csv.starts_with("title,playback_id,token,url,expires_at,error\nTrailer,ID1,eyJ"),
        "{csv}"
    );

    press(&mut window, "Save CSV…");
    assert_eq!(
        window.state().platform.dialogs,
        ["Save the rows: mux-jwt.csv"]
    );
    picked(&mut window, "out.csv");
    wait_for(&mut window, "Saved out.csv");
    assert_eq!(file(&window, "out.csv"), csv);

    press(&mut window, "Save JSON Lines…");
    picked(&mut window, "out.jsonl");
    wait_for(&mut window, "Saved out.jsonl");
    let lines = file(&window, "out.jsonl");
    assert_eq!(lines.lines().count(), 3);
    assert!(lines.contains(
        r#"{"line":4,"row":{"title":"None","playback_id":""},"input":"","error":"no playback ID"#
    ));

    press(&mut window, "Save CSV…");
    picked(&mut window, "full/out.csv");
    wait_for(&mut window, "out.csv cannot be saved");
}

#[test]
fn the_form_of_the_sign_screen_says_what_is_signed() {
    let mut window = window(Fake::with_key());
    press(&mut window, "Change…");
    assert_eq!(window.state().screen(), Screen::Sign);
    press(&mut window, "Thumbnail");
    fill(&mut window, "width", "640");
    press(&mut window, "Batch");
    assert!(shows(&window, "An ID becomes a token for thumbnails"));
    fill(&mut window, ROWS, "ID1\n\nID2");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, no errors");
    press(&mut window, "Copy CSV");
    let csv = window
        .state()
        .platform
        .clipboard
        .clone()
        .expect("it was copied");
    let token = csv.split(',').nth(5).expect("a token");
    let claims = Token::read(token)
        .claims()
        .expect("it is sound")
        .to_string();
    assert!(
        claims.starts_with(r#"{"width":640,"kid":"K","sub":"ID1","aud":"t""#),
        "{claims}"
    );

    // What cannot be signed is told before anything is.
    press(&mut window, "Sign");
    fill(&mut window, "width", "wide");
    press(&mut window, "Batch");
    assert!(shows(&window, "`width` must be"));
    press(&mut window, "Sign all rows");
    assert!(shows(&window, "`width` must be"));
}

#[test]
fn without_a_key_nothing_is_signed_and_a_demo_key_is_at_hand() {
    let mut window = window(Fake::default());
    press(&mut window, "Try with an example");
    assert!(shows(&window, "No key is loaded"));
    press(&mut window, "Use a demo key");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows, 1 error");
}

#[test]
fn a_log_is_inspected_line_by_line() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, "ID1");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 1 row");
    press(&mut window, "Copy URL of line 1");
    let url = window
        .state()
        .platform
        .clipboard
        .clone()
        .expect("it was copied");
    press(&mut window, "Inspect each");
    let log = format!(
        "10:01, started\n10:02, GET {url} 403\n10:03, GET {} 403\n",
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
fn a_column_is_chosen_where_several_could_be_meant() {
    let id = "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe";
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, &format!("old,new\n{id}A,{id}B\n"));
    assert!(shows(
        &window,
        "More than one column looks like IDs: `old`, `new`"
    ));
    window.get_by_label("Column").click();
    settle(&mut window);
    press(&mut window, "new");
    press(&mut window, "Sign all rows");
    wait_for(&mut window, &format!("Line 2: {id}B: https://"));
}

#[test]
fn a_batch_is_cancelled_and_keeps_what_was_done() {
    let mut window = window(Fake::with_key());
    let ids = (0..100_000).fold(String::new(), |mut ids, i| {
        writeln!(ids, "ID{i}").expect("a string takes all");
        ids
    });
    // Too long for a field, it is held beside it.
    fill(&mut window, ROWS, &ids);
    assert!(shows(&window, "100,000 lines"));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Progress: ");
    wait_for(&mut window, "Line 1: ID0: https://");
    press(&mut window, "Cancel");
    wait_for(&mut window, "Cancelled; what was done is kept: ");
    assert!(shows(&window, "Save CSV…"));
    press(&mut window, "Clear");
    assert!(!shows(&window, "100,000 lines"));
}

#[test]
fn forgetting_the_key_ends_a_batch_that_signs_with_it() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, &"ID\n".repeat(50_000));
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Progress: ");
    press(&mut window, "Keys");
    press(&mut window, "Forget key K");
    press(&mut window, "Batch");
    wait_for(&mut window, "Cancelled; what was done is kept: ");
}

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

#[test]
fn a_file_is_opened_or_dropped_and_a_key_stays_a_key() {
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
    picked(&mut window, "videos.csv");
    assert!(shows(&window, "videos.csv") && shows(&window, "4 lines"));
    for (name, said) in [("dropped.txt", "2 lines"), ("key.pem", "Loaded K: a")] {
        let dropped = Arc::new(Dropped(name.into()));
        window.input_mut().dropped_files.push(dropped);
        settle(&mut window);
        wait_for(&mut window, said);
    }
}

#[test]
fn nothing_is_drawn_when_nothing_changes() {
    let mut window = window(Fake::with_key());
    fill(&mut window, ROWS, TABLE);
    press(&mut window, "Sign all rows");
    wait_for(&mut window, "Done: 3 rows");
    // The text cursor of a focused field blinks.
    window.get_by_label("Only errors").focus();
    thread::sleep(Duration::from_millis(100));
    window.run();
    let delay = window
        .output()
        .viewport_output
        .values()
        .map(|view| view.repaint_delay)
        .min();
    // The next picture is for the clock alone, which tells when an unused key is to be forgotten.
    assert!(
        delay.is_some_and(|delay| delay >= Duration::from_secs(50)),
        "{delay:?}"
    );
}
