//! The address of the player that Mux hosts, with the tokens in it.

use super::tokens::PlayerTokens;
use crate::core::{
    export::snippet::{ExportItem, Snippet},
    mux::url::{MUX_DOMAIN, MediaUrl, Resource},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "embed-url",
    title: "Embed URL",
    language: "text",
    place: "Browser address bar, or anything that accepts the address of a page with a player",
    write,
};

/// The player's name in errors.
pub(super) const PLAYER: &str = "player.mux.com";

/// The address with every token.
///
/// Names: Mux's guide on `player.mux.com` as it was with Mux Player. Now that it is Video.js, `playback-token` is
/// confirmed and the others are unknown.
pub(super) fn url(tokens: &PlayerTokens<'_>) -> String {
    let mut url = MediaUrl::new(tokens.playback_id, Resource::Player, MUX_DOMAIN);
    let query = tokens
        .all()
        .map(|item| (token_name(item.request.audience), item.token.clone()));
    url.query.extend(query);
    if let Some(domain) = tokens.custom_domain {
        url.query
            .push(("custom-domain".to_owned(), domain.to_owned()));
    }
    url.to_string()
}

fn write(items: &[ExportItem]) -> Result<String, String> {
    Ok(url(&PlayerTokens::new(items, PLAYER)?) + "\n")
}
