//! The half of a key that checks signatures.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, crypto,
    jwk::{AlgorithmParameters, Jwk, ThumbprintHash},
};

use super::error::KeyError;

/// The half of a key that checks signatures.
#[derive(Clone)]
pub struct PublicKey {
    decoding: DecodingKey,
    /// The modulus, most significant byte first, without zeros in front.
    pub(in crate::core) modulus: Vec<u8>,
    /// The exponent, in the same way.
    pub(in crate::core) exponent: Vec<u8>,
    /// Length of the modulus.
    pub bits: usize,
    /// SHA-256 thumbprint of RFC 7638, base64url.
    pub fingerprint: String,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PublicKey({}, {} bits)",
            self.short_fingerprint(),
            self.bits
        )
    }
}

impl PublicKey {
    /// Whether a base64url signature over a text or any bytes is this key's.
    pub fn verify(&self, algorithm: Algorithm, message: impl AsRef<[u8]>, signature: &str) -> bool {
        crypto::verify(signature, message.as_ref(), &self.decoding, algorithm).unwrap_or(false)
    }

    /// The first characters of the fingerprint: enough to tell keys apart at a glance.
    pub fn short_fingerprint(&self) -> &str {
        &self.fingerprint[..12]
    }

    pub(super) fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        let AlgorithmParameters::RSA(rsa) = &jwk.algorithm else {
            return Err(KeyError::NotRsa("another kind of"));
        };
        let number = |text: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
            let leading = bytes.iter().take_while(|byte| **byte == 0).count();
            bytes[leading..].to_vec()
        };
        let (modulus, exponent) = (number(&rsa.n), number(&rsa.e));
        let top = modulus.first().ok_or(KeyError::Damaged)?;
        let bits = modulus.len() * 8 - top.leading_zeros() as usize;
        Ok(Self {
            decoding: DecodingKey::from_jwk(jwk).map_err(|_ignored| KeyError::Damaged)?,
            modulus,
            exponent,
            bits,
            fingerprint: jwk
                .thumbprint(ThumbprintHash::SHA256)
                .map_err(|_ignored| KeyError::Damaged)?,
        })
    }
}
