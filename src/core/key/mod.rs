//! Signing keys and verifying keys, read from any form and file.
//!
//! A private key cannot be printed, compared or written from here: [`SigningKey`] returns signatures, and its bytes for
//! the system keychain only. It is wiped with its last handle.

mod build;
mod der;
mod encoding;
mod error;
mod form;
mod jwk;
mod pem;
mod probe;
mod public;
mod read;
mod redact;
mod run;
mod scan;
mod shared_secret;
mod signing;
pub mod source;
mod stage;
mod view;

use aws_lc_rs::{encoding::AsDer as _, rsa};

use self::build::{Parts, build};
use crate::core::text::{holds_token, is_invisible};

pub use self::{
    build::MIN_BITS,
    error::{JwkMembers, KeyError},
    form::{KeyForm, Repair},
    public::PublicKey,
    redact::without_private_keys,
    scan::{KeySpan, SpanKind, holds_private_key, scan},
    signing::{KeyBytes, SigningKey},
    stage::Stage,
};

/// The size limit of a key file, larger than any key in any form.
pub const MAX_BYTES: usize = 64 * 1024;

/// A key with its name and origin.
#[derive(Debug)]
pub struct Key {
    /// The key ID that Mux assigned (`kid`); `None` if unknown.
    pub id: Option<String>,
    /// Its label: the name of an environment, from the source or typed.
    pub label: Option<String>,
    /// The purpose of its environment.
    pub stage: Stage,
    /// Where it came from, for display: a file name, `MUX_PRIVATE_KEY`.
    pub origin: String,
    /// The private half, if there is one.
    pub signing: Option<SigningKey>,
    /// The public half.
    pub public: PublicKey,
    /// The form it was found in.
    pub form: KeyForm,
    /// What was repaired to read it.
    pub repairs: Vec<Repair>,
}

impl Key {
    /// Returns the key if it can make a signature, so that no later one fails.
    fn proven(self) -> Result<Self, KeyError> {
        let signs = self.signing.as_ref().is_none_or(SigningKey::signs);
        signs.then_some(self).ok_or(KeyError::Damaged)
    }

    /// Adds repairs that came before the others.
    fn repaired_before(&mut self, repairs: &[Repair]) {
        self.repairs.retain(|known| !repairs.contains(known));
        self.repairs.splice(0..0, repairs.iter().copied());
    }

    fn of_der(label: Option<&'static str>, der: &[u8]) -> Result<Self, KeyError> {
        if der::is_too_deep(der) {
            return Err(KeyError::Damaged);
        }
        let mut repairs = Vec::new();
        let parts = match build(label, der) {
            Err(KeyError::Damaged) if label.is_some_and(|label| label.ends_with("PRIVATE KEY")) => {
                repairs.push(Repair::WrongLabel);
                build(None, der).map_err(|_ignored| KeyError::Damaged)?
            }
            parts => parts?,
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

    /// Generates a 2048-bit key for trying things out. Mux does not know it.
    ///
    /// # Panics
    /// If the system cannot provide random bytes.
    pub fn demo() -> Self {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048)
            .expect("the system provides random bytes");
        let der = pair.as_der().expect("a new key can be written");
        let (signing, public, _) =
            build(Some("PRIVATE KEY"), der.as_ref()).expect("a new key is well-formed");
        Self::of((signing, public, KeyForm::Generated), Vec::new())
            .with_id(DEMO_ID)
            .with_origin("demo key")
    }

    /// Returns the key with this ID. Text that cannot be an ID, such as an empty one, means unknown.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        self.set_id(clean_id(id));
        self
    }

    /// As [`Key::with_id`], for an ID as it is typed.
    pub fn set_id(&mut self, id: &str) {
        self.id = name_of(id).map(str::to_owned);
    }

    /// Returns the key with this origin.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// Returns the key with this label, which may indicate its stage.
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        self.set_label(label);
        self
    }

    /// As [`Key::with_label`]. Keeps a stage that was chosen by hand.
    pub fn set_label(&mut self, label: &str) {
        let stage_of = |label: &Option<String>| label.as_deref().map(Stage::of_label);
        let was = stage_of(&self.label).unwrap_or_default();
        self.label = name_of(label).map(str::to_owned);
        if self.stage == was {
            self.stage = stage_of(&self.label).unwrap_or_default();
        }
    }

    /// Returns the public half alone.
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

    /// Whether this is a key of [`Key::demo`].
    pub fn is_demo(&self) -> bool {
        self.form == KeyForm::Generated
    }

    /// Returns the private half.
    ///
    /// # Errors
    /// If there is only the public half.
    pub fn signing(&self) -> Result<&SigningKey, KeyError> {
        self.signing.as_ref().ok_or(KeyError::Public)
    }

    /// Describes its form and repairs in one line.
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

