//! The DER of a key in the text that people paste, mended where they and `.env` files commonly break it.

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use super::{KeyError, Repair};

/// Accepts base64 with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

type Block = (Option<&'static str>, Zeroizing<Vec<u8>>);

/// Finds the DER of a key in a text, and the PEM label if there was one.
pub(super) fn find_der(bytes: &[u8], repairs: &mut Vec<Repair>) -> Result<Block, KeyError> {
    find(bytes, repairs, 0)
}

fn find(bytes: &[u8], repairs: &mut Vec<Repair>, depth: usize) -> Result<Block, KeyError> {
    if is_der(bytes) {
        return Ok((None, bytes.to_vec().into()));
    }
    let text = as_text(bytes, repairs)?;
    let mut text = text.trim();
    while let Some(inner) = unquote(text) {
        repairs.push(Repair::Quotes);
        text = inner.trim();
    }
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    let mut text = Zeroizing::new(text.to_owned());
    if text.contains("\\n") {
        repairs.push(Repair::EscapedNewlines);
        text = Zeroizing::new(text.replace("\\r", "").replace("\\n", "\n"));
    }
    if text.contains("-----BEGIN") {
        return find_block(&text);
    }
    if text.contains("-----END") || text.contains("--BEGIN") {
        return Err(KeyError::Damaged);
    }
    let packed: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '-' => '+',
                '_' => '/',
                c => c,
            })
            .collect(),
    );
    let decoded = BASE64
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_ignored| what_else(&text))?;
    match decoded.as_slice() {
        bytes if is_der(bytes) => {
            if depth == 1 {
                repairs.push(Repair::EncodedTwice);
            }
            repairs.push(Repair::NoPemLines);
            Ok((None, decoded))
        }
        // Depth 1 is Mux's own form: base64 of a PEM.
        _ if depth < 2 && decoded.is_ascii() => {
            if depth == 1 {
                repairs.push(Repair::EncodedTwice);
            }
            find(&decoded, repairs, depth + 1).map_err(|error| match error {
                KeyError::Empty | KeyError::Binary => KeyError::NotAKey,
                error => error,
            })
        }
        _ => Err(what_else(&text)),
    }
}

/// A DER key is a sequence of more than 127 bytes.
pub(super) fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x81..=0x83, ..])
}

/// Bytes as text, whatever Windows has put before or between its letters.
pub(super) fn as_text(
    bytes: &[u8],
    repairs: &mut Vec<Repair>,
) -> Result<Zeroizing<String>, KeyError> {
    let text = if let [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] = bytes {
        let unit = |pair: &[u8]| match bytes[0] {
            0xff => u16::from_le_bytes([pair[0], pair[1]]),
            _ => u16::from_be_bytes([pair[0], pair[1]]),
        };
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(rest.chunks_exact(2).map(unit).collect());
        let text = String::from_utf16(&units).map_err(|_ignored| KeyError::Binary)?;
        repairs.push(Repair::Utf16);
        text
    } else {
        let text = std::str::from_utf8(bytes).map_err(|_ignored| KeyError::Binary)?;
        match text.strip_prefix('\u{feff}') {
            Some(rest) => {
                repairs.push(Repair::ByteOrderMark);
                rest.to_owned()
            }
            None => text.to_owned(),
        }
    };
    if text.contains('\0') {
        return Err(KeyError::Binary);
    }
    Ok(Zeroizing::new(text))
}

/// Names what people hold in hand when it is not a key.
fn what_else(text: &str) -> KeyError {
    let is_mux_id =
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
    // The ID of an access token is an UUID; its secret stands beside it, after a blank, a colon or a line break.
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-+/=".contains(c));
    if words.any(is_uuid) {
        KeyError::AccessToken
    } else if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        KeyError::Token
    } else if text.starts_with("LS0tLS1CRUdJTi") {
        // The beginning of a PEM in base64.
        KeyError::Damaged
    } else if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        KeyError::OpenSsh
    } else if is_mux_id() {
        KeyError::Id
    } else if is_path() {
        KeyError::Path
    } else {
        KeyError::NotAKey
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// The text between two equal quotes.
pub(super) fn unquote(text: &str) -> Option<&str> {
    ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

/// The labels that are read, private ones first: what a file holds beside a private key is its public half.
pub(super) const LABELS: [&str; 5] = [
    "RSA PRIVATE KEY",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "CERTIFICATE",
];

fn find_block(text: &str) -> Result<Block, KeyError> {
    // A pass phrase shows in the label (PKCS#8) or in a header line (PKCS#1).
    if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }
    // Armor of PGP has lines in it that no PEM has.
    if text.contains("-----BEGIN PGP ") {
        return Err(KeyError::Pgp);
    }
    let blocks = pem::parse_many(text).map_err(|_ignored| KeyError::Damaged)?;
    for label in LABELS {
        if let Some(block) = blocks.iter().find(|block| block.tag() == label) {
            return Ok((Some(label), block.contents().to_vec().into()));
        }
    }
    Err(match blocks.first().map(pem::Pem::tag) {
        Some("EC PRIVATE KEY" | "EC PARAMETERS") => KeyError::NotRsa("an elliptic-curve"),
        Some("DSA PRIVATE KEY" | "DSA PARAMETERS") => KeyError::NotRsa("a DSA"),
        Some("OPENSSH PRIVATE KEY") => KeyError::OpenSsh,
        Some("CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") => KeyError::CertificateRequest,
        Some(_) => KeyError::NotAKey,
        None => KeyError::Damaged,
    })
}
