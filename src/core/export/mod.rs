//! Things to paste: what a page or an app needs to play with the tokens, and code that makes them.
//!
//! One file per player and per language, each with one [`Snippet`]; [`player`] and [`code`] list them.

pub mod code;
pub mod player;
pub mod snippet;
mod template;

pub use snippet::{Item, Snippet};

/// Every snippet, players before code.
pub fn all() -> impl Iterator<Item = &'static Snippet> {
    player::PLAYERS.iter().chain(code::CODES)
}

/// The snippet of this name.
pub fn find(id: &str) -> Option<&'static Snippet> {
    all().find(|snippet| snippet.id.eq_ignore_ascii_case(id.trim()))
}

/// The name of the snippet that is most like this one, if one is.
pub fn similar(id: &str) -> Option<&'static str> {
    let id = id.trim().to_ascii_lowercase();
    let likeness = |snippet: &&Snippet| strsim::jaro_winkler(&id, snippet.id);
    all()
        .filter(|snippet| likeness(snippet) > 0.75)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .map(|snippet| snippet.id)
}

impl Snippet {
    /// Whether the text has tokens in it, so that a key is needed to write it.
    ///
    /// Players carry tokens. Code makes its own, but for the line that only checks one.
    pub fn carries_token(&self) -> bool {
        self.id == code::CURL || !code::CODES.iter().any(|code| code.id == self.id)
    }
}
