//! Recognizes a symptom in text: a number, a log line, an error message, a few words.

use std::{ops::Range, sync::LazyLock};

use super::{
    SYMPTOMS,
    entry::{Entry, Symptom},
    kind::Kind,
    scan::{Message, Scan},
    vocabulary::{Reporter, VOCABULARY},
};
use crate::core::mux::url::MediaHost;

/// The most suggestions for unknown text.
const MOST_OFFERED: usize = 3;

/// The least similarity of a suggestion.
const ALIKE: f64 = 0.88;

/// Longer input is not just an error message.
const LONGEST_INPUT: usize = 4000;

/// In longer input, a status or a few words may have nothing to do with an error.
const SHORT_INPUT: usize = 600;

/// The least length of a message that identifies an error in longer input.
const LONG_MESSAGE: usize = 14;

/// Symptoms that an HTTP status in the same text is more precise than.
const GENERAL: [&str; 8] = [
    "cors",
    "decode-error",
    "http-error",
    "license-error",
    "license-rejected",
    "load-error",
    "network-error",
    "source-not-supported",
];

/// A message, what it means, and the program that it is of.
struct Known {
    message: Message,
    entry: &'static Entry,
    by: Option<&'static Reporter>,
}

/// The messages of the table and of the vocabulary.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let own = SYMPTOMS.iter().flat_map(|entry| {
        let texts = entry.texts.iter().flat_map(|text| spellings(text));
        texts.map(move |text| (text, entry, None))
    });
    let others = VOCABULARY.iter().flat_map(|program| {
        let messages = program.messages.iter();
        messages.flat_map(move |(id, texts)| {
            let entry = SYMPTOMS.iter().find(|entry| entry.id == *id);
            let texts = texts.iter().zip(std::iter::repeat(entry));
            texts.filter_map(move |(text, entry)| Some(((*text).to_owned(), entry?, Some(program))))
        })
    });
    let known = own.chain(others).map(|(text, entry, by)| Known {
        message: Message::new(&text),
        entry,
        by,
    });
    known.collect()
});

/// The symptom that a text matches best.
#[derive(Clone, Copy)]
struct Best {
    entry: &'static Entry,
    by: Option<&'static Reporter>,
    message: Option<&'static Message>,
    /// The length of everything that matches.
    score: usize,
}

impl Symptom {
    /// Recognizes the symptom in a text: `403`, `HTTP/2 403`, `2403210`, the words of a dialog, `plays, then stops`.
    pub fn parse(text: &str) -> Option<Self> {
        best(&Scan::new(text)).map(|(symptom, _)| symptom)
    }

    /// Recognizes the symptom that is the whole of an input, in which numbers and common words may mean anything.
    pub fn of_input(text: &str) -> Option<Self> {
        if text.len() > LONGEST_INPUT {
            return None;
        }
        let (symptom, score) = best(&Scan::new(text))?;
        let is_named = matches!(symptom.entry.kind, Kind::Player | Kind::Signing);
        let is_message = (is_named || symptom.by.is_some()) && score >= LONG_MESSAGE;
        (text.len() <= SHORT_INPUT || is_message).then_some(symptom)
    }

    /// Symptoms similar to a text, the most similar first; all of them for empty text.
    pub fn suggestions(text: &str) -> Vec<Self> {
        let scan = Scan::new(text);
        if scan.is_empty() {
            return super::all().collect();
        }
        let text = scan.text();
        let mut near: Vec<_> = super::all()
            .filter_map(|symptom| {
                let entry = symptom.entry;
                let label = entry.label.to_lowercase();
                // `240321`, `poster`.
                let begins = text.chars().count() >= 4
                    && [entry.id, label.as_str()]
                        .iter()
                        .any(|name| name.starts_with(text));
                let texts = entry.texts.iter().flat_map(|text| spellings(text));
                let texts = texts.chain([entry.id.to_owned(), label]);
                let likeness = texts.map(|known| strsim::jaro_winkler(text, &known.to_lowercase()));
                let likeness = likeness.fold(if begins { 1.0 } else { 0.0 }, f64::max);
                (likeness >= ALIKE).then_some((likeness, symptom))
            })
            .collect();
        // Stable, so equally similar symptoms keep the order of the table.
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.truncate(MOST_OFFERED);
        near.into_iter().map(|(_, symptom)| symptom).collect()
    }
}

