//! The URLs that Mux serves with tokens, read and built.
//!
//! Patterns: Mux's guides on playback, images, DRM and viewer counts; mux-node `src/resources/playback.ts`.

use std::{borrow::Cow, fmt};

use super::audience::Audience;
use crate::core::problem::Advice;

/// The name of the query parameter, lower case on every host of Mux.
pub const TOKEN: &str = "token";

/// The domain that is not custom.
pub const MUX_DOMAIN: &str = "mux.com";

/// A URL in the pattern of one that Mux serves, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaUrl {
    /// The server that answers.
    pub host: MediaHost,
    /// `mux.com`, or a custom domain without its `stream.`, `image.` or `license.`.
    pub domain: String,
    /// The playback ID in the path; stats have none.
    pub id: Option<String>,
    /// What is asked for.
    pub resource: Resource,
    /// The query, unescaped, in its order.
    pub query: Vec<(String, String)>,
    /// What follows `#`.
    pub fragment: Option<String>,
}

/// The servers of Mux that take tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaHost {
    /// `stream.`: video.
    Stream,
    /// `image.`: images and storyboards.
    Image,
    /// `license.`: DRM.
    License,
    /// `stats.mux.com`: viewer counts and stream health.
    Stats,
    /// `player.mux.com`: the hosted player, which takes a token for each kind.
    Player,
}

/// What a path asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `/ID.m3u8`, or `/ID` with `extension` off.
    Hls {
        /// Whether the path ends in `.m3u8`.
        extension: bool,
    },
    /// `/ID/high.mp4`: a file with this name.
    Rendition(String),
    /// `/ID/text/TRACK.vtt`
    TextTrack(String),
    /// `/ID/text/TRACK.txt`
    Transcript(String),
    /// `/ID/thumbnail.EXT`
    Thumbnail(String),
    /// `/ID/animated.EXT`
    Animated(String),
    /// `/ID/storyboard.EXT`
    Storyboard(String),
    /// `/license/SYSTEM/ID` of `widevine`, `playready` or `fairplay`.
    License(String),
    /// `/appcert/fairplay/ID`
    AppCertificate,
    /// `/counts`
    Counts,
    /// `/live-stream-health`
    LiveStreamHealth,
    /// `/ID` of the hosted player.
    Player,
}

/// Why a text is not a URL that Mux serves with tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// No `https://` in front.
    #[error("this is not a URL")]
    NotAUrl,
    /// Another server.
    #[error("`{0}` is not a host that takes tokens")]
    OtherHost(String),
    /// A known host and an unknown path.
    #[error("`{host}` serves nothing at `{path}`")]
    OtherPath {
        /// The host, as written.
        host: String,
        /// The path, as written.
        path: String,
    },
}

const STILLS: [&str; 3] = ["jpg", "png", "webp"];

impl MediaHost {
    const ALL: [(Self, &str); 5] = [
        (Self::Stream, "stream"),
        (Self::Image, "image"),
        (Self::License, "license"),
        (Self::Stats, "stats"),
        (Self::Player, "player"),
    ];

    /// The first label of the host name.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether Mux lets a custom domain stand in for it.
    fn can_be_custom(self) -> bool {
        matches!(self, Self::Stream | Self::Image | Self::License)
    }
}

