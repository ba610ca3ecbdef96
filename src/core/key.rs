//! Keys that sign and keys that check, from whatever form people have them in.
//!
//! A private key cannot be printed, compared, copied or written from here: [`SigningKey`] gives signatures and nothing
//! else. The bytes that jsonwebtoken holds are wiped when the key is dropped.

use std::{fmt, ops::Range};

use aws_lc_rs::{
    encoding::AsDer as _,
    error::KeyRejected,
    rand::SystemRandom,
    rsa,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{
    Engine as _,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig,
        general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    },
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, crypto,
    jwk::{AlgorithmParameters, Jwk, ThumbprintHash},
};
use zeroize::Zeroizing;

/// More than any key in any form; what is larger is no key file.
pub const MAX_BYTES: usize = 64 * 1024;

/// The smallest modulus that the signing library takes, and the size that Mux makes.
pub const MIN_BITS: usize = 2048;

/// A key with its name, as the rest of the program knows it.
#[derive(Debug)]
pub struct Key {
    /// The key ID that Mux gave it (`kid`); `None` when the person did not say.
    pub id: Option<String>,
    /// Where it came from, in words: a file name, `MUX_PRIVATE_KEY`.
    pub origin: String,
    /// The half that signs, if we have it.
    pub signing: Option<SigningKey>,
    /// The half that checks.
    pub public: PublicKey,
    /// In which form it was found.
    pub form: Form,
    /// What had to be mended to read it.
    pub repairs: Vec<Repair>,
}

/// The half of a key that signs. It shows nothing of itself.
pub struct SigningKey(EncodingKey);

/// The half of a key that checks signatures.
#[derive(Clone)]
pub struct PublicKey {
    decoding: DecodingKey,
    /// The modulus, most significant byte first, without zeros in front.
    pub(super) modulus: Vec<u8>,
    /// The exponent, in the same way.
    pub(super) exponent: Vec<u8>,
    /// Length of the modulus.
    pub bits: usize,
    /// SHA-256 thumbprint of RFC 7638, base64url.
    pub fingerprint: String,
}

/// The form in which a key was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `-----BEGIN RSA PRIVATE KEY-----`
    Pkcs1,
    /// `-----BEGIN PRIVATE KEY-----`
    Pkcs8,
    /// `-----BEGIN PUBLIC KEY-----`
    Spki,
    /// `-----BEGIN RSA PUBLIC KEY-----`
    Pkcs1Public,
    /// `-----BEGIN CERTIFICATE-----`
    Certificate,
    /// Made here.
    Generated,
}

/// What was mended in a key's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Quotes around it.
    Quotes,
    /// `\n` in letters instead of line breaks.
    EscapedNewlines,
    /// Base64 twice over.
    EncodedTwice,
    /// The `BEGIN` and `END` lines were missing.
    NoPemLines,
    /// A byte-order mark in front.
    ByteOrderMark,
    /// Two bytes for each character, as PowerShell writes files.
    Utf16,
    /// The `BEGIN` line of the other kind of private key.
    WrongLabel,
}

/// Why something is not a usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was there.
    #[error("the key is empty")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("this is too large to be a key")]
    TooLarge,
    /// Neither PEM nor base64 nor DER.
    #[error("this is not a key")]
    NotAKey,
    /// A token was given.
    #[error("this is a token, not a key")]
    Token,
    /// An UUID, as the API's access tokens have.
    #[error("this is the ID of an API access token, not a signing key")]
    AccessToken,
    /// A PEM begins and does not end, or its bytes do.
    #[error("the key is cut short or damaged")]
    Damaged,
    /// A pass phrase protects it.
    #[error("the key is encrypted with a pass phrase")]
    Encrypted,
    /// A key in the format of OpenSSH.
    #[error("this key is in OpenSSH's own format")]
    OpenSsh,
    /// A key of another kind.
    #[error("this is {0} key, not an RSA key")]
    NotRsa(&'static str),
    /// Under [`MIN_BITS`].
    #[error("the key is shorter than 2048 bits")]
    TooSmall,
    /// A public key where a private one is needed.
    #[error("this is a public key")]
    Public,
}