/// The symptom in a text, and how much of the text matches.
fn best(scan: &Scan) -> Option<(Symptom, usize)> {
    if let Some(entry) = SYMPTOMS
        .iter()
        .find(|entry| scan.is(entry.id) || scan.is(entry.label))
    {
        let symptom = Symptom {
            entry,
            host: None,
            by: None,
        };
        return Some((symptom, usize::MAX));
    }
    let host = host_of(scan.text());
    let found = |best: Best| {
        // A description in words does not come from a server, unless it is the message of a program.
        let entry = best.entry;
        let is_answer = entry.kind != Kind::Seen
            || best.by.is_some()
            || entry.texts.iter().any(|text| text.contains('{'));
        let symptom = Symptom {
            entry,
            host: host.filter(|_| is_answer),
            by: best.by,
        };
        (symptom, best.score)
    };
    let certain = |entry| {
        found(Best {
            entry,
            by: None,
            message: None,
            score: usize::MAX,
        })
    };
    // A code is more specific than the words around it, and those more than a status.
    let of_kind = |kind| SYMPTOMS.iter().filter(move |entry| entry.kind == kind);
    if let Some(entry) = scan
        .numbers()
        .find_map(|number| of_kind(Kind::Player).find(|entry| entry.id == number))
    {
        return Some(certain(entry));
    }
    // mux-player prints the expiry of every token as a day in January 1970.
    let text = scan.text();
    if text.contains("1970") && (text.contains("expire") || text.contains("jan")) {
        return super::named("2403210").map(|symptom| certain(symptom.entry));
    }
    let best = best_message(scan, |_| true);
    let is_general = best.is_none_or(|best| GENERAL.contains(&best.entry.id));
    let status = || {
        // `detailedErrorCode 412` is no status.
        let message = best.and_then(|best| best.message);
        let mut numbers = scan.statuses().into_iter();
        let number = numbers.find_map(|number| {
            let is_other = message.is_some_and(|message| message.has(number));
            status_entry(number).filter(|_| !is_other)
        });
        let number = number.map(|entry| Best {
            entry,
            by: None,
            message: None,
            score: 3,
        });
        number.or_else(|| best_message(scan, |entry| entry.kind == Kind::Status))
    };
    let status = if is_general { status() } else { None };
    let (mut symptom, score) = found(status.or(best)?);
    if status.is_some()
        && let Some(best) = best
    {
        // `Shaka Error 6007, status 403` is of the license server.
        symptom.host = symptom.host.or(best.entry.common_host());
        symptom.by = best.by;
        return Some((symptom, best.score));
    }
    Some((symptom, score))
}

/// The entry of which most of a text consists.
fn best_message(scan: &Scan, is_meant: impl Fn(&Entry) -> bool) -> Option<Best> {
    let mut found: Vec<(&Known, Vec<Range<usize>>)> = Vec::new();
    for known in KNOWN.iter().filter(|known| is_meant(known.entry)) {
        let name = known.by.map_or("", |program| program.name);
        let matched = scan.matched(&known.message, name);
        if matched.is_empty() {
            continue;
        }
        match found
            .iter_mut()
            .find(|(first, _)| first.entry.id == known.entry.id)
        {
            Some((first, ranges)) => {
                if matched_length(&matched) > matched_length(ranges) {
                    *first = known;
                }
                ranges.extend(matched);
            }
            None => found.push((known, matched)),
        }
    }
    let scores = found.into_iter().map(|(known, ranges)| Best {
        entry: known.entry,
        by: known.by,
        message: Some(&known.message),
        score: matched_length(&ranges),
    });
    // Of two that match equally, the first of the table is the likelier.
    scores.rev().max_by_key(|best| best.score)
}

