//! Reads every key in a text.

use crate::core::key::MAX_BYTES;
use crate::core::key::encoding;
use std::ops::Range;

use super::{
    Key,
    encoding::is_der,
    error::KeyError,
    form::Repair,
    pem::{KEY_LABELS, is_quote},
    probe::bytes_of,
    scan::{Content, ENCODED_HEAD, Find, KeySpan, PEM_HEAD, SpanKind, finds_in, whole_run},
    view::View,
};
use crate::core::{mux::id::is_uuid, text::is_invisible};

impl Key {
    /// Reads a key from text or DER: PEM (PKCS#1, PKCS#8, public, certificate), base64 of a PEM, which is what Mux
    /// returns, or base64 of DER. Repairs what copying and `.env` files commonly break.
    ///
    /// Of several keys, returns the first private one, or else the first public one. [`source::read`](super::source::read) reads all of them,
    /// and their IDs.
    ///
    /// ```
    /// use mux_jwt::core::key::Key;
    ///
    /// let error = Key::read(b"eyJhbGciOiJSUzI1NiJ9.e30.AA").expect_err("a token is not a key");
    /// assert_eq!(error.to_string(), "this is a token, not a key");
    /// ```
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

    /// Reads every key of a text in order, unusable ones as errors. There is at least one.
    pub(super) fn read_all(bytes: &[u8]) -> Result<Vec<Result<Self, KeyError>>, KeyError> {
        if bytes.len() > MAX_BYTES {
            return Err(KeyError::TooLarge);
        }
        if is_der(bytes) {
            return Ok(vec![Self::of_der(None, bytes)]);
        }
        let mut repairs = Vec::new();
        let found = read(&encoding::as_text(bytes, &mut repairs)?)?;
        if !found.is_key {
            return Err(KeyError::NotAKey);
        }
        let mut keys: Vec<_> = found.keys.into_iter().map(|(_, key)| key).collect();
        for key in keys.iter_mut().flatten() {
            key.repaired_before(&repairs);
        }
        Ok(keys)
    }
}

/// A text with its keys.
pub(super) struct ReadText {
    /// The text with its escapes undone.
    pub(super) view: View,
    /// The places in `view` of everything that looks like a key.
    pub(super) spans: Vec<KeySpan>,
    /// The keys in order with their places, unusable ones as errors. There is at least one.
    pub(super) keys: Vec<(Range<usize>, Result<Key, KeyError>)>,
    /// Whether the first key is in PEM, or nothing but base64 comes with it.
    pub(super) is_key: bool,
}

/// Reads the keys in a text, and what copying and `.env` files commonly break.
///
/// The public half or the certificate of a private key in the same text is left out.
///
/// # Errors
/// If there is no key; names what it is instead.
pub(super) fn read(text: &str) -> Result<ReadText, KeyError> {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    let bare = text.trim_matches(is_blank);
    let inner = bare.trim_matches(|c| is_blank(c) || is_quote(c));
    if inner.is_empty() {
        return Err(KeyError::Empty);
    }
    let is_quoted = bare.starts_with(is_quote) && bare.ends_with(is_quote);
    let quotes = (is_quoted && !inner.contains(is_quote)).then_some(Repair::Quotes);
    let text = if quotes.is_some() { inner } else { bare };
    let view = View::of(text.as_bytes());
    let mut finds = finds_in(&view, text.as_bytes(), 0);
    let run = whole_run(&view.text);
    let decoded = run.as_ref().and_then(|run| bytes_of(&view.text, run));
    // Other DER than that of keys.
    if finds.is_empty()
        && let Some(bytes) = decoded.as_ref()
        && is_der(bytes)
    {
        finds.push(Find {
            span: KeySpan {
                range: 0..view.text.len(),
                kind: SpanKind::Der,
                is_private: false,
            },
            contents: vec![Content::bare(bytes)],
        });
    }
    let is_alone = |at: usize| run.as_ref().is_some_and(|run| at < run.first.end);
    let is_key = finds
        .iter()
        .any(|find| find.span.kind == SpanKind::Pem || is_alone(find.span.range.start));
    let has_keys = finds
        .iter()
        .flat_map(|find| &find.contents)
        .any(|content| !content.is_extra());
    let spans = finds.iter().map(|find| find.span.clone()).collect();
    let is_cut = |find: &Find| {
        let mut contents = find.contents.iter();
        find.span.kind == SpanKind::Pem
            && contents.any(|content| matches!(content.der, Err(KeyError::Damaged)))
    };
    // Base64 next to a PEM that is cut short is more of it.
    if finds.iter().any(is_cut) {
        finds.retain(|find| find.span.kind != SpanKind::Der);
    }
    let mut keys: Vec<(Range<usize>, Result<Key, KeyError>)> = Vec::new();
    for Find { span, mut contents } in finds {
        // Parameters next to a key say nothing more.
        contents.retain(|content| !has_keys || !content.is_extra());
        for mut content in contents {
            // Base64 that looks like DER may be anything.
            let is_doubtful = content.label.is_none() && !is_alone(span.range.start);
            content.repairs.splice(0..0, quotes);
            let key = key_of(content);
            let known = keys.iter_mut().find(|(_, known)| is_same(known, &key));
            match known {
                None if key.is_err() && is_doubtful => {}
                None => keys.push((span.range.clone(), key)),
                Some((_, known)) if signs(&key) && !signs(known) => *known = key,
                Some(_) => {}
            }
        }
    }
    if !keys.is_empty() {
        return Ok(ReadText {
            view,
            spans,
            keys,
            is_key,
        });
    }
    let is_cut = [PEM_HEAD, "-----END"]
        .iter()
        .any(|mark| inner.contains(mark));
    if is_cut {
        return Err(KeyError::Damaged);
    }
    let decoded = decoded.as_ref().map(|bytes| std::str::from_utf8(bytes));
    Err(match (what_else(inner), decoded) {
        (KeyError::NotAKey, Some(Ok(text))) => what_else(text.trim()),
        (error, _) => error,
    })
}

