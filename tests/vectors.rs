//! Published test vectors for signatures, JSON and unusual text.
//!
//! The vectors are not part of this repository. One test has them from a crate; the others read them from the folder in
//! `MUX_JWT_VECTORS`, or from `../shared/vectors`. Without vectors a test reports that and passes.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use mux_jwt::core::{
    diagnose::{
        evidence::Evidence,
        inspect,
        report::{Acceptance, Structure},
    },
    json::{Object, Value, quoted},
    key::Key,
    mux::{audience::Audience, url::MediaUrl},
    time::{Span, Timestamp, Zone},
    token::{
        Token,
        spec::TokenSpec,
        verify::{Signature, verify},
    },
};
use serde_json::Value as Json;

const NOW: Timestamp = Timestamp(1_795_330_245);

/// A file of the vectors, or `None` with a message when there are none.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn vectors(name: &str) -> Option<PathBuf> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let folder = env::var_os("MUX_JWT_VECTORS").map_or_else(default, PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: there is no {name}; MUX_JWT_VECTORS names the folder");
        return None;
    }
    Some(path)
}

fn read_json(path: &Path) -> Json {
    let text = fs::read_to_string(path).expect("it can be read");
    serde_json::from_str(&text).expect("it is JSON")
}

fn str_of<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().expect(name)
}

fn list_of<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json[name].as_array().expect(name)
}

/// One element of DER.
fn der(tag: u8, body: &[u8]) -> Vec<u8> {
    let [.., high, low] = body.len().to_be_bytes();
    [&[tag, 0x82, high, low], body].concat()
}

/// A DER sequence of whole numbers.
fn sequence(numbers: &[Vec<u8>]) -> Vec<u8> {
    // A zero in front keeps a number whose first bit is set from being negative.
    let numbers: Vec<_> = numbers
        .iter()
        .map(|number| {
            if number[0] < 0x80 {
                number.clone()
            } else {
                [&[0], number.as_slice()].concat()
            }
        })
        .map(|number| match number.len() {
            0..0x80 => [&[0x02, number.len() as u8], number.as_slice()].concat(),
            0x80..0x100 => [&[0x02, 0x81, number.len() as u8], number.as_slice()].concat(),
            _ => der(0x02, &number),
        })
        .collect();
    der(0x30, &numbers.concat())
}

/// The public key of a JWK, converted to PEM.
fn public_key(jwk: &Json) -> Key {
    let number = |name| {
        URL_SAFE_NO_PAD
            .decode(str_of(jwk, name))
            .expect("base64url")
    };
    let pem = pem::Pem::new("RSA PUBLIC KEY", sequence(&["n", "e"].map(number)));
    Key::read(pem::encode(&pem).as_bytes()).expect("a public key")
}

/// The private key of a JWK, converted to PEM.
fn private_key(jwk: &Json) -> Key {
    let number = |name| {
        URL_SAFE_NO_PAD
            .decode(str_of(jwk, name))
            .expect("base64url")
    };
    let numbers = ["n", "e", "d", "p", "q", "dp", "dq", "qi"].map(number);
    let numbers = [&[vec![0]][..], &numbers[..]].concat();
    let pem = pem::Pem::new("RSA PRIVATE KEY", sequence(&numbers));
    Key::read(pem::encode(&pem).as_bytes()).expect("a private key")
}

fn token_of(payload: &[u8]) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}.{}",
        encode(br#"{"alg":"RS256"}"#),
        encode(payload),
        encode(&[7; 256])
    )
}

/// Wycheproof's cases that are about the `use`, `key_ops` or `alg` of a JWK: the signature itself is right.
///
/// Mux's keys have none of these, and neither has a PEM, which is what a key here is read from.
const ABOUT_THE_JWK: [u64; 7] = [332, 334, 336, 338, 340, 353, 355];

