//! Keys that sign and keys that check, from whatever form people have them in.
//!
//! A private key cannot be printed, compared, copied or written from here: [`SigningKey`] gives signatures and, to the
//! keychain of the system alone, its bytes. Those that jsonwebtoken holds are wiped when the key is dropped.

mod build;
mod der;
mod encoding;
mod error;
mod form;
mod jwk;
mod pem;
mod public;
mod run;
mod scan;
mod shared_secret;
mod signing;
pub mod source;
mod stage;
mod view;

use aws_lc_rs::{encoding::AsDer as _, rsa};

use self::build::{Parts, build};
use crate::core::text::holds_token;

pub use self::{
    build::MIN_BITS,
    error::{JwkMembers, KeyError},
    form::{KeyForm, Repair},
    public::PublicKey,
    scan::{KeySpan, SpanKind, holds_private_key, scan},
    signing::{KeyBytes, SigningKey},
    stage::Stage,
};

/// More than any key in any form; what is larger is no key file.
pub const MAX_BYTES: usize = 64 * 1024;

/// A key with its name, as the rest of the program knows it.
#[derive(Debug)]
pub struct Key {
    /// The key ID that Mux gave it (`kid`); `None` when the person did not say.
    pub id: Option<String>,
    /// What the person or the source calls it: the name of an environment.
    pub label: Option<String>,
    /// What the environment of the key is for.
    pub stage: Stage,
    /// Where it came from, in words: a file name, `MUX_PRIVATE_KEY`.
    pub origin: String,
    /// The half that signs, if we have it.
    pub signing: Option<SigningKey>,
    /// The half that checks.
    pub public: PublicKey,
    /// In which form it was found.
    pub form: KeyForm,
    /// What had to be mended to read it.
    pub repairs: Vec<Repair>,
}

