//! Finds the tokens in whatever people paste: a token, a URL, a player's tag, code, a request, JSON, a log.
//!
//! To add a form:
//! - write a file for it that ends in `search(text, context, finder)`, and call it in [`find`] where the form is certain;
//! - leave tokens, URLs and names in running text to `text.rs`, and what a URL holds to `link.rs`;
//! - add what it looks like to the table in `tests.rs`, with the tokens, slots and places that must come of it.
//!
//! Everything is read once from front to back, so a long log takes a time in proportion to its length.

mod curl;
mod dotenv;
mod finder;
mod html;
mod json;
mod link;
mod names;
mod placeholder;
mod secret;
#[cfg(test)]
mod tests;
mod text;
mod wrapping;

pub use placeholder::{Placeholder, placeholder};

use std::fmt::Write as _;

use self::{finder::Finder, text::Context};
use crate::core::{
    diagnose::lint::Header,
    mux::url::{MediaUrl, UrlError},
};

/// What a pasted text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
    pub kind: Kind,
    /// The tokens in it, in their order, each once for each place that means something else.
    pub tokens: Vec<Found>,
    /// Things of Mux that take a token and have none.
    pub without_token: Vec<Tokenless>,
    /// How many more tokens are in it.
    pub left_out: usize,
    /// Where a private key stands, if there is one. No part of it is anywhere else in here.
    pub private_key: Option<String>,
}

/// A token and the place where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The text of the token, unescaped and without what was wrapped around it.
    pub text: String,
    /// Where it stood first, in words: `token in the URL`, `line 3`.
    pub at: String,
    /// The player's name for the place: `thumbnail-token`.
    pub slot: Option<String>,
    /// The URL it stood in, or that a player asks for with it, if Mux serves such.
    pub url: Option<MediaUrl>,
    /// Why the URL it stood in is not one that Mux serves.
    pub other_url: Option<UrlError>,
    /// The playback ID that was given beside it.
    pub id: Option<String>,
    /// The `thumbnail-time` of the player whose `thumbnail-token` this is.
    pub thumbnail_time: Option<String>,
    /// Why nobody looks for it where it stands.
    pub misplaced: Option<Misplaced>,
    /// What was answered to the request, if that is known; a refusal before anything else.
    pub status: Option<u16>,
    /// The `Referer` header of the request.
    pub referrer: Header,
    /// The `User-Agent` header of the request.
    pub user_agent: Header,
    /// What was taken off, each in a few words.
    pub stripped: Vec<&'static str>,
    /// What of this stood in the parameter or attribute itself, and would be sent with the token.
    pub sent_along: Vec<&'static str>,
    /// How many times it stood in such a place.
    pub count: usize,
}

/// Why nobody looks for a token where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Misplaced {
    /// Under a name that this host does not read: `TOKEN`, `jwt`.
    Name(String),
    /// Behind `#`.
    Fragment,
    /// As the second parameter of its name.
    Again,
    /// Behind a second `?`, in the value of this parameter.
    SecondMark(String),
    /// In the path, as a part of the playback ID.
    Path,
    /// In the `playback-id` of a `<mux-player>`.
    PlaybackId,
    /// In the `Authorization` header.
    Header,
    /// In a prop that the React component does not have.
    Prop(String),
    /// In a license URL without a playback ID.
    NoId,
}

/// Something of Mux that takes a token and has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokenless {
    /// The URL without its query, or the tag.
    pub what: String,
    /// The playback ID in it.
    pub id: Option<String>,
    /// Where it stood, in words.
    pub at: String,
    /// What was answered to the request, if that is known.
    pub status: Option<u16>,
}

impl Kind {
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

impl Found {
    /// A token at a place of which nothing more is known.
    pub fn new(text: impl Into<String>, at: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            at: at.into(),
            slot: None,
            url: None,
            other_url: None,
            id: None,
            thumbnail_time: None,
            misplaced: None,
            status: None,
            referrer: Header::Unknown,
            user_agent: Header::Unknown,
            stripped: Vec::new(),
            sent_along: Vec::new(),
            count: 1,
        }
    }

    /// Whether the place says nothing about the token.
    fn stands_alone(&self) -> bool {
        self.slot.is_none()
            && self.url.is_none()
            && self.other_url.is_none()
            && self.id.is_none()
            && self.misplaced.is_none()
    }

    /// Where it stood, how often, and what was answered.
    pub fn whereabouts(&self) -> String {
        let mut text = self.at.clone();
        if self.count > 1 {
            write!(text, ", {} times in all", self.count).expect("a string takes all");
        }
        if let Some(status) = self.status {
            write!(text, ", answered with {status}").expect("a string takes all");
        }
        text
    }
}

/// Finds every token in a text.
pub fn find(text: &str) -> Import {
    let mut finder = Finder::new();
    let blanked = secret::blanked(text);
    if let Some((_, line)) = &blanked {
        finder.import.private_key = Some(format!("line {line}"));
    }
    let text = blanked.as_ref().map_or(text, |(text, _)| text);
    finder.import.kind = kind_and_tokens(text, &mut finder);
    if finder.import.kind == Kind::Html {
        // In an attribute this is how `&` is written.
        for found in &mut finder.import.tokens {
            found.stripped.retain(|what| *what != "`&amp;`");
        }
    }
    finder.import
}

fn kind_and_tokens(text: &str, finder: &mut Finder) -> Kind {
    let mut context = Context::default();
    let unbroken = wrapping::without_soft_breaks(text);
    let text = match &unbroken {
        Some((text, breaks)) => {
            context.stripped.push("the line breaks of a mail");
            context.breaks.clone_from(breaks);
            text
        }
        None => text,
    };
    let trimmed = text.trim_matches(wrapping::is_blank);
    if trimmed.is_empty() {
        return Kind::Empty;
    }
    if let Some(mut found) = wrapping::one_token(text) {
        found.stripped.extend(context.stripped);
        finder.push(found);
        return Kind::Token;
    }
    if placeholder::certain(trimmed).is_some_and(|kind| kind != Placeholder::Masked)
        && trimmed != "{}"
    {
        finder.push(Found::new(trimmed, "the whole input"));
        return Kind::Text;
    }
    // Lines are those of the text as it was pasted.
    let start = text.len() - text.trim_start_matches(wrapping::is_blank).len();
    let text = &text[..start + trimmed.len()];
    if let Some(kind) = json::search(trimmed, &context, finder) {
        return kind;
    }
    if curl::is_command(trimmed) {
        curl::search(trimmed, &context, finder);
        return Kind::Curl;
    }
    if text::is_one_url(trimmed) {
        context.is_url = true;
        text::search(text, &context, finder);
        return Kind::Url;
    }
    // A page that shows the source of another.
    let is_escaped = ["&lt;mux-", "&lt;Mux", "&lt;iframe"]
        .iter()
        .any(|tag| text.contains(tag));
    let unescaped = is_escaped.then(|| link::without_entities(text)).flatten();
    if unescaped.is_some() {
        context.stripped.push("`&lt;` and `&quot;`");
    }
    let text = unescaped.as_deref().unwrap_or(text);
    text::search(text, &context, finder);
    let trimmed = text.trim();
    let is_html = trimmed.starts_with('<')
        && trimmed[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
        && trimmed.ends_with('>');
    if is_html {
        Kind::Html
    } else if dotenv::is_env(trimmed) {
        Kind::Env
    } else {
        Kind::Text
    }
}
