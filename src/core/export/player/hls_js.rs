//! A plain `<video>` with hls.js, or with the browser's own HLS where hls.js cannot run.

use super::tokens::PlayerTokens;
use crate::core::{
    export::{
        quote,
        snippet::{ExportItem, Snippet},
        template::fill,
    },
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "hls-js",
    title: "hls.js",
    language: "html",
    place: "HTML page",
    write,
};

const TEMPLATE: &str = r#"
<video
  id="mux-video"
  controls
  playsinline
  crossorigin
  poster="§poster?§"
>
  §previews:<!-- A <video> shows no previews itself; scripts read them from this track. -->§
  <track kind="metadata" label="thumbnails" src="§previews?§" default>
</video>

<script src="https://cdn.jsdelivr.net/npm/hls.js@1"></script>
<script>
  const video = document.getElementById("mux-video");
  const source = §source§;
  if (Hls.isSupported()) {
    const hls = new Hls(§config§);
    hls.loadSource(source);
    hls.attachMedia(video);
  } else if (video.canPlayType("application/vnd.apple.mpegurl")) {
    // This browser plays HLS itself§drm:, but without a license§.
    video.src = source;
  }
</script>
"#;

const CONFIG: &str = r#"
{
  emeEnabled: true,
  drmSystems: {
    "com.apple.fps": {
      licenseUrl: §fairplay§,
      serverCertificateUrl: §certificate§,
    },
    "com.widevine.alpha": { licenseUrl: §widevine§ },
    "com.microsoft.playready": { licenseUrl: §playready§ },
  },
}
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "hls.js")?;
    let source = quote::script(&tokens.stream());
    let config = config(&tokens).unwrap_or_default();
    let values = [("source", &*source), ("config", config.trim_end())];
    Ok(tokens.fill(TEMPLATE, quote::html, &values))
}

/// The license servers, if there is a token for them.
fn config(tokens: &PlayerTokens<'_>) -> Option<String> {
    let url = |resource| Some(quote::script(&tokens.license(resource)?));
    let license = |system: &str| url(Resource::License(system.to_owned()));
    let values = [
        ("fairplay", &*license("fairplay")?),
        ("certificate", &url(Resource::AppCertificate)?),
        ("widevine", &license("widevine")?),
        ("playready", &license("playready")?),
    ];
    Some(fill(CONFIG, &values))
}
