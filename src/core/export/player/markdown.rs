//! A list of signed links.

use crate::core::export::{
    quote,
    snippet::{ExportItem, Snippet},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "markdown",
    title: "Markdown",
    language: "markdown",
    place: "Ticket or message; anyone who reads it can open the links until the tokens expire",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[ExportItem]) -> Result<String, String> {
    let line = |item: &ExportItem| {
        let url = quote::link(&item.signed_url());
        format!("- [{}]({url})\n", item.request.audience.title())
    };
    Ok(items.iter().map(line).collect())
}
