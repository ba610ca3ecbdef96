//! Any text, searched for tokens. `\x06` at its beginning repeats it up to 48 KB: a long text takes a time in proportion
//! to its length.

#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::import::{self, Import},
    judge, tokens,
};

/// Four times the text may take at most so many times as long, if it takes longer than this at all.
const SHORT: usize = 12_000;
const MOST: u64 = 9;
const LONG_NANOS: u64 = 100_000_000;

fuzz_target!(|data: &[u8]| {
    if let [6, piece @ ..] = data {
        let piece = tokens::text(piece);
        if !piece.is_empty() {
            let time = |len: usize| {
                let text = piece.repeat(len / piece.len() + 1);
                let before = cpu_nanos();
                import::find(&text);
                cpu_nanos() - before
            };
            // A slow text is slow each time; a machine with much to do is slow once.
            let mut taken = (0, 0);
            let is_fair = (0..3).any(|_| {
                taken = (time(SHORT), time(4 * SHORT));
                taken.1 < LONG_NANOS || taken.1 < taken.0.saturating_mul(MOST)
            });
            assert!(is_fair, "{taken:?} ns for {piece:?} again and again");
        }
        return;
    }
    let text = tokens::text(data);
    let once = judge::found(&text);
    // White space before it changes nothing but lines. Behind it a line break may mean something: `=` and `\\` go on.
    let framed = judge::found(&format!(" \n{text}"));
    let texts = |import: &Import| {
        import
            .tokens
            .iter()
            .map(|found| found.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&once), texts(&framed), "{text:?}");
});

/// What this thread has had of the processor; a machine with other work would mislead a clock. Linux alone tells.
fn cpu_nanos() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|nanos| nanos.parse().ok())
        .unwrap_or_default()
}
