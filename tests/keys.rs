//! Keys as people have them: in every form, in every file, and whatever is mistaken for one. All are made on the spot.

use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    rsa,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use mux_jwt::{
    cli,
    core::{
        json::Object,
        key::{Key, KeyError, MAX_BYTES, source},
    },
};
use num_bigint::BigUint;
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    cli::{Ran, run},
    support::{Fake, KEY_PEM, OTHER_KEY_PEM, base64_of},
};

/// A PEM with this label.
fn pem_of(label: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(label, der))
}

/// A private key of 1128 bits in PKCS#1. Its primes are those of Mersenne, so it is no secret.
fn small_key() -> String {
    let one = BigUint::from(1_u8);
    let (p, q) = ((&one << 521_u32) - &one, (&one << 607_u32) - &one);
    let e = BigUint::from(65_537_u32);
    let d = e
        .modinv(&((&p - &one) * (&q - &one)))
        .expect("it has no factor in common");
    let (dp, dq) = (&d % (&p - &one), &d % (&q - &one));
    let qi = q.modinv(&p).expect("they are primes");
    let numbers = [BigUint::default(), &p * &q, e, d, p, q, dp, dq, qi];
    let body: Vec<u8> = numbers
        .iter()
        .flat_map(|number| {
            let mut bytes = number.to_bytes_be();
            if bytes[0] >= 0x80 {
                bytes.insert(0, 0);
            }
            element(0x02, &bytes)
        })
        .collect();
    pem_of("RSA PRIVATE KEY", &element(0x30, &body))
}

/// An element of DER.
fn element(tag: u8, body: &[u8]) -> Vec<u8> {
    let [.., high, low] = body.len().to_be_bytes();
    let head = match body.len() {
        0..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, body.to_vec()].concat()
}

/// The settings of the Mux CLI with two environments.
fn settings(default: &str) -> String {
    format!(
        r#"{{"environments": {{
            "staging": {{"tokenId": "t", "tokenSecret": "s", "signingKeyId": "S", "signingPrivateKey": "{}"}},
            "production": {{"signingKeyId": "P", "signingPrivateKey": "{}"}}
        }}{default}}}"#,
        base64_of(&KEY_PEM),
        base64_of(&OTHER_KEY_PEM)
    )
}

const DEFAULT: &str = r#", "defaultEnvironment": "production""#;

