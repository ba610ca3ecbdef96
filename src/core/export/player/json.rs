//! The tokens as mux-node returns them when it signs several, to be spread into `<mux-player>`.

use crate::core::{
    export::snippet::{ExportItem, Snippet},
    json::{Object, Value},
    token::player::token_name,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "json",
    title: "JSON",
    language: "json",
    place: "Response of a server that signs with mux-node; the names are attributes of <mux-player>",
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "other snippets can fail")]
fn write(items: &[ExportItem]) -> Result<String, String> {
    let member = |item: &ExportItem| {
        let token = Value::from(item.token.as_str());
        (token_name(item.request.audience), token)
    };
    let tokens: Object = items.iter().map(member).collect();
    Ok(Value::Object(tokens).pretty() + "\n")
}
