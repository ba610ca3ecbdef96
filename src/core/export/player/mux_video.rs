//! `<mux-video>`: a `<video>` that plays from Mux, with the browser's controls.

use super::tokens::PlayerTokens;
use crate::core::export::{quote, snippet::Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-video",
    title: "mux-video element",
    language: "html",
    place: "HTML page",
    write: |items| Ok(PlayerTokens::new(items, "`<mux-video>`")?.fill(TEMPLATE, quote::html, &[])),
};

const TEMPLATE: &str = r#"
<script src="https://cdn.jsdelivr.net/npm/@mux/mux-video@0"></script>

<mux-video
  playback-id="§id§"
  playback-token="§playback§"
  drm-token="§drm?§"
  custom-domain="§domain?§"
  poster="§poster?§"
  controls
  playsinline
  crossorigin
>
  §previews:<!-- A <video> shows no previews itself; scripts read them from this track. -->§
  <track kind="metadata" label="thumbnails" src="§previews?§" default>
</mux-video>
"#;
