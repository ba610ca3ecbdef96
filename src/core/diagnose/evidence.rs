//! What the user knows in addition to the token.

use crate::core::{
    mux::{
        audience::Audience,
        header::Header,
        restriction::{Restriction, Visit},
        symptom::entry::Symptom,
        url::MediaUrl,
    },
    request::MediaRequest,
    time::{Span, Timestamp},
};

/// What the user knows in addition to the token. Every field is optional.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The requested URL.
    pub url: Option<MediaUrl>,
    /// The ID that the token should be for.
    pub id: Option<String>,
    /// The duration of the video.
    pub duration: Option<Span>,
    /// The `Referer` header of the failing request.
    pub referrer: Header,
    /// The `User-Agent` header of the failing request.
    pub user_agent: Header,
    /// The playback restriction that the token may be under.
    pub restriction: Option<Restriction>,
    /// The time to judge every request at, whatever its own time is.
    pub at: Option<Timestamp>,
    /// The observed error.
    pub saw: Option<Symptom>,
    /// The observed error, if it is not a known one.
    pub saw_unknown: Option<String>,
}

/// The audiences that the place of a token calls for: those of its slot in a player, else those of its URL, else the one
/// of the type next to it.
pub fn wanted_audiences(request: &MediaRequest, url: Option<&MediaUrl>) -> Vec<Audience> {
    let slot = request.slot.as_deref().and_then(Audience::from_token_name);
    match (slot, url) {
        (Some(audience), _) => vec![audience],
        (None, Some(url)) => url.resource.audiences().to_vec(),
        (None, None) => request.meant.into_iter().collect(),
    }
}

impl Evidence {
    /// Sets the observed error to what a text describes.
    pub fn see(&mut self, text: &str) {
        let text = text.trim();
        let text = (!text.is_empty()).then_some(text);
        self.saw = text.and_then(Symptom::parse);
        self.saw_unknown = text.filter(|_| self.saw.is_none()).map(str::to_owned);
    }

    /// The headers that a restriction depends on.
    pub fn visit(&self) -> Visit {
        Visit {
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}
