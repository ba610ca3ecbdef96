//! A request for a token, and the token that comes of it.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::core::{
    json::Object,
    key::SigningKey,
    mux::{audience::Audience, params::RESERVED},
    problem::Advice,
    time::{Span, Timestamp},
};

/// Everything that goes into a token but the key and the clock.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenSpec {
    /// What the token opens.
    pub audience: Audience,
    /// The ID that it is for: `sub`.
    pub id: String,
    /// When it ends.
    pub expiry: Expiry,
    /// The claims before the fixed ones, in their order: parameters, restriction, `custom`, anything else.
    pub claims: Object,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
}

/// When a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// So long after it is signed.
    In(Span),
    /// At a moment.
    At(Timestamp),
}

/// Where the key ID stands. Mux reads it in either place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyIdPlacement {
    /// As mux-node 8 and later, and Mux's command line.
    #[default]
    Payload,
    /// As mux-node up to 7, Python and Elixir.
    Header,
    /// In both.
    Both,
}

/// A signed token and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// The token.
    pub token: String,
    /// The header, as it was signed.
    pub header: Object,
    /// The payload, as it was signed.
    pub payload: Object,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What is missing from a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// No ID to sign for.
    #[error("no {0} is given")]
    NoId(&'static str),
    /// No key ID.
    #[error("the key has no key ID")]
    NoKeyId,
    /// A claim that has a field of its own.
    #[error("`{0}` is set by its own field and cannot be a parameter")]
    Reserved(String),
}

impl SignError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoId(_) => "Paste the ID, or a whole Mux URL with the ID in it.",
            Self::NoKeyId => {
                "Mux shows the key ID beside the key in the dashboard, under Settings, Signing Keys."
            }
            Self::Reserved(_) => "Take it out of the parameters.",
        }
    }
}

impl Advice for SignError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

impl Expiry {
    /// The moment at which a token signed at `now` ends.
    pub fn moment(self, now: Timestamp) -> Timestamp {
        match self {
            Self::In(span) => now.after(span),
            Self::At(moment) => moment,
        }
    }
}

impl KeyIdPlacement {
    /// Every placement, the usual one first.
    pub const ALL: [Self; 3] = [Self::Payload, Self::Header, Self::Both];

    /// The word for it in the form and in the terminal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Payload => "payload",
            Self::Header => "header",
            Self::Both => "both",
        }
    }

    /// The placement of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|placement| placement.word() == word)
    }

    fn in_payload(self) -> bool {
        self != Self::Header
    }

    fn in_header(self) -> bool {
        self != Self::Payload
    }
}

impl TokenSpec {
    /// A token of this kind with the defaults of Mux's SDKs: seven days, no parameters, the key ID in the payload.
    pub fn new(audience: Audience, id: &str) -> Self {
        Self {
            audience,
            id: id.to_owned(),
            expiry: Expiry::In(Span::DEFAULT),
            claims: Object::default(),
            placement: KeyIdPlacement::default(),
        }
    }

    /// The header and the payload that the token will have.
    ///
    /// Members stand in the order of mux-node 14 and later, so that equal claims give equal tokens to the byte: header
    /// `alg`, `typ`; payload the parameters, then `kid`, `sub`, `aud`, `exp`.
    ///
    /// # Errors
    /// When there is no ID or no key ID, or a parameter takes the name of a fixed claim.
    pub fn contents(&self, key_id: &str, now: Timestamp) -> Result<(Object, Object), SignError> {
        if self.id.is_empty() {
            return Err(SignError::NoId(self.audience.subject()));
        }
        if key_id.is_empty() {
            return Err(SignError::NoKeyId);
        }
        if let Some(name) = RESERVED.into_iter().find(|name| self.claims.contains(name)) {
            return Err(SignError::Reserved(name.to_owned()));
        }
        let mut header = Object::default();
        header.push("alg", "RS256");
        header.push("typ", "JWT");
        if self.placement.in_header() {
            header.push("kid", key_id);
        }
        let mut payload = self.claims.clone();
        if self.placement.in_payload() {
            payload.push("kid", key_id);
        }
        payload.push("sub", self.id.as_str());
        payload.push("aud", self.audience.claim());
        payload.push("exp", self.expiry.moment(now).0);
        Ok((header, payload))
    }

