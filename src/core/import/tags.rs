//! Scans the tags of players.

use super::{
    html,
    link::{self, LinkToken},
    names,
    place::token_in,
    placeholder::placeholder,
    player_tag::{MAX_UNCLOSED_TAGS, Player, value},
    scanner::Scanner,
    wrapping::one_token,
};
use crate::core::{
    mux::audience::Audience,
    request::{MediaRequest, Misplaced, Stripped},
};

impl Scanner<'_> {
    /// Reads a player tag that starts here.
    pub(super) fn tag(&mut self, at: usize, limit: usize) -> Option<usize> {
        if self.unclosed_tags == MAX_UNCLOSED_TAGS {
            return None;
        }
        let Some(tag) = html::tag(self.text, at, limit) else {
            self.other_tag(at, limit);
            return None;
        };
        let Ok(tag) = tag else {
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
            self.finder.push(MediaRequest {
                url: player.url(Audience::Video),
                player: Some(player.tag),
                playback_id: player.id,
                line: self.line(),
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
                    let LinkToken { text, as_sent, .. } = token;
                    let mut request = self.slot_request(attribute, Audience::Video, text, as_sent);
                    request.misplaced = ["mux-player", "MuxPlayer"]
                        .contains(&tag)
                        .then_some(Misplaced::PlaybackId);
                    self.push(request, "");
                }
                return true;
            }
            (Some(audience), None) => {
                let text = value(self.text, attribute);
                if !text.trim().is_empty() {
                    let token = token_in(&text);
                    let lines =
                        one_token(&text).filter(|found| found.stripped == [Stripped::InnerSpace]);
                    // Lines of an email or a terminal.
                    let is_wrapped = lines.is_some() && text.contains('\n');
                    let as_sent = if is_wrapped { token.clone() } else { text };
                    let mut request = self.slot_request(attribute, audience, token, as_sent);
                    if is_wrapped {
                        request.stripped.push(Stripped::LineBreaks);
                    }
                    request.misplaced = (tag == "MuxPlayer" && attribute.name != name)
                        .then(|| Misplaced::Prop(attribute.name.to_owned()));
                    self.push(request, "");
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
    ) -> MediaRequest {
        let place = self.at(Some(attribute.name), false, attribute.value.start);
        let mut request = self.request(token, place);
        if let Some(player) = &self.player {
            request.url = player.url(audience);
            request.player = Some(player.tag.clone());
            request.playback_id.clone_from(&player.id);
            request.url_fault.clone_from(&player.url_fault);
            if audience == Audience::Thumbnail {
                request.thumbnail_time.clone_from(&player.thumbnail_time);
            }
        }
        request.slot = audience.token_name().map(str::to_owned);
        request.token_as_sent = Some(as_sent);
        request
    }
}
