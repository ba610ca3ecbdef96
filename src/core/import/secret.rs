//! Private keys in the input: they are blanked before anything is read, so that no part of one gets into a report.

use super::lines::line_after;
use crate::core::key;

/// The text with every private key blanked, and the line of the first; `None` if there is none.
///
/// Every byte keeps its place, so lines and offsets are those of the text.
pub(super) fn blanked(text: &str) -> Option<(String, usize)> {
    let mut spans = key::scan(text);
    spans.retain(|span| span.is_private);
    let first = spans.first()?.range.start;
    let line = line_after(&text[..first]);
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        blanked.push_str(&text[at..span.range.start]);
        // Lines are counted by their breaks, which are not secret.
        let blank = |byte| match byte {
            b'\n' | b'\r' => char::from(byte),
            _ => ' ',
        };
        blanked.extend(text[span.range.clone()].bytes().map(blank));
        at = span.range.end;
    }
    blanked.push_str(&text[at..]);
    Some((blanked, line))
}
