//! Causes of a symptom that no finding shows: a row each, with the words and the condition under which it can apply.

use super::kind::Kind;
use crate::core::{
    level::Basis,
    mux::{
        audience::Audience,
        url::{MediaHost, Resource},
    },
    text::shortened,
    time::{Timestamp, Zone},
};

/// A value of a token is cut after this many characters.
const LONGEST: usize = 60;

/// A possible cause of a symptom.
#[derive(Clone, Copy, Debug)]
pub(in crate::core) struct Suspect {
    /// How the effect is known.
    pub(in crate::core) basis: Basis,
    /// Whether it is possible for a token.
    applies: fn(&Clues<'_>) -> bool,
    /// Full sentences with holes such as `{kid}`; the first template applies whose holes have values.
    words: &'static [&'static str],
}

/// What a suspect may look at: the token, its place and the findings.
pub(in crate::core) struct Clues<'a> {
    pub(in crate::core) kind: Kind,
    /// The server that the symptom came from, or that the token is for.
    pub(in crate::core) host: Option<MediaHost>,
    pub(in crate::core) kid: Option<&'a str>,
    pub(in crate::core) sub: Option<&'a str>,
    pub(in crate::core) audience: Option<Audience>,
    pub(in crate::core) expiry: Option<Timestamp>,
    pub(in crate::core) restriction: Option<&'a str>,
    pub(in crate::core) has_latest: bool,
    /// The ID in the URL.
    pub(in crate::core) url_id: Option<&'a str>,
    pub(in crate::core) resource: Option<&'a Resource>,
    /// Whether the place of the token calls for certain audiences.
    pub(in crate::core) has_place: bool,
    /// Whether the signature verifies; none without a token.
    pub(in crate::core) is_verified: Option<bool>,
    /// The ids of the findings.
    pub(in crate::core) findings: Vec<&'static str>,
}

/// A hole of a template, and the value that fills it.
type Hole = (&'static str, fn(&Clues<'_>) -> Option<String>);

const HOLES: [Hole; 10] = [
    // Begins a template for input without a token.
    ("{tokenless}", |clues| {
        clues.is_verified.is_none().then(String::new)
    }),
    ("{kid}", |clues| quoted(clues.kid)),
    ("{sub}", |clues| quoted(clues.sub)),
    ("{id}", |clues| quoted(clues.url_id.or(clues.sub))),
    ("{restriction}", |clues| quoted(clues.restriction)),
    ("{rendition}", |clues| match clues.resource {
        Some(Resource::Rendition(name)) => quoted(Some(name)),
        _ => None,
    }),
    ("{exp}", |clues| Some(clues.expiry?.show(Zone::UTC))),
    ("{is}", |clues| Some(clues.audience?.noun().to_owned())),
    ("{wants}", |clues| {
        Some(clues.other_audience()?.noun().to_owned())
    }),
    ("{claim}", |clues| {
        quoted(Some(clues.other_audience()?.claim()))
    }),
];

fn quoted(text: Option<&str>) -> Option<String> {
    text.map(|text| format!("`{}`", shortened(text, LONGEST)))
}

impl Suspect {
    const fn new(basis: Basis, words: &'static [&'static str]) -> Self {
        Self {
            basis,
            applies: |_| true,
            words,
        }
    }

    const fn if_(mut self, applies: fn(&Clues<'_>) -> bool) -> Self {
        self.applies = applies;
        self
    }

    /// The cause in full sentences, if it is possible for this token.
    pub(in crate::core) fn words(&self, clues: &Clues<'_>) -> Option<String> {
        (self.applies)(clues)
            .then(|| self.words.iter().find_map(|words| filled(words, clues)))
            .flatten()
    }
}

/// A template with its holes filled; `None` if a value is missing.
fn filled(template: &str, clues: &Clues<'_>) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((hole, value)) = HOLES.iter().find(|(hole, _)| rest.starts_with(hole)) {
            out.push_str(&value(clues)?);
            rest = &rest[hole.len()..];
        } else {
            // Braces of JSX.
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Some(out)
}

