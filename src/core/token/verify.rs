//! Verification of signatures with the loaded keys, over the bytes as received.

use jsonwebtoken::Algorithm;

use super::Token;
use crate::core::key::{Key, MIN_BITS};

/// The result of verifying a signature. Keys are indexes into the list of loaded keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// A key verifies it.
    Verified {
        /// The key.
        key: usize,
    },
    /// A key does not verify it, although the key IDs match or the key or token has none.
    Failed {
        /// The key.
        key: usize,
    },
    /// It could not be checked.
    Unchecked(Unchecked),
}

/// Why a signature could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// No key is loaded.
    NoKey,
    /// No loaded key has the token's key ID.
    OtherKey,
    /// The token is malformed.
    Broken,
    /// `alg` is not an RSA algorithm.
    Algorithm,
    /// The key is smaller than the library supports.
    SmallKey,
}

/// The RSA algorithm with exactly this `alg`.
///
/// Only RSA: with HMAC, the public key would be the secret, and anyone could forge tokens.
fn rsa_algorithm(alg: &str) -> Option<Algorithm> {
    Some(match alg {
        "RS256" => Algorithm::RS256,
        "RS384" => Algorithm::RS384,
        "RS512" => Algorithm::RS512,
        "PS256" => Algorithm::PS256,
        "PS384" => Algorithm::PS384,
        "PS512" => Algorithm::PS512,
        _ => return None,
    })
}

/// Verifies a token with the keys that have its key ID and those without an ID.
///
/// A token without a key ID is verified with every key.
pub fn verify(token: &Token, keys: &[Key]) -> Signature {
    if !token.is_well_formed() {
        return Signature::Unchecked(Unchecked::Broken);
    }
    let Some(algorithm) = token.header_str("alg").and_then(rsa_algorithm) else {
        return Signature::Unchecked(Unchecked::Algorithm);
    };
    if keys.is_empty() {
        return Signature::Unchecked(Unchecked::NoKey);
    }
    let signature = token.signature().map_or("", |part| part.text.as_str());
    let is_meant = |key: &Key| match (token.key_id(), &key.id) {
        (Some(wanted), Some(id)) => wanted == id,
        _ => true,
    };
    let mut failed = None;
    for (i, key) in keys.iter().enumerate().filter(|(_, key)| is_meant(key)) {
        if key.public.bits < MIN_BITS {
            failed = failed.or(Some(Signature::Unchecked(Unchecked::SmallKey)));
        } else if key.public.verify(algorithm, token.signed_text(), signature) {
            return Signature::Verified { key: i };
        } else if !matches!(failed, Some(Signature::Failed { .. })) {
            failed = Some(Signature::Failed { key: i });
        }
    }
    failed.unwrap_or(Signature::Unchecked(Unchecked::OtherKey))
}

impl Signature {
    /// The word in JSON and tables.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Verified { .. } => "verified",
            Self::Failed { .. } => "failed",
            Self::Unchecked(_) => "unchecked",
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;
    use crate::core::{mux::audience::Audience, time::Timestamp, token::spec::TokenSpec};

    fn signed(key: &Key) -> String {
        let id = key.id.as_deref().unwrap_or("K");
        TokenSpec::new(Audience::Video, "ID")
            .sign(id, key.signing().expect("private"), Timestamp(0))
            .expect("it is whole")
            .token
    }

    #[test]
    fn key_is_found_by_id() {
        let keys = [Key::demo().with_id("A"), Key::demo().with_id("B")];
        let verdict = |text: &str| verify(&Token::read(text), &keys);
        assert_eq!(verdict(&signed(&keys[1])), Signature::Verified { key: 1 });
        let forged = signed(&Key::demo().with_id("A"));
        assert_eq!(verdict(&forged), Signature::Failed { key: 0 });
        let foreign = signed(&Key::demo().with_id("C"));
        assert_eq!(verdict(&foreign), Signature::Unchecked(Unchecked::OtherKey));
    }

    #[test]
    fn key_without_id_is_always_tried() {
        let key = Key::demo().with_id("");
        let token = Token::read(&signed(&key));
        assert_eq!(
            verify(&token, &[Key::demo(), key]),
            Signature::Verified { key: 1 }
        );
        assert_eq!(verify(&token, &[]), Signature::Unchecked(Unchecked::NoKey));
    }

    #[test]
    fn other_algorithms_are_never_verified() {
        let key = Key::demo();
        let text = signed(&key);
        let rest = text.split_once('.').expect("it has dots").1;
        for alg in ["HS256", "none", "None", "nOnE", "ES256", "rs256", ""] {
            let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}","kid":"demo-key"}}"#));
            let verdict = verify(
                &Token::read(&format!("{header}.{rest}")),
                std::slice::from_ref(&key),
            );
            assert_eq!(verdict, Signature::Unchecked(Unchecked::Algorithm), "{alg}");
        }
    }

    #[test]
    fn changed_signature_fails() {
        let key = Key::demo();
        let text = signed(&key);
        let (body, signature) = text.rsplit_once('.').expect("it has dots");
        let swapped = if signature.starts_with('A') { "B" } else { "A" };
        let changed = format!("{body}.{swapped}{}", &signature[1..]);
        assert_eq!(
            verify(&Token::read(&changed), &[key]),
            Signature::Failed { key: 0 }
        );
    }
}
