//! The terminal, from its arguments to what it writes and how it ends.

use std::{ffi::OsString, io};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mux_jwt::{
    cli::{self, Next},
    core::{
        json::{Object, Value},
        mux::audience::Audience,
        qr::Qr,
        time::{Timestamp, Zone},
        token::Token,
    },
};
use proptest::{collection, prelude::*};

use crate::support::{Fake, KEY_PEM, NOW, OTHER_KEY_PEM, base64_of};

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(fake: &Fake, args: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["mux-jwt"].iter().chain(args).map(OsString::from);
    #[cfg_attr(
        not(feature = "gui"),
        expect(irrefutable_let_patterns, reason = "no window")
    )]
    let Next::Exit(status) = cli::run(args, fake, &mut out, &mut err) else {
        panic!("a command should not open the window");
    };
    let text = |bytes| String::from_utf8(bytes).expect("what is written is text");
    Ran {
        status,
        out: text(out),
        err: text(err),
    }
}

/// The payload of the token that `sign` makes of these arguments.
fn payload(args: &[&str]) -> String {
    let ran = run(&Fake::with_key(), &[args, &["--token-only"]].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
    let token = Token::read(ran.out.trim());
    token.claims().expect("it is sound").to_string()
}

/// The error that a command ends with.
fn error(fake: &Fake, args: &[&str]) -> String {
    let ran = run(fake, args);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
    let (error, hint) = ran.err.split_once('\n').expect("two lines");
    assert!(hint.starts_with("hint: "), "{hint}");
    error.to_owned()
}

fn hint(fake: &Fake, args: &[&str]) -> String {
    let ran = run(fake, args);
    ran.err.lines().nth(1).expect("two lines").to_owned()
}

/// A token of these claims that no key made.
fn token(claims: &str) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let header = encode(br#"{"alg":"RS256","typ":"JWT"}"#);
    format!(
        "{header}.{}.{}",
        encode(claims.as_bytes()),
        encode(&[7; 256])
    )
}

#[test]
fn transcripts() {
    let faces = if cfg!(feature = "gui") {
        "tests/cli/with_window/*.trycmd"
    } else {
        "tests/cli/without_window/*.trycmd"
    };
    for (cases, key) in [
        ("tests/cli/*.trycmd", base64_of(&KEY_PEM)),
        ("tests/cli/without_key/*.trycmd", String::new()),
        (faces, String::new()),
    ] {
        trycmd::TestCases::new()
            .register_bin("mux-jwt", trycmd::cargo::cargo_bin!("mux-jwt"))
            .env("MUX_SIGNING_KEY", "KEY_ID")
            .env("MUX_PRIVATE_KEY", key)
            .env("TZ", "UTC")
            .env("COLUMNS", "100")
            .case(cases);
    }
}

#[test]
fn exit_statuses() {
    let sound = run(&Fake::with_key(), &["sign", "ID"]).out;
    let foreign = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1795330246}"#);
    for (status, args) in [
        (0, &["sign", "ID"][..]),
        (2, &["sign", "ID", "--expires-at", "2000-01-01"]),
        (0, &["sign", "ID", "--expires-at", "2000-01-01", "--force"]),
        (0, &["inspect", &sound]),
        // *Cannot tell* is not wrong.
        (0, &["inspect", &foreign]),
        (0, &["explain"]),
        (0, &["explain", "Network", "Error"]),
        (2, &["explain", "hello"]),
        (0, &["demo"]),
        (0, &["--help"]),
        (0, &["sign", "--help"]),
        (0, &["--version"]),
        (1, &["inspect", &sound, "--at", "2027-01-01"]),
        (1, &["inspect", &sound, "--id", "OTHER", "--json"]),
        (1, &["inspect", "hello"]),
        // A public ID needs no token.
        (0, &["inspect", "https://stream.mux.com/ID.m3u8"]),
        (0, &["compare", &sound, &sound]),
        (0, &["compare", &sound, &format!("Bearer {sound}")]),
        (1, &["compare", &sound, &foreign]),
        (2, &["compare", &sound]),
        (2, &["compare", &sound, "hello"]),
        (2, &["compare", "-", "-"]),
        (2, &["compare", &sound, "-", "--key-file", "-"]),
        (2, &["compare", &sound, &sound, "--at", "tomorrow"]),
        (2, &["sign"]),
        (2, &["sign", "ID", "--json", "--token-only"]),
        (2, &["sign", "ID", "--key-file", "missing.pem"]),
        (2, &["inspect", "--file", "missing.txt"]),
        (2, &["inspect", "x", "--file", "y"]),
        (2, &["inspect"]),
        (2, &["inspect", "x", "--at", "tomorrow"]),
        (2, &["inspect", "x", "--url", "hello"]),
        // What was seen changes nothing about what is wrong.
        (0, &["inspect", &foreign, "--saw", "403"]),
        (
            1,
            &["inspect", &sound, "--at", "2027-01-01", "--saw", "412"],
        ),
        // An unknown error changes nothing.
        (0, &["inspect", &foreign, "--saw", "hello"]),
        (1, &["inspect", "hello", "--saw", "hello"]),
        (0, &["inspect", "403"]),
        (0, &["inspect", &foreign, "--report"]),
        (1, &["inspect", "hello", "--report"]),
        (2, &["inspect", &foreign, "--report", "--json"]),
        (2, &["sing", "ID"]),
        (2, &["demo", "--nonsense"]),
    ] {
        let ran = run(&Fake::with_key(), args);
        assert_eq!(ran.status, status, "{args:?} {}", ran.err);
        let (has_out, has_err) = (!ran.out.is_empty(), ran.err.contains("error"));
        assert_eq!((has_out, has_err), (status < 2, status == 2), "{args:?}");
    }
}

