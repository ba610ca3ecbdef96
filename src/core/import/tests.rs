//! Inputs, and the tokens, slots and places that they contain.

use crate::core::mux::header::Header;
use crate::core::mux::url::MediaUrl;
use std::fmt::Write as _;

use super::*;

const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA";
const OTHER: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ5In0.BBBB";
const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

/// A token as long as Mux's, which is wrapped in emails.
fn long() -> String {
    format!(
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4In0.{}-9",
        "Ab0_".repeat(85)
    )
}

fn chunks(text: &str, width: usize) -> Vec<&str> {
    let lines = text.as_bytes().chunks(width);
    lines
        .map(|line| std::str::from_utf8(line).expect("ASCII"))
        .collect()
}

/// Replaces `$T`, `$U` and `$ID` by two tokens and an ID.
fn filled(text: &str) -> String {
    text.replace("$T", TOKEN)
        .replace("$U", OTHER)
        .replace("$ID", ID)
}

/// One line per token: token, place, slot, URL, playback ID, count, status.
fn shown(import: &Import) -> Vec<String> {
    let show = |found: &MediaRequest| {
        let mut line = match found.text.as_str() {
            TOKEN => "T".to_owned(),
            OTHER => "U".to_owned(),
            text => text.to_owned(),
        };
        write!(line, " | {}", found.place_in_words()).expect("writing to a String cannot fail");
        let url = found.media_url().map(|url| {
            let url = MediaUrl {
                query: Vec::new(),
                fragment: None,
                ..url.clone()
            };
            url.to_string().replace("https://", "").replace(ID, "$ID")
        });
        for (what, value) in [
            ("slot", found.slot.clone()),
            ("url", url),
            ("id", found.playback_id.clone()),
        ] {
            if let Some(value) = value {
                write!(line, " | {what} {}", value.replace(ID, "$ID"))
                    .expect("writing to a String cannot fail");
            }
        }
        if found.count > 1 {
            write!(line, " | {} times", found.count).expect("writing to a String cannot fail");
        }
        if let Some(status) = found.status {
            write!(line, " | {status}").expect("writing to a String cannot fail");
        }
        line
    };
    import.tokens.iter().map(show).collect()
}

use InputKind::{Curl, Env, Har, Html, Json, Text, Token, Url};

