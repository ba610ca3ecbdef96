//! Video.js 10, where all about Mux is in one source object.

use super::{
    quote,
    slots::{Slots, comments},
    text::Text,
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "videojs",
    title: "Video.js 10",
    language: "html",
    place: "Into the HTML of the page; in React the object goes into the prop `source` of <MuxVideo>",
    write,
};

const PLAYER: &str = r#"<script type="module" src="https://cdn.jsdelivr.net/npm/@videojs/cdn@10/video.js"></script>
<script type="module" src="https://cdn.jsdelivr.net/npm/@videojs/cdn@10/media/mux-video.js"></script>

<video-player>
  <video-skin style="display: block; width: 100%; aspect-ratio: 16 / 9;">
    <mux-video playsinline crossorigin="anonymous"></mux-video>
  </video-skin>
</video-player>

<script type="module">
"#;

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "Video.js")?;
    let mut out = Text::from(PLAYER);
    let missing = slots.missing().map(|missing| format!("{missing}."));
    out.add(comments(
        "  //",
        [missing.as_deref(), slots.about_licenses()],
    ));
    out.add("  document.querySelector(\"mux-video\").source = {\n");
    out.add(format_args!(
        "    playbackId: {},\n",
        quote::script(slots.id)
    ));
    if let Some(domain) = slots.custom_domain {
        out.add(format_args!(
            "    customDomain: {},\n",
            quote::script(domain)
        ));
    }
    for (name, item) in [
        ("playback", Some(slots.video)),
        ("poster", slots.thumbnail),
        ("storyboard", slots.storyboard),
        ("drm", slots.drm),
    ] {
        if let Some(item) = item {
            let token = quote::script(&item.token);
            out.add(format_args!("    {name}: {{ token: {token} }},\n"));
        }
    }
    out.add("  };\n</script>\n");
    Ok(out.0)
}
