//! What importing finds, as plain data.

use crate::core::request::{MediaRequest, Tokenless};

/// What a pasted text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Nothing but white space.
    Empty,
    /// A token and what people wrap around one.
    Token,
    /// A URL.
    Url,
    /// Tags.
    Html,
    /// JSON.
    Json,
    /// The requests of a browser, as it saves them.
    Har,
    /// A curl command.
    Curl,
    /// Variables, a line each.
    Env,
    /// Something longer with tokens or URLs in it, or nothing that is either.
    Text,
}

/// What was found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What the text is.
    pub kind: InputKind,
    /// The tokens in it, in their order, each once for each place that means something else.
    pub tokens: Vec<MediaRequest>,
    /// Things of Mux that take a token and have none.
    pub without_token: Vec<Tokenless>,
    /// How many more tokens are in it.
    pub left_out: usize,
    /// Where a private key stands, if there is one. No part of it is anywhere else in here.
    pub private_key: Option<String>,
}

impl InputKind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Token => "token",
            Self::Url => "url",
            Self::Html => "html",
            Self::Json => "json",
            Self::Har => "har",
            Self::Curl => "curl",
            Self::Env => "env",
            Self::Text => "text",
        }
    }
}
