//! What a snippet is, and what it is written from.

use crate::core::{
    mux::{audience::Audience, url::MediaUrl},
    token::spec::TokenSpec,
};

/// A token, what was asked for, and the URL that it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What was asked for.
    pub request: TokenSpec,
    /// What the token opens, without the token.
    pub url: MediaUrl,
    /// The token. Code that signs does not look at it; players carry it.
    pub token: String,
}

/// One text to paste, in the language of the place that it goes to.
pub struct Snippet {
    /// Its name in the terminal, in kebab case, the same as its file: `mux-player`, `python`.
    pub id: &'static str,
    /// Its name in the window.
    pub title: &'static str,
    /// The word after the three backticks of Markdown: `html`, `python`.
    pub language: &'static str,
    /// Where it goes, in one line.
    pub place: &'static str,
    /// Writes it for these tokens, which are all for one ID. There is always one at least.
    ///
    /// The error says why it cannot be had for them, lower case and without a period.
    pub write: fn(&[Item]) -> Result<String, String>,
}

impl Snippet {
    /// The name of a file with it, with the extension of its language.
    pub fn file_name(&self) -> String {
        let extension = match self.language {
            "bash" | "sh" => "sh",
            "brightscript" => "brs",
            "csharp" => "cs",
            "elixir" => "exs",
            "javascript" | "js" => "mjs",
            "kotlin" => "kt",
            "markdown" => "md",
            "python" => "py",
            "ruby" => "rb",
            "rust" => "rs",
            "text" => "txt",
            same => same,
        };
        format!("{}.{extension}", self.id)
    }
}

impl Item {
    /// The URL with the token in it.
    pub fn signed_url(&self) -> String {
        self.url.clone().with_token(&self.token).to_string()
    }
}

/// The item for an audience, if it is among them.
pub fn of(items: &[Item], audience: Audience) -> Option<&Item> {
    items.iter().find(|item| item.request.audience == audience)
}
