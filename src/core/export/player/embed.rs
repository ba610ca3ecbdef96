//! The player that Mux hosts, in a frame.

use super::{embed_url, tokens::PlayerTokens};
use crate::core::export::{
    quote,
    snippet::{ExportItem, Snippet},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "embed",
    title: "Embed",
    language: "html",
    place: "HTML page; nothing else is needed",
    write,
};

// Without `encrypted-media` the frame plays no DRM.
const TEMPLATE: &str = r#"
§no_thumbnail:<!-- Without a thumbnail token there is no poster. -->§
§no_storyboard:<!-- Without a storyboard token there are no timeline previews. -->§
§unconfirmed:<!-- Of these parameters of player.mux.com only `playback-token` is documented; the others are Mux Player's. -->§
<iframe
  src="§url§"
  style="aspect-ratio: 16/9; width: 100%; border: 0;"
  allow="accelerometer; gyroscope; autoplay; encrypted-media; picture-in-picture;"
  allowfullscreen
></iframe>
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, embed_url::PLAYER)?;
    let is_unconfirmed = tokens.all().count() > 1 || tokens.custom_domain.is_some();
    let values = [
        ("url", &*quote::html(&embed_url::url(&tokens))),
        ("unconfirmed", if is_unconfirmed { "yes" } else { "" }),
    ];
    Ok(tokens.fill(TEMPLATE, quote::html, &values))
}