#[test]
fn a_qr_code_stands_below_its_url() {
    let ran = run(&Fake::with_key(), &["sign", "ID", "--qr"]);
    let (url, code) = ran.out.split_once('\n').expect("two parts");
    let qr = Qr::new(url).expect("it fits");
    assert_eq!(code, qr.to_terminal());
    let custom = format!(r#"{{"a":"{}"}}"#, "x".repeat(2000));
    let ran = run(
        &Fake::with_key(),
        &["sign", "ID", "--qr", "--custom", &custom],
    );
    assert_eq!((ran.status, ran.out.lines().count()), (0, 1));
    assert!(ran.err.contains("too long for a QR code"), "{}", ran.err);
}

#[cfg(feature = "gui")]
#[test]
fn no_arguments_open_the_window() {
    for (args, first_frame) in [
        (&["mux-jwt"][..], false),
        (&["mux-jwt", "--first-frame"], true),
    ] {
        let args = args.iter().map(OsString::from);
        let next = cli::run(args, &Fake::default(), &mut io::sink(), &mut io::sink());
        assert_eq!(next, Next::Window { first_frame });
    }
}

#[cfg(not(feature = "gui"))]
#[test]
fn no_arguments_print_help_without_a_window() {
    let ran = run(&Fake::default(), &[]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Usage: mux-jwt"), "{}", ran.err);
    assert!(!ran.err.contains("window"), "{}", ran.err);
}

#[test]
fn each_type_has_its_audience_and_its_url() {
    for (name, aud, url) in [
        ("video", "v", "https://stream.mux.com/ID.m3u8?token="),
        (
            "thumbnail",
            "t",
            "https://image.mux.com/ID/thumbnail.png?token=",
        ),
        ("gif", "g", "https://image.mux.com/ID/animated.gif?token="),
        (
            "storyboard",
            "s",
            "https://image.mux.com/ID/storyboard.vtt?token=",
        ),
        (
            "drm",
            "d",
            "https://license.mux.com/license/widevine/ID?token=",
        ),
        (
            "drm_license",
            "d",
            "https://license.mux.com/license/widevine/ID?token=",
        ),
        (
            "video-id",
            "video_id",
            "https://stats.mux.com/counts?token=",
        ),
        (
            "asset-id",
            "asset_id",
            "https://stats.mux.com/counts?token=",
        ),
        (
            "playback-id",
            "playback_id",
            "https://stats.mux.com/counts?token=",
        ),
        (
            "stats",
            "playback_id",
            "https://stats.mux.com/counts?token=",
        ),
        (
            "live-stream-id",
            "live_stream_id",
            "https://stats.mux.com/counts?token=",
        ),
    ] {
        let ran = run(&Fake::with_key(), &["sign", "ID", "-t", name]);
        let token = ran.out.strip_prefix(url).expect(name);
        let token = Token::read(token.trim_end());
        let claims = token.claims().expect("it is sound");
        assert_eq!(claims.str("aud"), Some(aud));
        assert_eq!(
            claims.get("exp"),
            Some(&Value::from(NOW.0 + 604_800)),
            "seven days, as with `mux sign`"
        );
        let report = run(&Fake::with_key(), &["inspect", &ran.out]);
        assert!(
            report.out.starts_with("No problems found"),
            "{}",
            report.out
        );
    }
}

#[test]
fn types_and_formats_that_do_not_exist_are_answered_with_those_that_do() {
    let fake = Fake::with_key();
    assert_eq!(
        error(&fake, &["sign", "ID", "-t", "vidoe"]),
        "error: `--type`: `vidoe` is not a token type"
    );
    assert!(hint(&fake, &["sign", "ID", "-t", "vidoe"]).contains("video, thumbnail, gif"));
    let args = ["sign", "ID", "-t", "gif", "--format", "png"];
    assert_eq!(
        error(&fake, &args),
        "error: `png` is not a format for animated images"
    );
    assert_eq!(hint(&fake, &args), "hint: Valid formats: gif, webp.");
}

#[test]
fn parameters_stand_first_and_in_the_order_given() {
    assert_eq!(
        payload(&[
            "sign",
            " ID ",
            "-t",
            "thumbnail",
            "--params-json",
            r#"{"width": 3, "time": 1.50}"#,
            "-p",
            "width=640",
            "-p",
            "flip_h=true",
            "--custom",
            r#"{"b": 1.0, "a": [2]}"#,
            "--restriction",
            " R ",
            "--expires-at",
            "2026-11-23",
        ]),
        format!(
            r#"{{"width":640,"time":1.50,"flip_h":true,"playback_restriction_id":"R","custom":{},"kid":"K","sub":"ID","aud":"t","exp":1795392000}}"#,
            r#"{"b":1.0,"a":[2]}"#
        )
    );
}

#[test]
fn a_whole_url_becomes_claims() {
    for (args, expected) in [
        (
            &["https://image.mux.com/ABC/thumbnail.jpg?time=25&fit_mode=preserve&token=a.b.c"][..],
            r#"{"time":25,"fit_mode":"preserve","kid":"K","sub":"ABC","aud":"t","exp":5000000000}"#,
        ),
        (
            &[
                "image.mux.com/ABC/animated.webp?width=320",
                "-p",
                "width=640",
            ],
            r#"{"width":640,"kid":"K","sub":"ABC","aud":"g","exp":5000000000}"#,
        ),
        (
            &["https://stream.mux.com/ABC.m3u8", "-t", "storyboard"],
            r#"{"kid":"K","sub":"ABC","aud":"s","exp":5000000000}"#,
        ),
    ] {
        let args = [&["sign"], args, &["--expires-at", "5000000000"]].concat();
        assert_eq!(payload(&args), expected);
    }
    let fake = Fake::with_key();
    let ran = run(
        &fake,
        &[
            "sign",
            "https://image.tv.example.com/A/thumbnail.webp?time=1",
        ],
    );
    assert!(
        ran.out
            .starts_with("https://image.tv.example.com/A/thumbnail.webp?token="),
        "{}",
        ran.out
    );
    assert_eq!(
        error(&fake, &["sign", "https://example.com/A.m3u8"]),
        "error: `example.com` is not a host that accepts tokens"
    );
    assert_eq!(
        error(&fake, &["sign", "https://stats.mux.com/counts"]),
        "error: the URL does not contain an ID"
    );
    assert_eq!(
        error(&fake, &["sign", &token("{}")]),
        "error: this is a token, not an ID"
    );
}

#[test]
fn a_wrong_parameter_is_refused_and_a_strange_one_is_signed_with_a_warning() {
    let fake = Fake::with_key();
    for args in [
        &["-p", "width=wide"][..],
        &["--params-json", r#"{"width":"wide"}"#],
    ] {
        let args = [&["sign", "ID", "-t", "gif"], args].concat();
        assert_eq!(
            error(&fake, &args),
            "error: `width` must be a whole number from 1 to 640, not `wide`"
        );
    }
    for (args, message) in [
        (
            &["-p", "width"][..],
            "`--param`: `width` is not of the form NAME=VALUE",
        ),
        (
            &["-p", "=1"],
            "`--param`: `=1` is not of the form NAME=VALUE",
        ),
        (
            &["-p", "exp=1"],
            "`exp` is reserved and cannot be a parameter",
        ),
        (
            &["--params-json", "[1]"],
            "`--params-json`: not a JSON object: expected an object, found a list at line 1, column 1",
        ),
        (
            &["--restriction", " "],
            "`playback_restriction_id` must be the ID of a playback restriction, not empty",
        ),
        (&["-e", "soon"], "`--expiration`: `soon` is not a duration"),
        (&["-e", "-1h"], "`--expiration`: `-1h` is negative"),
        (
            &["-e", "1795330245"],
            "`--expiration`: `1795330245` looks like a time in seconds since 1970, not a duration",
        ),
        (
            &["--expires-at", "soon"],
            "`--expires-at`: `soon` is not a date",
        ),
        (
            &["--domain", "localhost"],
            "`--domain`: `localhost` is not a domain",
        ),
        (
            &["-t", "player", "--format", "png"],
            "`--format` requires a single type",
        ),
        (
            &["-e", "1d", "--expires-at", "2030-01-01"],
            "`--expiration` cannot be combined with `--expires-at`",
        ),
    ] {
        let args = [&["sign", "ID"], args].concat();
        assert_eq!(error(&fake, &args), format!("error: {message}"));
    }
    for (param, warning) in [
        (
            "maxResolution=720p",
            "[unknown-param]\nhint: Did you mean `max_resolution`?",
        ),
        (
            "foo=1",
            "[unknown-param]\nhint: Move your own values into `custom`, or remove it.",
        ),
        (
            "time=1",
            "[param-of-another-audience]\nhint: Remove it, or sign a token of an audience that has it.",
        ),
    ] {
        let ran = run(&fake, &["sign", "ID", "-p", param]);
        assert_eq!(ran.status, 0);
        assert!(
            ran.err.starts_with(&format!("warning: `{}", &param[..3])),
            "{}",
            ran.err
        );
        assert!(ran.err.ends_with(&format!("{warning}\n")), "{}", ran.err);
    }
    let expired = ["sign", "ID", "--expires-at", "2026-11-22 06:50:44"];
    assert_eq!(
        error(&fake, &expired),
        "error: the expiry is in the past: 2026-11-22 06:50:44 UTC, 1 second ago"
    );
    let ran = run(&fake, &[&expired[..], &["--force"]].concat());
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("[expired]"), "{}", ran.err);
}

#[test]
fn sign_refuses_what_is_not_an_id() {
    let fake = Fake::with_key();
    let jwt = token("{}");
    for text in [
        r#"{"data":{"id":"A"}}"#,
        r#"["A"]"#,
        "<html></html>",
        "<iframe src=\"https://player.mux.com/A\">",
        "https://example.com/A.m3u8",
        "https://stream.mux.com/undefined.m3u8",
        "hello world",
        "YOUR_PLAYBACK_ID",
        "$PLAYBACK_ID",
        "%MUX_PLAYBACK_ID%",
        "undefined",
        "null",
        "NaN",
        "[object Object]",
        "viewer@example.com",
        "./video.mp4",
        "~/ids.txt",
        "ids.csv",
        "\"EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs\"",
        jwt.as_str(),
    ] {
        error(&fake, &["sign", text]);
        let ran = run(&fake, &["sign", text, "--json"]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{text}");
        // In a batch each is refused on its own.
        let list = format!("A\n{text}\nB\n");
        let fake = Fake {
            files: [("list".into(), list.into_bytes())].into(),
            ..Fake::with_key()
        };
        let ran = run(&fake, &["sign", "--ids", "list"]);
        let lines: Vec<_> = ran.out.lines().map(|line| !line.is_empty()).collect();
        assert_eq!((ran.status, lines), (1, vec![true, false, true]), "{text}");
    }
    let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
    for (kind, text) in [
        ("video", id),
        ("thumbnail", "DS00Spx1CV902MCtPj5WknGlR102V5HFkDe"),
        ("asset-id", "abc123"),
        ("video-id", "spring sale: 1/2 {draft}"),
        ("video-id", "https://example.com/film"),
        ("video", "image.mux.com/ID/thumbnail.png"),
        ("playback-id", "https://stream.video.example.com/ID.m3u8"),
    ] {
        let ran = run(&fake, &["sign", text, "-t", kind]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{text}");
    }
    error(
        &fake,
        &["sign", "-t", "asset-id", "https://stream.mux.com/ID.m3u8"],
    );
}

#[test]
fn sound_tokens_are_signed_without_a_warning() {
    let fake = Fake::with_key();
    for args in [
        &[
            "-p",
            "max_resolution=720p",
            "-p",
            "min_resolution=480p",
            "-p",
            "exclude_pdt=true",
        ][..],
        &[
            "-p",
            "asset_start_time=1.5",
            "-p",
            "asset_end_time=20",
            "--duration",
            "1h",
        ],
        &[
            "-t",
            "thumbnail",
            "-p",
            "time=3",
            "-p",
            "width=640",
            "-p",
            "height=360",
            "-p",
            "fit_mode=smartcrop",
        ],
        &["-t", "gif", "-p", "start=1", "-p", "end=6", "-p", "fps=15"],
        &["-t", "storyboard", "-p", "format=webp"],
        &["-t", "drm", "-p", "offline=true", "-p", "playDuration=3600"],
        &["-t", "player", "-p", "time=3", "-p", "max_resolution=720p"],
        &[
            "--custom",
            r#"{"session":"8f14"}"#,
            "--restriction",
            "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws",
        ],
        &["-e", "10y"],
        &["-e", "1m"],
        &["-t", "live-stream-id", "--format", "health"],
    ] {
        let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
        let ran = run(&fake, &[&["sign", id][..], args].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn rules_warn_before_a_token_is_printed() {
    let fake = Fake::with_key();
    for (args, rule) in [
        (
            &["-p", "min_resolution=1080p", "-p", "max_resolution=720p"][..],
            "conflicting-params",
        ),
        (
            &["-t", "gif", "-p", "start=9", "-p", "end=2"],
            "conflicting-params",
        ),
        (
            &["-t", "thumbnail", "-p", "fit_mode=crop", "-p", "width=5"],
            "conflicting-params",
        ),
        (&["-p", "Max_Resolution=720p"], "unknown-param"),
        (
            &["--custom", r#"{"mail":"viewer@example.com"}"#],
            "personal-data",
        ),
        (&["--duration", "2h", "-e", "1h"], "expires-before-end"),
        (&["--params-json", r#"{"nbf":1895330245}"#], "not-yet-valid"),
        (
            &["--params-json", r#"{"params":{"time":1}}"#],
            "nested-params",
        ),
    ] {
        let ran = run(&fake, &[&["sign", "ID"][..], args].concat());
        assert_eq!((ran.status, ran.out.lines().count()), (0, 1), "{args:?}");
        assert!(ran.err.starts_with("warning: "), "{args:?}");
        assert!(
            ran.err.contains(&format!("[{rule}]\nhint: ")),
            "{}",
            ran.err
        );
    }
    // Of several tokens, each finding is reported once.
    let ran = run(&fake, &["sign", "ID", "-t", "player", "-p", "foo=1"]);
    assert_eq!(ran.err.matches("warning: ").count(), 1, "{}", ran.err);
}

#[test]
fn dash_in_place_of_an_id_is_standard_input() {
    let with_input = |input: &str| Fake {
        stdin: input.as_bytes().to_vec(),
        ..Fake::with_key()
    };
    let ran = run(&with_input(" ID \n"), &["sign", "-", "--json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains(r#""playback_id": "ID""#), "{}", ran.out);
    let ran = run(&with_input("A\r\nB\n"), &["sign", "-"]);
    assert_eq!((ran.status, ran.out.lines().count()), (0, 2));
    let answer = r#"{"data":{"duration":90,"playback_ids":[{"id":"P","policy":"signed"},{"id":"Q","policy":"public"}]}}"#;
    let ran = run(&with_input(answer), &["sign", "-", "--jsonl"]);
    assert_eq!((ran.status, ran.out.lines().count()), (0, 1));
    assert!(ran.out.contains(r#""playback_id":"P""#), "{}", ran.out);
    assert!(
        ran.out.contains(r#""expires_at":"2026-11-22T18:52:15Z""#),
        "{}",
        ran.out
    );
    assert!(
        ran.err
            .starts_with("skipped: line 1: the playback ID `Q` is public"),
        "{}",
        ran.err
    );
    for (input, args) in [
        ("", &["sign", "-"][..]),
        ("hello world", &["sign", "-"]),
        (answer, &["sign", "-", "--json"]),
        (answer, &["sign", "-", "--key-file", "-"]),
        (answer, &["sign", "ID", "--jsonl"]),
        ("\n", &["sign", "--ids", "-", "--csv"]),
        (r#"{"data":[]}"#, &["sign", "--ids", "-", "--csv"]),
        ("[1, 2", &["sign", "--ids", "-", "--csv"]),
    ] {
        let ran = run(&with_input(input), args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{input} {args:?}");
        assert!(ran.err.contains("error"), "{}", ran.err);
    }
}

#[test]
fn duration_decides_the_expiry_unless_it_is_given() {
    let expires = |args: &[&str]| {
        let payload = payload(&[&["sign", "ID"][..], args].concat());
        let exp = payload.rsplit_once("\"exp\":").expect("an expiry").1;
        exp.trim_end_matches('}').parse::<i64>().expect("a number") - NOW.0
    };
    assert_eq!(expires(&["--duration", "90m"]), 13 * 3600 + 1800);
    assert_eq!(expires(&["--duration", "10"]), 12 * 3600 + 10);
    assert_eq!(expires(&["--duration", "10", "-e", "1h"]), 3600);
    assert_eq!(
        expires(&["--duration", "10", "--expires-at", "2026-11-22T07:00:00Z"]),
        555
    );
}

#[test]
fn several_types_come_one_a_line_and_share_what_each_knows() {
    let fake = Fake::with_key();
    let args = ["sign", "ID", "-t", "player", "-p", "width=640"];
    let ran = run(&fake, &args);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let hosts: Vec<_> = ran.out.lines().map(|line| &line[..21]).collect();
    assert_eq!(
        hosts,
        [
            "https://stream.mux.co",
            "https://image.mux.com",
            "https://image.mux.com"
        ]
    );
    let ran = run(&fake, &[&args[..], &["-t", "drm", "--json"]].concat());
    let json = Object::parse(&ran.out).expect("it is JSON");
    let tokens = json.get("tokens").and_then(Value::as_object);
    let names: Vec<_> = tokens
        .expect("an object")
        .iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "playback-token",
            "thumbnail-token",
            "storyboard-token",
            "drm-token"
        ]
    );
    let claims = json
        .get("claims")
        .and_then(Value::as_object)
        .expect("an object");
    let with_width: Vec<_> = claims
        .iter()
        .filter(|(_, claims)| {
            claims
                .as_object()
                .is_some_and(|claims| claims.contains("width"))
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(with_width, ["thumbnail-token"]);
}

#[test]
fn the_fields_of_mux_sign_come_first_in_json() {
    let ran = run(&Fake::with_key(), &["sign", "ID", "--json", "-e", "2h"]);
    let json = Object::parse(&ran.out).expect("it is JSON");
    let names: Vec<_> = json.iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "playback_id",
            "token",
            "url",
            "type",
            "expiration",
            "audience",
            "expires_at",
            "claims"
        ]
    );
    assert_eq!(json.str("expiration"), Some("2h"));
    assert_eq!(json.str("expires_at"), Some("2026-11-22T08:50:45Z"));
}

#[test]
fn a_key_is_found_where_it_is_kept() {
    let base64 = base64_of(&KEY_PEM);
    for (fake, args) in [
        (Fake::with_key(), &[][..]),
        (
            Fake::default().file("k.pem", &KEY_PEM),
            &["--key-file", "k.pem", "--key-id", "K"],
        ),
        (
            Fake::default()
                .var("MUX_SIGNING_KEY", "K")
                .file("k.b64", &base64),
            &["--key-file", "k.b64"],
        ),
        (
            Fake::default().stdin(&KEY_PEM),
            &["--key-file", "-", "--key-id", "K"],
        ),
        (
            Fake::with_key().var("MUX_SIGNING_KEY", "other"),
            &["--key-id", "K"],
        ),
    ] {
        let ran = run(&fake, &[&["sign", "ID"], args].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let report = run(&Fake::with_key(), &["inspect", &ran.out]);
        assert!(
            report.out.starts_with("No problems found"),
            "{}",
            report.out
        );
    }
}

#[test]
fn a_key_that_cannot_sign_says_why() {
    let sign = ["sign", "ID"];
    let with_file = ["sign", "ID", "--key-file", "k.pem"];
    let public = KEY_PEM.replace("PRIVATE", "NONSENSE");
    for (fake, args, message) in [
        (
            Fake::default(),
            &sign[..],
            "no key: `--key-file` is missing and MUX_PRIVATE_KEY is not set",
        ),
        (
            Fake::with_key().var("MUX_SIGNING_KEY", ""),
            &sign,
            "the key in MUX_PRIVATE_KEY has no key ID",
        ),
        (
            Fake::with_key().var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM)),
            &sign,
            "MUX_SIGNING_KEY contains a key",
        ),
        (
            Fake::with_key().var("MUX_PRIVATE_KEY", "hello"),
            &sign,
            "MUX_PRIVATE_KEY: this is not a key",
        ),
        (
            Fake::with_key(),
            &with_file,
            "cannot read `k.pem`: no such file",
        ),
        (
            Fake::with_key().file("k.pem", &public),
            &with_file,
            "`k.pem`: this is not a key",
        ),
        (
            Fake::with_key().file("k.pem", &"x".repeat(100_000)),
            &with_file,
            "`k.pem`: this is too large to be a key",
        ),
        // The ID in the environment is that of the key in the environment, not of this one.
        (
            Fake::with_key().file("k.pem", &OTHER_KEY_PEM),
            &with_file,
            "the key in `k.pem` has no key ID",
        ),
    ] {
        assert_eq!(error(&fake, args), format!("error: {message}"));
    }
}

#[test]
fn the_text_of_a_key_reaches_no_output() {
    let pem = KEY_PEM.as_str();
    let base64 = base64_of(pem);
    let body: String = pem.lines().skip(1).take(24).collect();
    let assigned = format!("MUX_PRIVATE_KEY={base64}");
    let fake = Fake::with_key().file("k.txt", &format!("{pem}\n{}", token("{}")));
    for key in [
        pem,
        &base64,
        &body,
        &assigned,
        pem.lines().next().expect("a line"),
    ] {
        for args in [
            &["sign", key][..],
            &["sign", "ID", "--key-file", key],
            &["sign", "ID", "--key-id", key],
            &["sign", "ID", "-p", key],
            &["sign", "ID", "-t", key],
            &["sign", "ID", "-e", key],
            &["sign", "ID", "--no-such-flag", key],
            &["sign", "ID", key],
            &["inspect", key],
            &["inspect", "--url", key],
            &["inspect", "--key-file", key, "--json"],
            &["inspect", "--file", "k.txt"],
            &[key],
        ] {
            let Ran { out, err, .. } = run(&fake, args);
            for line in pem.lines().filter(|line| line.len() > 16) {
                for part in [&line[..16], &base64_of(line)[..16]] {
                    assert!(!out.contains(part) && !err.contains(part), "{args:?}");
                }
            }
        }
    }
    assert_eq!(
        error(&fake, &["sign", "ID", "--key-file", pem]),
        "error: an argument contains a key"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of inputs")]
fn inspect_says_which_key_was_asked() {
    let signed = run(&Fake::with_key(), &["sign", "ID"]).out;
    let machine = || {
        Fake::default()
            .file("right.pem", &KEY_PEM)
            .file("wrong.pem", &OTHER_KEY_PEM)
    };
    let signature = |fake: &Fake, args: &[&str]| {
        let ran = run(fake, &[&["inspect", &signed], args].concat());
        let line = ran.out.lines().find(|line| line.starts_with("Signature"));
        let line = line.expect("it is reported")["Signature".len()..]
            .trim()
            .to_owned();
        // The fingerprint differs with every run.
        let line = line.split(" (").next().unwrap_or_default().to_owned();
        (ran.status, line, ran.err)
    };
    for (fake, args, status, says, err) in [
        (machine(), &[][..], 0, "not checked, no key is loaded", ""),
        (
            machine(),
            &["--key-file", "right.pem"],
            0,
            "verified, signed with the key in `right.pem`",
            "",
        ),
        (
            machine(),
            &["--key-file", "right.pem", "--key-id", "K"],
            0,
            "verified, signed with the key `K`",
            "",
        ),
        (
            machine(),
            &["--key-file", "wrong.pem", "--key-file", "right.pem"],
            0,
            "verified, signed with the key in `right.pem`",
            "",
        ),
        (
            machine(),
            &["--key-file", "wrong.pem", "--key-id", "K"],
            1,
            "failed, not signed with the key `K`",
            "",
        ),
        (
            machine(),
            &["--key-file", "right.pem", "--key-id", "other"],
            0,
            "not checked, the token names another key than the key `other`",
            "",
        ),
        (
            Fake::with_key(),
            &["--key-file", "-"],
            0,
            "verified, signed with the key in standard input",
            "",
        ),
        (
            Fake::default().var("MUX_PRIVATE_KEY", "hello"),
            &[],
            0,
            "not checked, no key is loaded",
            "warning: MUX_PRIVATE_KEY: this is not a key; not used to check signatures\n",
        ),
        (
            Fake::with_key().var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM)),
            &[],
            0,
            "not checked, no key is loaded",
            "warning: MUX_SIGNING_KEY contains a key; not used to check signatures\n",
        ),
        (
            Fake::default(),
            &["--key-id", "K"],
            0,
            "not checked, no key is loaded",
            "warning: `--key-id` has no effect without a key\n",
        ),
    ] {
        let fake = fake.stdin(&KEY_PEM);
        let expected = (status, says.to_owned(), err.to_owned());
        assert_eq!(signature(&fake, args), expected, "{args:?}");
    }
    let fake = machine();
    for (args, message) in [
        (
            &[
                "inspect",
                "x",
                "--key-file",
                "a",
                "--key-file",
                "b",
                "--key-id",
                "K",
            ][..],
            "`--key-file` is given 2 times, but `--key-id` once",
        ),
        (
            &["inspect", "-", "--key-file", "-"],
            "the text and the key cannot both come from standard input",
        ),
        (
            &["inspect", "x", "--key-file", "missing.pem"],
            "cannot read `missing.pem`: no such file",
        ),
    ] {
        assert_eq!(error(&fake, args), format!("error: {message}"));
    }
}

#[test]
fn a_text_is_read_from_wherever_it_is() {
    let text = run(&Fake::with_key(), &["sign", "ID"]).out;
    let fake = Fake::with_key().file("log.txt", &text).stdin(&text);
    let expected = run(&fake, &["inspect", &text]).out;
    for args in [
        &["inspect"][..],
        &["inspect", "-"],
        &["inspect", "--file", "log.txt"],
        &["inspect", "--file", "-"],
    ] {
        assert_eq!(run(&fake, args).out, expected, "{args:?}");
    }
    assert_eq!(
        error(&Fake::default().stdin(" \n"), &["inspect"]),
        "error: nothing to inspect"
    );
    let fake = Fake {
        stdin: vec![b'x'; 64 * 1024 * 1024 + 1],
        ..Fake::default()
    };
    assert_eq!(
        error(&fake, &["inspect"]),
        "error: standard input is larger than 64 MB"
    );
}

#[test]
fn every_token_of_a_text_is_told_apart() {
    let text = format!(
        "<mux-player thumbnail-token=\"{}\">\n{}",
        token(r#"{"kid":"X","sub":"ID","aud":"v","exp":5000000000}"#),
        token(r#"{"kid":"X","sub":"ID","aud":"v","exp":5000000001}"#),
    );
    let ran = run(&Fake::default(), &["inspect", &text]);
    let headlines: Vec<_> = ran
        .out
        .lines()
        .filter(|line| line.contains(" of 2: "))
        .collect();
    assert_eq!(
        headlines,
        [
            "1 of 2: The token is for video, but it is in `thumbnail-token`",
            "2 of 2: The signature was not checked: no key is loaded, and the token needs `X`",
        ]
    );
}

#[test]
fn a_token_is_told_once_with_how_often_it_stood_there() {
    let token = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":5000000000}"#);
    let line = format!("\"GET /ID.m3u8?token={token} HTTP/1.1\" 403\n");
    let ran = run(&Fake::default(), &["inspect", &line.repeat(3)]);
    assert!(
        ran.out
            .contains("Source               `token` in the URL on line 1, 3 times, HTTP 403\n"),
        "{}",
        ran.out
    );
}

#[test]
fn tokens_that_are_left_out_are_counted() {
    let lines: Vec<_> = (0..1003)
        .map(|i| format!("eyJhbGciOiJSUzI1NiJ9.e30.{i:04}\n"))
        .collect();
    let text = lines.concat();
    let ran = run(&Fake::default(), &["inspect", &text]);
    assert!(ran.out.ends_with(
        "\n3 more tokens were not inspected; to inspect them, use a smaller part of the input\n"
    ));
    let ran = run(&Fake::default(), &["inspect", &text, "--json"]);
    assert!(ran.out.contains("\n  \"left_out\": 3,\n"));
}

#[test]
fn evidence_beside_the_text_is_heard() {
    let text = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":5000000000}"#);
    for (args, says) in [
        (
            &["--id", " OTHER "][..],
            "The token is for `ID`, but the expected ID is `OTHER`",
        ),
        (
            &["--url", "https://image.mux.com/ID/thumbnail.png"],
            "The token is for video, but the URL is for a thumbnail",
        ),
        (
            &["--at", "5000000000"],
            "The token expires now, at 2128-06-11 08:53:20 UTC",
        ),
    ] {
        let ran = run(&Fake::default(), &[&["inspect", &text], args].concat());
        assert_eq!(ran.out.lines().next(), Some(says));
    }
}

#[test]
fn what_was_seen_is_told_after_the_verdicts_and_in_json_only_when_it_is_given() {
    let text = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1}"#);
    let ran = run(&Fake::default(), &["inspect", &text, "--saw", "HTTP/2 403"]);
    let mut lines = ran.out.lines();
    assert!(lines.any(|line| line.starts_with("Accepted by Mux?")));
    assert_eq!(lines.next(), Some("Observed error       403 Forbidden"));
    assert_eq!(
        lines.next().map(str::trim),
        Some("`expired` (the token has expired) explains it.")
    );
    let has_diagnosis = |args: &[&str]| {
        let ran = run(
            &Fake::default(),
            &[&["inspect", &text, "--json"], args].concat(),
        );
        let json = Object::parse(&ran.out).expect("it is JSON");
        let Some(Value::Array(tokens)) = json.get("tokens") else {
            panic!("there is a list of tokens");
        };
        tokens[0]
            .as_object()
            .expect("an object")
            .contains("diagnosis")
    };
    assert!(has_diagnosis(&["--saw", "403"]));
    assert!(!has_diagnosis(&[]));
}

#[test]
fn unknown_observed_error_is_reported_with_the_whole_report() {
    let text = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1}"#);
    let unknown = "flux capacitor empty";
    let with = |args: &[&str]| run(&Fake::default(), &[&["inspect", &text], args].concat());
    let (plain, saw) = (with(&[]), with(&["--saw", unknown]));
    assert_eq!(saw.status, plain.status);
    let row = format!("Observed error       unknown status, code or message `{unknown}`\n");
    assert!(saw.out.contains(&row), "{}", saw.out);
    assert_eq!(saw.out.replace(&row, ""), plain.out);
    let json = Object::parse(&with(&["--saw", unknown, "--json"]).out).expect("it is JSON");
    assert_eq!(json.str("saw_unknown"), Some(unknown));
    assert!(
        !Object::parse(&with(&["--json"]).out)
            .expect("it is JSON")
            .contains("saw_unknown")
    );
    let report = with(&["--saw", unknown, "--report"]).out;
    assert!(
        report.contains(
            "| Observed error | unknown status, code or message `flux capacitor empty` |"
        ),
        "{report}"
    );
    assert!(report.contains("`expired`"));
    // An empty one is none.
    assert_eq!(with(&["--saw", " "]).out, plain.out);
}

#[test]
fn error_alone_is_explained() {
    for (text, first, meaning) in [
        (
            "2403210",
            "2403210: URL has expired",
            "Mux returned 403, and the `exp`",
        ),
        ("HTTP/2 403", "403 Forbidden", "Mux rejected the request"),
        (
            "-12660",
            "403 Forbidden, reported by AVPlayer",
            "Mux rejected the request",
        ),
        (
            "Shaka Error 6007",
            "DRM license request failed, reported by Shaka Player",
            "The player could not load the DRM license",
        ),
    ] {
        let piped = Fake::default().stdin(text);
        for ran in [
            run(&Fake::default(), &["inspect", text]),
            run(&piped, &["inspect"]),
        ] {
            let mut lines = ran.out.lines();
            assert_eq!((ran.status, lines.next()), (0, Some(first)), "{}", ran.err);
            assert!(
                lines.nth(1).is_some_and(|line| line.starts_with(meaning)),
                "{}",
                ran.out
            );
        }
        let json = run(&Fake::default(), &["inspect", text, "--json"]).out;
        let json = Object::parse(&json).expect("it is JSON");
        assert!(json.contains("diagnosis"));
        assert_eq!(json.get("findings"), Some(&Value::Array(Vec::new())));
        let report = run(&Fake::default(), &["inspect", text, "--report"]).out;
        assert!(report.contains("### Observed error: "), "{report}");
    }
}

#[test]
fn json_has_numbers_as_they_were_written_and_null_where_nothing_could_be_read() {
    let text = token(r#"{"exp":5e9,"n":12345678901234567890123,"x":3.0,"n":1}"#);
    let ran = run(&Fake::default(), &["inspect", &text, "--json"]);
    assert!(ran.out.contains("\"exp\": 5e9,\n"), "{}", ran.out);
    assert!(ran.out.contains("\"n\": 12345678901234567890123,\n"));
    assert!(ran.out.contains("\"x\": 3.0,\n"));
    let ran = run(
        &Fake::default(),
        &["inspect", "eyJhbGciOiJSUzI1NiJ9.W10.AAAA", "--json"],
    );
    let json = Object::parse(&ran.out).expect("it is JSON");
    let Some(Value::Array(tokens)) = json.get("tokens") else {
        panic!("there is a list of tokens");
    };
    let token = tokens[0].as_object().expect("an object");
    assert_eq!(token.get("payload"), Some(&Value::Null));
    assert_eq!(token.get("slot"), Some(&Value::Null));
    assert_eq!(token.str("structure"), Some("broken"));
}

#[test]
fn errors_are_json_where_json_is_asked_for() {
    let fake = Fake::default();
    for args in [
        &["sign", "ID", "--json"][..],
        &["sign", "ID", "--json", "--no-such-flag"],
        &["inspect", "--json", "--file", "missing"],
    ] {
        let ran = run(&fake, args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        let json = Object::parse(&ran.err).expect("it is JSON");
        let names: Vec<_> = json.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["error", "hint"], "{args:?}");
    }
}

#[test]
fn nothing_in_a_token_acts_on_the_terminal() {
    let text =
        token("{\"\\u001b[2J\":\"\u{202e}\u{9b}\\u0007\",\"kid\":\"\\u001b]0;x\\u0007\u{200b}\"}");
    for args in [&["inspect", &text][..], &["inspect", &text, "--json"]] {
        let Ran { out, err, .. } = run(&Fake::default(), args);
        let acts = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{200b}".contains(c);
        assert!(!out.contains(acts) && !err.contains(acts), "{out}");
        assert!(
            out.contains("\\u001b[2J") && out.contains("\\u202e\\u009b"),
            "{out}"
        );
    }
    let ran = run(&Fake::default(), &["inspect", "--file", "\u{1b}[2J"]);
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
}

#[test]
fn times_are_told_in_utc_and_by_the_clock_on_the_wall() {
    let text = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1795333845}"#);
    let fake = Fake {
        zone: Zone(|_| "+01:00".parse().expect("an offset")),
        ..Fake::default()
    };
    let ran = run(&fake, &["inspect", &text]);
    assert!(
        ran.out.contains(
            "1795333845  2026-11-22 07:50:45 UTC (2026-11-22 08:50:45 +01:00), in 1 hour\n"
        ),
        "{}",
        ran.out
    );
    // A date without a zone is a date on the wall.
    let ran = run(&fake, &["inspect", &text, "--at", "2026-11-22 08:50:46"]);
    assert!(
        ran.out.starts_with("The token expired 1 second ago"),
        "{}",
        ran.out
    );
}

#[test]
fn a_reader_that_leaves_is_no_error_and_a_full_disk_is() {
    struct Closed(io::ErrorKind);
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }
    for (kind, status, says) in [
        (io::ErrorKind::BrokenPipe, 0, ""),
        (
            io::ErrorKind::StorageFull,
            2,
            "error: cannot write the output: the disk is full\n\
             hint: Check where the output goes and whether there is enough space.\n",
        ),
    ] {
        let mut err = Vec::new();
        let args = ["mux-jwt", "demo"].map(OsString::from);
        let next = cli::run(args, &Fake::default(), &mut Closed(kind), &mut err);
        assert_eq!(next, Next::Exit(status));
        assert_eq!(String::from_utf8_lossy(&err), says);
    }
}

#[test]
fn the_tour_shows_what_is_right_and_what_is_wrong() {
    let ran = run(&Fake::default(), &["demo"]);
    for line in [
        "No problems found in this token",
        "The token is for video, but the URL is for a thumbnail",
        "The token expired 1 day ago, at 2026-11-29 06:50:45 UTC",
        "mux-jwt inspect",
    ] {
        assert!(ran.out.contains(line), "{line}");
    }
    assert!((35..50).contains(&ran.out.lines().count()));
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    for now in [i64::MIN, -1, 0, i64::MAX] {
        let fake = Fake {
            now: Timestamp(now),
            ..Fake::with_key()
        };
        assert_eq!(run(&fake, &["demo"]).status, 0);
        let ran = run(&fake, &["sign", "ID", "--json", "--force"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        // Seven days after the last second are not later.
        let is_wrong = now == i64::MAX;
        let ran = run(&fake, &["sign", "ID"]);
        assert_eq!(ran.status == 2, is_wrong, "{now}: {}", ran.err);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_arguments_make_it_panic(
        command in prop_oneof!["sign", "inspect", "explain", "demo", "help", ".*"],
        args in collection::vec(
            prop_oneof![
                ".*",
                "-(t|e|p|-json|-format|-params-json|-custom|-at|-url|-saw|-report|-kid|-domain|-expires-at)",
                "[a-z_]{1,20}=.*",
                r#"\{"[a-z]{1,5}":.{0,9}\}"#,
                "https?://(stream|image|stats|player|license)\\.mux\\.com/.{0,30}",
                "eyJ[A-Za-z0-9_.-]{0,60}",
                "[0-9]{1,25}[a-z]?",
            ],
            0..6,
        ),
    ) {
        let args = ["mux-jwt".to_owned(), command].into_iter().chain(args);
        let fake = Fake::with_key().stdin("eyJhbGciOiJSUzI1NiJ9.e30.AAAA");
        cli::run(args.map(OsString::from), &fake, &mut io::sink(), &mut io::sink());
    }
}

#[test]
fn every_audience_can_be_asked_for_by_the_name_it_shows() {
    for audience in Audience::ALL {
        let ran = run(
            &Fake::with_key(),
            &["sign", "ID", "-t", audience.type_name(), "--json"],
        );
        let json = Object::parse(&ran.out).expect("it is JSON");
        assert_eq!(json.str("type"), Some(audience.type_name()));
        assert_eq!(json.str("audience"), Some(audience.claim()));
    }
}

#[test]
fn two_tokens_are_compared_with_the_keys_at_hand() {
    let fake = Fake::with_key();
    let a = run(&fake, &["sign", "ID", "--token-only"]).out;
    let b = run(&fake, &["sign", "ID", "--token-only", "-e", "1h"]).out;
    let other = Fake::default().file("other.pem", &OTHER_KEY_PEM);
    let key = [
        "--key-file",
        "other.pem",
        "--key-id",
        "OTHER",
        "--token-only",
    ];
    let c = run(&other, &[&["sign", "ID"][..], &key].concat()).out;
    let first = |fake: &Fake, args: &[&str]| {
        let ran = run(fake, args);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{args:?}");
        let line = ran.out.lines().find(|line| line.starts_with("matters"));
        line.expect("something matters").to_owned()
    };
    assert_eq!(
        first(&fake, &["compare", a.trim(), b.trim()]),
        "matters  A: valid for 7 days; B: valid for 1 hour (A ends 6 days 23 hours after B)"
    );
    assert_eq!(
        first(&fake, &["compare", c.trim(), a.trim()]),
        "matters  A: the key `OTHER` (not loaded); B: signed with the key `K`; a signing key works only for videos of its own environment"
    );
    // In ten days neither works, and one of them has not worked for longer.
    assert_eq!(
        first(
            &fake,
            &[
                "compare",
                a.trim(),
                b.trim(),
                "--at",
                "2026-12-02T06:50:45Z"
            ]
        ),
        "matters  A: the token expired 3 days ago, at 2026-11-29 06:50:45 UTC; B: the token expired 9 days 23 hours ago, at 2026-11-22 07:50:45 UTC (A ends 6 days 23 hours after B)"
    );
    let piped = Fake::with_key().stdin(&b);
    assert_eq!(
        first(&piped, &["compare", a.trim(), "-"]),
        "matters  A: valid for 7 days; B: valid for 1 hour (A ends 6 days 23 hours after B)"
    );
}

#[test]
fn of_several_tokens_the_first_is_compared() {
    let (one, two) = (token(r#"{"sub":"A"}"#), token(r#"{"sub":"B"}"#));
    let ran = run(
        &Fake::default(),
        &["compare", &format!("{one}\n{two}"), &one],
    );
    assert_eq!(ran.status, 0);
    assert_eq!(
        ran.err,
        "warning: A contains 2 tokens; comparing the first\n"
    );
    assert!(ran.out.starts_with("The tokens are identical\n"));
}

#[test]
fn what_cannot_be_seen_is_written_out_in_a_comparison() {
    let (a, b) = (
        token(r#"{"sub":"ID","x":"\u001b[31m"}"#),
        token("{\"sub\":\"I\u{202e}D\"}"),
    );
    for args in [&["compare", &a, &b][..], &["compare", &a, &b, "--json"]] {
        let out = run(&Fake::default(), args).out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
    }
}

const RESTRICTIONS: &str = r#"{"data":[
    {"id":"A","referrer":{"allowed_domains":["a.com"],"allow_no_referrer":false}},
    {"id":"B","referrer":{"allowed_domains":["b.com"],"allow_no_referrer":true}}
]}"#;

#[test]
fn of_several_restrictions_each_is_asked_or_the_one_that_is_named() {
    let fake = Fake::default().file("r.json", RESTRICTIONS);
    let ran = run(
        &fake,
        &["restrict", "r.json", "--referrer", "https://b.com/"],
    );
    assert_eq!(ran.status, 1, "one of them refuses");
    assert!(ran.out.contains("Restriction A\n") && ran.out.contains("Restriction B\n"));
    let args = [
        "restrict",
        "r.json",
        "--id",
        "B",
        "--referrer",
        "https://b.com/",
    ];
    let ran = run(&fake, &args);
    assert_eq!(ran.status, 0);
    assert!(!ran.out.contains("Restriction A"));
    // A survey of visits is no failure, whomever it refuses.
    assert_eq!(run(&fake, &["restrict", "r.json"]).status, 0);
    let stdin = Fake::default().stdin(RESTRICTIONS);
    assert_eq!(run(&stdin, &["restrict", "-", "--referrer", ""]).status, 1);
}

#[test]
fn a_token_is_judged_by_the_restriction_that_it_names() {
    let fake = Fake::with_key().file("r.json", RESTRICTIONS);
    let signed = |restriction: &[&str]| {
        let args = [&["sign", "ID", "--token-only"], restriction].concat();
        run(&fake, &args).out.trim().to_owned()
    };
    let inspect = |token: &str, more: &[&str]| {
        let args = [&["inspect", token, "--restriction", "r.json"], more].concat();
        run(&fake, &args)
    };
    let of_b = signed(&["--restriction", "B"]);
    assert_eq!(inspect(&of_b, &["--referrer", "https://b.com/"]).status, 0);
    let ran = inspect(&of_b, &["--referrer", "https://a.com/"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("[restriction-refuses]"), "{}", ran.out);
    let ran = inspect(&of_b, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("the request's `Referer` is unknown"),
        "{}",
        ran.out
    );
    for (token, more, warning) in [
        (
            &signed(&["--restriction", "C"]),
            &["--referrer", ""][..],
            "the one that the token names: `C`",
        ),
        (
            &signed(&[]),
            &["--referrer", ""],
            "no token in the input has `playback_restriction_id`",
        ),
    ] {
        let ran = inspect(token, more);
        assert_eq!(ran.status, 0, "{}", ran.out);
        assert!(ran.err.contains(warning), "{}", ran.err);
    }
}

#[test]
fn two_things_cannot_come_from_standard_input() {
    let fake = Fake::default().stdin("{}");
    assert_eq!(
        error(&fake, &["inspect", "-", "--restriction", "-"]),
        "error: only one of restriction, text and key can come from standard input"
    );
    assert_eq!(
        error(&fake, &["restrict", "-"]),
        "error: standard input: this JSON is not a playback restriction"
    );
}

/// The claims of the tokens that requirements are checked on.
const CLAIMS: &str =
    r#"{"kid":"K","sub":"ID","aud":"v","exp":1795333845,"custom":{"tier":"gold"}}"#;

#[test]
fn required_claims_decide_the_exit_status() {
    let token = token(CLAIMS);
    let require = |exprs: &[&str]| {
        let mut args = vec!["inspect", token.as_str()];
        for expr in exprs {
            args.extend(["--require", expr]);
        }
        run(&Fake::default(), &args)
    };
    let ran = require(&[
        "aud=v",
        "exp<=2h",
        "sub=ID",
        "custom.tier=gold",
        "!playback_restriction_id",
    ]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(
        ran.out
            .starts_with("All 5 requirements are met\n  met      aud=v\n"),
        "{}",
        ran.out
    );
    let ran = require(&["aud=t", "exp<=2h", "playback_restriction_id"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with(
            "2 of 3 requirements not met\n  not met  aud=t: `aud` is `\"v\"`\n  met      exp<=2h\n  not met  \
             playback_restriction_id: there is no `playback_restriction_id`\n\n"
        ),
        "{}",
        ran.out
    );
    // A token of a request is judged as of that request, and as of `--at` above all.
    let args = [
        "inspect",
        &token,
        "--require",
        "exp<=2h",
        "--at",
        "2026-11-21",
    ];
    assert_eq!(run(&Fake::default(), &args).status, 1);
    let fake = Fake::default();
    for expr in ["aud=", "=v", "exp<=soon", "aud=v&&sub=ID", "exp<=7200", ""] {
        let message = error(&fake, &["inspect", &token, "--require", expr]);
        assert!(message.starts_with("error: `--require`: `"), "{message}");
    }
}

#[test]
fn every_token_must_meet_the_requirements() {
    let (one, other) = (
        token(CLAIMS),
        token(r#"{"kid":"K","sub":"ID","aud":"t","exp":1795333845}"#),
    );
    let both = format!("{one}\n{other}");
    let fake = Fake::default();
    let ran = run(
        &fake,
        &[
            "inspect",
            &both,
            "--require",
            "aud=v",
            "--require",
            "sub=ID",
        ],
    );
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.contains("not met  aud=v: `aud` is `\"t\"`"),
        "{}",
        ran.out
    );
    let json = |text: &str| {
        let ran = run(&fake, &["inspect", text, "--json", "--require", "aud=v"]);
        (ran.status, Object::parse(&ran.out).expect("JSON"))
    };
    let required = |json: &Object| json.get("required").expect("required").to_string();
    let (status, report) = json(&both);
    assert_eq!(status, 1);
    assert_eq!(
        required(&report),
        r#"[{"expr":"aud=v","met":false,"found":"\"t\""}]"#
    );
    let Some(Value::Array(tokens)) = report.get("tokens") else {
        panic!("no tokens");
    };
    let first = tokens[0].as_object().expect("an object");
    assert_eq!(
        required(first),
        r#"[{"expr":"aud=v","met":true,"found":"\"v\""}]"#
    );
    // A URL without a token is no error by itself, but meets nothing.
    let (status, report) = json("https://stream.mux.com/ID.m3u8");
    assert_eq!(status, 1);
    assert_eq!(
        required(&report),
        r#"[{"expr":"aud=v","met":false,"found":null}]"#
    );
    let markdown = run(&fake, &["inspect", &both, "--report", "--require", "aud=v"]);
    assert_eq!(markdown.status, 1);
    assert!(
        markdown.out.ends_with("- `aud=v`: not met\n"),
        "{}",
        markdown.out
    );
    assert_eq!(
        error(
            &fake,
            &["inspect", "--file", "x", "--csv", "--require", "aud=v"]
        ),
        "error: `--csv` cannot be combined with `--require`"
    );
}

#[test]
fn key_ids_are_paired_with_key_files_in_order() {
    let signer = |pem: &str, id: &str| {
        let fake = Fake::default().file("key.pem", pem);
        let args = [
            "sign",
            "ID",
            "--token-only",
            "--key-file",
            "key.pem",
            "--key-id",
            id,
        ];
        run(&fake, &args).out.trim().to_owned()
    };
    let (by_a, by_b) = (signer(&KEY_PEM, "A"), signer(&OTHER_KEY_PEM, "B"));
    let fake = Fake::default()
        .file("a.pem", &KEY_PEM)
        .file("b.pem", &OTHER_KEY_PEM);
    let keys = |ids: [&'static str; 2]| {
        [
            "--key-file",
            "a.pem",
            "--key-file",
            "b.pem",
            "--key-id",
            ids[0],
            "--key-id",
            ids[1],
        ]
    };
    for token in [&by_a, &by_b] {
        let ran = run(
            &fake,
            &[&["inspect", token][..], &keys(["A", "B"])].concat(),
        );
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        assert!(ran.out.contains("verified, signed with"), "{}", ran.out);
        // The other way round, each token names the wrong key.
        let ran = run(
            &fake,
            &[&["inspect", token][..], &keys(["B", "A"])].concat(),
        );
        assert_eq!(ran.status, 1, "{}", ran.out);
    }
    let ran = run(&fake, &[&["inspect", &by_b][..], &keys(["", "B"])].concat());
    assert_eq!(ran.status, 0);
    let ran = run(
        &fake,
        &[&["compare", &by_a, &by_b][..], &keys(["A", "B"])].concat(),
    );
    assert!(
        ran.out
            .contains("A: signed with the key `A`; B: signed with the key `B`"),
        "{}",
        ran.out
    );
    for (args, message) in [
        (
            &["--key-file", "a.pem", "--key-id", "A", "--key-id", "B"][..],
            "`--key-file` is given once, but `--key-id` 2 times",
        ),
        (
            &["--key-id", "A", "--key-id", "B"],
            "no `--key-file`, but `--key-id` 2 times",
        ),
    ] {
        assert_eq!(
            error(&fake, &[&["inspect", &by_a][..], args].concat()),
            format!("error: {message}")
        );
    }
    assert_eq!(
        error(
            &fake,
            &[
                "sign",
                "ID",
                "--key-file",
                "a.pem",
                "--key-id",
                "A",
                "--key-id",
                "B"
            ]
        ),
        "error: `--key-id` can be used only once"
    );
}

#[test]
fn secrets_as_key_id_are_rejected_and_not_repeated() {
    let line = KEY_PEM.lines().nth(5).expect("a line").trim().to_owned() + "+/";
    let secret = "yy7m/bx5Q0WxjnUjV6Jsvk35tS5h37BNd+yruxG9wsq+4Rsz5RrGxQc9I6Q7nrxLpXr".to_owned();
    let fake = Fake::default().file("a.pem", &KEY_PEM);
    for id in [&line, &secret] {
        for command in [
            &["sign", "ID"][..],
            &["inspect", "x"],
            &["compare", "x", "y"],
        ] {
            let ran = run(
                &fake,
                &[command, &["--key-file", "a.pem", "--key-id", id]].concat(),
            );
            assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{command:?}");
            assert!(!ran.err.contains(&id[..16]), "{}", ran.err);
        }
    }
    // One in the environment is as secret.
    let fake = Fake::with_key().var("MUX_SIGNING_KEY", &secret);
    let ran = run(&fake, &["sign", "ID"]);
    assert_eq!(ran.status, 2);
    assert!(!ran.err.contains(&secret[..16]), "{}", ran.err);
}

#[test]
fn key_in_the_variable_for_the_id_is_named() {
    let fake = Fake::default().var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM));
    assert_eq!(
        error(&fake, &["sign", "ID"]),
        "error: the key in MUX_SIGNING_KEY has no key ID"
    );
    let ran = run(&fake, &["sign", "ID", "--key-id", "K"]);
    assert_eq!(ran.status, 0);
    assert_eq!(
        ran.err,
        "warning: MUX_SIGNING_KEY contains the private key; it is for the ID, MUX_PRIVATE_KEY is for the key\n"
    );
    let fake = Fake::default().var("MUX_TOKEN_ID", "x");
    assert_eq!(
        error(&fake, &["sign", "ID"]),
        "error: no key: MUX_PRIVATE_KEY is not set, and MUX_TOKEN_ID is an API access token, which cannot sign"
    );
    let hint = hint(&Fake::default(), &["key"]);
    assert!(
        hint.contains("`mux-jwt key signing.pem`") && !hint.contains("--key-file"),
        "{hint}"
    );
}

#[test]
fn key_in_a_document_is_exposed() {
    let text = format!(
        "# Setup\n\n```sh\nexport MUX_SIGNING_KEY=K\nexport MUX_PRIVATE_KEY={}\n```\n",
        base64_of(&KEY_PEM)
    );
    for (name, is_exposed) in [
        ("setup.md", true),
        ("README.HTML", true),
        (".env", false),
        ("k.pem", false),
    ] {
        let ran = run(&Fake::default().file(name, &text), &["key", name]);
        assert_eq!(
            (ran.status, ran.out.contains("\nExposed ")),
            (0, is_exposed),
            "{}",
            ran.out
        );
    }
}

#[test]
fn time_can_be_now_or_a_date_in_digits() {
    let token = token(CLAIMS);
    let judged = |at: &str| {
        let ran = run(&Fake::default(), &["inspect", &token, "--at", at]);
        (ran.status, ran.out)
    };
    for (at, shown) in [
        ("now", "2026-11-22 06:50:45 UTC"),
        (" NOW ", "2026-11-22 06:50:45 UTC"),
        ("20261121", "2026-11-21 00:00:00 UTC"),
        ("202611211830", "2026-11-21 18:30:00 UTC"),
    ] {
        let (status, out) = judged(at);
        assert_eq!(status, 0, "{out}");
        assert!(out.contains(shown), "{at}: {out}");
    }
    for command in [&["inspect", &token][..], &["compare", &token, &token]] {
        assert_eq!(
            run(&Fake::default(), &[command, &["--at", "now"]].concat()).status,
            0
        );
        assert_eq!(
            error(&Fake::default(), &[command, &["--at", "20261340"]].concat()),
            "error: `--at`: `20261340` is not a date"
        );
    }
}

#[test]
fn evidence_without_effect_is_named() {
    let token = token(CLAIMS);
    let url = format!("https://stream.mux.com/ID.m3u8?token={token}");
    let warnings = |args: &[&str]| run(&Fake::default(), &[&["inspect"], args].concat()).err;
    let other = "https://stream.mux.com/ID/low.mp4";
    assert_eq!(
        warnings(&[&url, "--url", other]),
        "warning: `--url` is ignored: the token is in a URL of its own\n"
    );
    assert_eq!(
        warnings(&[&format!("{url}\n{token}A"), "--url", other]),
        "warning: `--url` is ignored for tokens that are in a URL of their own\n"
    );
    assert_eq!(
        warnings(&[&token, "--referrer", "https://a.com/", "--user-agent", ""]),
        "warning: `--referrer` has no effect without `--restriction`\nwarning: `--user-agent` has no effect without \
         `--restriction`\n"
    );
    assert_eq!(warnings(&[&token, "--url", other]), "");
}

#[test]
fn private_keys_are_removed_from_tables() {
    let url = format!("https://stream.mux.com/ID.m3u8?token={}", token(CLAIMS));
    let jwk =
        r#"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"XXXX"}"#.replace("XXXX", &"aB3_".repeat(80));
    for key in [
        KEY_PEM.clone(),
        base64_of(&KEY_PEM),
        KEY_PEM.replace("\r\n", "\n").replace('\n', "\\n"),
        jwk,
    ] {
        let quoted = key.replace('"', "\"\"");
        let inspected = format!("playback_id,key,url\nID,\"{quoted}\",{url}\n");
        let signed = format!(
            "title,playback_id,key\n\"{}\",ID,\nx,ID,\"{quoted}\"\n",
            "t".repeat(100_000)
        );
        let fake = Fake::with_key()
            .file("i.csv", &inspected)
            .file("s.csv", &signed);
        for args in [
            &["inspect", "--file", "i.csv"][..],
            &["sign", "--ids", "s.csv"],
        ] {
            for format in ["--csv", "--jsonl"] {
                let ran = run(&fake, &[args, &[format]].concat());
                let all = ran.out + &ran.err;
                assert!(
                    all.contains("[private key removed]"),
                    "{args:?} {}",
                    all.len()
                );
                let key = key.replace(['\r', '\n'], "");
                let middle = &key[key.len() / 2..][..24];
                assert!(
                    !all.replace(['\r', '\n'], "").contains(middle),
                    "{args:?} {format}"
                );
            }
        }
    }
}

#[test]
fn utf16_is_read_everywhere() {
    let token = token(&CLAIMS.replace(r#""kid":"K""#, r#""kid":"X""#));
    let url = format!("https://stream.mux.com/ID.m3u8?token={token}");
    let two = |text: &str| -> Vec<u8> {
        [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect()
    };
    let mut fake = Fake::with_key();
    for (name, text) in [
        ("url.txt", url.as_str()),
        ("ids.csv", "playback_id\r\nID\r\n"),
        (
            "r.json",
            r#"{"referrer":{"allowed_domains":["a.com"],"allow_no_referrer":false}}"#,
        ),
    ] {
        fake.files.insert(name.into(), two(text));
    }
    fake.stdin = two(&url);
    for (args, says) in [
        (&["inspect", "--file", "url.txt"][..], "`token` in the URL"),
        (
            &["inspect", "--file", "url.txt", "--csv"],
            "`token` in the URL",
        ),
        (&["compare", "-", &token], "The tokens are identical"),
        (
            &["sign", "--ids", "ids.csv"],
            "https://stream.mux.com/ID.m3u8?token=",
        ),
        (
            &["restrict", "r.json", "--referrer", "https://a.com/"],
            "allowed",
        ),
    ] {
        let ran = run(&fake, args);
        assert_eq!(ran.status, 0, "{args:?}");
        assert!(!ran.err.contains("UTF"), "{args:?} {}", ran.err);
        assert!(ran.out.contains(says), "{args:?} {}", ran.out);
    }
    fake.files
        .insert("url.txt".into(), [b"M\xfcller\n", url.as_bytes()].concat());
    for (args, warning) in [
        (
            &["inspect", "--file", "url.txt"][..],
            "warning: `url.txt`: a byte on line 1 (0xFC) is not UTF-8; it was replaced\n",
        ),
        (
            &["inspect", "--file", "url.txt", "--jsonl"],
            "warning: line 1: the byte 0xFC is not UTF-8\n",
        ),
    ] {
        assert_eq!(run(&fake, args).err, warning);
    }
}

#[test]
fn empty_input_is_an_error_for_rows_as_well() {
    for input in ["", "\n", " \r\n\n"] {
        for (args, message) in [
            (&["inspect"][..], "nothing to inspect"),
            (&["inspect", "--csv"], "nothing to inspect"),
            (&["inspect", "--jsonl"], "nothing to inspect"),
            (&["sign", "--ids", "-"], "nothing to sign"),
            (&["sign", "--ids", "-", "--csv"], "nothing to sign"),
        ] {
            let ran = run(&Fake::with_key().stdin(input), args);
            assert_eq!(
                (ran.status, ran.out.as_str()),
                (2, ""),
                "{args:?} {input:?}"
            );
            assert!(ran.err.contains(message), "{args:?} {}", ran.err);
        }
    }
    // Lines keep their places, and a table to inspect may be empty.
    let ran = run(&Fake::with_key().stdin("\n\nID\n"), &["sign", "--ids", "-"]);
    assert!(ran.out.starts_with("\n\nhttps://"), "{}", ran.out);
    let ran = run(
        &Fake::with_key().stdin("playback_id\n"),
        &["inspect", "--csv", "--column", "playback_id"],
    );
    assert_eq!((ran.status, ran.out.lines().count()), (0, 1));
    // An input that is nothing but a key is an error of its own.
    let ran = run(&Fake::default().stdin(&KEY_PEM), &["inspect"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("The input contains a private key"),
        "{}",
        ran.out
    );
}

#[test]
fn waiting_for_a_terminal_is_announced() {
    let mut fake = Fake::with_key().stdin(&token(CLAIMS));
    fake.is_terminal = true;
    for (args, waits) in [
        (&["inspect"][..], true),
        (&["inspect", "-"], true),
        (&["inspect", "--csv"], true),
        (&["compare", "-", "x"], true),
        (&["key", "-"], true),
        (&["restrict", "-"], true),
        (&["sign", "--ids", "-"], true),
        (&["sign", "ID", "--key-file", "-"], true),
        (&["inspect", "x"], false),
        (&["sign", "ID"], false),
        (&["key"], false),
        (&["demo"], false),
    ] {
        let err = run(&fake, args).err;
        assert_eq!(
            err.starts_with("waiting for input, end with "),
            waits,
            "{args:?} {err}"
        );
        fake.is_terminal = false;
        assert!(!run(&fake, args).err.contains("waiting"), "{args:?}");
        fake.is_terminal = true;
    }
}

#[test]
fn keys_in_use_are_counted_in_every_carrier() {
    let ends = |exp: u64| {
        token(&format!(
            r#"{{"kid":"X","sub":"ID","aud":"v","exp":{exp}}}"#
        ))
    };
    let (first, last) = (ends(1_900_000_000), ends(1_900_000_060));
    let url = |token: &str| format!("https://stream.mux.com/ID.m3u8?token={token}");
    let entry = |token: &str| {
        format!(
            r#"{{"request":{{"method":"GET","url":"{}","headers":[],"queryString":[{{"name":"token","value":"{token}"}}]}},"response":{{"status":200,"content":{{}}}}}}"#,
            url(token)
        )
    };
    let [one, two] = [&first, &last].map(|token| entry(token));
    for (name, text, args) in [
        (
            "a HAR",
            format!(r#"{{"log":{{"version":"1.2","entries":[{one},{two},{two}]}}}}"#),
            &[][..],
        ),
        (
            "JSON Lines",
            [&first, &last, &last]
                .map(|token| format!("{{\"level\":\"info\",\"url\":\"{}\"}}\n", url(token)))
                .concat(),
            &[],
        ),
        (
            "a log with CRLF",
            [&first, &last, &last]
                .map(|token| format!("GET /ID.m3u8?token={token} 200\r\n"))
                .concat(),
            &[],
        ),
        (
            "a table",
            format!(
                "id,url,old\n1,{0},{1}\n2,{2},\n3,{2},\n",
                url(&first),
                ends(1),
                url(&last)
            ),
            &["--column", "url"],
        ),
    ] {
        let args = [
            &["inspect", "--keys-in-use", "--csv", "--file", "input"],
            args,
        ]
        .concat();
        let ran = run(&Fake::default().file("input", &text), &args);
        let rows: Vec<_> = ran.out.lines().skip(1).collect();
        assert_eq!(
            rows,
            ["X,2,3,2030-03-17T17:46:40Z,2030-03-17T17:47:40Z,false,2030-03-17T17:47:40Z,0"],
            "{name}"
        );
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{name}");
    }
}

#[test]
fn keys_in_use_of_no_token_are_none() {
    for text in ["10:04:01 INFO started\n", "", "{}"] {
        let ran = run(&Fake::default().stdin(text), &["inspect", "--keys-in-use"]);
        assert!(ran.out.starts_with("No tokens found\n"), "{}", ran.out);
        assert_eq!(ran.status, 0);
    }
}

#[test]
fn batch_ends_with_counts_of_errors_and_warnings() {
    let late = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1}"#);
    let strange = token(r#"{"kid":"X","sub":"ID","aud":"v","exp":1900000000,"widht":3}"#);
    let log = format!(
        "/ID.m3u8?token={late} 403\nstarted\n/ID.m3u8?token={strange} 200\nhttps://stream.mux.com/A.m3u8 200\n"
    );
    for format in ["--csv", "--jsonl"] {
        let ran = run(
            &Fake::default().file("log", &log),
            &["inspect", "--file", "log", format, "--at", "2026-01-01"],
        );
        assert_eq!(
            ran.err,
            "summary: 1 of 2 requests is rejected: 1 expired; 1 not verified: 1 unknown-param\n\
             error: 1 expired, line 1: the token has expired\n\
             warning: 1 unknown-param, line 3: unknown claim\n\
             warning: 1 token-missing, line 4: a Mux URL or player has no token\n"
        );
        assert!(ran.out.contains("unknown-param") && ran.out.contains("token-missing"));
    }
}
