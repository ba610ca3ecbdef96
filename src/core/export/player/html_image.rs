//! A plain `<img>`, for thumbnails and animated images.

use crate::core::{
    export::{
        quote,
        snippet::{ExportItem, Snippet},
    },
    mux::audience::Audience,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "html-image",
    title: "HTML image",
    language: "html",
    place: "HTML page",
    write,
};

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tag = |item: &ExportItem| {
        let alt = match item.request.audience {
            Audience::Thumbnail => "Frame of the video",
            Audience::Gif => "Part of the video",
            _ => return None,
        };
        let url = quote::html(&item.signed_url());
        Some(format!("<img\n  src=\"{url}\"\n  alt=\"{alt}\"\n>\n"))
    };
    let tags: String = items.iter().filter_map(tag).collect();
    if tags.is_empty() {
        return Err("an `<img>` needs a token for thumbnails or animated images".to_owned());
    }
    Ok(tags)
}