#[test]
fn wycheproof_jws_signatures_verify_as_expected() {
    let Some(path) = vectors("wycheproof_json_web_signature_test.json") else {
        return;
    };
    let (mut valid, mut invalid, mut about_the_jwk) = (0, 0, 0);
    for group in list_of(&read_json(&path), "testGroups") {
        let jwk = &group["public"];
        if jwk["kty"] != "RSA" {
            continue;
        }
        let key = public_key(jwk);
        for case in list_of(group, "tests") {
            let id = case["tcId"].as_u64().expect("a number");
            let (text, name) = (str_of(case, "jws"), str_of(case, "comment"));
            let token = Token::read(text);
            let algorithm = match token.header_str("alg") {
                Some("RS256") => Some(Algorithm::RS256),
                Some("RS384") => Some(Algorithm::RS384),
                Some("RS512") => Some(Algorithm::RS512),
                Some("PS256") => Some(Algorithm::PS256),
                Some("PS384") => Some(Algorithm::PS384),
                Some("PS512") => Some(Algorithm::PS512),
                _ => None,
            };
            let signature = token.signature().map_or("", |part| part.text.as_str());
            let is_right = token.parts.len() == 3
                && algorithm.is_some_and(|algorithm| {
                    key.public.verify(algorithm, token.signed_text(), signature)
                });
            let expected = str_of(case, "result") == "valid" || ABOUT_THE_JWK.contains(&id);
            assert_eq!(is_right, expected, "{id} {name}");
            match str_of(case, "result") {
                "valid" => valid += 1,
                _ if is_right => about_the_jwk += 1,
                _ => invalid += 1,
            }
            // A valid signature alone is no token: the payloads are texts such as `foo`, and none is accepted.
            let whole = verify(&token, std::slice::from_ref(&key));
            assert!(!matches!(whole, Signature::Verified { .. }), "{id} {name}");
            let report = inspect(text, &Evidence::default(), std::slice::from_ref(&key), NOW);
            for token in &report.tokens {
                assert_eq!(token.structure, Structure::Broken, "{id} {name}");
                assert_eq!(token.acceptance, Acceptance::Refused, "{id} {name}");
            }
        }
    }
    assert_eq!((valid, invalid, about_the_jwk), (32, 279, 7));
}

#[test]
fn wycheproof_private_keys_give_the_known_signatures() {
    let Some(path) = vectors("wycheproof_rsa_pkcs1_2048_sig_gen_test.json") else {
        return;
    };
    let mut count = 0;
    for group in list_of(&read_json(&path), "testGroups") {
        if group["sha"] != "SHA-256" {
            continue;
        }
        let pkcs8 = hex(str_of(group, "privateKeyPkcs8"));
        let forms = [
            Key::read(str_of(group, "privateKeyPem").as_bytes()).expect("PKCS#1 as PEM"),
            Key::read(&pkcs8).expect("PKCS#8 as DER"),
        ];
        let public = Key::read(str_of(group, "keyPem").as_bytes()).expect("a public key");
        for case in list_of(group, "tests") {
            let message = hex(str_of(case, "msg"));
            let known = URL_SAFE_NO_PAD.encode(hex(str_of(case, "sig")));
            for key in &forms {
                assert_eq!(
                    key.signing().expect("private").sign(&message),
                    known,
                    "{}",
                    case["tcId"]
                );
                assert_eq!(key.public.fingerprint, public.public.fingerprint);
            }
            assert!(public.public.verify(Algorithm::RS256, &message, &known));
            count += 1;
        }
    }
    assert_eq!(count, 10);
}

#[test]
fn wycheproof_pkcs1_signatures_verify_as_expected() {
    use wycheproof::{
        TestResult,
        rsa_pkcs1_verify::{TestName, TestSet},
    };
    let (mut right, mut wrong, mut either) = (0, 0, 0);
    for (name, algorithm, bits) in [
        (TestName::Rsa2048Sha256, Algorithm::RS256, 2048),
        (TestName::Rsa2048Sha384, Algorithm::RS384, 2048),
        (TestName::Rsa2048Sha512, Algorithm::RS512, 2048),
        (TestName::Rsa3072Sha256, Algorithm::RS256, 3072),
        (TestName::Rsa3072Sha384, Algorithm::RS384, 3072),
        (TestName::Rsa3072Sha512, Algorithm::RS512, 3072),
        (TestName::Rsa4096Sha256, Algorithm::RS256, 4096),
        (TestName::Rsa4096Sha384, Algorithm::RS384, 4096),
        (TestName::Rsa4096Sha512, Algorithm::RS512, 4096),
    ] {
        let set = TestSet::load(name).expect("it is in the crate");
        for group in set.test_groups {
            let key = Key::read(group.pem.as_bytes()).expect("a public key");
            let same = Key::read(&group.der).expect("a public key");
            assert_eq!(key.public.bits, bits);
            assert_eq!(key.public.fingerprint, same.public.fingerprint);
            for case in group.tests {
                let signature = URL_SAFE_NO_PAD.encode(&case.sig[..]);
                let is_right = key.public.verify(algorithm, &case.msg[..], &signature);
                match case.result {
                    TestResult::Valid => right += 1,
                    TestResult::Invalid => wrong += 1,
                    TestResult::Acceptable => {
                        either += 1;
                        continue;
                    }
                }
                let expected = case.result == TestResult::Valid;
                assert_eq!(is_right, expected, "{bits} {algorithm:?} {}", case.tc_id);
            }
        }
    }
    assert_eq!((right, wrong, either), (68, 2253, 9));
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal"))
        .collect()
}

