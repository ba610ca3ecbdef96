//! `<mux-player>` in HTML.

use super::{quote, slots::Slots, text::Text};
use crate::core::{
    export::snippet::{Item, Snippet},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-player",
    title: "Mux Player",
    language: "html",
    place: "Into the HTML of the page",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "`<mux-player>`")?;
    let mut out = Text::from(
        "<script src=\"https://cdn.jsdelivr.net/npm/@mux/mux-player\" defer></script>\n\n",
    );
    if let Some(missing) = slots.missing() {
        out.add(format_args!("<!-- {missing}. -->\n"));
    }
    out.add("<mux-player\n");
    let mut attribute = |name: &str, value: &str| {
        out.add(format_args!("  {name}=\"{}\"\n", quote::html(value)));
    };
    attribute("playback-id", slots.id);
    for item in slots.all() {
        attribute(&token_name(item.request.audience), &item.token);
    }
    if let Some(domain) = slots.custom_domain {
        attribute("custom-domain", domain);
    }
    out.add("></mux-player>\n");
    Ok(out.0)
}