impl Clues<'_> {
    fn has(&self, rule: &str) -> bool {
        self.findings.contains(&rule)
    }

    /// The audience that the token was perhaps used for, where its place does not show it.
    fn other_audience(&self) -> Option<Audience> {
        let own = self.audience?;
        let is_status = self.kind == Kind::Status;
        match self.host.filter(|_| !self.has_place)? {
            host if is_status && MediaHost::of(own) == host => None,
            MediaHost::License => Some(Audience::Drm),
            MediaHost::Stats => None,
            MediaHost::Image if is_status => Some(Audience::Thumbnail),
            _ if own == Audience::Video => None,
            _ => Some(Audience::Video),
        }
    }
}

// Two rows are the same row if they have the same words.
impl PartialEq for Suspect {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Suspect {}

pub(super) const OTHER_AUDIENCE: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The token is for {is}. If it was used for {wants}, sign one with `aud` set to {claim} instead.",
    ],
);

pub(super) const SIGNATURE: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The signature was not checked and may not come from {kid}. Load the key to check it.",
        "The signature was not checked and may be wrong. Load the key to check it.",
    ],
)
.if_(|clues| clues.is_verified == Some(false) && !clues.has("bad-signature"));

pub(super) const ANOTHER_TOKEN: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "{tokenless}If the request had a token, it may have expired, be for another ID or audience, or not be signed with \
         a key of the video's environment.",
    ],
);

pub(super) const CONNECTION: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "If there was no response with a status, the connection failed. The token is probably not the cause then.",
    ],
);

pub(super) const UNKNOWN_KEY: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "Mux may not know the key {kid}: it was deleted, which invalidates every token signed with it at once, or this \
         is not its ID. Look for it among the signing keys in the dashboard.",
        "{tokenless}Mux may not know the key of the token: it was deleted, which invalidates every token signed with it at \
         once, or it belongs to a different environment than the video.",
    ],
);

pub(super) const OTHER_ENVIRONMENT: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The key {kid} may belong to a different Mux environment than {sub}. Use a key of the video's environment.",
        "The key {kid} may belong to a different Mux environment than the video. Use a key of the video's environment.",
    ],
);

pub(super) const RESTRICTION: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The playback restriction {restriction} may reject the request because of its `Referer` or `User-Agent`. \
         Compare the allowed domains with the request that failed.",
        "{tokenless}The token may name a playback restriction that rejects the request because of its `Referer` or \
         `User-Agent`.",
    ],
)
.if_(|clues| !clues.has("restriction-refuses"));

pub(super) const NO_REFERRER: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The restriction {restriction} may require a `Referer`, which native apps, TVs and Apple devices do not send. \
         They need one with `allow_no_referrer` set to `true`.",
    ],
);

pub(super) const CAST_DOMAIN: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The restriction {restriction} may not allow `www.gstatic.com`, the domain that Chromecast requests come from.",
    ],
);

pub(super) const AIRPLAY_DOMAIN: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The restriction {restriction} may not allow `mediaservices.cdn-apple.com`, the domain that AirPlay requests \
         of third-party devices come from.",
    ],
);

pub(super) const PRODUCTION_KEY: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "Production probably signs with a different key or key ID than the environment where it works.",
    ],
);

pub(super) const OTHER_REQUEST: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "Probably a different request fails than the one for this token. Poster, storyboard and license have their own \
         tokens: find the URL that fails and inspect its token.",
    ],
);

pub(super) const OTHER_TOKEN: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "The player probably used a different token, such as an older one from a cache or from a page left open. Copy \
         the token from the request that failed.",
    ],
);

pub(super) const DEVICE_CLOCK: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "The clock of the viewer's device is probably ahead, and mux-player compares `exp` with it. In that case the \
         403 has a different cause.",
    ],
);

pub(super) const OTHER_PLAYBACK_ID: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "The token is for {sub}, but the player may have a different `playback-id`. Compare the two, or inspect the \
         token together with the ID.",
    ],
)
.if_(|clues| clues.url_id.is_none() || clues.url_id != clues.sub);

pub(super) const NOT_HANDED: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The token may not have reached the player. mux-player reads it from `playback-token`, in React from \
         `tokens={{ playback: … }}`, and needs it before it starts to load.",
    ],
);

