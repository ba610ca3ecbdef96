//! Tokens where a player expects them, one player a file.
//!
//! To add a player:
//! - write a file with one [`Snippet`] named like its `id`, whose template is filled from `tokens.rs` and quoted by
//!   `export/quote.rs`;
//! - list it in [`PLAYERS`];
//! - state in `tests.rs` which tokens it uses: `import` must find these in the snippet, in their slots;
//! - if it runs in a browser, add it to `.ci/players`, which checks its requests.
//!
//! Sources of attributes and URLs: Mux's guide on each player, elements `packages/mux-player/REFERENCE.md`,
//! mux-player-swift `PlaybackOptions.swift`, mux-player-android `MediaItems.kt`, videojs/v10
//! `packages/media/src/dom/mux`.

mod chromecast;
mod embed;
mod embed_url;
mod env;
mod hls_js;
mod html_image;
mod html_video;
mod json;
mod kotlin_player;
mod markdown;
mod mux_audio;
mod mux_player;
mod mux_player_react;
mod mux_video;
mod roku;
mod swift;
#[cfg(test)]
mod tests;
mod tokens;
mod urls;
mod videojs;

use super::snippet::Snippet;

/// Every player, the most used first, then the formats without a player.
pub const PLAYERS: &[Snippet] = &[
    mux_player::SNIPPET,
    mux_player_react::SNIPPET,
    embed::SNIPPET,
    embed_url::SNIPPET,
    videojs::SNIPPET,
    mux_video::SNIPPET,
    mux_audio::SNIPPET,
    hls_js::SNIPPET,
    html_video::SNIPPET,
    html_image::SNIPPET,
    swift::SNIPPET,
    kotlin_player::SNIPPET,
    chromecast::SNIPPET,
    roku::SNIPPET,
    urls::SNIPPET,
    markdown::SNIPPET,
    json::SNIPPET,
    env::SNIPPET,
];