/// The length of everything in some ranges, which may overlap.
fn matched_length(ranges: &[Range<usize>]) -> usize {
    let mut ranges = ranges.to_vec();
    ranges.sort_by_key(|range| range.start);
    let mut end = 0;
    let lengths = ranges.into_iter().map(|range| {
        let length = range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
        length
    });
    lengths.sum()
}

/// The entry of a status.
fn status_entry(number: &str) -> Option<&'static Entry> {
    let class = match number.as_bytes().first()? {
        b'4' => "4xx",
        b'5' => "5xx",
        _ => return None,
    };
    let named = |id| SYMPTOMS.iter().find(|entry| entry.id == id);
    named(number).or_else(|| named(class))
}

/// A message of mux-player for its video and for its DRM token.
fn spellings(text: &str) -> impl Iterator<Item = String> {
    let of = |token: &str, title: &str| text.replace("{T}", token).replace("{C}", title);
    let drm = text.contains('{').then(|| of("drm", "Drm"));
    std::iter::once(of("playback", "Video")).chain(drm)
}

/// The server that a text mentions.
fn host_of(text: &str) -> Option<MediaHost> {
    [
        (MediaHost::License, "license.mux.com"),
        (MediaHost::Image, "image.mux.com"),
        (MediaHost::Stats, "stats.mux.com"),
        (MediaHost::Stream, "stream.mux.com"),
        (MediaHost::License, "license"),
        (MediaHost::License, "licence"),
        (MediaHost::License, "drm"),
        (MediaHost::License, "widevine"),
        (MediaHost::License, "playready"),
        (MediaHost::License, "fairplay"),
        // What Mux's iOS player logs.
        (MediaHost::License, "ckc request"),
        (MediaHost::License, "application certificate"),
        (MediaHost::Image, "thumbnail"),
        (MediaHost::Image, "poster"),
        (MediaHost::Image, "storyboard"),
        (MediaHost::Image, "animated."),
        (MediaHost::Stats, "viewer count"),
        (MediaHost::Stream, "playback-token"),
        (MediaHost::Stream, ".m3u8"),
        (MediaHost::Stream, "video url"),
        (MediaHost::Stream, "stream "),
    ]
    .into_iter()
    .find(|(_, word)| text.contains(word))
    .map(|(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        Symptom::parse(text).map(|symptom| symptom.entry.id)
    }

    #[test]
    fn ids_and_labels_are_recognized() {
        for symptom in super::super::all() {
            assert_eq!(Symptom::parse(symptom.entry.id), Some(symptom));
            assert_eq!(Symptom::parse(symptom.entry.label), Some(symptom));
        }
    }

    #[test]
    fn texts_are_recognized_as_likeliest_symptom() {
        let shared = [
            (
                "2403221",
                "The {T}-token is formatted with incorrect information.",
                "2403222",
            ),
            ("2000000", "Network Error", "network-error"),
            ("2400000", "Network Error", "network-error"),
            (
                "2400000",
                "The video URL or {T}-token are formatted with incorrect or incomplete information.",
                "2403201",
            ),
        ];
        for symptom in super::super::all() {
            let entry = symptom.entry;
            for text in entry.texts {
                let likelier = shared
                    .iter()
                    .find(|(id, shared, _)| (id, shared) == (&entry.id, text));
                let expected = likelier.map_or(entry.id, |(_, _, id)| id);
                for (token, title) in [("playback", "Video"), ("drm", "Drm")] {
                    let text = text.replace("{T}", token).replace("{C}", title);
                    let text = text.trim_start_matches('=');
                    assert_eq!(id(text), Some(expected), "{text}");
                    assert_eq!(id(&text.to_uppercase()), Some(expected), "{text}");
                }
            }
        }
    }

    #[test]
    fn numbers_are_found_in_context() {
        for (text, expected) in [
            ("403", "403"),
            (" HTTP/2 403 ", "403"),
            ("< HTTP/1.1 404 Not Found", "404"),
            ("status=400", "400"),
            (
                "GET https://stream.mux.com/ID.m3u8 412 (Precondition Failed)",
                "412",
            ),
            (
                "Failed to load resource: the server responded with a status of 403 ()",
                "403",
            ),
            (
                "Application certificate request failed with response code: 403",
                "403",
            ),
            (
                "{\"error\":{\"messages\":[\"Invalid Parameters\"],\"type\":\"invalid_parameters\"}}",
                "400",
            ),
            ("MuxPlayer error, code 2403210, HTTP 403", "2403210"),
            ("muxCode: 2000000", "2000000"),
            ("HTTP/2 500", "500"),
            ("status code 503", "503"),
            ("418", "4xx"),
            ("HTTP 520", "5xx"),
            ("429 Too Many Requests", "429"),
            ("error 451", "451"),
        ] {
            assert_eq!(id(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "200",
            "HTTP/2 200",
            "I have 403 videos",
            "line 403 of the log",
            "took 404 ms",
            "4030",
            "x403",
            "403ms",
            "1.403",
            "12:04:403",
            "v403",
            "hello",
            "2403211",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn descriptions_are_recognized() {
        for (text, expected) in [
            ("expired Jan 20, 1970", "2403210"),
            ("Expired at: Tue Jan 20 1970 02:47:56 GMT+0100", "2403210"),
            ("The video’s secured playback-token has expired.", "2403210"),
            ("Network Error", "network-error"),
            (
                "Network Error\nA network error caused the media download to fail.",
                "2000000",
            ),
            (
                "Network Error\nThe video URL or playback-token are formatted with incorrect or incomplete \
                 information.",
                "2400000",
            ),
            (
                "Video URL is formatted incorrectly\nThe video's playback ID does not match the one encoded in the \
                 playback-token.",
                "2403232",
            ),
            (
                "video url is formatted incorrectly",
                "formatted-incorrectly",
            ),
            ("MEDIA_ERR_SRC_NOT_SUPPORTED", "source-not-supported"),
            ("it plays then stops", "stops-early"),
            ("poster missing", "poster-missing"),
            ("403 only in production", "some-visitors"),
            ("works, but not on my Chromecast", "not-when-cast"),
            ("My token never expires", "never-expires"),
        ] {
            assert_eq!(id(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn mentioned_server_is_recognized() {
        for (text, host) in [
            ("403", None),
            ("license 403", Some(MediaHost::License)),
            (
                "403 from https://license.mux.com/license/widevine/ID",
                Some(MediaHost::License),
            ),
            ("CKC request failed: 403", Some(MediaHost::License)),
            (
                "GET https://stream.mux.com/ID.m3u8 403",
                Some(MediaHost::Stream),
            ),
            ("thumbnail 403", Some(MediaHost::Image)),
            ("stats.mux.com says 403", Some(MediaHost::Stats)),
            (
                "The video's secured drm-token has expired.",
                Some(MediaHost::License),
            ),
            (
                "The video's secured playback-token has expired.",
                Some(MediaHost::Stream),
            ),
        ] {
            assert_eq!(Symptom::parse(text).expect(text).host, host, "{text}");
        }
    }

    /// Errors as programs log them.
    const LOGGED: &[(&str, &str)] = &[
        (
            r#"{"type":"networkError","details":"levelLoadError","fatal":true}"#,
            "stream-interrupted",
        ),
        (
            "[error] > Hls.ErrorDetails.MANIFEST_LOAD_ERROR {response: {code: 403}}",
            "403",
        ),
        (
            "HLS.js error: networkError - fatal: true - manifestLoadError",
            "load-error",
        ),
        (
            "VIDEOJS: ERROR: (CODE:2 MEDIA_ERR_NETWORK) A network error caused the media download to fail part-way.",
            "stream-interrupted",
        ),
        (
            "MediaError {code: 4, message: 'MEDIA_ELEMENT_ERROR: Format error'}",
            "source-not-supported",
        ),
        (
            "PIPELINE_ERROR_READ: FFmpegDemuxer: data source error",
            "stream-interrupted",
        ),
        (
            "DEMUXER_ERROR_COULD_NOT_OPEN: FFmpegDemuxer: open context failed",
            "source-not-supported",
        ),
        (
            "Error Domain=NSURLErrorDomain Code=-1100 \"The requested URL was not found on this server.\"",
            "404",
        ),
        (
            "AVPlayerItem.error: Error Domain=AVFoundationErrorDomain Code=-11800",
            "load-error",
        ),
        (
            "CoreMediaErrorDomain:-12938 HTTP 404: File Not Found",
            "404",
        ),
        ("NSURLErrorDomain error -1009", "connection-failed"),
        (
            "E ExoPlayerImpl: androidx.media3.datasource.HttpDataSource$InvalidResponseCodeException: Response code: 404",
            "404",
        ),
        ("PlaybackException errorCode=2004", "http-error"),
        (
            "shaka.util.Error {severity: 2, category: 6, code: 6008, data: Array(1)}",
            "license-rejected",
        ),
        (
            "Shaka Error NETWORK.BAD_HTTP_STATUS (https://stream.mux.com/ID.m3u8,403,,[object Object],1)",
            "403",
        ),
        (
            "cast.framework.events.ErrorEvent {detailedErrorCode: 905, reason: LOAD_FAILED}",
            "load-error",
        ),
        (
            "errorMsg: HTTP error: malformed headers or HTTP error result, errorCode: -1",
            "http-error",
        ),
        (
            "[DashJS] MANIFEST_LOADER_LOADING_FAILURE_ERROR_CODE",
            "dash-manifest",
        ),
        (
            "This video file cannot be played. (Error Code: 232403)",
            "403",
        ),
        ("curl: (22) The requested URL returned error: 403", "403"),
        ("curl: (22)", "http-error"),
        ("wget: server returned error: HTTP/1.1 403 Forbidden", "403"),
        (
            "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://x",
            "403",
        ),
        ("AxiosError: Request failed with status code 401", "401"),
        (
            "upstream image response failed for https://image.mux.com/ID/thumbnail.jpg 403",
            "403",
        ),
        ("TypeError: Failed to fetch", "cors"),
        (
            "error:0909006C:PEM routines:get_name:no start line",
            "key-unreadable",
        ),
        (
            "error:1E08010C:DECODER routines::unsupported { code: 'ERR_OSSL_UNSUPPORTED' }",
            "key-unreadable",
        ),
        (
            "TypeError: \"pkcs8\" must be PKCS#8 formatted string",
            "key-pkcs8",
        ),
        (
            "x509: failed to parse private key (use ParsePKCS8PrivateKey instead for this key format)",
            "key-pkcs8",
        ),
        (
            "IOException : algid parse error, not a sequence",
            "key-pkcs8",
        ),
        (
            "ValueError: ('Could not deserialize key data. The data may be in an incorrect format')",
            "key-unreadable",
        ),
        ("binascii.Error: Incorrect padding", "key-base64"),
        ("illegal base64 data at input byte 0", "key-base64"),
        (
            "OpenSSL::PKey::RSAError (Neither PUB key nor PRIV key: nested asn1 error)",
            "key-unreadable",
        ),
        ("key is of invalid type", "key-not-rsa"),
        (
            "openssl_sign(): Supplied key param cannot be coerced into a private key",
            "key-unreadable",
        ),
        (
            "System.ArgumentException: No supported key formats were found.",
            "key-unreadable",
        ),
        (
            "Error: Invalid signature type: playback; Expected one of video,thumbnail,gif",
            "signature-type",
        ),
        (
            "Private key required; pass a keySecret option or set MUX_PRIVATE_KEY",
            "key-missing",
        ),
        ("JsonWebTokenError: invalid signature", "verifier-signature"),
        (
            "IDX10223: Lifetime validation failed. The token is expired.",
            "verifier-expired",
        ),
        (
            "Cannot read properties of undefined (reading 'signPlaybackId')",
            "old-sdk",
        ),
    ];

    #[test]
    fn errors_of_players_and_libraries_are_recognized_as_they_are_logged() {
        for (text, expected) in LOGGED {
            let expected = Some(*expected);
            assert_eq!(id(text), expected, "{text}");
            let line = format!("Nov 25 11:59:58 web-1 app[4122]: {text}");
            assert_eq!(id(&line), expected, "{line}");
        }
    }

    #[test]
    fn arbitrary_text_is_no_symptom() {
        for text in [
            "the meeting is at 4:03 on floor 4",
            "We uploaded 403 videos last week",
            "ujePEGIToVoP3rRFOOc501gUV4sKT007wNWseLWYzru02c",
            "8f14e45f-ceea-467f-a0e6-4032011e6007",
            "eyJhbGciOiJSUzI1NiJ9",
            "+49 30 6007 1001",
            "1001 nights and 6007 miles",
            "SELECT id, code FROM videos WHERE id = 1001",
            "https://example.com/403/404?code=500",
            "v2.4.4, build 2004, port 4040",
            "The player is new and the token is short",
            "drm_license",
            "width=640&height=360",
            "{\"status\":\"ready\",\"duration\":403.5,\"playback_ids\":[{\"policy\":\"signed\"}]}",
            "MUX_SIGNING_KEY=abc",
            "<mux-player playback-id=\"ID\"></mux-player>",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit",
        ] {
            assert_eq!(id(text), None, "{text}");
            assert_eq!(Symptom::of_input(text), None, "{text}");
        }
    }

    #[test]
    fn long_input_is_an_error_only_by_a_message_of_a_program() {
        let of_input = |text: &str| Symptom::of_input(text).map(|symptom| symptom.entry.id);
        let trace =
            "    at Object.sign (/srv/app/node_modules/jsonwebtoken/sign.js:130:22)\n".repeat(20);
        let with = |first: &str| format!("{first}\n{trace}");
        for (first, expected) in [
            (
                "secretOrPrivateKey must be an asymmetric key when using RS256",
                Some("key-not-rsa"),
            ),
            (
                "The video's secured playback-token has expired.",
                Some("2403210"),
            ),
            ("ERROR_CODE_IO_BAD_HTTP_STATUS", Some("http-error")),
            ("403", None),
            ("casting does not work", None),
        ] {
            assert_eq!(of_input(&with(first)), expected, "{first}");
        }
        assert_eq!(of_input("403"), Some("403"));
        assert_eq!(of_input(&"manifestLoadError ".repeat(1000)), None);
    }

    #[test]
    fn server_and_program_are_read_with_the_message() {
        let symptom = Symptom::parse("Shaka Error 6007, status 403").expect("a symptom");
        assert_eq!(symptom.entry.id, "403");
        assert_eq!(symptom.host, Some(MediaHost::License));
        assert_eq!(symptom.by.map(|program| program.name), Some("Shaka Player"));
        let symptom = Symptom::parse("fragLoadError").expect("a symptom");
        assert_eq!(symptom.by.map(|program| program.name), Some("hls.js"));
        assert_eq!(Symptom::parse("403").and_then(|symptom| symptom.by), None);
    }

    #[test]
    fn unknown_text_has_suggestions() {
        let near = |text| {
            let near = Symptom::suggestions(text);
            near.iter()
                .map(|symptom| symptom.entry.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(near("240321").first(), Some(&"2403210"));
        assert_eq!(near("netwrok error").first(), Some(&"network-error"));
        assert_eq!(near("poster").first(), Some(&"poster-missing"));
        for text in ["qqqq", "player", "token", "browser", "error"] {
            assert_eq!(near(text), [""; 0], "{text}");
        }
        assert_eq!(Symptom::suggestions(" ").len(), SYMPTOMS.len());
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(id(&"x ".repeat(1_000_000)), None);
        assert_eq!(id(&"4".repeat(1_000_000)), None);
        assert_eq!(id(&"é’".repeat(100_000)), None);
    }
}
