//! The tokens as mux-node answers when it signs several at once, to be spread into `<mux-player>`.

use crate::core::{
    export::snippet::{Item, Snippet},
    json::{Object, Value},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "json",
    title: "JSON",
    language: "json",
    place: "What a server answers that signs with mux-node; its names are the attributes of <mux-player>",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[Item]) -> Result<String, String> {
    let tokens: Object = items
        .iter()
        .map(|item| {
            (
                token_name(item.request.audience),
                Value::from(item.token.as_str()),
            )
        })
        .collect();
    Ok(format!("{}\n", Value::Object(tokens).pretty()))
}
