//! The player that Mux hosts, in a frame.

use super::{embed_url, quote, slots::Slots, text::Text};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "embed",
    title: "Embed",
    language: "html",
    place: "Into the HTML of the page; nothing else is needed",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, embed_url::PLAYER)?;
    let mut out = Text::default();
    if let Some(missing) = slots.missing() {
        out.add(format_args!("<!-- {missing}. -->\n"));
    }
    if slots.all().count() > 1 || slots.custom_domain.is_some() {
        out.add(
            "<!-- Only `playback-token` is confirmed since player.mux.com is Video.js; the other names are those of Mux \
             Player. -->\n",
        );
    }
    out.add(format_args!(
        "<iframe\n  src=\"{}\"\n",
        quote::html(&embed_url::url(&slots))
    ));
    out.add("  style=\"aspect-ratio: 16/9; width: 100%; border: 0;\"\n");
    // Without this the frame plays no video with DRM.
    out.add(
        "  allow=\"accelerometer; gyroscope; autoplay; encrypted-media; picture-in-picture;\"\n",
    );
    out.add("  allowfullscreen\n></iframe>\n");
    Ok(out.0)
}
