//! What a sender loads on a Chromecast.

use super::tokens::PlayerTokens;
use crate::core::export::{quote, snippet::Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "chromecast",
    title: "Chromecast",
    language: "javascript",
    place: "Sender app, before `castSession.loadMedia(request)`",
    write: |items| Ok(PlayerTokens::new(items, "a Chromecast")?.fill(TEMPLATE, quote::script, &[])),
};

// The custom data is that of receivers written after Mux's guide; no source of Mux documents it.
const TEMPLATE: &str = r#"
§restricted:// The playback restriction must allow www.gstatic.com, which serves receivers.§
§storyboard:// Receivers show no storyboards, so that token is not used here.§
const media = new chrome.cast.media.MediaInfo(
  §stream§,
  "application/vnd.apple.mpegurl",
);
§poster:media.metadata = new chrome.cast.media.GenericMediaMetadata();§
media.metadata.images = [new chrome.cast.Image(§poster?§)];
§drm:// For a custom receiver that requests the license with this token: the default receiver plays no DRM.§
media.customData = { mux: { playbackId: §id§, tokens: { drm: §drm?§ } } };
const request = new chrome.cast.media.LoadRequest(media);
"#;
