//! `<mux-audio>`: `<mux-video>` for sound alone.

use super::{quote, slots::Slots, text::Text};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-audio",
    title: "mux-audio element",
    language: "html",
    place: "Into the HTML of the page",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "`<mux-audio>`")?;
    let mut out =
        Text::from("<script src=\"https://cdn.jsdelivr.net/npm/@mux/mux-audio@0\"></script>\n\n");
    if slots.thumbnail.or(slots.storyboard).is_some() {
        out.add("<!-- It shows no images, so no token for images is in it. -->\n");
    }
    let mut attributes = vec![
        ("playback-id", slots.id),
        ("playback-token", &slots.video.token),
    ];
    attributes.extend(slots.drm.map(|item| ("drm-token", item.token.as_str())));
    attributes.extend(slots.custom_domain.map(|domain| ("custom-domain", domain)));
    out.add("<mux-audio\n");
    for (name, value) in attributes {
        out.add(format_args!("  {name}=\"{}\"\n", quote::html(value)));
    }
    out.add("  controls\n></mux-audio>\n");
    Ok(out.0)
}
