//! A request in each format that shows one: nothing that is sent with the token is accepted, and nothing valid is blamed.

#![no_main]

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use mux_jwt_fuzz::{
    core::{
        diagnose::{evidence::Evidence, report::Acceptance},
        level::Severity,
    },
    judge, tokens,
};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    carrier: u8,
    kind: u8,
    /// What is sent before and after the token.
    around: Option<u8>,
    /// Text before and after the whole, with a private key in it.
    context: Option<(&'a str, &'a str)>,
}

/// `{U}` is the URL, `{H}`, `{P}` and `{Q}` its host, path and query, `{T}` the token, `{I}` the ID.
const CARRIERS: [&str; 22] = [
    "{U}",
    "curl '{U}' -H 'Referer: https://example.com/' -A 'Mozilla/5.0'",
    "fetch(\"{U}\", {\"referrer\": \"https://example.com/\", \"method\": \"GET\"});",
    "Invoke-WebRequest -Uri \"{U}\" -Headers @{ \"Referer\"=\"https://example.com/\" }",
    "wget --referer=https://example.com/ '{U}'",
    "ffmpeg -referer https://example.com/ -user_agent Mozilla/5.0 -i \"{U}\" -c copy out.mp4",
    "yt-dlp --referer https://example.com/ '{U}'",
    "GET {P}?{Q} HTTP/1.1\r\nHost: {H}\r\nReferer: https://example.com/\r\nUser-Agent: Mozilla/5.0\r\n\r\n",
    "192.0.2.7 - - [22/Nov/2026:06:50:45 +0000] \"GET {P}?{Q} HTTP/1.1\" 200 512 \"https://example.com/\" \"Mozilla/5.0\"",
    "2026-11-22T06:50:45Z INFO GET {U} 200",
    "{\"time\":\"2026-11-22T06:50:45Z\",\"status\":200,\"url\":\"{U}\"}",
    "{\"log\":{\"entries\":[{\"startedDateTime\":\"2026-11-22T06:50:45.000Z\",\"request\":{\"method\":\"GET\",\"url\":\"{U}\",\"headers\":[]},\"response\":{\"status\":200}}]}}",
    "{\"host\":\"{H}\",\"path\":\"{P}\",\"query\":\"{Q}\",\"status\":\"COMPLETE\"}",
    "{\"url\":\"https://{H}{P}\",\"token\":\"{T}\"}",
    "{\"token\":\"{T}\",\"playback_id\":\"{I}\",\"policy\":\"signed\"}",
    "url=https%3A%2F%2F{H}{P}&token={T}",
    "playbackId: {I}\ntoken: {T}\n",
    "url,token\nhttps://{H}{P},{T}\n",
    "<video src=\"{U}\"></video>",
    "#Fields: date time cs(Host) cs-uri-stem cs-uri-query sc-status\n2026-11-22 06:50:45 {H} {P} {Q} 200",
    "11-22 06:50:45.123  1234  5678 I ExoPlayer: {U}",
    "[{\"wallTime\":1795330245000,\"url\":\"{U}\"}]",
];

/// What programs print around a value by mistake.
const AROUND: [(&str, &str); 10] = [
    ("Optional(%22", "%22)"),
    ("b%27", "%27"),
    ("%22", "%22"),
    ("Bearer%20", ""),
    ("", "%0A"),
    ("[%27", "%27]"),
    ("%7B:ok,%20%22", "%22%7D"),
    ("%20", ""),
    ("<", ">"),
    ("token%3D", ""),
];

const KINDS: [(&str, &str); 4] = [
    ("stream.mux.com", "/ID.m3u8"),
    ("image.mux.com", "/ID/thumbnail.png"),
    ("image.mux.com", "/ID/animated.gif"),
    ("image.mux.com", "/ID/storyboard.vtt"),
];

fuzz_target!(|input: Input<'_>| {
    let kind = usize::from(input.kind) % KINDS.len();
    let (host, path) = KINDS[kind];
    let path = path.replace("ID", tokens::ID);
    let token = &tokens::SOUND[kind];
    let (before, after) = match input.around {
        Some(which) => AROUND[usize::from(which) % AROUND.len()],
        None => ("", ""),
    };
    let query = format!("token={before}{token}{after}");
    let carrier = CARRIERS[usize::from(input.carrier) % CARRIERS.len()];
    let text = carrier
        .replace("{U}", &format!("https://{host}{path}?{query}"))
        .replace("{H}", host)
        .replace("{P}", &path)
        .replace("{Q}", &query)
        .replace("{I}", tokens::ID)
        .replace("{T}", token);
    // A value of its own is not percent-encoded, and a space or a bracket ends a URL in running text.
    let is_wrapped = input.around.is_some() && carrier.contains("{U}");
    let is_alone = input.context.is_none();
    let text = match input.context {
        Some((head, tail)) => tokens::filled(&format!("{head}\x070\n{text}\n{tail}")),
        None => text,
    };
    let report = judge::report(&text, &Evidence::default(), &tokens::KEYS[..], tokens::NOW);
    if !is_alone {
        return;
    }
    let ours: Vec<_> = report.tokens.iter().collect();
    assert!(!ours.is_empty(), "no token in {text}");
    for one in ours {
        if is_wrapped {
            assert_ne!(one.acceptance, Acceptance::Accepted, "{text}");
        } else if input.around.is_none() {
            let blame = one
                .findings
                .iter()
                .find(|finding| finding.severity < Severity::Info);
            assert_eq!(blame, None, "{text}");
            assert_eq!(one.acceptance, Acceptance::Accepted, "{text}");
        }
    }
});
