//! Video.js 10, where one source object has everything about Mux.

use super::tokens::PlayerTokens;
use crate::core::export::{quote, snippet::Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "videojs",
    title: "Video.js 10",
    language: "html",
    place: "HTML page; in React, pass the object as the prop `source` of <MuxVideo>",
    write: |items| Ok(PlayerTokens::new(items, "Video.js")?.fill(TEMPLATE, quote::script, &[])),
};

const TEMPLATE: &str = r#"
<script type="module" src="https://cdn.jsdelivr.net/npm/@videojs/cdn@10/video.js"></script>
<script type="module" src="https://cdn.jsdelivr.net/npm/@videojs/cdn@10/media/mux-video.js"></script>

<video-player>
  <video-skin style="display: block; width: 100%; aspect-ratio: 16 / 9;">
    <mux-video playsinline crossorigin="anonymous"></mux-video>
  </video-skin>
</video-player>

<script type="module">
  §no_thumbnail:// Without a thumbnail token there is no poster.§
  §no_storyboard:// Without a storyboard token there are no timeline previews.§
  §custom_licenses:// The player requests licenses from the custom domain too, which works only if Mux has set that up.§
  document.querySelector("mux-video").source = {
    playbackId: §id§,
    customDomain: §domain?§,
    playback: { token: §playback§ },
    poster: { token: §thumbnail?§ },
    storyboard: { token: §storyboard?§ },
    drm: { token: §drm?§ },
  };
</script>
"#;
