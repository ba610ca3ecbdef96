//! Inputs as people paste them, one file each in `tests/corpus/`, with the report that each must produce.
//!
//! A file has lines of `name: value`, an empty line, and the input. All but `what` and `expect` are optional:
//!
//! - `what`: a description, with the number of the user's problem if it is a known one;
//! - `expect`: the ids of the findings of each token, in the order in which they are shown, the cause first; tokens are
//!   separated by `;`, `none` is a token without findings, `no token` an input without one;
//! - `input-findings`: the ids of the findings of the whole input;
//! - `signature`, `acceptance`: the verdict on each token, separated by `;`;
//! - `now`: the time to judge at, [`NOW`] by default;
//! - `keys`: the loaded keys, `K` by default; `OTHER as K` is one under the ID of another, `K as` one without an ID,
//!   `K-public` the public half, `WEAK` a key of 1024 bits, `none` none at all;
//! - `url`, `id`, `duration`, `referrer`, `user-agent`, `restriction`: the evidence. An empty
//!   `referrer:` is a request without that header;
//! - `saw`, `diagnosis`: the observed error, and what it is for each token: the id of the symptom, the outcome, and the
//!   rules that explain it.
//!
//! An id that several findings of a token share is listed once. In the input, `{ID}`, `{OTHER_ID}`, `{ASSET_ID}`,
//! `{RESTRICTION}` and `{TRACK}` are IDs in the shape of Mux's own, and `{{K header={…} claims={…}}}` is a token that
//! the key `K` signs, with the bytes of header and claims exactly as they are written there. Anything but an
//! object is in backquotes. Between the key and the header are the words of [`Template::token`]. `{{K pem}}` and
//! `{{K base64}}` are the private key itself. No key is stored: the test generates all of them.

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rsa,
    signature::KeyPair as _,
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use mux_jwt::core::{
    diagnose::{
        evidence::Evidence,
        finding::Finding,
        inspect,
        lint::{RULES, rule::Rule},
        report::{Diagnosis, Report},
    },
    key::Key,
    level::Severity,
    mux::{header::Header, restriction::Restriction, url::MediaUrl},
    time::{Span, Timestamp},
};

use crate::support::{KEY_PEM, NOW, OTHER_KEY_PEM, base64_of};

/// The least number of files.
const FILES: usize = 150;

/// The IDs that files name, in the shape that Mux's have.
const IDS: &[(&str, &str)] = &[
    ("{ID}", "ujePEGIToVoP3rRFOOc501gUV4sKT007wNWseLWYzru02c"),
    ("{OTHER_ID}", "5t8CiHJnGdVrLWV02zSEPCK9BFmn1NN2WhRW7STzq4Ek"),
    (
        "{ASSET_ID}",
        "4J42e2Mr02Nc01T8krP4wV2ovTk1QTWxniTBAdFkq00lXU",
    ),
    (
        "{RESTRICTION}",
        "YYfGvYCi01L5M7qoV8ioYGTmvuJa02SpQBJx4MstpVaXU",
    ),
    ("{TRACK}", "m7iLyucCbTSEdka1Td6fqs6T3zKQoDM2DyNXSfKzVVE"),
];

/// The names that a file may give a value to.
const NAMES: &[&str] = &[
    "what",
    "expect",
    "input-findings",
    "signature",
    "acceptance",
    "now",
    "keys",
    "url",
    "id",
    "duration",
    "referrer",
    "user-agent",
    "restriction",
    "saw",
    "diagnosis",
];

/// A public key of 1024 bits. It verifies nothing; only its size matters.
static WEAK_KEY: LazyLock<String> = LazyLock::new(|| {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("there is randomness");
    let whole: PublicKeyX509Der<'_> = pair.public_key().as_der().expect("it can be written");
    // Half of a modulus, made odd and long enough by its first and last bit.
    let mut modulus = whole.as_ref()[40..168].to_vec();
    modulus[0] |= 0x80;
    modulus[127] |= 1;
    let number = |bytes: &[u8]| der(0x02, bytes);
    let key = der(
        0x30,
        &[
            number(&[&[0], modulus.as_slice()].concat()),
            number(&[1, 0, 1]),
        ]
        .concat(),
    );
    pem::encode(&pem::Pem::new("RSA PUBLIC KEY", key))
});

