//! What the tests of rules share: a token from its JSON, and what one rule says of it.

use std::sync::LazyLock;

use aws_lc_rs::{encoding::AsDer as _, rsa};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::rule::{Rule, Subject};
use crate::core::{
    diagnose::{
        as_of::{AsOf, TimeSource},
        evidence::Evidence,
        finding::Finding,
    },
    import,
    key::Key,
    mux::url::MediaUrl,
    request::{MediaRequest, Misplaced, Stripped},
    time::Timestamp,
    token::{
        Token, forensics,
        verify::{self, Signature},
    },
};

/// What a silent rule says.
pub(crate) const NOTHING: [&str; 0] = [];

/// One case: everything has a harmless value, and a test sets what it is about.
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) url: Option<&'static str>,
    pub(crate) slot: Option<&'static str>,
    pub(crate) evidence: Evidence,
    pub(crate) keys: Vec<Key>,
    pub(crate) now: i64,
    pub(crate) source: TimeSource,
    pub(crate) id: Option<&'static str>,
    pub(crate) misplaced: Option<Misplaced>,
    pub(crate) stripped: Vec<Stripped>,
    /// The text in the token's place, with `§` for the token.
    pub(crate) as_sent: Option<&'static str>,
}

/// A token of this header and these claims, with a signature of the right length that no key made.
pub(crate) fn token(header: &str, claims: &str) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}.{}",
        encode(header.as_bytes()),
        encode(claims.as_bytes()),
        encode(&[7; 256])
    )
}

/// A private key as PEM (PKCS#8), made once a run.
pub(crate) fn key_pem() -> String {
    static PEM: LazyLock<String> = LazyLock::new(|| {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("random bytes");
        let der = pair.as_der().expect("DER");
        pem::encode(&pem::Pem::new("PRIVATE KEY", der.as_ref())).replace("\r\n", "\n")
    });
    PEM.clone()
}

/// The case of this header and these claims, signed with RS256 by this key, whatever the header says.
pub(crate) fn signed(key: &Key, header: &str, claims: &str) -> Case {
    let unsigned = token(header, claims);
    let signed_text = unsigned.rsplit_once('.').expect("three parts").0;
    let signature = key.signing().expect("private").sign(signed_text);
    text(&format!("{signed_text}.{signature}"))
}

/// The case of this header and these claims, with a MAC of SHA-256 for a signature.
pub(crate) fn with_secret(secret: &str, header: &str, claims: &str) -> Case {
    use aws_lc_rs::hmac;
    let unsigned = token(header, claims);
    let signed_text = unsigned.rsplit_once('.').expect("three parts").0;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, signed_text.as_bytes());
    text(&format!("{signed_text}.{}", URL_SAFE_NO_PAD.encode(tag)))
}

/// The case of a sound header and these claims.
pub(crate) fn claims(claims: &str) -> Case {
    text(&token(r#"{"alg":"RS256","typ":"JWT"}"#, claims))
}

/// The case of this header and no claims.
pub(crate) fn header(header: &str) -> Case {
    text(&token(header, "{}"))
}

/// The case of this text.
pub(crate) fn text(text: &str) -> Case {
    Case {
        text: text.to_owned(),
        url: None,
        slot: None,
        evidence: Evidence::default(),
        keys: Vec::new(),
        now: 1000,
        source: TimeSource::Now,
        id: None,
        misplaced: None,
        stripped: Vec::new(),
        as_sent: None,
    }
}

impl Case {
    pub(crate) fn at_url(self, url: &'static str) -> Self {
        Self {
            url: Some(url),
            ..self
        }
    }

    pub(crate) fn in_slot(self, slot: &'static str) -> Self {
        Self {
            slot: Some(slot),
            ..self
        }
    }

    pub(crate) fn with_key(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// What the rule says of it.
    pub(crate) fn says(&self, rule: &Rule) -> Vec<String> {
        let findings = self.findings(rule).into_iter();
        findings.map(|finding| finding.message).collect()
    }

    /// The ids of every rule that says something of it.
    pub(crate) fn ids(&self) -> Vec<&'static str> {
        let findings = self.ask(super::check).into_iter();
        findings.map(|finding| finding.id).collect()
    }

    /// What the rule says of it, with everything around the words.
    pub(crate) fn findings(&self, rule: &Rule) -> Vec<Finding> {
        self.ask(|subject| rule.check(subject))
    }

    fn ask(&self, of: impl Fn(&Subject<'_>) -> Vec<Finding>) -> Vec<Finding> {
        let token = Token::read(&self.text);
        let signature: Signature = verify::verify(&token, &self.keys);
        let made = forensics::find(&token, &signature, &self.keys);
        let url = self
            .url
            .map(|url| MediaUrl::read(url).expect("a test gives a URL of Mux"));
        let request = MediaRequest {
            slot: self.slot.map(str::to_owned),
            url: url.clone().map(Ok),
            playback_id: self.id.map(str::to_owned),
            misplaced: self.misplaced.clone(),
            stripped: self.stripped.clone(),
            token_as_sent: self.as_sent.map(|sent| sent.replace('§', &self.text)),
            ..MediaRequest::new(self.text.clone(), "the whole input")
        };
        let subject = Subject {
            token: &token,
            request: &request,
            signature: &signature,
            made: made.as_ref(),
            keys: &self.keys,
            url: url.as_ref(),
            evidence: &self.evidence,
            as_of: AsOf {
                time: Timestamp(self.now),
                source: self.source,
            },
        };
        of(&subject)
    }
}

/// What a rule says of all tokens in a pasted text, each at the place where it was found.
pub(crate) fn in_text(pasted: &str, rule: &Rule) -> Vec<String> {
    let findings = findings_in_text(pasted, rule).into_iter();
    findings.map(|finding| finding.message).collect()
}

/// The findings of a rule on all tokens in a pasted text.
pub(crate) fn findings_in_text(pasted: &str, rule: &Rule) -> Vec<Finding> {
    let mut said = Vec::new();
    for request in import::find(pasted).tokens {
        let token = Token::read(&request.text);
        let subject = Subject {
            token: &token,
            signature: &verify::verify(&token, &[]),
            keys: &[],
            made: None,
            url: request.media_url(),
            evidence: &Evidence::default(),
            as_of: AsOf {
                time: Timestamp(1000),
                source: TimeSource::Now,
            },
            request: &request,
        };
        said.extend(rule.check(&subject));
    }
    said
}
