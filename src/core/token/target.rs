//! The input of signing: an ID, or a Mux URL whose query becomes claims.

use std::borrow::Cow;

use super::{draft::Given, name_char};
use crate::core::{
    mux::{
        audience::Audience,
        non_id::{NonId, id_within},
        url::{MUX_DOMAIN, MediaUrl, Resource, TOKEN, UrlError},
    },
    problem::Advice,
    text::shortened,
};

/// An ID, and what its URL adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The ID that goes into `sub`. If it is empty, signing fails.
    pub id: String,
    /// The resource of the URL; `None` for a bare ID.
    pub resource: Option<Resource>,
    /// The URL's domain, Mux's own for an ID.
    pub domain: String,
    /// The query of the URL without its token.
    pub query: Vec<(String, String)>,
}

/// Why input cannot be signed for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Not an ID.
    #[error("{}", not_an_id(.text, *.kind))]
    NotAnId {
        /// The input, shortened.
        text: String,
        /// What it is.
        kind: NonId,
        /// The ID that was probably meant.
        meant: Option<String>,
    },
    /// A character that Mux IDs do not have.
    #[error("`{text}` is not an ID: it contains a {}", odd_name(*.odd))]
    OddCharacter {
        /// The input, shortened.
        text: String,
        /// The character.
        odd: char,
        /// The ID that was probably meant.
        meant: Option<String>,
    },
    /// Not a Mux URL.
    #[error(transparent)]
    Url(UrlError),
    /// A viewer count URL: its ID is only in the token.
    #[error("the URL does not contain an ID")]
    NoId,
    /// A URL with a playback ID, for a token that requires another ID.
    #[error("the ID in this URL is a playback ID, not {}", .0.a_subject())]
    OtherId(Audience),
}

/// A letter that looks like another is named by its number, too.
fn odd_name(odd: char) -> String {
    if odd.is_ascii() {
        name_char(odd)
    } else {
        format!("`{odd}` (U+{:04X})", u32::from(odd))
    }
}

const SHAPE: &str =
    "Mux IDs consist of letters and digits. The Mux dashboard and the API show them.";

fn not_an_id(text: &str, kind: NonId) -> String {
    match kind {
        NonId::Token => "this is a token, not an ID".to_owned(),
        NonId::Json => "this is JSON, not an ID".to_owned(),
        NonId::Markup => "this is HTML or XML, not an ID".to_owned(),
        NonId::Email => "this is an email address, not an ID".to_owned(),
        NonId::Nothing => format!("`{text}` is not an ID, but an unset variable"),
        NonId::Quoted => format!("the ID is in quotes: {text}"),
        NonId::Url => format!("`{text}` is a URL, not an ID"),
        NonId::UrlPart => format!("`{text}` is a path or part of a URL, not an ID"),
        NonId::FileName => format!("`{text}` is a file name, not an ID"),
        NonId::Blank(c) => format!("`{text}` is not an ID: it contains a {}", name_char(c)),
        NonId::Placeholder => format!("`{text}` is a placeholder, not an ID"),
    }
}

impl TargetError {
    /// Why text is not the ID of a token for `audience`, if it certainly is not.
    pub fn of_id(text: &str, audience: Option<Audience>) -> Option<Self> {
        let shown = || shortened(text, 40).into_owned();
        if let Some(kind) = NonId::of(text, audience) {
            return Some(Self::NotAnId {
                kind,
                text: shown(),
                meant: id_within(text, audience),
            });
        }
        // Samples and tests have hyphens and underscores, too.
        let is_odd = |c: &char| !c.is_ascii_alphanumeric() && !"-_".contains(*c);
        let odd = text.chars().find(is_odd);
        let odd = odd.filter(|_| audience != Some(Audience::VideoViews))?;
        let meant = text.trim_matches(|c| is_odd(&c));
        let is_whole = !meant.is_empty() && !meant.contains(|c| is_odd(&c));
        Some(Self::OddCharacter {
            text: shown(),
            odd,
            meant: is_whole.then(|| meant.to_owned()),
        })
    }
}

