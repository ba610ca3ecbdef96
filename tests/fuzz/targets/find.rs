//! Any text, searched for tokens and inspected. `\x06` at its beginning repeats it up to 48 KB, to check that the time is
//! proportional to the length.

#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::{
        diagnose::evidence::Evidence,
        import::{self, found::Import},
    },
    judge, tokens,
};

/// Four times the text may take at most this many times as long, unless it is faster than this anyway.
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
            // A slow text is slow each time; a busy machine is slow once.
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
    // White space before the text changes only line numbers. A line break after it may matter: `=` and `\\` continue.
    let framed = judge::found(&format!(" \n{text}"));
    let texts = |import: &Import| {
        import
            .tokens
            .iter()
            .map(|found| found.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&once), texts(&framed), "{text:?}");
    // Every rule judges every token, so a few tokens are enough.
    if once.tokens.len() <= 3 {
        judge::report(&text, &Evidence::default(), &tokens::KEYS[..], tokens::NOW);
    }
});

/// The processor time of this thread, which other work on the machine does not affect. Zero except on Linux.
fn cpu_nanos() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|nanos| nanos.parse().ok())
        .unwrap_or_default()
}
