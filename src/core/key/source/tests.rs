//! Every kind of source, with keys created for each run.

use std::{fmt::Write as _, sync::LazyLock};

use aws_lc_rs::{encoding::AsDer as _, rsa};
use base64::{
    Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD,
};
use jsonwebtoken::EncodingKey;

use super::*;
use crate::core::key::{KeyForm, Stage};

struct Sample {
    pem: String,
    base64: String,
    fingerprint: String,
}

impl Sample {
    fn new() -> Self {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("random bytes");
        let der = pair.as_der().expect("a new key can be written");
        let pem =
            ::pem::encode(&::pem::Pem::new("PRIVATE KEY", der.as_ref())).replace("\r\n", "\n");
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key");
        let pkcs1 = ::pem::encode(&::pem::Pem::new("RSA PRIVATE KEY", key.as_bytes()));
        let fingerprint = Key::read(pem.as_bytes()).expect("a key").public.fingerprint;
        Self {
            base64: STANDARD.encode(pkcs1),
            pem,
            fingerprint,
        }
    }

    /// The key as JWK, private or not.
    fn jwk(&self, is_private: bool, more: &str) -> String {
        let key = EncodingKey::from_rsa_pem(self.pem.as_bytes()).expect("a key");
        let names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
        let mut members = String::new();
        let mut der = key.as_bytes();
        der = &der[4..];
        // The version, and then the numbers in the order of PKCS#1.
        der = &der[3..];
        for name in names {
            let (head, len) = match der[1] {
                0x81 => (3, usize::from(der[2])),
                0x82 => (4, usize::from(der[2]) << 8 | usize::from(der[3])),
                len => (2, usize::from(len)),
            };
            let body = &der[head..head + len];
            der = &der[head + len..];
            if is_private || matches!(name, "n" | "e") {
                let body = body.strip_prefix(&[0]).unwrap_or(body);
                write!(members, r#","{name}":"{}""#, URL_SAFE_NO_PAD.encode(body))
                    .expect("writing to a String cannot fail");
            }
        }
        format!(r#"{{"kty":"RSA"{members}{more}}}"#)
    }
}

static A: LazyLock<Sample> = LazyLock::new(Sample::new);
static B: LazyLock<Sample> = LazyLock::new(Sample::new);

/// The public half of a sample as PEM.
fn public_half(sample: &Sample) -> String {
    let jwk: serde_json::Value = serde_json::from_str(&sample.jwk(false, "")).expect("JSON");
    let number = |name: &str| {
        let text = jwk[name].as_str().expect("a number");
        crate::core::key::der::number(&URL_SAFE_NO_PAD.decode(text).expect("base64url"))
    };
    let der = crate::core::key::der::tagged(0x30, &[&number("n"), &number("e")]);
    ::pem::encode(&::pem::Pem::new("RSA PUBLIC KEY", der.to_vec())).replace("\r\n", "\n")
}

/// What is found: the source, and of each key its place, label, ID, which of the samples it is, and the repairs.
fn summary(text: &str) -> String {
    let found = match read(text.as_bytes()) {
        Ok(found) => found,
        Err(error) => return error.to_string(),
    };
    let mut summary = found.source.word().to_owned();
    for entry in &found.entries {
        write!(summary, " | {}", entry.place).expect("writing to a String cannot fail");
        if entry.is_default {
            summary += "*";
        }
        match &entry.key {
            Ok(key) => {
                let name = match &key.public.fingerprint {
                    fingerprint if *fingerprint == A.fingerprint => "A",
                    fingerprint if *fingerprint == B.fingerprint => "B",
                    _ => "?",
                };
                let label = key.label.as_deref().unwrap_or("-");
                let id = key.id.as_deref().unwrap_or("-");
                write!(summary, " {label} {id} {name}").expect("writing to a String cannot fail");
                for repair in &key.repairs {
                    write!(summary, " {repair:?}").expect("writing to a String cannot fail");
                }
            }
            Err(error) => write!(summary, " {error}").expect("writing to a String cannot fail"),
        }
    }
    summary
}

#[test]
fn env_files_are_read_under_any_known_name() {
    let (a, pem, b) = (&A.base64, &A.pem, &B.base64);
    let escaped = pem.replace('\n', "\\n");
    for (text, expected) in [
        (
            format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY={a}"),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("export MUX_PRIVATE_KEY='{a}'\nexport MUX_SIGNING_KEY=\"K\""),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_PRIVATE_KEY=\"{pem}\"\n"),
            "variables | MUX_SIGNING_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_KEY_PRIVATE=\"{escaped}\""),
            "variables | MUX_SIGNING_KEY_PRIVATE - K A",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_KEY_SECRET={escaped}"),
            "variables | MUX_SIGNING_KEY_SECRET - K A EscapedNewlines",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_SECRET={pem}"),
            "variables | MUX_SIGNING_SECRET - K A",
        ),
        (
            format!("SIGNING_KEY_ID=K\nSIGNING_KEY_PRIVATE_KEY={a}\nAWS_ACCESS_KEY_ID=X"),
            "variables | SIGNING_KEY_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_PRIVATE_KEY={a}"),
            "variables | MUX_PRIVATE_KEY - - A",
        ),
        // Private keys of other services are ignored.
        (
            format!("JWT_PRIVATE_KEY={b}\nMUX_PRIVATE_KEY={a}\nMUX_SIGNING_KEY=K"),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!(
                "MUX_SIGNING_KEY_PROD=P\nMUX_PRIVATE_KEY_PROD={a}\nMUX_SIGNING_KEY_TEST=T\nMUX_PRIVATE_KEY_TEST={b}"
            ),
            "variables | MUX_PRIVATE_KEY_PROD prod P A | MUX_PRIVATE_KEY_TEST test T B",
        ),
        (
            format!(
                "MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY={a}\nMUX_DATA_SIGNING_KEY_ID=D\nMUX_DATA_SIGNING_KEY_SECRET={b}"
            ),
            "variables | MUX_PRIVATE_KEY - K A | MUX_DATA_SIGNING_KEY_SECRET data D B",
        ),
        // Swapped, and the key only in the variable of the ID.
        (
            format!("MUX_SIGNING_KEY={a}\nMUX_PRIVATE_KEY=K"),
            "variables | MUX_SIGNING_KEY - K A Swapped",
        ),
        (
            format!("MUX_SIGNING_KEY={a}"),
            "variables | MUX_SIGNING_KEY - - A IdVariable",
        ),
        (
            format!("\u{feff}MUX_SIGNING_KEY=K\r\nMUX_PRIVATE_KEY={a}\r\n"),
            "variables | MUX_PRIVATE_KEY - K A ByteOrderMark",
        ),
        (
            "MUX_PRIVATE_KEY=\nMUX_SIGNING_KEY=K".to_owned(),
            "variables | MUX_PRIVATE_KEY the key is empty",
        ),
        (
            "MUX_PRIVATE_KEY=./keys/mux.pem".to_owned(),
            "variables | MUX_PRIVATE_KEY this is a file path, not a key",
        ),
        (
            "MUX_SIGNING_KEY=K".to_owned(),
            "this contains a key ID but no key",
        ),
        (
            "MUX_TOKEN_ID=a\nMUX_TOKEN_SECRET=b".to_owned(),
            "this is an API access token, not a signing key",
        ),
    ] {
        assert_eq!(summary(&text), expected);
    }
}

