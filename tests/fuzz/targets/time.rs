//! Any text as a length of time and as a moment, and any numbers as both: what is written is read as the same.

#![no_main]

use chrono::FixedOffset;
use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::core::time::{Span, Timestamp, Zone};

const ZONES: [Zone; 3] = [
    Zone::UTC,
    Zone(|_| FixedOffset::east_opt(86_399).expect("in range")),
    Zone(|_| FixedOffset::west_opt(86_399).expect("in range")),
];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match Span::parse(&text) {
        Ok(span) => {
            assert!(span.0 >= 0 && !span.to_string().is_empty());
            assert_eq!(Span::parse(&span.0.to_string()), Ok(span));
            assert_eq!(Span::parse(&format!(" {}s ", span.0)), Ok(span));
        }
        Err(error) => assert!(!error.to_string().is_empty() && !error.hint().is_empty()),
    }
    for zone in ZONES {
        match Timestamp::parse(&text, zone) {
            Ok(moment) => shown(moment, zone),
            Err(error) => assert!(!error.to_string().is_empty() && !error.hint().is_empty()),
        }
    }
    if let Some((a, b)) = data.split_first_chunk::<8>() {
        let a = Timestamp(i64::from_le_bytes(*a));
        let b = b
            .first_chunk::<8>()
            .map_or(Timestamp(0), |b| Timestamp(i64::from_le_bytes(*b)));
        for zone in ZONES {
            shown(a, zone);
        }
        assert!(!a.relative_to(b).is_empty() && !a.since(b).to_string().is_empty());
        let _after = a.after(Span(b.0));
    }
});

fn shown(moment: Timestamp, zone: Zone) {
    let text = moment.show(zone);
    assert!(!text.is_empty());
    if let Some(written) = moment.rfc3339() {
        assert_eq!(Timestamp::parse(&written, zone), Ok(moment));
        // A wall clock's minutes and seconds are read as they were shown, where it shows UTC.
        if text.ends_with("UTC") {
            assert_eq!(Timestamp::parse(&text, zone), Ok(moment));
        }
    }
}