/// One element of DER.
fn der(tag: u8, body: &[u8]) -> Vec<u8> {
    let [.., high, low] = body.len().to_be_bytes();
    let head: &[u8] = match (high, low) {
        (0, ..0x80) => &[tag, low],
        (0, _) => &[tag, 0x81, low],
        _ => &[tag, 0x82, high, low],
    };
    [head, body].concat()
}

/// One file.
struct Case {
    name: String,
    fields: BTreeMap<String, String>,
    input: String,
}

impl Case {
    fn read(path: &Path) -> Self {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(path).expect("it can be read");
        let (head, input) = text
            .split_once("\n\n")
            .unwrap_or_else(|| panic!("{name} has no empty line after its head"));
        let mut fields = BTreeMap::new();
        for line in head.lines() {
            let (field, value) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("{name}: `{line}` is not `name: value`"));
            assert!(NAMES.contains(&field), "{name}: unknown field `{field}`");
            let before = fields.insert(field.to_owned(), value.trim().to_owned());
            assert!(before.is_none(), "{name}: duplicate field `{field}`");
        }
        for field in ["what", "expect"] {
            assert!(fields.contains_key(field), "{name} has no field `{field}`");
        }
        let input = input.strip_suffix('\n').unwrap_or(input).to_owned();
        Self {
            name,
            fields,
            input,
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// The expected ids of each token.
    fn expected(&self) -> Vec<Vec<String>> {
        match self.field("expect") {
            Some("no token") => Vec::new(),
            expect => expect.unwrap_or_default().split(';').map(ids).collect(),
        }
    }

    /// The expected ids of the input.
    fn expected_of_input(&self) -> Vec<String> {
        self.field("input-findings").map(ids).unwrap_or_default()
    }

    fn keys(&self) -> Vec<Key> {
        let names = self.field("keys").unwrap_or("K").split(',').map(str::trim);
        names
            .filter(|name| *name != "none")
            .map(|name| {
                let (name, id) = name
                    .split_once(" as")
                    .map_or((name, None), |(name, id)| (name, Some(id.trim())));
                let (name, is_public) = name
                    .strip_suffix("-public")
                    .map_or((name, false), |name| (name, true));
                let text = match (name, is_public) {
                    ("WEAK", _) => WEAK_KEY.clone(),
                    (_, true) => public_pem(private_pem(name)),
                    (_, false) => private_pem(name).to_owned(),
                };
                let key = Key::read(text.as_bytes())
                    .unwrap_or_else(|error| panic!("{}: {error}", self.name));
                key.with_id(id.unwrap_or(name))
            })
            .collect()
    }

    fn evidence(&self) -> Evidence {
        let header = |name: &str| match self.field(name) {
            None => Header::Unknown,
            Some("") => Header::Absent,
            Some(value) => Header::Value(value.to_owned()),
        };
        let mut evidence = Evidence {
            url: self
                .field("url")
                .map(|url| MediaUrl::read(&with_ids(url)).expect("a URL of Mux")),
            id: self.field("id").map(with_ids),
            duration: self
                .field("duration")
                .map(|span| Span::parse(span).expect("a span")),
            referrer: header("referrer"),
            user_agent: header("user-agent"),
            restriction: self.field("restriction").map(|json| {
                let mut read = Restriction::read(&with_ids(json)).expect("a restriction");
                read.pop().expect("one")
            }),
            ..Evidence::default()
        };
        evidence.see(self.field("saw").unwrap_or_default());
        evidence
    }

    fn report(&self) -> Report {
        let now = self
            .field("now")
            .map_or(NOW, |now| Timestamp(now.parse().expect("seconds")));
        inspect(&filled(&self.input), &self.evidence(), &self.keys(), now)
    }

    /// The differences between the report and its expectation.
    fn faults(&self) -> Vec<String> {
        let report = self.report();
        let mut faults = Vec::new();
        let mut compare = |what: &str, expected: String, got: String| {
            if expected != got {
                faults.push(format!(
                    "  {what}\n    expected: {expected}\n    got:      {got}"
                ));
            }
        };
        let expected = self.expected();
        let got: Vec<_> = report
            .tokens
            .iter()
            .map(|token| ids_of(&token.findings))
            .collect();
        compare("the tokens", written(&expected), written(&got));
        compare(
            "the input",
            written(&[self.expected_of_input()]),
            written(&[ids_of(&report.findings)]),
        );
        let joined = |words: Vec<&str>| words.join("; ");
        if let Some(signature) = self.field("signature") {
            let got = report
                .tokens
                .iter()
                .map(|token| token.signature.word())
                .collect();
            compare("the signature", signature.to_owned(), joined(got));
        }
        // The acceptance follows from the findings, unless the file states it.
        let follows = |(i, ids): (usize, &Vec<String>)| {
            let refused = ids
                .iter()
                .any(|id| rule(id).is_some_and(|rule| rule.severity == Severity::Error));
            let word = report.tokens.get(i).map(|token| token.signature.word());
            match word {
                _ if refused => "refused",
                Some("verified") => "accepted",
                _ => "unknown",
            }
        };
        let expected = self.field("acceptance").map_or_else(
            || joined(expected.iter().enumerate().map(follows).collect()),
            str::to_owned,
        );
        let got = report
            .tokens
            .iter()
            .map(|token| token.acceptance.word())
            .collect();
        compare("the acceptance", expected, joined(got));
        let of_tokens = report.tokens.iter().map(|token| &token.diagnosis);
        let diagnoses = of_tokens.chain([&report.diagnosis]).flatten();
        let diagnoses: Vec<_> = diagnoses.map(shown).collect();
        if report.tokens.is_empty() || self.field("saw").or(self.field("diagnosis")).is_some() {
            let expected = self.field("diagnosis").unwrap_or_default();
            compare("the diagnosis", expected.to_owned(), diagnoses.join("; "));
        }
        faults
    }
}

/// A diagnosis as a file has it.
fn shown(diagnosis: &Diagnosis) -> String {
    let mut words = vec![diagnosis.saw.entry.id, diagnosis.outcome.word()];
    words.extend(&diagnosis.explained_by);
    words.join(" ")
}

/// The ids in a list, `none` being none.
fn ids(list: &str) -> Vec<String> {
    let ids = list.split(',').map(str::trim);
    ids.filter(|id| *id != "none").map(str::to_owned).collect()
}

/// The ids of findings in their order, each once.
fn ids_of(findings: &[Finding]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for finding in findings {
        if !ids.iter().any(|id| id == finding.id) {
            ids.push(finding.id.to_owned());
        }
    }
    ids
}

/// Lists of ids as a file has them.
fn written(lists: &[Vec<String>]) -> String {
    if lists.is_empty() {
        return "no token".to_owned();
    }
    let lists = lists.iter().map(|ids| match ids.as_slice() {
        [] => "none".to_owned(),
        ids => ids.join(", "),
    });
    lists.collect::<Vec<_>>().join("; ")
}

fn rule(id: &str) -> Option<&'static Rule> {
    mux_jwt::core::diagnose::lint::rule_named(id)
}

