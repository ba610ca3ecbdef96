//! How a signature that does not verify was made.
//!
//! This only explains a failure; [`verify`](super::verify) decides whether a token is verified.

use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use num_bigint::BigUint;

use super::{Token, verify::Signature};
use crate::core::key::{Key, MIN_BITS, PublicKey};

/// How a signature was made. Keys are indexes into the list of loaded keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedBy {
    /// By this key, over this text.
    ByKey {
        /// The key.
        key: usize,
        /// The actual algorithm; the header may name another one.
        algorithm: &'static str,
    },
    /// By this key, over another text: the token was changed after signing.
    OverAnotherText {
        /// The key.
        key: usize,
        /// The actual algorithm; the header may name another one.
        algorithm: &'static str,
    },
    /// With a shared secret, over this text.
    Shared {
        /// What was used as the secret.
        secret: Secret,
        /// The actual algorithm; the header may name another one.
        algorithm: &'static str,
    },
}

/// What was used as a shared secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The empty string.
    Empty,
    /// The ID of a key.
    KeyId(String),
    /// A loaded key.
    Key {
        /// The key.
        key: usize,
        /// Which form of it: "the base64 text of the private key".
        form: &'static str,
    },
}

/// Finds how a signature that does not verify was made.
pub fn find(token: &Token, signature: &Signature, keys: &[Key]) -> Option<SignedBy> {
    if !token.is_well_formed() || matches!(signature, Signature::Verified { .. }) {
        return None;
    }
    let part = token.signature()?;
    match part.bytes.len() {
        32 => shared(token, &part.text, Algorithm::HS256, "HS256", keys),
        48 => shared(token, &part.text, Algorithm::HS384, "HS384", keys),
        64 => shared(token, &part.text, Algorithm::HS512, "HS512", keys),
        _ => by_key(token, &part.text, &part.bytes, keys),
    }
}

/// Finds the loaded key that made an RSA signature, over the received text or another one.
fn by_key(token: &Token, text: &str, signature: &[u8], keys: &[Key]) -> Option<SignedBy> {
    const PSS: [(Algorithm, &str); 3] = [
        (Algorithm::PS256, "PS256"),
        (Algorithm::PS384, "PS384"),
        (Algorithm::PS512, "PS512"),
    ];
    keys.iter().enumerate().find_map(|(key, loaded)| {
        let is_over_text = |algorithm| loaded.public.verify(algorithm, token.signed_text(), text);
        let opened = open(&loaded.public, signature)?;
        if let Some((name, of_text)) = pkcs1(&opened) {
            let algorithm = name;
            return Some(if is_over_text(of_text) {
                SignedBy::ByKey { key, algorithm }
            } else {
                SignedBy::OverAnotherText { key, algorithm }
            });
        }
        // PSS ends with this byte, but so does one in 256 other signatures; verifying the text decides.
        let mut pss = PSS.into_iter().filter(|_| opened.last() == Some(&0xbc));
        let (_, algorithm) = pss.find(|(algorithm, _)| is_over_text(*algorithm))?;
        Some(SignedBy::ByKey { key, algorithm })
    })
}

/// Applies the public key to a signature, which yields the padded digest.
fn open(key: &PublicKey, signature: &[u8]) -> Option<Vec<u8>> {
    let len = key.modulus.len();
    // A crafted key could make this very slow; the exponent of Mux's keys has three bytes.
    if signature.len() != len || !(MIN_BITS / 8..=1024).contains(&len) || key.exponent.len() > 4 {
        return None;
    }
    let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let opened = number(signature).modpow(&number(&key.exponent), &number(&key.modulus));
    let opened = opened.to_bytes_be();
    // Restore the leading zeros that a number does not keep.
    let mut padded = vec![0; len.saturating_sub(opened.len())];
    padded.extend(opened);
    Some(padded)
}

/// The algorithm whose padding an opened signature has (RFC 8017, section 9.2).
///
/// About 200 bytes of padding do not match by chance, so this key signed something.
fn pkcs1(opened: &[u8]) -> Option<(&'static str, Algorithm)> {
    /// The DER prefix of each digest and its length in bytes.
    const DIGESTS: [(&str, Algorithm, &[u8; 19], usize); 3] = [
        (
            "RS256",
            Algorithm::RS256,
            b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
            32,
        ),
        (
            "RS384",
            Algorithm::RS384,
            b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
            48,
        ),
        (
            "RS512",
            Algorithm::RS512,
            b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
            64,
        ),
    ];
    let rest = opened.strip_prefix(&[0, 1])?;
    let ones = rest.iter().take_while(|byte| **byte == 0xff).count();
    let info = rest[ones..].strip_prefix(&[0])?;
    let is_it = |digest: &[u8; 19], len: usize| {
        ones >= 8 && info.starts_with(digest) && info.len() == digest.len() + len
    };
    let (name, algorithm, ..) = DIGESTS
        .into_iter()
        .find(|(_, _, digest, len)| is_it(digest, *len))?;
    Some((name, algorithm))
}

fn shared(
    token: &Token,
    signature: &str,
    algorithm: Algorithm,
    name: &'static str,
    keys: &[Key],
) -> Option<SignedBy> {
    let text = token.signed_text().as_bytes();
    let is_secret = |secret: &[u8]| {
        let key = DecodingKey::from_secret(secret);
        crypto::verify(signature, text, &key, algorithm).unwrap_or(false)
    };
    let in_payload = token.claims().and_then(|claims| claims.str("kid"));
    let mut ids = [token.header_str("kid"), in_payload]
        .into_iter()
        .chain(keys.iter().map(|key| key.id.as_deref()))
        .flatten();
    let by_id = || {
        ids.find(|id| is_secret(id.as_bytes()))
            .map(|id| Secret::KeyId(id.to_owned()))
    };
    let by_key = || {
        keys.iter().enumerate().find_map(|(key, loaded)| {
            let form = loaded.as_shared_secret(is_secret)?;
            Some(Secret::Key { key, form })
        })
    };
    let secret = is_secret(b"")
        .then_some(Secret::Empty)
        .or_else(by_id)
        .or_else(by_key)?;
    Some(SignedBy::Shared {
        secret,
        algorithm: name,
    })
}

