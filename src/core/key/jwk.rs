//! Keys as JWK (RFC 7517, RFC 7518 section 6.3).

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use super::{
    Key,
    build::build,
    der::{number, tagged},
    error::{JwkMembers, KeyError},
    form::KeyForm,
};

/// Accepts base64url with padding or without; libraries differ.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The members of a private RSA key besides `d`. Without them its primes would have to be computed.
const PRIMES: [&str; 5] = ["p", "q", "dp", "dq", "qi"];

/// Reads a JWK through a lookup of its members.
pub(super) fn read(member: impl Fn(&str) -> Option<Zeroizing<String>>) -> Result<Key, KeyError> {
    let word = |name| member(name).unwrap_or_default();
    if let Some(members) = JwkMembers::missing(&["kty"], |name| member(name).is_some()) {
        return Err(KeyError::Lacks(members));
    }
    match word("kty").as_str() {
        "RSA" => {}
        "EC" => return Err(KeyError::NotRsa("an elliptic-curve")),
        "OKP" if word("crv").starts_with("Ed448") => return Err(KeyError::NotRsa("an Ed448")),
        "OKP" if word("crv").starts_with("Ed") => return Err(KeyError::NotRsa("an Ed25519")),
        "OKP" => return Err(KeyError::NotRsa("a key-agreement")),
        "oct" => return Err(KeyError::NotRsa("a symmetric")),
        _ => return Err(KeyError::NotAKey),
    }
    // An integer as DER.
    let integer = |name| {
        let text = member(name).ok_or(KeyError::Damaged)?;
        let bytes = BASE64URL
            .decode(text.trim())
            .map_err(|_ignored| KeyError::Damaged)?;
        Ok(number(&Zeroizing::new(bytes)))
    };
    let mut needed = vec!["n", "e"];
    if member("d").is_some() {
        needed.extend(PRIMES);
    }
    if let Some(members) = JwkMembers::missing(&needed, |name| member(name).is_some()) {
        return Err(KeyError::Lacks(members));
    }
    let public = [integer("n")?, integer("e")?];
    let (label, der, form) = if member("d").is_none() {
        let der = tagged(0x30, &public.each_ref().map(|part| part.as_slice()));
        ("RSA PUBLIC KEY", der, KeyForm::JwkPublic)
    } else {
        let mut parts = vec![number(&[])];
        parts.extend(public);
        parts.push(integer("d")?);
        for name in PRIMES {
            parts.push(integer(name)?);
        }
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_slice()).collect();
        ("RSA PRIVATE KEY", tagged(0x30, &parts), KeyForm::Jwk)
    };
    let (signing, public, _) = build(Some(label), &der)?;
    let key = Key::of((signing, public, form), Vec::new());
    Ok(match member("kid") {
        Some(id) => key.with_id(&id),
        None => key,
    })
}
