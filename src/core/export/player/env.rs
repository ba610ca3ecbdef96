//! The ID and its tokens as variables, a line each.

use super::quote;
use crate::core::{
    export::snippet::{Item, Snippet},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "env",
    title: "Variables",
    language: "sh",
    place: "Into a .env file of a project that is only tried out: whoever has a token can use it until it ends",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[Item]) -> Result<String, String> {
    let id = items.first().map(|item| {
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
    Ok(id.into_iter().chain(tokens).map(line).collect())
}
