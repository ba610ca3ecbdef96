//! The public half of a key, which checks signatures.

use std::fmt;

use jsonwebtoken::{
    Algorithm, DecodingKey, crypto,
    jwk::{Jwk, ThumbprintHash},
};

use super::{der, error::KeyError};

/// The public half of a key, which checks signatures.
#[derive(Clone)]
pub struct PublicKey {
    decoding: DecodingKey,
    /// The modulus, most significant byte first, without leading zeros.
    pub(in crate::core) modulus: Vec<u8>,
    /// The exponent, in the same form.
    pub(in crate::core) exponent: Vec<u8>,
    /// Length of the modulus in bits.
    pub bits: usize,
    /// SHA-256 thumbprint of RFC 7638, base64url.
    pub fingerprint: String,
}

impl PublicKey {
    /// Reads an `RSAPublicKey` (PKCS#1) that AWS-LC has checked.
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        let integers = der::integers(der);
        let [modulus, exponent] = integers[..] else {
            return Err(KeyError::Damaged);
        };
        let decoding = DecodingKey::from_rsa_raw_components(modulus, exponent);
        let fingerprint = Jwk::from_decoding_key(&decoding, Some(Algorithm::RS256))
            .and_then(|jwk| jwk.thumbprint(ThumbprintHash::SHA256))
            .map_err(|_ignored| KeyError::Damaged)?;
        Ok(Self {
            decoding,
            modulus: modulus.to_vec(),
            exponent: exponent.to_vec(),
            bits: der::bits(modulus),
            fingerprint,
        })
    }

    /// Whether a base64url signature over `message` was made with this key.
    pub fn verify(&self, algorithm: Algorithm, message: impl AsRef<[u8]>, signature: &str) -> bool {
        crypto::verify(signature, message.as_ref(), &self.decoding, algorithm).unwrap_or(false)
    }

    /// The first 12 characters of the fingerprint, enough to tell keys apart.
    pub fn short_fingerprint(&self) -> &str {
        &self.fingerprint[..12]
    }
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
