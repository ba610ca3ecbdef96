//! Whether bytes are text, and in which encoding.

use zeroize::Zeroizing;

use super::{error::KeyError, form::Repair};
use crate::core::text::{unit, utf16};

/// Whether bytes begin like a key in DER.
pub(super) fn is_der(bytes: &[u8]) -> bool {
    match bytes {
        // RSA keys are long, elliptic-curve keys are short.
        [0x30, 0x81..=0x84, ..] => true,
        [0x30, len @ 40..=0x7f, 0x02 | 0x30, ..] => bytes.len() == usize::from(*len) + 2,
        _ => false,
    }
}

/// Decodes bytes as UTF-8, UTF-16 or Windows-1252, without a byte-order mark.
pub(super) fn as_text(
    bytes: &[u8],
    repairs: &mut Vec<Repair>,
) -> Result<Zeroizing<String>, KeyError> {
    let mut text = if let Some(is_little) = utf16(bytes) {
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(
            bytes
                .chunks_exact(2)
                .map(|pair| unit(is_little, pair))
                .collect(),
        );
        let text = String::from_utf16(&units).map_err(|_ignored| KeyError::Binary)?;
        repairs.extend(mark(bytes));
        let text = Zeroizing::new(text);
        Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        let rest = text.strip_prefix('\u{feff}');
        if rest.is_some() {
            repairs.extend(mark(bytes));
        }
        Zeroizing::new(rest.unwrap_or(text).to_owned())
    } else {
        from_windows(bytes).ok_or(KeyError::Binary)?
    };
    // Terminators of C strings and of DOS files.
    let len = text.trim_end_matches(['\0', '\u{1a}']).len();
    if text[..len].contains('\0') || (len == 0 && !text.is_empty()) {
        return Err(KeyError::Binary);
    }
    text.truncate(len);
    Ok(text)
}

/// Decodes Windows-1252 or Latin-1: ASCII except for a few letters and quotes.
fn from_windows(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let is_text = |byte: &u8| *byte >= 0x20 || b"\t\n\r".contains(byte);
    let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if !bytes.iter().all(is_text) || foreign * 10 > bytes.len() {
        return None;
    }
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() + 2 * foreign));
    text.extend(bytes.iter().map(|byte| match byte {
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '"',
        0x96 => '–',
        0x97 => '—',
        byte => char::from(*byte),
    }));
    Some(text)
}

/// What marks bytes as UTF-16, or as UTF-8 of Windows.
pub(super) fn mark(bytes: &[u8]) -> Option<Repair> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some(Repair::ByteOrderMark),
        bytes => utf16(bytes).map(|_| Repair::Utf16),
    }
}
