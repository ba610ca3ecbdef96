//! Whether a text holds a private key, so that it must not be shown.

use super::{Key, MAX_BYTES};

/// What only a private key has in it, in each form in which people paste one.
pub const PRIVATE_MARKS: [&str; 11] = [
    "PRIVATE KEY-----",
    // How base64 begins for PKCS#1 and PKCS#8, as Mux and its users write them, and when it was done twice.
    "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt",
    "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0",
    "TFMwdExTMUNSVWRKVGlCU1UwRWdVRkpKVmtGVVJTQkxSVmt0",
    "TFMwdExTMUNSVWRKVGlCUVVrbFdRVlJGSUV0",
    // PKCS#1 of 2048, 3072 and 4096 bits, and PKCS#8, without the lines around them, and when it was done twice.
    "IBAAKCAQEA",
    "IBAAKCAYEA",
    "IBAAKCAgEA",
    "IBADANBgkqhkiG9w0BAQEFAASC",
    "SUJBQUtDQVFF",
    "SUJBREFOQmdrcWhraUc5dzBCQVFFRkFB",
];

/// Whether a text holds a private key in a form in which people have keys, so that it must not be shown.
pub fn looks_private(text: &str) -> bool {
    let has_any = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    // In JSON, and in JSON that is a string of JSON.
    let is_jwk = || has_any(&["\"kty\"", "\\\"kty\\\""]) && has_any(&["\"d\"", "\\\"d\\\""]);
    // How base64 of UTF-16 begins, as PowerShell makes it.
    let is_wide = || {
        has_any(&[
            "LQAtAC0ALQAtAEIARQBHAEkATgAg",
            "4tAC0ALQAtAC0AQgBFAEcASQBOACAA",
        ])
    };
    has_any(&PRIVATE_MARKS) || is_jwk() || is_wide() || is_bare_private(text)
}

/// Whether the whole text is a private key without its first line, whatever its size.
pub(in crate::core) fn is_bare_private(text: &str) -> bool {
    let is_base64 = |c: char| {
        c.is_ascii_alphanumeric() || c.is_whitespace() || "+/=-_\"'`\\\u{feff}".contains(c)
    };
    // The base64 of a long DER sequence begins so, once or twice over; the reader tells whether it is private.
    ["MII", "TUlJ"].iter().any(|head| text.contains(head))
        && (200..MAX_BYTES).contains(&text.len())
        && text.chars().all(is_base64)
        && Key::read(text.as_bytes()).is_ok_and(|key| key.signing.is_some())
}
