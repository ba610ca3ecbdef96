//! DER: as much of it as keys are made of.

use std::ops::Range;

use zeroize::Zeroizing;

use super::error::KeyError;

/// Whether DER nests deeper than any key or certificate does.
///
/// jsonwebtoken takes DER apart by recursion, and a file made for it would run off the stack.
pub(super) fn is_too_deep(der: &[u8]) -> bool {
    const DEPTH: usize = 32;
    let mut ends = vec![der.len()];
    let mut at = 0;
    while let Some(&end) = ends.last() {
        match element(&der[..end], at) {
            Some((true, body)) => {
                ends.push(body.end);
                at = body.start;
            }
            Some((false, body)) => at = body.end,
            // The end of what it is in, or bytes that are no DER; what comes after is looked at all the same.
            None => {
                at = end;
                ends.pop();
            }
        }
        if ends.len() > DEPTH {
            return true;
        }
    }
    false
}

/// `rsaEncryption` without parameters, as PKCS#8 and public keys name it.
pub(super) const RSA_ALGORITHM: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// An element of DER.
pub(super) fn tagged(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    // Room for everything at once, so that nothing is left behind where it grew.
    let mut der = Zeroizing::new(Vec::with_capacity(len + 6));
    der.push(tag);
    let bytes = len.to_be_bytes();
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    if len >= 0x80 {
        der.push(0x80 | bytes.len() as u8);
    }
    der.extend_from_slice(if len == 0 { &[0] } else { bytes });
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// The element of DER that begins at a place: whether elements are in it, and where its body is.
fn element(der: &[u8], at: usize) -> Option<(bool, Range<usize>)> {
    let tag = *der.get(at)?;
    let mut at = at + 1;
    if tag & 0x1f == 0x1f {
        while der.get(at)? & 0x80 != 0 {
            at += 1;
        }
        at += 1;
    }
    let first = usize::from(*der.get(at)?);
    at += 1;
    let mut len = first;
    if first >= 0x80 {
        let bytes = der
            .get(at..at + (first & 0x7f))
            .filter(|bytes| bytes.len() <= 8)?;
        at += bytes.len();
        len = bytes
            .iter()
            .fold(0, |len, byte| len << 8 | usize::from(*byte));
    }
    let end = at.checked_add(len).filter(|end| *end <= der.len())?;
    // Sequences and sets are taken apart even without the bit that says so.
    let is_nested = tag & 0x20 != 0 || matches!(tag, 0x10 | 0x11);
    Some((is_nested, at..end))
}

/// A whole number of at least nothing, given by its bytes, most significant first.
pub(super) fn number(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    match &bytes[zeros..] {
        [] => tagged(0x02, &[&[0]]),
        // A zero in front keeps the number positive.
        bytes @ [0x80..=0xff, ..] => tagged(0x02, &[&[0], bytes]),
        bytes => tagged(0x02, &[bytes]),
    }
}

/// Whether DER is a certificate, whose first part begins with a version or a serial number and the algorithm.
pub(super) fn is_certificate(der: &[u8]) -> bool {
    let Some((true, inner)) = element(der, 0).and_then(|(_, body)| element(der, body.start)) else {
        return false;
    };
    let first = &der[inner.clone()];
    let tag_after = || {
        let (_, serial) = element(der, inner.start)?;
        let (_, algorithm) = element(der, serial.end)?;
        der.get(algorithm.start)
    };
    match first {
        [0xa0, ..] => true,
        [0x02, ..] => tag_after() == Some(&0x06),
        _ => false,
    }
}

/// Whether DER is a request for a certificate: a version and a name, where a certificate has its algorithm.
fn is_request(der: &[u8]) -> bool {
    let inner = element(der, 0).and_then(|(_, body)| element(der, body.start));
    let Some((true, inner)) = inner else {
        return false;
    };
    der[inner.clone()].starts_with(&[0x02, 0x01, 0x00, 0x30])
        && element(der, inner.start + 3).is_some_and(|(_, name)| der[name].starts_with(&[0x31]))
}

/// Whether DER is six numbers and nothing else, as a DSA key is.
fn is_dsa(der: &[u8]) -> bool {
    let Some((_, body)) = element(der, 0) else {
        return false;
    };
    let mut at = body.start;
    let mut count = 0;
    while der.get(at) == Some(&0x02) && count < 7 {
        let Some((_, number)) = element(der, at) else {
            return false;
        };
        at = number.end;
        count += 1;
    }
    count == 6 && at == der.len()
}

/// What DER is that is no RSA key, by its structure and the object identifiers near its beginning.
pub(super) fn other_kind(der: &[u8]) -> Option<KeyError> {
    const KINDS: [(&[u8], KeyError); 11] = [
        // RSASSA-PSS: RSA, and for other signatures alone.
        (
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a],
            KeyError::NotRsa("an RSA-PSS"),
        ),
        (
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02],
            KeyError::Foreign("a PKCS#7 file (.p7b)"),
        ),
        (
            &[0x06, 0x03, 0x2b, 0x65, 0x6e],
            KeyError::NotRsa("an X25519"),
        ),
        (&[0x06, 0x03, 0x2b, 0x65, 0x6f], KeyError::NotRsa("an X448")),
        (
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
            KeyError::NotRsa("an elliptic-curve"),
        ),
        (
            &[0x06, 0x03, 0x2b, 0x65, 0x70],
            KeyError::NotRsa("an Ed25519"),
        ),
        (
            &[0x06, 0x03, 0x2b, 0x65, 0x71],
            KeyError::NotRsa("an Ed448"),
        ),
        (
            &[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01],
            KeyError::NotRsa("a DSA"),
        ),
        // PKCS#5: what a pass phrase protects, with the data of PKCS#12 around it or without.
        (
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01],
            KeyError::Pkcs12,
        ),
        (
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05],
            KeyError::Encrypted,
        ),
        (
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01],
            KeyError::Encrypted,
        ),
    ];
    if is_request(der) {
        return Some(KeyError::CertificateRequest);
    }
    if is_dsa(der) {
        return Some(KeyError::NotRsa("a DSA"));
    }
    if matches!(element(der, 0), Some((_, body)) if der[body.clone()].starts_with(&[2, 1, 1, 4])) {
        return Some(KeyError::NotRsa("an elliptic-curve"));
    }
    // The key of a certificate comes after its names.
    let most = if is_certificate(der) { 4096 } else { 64 };
    let head = &der[..der.len().min(most)];
    let holds = |oid: &[u8]| head.windows(oid.len()).any(|window| window == oid);
    KINDS
        .iter()
        .find(|(oid, _)| holds(oid))
        .map(|(_, error)| *error)
}