impl Resource {
    /// What a token for this must be made for, in the order of likelihood; the hosted player takes several in slots.
    pub fn audiences(&self) -> &'static [Audience] {
        match self {
            Self::Hls { .. } | Self::Rendition(_) | Self::TextTrack(_) | Self::Transcript(_) => {
                &[Audience::Video]
            }
            Self::Thumbnail(_) => &[Audience::Thumbnail],
            Self::Animated(_) => &[Audience::Gif],
            Self::Storyboard(_) => &[Audience::Storyboard],
            Self::License(_) | Self::AppCertificate => &[Audience::Drm],
            Self::Counts => &[
                Audience::PlaybackViews,
                Audience::AssetViews,
                Audience::LiveStreamViews,
                Audience::VideoViews,
            ],
            Self::LiveStreamHealth => &[Audience::LiveStreamViews],
            Self::Player => &[],
        }
    }

    /// What is asked for, to stand after "this URL asks for".
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Hls { .. } => "the HLS stream",
            Self::Rendition(_) => "a static rendition",
            Self::TextTrack(_) => "a text track",
            Self::Transcript(_) => "a transcript",
            Self::Thumbnail(_) => "a thumbnail",
            Self::Animated(_) => "an animated image",
            Self::Storyboard(_) => "a storyboard",
            Self::License(_) => "a DRM license",
            Self::AppCertificate => "the FairPlay certificate",
            Self::Counts => "viewer counts",
            Self::LiveStreamHealth => "the health of a live stream",
            Self::Player => "the hosted player",
        }
    }

    /// The formats that a token of this kind can be used for, the usual one first: what `--format` takes.
    ///
    /// Names of static renditions: mux-node `assets.ts`, current ones and those of the legacy `mp4_support`.
    pub fn formats(audience: Audience) -> &'static [&'static str] {
        match audience {
            Audience::Video => &[
                "m3u8",
                "highest.mp4",
                "high.mp4",
                "medium.mp4",
                "low.mp4",
                "audio.m4a",
                "2160p.mp4",
                "1440p.mp4",
                "1080p.mp4",
                "720p.mp4",
                "540p.mp4",
                "480p.mp4",
                "360p.mp4",
                "270p.mp4",
                "capped-1080p.mp4",
            ],
            Audience::Thumbnail => &["png", "jpg", "webp"],
            Audience::Gif => &["gif", "webp"],
            Audience::Storyboard => &["vtt", "json", "jpg", "png", "webp"],
            Audience::Drm => &["widevine", "playready", "fairplay", "fairplay-certificate"],
            Audience::LiveStreamViews => &["counts", "health"],
            _ => &["counts"],
        }
    }

    /// What a format of [`Resource::formats`] asks for.
    pub fn from_format(audience: Audience, format: &str) -> Option<Self> {
        let format = format.trim_start_matches('.');
        if !Self::formats(audience).contains(&format) {
            // A text track has the ID of its track for a name.
            let track = (audience == Audience::Video)
                .then(|| format.strip_prefix("text/"))
                .flatten()?;
            return text_resource(track);
        }
        let name = format.to_owned();
        Some(match (audience, format) {
            (Audience::Video, "m3u8") => Self::Hls { extension: true },
            (Audience::Video, _) => Self::Rendition(name),
            (Audience::Thumbnail, _) => Self::Thumbnail(name),
            (Audience::Gif, _) => Self::Animated(name),
            (Audience::Storyboard, _) => Self::Storyboard(name),
            (Audience::Drm, "fairplay-certificate") => Self::AppCertificate,
            (Audience::Drm, _) => Self::License(name),
            (_, "health") => Self::LiveStreamHealth,
            _ => Self::Counts,
        })
    }

    /// The format that asks for this: the reverse of [`Resource::from_format`].
    pub fn format(&self) -> String {
        match self {
            Self::Hls { .. } => "m3u8".to_owned(),
            Self::Rendition(name)
            | Self::Thumbnail(name)
            | Self::Animated(name)
            | Self::Storyboard(name)
            | Self::License(name) => name.clone(),
            Self::TextTrack(track) => format!("text/{track}.vtt"),
            Self::Transcript(track) => format!("text/{track}.txt"),
            Self::AppCertificate => "fairplay-certificate".to_owned(),
            Self::LiveStreamHealth => "health".to_owned(),
            Self::Counts | Self::Player => "counts".to_owned(),
        }
    }

    fn host(&self) -> MediaHost {
        match self {
            Self::Hls { .. } | Self::Rendition(_) | Self::TextTrack(_) | Self::Transcript(_) => {
                MediaHost::Stream
            }
            Self::Thumbnail(_) | Self::Animated(_) | Self::Storyboard(_) => MediaHost::Image,
            Self::License(_) | Self::AppCertificate => MediaHost::License,
            Self::Counts | Self::LiveStreamHealth => MediaHost::Stats,
            Self::Player => MediaHost::Player,
        }
    }
}

impl MediaUrl {
    /// The URL that asks for `resource` of a playback ID; the ID is left out where the path has none.
    pub fn new(id: &str, resource: Resource, domain: &str) -> Self {
        let host = resource.host();
        let domain = if host.can_be_custom() {
            domain
        } else {
            MUX_DOMAIN
        };
        Self {
            host,
            domain: domain.to_owned(),
            id: (host != MediaHost::Stats).then(|| id.to_owned()),
            resource,
            query: Vec::new(),
            fragment: None,
        }
    }