impl KeyError {
    /// What to do next.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "Give the private key that Mux showed once when the key was made.",
            Self::TooLarge | Self::NotAKey | Self::Token => {
                "A Mux key is a .pem file, or the base64 text that the API answers as `private_key`."
            }
            Self::AccessToken => {
                "Make a signing key in the Mux dashboard under Settings, Signing Keys."
            }
            Self::Damaged => {
                "Copy the whole key again, from the first dash to the last, or all of its base64 text."
            }
            Self::Encrypted => {
                "Remove the pass phrase first: openssl rsa -in key.pem -out plain.pem"
            }
            Self::OpenSsh => {
                "Give the .pem file of Mux, or convert it: ssh-keygen -p -m PEM -f key"
            }
            Self::NotRsa(_) => "Mux checks RS256 alone, so a signing key is always RSA.",
            Self::TooSmall => "Mux makes keys of 2048 bits; smaller ones are not taken here.",
            Self::Public => {
                "Signing needs the private key that Mux showed once when the key was made."
            }
        }
    }
}

impl Key {
    /// Reads a key from text or DER: PEM (PKCS#1, PKCS#8, public, certificate), base64 of a PEM, which is what Mux
    /// answers, or base64 of DER, mended where people and `.env` files commonly break them.
    ///
    /// # Errors
    /// Names what it is instead, or what is wrong with it. Never repeats any of it.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() > MAX_BYTES {
            return Err(KeyError::TooLarge);
        }
        let mut repairs = Vec::new();
        let (label, der) = find_der(bytes, &mut repairs, 0)?;
        if is_too_deep(&der) {
            return Err(KeyError::Damaged);
        }
        let other = match label {
            Some("PRIVATE KEY") => Some("RSA PRIVATE KEY"),
            Some("RSA PRIVATE KEY") => Some("PRIVATE KEY"),
            _ => None,
        };
        let (signing, public, form) = match (build(label, &der), other) {
            (Err(KeyError::Damaged), Some(_)) => {
                let parts = build(other, &der).map_err(|_ignored| KeyError::Damaged)?;
                repairs.push(Repair::WrongLabel);
                parts
            }
            (parts, _) => parts?,
        };
        Ok(Self {
            id: None,
            origin: String::new(),
            signing,
            public,
            form,
            repairs,
        })
    }

    /// A new key of 2048 bits for trying things out. No video of anybody answers to it.
    ///
    /// # Panics
    /// When the system has no randomness to give.
    pub fn demo() -> Self {
        let pair =
            rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("the system gives random bytes");
        let der = pair
            .as_der()
            .expect("a key that was just made can be written");
        let (signing, public, _) =
            build(Some("PRIVATE KEY"), der.as_ref()).expect("a key that was just made is sound");
        Self {
            id: Some(DEMO_ID.to_owned()),
            origin: "demo key".to_owned(),
            signing,
            public,
            form: Form::Generated,
            repairs: Vec::new(),
        }
    }

    /// The same key under an ID; an empty one means that it is not known.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        // What reads `.env` files naively hands the quotes over with the value.
        let id = unquote(id.trim()).unwrap_or(id).trim();
        self.id = (!id.is_empty()).then(|| id.to_owned());
        self
    }

    /// The same key with a word on where it came from.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// The same key without the half that signs, for checking somewhere else.
    #[must_use]
    pub fn public_half(&self) -> Self {
        Self {
            id: self.id.clone(),
            origin: self.origin.clone(),
            signing: None,
            public: self.public.clone(),
            form: self.form,
            repairs: self.repairs.clone(),
        }
    }

    /// Whether this is the throwaway key of [`Key::demo`].
    pub fn is_demo(&self) -> bool {
        self.form == Form::Generated
    }

    /// The half that signs.
    ///
    /// # Errors
    /// When only the public half is there.
    pub fn signing(&self) -> Result<&SigningKey, KeyError> {
        self.signing.as_ref().ok_or(KeyError::Public)
    }

    /// In which form the key was passed to a library as if it were a shared secret, if `is_secret` knows it in one.
    ///
    /// The forms are made here one after the other and wiped; all that leaves is the name of one.
    pub(super) fn as_shared_secret(
        &self,
        mut is_secret: impl FnMut(&[u8]) -> bool,
    ) -> Option<&'static str> {
        const PRIVATE: [&str; 3] = [
            "the PEM text of the private key",
            "the base64 text of the private key",
            "the bytes of the private key",
        ];
        const PUBLIC: [&str; 3] = [
            "the PEM text of the public key",
            "the base64 text of the public key",
            "the bytes of the public key",
        ];
        let mut is_any = |label: &str, der: &[u8], names: [&'static str; 3]| {
            let [pem, base64, bytes] = names;
            // As a file has it, without its last line break, from Windows, and as `.env` files write it.
            for newline in ["\n", "\r\n", "\\n"] {
                let text = pem_text(label, der, newline);
                let trimmed = text.strip_suffix(newline).unwrap_or(&text);
                for text in [text.as_str(), trimmed] {
                    if is_secret(text.as_bytes()) {
                        return Some(pem);
                    }
                    if is_secret(Zeroizing::new(STANDARD.encode(text)).as_bytes()) {
                        return Some(base64);
                    }
                }
            }
            if is_secret(Zeroizing::new(STANDARD.encode(der)).as_bytes()) {
                return Some(base64);
            }
            is_secret(der).then_some(bytes)
        };
        if let Some(signing) = &self.signing {
            let pkcs1 = signing.0.as_bytes();
            let pkcs8 = tagged(
                0x30,
                &[&[0x02, 0x01, 0x00], RSA_ALGORITHM, &tagged(0x04, &[pkcs1])],
            );
            let found = is_any("RSA PRIVATE KEY", pkcs1, PRIVATE);
            if let Some(name) = found.or_else(|| is_any("PRIVATE KEY", &pkcs8, PRIVATE)) {
                return Some(name);
            }
        }
        // A zero in front keeps the numbers positive.
        let number = |bytes: &[u8]| match bytes.first() {
            Some(0x80..) => tagged(0x02, &[&[0], bytes]),
            _ => tagged(0x02, &[bytes]),
        };
        let public = &self.public;
        let pkcs1 = tagged(0x30, &[&number(&public.modulus), &number(&public.exponent)]);
        let spki = tagged(0x30, &[RSA_ALGORITHM, &tagged(0x03, &[&[0], &pkcs1])]);
        is_any("PUBLIC KEY", &spki, PUBLIC).or_else(|| is_any("RSA PUBLIC KEY", &pkcs1, PUBLIC))
    }

    /// What it was found as and what was mended, in one line.
    pub fn about(&self) -> String {
        let mut about = format!("{}, {} bits", self.form, self.public.bits);
        for (i, repair) in self.repairs.iter().enumerate() {
            about.push_str(if i == 0 { "; mended: " } else { ", " });
            about.push_str(&repair.to_string());
        }
        about
    }
}

