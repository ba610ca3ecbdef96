//! `<mux-player>` in HTML.

use super::tokens::PlayerTokens;
use crate::core::export::{quote, snippet::Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-player",
    title: "Mux Player",
    language: "html",
    place: "HTML page",
    write: |items| Ok(PlayerTokens::new(items, "`<mux-player>`")?.fill(TEMPLATE, quote::html, &[])),
};

const TEMPLATE: &str = r#"
<script src="https://cdn.jsdelivr.net/npm/@mux/mux-player" defer></script>

§no_thumbnail:<!-- Without a thumbnail token there is no poster. -->§
§no_storyboard:<!-- Without a storyboard token there are no timeline previews. -->§
<mux-player
  playback-id="§id§"
  playback-token="§playback§"
  thumbnail-token="§thumbnail?§"
  storyboard-token="§storyboard?§"
  drm-token="§drm?§"
  custom-domain="§domain?§"
></mux-player>
"#;
