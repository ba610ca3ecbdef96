//! Player tags: the slots for tokens, the playback ID and the domain.

use super::{
    escape, html, link, names,
    placeholder::placeholder,
    scanner::Scanner,
    wrapping::{one_token, unwrap},
};
use crate::core::{
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl},
    },
    request::{Misplaced, Stripped, Tokenless},
    token::player,
};

/// The maximum number of unclosed tags. Each is read to the end of the text.
const MOST_ENDLESS_TAGS: usize = 16;

impl Scanner<'_> {
    pub(super) fn tag(&mut self, at: usize, limit: usize) -> Option<usize> {
        if self.endless_tags == MOST_ENDLESS_TAGS {
            return None;
        }
        let Ok(tag) = html::tag(self.text, at, limit)? else {
            self.endless_tags += 1;
            return None;
        };
        let is_player = tag.name == "mux-player" || tag.name == "MuxPlayer";
        let value = |attribute: &html::Attribute<'_>| {
            let text = &self.text[attribute.value.clone()];
            escape::without_entities(text).unwrap_or_else(|| text.to_owned())
        };
        let text_of = |wanted: &str| {
            let attribute = tag
                .attributes
                .iter()
                .find(|attribute| !attribute.is_code && names::kebab(attribute.name) == wanted)?;
            Some(value(attribute)).filter(|text| !text.trim().is_empty())
        };
        let whole_id = text_of("playback-id");
        let (id, query) = match whole_id
            .as_deref()
            .map(|id| id.split_once('?').unwrap_or((id, "")))
        {
            Some((id, query)) => (Some(id.trim().to_owned()), query.to_owned()),
            None => (None, String::new()),
        };
        let domain = text_of("custom-domain").unwrap_or_else(|| MUX_DOMAIN.to_owned());
        let mut has_token = false;
        self.tag = id.clone().map(|id| (id, domain.clone()));
        self.thumbnail_time = tag
            .attributes
            .iter()
            .find(|attribute| names::kebab(attribute.name) == "thumbnail-time")
            .map(|attribute| value(attribute).trim().to_owned())
            // The value of code is unknown, unless it is a number.
            .filter(|time| time.parse::<f64>().is_ok());
        for attribute in &tag.attributes {
            let name = names::kebab(
                attribute
                    .name
                    .trim_start_matches([':', '.', '['])
                    .trim_end_matches(']'),
            );
            let name = name.strip_prefix("v-bind:").unwrap_or(&name);
            let slot = Audience::from_token_name(name);
            has_token |= slot.is_some() || name == "tokens";
            if attribute.is_code {
                self.scan(attribute.value.clone());
                continue;
            }
            let text = value(attribute);
            let start = attribute.value.start;
            if name == "playback-id" && !query.is_empty() {
                has_token = true;
                let link = link::read(&format!(
                    "https://stream.mux.com/{}?{query}",
                    id.as_deref().unwrap_or_default()
                ));
                for token in link.tokens {
                    let place = self.at(Some(attribute.name), false, start);
                    let mut found = self.request(token.text, place);
                    found.url = asked_url(Audience::Video, id.as_deref(), &domain).map(Ok);
                    found.token_as_sent = Some(token.as_sent);
                    found.playback_id.clone_from(&id);
                    found.slot = Audience::Video.token_name().map(str::to_owned);
                    found.misplaced = is_player.then_some(Misplaced::PlaybackId);
                    found.stripped.extend(&token.sent_along);
                    found.sent_along = token.sent_along;
                    self.push(found);
                }
            } else if let Some(audience) = slot {
                if text.trim().is_empty() {
                    continue;
                }
                let (token, sent_along) = value_of_slot(&text);
                let place = self.at(Some(attribute.name), false, start);
                let mut found = self.request(token, place);
                found.url = asked_url(audience, id.as_deref(), &domain).map(Ok);
                found.token_as_sent = Some(text);
                found.playback_id.clone_from(&id);
                found.slot = audience.token_name().map(str::to_owned);
                if audience == Audience::Thumbnail {
                    found.thumbnail_time.clone_from(&self.thumbnail_time);
                }
                found.misplaced = (tag.name == "MuxPlayer" && attribute.name != name)
                    .then(|| Misplaced::Prop(attribute.name.to_owned()));
                found.stripped.extend(&sent_along);
                found.sent_along = sent_along;
                self.push(found);
            } else {
                self.scan(attribute.value.clone());
            }
        }
        self.tag = None;
        self.thumbnail_time = None;
        if let Some(id) = id.filter(|id| !has_token && placeholder(id).is_none()) {
            let at = self.at(None, false, at);
            self.finder.push_tokenless(Tokenless {
                what: format!("<{}>", tag.name),
                id: Some(id),
                at,
                status: None,
            });
        }
        Some(tag.end)
    }
}

/// The URL that a player requests with a token in one of its slots.
pub(super) fn asked_url(audience: Audience, id: Option<&str>, domain: &str) -> Option<MediaUrl> {
    player::asked_url(audience, id?, domain.trim())
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