impl Secret {
    /// A description, to follow "with".
    pub fn describe(&self, keys: &[Key]) -> String {
        match self {
            Self::Empty => "an empty string".to_owned(),
            Self::KeyId(id) => format!("the key ID `{id}`"),
            Self::Key { key, form } => match keys.get(*key).and_then(|key| key.id.as_deref()) {
                Some(id) => format!("{form} `{id}`"),
                None => (*form).to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::hmac;
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    use jsonwebtoken::EncodingKey;

    use super::*;
    use crate::core::token::verify::verify;

    fn text(header: &str, claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}", encode(header), encode(claims))
    }

    fn with_hmac(header: &str, algorithm: hmac::Algorithm, secret: &[u8]) -> String {
        let text = text(header, r#"{"sub":"ID","kid":"K"}"#);
        let tag = hmac::sign(&hmac::Key::new(algorithm, secret), text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    fn made(token: &str, keys: &[Key]) -> Option<SignedBy> {
        let token = Token::read(token);
        find(&token, &verify(&token, keys), keys)
    }

    #[test]
    fn shared_secret_is_found_for_any_header() {
        let pem = crate::core::diagnose::lint::testing::key_pem();
        let keys = [
            Key::demo(),
            Key::read(pem.as_bytes()).expect("a key").with_id("K"),
        ];
        let key = |form| Secret::Key { key: 1, form };
        let base64 = STANDARD.encode(&pem);
        for alg in ["HS256", "RS256", "none", "x"] {
            let header = format!(r#"{{"alg":"{alg}"}}"#);
            for (secret, name) in [
                (base64.as_bytes(), key("the base64 text of the private key")),
                (pem.as_bytes(), key("the PEM text of the private key")),
                (b"K", Secret::KeyId("K".to_owned())),
                (b"", Secret::Empty),
            ] {
                for (algorithm, name_of_algorithm) in [
                    (hmac::HMAC_SHA256, "HS256"),
                    (hmac::HMAC_SHA384, "HS384"),
                    (hmac::HMAC_SHA512, "HS512"),
                ] {
                    let token = with_hmac(&header, algorithm, secret);
                    let found = SignedBy::Shared {
                        secret: name.clone(),
                        algorithm: name_of_algorithm,
                    };
                    assert_eq!(made(&token, &keys), Some(found), "{alg}");
                    let signature = verify(&Token::read(&token), &keys);
                    assert!(!matches!(signature, Signature::Verified { .. }));
                }
            }
            let token = with_hmac(&header, hmac::HMAC_SHA256, b"a secret that is not loaded");
            assert_eq!(made(&token, &keys), None);
        }
        // The key ID and the empty string are tried without a loaded key.
        let token = with_hmac(r#"{"alg":"HS256"}"#, hmac::HMAC_SHA256, b"K");
        assert!(made(&token, &[]).is_some());
    }

    #[test]
    fn other_key_and_algorithm_are_found() {
        let pem = crate::core::diagnose::lint::testing::key_pem();
        let key = || Key::read(pem.as_bytes()).expect("a key");
        let encoding = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let keys = [Key::demo().with_id("K"), key().with_id("L")];
        for (name, algorithm) in [
            ("RS256", Algorithm::RS256),
            ("RS384", Algorithm::RS384),
            ("RS512", Algorithm::RS512),
            ("PS256", Algorithm::PS256),
            ("PS512", Algorithm::PS512),
        ] {
            let text = text(r#"{"alg":"RS256"}"#, r#"{"kid":"K"}"#);
            let signature = crypto::sign(text.as_bytes(), &encoding, algorithm).expect("it signs");
            let token = format!("{text}.{signature}");
            let found = SignedBy::ByKey {
                key: 1,
                algorithm: name,
            };
            assert_eq!(made(&token, &keys), Some(found));
            let verified = verify(&Token::read(&token), &[key()]);
            assert_eq!(
                matches!(verified, Signature::Verified { .. }),
                name == "RS256"
            );
        }
    }

    #[test]
    fn changed_token_differs_from_foreign_token() {
        let key = Key::demo().with_id("K");
        let signing = key.signing().expect("private");
        let signed = text(r#"{"alg":"RS256"}"#, r#"{"kid":"K","exp":1}"#);
        let changed = text(r#"{"alg":"RS256"}"#, r#"{"kid":"K","exp":2}"#);
        let token = format!("{changed}.{}", signing.sign(&signed));
        let found = SignedBy::OverAnotherText {
            key: 0,
            algorithm: "RS256",
        };
        assert_eq!(made(&token, std::slice::from_ref(&key)), Some(found));
        assert_eq!(made(&token, &[Key::demo().with_id("K")]), None);
        let whole = format!("{signed}.{}", signing.sign(&signed));
        assert_eq!(made(&whole, &[key]), None, "it verifies");
    }

    #[test]
    fn arbitrary_signature_matches_no_key() {
        let keys = [Key::demo()];
        for len in [0, 1, 31, 32, 48, 64, 255, 256, 257, 512] {
            for byte in [0, 1, 255] {
                let text = text(r#"{"alg":"RS256"}"#, "{}");
                let signature = URL_SAFE_NO_PAD.encode(vec![byte; len]);
                assert_eq!(made(&format!("{text}.{signature}"), &keys), None, "{len}");
            }
        }
    }
}