impl Advice for TargetError {
    fn hint(&self) -> Cow<'_, str> {
        match self {
            Self::NotAnId {
                meant: Some(meant), ..
            }
            | Self::OddCharacter {
                meant: Some(meant), ..
            } => return format!("Did you mean `{}`?", shortened(meant, 60)).into(),
            Self::NotAnId { kind, .. } => match kind {
                NonId::Token => "To read a token: `mux-jwt inspect TOKEN`.",
                NonId::Json => {
                    "To sign for the playback IDs in an answer of the Mux API, use the Batch screen or `mux-jwt sign \
                     --ids FILE`."
                }
                NonId::Nothing => "Find out why the program or script had no ID.",
                NonId::Placeholder => {
                    "Replace it with the real ID, which the Mux dashboard and the API show."
                }
                NonId::FileName => "To sign for the IDs in a file, use the Batch screen or `mux-jwt sign --ids FILE`.",
                _ => SHAPE,
            },
            Self::OddCharacter { .. } => SHAPE,
            Self::Url(_) => "Use a playback ID or a Mux URL such as https://stream.mux.com/ID.m3u8",
            Self::NoId => {
                "Pass the ID and its type: `-t playback-id`, `-t asset-id`, `-t video-id` or `-t live-stream-id`."
            }
            Self::OtherId(_) => {
                "Pass the ID itself, or choose a type that requires a playback ID."
            }
        }
        .into()
    }
}

impl Target {
    /// Text as the ID, whatever it is.
    pub fn bare(text: &str) -> Self {
        Self {
            id: text.trim().to_owned(),
            resource: None,
            domain: MUX_DOMAIN.to_owned(),
            query: Vec::new(),
        }
    }

    /// Reads an ID or a URL, with `https://` or without, for tokens of these audiences; none if the URL decides.
    ///
    /// # Errors
    /// If it is not an ID, not a Mux URL, or a URL without the ID that the audiences require.
    pub fn read(text: &str, audiences: &[Audience]) -> Result<Self, TargetError> {
        let text = text.trim();
        let check = |id: &str| {
            let of = |audience| TargetError::of_id(id, audience);
            let mut audiences = audiences.iter();
            let found = match audiences.len() {
                0 => of(Some(Audience::Video)),
                _ => audiences.find_map(|audience| of(Some(*audience))),
            };
            found.map_or(Ok(()), Err)
        };
        // Without an ID, signing fails with the name of what is missing.
        if text.is_empty() {
            return Ok(Self::bare(text));
        }
        let is_free =
            !audiences.is_empty() && audiences.iter().all(|one| *one == Audience::VideoViews);
        let url = match MediaUrl::read_loosely(text) {
            Ok(url) => url,
            Err(error @ (UrlError::OtherHost(_) | UrlError::OtherPath { .. }))
                if text.contains('/') =>
            {
                let is_mux = matches!(error, UrlError::OtherPath { .. });
                return match TargetError::of_id(text, Some(Audience::Video)) {
                    _ if is_free && !is_mux => Ok(Self::bare(text)),
                    Some(TargetError::NotAnId {
                        kind: NonId::Url, ..
                    })
                    | None => Err(TargetError::Url(error)),
                    Some(other) => Err(other),
                };
            }
            Err(_) => {
                check(text)?;
                return Ok(Self::bare(text));
            }
        };
        let id = url.id.ok_or(TargetError::NoId)?;
        let other = audiences
            .iter()
            .find(|one| one.subject() != Audience::Video.subject());
        if let Some(other) = other {
            return Err(TargetError::OtherId(*other));
        }
        check(&id)?;
        let mut query = url.query;
        // The token gets replaced, and the options of the hosted player are not claims.
        query.retain(|(name, _)| name != TOKEN && url.resource != Resource::Player);
        Ok(Self {
            id,
            resource: Some(url.resource),
            domain: url.domain,
            query,
        })
    }

    /// The resource of this URL if a token for `audience` opens it, else the default one of the audience.
    ///
    /// # Panics
    /// Never: each audience has at least one format.
    pub fn resource_for(&self, audience: Audience) -> Resource {
        let own = self.resource.as_ref();
        own.filter(|resource| resource.audiences().contains(&audience))
            .cloned()
            .or_else(|| Resource::from_format(audience, Resource::formats(audience).first()?))
            .expect("each audience has at least one format")
    }

