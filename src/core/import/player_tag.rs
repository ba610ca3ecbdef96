//! Player tags: the slots for tokens, the playback ID and the domain.

use super::{
    escape, html,
    link::{self, LinkToken},
    names,
    placeholder::placeholder,
    scanner::Scanner,
    wrapping::{one_token, unwrap},
};
use crate::core::{
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, UrlError},
    },
    request::{MediaRequest, Misplaced, Stripped},
    token::player,
};

/// The maximum number of unclosed tags. Each is read to the end of the text.
const MAX_UNCLOSED_TAGS: usize = 16;

/// The attributes of a player tag that apply to all tokens in it.
pub(super) struct Player {
    /// The name of the tag: `mux-player`.
    pub(super) tag: String,
    pub(super) id: Option<String>,
    /// The query after the playback ID.
    query: String,
    domain: String,
    pub(super) thumbnail_time: Option<String>,
}

impl Player {
    fn of(tag: &html::PlayerTag<'_>, text: &str) -> Self {
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
        Self {
            tag: tag.name.to_owned(),
            id,
            query,
            domain: text_of("custom-domain").unwrap_or_else(|| MUX_DOMAIN.to_owned()),
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
fn value(text: &str, attribute: &html::Attribute<'_>) -> String {
    let text = &text[attribute.value.clone()];
    escape::without_entities(text).unwrap_or_else(|| text.to_owned())
}

impl Scanner<'_> {
    /// Reads a player tag that starts here.
    pub(super) fn tag(&mut self, at: usize, limit: usize) -> Option<usize> {
        if self.unclosed_tags == MAX_UNCLOSED_TAGS {
            return None;
        }
        let Ok(tag) = html::tag(self.text, at, limit)? else {
            self.unclosed_tags += 1;
            return None;
        };
        let player = Player::of(&tag, self.text);
        let outer = self.player.replace(player);
        let mut has_token = false;
        for attribute in &tag.attributes {
            has_token |= self.attribute(tag.name, attribute);
        }
        let player = std::mem::replace(&mut self.player, outer);
        let is_id = |player: &Player| {
            let id = player.id.as_deref();
            id.is_some_and(|id| placeholder(id).is_none())
        };
        if let Some(player) = player.filter(|player| !has_token && is_id(player)) {
            let place = self.at(None, false, at);
            self.finder.push_tokenless(MediaRequest {
                url: player.url(Audience::Video),
                player: Some(player.tag),
                playback_id: player.id,
                ..MediaRequest::new("", place)
            });
        }
        Some(tag.end)
    }

    /// Reads an attribute of the current tag, and returns whether it is for tokens.
    fn attribute(&mut self, tag: &str, attribute: &html::Attribute<'_>) -> bool {
        let name = names::kebab(
            attribute
                .name
                .trim_start_matches([':', '.', '['])
                .trim_end_matches(']'),
        );
        let name = name.strip_prefix("v-bind:").unwrap_or(&name);
        let slot = Audience::from_token_name(name);
        let url = self
            .player
            .as_ref()
            .filter(|player| name == "playback-id" && !player.query.is_empty())
            .map(|player| {
                let id = player.id.as_deref().unwrap_or_default();
                format!("https://stream.mux.com/{id}?{}", player.query)
            });
        match (slot, url) {
            _ if attribute.is_code => self.scan(attribute.value.clone()),
            (_, Some(url)) => {
                for token in link::read(&url).tokens {
                    let LinkToken {
                        text,
                        as_sent,
                        sent_along,
                        ..
                    } = token;
                    let mut request =
                        self.slot_request(attribute, Audience::Video, text, as_sent, sent_along);
                    request.misplaced = ["mux-player", "MuxPlayer"]
                        .contains(&tag)
                        .then_some(Misplaced::PlaybackId);
                    self.push(request);
                }
                return true;
            }
            (Some(audience), None) => {
                let text = value(self.text, attribute);
                if !text.trim().is_empty() {
                    let (token, sent_along) = value_of_slot(&text);
                    let mut request =
                        self.slot_request(attribute, audience, token, text, sent_along);
                    request.misplaced = (tag == "MuxPlayer" && attribute.name != name)
                        .then(|| Misplaced::Prop(attribute.name.to_owned()));
                    self.push(request);
                }
            }
            (None, None) => self.scan(attribute.value.clone()),
        }
        slot.is_some() || name == "tokens"
    }

    /// The request of the current player with a token in an attribute.
    fn slot_request(
        &mut self,
        attribute: &html::Attribute<'_>,
        audience: Audience,
        token: String,
        as_sent: String,
        sent_along: Vec<Stripped>,
    ) -> MediaRequest {
        let place = self.at(Some(attribute.name), false, attribute.value.start);
        let mut request = self.request(token, place);
        if let Some(player) = &self.player {
            request.url = player.url(audience);
            request.player = Some(player.tag.clone());
            request.playback_id.clone_from(&player.id);
            if audience == Audience::Thumbnail {
                request.thumbnail_time.clone_from(&player.thumbnail_time);
            }
        }
        request.slot = audience.token_name().map(str::to_owned);
        request.token_as_sent = Some(as_sent);
        request.stripped.extend(&sent_along);
        request.sent_along = sent_along;
        request
    }
}

/// The token in an attribute or member, and what surrounds it there.
pub(super) fn value_of_slot(text: &str) -> (String, Vec<Stripped>) {
    let trimmed = text.trim();
    if placeholder(trimmed).is_some() {
        return (trimmed.to_owned(), Vec::new());
    }
    match one_token(text) {
        Some(found) => (found.text, found.stripped),
        None => (unwrap(text).0.to_owned(), Vec::new()),
    }
}
