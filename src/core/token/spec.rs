//! What goes into a token, and the token signed from it.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::Token;
use crate::core::{
    json::{Number, Object, Value},
    key::SigningKey,
    mux::{audience::Audience, params::RESERVED, url::MediaUrl},
    problem::Advice,
    time::{Span, Timestamp, Zone},
};

/// Everything that goes into a token except the key and the time of signing.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenSpec {
    /// The audience: `aud`.
    pub audience: Audience,
    /// The ID: `sub`.
    pub id: String,
    /// The expiry: `exp`.
    pub expiry: Expiry,
    /// The claims before the reserved ones, in the order of the payload: parameters, restriction, `custom`, others.
    pub claims: Object,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
}

/// When a token expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// This long after signing.
    In(Span),
    /// At this time.
    At(Timestamp),
}

/// Where the key ID is. Mux reads it in either place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyIdPlacement {
    /// As mux-node 8 and later, and Mux's command line.
    #[default]
    Payload,
    /// As mux-node up to 7 and the SDKs for Python and Elixir.
    Header,
    /// Both.
    Both,
}

/// A signed token and its contents.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// The token.
    pub token: String,
    /// The signed header.
    pub header: Object,
    /// The signed payload.
    pub payload: Object,
    /// `exp`.
    pub expires_at: Timestamp,
}

/// Why a spec cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// No ID.
    #[error("no {0}")]
    NoId(&'static str),
    /// No key ID.
    #[error("the key has no key ID")]
    NoKeyId,
    /// A parameter with the name of a reserved claim.
    #[error("`{0}` is reserved and cannot be a parameter")]
    Reserved(String),
}

/// Why tokens are not signed with an expiry, though they could be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpiryError {
    /// Now or before.
    #[error("the expiry is in the past: {}, {}", .at.show(Zone::UTC), .at.relative_to(*.now))]
    Past {
        /// The expiry.
        at: Timestamp,
        /// The time of signing.
        now: Timestamp,
    },
    /// A duration that ends at once.
    #[error("the token would expire immediately")]
    Immediate,
    /// After the year 9999.
    #[error("the expiry is after the year 9999")]
    TooLate,
}

impl Advice for ExpiryError {
    fn hint(&self) -> Cow<'_, str> {
        match self {
            Self::Past { .. } => "Choose a later time, or a duration such as `7d` or `10h`.",
            Self::Immediate | Self::TooLate => "Choose a duration such as `7d` or `10h`.",
        }
        .into()
    }
}

impl SignError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoId(_) => "Paste the ID or a Mux URL that contains it.",
            Self::NoKeyId => {
                "Mux shows the key ID next to the key in the dashboard, under Settings, Signing Keys."
            }
            Self::Reserved(_) => "Remove it from the parameters.",
        }
    }
}

impl Advice for SignError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

impl Expiry {
    /// How much longer than the video a token is valid, in seconds: viewers pause, and come back on the same day.
    pub const MARGIN: Span = Span(12 * 60 * 60);

    /// The expiry of a token for a video of this duration.
    pub fn outlasting(duration: Span) -> Self {
        Self::In(Span(duration.0.saturating_add(Self::MARGIN.0)))
    }

    /// The expiry of a token signed at `now`.
    pub fn moment(self, now: Timestamp) -> Timestamp {
        match self {
            Self::In(span) => now.after(span),
            Self::At(moment) => moment,
        }
    }

    /// Checks that a token signed at `now` is valid for a while.
    ///
    /// # Errors
    /// If it would expire at once, or later than a date can be written.
    pub fn check(self, now: Timestamp) -> Result<(), ExpiryError> {
        let at = self.moment(now);
        match self {
            Self::At(_) if at <= now => Err(ExpiryError::Past { at, now }),
            Self::In(_) if at <= now => Err(ExpiryError::Immediate),
            _ if at > Timestamp::LAST => Err(ExpiryError::TooLate),
            _ => Ok(()),
        }
    }
}

impl KeyIdPlacement {
    /// Every placement, the default first.
    pub const ALL: [Self; 3] = [Self::Payload, Self::Header, Self::Both];

    /// Its name in the form and on the command line.
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
    /// A spec with the defaults of Mux's SDKs: seven days, no parameters, the key ID in the payload.
    pub fn new(audience: Audience, id: &str) -> Self {
        Self {
            audience,
            id: id.to_owned(),
            expiry: Expiry::In(Span::DEFAULT),
            claims: Object::default(),
            placement: KeyIdPlacement::default(),
        }
    }

    /// The spec that signs the claims of a token again, as they are written.
    ///
    /// The audience of an unknown or missing `aud` is that of the URL. Whatever else is missing has the default of
    /// [`TokenSpec::new`].
    pub fn from_token(token: &Token, url: Option<&MediaUrl>) -> Self {
        let empty = Object::default();
        let claims = token.claims().unwrap_or(&empty);
        let of_url = url.and_then(|url| url.resource.audiences().first().copied());
        let audience = claims.str("aud").and_then(Audience::from_claim);
        let audience = audience.or(of_url).unwrap_or(Audience::Video);
        let mut spec = Self::new(audience, claims.str("sub").unwrap_or_default());
        let exp = claims.get("exp").and_then(Value::as_number);
        if let Some(exp) = exp.and_then(Number::as_i64) {
            spec.expiry = Expiry::At(Timestamp(exp));
        }
        spec.placement = match (token.header_str("kid"), claims.str("kid")) {
            (Some(_), Some(_)) => KeyIdPlacement::Both,
            (Some(_), None) => KeyIdPlacement::Header,
            _ => KeyIdPlacement::Payload,
        };
        spec.claims = claims
            .iter()
            .filter(|(name, _)| !RESERVED.contains(name))
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        spec
    }

