//! The input of signing: an ID, or a Mux URL whose query becomes claims.

use std::borrow::Cow;

use super::draft::Given;
use crate::core::{
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource, TOKEN, UrlError},
    },
    problem::Advice,
};

/// An ID, and what its URL adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The ID that goes into `sub`. If it is empty, signing fails.
    pub id: String,
    /// The resource of the URL; `None` for a bare ID.
    pub resource: Option<Resource>,
    /// The URL's domain, Mux's own for an ID.
    pub domain: String,
    /// The query of the URL without its token.
    pub query: Vec<(String, String)>,
}

/// Why input cannot be signed for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A token.
    #[error("this is a token, not an ID")]
    Token,
    /// Not a Mux URL.
    #[error(transparent)]
    Url(UrlError),
    /// A viewer count URL: its ID is only in the token.
    #[error("the URL does not contain an ID")]
    NoId,
}

impl TargetError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Token => "To read a token: `mux-jwt inspect TOKEN`.",
            Self::Url(_) => "Use a playback ID or a Mux URL such as https://stream.mux.com/ID.m3u8",
            Self::NoId => {
                "Pass the ID and its type: `-t playback-id`, `-t asset-id`, `-t video-id` or `-t live-stream-id`."
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
    /// If it is a token, not a Mux URL, or a URL without an ID.
    pub fn read(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if text.starts_with("eyJ") && text.contains('.') {
            return Err(TargetError::Token);
        }
        // IDs do not contain slashes, so text with a slash is a URL.
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
        // The token gets replaced, and the options of the hosted player are not claims.
        query.retain(|(name, _)| name != TOKEN && url.resource != Resource::Player);
        Ok(Self {
            id,
            resource: Some(url.resource),
            domain: url.domain,
            query,
        })
    }

    /// The resource of this URL if a token for `audience` opens it, else the default one of the audience.
    ///
    /// # Panics
    /// Never: each audience has at least one format.
    pub fn resource_for(&self, audience: Audience) -> Resource {
        let own = self.resource.as_ref();
        own.filter(|resource| resource.audiences().contains(&audience))
            .cloned()
            .or_else(|| Resource::from_format(audience, Resource::formats(audience).first()?))
            .expect("each audience has at least one format")
    }

    /// The options of the URL as claims.
    pub fn given(&self) -> impl Iterator<Item = Given> {
        self.query
            .iter()
            .map(|(name, value)| Given::typed(name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::token::draft::Draft;

    fn target(text: &str) -> Target {
        Target::read(text).expect(text)
    }

    #[test]
    fn bare_id_is_kept() {
        let target = target(" ID \n");
        assert_eq!((target.id.as_str(), target.resource.as_ref()), ("ID", None));
        assert_eq!(target.resource_for(Audience::Gif).format(), "gif");
    }

    #[test]
    fn query_becomes_claims_without_the_token() {
        let target =
            target("image.mux.com/ID/thumbnail.webp?time=25&token=a.b.c&max_resolution=720p&x=1");
        assert_eq!(target.resource_for(Audience::Thumbnail).format(), "webp");
        let claims = |audiences: &[Audience]| {
            let draft = Draft {
                given: target.given().collect(),
                ..Draft::new("ID", audiences)
            };
            let specs = draft.specs().expect("every value is in range");
            specs
                .iter()
                .map(|spec| spec.claims.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            claims(&[Audience::Thumbnail]),
            [r#"{"time":25,"max_resolution":"720p","x":1}"#]
        );
        assert_eq!(
            claims(&[Audience::Video, Audience::Thumbnail]),
            [r#"{"max_resolution":"720p","x":1}"#, r#"{"time":25,"x":1}"#]
        );
    }

    #[test]
    fn unusable_input_is_rejected() {
        for (text, error) in [
            ("eyJh.e30.x", "this is a token, not an ID"),
            (
                "https://stats.mux.com/counts?token=x",
                "the URL does not contain an ID",
            ),
        ] {
            assert_eq!(Target::read(text).expect_err(text).to_string(), error);
        }
        assert!(matches!(
            Target::read("https://example.com/ID"),
            Err(TargetError::Url(_))
        ));
    }
}
