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
        texts: &["forbidden", "=access denied"],
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
            explained: Explained::By(&["public-playback-id", "misplaced-token"]),
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
                    explained: Explained::By(&["public-playback-id", "misplaced-token"]),
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
        texts: &["404 not found", "=not found", "MP4 does not exist"],
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
        id: "429",
        kind: Kind::Status,
        label: "429 Too Many Requests",
        texts: &["too many requests"],
        source: "https://www.rfc-editor.org/rfc/rfc6585#section-4",
        audiences: &[],
        facts: Facts {
            meaning: "Too many requests were sent in a short time. Mux limits how many thumbnails and GIFs it creates for an \
                      asset; when else it returns this status is unknown. The token is probably not the cause.",
            basis: Basis::Inferred,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "451",
        kind: Kind::Status,
        label: "451 Unavailable For Legal Reasons",
        texts: &["unavailable for legal reasons"],
        source: "https://www.rfc-editor.org/rfc/rfc7725",
        audiences: &[],
        facts: OTHER_STATUS,
        at: &[],
    },
    Entry {
        id: "4xx",
        kind: Kind::Status,
        label: "4xx: another client error",
        texts: &["=4xx"],
        source: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5",
        audiences: &[],
        facts: OTHER_STATUS,
        at: &[],
    },
    Entry {
        id: "500",
        kind: Kind::Status,
        label: "500 Internal Server Error",
        texts: &["internal server error"],
        source: SERVER_ERRORS,
        audiences: &[],
        facts: SERVER_ERROR,
        at: &[],
    },
    Entry {
        id: "502",
        kind: Kind::Status,
        label: "502 Bad Gateway",
        texts: &["bad gateway"],
        source: SERVER_ERRORS,
        audiences: &[],
        facts: SERVER_ERROR,
        at: &[],
    },
    Entry {
        id: "503",
        kind: Kind::Status,
        label: "503 Service Unavailable",
        texts: &["service unavailable"],
        source: SERVER_ERRORS,
        audiences: &[],
        facts: SERVER_ERROR,
        at: &[],
    },
    Entry {
        id: "504",
        kind: Kind::Status,
        label: "504 Gateway Timeout",
        texts: &["gateway timeout", "gateway time-out"],
        source: SERVER_ERRORS,
        audiences: &[],
        facts: SERVER_ERROR,
        at: &[],
    },
    Entry {
        id: "5xx",
        kind: Kind::Status,
        label: "5xx: another server error",
        texts: &["=5xx"],
        source: SERVER_ERRORS,
        audiences: &[],
        facts: SERVER_ERROR,
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
        id: "network-error",
        kind: Kind::Seen,
        label: "Network Error",
        texts: &["Network Error"],
        source: REQUEST_ERRORS,
        audiences: &[],
        facts: Facts {
            meaning: "A request failed. Many players and apps use these words, and for a signed URL the request was probably \
                      rejected with 403: the token has expired, is for another ID or audience, or has an invalid signature \
                      or an unknown key; or a playback restriction rejects the request. If mux-player showed them, the \
                      code is 2000000: mux-player found nothing wrong with the payload, which leaves the signature, the \
                      key, its environment and the restriction. Without a 403 the connection failed.",
            basis: Basis::Inferred,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED_OR_OFFLINE,
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
        id: "load-error",
        kind: Kind::Seen,
        label: "Video could not be loaded",
        texts: &[
            "could not load the video",
            "video could not be loaded",
            "video cannot be loaded",
            "video does not load",
            "video won't load",
            "failed to load video",
            "error loading video",
            "=video does not play",
            "=video doesn't play",
            "=video not playing",
            "=video won't play",
            "=video is not playing",
            "=cannot play the video",
            "=playback error",
            "=does not play",
            "=doesn't play",
            "=not playing",
        ],
        source: "https://github.com/video-dev/hls.js/blob/master/docs/API.md",
        audiences: &[Audience::Video],
        facts: Facts {
            meaning: "The player could not load the video, and this error does not show why. For a signed URL the \
                      request was probably rejected with 403; a wrong URL, CORS or a failed connection look the same. \
                      Look up the HTTP status of the failed request.",
            basis: Basis::Inferred,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED_OR_OFFLINE,
        },
        at: &[],
    },
    Entry {
        id: "http-error",
        kind: Kind::Seen,
        label: "HTTP error status",
        texts: &["http error status"],
        source: "https://developer.android.com/reference/androidx/media3/common/PlaybackException",
        audiences: &[],
        facts: Facts {
            meaning: "The server answered with an error status, which this message does not contain. For a signed URL \
                      it is probably 403. Look up the status of the failed request.",
            basis: Basis::Inferred,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED,
        },
        at: &[],
    },
    Entry {
        id: "stream-interrupted",
        kind: Kind::Seen,
        label: "A part of the stream failed to load",
        texts: &["segment failed to load", "segments fail to load"],
        source: SECURE,
        audiences: &[Audience::Video],
        facts: Facts {
            meaning: "A playlist or a segment could not be loaded, often after playback had begun. Mux checks the \
                      token on every request, so the token probably expired during playback. A connection that breaks \
                      looks the same.",
            basis: Basis::Inferred,
            explained: Explained::ByErrors,
            perhaps: STOPS_PERHAPS,
            suspects: &[suspect::SHORT_LIFE, suspect::CONNECTION],
        },
        at: &[],
    },
    Entry {
        id: "license-error",
        kind: Kind::Seen,
        label: "DRM license request failed",
        texts: &[
            "license request failed",
            "licence request failed",
            "no license",
            "license error",
            "drm error",
        ],
        source: DRM,
        audiences: &[Audience::Drm],
        facts: Facts {
            meaning: "The player could not load the DRM license or its certificate. Licenses need a token of their \
                      own, with `aud` set to `d`. The license server was observed to return 400 without a token and \
                      403 for a token that it rejects.",
            basis: Basis::Observed,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: &[
                suspect::OTHER_AUDIENCE,
                suspect::DRM_TOKEN_NOT_HANDED,
                suspect::SIGNATURE,
                suspect::RESTRICTION,
                suspect::UNKNOWN_KEY,
                suspect::OTHER_ENVIRONMENT,
                suspect::NO_SUCH_ID,
                suspect::CONNECTION,
            ],
        },
        at: &[],
    },
    Entry {
        id: "license-rejected",
        kind: Kind::Seen,
        label: "DRM license was not usable",
        texts: &["license rejected", "license was rejected"],
        source: DRM,
        audiences: &[Audience::Drm],
        facts: Facts {
            meaning: "The license server answered, but the device rejects the license. The token is probably not the \
                      cause: the license server accepted it, or the answer was an error page that the player took for \
                      a license.",
            basis: Basis::Inferred,
            explained: Explained::By(&[]),
            perhaps: &["audience-mismatch", "expired"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "drm-unavailable",
        kind: Kind::Seen,
        label: "DRM is not available",
        texts: &["drm is not supported", "drm not supported"],
        source: DRM,
        audiences: &[],
        facts: Facts {
            meaning: "The player could not start DRM: the browser or device does not support the key system, the page \
                      is not on HTTPS, or the player has no license URL. The license was not requested yet, so the \
                      token is probably not the cause.",
            basis: Basis::Inferred,
            explained: Explained::By(&[]),
            perhaps: &["token-missing"],
            suspects: &[suspect::DRM_TOKEN_NOT_HANDED, suspect::NO_DRM_TOKEN],
        },
        at: &[],
    },
    Entry {
        id: "decode-error",
        kind: Kind::Seen,
        label: "Media could not be decoded",
        texts: &["could not be decoded", "cannot be decoded"],
        source: "https://developer.mozilla.org/docs/Web/API/MediaError",
        audiences: &[],
        facts: Facts {
            meaning: "The player received something that it cannot parse or play. The token is probably not the \
                      cause, unless the response was an error page instead of media. Check the status and the body of \
                      the response.",
            basis: Basis::Inferred,
            explained: Explained::By(&["unknown-url"]),
            perhaps: ANY_REFUSAL,
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "connection-failed",
        kind: Kind::Seen,
        label: "The connection failed",
        texts: &["connection failed", "no internet connection"],
        source: NSURLERROR,
        audiences: &[],
        facts: Facts {
            meaning: "The request got no response: the host name could not be resolved, the connection failed or it \
                      timed out. Mux did not see the token, so the token is not the cause. Check the host name in the \
                      URL and the network.",
            basis: Basis::Documented,
            explained: Explained::By(&["unknown-url", "malformed-url"]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "url-malformed",
        kind: Kind::Seen,
        label: "The URL is malformed",
        texts: &["malformed url", "invalid url", "url is malformed"],
        source: NSURLERROR,
        audiences: &[],
        facts: Facts {
            meaning: "The player cannot request this URL as it is written. Compare it with \
                      `https://stream.mux.com/ID.m3u8?token=…` and check that nothing is encoded twice, missing or \
                      added.",
            basis: Basis::Documented,
            explained: Explained::By(&[
                "malformed-url",
                "wrapped-token",
                "unknown-url",
                "placeholder-token",
            ]),
            perhaps: &["stray-characters", "misplaced-token"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "cors",
        kind: Kind::Seen,
        label: "Blocked by CORS",
        texts: &["cors", "blocked by cors"],
        source: "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors",
        audiences: &[],
        facts: Facts {
            meaning: "The browser hides a response that lacks CORS headers from the page. Error responses often lack \
                      them, so behind this message is probably a request that was rejected, for instance with 403. \
                      Request the URL with curl, or look up its status in the network log.",
            basis: Basis::Inferred,
            explained: Explained::ByErrors,
            perhaps: REFUSED_PERHAPS,
            suspects: REFUSED_OR_OFFLINE,
        },
        at: &[],
    },
    Entry {
        id: "not-sent",
        kind: Kind::Seen,
        label: "Blocked before it was sent",
        texts: &["blocked by an ad blocker", "blocked by adblock"],
        source: "https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP",
        audiences: &[],
        facts: Facts {
            meaning: "The browser, an extension, the app or the framework blocked the request before it was sent: a \
                      content policy, an ad blocker, HTTP in place of HTTPS, or a host that is not allowed. Mux did \
                      not see the token, so the token is not the cause.",
            basis: Basis::Documented,
            explained: Explained::By(&["malformed-url"]),
            perhaps: &["unknown-url"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "aborted",
        kind: Kind::Seen,
        label: "Loading was stopped",
        texts: &["loading was aborted", "loading was stopped"],
        source: "https://developer.mozilla.org/docs/Web/API/MediaError/code",
        audiences: &[],
        facts: Facts {
            meaning: "The page, the player or the viewer stopped loading, for instance to load something else. The token is not \
                      the cause. If another error came first, look at that one.",
            basis: Basis::Documented,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "dash-manifest",
        kind: Kind::Seen,
        label: "DASH manifest could not be loaded",
        texts: &["dash manifest", "mpd could not be loaded"],
        source: "https://cdn.dashjs.org/latest/jsdoc/core_errors_Errors.js.html",
        audiences: &[Audience::Video],
        facts: Facts {
            meaning: "A DASH player could not load its manifest. Mux documents HLS only, so a `.mpd` URL probably \
                      does not exist. Use `https://stream.mux.com/ID.m3u8` with a player that supports HLS.",
            basis: Basis::Inferred,
            explained: Explained::By(&["unknown-url"]),
            perhaps: ANY_REFUSAL,
            suspects: REFUSED,
        },
        at: &[],
    },
    Entry {
        id: "url-not-a-string",
        kind: Kind::Seen,
        label: "URL or token is not a string",
        texts: &[
            "[object Promise]",
            "url is not a string",
            "token is not a string",
        ],
        source: "https://github.com/muxinc/mux-node-sdk",
        audiences: &[],
        facts: Facts {
            meaning: "The code uses something other than a string as the URL or the token: probably a Promise, \
                      because `await` is missing before the call that signs.",
            basis: Basis::Inferred,
            explained: Explained::By(&["placeholder-token", "not-a-jwt"]),
            perhaps: &["misplaced-token"],
            suspects: &[],
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
            "thumbnail is broken",
            "thumbnails are broken",
            "thumbnail broken",
            "broken thumbnail",
            "thumbnail does not load",
            "thumbnail not loading",
            "poster is broken",
            "poster broken",
            "broken poster",
            "poster not loading",
            "previews missing",
            "no previews",
            "no hover previews",
            "storyboard missing",
            "no storyboard",
            "The thumbnail-token has an incorrect aud value",
            "The storyboard-token has an incorrect aud value",
            "poster doesn't load",
            "poster does not load",
            "thumbnail doesn't load",
            "poster not showing",
            "thumbnail not showing",
            "thumbnail is not showing",
            "poster is not showing",
            "broken image",
            "image is broken",
            "=image broken",
            "image does not load",
            "image doesn't load",
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
            "not cropped",
            "is not resized",
            "crop is ignored",
            "crop does not work",
            "not rotated",
            "wrong aspect ratio",
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
            "works in chrome",
            "works in safari",
            "works in firefox",
            "works on desktop",
            "only in safari",
            "only in chrome",
            "not in safari",
            "works in the browser",
            "works in curl",
            "works on my machine",
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
    Entry {
        id: "key-unreadable",
        kind: Kind::Signing,
        label: "Private key cannot be read",
        texts: &[
            "private key cannot be read",
            "invalid private key",
            "failed to parse private key",
            "=invalid key",
        ],
        source: "https://github.com/muxinc/mux-node-sdk/issues/203",
        audiences: &[],
        facts: Facts {
            meaning: "The signing library cannot read the private key. Mux returns it as base64 of a PEM file: most \
                      libraries need it decoded first. Otherwise the variable is empty, has `\\n` in place of line \
                      breaks or quotes around it, or a part is missing. `mux-jwt key` reads the key in any form and \
                      prints what is wrong with it.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-missing",
        kind: Kind::Signing,
        label: "Private key is missing",
        texts: &[
            "private key is missing",
            "no private key",
            "missing signing key",
            "signing key is missing",
            "=no signing key",
        ],
        source: MUX_NODE_JWT,
        audiences: &[],
        facts: Facts {
            meaning: "The code that signs got no private key: the variable or setting with it is empty or has another \
                      name. mux-node reads the key ID from `MUX_SIGNING_KEY` and the private key from \
                      `MUX_PRIVATE_KEY`.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-id-missing",
        kind: Kind::Signing,
        label: "Key ID is missing",
        texts: &["key id is missing", "no key id"],
        source: MUX_NODE_JWT,
        audiences: &[],
        facts: Facts {
            meaning: "mux-node got no key ID. It reads it from the option `keyId` or from `MUX_SIGNING_KEY`, which \
                      contains the ID of the key and not the private key. Version 7 reports a missing private key the \
                      same way.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &["missing-key-id"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-not-rsa",
        kind: Kind::Signing,
        label: "Key does not fit the algorithm",
        texts: &["key does not fit the algorithm", "wrong key type"],
        source: "https://github.com/muxinc/mux-node-sdk/issues/311",
        audiences: &[],
        facts: Facts {
            meaning: "The algorithm and the key do not belong together. Mux requires RS256, which needs an RSA \
                      private key as PEM. The value is probably something else: base64 that was not decoded, a key in \
                      a form that the library does not read, an access token secret, or a shared secret for HS256.",
            basis: Basis::Inferred,
            explained: Explained::By(&["wrong-algorithm"]),
            perhaps: &["access-token-as-key"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-pkcs8",
        kind: Kind::Signing,
        label: "Key has the wrong PEM format",
        texts: &["pkcs1 instead of pkcs8"],
        source: "https://github.com/muxinc/mux-node-sdk/issues/66",
        audiences: &[],
        facts: Facts {
            meaning: "The library reads one of the two PEM formats of RSA keys, and the key has the other. Keys of \
                      Mux are PKCS#1, `BEGIN RSA PRIVATE KEY`; jose, WebCrypto and Java need PKCS#8, `BEGIN PRIVATE \
                      KEY`. Convert it with `openssl pkcs8 -topk8 -nocrypt`.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-base64",
        kind: Kind::Signing,
        label: "Base64 of the key is damaged",
        texts: &["base64 is damaged"],
        source: "https://docs.python.org/3/library/binascii.html",
        audiences: &[],
        facts: Facts {
            meaning: "The key, or another value, is not the base64 that the code decodes. The value is probably cut, \
                      a PEM file that is not base64, has quotes or `\\n` in it, or uses the URL alphabet. `mux-jwt \
                      key` reads the key and prints what is wrong with it.",
            basis: Basis::Inferred,
            explained: Explained::By(&[]),
            perhaps: &["not-base64url", "truncated-token"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "key-too-small",
        kind: Kind::Signing,
        label: "Key is too small",
        texts: &["key is too small"],
        source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.3",
        audiences: &[],
        facts: Facts {
            meaning: "The key is smaller than RS256 allows. Mux creates keys of 2048 bits, so this is probably not a \
                      signing key of Mux, or only a part of one.",
            basis: Basis::Inferred,
            explained: Explained::By(&["weak-key"]),
            perhaps: &[],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "no-rs256",
        kind: Kind::Signing,
        label: "Library cannot sign with RS256",
        texts: &["rs256 is not supported"],
        source: "https://pyjwt.readthedocs.io/en/stable/installation.html",
        audiences: &[],
        facts: Facts {
            meaning: "The library lacks RS256. PyJWT needs the package `cryptography` for it: install `pyjwt[crypto]`.",
            basis: Basis::Documented,
            explained: Explained::By(&[]),
            perhaps: &["wrong-algorithm"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "signature-type",
        kind: Kind::Signing,
        label: "Invalid signature type",
        texts: &["invalid signature type"],
        source: MUX_NODE_JWT,
        audiences: &[],
        facts: Facts {
            meaning: "mux-node does not know this `type`. It accepts `video`, `thumbnail`, `gif`, `storyboard`, \
                      `stats` and `drm_license`; its README says `playback`, which it rejects. Viewer counts have \
                      `video`, `asset`, `playback` and `live_stream`.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &["unknown-audience"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "expiry-option",
        kind: Kind::Signing,
        label: "Expiry option is invalid",
        texts: &["invalid expiration"],
        source: MUX_NODE_JWT,
        audiences: &[],
        facts: Facts {
            meaning: "The library does not understand the expiry. Give mux-node a number and a unit, such as `7d` or \
                      `12h`; versions differ in which other forms they accept. Set either an `exp` claim or the \
                      option, not both.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &["malformed-expiry", "missing-expiry"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "old-sdk",
        kind: Kind::Signing,
        label: "mux-node has no such function",
        texts: &["mux.jwt undefined"],
        source: "https://github.com/muxinc/mux-node-sdk/issues/588",
        audiences: &[],
        facts: Facts {
            meaning: "The code is for another version of mux-node. Up to version 7 signing is the static `Mux.JWT`, \
                      from version 8 on it is `mux.jwt` of an instance, and its functions return a Promise.",
            basis: Basis::Observed,
            explained: Explained::By(&[]),
            perhaps: &["placeholder-token"],
            suspects: &[],
        },
        at: &[],
    },
    Entry {
        id: "verifier-expired",
        kind: Kind::Seen,
        label: "A library reports an expired token",
        texts: &["jwt has expired", "=token expired", "=token is expired"],
        source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
        audiences: &[],
        facts: Facts {
            meaning: "A library checked a token and found its `exp` in the past. Mux rejects such a token as well, \
                      with 403.",
            basis: Basis::Documented,
            explained: Explained::By(&["expired", "missing-expiry"]),
            perhaps: &["malformed-expiry"],
            suspects: &[suspect::OTHER_TOKEN],
        },
        at: &[],
    },
    Entry {
        id: "verifier-signature",
        kind: Kind::Seen,
        label: "A library rejects the signature",
        texts: &["signature verification failed"],
        source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
        audiences: &[],
        facts: Facts {
            meaning: "A library checked a token, and the signature does not match the key that it used. Either the \
                      token was signed with another key or changed, or the library was given the wrong public key.",
            basis: Basis::Documented,
            explained: Explained::By(&["bad-signature", "wrong-algorithm"]),
            perhaps: &["truncated-token", "not-base64url"],
            suspects: &[suspect::SIGNATURE, suspect::OTHER_TOKEN],
        },
        at: &[],
    },
    Entry {
        id: "verifier-malformed",
        kind: Kind::Seen,
        label: "A library cannot decode the token",
        texts: &["token is malformed"],
        source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
        audiences: &[],
        facts: Facts {
            meaning: "A library got something that is not a whole token: three base64url parts separated by dots.",
            basis: Basis::Documented,
            explained: Explained::By(STRUCTURAL),
            perhaps: &["stray-characters", "wrapped-token", "not-a-jwt"],
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

/// The rules that may explain an error during playback.
const STOPS_PERHAPS: &[&str] = &["expires-before-end", "ends-immediately"];

/// The other causes of a 403.
const REFUSED: &[Suspect] = &[
    suspect::ANOTHER_TOKEN,
    suspect::OTHER_AUDIENCE,
    suspect::SIGNATURE,
    suspect::RESTRICTION,
    suspect::UNKNOWN_KEY,
    suspect::OTHER_ENVIRONMENT,
];

/// The other causes of an error that a failed connection also results in.
const REFUSED_OR_OFFLINE: &[Suspect] = &[
    suspect::ANOTHER_TOKEN,
    suspect::OTHER_AUDIENCE,
    suspect::SIGNATURE,
    suspect::RESTRICTION,
    suspect::UNKNOWN_KEY,
    suspect::OTHER_ENVIRONMENT,
    suspect::CONNECTION,
];

const SERVER_ERROR: Facts = Facts {
    meaning: "The server failed to answer. What exactly failed is unknown, but the token is probably not the cause: Mux \
              rejects a token with 403. Try again later.",
    basis: Basis::Inferred,
    explained: Explained::By(&[]),
    perhaps: &[],
    suspects: &[],
};

const OTHER_STATUS: Facts = Facts {
    meaning: "What this status means for a request to Mux is unknown. It probably has nothing to do with the token, which \
              Mux rejects with 403. A proxy, a firewall or a custom domain between the viewer and Mux may return it.",
    basis: Basis::Inferred,
    explained: Explained::By(&[]),
    perhaps: &[],
    suspects: &[],
};

const STREAM_400: Facts = Facts {
    meaning: "The playback ID is invalid, or it is public and was requested with a token: a public playback ID needs \
              none.",
    basis: Basis::Observed,
    explained: Explained::By(&["public-playback-id", "misplaced-token"]),
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
const DRM: &str = "https://www.mux.com/docs/guides/protect-videos-with-drm";
const NSURLERROR: &str = "https://developer.apple.com/documentation/foundation/nsurlerror-code";
const MUX_NODE_JWT: &str = "https://github.com/muxinc/mux-node-sdk/blob/master/src/lib/jwt.ts";
const SERVER_ERRORS: &str = "https://www.rfc-editor.org/rfc/rfc9110#section-15.6";
const SECURE: &str = "https://www.mux.com/docs/guides/secure-video-playback";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::lint::rule_named;

    /// Rules that may not exist yet.
    const PLANNED: &[&str] = &[
        "access-token-as-key",
        "ends-immediately",
        "malformed-url",
        "not-a-jwt",
        "public-playback-id",
        "weak-key",
        "wrapped-token",
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
            let is_number = entry.id.bytes().all(|b| b.is_ascii_digit() || b == b'x');
            let has_number = matches!(entry.kind, Kind::Status | Kind::Player);
            assert_eq!(is_number, has_number, "{}", entry.id);
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