impl Key {
    /// Reads a key from text or DER: PEM (PKCS#1, PKCS#8, public, certificate), base64 of a PEM, which is what Mux
    /// answers, or base64 of DER, mended where people and `.env` files commonly break them.
    ///
    /// Of several it is the first that signs, or else the first that checks. [`source::read`] reads them all, and what
    /// holds a key with its ID.
    ///
    /// # Errors
    /// Names what it is instead, or what is wrong with it. Never repeats any of it.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let mut keys = Self::read_all(bytes)?;
        let signs = |key: &Result<Self, _>| key.as_ref().is_ok_and(|key| key.signing.is_some());
        let best = keys.iter().position(signs);
        let best = best.or_else(|| keys.iter().position(Result::is_ok));
        keys.swap_remove(best.unwrap_or_default())?.proven()
    }

    /// Returns the key if it can make a signature, so that no later one fails.
    fn proven(self) -> Result<Self, KeyError> {
        let signs = self.signing.as_ref().is_none_or(SigningKey::signs);
        signs.then_some(self).ok_or(KeyError::Damaged)
    }

    /// Reads every key of a text, in their order; what cannot be used is there with its error. There is at least one.
    ///
    /// The public half or the certificate of a private key that is there says nothing new and is left out.
    fn read_all(bytes: &[u8]) -> Result<Vec<Result<Self, KeyError>>, KeyError> {
        if bytes.len() > MAX_BYTES {
            return Err(KeyError::TooLarge);
        }
        let mut repairs = Vec::new();
        let mut keys: Vec<Result<Self, KeyError>> = Vec::new();
        for found in encoding::find_der(bytes, &mut repairs)? {
            let key = found.and_then(|(label, der)| Self::of_der(label, &der));
            let Ok(key) = key else {
                keys.push(key);
                continue;
            };
            let same = keys
                .iter_mut()
                .flatten()
                .find(|known| known.public.fingerprint == key.public.fingerprint);
            match same {
                None => keys.push(Ok(key)),
                Some(known) if known.signing.is_none() && key.signing.is_some() => *known = key,
                Some(_) => {}
            }
        }
        for key in keys.iter_mut().flatten() {
            key.repairs.splice(0..0, repairs.iter().copied());
        }
        Ok(keys)
    }

    fn of_der(label: Option<&'static str>, der: &[u8]) -> Result<Self, KeyError> {
        if der::is_too_deep(der) {
            return Err(KeyError::Damaged);
        }
        let other = match label {
            Some("PRIVATE KEY") => Some("RSA PRIVATE KEY"),
            Some("RSA PRIVATE KEY") => Some("PRIVATE KEY"),
            _ => None,
        };
        let mut repairs = Vec::new();
        let parts = match (build(label, der), other) {
            (Err(KeyError::Damaged), Some(_)) => {
                let parts = build(other, der).map_err(|_ignored| KeyError::Damaged)?;
                repairs.push(Repair::WrongLabel);
                parts
            }
            (parts, _) => parts?,
        };
        Ok(Self::of(parts, repairs))
    }

    fn of((signing, public, form): Parts, repairs: Vec<Repair>) -> Self {
        Self {
            id: None,
            label: None,
            stage: Stage::Unmarked,
            origin: String::new(),
            signing,
            public,
            form,
            repairs,
        }
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
        Self::of((signing, public, KeyForm::Generated), Vec::new())
            .with_id(DEMO_ID)
            .with_origin("demo key")
    }

    /// The same key under an ID; an empty one means that it is not known. What cannot be an ID is none.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        self.set_id(clean_id(id));
        self
    }

    /// As [`Key::with_id`], of an ID that somebody types.
    pub fn set_id(&mut self, id: &str) {
        self.id = name_of(id).map(str::to_owned);
    }

    /// The same key with a word on where it came from.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// The same key under the name of its environment, which may tell what it is for.
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        self.set_label(label);
        self
    }

    /// As [`Key::with_label`]; a stage that somebody has chosen otherwise stays.
    pub fn set_label(&mut self, label: &str) {
        let stage_of = |label: &Option<String>| label.as_deref().map(Stage::of_label);
        let was = stage_of(&self.label).unwrap_or_default();
        self.label = name_of(label).map(str::to_owned);
        if self.stage == was {
            self.stage = stage_of(&self.label).unwrap_or_default();
        }
    }

    /// The same key without the half that signs, for checking somewhere else.
    #[must_use]
    pub fn public_half(&self) -> Self {
        Self {
            id: self.id.clone(),
            label: self.label.clone(),
            stage: self.stage,
            origin: self.origin.clone(),
            signing: None,
            public: self.public.clone(),
            form: self.form,
            repairs: self.repairs.clone(),
        }
    }

    /// Whether this is the throwaway key of [`Key::demo`].
    pub fn is_demo(&self) -> bool {
        self.form == KeyForm::Generated
    }

    /// The half that signs.
    ///
    /// # Errors
    /// When only the public half is there.
    pub fn signing(&self) -> Result<&SigningKey, KeyError> {
        self.signing.as_ref().ok_or(KeyError::Public)
    }

    /// What it was found as and what was repaired, in one line.
    pub fn about(&self) -> String {
        let of = if self.form.is_private() && self.signing.is_none() {
            "public half of a "
        } else {
            ""
        };
        let mut about = format!("{of}{}, {} bits", self.form, self.public.bits);
        for (i, repair) in self.repairs.iter().enumerate() {
            about.push_str(if i == 0 { "; repaired: " } else { ", " });
            about.push_str(&repair.to_string());
        }
        about
    }
}

/// The text as the ID or the label of a key, without the blanks around it. It is shown, remembered and goes into tokens, so
/// neither a key nor a token can be one; nor can nothing, nor what is longer than 400 bytes.
pub fn name_of(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_name =
        !text.is_empty() && text.len() <= 400 && !holds_private_key(text) && !holds_token(text);
    is_name.then_some(text)
}

