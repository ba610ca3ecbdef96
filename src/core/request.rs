//! One request for media, as far as an input shows it.

use super::{
    mux::{
        audience::Audience,
        policy::Policy,
        restriction::Visit,
        url::{MediaUrl, TOKEN, UrlError},
    },
    text::percent_decoded,
    time::{Span, Timestamp, Zone},
};
use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

/// One request for media that the input shows, wholly or in part.
///
/// The importer produces them, the rules judge them, and every face shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaRequest {
    /// The token, unescaped and without what was wrapped around it; empty if the request has none.
    pub text: String,
    /// The text in the place of the token, as written; none where the token is not in a place of its own.
    pub token_as_sent: Option<String>,
    /// Where in the input the token is first, in words and without its line: `token in the URL`. Empty if the line is all
    /// that is known.
    pub place: String,
    /// The line of that place, from 1; none in formats without lines, such as JSON.
    pub line: Option<usize>,
    /// The player's name for that place: `thumbnail-token`.
    pub slot: Option<String>,
    /// The URL, or why Mux serves nothing there. Read from the input, or what a player requests with a token in this slot.
    pub url: Option<Result<MediaUrl, UrlError>>,
    /// The URL as written in the input, with its escapes; none where a player builds it.
    pub url_as_written: Option<String>,
    /// What is wrong with the URL as written; [`MediaRequest::url`] is the one that was probably meant.
    pub url_fault: Option<UrlFault>,
    /// The tag of the player that makes the request: `mux-player`.
    pub player: Option<String>,
    /// The playback ID next to the token: an attribute, a sibling member.
    pub playback_id: Option<String>,
    /// The policy of that ID, as it is next to it: in an answer of Mux's API.
    pub policy: Option<Policy>,
    /// A signed playback ID of the same asset, if this one is public.
    pub signed_id: Option<String>,
    /// What the token is for, as it is next to it: `type`, `aud`.
    pub meant: Option<Audience>,
    /// The duration of the video, as it is next to it.
    pub duration: Option<Span>,
    /// The `Referer` and `User-Agent` headers.
    pub headers: Visit,
    /// The HTTP status of the response; of several, the first that is an error.
    pub status: Option<u16>,
    /// When the request was sent; of several, the one of the status.
    pub at: Option<Timestamp>,
    /// Whether that time was written without a time zone, and read as UTC.
    pub is_zone_assumed: bool,
    /// Whether it was written without a year. [`MediaRequest::with_year`] sets it.
    pub is_year_missing: bool,
    /// When a request with the token last succeeded.
    pub worked_at: Option<Timestamp>,
    /// The `thumbnail-time` of the player whose `thumbnail-token` this is.
    pub thumbnail_time: Option<String>,
    /// Why the server or the player does not read the token in its place.
    pub misplaced: Option<Misplaced>,
    /// What was stripped to get the token.
    pub stripped: Vec<Stripped>,
    /// How the input says that this is only a piece of a token.
    pub excerpt: Option<Excerpt>,
    /// Whether the input has the decoded header and payload instead of the token. `text` is both encoded again, without
    /// a signature.
    pub is_decoded: bool,
    /// How many times the token is in such a place.
    pub count: usize,
}

/// Why a URL does not reach the server that was meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UrlFault {
    /// This is in the place of `https://`: `https:`, `htps://`.
    Scheme(String),
    /// There is a second scheme after the first one.
    TwoSchemes,
    /// There are backslashes in place of slashes.
    Backslashes,
    /// There is a space in the URL.
    Space,
    /// There is a line break in the URL.
    LineBreak,
    /// There is no scheme.
    Relative {
        /// Whether the place is certainly one from which a browser loads.
        certain: bool,
    },
    /// `mux.com` is in the attribute for a custom domain.
    MuxAsCustomDomain,
}

/// How an input says that only a piece of a token is there. An ellipsis is part of [`MediaRequest::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excerpt {
    /// It announces the first characters: `first 100 chars:`.
    First,
    /// It has a longer token, at this place, that begins with this one.
    CopyOf(String),
}

