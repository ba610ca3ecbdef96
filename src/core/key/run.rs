//! Runs of base64 in a text, across the lines and string literals they were broken into.

use std::ops::Range;

/// Lines shorter than this are words, not a wrapped key.
pub(super) const NARROWEST: usize = 8;

/// Base64 in one piece or wrapped.
///
/// Every word of a text is one, so a run in one piece allocates nothing.
pub(super) struct Base64Run {
    /// Its first piece, without padding.
    pub(super) first: Range<usize>,
    /// Its other pieces in order.
    pub(super) others: Vec<Range<usize>>,
    /// Where it ends, padding included.
    pub(super) end: usize,
}

impl Base64Run {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        self.first.start
    }

    /// Its pieces in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &Range<usize>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Number of base64 characters.
    pub(super) fn len(&self) -> usize {
        self.words().map(ExactSizeIterator::len).sum()
    }

    /// The places in the text of its characters, by their numbers.
    pub(super) fn places(&self) -> impl Fn(Range<usize>) -> Range<usize> + '_ {
        let mut len = 0;
        let mut starts = Vec::with_capacity(1 + self.others.len());
        for word in self.words() {
            starts.push((len, word.start));
            len += word.len();
        }
        let find = move |at: usize| {
            let word = starts.partition_point(|(number, _)| *number <= at);
            let (number, start) = starts[word.saturating_sub(1)];
            start + at - number
        };
        move |range| {
            let end = if range.end >= len {
                self.end
            } else {
                find(range.end - 1) + 1
            };
            find(range.start)..end
        }
    }
}

/// The six bits that each byte encodes in base64 of either alphabet; all bits set if it encodes none.
///
/// All of a text goes through here, so this is a table.
pub(super) static VALUES: [u8; 256] = {
    const STANDARD: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < STANDARD.len() {
        values[STANDARD[value] as usize] = value as u8;
        value += 1;
    }
    values[b'-' as usize] = values[b'+' as usize];
    values[b'_' as usize] = values[b'/' as usize];
    values
};

/// Whether a byte belongs to base64 in either alphabet, padding excluded.
pub(super) fn is_base64(byte: u8) -> bool {
    VALUES[usize::from(byte)] != u8::MAX
}

/// The run that begins at `start`, which is a base64 character, and ends at `limit` at the latest.
pub(super) fn run_at(text: &str, start: usize, limit: usize) -> Base64Run {
    let bytes = &text.as_bytes()[..limit];
    let mut word = word_at(bytes, start);
    let mut end = padded(bytes, word.end);
    let mut width = word.len();
    let mut run = Base64Run {
        first: word.clone(),
        others: Vec::new(),
        end,
    };
    // Most words of prose end here, without a look at what follows.
    while end == word.end
        && width >= NARROWEST
        && let Some((gap, next)) = gap_at(bytes, end)
    {
        // A PEM whose line breaks became spaces keeps the width of its lines.
        let may_join = matches!(gap, Gap::Lines) || width >= 40;
        let next = word_at(bytes, next);
        let after = padded(bytes, next.end);
        let ends_line = match bytes.get(after) {
            Some(b'=') if after > next.end => true,
            // A short word that goes on, and a word of prose, are something else.
            Some(byte) if byte.is_ascii_alphanumeric() || b".:=@(&?%[{/".contains(byte) => false,
            Some(b' ') => next.len() >= 16,
            _ => true,
        };
        // Something may be glued to the front of the first line, or missing there.
        let is_first = run.others.is_empty();
        let is_again = is_first
            && next.len() >= 16
            && gap_at(bytes, next.end)
                .is_some_and(|(_, again)| word_at(bytes, again).len() == next.len());
        let is_last = next.len() < width && ends_line && !is_again;
        let is_joined =
            next.len() == width || is_last || is_again || (is_first && next.len() >= 40);
        if !may_join || !is_joined {
            break;
        }
        width = next.len();
        end = after;
        word = next.clone();
        run.others.push(next);
        if is_last {
            break;
        }
    }
    Base64Run { end, ..run }
}

fn word_at(bytes: &[u8], start: usize) -> Range<usize> {
    let len = bytes[start..].iter().take_while(|byte| is_base64(**byte));
    start..start + len.count()
}

/// Where the padding ends that begins at a place.
fn padded(bytes: &[u8], at: usize) -> usize {
    let padding = bytes[at..].iter().take(2);
    at + padding.take_while(|byte| **byte == b'=').count()
}

enum Gap {
    /// A line break, or the end of one string literal and the beginning of the next.
    Lines,
    /// One space.
    Space,
}

/// What separates two words of a run at a place, and where the next word begins.
fn gap_at(bytes: &[u8], at: usize) -> Option<(Gap, usize)> {
    const LONGEST: usize = 60;
    let is_around = |byte: u8| b" \t\r\n\"'`".contains(&byte);
    let mut next = at;
    while let Some(byte) = bytes.get(next).filter(|_| next - at < LONGEST) {
        let is_operator = *byte == b'+' && bytes.get(next + 1).is_none_or(|byte| is_around(*byte));
        if is_around(*byte) || b">#|\\,.*".contains(byte) || is_operator {
            next += 1;
        } else {
            break;
        }
    }
    let gap = &bytes[at..next];
    if next == at || !bytes.get(next).is_some_and(|byte| is_base64(*byte)) {
        return None;
    }
    let quotes = gap.iter().filter(|byte| b"\"'`".contains(byte)).count();
    match gap {
        b" " => Some((Gap::Space, next)),
        [b'.', ..] => None,
        gap if gap.contains(&b'\n') || gap.contains(&b'\r') => Some((Gap::Lines, next)),
        [b'"' | b'\'' | b'`', ..] if quotes == 2 => Some((Gap::Lines, next)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::run_at;

    fn packed(text: &str) -> String {
        let run = run_at(text, 0, text.len());
        run.words().map(|word| &text[word.clone()]).collect()
    }

    #[test]
    fn wrapped_runs_end_at_a_shorter_line() {
        let line = "A".repeat(64);
        for (text, expected) in [
            (
                format!("{line}\n{line}\nBB==\nCC"),
                format!("{line}{line}BB"),
            ),
            (format!("{line}\r\n  {line}\r\n"), format!("{line}{line}")),
            (format!("{line}' +\n  '{line}'"), format!("{line}{line}")),
            (format!("{line}\" . \"{line}\""), format!("{line}{line}")),
            (format!("{line} {line} BB"), format!("{line}{line}BB")),
            (format!("BB\n{line}\n"), "BB".to_owned()),
            (
                format!("{}\n{line}\n", "B".repeat(10)),
                format!("{}{line}", "B".repeat(10)),
            ),
            (format!("{line}\neyJh.e30.AA"), line.clone()),
            (format!("{line}\nA=b"), line.clone()),
            (format!("{line}\nsee: that"), line.clone()),
            ("a word".to_owned(), "a".to_owned()),
        ] {
            assert_eq!(packed(&text), expected, "{text}");
        }
    }
}
