//! URLs that Mux serves with tokens: parsing and building.
//!
//! Patterns: Mux's guides on playback, images, DRM and viewer counts; mux-node `src/resources/playback.ts`.

use std::{borrow::Cow, fmt};

use super::audience::Audience;
use crate::core::{problem::Advice, text::percent_decoded};

/// The name of the query parameter, in lower case on every Mux host.
pub const TOKEN: &str = "token";

/// The domain that a custom domain replaces.
pub const MUX_DOMAIN: &str = "mux.com";

/// A URL in one of the patterns that Mux serves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaUrl {
    /// The server that answers.
    pub host: MediaHost,
    /// `mux.com`, or a custom domain without its `stream.`, `image.` or `license.`.
    pub domain: String,
    /// The playback ID in the path; stats have none.
    pub id: Option<String>,
    /// What the path requests.
    pub resource: Resource,
    /// The decoded query parameters, in order.
    pub query: Vec<(String, String)>,
    /// The text after `#`.
    pub fragment: Option<String>,
}

/// Mux's servers that accept tokens.
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
    /// `player.mux.com`: the hosted player, which accepts one token per audience.
    Player,
}

/// What a path requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `/ID.m3u8`, or `/ID` without the extension.
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
    /// `/license/SYSTEM/ID`, where the system is `widevine`, `playready` or `fairplay`.
    License(String),
    /// `/appcert/fairplay/ID`
    AppCertificate,
    /// `/counts`
    Counts,
    /// `/live-stream-health`
    LiveStreamHealth,
    /// `/ID` on `player.mux.com`.
    Player,
}

/// Why a text is not a URL that Mux serves with tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// There is no `https://` at the start.
    #[error("this is not a URL")]
    NotAUrl,
    /// The host is not Mux's.
    #[error("`{0}` is not a host that accepts tokens")]
    OtherHost(String),
    /// The host is Mux's, the path is unknown.
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
    /// Every server, with the first label of its host name.
    pub const ALL: [(Self, &str); 5] = [
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

    /// The server with this first label.
    pub fn from_label(label: &str) -> Option<Self> {
        let host = Self::ALL.iter().find(|(_, name)| *name == label);
        host.map(|(host, _)| *host)
    }

    /// Whether a custom domain can replace `mux.com` on it.
    fn can_be_custom(self) -> bool {
        matches!(self, Self::Stream | Self::Image | Self::License)
    }
}

impl Resource {
    /// The audiences that a token for this can have, the most likely first; none for the hosted player, which has slots.
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

    /// The resource as a noun phrase, to follow "this URL requests".
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

    /// The formats of an audience, the default first: the values of `--format`.
    ///
    /// Names of static renditions: mux-node `assets.ts`, both the current ones and those of the legacy `mp4_support`.
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