#[test]
fn misplaced_names_and_values_are_recognized() {
    const UUID: &str = "01234567-89ab-cdef-0123-456789abcdef";
    let (a, pem) = (&A.base64, A.pem.trim_end());
    let wrapped: Vec<_> = a
        .as_bytes()
        .chunks(76)
        .map(String::from_utf8_lossy)
        .collect();
    let wrapped = wrapped.join("\n");
    let jwk = A.jwk(true, "");
    for (text, expected) in [
        // A known name beats `id`, which counts only next to `private_key`.
        (
            format!("id=ROW\nsigningKeyId=K\nsigningPrivateKey={a}"),
            "variables | signingPrivateKey - K A",
        ),
        (
            format!("id=ROW\nsigningPrivateKey={a}"),
            "variables | signingPrivateKey - - A",
        ),
        (
            format!("id: K\nprivate_key: {a}"),
            "variables | private_key - K A",
        ),
        (
            format!("  - \"MUX_SIGNING_KEY=K\"\n  - \"MUX_PRIVATE_KEY={a}\""),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("set \"MUX_SIGNING_KEY=K\"\r\nset \"MUX_PRIVATE_KEY={a}\"\r\n"),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!(
                "a:\n  MUX_PRIVATE_KEY: |\n    {}\n  MUX_SIGNING_KEY: K\n",
                pem.replace('\n', "\n    ")
            ),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_KEY={a}"),
            "variables | MUX_SIGNING_KEY - K A IdVariable",
        ),
        (
            format!("MUX_SIGNING_KEY_ID=K\nMUX_SIGNING_KEY_BASE64={a}"),
            "variables | MUX_SIGNING_KEY_BASE64 - K A",
        ),
        (
            format!("MUX_VIDEO_SIGNING_KEY_ID=K\nMUX_VIDEO_SIGNING_KEY={a}"),
            "variables | MUX_VIDEO_SIGNING_KEY - K A",
        ),
        (
            format!("MUX_SIGNING_KEY={UUID}\nMUX_PRIVATE_KEY=abc+/def"),
            "variables | MUX_PRIVATE_KEY this is an API access token, not a signing key",
        ),
        (
            format!("MUX_TOKEN_ID=K\nMUX_TOKEN_SECRET={a}"),
            "variables | MUX_TOKEN_SECRET - K A TokenNames",
        ),
        (
            format!("MUX_PRIVATE_KEY=\nMUX_SIGNING_KEY_ID=K\nMUX_SIGNING_PRIVATE_KEY={a}"),
            "variables | MUX_SIGNING_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_PRIVATE_KEY=\nMUX_SIGNING_KEY={a}"),
            "variables | MUX_SIGNING_KEY - - A IdVariable",
        ),
        (
            format!(
                "SLACK_SIGNING_SECRET=abc\nMUX_WEBHOOK_SIGNING_SECRET=abc\nsigningKeyId=K\nsigningPrivateKey={a}"
            ),
            "variables | signingPrivateKey - K A",
        ),
        (
            format!("MUX_PRIVATE_KEY='{jwk}'\nMUX_SIGNING_KEY=K"),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_PRIVATE_KEY={wrapped}\nMUX_SIGNING_KEY=K"),
            "variables | MUX_PRIVATE_KEY - K A Wrapped",
        ),
        (
            format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY=\n{a}\n"),
            "variables | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!("MUX_PRIVATE_KEY=\"{pem}\n{}\"", B.pem.trim_end()),
            "variables | key 1 - - A | key 2 - - B",
        ),
    ] {
        assert_eq!(summary(&text), expected, "{}", &text[..40]);
    }
}

