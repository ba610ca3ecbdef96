//! The private half of a key, and its bytes for the keychain.

use std::fmt;

use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm,
    crypto::JwtSigner,
    signature::{Error as SignatureError, Signer},
};
use zeroize::Zeroizing;

use super::der;

/// The private half of a key, parsed once. `Debug` prints nothing secret.
///
/// It is the RS256 signer that jsonwebtoken's [`JwtSigner`] describes. The numbers of the key live in memory of AWS-LC,
/// whose `OPENSSL_free` overwrites everything it frees.
pub struct SigningKey(RsaKeyPair);

/// A private key as DER (PKCS#1), on its way between a [`SigningKey`] and a keychain. Wiped on drop; `Debug` prints
/// nothing secret.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyBytes(Zeroizing<Vec<u8>>);

impl SigningKey {
    /// Wraps a parsed key. [`SigningKey::signs`] must hold before it is handed out.
    pub(super) fn new(pair: RsaKeyPair) -> Self {
        Self(pair)
    }

    /// Makes a trial signature: composite "primes" pass every check of the parser and fail here.
    pub(super) fn signs(&self) -> bool {
        self.try_sign(b"trial").is_ok()
    }

    /// Returns the RS256 signature over `message` as base64url.
    ///
    /// # Panics
    /// Never in practice: the key signed once when it was read.
    pub fn sign(&self, message: impl AsRef<[u8]>) -> String {
        URL_SAFE_NO_PAD.encode(Signer::sign(self, message.as_ref()))
    }

    /// Returns another handle to the same key, for another thread. The key is wiped with its last handle.
    #[must_use]
    pub fn share(&self) -> Self {
        Self(self.0.clone())
    }

    /// The key as DER (PKCS#1), for the system keychain only; `tests/tidy.rs` checks that.
    #[cfg_attr(
        not(feature = "gui"),
        allow(dead_code, reason = "only the window has a keychain")
    )]
    pub(crate) fn for_keychain(&self) -> KeyBytes {
        KeyBytes(self.pkcs1())
    }

    /// The key as DER (PKCS#1).
    pub(super) fn pkcs1(&self) -> Zeroizing<Vec<u8>> {
        let pkcs8 = self.0.as_der().expect("a parsed key can be written");
        let pkcs1 = der::wrapped_key(pkcs8.as_ref()).expect("PKCS#8 wraps PKCS#1");
        Zeroizing::new(pkcs1.to_vec())
    }
}

impl Signer<Vec<u8>> for SigningKey {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        // AWS-LC ignores this source; its own blinds the computation, and the signature does not depend on it.
        let random = SystemRandom::new();
        self.0
            .sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
            .map_err(SignatureError::from_source)?;
        Ok(signature)
    }
}

impl JwtSigner for SigningKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl From<Vec<u8>> for KeyBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl AsRef<[u8]> for KeyBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyBytes(…)")
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, EncodingKey, crypto, crypto::JwtSigner as _};

    use crate::core::key::Key;

    #[test]
    fn signatures_match_jsonwebtoken() {
        let key = Key::demo();
        let signing = key.signing().expect("private");
        let theirs = EncodingKey::from_rsa_der(signing.for_keychain().as_ref());
        let shared = signing.share();
        for text in ["", "a", "é\u{0}😀", &"x".repeat(10_000)] {
            let expected = crypto::sign(text.as_bytes(), &theirs, Algorithm::RS256);
            assert_eq!(Some(signing.sign(text)), expected.ok());
            assert_eq!(shared.sign(text), signing.sign(text));
        }
        assert_eq!(signing.algorithm(), Algorithm::RS256);
        assert_eq!(format!("{shared:?}"), "SigningKey(…)");
    }
}