    /// Signs the request.
    ///
    /// # Errors
    /// As [`TokenSpec::contents`].
    pub fn sign(
        &self,
        key_id: &str,
        key: &SigningKey,
        now: Timestamp,
    ) -> Result<Signed, SignError> {
        self.sign_with(key_id, |text| key.sign(text), now)
    }

    /// Signs the request with what gives the signature of a text.
    ///
    /// # Errors
    /// As [`TokenSpec::contents`].
    pub fn sign_with(
        &self,
        key_id: &str,
        sign: impl FnOnce(&str) -> String,
        now: Timestamp,
    ) -> Result<Signed, SignError> {
        let (header, payload) = self.contents(key_id, now)?;
        let encode = |object: &Object| URL_SAFE_NO_PAD.encode(object.to_string());
        let signed_text = format!("{}.{}", encode(&header), encode(&payload));
        let signature = sign(&signed_text);
        Ok(Signed {
            token: format!("{signed_text}.{signature}"),
            header,
            payload,
            expires_at: self.expiry.moment(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mux::id::strange_in_id;
    use crate::core::{json::Value, key::Key, token::Token};

    #[test]
    fn members_stand_as_mux_node_writes_them() {
        let mut request = TokenSpec::new(Audience::Thumbnail, "ID");
        request
            .claims
            .push("time", Value::parse("12.0").expect("a number"));
        let (header, payload) = request.contents("K", Timestamp(1000)).expect("it is whole");
        assert_eq!(header.to_string(), r#"{"alg":"RS256","typ":"JWT"}"#);
        assert_eq!(
            payload.to_string(),
            r#"{"time":12.0,"kid":"K","sub":"ID","aud":"t","exp":605800}"#
        );
    }

    #[test]
    fn the_key_id_goes_where_it_is_asked_to() {
        for (placement, in_header, in_payload) in [
            (KeyIdPlacement::Payload, false, true),
            (KeyIdPlacement::Header, true, false),
            (KeyIdPlacement::Both, true, true),
        ] {
            let request = TokenSpec {
                placement,
                ..TokenSpec::new(Audience::Video, "ID")
            };
            let (header, payload) = request.contents("K", Timestamp(0)).expect("it is whole");
            assert_eq!(
                (header.contains("kid"), payload.contains("kid")),
                (in_header, in_payload)
            );
        }
    }

    #[test]
    fn what_is_signed_reads_back_and_verifies() {
        let key = Key::demo();
        let mut request = TokenSpec::new(Audience::Video, "ID");
        request.claims.push(
            "custom",
            Value::parse(r#"{"名":"é\u0000😀"}"#).expect("an object"),
        );
        let signed = request
            .sign("K", key.signing().expect("private"), Timestamp(0))
            .expect("it is whole");
        let token = Token::read(&signed.token);
        assert!(token.is_sound());
        assert_eq!(token.claims(), Some(&signed.payload));
        let signature = &token.signature().expect("three parts").text;
        assert!(key.public.verify(
            jsonwebtoken::Algorithm::RS256,
            token.signed_text(),
            signature
        ));
    }

    #[test]
    fn what_no_id_has_in_it_is_seen() {
        assert_eq!(strange_in_id(Audience::Video, " qIJBLZZgYRBqD-_0 "), None);
        assert_eq!(strange_in_id(Audience::Video, "abc?x"), Some('?'));
        assert_eq!(
            strange_in_id(Audience::Gif, "ab\u{202e}c"),
            Some('\u{202e}')
        );
        assert_eq!(strange_in_id(Audience::VideoViews, "my video #1"), None);
    }

    #[test]
    fn a_request_that_lacks_something_says_what() {
        let now = Timestamp(0);
        assert_eq!(
            TokenSpec::new(Audience::AssetViews, "").contents("K", now),
            Err(SignError::NoId("asset ID"))
        );
        assert_eq!(
            TokenSpec::new(Audience::Video, "ID").contents("", now),
            Err(SignError::NoKeyId)
        );
        let mut request = TokenSpec::new(Audience::Video, "ID");
        request.claims.push("exp", 1);
        assert_eq!(
            request.contents("K", now),
            Err(SignError::Reserved("exp".to_owned()))
        );
    }
}