/// The key ID of the demo key. It has not the shape of one that Mux gives.
pub const DEMO_ID: &str = "demo-key";

impl SigningKey {
    /// The RS256 signature over a text or any bytes, base64url.
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was read.
    pub fn sign(&self, message: impl AsRef<[u8]>) -> String {
        self.try_sign(message.as_ref())
            .expect("this key has signed before")
    }

    fn try_sign(&self, message: &[u8]) -> Result<String, KeyError> {
        crypto::sign(message, &self.0, Algorithm::RS256).map_err(|_ignored| KeyError::Damaged)
    }
}

impl SigningKey {
    /// The key made ready to sign many texts.
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was read.
    pub fn ready(&self) -> ReadyKey {
        let pair = RsaKeyPair::from_der(self.0.as_bytes()).expect("this key has signed before");
        let ready = ReadyKey(pair);
        // An RS256 signature has no chance in it, so the two must agree to the byte.
        assert_eq!(ready.sign("trial"), self.sign("trial"));
        ready
    }
}

/// A key that signs one text after the other, on as many threads as there are. It shows nothing of itself.
///
/// jsonwebtoken takes a key apart anew for each signature, which costs as much as the signature; this one was taken
/// apart once, by the library that jsonwebtoken signs with.
pub struct ReadyKey(RsaKeyPair);

impl ReadyKey {
    /// The RS256 signature over a text, base64url: the same bytes as those of [`SigningKey::sign`].
    ///
    /// # Panics
    /// Never in practice: the key has signed once when it was made ready.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.0.public_modulus_len()];
        // The numbers are only there to hide what is computed; the signature does not depend on them.
        let random = SystemRandom::new();
        self.0
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .expect("this key has signed before");
        URL_SAFE_NO_PAD.encode(signature)
    }
}

impl fmt::Debug for ReadyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadyKey(…)")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
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

impl PublicKey {
    /// Whether a base64url signature over a text or any bytes is this key's.
    pub fn verify(&self, algorithm: Algorithm, message: impl AsRef<[u8]>, signature: &str) -> bool {
        crypto::verify(signature, message.as_ref(), &self.decoding, algorithm).unwrap_or(false)
    }