/// Why a token is not read in its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Misplaced {
    /// Under a name that this host does not read: `TOKEN`, `jwt`.
    Name(String),
    /// After `#`.
    Fragment,
    /// As the second parameter of its name.
    Again,
    /// After a second `?`, in the value of this parameter.
    SecondMark(String),
    /// In the path, as a part of the playback ID.
    Path,
    /// In the `playback-id` of a `<mux-player>`.
    PlaybackId,
    /// In the header of this name: `Authorization`.
    Header(String),
    /// In a prop that the React component does not have.
    Prop(String),
    /// In a license URL without a playback ID.
    NoId,
}

/// Something that was stripped from around or inside a token; `Display` is a phrase for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stripped {
    /// White space around the token, as in all copied text.
    SurroundingSpace,
    /// A pair of straight quotes.
    Quotes,
    /// A pair of curly quotes.
    CurlyQuotes,
    /// A pair of brackets.
    Brackets,
    /// An opening bracket or quote that is not closed.
    LeadingMark,
    /// A closing bracket or quote that is not opened.
    TrailingMark,
    /// A comma, a semicolon or a full stop.
    Punctuation,
    /// The name of the header.
    Authorization,
    /// The scheme of the header.
    Bearer,
    /// The name of the query parameter.
    TokenName,
    /// White space inside the token.
    InnerSpace,
    /// Line breaks where the lines were full.
    LineBreaks,
    /// Characters without a width.
    InvisibleCharacters,
    /// The `>` at the start of each line of a quoted email.
    QuoteMarks,
    /// The line breaks of quoted-printable (RFC 2045).
    SoftBreaks,
    /// `%2E` and the like, around the whole token or URL.
    PercentEncoding,
    /// The escapes of JSON, a shell or a log.
    Backslashes,
    /// The entity for `&`, which HTML requires in an attribute.
    Ampersand,
    /// The entities of a page that shows source code.
    Entities,
}

impl fmt::Display for Stripped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SurroundingSpace => "surrounding white space",
            Self::Quotes => "quotes",
            Self::CurlyQuotes => "curly quotes",
            Self::Brackets => "brackets",
            Self::LeadingMark => "an opening bracket or quote",
            Self::TrailingMark => "a closing bracket or quote",
            Self::Punctuation => "trailing punctuation",
            Self::Authorization => "`Authorization:`",
            Self::Bearer => "`Bearer`",
            Self::TokenName => "`token=`",
            Self::InnerSpace => "line breaks or spaces inside",
            Self::LineBreaks => "line breaks inside",
            Self::InvisibleCharacters => "invisible characters inside",
            Self::QuoteMarks => "email quote marks (`>`)",
            Self::SoftBreaks => "email line breaks (`=`)",
            Self::PercentEncoding => "percent-encoding",
            Self::Backslashes => "backslashes",
            Self::Ampersand => "`&amp;`",
            Self::Entities => "HTML entities",
        })
    }
}

impl Stripped {
    /// A list of these, each once: `` `Bearer`, brackets and quotes``.
    pub fn list(stripped: &[Self]) -> String {
        let mut seen = Vec::new();
        for what in stripped {
            if !seen.contains(what) {
                seen.push(*what);
            }
        }
        let words: Vec<String> = seen.iter().map(ToString::to_string).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

impl MediaRequest {
    /// A token at a place, with nothing else known of the request.
    pub fn new(text: impl Into<String>, place: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            token_as_sent: None,
            place: place.into(),
            line: None,
            slot: None,
            url: None,
            url_as_written: None,
            url_fault: None,
            player: None,
            playback_id: None,
            policy: None,
            signed_id: None,
            meant: None,
            duration: None,
            headers: Visit::default(),
            status: None,
            at: None,
            is_zone_assumed: false,
            is_year_missing: false,
            worked_at: None,
            thumbnail_time: None,
            misplaced: None,
            stripped: Vec::new(),
            excerpt: None,
            is_decoded: false,
            count: 1,
        }
    }

    /// The request with the year of its time, if that was missing: the last one in which it was not after `now`, give or
    /// take a day for the time zone.
    #[must_use]
    pub fn with_year(mut self, now: Timestamp) -> Self {
        if self.is_year_missing {
            let latest = now.after(Span(24 * 60 * 60));
            let dated = |at: Timestamp| at.in_year_before(latest);
            self.at = self.at.map(dated);
            self.worked_at = self.worked_at.map(dated);
        }
        self
    }

    /// Whether the text in the place of the token is the token and nothing else.
    pub fn is_as_sent(&self) -> bool {
        self.sent().is_none_or(|sent| sent == self.text)
    }

    /// What is before and after the token in its place, if there is more than the token. Both are empty if the
    /// token itself is interrupted.
    pub fn around_token(&self) -> Option<(String, String)> {
        let sent = self.sent().filter(|sent| *sent != self.text)?;
        let (before, after) = sent.split_once(&self.text).unwrap_or_default();
        Some((before.to_owned(), after.to_owned()))
    }

    /// What is before and after the playback ID in its place: `Optional("` and `")`.
    pub fn around_id(&self) -> Option<(&str, &str)> {
        let id = self.id()?;
        let is_other = |c: char| !c.is_ascii_alphanumeric();
        let inner = id.split(is_other).max_by_key(|part| part.len())?;
        let (before, after) = id.split_once(inner)?;
        let is_pair = before.ends_with(['"', '\'', '(', '[', '<'])
            && after.starts_with(['"', '\'', ')', ']', '>']);
        (inner.len() >= 20 && is_pair).then_some((before, after))
    }

    /// The text in the place of the token as the server or the player reads it: a parameter is percent-decoded once.
    fn sent(&self) -> Option<Cow<'_, str>> {
        let sent = self.token_as_sent.as_deref()?;
        Some(match self.url_as_written {
            Some(_) => percent_decoded(sent),
            None => Cow::Borrowed(sent),
        })
    }

