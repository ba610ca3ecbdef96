//! A plain `<video>`, which plays static renditions everywhere and HLS where the browser does.

use super::{quote, slots::Slots, text::Text};
use crate::core::{
    export::snippet::{Item, Snippet},
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "html-video",
    title: "HTML video",
    language: "html",
    place: "Into the HTML of the page",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::without_drm(items, "a plain `<video>`", "`hls-js`")?;
    let (url, media_type) = match &slots.video.url.resource {
        Resource::Rendition(name) => {
            let is_sound = name == "audio.m4a";
            let media_type = if is_sound { "audio/mp4" } else { "video/mp4" };
            (slots.video.signed_url(), media_type)
        }
        _ => (slots.stream(), "application/vnd.apple.mpegurl"),
    };
    let mut out = Text::default();
    if media_type == "application/vnd.apple.mpegurl" {
        out.add("<!-- Not every browser plays HLS by itself: `hls-js` plays in all, and so does a static rendition. -->\n");
    }
    out.add(format_args!("<video\n{}>\n", attributes(&slots)));
    out.add(format_args!(
        "  <source src=\"{}\" type=\"{media_type}\">",
        quote::html(&url)
    ));
    let track = track(&slots);
    out.add(if track.is_empty() { "\n" } else { &track });
    out.add("</video>\n");
    Ok(out.0)
}

/// The attributes of a `<video>`, a line each.
pub(super) fn attributes(slots: &Slots<'_>) -> String {
    let poster = slots.poster();
    let poster = poster.map(|poster| format!("  poster=\"{}\"\n", quote::html(&poster)));
    format!(
        "  controls\n  playsinline\n  crossorigin\n{}",
        poster.unwrap_or_default()
    )
}

/// The storyboard as a track, on lines of its own; empty when there is none.
pub(super) fn track(slots: &Slots<'_>) -> String {
    let Some(url) = slots.previews() else {
        return String::new();
    };
    format!(
        "\n  <!-- A <video> shows no previews by itself; scripts read them from here. -->\n  \
         <track kind=\"metadata\" label=\"thumbnails\" src=\"{}\" default>\n",
        quote::html(&url)
    )
}
