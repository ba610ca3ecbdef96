//! Snippets to paste: players with tokens in them, and code that signs tokens.
//!
//! `player/` has a file for each player and `code/` one for each language, with one [`Snippet`] each.

pub mod code;
pub mod player;
mod quote;
pub mod snippet;
mod template;

pub use snippet::{ExportItem, Snippet};

/// Every snippet, players before code.
pub fn all() -> impl Iterator<Item = &'static Snippet> {
    player::PLAYERS.iter().chain(code::CODES)
}

/// The snippet with this ID.
pub fn find(id: &str) -> Option<&'static Snippet> {
    all().find(|snippet| snippet.id.eq_ignore_ascii_case(id.trim()))
}

/// The ID most similar to this one, if any is similar.
pub fn similar(id: &str) -> Option<&'static str> {
    let id = id.trim().to_ascii_lowercase();
    let likeness = |snippet: &&Snippet| strsim::jaro_winkler(&id, snippet.id);
    all()
        .filter(|snippet| likeness(snippet) > 0.75)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .map(|snippet| snippet.id)
}

impl Snippet {
    /// Whether the text contains tokens, so that writing it needs a key.
    ///
    /// Players do, and of the code only `curl`.
    pub fn carries_token(&self) -> bool {
        self.id == code::CURL || !code::CODES.iter().any(|code| code.id == self.id)
    }
}