/// How the doctor ends with this file, and its first line.
fn doctor(text: impl AsRef<[u8]>) -> (u8, String) {
    let mut fake = Fake::default();
    fake.files.insert("k".into(), text.as_ref().to_vec());
    let Ran { status, out, err } = run(&fake, &["key", "k"]);
    assert_eq!(err, "");
    assert!(!out.contains("BEGIN"));
    (status, out.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn what_is_no_signing_key_is_refused_by_name() {
    let random = SystemRandom::new();
    let ec = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
    let ed = Ed25519KeyPair::generate_pkcs8(&random).expect("there is randomness");
    let curve_der = ec.expect("there is randomness").as_ref().to_vec();
    let edwards_der = ed.as_ref().to_vec();
    let (ec, ed) = (
        pem_of("PRIVATE KEY", &curve_der),
        pem_of("PRIVATE KEY", &edwards_der),
    );
    // What names an algorithm and is too short to be a key of it.
    let with_oid = |oid: &[u8]| {
        let algorithm = element(0x30, &element(0x06, oid));
        element(0x30, &[&[2, 1, 0], &algorithm[..], &[0; 40]].concat())
    };
    let half = &KEY_PEM[..KEY_PEM.len() / 2];
    let armor = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nlQ==\n=AAAA\n-----END PGP PRIVATE KEY BLOCK-----";
    // The beginnings of a PKCS#12 file and of an encrypted key in DER.
    let pkcs12 = [
        &[0x30, 0x82, 0, 40, 2, 1, 3, 0x30, 0x30, 6, 9][..],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01],
        &[0; 20],
    ]
    .concat();
    let encrypted = [
        &[0x30, 0x82, 0, 40, 0x30, 0x30, 6, 9][..],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d],
        &[0; 24],
    ]
    .concat();
    for (bytes, says) in [
        (ec.as_bytes(), "This is an elliptic-curve key, not an RSA key"),
        (base64_of(&ec).as_bytes(), "This is an elliptic-curve key, not an RSA key"),
        (ed.as_bytes(), "This is an Ed25519 key, not an RSA key"),
        (pem_of("DSA PRIVATE KEY", b"x").as_bytes(), "This is a DSA key, not an RSA key"),
        (pem_of("PKCS7", b"x").as_bytes(), "This is a PKCS#7 file (.p7b), not a key in PEM"),
        (b"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", "This is a PuTTY file (.ppk), not a key in PEM"),
        (b"# created: today\nAGE-SECRET-KEY-1GFPYYSJZ", "This is an age key, not a key in PEM"),
        (&curve_der, "This is an elliptic-curve key, not an RSA key"),
        (&edwards_der, "This is an Ed25519 key, not an RSA key"),
        (STANDARD.encode(&edwards_der).as_bytes(), "This is an Ed25519 key, not an RSA key"),
        (&element(0x30, &[2, 1, 0].repeat(20)), "The key is cut short or damaged"),
        (&element(0x30, &[2, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1].repeat(6)), "This is a DSA key, not an RSA key"),
        (pem_of("PRIVATE KEY", &with_oid(&[0x2b, 0x65, 0x6e])).as_bytes(), "This is an X25519 key, not an RSA key"),
        (
            pem_of("PRIVATE KEY", &with_oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0a])).as_bytes(),
            "This is an RSA-PSS key, not an RSA key",
        ),
        (
            &with_oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 3]),
            "The key is encrypted with a pass phrase",
        ),
        (pem_of("OPENSSH PRIVATE KEY", b"openssh-key-v1").as_bytes(), "This key is in OpenSSH's own format"),
        (b"ssh-rsa AAAAB3NzaC1yc2E me@here", "This key is in OpenSSH's own format"),
        (pem_of("ENCRYPTED PRIVATE KEY", b"x").as_bytes(), "The key is encrypted with a pass phrase"),
        (
            b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAA==\n-----END RSA PRIVATE KEY-----",
            "The key is encrypted with a pass phrase",
        ),
        (&encrypted, "The key is encrypted with a pass phrase"),
        (&pkcs12, "This is a PKCS#12 file (.p12 or .pfx), not a key in PEM"),
        (armor.as_bytes(), "This is a PGP key, not an RSA key in PEM"),
        (pem_of("CERTIFICATE REQUEST", b"x").as_bytes(), "This is a certificate request, not a key"),
        (small_key().as_bytes(), "The key is shorter than 2048 bits"),
        (half.as_bytes(), "The key is cut short or damaged"),
        (&base64_of(&KEY_PEM).as_bytes()[..1000], "The key is cut short or damaged"),
        (b"", "The key is empty"),
        (b" \n", "The key is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "These bytes are neither text nor a key"),
        (&[0; 100], "These bytes are neither text nor a key"),
        (b"hello", "This is not a key"),
        (b"keys/signing.pem", "This is the path of a file, not a key"),
        (b"Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE", "This is an ID, not a key"),
        (b"01234567-89ab-cdef-0123-456789abcdef:abc/+def", "This is an API access token, not a signing key"),
        (b"{\"kty\":\"EC\"}", "This is an elliptic-curve key, not an RSA key"),
        (b"{\"a\":", "This begins like JSON and is none"),
    ] {
        assert_eq!(doctor(bytes), (1, says.to_owned()));
    }
    let larger = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(source::read(&larger).err(), Some(KeyError::TooLarge));
    let fake = Fake::default().file("k", &"a".repeat(MAX_BYTES + 1));
    let Ran { status, err, .. } = run(&fake, &["key", "k"]);
    assert_eq!(status, 2);
    assert!(
        err.starts_with("error: `k`: this is too large to be a key\nhint: At most 64 KB are read"),
        "{err}"
    );
}

#[test]
fn a_key_of_4096_bits_signs() {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa4096).expect("there is randomness");
    let der = pair.as_der().expect("it can be written");
    let ran = run(
        &Fake::default().file("k", &pem_of("PRIVATE KEY", der.as_ref())),
        &["key", "k"],
    );
    assert_eq!(ran.status, 0);
    assert!(
        ran.out.contains("private RSA key (PKCS#8), 4096 bits"),
        "{}",
        ran.out
    );
}

