//! `<MuxPlayer>` for React, which has one prop for all tokens.

use super::tokens::PlayerTokens;
use crate::core::export::{
    quote,
    snippet::{ExportItem, Snippet},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-player-react",
    title: "Mux Player for React",
    language: "jsx",
    place: "Component file; needs @mux/mux-player-react",
    write,
};

const TEMPLATE: &str = r#"
import MuxPlayer from "@mux/mux-player-react";

§no_thumbnail:// Without a thumbnail token there is no poster.§
§no_storyboard:// Without a storyboard token there are no timeline previews.§
export default function Player() {
  return (
    <MuxPlayer
      playbackId=§id_prop§
      tokens={{
        playback: §playback§,
        thumbnail: §thumbnail?§,
        storyboard: §storyboard?§,
        drm: §drm?§,
      }}
      customDomain=§domain_prop?§
    />
  );
}
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "`<MuxPlayer>`")?;
    let values = [
        ("id_prop", &*quote::jsx(tokens.playback_id)),
        (
            "domain_prop",
            &tokens.custom_domain.map(quote::jsx).unwrap_or_default(),
        ),
    ];
    Ok(tokens.fill(TEMPLATE, quote::script, &values))
}
