//! A list of links to what the tokens open.

use super::quote;
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "markdown",
    title: "Markdown",
    language: "markdown",
    place: "Into a ticket or a message; whoever reads it can open everything until the tokens end",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[Item]) -> Result<String, String> {
    let line = |item: &Item| {
        let url = quote::link(&item.signed_url());
        format!("- [{}]({url})\n", item.request.audience.title())
    };
    Ok(items.iter().map(line).collect())
}
