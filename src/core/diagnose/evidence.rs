//! What is known beside the token.

use crate::core::{
    mux::{
        audience::Audience,
        header::Header,
        restriction::{Restriction, Visit},
        symptom::Symptom,
        url::MediaUrl,
    },
    time::Span,
};

/// What a person knows beside the token. All of it optional.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The URL that was asked for.
    pub url: Option<MediaUrl>,
    /// The ID that the token should be for.
    pub id: Option<String>,
    /// How long the video is.
    pub duration: Option<Span>,
    /// The `Referer` header of the failing request.
    pub referrer: Header,
    /// The `User-Agent` header of the failing request.
    pub user_agent: Header,
    /// The playback restriction that the token may be under.
    pub restriction: Option<Restriction>,
    /// What went wrong, as it shows.
    pub saw: Option<Symptom>,
}

/// The audiences that the place of a token calls for: those of its slot in a player, else those of its URL.
pub fn wanted_audiences(slot: Option<&str>, url: Option<&MediaUrl>) -> Vec<Audience> {
    match (slot.and_then(Audience::from_token_name), url) {
        (Some(audience), _) => vec![audience],
        (None, Some(url)) => url.resource.audiences().to_vec(),
        (None, None) => Vec::new(),
    }
}

impl Evidence {
    /// The visit that a restriction is asked about.
    pub fn visit(&self) -> Visit {
        Visit {
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}