/// Returns `text` trimmed if it can be the ID or label of a key. IDs and labels are shown, remembered and put into tokens,
/// so a key or a token cannot be one, nor can text that is empty or longer than 400 bytes.
pub fn name_of(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_name =
        !text.is_empty() && text.len() <= 400 && !holds_private_key(text) && !holds_token(text);
    is_name.then_some(text)
}

/// Strips white space, quotes and invisible characters from around an ID.
pub fn clean_id(text: &str) -> &str {
    // Naive `.env` parsers pass the quotes on with the value.
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || pem::is_quote(c))
}

/// The key ID of the demo key, unlike any that Mux assigns.
pub const DEMO_ID: &str = "demo-key";

/// The environment variable with the private key, as Mux's SDKs name it.
pub const KEY_VAR: &str = "MUX_PRIVATE_KEY";

/// The environment variable with the ID of the key, as Mux's SDKs name it.
pub const KEY_ID_VAR: &str = "MUX_SIGNING_KEY";

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use jsonwebtoken::{Algorithm, EncodingKey};

    use super::*;
    use crate::core::mux::id::oddity_of_id;

    /// A new key as PEM and PKCS#8.
    fn pem_text_of_new_key() -> (String, Vec<u8>) {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("random bytes");
        let der = pair
            .as_der()
            .expect("a new key can be written")
            .as_ref()
            .to_vec();
        (
            ::pem::encode(&::pem::Pem::new("PRIVATE KEY", der.clone())),
            der,
        )
    }

    fn kind(text: &str) -> Result<(KeyForm, Vec<Repair>), KeyError> {
        Key::read(text.as_bytes()).map(|key| (key.form, key.repairs))
    }

    #[test]
    fn private_key_is_read_in_every_common_form() {
        let (pem, der) = pem_text_of_new_key();
        let base64 = STANDARD.encode(&pem);
        let pkcs1 = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let pkcs1 = ::pem::encode(&::pem::Pem::new("RSA PRIVATE KEY", pkcs1.as_bytes()));
        let wrapped = base64
            .as_bytes()
            .chunks(76)
            .fold(String::new(), |mut text, line| {
                writeln!(text, "{}", String::from_utf8_lossy(line))
                    .expect("writing to a String cannot fail");
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
    fn unusable_input_is_named() {
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
    fn deeply_nested_der_is_rejected() {
        // Sequences, explicit tags, and sequences without the constructed bit.
        for tag in [0x30, 0xa0, 0x10] {
            let mut der = Vec::new();
            for _ in 0..2000 {
                let [.., high, low] = der.len().to_be_bytes();
                der.splice(0..0, [tag, 0x82, high, low]);
            }
            assert!(der::is_too_deep(&der));
            // Damaged bytes in front do not hide it.
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
    fn public_half_verifies_own_signatures() {
        let key = Key::demo();
        let signature = key.signing().expect("private").sign("text");
        assert!(key.public.verify(Algorithm::RS256, "text", &signature));
        assert!(!key.public.verify(Algorithm::RS256, "other", &signature));
        assert!(!key.public.verify(Algorithm::RS512, "text", &signature));
        assert!(!key.public.verify(Algorithm::RS256, "text", "not base64!"));
        assert_eq!(key.public.bits, 2048);
    }

    #[test]
    fn shared_secret_is_recognized_in_every_form() {
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
        .expect("a new key can be written");
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
        // A public key offers public texts only.
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
    fn keys_and_tokens_are_not_names() {
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
    fn id_is_stripped_and_unusual_one_is_noted() {
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
    fn label_sets_stage_unless_chosen_by_hand() {
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
    fn debug_output_contains_no_key_material() {
        let (pem, _) = pem_text_of_new_key();
        let printed = format!("{:?}", Key::read(pem.as_bytes()));
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        for start in (0..body.len() - 16).step_by(4) {
            assert!(!printed.contains(&body[start..start + 16]));
        }
    }

    #[test]
    fn keychain_bytes_read_back_as_the_same_key() {
        let key = Key::demo();
        let bytes = key.signing().expect("private").for_keychain();
        let back = Key::read(bytes.as_ref()).expect("a key");
        assert_eq!(back.public.fingerprint, key.public.fingerprint);
        assert_eq!(format!("{bytes:?}"), "KeyBytes(…)");
        // Windows Credential Manager stores at most 2,560 bytes; a key of 4096 bits has 2,349 at most.
        assert!(bytes.as_ref().len() < 2560);
    }
}
