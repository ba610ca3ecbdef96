//! Our tokens in other programs and libraries, and theirs in ours.
//!
//! `.ci/peers` installs them. Without them every test here reports that and passes, except when `MUX_JWT_PEERS=required`.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use mux_jwt::core::{
    diagnose::{
        evidence::Evidence,
        inspect,
        report::{Acceptance, Outcome, TokenReport},
    },
    export::{self, ExportItem},
    json::{Object, Value, quoted},
    key::Key,
    level::Severity,
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    time::{Span, Timestamp},
    token::{
        draft::{Draft, Given},
        forensics::SignedBy,
        player::{asked_url, token_name},
        spec::{Expiry, KeyIdPlacement, Signed, TokenSpec},
        verify::Signature,
    },
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use serde_json::json;
use tempfile::TempDir;

use crate::{robustness::javascript_object, support::now};

/// IDs in the shape of Mux's own.
const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";
const KEY_ID: &str = "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws";
const RESTRICTION: &str = "dp7xanuIcelQ6jx7Kp2IB4001SOqqIoUTt2oFN6fLbKw";

/// Parameters that every tool passes on as they are: numbers, switches, and text that needs escaping.
fn parameters(audience: Audience) -> String {
    let own = match audience {
        Audience::Video => r#""max_resolution":"720p","redundant_streams":true,"#,
        Audience::Thumbnail => r#""time":12.5,"width":640,"height":360,"fit_mode":"smartcrop","#,
        Audience::Gif => r#""start":1.5,"end":4,"width":320,"#,
        Audience::Storyboard => r#""asset_start_time":1,"asset_end_time":20.25,"#,
        _ => "",
    };
    let custom =
        r#"{"session":"a\"b\\c\n\u0001/<>& 名 é 😀","list":[1,-2.5,null,false,{}],"":"\u2028"}"#;
    format!(r#"{{{own}"playback_restriction_id":"{RESTRICTION}","custom":{custom}}}"#)
}

/// How mux-node asks for an audience: its method and its type.
fn in_mux_node(audience: Audience) -> (&'static str, &'static str) {
    match audience {
        Audience::Video => ("signPlaybackId", "video"),
        Audience::Thumbnail => ("signPlaybackId", "thumbnail"),
        Audience::Gif => ("signPlaybackId", "gif"),
        Audience::Storyboard => ("signPlaybackId", "storyboard"),
        Audience::Drm => ("signDrmLicense", "drm_license"),
        Audience::VideoViews => ("signViewerCounts", "video"),
        Audience::AssetViews => ("signViewerCounts", "asset"),
        Audience::PlaybackViews => ("signViewerCounts", "playback"),
        Audience::LiveStreamViews => ("signViewerCounts", "live_stream"),
    }
}

fn mux_node_case(by: &str, audience: Audience, params: &str) -> serde_json::Value {
    let (method, kind) = in_mux_node(audience);
    let params = javascript(params);
    json!({ "by": by, "method": method, "id": ID, "options": { "type": kind, "params": params } })
}

fn javascript(json: &str) -> serde_json::Value {
    serde_json::from_str(json).expect("it is JSON")
}

/// The peers, and a key that lives as long as one test.
struct Peers {
    installed: PathBuf,
    folder: TempDir,
    /// The private key as Mux returns it, without the base64 around it.
    pem: String,
    public_pem: String,
    key: Key,
}

/// The peers, or `None` with a message when they are not installed.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn peers() -> Option<Peers> {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers");
    if !installed.join("stamp").exists() {
        assert!(
            env::var("MUX_JWT_PEERS").as_deref() != Ok("required"),
            "the peers are required and not there; run .ci/peers"
        );
        println!("skipped: the peers are not installed; .ci/peers does it");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder for the key");
    let pem = run(
        Command::new("openssl").args(["genrsa", "-traditional", "2048"]),
        "",
    );
    assert!(
        pem.starts_with("-----BEGIN RSA PRIVATE KEY-----"),
        "the form that Mux returns"
    );
    let public_pem = run(Command::new("openssl").args(["rsa", "-pubout"]), &pem);
    fs::write(folder.path().join("public.pem"), &public_pem).expect("a file is written");
    fs::write(folder.path().join("private.pem"), &pem).expect("a file is written");
    let key = Key::read(STANDARD.encode(&pem).as_bytes()).expect("a key");
    let key = key.with_id(KEY_ID);
    Some(Peers {
        installed,
        folder,
        pem,
        public_pem,
        key,
    })
}

/// What a program prints for an input. It must succeed.
fn run(command: &mut Command, input: &str) -> String {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program is installed");
    let mut stdin = child.stdin.take().expect("it was asked for");
    // A program that does not read its input may have closed it.
    let _unread = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    let program = Path::new(command.get_program()).display();
    assert!(output.status.success(), "{program}: {errors}");
    String::from_utf8(output.stdout).expect("it prints text")
}

impl Peers {
    fn helper(&self, program: &str, script: &str) -> Command {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
        let mut command = Command::new(program);
        command
            .arg(scripts.join(script))
            .env("PEERS", &self.installed)
            .env("PYTHONPATH", self.installed.join("python"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("KEY", &self.pem)
            .env("KEY_ID", KEY_ID)
            .env("PUBLIC_KEY", &self.public_pem);
        command
    }

    /// Tokens that Node's libraries sign.
    fn node(&self, cases: &[serde_json::Value]) -> Vec<String> {
        let tokens = run(
            &mut self.helper("node", "sign.mjs"),
            &json!(cases).to_string(),
        );
        let tokens: Vec<String> = serde_json::from_str(&tokens).expect("a list of tokens");
        assert_eq!(tokens.len(), cases.len());
        tokens
    }

    /// Tokens that Python's library signs.
    fn python(&self, cases: &[serde_json::Value]) -> Vec<String> {
        let tokens = run(
            self.helper("python3", "pyjwt.py").arg("sign"),
            &json!(cases).to_string(),
        );
        let tokens: Vec<String> = serde_json::from_str(&tokens).expect("a list of tokens");
        assert_eq!(tokens.len(), cases.len());
        tokens
    }

    /// What `mux sign` prints.
    fn mux_sign(&self, arguments: &[&str]) -> serde_json::Value {
        let printed = run(
            Command::new(self.installed.join("node/node_modules/.bin/mux"))
                .args(["sign", ID, "--json"])
                .args(arguments)
                .env_clear()
                .env("PATH", env::var_os("PATH").unwrap_or_default())
                .env("HOME", self.folder.path())
                .env("MUX_SIGNING_KEY", KEY_ID)
                .env("MUX_PRIVATE_KEY", STANDARD.encode(&self.pem))
                .env("MUX_TOKEN_ID", "x")
                .env("MUX_TOKEN_SECRET", "y"),
            "",
        );
        serde_json::from_str(&printed).expect("it prints JSON")
    }

    /// A token of these very bytes, signed by OpenSSL.
    fn openssl(&self, header: &str, payload: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed_text = format!("{}.{}", encode(header), encode(payload));
        let signature = self.folder.path().join("signature");
        let private = self.folder.path().join("private.pem");
        let mut command = Command::new("openssl");
        command
            .args(["dgst", "-sha256", "-sign"])
            .arg(private)
            .arg("-out")
            .arg(&signature);
        run(&mut command, &signed_text);
        let signature = fs::read(signature).expect("a signature");
        format!("{signed_text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// What we sign for the same claims, with the expiry of the other's token.
    fn ours(&self, audience: Audience, params: &str, like: &str) -> Signed {
        let request = TokenSpec {
            claims: Object::parse(params).expect("an object"),
            expiry: Expiry::At(Timestamp(expiry(like))),
            ..TokenSpec::new(audience, ID)
        };
        request
            .sign(KEY_ID, self.key.signing().expect("private"), now())
            .expect("it is whole")
    }

    /// What we say of a token.
    fn report(&self, token: &str) -> TokenReport {
        report(token, std::slice::from_ref(&self.key))
    }

    /// Asserts that a valid token has no finding above info.
    fn accepts(&self, token: &str, producer: Option<&str>, name: &str) {
        let report = self.report(token);
        assert_eq!(report.signature, Signature::Verified { key: 0 }, "{name}");
        let complaints: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity < Severity::Info)
            .collect();
        assert!(complaints.is_empty(), "{name}: {complaints:?}");
        // A token may name a restriction, which decides about the request.
        let depends_on = &report.depends_on;
        assert!(
            report.acceptance == Acceptance::Accepted
                || depends_on
                    .iter()
                    .all(|what| what.starts_with("the playback restriction")),
            "{name}: {depends_on:?}"
        );
        assert_eq!(report.producer, producer, "{name}");
    }
}

fn report(token: &str, keys: &[Key]) -> TokenReport {
    let mut report = inspect(token, &Evidence::default(), keys, now());
    assert_eq!(report.tokens.len(), 1, "{token}");
    report.tokens.remove(0)
}

fn payload(token: &str) -> String {
    let part = token.split('.').nth(1).expect("three parts");
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("base64url");
    String::from_utf8(bytes).expect("text")
}

fn expiry(token: &str) -> i64 {
    javascript(&payload(token))["exp"]
        .as_i64()
        .expect("a whole number")
}

/// Asserts that two tokens are equal, the payloads first, which differ more readably.
fn assert_same_token(ours: &str, theirs: &str, name: &str) {
    assert_eq!(payload(ours), payload(theirs), "{name}");
    assert_eq!(ours, theirs, "{name}");
}

#[test]
fn mux_sign_gives_the_same_token_and_url() {
    let Some(peers) = peers() else { return };
    for kind in ["video", "thumbnail", "gif", "storyboard"] {
        let audience = Audience::from_type(kind).expect("we know it");
        let given = parameters(audience);
        // With `-p` everything is a string, and comes after the JSON.
        let strings = r#"{"time":10,"width":"640","name":"a=b c"}"#;
        for (arguments, params) in [
            (&["--params-json", &given][..], given.as_str()),
            (
                &[
                    "--params-json",
                    r#"{"time":10}"#,
                    "-p",
                    "width=640",
                    "-p",
                    "name=a=b c",
                ],
                strings,
            ),
            (&["-e", "90s"], "{}"),
        ] {
            let name = format!("{kind} {arguments:?}");
            let printed = peers.mux_sign(&[&["-t", kind], arguments].concat());
            let theirs = printed["token"].as_str().expect("a token");
            let ours = peers.ours(audience, params, theirs);
            assert_same_token(&ours.token, theirs, &name);
            let format = Resource::formats(audience)[0];
            let resource = Resource::from_format(audience, format).expect("a format of its own");
            let url = MediaUrl::new(ID, resource, MUX_DOMAIN).with_token(&ours.token);
            assert_eq!(
                printed["url"].as_str(),
                Some(url.to_string().as_str()),
                "{name}"
            );
            assert_eq!(printed["type"].as_str(), Some(audience.type_name()));
        }
        // The default expiry is the same.
        let theirs = peers.mux_sign(&["-t", kind]);
        let theirs = theirs["token"].as_str().expect("a token");
        let after = Timestamp(expiry(theirs)).since(now());
        assert!(
            (Span::DEFAULT.0 - 5..=Span::DEFAULT.0).contains(&after.0),
            "{after}"
        );
    }
}

#[test]
fn mux_node_gives_the_same_token_for_every_audience() {
    let Some(peers) = peers() else { return };
    let mut cases = Vec::new();
    for by in ["mux-15", "mux-14", "mux-14-0"] {
        for audience in Audience::ALL {
            for params in [parameters(audience), "{}".to_owned()] {
                cases.push((by, audience, params));
            }
        }
    }
    let asked: Vec<_> = cases
        .iter()
        .map(|(by, audience, params)| mux_node_case(by, *audience, params))
        .collect();
    for ((by, audience, params), theirs) in cases.iter().zip(peers.node(&asked)) {
        let ours = peers.ours(*audience, params, &theirs);
        assert_same_token(&ours.token, &theirs, &format!("{by} {audience:?} {params}"));
    }
    // The older name of one of them.
    let stats = json!({ "by": "mux-15", "method": "signPlaybackId", "id": ID, "options": { "type": "stats" } });
    let theirs = &peers.node(&[stats])[0];
    let ours = peers.ours(Audience::PlaybackViews, "{}", theirs);
    assert_same_token(&ours.token, theirs, "stats");
}

#[test]
fn player_set_equals_mux_node_tokens() {
    let Some(peers) = peers() else { return };
    let given = [
        ("max_resolution", "\"720p\""),
        ("time", "12.5"),
        ("asset_start_time", "3"),
        (
            "playback_restriction_id",
            "\"dp7xanuIcelQ6jx7Kp2IB4001SOqqIoUTt2oFN6fLbKw\"",
        ),
        ("custom", r#"{"session":"a\"b"}"#),
        ("x_mine", "1"),
    ];
    for drm in [false, true] {
        let mut set = Draft::player(ID, drm);
        set.given = given
            .iter()
            .map(|(name, value)| Given::json(name, Value::parse(value).expect("it is JSON")))
            .collect();
        let requests = set.specs().expect("every value suits");
        let types: Vec<_> = requests
            .iter()
            .map(|request| {
                let (_, kind) = in_mux_node(request.audience);
                json!([kind, javascript(&request.claims.to_string())])
            })
            .collect();
        let case = json!([{
            "by": "mux-15", "method": "signPlaybackId", "id": ID, "options": { "type": types, "expiration": "1d" },
        }]);
        let printed = run(&mut peers.helper("node", "sign.mjs"), &case.to_string());
        let theirs: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
        let theirs = theirs[0].as_object().expect("tokens by their names");
        let items: Vec<ExportItem> = requests
            .into_iter()
            .map(|request| {
                let name = token_name(request.audience);
                let token = theirs[&name].as_str().expect("a token of this name");
                let ours = peers.ours(request.audience, &request.claims.to_string(), token);
                assert_same_token(&ours.token, token, &name);
                let url = asked_url(request.audience, ID, MUX_DOMAIN).expect("players ask for it");
                ExportItem {
                    request,
                    url,
                    token: ours.token,
                }
            })
            .collect();
        // The snippet equals the output of mux-node, but for spaces.
        let snippet = export::find("json").expect("it is listed");
        let ours =
            Object::parse(&(snippet.write)(&items).expect("it takes all")).expect("it is JSON");
        assert_eq!(
            ours.to_string(),
            serde_json::to_string(theirs).expect("it is JSON")
        );
    }
}

#[test]
fn mux_node_gives_the_same_token_for_any_parameters() {
    let Some(peers) = peers() else { return };
    let mut runner = TestRunner::deterministic();
    let objects: Vec<String> = (0..400)
        .map(|_| {
            javascript_object()
                .new_tree(&mut runner)
                .expect("an object")
                .current()
        })
        .collect();
    let asked: Vec<_> = objects
        .iter()
        .map(|params| mux_node_case("mux-15", Audience::Video, params))
        .collect();
    for (params, theirs) in objects.iter().zip(peers.node(&asked)) {
        assert_same_token(
            &peers.ours(Audience::Video, params, &theirs).token,
            &theirs,
            params,
        );
    }
}

#[test]
fn tokens_of_every_sdk_are_accepted_and_named() {
    let Some(peers) = peers() else { return };
    let mut cases = Vec::new();
    for (by, producer) in [
        ("mux-15", "mux-node 14 or later"),
        ("mux-14", "mux-node 14 or later"),
        ("mux-14-0", "mux-node 14 or later"),
        ("mux-12", "mux-node 8 to 13"),
        ("mux-8", "mux-node 8 to 13"),
        ("mux-7", "mux-node 7 or earlier"),
    ] {
        for audience in Audience::ALL {
            // Version 7 has no DRM, and its `aud` for live streams is wrong; that has a test of its own.
            if by == "mux-7" && matches!(audience, Audience::Drm | Audience::LiveStreamViews) {
                continue;
            }
            for params in [parameters(audience), "{}".to_owned()] {
                let case = mux_node_case(by, audience, &params);
                cases.push((format!("{by} {audience:?}"), producer, case));
            }
        }
    }
    for audience in Audience::ALL {
        let expires = now().after(Span::DEFAULT).0;
        let claims = json!({ "sub": ID, "aud": audience.claim(), "exp": expires, "kid": KEY_ID, "custom": { "a": "é/😀" } });
        let case =
            json!({ "by": "jsonwebtoken", "claims": claims, "options": { "algorithm": "RS256" } });
        let producer = "jsonwebtoken for Node, used directly";
        cases.push((format!("jsonwebtoken {audience:?}"), producer, case));
    }
    let asked: Vec<_> = cases.iter().map(|(_, _, case)| case.clone()).collect();
    for ((name, producer, _), token) in cases.iter().zip(peers.node(&asked)) {
        peers.accepts(&token, Some(producer), name);
    }

    for kind in ["video", "thumbnail", "gif", "storyboard"] {
        let printed = peers.mux_sign(&["-t", kind]);
        let token = printed["token"].as_str().expect("a token");
        peers.accepts(token, Some("mux-node 14 or later"), "mux sign");
        let in_url = report(
            printed["url"].as_str().expect("a URL"),
            std::slice::from_ref(&peers.key),
        );
        assert_eq!(in_url.acceptance, Acceptance::Accepted, "{kind}");
    }
}

#[test]
fn live_stream_tokens_of_mux_node_7_are_rejected() {
    let Some(peers) = peers() else { return };
    let token = &peers.node(&[mux_node_case("mux-7", Audience::LiveStreamViews, "{}")])[0];
    let report = peers.report(token);
    assert_eq!(report.signature, Signature::Verified { key: 0 });
    assert_eq!(report.acceptance, Acceptance::Refused);
    assert_eq!(report.findings[0].id, "unknown-audience");
}

#[test]
fn tokens_of_pyjwt_are_accepted_and_named() {
    let Some(peers) = peers() else { return };
    let expires = now().after(Span::DEFAULT).0;
    let mut cases = Vec::new();
    for audience in Audience::ALL {
        let params = javascript(&parameters(audience));
        for (placement, producer) in [("header", Some("PyJWT")), ("payload", None)] {
            let mut claims = json!({ "sub": ID, "exp": expires, "aud": audience.claim() });
            let mut headers = json!({});
            if placement == "header" {
                headers["kid"] = KEY_ID.into();
            } else {
                claims["kid"] = KEY_ID.into();
            }
            let all = claims.as_object_mut().expect("an object");
            all.extend(params.as_object().expect("an object").clone());
            let case = json!({ "claims": claims, "headers": headers });
            cases.push((format!("PyJWT {placement} {audience:?}"), producer, case));
        }
    }
    let asked: Vec<_> = cases.iter().map(|(_, _, case)| case.clone()).collect();
    for ((name, producer, _), token) in cases.iter().zip(peers.python(&asked)) {
        peers.accepts(&token, *producer, name);
    }
}

#[test]
fn tokens_of_other_languages_are_accepted_and_named() {
    let Some(peers) = peers() else { return };
    let exp = now().after(Span::DEFAULT).0;
    for audience in Audience::ALL {
        let aud = audience.claim();
        // Each language escapes text in its own way, and the signature is over the text.
        for (producer, header, payload) in [
            (
                "golang-jwt",
                r#"{"alg":"RS256","typ":"JWT"}"#.to_owned(),
                format!(
                    r#"{{"aud":"{aud}","custom":{{"a":"\u003c\u0026\u003e\u2028é"}},"exp":{exp},"kid":"{KEY_ID}","sub":"{ID}"}}"#
                ),
            ),
            (
                "php-jwt",
                r#"{"typ":"JWT","alg":"RS256"}"#.to_owned(),
                format!(
                    r#"{{"sub":"{ID}","aud":"{aud}","exp":{exp},"kid":"{KEY_ID}","custom":{{"a":"\/\u00e9\ud83d\ude00"}}}}"#
                ),
            ),
            (
                "ruby-jwt",
                r#"{"alg":"RS256"}"#.to_owned(),
                format!(
                    r#"{{"sub":"{ID}","exp":{exp},"kid":"{KEY_ID}","aud":"{aud}","custom":{{"a":"é/😀"}}}}"#
                ),
            ),
            (
                "mux-elixir",
                format!(r#"{{"alg":"RS256","kid":"{KEY_ID}","typ":"JWT"}}"#),
                format!(r#"{{"aud":"{aud}","custom":{{"a":"é/😀"}},"exp":{exp},"sub":"{ID}"}}"#),
            ),
        ] {
            let token = peers.openssl(&header, &payload);
            peers.accepts(&token, Some(producer), &format!("{producer} {audience:?}"));
        }
    }
}

#[test]
fn our_tokens_verify_in_other_libraries() {
    let Some(peers) = peers() else { return };
    let mut tokens = Vec::new();
    for audience in Audience::ALL {
        for placement in KeyIdPlacement::ALL {
            let request = TokenSpec {
                placement,
                claims: Object::parse(&parameters(audience)).expect("an object"),
                ..TokenSpec::new(audience, ID)
            };
            let signing = peers.key.signing().expect("private");
            tokens.push(request.sign(KEY_ID, signing, now()).expect("it is whole"));
        }
    }
    let texts: Vec<_> = tokens.iter().map(|signed| signed.token.as_str()).collect();
    let texts_json = json!(texts).to_string();

    let python = run(
        peers.helper("python3", "pyjwt.py").arg("verify"),
        &texts_json,
    );
    let node = run(&mut peers.helper("node", "verify.mjs"), &texts_json);
    let python: Vec<[serde_json::Value; 2]> = serde_json::from_str(&python).expect("a list");
    let node: Vec<[[serde_json::Value; 2]; 2]> = serde_json::from_str(&node).expect("a list");
    assert_eq!((python.len(), node.len()), (27, 27));
    for (signed, (python, [jsonwebtoken, jose])) in tokens.iter().zip(python.iter().zip(&node)) {
        let expected = [
            javascript(&signed.payload.to_string()),
            javascript(&signed.header.to_string()),
        ];
        for read in [python, jsonwebtoken, jose] {
            assert_eq!(*read, expected);
        }
    }

    let signature_file = peers.folder.path().join("signature");
    for token in &texts {
        let (signed_text, signature) = token.rsplit_once('.').expect("it has dots");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        fs::write(&signature_file, signature).expect("a file is written");
        let mut openssl = Command::new("openssl");
        openssl
            .args(["dgst", "-sha256", "-verify"])
            .arg(peers.folder.path().join("public.pem"))
            .arg("-signature")
            .arg(&signature_file);
        assert_eq!(run(&mut openssl, signed_text).trim(), "Verified OK");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of inputs")]
fn forged_tokens_never_verify() {
    let Some(peers) = peers() else { return };
    let expires = now().after(Span::DEFAULT).0;
    let claims = json!({ "sub": ID, "aud": "v", "exp": expires, "kid": KEY_ID });
    let case = |algorithm: &str, secret: &str| {
        let options = json!({ "algorithm": algorithm, "noTimestamp": true });
        json!({ "by": "jsonwebtoken", "claims": claims, "secret": secret, "options": options })
    };
    let public_der: String = peers
        .public_pem
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let other = run(
        Command::new("openssl").args(["genrsa", "-traditional", "2048"]),
        "",
    );
    let mut cases = vec![
        ("unsigned", case("none", "")),
        ("another key", case("RS256", &other)),
    ];
    // The public key as a shared secret, in each form that a careless verifier may use.
    let public = &peers.public_pem;
    for secret in [
        public,
        public.trim_end(),
        &public.replace('\n', "\r\n"),
        public_der.as_str(),
    ] {
        for algorithm in ["HS256", "HS384", "HS512"] {
            cases.push(("HMAC with the public key", case(algorithm, secret)));
        }
    }
    // A common mistake: the text of the private key as a shared secret.
    cases.push((
        "HMAC with the private key",
        case("HS256", &STANDARD.encode(&peers.pem)),
    ));
    let asked: Vec<_> = cases.iter().map(|(_, case)| case.clone()).collect();
    let mut forged: Vec<(&str, String)> = cases
        .iter()
        .map(|(name, _)| *name)
        .zip(peers.node(&asked))
        .collect();

    // A valid token, tampered with.
    let sound = peers
        .node(&[mux_node_case("mux-15", Audience::Video, "{}")])
        .remove(0);
    let parts: Vec<&str> = sound.split('.').collect();
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let later = payload(&sound).replace(&expiry(&sound).to_string(), "9999999999");
    forged.push((
        "another expiry",
        format!("{}.{}.{}", parts[0], encode(&later), parts[2]),
    ));
    for alg in [
        "none", "None", "nOnE", "HS256", "ES256", "EdDSA", "rs256", "RS256 ", "",
    ] {
        let header = encode(&format!(r#"{{"alg":{},"typ":"JWT"}}"#, quoted(alg)));
        forged.push((
            "another algorithm",
            format!("{header}.{}.{}", parts[1], parts[2]),
        ));
        forged.push(("no signature", format!("{header}.{}.", parts[1])));
        forged.push(("no last dot", format!("{header}.{}", parts[1])));
    }
    for (name, extra) in [
        (
            "a key of its own in the header",
            format!(r#""jwk":{{"kty":"oct","k":"{}"}}"#, encode("k")),
        ),
        (
            "a critical extension",
            r#""crit":["b64"],"b64":false"#.to_owned(),
        ),
    ] {
        let header = encode(&format!(r#"{{"alg":"RS256","typ":"JWT",{extra}}}"#));
        forged.push((name, format!("{header}.{}.{}", parts[1], parts[2])));
    }

    let public_key = || Key::read(public.as_bytes()).expect("a public key");
    let private_key = || Key::read(peers.pem.as_bytes()).expect("a key");
    let key_sets = [
        vec![private_key().with_id(KEY_ID)],
        vec![public_key().with_id(KEY_ID)],
        vec![private_key()],
        vec![public_key(), private_key()],
    ];
    for keys in &key_sets {
        assert_eq!(report(&sound, keys).acceptance, Acceptance::Accepted);
        for (name, token) in &forged {
            let report = report(token, keys);
            let verified = matches!(report.signature, Signature::Verified { .. });
            assert!(!verified, "{name}: {token}");
            assert_eq!(report.acceptance, Acceptance::Refused, "{name}: {token}");
            // The report shows how it was forged, where the keys reveal it.
            let has_private = keys.iter().any(|key| key.signing.is_some());
            let is_explained = match (*name, report.made) {
                ("HMAC with the public key", made) => {
                    matches!(made, Some(SignedBy::Shared { .. }))
                }
                ("HMAC with the private key", made) => {
                    matches!(made, Some(SignedBy::Shared { .. })) == has_private
                }
                ("another expiry" | "another algorithm", made) => {
                    matches!(made, Some(SignedBy::OverAnotherText { .. }))
                }
                ("another key" | "unsigned", made) => made.is_none(),
                _ => true,
            };
            assert!(is_explained, "{name}: {token}");
        }
    }
}

#[test]
fn other_rsa_algorithms_verify_but_are_rejected() {
    let Some(peers) = peers() else { return };
    let claims =
        json!({ "sub": ID, "aud": "v", "exp": now().after(Span::DEFAULT).0, "kid": KEY_ID });
    let algorithms = ["RS384", "RS512", "PS256", "PS384", "PS512"];
    let asked = algorithms.map(|algorithm| {
        json!({ "by": "jsonwebtoken", "claims": claims, "options": { "algorithm": algorithm, "noTimestamp": true } })
    });
    for (algorithm, token) in algorithms.iter().zip(peers.node(&asked)) {
        let report = peers.report(&token);
        assert_eq!(
            report.signature,
            Signature::Verified { key: 0 },
            "{algorithm}"
        );
        assert_eq!(report.acceptance, Acceptance::Refused, "{algorithm}");
        assert_eq!(report.findings[0].id, "wrong-algorithm");
    }
}

#[test]
fn re_signed_tokens_equal_the_originals() {
    let Some(peers) = peers() else { return };
    let cases: Vec<_> = Audience::ALL
        .into_iter()
        .map(|audience| mux_node_case("mux-15", audience, &parameters(audience)))
        .collect();
    for theirs in peers.node(&cases) {
        let report = peers.report(&theirs);
        let signing = peers.key.signing().expect("private");
        let again = report
            .spec()
            .sign(KEY_ID, signing, now())
            .expect("it is whole");
        assert_same_token(&again.token, &theirs, "signed again");
        let claim = report
            .token
            .claims()
            .and_then(|claims| claims.get("custom"));
        assert!(matches!(claim, Some(Value::Object(_))));
    }
}

/// The code that mux-player shows for a 403 and the rules that find the same error, in the order of its checks.
const PLAYER_CODES: [(&str, &[&str]); 5] = [
    (
        "2412202",
        &[
            "not-json",
            "not-base64url",
            "truncated-token",
            "encrypted-token",
            "placeholder-token",
        ],
    ),
    ("2403210", &["expired", "missing-expiry"]),
    ("2403232", &["subject-mismatch", "missing-subject"]),
    ("2403221", &["missing-audience"]),
    ("2403222", &["audience-mismatch", "unknown-audience"]),
];

/// What it shows when none of its checks finds anything: "Network Error".
const NOTHING_FOUND: &str = "2000000";

#[test]
fn mux_player_finds_the_same_errors() {
    let Some(peers) = peers() else { return };
    let later = now().0 + 3600;
    let header = r#"{"alg":"RS256","typ":"JWT"}"#;
    let claims = |sub: &str, aud: &str, exp: i64| {
        format!(r#"{{"kid":"{KEY_ID}","sub":"{sub}","aud":"{aud}","exp":{exp}}}"#)
    };
    let mut tokens = Vec::new();
    for sub in [ID, "AnotherId"] {
        for aud in [
            "v",
            "t",
            "g",
            "s",
            "d",
            "video",
            "playback_id",
            "livestream_id",
            "V",
        ] {
            for exp in [later, later * 1000, now().0 - 60, 1] {
                tokens.push(peers.openssl(header, &claims(sub, aud, exp)));
            }
        }
    }
    for payload in [
        format!(r#"{{"kid":"K","sub":"{ID}","aud":"v"}}"#),
        format!(r#"{{"kid":"K","sub":"{ID}","exp":{later}}}"#),
        format!(r#"{{"kid":"K","aud":"v","exp":{later}}}"#),
        format!(r#"{{"kid":"K","sub":"{ID}","aud":["v"],"exp":{later}}}"#),
        format!(r#"{{"kid":"K","sub":"{ID}","aud":"v","exp":null}}"#),
        format!(r#"{{"kid":"K","sub":"{ID}","aud":"v","exp":"{later}"}}"#),
        "not JSON".to_owned(),
    ] {
        tokens.push(peers.openssl(header, &payload));
    }
    let sound = tokens[0].clone();
    tokens.push(sound[..sound.len() - 10].to_owned());
    tokens.push(sound.replacen('.', "!", 1));

    let cases: Vec<_> = tokens
        .iter()
        .map(|token| json!({ "token": token, "id": ID }))
        .collect();
    let codes = run(
        &mut peers.helper("node", "player.mjs"),
        &json!(cases).to_string(),
    );
    let codes: Vec<u64> = serde_json::from_str(&codes).expect("a list of codes");
    assert_eq!(codes.len(), tokens.len());
    let url = MediaUrl::read(&format!("https://stream.mux.com/{ID}.m3u8")).expect("a URL of Mux");
    let evidence = Evidence {
        url: Some(url),
        ..Evidence::default()
    };
    for (token, code) in tokens.iter().zip(codes) {
        let code = code.to_string();
        let report = inspect(token, &evidence, std::slice::from_ref(&peers.key), now());
        let found: Vec<_> = match report.tokens.first() {
            Some(token) => token.findings.iter().map(|finding| finding.id).collect(),
            None => vec!["not-json"],
        };
        let named = PLAYER_CODES
            .iter()
            .find(|(_, ids)| ids.iter().any(|id| found.contains(id)));
        let ours = named.map_or(NOTHING_FOUND, |(code, _)| code);
        // The cases in which both may differ:
        let explained = match (ours, code.as_str()) {
            (ours, code) if ours == code => true,
            // The player decodes the payload alone, and does not see a signature that is cut short.
            ("2412202", NOTHING_FOUND) => found.contains(&"truncated-token"),
            // JavaScript takes `null` for no expiry; here it is one of the wrong type.
            (NOTHING_FOUND, "2403210") => found.contains(&"malformed-expiry"),
            _ => false,
        };
        assert!(
            explained,
            "the player reports {code}, we report {found:?} for {}",
            payload(token)
        );
        // The code that the player shows for a token never contradicts our findings.
        let evidence = Evidence {
            saw: mux_jwt::core::mux::symptom::named(&code),
            ..evidence.clone()
        };
        let report = inspect(token, &evidence, std::slice::from_ref(&peers.key), now());
        let Some(diagnosis) = report
            .tokens
            .into_iter()
            .next()
            .and_then(|token| token.diagnosis)
        else {
            continue;
        };
        let outcome = diagnosis.outcome;
        let fits = match outcome {
            Outcome::Explained | Outcome::Perhaps => true,
            // A key that is not loaded, or a restriction: the token does not show it.
            Outcome::Open => code == NOTHING_FOUND,
            Outcome::Contradicted | Outcome::Elsewhere => false,
        };
        assert!(fits, "{code} is {outcome:?} for {}", payload(token));
    }
}