fn private_pem(name: &str) -> &'static str {
    match name {
        "K" => &KEY_PEM,
        "OTHER" => &OTHER_KEY_PEM,
        _ => panic!("there is no key `{name}`"),
    }
}

fn public_pem(private: &str) -> String {
    let der = pem::parse(private).expect("a PEM");
    let pair = rsa::KeyPair::from_pkcs8(der.contents()).expect("a private key");
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().expect("it can be written");
    pem::encode(&pem::Pem::new("PUBLIC KEY", public.as_ref()))
}

fn with_ids(text: &str) -> String {
    IDS.iter()
        .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

/// An input with its IDs and its tokens.
fn filled(input: &str) -> String {
    let input = with_ids(input);
    let mut rest = input.as_str();
    let mut text = String::new();
    // A file may hold the double braces of a template language; a key follows in ours.
    while let Some(at) = ["{{K ", "{{OTHER "]
        .into_iter()
        .filter_map(|open| rest.find(open))
        .min()
    {
        text.push_str(&rest[..at]);
        let (value, after) = Template::expand(&rest[at + 2..]);
        text.push_str(&value);
        rest = after;
    }
    text + rest
}

/// The content of double braces, read from front to back.
struct Template<'a> {
    pem: &'static str,
    words: Vec<&'a str>,
    header: Vec<u8>,
    claims: Vec<u8>,
    changed: Option<Vec<u8>>,
}

