//! Player tags: the slots for tokens, the playback ID and the domain.

use super::{escape, html, names};
use crate::core::{
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, UrlError},
    },
    request::UrlFault,
    token::player,
};

/// The maximum number of unclosed tags. Each is read to the end of the text.
pub(super) const MAX_UNCLOSED_TAGS: usize = 16;

/// The attributes of a player tag that apply to all tokens in it.
pub(super) struct Player {
    /// The name of the tag: `mux-player`.
    pub(super) tag: String,
    pub(super) id: Option<String>,
    /// The query after the playback ID.
    pub(super) query: String,
    pub(super) domain: String,
    pub(super) thumbnail_time: Option<String>,
    /// What is wrong with the URLs that the player builds.
    pub(super) url_fault: Option<UrlFault>,
}

impl Player {
    pub(super) fn of(tag: &html::PlayerTag<'_>, text: &str) -> Self {
        let text_of = |wanted: &str| {
            let attribute = tag
                .attributes
                .iter()
                .find(|attribute| !attribute.is_code && names::kebab(attribute.name) == wanted)?;
            Some(value(text, attribute)).filter(|text| !text.trim().is_empty())
        };
        let whole_id = text_of("playback-id");
        let (id, query) = match &whole_id {
            Some(id) => {
                let (id, query) = id.split_once('?').unwrap_or((id, ""));
                (Some(id.trim().to_owned()), query.to_owned())
            }
            None => (None, String::new()),
        };
        let thumbnail_time = tag
            .attributes
            .iter()
            .find(|attribute| names::kebab(attribute.name) == "thumbnail-time")
            .map(|attribute| value(text, attribute).trim().to_owned())
            // The value of code is unknown, unless it is a number.
            .filter(|time| time.parse::<f64>().is_ok());
        let domain = text_of("custom-domain");
        Self {
            tag: tag.name.to_owned(),
            url_fault: (domain.as_deref().map(str::trim) == Some(MUX_DOMAIN))
                .then_some(UrlFault::MuxAsCustomDomain),
            id,
            query,
            domain: domain.unwrap_or_else(|| MUX_DOMAIN.to_owned()),
            thumbnail_time,
        }
    }

    /// The URL that the player requests with a token in the slot of an audience.
    pub(super) fn url(&self, audience: Audience) -> Option<Result<MediaUrl, UrlError>> {
        let id = self.id.as_deref()?;
        player::asked_url(audience, id, self.domain.trim()).map(Ok)
    }
}

/// The value of an attribute, with its entities decoded.
pub(super) fn value(text: &str, attribute: &html::Attribute<'_>) -> String {
    let text = &text[attribute.value.clone()];
    escape::without_entities(text).unwrap_or_else(|| text.to_owned())
}
