//! `<mux-video>`: a `<video>` that knows Mux, without controls of its own making.

use super::{html_video, quote, slots::Slots, text::Text};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-video",
    title: "mux-video element",
    language: "html",
    place: "Into the HTML of the page",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "`<mux-video>`")?;
    let mut out =
        Text::from("<script src=\"https://cdn.jsdelivr.net/npm/@mux/mux-video@0\"></script>\n\n");
    let mut attributes = vec![
        ("playback-id", slots.id.to_owned()),
        ("playback-token", slots.video.token.clone()),
    ];
    attributes.extend(slots.drm.map(|item| ("drm-token", item.token.clone())));
    attributes.extend(
        slots
            .custom_domain
            .map(|domain| ("custom-domain", domain.to_owned())),
    );
    attributes.extend(slots.poster().map(|url| ("poster", url)));
    out.add("<mux-video\n");
    for (name, value) in attributes {
        out.add(format_args!("  {name}=\"{}\"\n", quote::html(&value)));
    }
    out.add("  controls\n  playsinline\n  crossorigin\n>");
    out.add(html_video::track(&slots));
    out.add("</mux-video>\n");
    Ok(out.0)
}