    /// The names of static renditions.
    pub fn renditions() -> &'static [&'static str] {
        // The first format is the playlist.
        &Self::formats(Audience::Video)[1..]
    }

    /// The resource for a format of [`Resource::formats`].
    pub fn from_format(audience: Audience, format: &str) -> Option<Self> {
        let format = format.trim_start_matches('.');
        if !Self::formats(audience).contains(&format) {
            // The file name of a text track is the ID of the track.
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

    /// The format for this resource: the inverse of [`Resource::from_format`].
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

impl MediaHost {
    /// The server that takes tokens of this audience.
    pub fn of(audience: Audience) -> Self {
        match audience {
            Audience::Video => Self::Stream,
            Audience::Thumbnail | Audience::Gif | Audience::Storyboard => Self::Image,
            Audience::Drm => Self::License,
            _ => Self::Stats,
        }
    }
}

impl MediaUrl {
    /// Builds the URL of `resource` for a playback ID; paths without an ID omit it.
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

    /// The URL without query and fragment.
    pub fn place(&self) -> String {
        let bare = Self {
            query: Vec::new(),
            fragment: None,
            ..self.clone()
        };
        bare.to_string()
    }

    /// The same URL for another ID.
    #[must_use]
    pub fn with_id(&self, id: &str) -> Self {
        Self {
            id: self.id.as_ref().map(|_| id.to_owned()),
            ..self.clone()
        }
    }

    /// Appends a token to the query.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.query.push((TOKEN.to_owned(), token.to_owned()));
        self
    }

    /// The first value of the query parameter with exactly this name.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(param, _)| param == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of the `token` parameter, unless it is empty.
    pub fn token(&self) -> Option<&str> {
        self.param(TOKEN).filter(|token| !token.is_empty())
    }

    /// Whether the domain is custom.
    pub fn is_custom(&self) -> bool {
        self.domain != MUX_DOMAIN
    }

    /// Like [`MediaUrl::read`], and also accepts a URL without `https://`, as copied from an address bar.
    ///
    /// # Errors
    /// As for [`MediaUrl::read`]; text without a slash is not a URL.
    pub fn read_loosely(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if strip_scheme(text).is_some() || !text.contains('/') || text.contains("://") {
            return Self::read(text);
        }
        Self::read(&format!("https://{text}"))
    }

    /// Parses a URL in one of the patterns that Mux serves.
    ///
    /// ```
    /// use mux_jwt::core::mux::url::{MediaHost, MediaUrl, Resource};
    ///
    /// let url = MediaUrl::read("https://image.mux.com/EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs/thumbnail.webp?token=a.b.c")?;
    /// assert_eq!(url.host, MediaHost::Image);
    /// assert_eq!(url.resource, Resource::Thumbnail("webp".to_owned()));
    /// assert_eq!(url.token(), Some("a.b.c"));
    ///
    /// assert!(MediaUrl::read("https://example.com/video.m3u8").is_err());
    /// # Ok::<(), mux_jwt::core::mux::url::UrlError>(())
    /// ```
    ///
    /// # Errors
    /// When the text is not a URL, the host is not Mux's, or Mux serves nothing at the path.
    pub fn read(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        let rest = strip_scheme(text).ok_or(UrlError::NotAUrl)?;
        let (rest, fragment) = split_once_opt(rest, '#');
        let (rest, query) = split_once_opt(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // The host is between the user name, which ends in `@`, and the port.
        let host = authority.rsplit('@').next().unwrap_or_default();
        let name = host
            .split(':')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let other_host = || UrlError::OtherHost(host.to_owned());
        let (label, domain) = name.split_once('.').ok_or_else(other_host)?;
        let host_kind = MediaHost::from_label(label)
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
        "Enter only the domain, such as `media.example.com`; Mux JWT adds `stream.` or `image.`."
    }
}

impl Advice for DomainError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// Parses the custom domain that replaces `mux.com`. A leading `https://`, `stream.` or `image.` and a trailing slash are
/// stripped.
///
/// # Errors
/// When the rest has no dot, or a character that is not valid in a domain.
pub fn read_domain(text: &str) -> Result<String, DomainError> {
    let domain = text.trim().trim_end_matches('/');
    let domain = strip_scheme(domain).unwrap_or(domain).to_ascii_lowercase();
    let without_host = |domain| {
        let mut hosts = MediaHost::ALL
            .iter()
            .filter(|(host, _)| host.can_be_custom());
        let rest: &str = hosts.find_map(|(_, label)| strip_label(domain, label))?;
        // `stream.com` is a domain itself.
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

/// Whether text after `stream.` can be a domain. Loose, because domains can have letters of every language.
fn is_custom(domain: &str) -> bool {
    domain.contains('.') && !domain.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Strips the first label of a domain, if it is this one.
fn strip_label<'a>(domain: &'a str, label: &str) -> Option<&'a str> {
    domain.strip_prefix(label)?.strip_prefix('.')
}

/// Strips `https://`, `http://` or `//`.
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
    // A second slash at the start or one at the end is not in any pattern.
    let segments: Vec<String> = path.strip_prefix('/')?.split('/').map(unescape).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let of = |id: &str, resource| (!id.is_empty()).then(|| (Some(id.to_owned()), resource));
    match (host, segments.as_slice()) {
        (MediaHost::Stream, [file]) => match file.strip_suffix(".m3u8") {
            // `/ID.mp4` and `/ID.mpd` are no IDs.
            Some(id) if !id.contains('.') => of(id, Resource::Hls { extension: true }),
            None if !file.contains('.') => of(file, Resource::Hls { extension: false }),
            _ => None,
        },
        (MediaHost::Stream, [id, "text", track]) => of(id, text_resource(track)?),
        (MediaHost::Stream, [id, name]) if Resource::renditions().contains(name) => {
            of(id, Resource::Rendition((*name).to_owned()))
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
    percent_decoded(text).into_owned()
}

/// A playback ID, escaped for a path. Mux's IDs are letters and digits, so this does not change them.
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
    fn every_pattern_round_trips() {
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
            MediaUrl::read("https://player.mux.com/ID?playback-token=a.b.c").expect("a Mux URL");
        assert_eq!(player.param("playback-token"), Some("a.b.c"));
    }

    #[test]
    fn format_builds_url_of_its_audience() {
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
    fn host_parsing_matches_browsers() {
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
    fn domain_is_read_from_url_or_host() {
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
        // Labels that were added twice are stripped twice.
        assert_eq!(
            read_domain("stream.stream.media.io").as_deref(),
            Ok("media.io")
        );
        for text in ["", "localhost", "a b.com", "x.com/y", "x..com", "x.com:80"] {
            assert!(read_domain(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loose_parsing_accepts_missing_scheme() {
        let url = MediaUrl::read_loosely("image.mux.com/ID/thumbnail.png?time=1").expect("a URL");
        assert_eq!(
            url.to_string(),
            "https://image.mux.com/ID/thumbnail.png?time=1"
        );
        assert!(MediaUrl::read_loosely("ftp://stream.mux.com/ID.m3u8").is_err());
        assert!(MediaUrl::read_loosely("abc").is_err());
    }

    #[test]
    fn ids_are_escaped_within_their_segment() {
        let url = MediaUrl::new("a/b ?#é", Resource::Hls { extension: true }, MUX_DOMAIN);
        assert_eq!(
            url.to_string(),
            "https://stream.mux.com/a%2Fb%20%3F%23%C3%A9.m3u8"
        );
        assert_eq!(MediaUrl::read(&url.to_string()), Ok(url));
    }
}
