//! A key that signs many texts, as a batch does.

use std::fmt;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::SigningKey;

impl SigningKey {
    /// The key made ready to sign many texts.
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was read.
    pub fn ready(&self) -> ReadyKey {
        let pair = RsaKeyPair::from_der(self.0.as_bytes()).expect("this key has signed before");
        let ready = ReadyKey(pair);
        // An RS256 signature has no chance in it, so the two must agree to the byte.
        assert_eq!(ready.sign("trial"), self.sign("trial"));
        ready
    }
}

/// A key that signs one text after the other, on as many threads as there are. It shows nothing of itself.
///
/// jsonwebtoken takes a key apart anew for each signature, which costs as much as the signature; this one was taken
/// apart once, by the library that jsonwebtoken signs with.
pub struct ReadyKey(RsaKeyPair);

impl ReadyKey {
    /// The RS256 signature over a text, base64url: the same bytes as those of [`SigningKey::sign`].
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was made ready.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.0.public_modulus_len()];
        // The numbers are only there to hide what is computed; the signature does not depend on them.
        let random = SystemRandom::new();
        self.0
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .expect("this key has signed before");
        URL_SAFE_NO_PAD.encode(signature)
    }
}

impl fmt::Debug for ReadyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadyKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use crate::core::key::Key;

    #[test]
    fn a_key_made_ready_gives_the_signatures_of_jsonwebtoken() {
        let key = Key::demo();
        let signing = key.signing().expect("private");
        let ready = signing.ready();
        for text in ["", "a", "é\u{0}😀", &"x".repeat(10_000)] {
            assert_eq!(ready.sign(text), signing.sign(text));
        }
        assert_eq!(format!("{ready:?}"), "ReadyKey(…)");
        assert!(key.public_half().signing.is_none());
    }
}
