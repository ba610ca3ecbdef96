//! Mux Player for Android.

use super::{
    quote::kotlin as quoted,
    slots::{Slots, comments},
    text::Text,
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "kotlin-player",
    title: "Android (Kotlin)",
    language: "kotlin",
    place: "Where the player gets its item, with the library com.mux.player",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "Mux Player for Android")?;
    let poster = slots.poster();
    let mut out = Text::default();
    if poster.is_some() {
        out.add("import androidx.core.net.toUri\nimport androidx.media3.common.MediaMetadata\n");
    }
    out.add("import com.mux.player.media.MediaItems\n\n");
    let previews = slots
        .storyboard
        .map(|_| "The player shows no storyboards, so their token is not used here.");
    out.add(comments(
        "//",
        [slots.about_restriction(), previews, slots.about_licenses()],
    ));
    out.add("val mediaItem = MediaItems.builderFromMuxPlaybackId(\n");
    for (name, value) in [
        ("playbackId", Some(slots.id)),
        ("domain", slots.custom_domain),
        ("playbackToken", Some(slots.video.token.as_str())),
        ("drmToken", slots.drm.map(|item| item.token.as_str())),
    ] {
        if let Some(value) = value {
            out.add(format_args!("    {name} = {},\n", quoted(value)));
        }
    }
    out.add(")\n");
    if let Some(poster) = poster {
        out.add(format_args!(
            "    .setMediaMetadata(\n        MediaMetadata.Builder()\n            \
             .setArtworkUri({}.toUri())\n            .build()\n    )\n",
            quoted(&poster)
        ));
    }
    out.add("    .build()\n");
    Ok(out.0)
}
