//! The symptoms themselves.
//!
//! Nothing here was tried on Mux's servers: statuses come from the source of Mux's players and from its guides, codes
//! and texts from mux-player with playback-core 0.36.0.

use super::{Entry, Explained, Facts, Kind, suspect::Suspect};
use crate::core::{
    level::Basis,
    mux::{audience::Audience, url::MediaHost},
};

/// Every symptom, in the order in which a list shows them. Of two that share a text, the likelier comes first.
pub const SYMPTOMS: &[Entry] = &[
    Entry {
        id: "403",
        kind: Kind::Status,
        label: "403 Forbidden",
        texts: &["forbidden"],
        source: REQUEST_ERRORS,
        audiences: &[],
        facts: Facts {
            meaning: "Mux refused the request, and the answer does not say why. On a signed playback ID the token is \
                      missing, expired, for another ID or another kind of thing, or not signed by a key that Mux \
                      knows; or a playback restriction refuses the visit.",
            basis: Basis::Observed,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED,
        },
        at: &[
            (
                MediaHost::License,
                Facts {
                    meaning: "The license server refused the token, or does not know the playback ID: it answers 403 \
                              and not 404 then. A license needs a token of its own, with `aud` set to `d`.",
                    basis: Basis::Observed,
                    explained: Explained::ByErrors,
                    perhaps: REFUSED_PERHAPS,
                    suspects: &[
                        Suspect::OtherAudience,
                        Suspect::Signature,
                        Suspect::UnknownKey,
                        Suspect::OtherEnvironment,
                        Suspect::Restriction,
                        Suspect::NoSuchId,
                    ],
                },
            ),
            (
                MediaHost::Stats,
                Facts {
                    meaning: "What stats.mux.com answers to a token that it refuses is not known. Probably the causes \
                              are those of the other servers.",
                    basis: Basis::Inferred,
                    explained: Explained::ByErrors,
                    perhaps: REFUSED_PERHAPS,
                    suspects: REFUSED,
                },
            ),
        ],
    },
    Entry {
        id: "400",
        kind: Kind::Status,
        label: "400 Bad Request",
        texts: &["bad request", "Invalid Parameters", "invalid_parameters"],
        source: REQUEST_ERRORS,
        audiences: &[],
        facts: Facts {
            meaning: "The request itself is wrong. For video and images that is an ID that is not valid or a token on \
                      a public playback ID; for a license it is a missing token.",
            basis: Basis::Observed,
            explained: Explained::By(&["misplaced-token"]),
            perhaps: &["suspicious-subject", "invalid-param"],
            suspects: &[
                Suspect::PublicId,
                Suspect::InvalidId,
                Suspect::Latest,
                Suspect::NoLicenseToken,
            ],
        },
        at: &[
            (MediaHost::Stream, STREAM_400),
            (
                MediaHost::Image,
                Facts {
                    meaning: "The playback ID is not valid, it is public and got a token, or `latest` was asked of \
                              something that is not a running live stream.",
                    basis: Basis::Documented,
                    explained: Explained::By(&["misplaced-token"]),
                    perhaps: &["suspicious-subject", "invalid-param", "conflicting-params"],
                    suspects: &[Suspect::Latest, Suspect::PublicId, Suspect::InvalidId],
                },
            ),
            (
                MediaHost::License,
                Facts {
                    meaning: "The request to the license server had no token. A token that it refuses is answered \
                              with 403.",
                    basis: Basis::Observed,
                    explained: Explained::By(&[
                        "misplaced-token",
                        "token-missing",
                        "placeholder-token",
                    ]),
                    perhaps: &[],
                    suspects: &[Suspect::NoLicenseToken, Suspect::NoLicenseId],
                },
            ),
        ],
    },
    Entry {
        id: "404",
        kind: Kind::Status,
        label: "404 Not Found",
        texts: &["not found", "MP4 does not exist"],
        source: REQUEST_ERRORS,
        audiences: &[],
        facts: NO_VIDEO,
        at: &[(
            MediaHost::License,
            Facts {
                meaning: "The license server is known to answer 403, and not 404, to a playback ID that does not \
                          exist. Probably the path of the URL is wrong.",
                basis: Basis::Inferred,
                explained: Explained::By(&["misplaced-token", "unknown-url"]),
                perhaps: &["suspicious-subject"],
                suspects: &[Suspect::NoLicenseId],
            },
        )],
    },
    Entry {
        id: "412",
        kind: Kind::Status,
        label: "412 Precondition Failed",
        texts: &["precondition failed"],
        source: NOT_PLAYABLE,
        audiences: &[],
        facts: NOT_YET,
        at: &[],
    },
    Entry {
        id: "401",
        kind: Kind::Status,
        label: "401 Unauthorized",
        texts: &["unauthorized"],
        source: "https://github.com/sanity-io/sanity-plugin-mux-input/issues/360",
        audiences: &[],
        facts: Facts {
            meaning: "The servers that take playback tokens are not known to answer 401; they answer 403. It was seen \
                      from api.mux.com, which takes an access token and not a signing key, when a signing key was to \
                      be made without the System permission.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[Suspect::SystemPermission],
        },
        at: &[],
    },
    Entry {
        id: "2403210",
        kind: Kind::Player,
        label: "2403210: URL has expired",
        texts: &[
            "{C} URL has expired",
            "The video's secured {T}-token has expired.",
            "token has expired",
            "url has expired",
            "expired at:",
        ],
        source: "muxinc/elements, errors/403-expired-token.md",
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux answered 403, and the token that mux-player had is past its `exp`, or has none. The day in \
                      January 1970 that it prints as the expiry is a mistake of mux-player's, which takes the seconds \
                      of `exp` for milliseconds; it says nothing against the token.",
            basis: Basis::Observed,
            explained: Explained::By(&["expired", "missing-expiry"]),
            perhaps: &["malformed-expiry"],
            suspects: &[Suspect::OtherToken, Suspect::DeviceClock],
        },
        at: &[],
    },
    Entry {
        id: "2403232",
        kind: Kind::Player,
        label: "2403232: playback ID does not match",
        texts: &[
            "The video's playback ID does not match the one encoded in the {T}-token.",
            "Specified playback ID:",
            "and the playback id encoded in the {T}-token",
        ],
        source: "muxinc/elements, errors/403-playback-id-mismatch.md",
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux answered 403, and the `sub` of the token is not the playback ID that mux-player was given.",
            basis: Basis::Observed,
            explained: Explained::By(&["subject-mismatch", "missing-subject"]),
            perhaps: &["suspicious-subject"],
            suspects: &[Suspect::OtherPlaybackId, Suspect::OtherToken],
        },
        at: &[],
    },
    Entry {
        id: "2403222",
        kind: Kind::Player,
        label: "2403222: token of another kind",
        texts: &[
            "The {T}-token is formatted with incorrect information.",
            "The {T}-token has an incorrect aud value",
            "incorrect aud value",
        ],
        source: INCORRECT_AUD,
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux answered 403, and the `aud` of the token is not that of its slot: mux-player wants `v` in \
                      `playback-token` and `d` in `drm-token`. A token without `aud` has the same words in the dialog \
                      and code 2403221.",
            basis: Basis::Observed,
            explained: Explained::By(&["audience-mismatch", "unknown-audience"]),
            perhaps: &["missing-audience"],
            suspects: &[Suspect::OtherAudience, Suspect::OtherToken],
        },
        at: &[],
    },
    Entry {
        id: "2403221",
        kind: Kind::Player,
        label: "2403221: token without a kind",
        texts: &[
            "The {T}-token is formatted with incorrect information.",
            "The {T}-token has no aud value",
            "no aud value",
        ],
        source: INCORRECT_AUD,
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux answered 403, and the token has no `aud`. One with the wrong `aud` has the same words in \
                      the dialog and code 2403222.",
            basis: Basis::Observed,
            explained: Explained::By(&["missing-audience"]),
            perhaps: &[],
            suspects: &[Suspect::OtherToken],
        },
        at: &[],
    },
    Entry {
        id: "2412202",
        kind: Kind::Player,
        label: "2412202: token is malformed",
        texts: &[
            "The {T}-token provided is invalid or malformed.",
            "invalid or malformed",
            "Compact JWT string:",
        ],
        source: "muxinc/elements, errors/403-malformatted-token.md",
        audiences: PLAYER,
        facts: Facts {
            meaning: "A request failed, and mux-player could not decode the payload of the token it had.",
            basis: Basis::Observed,
            explained: Explained::By(STRUCTURAL),
            perhaps: &["stray-characters"],
            suspects: &[Suspect::OtherToken],
        },
        at: &[],
    },
    Entry {
        id: "2403201",
        kind: Kind::Player,
        label: "2403201: no token",
        texts: &[
            "Invalid {T} URL",
            "The video URL or {T}-token are formatted with incorrect or incomplete information.",
            "Authorization error trying to access this video URL.",
            "you might need to provide a playback-token",
        ],
        source: "muxinc/elements, errors/missing-signed-tokens.md",
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux answered 403, and mux-player had no token for the request. The same sentence under the \
                      title \"Network Error\" is code 2400000, a 400.",
            basis: Basis::Observed,
            explained: Explained::By(&["token-missing", "misplaced-token", "placeholder-token"]),
            perhaps: &[],
            suspects: &[Suspect::NotHanded],
        },
        at: &[],
    },
    Entry {
        id: "2000000",
        kind: Kind::Player,
        label: "2000000: Network Error",
        texts: &[
            "Network Error",
            "A network error caused the media download to fail.",
        ],
        source: REQUEST_ERRORS,
        audiences: PLAYER,
        facts: Facts {
            meaning: "When Mux answered 403, this is how mux-player tells that it found nothing wrong with the token: \
                      it can be read, has not expired, and its `sub` and `aud` fit. mux-player never looks at \
                      signature and key. So the signature is bad, Mux does not know the key, the key is another \
                      environment's, or a playback restriction refuses the visit. Without a 403 it is what it says, \
                      a fault of the network.",
            basis: Basis::Observed,
            explained: Explained::By(&[
                "bad-signature",
                "wrong-algorithm",
                "missing-key-id",
                "restriction-refuses",
                "truncated-token",
                "not-base64url",
                "not-json",
            ]),
            perhaps: &[
                "conflicting-key-ids",
                "critical-extension",
                "not-yet-valid",
                "malformed-expiry",
                "duplicate-member",
            ],
            suspects: REFUSED,
        },
        at: &[],
    },
    Entry {
        id: "2400000",
        kind: Kind::Player,
        label: "2400000: the request is wrong",
        texts: &[
            "Network Error",
            "The video URL or {T}-token are formatted with incorrect or incomplete information.",
            "The URL or playback-id was invalid",
        ],
        source: REQUEST_ERRORS,
        audiences: PLAYER,
        facts: STREAM_400,
        at: &[],
    },
    Entry {
        id: "2404000",
        kind: Kind::Player,
        label: "2404000: Video does not exist",
        texts: &[
            "Video does not exist",
            "You may have used an Asset ID or an ID from a different resource.",
        ],
        source: "muxinc/elements, errors/404-not-found.md",
        audiences: PLAYER,
        facts: NO_VIDEO,
        at: &[],
    },
    Entry {
        id: "2412000",
        kind: Kind::Player,
        label: "2412000: not currently available",
        texts: &[
            "Live stream is not currently available",
            "Video is not currently available",
            "This playback-id may belong to a live stream that is not currently active or an asset that is not ready.",
            "is not currently available",
        ],
        source: NOT_PLAYABLE,
        audiences: PLAYER,
        facts: NOT_YET,
        at: &[],
    },
    Entry {
        id: "5000002",
        kind: Kind::Player,
        label: "5000002: DRM without a DRM token",
        texts: &[
            "Attempting to play DRM-protected content without providing a DRM token.",
            "without providing a drm token",
        ],
        source: "muxinc/elements, packages/playback-core",
        audiences: PLAYER,
        facts: Facts {
            meaning: "The video is protected by DRM, and mux-player had no `drm-token`: playback needs two tokens \
                      then, `v` for the stream and `d` for the license. mux-player gives the same code when it cannot \
                      make a license request.",
            basis: Basis::Observed,
            explained: Explained::By(&["placeholder-token", "token-missing"]),
            perhaps: &[],
            suspects: &[Suspect::NoDrmToken, Suspect::LicenseRequest],
        },
        at: &[],
    },
    Entry {
        id: "formatted-incorrectly",
        kind: Kind::Seen,
        label: "URL is formatted incorrectly",
        texts: &["{C} URL is formatted incorrectly"],
        source: REQUEST_ERRORS,
        audiences: PLAYER,
        facts: Facts {
            meaning: "mux-player has this title for four codes: 2403232, the token is for another playback ID; \
                      2403222, it is of another kind; 2403221, it has no `aud`; 2412202, it cannot be read. The \
                      sentence below the title, or the console, says which.",
            basis: Basis::Observed,
            explained: Explained::By(&[
                "subject-mismatch",
                "missing-subject",
                "missing-audience",
                "unknown-audience",
                "audience-mismatch",
                "truncated-token",
                "not-base64url",
                "not-json",
                "encrypted-token",
                "placeholder-token",
            ]),
            perhaps: &["suspicious-subject", "stray-characters"],
            suspects: &[
                Suspect::OtherPlaybackId,
                Suspect::OtherAudience,
                Suspect::OtherToken,
            ],
        },
        at: &[],
    },
    Entry {
        id: "source-not-supported",
        kind: Kind::Seen,
        label: "Source Not Supported",
        texts: &[
            "MEDIA_ERR_SRC_NOT_SUPPORTED",
            "Source Not Supported",
            "src_not_supported",
        ],
        source: "https://github.com/videojs/v10/issues/1431",
        audiences: &[Audience::Video],
        facts: Facts {
            meaning: "A player says so when the browser could not load the video. A Mux engineer names it as what a \
                      refusal by a playback restriction looks like; by its source mux-player shows \"Network Error\" \
                      then, so it probably depends on the browser. Any other 403 may look the same.",
            basis: Basis::Observed,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                Suspect::Restriction,
                Suspect::Signature,
                Suspect::UnknownKey,
                Suspect::OtherEnvironment,
            ],
        },
        at: &[],
    },
    Entry {
        id: "stops-early",
        kind: Kind::Seen,
        label: "Plays, then stops",
        texts: &[
            "plays then stops",
            "plays, then stops",
            "stops playing",
            "stops in the middle",
            "stops after",
            "stops mid",
            "playback stops",
            "freezes after",
        ],
        source: SECURE,
        audiences: &[Audience::Video, Audience::Drm],
        facts: Facts {
            meaning: "Mux checks the token on every request, segments included, and stops serving at `exp` even while \
                      a video plays. A token must last longer than the video is watched, pauses included.",
            basis: Basis::Documented,
            explained: Explained::By(&["expires-before-end", "expired"]),
            perhaps: &[],
            suspects: &[Suspect::ShortLife],
        },
        at: &[],
    },
    Entry {
        id: "poster-missing",
        kind: Kind::Seen,
        label: "Poster or previews missing",
        texts: &[
            "poster missing",
            "poster is missing",
            "no poster",
            "without poster",
            "missing poster",
            "poster does not show",
            "thumbnail missing",
            "no thumbnail",
            "previews missing",
            "no previews",
            "no hover previews",
            "storyboard missing",
            "no storyboard",
            "The thumbnail-token has an incorrect aud value",
            "The storyboard-token has an incorrect aud value",
        ],
        source: "muxinc/elements, packages/mux-player, helpers.ts",
        audiences: &[],
        facts: Facts {
            meaning: "Poster and hover previews have tokens of their own, `thumbnail-token` and `storyboard-token`. \
                      Without one, or with one that it cannot read or whose `aud` is wrong, mux-player asks for \
                      nothing and shows nothing; there is only a warning in the console.",
            basis: Basis::Observed,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: &[
                Suspect::NoImageTokens,
                Suspect::Signature,
                Suspect::UnknownKey,
                Suspect::Restriction,
            ],
        },
        at: &[],
    },
    Entry {
        id: "poster-wrong",
        kind: Kind::Seen,
        label: "Image shows the wrong frame or size",
        texts: &[
            "wrong frame",
            "wrong size",
            "wrong poster",
            "wrong thumbnail",
            "wrong time",
            "time is ignored",
            "width is ignored",
            "parameters are ignored",
            "params ignored",
            "parameters have no effect",
        ],
        source: "https://github.com/muxinc/mux-php/issues/26",
        audiences: &[Audience::Thumbnail, Audience::Gif, Audience::Storyboard],
        facts: Facts {
            meaning: "For a signed playback ID, what an image shows is said by claims at the top level of the token. \
                      The same words in the URL, nested under `params`, or misspelt have no effect.",
            basis: Basis::Documented,
            explained: Explained::By(&[
                "nested-params",
                "param-outside-token",
                "unknown-param",
                "param-of-another-audience",
                "invalid-param",
                "conflicting-params",
            ]),
            perhaps: &["duplicate-member"],
            suspects: &[Suspect::ParamsBeside, Suspect::ThumbnailTime],
        },
        at: &[],
    },
    Entry {
        id: "some-visitors",
        kind: Kind::Seen,
        label: "Fails only in production or on some devices",
        texts: &[
            "only in production",
            "only on production",
            "in production only",
            "not in production",
            "works locally",
            "works on localhost",
            "on some devices",
            "for some users",
            "for some visitors",
            "only on ios",
            "only on android",
            "only in the app",
            "in native apps",
        ],
        source: SECURE,
        audiences: &[],
        facts: Facts {
            meaning: "When one token works for one visitor and not for another, a playback restriction decides: by \
                      the domain of the `Referer` header, or by `User-Agent`. No player has words for it.",
            basis: Basis::Documented,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: &[],
            suspects: &[
                Suspect::Restriction,
                Suspect::NoReferrer,
                Suspect::ProductionKey,
                Suspect::OtherRequest,
            ],
        },
        at: &[],
    },
    Entry {
        id: "not-when-cast",
        kind: Kind::Seen,
        label: "Plays, but not with Cast or AirPlay",
        texts: &[
            "chromecast",
            "google cast",
            "casting",
            "when cast",
            "airplay",
            "apple tv",
        ],
        source: SECURE,
        audiences: &[],
        facts: Facts {
            meaning: "A receiver makes requests of its own, with another `Referer` than the page or none. A playback \
                      restriction must allow for that.",
            basis: Basis::Documented,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: &[],
            suspects: &[
                Suspect::CastDomain,
                Suspect::AirPlayDomain,
                Suspect::NoReferrer,
                Suspect::OtherRequest,
            ],
        },
        at: &[],
    },
    Entry {
        id: "every-token-at-once",
        kind: Kind::Seen,
        label: "Every token fails at once",
        texts: &[
            "every token fails",
            "all tokens fail",
            "everything fails",
            "403 everywhere",
            "all videos fail",
            "every video fails",
            "all at once",
        ],
        source: SECURE,
        audiences: &[],
        facts: Facts {
            meaning: "What all tokens share is the key. Deleting a key at Mux ends every token made with it at once.",
            basis: Basis::Documented,
            explained: Explained::By(&["bad-signature", "wrong-algorithm", "missing-key-id"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                Suspect::UnknownKey,
                Suspect::OtherEnvironment,
                Suspect::Signature,
            ],
        },
        at: &[],
    },
    Entry {
        id: "nothing-happens",
        kind: Kind::Seen,
        label: "Nothing is requested, no error",
        texts: &[
            "nothing happens",
            "no request",
            "nothing is requested",
            "no error at all",
        ],
        source: "videojs/v10, packages/media/src/dom/mux/source/source.ts",
        audiences: &[],
        facts: Facts {
            meaning: "Video.js v10 checks the `aud` of each token and makes no URL when it is wrong: there is neither \
                      a request nor an error. mux-player does so for poster and previews.",
            basis: Basis::Observed,
            explained: Explained::By(&[
                "audience-mismatch",
                "unknown-audience",
                "missing-audience",
                "truncated-token",
                "not-base64url",
                "not-json",
                "encrypted-token",
                "placeholder-token",
            ]),
            perhaps: &[],
            suspects: &[Suspect::OtherAudience, Suspect::NotHanded],
        },
        at: &[],
    },
    Entry {
        id: "no-picture",
        kind: Kind::Seen,
        label: "DRM video stays black",
        texts: &[
            "black screen",
            "stays black",
            "drm black",
            "no picture",
            "screen is black",
        ],
        source: "https://www.mux.com/docs/guides/protect-videos-with-drm",
        audiences: &[Audience::Video, Audience::Drm],
        facts: Facts {
            meaning: "With DRM the stream loads with one token and the license with another. The screen stays black \
                      when there is no license: `drm-token` needs `aud` set to `d`, and a token for video is refused.",
            basis: Basis::Documented,
            explained: Explained::By(&["audience-mismatch", "expired"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                Suspect::NoDrmToken,
                Suspect::Signature,
                Suspect::UnknownKey,
                Suspect::OtherEnvironment,
            ],
        },
        at: &[],
    },
    Entry {
        id: "never-expires",
        kind: Kind::Seen,
        label: "Never expires",
        texts: &[
            "never expires",
            "does not expire",
            "doesn't expire",
            "still works after",
            "works forever",
        ],
        source: SECURE,
        audiences: &[],
        facts: Facts {
            meaning: "An `exp` in milliseconds, as `Date.now()` gives it, lies tens of thousands of years ahead. \
                      Whether Mux refuses such a token is not known; probably it never expires.",
            basis: Basis::Inferred,
            explained: Explained::By(&["expiry-in-milliseconds"]),
            perhaps: &["long-lived", "malformed-expiry", "missing-expiry"],
            suspects: &[Suspect::OtherToken],
        },
        at: &[],
    },
];

/// The tokens that mux-player has codes for.
const PLAYER: &[Audience] = &[Audience::Video, Audience::Drm];

/// The rules about tokens that cannot be read.
pub(in crate::core) const STRUCTURAL: &[&str] = &[
    "truncated-token",
    "not-base64url",
    "not-json",
    "encrypted-token",
    "placeholder-token",
];

/// The rules that are no error and can still be behind a 403.
const REFUSED_PERHAPS: &[&str] = &[
    "conflicting-key-ids",
    "critical-extension",
    "not-yet-valid",
    "suspicious-subject",
    "stray-characters",
    "duplicate-member",
    "token-missing",
    "param-outside-token",
];

/// The rules about what Mux answers with 403.
const ANY_REFUSAL: &[&str] = &[
    "truncated-token",
    "not-base64url",
    "not-json",
    "encrypted-token",
    "placeholder-token",
    "wrong-algorithm",
    "missing-key-id",
    "bad-signature",
    "missing-subject",
    "subject-mismatch",
    "missing-audience",
    "unknown-audience",
    "audience-mismatch",
    "missing-expiry",
    "malformed-expiry",
    "expired",
];

/// What is left of a 403 when the token shows no fault.
const REFUSED: &[Suspect] = &[
    Suspect::OtherAudience,
    Suspect::Signature,
    Suspect::UnknownKey,
    Suspect::OtherEnvironment,
    Suspect::Restriction,
];

const STREAM_400: Facts = Facts {
    meaning: "The playback ID is not valid, or it is public and got a token: a public playback ID takes none.",
    basis: Basis::Observed,
    explained: Explained::By(&["misplaced-token"]),
    perhaps: &["suspicious-subject"],
    suspects: &[Suspect::PublicId, Suspect::InvalidId],
};

const NO_VIDEO: Facts = Facts {
    meaning: "Nothing has this ID, or the asset has no file of this name. An asset ID in place of the playback ID is \
              the usual cause, for a download a static rendition that was not enabled. The token does not matter.",
    basis: Basis::Observed,
    explained: Explained::By(&["unknown-url"]),
    perhaps: &["subject-mismatch", "suspicious-subject"],
    suspects: &[Suspect::NoRendition, Suspect::AssetId],
};

const NOT_YET: Facts = Facts {
    meaning: "There is nothing to play at the moment: the live stream is idle, or the asset is not ready. The token \
              does not matter.",
    basis: Basis::Documented,
    explained: Explained::By(&[]),
    perhaps: &[],
    suspects: &[Suspect::IdleStream, Suspect::AssetNotReady],
};

const REQUEST_ERRORS: &str = "muxinc/elements, packages/playback-core, request-errors.ts";
const INCORRECT_AUD: &str = "muxinc/elements, errors/403-incorrect-aud-value.md";
const NOT_PLAYABLE: &str = "muxinc/elements, errors/412-not-playable.md";
const SECURE: &str = "https://www.mux.com/docs/guides/secure-video-playback";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::lint::rule_named;

    /// Rules that are planned and may not be there yet.
    const PLANNED: &[&str] = &[
        "conflicting-key-ids",
        "conflicting-params",
        "critical-extension",
        "duplicate-member",
        "encrypted-token",
        "expires-before-end",
        "expiry-in-milliseconds",
        "invalid-param",
        "long-lived",
        "misplaced-token",
        "nested-params",
        "not-yet-valid",
        "param-of-another-audience",
        "param-outside-token",
        "placeholder-token",
        "stray-characters",
        "suspicious-subject",
        "token-missing",
        "unknown-param",
        "unknown-url",
    ];

    fn every_facts() -> impl Iterator<Item = (&'static Entry, &'static Facts)> {
        SYMPTOMS.iter().flat_map(|entry| {
            let all = std::iter::once(&entry.facts).chain(entry.at.iter().map(|(_, facts)| facts));
            all.map(move |facts| (entry, facts))
        })
    }

    #[test]
    fn each_symptom_has_one_name_and_whole_sentences() {
        let mut ids: Vec<_> = SYMPTOMS.iter().map(|entry| entry.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), SYMPTOMS.len());
        for (entry, facts) in every_facts() {
            assert!(facts.meaning.ends_with('.'), "{}", entry.id);
            assert!(!entry.label.ends_with('.'), "{}", entry.id);
            assert!(entry.label.chars().count() <= 44, "{}", entry.id);
            assert!(
                !entry.source.is_empty() && !entry.texts.is_empty(),
                "{}",
                entry.id
            );
            let is_number = entry.id.bytes().all(|b| b.is_ascii_digit());
            assert_eq!(is_number, entry.kind != Kind::Seen, "{}", entry.id);
        }
    }

    #[test]
    fn the_rules_that_explain_are_rules() {
        for (entry, facts) in every_facts() {
            let explained = match facts.explained {
                Explained::ByErrors => &[],
                Explained::By(rules) => rules,
            };
            for id in explained.iter().chain(facts.perhaps) {
                let is_rule = rule_named(id).is_some() || PLANNED.contains(id);
                assert!(is_rule, "{}: {id}", entry.id);
            }
        }
    }

    #[test]
    fn what_is_only_inferred_says_probably() {
        for (entry, facts) in every_facts() {
            if facts.basis == Basis::Inferred {
                let hedged = ["probably", "Probably", "not known"]
                    .iter()
                    .any(|word| facts.meaning.contains(word));
                assert!(hedged, "{}", entry.id);
            }
        }
    }
}