    /// The header and payload of the token.
    ///
    /// Members are in the order of mux-node 14 and later, so that equal claims give byte-identical tokens: header `alg`,
    /// `typ`; payload the parameters, then `kid`, `sub`, `aud`, `exp`.
    ///
    /// # Errors
    /// If there is no ID or key ID, or a parameter has the name of a reserved claim.
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

    /// Signs the token.
    ///
    /// ```
    /// use mux_jwt::core::{key::Key, mux::audience::Audience, time::Timestamp, token::spec::TokenSpec};
    ///
    /// let key = Key::demo();
    /// let spec = TokenSpec::new(Audience::Video, "PLAYBACK_ID");
    /// let signed = spec.sign("KEY_ID", key.signing()?, Timestamp(1_795_330_245))?;
    /// assert!(signed.payload.to_string().contains(r#""sub":"PLAYBACK_ID","aud":"v""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// The token with zeros for a signature, to check its contents before there is a key.
    ///
    /// # Errors
    /// As [`TokenSpec::contents`].
    pub fn unsigned(&self, key_id: &str, now: Timestamp) -> Result<String, SignError> {
        // As long as the signatures of Mux's keys.
        let zeros = |_: &str| URL_SAFE_NO_PAD.encode([0; 256]);
        Ok(self.sign_with(key_id, zeros, now)?.token)
    }

    /// Signs the token with a function from the signing input to its signature.
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
    use crate::core::{json::Value, key::Key, token::Token};

    #[test]
    fn members_are_in_mux_node_order() {
        let mut spec = TokenSpec::new(Audience::Thumbnail, "ID");
        spec.claims
            .push("time", Value::parse("12.0").expect("a number"));
        let (header, payload) = spec.contents("K", Timestamp(1000)).expect("it is complete");
        assert_eq!(header.to_string(), r#"{"alg":"RS256","typ":"JWT"}"#);
        assert_eq!(
            payload.to_string(),
            r#"{"time":12.0,"kid":"K","sub":"ID","aud":"t","exp":605800}"#
        );
    }

    #[test]
    fn key_id_goes_into_the_chosen_place() {
        for (placement, in_header, in_payload) in [
            (KeyIdPlacement::Payload, false, true),
            (KeyIdPlacement::Header, true, false),
            (KeyIdPlacement::Both, true, true),
        ] {
            let spec = TokenSpec {
                placement,
                ..TokenSpec::new(Audience::Video, "ID")
            };
            let (header, payload) = spec.contents("K", Timestamp(0)).expect("it is complete");
            assert_eq!(
                (header.contains("kid"), payload.contains("kid")),
                (in_header, in_payload)
            );
        }
    }

    #[test]
    fn signed_token_reads_back_and_verifies() {
        let key = Key::demo();
        let mut spec = TokenSpec::new(Audience::Video, "ID");
        spec.claims.push(
            "custom",
            Value::parse(r#"{"名":"é\u0000😀"}"#).expect("an object"),
        );
        let signed = spec
            .sign("K", key.signing().expect("private"), Timestamp(0))
            .expect("it is complete");
        let token = Token::read(&signed.token);
        assert!(token.is_well_formed());
        assert_eq!(token.claims(), Some(&signed.payload));
        let signature = &token.signature().expect("three parts").text;
        assert!(key.public.verify(
            jsonwebtoken::Algorithm::RS256,
            token.signed_text(),
            signature
        ));
    }

    #[test]
    fn expiry_must_be_in_the_future() {
        let now = Timestamp(1000);
        let error = |expiry: Expiry| expiry.check(now).map_err(|error| error.to_string()).err();
        for fine in [
            Expiry::In(Span(1)),
            Expiry::At(Timestamp(1001)),
            Expiry::outlasting(Span(10)),
        ] {
            assert_eq!(error(fine), None, "{fine:?}");
        }
        assert_eq!(
            error(Expiry::At(Timestamp(940))).as_deref(),
            Some("the expiry is in the past: 1970-01-01 00:15:40 UTC, 1 minute ago")
        );
        assert_eq!(
            error(Expiry::In(Span(0))).as_deref(),
            Some("the token would expire immediately")
        );
        assert_eq!(
            error(Expiry::In(Span(253_402_300_000))).as_deref(),
            Some("the expiry is after the year 9999")
        );
    }

    #[test]
    fn incomplete_spec_is_rejected() {
        let now = Timestamp(0);
        assert_eq!(
            TokenSpec::new(Audience::AssetViews, "").contents("K", now),
            Err(SignError::NoId("asset ID"))
        );
        assert_eq!(
            TokenSpec::new(Audience::Video, "ID").contents("", now),
            Err(SignError::NoKeyId)
        );
        let mut spec = TokenSpec::new(Audience::Video, "ID");
        spec.claims.push("exp", 1);
        assert_eq!(
            spec.contents("K", now),
            Err(SignError::Reserved("exp".to_owned()))
        );
    }
}