    /// The same URL with a token at the end of its query.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.query.push((TOKEN.to_owned(), token.to_owned()));
        self
    }

    /// The first value of a query parameter, by its exact name.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(param, _)| param == name)
            .map(|(_, value)| value.as_str())
    }

    /// The token, if the URL has one where it belongs.
    pub fn token(&self) -> Option<&str> {
        self.param(TOKEN).filter(|token| !token.is_empty())
    }

    /// Whether a custom domain stands in for `mux.com`.
    pub fn is_custom(&self) -> bool {
        self.domain != MUX_DOMAIN
    }

    /// As [`MediaUrl::read`], and takes a URL without `https://` as well, as people copy it from an address bar.
    ///
    /// # Errors
    /// As [`MediaUrl::read`]; a text without a slash is no URL.
    pub fn read_loosely(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if strip_scheme(text).is_some() || !text.contains('/') || text.contains("://") {
            return Self::read(text);
        }
        Self::read(&format!("https://{text}"))
    }

    /// Reads a URL in a pattern of Mux.
    ///
    /// # Errors
    /// When it is no URL, another host's, or nothing that Mux serves with tokens.
    pub fn read(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        let rest = strip_scheme(text).ok_or(UrlError::NotAUrl)?;
        let (rest, fragment) = split_once_opt(rest, '#');
        let (rest, query) = split_once_opt(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // Before an @ stands a user name, after a colon the port; the host is between.
        let host = authority.rsplit('@').next().unwrap_or_default();
        let name = host
            .split(':')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let other_host = || UrlError::OtherHost(host.to_owned());
        let (label, domain) = name.split_once('.').ok_or_else(other_host)?;
        let host_kind = MediaHost::ALL
            .iter()
            .find(|(_, name)| *name == label)
            .map(|(kind, _)| *kind);
        let host_kind = host_kind
            .filter(|kind| domain == MUX_DOMAIN || (kind.can_be_custom() && is_custom(domain)))
            .ok_or_else(other_host)?;
        let (id, resource) = read_path(host_kind, path).ok_or_else(|| UrlError::OtherPath {
            host: host.to_owned(),
            path: path.to_owned(),
        })?;
        let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
        Ok(Self {
            host: host_kind,
            domain: domain.to_owned(),
            id,
            resource,
            query,
            fragment: fragment.map(str::to_owned),
        })
    }
}

/// Why a text is not a custom domain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a domain")]
pub struct DomainError(String);

impl DomainError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "Give the domain alone, such as `media.example.com`; `stream.` or `image.` goes before it."
    }
}

impl Advice for DomainError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// Reads the custom domain that stands in for `mux.com`: the part after `stream.` or `image.`, which are taken off with
/// `https://` and a slash at the end if they are there.
///
/// # Errors
/// When it has no dot, or what no domain has in it.
pub fn read_domain(text: &str) -> Result<String, DomainError> {
    let domain = text.trim().trim_end_matches('/');
    let domain = strip_scheme(domain).unwrap_or(domain).to_ascii_lowercase();
    let without_host = |domain| {
        let mut hosts = MediaHost::ALL
            .iter()
            .filter(|(host, _)| host.can_be_custom());
        let rest: &str = hosts.find_map(|(_, label)| strip_label(domain, label))?;
        // Of `stream.com` nothing would be left.
        rest.contains('.').then_some(rest)
    };
    let mut domain = domain.as_str();
    while let Some(rest) = without_host(domain) {
        domain = rest;
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if domain.contains('.') && domain.split('.').all(is_label) {
        Ok(domain.to_owned())
    } else {
        Err(DomainError(text.trim().to_owned()))
    }
}

/// Whether a text after `stream.` can be a domain, loosely: letters of every language are in some.
fn is_custom(domain: &str) -> bool {
    domain.contains('.') && !domain.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// What follows the first label of a domain, if it is this one.
fn strip_label<'a>(domain: &'a str, label: &str) -> Option<&'a str> {
    domain.strip_prefix(label)?.strip_prefix('.')
}

/// What follows `https://`, `http://` or `//`.
fn strip_scheme(text: &str) -> Option<&str> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let scheme = ["https://", "http://", "//"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme))?;
    Some(&text[scheme.len()..])
}

