//! The parts of DER that keys use.

use std::ops::Range;

use zeroize::Zeroizing;

use super::error::KeyError;

/// Whether DER nests deeper than any key or certificate does.
///
/// Recursive parsers overflow the stack on a file made for that.
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
            // The end of the enclosing element, or bytes that are not DER. What follows is checked all the same.
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

/// The algorithm `rsaEncryption`, as PKCS#8 and public keys contain it.
pub(super) const RSA_ALGORITHM: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// Writes an element of DER.
pub(super) fn tagged(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    // Allocated once, so that no copy is left behind by growing.
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

/// The element at a place: whether it contains elements, and the range of its body.
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
    // Sequences and sets contain elements even without the constructed bit.
    let is_nested = tag & 0x20 != 0 || matches!(tag, 0x10 | 0x11);
    Some((is_nested, at..end))
}

/// Writes a non-negative integer, most significant byte first.
pub(super) fn number(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    match &bytes[zeros..] {
        [] => tagged(0x02, &[&[0]]),
        // A leading zero keeps the integer positive.
        bytes @ [0x80..=0xff, ..] => tagged(0x02, &[&[0], bytes]),
        bytes => tagged(0x02, &[bytes]),
    }
}

/// The tag, the range and the body of an element.
type DerElement = (u8, Range<usize>, Range<usize>);

/// The elements in a sequence that spans `der`; empty if it is damaged.
fn children(der: &[u8]) -> Vec<DerElement> {
    let Some((true, body)) = element(der, 0) else {
        return Vec::new();
    };
    let mut children = Vec::new();
    let mut at = body.start;
    while at < body.end {
        let Some((_, inner)) = element(&der[..body.end], at) else {
            return Vec::new();
        };
        let end = inner.end;
        children.push((der[at], at..end, inner));
        at = end;
    }
    children
}

/// The integers of a sequence of integers, most significant byte first, without leading zeros; empty if it is not one.
pub(super) fn integers(der: &[u8]) -> Vec<&[u8]> {
    let children = children(der);
    if children.iter().any(|(tag, ..)| *tag != 0x02) {
        return Vec::new();
    }
    let body = |(_, _, body): &DerElement| {
        let bytes = &der[body.clone()];
        &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..]
    };
    children.iter().map(body).collect()
}

/// The length of an integer in bits, without leading zeros.
pub(super) fn bits(integer: &[u8]) -> usize {
    let top = integer.first().map_or(0, |byte| byte.leading_zeros());
    integer.len() * 8 - top as usize
}

/// The PKCS#1 key in PKCS#8.
pub(super) fn wrapped_key(pkcs8: &[u8]) -> Option<&[u8]> {
    match children(pkcs8).get(..3)? {
        [(0x02, ..), (0x30, ..), (0x04, _, key)] => Some(&pkcs8[key.clone()]),
        _ => None,
    }
}

/// The body of a certificate or of a request for one, with its elements.
fn signed_body(der: &[u8]) -> Option<(&[u8], Vec<DerElement>)> {
    match children(der).into_iter().next()? {
        (0x30, range, _) => Some((&der[range.clone()], children(&der[range]))),
        _ => None,
    }
}

/// The public RSA key in a certificate, as `SubjectPublicKeyInfo`.
pub(super) fn certified_key(certificate: &[u8]) -> Option<&[u8]> {
    let (body, elements) = signed_body(certificate)?;
    let mut elements = elements.into_iter().map(|(_, range, _)| &body[range]);
    elements.find(|element| {
        let parts = children(element);
        parts
            .first()
            .is_some_and(|(_, range, _)| element[range.clone()] == *RSA_ALGORITHM)
    })
}

/// Whether DER is a certificate: its body begins with a version, or with a serial number and an algorithm.
pub(super) fn is_certificate(der: &[u8]) -> bool {
    signed_body(der).is_some_and(|(body, elements)| match &elements[..] {
        [(0xa0, ..), ..] => true,
        [(0x02, ..), (0x30, _, algorithm), ..] => body[algorithm.clone()].starts_with(&[0x06]),
        _ => false,
    })
}

/// Whether DER is a certificate request: a version and a name, where a certificate has its algorithm.
fn is_request(der: &[u8]) -> bool {
    signed_body(der).is_some_and(|(body, elements)| match &elements[..] {
        [(0x02, _, version), (0x30, _, name), ..] => {
            body[version.clone()] == [0] && body[name.clone()].starts_with(&[0x31])
        }
        _ => false,
    })
}

/// A key in bytes.
pub(super) struct DerKey {
    /// Its place, as far as it is there.
    pub(super) range: Range<usize>,
    /// Where its private part begins, behind the modulus and the exponent of RSA; `None` for a public key.
    private: Option<usize>,
}

impl DerKey {
    /// Whether at least 12 bytes of a private part are there: 16 characters of base64.
    pub(super) fn is_revealed(&self) -> bool {
        self.private
            .is_some_and(|private| private + 12 <= self.range.end)
    }
}

