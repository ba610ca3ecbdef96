//! The result of an import, as plain data.

use crate::core::{mux::symptom::entry::Symptom, request::MediaRequest};

/// What the line with the names of the columns starts with, in the W3C extended log format.
pub const COLUMNS: &str = "#Fields:";

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// White space only.
    Empty,
    /// A token, possibly with quotes or `Bearer` around it.
    Token,
    /// A URL.
    Url,
    /// HTML or JSX tags.
    Html,
    /// JSON.
    Json,
    /// Requests saved by a browser (HTTP Archive).
    Har,
    /// A curl command.
    Curl,
    /// One variable per line.
    Env,
    /// An HLS playlist.
    Playlist,
    /// Anything else.
    Text,
}

/// The requests and tokens in an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The format of the input.
    pub kind: InputKind,
    /// The requests with a token, in order; a token appears once for each different use.
    pub tokens: Vec<MediaRequest>,
    /// Requests and players without a token.
    pub without_token: Vec<MediaRequest>,
    /// The tokens that are not Mux's, one for each system.
    pub other_systems: Vec<OtherSystem>,
    /// The number of further tokens, beyond the limit.
    pub left_out: usize,
    /// The error that an input without a token is: a code, a message, a line of a console.
    pub symptom: Option<Symptom>,
    /// Where a private key is, if there is one. No other field contains any part of it.
    pub private_key: Option<String>,
    /// The call in source code that signs with the credentials of Mux's API, if there is one.
    pub access_token_call: Option<String>,
}

/// A system other than Mux whose tokens are in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSystem {
    /// Where its first token is, in words.
    pub place: String,
    /// The issuer that the token names.
    pub issuer: Option<String>,
    /// How many times the input contains a token of it.
    pub count: usize,
}

impl InputKind {
    /// The word in JSON.
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
            Self::Playlist => "playlist",
            Self::Text => "text",
        }
    }
}