fn split_once_opt(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

fn read_path(host: MediaHost, path: &str) -> Option<(Option<String>, Resource)> {
    let segments: Vec<String> = path.trim_matches('/').split('/').map(unescape).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let of = |id: &str, resource| (!id.is_empty()).then(|| (Some(id.to_owned()), resource));
    match (host, segments.as_slice()) {
        (MediaHost::Stream, [file]) => match file.strip_suffix(".m3u8") {
            Some(id) => of(id, Resource::Hls { extension: true }),
            None => of(file, Resource::Hls { extension: false }),
        },
        (MediaHost::Stream, [id, "text", track]) => of(id, text_resource(track)?),
        (MediaHost::Stream, [id, name]) => {
            let is_file = [".mp4", ".m4a"].iter().any(|end| name.ends_with(end));
            is_file
                .then(|| of(id, Resource::Rendition((*name).to_owned())))
                .flatten()
        }
        (MediaHost::Image, [id, file]) => {
            let (stem, format) = file.rsplit_once('.')?;
            let name = format.to_owned();
            match stem {
                "thumbnail" if STILLS.contains(&format) => of(id, Resource::Thumbnail(name)),
                "animated" if ["gif", "webp"].contains(&format) => of(id, Resource::Animated(name)),
                "storyboard" if STILLS.contains(&format) || ["vtt", "json"].contains(&format) => {
                    of(id, Resource::Storyboard(name))
                }
                _ => None,
            }
        }
        (
            MediaHost::License,
            [
                "license",
                system @ ("widevine" | "playready" | "fairplay"),
                id,
            ],
        ) => of(id, Resource::License((*system).to_owned())),
        (MediaHost::License, ["appcert", "fairplay", id]) => of(id, Resource::AppCertificate),
        (MediaHost::Stats, ["counts"]) => Some((None, Resource::Counts)),
        (MediaHost::Stats, ["live-stream-health"]) => Some((None, Resource::LiveStreamHealth)),
        (MediaHost::Player, [id]) => of(id, Resource::Player),
        _ => None,
    }
}

fn text_resource(track: &str) -> Option<Resource> {
    let resource = |track: &str, make: fn(String) -> Resource| {
        (!track.is_empty() && !track.contains('/')).then(|| make(track.to_owned()))
    };
    match track.rsplit_once('.')? {
        (track, "vtt") => resource(track, Resource::TextTrack),
        (track, "txt") => resource(track, Resource::Transcript),
        _ => None,
    }
}

fn unescape(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

/// A playback ID as it can stand in a path; Mux's own are letters and digits, so this changes none of them.
fn escape(text: &str) -> impl fmt::Display {
    const PATH: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, PATH)
}

impl fmt::Display for MediaUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://{}.{}/", self.host.label(), self.domain)?;
        let id = escape(self.id.as_deref().unwrap_or_default());
        match &self.resource {
            Resource::Hls { extension: true } => write!(f, "{id}.m3u8"),
            Resource::Hls { extension: false } | Resource::Player => write!(f, "{id}"),
            Resource::Rendition(name) => write!(f, "{id}/{}", escape(name)),
            Resource::TextTrack(track) => write!(f, "{id}/text/{}.vtt", escape(track)),
            Resource::Transcript(track) => write!(f, "{id}/text/{}.txt", escape(track)),
            Resource::Thumbnail(format) => write!(f, "{id}/thumbnail.{format}"),
            Resource::Animated(format) => write!(f, "{id}/animated.{format}"),
            Resource::Storyboard(format) => write!(f, "{id}/storyboard.{format}"),
            Resource::License(system) => write!(f, "license/{system}/{id}"),
            Resource::AppCertificate => write!(f, "appcert/fairplay/{id}"),
            Resource::Counts => write!(f, "counts"),
            Resource::LiveStreamHealth => write!(f, "live-stream-health"),
        }?;
        if !self.query.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&self.query)
                .finish();
            write!(f, "?{query}")?;
        }
        if let Some(fragment) = &self.fragment {
            write!(f, "#{fragment}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_reads_and_builds_back() {
        for (url, audience) in [
            ("https://stream.mux.com/ID.m3u8?token=a.b.c", "v"),
            ("https://stream.mux.com/ID?token=a.b.c", "v"),
            ("https://stream.mux.com/ID/highest.mp4?token=a.b.c", "v"),
            ("https://stream.mux.com/ID/audio.m4a?token=a.b.c", "v"),
            ("https://stream.mux.com/ID/text/TRACK.vtt?token=a.b.c", "v"),
            ("https://stream.mux.com/ID/text/TRACK.txt?token=a.b.c", "v"),
            ("https://image.mux.com/ID/thumbnail.webp?token=a.b.c", "t"),
            ("https://image.mux.com/ID/animated.gif?token=a.b.c", "g"),
            (
                "https://image.mux.com/ID/storyboard.vtt?token=a.b.c&format=webp",
                "s",
            ),
            (
                "https://license.mux.com/license/widevine/ID?token=a.b.c",
                "d",
            ),
            (
                "https://license.mux.com/license/playready/ID?token=a.b.c",
                "d",
            ),
            (
                "https://license.mux.com/appcert/fairplay/ID?token=a.b.c",
                "d",
            ),
            ("https://stats.mux.com/counts?token=a.b.c", "playback_id"),
            (
                "https://stats.mux.com/live-stream-health?token=a.b.c",
                "live_stream_id",
            ),
            ("https://stream.video.example.com/ID.m3u8?token=a.b.c", "v"),
            (
                "https://image.play.example.com/ID/thumbnail.jpg?token=a.b.c",
                "t",
            ),
        ] {
            let read = MediaUrl::read(url).expect(url);
            assert_eq!(read.to_string(), url);
            assert_eq!(read.resource.audiences()[0].claim(), audience, "{url}");
            assert_eq!(read.token(), Some("a.b.c"));
            assert_eq!(read.id.is_some(), read.host != MediaHost::Stats);
        }
        let player =
            MediaUrl::read("https://player.mux.com/ID?playback-token=a.b.c").expect("it is Mux's");
        assert_eq!(player.param("playback-token"), Some("a.b.c"));
    }

    #[test]
    fn each_format_of_each_audience_builds_a_url_of_that_audience() {
        for audience in Audience::ALL {
            for format in Resource::formats(audience) {
                let resource = Resource::from_format(audience, format).expect(format);
                assert!(resource.audiences().contains(&audience));
                assert_eq!(resource.format(), *format);
                let url = MediaUrl::new("ID", resource, MUX_DOMAIN).with_token("a.b.c");
                assert_eq!(MediaUrl::read(&url.to_string()), Ok(url));
            }
        }
        assert_eq!(
            Resource::from_format(Audience::Video, "text/abc.vtt"),
            Some(Resource::TextTrack("abc".to_owned()))
        );
        assert_eq!(Resource::from_format(Audience::Gif, "png"), None);
    }

    #[test]
    fn hosts_are_read_as_browsers_read_them() {
        let host = |url: &str| MediaUrl::read(url).map(|url| url.domain);
        assert_eq!(
            host("HTTPS://STREAM.MUX.COM:443/ID.m3u8"),
            Ok("mux.com".to_owned())
        );
        assert_eq!(host("//stream.mux.com./ID.m3u8"), Ok("mux.com".to_owned()));
        assert_eq!(
            host("https://stream.mux.com@evil.example/ID.m3u8"),
            Err(UrlError::OtherHost(
                "stream.mux.com@evil.example"
                    .rsplit('@')
                    .next()
                    .expect("a host")
                    .to_owned()
            ))
        );
        for other in [
            "https://stats.example.com/counts",
            "https://mux.com/ID",
            "https://api.mux.com/ID",
            "https:///",
            "https://stream.media. example.com/ID",
        ] {
            assert!(
                matches!(host(other), Err(UrlError::OtherHost(_))),
                "{other}"
            );
        }
        for path in ["", "/", "/ID/x/y", "/ID/file.mov", "/.m3u8"] {
            let url = format!("https://stream.mux.com{path}");
            assert!(
                matches!(host(&url), Err(UrlError::OtherPath { .. })),
                "{url}"
            );
        }
        assert_eq!(host("stream.mux.com/ID.m3u8"), Err(UrlError::NotAUrl));
    }

    #[test]
    fn a_domain_is_read_from_what_people_have_of_it() {
        for text in [
            "media.example.com",
            "https://stream.media.example.com/",
            " IMAGE.media.example.com",
        ] {
            assert_eq!(
                read_domain(text).as_deref(),
                Ok("media.example.com"),
                "{text}"
            );
        }
        assert_eq!(read_domain("stream.com").as_deref(), Ok("stream.com"));
        // Built from one that had it already; read again, it stays the same.
        assert_eq!(
            read_domain("stream.stream.media.io").as_deref(),
            Ok("media.io")
        );
        for text in ["", "localhost", "a b.com", "x.com/y", "x..com", "x.com:80"] {
            assert!(read_domain(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_scheme_can_be_missing() {
        let url = MediaUrl::read_loosely("image.mux.com/ID/thumbnail.png?time=1").expect("a URL");
        assert_eq!(
            url.to_string(),
            "https://image.mux.com/ID/thumbnail.png?time=1"
        );
        assert!(MediaUrl::read_loosely("ftp://stream.mux.com/ID.m3u8").is_err());
        assert!(MediaUrl::read_loosely("abc").is_err());
    }

    #[test]
    fn strange_ids_stay_in_their_segment() {
        let url = MediaUrl::new("a/b ?#é", Resource::Hls { extension: true }, MUX_DOMAIN);
        assert_eq!(
            url.to_string(),
            "https://stream.mux.com/a%2Fb%20%3F%23%C3%A9.m3u8"
        );
        assert_eq!(MediaUrl::read(&url.to_string()), Ok(url));
    }
}
