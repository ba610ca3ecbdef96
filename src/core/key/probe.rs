//! What base64 encodes: whether it may be a key, decided without decoding it because most base64 is not, and its bytes.

use base64::Engine as _;
use zeroize::Zeroizing;

use super::{
    der::RSA_ALGORITHM,
    pem::BASE64,
    run::{Base64Run, VALUES, is_base64},
};

/// Whether each byte may be in a text. UTF-16 counts.
static IS_PRINTABLE: [bool; 256] = {
    let mut printable = [false; 256];
    let mut byte = 0;
    while byte < printable.len() {
        printable[byte] = matches!(byte as u8, b' '..=b'~' | b'\t' | b'\r' | b'\n' | 0);
        byte += 1;
    }
    printable
};

/// At which bit of the values of two characters a sequence, `0x30`, begins.
static SEQUENCES: [u8; 64 * 64] = {
    let mut offsets = [NO_SEQUENCE; 64 * 64];
    let mut pair = 0;
    while pair < offsets.len() {
        // The three ways in which two characters contain a byte.
        offsets[pair] = match (pair >> 6, pair & 63) {
            (0x0c, 0..0x10) => 0,
            (0x03 | 0x13 | 0x23 | 0x33, 0..0x04) => 2,
            (high, 0x30) if high % 4 == 0 => 4,
            _ => NO_SEQUENCE,
        };
        pair += 1;
    }
    offsets
};

const NO_SEQUENCE: u8 = u8::MAX;

/// Base64 characters of either alphabet.
pub(super) struct Probe<'a>(pub(super) &'a [u8]);

impl Probe<'_> {
    /// Whether a key in DER may begin at any bit: never `false` where [`super::der::next_key`] finds one.
    pub(super) fn may_hold_der(&self) -> bool {
        self.0.windows(2).enumerate().any(|(at, pair)| {
            let value = |c: u8| usize::from(VALUES[usize::from(c)] & 63);
            match SEQUENCES[value(pair[0]) << 6 | value(pair[1])] {
                NO_SEQUENCE => false,
                offset => self.begins_key(at * 6 + usize::from(offset)),
            }
        })
    }

    /// Whether a sequence that begins at a bit has the first elements of a key.
    fn begins_key(&self, bit: usize) -> bool {
        let byte = |at: usize| self.byte(bit + 8 * at);
        // The number of bytes before the body of an element.
        let body = |at: usize| match byte(at + 1)? {
            0..=0x7f => Some(at + 2),
            len @ 0x81..=0x83 => Some(at + 2 + usize::from(len & 0x7f)),
            _ => None,
        };
        let are = |at: usize, wanted: &[u8]| {
            let mut wanted = wanted.iter().zip(at..);
            wanted.all(|(wanted, at)| byte(at) == Some(*wanted))
        };
        let begins = || {
            // A version, or a sequence that begins with an algorithm or a version of its own.
            let first = body(0)?;
            let is_public =
                || Some(are(first, &RSA_ALGORITHM[..4]) || are(body(first)?, &[0xa0, 3]));
            match byte(first)? {
                0x02 => Some(are(first + 1, &[1]) && byte(first + 2)? <= 1),
                0x30 => is_public(),
                _ => None,
            }
        };
        begins().unwrap_or(false)
    }

    /// Whether it encodes text, at least in part, after its first `skip` characters.
    pub(super) fn holds_text(&self, skip: usize) -> bool {
        const SHORTEST: usize = 24;
        let Some(len) = self.0.len().checked_sub(skip) else {
            return false;
        };
        let len = len * 6 / 8;
        let shortest = SHORTEST.min(len);
        let mut from = 0;
        // From the last byte of a stretch to its first: one that is not printable skips all before it.
        while shortest > 0 && from + shortest <= len {
            let mut stretch = from..from + shortest;
            let other = stretch.rfind(|at| {
                let byte = self.byte(6 * skip + 8 * at);
                !byte.is_some_and(|byte| IS_PRINTABLE[usize::from(byte)])
            });
            match other {
                Some(other) => from = other + 1,
                None => return true,
            }
        }
        false
    }

    /// The byte that begins at a bit, which is even.
    fn byte(&self, bit: usize) -> Option<u8> {
        let pair = self.0.get(bit / 6..bit / 6 + 2)?;
        let value = |c: u8| u16::from(VALUES[usize::from(c)]);
        Some(((value(pair[0]) << 6 | value(pair[1])) >> (4 - bit % 6)) as u8)
    }
}

/// The base64 characters of a run.
pub(super) fn packed_run(text: &str, run: &Base64Run) -> Zeroizing<Vec<u8>> {
    let mut characters = Zeroizing::new(Vec::with_capacity(run.len()));
    for word in run.words() {
        characters.extend_from_slice(&text.as_bytes()[word.clone()]);
    }
    for byte in characters.iter_mut() {
        *byte = standard(*byte);
    }
    characters
}

/// The bytes that a run encodes.
pub(super) fn bytes_of(text: &str, run: &Base64Run) -> Option<Zeroizing<Vec<u8>>> {
    decoded(&packed_run(text, run), 0)
}

/// The base64 characters among bytes, in the standard alphabet.
pub(super) fn packed(bytes: impl Iterator<Item = u8>) -> Zeroizing<Vec<u8>> {
    let (len, _) = bytes.size_hint();
    let mut packed = Zeroizing::new(Vec::with_capacity(len));
    packed.extend(bytes.filter(|byte| is_base64(*byte)).map(standard));
    packed
}

/// A character of base64 in the standard alphabet.
pub(super) fn standard(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    }
}

/// Decodes base64 after its first `skip` characters.
pub(super) fn decoded(packed: &[u8], skip: usize) -> Option<Zeroizing<Vec<u8>>> {
    let packed = packed.get(skip..)?;
    // A single character at the end encodes nothing.
    let len = packed.len() - usize::from(packed.len() % 4 == 1);
    BASE64.decode(&packed[..len]).ok().map(Zeroizing::new)
}