/// Inputs with their format and their tokens, as by [`shown`].
const INPUTS: &[(InputKind, &str, &[&str])] = &[
    // Tokens
    (Token, "$T", &["T | the whole input"]),
    (
        Token,
        "Authorization: Bearer $T\n",
        &["T | the whole input"],
    ),
    (Token, "“$T”", &["T | the whole input"]),
    (Token, "<$T>.", &["T | the whole input"]),
    (Token, "\\\"$T\\\",", &["T | the whole input"]),
    (
        Text,
        "[object Promise]",
        &["[object Promise] | the whole input"],
    ),
    (Env, "MUX_TOKEN=$T", &["T | `MUX_TOKEN` on line 1"]),
    (
        Env,
        "export PLAYBACK_TOKEN=$T\n",
        &["T | `PLAYBACK_TOKEN` on line 1 | slot playback-token"],
    ),
    (Text, "playback_id=$T", &["T | `playback_id` on line 1"]),
    // Masked with multi-byte characters, and followed by a token.
    (
        Text,
        "playback-token=\"••••\" x?token=$T",
        &[
            "•••• | `playback-token` on line 1 | slot playback-token",
            "T | `token` on line 1",
        ],
    ),
    // URLs
    (
        Url,
        "https://stream.mux.com/$ID.m3u8?token=$T",
        &["T | `token` in the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Url,
        "https://stream.mux.com/$ID?token=$T",
        &["T | `token` in the URL | url stream.mux.com/$ID"],
    ),
    (
        Url,
        "stream.mux.com/$ID.m3u8?token=$T",
        &["T | `token` in the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Url,
        "//image.mux.com/$ID/thumbnail.png?token=$T",
        &["T | `token` in the URL | url image.mux.com/$ID/thumbnail.png"],
    ),
    (
        Url,
        "https://stream.video.example.com/$ID/high.mp4?token=$T",
        &["T | `token` in the URL | url stream.video.example.com/$ID/high.mp4"],
    ),
    (
        Url,
        "https%3A%2F%2Fstream.mux.com%2F$ID.m3u8%3Ftoken%3D$T",
        &["T | `token` in the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Url,
        "https://player.mux.com/$ID?playback-token=$T&thumbnail-token=$U",
        &[
            "T | `playback-token` in the URL | slot playback-token | url player.mux.com/$ID",
            "U | `thumbnail-token` in the URL | slot thumbnail-token | url player.mux.com/$ID",
        ],
    ),
    (
        Url,
        "https://stream.mux.com/$ID.m3u8?token=undefined",
        &["undefined | `token` in the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Url,
        "https://stream.mux.com/$ID.m3u8?token=%5Bobject%20Promise%5D",
        &["[object Promise] | `token` in the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "open https://stream.mux.com/$ID.m3u8?token=[object Promise] now",
        &["[object Promise] | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "`https://stream.mux.com/${playbackId}.m3u8?token=${token}`",
        &["${token} | `token` in the URL on line 1 | url stream.mux.com/%24%7BplaybackId%7D.m3u8"],
    ),
    (
        Text,
        "https://stream.mux.com/{PLAYBACK_ID}.m3u8?token={JWT}",
        &["{JWT} | `token` in the URL on line 1 | url stream.mux.com/%7BPLAYBACK_ID%7D.m3u8"],
    ),
    (
        Url,
        "https://example.com/watch?u=https%3A%2F%2Fstream.mux.com%2F$ID.m3u8%3Ftoken%3D$T&a=1",
        &["T | `token` in a URL inside the URL | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "https://stream.mux.com/$ID.m3u8?token=$T\nhttps://image.mux.com/$ID/thumbnail.png?token=$U",
        &[
            "T | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8",
            "U | `token` in the URL on line 2 | url image.mux.com/$ID/thumbnail.png",
        ],
    ),
    (
        Text,
        "See [the video](https://stream.mux.com/$ID.m3u8?token=$T).",
        &["T | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8"],
    ),
    // Players
    (
        Html,
        "<mux-player\n  playback-id=\"$ID\"\n  playback-token=\"$T\"\n  thumbnail-token='$U'>\n</mux-player>",
        &[
            "T | `playback-token` on line 3 | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
            "U | `thumbnail-token` on line 4 | slot thumbnail-token | url image.mux.com/$ID/thumbnail.webp | id $ID",
        ],
    ),
    (
        Html,
        "<mux-player custom-domain=video.example.com storyboard-token=$T playback-id=$ID></mux-player>",
        &[
            "T | `storyboard-token` on line 1 | slot storyboard-token | url image.video.example.com/$ID/storyboard.vtt | id $ID",
        ],
    ),
    (
        Html,
        "<mux-player playback-id=\"$ID\" drm-token=\"$T\"/>",
        &[
            "T | `drm-token` on line 1 | slot drm-token | url license.mux.com/license/widevine/$ID | id $ID",
        ],
    ),
    (
        Html,
        "<mux-video playback-id=\"$ID?token=$T\" controls></mux-video>",
        &[
            "T | `playback-id` on line 1 | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
        ],
    ),
    (
        Html,
        "<mux-audio playback-id=\"$ID\" playback-token=\"undefined\"></mux-audio>",
        &[
            "undefined | `playback-token` on line 1 | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
        ],
    ),
    (
        Html,
        "<iframe src=\"https://player.mux.com/$ID?metadata-video-title=a&amp;playback-token=$T\"></iframe>",
        &[
            "T | `playback-token` in the URL on line 1 | slot playback-token | url player.mux.com/$ID",
        ],
    ),
    (
        Html,
        "<p>&lt;mux-player playback-id=&quot;$ID&quot; playback-token=&quot;$T&quot;&gt;</p>",
        &[
            "T | `playback-token` on line 1 | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
        ],
    ),
    (
        Html,
        "<MuxPlayer\n playbackId=\"$ID\"\n tokens={{ playback: \"$T\", thumbnail: '$U' }} />",
        &[
            "T | `playback` on line 3 | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
            "U | `thumbnail` on line 3 | slot thumbnail-token | url image.mux.com/$ID/thumbnail.webp | id $ID",
        ],
    ),
    (
        Html,
        "<MuxPlayer playbackId={id} tokens={{ playback: token }} />",
        &[],
    ),
    (
        Html,
        "<mux-player :playback-id=\"id\" :playback-token=\"token\"></mux-player>",
        &[],
    ),
    (
        Text,
        "tokens={{\n  playback: `$T`,\n  drm: \"$U\",\n}}",
        &[
            "T | `playback` on line 2 | slot playback-token",
            "U | `drm` on line 3 | slot drm-token",
        ],
    ),
    (
        Text,
        "const source = {\n  playbackId: '$ID',\n  playback: { token: '$T' },\n  poster: { token: '$U' },\n};",
        &[
            "T | `token` on line 3 | slot playback-token | id $ID",
            "U | `token` on line 4 | slot thumbnail-token | id $ID",
        ],
    ),
    (
        Text,
        "x = { storyboard: { token: \"$T\" }, playbackId: \"$ID\" }",
        &["T | `token` on line 1 | slot storyboard-token | id $ID"],
    ),
    (
        Text,
        "PlaybackOptions(playbackToken: \"$T\", drmToken: \"$U\")",
        &[
            "T | `playbackToken` on line 1 | slot playback-token",
            "U | `drmToken` on line 1 | slot drm-token",
        ],
    ),
    (
        Text,
        "{ tokens: { playback: '[object Promise]' } }, list: [object Object]",
        &["[object Promise] | `playback` on line 1 | slot playback-token"],
    ),
    // Requests
    (
        Curl,
        "curl 'https://stream.mux.com/$ID.m3u8?token=$T' \\\n  -H 'Referer: https://example.com/'",
        &["T | `token` in the curl command | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Curl,
        "$ curl -sS https://stream.mux.com/$ID.m3u8\\?token\\=$T -o /dev/null",
        &["T | `token` in the curl command | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Curl,
        "curl --url \"https://image.mux.com/$ID/thumbnail.jpg?token=$T\" --header \"Cookie: session=$U\"",
        &[
            "T | `token` in the curl command | url image.mux.com/$ID/thumbnail.jpg",
            "U | `session` in the `Cookie` header of the curl command",
        ],
    ),
    (
        Curl,
        "curl ^\"https://stream.mux.com/$ID.m3u8?a=1^&token=$T^\" ^\n  -H ^\"Accept: */*^\"",
        &["T | `token` in the curl command | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Curl,
        "curl https://stream.mux.com/$ID.m3u8 -H 'Authorization: Bearer $T'",
        &["T | the `Authorization` header of the curl command | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "GET /x HTTP/1.1\nAuthorization: Bearer $T\nCookie: a=b; token=$U",
        &[
            "T | `Authorization` on line 2",
            "U | `token` in the cookie on line 3",
        ],
    ),
    // Logs
    (
        Text,
        "1.2.3.4 - - [22/Nov/2026] \"GET /$ID.m3u8?token=$T HTTP/1.1\" 403 12 \"-\" \"curl/8\"",
        &["T | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8 | 403"],
    ),
    (
        Text,
        "path=/$ID/thumbnail.png%3Ftime%3D3%26token%3D$T status=403",
        &["T | `token` in the URL on line 1 | url image.mux.com/$ID/thumbnail.png | 403"],
    ),
    (
        Text,
        "request_uri=%2F$ID.m3u8%3Ftoken%3D$T",
        &["T | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "a\n\nGET https://stream.mux.com/$ID.m3u8?token=$T 403 (Forbidden)\nb",
        &["T | `token` in the URL on line 3 | url stream.mux.com/$ID.m3u8 | 403"],
    ),
    (
        Text,
        "u=https%253A%252F%252Fstream.mux.com%252F$ID.m3u8%253Ftoken%253D$T;",
        &["T | `token` in the URL on line 1 | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "{\"msg\":\"x\",\"url\":\"https:\\/\\/stream.mux.com\\/$ID.m3u8?a=1\\u0026token=$T\"}\n{\"msg\":\"y\"}",
        &["T | `token` in `url` on line 1 | url stream.mux.com/$ID.m3u8"],
    ),
    (
        Text,
        "$T\n$T\n$U\n$T",
        &["T | line 1 | 3 times", "U | line 3"],
    ),
    // JSON
    (
        Json,
        "{\"playback-token\": \"$T\", \"thumbnail-token\": \"$U\"}",
        &[
            "T | `playback-token` | slot playback-token",
            "U | `thumbnail-token` | slot thumbnail-token",
        ],
    ),
    (
        Json,
        "{\"playback_id\":\"$ID\",\"token\":\"$T\",\"url\":\"https://stream.mux.com/$ID.m3u8?token=$T\",\"type\":\"video\"}",
        &["T | `token` | url stream.mux.com/$ID.m3u8 | 2 times"],
    ),
    (
        Json,
        "{\"data\":[{\"tokens\":{\"playback\":\"$T\",\"drm\":\"$U\"},\"playbackId\":\"$ID\"}]}",
        &[
            "T | `data[0].tokens.playback` | slot playback-token | id $ID",
            "U | `data[0].tokens.drm` | slot drm-token | id $ID",
        ],
    ),
    (
        Json,
        "{\"html\":\"<mux-player playback-id=\\\"$ID\\\" playback-token=\\\"$T\\\">\\u0026\"}",
        &[
            "T | `playback-token` in `html` | slot playback-token | url stream.mux.com/$ID.m3u8 | id $ID",
        ],
    ),
    (
        Json,
        "{\"playback-token\": {}, \"drm-token\": null, \"token\": null}",
        &[
            "{} | `playback-token` | slot playback-token",
            "null | `drm-token` | slot drm-token",
        ],
    ),
    (
        Json,
        "[\"https:\\/\\/image.mux.com\\/$ID\\/animated.gif?token=$T\"]",
        &["T | `token` in `[0]` | url image.mux.com/$ID/animated.gif"],
    ),
    (
        Json,
        "{\"body\":\"{\\\"storyboard-token\\\":\\\"$T\\\"}\"}",
        &["T | `storyboard-token` in `body` | slot storyboard-token"],
    ),
    (
        Har,
        "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://example.com/\"}},{\"request\":{\"url\":\"https://stream.mux.com/$ID.m3u8?token=$T\"},\"response\":{\"status\":403}}]}}",
        &["T | `token` in request 2 of the HAR | url stream.mux.com/$ID.m3u8 | 403"],
    ),
    (
        Har,
        "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://api.example.com/\"},\"response\":{\"status\":200,\"content\":{\"text\":\"{\\\"token\\\":\\\"$T\\\"}\"}}},{\"request\":{\"url\":\"https://stream.mux.com/$ID.m3u8?token=$T\"},\"response\":{\"status\":200}}]}}",
        &["T | `token` in request 2 of the HAR | url stream.mux.com/$ID.m3u8 | 2 times | 200"],
    ),
    // Variables
    (
        Env,
        "PLAYBACK_ID=$ID\nPLAYBACK_TOKEN=$T",
        &["T | `PLAYBACK_TOKEN` on line 2 | slot playback-token | id $ID"],
    ),
    (
        Env,
        "# Mux\nMUX_ID=$ID\nexport PLAYBACK_TOKEN=\"$T\"\nOTHER='$U'",
        &[
            "T | `PLAYBACK_TOKEN` on line 3 | slot playback-token",
            "U | `OTHER` on line 4",
        ],
    ),
    // Nothing
    (Text, "hello", &[]),
    (
        Text,
        "const token = await mux.jwt.signPlaybackId(id); let t: string = null",
        &[],
    ),
    (Html, "<html><body>eye catching. words</body></html>", &[]),
    (Json, "{\"a\":1,\"token\":\"abc\"}", &[]),
];

#[test]
fn every_format_is_found() {
    assert!(INPUTS.len() >= 40);
    for (kind, text, expected) in INPUTS {
        let import = find(&filled(text));
        assert_eq!(
            (import.kind, shown(&import)),
            (*kind, expected.iter().map(|s| (*s).to_owned()).collect()),
            "{text}"
        );
    }
}

#[test]
fn wrapping_is_stripped() {
    let (head, tail) = TOKEN.split_at(20);
    for text in [
        TOKEN.to_owned(),
        format!("  {TOKEN}\n"),
        format!("Bearer {TOKEN}"),
        format!("authorization: bearer {TOKEN}\r\n"),
        format!("\"{TOKEN}\","),
        format!("'{TOKEN}';"),
        format!("'{TOKEN}"),
        format!("{TOKEN}\""),
        format!("?token={TOKEN}"),
        format!("{head}\n{tail}"),
        format!("{head}\r\n  {tail}"),
        format!("> {head}\n> {tail}"),
        format!("{head}\u{200b}{tail}"),
        format!("\u{feff}{TOKEN}\u{200b}"),
    ] {
        let import = find(&text);
        assert_eq!(import.kind, Token, "{text:?}");
        assert_eq!(shown(&import), ["T | the whole input"], "{text:?}");
    }
}

#[test]
fn token_wrapped_by_email_or_terminal_is_joined() {
    let token = long();
    let url = format!("https://stream.mux.com/{ID}.m3u8?token={token}");
    let quoted_printable = url.replace("token=", "token=3D");
    for text in [
        format!("Hello,\n\n{}\n\nBye", chunks(&url, 76).join("\n")),
        format!("Hello,\n> {}\n> Bye now", chunks(&url, 74).join("\n> ")),
        format!("Hello,\n{}\nBye", chunks(&quoted_printable, 75).join("=\n")),
        format!(
            "Hello,\r\n{}\r\nBye",
            chunks(&quoted_printable, 75).join("=\r\n")
        ),
        // A log that breaks its messages, with a time before each part.
        format!(
            "2026-11-25T11:58:09.22Z GET {} 403\n2026-11-25T11:58:10Z done",
            chunks(&url, 150).join("\n2026-11-25T11:58:09.22Z ")
        ),
        format!(
            "2026-11-25 11:58:09,220 {}\n2026-11-25 11:58:10,000 done",
            chunks(&url, 120).join("\n2026-11-25 11:58:09,220 ")
        ),
        format!("Hello: {}\u{200b}{}", &url[..150], &url[150..]),
        format!("token: {}", chunks(&token, 80).join("\n")),
        format!(
            "<mux-player playback-token=\"{}\">",
            chunks(&token, 80).join("\n  ")
        ),
    ] {
        let import = find(&text);
        let texts: Vec<_> = import
            .tokens
            .iter()
            .map(|found| found.text.as_str())
            .collect();
        assert_eq!(texts, [token.as_str()], "{text}");
        assert!(!import.tokens[0].stripped.is_empty(), "{text}");
    }
}

#[test]
fn next_message_of_a_log_is_not_joined() {
    let token = long();
    let cut = &token[..200];
    let text = format!(
        "2026-11-25T11:58:09Z GET https://stream.mux.com/{ID}.m3u8?token={cut}\n\
         2026-11-25T11:58:10Z retrying\n\
         2026-11-25T11:58:11Z 3f2504e04f8911d39a0c0305e82c3301 retrying"
    );
    assert_eq!(find(&text).tokens[0].text, cut);
}

#[test]
fn variable_on_next_line_is_not_joined() {
    // Padding, or an ID that looks like a token, and another variable on the next line.
    for first in [
        format!("{OTHER}="),
        format!("{OTHER}=="),
        "https://player.mux.com/on:VkJ9.eyJN2Vyt%25n=".to_owned(),
    ] {
        for end in ["\n", "\r\n"] {
            let text = format!("FIRST={first}{end}PLAYBACK_TOKEN={TOKEN}{end}");
            let import = find(&text);
            let found = |text: &str| import.tokens.iter().any(|found| found.text == text);
            assert!(found(TOKEN), "{text:?}");
            assert_eq!(found(OTHER), text.contains(OTHER), "{text:?}");
        }
    }
}

#[test]
fn line_numbers_match_the_input() {
    let token = long();
    let broken = chunks(&token, 70).join("=\n");
    let text = format!("a\ntoken=3D{broken}\nb\nx: {TOKEN}");
    let lines = text[..text.rfind("x:").expect("it contains the text")]
        .matches('\n')
        .count()
        + 1;
    assert_eq!(
        find(&text).tokens[1].place_in_words(),
        format!("`x` on line {lines}")
    );
    assert_eq!(
        find(&format!("\n\n a {TOKEN}")).tokens[0].place_in_words(),
        "line 3"
    );
}

#[test]
fn stripped_text_is_listed() {
    for (text, stripped, is_as_sent) in [
        ("Bearer $T", "`Bearer`", true),
        ("x Authorization: Bearer $T", "`Bearer`", true),
        ("https://stream.mux.com/a?b=1&amp;token=$T", "`&amp;`", true),
        (
            r"see https:\/\/stream.mux.com\/a?token=$T",
            "backslashes",
            true,
        ),
        (
            "see https%3A%2F%2Fstream.mux.com%2Fa%3Ftoken%3D$T",
            "percent-encoding",
            true,
        ),
        ("https://stream.mux.com/a?token=Bearer%20$T", "", false),
        ("https://stream.mux.com/a?token=\"$T\"", "", false),
        ("<mux-player playback-token=\"Bearer $T\">", "", false),
        ("<mux-player playback-token=\" $T\">", "", false),
        ("{\"drm-token\": \"'$T'\"}", "", false),
        ("{\"token\": \"Bearer $T\"}", "", false),
        ("{\"Authorization\": \"Bearer $T\"}", "`Bearer`", true),
        ("$T", "", true),
        ("b'$T'", "", true),
        ("https://stream.mux.com/a?token=$T", "", true),
        ("<mux-player playback-token=\"$T\">", "", true),
    ] {
        let import = find(&filled(text));
        let found = &import.tokens[0];
        assert_eq!(found.text, TOKEN, "{text}");
        assert_eq!(Stripped::list(&found.stripped), stripped, "{text}");
        assert_eq!(found.is_as_sent(), is_as_sent, "{text}");
    }
}

#[test]
fn request_headers_are_kept() {
    let header = |name: &str, value: &str| format!("{{\"name\":\"{name}\",\"value\":\"{value}\"}}");
    let har = format!(
        "{{\"log\":{{\"entries\":[{{\"request\":{{\"url\":\"https://stream.mux.com/{ID}.m3u8?token={TOKEN}\",\"headers\":[{}]}}}}]}}}}",
        header("User-Agent", "Player/1")
    );
    let found = &find(&har).tokens[0];
    assert_eq!(
        found.headers.user_agent,
        Header::Value("Player/1".to_owned())
    );
    assert_eq!(found.headers.referrer, Header::Absent);
    let curl =
        format!("curl -e https://example.com/ 'https://stream.mux.com/{ID}.m3u8?token={TOKEN}'");
    let found = &find(&curl).tokens[0];
    assert_eq!(
        found.headers.referrer,
        Header::Value("https://example.com/".to_owned())
    );
    assert_eq!(found.headers.user_agent, Header::Unknown);
}

#[test]
fn headers_of_command_are_read_once() {
    let urls = ["a", "b", "c"].map(|id| format!("https://stream.mux.com/{id}.m3u8?token={OTHER}"));
    let text = format!(
        "curl {} -H 'Referer: https://example.com/' -H 'Authorization: Bearer {TOKEN}'",
        urls.join(" ")
    );
    let import = find(&text);
    let count = |text: &str| {
        import
            .tokens
            .iter()
            .filter(|found| found.text == text)
            .count()
    };
    assert_eq!((count(TOKEN), count(OTHER)), (1, 3));
    let is_known = |found: &MediaRequest| matches!(&found.headers.referrer, Header::Value(page) if page == "https://example.com/");
    assert!(
        import
            .tokens
            .iter()
            .filter(|found| found.text == OTHER)
            .all(is_known)
    );
}

#[test]
fn bearer_belongs_to_each_tokenless_url() {
    let text = format!(
        "curl -H 'Authorization: Bearer {TOKEN}' -e 'https://example.com/?t={OTHER}' \
         https://stream.mux.com/a.m3u8 https://stream.mux.com/b.m3u8"
    );
    let import = find(&text);
    let bearers: Vec<_> = import
        .tokens
        .iter()
        .filter(|found| found.text == TOKEN)
        .collect();
    assert_eq!(bearers.len(), 2);
    assert!(
        import.without_token.is_empty(),
        "neither URL is listed as tokenless"
    );
    for found in bearers {
        assert!(
            matches!(&found.headers.referrer, Header::Value(page) if page.contains("example.com"))
        );
    }
}

#[test]
fn mux_urls_without_token_are_kept() {
    let import = find(&format!(
        "see https://stream.mux.com/{ID}.m3u8 and https://example.com/ and https://stream.mux.com/{ID}.m3u8?token="
    ));
    assert!(import.tokens.is_empty());
    let kept: Vec<_> = import
        .without_token
        .iter()
        .filter_map(MediaRequest::address)
        .collect();
    assert_eq!(kept, [format!("https://stream.mux.com/{ID}.m3u8")]);
    assert!(
        find(&format!("https://stream.mux.com/{ID}.m3u8?token={TOKEN}"))
            .without_token
            .is_empty()
    );
    assert!(
        find("https://stream.mux.com/a?token=${TOKEN}")
            .without_token
            .is_empty()
    );
}

#[test]
fn number_of_requests_is_limited() {
    let lines: Vec<_> = (0..1500)
        .map(|i| format!("eyJhbGciOiJSUzI1NiJ9.e30.{i}A\n"))
        .collect();
    let text = lines.concat();
    let import = find(&format!("{text}{text}"));
    assert_eq!(
        (import.tokens.len(), import.left_out),
        (finder::MAX_TOKENS, 500)
    );
    assert!(import.tokens.iter().all(|found| found.count == 2));
    let url = format!(
        "https://stream.mux.com/ID?{}",
        "token=eyJa.b.c&".repeat(1000)
    );
    assert!(find(&url).tokens.len() <= link::MAX_TOKENS_PER_URL);
    // The parameter that Mux reads is found in any position.
    let url = format!(
        "https://stream.mux.com/ID?{}token={TOKEN}",
        "TOKEN=eyJa.b.c&".repeat(1000)
    );
    let import = find(&url);
    assert!(import.tokens.iter().any(|found| found.text == TOKEN));
    assert!(import.tokens.len() <= link::MAX_TOKENS_PER_URL + 1);
}

#[test]
fn truncated_token_is_found() {
    for text in ["eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJSUzI1NiJ9.eyJzdW"] {
        assert_eq!(find(text).tokens[0].text, text);
    }
    assert_eq!(find(" \n").kind, InputKind::Empty);
}

#[test]
fn token_after_long_word_is_found() {
    for letter in ["a", "é", "\u{200b}", "視", "😀"] {
        for count in 500..520 {
            let text = format!(
                "{}{}?&token={TOKEN}",
                letter.repeat(4 * count),
                "x".repeat(count % 5)
            );
            assert_eq!(find(&text).tokens.len(), 1, "{letter} {count}");
        }
    }
}

#[test]
fn deep_json_is_scanned_as_text() {
    for levels in [100, 10_000] {
        let deep = format!("{}\"{TOKEN}\"{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(find(&deep).tokens.len(), 1);
        let deep = format!(
            "{}\"playback-token\":\"{TOKEN}\"{}",
            "{\"a\":{".repeat(levels),
            "}}".repeat(levels)
        );
        let import = find(&deep);
        assert_eq!(import.tokens[0].slot.as_deref(), Some("playback-token"));
    }
}

#[test]
fn url_and_token_are_kept_as_written() {
    for (text, url, sent) in [
        (
            "see https://stream.mux.com/$ID.m3u8?token=Bearer%20$T now",
            Some("https://stream.mux.com/$ID.m3u8?token=Bearer%20$T"),
            Some("Bearer%20$T"),
        ),
        (
            "stream.mux.com/$ID.m3u8?token=%22$T%22",
            Some("stream.mux.com/$ID.m3u8?token=%22$T%22"),
            Some("%22$T%22"),
        ),
        (
            "GET /$ID.m3u8?token=$T HTTP/1.1",
            Some("/$ID.m3u8?token=$T"),
            Some("$T"),
        ),
        (
            "https://stream.mux.com/$ID.m3u8?token={JWT} now",
            Some("https://stream.mux.com/$ID.m3u8?token={JWT}"),
            Some("{JWT}"),
        ),
        (
            "<mux-player playback-id=\"$ID\" playback-token=\" $T\">",
            None,
            Some(" $T"),
        ),
        ("{\"playbackToken\":\"Bearer $T\"}", None, Some("Bearer $T")),
        (
            "curl https://stream.mux.com/$ID.m3u8 -H 'Authorization: Bearer $T'",
            Some("https://stream.mux.com/$ID.m3u8"),
            None,
        ),
        ("Bearer $T", None, None),
    ] {
        let request = find(&filled(text)).tokens.remove(0);
        let written = |text: Option<&str>| text.map(filled);
        assert_eq!(request.url_as_written, written(url), "{text}");
        assert_eq!(request.token_as_sent, written(sent), "{text}");
    }
}
