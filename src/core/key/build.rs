//! Builds a key from its DER.

use aws_lc_rs::{
    rsa,
    signature::{KeyPair as _, RsaKeyPair},
};

use super::{
    der, error::KeyError, form::KeyForm, pem::KEY_LABELS, public::PublicKey, signing::SigningKey,
};

/// The smallest modulus that the signing library accepts, and the size that Mux creates.
pub const MIN_BITS: usize = 2048;

/// The halves of a key and the form they were read from.
pub(super) type Parts = (Option<SigningKey>, PublicKey, KeyForm);

/// Parses the DER of a key, whose form a PEM label names or which is tried in every form.
///
/// # Errors
/// Names the other kind of key that it is, or says that it is damaged or too small.
pub(super) fn build(label: Option<&str>, der: &[u8]) -> Result<Parts, KeyError> {
    if let Some(label) = label {
        return build_labeled(label, der);
    }
    if der::is_certificate(der) {
        return build_labeled("CERTIFICATE", der);
    }
    // DER does not name its form. If none fits, the first error is reported.
    let first = build_labeled(KEY_LABELS[0], der);
    if first.is_ok() {
        return first;
    }
    let mut others = KEY_LABELS[1..].iter();
    let found = others.find_map(|label| build_labeled(label, der).ok());
    found.map_or(first, Ok)
}

fn build_labeled(label: &str, der: &[u8]) -> Result<Parts, KeyError> {
    let other_kind = || der::other_kind(der).unwrap_or(KeyError::Damaged);
    let (pair, form) = match label {
        "RSA PRIVATE KEY" => (RsaKeyPair::from_der(der), KeyForm::Pkcs1),
        "PRIVATE KEY" => (RsaKeyPair::from_pkcs8(der), KeyForm::Pkcs8),
        _ => {
            let (spki, form) = match label {
                "PUBLIC KEY" => (der, KeyForm::Spki),
                "RSA PUBLIC KEY" => (der, KeyForm::Pkcs1Public),
                _ => (
                    der::certified_key(der).ok_or_else(other_kind)?,
                    KeyForm::Certificate,
                ),
            };
            let key = rsa::PublicKey::from_der(spki).map_err(|_ignored| other_kind())?;
            return Ok((None, PublicKey::from_pkcs1(key.as_ref())?, form));
        }
    };
    let pair = pair.map_err(|_ignored| {
        let pkcs1 = der::wrapped_key(der).unwrap_or(der);
        match der::integers(pkcs1)[..] {
            [_, modulus, _, _, _, _, _, _, _] if der::bits(modulus) < MIN_BITS => {
                KeyError::TooSmall
            }
            _ => other_kind(),
        }
    })?;
    let public = PublicKey::from_pkcs1(pair.public_key().as_ref())?;
    Ok((Some(SigningKey::new(pair)), public, form))
}
