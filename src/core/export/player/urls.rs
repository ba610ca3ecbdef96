//! Each token in the URL that it is for.

use crate::core::export::snippet::Snippet;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "urls",
    title: "URLs",
    language: "text",
    place: "Anything that accepts a URL: a browser, curl, a player",
    write: |items| Ok(items.iter().map(|item| item.signed_url() + "\n").collect()),
};
