//! Finds the DER of keys in text, and repairs what copying and `.env` files commonly break.

use base64::Engine as _;
use zeroize::Zeroizing;

use super::{
    error::KeyError,
    form::Repair,
    pem::{BASE64, Block, KEY_LABELS, blocks, is_invisible, is_quote},
    scan::{ENCODED_HEAD, PEM_HEAD},
};
use crate::core::mux::id::is_uuid;

type FoundDer = Vec<Result<(Option<&'static str>, Zeroizing<Vec<u8>>), KeyError>>;

/// Finds the DER of the keys in a text in order, each with its PEM label if it has one.
pub(super) fn find_der(bytes: &[u8], repairs: &mut Vec<Repair>) -> Result<FoundDer, KeyError> {
    find(bytes, repairs, 0)
}

fn find(bytes: &[u8], repairs: &mut Vec<Repair>, depth: usize) -> Result<FoundDer, KeyError> {
    if is_der(bytes) {
        return Ok(vec![Ok((None, bytes.to_vec().into()))]);
    }
    let text = as_text(bytes, repairs)?;
    let is_around = |c: char| c.is_whitespace() || is_invisible(c);
    let mut text = text.trim_matches(is_around);
    while let Some(inner) = unquote(text) {
        note(repairs, Repair::Quotes);
        text = inner.trim_matches(is_around);
    }
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    let unescaped = without_escapes(text);
    if unescaped.is_some() {
        note(repairs, Repair::EscapedNewlines);
    }
    let text = unescaped.as_ref().map_or(text, |text| text.as_str());
    let blocks = blocks(text);
    if !blocks.is_empty() {
        return Ok(of_blocks(blocks, repairs));
    }
    if [PEM_HEAD, "-----END", "--BEGIN"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return Err(KeyError::Damaged);
    }
    let mut packed = Zeroizing::new(String::with_capacity(text.len()));
    packed.extend(text.chars().filter(|c| !is_around(*c)).map(|c| match c {
        '-' => '+',
        '_' => '/',
        c => c,
    }));
    let decoded = BASE64
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_ignored| what_else(text))?;
    match decoded.as_slice() {
        bytes if is_der(bytes) => {
            if depth == 1 {
                note(repairs, Repair::EncodedTwice);
            }
            note(repairs, Repair::NoPemLines);
            Ok(vec![Ok((None, decoded))])
        }
        // Depth 1 is how Mux returns keys: base64 of a PEM.
        bytes if depth < 2 && (bytes.is_ascii() || has_mark(bytes)) => {
            if depth == 1 {
                note(repairs, Repair::EncodedTwice);
            }
            find(&decoded, repairs, depth + 1).map_err(|error| match error {
                KeyError::Empty | KeyError::Binary => KeyError::NotAKey,
                error => error,
            })
        }
        _ => Err(what_else(text)),
    }
}

fn note(repairs: &mut Vec<Repair>, repair: Repair) {
    if !repairs.contains(&repair) {
        repairs.push(repair);
    }
}

/// Returns the text with escaped line breaks undone, however often they were escaped; `None` if it has none.
pub(super) fn without_escapes(text: &str) -> Option<Zeroizing<String>> {
    let is_escape = |rest: &str| rest.trim_start_matches('\\').starts_with(['n', 'r']);
    let mut rest = text;
    let mut clear = Zeroizing::new(String::with_capacity(text.len()));
    let mut has_any = false;
    while let Some(at) = rest.find('\\') {
        clear.push_str(&rest[..at]);
        let slashes = &rest[at..];
        let after = slashes.trim_start_matches('\\');
        if is_escape(slashes) {
            has_any = true;
            if after.starts_with('n') {
                clear.push('\n');
            }
            rest = &after[1..];
        } else {
            clear.push_str(&slashes[..slashes.len() - after.len()]);
            rest = after;
        }
    }
    clear.push_str(rest);
    has_any.then_some(clear)
}

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
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair[1]];
            if is_little {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            }
        };
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(bytes.chunks_exact(2).map(unit).collect());
        let text = String::from_utf16(&units).map_err(|_ignored| KeyError::Binary)?;
        note(repairs, Repair::Utf16);
        let text = Zeroizing::new(text);
        Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        let rest = text.strip_prefix('\u{feff}');
        if rest.is_some() {
            note(repairs, Repair::ByteOrderMark);
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

/// Whether bytes are UTF-16, by a mark or by their NULs: `Some(true)` for little-endian.
fn utf16(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => Some(true),
        [0xfe, 0xff, ..] => Some(false),
        [a, 0, b, 0, c, 0, ..] if *a != 0 && *b != 0 && *c != 0 => Some(true),
        [0, a, 0, b, 0, c, ..] if *a != 0 && *b != 0 && *c != 0 => Some(false),
        _ => None,
    }
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

/// Whether bytes are UTF-8 with a mark, or UTF-16.
fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xef, 0xbb, 0xbf]) || utf16(bytes).is_some()
}