/// Whether two keys have the same public half.
fn is_same(a: &Result<Key, KeyError>, b: &Result<Key, KeyError>) -> bool {
    matches!((a, b), (Ok(a), Ok(b)) if a.public.fingerprint == b.public.fingerprint)
}

fn signs(key: &Result<Key, KeyError>) -> bool {
    key.as_ref().is_ok_and(|key| key.signing.is_some())
}

impl Content {
    /// Whether it is the parameters of a key, which some programs write in front of it.
    fn is_extra(&self) -> bool {
        let label = self.label.as_deref();
        label.is_some_and(|label| label.ends_with("PARAMETERS"))
    }
}

/// Parses a content.
fn key_of(content: Content) -> Result<Key, KeyError> {
    let Content {
        label,
        der,
        repairs,
    } = content;
    // A passphrase is reported before anything else.
    if let Err(KeyError::Encrypted) = der {
        return Err(KeyError::Encrypted);
    }
    let label = match label.as_deref().map(known_label) {
        Some(Err(foreign)) if foreign != KeyError::NotAKey => return Err(foreign),
        label => label,
    };
    let der = der?;
    let mut key = Key::of_der(label.transpose()?, &der)?;
    key.repairs.splice(0..0, repairs);
    Ok(key)
}

/// The label of a key that is read.
fn known_label(label: &str) -> Result<&'static str, KeyError> {
    Err(match label {
        "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => return Ok("CERTIFICATE"),
        "ENCRYPTED PRIVATE KEY" => KeyError::Encrypted,
        "EC PRIVATE KEY" | "EC PARAMETERS" => KeyError::NotRsa("an elliptic-curve"),
        "DSA PRIVATE KEY" | "DSA PARAMETERS" => KeyError::NotRsa("a DSA"),
        "OPENSSH PRIVATE KEY" | "SSH2 PUBLIC KEY" | "SSH2 ENCRYPTED PRIVATE KEY" => {
            KeyError::Foreign("an OpenSSH key")
        }
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            KeyError::Foreign("a certificate request")
        }
        "PKCS7" | "CMS" => KeyError::Foreign("a PKCS#7 file (.p7b)"),
        label if label.starts_with("PGP ") => KeyError::Foreign("a PGP key"),
        label if label.starts_with("AGE ") => KeyError::Foreign("an age file"),
        label => {
            let known = KEY_LABELS.into_iter().find(|known| *known == label);
            return known.ok_or(KeyError::NotAKey);
        }
    })
}

/// Whether a text is base64 of random bytes, such as the secret of an API access token, rather than the path of a file:
/// names of files have no `+` and are not long mixtures of digits and both cases.
fn is_random(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let is_base64 = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    let is_mixed = |name: &str| {
        name.len() >= SHORTEST
            && name.contains(|c: char| c.is_ascii_digit())
            && name.contains(|c: char| c.is_ascii_lowercase())
            && name.contains(|c: char| c.is_ascii_uppercase())
    };
    is_base64 && text.len() >= 2 * SHORTEST && (text.contains('+') || text.split('/').any(is_mixed))
}

/// Names what a text is that is not a key.
fn what_else(text: &str) -> KeyError {
    let is_mux_id =
        || (40..=52).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_path = || {
        let ends = [".pem", ".key", ".der", ".json", ".env", ".txt"];
        text.len() < 300
            && !text.contains('\n')
            && (ends.iter().any(|end| text.ends_with(end))
                || ["./", "../", "~/"]
                    .iter()
                    .any(|start| text.starts_with(start))
                || (text.starts_with('/') && !is_random(text)))
    };
    // The ID of an access token is a UUID. Its secret follows after a space, a colon or a line break.
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-+/=".contains(c));
    if words.any(is_uuid) {
        KeyError::AccessToken
    } else if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        KeyError::Token
    } else if text.starts_with(ENCODED_HEAD) {
        KeyError::Damaged
    } else if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        KeyError::Foreign("an OpenSSH key")
    } else if text.starts_with("PuTTY-User-Key-File-") {
        KeyError::Foreign("a PuTTY file (.ppk)")
    } else if text.lines().any(|line| line.starts_with("AGE-SECRET-KEY-")) {
        KeyError::Foreign("an age key")
    } else if is_mux_id() {
        KeyError::Id
    } else if is_path() {
        KeyError::Path
    } else {
        KeyError::NotAKey
    }
}