    /// The first characters of the fingerprint: enough to tell keys apart at a glance.
    pub fn short_fingerprint(&self) -> &str {
        &self.fingerprint[..12]
    }

    fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
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

/// What only a private key has in it, in each form in which people paste one.
pub const PRIVATE_MARKS: [&str; 11] = [
    "PRIVATE KEY-----",
    // How base64 begins for PKCS#1 and PKCS#8, as Mux and its users write them, and when it was done twice.
    "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt",
    "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0",
    "TFMwdExTMUNSVWRKVGlCU1UwRWdVRkpKVmtGVVJTQkxSVmt0",
    "TFMwdExTMUNSVWRKVGlCUVVrbFdRVlJGSUV0",
    // PKCS#1 of 2048, 3072 and 4096 bits, and PKCS#8, without the lines around them, and when it was done twice.
    "IBAAKCAQEA",
    "IBAAKCAYEA",
    "IBAAKCAgEA",
    "IBADANBgkqhkiG9w0BAQEFAASC",
    "SUJBQUtDQVFF",
    "SUJBREFOQmdrcWhraUc5dzBCQVFFRkFB",
];

/// Whether a text holds a private key in a form in which people have keys, so that it must not be shown.
pub fn looks_private(text: &str) -> bool {
    let is_jwk = || text.contains("\"kty\"") && text.contains("\"d\"");
    PRIVATE_MARKS.iter().any(|mark| text.contains(mark)) || is_jwk() || is_bare_private(text)
}

/// Whether the whole text is a private key without its first line, whatever its size.
pub(super) fn is_bare_private(text: &str) -> bool {
    let is_base64 = |c: char| {
        c.is_ascii_alphanumeric() || c.is_whitespace() || "+/=-_\"'`\\\u{feff}".contains(c)
    };
    // The base64 of a long DER sequence begins so, once or twice over; the reader tells whether it is private.
    ["MII", "TUlJ"].iter().any(|head| text.contains(head))
        && (200..MAX_BYTES).contains(&text.len())
        && text.chars().all(is_base64)
        && Key::read(text.as_bytes()).is_ok_and(|key| key.signing.is_some())
}

/// Accepts base64 with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

type Block = (Option<&'static str>, Zeroizing<Vec<u8>>);

/// Finds the DER of a key in a text, and the PEM label if there was one.
fn find_der(bytes: &[u8], repairs: &mut Vec<Repair>, depth: usize) -> Result<Block, KeyError> {
    // A DER key is a sequence of more than 127 bytes.
    if matches!(bytes, [0x30, 0x81..=0x83, ..]) {
        return Ok((None, bytes.to_vec().into()));
    }
    if let [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] = bytes {
        let unit = |pair: &[u8]| match bytes[0] {
            0xff => u16::from_le_bytes([pair[0], pair[1]]),
            _ => u16::from_be_bytes([pair[0], pair[1]]),
        };
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(rest.chunks_exact(2).map(unit).collect());
        let text = String::from_utf16(&units).map_err(|_ignored| KeyError::NotAKey)?;
        repairs.push(Repair::Utf16);
        return find_der(Zeroizing::new(text).as_bytes(), repairs, depth);
    }
    let text = std::str::from_utf8(bytes).map_err(|_ignored| KeyError::NotAKey)?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            repairs.push(Repair::ByteOrderMark);
            rest
        }
        None => text,
    };
    let mut text = text.trim();
    while let Some(inner) = unquote(text) {
        repairs.push(Repair::Quotes);
        text = inner.trim();
    }
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    let mut text = Zeroizing::new(text.to_owned());
    if text.contains("\\n") {
        repairs.push(Repair::EscapedNewlines);
        text = Zeroizing::new(text.replace("\\r", "").replace("\\n", "\n"));
    }
    if text.contains("-----BEGIN") {
        return find_block(&text);
    }
    if text.contains("-----END") || text.contains("--BEGIN") {
        return Err(KeyError::Damaged);
    }
    let packed: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '-' => '+',
                '_' => '/',
                c => c,
            })
            .collect(),
    );
    let decoded = BASE64
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_ignored| what_else(&text))?;
    match decoded.as_slice() {
        [0x30, 0x81..=0x83, ..] => {
            if depth == 1 {
                repairs.push(Repair::EncodedTwice);
            }
            repairs.push(Repair::NoPemLines);
            Ok((None, decoded))
        }
        // Depth 1 is Mux's own form: base64 of a PEM.
        _ if depth < 2 && decoded.is_ascii() => {
            if depth == 1 {
                repairs.push(Repair::EncodedTwice);
            }
            find_der(&decoded, repairs, depth + 1).map_err(|error| match error {
                KeyError::Empty => KeyError::NotAKey,
                error => error,
            })
        }
        _ => Err(what_else(&text)),
    }
}

