//! The texts of a key that a library may have been given as a shared secret.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{
    Key,
    der::{RSA_ALGORITHM, number, tagged},
};

impl Key {
    /// Names the form of the key for which `is_secret` returns true, as if it had been used as a shared secret.
    ///
    /// The forms are built one after the other and wiped.
    pub(in crate::core) fn as_shared_secret(
        &self,
        mut is_secret: impl FnMut(&[u8]) -> bool,
    ) -> Option<&'static str> {
        const PRIVATE: [&str; 3] = [
            "the PEM text of the private key",
            "the base64 text of the private key",
            "the bytes of the private key",
        ];
        const PUBLIC: [&str; 3] = [
            "the PEM text of the public key",
            "the base64 text of the public key",
            "the bytes of the public key",
        ];
        let mut is_any = |label: &str, der: &[u8], names: [&'static str; 3]| {
            let [pem, base64, bytes] = names;
            // As in a file, without the last line break, from Windows, and as in `.env` files.
            for newline in ["\n", "\r\n", "\\n"] {
                let text = pem_text(label, der, newline);
                let trimmed = text.strip_suffix(newline).unwrap_or(&text);
                for text in [text.as_str(), trimmed] {
                    if is_secret(text.as_bytes()) {
                        return Some(pem);
                    }
                    if is_secret(Zeroizing::new(STANDARD.encode(text)).as_bytes()) {
                        return Some(base64);
                    }
                }
            }
            if is_secret(Zeroizing::new(STANDARD.encode(der)).as_bytes()) {
                return Some(base64);
            }
            is_secret(der).then_some(bytes)
        };
        if let Some(signing) = &self.signing {
            let pkcs1 = signing.pkcs1();
            let pkcs8 = tagged(
                0x30,
                &[&[0x02, 0x01, 0x00], RSA_ALGORITHM, &tagged(0x04, &[&pkcs1])],
            );
            let found = is_any("RSA PRIVATE KEY", &pkcs1, PRIVATE);
            if let Some(name) = found.or_else(|| is_any("PRIVATE KEY", &pkcs8, PRIVATE)) {
                return Some(name);
            }
        }
        let public = &self.public;
        let pkcs1 = tagged(0x30, &[&number(&public.modulus), &number(&public.exponent)]);
        let spki = tagged(0x30, &[RSA_ALGORITHM, &tagged(0x03, &[&[0], &pkcs1])]);
        is_any("PUBLIC KEY", &spki, PUBLIC).or_else(|| is_any("RSA PUBLIC KEY", &pkcs1, PUBLIC))
    }
}

/// Writes a PEM block like OpenSSL, with these line breaks.
fn pem_text(label: &str, der: &[u8], newline: &str) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    let lines = body.len().div_ceil(64) + 2;
    let len = body.len() + 2 * label.len() + 64 + lines * newline.len();
    let mut text = Zeroizing::new(String::with_capacity(len));
    let mut line = |parts: &[&str]| {
        for part in parts {
            text.push_str(part);
        }
        text.push_str(newline);
    };
    line(&["-----BEGIN ", label, "-----"]);
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(rest.len().min(64));
        line(&[head]);
        rest = tail;
    }
    line(&["-----END ", label, "-----"]);
    text
}