/// The first key in bytes from a place on.
pub(super) fn next_key(bytes: &[u8], from: usize) -> Option<DerKey> {
    (from..bytes.len()).find_map(|at| key_at(bytes, at))
}

/// The key that begins at a place: PKCS#1, PKCS#8, SEC 1, `SubjectPublicKeyInfo` or a certificate. It may be cut
/// anywhere after its first numbers.
pub(super) fn key_at(bytes: &[u8], at: usize) -> Option<DerKey> {
    key_in(bytes, at, true)
}

/// As [`key_at`]; without `wraps`, PKCS#8 is left out, since it wraps no other PKCS#8.
fn key_in(bytes: &[u8], at: usize, wraps: bool) -> Option<DerKey> {
    let (0x30, body, end) = head(bytes, at)? else {
        return None;
    };
    let key = |private| DerKey {
        range: at..end.min(bytes.len()),
        private,
    };
    let (tag, inner, first) = head(bytes, body)?;
    let starts_with = |at: usize, prefix: &[u8]| {
        let here = bytes.get(at..);
        here.is_some_and(|here| here.starts_with(prefix))
    };
    if tag == 0x30 {
        // A public key begins with its algorithm, a certificate with its version.
        let is_public = starts_with(body, RSA_ALGORITHM) && starts_with(first, &[0x03]);
        return (is_public || starts_with(inner, &[0xa0, 3, 2, 1])).then(|| key(None));
    }
    // The version, and what follows it.
    if tag != 0x02 || !(starts_with(body, &[2, 1, 0]) || starts_with(body, &[2, 1, 1])) {
        return None;
    }
    let (tag, inner, next) = head(bytes, first)?;
    match tag {
        // PKCS#1: the modulus, the exponent, and then what is private.
        0x02 if inner + 32 <= next => {
            let exponent = head(bytes, next).map_or(next, |(_, _, end)| end);
            Some(key(Some(exponent)))
        }
        // SEC 1.
        0x04 if inner + 20 <= next => Some(key(Some(inner))),
        // PKCS#8: the algorithm, and the key in a string of bytes.
        0x30 if wraps && starts_with(inner, &[0x06]) => {
            let (0x04, wrapped, _) = head(bytes, next)? else {
                return None;
            };
            let private = key_in(bytes, wrapped, false).and_then(|key| key.private);
            Some(key(Some(private.unwrap_or(wrapped))))
        }
        _ => None,
    }
}

/// The tag of the element at a place, where its body begins, and where it should end.
fn head(bytes: &[u8], at: usize) -> Option<(u8, usize, usize)> {
    let tag = *bytes.get(at)?;
    let first = usize::from(*bytes.get(at + 1)?);
    let (body, len) = match first {
        0..=0x7f => (at + 2, first),
        0x81..=0x83 => {
            let count = first & 0x7f;
            let bytes = bytes.get(at + 2..at + 2 + count)?;
            let len = bytes
                .iter()
                .fold(0, |len, byte| len << 8 | usize::from(*byte));
            (at + 2 + count, len)
        }
        _ => return None,
    };
    Some((tag, body, body + len))
}

/// Names what DER is that is not an RSA key, by its structure and the object identifiers near its beginning.
pub(super) fn other_kind(der: &[u8]) -> Option<KeyError> {
    #[rustfmt::skip]
    const KINDS: [(&[u8], KeyError); 11] = [
        // RSASSA-PSS: an RSA key restricted to other signatures.
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", KeyError::NotRsa("an RSA-PSS")),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", KeyError::Foreign("a PKCS#7 file (.p7b)")),
        (b"\x06\x03\x2b\x65\x6e", KeyError::NotRsa("an X25519")),
        (b"\x06\x03\x2b\x65\x6f", KeyError::NotRsa("an X448")),
        (b"\x2a\x86\x48\xce\x3d\x02\x01", KeyError::NotRsa("an elliptic-curve")),
        (b"\x06\x03\x2b\x65\x70", KeyError::NotRsa("an Ed25519")),
        (b"\x06\x03\x2b\x65\x71", KeyError::NotRsa("an Ed448")),
        (b"\x2a\x86\x48\xce\x38\x04\x01", KeyError::NotRsa("a DSA")),
        // PKCS#5, encrypted with a passphrase, in a PKCS#12 container or alone.
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", KeyError::Pkcs12),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x05", KeyError::Encrypted),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01", KeyError::Encrypted),
    ];
    if is_request(der) {
        return Some(KeyError::Foreign("a certificate request"));
    }
    // A DSA key is six integers and nothing else.
    if integers(der).len() == 6 {
        return Some(KeyError::NotRsa("a DSA"));
    }
    if matches!(children(der)[..], [(0x02, ..), (0x04, ..), ..]) {
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