#[test]
fn rfc_7520_example_is_reproduced_exactly() {
    let Some(path) = vectors("rfc7520_4_1_rsa_v15_signature.json") else {
        return;
    };
    let example = read_json(&path);
    let jwk = &example["input"]["key"];
    let signed_text = str_of(&example["signing"], "sig-input");
    let signature = str_of(&example["signing"], "sig");
    let key = private_key(jwk);
    assert_eq!(key.signing().expect("private").sign(signed_text), signature);
    assert!(
        public_key(jwk)
            .public
            .verify(Algorithm::RS256, signed_text, signature)
    );

    let token = Token::read(str_of(&example["output"], "compact"));
    assert_eq!(token.signed_text(), signed_text);
    assert_eq!(token.key_id(), Some("bilbo.baggins@hobbiton.example"));
    // The payload is a sentence, not claims.
    assert_eq!(
        token.parts[1].bytes,
        str_of(&example["input"], "payload").as_bytes()
    );
    assert!(!token.is_well_formed());
}

#[test]
fn json_test_suite_parses_as_expected() {
    let Some(folder) = vectors("json/test_parsing") else {
        return;
    };
    let (mut yes, mut no, mut either) = (0, 0, 0);
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
    {
        let name = entry.file_name().into_string().expect("a plain name");
        let bytes = fs::read(entry.path()).expect("it can be read");
        let value = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| Value::parse(text).ok());
        let report = inspect(&token_of(&bytes), &Evidence::default(), &[], NOW);
        let token = &report.tokens[0];
        // A payload is well-formed exactly when it is an object.
        let is_object = matches!(value, Some(Value::Object(_)));
        assert_eq!(token.structure == Structure::Sound, is_object, "{name}");
        match &name[..2] {
            "y_" => {
                let value = value.expect(&name);
                assert_eq!(
                    Value::parse(&value.to_string()),
                    Ok(value.clone()),
                    "{name}"
                );
                assert_eq!(Value::parse(&value.pretty()), Ok(value), "{name}");
                yes += 1;
            }
            "n_" => {
                assert_eq!(value, None, "{name}");
                assert_eq!(token.acceptance, Acceptance::Refused, "{name}");
                no += 1;
            }
            _ => either += 1,
        }
    }
    assert_eq!((yes, no, either), (95, 188, 35));
}

#[test]
fn json_others_change_is_kept_as_written() {
    let Some(folder) = vectors("json/test_transform") else {
        return;
    };
    let (mut kept, mut refused) = (0, 0);
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
    {
        let name = entry.file_name().into_string().expect("a plain name");
        let bytes = fs::read(entry.path()).expect("it can be read");
        if let Ok((text, Ok(value))) =
            std::str::from_utf8(&bytes).map(|text| (text, Value::parse(text)))
        {
            let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            // Only escapes may be written differently.
            if !text.contains('\\') {
                assert_eq!(value.to_string(), packed, "{name}");
            }
            kept += 1;
        } else {
            // Half of a surrogate pair, or bytes that are not UTF-8, are not text.
            assert!(name.contains("invalid_codepoint"), "{name}");
            refused += 1;
        }
    }
    assert_eq!((kept, refused), (16, 6));
}

#[test]
fn naughty_strings_round_trip_exactly() {
    let Some(path) = vectors("naughty_strings.json") else {
        return;
    };
    let strings: Vec<String> = serde_json::from_value(read_json(&path)).expect("a list of strings");
    let keys = [Key::demo()];
    // Each as a value and as a name, many in one token because each token needs a signature.
    for some in strings.chunks(32) {
        let members: Vec<_> = some
            .iter()
            .map(|text| format!("{0}:[{0}]", quoted(text)))
            .collect();
        let mut request = TokenSpec::new(
            Audience::Video,
            "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE",
        );
        let custom = Object::parse(&format!("{{{}}}", members.join(","))).expect("an object");
        request.claims.push("custom", Value::Object(custom));
        let signing = keys[0].signing().expect("private");
        let signed = request.sign("demo-key", signing, NOW).expect("it is whole");
        let report = inspect(&signed.token, &Evidence::default(), &keys, NOW);
        let token = &report.tokens[0];
        assert_eq!(token.signature, Signature::Verified { key: 0 });
        assert_eq!(token.acceptance, Acceptance::Accepted);
        let custom = token.token.claims().and_then(|claims| claims.get("custom"));
        let custom = custom.and_then(Value::as_object).expect("an object");
        assert_eq!(custom.len(), some.len());
        for (text, (name, value)) in some.iter().zip(custom.iter()) {
            assert_eq!(name, text);
            assert_eq!(value, &Value::Array(vec![Value::from(text.as_str())]));
        }
        assert_eq!(token.spec().claims, request.claims);
    }
    // And in every other reader of text.
    for text in &strings {
        let report = inspect(text, &Evidence::default(), &keys, NOW);
        assert!(
            report
                .tokens
                .iter()
                .all(|token| token.acceptance == Acceptance::Refused),
            "{text}"
        );
        let _key = Key::read(text.as_bytes());
        let _span = Span::parse(text);
        let _moment = Timestamp::parse(text, Zone::UTC);
        let _url = MediaUrl::read(text);
        let _typed = Value::from_typed(text);
    }
}
