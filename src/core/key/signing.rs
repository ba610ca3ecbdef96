//! The half of a key that signs, and its bytes for the keychain.

use std::fmt;

use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use zeroize::Zeroizing;

use super::error::KeyError;

/// The half of a key that signs. It shows nothing of itself.
pub struct SigningKey(pub(super) EncodingKey);

/// A whole key as DER (PKCS#1), on its way between a [`SigningKey`] and a keychain. Wiped when it is dropped, and it shows
/// nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyBytes(Zeroizing<Vec<u8>>);

impl SigningKey {
    /// The RS256 signature over a text or any bytes, base64url.
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was read.
    pub fn sign(&self, message: impl AsRef<[u8]>) -> String {
        self.try_sign(message.as_ref())
            .expect("this key has signed before")
    }

    /// The key as DER (PKCS#1), for the keychain of the system and nothing else; `tests/tidy.rs` sees to that.
    pub(crate) fn for_keychain(&self) -> KeyBytes {
        KeyBytes::from(self.0.as_bytes().to_vec())
    }

    pub(super) fn try_sign(&self, message: &[u8]) -> Result<String, KeyError> {
        crypto::sign(message, &self.0, Algorithm::RS256).map_err(|_ignored| KeyError::Damaged)
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