#[test]
fn configurations_and_api_responses_are_read() {
    let (a, b) = (&A.base64, &B.base64);
    let pem = A.pem.replace('\n', "\\n");
    for (text, expected) in [
        (
            format!(
                r#"{{"environments":{{"staging":{{"tokenId":"t","tokenSecret":"s","signingKeyId":"S","signingPrivateKey":"{a}"}},
                "production":{{"signingKeyId":"P","signingPrivateKey":"{b}"}},"empty":{{"tokenId":"t"}}}},
                "defaultEnvironment":"production"}}"#
            ),
            "mux-cli | staging staging S A | production* production P B",
        ),
        (
            format!(r#"{{"data":{{"id":"K","created_at":"1","private_key":"{a}"}}}}"#),
            "json | private_key - K A",
        ),
        (
            format!(r#"{{"id":"K","private_key":"{a}"}}"#),
            "json | private_key - K A",
        ),
        (
            format!(
                r#"{{"data":[{{"id":"K","private_key":"{a}"}},{{"id":"L","private_key":"{pem}"}},{{"id":"M"}}]}}"#
            ),
            "json | K - K A | L - L A",
        ),
        (
            format!(r#"{{"MUX_SIGNING_KEY":"K","MUX_PRIVATE_KEY":"{a}"}}"#),
            "json | MUX_PRIVATE_KEY - K A",
        ),
        (
            format!(r#"{{"config":{{"playbackSigningId":"K","playbackSigningSecret":"{a}"}}}}"#),
            "json | playbackSigningSecret - K A",
        ),
        (
            r#"{"data":[{"id":"K","created_at":"1"}]}"#.to_owned(),
            "this contains a key ID but no key",
        ),
        (
            r#"{"environments":{"p":{"tokenId":"t"}}}"#.to_owned(),
            "no environment in this Mux CLI configuration has a signing key",
        ),
        (
            r#"{"tokenId":"a","tokenSecret":"b"}"#.to_owned(),
            "this is an API access token, not a signing key",
        ),
        (r#"{"a":1}"#.to_owned(), "this JSON contains no key"),
        ("[]".to_owned(), "this JSON contains no key"),
        (
            r#"{"data":{"id":"K","private_key":"LS0t"#.to_owned(),
            "this looks like JSON but cannot be parsed",
        ),
    ] {
        assert_eq!(summary(&text), expected);
    }
}

#[test]
fn kubernetes_secret_is_decoded_once() {
    let (a, pem) = (&A.base64, &A.pem);
    let encoded = |text: &str| STANDARD.encode(text);
    let list = format!(
        r#"{{"kind":"List","items":[{{"kind":"Secret","data":{{"MUX_SIGNING_KEY":"{}","MUX_PRIVATE_KEY":"{}"}}}}]}}"#,
        encoded("K\n"),
        encoded(a)
    );
    let yaml = |key: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\ndata:\n  MUX_SIGNING_KEY: {}\n  MUX_PRIVATE_KEY: {}\nmetadata:\n  name: mux\n",
            encoded("K"),
            encoded(key)
        )
    };
    let plain = format!(
        "kind: Secret\nstringData:\n  MUX_SIGNING_KEY: K\n  MUX_PRIVATE_KEY: |\n    {}\n",
        pem.trim_end().replace('\n', "\n    ")
    );
    for (text, source, repairs) in [
        // `echo K | base64` encodes the line break as well.
        (list, "json", " IdLineBreak"),
        (yaml(a), "variables", ""),
        (yaml(pem), "variables", ""),
        (plain, "variables", ""),
    ] {
        let expected = format!("{source} | MUX_PRIVATE_KEY - K A{repairs}");
        assert_eq!(summary(&text), expected);
    }
}

#[test]
fn equal_names_are_distinguished_by_context_or_number() {
    let (a, b) = (&A.base64, &B.base64);
    let pair =
        |id: &str, key: &str| format!(r#"{{"MUX_SIGNING_KEY":"{id}","MUX_PRIVATE_KEY":"{key}"}}"#);
    for (text, expected) in [
        (
            format!(r#"{{"prod":{},"staging":{}}}"#, pair("K", a), pair("L", b)),
            "json | prod prod K A | staging staging L B",
        ),
        (
            format!("[{},{}]", pair("K", a), pair("L", b)),
            "json | K - K A | L - L B",
        ),
        (
            format!(r#"{{"keys":[{},{}]}}"#, A.jwk(true, ""), B.jwk(true, "")),
            "jwks | key 1 - - A | key 2 - - B",
        ),
        (
            format!(r#"{{"type":"service_account","private_key_id":"x","private_key":"{a}"}}"#),
            "json | private_key this is a Google service account key, not a Mux signing key",
        ),
        (
            format!(r#"{{"_id":"secrets","signingKeyId":"K","signingKeyPrivate":"{a}"}}"#),
            "json | signingKeyPrivate - K A",
        ),
    ] {
        assert_eq!(summary(&text), expected);
    }
}

#[test]
fn key_of_another_environment_is_never_used_silently() {
    let a = &A.base64;
    let key = format!(r#"{{"signingKeyId":"K","signingPrivateKey":"{a}"}}"#);
    let missing = "its default, `prod`, has no signing key; it has `staging`";
    for prod in [
        r#""prod":{"tokenId":"t","tokenSecret":"s"},"#,
        r#""prod":{"signingKeyId":"P"},"#,
        "",
    ] {
        let text =
            format!(r#"{{"environments":{{{prod}"staging":{key}}},"defaultEnvironment":"prod"}}"#);
        let found = read(text.as_bytes()).expect("a key");
        let chosen = found.choose(None, None).map_err(|error| error.to_string());
        assert_eq!(chosen, Err(missing.to_owned()));
        assert_eq!(found.choose(Some("staging"), None), Ok(0));
        assert_eq!(found.choose(None, Some("K")), Ok(0));
    }
    // An exact match comes first, and an ambiguous name is rejected.
    let text = format!(r#"{{"environments":{{"Prod":{key},"prod":{key}}}}}"#);
    let found = read(text.as_bytes()).expect("keys");
    assert_eq!(found.choose(Some("prod"), None), Ok(1));
    assert_eq!(found.choose(Some("Prod"), None), Ok(0));
    let several = Err(Unchosen::Several("`Prod`, `prod`".to_owned()));
    assert_eq!(found.choose(Some("PROD"), None), several);
    assert_eq!(found.choose(None, Some("K")), several);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of inputs")]
fn key_in_prose_gets_the_only_id() {
    const ID: &str = "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe";
    const OTHER: &str = "qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4";
    let (a, pem) = (&A.base64, A.pem.trim_end());
    let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let twice = STANDARD.encode(a);
    let wrapped: Vec<_> = a
        .as_bytes()
        .chunks(76)
        .map(String::from_utf8_lossy)
        .collect();
    for (text, expected) in [
        // The ID has a known name, or is the only word with the shape of one.
        (
            format!("Hi, here is the key.\nKey ID: {ID}\nPrivate key: {a}\nThanks"),
            format!("text | key - {ID} A"),
        ),
        (
            format!("the key of {ID}.\n{pem}\nBest"),
            format!("text |  - {ID} A"),
        ),
        (
            format!("const keyId = \"{ID}\";\nconst key = \"{a}\";"),
            format!("text | key - {ID} A"),
        ),
        (
            format!("docker run -e MUX_SIGNING_KEY=K -e MUX_PRIVATE_KEY={a} app"),
            "text | MUX_PRIVATE_KEY - K A".to_owned(),
        ),
        (
            format!("  'signing_key_id' => 'K',\n  'private_key' => '{a}',"),
            "text |  - K A".to_owned(),
        ),
        (
            format!(
                "- name: MUX_SIGNING_KEY\n  value: {ID}\n- name: MUX_PRIVATE_KEY\n  value: {a}"
            ),
            format!("text | value - {ID} A"),
        ),
        (
            format!("[mux]\nMUX_SIGNING_KEY = K\nMUX_PRIVATE_KEY = {a}"),
            "variables | MUX_PRIVATE_KEY - K A".to_owned(),
        ),
        (
            format!(
                "HTTP/2 201\r\ndate: now\r\n\r\n{{\"data\":{{\"id\":\"{ID}\",\"private_key\":\"{a}\"}}}}"
            ),
            format!("text | private_key - {ID} A"),
        ),
        (
            format!("{{\n  id: '{ID}',\n  private_key: '{a}',\n}}"),
            format!("text | private_key - {ID} A"),
        ),
        (
            format!(
                "{{'id': '{ID}', 'private_key': '{}'}}",
                pem.replace('\n', "\\n")
            ),
            format!("text | private_key - {ID} A EscapedNewlines"),
        ),
        (
            format!(
                r#"{{"environment":[{{"name":"MUX_SIGNING_KEY","value":"{ID}"}},{{"name":"MUX_PRIVATE_KEY","value":"{a}"}}]}}"#
            ),
            format!("text | value - {ID} A"),
        ),
        (
            format!("GITHUB_APP_PRIVATE_KEY={a}"),
            "text | GITHUB_APP_PRIVATE_KEY - - A".to_owned(),
        ),
        (
            format!("MY_KEY={twice}"),
            "text | MY_KEY - - A EncodedTwice".to_owned(),
        ),
        (
            format!("see {bare} there"),
            "text |  - - A NoPemLines".to_owned(),
        ),
        (
            format!("key:\n  {}\nand so on", wrapped.join("\n  ")),
            "text |  - - A".to_owned(),
        ),
        // Two IDs are ambiguous, and the ID of something else does not count.
        (format!("{ID} or {OTHER}: {a}"), "text |  - - A".to_owned()),
        (
            format!("playback_id = '{OTHER}'\nkey = '{a}'"),
            "text | key - - A".to_owned(),
        ),
        (
            format!("https://stream.mux.com/{OTHER}.m3u8\nkey = '{a}'"),
            "text | key - - A".to_owned(),
        ),
        (
            format!("MUX_SIGNING_KEY={ID}\nX={}", &a[..900]),
            "the key is truncated or damaged".to_owned(),
        ),
        (format!("{ID}\n{a}"), format!("text |  - {ID} A")),
        (format!("{a}\n{ID}"), format!("text |  - {ID} A")),
        // A named ID that is missing is not replaced by another one.
        (
            format!("MUX_PRIVATE_KEY=./mux.pem\nGITHUB_APP_PRIVATE_KEY={a}"),
            "variables | MUX_PRIVATE_KEY this is a file path, not a key".to_owned(),
        ),
    ] {
        assert_eq!(summary(&text), expected, "{}", &text[..30]);
    }
}

#[test]
fn jwks_are_read_and_other_keys_named() {
    let private = A.jwk(true, r#","kid":"K","use":"sig""#);
    let public = B.jwk(false, r#","kid":"L""#);
    for (text, expected) in [
        (private.clone(), "jwk | K - K A"),
        (public.clone(), "jwk | L - L B"),
        (A.jwk(true, ""), "jwk |  - - A"),
        (format!(r#"{{"keys":[{private},{public}]}}"#), "jwks | K - K A | L - L B"),
        (
            r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"E"},{"kty":"oct","k":"AA"},{"kty":"OKP","crv":"Ed25519"}]}"#.to_owned(),
            "jwks | E this is an elliptic-curve key, not an RSA key | key 2 this is a symmetric key, not an RSA key | key 3 this is an Ed25519 key, not an RSA key",
        ),
        (r#"{"keys":[]}"#.to_owned(), "this JSON contains no key"),
        (
            A.jwk(false, r#","d":"AQAB""#),
            "jwk |  this JWK has no `p`, `q`, `dp`, `dq` or `qi`",
        ),
        (
            private.replace("\"qi\"", "\"iq\""),
            "jwk | K this JWK has no `qi`",
        ),
        (
            public.replace("\"n\"", "\"m\"").replace("\"e\"", "\"f\""),
            "jwk | L this JWK has no `n` or `e`",
        ),
        (
            private.replace("\"kty\"", "\"type\""),
            "json | K this JWK has no `kty`",
        ),
        (private.replacen("\"p\":\"", "\"p\":\"AAAA", 1).replacen("\"qi\":\"", "\"qi\":\"AA", 1), "jwk | K the key is truncated or damaged"),
        (r#"{"kty":"RSA","n":"!","e":"AQAB"}"#.to_owned(), "jwk |  the key is truncated or damaged"),
    ] {
        assert_eq!(summary(&text), expected);
    }
    let found = read(private.as_bytes()).expect("a key");
    let key = found.entries[0].key.as_ref().expect("a key");
    assert_eq!(key.form, KeyForm::Jwk);
    assert!(key.signing.is_some());
}

#[test]
fn key_alone_is_a_source() {
    assert_eq!(summary(&A.pem), "key |  - - A");
    assert_eq!(summary(&A.base64), "key |  - - A");
    assert_eq!(summary("hello"), "this is not a key");
}

#[test]
fn several_keys_in_a_text_are_numbered() {
    let (a, b) = (&A.pem, &B.pem);
    let pkcs1 = String::from_utf8(STANDARD.decode(&B.base64).expect("base64")).expect("a PEM");
    let ec = "-----BEGIN EC PARAMETERS-----\nAA==\n-----END EC PARAMETERS-----\n\
              -----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n";
    let public = public_half(&A);
    for (text, expected) in [
        // In the order of the file, regardless of labels.
        (format!("{a}{pkcs1}"), "text | key 1 - - A | key 2 - - B"),
        (format!("{pkcs1}{a}"), "text | key 1 - - B | key 2 - - A"),
        (
            STANDARD.encode(format!("{a}{b}")),
            "text | key 1 - - A | key 2 - - B",
        ),
        (
            format!("{a}{b}").replace('\n', ""),
            "text | key 1 - - A BrokenLines | key 2 - - B BrokenLines",
        ),
        (format!("{a}{a}"), "key |  - - A"),
        // The public half of a private key is left out, wherever it is.
        (format!("{a}{public}"), "key |  - - A"),
        (format!("{public}{a}"), "key |  - - A"),
        (format!("{b}{public}"), "text | key 1 - - B | key 2 - - A"),
        (
            format!("{ec}{a}"),
            "text | key 1 this is an elliptic-curve key, not an RSA key | key 2 - - A",
        ),
        (
            format!("{}\n{b}", &a[..900]),
            "text | key 1 the key is truncated or damaged | key 2 - - B",
        ),
    ] {
        assert_eq!(summary(&text), expected);
    }
    let found = read(format!("{public}{a}").as_bytes()).expect("a key");
    assert!(
        found.entries[0]
            .key
            .as_ref()
            .is_ok_and(|key| key.signing.is_some())
    );
}

#[test]
fn broken_pem_is_repaired_and_reported() {
    let pem = A.pem.trim_end();
    let repaired = |repairs: &str| format!("key |  - - A{repairs}");
    for (text, repairs) in [
        (pem.replace('\n', "\r\n"), ""),
        (format!("mine:\n{pem}\nyours"), ""),
        (pem.replace('\n', " "), " BrokenLines"),
        (pem.replace('\n', ""), " BrokenLines"),
        (pem.replace('\n', "\r"), " BrokenLines"),
        (pem.replace('\n', "\n\n"), " BrokenLines"),
        (pem.replace('\n', "\n    "), " BrokenLines"),
        (format!("> {}", pem.replace('\n', "\n> ")), " BrokenLines"),
        (format!("the key - {pem}"), " BrokenLines"),
        (pem.replace("-----", "—–-"), " BrokenLines"),
        (pem.replace("PRIVATE KEY", "private key"), " BrokenLines"),
        (format!("“{pem}”"), " Quotes"),
        (pem.replace('\n', "\\n"), " EscapedNewlines"),
        (pem.replace('\n', "\\\\n"), " EscapedNewlines"),
        (pem.replace('\n', "\\\\r\\\\n"), " EscapedNewlines"),
        (STANDARD.encode(format!("\u{feff}{pem}")), " ByteOrderMark"),
        (
            pem.replace("PRIVATE KEY", "PRIVATE_KEY")
                .replace("BEGIN ", "BEGIN_"),
            " Underscores",
        ),
        (pem.replace([' ', '\n'], "_"), " Underscores"),
        (
            pem.replace(' ', "_").replace('\n', "\\n"),
            " EscapedNewlines Underscores",
        ),
    ] {
        assert_eq!(summary(&text), repaired(repairs), "{}", &text[..60]);
    }
    let two = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    for bytes in [
        two(pem),
        STANDARD.encode(two(pem)).into_bytes(),
        [b"f\xfcr M\xfcller:\n", pem.as_bytes()].concat(),
        [pem.as_bytes(), b"\0\0"].concat(),
    ] {
        assert!(Key::read(&bytes).is_ok());
    }
}

#[test]
fn line_breaks_at_the_end_of_values_are_reported() {
    let (a, pem) = (&A.base64, A.pem.trim_end());
    let escaped = pem.replace('\n', "\\n");
    let both = " KeyLineBreak IdLineBreak";
    for (text, repairs) in [
        (
            format!("MUX_SIGNING_KEY=\"K\\n\"\nMUX_PRIVATE_KEY=\"{a}\\n\""),
            both,
        ),
        (
            format!("MUX_SIGNING_KEY=K\\n\nMUX_PRIVATE_KEY={a}\\n"),
            both,
        ),
        (
            format!("MUX_SIGNING_KEY='K\\r\\n'\nMUX_PRIVATE_KEY='{a}\\r\\n'"),
            both,
        ),
        (
            format!("MUX_SIGNING_KEY=\"K\n\"\nMUX_PRIVATE_KEY={a}"),
            " IdLineBreak",
        ),
        (
            format!("MUX_SIGNING_KEY=\"K\\n\"\nMUX_PRIVATE_KEY=\"{escaped}\\n\""),
            " IdLineBreak",
        ),
        // A PEM ends in a line break, and so do the lines of a file from Windows.
        (
            format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY=\"{escaped}\\n\""),
            "",
        ),
        (
            format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY=\"{pem}\n\""),
            "",
        ),
        (format!("MUX_SIGNING_KEY=K\r\nMUX_PRIVATE_KEY={a}\r\n"), ""),
        (
            format!("MUX_SIGNING_KEY: K\nMUX_PRIVATE_KEY: |\n  {a}\n"),
            "",
        ),
    ] {
        let expected = format!("variables | MUX_PRIVATE_KEY - K A{repairs}");
        assert_eq!(summary(&text), expected, "{}", &text[..30]);
    }
    let json = format!(r#"{{"id":"K\n","private_key":"{a}\n"}}"#);
    assert_eq!(summary(&json), "json | private_key - K A IdLineBreak");
    let found = read_pair("K\\n", a.as_bytes()).expect("a key");
    let key = found.entries[0].key.as_ref().expect("a key");
    assert_eq!(key.id.as_deref(), Some("K"));
    assert_eq!(key.repairs, [Repair::IdLineBreak]);
}

#[test]
fn secrets_that_are_no_key_are_named() {
    const UUID: &str = "0f0e0d0c-1111-4222-8333-444455556666";
    const TOKEN: &str = "this is an API access token, not a signing key";
    const SECRET: &str = "this is not an RSA key but a short secret, probably that of a webhook";
    const BOTH: &str = "no signing key here, only an API access token and a short secret, probably that of a webhook";
    for (text, error) in [
        (
            format!(
                "MUX_TOKEN_ID={UUID}\nMUX_TOKEN_SECRET=a/b+c\nMUX_SIGNING_SECRET=8s0qk4v3p2u1\nMUX_ENV_KEY=x"
            ),
            BOTH,
        ),
        (
            format!("export MUX_TOKEN_ID='{UUID}'\nexport MUX_WEBHOOK_SECRET='8s0qk4v3p2u1'"),
            BOTH,
        ),
        (
            format!(
                r#"{{"env":{{"muxTokenId":"{UUID}","muxTokenSecret":"a","MUX_SIGNING_SECRET":"8s0qk4v3p2u1"}}}}"#
            ),
            BOTH,
        ),
        (
            "environment:\n  MUX_WEBHOOK_SIGNING_SECRET: 8s0qk4v3p2u1".to_owned(),
            SECRET,
        ),
        (
            "SIGNING_SECRET=/s0qk4v3p2u1AbCdEf0123456789+xyz".to_owned(),
            SECRET,
        ),
        (format!("MUX_TOKEN_ID={UUID}\nMUX_TOKEN_SECRET=/a+b"), TOKEN),
        // The secret alone, which begins like a path.
        (
            "/bx5Q0WxjnUjV6Jsvk35tS5h37BNdyruxG9wsq4Rsz5RrGxQc9I6Q7nrxLpXr".to_owned(),
            "this is not a key",
        ),
        (
            "/home/Me2/keys/signing".to_owned(),
            "this is a file path, not a key",
        ),
    ] {
        assert_eq!(summary(&text), error, "{text}");
    }
    // Next to a key they are no fault.
    let text = format!(
        "MUX_TOKEN_ID={UUID}\nMUX_TOKEN_SECRET=a\nMUX_SIGNING_SECRET=8s0qk4v3p2u1\nMUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY={}",
        A.base64
    );
    assert_eq!(summary(&text), "variables | MUX_PRIVATE_KEY - K A");
}

#[test]
fn swapped_key_and_id_are_swapped_back() {
    let pair = |id: &str, key: &str| {
        let found = read_pair(id, key.as_bytes())?;
        let key = found.entries.into_iter().next().expect("one").key?;
        Ok::<_, KeyError>((key.id, key.repairs))
    };
    assert_eq!(pair("K", &A.base64), Ok((Some("K".to_owned()), vec![])));
    assert_eq!(pair("", &A.base64), Ok((None, vec![])));
    assert_eq!(
        pair(&A.base64, "K"),
        Ok((Some("K".to_owned()), vec![Repair::Swapped]))
    );
    // A key is never used as an ID, not even next to another key.
    assert_eq!(pair(&A.base64, &B.base64), Ok((None, vec![])));
    assert_eq!(pair("K", "hello"), Err(KeyError::NotAKey));
    let answer = format!(r#"{{"id":"OWN","private_key":"{}"}}"#, A.base64);
    assert_eq!(pair("", &answer), Ok((Some("OWN".to_owned()), vec![])));
}

#[test]
fn key_is_chosen_by_name_id_or_default() {
    let (a, b) = (&A.base64, &B.base64);
    let settings = |default: &str| {
        let text = format!(
            r#"{{"environments":{{"staging":{{"signingKeyId":"S","signingPrivateKey":"{a}"}},
            "production":{{"signingKeyId":"P","signingPrivateKey":"{b}"}}}}{default}}}"#
        );
        read(text.as_bytes()).expect("keys")
    };
    let found = settings(r#","defaultEnvironment":"production""#);
    assert_eq!(found.choose(None, None), Ok(1));
    assert_eq!(found.choose(Some("Staging"), None), Ok(0));
    assert_eq!(found.choose(None, Some("S")), Ok(0));
    assert_eq!(
        found
            .choose(Some("x"), None)
            .map_err(|error| error.to_string()),
        Err("it has no key named `x`; it has `staging`, `production`".to_owned())
    );
    let found = settings("");
    assert_eq!(
        found.choose(None, None).map_err(|error| error.to_string()),
        Err("it contains several keys: `staging`, `production`".to_owned())
    );
    // Public keys do not compete with private ones.
    let both = format!(r#"{{"keys":[{},{}]}}"#, A.jwk(false, ""), B.jwk(true, ""));
    assert_eq!(
        read(both.as_bytes()).expect("keys").choose(None, None),
        Ok(1)
    );
}

#[test]
fn environment_name_sets_stage() {
    let text = format!("MUX_PRIVATE_KEY_PROD={}", A.base64);
    let found = read(text.as_bytes()).expect("a key");
    let key = found.entries[0].key.as_ref().expect("a key");
    assert_eq!(key.stage, Stage::Production);
}

#[test]
fn debug_of_found_keys_contains_no_key_material() {
    let (pem, base64) = (&A.pem, &A.base64);
    let jwk = A.jwk(true, "");
    for text in [
        format!("MUX_SIGNING_KEY={base64}\nMUX_PRIVATE_KEY={base64}"),
        format!("MUX_SIGNING_KEY={pem}"),
        format!(r#"{{"id":"{base64}","private_key":"{base64}"}}"#),
        format!(r#"{{"environments":{{"a":{{"signingPrivateKey":"{base64}"}}}}}}"#),
        jwk.clone(),
        // A key in the place of a name is not a name.
        A.jwk(true, &format!(r#","kid":"{base64}""#)),
        format!(r#"{{"environments":{{"{base64}":{{"signingPrivateKey":"{base64}"}}}}}}"#),
    ] {
        let printed = format!("{:?}", read(text.as_bytes()));
        for secret in [base64.as_str(), &jwk[800..]] {
            for start in (40..secret.len() - 16).step_by(8) {
                assert!(
                    !printed.contains(&secret[start..start + 16]),
                    "{}",
                    &text[..40]
                );
            }
        }
    }
}

#[test]
fn key_text_is_never_part_of_a_name() {
    // A cut line that reads like the beginning of a name needs letters and digits only, which not every key has.
    let text = (0..50).find_map(|_| {
        let pem = Sample::new().pem;
        let line = pem.lines().skip(9).take(15).find(|line| {
            line.starts_with(|c: char| c.is_ascii_alphabetic())
                && line[..24].chars().all(|c| c.is_ascii_alphanumeric())
        })?;
        let cut = pem.find(line).expect("a line of it") + 24;
        Some((
            line[..20].to_owned(),
            format!("{}MUX_SIGNING_KEY_PROD={pem}", &pem[..cut]),
        ))
    });
    let (piece, text) = text.expect("one of fifty keys has such a line");
    let found = format!("{:?}", read(text.as_bytes()));
    assert!(!found.contains(&piece), "{found}");
}
