//! A key from its DER.

use aws_lc_rs::{error::KeyRejected, rsa};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, jwk::Jwk};
use zeroize::Zeroizing;

use super::{
    der, encoding, error::KeyError, form::KeyForm, public::PublicKey, signing::SigningKey,
};

pub(super) type Parts = (Option<SigningKey>, PublicKey, KeyForm);

pub(super) fn build(label: Option<&'static str>, der: &[u8]) -> Result<Parts, KeyError> {
    let Some(label) = label else {
        if der::is_certificate(der) {
            return build(Some("CERTIFICATE"), der);
        }
        // Bare DER does not say what it is: the forms are tried in turn, and the first one's error stands.
        let first = build(Some(encoding::LABELS[0]), der);
        let found = encoding::LABELS[1..]
            .iter()
            .find_map(|label| build(Some(label), der).ok());
        return if first.is_ok() {
            first
        } else {
            found.map_or(first, Ok)
        };
    };
    let of_library = |error: jsonwebtoken::errors::Error| {
        drop(error);
        der::other_kind(der).unwrap_or(KeyError::Damaged)
    };
    let pem = || Zeroizing::new(::pem::encode(&::pem::Pem::new(label, der)));
    let signing = match label {
        "RSA PRIVATE KEY" => EncodingKey::from_rsa_der(der),
        "PRIVATE KEY" => EncodingKey::from_rsa_pem(pem().as_bytes()).map_err(of_library)?,
        _ => {
            let key = DecodingKey::from_rsa_pem(pem().as_bytes()).map_err(of_library)?;
            let jwk = Jwk::from_decoding_key(&key, Some(Algorithm::RS256)).map_err(of_library)?;
            let form = match label {
                "PUBLIC KEY" => KeyForm::Spki,
                "RSA PUBLIC KEY" => KeyForm::Pkcs1Public,
                _ => KeyForm::Certificate,
            };
            return Ok((None, PublicKey::from_jwk(&jwk)?, form));
        }
    };
    // jsonwebtoken takes any bytes here and fails at the first signature, so they are looked at now.
    rsa::KeyPair::from_der(signing.as_bytes()).map_err(|rejected| rejection(&rejected, der))?;
    let signing = SigningKey(signing);
    let signature = signing.try_sign(b"trial")?;
    let jwk = Jwk::from_encoding_key(&signing.0, Algorithm::RS256).map_err(of_library)?;
    let public = PublicKey::from_jwk(&jwk)?;
    if !public.verify(Algorithm::RS256, "trial", &signature) {
        return Err(KeyError::Damaged);
    }
    let form = if label == "PRIVATE KEY" {
        KeyForm::Pkcs8
    } else {
        KeyForm::Pkcs1
    };
    Ok((Some(signing), public, form))
}

fn rejection(rejected: &KeyRejected, der: &[u8]) -> KeyError {
    if rejected.description_() == "TooSmall" {
        KeyError::TooSmall
    } else {
        der::other_kind(der).unwrap_or(KeyError::Damaged)
    }
}
