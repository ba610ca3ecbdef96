//! What somebody wants signed: an ID, or a URL of Mux whose query becomes claims.

use std::borrow::Cow;

use crate::core::{
    json::{Object, Value},
    mux::{
        audience::Audience,
        params::{self, Param, ParamError},
        url::{MUX_DOMAIN, MediaUrl, Resource, TOKEN, UrlError},
    },
    problem::Advice,
};

/// An ID, and what a URL says beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The ID that goes into `sub`. It may be empty, which signing refuses.
    pub id: String,
    /// What the URL asks for; `None` when an ID stood alone.
    pub resource: Option<Resource>,
    /// The URL's domain, Mux's own for an ID.
    pub domain: String,
    /// The options of the URL, without an old token.
    pub query: Vec<(String, String)>,
}

/// Why a text is nothing to sign for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A token.
    #[error("a token stands where the ID belongs")]
    Token,
    /// A URL that Mux does not serve.
    #[error(transparent)]
    Url(UrlError),
    /// A URL of viewer counts, which has its ID only in the token.
    #[error("the URL has no ID in it")]
    NoId,
}

impl TargetError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Token => "To read a token: `mux-jwt inspect TOKEN`.",
            Self::Url(_) => {
                "Give a playback ID, or a Mux URL such as https://stream.mux.com/ID.m3u8"
            }
            Self::NoId => {
                "Give the ID itself, and what it is the ID of: `-t playback-id`, `-t asset-id`, `-t video-id` or \
                 `-t live-stream-id`."
            }
        }
    }
}

impl Advice for TargetError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

impl Target {
    /// Reads an ID or a URL, with `https://` or without.
    ///
    /// # Errors
    /// When it is a token, or a URL that Mux does not serve or that has no ID in it.
    pub fn read(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if text.starts_with("eyJ") && text.contains('.') {
            return Err(TargetError::Token);
        }
        // No ID has a slash, so what has one is a URL.
        if !text.contains('/') {
            return Ok(Self {
                id: text.to_owned(),
                resource: None,
                domain: MUX_DOMAIN.to_owned(),
                query: Vec::new(),
            });
        }
        let url = MediaUrl::read_loosely(text).map_err(TargetError::Url)?;
        let id = url.id.ok_or(TargetError::NoId)?;
        let mut query = url.query;
        // An old token is replaced, and the hosted player's options are its own.
        query.retain(|(name, _)| name != TOKEN && url.resource != Resource::Player);
        Ok(Self {
            id,
            resource: Some(url.resource),
            domain: url.domain,
            query,
        })
    }

    /// What the URL of a token for `audience` asks for: what this one does, else what is usual.
    ///
    /// # Panics
    /// Never: each audience has a format, and its first one is its own.
    pub fn resource_for(&self, audience: Audience) -> Resource {
        let own = self.resource.as_ref();
        own.filter(|resource| resource.audiences().contains(&audience))
            .cloned()
            .or_else(|| Resource::from_format(audience, Resource::formats(audience).first()?))
            .expect("the first format of an audience is one of its own")
    }

    /// The options of the URL as claims of a token for `audience`, which is one of `all` that are signed together: an
    /// option goes to those that know it, and to each when none does.
    ///
    /// # Errors
    /// The first option with a value that it cannot have.
    pub fn claims(
        &self,
        audience: Audience,
        all: &[Audience],
    ) -> Result<Object, (&'static Param, ParamError)> {
        let mut claims = Object::default();
        for (name, text) in &self.query {
            let value = match params::find(name, audience) {
                Some(param) => param.parse(text).map_err(|error| (param, error))?,
                None if all.iter().any(|other| params::find(name, *other).is_some()) => continue,
                None => Value::from_typed(text),
            };
            claims.set(name, value);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        Target::read(text).expect(text)
    }

    #[test]
    fn an_id_stands_for_itself() {
        let target = target(" ID \n");
        assert_eq!((target.id.as_str(), target.resource.as_ref()), ("ID", None));
        assert_eq!(target.resource_for(Audience::Gif).format(), "gif");
    }

    #[test]
    fn the_query_of_a_url_becomes_claims_and_its_old_token_goes() {
        let target =
            target("image.mux.com/ID/thumbnail.webp?time=25&token=a.b.c&max_resolution=720p&x=1");
        let claims = |audience, all: &[Audience]| {
            let claims = target.claims(audience, all).expect("all are sound");
            claims.to_string()
        };
        assert_eq!(target.resource_for(Audience::Thumbnail).format(), "webp");
        assert_eq!(
            claims(Audience::Thumbnail, &[Audience::Thumbnail]),
            r#"{"time":25,"max_resolution":"720p","x":1}"#
        );
        let both = [Audience::Video, Audience::Thumbnail];
        assert_eq!(claims(both[0], &both), r#"{"max_resolution":"720p","x":1}"#);
        assert_eq!(claims(both[1], &both), r#"{"time":25,"x":1}"#);
    }

    #[test]
    fn what_cannot_be_signed_for_says_why() {
        for (text, error) in [
            ("eyJh.e30.x", "a token stands where the ID belongs"),
            (
                "https://stats.mux.com/counts?token=x",
                "the URL has no ID in it",
            ),
        ] {
            assert_eq!(Target::read(text).expect_err(text).to_string(), error);
        }
        assert!(matches!(
            Target::read("https://example.com/ID"),
            Err(TargetError::Url(_))
        ));
        let target = target("https://image.mux.com/ID/thumbnail.png?width=wide");
        let (param, _) = target
            .claims(Audience::Thumbnail, &[Audience::Thumbnail])
            .expect_err("no number");
        assert_eq!(param.name, "width");
    }
}