    /// The URL, if Mux serves such.
    pub fn media_url(&self) -> Option<&MediaUrl> {
        self.url.as_ref()?.as_ref().ok()
    }

    /// Why the URL is not one that Mux serves.
    pub fn url_error(&self) -> Option<&UrlError> {
        self.url.as_ref()?.as_ref().err()
    }

    /// The playback ID that is requested: the one next to the token, or the one in the URL.
    pub fn id(&self) -> Option<&str> {
        let in_url = || self.media_url()?.id.as_deref();
        self.playback_id.as_deref().or_else(in_url)
    }

    /// What is requested without the token: the player's tag, or the URL without its query, which may be private.
    pub fn address(&self) -> Option<String> {
        if let Some(player) = &self.player {
            return Some(format!("<{player}>"));
        }
        if let Some(UrlError::OtherPath { host, path }) = self.url_error() {
            return Some(format!("https://{host}{path}"));
        }
        self.media_url().map(MediaUrl::place)
    }

    /// The HTTP status of the response if it is an error.
    pub fn failed_status(&self) -> Option<u16> {
        self.status.filter(|status| *status >= 400)
    }

    /// The URL without the token.
    pub fn url_without_token(&self) -> Option<String> {
        let url = self.media_url()?;
        let mut query = url.query.clone();
        query.retain(|(name, value)| *name != TOKEN && !value.contains("eyJ"));
        Some(
            MediaUrl {
                query,
                fragment: None,
                ..url.clone()
            }
            .to_string(),
        )
    }

    /// Whether nothing is known but the token.
    pub(in crate::core) fn is_token_alone(&self) -> bool {
        self.is_as_sent()
            && self.slot.is_none()
            && self.url.is_none()
            && self.playback_id.is_none()
            && self.meant.is_none()
            && self.misplaced.is_none()
    }

    /// The place with its line: `token in the URL on line 3`.
    pub fn place_in_words(&self) -> String {
        match (self.place.as_str(), self.line) {
            ("", Some(line)) => format!("line {line}"),
            (place, Some(line)) => format!("{place} on line {line}"),
            (place, None) => place.to_owned(),
        }
    }

    /// The place, the number of occurrences, the HTTP status, and when the token still worked.
    pub fn whereabouts(&self) -> String {
        let mut text = self.place_in_words();
        if self.count > 1 {
            write!(text, ", {} times", self.count).expect("writing to a String cannot fail");
        }
        if let Some(status) = self.status {
            write!(text, ", HTTP {status}").expect("writing to a String cannot fail");
        }
        let has_failed = self.status.is_some_and(|status| status >= 400);
        if let Some(time) = self
            .worked_at
            .filter(|time| has_failed && Some(*time) < self.at)
        {
            let time = time.show(Zone::UTC);
            write!(text, ", still worked at {time}").expect("writing to a String cannot fail");
        }
        text
    }
}
