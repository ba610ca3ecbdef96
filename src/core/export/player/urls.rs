//! Each token in the URL that it opens.

use super::text::Text;
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "urls",
    title: "URLs",
    language: "text",
    place: "Wherever a URL goes: a browser, curl, a player that takes one",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[Item]) -> Result<String, String> {
    let mut out = Text::default();
    for item in items {
        out.add(format_args!("{}\n", item.signed_url()));
    }
    Ok(out.0)
}