pub(super) const DRM_TOKEN_NOT_HANDED: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "The DRM token may not have reached the player. mux-player reads it from `drm-token`, in React from \
         `tokens={{ playback: …, drm: … }}`.",
    ],
)
.if_(|clues| clues.audience == Some(Audience::Drm));

pub(super) const NO_DRM_TOKEN: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "This token is for the stream, not for the license. Sign a second one with `aud` set to `d` and pass it as \
         `drm-token`.",
    ],
)
.if_(|clues| clues.audience != Some(Audience::Drm));

pub(super) const LICENSE_REQUEST: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "mux-player may have failed to create a license request. In that case the tokens are not the cause.",
    ],
);

pub(super) const NO_LICENSE_TOKEN: Suspect = Suspect::new(
    Basis::Observed,
    &["The request had no token: a license URL needs its own `?token=`, with a token whose `aud` is `d`."],
)
.if_(|clues| clues.host == Some(MediaHost::License));

pub(super) const NO_LICENSE_ID: Suspect = Suspect::new(
    Basis::Inferred,
    &["The URL probably has no playback ID in its path. It must read `/license/widevine/ID?token=…`."],
)
.if_(|clues| clues.url_id.is_none());

pub(super) const NO_SUCH_ID: Suspect =
    Suspect::new(Basis::Observed, &["The playback ID {id} may not exist."]);

pub(super) const PUBLIC_ID: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The playback ID {id} may be public. An older Mux guide says that Mux returns 400 for a token on a public ID, \
         the current one only says that the request fails. Leave the token out, or use a signed playback ID.",
        "The playback ID may be public. An older Mux guide says that Mux returns 400 for a token on a public ID, the \
         current one only says that the request fails. Leave the token out, or use a signed playback ID.",
    ],
);

pub(super) const INVALID_ID: Suspect = Suspect::new(
    Basis::Observed,
    &["{id} may not be a valid playback ID. Copy it again."],
);

pub(super) const LATEST: Suspect = Suspect::new(
    Basis::Documented,
    &["`latest` is set, and Mux returns 400 for it unless the live stream is running."],
)
.if_(|clues| clues.has_latest);

pub(super) const ASSET_ID: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "{id} may be an asset ID or the ID of something else. Playback needs the playback ID, which is listed with the \
         asset.",
    ],
);

pub(super) const NO_RENDITION: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "The asset may have no static rendition {rendition}: renditions are not enabled, or this one was not created.",
        "If this was a download: the asset may have no static rendition of this name.",
    ],
)
.if_(|clues| match clues.resource {
    Some(resource) => matches!(resource, Resource::Rendition(_)),
    None => clues.audience == Some(Audience::Video),
});

pub(super) const IDLE_STREAM: Suspect = Suspect::new(
    Basis::Documented,
    &["The playback ID may belong to a live stream that is not broadcasting."],
);

pub(super) const ASSET_NOT_READY: Suspect = Suspect::new(
    Basis::Documented,
    &["The playback ID may belong to an asset that is still processing, or that failed."],
);

pub(super) const SYSTEM_PERMISSION: Suspect = Suspect::new(
    Basis::Documented,
    &["The access token may lack the System permission, which is required to create signing keys."],
);

pub(super) const SHORT_LIFE: Suspect = Suspect::new(
    Basis::Documented,
    &[
        "The token expires at {exp}. If playback continued past that time, this is the cause. Enter the duration of \
         the video to compare the two.",
    ],
);

pub(super) const NO_IMAGE_TOKENS: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "The player may have no `thumbnail-token` or `storyboard-token`. Each image needs its own token in addition to \
         the video token.",
    ],
)
.if_(|clues| clues.audience.map(MediaHost::of) != Some(MediaHost::Image));

pub(super) const PARAMS_BESIDE: Suspect = Suspect::new(
    Basis::Inferred,
    &[
        "The parameters are in the URL or in the player's attributes, where they are probably ignored. Sign them into \
         the token.",
    ],
);

pub(super) const THUMBNAIL_TIME: Suspect = Suspect::new(
    Basis::Observed,
    &[
        "If `thumbnail-time` is set: mux-player ignores it when there is a `thumbnail-token`. Sign `time` into the \
         token.",
    ],
)
.if_(|clues| clues.audience == Some(Audience::Thumbnail));
