//! What can be behind a symptom, in words.

use super::{
    case::{Case, host_of, short},
    report::Cause,
};
use crate::core::json::Value;
use crate::core::time::Zone;
use crate::core::{
    level::Basis,
    mux::{
        audience::Audience,
        symptom::{Kind, suspect::Suspect},
        url::{MediaHost, Resource},
    },
};

impl Suspect {
    /// The cause in words, if it can be that of this token.
    pub(super) fn cause(self, case: &Case<'_>) -> Option<Cause> {
        use Basis::{Documented, Inferred, Observed};
        let quoted = |text: Option<&str>| text.map(|text| format!("`{}`", short(text)));
        let kid = quoted(case.report.token.key_id());
        let sub = quoted(case.claim("sub"));
        let restriction = quoted(case.claim("playback_restriction_id"));
        let aud = case.audience();
        let (basis, words) = match self {
            Self::OtherAudience => {
                let aud = aud?;
                let is_player = case.saw.entry.kind != Kind::Status;
                let wanted = match case.host().filter(|_| case.wanted().is_empty())? {
                    host if host_of(aud) == host && !is_player => return None,
                    MediaHost::License => Audience::Drm,
                    MediaHost::Stats => return None,
                    MediaHost::Image if !is_player => Audience::Thumbnail,
                    _ if aud == Audience::Video => return None,
                    _ => Audience::Video,
                };
                let (is, wants) = (aud.noun(), wanted.noun());
                let claim = wanted.claim();
                (
                    Documented,
                    format!(
                        "The token is for {is}. If it was used for {wants}, sign one with `aud` set to `{claim}` for \
                         that."
                    ),
                )
            }
            Self::Signature if case.is_verified() || case.has_finding("bad-signature") => return None,
            Self::Signature => (
                Documented,
                match kid {
                    Some(kid) => format!(
                        "The signature may not be that of {kid}; it was not checked here. Load the key to know."
                    ),
                    None => "The signature may be wrong; it was not checked here. Load the key to know.".to_owned(),
                },
            ),
            Self::UnknownKey => (
                Documented,
                format!(
                    "Mux may not know the key {}: because it was deleted, which ends every token made with it at once, \
 or because this is not its ID. Look for it among the signing keys in the dashboard.",
                    kid?
                ),
            ),
            Self::OtherEnvironment => (
                Documented,
                format!(
                    "The key {} may belong to another Mux environment than {}. A key must be made in the environment \
                     of the video.",
                    kid?,
                    sub.as_deref().unwrap_or("the video")
                ),
            ),
            Self::Restriction if case.has_finding("restriction-refuses") => return None,
            Self::Restriction => (
                Documented,
                format!(
                    "The playback restriction {} may refuse the visit, by its Referer or its User-Agent. Compare the \
                     allowed domains with the request that failed.",
                    restriction?
                ),
            ),
            Self::NoReferrer => (
                Documented,
                format!(
                    "The restriction {} may ask for a Referer, and native apps, TVs and Apple's devices send none. \
                     They need one with `allow_no_referrer` set to `true`.",
                    restriction?
                ),
            ),
            Self::CastDomain => (
                Documented,
                format!(
                    "The restriction {} may not allow `www.gstatic.com`, where Chromecast's requests come from.",
                    restriction?
                ),
            ),
            Self::AirPlayDomain => (
                Documented,
                format!(
                    "The restriction {} may not allow `mediaservices.cdn-apple.com`, where AirPlay to devices of \
                     other makers comes from.",
                    restriction?
                ),
            ),
            Self::ProductionKey => (
                Inferred,
                "Production probably signs with another key, or another key ID, than the place where it works."
                    .to_owned(),
            ),
            Self::OtherRequest => (
                Inferred,
                "Probably another request fails than the one for this token. Poster, storyboard and license have \
                 tokens of their own; find the URL that fails and inspect its token."
                    .to_owned(),
            ),
            Self::OtherToken => (
                Inferred,
                "The player probably had another token than this one, such as an older one from a cache or from a \
                 page that stayed open. Copy the token from the request that failed."
                    .to_owned(),
            ),
            Self::DeviceClock => (
                Inferred,
                "The clock of the viewer's device is probably ahead: mux-player compares `exp` with it. Then the 403 \
                 has another cause."
                    .to_owned(),
            ),
            Self::OtherPlaybackId if case.id().is_some() && case.id() == case.claim("sub") => return None,
            Self::OtherPlaybackId => (
                Observed,
                format!(
                    "The token is for {}; the player may have been given another `playback-id`. Compare the two, or \
                     inspect the token together with the ID.",
                    sub?
                ),
            ),
            Self::NotHanded => (
                Documented,
                "The token may not have reached the player. mux-player takes it as `playback-token`, in React as \
                 `tokens={{ playback: … }}`, and it must be there when the player starts to load."
                    .to_owned(),
            ),
            Self::NoDrmToken if aud == Some(Audience::Drm) => (
                Observed,
                "The DRM token may not have reached the player. mux-player takes it as `drm-token`, in React as \
                 `tokens={{ playback: …, drm: … }}`."
                    .to_owned(),
            ),
            Self::NoDrmToken => (
                Documented,
                "This token opens the stream and not the license. Sign a second one with `aud` set to `d` and pass it \
                 as `drm-token`."
                    .to_owned(),
            ),
            Self::LicenseRequest => (
                Observed,
                "mux-player may have failed to make a license request. Then no token is to blame.".to_owned(),
            ),
            Self::NoLicenseToken if case.host() != Some(MediaHost::License) => return None,
            Self::NoLicenseToken => (
                Observed,
                "The request had no token: the URL of the license server needs a `?token=` of its own, with a token \
                 whose `aud` is `d`."
                    .to_owned(),
            ),
            Self::NoLicenseId if case.id().is_some() => return None,
            Self::NoLicenseId => (
                Inferred,
                "The URL probably has no playback ID in its path; it must read `/license/widevine/ID?token=…`."
                    .to_owned(),
            ),
            Self::NoSuchId => {
                let id = quoted(case.id()).or(sub)?;
                (Observed, format!("There may be no playback ID {id}."))
            }
            Self::PublicId => {
                let id = quoted(case.id()).or(sub);
                let id = id.map_or_else(|| "The playback ID".to_owned(), |id| format!("The playback ID {id}"));
                (
                    Documented,
                    format!(
                        "{id} may be public: an older guide of Mux says 400 for a token on one, the current guide only \
                         that it fails. Leave the token out, or make the asset's playback ID a signed one."
                    ),
                )
            }
            Self::InvalidId => {
                let id = quoted(case.id()).or(sub)?;
                (Observed, format!("{id} may be no valid playback ID. Copy it again."))
            }
            Self::Latest => {
                let latest = case.report.token.claims()?.get("latest")?;
                let is_on = *latest == Value::Bool(true) || latest.as_str() == Some("true");
                if !is_on {
                    return None;
                }
                (
                    Documented,
                    "`latest` is set, and Mux answers 400 to it on anything but a running live stream.".to_owned(),
                )
            }
            Self::AssetId => {
                let id = quoted(case.id()).or(sub)?;
                (
                    Observed,
                    format!(
                        "{id} may be an asset ID or the ID of something else. Playback needs the playback ID, which is \
                         listed with the asset."
                    ),
                )
            }
            Self::NoRendition => match case.report.url.as_ref().map(|url| &url.resource) {
                Some(Resource::Rendition(name)) => (
                    Observed,
                    format!(
                        "The asset may have no static rendition `{}`: it was not enabled, or this one was not made.",
                        short(name)
                    ),
                ),
                None if aud == Some(Audience::Video) => (
                    Observed,
                    "If a download was asked for: the asset may have no static rendition of this name.".to_owned(),
                ),
                _ => return None,
            },
            Self::IdleStream => (
                Documented,
                "The playback ID may belong to a live stream that nobody is sending to.".to_owned(),
            ),
            Self::AssetNotReady => (
                Documented,
                "The playback ID may belong to an asset that is still being prepared, or that failed.".to_owned(),
            ),
            Self::SystemPermission => (
                Documented,
                "The access token may lack the System permission, which making signing keys needs.".to_owned(),
            ),
            Self::ShortLife => {
                let exp = case.expiry()?.show(Zone::UTC);
                (
                    Documented,
                    format!(
                        "The token expires at {exp}. If it was watched past that moment, this is why; say how long \
                         the video is, and the two are compared."
                    ),
                )
            }
            Self::NoImageTokens => {
                if aud.is_some_and(|aud| host_of(aud) == MediaHost::Image) {
                    return None;
                }
                (
                    Observed,
                    "The player may have no `thumbnail-token` or `storyboard-token`. Each needs a token of its own \
                     beside the one for video."
                        .to_owned(),
                )
            }
            Self::ParamsBeside => (
                Inferred,
                "The parameters stand in the URL or in the player's attributes, where they are probably ignored. \
                 Sign them into the token."
                    .to_owned(),
            ),
            Self::ThumbnailTime if aud == Some(Audience::Thumbnail) => (
                Observed,
                "If `thumbnail-time` is set: mux-player ignores it when there is a `thumbnail-token`. Sign `time` into \
 the token."
                    .to_owned(),
            ),
            Self::ThumbnailTime => return None,
        };
        Some(Cause { words, basis })
    }
}
