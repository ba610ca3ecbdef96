//! The address of the player that Mux hosts, with the tokens in it.

use super::slots::Slots;
use crate::core::{
    export::snippet::{Item, Snippet},
    mux::url::{MUX_DOMAIN, MediaUrl, Resource},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "embed-url",
    title: "Embed URL",
    language: "text",
    place: "Into the address bar of a browser, or whatever takes the address of a page with a player",
    write,
};

/// What its users call it.
pub(super) const PLAYER: &str = "player.mux.com";

/// The address with every token that is there.
///
/// Names: Mux's guide on `player.mux.com` as it was with Mux Player. Now that it is Video.js, `playback-token` is
/// confirmed and the others are unknown.
pub(super) fn url(slots: &Slots<'_>) -> String {
    let mut url = MediaUrl::new(slots.id, Resource::Player, MUX_DOMAIN);
    for item in slots.all() {
        let name = token_name(item.request.audience);
        url.query.push((name, item.token.clone()));
    }
    if let Some(domain) = slots.custom_domain {
        url.query
            .push(("custom-domain".to_owned(), domain.to_owned()));
    }
    url.to_string()
}

fn write(items: &[Item]) -> Result<String, String> {
    Ok(format!("{}\n", url(&Slots::new(items, PLAYER)?)))
}
