//! A plain `<video>`, which plays static renditions everywhere and HLS where the browser does.

use super::tokens::PlayerTokens;
use crate::core::{
    export::{
        quote,
        snippet::{ExportItem, Snippet},
    },
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "html-video",
    title: "HTML video",
    language: "html",
    place: "HTML page",
    write,
};

const TEMPLATE: &str = r#"
§hls:<!-- Not every browser plays HLS itself. Use `hls-js` or a static rendition to support all. -->§
<video
  controls
  playsinline
  crossorigin
  poster="§poster?§"
>
  <source src="§source§" type="§type§">
  §previews:<!-- A <video> shows no previews itself; scripts read them from this track. -->§
  <track kind="metadata" label="thumbnails" src="§previews?§" default>
</video>
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "a plain `<video>`")?;
    if tokens.drm.is_some() {
        return Err("a plain `<video>` plays no DRM; use `hls-js`".to_owned());
    }
    let rendition = || quote::html(&tokens.video.signed_url());
    let (source, media_type, hls) = match &tokens.video.url.resource {
        Resource::Rendition(name) if name == "audio.m4a" => (rendition(), "audio/mp4", ""),
        Resource::Rendition(_) => (rendition(), "video/mp4", ""),
        _ => (
            quote::html(&tokens.stream()),
            "application/vnd.apple.mpegurl",
            "yes",
        ),
    };
    let values = [("source", &*source), ("type", media_type), ("hls", hls)];
    Ok(tokens.fill(TEMPLATE, quote::html, &values))
}