/// Names what a text is that is not a key.
fn what_else(text: &str) -> KeyError {
    let is_id =
        || (40..=52).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_path = || {
        let ends = [".pem", ".key", ".der", ".json", ".env", ".txt"];
        text.len() < 300
            && !text.contains('\n')
            && (ends.iter().any(|end| text.ends_with(end))
                || ["/", "./", "../", "~/"]
                    .iter()
                    .any(|start| text.starts_with(start)))
    };
    // The ID of an access token is a UUID. Its secret follows after a space, a colon or a line break.
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-+/=".contains(c));
    if words.any(is_uuid) {
        KeyError::AccessToken
    } else if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        KeyError::Token
    } else if text.starts_with(ENCODED_HEAD) {
        KeyError::Damaged
    } else if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        KeyError::Foreign("an OpenSSH key")
    } else if text.starts_with("PuTTY-User-Key-File-") {
        KeyError::Foreign("a PuTTY file (.ppk)")
    } else if text.lines().any(|line| line.starts_with("AGE-SECRET-KEY-")) {
        KeyError::Foreign("an age key")
    } else if is_id() {
        KeyError::Id
    } else if is_path() {
        KeyError::Path
    } else {
        KeyError::NotAKey
    }
}

/// The text between two quotes, straight or typographic.
pub(super) fn unquote(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(is_quote)?.strip_suffix(is_quote)?;
    let (open, close) = (text.chars().next()?, text.chars().next_back()?);
    // Straight quotes come in equal pairs; typographic pairs differ by language.
    (open == close || !open.is_ascii() && !close.is_ascii()).then_some(inner)
}

/// Reads each block. Parameters next to a key are left out.
fn of_blocks(mut blocks: Vec<Block>, repairs: &mut Vec<Repair>) -> FoundDer {
    if blocks.iter().any(|block| !is_extra(block)) {
        blocks.retain(|block| !is_extra(block));
    }
    let is_key = |block: &Block| block.der.is_ok() && KEY_LABELS.contains(&block.label.as_str());
    if blocks.iter().any(|block| block.is_broken && is_key(block)) {
        note(repairs, Repair::BrokenLines);
    }
    blocks.into_iter().map(of_block).collect()
}

fn is_extra(block: &Block) -> bool {
    block.label.ends_with("PARAMETERS")
}

fn of_block(block: Block) -> Result<(Option<&'static str>, Zeroizing<Vec<u8>>), KeyError> {
    let error = match block.label.as_str() {
        "ENCRYPTED PRIVATE KEY" => KeyError::Encrypted,
        "EC PRIVATE KEY" | "EC PARAMETERS" => KeyError::NotRsa("an elliptic-curve"),
        "DSA PRIVATE KEY" | "DSA PARAMETERS" => KeyError::NotRsa("a DSA"),
        "OPENSSH PRIVATE KEY" | "SSH2 PUBLIC KEY" | "SSH2 ENCRYPTED PRIVATE KEY" => {
            KeyError::Foreign("an OpenSSH key")
        }
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            KeyError::Foreign("a certificate request")
        }
        "PKCS7" | "CMS" => KeyError::Foreign("a PKCS#7 file (.p7b)"),
        label if label.starts_with("PGP ") => KeyError::Foreign("a PGP key"),
        label if label.starts_with("AGE ") => KeyError::Foreign("an age file"),
        label => {
            let label = match label {
                "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => "CERTIFICATE",
                label => label,
            };
            let der = block.der?;
            let label = KEY_LABELS.into_iter().find(|known| *known == label);
            return label
                .map(|label| (Some(label), der))
                .ok_or(KeyError::NotAKey);
        }
    };
    // A passphrase is reported before anything else.
    Err(match block.der {
        Err(KeyError::Encrypted) => KeyError::Encrypted,
        _ => error,
    })
}
