//! What a snippet is, and what it is written from.

use crate::core::{mux::url::MediaUrl, token::spec::TokenSpec};

/// A token to export, with its request and its URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportItem {
    /// What the token is signed from.
    pub request: TokenSpec,
    /// What the token is for, without the token.
    pub url: MediaUrl,
    /// The token. Empty if only code that signs is written, which ignores it.
    pub token: String,
}

/// Text to paste into a page, an app, a server or a terminal.
pub struct Snippet {
    /// Its name in the terminal, in kebab case: `mux-player`, `python`. Its file has the same name.
    pub id: &'static str,
    /// Its name in the window.
    pub title: &'static str,
    /// The language of its Markdown code block: `html`, `python`.
    pub language: &'static str,
    /// Where to paste it, in one line.
    pub place: &'static str,
    /// Writes it for tokens of one ID, of which there is at least one.
    ///
    /// The error is why that is not possible, in lower case and without a period.
    pub write: fn(&[ExportItem]) -> Result<String, String>,
}

impl Snippet {
    /// The file name to save it under, with the extension of its language.
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

impl ExportItem {
    /// The URL with the token in it.
    pub fn signed_url(&self) -> String {
        self.url.clone().with_token(&self.token).to_string()
    }
}
