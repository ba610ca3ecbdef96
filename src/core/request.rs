//! One request for media that an input shows, wholly or in part.

use super::mux::{
    header::Header,
    url::{MediaUrl, UrlError},
};
use std::fmt::Write as _;

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
    pub(in crate::core) fn stands_alone(&self) -> bool {
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
