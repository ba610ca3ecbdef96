//! Tokens where a player wants them, one player a file.
//!
//! To add a player:
//! - write a file for it with one [`Snippet`], whose texts go through `quote.rs` and whose tokens come from `slots.rs`;
//! - list it in [`PLAYERS`];
//! - say in `tests.rs` which tokens it has a use for: what `import` finds in the snippet must be those, in their slots;
//! - if it runs in a browser, add it to `.ci/players`, which looks at what it asks for.
//!
//! Attributes and URLs: `Mux`'s guides on each player, elements `packages/mux-player/REFERENCE.md`, mux-player-swift
//! `PlaybackOptions.swift`, mux-player-android `MediaItems.kt`, videojs/v10 `packages/media/src/dom/mux`.

mod chromecast;
mod embed;
mod embed_url;
mod env;
mod hls_js;
mod html_video;
mod json;
mod kotlin_player;
mod markdown;
mod mux_audio;
mod mux_player;
mod mux_player_react;
mod mux_video;
mod quote;
mod roku;
mod slots;
mod swift;
#[cfg(test)]
mod tests;
mod text;
mod urls;
mod videojs;

use super::snippet::Snippet;

/// Every player, the most used first, then the tokens without one.
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
    swift::SNIPPET,
    kotlin_player::SNIPPET,
    chromecast::SNIPPET,
    roku::SNIPPET,
    urls::SNIPPET,
    markdown::SNIPPET,
    json::SNIPPET,
    env::SNIPPET,
];