/// An ID without what comes along when it is copied: blanks, quotes and letters without width around it.
pub fn clean_id(text: &str) -> &str {
    let is_around = |c: char| c.is_whitespace() || pem::is_invisible(c);
    let mut id = text.trim_matches(is_around);
    // What reads `.env` files naively hands the quotes over with the value.
    while let Some(inner) = encoding::unquote(id) {
        id = inner.trim_matches(is_around);
    }
    id
}

/// What is odd about the ID of a key, to be read behind it: what no ID of Mux has in it.
pub fn oddity_of_id(id: &str) -> Option<&'static str> {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if encoding::is_uuid(id) {
        Some("is the ID of an access token, not of a signing key")
    } else if id.chars().all(is_usual) {
        None
    } else {
        Some("contains characters that Mux IDs never contain")
    }
}

/// The key ID of the demo key. It has not the shape of one that Mux gives.
pub const DEMO_ID: &str = "demo-key";

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use jsonwebtoken::{Algorithm, EncodingKey};

    use super::*;

    /// A fresh key as the PEM text that people hold.
    fn pem_text_of_new_key() -> (String, Vec<u8>) {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("random bytes");
        let der = pair.as_der().expect("it can be written").as_ref().to_vec();
        (
            ::pem::encode(&::pem::Pem::new("PRIVATE KEY", der.clone())),
            der,
        )
    }

    fn kind(text: &str) -> Result<(KeyForm, Vec<Repair>), KeyError> {
        Key::read(text.as_bytes()).map(|key| (key.form, key.repairs))
    }

    #[test]
    fn every_common_form_of_a_private_key_is_read() {
        let (pem, der) = pem_text_of_new_key();
        let base64 = STANDARD.encode(&pem);
        let pkcs1 = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let pkcs1 = ::pem::encode(&::pem::Pem::new("RSA PRIVATE KEY", pkcs1.as_bytes()));
        let wrapped = base64
            .as_bytes()
            .chunks(76)
            .fold(String::new(), |mut text, line| {
                writeln!(text, "{}", String::from_utf8_lossy(line)).expect("a string takes all");
                text
            });
        for (text, form, repairs) in [
            (pem.clone(), KeyForm::Pkcs8, vec![]),
            (pkcs1.clone(), KeyForm::Pkcs1, vec![]),
            (STANDARD.encode(&pkcs1), KeyForm::Pkcs1, vec![]),
            (base64.clone(), KeyForm::Pkcs8, vec![]),
            (
                base64.trim_end_matches('=').to_owned(),
                KeyForm::Pkcs8,
                vec![],
            ),
            (wrapped, KeyForm::Pkcs8, vec![]),
            (format!("\n\n {pem} "), KeyForm::Pkcs8, vec![]),
            (pem.replace('\n', "\r\n"), KeyForm::Pkcs8, vec![]),
            (
                format!("\u{feff}{pem}"),
                KeyForm::Pkcs8,
                vec![Repair::ByteOrderMark],
            ),
            (
                pem.replace('\n', "\\n"),
                KeyForm::Pkcs8,
                vec![Repair::EscapedNewlines],
            ),
            (
                pem.replace('\n', " "),
                KeyForm::Pkcs8,
                vec![Repair::BrokenLines],
            ),
            (
                format!("\"{base64}\""),
                KeyForm::Pkcs8,
                vec![Repair::Quotes],
            ),
            (
                STANDARD.encode(&base64),
                KeyForm::Pkcs8,
                vec![Repair::EncodedTwice],
            ),
            (
                STANDARD.encode(&der),
                KeyForm::Pkcs8,
                vec![Repair::NoPemLines],
            ),
            (
                STANDARD.encode(STANDARD.encode(&der)),
                KeyForm::Pkcs8,
                vec![Repair::EncodedTwice, Repair::NoPemLines],
            ),
            (
                pem.replace("PRIVATE", "RSA PRIVATE"),
                KeyForm::Pkcs8,
                vec![Repair::WrongLabel],
            ),
            (
                pkcs1.replace("RSA PRIVATE", "PRIVATE"),
                KeyForm::Pkcs1,
                vec![Repair::WrongLabel],
            ),
        ] {
            assert_eq!(kind(&text), Ok((form, repairs)), "{}…", &text[..40]);
        }
        assert_eq!(
            Key::read(&der).map(|key| key.form).ok(),
            Some(KeyForm::Pkcs8)
        );
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
            assert!(der::is_too_deep(&der));
            // What cannot be read before it does not hide it.
            let mut hidden = vec![0xa0, 0x01, 0xff];
            hidden.extend(&der);
            assert!(der::is_too_deep(&hidden));
            for label in pem::KEY_LABELS {
                let pem = ::pem::encode(&::pem::Pem::new(label, der.clone()));
                assert_eq!(kind(&pem), Err(KeyError::Damaged), "{label}");
            }
        }
        assert!(!der::is_too_deep(&pem_text_of_new_key().1));
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
        let lf = ::pem::EncodeConfig::new().set_line_ending(::pem::LineEnding::LF);
        let pem1 = ::pem::Pem::new("RSA PRIVATE KEY", pkcs1.as_bytes());
        let pem1 = ::pem::encode_config(&pem1, lf);
        let public = rsa::KeyPair::from_der(pkcs1.as_bytes()).expect("a key");
        let spki = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(
            aws_lc_rs::signature::KeyPair::public_key(&public),
        )
        .expect("it can be written");
        let public_pem = ::pem::encode_config(&::pem::Pem::new("PUBLIC KEY", spki.as_ref()), lf);
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
    fn neither_a_key_nor_a_token_is_a_name() {
        let (pem, _) = pem_text_of_new_key();
        assert_eq!(name_of(" Acme production "), Some("Acme production"));
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM";
        for text in [
            "",
            "  ",
            &pem,
            &STANDARD.encode(&pem),
            token,
            &"x".repeat(401),
        ] {
            assert_eq!(name_of(text), None, "{text}");
            let mut key = Key::demo().with_id(text).with_label(text);
            assert_eq!((&key.id, &key.label), (&None, &None));
            key.set_id(text);
            assert_eq!(key.id, None);
        }
    }

    #[test]
    fn an_id_comes_without_what_is_around_it_and_an_odd_one_is_told() {
        for text in [
            "K",
            " K\n",
            "\"K\"",
            "“K”",
            "'\"K\"'",
            "\u{200b}K\u{feff}",
            "„K“",
        ] {
            assert_eq!(Key::demo().with_id(text).id.as_deref(), Some("K"), "{text}");
        }
        for id in ["K", "WindowTestKey", DEMO_ID, "a_b"] {
            assert_eq!(oddity_of_id(id), None);
        }
        for id in ["a b", "K#prod", "kid:K", "é"] {
            let odd = Some("contains characters that Mux IDs never contain");
            assert_eq!(oddity_of_id(id), odd, "{id}");
        }
        let odd = Some("is the ID of an access token, not of a signing key");
        assert_eq!(oddity_of_id("01234567-89ab-cdef-0123-456789abcdef"), odd);
    }

    #[test]
    fn a_label_marks_what_a_key_is_for_unless_somebody_has() {
        let mut key = Key::demo();
        key.set_label("prod");
        assert_eq!(key.stage, Stage::Production);
        key.set_label("staging");
        assert_eq!(key.stage, Stage::Staging);
        key.stage = Stage::Test;
        key.set_label("prod");
        assert_eq!(key.stage, Stage::Test);
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

    #[test]
    fn what_goes_to_the_keychain_comes_back_as_the_same_key_and_shows_nothing() {
        let key = Key::demo();
        let bytes = key.signing().expect("it is private").for_keychain();
        let back = Key::read(bytes.as_ref()).expect("a key");
        assert_eq!(back.public.fingerprint, key.public.fingerprint);
        assert_eq!(format!("{bytes:?}"), "KeyBytes(…)");
        // The Credential Manager of Windows takes no more; a key of 4096 bits has 2,349 at most.
        assert!(bytes.as_ref().len() < 2560);
    }
}
