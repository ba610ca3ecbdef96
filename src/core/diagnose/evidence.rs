//! What is known beside the token.

use crate::core::{
    mux::{
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

impl Evidence {
    /// The visit that a restriction is asked about.
    pub fn visit(&self) -> Visit {
        Visit {
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}