#[test]
fn what_was_mended_is_told_with_what_others_make_of_it() {
    let text = format!(
        "\"{}\"",
        KEY_PEM.trim().replace("\r\n", "\n").replace('\n', "\\n")
    );
    let ran = run(&Fake::default().file("k", &text), &["key", "k"]);
    assert_eq!(ran.status, 0);
    for line in [
        "This key can sign once its ID is given",
        "Mended       quotes around it",
        "             line breaks written as \\n",
        "             mux-node does not read a key with `\\n` in letters. Store the base64 text that Mux answered.",
    ] {
        assert!(
            ran.out.lines().any(|told| told == line),
            "{line}\n{}",
            ran.out
        );
    }
}

#[test]
fn the_doctor_reads_files_standard_input_and_the_environment() {
    let base64 = base64_of(&KEY_PEM);
    let env = format!("MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY={base64}\n");
    for (fake, args) in [
        (Fake::with_key(), &["key"][..]),
        (Fake::default().stdin(&env), &["key", "-"]),
        (Fake::default().file(".env", &env), &["key", ".env"]),
        (
            Fake::default().file("c", &settings("")),
            &["key", "c", "--environment", "Staging"],
        ),
        // All of a file in one variable.
        (Fake::default().var("MUX_PRIVATE_KEY", &env), &["key"]),
        (
            Fake::default()
                .var("MUX_SIGNING_KEY", "K")
                .file("k", &base64),
            &["key", "k"],
        ),
        (
            Fake::default()
                .var("MUX_SIGNING_KEY", &base64)
                .var("MUX_PRIVATE_KEY", "K"),
            &["key"],
        ),
    ] {
        let ran = run(&fake, args);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(ran.out.starts_with("This key can sign\n"), "{}", ran.out);
        let json = run(&fake, &[args, &["--json"]].concat()).out;
        let json = Object::parse(&json).expect("an object");
        assert_eq!(
            json.get("usable").map(ToString::to_string).as_deref(),
            Some("true")
        );
    }
    assert_eq!(run(&Fake::default(), &["key"]).status, 2);
    let ran = run(
        &Fake::default().file("c", &settings(DEFAULT)),
        &["key", "c"],
    );
    assert!(
        ran.out.starts_with("2 keys, of which all can sign\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("\nproduction, the default\n"),
        "{}",
        ran.out
    );
}

#[test]
fn the_environment_meant_signs() {
    let signs = |default: &str, args: &[&str]| {
        let fake = Fake::default().file("c", &settings(default));
        let args = [&["sign", "ID", "--key-file", "c", "--token-only"], args].concat();
        let Ran { status, out, err } = run(&fake, &args);
        assert_eq!(
            status == 0,
            err.is_empty() || err.starts_with("warning: "),
            "{err}"
        );
        let checked = Fake::default().file("c", &settings(""));
        let told = run(&checked, &["inspect", out.trim(), "--key-file", "c"]).out;
        let key = ["S", "P"].into_iter().find(|id| {
            let key = format!("key `{id}` (");
            told.lines()
                .any(|line| line.contains("verified, signed with") && line.contains(&key))
        });
        (key, err)
    };
    assert_eq!(
        signs("", &["--environment", "staging"]),
        (Some("S"), String::new())
    );
    assert_eq!(signs("", &["--key-id", "P"]), (Some("P"), String::new()));
    let (key, warning) = signs(DEFAULT, &[]);
    assert_eq!(key, Some("P"));
    assert_eq!(
        warning,
        "warning: `c` holds `staging`, `production`; this is signed with its default, `production`, and \
         `--environment` chooses another\n"
    );
    let (key, error) = signs("", &[]);
    assert_eq!(key, None);
    assert!(
        error.starts_with("error: `c` holds several keys: `staging`, `production`\n"),
        "{error}"
    );
    let (_, error) = signs("", &["--environment", "live"]);
    assert_eq!(
        error,
        "error: no key in `c` is called `live`\nhint: There is `staging`, `production`.\n"
    );
}

#[test]
fn a_default_without_a_key_is_told_and_nobody_elses_key_signs() {
    let text = format!(
        r#"{{"environments":{{"prod":{{"tokenId":"t"}},"staging":{{"signingKeyId":"S","signingPrivateKey":"{}"}}}},
        "defaultEnvironment":"prod"}}"#,
        base64_of(&KEY_PEM)
    );
    let fake = Fake::default().file("c", &text);
    let signed = |more: &[&str]| {
        let args = [&["sign", "ID", "--key-file", "c", "--token-only"], more].concat();
        let Ran { status, err, .. } = run(&fake, &args);
        (status, err)
    };
    assert_eq!(
        signed(&[]),
        (
            2,
            "error: the default of `c`, `prod`, has no signing key\n\
             hint: There is `staging`: choose with `--environment NAME`.\n"
                .to_owned()
        )
    );
    assert_eq!(signed(&["--environment", "staging"]), (0, String::new()));
    let told = run(&fake, &["key", "c"]);
    assert_eq!(told.status, 1);
    for line in [
        "Wrong        the default, `prod`, has no signing key",
        "What to do   Choose with `--environment`; there is `staging`.",
    ] {
        assert!(told.out.lines().any(|told| told == line), "{}", told.out);
    }
    let json = run(&fake, &["key", "c", "--json"]).out;
    assert!(json.contains(r#""missing_default": "prod""#), "{json}");
    assert_eq!(
        run(&fake, &["key", "c", "--environment", "staging"]).status,
        0
    );
}

#[test]
fn an_answer_of_the_api_brings_its_id() {
    let answer = format!(
        r#"{{"data":{{"id":"OWN","private_key":"{}"}}}}"#,
        base64_of(&KEY_PEM)
    );
    let fake = Fake::default().file("a", &answer);
    let ran = run(&fake, &["sign", "ID", "--key-file", "a", "--json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains(r#""kid": "OWN""#), "{}", ran.out);
    let ran = run(
        &fake,
        &[
            "sign",
            "ID",
            "--key-file",
            "a",
            "--key-id",
            "GIVEN",
            "--json",
        ],
    );
    assert!(ran.out.contains(r#""kid": "GIVEN""#), "{}", ran.out);
    assert_eq!(
        ran.err,
        "warning: the ID of the key in `a` is `OWN` there, but `--key-id` says `GIVEN`\n"
    );
}

#[test]
#[cfg(unix)]
fn a_pipe_is_read_and_what_never_ends_is_left() {
    use std::{fs, io::Write as _, process::Command, thread};

    use mux_jwt::platform::{Desktop, Platform as _};

    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("there is mkfifo");
    assert!(made.success());
    let writer = {
        let pipe = pipe.clone();
        thread::spawn(move || {
            let mut pipe = fs::File::options()
                .write(true)
                .open(pipe)
                .expect("somebody reads");
            pipe.write_all(KEY_PEM.as_bytes()).expect("somebody reads");
        })
    };
    let bytes = Desktop::new().read(&pipe, MAX_BYTES).expect("a key");
    writer.join().expect("it wrote");
    assert!(Key::read(&bytes).is_ok());
    let kind = |path: &str| {
        let error = Desktop::new()
            .read(path.as_ref(), MAX_BYTES)
            .expect_err(path);
        error.kind()
    };
    assert_eq!(kind("/dev/zero"), std::io::ErrorKind::FileTooLarge);
    assert_eq!(kind("."), std::io::ErrorKind::IsADirectory);
    let large = folder.path().join("large");
    fs::File::create(&large)
        .expect("a file")
        .set_len(1 << 40)
        .expect("a hole");
    let error = Desktop::new().read(&large, MAX_BYTES).expect_err("a hole");
    assert_eq!(
        error.to_string(),
        "it has 1099.5 GB, and at most 65 kB are read"
    );
}

#[test]
fn a_long_text_of_beginnings_is_read_in_a_time_that_fits_its_length() {
    for piece in [
        "MII",
        "MIIA ",
        "-----BEGIN ",
        "LS0tLS1CRUdJTi ",
        "\\",
        "-",
        "\"+",
        "A=\"\\n",
        "BEGIN",
        "kid=A ",
    ] {
        let text = piece.repeat(MAX_BYTES / piece.len());
        let start = std::time::Instant::now();
        let _found = source::read(text.as_bytes());
        assert!(start.elapsed().as_secs() < 5, "{piece}");
    }
}

/// Pieces of what people paste, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let pem = KEY_PEM.replace("\r\n", "\n");
    let base64 = base64_of(&pem);
    let pieces = [
        base64[..700].to_owned(),
        STANDARD.encode(&base64),
        pem.replace('\n', "\\n"),
        pem[..600].to_owned(),
        pem,
        base64,
        "MUX_PRIVATE_KEY=".to_owned(),
        "MUX_SIGNING_KEY_PROD=".to_owned(),
        "export MUX_SIGNING_KEY_ID: ".to_owned(),
        "$env:".to_owned(),
        r#"{"data":{"id":"K","private_key":""#.to_owned(),
        r#"{"environments":{"prod":{"signingKeyId":""#.to_owned(),
        r#"","signingPrivateKey":""#.to_owned(),
        r#"{"keys":[{"kty":"RSA","n":""#.to_owned(),
        r#"","e":"AQAB","d":""#.to_owned(),
        r#"","p":"AA","q":"AA","dp":"AA","dq":"AA","qi":"AA","kid":""#.to_owned(),
        "\"}".to_owned(),
        "}}".to_owned(),
        "]}".to_owned(),
        "\u{feff}".to_owned(),
    ];
    prop_oneof![
        4 => select(pieces.to_vec()),
        2 => select(vec!["\n".to_owned(), "\"".to_owned(), "'".to_owned(), " ".to_owned(), "|\n  ".to_owned()]),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// No text ends the program, and none of a key gets into what is said of it.
    #[test]
    fn any_text_can_be_a_source_and_nothing_of_it_leaks(pieces in vec(piece(), 0..8)) {
        let text = pieces.concat();
        let fake = Fake::default().file("k", &text).var("MUX_SIGNING_KEY", &pieces.first().cloned().unwrap_or_default());
        let printed = format!("{:?}", source::read(text.as_bytes()));
        let doctor = run(&fake, &["key", "k"]);
        let json = run(&fake, &["key", "k", "--json"]);
        let signed = run(&fake, &["sign", "ID", "--key-file", "k"]);
        let all = [printed, doctor.out, doctor.err, json.out, json.err, signed.err].concat();
        for line in KEY_PEM.lines().filter(|line| line.len() > 60) {
            prop_assert!(!all.contains(&line[..20]) && !all.contains(&line[40..60]));
            prop_assert!(!all.contains(&STANDARD.encode(line)[4..28]));
        }
        prop_assert!([cli::NOTHING_WRONG, cli::SOMETHING_WRONG, cli::COULD_NOT_RUN].contains(&doctor.status));
    }

    /// Nor do any bytes.
    #[test]
    fn any_bytes_can_be_a_source(bytes in vec(any::<u8>(), 0..300)) {
        let _found = source::read(&bytes);
        let _pair = source::read_pair("K", &bytes);
    }
}

#[test]
fn what_got_into_the_wrong_variable_is_named() {
    // An access token, which is no signing key.
    let fake = Fake::default()
        .var("MUX_SIGNING_KEY", "01234567-89ab-4def-8123-456789abcdef")
        .var("MUX_PRIVATE_KEY", &"aB3/".repeat(18));
    let ran = run(&fake, &["sign", "ID"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("API access token"), "{}", ran.err);
    // A key without its ID, in the variable of the ID.
    let fake = Fake::default().var("MUX_SIGNING_KEY", &base64_of(&KEY_PEM));
    let ran = run(&fake, &["sign", "ID", "--key-id", "K", "--token-only"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("eyJ"), "{}", ran.out);
    assert!(ran.err.contains("in each other's variable"), "{}", ran.err);
    let ran = run(&fake, &["key"]);
    assert!(
        ran.out.starts_with("This key can sign"),
        "{}{}",
        ran.out,
        ran.err
    );
}