/// Names what people hold in hand when it is not a key.
fn what_else(text: &str) -> KeyError {
    let uuid = |text: &str| {
        text.len() == 36
            && text.bytes().enumerate().all(|(i, b)| match i {
                8 | 13 | 18 | 23 => b == b'-',
                _ => b.is_ascii_hexdigit(),
            })
    };
    if uuid(text) {
        KeyError::AccessToken
    } else if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        KeyError::Token
    } else if text.starts_with("LS0tLS1CRUdJTi") {
        // The beginning of a PEM in base64.
        KeyError::Damaged
    } else {
        KeyError::NotAKey
    }
}

/// The text between two equal quotes.
fn unquote(text: &str) -> Option<&str> {
    ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

/// The labels that are read, private ones first: what a file holds beside a private key is its public half.
const LABELS: [&str; 5] = [
    "RSA PRIVATE KEY",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "CERTIFICATE",
];

fn find_block(text: &str) -> Result<Block, KeyError> {
    // A pass phrase shows in the label (PKCS#8) or in a header line (PKCS#1).
    if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }
    let blocks = pem::parse_many(text).map_err(|_ignored| KeyError::Damaged)?;
    for label in LABELS {
        if let Some(block) = blocks.iter().find(|block| block.tag() == label) {
            return Ok((Some(label), block.contents().to_vec().into()));
        }
    }
    Err(match blocks.first().map(pem::Pem::tag) {
        Some("EC PRIVATE KEY" | "EC PARAMETERS") => KeyError::NotRsa("an elliptic-curve"),
        Some("DSA PRIVATE KEY") => KeyError::NotRsa("a DSA"),
        Some("OPENSSH PRIVATE KEY") => KeyError::OpenSsh,
        Some(_) => KeyError::NotAKey,
        None => KeyError::Damaged,
    })
}

