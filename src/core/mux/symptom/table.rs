//! The table of symptoms.
//!
//! Nothing here was tested on Mux's servers: statuses come from the source of Mux's players and from its guides, codes
//! and messages from mux-player with playback-core 0.36.0.

use super::{
    entry::{Entry, Explained, Facts},
    kind::Kind,
    suspect::{self, Suspect},
};
use crate::core::{
    level::Basis,
    mux::{audience::Audience, url::MediaHost},
};

/// Every symptom, in the order of lists. Of two that share a text, the likelier comes first.
pub const SYMPTOMS: &[Entry] = &[
    Entry {
        id: "403",
        kind: Kind::Status,
        label: "403 Forbidden",
        texts: &["forbidden"],
        source: REQUEST_ERRORS,
        audiences: &[],
        facts: Facts {
            meaning: "Mux rejected the request, and the response gives no reason. For a signed playback ID, the token \
                      is missing, expired, for another ID or audience, or not signed with a key that Mux knows; or a \
                      playback restriction rejects the request.",
            basis: Basis::Observed,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED,
        },
        at: &[
            (
                MediaHost::License,
                Facts {
                    meaning: "The license server rejected the token, or does not know the playback ID, for which it \
                              also returns 403. A license needs its own token, with `aud` set to `d`.",
                    basis: Basis::Observed,
                    explained: Explained::ByErrors,
                    perhaps: REFUSED_PERHAPS,
                    suspects: &[
                        suspect::OTHER_AUDIENCE,
                        suspect::SIGNATURE,
                        suspect::UNKNOWN_KEY,
                        suspect::OTHER_ENVIRONMENT,
                        suspect::RESTRICTION,
                        suspect::NO_SUCH_ID,
                    ],
                },
            ),
            (
                MediaHost::Stats,
                Facts {
                    meaning: "How stats.mux.com responds to a token that it rejects is unknown. The causes are probably \
                              the same as on the other servers.",
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
            meaning: "The request itself is invalid. For video and images the ID is invalid, or a public playback ID \
                      was requested with a token; for a license the token is missing.",
            basis: Basis::Observed,
            explained: Explained::By(&["misplaced-token"]),
            perhaps: &["suspicious-subject", "invalid-param"],
            suspects: &[
                suspect::PUBLIC_ID,
                suspect::INVALID_ID,
                suspect::LATEST,
                suspect::NO_LICENSE_TOKEN,
            ],
        },
        at: &[
            (MediaHost::Stream, STREAM_400),
            (
                MediaHost::Image,
                Facts {
                    meaning: "The playback ID is invalid, it is public and was requested with a token, or `latest` was requested of \
                              something other than a running live stream.",
                    basis: Basis::Documented,
                    explained: Explained::By(&["misplaced-token"]),
                    perhaps: &["suspicious-subject", "invalid-param", "conflicting-params"],
                    suspects: &[suspect::LATEST, suspect::PUBLIC_ID, suspect::INVALID_ID],
                },
            ),
            (
                MediaHost::License,
                Facts {
                    meaning: "The request to the license server had no token. It returns 403 for a token that it \
                              rejects.",
                    basis: Basis::Observed,
                    explained: Explained::By(&[
                        "misplaced-token",
                        "token-missing",
                        "placeholder-token",
                        "not-a-jwt",
                        "shortened-token",
                    ]),
                    perhaps: &[],
                    suspects: &[suspect::NO_LICENSE_TOKEN, suspect::NO_LICENSE_ID],
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
                meaning: "The license server was observed to return 403, not 404, for a playback ID that does not \
                          exist. The path of the URL is probably wrong.",
                basis: Basis::Inferred,
                explained: Explained::By(&["misplaced-token", "unknown-url"]),
                perhaps: &["suspicious-subject"],
                suspects: &[suspect::NO_LICENSE_ID],
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
            meaning: "The servers that accept playback tokens return 403 and are not known to return 401. A 401 was \
                      observed from api.mux.com, which uses access tokens, not signing keys, when a signing key was \
                      created without the System permission.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[suspect::SYSTEM_PERMISSION],
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
            meaning: "Mux returned 403, and the `exp` of mux-player's token is in the past or missing. The date in January \
                      1970 that mux-player prints as the expiry is a bug of mux-player, which reads the seconds of \
                      `exp` as milliseconds; it does not mean that the token is wrong.",
            basis: Basis::Observed,
            explained: Explained::By(&["expired", "missing-expiry"]),
            perhaps: &["malformed-expiry"],
            suspects: &[suspect::OTHER_TOKEN, suspect::DEVICE_CLOCK],
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
            meaning: "Mux returned 403, and the `sub` of the token is not mux-player's playback ID.",
            basis: Basis::Observed,
            explained: Explained::By(&["subject-mismatch", "missing-subject"]),
            perhaps: &["suspicious-subject"],
            suspects: &[suspect::OTHER_PLAYBACK_ID, suspect::OTHER_TOKEN],
        },
        at: &[],
    },
    Entry {
        id: "2403222",
        kind: Kind::Player,
        label: "2403222: wrong audience",
        texts: &[
            "The {T}-token is formatted with incorrect information.",
            "The {T}-token has an incorrect aud value",
            "incorrect aud value",
        ],
        source: INCORRECT_AUD,
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux returned 403, and the `aud` of the token does not match its slot: mux-player requires `v` \
                      in `playback-token` and `d` in `drm-token`. For a token without `aud` the dialog shows the same \
                      message, with code 2403221.",
            basis: Basis::Observed,
            explained: Explained::By(&["audience-mismatch", "unknown-audience"]),
            perhaps: &["missing-audience"],
            suspects: &[suspect::OTHER_AUDIENCE, suspect::OTHER_TOKEN],
        },
        at: &[],
    },
    Entry {
        id: "2403221",
        kind: Kind::Player,
        label: "2403221: no audience",
        texts: &[
            "The {T}-token is formatted with incorrect information.",
            "The {T}-token has no aud value",
            "no aud value",
        ],
        source: INCORRECT_AUD,
        audiences: PLAYER,
        facts: Facts {
            meaning: "Mux returned 403, and the token has no `aud`. For a wrong `aud` the dialog shows the same \
                      message, with code 2403222.",
            basis: Basis::Observed,
            explained: Explained::By(&["missing-audience"]),
            perhaps: &[],
            suspects: &[suspect::OTHER_TOKEN],
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
            meaning: "A request failed, and mux-player could not decode the payload of its token.",
            basis: Basis::Observed,
            explained: Explained::By(STRUCTURAL),
            perhaps: &["stray-characters"],
            suspects: &[suspect::OTHER_TOKEN],
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
            meaning: "Mux returned 403, and mux-player had no token for the request. The same message under the title \
                      \"Network Error\" is code 2400000, a 400.",
            basis: Basis::Observed,
            explained: Explained::By(&[
                "token-missing",
                "misplaced-token",
                "placeholder-token",
                "not-a-jwt",
            ]),
            perhaps: &[],
            suspects: &[suspect::NOT_HANDED],
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
            meaning: "After a 403, mux-player shows this when it finds nothing wrong with the token: it can be \
                      decoded, has not expired, and its `sub` and `aud` match. mux-player never checks the signature \
                      or the key. So the signature is wrong, Mux does not know the key, the key belongs to another \
                      environment, or a playback restriction rejects the request. Without a 403 it is a real network \
                      error.",
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
        label: "2400000: invalid request",
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
            meaning: "The video is protected with DRM, and mux-player had no `drm-token`: such a video needs two \
                      tokens, `v` for the stream and `d` for the license. mux-player reports the same code when it \
                      cannot create a license request.",
            basis: Basis::Observed,
            explained: Explained::By(&["placeholder-token", "not-a-jwt", "token-missing"]),
            perhaps: &[],
            suspects: &[
                suspect::DRM_TOKEN_NOT_HANDED,
                suspect::NO_DRM_TOKEN,
                suspect::LICENSE_REQUEST,
            ],
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
            meaning: "mux-player uses this title for four codes: 2403232, the token is for another playback ID; \
                      2403222, it has the wrong `aud`; 2403221, it has no `aud`; 2412202, it cannot be decoded. The \
                      message below the title, or the console, shows which.",
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
                "not-a-jwt",
                "shortened-token",
            ]),
            perhaps: &["suspicious-subject", "stray-characters"],
            suspects: &[
                suspect::OTHER_PLAYBACK_ID,
                suspect::OTHER_AUDIENCE,
                suspect::OTHER_TOKEN,
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
            meaning: "A player shows this when the browser could not load the video. According to a Mux engineer, a \
                      request that a playback restriction rejects looks like this; according to its source code, mux-player shows \
                      \"Network Error\" in that case, so it probably depends on the browser. Any other 403 may look \
                      the same.",
            basis: Basis::Observed,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                suspect::RESTRICTION,
                suspect::SIGNATURE,
                suspect::UNKNOWN_KEY,
                suspect::OTHER_ENVIRONMENT,
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
            meaning: "Mux checks the token on every request, segments included, and stops serving at `exp` even \
                      during playback. A token must outlast playback, pauses included.",
            basis: Basis::Documented,
            explained: Explained::By(&["expires-before-end", "expired"]),
            perhaps: &[],
            suspects: &[suspect::SHORT_LIFE],
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
            meaning: "Poster and hover previews have their own tokens, `thumbnail-token` and `storyboard-token`. If \
                      one is missing, cannot be decoded or has the wrong `aud`, mux-player requests nothing and shows \
                      nothing; there is only a warning in the console.",
            basis: Basis::Observed,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: &[
                suspect::NO_IMAGE_TOKENS,
                suspect::SIGNATURE,
                suspect::UNKNOWN_KEY,
                suspect::RESTRICTION,
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
            meaning: "For a signed playback ID, claims at the top level of the token define what an image shows. The \
                      same parameters in the URL, nested under `params` or misspelled have no effect.",
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
            suspects: &[suspect::PARAMS_BESIDE, suspect::THUMBNAIL_TIME],
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
            meaning: "When a token works for one viewer and not for another, a playback restriction decides: by the \
                      domain in the `Referer` header, or by `User-Agent`. No player has an error message for it.",
            basis: Basis::Documented,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: &[],
            suspects: &[
                suspect::RESTRICTION,
                suspect::NO_REFERRER,
                suspect::PRODUCTION_KEY,
                suspect::OTHER_REQUEST,
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
            meaning: "A receiver sends its own requests, with a different `Referer` than the page or none. A playback \
                      restriction must allow them.",
            basis: Basis::Documented,
            explained: Explained::By(&["restriction-refuses"]),
            perhaps: &[],
            suspects: &[
                suspect::CAST_DOMAIN,
                suspect::AIRPLAY_DOMAIN,
                suspect::NO_REFERRER,
                suspect::OTHER_REQUEST,
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
            meaning: "All tokens share the key. Deleting a key at Mux invalidates every token signed with it at once.",
            basis: Basis::Documented,
            explained: Explained::By(&["bad-signature", "wrong-algorithm", "missing-key-id"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                suspect::UNKNOWN_KEY,
                suspect::OTHER_ENVIRONMENT,
                suspect::SIGNATURE,
            ],
        },
        at: &[],
    },
    Entry {
        id: "nothing-happens",
        kind: Kind::Seen,
        label: "No request, no error",
        texts: &[
            "nothing happens",
            "no request",
            "nothing is requested",
            "no error at all",
        ],
        source: "videojs/v10, packages/media/src/dom/mux/source/source.ts",
        audiences: &[],
        facts: Facts {
            meaning: "Video.js v10 checks the `aud` of each token and builds no URL if it is wrong: there is neither \
                      a request nor an error. mux-player does the same for poster and previews.",
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
                "not-a-jwt",
                "shortened-token",
            ]),
            perhaps: &[],
            suspects: &[suspect::OTHER_AUDIENCE, suspect::NOT_HANDED],
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
            meaning: "With DRM, the stream loads with one token and the license with another. The screen stays black \
                      without a license: `drm-token` needs `aud` set to `d`, and Mux rejects a video token there.",
            basis: Basis::Documented,
            explained: Explained::By(&["audience-mismatch", "expired"]),
            perhaps: ANY_REFUSAL,
            suspects: &[
                suspect::DRM_TOKEN_NOT_HANDED,
                suspect::NO_DRM_TOKEN,
                suspect::SIGNATURE,
                suspect::UNKNOWN_KEY,
                suspect::OTHER_ENVIRONMENT,
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
            meaning: "An `exp` in milliseconds, as from `Date.now()`, is tens of thousands of years in the future. It is \
                      unknown whether Mux rejects such a token; it probably never expires.",
            basis: Basis::Inferred,
            explained: Explained::By(&["expiry-in-milliseconds"]),
            perhaps: &["long-lived", "malformed-expiry", "missing-expiry"],
            suspects: &[suspect::OTHER_TOKEN],
        },
        at: &[],
    },
];

/// The tokens that mux-player has codes for.
const PLAYER: &[Audience] = &[Audience::Video, Audience::Drm];

/// The rules about tokens that cannot be decoded.
pub(in crate::core) const STRUCTURAL: &[&str] = &[
    "truncated-token",
    "not-base64url",
    "not-json",
    "encrypted-token",
    "placeholder-token",
    "not-a-jwt",
    "shortened-token",
];

/// The rules that are not errors but can cause a 403.
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

/// The rules about causes of a 403.
const ANY_REFUSAL: &[&str] = &[
    "truncated-token",
    "not-base64url",
    "not-json",
    "encrypted-token",
    "placeholder-token",
    "not-a-jwt",
    "shortened-token",
    "wrapped-token",
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

/// The other causes of a 403.
const REFUSED: &[Suspect] = &[
    suspect::OTHER_AUDIENCE,
    suspect::SIGNATURE,
    suspect::UNKNOWN_KEY,
    suspect::OTHER_ENVIRONMENT,
    suspect::RESTRICTION,
];

const STREAM_400: Facts = Facts {
    meaning: "The playback ID is invalid, or it is public and was requested with a token: a public playback ID needs none.",
    basis: Basis::Observed,
    explained: Explained::By(&["misplaced-token"]),
    perhaps: &["suspicious-subject"],
    suspects: &[suspect::PUBLIC_ID, suspect::INVALID_ID],
};

const NO_VIDEO: Facts = Facts {
    meaning: "Nothing has this ID, or the asset has no file of this name. The usual cause is an asset ID in place of \
              the playback ID, or, for a download, a static rendition that was not enabled. The token is not the \
              cause.",
    basis: Basis::Observed,
    explained: Explained::By(&["unknown-url"]),
    perhaps: &["subject-mismatch", "suspicious-subject"],
    suspects: &[suspect::NO_RENDITION, suspect::ASSET_ID],
};

const NOT_YET: Facts = Facts {
    meaning: "There is nothing to play right now: the live stream is idle, or the asset is not ready. The token is \
              not the cause.",
    basis: Basis::Documented,
    explained: Explained::By(&[]),
    perhaps: &[],
    suspects: &[suspect::IDLE_STREAM, suspect::ASSET_NOT_READY],
};

const REQUEST_ERRORS: &str = "muxinc/elements, packages/playback-core, request-errors.ts";
const INCORRECT_AUD: &str = "muxinc/elements, errors/403-incorrect-aud-value.md";
const NOT_PLAYABLE: &str = "muxinc/elements, errors/412-not-playable.md";
const SECURE: &str = "https://www.mux.com/docs/guides/secure-video-playback";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::lint::rule_named;

    /// Rules that may not exist yet.
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
        "not-a-jwt",
        "shortened-token",
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
    fn symptoms_have_unique_ids_and_full_sentences() {
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
    fn explaining_rules_exist() {
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
    fn inferred_meanings_are_hedged() {
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