impl<'a> Template<'a> {
    /// The text of a template and what follows it.
    fn expand(text: &'a str) -> (String, &'a str) {
        let (name, mut rest) = text.split_once(' ').expect("a key");
        let mut template = Self {
            pem: private_pem(name),
            words: Vec::new(),
            header: br#"{"alg":"RS256","typ":"JWT"}"#.to_vec(),
            claims: Vec::new(),
            changed: None,
        };
        loop {
            rest = rest.trim_start_matches(' ');
            if let Some(after) = rest.strip_prefix("}}") {
                return (template.text(), after);
            }
            if let Some((slot, after)) = [
                ("header=", &mut template.header),
                ("claims=", &mut template.claims),
            ]
            .into_iter()
            .find_map(|(name, slot)| Some((slot, rest.strip_prefix(name)?)))
            {
                let (value, after) = value(after);
                *slot = value;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("changed=") {
                let (value, after) = value(after);
                template.changed = Some(value);
                rest = after;
            } else {
                let end = rest.find([' ', '}']).expect("a template ends");
                template.words.push(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    fn number(&self, name: &str) -> Option<usize> {
        let mut words = self.words.iter();
        words.find_map(|word| {
            Some(
                word.strip_prefix(name)?
                    .strip_prefix('=')?
                    .parse()
                    .expect("a number"),
            )
        })
    }

    fn text(&self) -> String {
        match self.words.as_slice() {
            ["pem"] => self.pem.to_owned(),
            ["base64"] => base64_of(self.pem),
            _ => self.token(),
        }
    }

    /// The token, changed as the words say:
    ///
    /// - `sign=none` leaves the third part empty, `sign=nothing` its dot out as well; `sign=RS512` and the like are
    ///   other algorithms; `sign=HS256:pem` and `sign=HS256:base64` take the text of the key for a shared secret, and
    ///   `sign=HS256:secret` a text that no key has;
    /// - `changed={…}` puts other claims under the signature of `claims`;
    /// - `pad` and `standard` encode as files and mail do; `loose` changes the last character so that the bytes stay;
    /// - `cut=3` takes characters off the end, `behead=4` off the front, `stranger` puts a `!` into the signature,
    ///   and `flip` replaces a character there;
    /// - `encrypted` gives it five parts; `wrap=64` cuts it into lines;
    /// - `percent` writes its dots as `%2E`.
    fn token(&self) -> String {
        let encode = |bytes: &[u8]| match (self.has("pad"), self.has("standard")) {
            (false, false) => URL_SAFE_NO_PAD.encode(bytes),
            (true, false) => URL_SAFE.encode(bytes),
            (true, true) => STANDARD.encode(bytes),
            (false, true) => STANDARD_NO_PAD.encode(bytes),
        };
        let head = encode(&self.header);
        let message = format!("{head}.{}", encode(&self.claims));
        let signature = self
            .signature(message.as_bytes())
            .map(|signature| encode(&signature));
        let message = match &self.changed {
            Some(claims) => format!("{head}.{}", encode(claims)),
            None => message,
        };
        let mut token = match signature {
            Some(signature) => format!("{message}.{signature}"),
            None => message,
        };
        if self.has("encrypted") {
            let part = |length: usize| URL_SAFE_NO_PAD.encode(vec![7; length]);
            token = format!(
                "{head}.{}.{}.{}.{}",
                part(256),
                part(12),
                part(200),
                part(16)
            );
        }
        if self.has("loose") {
            // 256 bytes leave four bits over, which are zero.
            let last = token.pop().expect("a signature");
            token.push((last as u8 + 1) as char);
        }
        if self.has("flip") {
            let at = token.len() - 100;
            let other = if &token[at..=at] == "A" { "B" } else { "A" };
            token.replace_range(at..=at, other);
        }
        if self.has("stranger") {
            token.insert(token.len() - 100, '!');
        }
        token.truncate(token.len() - self.number("cut").unwrap_or(0));
        token.drain(..self.number("behead").unwrap_or(0));
        if let Some(width) = self.number("wrap") {
            let lines = token.as_bytes().chunks(width);
            token = lines
                .map(String::from_utf8_lossy)
                .collect::<Vec<_>>()
                .join("\n");
        }
        if self.has("percent") {
            token = token.replace('.', "%2E");
        }
        token
    }

    /// The bytes of the signature, `None` for a token that has not even a place for one.
    fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        let base64 = base64_of(self.pem);
        let sign = |algorithm, key: &EncodingKey| {
            let text = crypto::sign(message, key, algorithm).expect("it signs");
            Some(URL_SAFE_NO_PAD.decode(text).expect("base64url"))
        };
        let rsa = || EncodingKey::from_rsa_pem(self.pem.as_bytes()).expect("a private key");
        let word = self
            .words
            .iter()
            .find_map(|word| word.strip_prefix("sign="));
        match word {
            None => sign(Algorithm::RS256, &rsa()),
            Some("none") => Some(Vec::new()),
            Some("nothing") => None,
            Some("HS256:pem") => sign(
                Algorithm::HS256,
                &EncodingKey::from_secret(self.pem.as_bytes()),
            ),
            Some("HS256:secret") => sign(
                Algorithm::HS256,
                &EncodingKey::from_secret(b"no key, but the secret of an API access token"),
            ),
            Some("HS256:base64") => sign(
                Algorithm::HS256,
                &EncodingKey::from_secret(base64.as_bytes()),
            ),
            Some(name) => sign(name.parse().expect("an algorithm"), &rsa()),
        }
    }
}

/// The value at the front of a text, an object or a text in backquotes, and what follows it.
fn value(text: &str) -> (Vec<u8>, &str) {
    if let Some(text) = text.strip_prefix('`') {
        let (value, rest) = text.split_once('`').expect("a backquote at the end");
        return (value.as_bytes().to_vec(), rest);
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            assert!(at > 0, "an object begins with a brace: {text}");
            return (text.as_bytes()[..=at].to_vec(), &text[at + 1..]);
        }
    }
    panic!("an object has no end: {text}");
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

#[test]
fn every_input_gives_its_expected_report() {
    let failed: Vec<_> = cases()
        .iter()
        .filter_map(|case| {
            let faults = case.faults();
            let what = case.field("what").unwrap_or_default();
            (!faults.is_empty()).then(|| format!("{}: {what}\n{}\n", case.name, faults.join("\n")))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} failed\n\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn corpus_is_large_and_has_no_duplicates() {
    let cases = cases();
    assert!(cases.len() >= FILES, "{}", cases.len());
    let mut seen = BTreeMap::new();
    for case in &cases {
        for key in [
            case.name.to_lowercase(),
            case.field("what").unwrap_or_default().to_lowercase(),
        ] {
            let before = seen.insert(key, &case.name);
            assert!(
                before.is_none(),
                "{} repeats {}",
                case.name,
                before.map_or("", String::as_str)
            );
        }
    }
}

#[test]
fn every_rule_is_expected_at_least_twice() {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut strange = Vec::new();
    for case in cases() {
        let mut ids: Vec<_> = case.expected().concat();
        ids.extend(case.expected_of_input());
        strange.extend(
            ids.iter()
                .filter(|id| rule(id).is_none())
                .map(|id| format!("{}: `{id}` is no rule", case.name)),
        );
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            *count.entry(id).or_default() += 1;
        }
    }
    let rare = RULES
        .iter()
        .map(|rule| (rule.id, count.get(rule.id).copied().unwrap_or(0)));
    strange.extend(
        rare.filter(|(_, count)| *count < 2)
            .map(|(id, count)| format!("`{id}` is expected in {count} files, and two are wanted")),
    );
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

#[test]
fn templates_are_filled_byte_by_byte() {
    let decoded = |token: &str, part: usize| {
        let text = token.split('.').nth(part).expect("a part");
        String::from_utf8(URL_SAFE_NO_PAD.decode(text).expect("base64url")).expect("text")
    };
    let text = filled(
        r#"a {{K header={ "alg":"RS256"} claims={"a":"}}","a":{"b" : 1}}}} {{mustache}} {PLAYBACK_ID}"#,
    );
    let token = text.split(' ').nth(1).expect("a token");
    assert_eq!(decoded(token, 0), r#"{ "alg":"RS256"}"#);
    assert_eq!(decoded(token, 1), r#"{"a":"}}","a":{"b" : 1}}"#);
    assert!(
        text.starts_with("a ey") && text.ends_with(" {{mustache}} {PLAYBACK_ID}"),
        "{text}"
    );
    assert_eq!(
        filled("{{K sign=none claims=`no`}}").split('.').nth(2),
        Some("")
    );
    assert_eq!(
        filled("{{K sign=nothing claims=`no`}}")
            .matches('.')
            .count(),
        1
    );
    assert_eq!(
        filled("{{K encrypted claims=`no`}}").matches('.').count(),
        4
    );
    assert_eq!(
        filled("{{K wrap=64 claims=`no`}}")
            .lines()
            .next()
            .map(str::len),
        Some(64)
    );
}
