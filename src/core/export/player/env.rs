//! The ID and its tokens as environment variables.

use crate::core::{
    export::{
        quote,
        snippet::{ExportItem, Snippet},
    },
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "env",
    title: "Variables",
    language: "sh",
    place: ".env file for local testing; anyone with a token can use it until it expires",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[ExportItem]) -> Result<String, String> {
    let ids = items.iter().take(1).map(|item| {
        let subject = item.request.audience.subject();
        (subject.to_owned(), item.request.id.as_str())
    });
    let tokens = items
        .iter()
        .map(|item| (token_name(item.request.audience), item.token.as_str()));
    let line = |(name, value): (String, &str)| {
        let name = name.to_ascii_uppercase().replace([' ', '-'], "_");
        format!("{name}={}\n", quote::dotenv(value))
    };
    Ok(ids.chain(tokens).map(line).collect())
}
