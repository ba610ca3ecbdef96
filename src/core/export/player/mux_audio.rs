//! `<mux-audio>`: `<mux-video>` without a picture.

use super::tokens::PlayerTokens;
use crate::core::export::{
    quote,
    snippet::{ExportItem, Snippet},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-audio",
    title: "mux-audio element",
    language: "html",
    place: "HTML page",
    write,
};

const TEMPLATE: &str = r#"
<script src="https://cdn.jsdelivr.net/npm/@mux/mux-audio@0"></script>

§images:<!-- It shows no images, so tokens for images are not used here. -->§
<mux-audio
  playback-id="§id§"
  playback-token="§playback§"
  drm-token="§drm?§"
  custom-domain="§domain?§"
  controls
></mux-audio>
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "`<mux-audio>`")?;
    let has_images = tokens.thumbnail.or(tokens.storyboard).is_some();
    let values = [("images", if has_images { "yes" } else { "" })];
    Ok(tokens.fill(TEMPLATE, quote::html, &values))
}