    /// The options of the URL as claims.
    pub fn given(&self) -> impl Iterator<Item = Given> {
        self.query
            .iter()
            .map(|(name, value)| Given::typed(name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::token::draft::Draft;

    fn target(text: &str) -> Target {
        Target::read(text, &[]).expect(text)
    }

    #[test]
    fn bare_id_is_kept() {
        let target = target(" ID \n");
        assert_eq!((target.id.as_str(), target.resource.as_ref()), ("ID", None));
        assert_eq!(target.resource_for(Audience::Gif).format(), "gif");
    }

    #[test]
    fn query_becomes_claims_without_the_token() {
        let target =
            target("image.mux.com/ID/thumbnail.webp?time=25&token=a.b.c&max_resolution=720p&x=1");
        assert_eq!(target.resource_for(Audience::Thumbnail).format(), "webp");
        let claims = |audiences: &[Audience]| {
            let draft = Draft {
                given: target.given().collect(),
                ..Draft::new("ID", audiences)
            };
            let specs = draft.specs().expect("every value is in range");
            specs
                .iter()
                .map(|spec| spec.claims.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            claims(&[Audience::Thumbnail]),
            [r#"{"time":25,"max_resolution":"720p","x":1}"#]
        );
        assert_eq!(
            claims(&[Audience::Video, Audience::Thumbnail]),
            [r#"{"max_resolution":"720p","x":1}"#, r#"{"time":25,"x":1}"#]
        );
    }

    #[test]
    fn unusable_input_is_rejected() {
        for (text, error) in [
            ("eyJh.e30.x", "this is a token, not an ID"),
            (
                "https://stats.mux.com/counts?token=x",
                "the URL does not contain an ID",
            ),
            (
                r#"{"id":"https://stream.mux.com/"}"#,
                "this is JSON, not an ID",
            ),
            ("</div>", "this is HTML or XML, not an ID"),
            (
                "/videos/a",
                "`/videos/a` is a path or part of a URL, not an ID",
            ),
            ("AbC,", "`AbC,` is not an ID: it contains a `,`"),
            ("АbC", "`АbC` is not an ID: it contains a `А` (U+0410)"),
            ("viewer@example.com", "this is an email address, not an ID"),
            (
                "https://stream.mux.com/undefined.m3u8",
                "`undefined` is not an ID, but an unset variable",
            ),
            (
                "https://example.com/ID.m3u8",
                "`example.com` is not a host that accepts tokens",
            ),
        ] {
            assert_eq!(Target::read(text, &[]).expect_err(text).to_string(), error);
        }
    }

    #[test]
    fn audience_decides_which_ids_are_possible() {
        let url = "https://stream.mux.com/ID.m3u8";
        let error = |text: &str, audience| {
            let read = Target::read(text, &[audience]);
            read.err().map(|error| error.to_string())
        };
        assert_eq!(error(url, Audience::PlaybackViews), None);
        assert_eq!(
            error(url, Audience::AssetViews).as_deref(),
            Some("the ID in this URL is a playback ID, not an asset ID")
        );
        assert_eq!(
            error(url, Audience::VideoViews).as_deref(),
            Some("the ID in this URL is a playback ID, not a video ID")
        );
        for free in ["spring sale #1", "https://example.com/film/1", "a/b"] {
            assert_eq!(error(free, Audience::VideoViews), None, "{free}");
            assert!(error(free, Audience::Video).is_some(), "{free}");
        }
    }

    #[test]
    fn meant_id_is_in_the_hint() {
        for (text, hint) in [
            ("AbC.m3u8", "Did you mean `AbC`?"),
            ("\"AbC\"", "Did you mean `AbC`?"),
            ("AbC,", "Did you mean `AbC`?"),
            (
                "videos.csv",
                "To sign for the IDs in a file, use the Batch screen or `mux-jwt sign --ids FILE`.",
            ),
        ] {
            assert_eq!(Target::read(text, &[]).expect_err(text).hint(), hint);
        }
    }
}