/// Whether DER nests deeper than any key or certificate does.
///
/// jsonwebtoken takes DER apart by recursion, and a file made for it would run off the stack.
fn is_too_deep(der: &[u8]) -> bool {
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
const RSA_ALGORITHM: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// An element of DER.
fn tagged(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
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

/// A PEM block as OpenSSL writes it, with these line breaks.
fn pem_text(label: &str, der: &[u8], newline: &str) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    let lines = body.len().div_ceil(64) + 2;
    let len = body.len() + 2 * label.len() + 64 + lines * newline.len();
    let mut text = Zeroizing::new(String::with_capacity(len));
    let mut line = |parts: &[&str]| {
        for part in parts {
            text.push_str(part);
        }
        text.push_str(newline);
    };
    line(&["-----BEGIN ", label, "-----"]);
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(rest.len().min(64));
        line(&[head]);
        rest = tail;
    }
    line(&["-----END ", label, "-----"]);
    text
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

type Parts = (Option<SigningKey>, PublicKey, Form);

fn build(label: Option<&'static str>, der: &[u8]) -> Result<Parts, KeyError> {
    let Some(label) = label else {
        // Bare DER does not say what it is: the forms are tried in turn, and the first one's error stands.
        let first = build(Some(LABELS[0]), der);
        let found = LABELS[1..]
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
        other_kind(der).unwrap_or(KeyError::Damaged)
    };
    let pem = || Zeroizing::new(pem::encode(&pem::Pem::new(label, der)));
    let signing = match label {
        "RSA PRIVATE KEY" => EncodingKey::from_rsa_der(der),
        "PRIVATE KEY" => EncodingKey::from_rsa_pem(pem().as_bytes()).map_err(of_library)?,
        _ => {
            let key = DecodingKey::from_rsa_pem(pem().as_bytes()).map_err(of_library)?;
            let jwk = Jwk::from_decoding_key(&key, Some(Algorithm::RS256)).map_err(of_library)?;
            let form = match label {
                "PUBLIC KEY" => Form::Spki,
                "RSA PUBLIC KEY" => Form::Pkcs1Public,
                _ => Form::Certificate,
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
        Form::Pkcs8
    } else {
        Form::Pkcs1
    };
    Ok((Some(signing), public, form))
}

fn rejection(rejected: &KeyRejected, der: &[u8]) -> KeyError {
    if rejected.description_() == "TooSmall" {
        KeyError::TooSmall
    } else {
        other_kind(der).unwrap_or(KeyError::Damaged)
    }
}

/// The kind of a key that is not RSA, by the object identifier in its bytes.
fn other_kind(der: &[u8]) -> Option<KeyError> {
    const KINDS: [(&[u8], &str); 4] = [
        (
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
            "an elliptic-curve",
        ),
        (&[0x2b, 0x65, 0x70], "an Ed25519"),
        (&[0x2b, 0x65, 0x71], "an Ed448"),
        (&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01], "a DSA"),
    ];
    let head = &der[..der.len().min(64)];
    let holds = |oid: &[u8]| head.windows(oid.len()).any(|window| window == oid);
    KINDS
        .iter()
        .find(|(oid, _)| holds(oid))
        .map(|(_, kind)| KeyError::NotRsa(kind))
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs1 => "private RSA key (PKCS#1)",
            Self::Pkcs8 => "private RSA key (PKCS#8)",
            Self::Spki => "public RSA key",
            Self::Pkcs1Public => "public RSA key (PKCS#1)",
            Self::Certificate => "certificate",
            Self::Generated => "private RSA key made for this session",
        })
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quotes => "quotes around it",
            Self::EscapedNewlines => "line breaks written as \\n",
            Self::EncodedTwice => "base64 twice over",
            Self::NoPemLines => "BEGIN and END lines missing",
            Self::ByteOrderMark => "a byte-order mark",
            Self::Utf16 => "two bytes for each character (UTF-16)",
            Self::WrongLabel => "the BEGIN line of another form",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A fresh key as the PEM text that people hold.
    fn pem_text_of_new_key() -> (String, Vec<u8>) {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("random bytes");
        let der = pair.as_der().expect("it can be written").as_ref().to_vec();
        (pem::encode(&pem::Pem::new("PRIVATE KEY", der.clone())), der)
    }

    fn kind(text: &str) -> Result<(Form, Vec<Repair>), KeyError> {
        Key::read(text.as_bytes()).map(|key| (key.form, key.repairs))
    }

    #[test]
    fn a_key_made_ready_gives_the_signatures_of_jsonwebtoken() {
        let key = Key::demo();
        let signing = key.signing().expect("private");
        let ready = signing.ready();
        for text in ["", "a", "é\u{0}😀", &"x".repeat(10_000)] {
            assert_eq!(ready.sign(text), signing.sign(text));
        }
        assert_eq!(format!("{ready:?}"), "ReadyKey(…)");
        assert!(key.public_half().signing.is_none());
    }

    #[test]
    fn every_common_form_of_a_private_key_is_read() {
        let (pem, der) = pem_text_of_new_key();
        let base64 = STANDARD.encode(&pem);
        let pkcs1 = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let pkcs1 = pem::encode(&pem::Pem::new("RSA PRIVATE KEY", pkcs1.as_bytes()));
        let wrapped = base64
            .as_bytes()
            .chunks(76)
            .fold(String::new(), |mut text, line| {
                writeln!(text, "{}", String::from_utf8_lossy(line)).expect("a string takes all");
                text
            });
        for (text, form, repairs) in [
            (pem.clone(), Form::Pkcs8, vec![]),
            (pkcs1.clone(), Form::Pkcs1, vec![]),
            (STANDARD.encode(&pkcs1), Form::Pkcs1, vec![]),
            (base64.clone(), Form::Pkcs8, vec![]),
            (base64.trim_end_matches('=').to_owned(), Form::Pkcs8, vec![]),
            (wrapped, Form::Pkcs8, vec![]),
            (format!("\n\n {pem} "), Form::Pkcs8, vec![]),
            (pem.replace('\n', "\r\n"), Form::Pkcs8, vec![]),
            (
                format!("\u{feff}{pem}"),
                Form::Pkcs8,
                vec![Repair::ByteOrderMark],
            ),
            (
                pem.replace('\n', "\\n"),
                Form::Pkcs8,
                vec![Repair::EscapedNewlines],
            ),
            (pem.replace('\n', " "), Form::Pkcs8, vec![]),
            (format!("\"{base64}\""), Form::Pkcs8, vec![Repair::Quotes]),
            (
                STANDARD.encode(&base64),
                Form::Pkcs8,
                vec![Repair::EncodedTwice],
            ),
            (STANDARD.encode(&der), Form::Pkcs8, vec![Repair::NoPemLines]),
            (
                STANDARD.encode(STANDARD.encode(&der)),
                Form::Pkcs8,
                vec![Repair::EncodedTwice, Repair::NoPemLines],
            ),
            (
                pem.replace("PRIVATE", "RSA PRIVATE"),
                Form::Pkcs8,
                vec![Repair::WrongLabel],
            ),
            (
                pkcs1.replace("RSA PRIVATE", "PRIVATE"),
                Form::Pkcs1,
                vec![Repair::WrongLabel],
            ),
        ] {
            assert_eq!(kind(&text), Ok((form, repairs)), "{}…", &text[..40]);
        }
        assert_eq!(Key::read(&der).map(|key| key.form).ok(), Some(Form::Pkcs8));
    }

    #[test]
    fn what_cannot_sign_is_refused_by_name() {
        let (pem, _) = pem_text_of_new_key();
        let cut = &pem[..pem.len() / 2];
        let mut damaged = pem.clone();
        damaged.replace_range(200..204, "AAAA");
        for (text, error) in [
            ("", KeyError::Empty),
            ("\"\"", KeyError::Empty),
            ("hello", KeyError::NotAKey),
            ("☃", KeyError::NotAKey),
            (cut, KeyError::Damaged),
            (
                pem.trim_start_matches("-----BEGIN PRIVATE KEY-----"),
                KeyError::Damaged,
            ),
            (pem.trim_start_matches('-'), KeyError::Damaged),
            (&damaged, KeyError::Damaged),
            (&STANDARD.encode(cut), KeyError::Damaged),
            (&STANDARD.encode(&pem)[..301], KeyError::Damaged),
            (
                "01234567-89ab-cdef-0123-456789abcdef",
                KeyError::AccessToken,
            ),
            ("eyJhbGciOiJSUzI1NiJ9.e30.AA", KeyError::Token),
            (
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----",
                KeyError::Encrypted,
            ),
            (
                "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----",
                KeyError::NotRsa("an elliptic-curve"),
            ),
        ] {
            assert_eq!(kind(text), Err(error), "{text}");
            assert!(!error.hint().is_empty());
        }
        assert_eq!(
            Key::read(&vec![b'A'; MAX_BYTES + 1]).map(|key| key.form),
            Err(KeyError::TooLarge)
        );
        assert_eq!(
            Key::read(&[0x30, 0x82, 0, 0]).map(|key| key.form),
            Err(KeyError::Damaged)
        );
    }

    #[test]
    fn a_key_in_a_thousand_boxes_is_not_opened() {
        // Sequences, explicit tags, and sequences without the bit that says that something is in them.
        for tag in [0x30, 0xa0, 0x10] {
            let mut der = Vec::new();
            for _ in 0..2000 {
                let [.., high, low] = der.len().to_be_bytes();
                der.splice(0..0, [tag, 0x82, high, low]);
            }
            assert!(is_too_deep(&der));
            // What cannot be read before it does not hide it.
            let mut hidden = vec![0xa0, 0x01, 0xff];
            hidden.extend(&der);
            assert!(is_too_deep(&hidden));
            for label in LABELS {
                let pem = pem::encode(&pem::Pem::new(label, der.clone()));
                assert_eq!(kind(&pem), Err(KeyError::Damaged), "{label}");
            }
        }
        assert!(!is_too_deep(&pem_text_of_new_key().1));
    }

    #[test]
    fn a_private_key_verifies_by_its_public_half() {
        let key = Key::demo();
        let signature = key.signing().expect("it is private").sign("text");
        assert!(key.public.verify(Algorithm::RS256, "text", &signature));
        assert!(!key.public.verify(Algorithm::RS256, "other", &signature));
        assert!(!key.public.verify(Algorithm::RS512, "text", &signature));
        assert!(!key.public.verify(Algorithm::RS256, "text", "not base64!"));
        assert_eq!(key.public.bits, 2048);
    }

    #[test]
    fn every_text_of_a_key_is_known_as_a_shared_secret() {
        let (pem, pkcs8) = pem_text_of_new_key();
        let pem = pem.replace("\r\n", "\n");
        let key = Key::read(pem.as_bytes()).expect("a key");
        let pkcs1 = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let lf = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        let pem1 = pem::Pem::new("RSA PRIVATE KEY", pkcs1.as_bytes());
        let pem1 = pem::encode_config(&pem1, lf);
        let public = rsa::KeyPair::from_der(pkcs1.as_bytes()).expect("a key");
        let spki = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(
            aws_lc_rs::signature::KeyPair::public_key(&public),
        )
        .expect("it can be written");
        let public_pem = pem::encode_config(&pem::Pem::new("PUBLIC KEY", spki.as_ref()), lf);
        for (secret, name) in [
            (pem.clone(), "the PEM text of the private key"),
            (pem1.clone(), "the PEM text of the private key"),
            (
                pem1.trim_end().to_owned(),
                "the PEM text of the private key",
            ),
            (
                pem1.replace('\n', "\r\n"),
                "the PEM text of the private key",
            ),
            (pem1.replace('\n', "\\n"), "the PEM text of the private key"),
            (STANDARD.encode(&pem), "the base64 text of the private key"),
            (STANDARD.encode(&pem1), "the base64 text of the private key"),
            (
                STANDARD.encode(pem1.trim_end()),
                "the base64 text of the private key",
            ),
            (
                STANDARD.encode(&pkcs8),
                "the base64 text of the private key",
            ),
            (public_pem.clone(), "the PEM text of the public key"),
            (
                public_pem.trim_end().to_owned(),
                "the PEM text of the public key",
            ),
            (
                STANDARD.encode(&public_pem),
                "the base64 text of the public key",
            ),
        ] {
            let found = key.as_shared_secret(|candidate| candidate == secret.as_bytes());
            assert_eq!(found, Some(name), "{}…", &secret[..40]);
        }
        let bytes = |bytes: &[u8]| key.as_shared_secret(|candidate| candidate == bytes);
        assert_eq!(bytes(&pkcs8), Some("the bytes of the private key"));
        assert_eq!(
            bytes(pkcs1.as_bytes()),
            Some("the bytes of the private key")
        );
        assert_eq!(bytes(spki.as_ref()), Some("the bytes of the public key"));
        assert_eq!(bytes(b""), None);
        // The public half alone gives nothing of the private one.
        let public = Key::read(public_pem.as_bytes()).expect("a public key");
        let mut count = 0;
        public.as_shared_secret(|candidate| {
            count += 1;
            assert!(candidate.len() < 1000);
            false
        });
        assert_eq!(count, 28);
    }

    #[test]
    fn a_private_key_is_known_by_its_look() {
        let (pem, der) = pem_text_of_new_key();
        assert!(looks_private(&pem) && looks_private(&STANDARD.encode(&pem)));
        assert!(looks_private(&format!(
            "MUX_PRIVATE_KEY={}",
            STANDARD.encode(&pem)
        )));
        assert!(looks_private(
            &STANDARD.encode(pem.replace("PRIVATE", "RSA PRIVATE"))
        ));
        assert!(looks_private(&STANDARD.encode(STANDARD.encode(&pem))));
        let pkcs1 = pem.replace("PRIVATE", "RSA PRIVATE");
        assert!(looks_private(&STANDARD.encode(STANDARD.encode(pkcs1))));
        assert!(looks_private(&STANDARD.encode(&der)));
        let twice = STANDARD.encode(STANDARD.encode(&der));
        assert!(looks_private(&twice) && looks_private(&format!("KEY={twice} # mine")));
        let escaped = format!(
            "{}\\n{}",
            &STANDARD.encode(&der)[..20],
            &STANDARD.encode(&der)[20..]
        );
        assert!(looks_private(&escaped));
        let body: Vec<_> = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert!(looks_private(&body.join("\n")));
        assert!(looks_private(r#"{"kty":"RSA","n":"…","e":"AQAB","d":"…"}"#));
        assert!(!looks_private("eyJhbGciOiJSUzI1NiJ9.e30.AA"));
        assert!(!looks_private("-----BEGIN PUBLIC KEY-----"));
    }

    #[test]
    fn nothing_of_a_key_shows_when_it_is_printed() {
        let (pem, _) = pem_text_of_new_key();
        let printed = format!("{:?}", Key::read(pem.as_bytes()));
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        for start in (0..body.len() - 16).step_by(4) {
            assert!(!printed.contains(&body[start..start + 16]));
        }
    }
}
