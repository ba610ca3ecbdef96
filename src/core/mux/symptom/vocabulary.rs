//! What players, browsers, tools and signing libraries call the symptoms in `table.rs`.
//!
//! The messages are those that each program documents or has in its source. What a message means for a signed URL is
//! said in the table, where most of it is inferred: nothing here was tested on Mux's servers.
//!
//! To add a message, add it to its program, below the id of the symptom that it means. Case, spaces and punctuation do
//! not matter. `…` separates parts that other text may be between; `=` begins a message that must be the whole text, as
//! a code must that other programs also use.

/// A program whose messages are recognized.
#[derive(Debug, PartialEq, Eq)]
pub struct Reporter {
    /// Its name.
    pub name: &'static str,
    /// Where its messages are from.
    pub source: &'static str,
    /// Its messages, and the ids of the symptoms that they mean.
    pub messages: &'static [(&'static str, &'static [&'static str])],
}

/// Every program. Of two that share a code, the likelier comes first.
pub const VOCABULARY: &[Reporter] = &[
    Reporter {
        name: "hls.js",
        source: "https://github.com/video-dev/hls.js/blob/master/src/errors.ts",
        messages: &[
            (
                "load-error",
                &[
                    "manifestLoadError",
                    "manifestLoadTimeOut",
                    "A network error occurred while loading manifest",
                ],
            ),
            (
                "stream-interrupted",
                &[
                    "levelLoadError",
                    "levelLoadTimeOut",
                    "audioTrackLoadError",
                    "audioTrackLoadTimeOut",
                    "subtitleTrackLoadError",
                    "subtitleTrackLoadTimeOut",
                    "fragLoadError",
                    "fragLoadTimeOut",
                ],
            ),
            (
                "license-error",
                &[
                    "keySystemLicenseRequestFailed",
                    "keySystemServerCertificateRequestFailed",
                    "keyLoadError",
                    "keyLoadTimeOut",
                ],
            ),
            (
                "license-rejected",
                &[
                    "keySystemSessionUpdateFailed",
                    "keySystemServerCertificateUpdateFailed",
                    "keySystemStatusInternalError",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "keySystemNoKeys",
                    "keySystemNoAccess",
                    "keySystemNoSession",
                    "keySystemNoConfiguredLicense",
                    "keySystemStatusOutputRestricted",
                    "=keySystemError",
                ],
            ),
            (
                "decode-error",
                &[
                    "manifestParsingError",
                    "no EXTM3U delimiter",
                    "manifestIncompatibleCodecsError",
                    "levelParsingError",
                    "levelEmptyError",
                    "fragParsingError",
                    "fragDecryptError",
                    "bufferAppendError",
                    "bufferAppendingError",
                    "bufferAddCodecError",
                    "bufferIncompatibleCodecsError",
                    "hls.js … mediaError",
                    "=mediaError",
                ],
            ),
        ],
    },
    Reporter {
        name: "Video.js",
        source: "https://github.com/videojs/video.js/blob/main/src/js/media-error.js",
        messages: &[
            (
                "aborted",
                &[
                    "MEDIA_ERR_ABORTED",
                    "You aborted the media playback",
                    "=code 1",
                    "=error code 1",
                ],
            ),
            (
                "source-not-supported",
                &[
                    "CODE:4 MEDIA_ERR_SRC_NOT_SUPPORTED",
                    "The media could not be loaded, either because the server or network failed or because the format is not supported",
                    "No compatible source was found for this media",
                    "MEDIA_ERR … code 4",
                    "=code 4",
                    "=error code 4",
                    "Video.js … code 4",
                    "=MediaError 4",
                ],
            ),
            (
                "stream-interrupted",
                &[
                    "MEDIA_ERR_NETWORK",
                    "A network error caused the media download to fail part-way",
                    "HLS playlist request error at URL",
                    "HLS playlist request errored at URL",
                    "HLS segment request errored at URL",
                    "Problem encountered with the current HLS playlist",
                    "=code 2",
                    "=error code 2",
                    "Video.js … code 2",
                    "=MediaError 2",
                ],
            ),
            (
                "decode-error",
                &[
                    "MEDIA_ERR_DECODE",
                    "The media playback was aborted due to a corruption problem",
                    "=code 3",
                    "=error code 3",
                    "Video.js … code 3",
                    "=MediaError 3",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "MEDIA_ERR_ENCRYPTED",
                    "The media is encrypted and we do not have the keys to decrypt it",
                    "=code 5",
                ],
            ),
        ],
    },
    Reporter {
        name: "AVPlayer",
        source: "https://developer.apple.com/documentation/foundation/nsurlerror-code and http://www.openradar.me/14304140",
        messages: &[
            (
                "aborted",
                &["NSURLErrorDomain … -999", "NSURLErrorCancelled", "=-999"],
            ),
            (
                "403",
                &[
                    "CoreMediaErrorDomain … -12660",
                    "=-12660",
                    "NSURLErrorDomain … -1102",
                    "NSURLErrorNoPermissionsToReadFile",
                    "You do not have permission to access the requested resource",
                    "=-1102",
                ],
            ),
            (
                "404",
                &[
                    "CoreMediaErrorDomain … -12938",
                    "=-12938",
                    "NSURLErrorDomain … -1100",
                    "NSURLErrorFileDoesNotExist",
                    "The requested URL was not found on this server",
                    "=-1100",
                ],
            ),
            (
                "401",
                &[
                    "NSURLErrorDomain … -1013",
                    "NSURLErrorUserAuthenticationRequired",
                    "=-1013",
                ],
            ),
            (
                "http-error",
                &[
                    "NSURLErrorDomain … -1011",
                    "NSURLErrorBadServerResponse",
                    "There was a bad response from the server",
                    "=-1011",
                    "CKC request failed",
                    "Application certificate request failed",
                    "FairPlaySessionError … httpFailed",
                ],
            ),
            (
                "connection-failed",
                &[
                    "NSURLErrorDomain … -1001",
                    "NSURLErrorTimedOut",
                    "The request timed out",
                    "=-1001",
                    "NSURLErrorDomain … -1003",
                    "NSURLErrorCannotFindHost",
                    "A server with the specified hostname could not be found",
                    "=-1003",
                    "NSURLErrorDomain … -1004",
                    "NSURLErrorCannotConnectToHost",
                    "Could not connect to the server",
                    "NSURLErrorDomain … -1005",
                    "NSURLErrorNetworkConnectionLost",
                    "The network connection was lost",
                    "=-1005",
                    "NSURLErrorDomain … -1009",
                    "NSURLErrorNotConnectedToInternet",
                    "The Internet connection appears to be offline",
                    "=-1009",
                    "NSURLErrorDomain … -1200",
                    "NSURLErrorSecureConnectionFailed",
                ],
            ),
            (
                "url-malformed",
                &[
                    "NSURLErrorDomain … -1000",
                    "NSURLErrorBadURL",
                    "NSURLErrorDomain … -1002",
                    "NSURLErrorUnsupportedURL",
                    "unsupported URL",
                    "=-1000",
                    "=-1002",
                ],
            ),
            (
                "load-error",
                &[
                    "=The operation could not be completed",
                    "AVFoundationErrorDomain … -11800",
                    "=-11800",
                    "AVFoundationErrorDomain … -11850",
                    "The server is not correctly configured",
                    "=-11850",
                    "AVFoundationErrorDomain … -11863",
                    "=-11863",
                    "AVPlayerItemFailedToPlayToEndTime",
                    "AVPlayerItem … failed",
                    "CoreMediaErrorDomain",
                    "AVFoundationErrorDomain",
                    "NSURLErrorDomain",
                ],
            ),
            (
                "decode-error",
                &[
                    "=Cannot Open",
                    "AVFoundationErrorDomain … -11828",
                    "This media format is not supported",
                    "=-11828",
                    "AVFoundationErrorDomain … -11829",
                    "This media may be damaged",
                    "=-11829",
                    "AVFoundationErrorDomain … -11833",
                    "=-11833",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "AVFoundationErrorDomain … -11835",
                    "This content is not authorized",
                    "=-11835",
                    "AVFoundationErrorDomain … -11836",
                    "=-11836",
                ],
            ),
        ],
    },
    Reporter {
        name: "Shaka Player",
        source: "https://shaka-player-demo.appspot.com/docs/api/shaka.util.Error.html",
        messages: &[
            ("aborted", &["LOAD_INTERRUPTED", "Shaka … 7000", "=7000"]),
            ("http-error", &["BAD_HTTP_STATUS", "Shaka … 1001", "=1001"]),
            (
                "connection-failed",
                &[
                    "NETWORK.TIMEOUT",
                    "Shaka … 1003",
                    "=1003",
                    "Shaka … 1000",
                    "NETWORK.UNSUPPORTED_SCHEME",
                ],
            ),
            ("cors", &["NETWORK.HTTP_ERROR", "Shaka … 1002", "=1002"]),
            (
                "load-error",
                &[
                    "ATTEMPTS_EXHAUSTED",
                    "Shaka … 1010",
                    "Shaka … 1006",
                    "Shaka … 1007",
                    "REQUEST_FILTER_ERROR",
                    "RESPONSE_FILTER_ERROR",
                    "=shaka error",
                ],
            ),
            (
                "license-error",
                &[
                    "LICENSE_REQUEST_FAILED",
                    "Shaka … 6007",
                    "=6007",
                    "SERVER_CERTIFICATE_REQUEST_FAILED",
                    "Shaka … 6017",
                    "=6017",
                ],
            ),
            (
                "license-rejected",
                &[
                    "LICENSE_RESPONSE_REJECTED",
                    "Shaka … 6008",
                    "=6008",
                    "INVALID_SERVER_CERTIFICATE",
                    "Shaka … 6004",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "REQUESTED_KEY_SYSTEM_CONFIG_UNAVAILABLE",
                    "Shaka … 6001",
                    "=6001",
                    "FAILED_TO_CREATE_CDM",
                    "Shaka … 6002",
                    "=6002",
                    "FAILED_TO_ATTACH_TO_VIDEO",
                    "Shaka … 6003",
                    "FAILED_TO_CREATE_SESSION",
                    "Shaka … 6005",
                    "FAILED_TO_GENERATE_LICENSE_REQUEST",
                    "Shaka … 6006",
                    "=6006",
                    "ENCRYPTED_CONTENT_WITHOUT_DRM_INFO",
                    "Shaka … 6010",
                    "=6010",
                    "NO_LICENSE_SERVER_GIVEN",
                    "Shaka … 6012",
                    "=6012",
                    "SERVER_CERTIFICATE_REQUIRED",
                    "Shaka … 6015",
                ],
            ),
            (
                "decode-error",
                &[
                    "HLS_PLAYLIST_HEADER_MISSING",
                    "Shaka … 4015",
                    "Shaka … 3016",
                    "=3016",
                    "DASH_INVALID_XML",
                    "Shaka … 4001",
                    "RESTRICTIONS_CANNOT_BE_MET",
                    "CONTENT_UNSUPPORTED_BY_BROWSER",
                    "UNABLE_TO_GUESS_MANIFEST_TYPE",
                    "Shaka … 4000",
                ],
            ),
        ],
    },
    Reporter {
        name: "ExoPlayer or Media3",
        source: "https://developer.android.com/reference/androidx/media3/common/PlaybackException",
        messages: &[
            (
                "http-error",
                &[
                    "ERROR_CODE_IO_BAD_HTTP_STATUS",
                    "InvalidResponseCodeException",
                    "PlaybackException … 2004",
                    "ExoPlayer … 2004",
                    "errorCode 2004",
                    "=2004",
                ],
            ),
            (
                "load-error",
                &[
                    "ExoPlaybackException: Source error",
                    "PlaybackException: Source error",
                    "A playback exception has occurred: Source error",
                    "=Source error",
                    "ERROR_CODE_IO_UNSPECIFIED",
                    "HttpDataSourceException",
                    "errorCode 2000",
                    "ERROR_CODE_IO_INVALID_HTTP_CONTENT_TYPE",
                    "InvalidContentTypeException",
                ],
            ),
            (
                "connection-failed",
                &[
                    "ERROR_CODE_IO_NETWORK_CONNECTION_FAILED",
                    "ERROR_CODE_IO_NETWORK_CONNECTION_TIMEOUT",
                    "errorCode 2001",
                    "=2001",
                    "errorCode 2002",
                    "=2002",
                    "UnknownHostException",
                    "SocketTimeoutException",
                    "Unable to resolve host",
                ],
            ),
            (
                "not-sent",
                &[
                    "ERROR_CODE_IO_CLEARTEXT_NOT_PERMITTED",
                    "CleartextNotPermittedException",
                    "Cleartext HTTP traffic … not permitted",
                ],
            ),
            (
                "license-error",
                &[
                    "ERROR_CODE_DRM_LICENSE_ACQUISITION_FAILED",
                    "PlaybackException … 6004",
                    "MediaDrmCallbackException",
                    "errorCode 6004",
                ],
            ),
            (
                "license-rejected",
                &[
                    "ERROR_CODE_DRM_CONTENT_ERROR",
                    "ERROR_CODE_DRM_LICENSE_EXPIRED",
                    "DeniedByServerException",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "ERROR_CODE_DRM_UNSPECIFIED",
                    "ERROR_CODE_DRM_SCHEME_UNSUPPORTED",
                    "ERROR_CODE_DRM_PROVISIONING_FAILED",
                    "ERROR_CODE_DRM_DISALLOWED_OPERATION",
                    "ERROR_CODE_DRM_SYSTEM_ERROR",
                    "ERROR_CODE_DRM_DEVICE_REVOKED",
                    "DrmSessionException",
                    "UnsupportedDrmException",
                ],
            ),
            (
                "decode-error",
                &[
                    "ERROR_CODE_PARSING_CONTAINER_MALFORMED",
                    "ERROR_CODE_PARSING_MANIFEST_MALFORMED",
                    "ERROR_CODE_PARSING_CONTAINER_UNSUPPORTED",
                    "ERROR_CODE_PARSING_MANIFEST_UNSUPPORTED",
                    "ERROR_CODE_DECODER_INIT_FAILED",
                    "ERROR_CODE_DECODING_FAILED",
                    "UnrecognizedInputFormatException",
                    "None of the available extractors … could read the stream",
                    "Input does not start with the #EXTM3U header",
                ],
            ),
            ("404", &["ERROR_CODE_IO_FILE_NOT_FOUND"]),
        ],
    },
    Reporter {
        name: "Android MediaPlayer",
        source: "https://developer.android.com/reference/android/media/MediaPlayer",
        messages: &[
            (
                "load-error",
                &[
                    "extra … -1004",
                    "MediaPlayer … -1004",
                    "MEDIA_ERROR_IO",
                    "extra … -2147483648",
                    "MediaPlayer … -2147483648",
                    "MEDIA_ERROR_UNKNOWN",
                ],
            ),
            (
                "decode-error",
                &[
                    "extra … -1007",
                    "MediaPlayer … -1007",
                    "MEDIA_ERROR_MALFORMED",
                    "extra … -1010",
                    "MediaPlayer … -1010",
                    "MEDIA_ERROR_UNSUPPORTED",
                    "=-1007",
                    "=-1010",
                ],
            ),
            (
                "connection-failed",
                &[
                    "extra … -110",
                    "MediaPlayer … -110",
                    "MEDIA_ERROR_TIMED_OUT",
                ],
            ),
        ],
    },
    Reporter {
        name: "Expo Video or React Native",
        source: "https://docs.expo.dev/versions/latest/sdk/video/",
        messages: &[(
            "load-error",
            &[
                "ExpoVideo.PlayerItemLoadException",
                "PlayerItemLoadException",
                "Failed to load the player item",
                "ExpoVideo … PlaybackException",
            ],
        )],
    },
    Reporter {
        name: "Google Cast",
        source: "https://developers.google.com/cast/docs/web_receiver/error_codes",
        messages: &[
            (
                "aborted",
                &[
                    "MEDIA_ABORTED",
                    "detailedErrorCode … 101",
                    "detailedErrorCode … 904",
                ],
            ),
            (
                "load-error",
                &[
                    "HLS_NETWORK_MASTER_PLAYLIST",
                    "detailedErrorCode … 311",
                    "Cast … error … 311",
                    "Chromecast … 311",
                    "NETWORK_UNKNOWN",
                    "detailedErrorCode … 300",
                    "detailedErrorCode … 905",
                    "Cast … LOAD_FAILED",
                    "=LOAD_FAILED",
                    "MANIFEST_UNKNOWN",
                    "detailedErrorCode … 400",
                ],
            ),
            (
                "stream-interrupted",
                &[
                    "SEGMENT_NETWORK",
                    "detailedErrorCode … 301",
                    "HLS_NETWORK_PLAYLIST",
                    "detailedErrorCode … 312",
                    "HLS_NETWORK_INVALID_SEGMENT",
                    "detailedErrorCode … 315",
                    "MEDIA_NETWORK",
                    "detailedErrorCode … 103",
                ],
            ),
            (
                "license-error",
                &[
                    "MEDIAKEYS_NETWORK",
                    "detailedErrorCode … 201",
                    "HLS_NETWORK_NO_KEY_RESPONSE",
                    "detailedErrorCode … 313",
                    "HLS_NETWORK_KEY_LOAD",
                    "detailedErrorCode … 314",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "MEDIAKEYS_UNSUPPORTED",
                    "detailedErrorCode … 202",
                    "MEDIAKEYS_WEBCRYPTO",
                    "detailedErrorCode … 203",
                ],
            ),
            (
                "source-not-supported",
                &["MEDIA_SRC_NOT_SUPPORTED", "detailedErrorCode … 104"],
            ),
            (
                "decode-error",
                &[
                    "MEDIA_DECODE",
                    "detailedErrorCode … 102",
                    "SOURCE_BUFFER_FAILURE",
                    "detailedErrorCode … 110",
                    "HLS_SEGMENT_PARSING",
                    "detailedErrorCode … 316",
                    "HLS_MANIFEST_MASTER",
                    "detailedErrorCode … 411",
                    "HLS_MANIFEST_PLAYLIST",
                    "detailedErrorCode … 412",
                ],
            ),
        ],
    },
    Reporter {
        name: "Roku",
        source: "https://developer.roku.com/docs/references/scenegraph/media-playback-nodes/video.md",
        messages: &[
            (
                "http-error",
                &[
                    "HTTP error: malformed headers or HTTP error result",
                    "Roku … -1",
                    "roVideoPlayer … -1",
                ],
            ),
            (
                "connection-failed",
                &["Network error: server down or unresponsive", "Roku … -2"],
            ),
            (
                "decode-error",
                &[
                    "Media error; media format is unknown or unsupported",
                    "Roku … -5",
                ],
            ),
            ("license-error", &["Roku … -6", "Roku … DRM error"]),
            ("load-error", &["Roku … -3", "Roku … -4"]),
        ],
    },
    Reporter {
        name: "dash.js",
        source: "https://cdn.dashjs.org/latest/jsdoc/core_errors_Errors.js.html",
        messages: &[
            (
                "dash-manifest",
                &[
                    "MANIFEST_LOADER_LOADING_FAILURE",
                    "MANIFEST_LOADER_PARSING_FAILURE",
                    "dash.js … manifest",
                    "Failed loading manifest",
                    "dash.js … code 25",
                ],
            ),
            (
                "license-error",
                &[
                    "MEDIA_KEY_MESSAGE_LICENSER_ERROR",
                    "DRM: licenser error",
                    "DRM: … error using XMLHttpRequest",
                ],
            ),
            (
                "stream-interrupted",
                &[
                    "FRAGMENT_LOADER_LOADING_FAILURE",
                    "FRAGMENT_LOADER_NULL_REQUEST",
                ],
            ),
        ],
    },
    Reporter {
        name: "JW Player",
        source: "https://docs.jwplayer.com/players/docs/jw8-player-errors-reference",
        messages: &[
            (
                "403",
                &[
                    "=232403",
                    "Error Code: 232403",
                    "=233403",
                    "Error Code: 233403",
                ],
            ),
            ("404", &["=232404", "Error Code: 232404"]),
            ("400", &["=232400", "Error Code: 232400"]),
            (
                "cors",
                &[
                    "=232011",
                    "Error Code: 232011",
                    "=233011",
                    "Error Code: 233011",
                ],
            ),
            (
                "load-error",
                &[
                    "This video file cannot be played",
                    "=232001",
                    "Error Code: 232001",
                    "=232002",
                    "Error Code: 232002",
                    "=102630",
                    "Error Code: 102630",
                ],
            ),
            ("source-not-supported", &["=224003", "Error Code: 224003"]),
        ],
    },
    Reporter {
        name: "web browsers",
        source: "https://developer.mozilla.org/docs/Web/API/MediaError",
        messages: &[
            (
                "aborted",
                &[
                    "play() request was interrupted",
                    "AbortError: The operation was aborted",
                    "AbortError: The fetching process",
                ],
            ),
            (
                "source-not-supported",
                &[
                    "Failed to load because no supported source was found",
                    "The element has no supported sources",
                    "MEDIA_ELEMENT_ERROR",
                    "NotSupportedError: The operation is not supported",
                    "MediaError … code 4",
                    "DEMUXER_ERROR_COULD_NOT_OPEN",
                    "NS_ERROR_DOM_MEDIA_METADATA_ERR",
                    "All candidate resources failed to load",
                    "Cannot play media. No decoders for requested formats",
                    "No video with supported format and MIME type found",
                ],
            ),
            (
                "stream-interrupted",
                &[
                    "PIPELINE_ERROR_READ",
                    "FFmpegDemuxer: data source error",
                    "MediaError … code 2",
                    "PIPELINE_ERROR_NETWORK",
                ],
            ),
            (
                "decode-error",
                &[
                    "PIPELINE_ERROR_DECODE",
                    "MediaError … code 3",
                    "DEMUXER_ERROR",
                    "CHUNK_DEMUXER_ERROR_APPEND_FAILED",
                    "PIPELINE_ERROR_COULD_NOT_RENDER",
                    "NS_ERROR_DOM_MEDIA_DECODE_ERR",
                    "NS_ERROR_DOM_MEDIA_DEMUXER_ERR",
                    "NS_ERROR_DOM_MEDIA_FATAL_ERR",
                ],
            ),
            (
                "cors",
                &[
                    "blocked by CORS policy",
                    "Access-Control-Allow-Origin",
                    "Cross-Origin Request Blocked",
                    "CORS header … missing",
                    "CORS error",
                    "CORS request did not succeed",
                    "CORS",
                    "net::ERR_BLOCKED_BY_ORB",
                    "NS_BINDING_ABORTED … OpaqueResponseBlocking",
                    "Failed to fetch",
                    "NetworkError when attempting to fetch resource",
                    "A network error occurred. … XMLHttpRequest",
                ],
            ),
            (
                "not-sent",
                &[
                    "net::ERR_BLOCKED_BY_CLIENT",
                    "net::ERR_BLOCKED_BY_CSP",
                    "violates the following Content Security Policy",
                    "Content-Security-Policy … blocked",
                    "Mixed Content",
                    "Media load rejected by URL safety check",
                ],
            ),
            (
                "connection-failed",
                &[
                    "net::ERR_NAME_NOT_RESOLVED",
                    "net::ERR_CONNECTION_REFUSED",
                    "net::ERR_CONNECTION_RESET",
                    "net::ERR_CONNECTION_TIMED_OUT",
                    "net::ERR_CONNECTION_CLOSED",
                    "net::ERR_TIMED_OUT",
                    "net::ERR_INTERNET_DISCONNECTED",
                    "net::ERR_NETWORK_CHANGED",
                    "net::ERR_ADDRESS_UNREACHABLE",
                    "net::ERR_CERT",
                    "net::ERR_SSL_PROTOCOL_ERROR",
                    "DNS_PROBE_FINISHED_NXDOMAIN",
                    "NS_ERROR_UNKNOWN_HOST",
                    "NS_ERROR_CONNECTION_REFUSED",
                    "NS_ERROR_NET_TIMEOUT",
                    "NS_ERROR_NET_RESET",
                ],
            ),
            (
                "http-error",
                &[
                    "Failed to load resource",
                    "HTTP load failed with status",
                    "net::ERR_HTTP_RESPONSE_CODE_FAILURE",
                    "net::ERR_ABORTED",
                    "net::ERR_FAILED",
                ],
            ),
            (
                "drm-unavailable",
                &[
                    "Unsupported keySystem",
                    "requestMediaKeySystemAccess",
                    "NS_ERROR_DOM_MEDIA_CDM_ERR",
                ],
            ),
        ],
    },
    Reporter {
        name: "next/image",
        source: "https://nextjs.org/docs/messages/next-image-unconfigured-host",
        messages: &[
            (
                "http-error",
                &[
                    "upstream image response failed for",
                    "\"url\" parameter is valid but upstream response is invalid",
                    "The requested resource isn't a valid image",
                ],
            ),
            (
                "not-sent",
                &[
                    "is not configured under images in your next.config.js",
                    "hostname … is not configured under images",
                    "\"url\" parameter is not allowed",
                    "next-image-unconfigured-host",
                ],
            ),
        ],
    },
    Reporter {
        name: "ffmpeg or a download tool",
        source: "https://ffmpeg.org/doxygen/trunk/error_8c_source.html",
        messages: &[
            (
                "400",
                &["Server returned 400 Bad Request", "HTTP Error 400"],
            ),
            (
                "401",
                &["Server returned 401 Unauthorized", "HTTP Error 401"],
            ),
            (
                "403",
                &[
                    "Server returned 403 Forbidden",
                    "HTTP Error 403",
                    "ERROR 403: Forbidden",
                ],
            ),
            (
                "404",
                &[
                    "Server returned 404 Not Found",
                    "HTTP Error 404",
                    "ERROR 404: Not Found",
                ],
            ),
            ("4xx", &["Server returned 4XX Client Error"]),
            ("5xx", &["Server returned 5XX Server Error reply"]),
            (
                "http-error",
                &[
                    "curl: (22)",
                    "The requested URL returned error",
                    "curl: (56)",
                    "Unable to download webpage: HTTP Error",
                    "Unable to download m3u8 information",
                    "aria2c … errorCode=22",
                    "wget … exit code 8",
                    "Server issued an error response",
                ],
            ),
            (
                "connection-failed",
                &[
                    "curl: (6)",
                    "curl: (7)",
                    "curl: (28)",
                    "curl: (35)",
                    "curl: (60)",
                    "Could not resolve host",
                    "unable to resolve host address",
                    "Failed to resolve hostname",
                    "Connection refused",
                    "Connection reset by peer",
                    "Temporary failure in name resolution",
                    "Name or service not known",
                    "getaddrinfo ENOTFOUND",
                    "ENOTFOUND",
                    "ETIMEDOUT",
                    "ECONNRESET",
                    "ECONNREFUSED",
                ],
            ),
            (
                "url-malformed",
                &[
                    "curl: (3)",
                    "URL using bad/illegal format or missing URL",
                    "Protocol not found",
                ],
            ),
            (
                "load-error",
                &[
                    "Your input can't be opened",
                    "VLC is unable to open the MRL",
                    "Failed to open … m3u8",
                    "Error opening input",
                ],
            ),
            (
                "decode-error",
                &[
                    "Invalid data found when processing input",
                    "Failed to recognize file format",
                ],
            ),
        ],
    },
    Reporter {
        name: "mux-node",
        source: "https://github.com/muxinc/mux-node-sdk/blob/master/src/lib/jwt.ts",
        messages: &[
            (
                "key-id-missing",
                &[
                    "Signing key required",
                    "pass a keyId option",
                    "Signing Key ID required",
                ],
            ),
            (
                "key-missing",
                &[
                    "Private key required; pass a keySecret option",
                    "Private key required",
                ],
            ),
            (
                "key-unreadable",
                &[
                    "Specified signing key must be either a valid PKCS1 or PKCS8 PEM string",
                    "keyFilePath … not supported in this environment",
                ],
            ),
            (
                "signature-type",
                &["Invalid signature type", "Expected one of video,thumbnail"],
            ),
            (
                "expiry-option",
                &["Invalid time span", "Invalid time period format"],
            ),
            (
                "old-sdk",
                &[
                    "reading 'signPlaybackId'",
                    "reading 'signDrmLicense'",
                    "signPlaybackId is not a function",
                    "mux.jwt is undefined",
                    "Mux.JWT is undefined",
                    "JWT.sign is not a function",
                    "JWT.signPlaybackId is not a function",
                    "Mux.JWT … is not a function",
                    "Property 'JWT' does not exist on type",
                ],
            ),
        ],
    },
    Reporter {
        name: "the Contentful app for Mux",
        source: "https://github.com/contentful/apps",
        messages: &[(
            "key-missing",
            &[
                "No signing key to create a playback token",
                "Preview playback may not work",
            ],
        )],
    },
    Reporter {
        name: "jsonwebtoken (Node)",
        source: "https://github.com/auth0/node-jsonwebtoken/blob/master/sign.js",
        messages: &[
            (
                "key-not-rsa",
                &[
                    "secretOrPrivateKey must be an asymmetric key when using RS256",
                    "must be an asymmetric key when using RS",
                    "secretOrPrivateKey must be a symmetric key when using HS256",
                ],
            ),
            ("key-missing", &["secretOrPrivateKey must have a value"]),
            (
                "key-unreadable",
                &["secretOrPrivateKey is not valid key material"],
            ),
            (
                "key-too-small",
                &["secretOrPrivateKey has a minimum key size of 2048 bits"],
            ),
            (
                "expiry-option",
                &[
                    "\"expiresIn\" should be a number of seconds or string representing a timespan",
                    "Bad \"options.expiresIn\" option",
                    "\"exp\" should be a number of seconds",
                ],
            ),
            ("verifier-expired", &["TokenExpiredError", "jwt expired"]),
            (
                "verifier-signature",
                &[
                    "JsonWebTokenError: invalid signature",
                    "=invalid signature",
                    "=invalid algorithm",
                ],
            ),
            (
                "verifier-malformed",
                &[
                    "jwt malformed",
                    "jwt must be provided",
                    "jwt must be a string",
                ],
            ),
        ],
    },
    Reporter {
        name: "OpenSSL",
        source: "https://github.com/muxinc/mux-node-sdk/issues/203",
        messages: &[(
            "key-unreadable",
            &[
                "PEM routines … no start line",
                "ERR_OSSL_PEM_NO_START_LINE",
                "=no start line",
                "PEM routines … bad end line",
                "PEM routines … bad base64 decode",
                "ERR_OSSL_PEM",
                "DECODER routines … unsupported",
                "ERR_OSSL_UNSUPPORTED",
                "asn1 encoding routines",
                "ERR_OSSL_ASN1",
            ],
        )],
    },
    Reporter {
        name: "jose (JavaScript)",
        source: "https://github.com/panva/jose/blob/main/src/key/import.ts",
        messages: &[
            (
                "key-pkcs8",
                &[
                    "\"pkcs8\" must be PKCS#8 formatted string",
                    "must be PKCS8 formatted string",
                ],
            ),
            (
                "key-unreadable",
                &[
                    "\"spki\" must be SPKI formatted string",
                    "Invalid keyData",
                    "Invalid or unsupported key format",
                    "Invalid PEM formatted message",
                ],
            ),
            (
                "key-not-rsa",
                &[
                    "Key for the RS256 algorithm must be",
                    "Key must be of type CryptoKey",
                    "Key must be one of type KeyObject",
                    "Invalid key for this operation, its asymmetricKeyType must be rsa",
                ],
            ),
            (
                "key-too-small",
                &["RS256 requires key modulusLength to be 2048 bits or larger"],
            ),
            (
                "key-base64",
                &[
                    "InvalidCharacterError",
                    "The string to be decoded is not correctly encoded",
                    "=Invalid character",
                ],
            ),
            (
                "verifier-expired",
                &[
                    "ERR_JWT_EXPIRED",
                    "JWTExpired",
                    "\"exp\" claim timestamp check failed",
                ],
            ),
            (
                "verifier-signature",
                &[
                    "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
                    "JWSSignatureVerificationFailed",
                ],
            ),
            (
                "verifier-malformed",
                &["ERR_JWS_INVALID", "JWSInvalid", "Invalid Compact JWS"],
            ),
        ],
    },
    Reporter {
        name: "WebCrypto",
        source: "https://developer.mozilla.org/docs/Web/API/SubtleCrypto/importKey",
        messages: &[(
            "key-pkcs8",
            &[
                "importKey … DataError",
                "DataError … importKey",
                "SubtleCrypto … DataError",
                "Failed to execute 'importKey'",
            ],
        )],
    },
    Reporter {
        name: "PyJWT, python-jose or cryptography",
        source: "https://cryptography.io/en/latest/faq/",
        messages: &[
            (
                "key-unreadable",
                &[
                    "jwt.exceptions.InvalidKeyError",
                    "=InvalidKeyError",
                    "Could not deserialize key data",
                    "Could not parse the provided public key",
                    "Expecting a PEM-formatted key",
                    "Unable to load PEM file",
                    "MalformedFraming",
                    "Unable to parse an RSA_JWK from key",
                    "RSA key format is not supported",
                ],
            ),
            (
                "key-base64",
                &[
                    "Incorrect padding",
                    "Invalid base64-encoded string",
                    "binascii.Error",
                    "Non-base64 digit found",
                ],
            ),
            (
                "no-rs256",
                &[
                    "Algorithm 'RS256' could not be found",
                    "Do you have cryptography installed",
                ],
            ),
            (
                "key-not-rsa",
                &["Expecting a string- or bytes-formatted key"],
            ),
            ("key-missing", &["TypeError: Expected a string value"]),
            (
                "verifier-expired",
                &["ExpiredSignatureError", "Signature has expired"],
            ),
            (
                "verifier-signature",
                &["InvalidSignatureError", "Signature verification failed"],
            ),
            (
                "verifier-malformed",
                &[
                    "Not enough segments",
                    "Invalid header padding",
                    "Invalid payload padding",
                ],
            ),
        ],
    },
    Reporter {
        name: "php-jwt or lcobucci/jwt",
        source: "https://github.com/firebase/php-jwt/blob/main/src/JWT.php",
        messages: &[
            (
                "key-unreadable",
                &[
                    "OpenSSL unable to validate key",
                    "OpenSSL unable to sign data",
                    "cannot be coerced into a private key",
                    "openssl_sign(): Supplied key param",
                    "openssl_pkey_get_private",
                    "It was not possible to parse your key",
                ],
            ),
            (
                "key-missing",
                &["Key material must not be empty", "Key cannot be empty"],
            ),
            (
                "key-too-small",
                &["Provided key is too short", "Key provided is shorter than"],
            ),
            (
                "key-not-rsa",
                &[
                    "This key is not compatible with RSA signatures",
                    "This key is not compatible with this signer",
                ],
            ),
            (
                "verifier-expired",
                &["Expired token", "The token is expired"],
            ),
            (
                "verifier-malformed",
                &[
                    "Wrong number of segments",
                    "The JWT string must have two dots",
                ],
            ),
        ],
    },
    Reporter {
        name: "ruby-jwt",
        source: "https://github.com/jwt/ruby-jwt",
        messages: &[
            (
                "key-unreadable",
                &[
                    "Neither PUB key nor PRIV key",
                    "OpenSSL::PKey::RSAError",
                    "OpenSSL::PKey::PKeyError",
                    "Could not parse PKey",
                ],
            ),
            (
                "key-not-rsa",
                &[
                    "It has to be an OpenSSL::PKey::RSA instance",
                    "The given key is a String",
                    "undefined method … sign … String",
                ],
            ),
            ("verifier-expired", &["JWT::ExpiredSignature"]),
            (
                "verifier-signature",
                &["JWT::VerificationError", "Signature verification raised"],
            ),
            ("verifier-malformed", &["Not enough or too many segments"]),
        ],
    },
    Reporter {
        name: "golang-jwt",
        source: "https://github.com/golang-jwt/jwt/blob/main/rsa_utils.go",
        messages: &[
            (
                "key-unreadable",
                &[
                    "Key must be a PEM encoded PKCS1 or PKCS8",
                    "invalid key: Key must be PEM encoded",
                    "asn1: structure error",
                    "asn1: syntax error",
                    "failed to decode PEM block",
                    "failed to parse PEM block",
                    "no PEM block",
                ],
            ),
            (
                "key-pkcs8",
                &[
                    "use ParsePKCS8PrivateKey instead for this key format",
                    "use ParsePKCS1PrivateKey instead for this key format",
                ],
            ),
            (
                "key-not-rsa",
                &[
                    "key is of invalid type",
                    "RSA sign expects *rsa.PrivateKey",
                    "key is not a valid RSA private key",
                    "=key is invalid",
                ],
            ),
            ("key-base64", &["illegal base64 data at input byte"]),
            (
                "verifier-expired",
                &[
                    "token is expired",
                    "token has invalid claims: token is expired",
                ],
            ),
            (
                "verifier-signature",
                &[
                    "signature is invalid",
                    "token signature is invalid",
                    "crypto/rsa: verification error",
                ],
            ),
            (
                "verifier-malformed",
                &[
                    "token contains an invalid number of segments",
                    "token is malformed",
                ],
            ),
        ],
    },
    Reporter {
        name: "jjwt or java-jwt",
        source: "https://github.com/jwtk/jjwt",
        messages: &[
            (
                "key-pkcs8",
                &["algid parse error, not a sequence", "Unable to decode key"],
            ),
            (
                "key-unreadable",
                &["InvalidKeySpecException", "InvalidKeyException"],
            ),
            (
                "key-not-rsa",
                &[
                    "Base64-encoded key bytes may only be specified for HMAC signatures",
                    "Key bytes can only be specified for HMAC signatures",
                    "RS256 signing keys must be PrivateKey",
                    "RSA signatures must be computed using an RSA PrivateKey",
                    "The parsed key is not an RSA",
                ],
            ),
            (
                "key-base64",
                &[
                    "Illegal base64 character",
                    "Input byte array has incorrect ending byte",
                    "Illegal base64url character",
                ],
            ),
            (
                "key-too-small",
                &[
                    "WeakKeyException",
                    "which is not secure enough for the RS256 algorithm",
                ],
            ),
            (
                "verifier-expired",
                &[
                    "ExpiredJwtException",
                    "JWT expired at",
                    "The Token has expired on",
                ],
            ),
            (
                "verifier-signature",
                &[
                    "JWT signature does not match locally computed signature",
                    "SignatureVerificationException",
                ],
            ),
            (
                "verifier-malformed",
                &[
                    "MalformedJwtException",
                    "JWT strings must contain exactly 2 period characters",
                    "JWTDecodeException",
                ],
            ),
        ],
    },
    Reporter {
        name: "System.IdentityModel (.NET)",
        source: "https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet",
        messages: &[
            (
                "key-unreadable",
                &["No supported key formats were found", "ASN1 corrupted data"],
            ),
            ("key-base64", &["The input is not a valid Base-64 string"]),
            (
                "key-not-rsa",
                &[
                    "IDX10634",
                    "Unable to create the SignatureProvider",
                    "IDX10653",
                    "IDX10720",
                    "IDX10638",
                ],
            ),
            ("key-too-small", &["IDX10630", "IDX10631"]),
            (
                "verifier-expired",
                &["IDX10223", "SecurityTokenExpiredException"],
            ),
            (
                "verifier-signature",
                &[
                    "IDX10503",
                    "IDX10511",
                    "IDX10500",
                    "IDX10501",
                    "SecurityTokenInvalidSignatureException",
                ],
            ),
            ("verifier-malformed", &["IDX12741", "IDX14100", "IDX12709"]),
        ],
    },
    Reporter {
        name: "jsonwebtoken (Rust)",
        source: "https://docs.rs/jsonwebtoken/latest/jsonwebtoken/errors/enum.ErrorKind.html",
        messages: &[
            ("key-unreadable", &["InvalidKeyFormat", "InvalidRsaKey"]),
            ("verifier-expired", &["ExpiredSignature"]),
            ("verifier-signature", &["=InvalidSignature"]),
        ],
    },
    Reporter {
        name: "JavaScript",
        source: "https://developer.mozilla.org/docs/Web/JavaScript/Reference/Errors/Not_a_function",
        messages: &[(
            "url-not-a-string",
            &[
                "url.startsWith is not a function",
                "src.startsWith is not a function",
                "startsWith is not a function",
                "url.includes is not a function",
                "url.indexOf is not a function",
                "url.match is not a function",
                "src.indexOf is not a function",
                "token.split is not a function",
                "token.startsWith is not a function",
            ],
        )],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mux::symptom::{entry::Symptom, named};

    fn every_message() -> impl Iterator<Item = (&'static Reporter, &'static str, &'static str)> {
        VOCABULARY.iter().flat_map(|program| {
            let messages = program.messages.iter();
            messages
                .flat_map(move |(id, texts)| texts.iter().map(move |text| (program, *id, *text)))
        })
    }

    #[test]
    fn messages_mean_symptoms_of_the_table() {
        for (program, id, message) in every_message() {
            assert!(named(id).is_some(), "{}: {id}", program.name);
            assert!(!program.source.is_empty() && !message.is_empty());
        }
    }

    #[test]
    fn messages_are_recognized_alone_and_in_a_log_line() {
        let id = |text: &str| Symptom::parse(text).map(|symptom| symptom.entry.id);
        let mut wrong = Vec::new();
        for (program, expected, message) in every_message() {
            let text = message.trim_start_matches('=').replace('…', "x");
            let mut lines = vec![text.clone()];
            if !message.starts_with('=') {
                lines.extend([
                    format!("2026-11-25T11:59:58.100Z [4122] E \"{text}\" at player.js:736:21"),
                    text.to_uppercase(),
                    text.replace(' ', "_"),
                ]);
            }
            let misread = lines.into_iter().filter(|line| id(line) != Some(expected));
            wrong.extend(misread.map(|line| {
                let got = id(&line);
                format!("{}: {line}: {got:?}, not {expected}", program.name)
            }));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
