//! What a sender loads on a Chromecast.

use super::{
    quote,
    slots::{Slots, comments},
    text::Text,
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "chromecast",
    title: "Chromecast",
    language: "javascript",
    place: "Into the sender, before `castSession.loadMedia(request)`",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "a Chromecast")?;
    let restriction = slots.is_restricted.then_some(
        "The playback restriction has to allow www.gstatic.com, where receivers come from.",
    );
    let previews = slots
        .storyboard
        .map(|_| "A receiver shows no storyboards, so their token is not used here.");
    let mut out = Text::from(comments("//", [restriction, previews]));
    out.add(format_args!(
        "const media = new chrome.cast.media.MediaInfo(\n  {},\n  \"application/vnd.apple.mpegurl\",\n);\n",
        quote::script(&slots.stream())
    ));
    if let Some(poster) = slots.poster() {
        out.add(format_args!(
            "media.metadata = new chrome.cast.media.GenericMediaMetadata();\nmedia.metadata.images = [new chrome.cast.Image({})];\n",
            quote::script(&poster)
        ));
    }
    if let Some(drm) = slots.drm {
        // Known from those who follow Mux's guide, not from its source.
        out.add("// For a receiver of your own that fetches the license with it: the default one plays no DRM.\n");
        out.add(format_args!(
            "media.customData = {{\n  mux: {{\n    playbackId: {},\n    tokens: {{ drm: {} }},\n  }},\n}};\n",
            quote::script(slots.id),
            quote::script(&drm.token)
        ));
    }
    out.add("const request = new chrome.cast.media.LoadRequest(media);\n");
    Ok(out.0)
}
