//! Properties that hold for any input: nothing panics or hangs, no forgery verifies, and nothing is lost.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mux_jwt::core::{
    compare::{compare, report::Sides},
    diagnose::{
        evidence::Evidence,
        inspect,
        report::{Acceptance, Report},
    },
    import,
    json::{Object, Value, quoted},
    key::Key,
    mux::{
        audience::Audience,
        header::Header,
        params::{PARAMS, RESERVED},
        restriction::{Restriction, Verdict, Visit},
        symptom::entry::Symptom,
        url::{MediaUrl, Resource},
    },
    time::{Span, Timestamp, Zone},
    token::{
        Token,
        spec::{Expiry, KeyIdPlacement, TokenSpec},
        verify::{Signature, verify},
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{key_forms, promises};

/// Times that a clock may show, including the limits of the number.
const TIMES: [i64; 6] = [i64::MIN, -1, 0, NOW, 1_795_330_245_000, i64::MAX];
const NOW: i64 = 1_795_330_245;

static KEYS: LazyLock<[Key; 2]> = LazyLock::new(|| [Key::demo(), Key::demo().with_id("other")]);

/// A key without an ID, which is tried on every token.
static NAMELESS: LazyLock<Key> = LazyLock::new(|| Key::demo().with_id(""));

/// A token that Mux would accept.
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let mut request = TokenSpec::new(
        Audience::Thumbnail,
        "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE",
    );
    request.claims = Object::parse(r#"{"time":12.5,"custom":{"名":"é😀"}}"#).expect("an object");
    let signing = KEYS[0].signing().expect("private");
    request
        .sign("demo-key", signing, Timestamp(NOW))
        .expect("it is whole")
        .token
});

/// What people paste, with `TOKEN` in place of the token.
const FORMS: [&str; 10] = [
    "<mux-player playback-id=\"ID\" playback-token='TOKEN' thumbnail-token=TOKEN></mux-player>",
    "<MuxPlayer playbackId=\"ID\" tokens={{ playback: \"TOKEN\", drm: `TOKEN` }} {...props} />",
    "source = { playbackId: 'ID', playback: { token: 'TOKEN' }, poster: { token: 'TOKEN' } }",
    "curl 'https://stream.mux.com/ID.m3u8?token=TOKEN' \\\n  -H \"Authorization: Bearer TOKEN\" --url x",
    "curl ^\"https://stream.mux.com/ID.m3u8?a^&token=TOKEN^\" ^\n -H ^\"Cookie: a=TOKEN^\"",
    r#"{"log":{"entries":[{"request":{"url":"https:\/\/stream.mux.com\/ID.m3u8?token=TOKEN","headers":[{"name":"Referer","value":"x"}]},"response":{"status":403,"content":{"text":"{\"playback-token\":\"TOKEN\"}"}}}]}}"#,
    r#"{"playback_id":"ID","tokens":{"playback":"TOKEN"},"url":"https%3A%2F%2Fimage.mux.com%2FID%2Fthumbnail.png%3Ftoken%3DTOKEN"}"#,
    "1.1.1.1 \"GET /ID.m3u8?a=b&amp;token=TOKEN HTTP/1.1\" 403\n> eyJhbGciOiJSUzI1NiJ9=\n> TOKEN",
    "A=TOKEN\nexport B=\"-----BEGIN RSA PRIVATE KEY-----\\nTOKEN\"\nC=LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktTOKEN",
    "https://x.example/?u=https%253A%252F%252Fstream.mux.com%252FID%253Ftoken%253DTOKEN&v=https://a?token=[object Promise]",
];

/// What programs put around a token, with `§` for the token.
const WRAPPERS: [&str; 34] = [
    "Optional(\"§\")",
    "Some(\"§\")",
    "Just \"§\"",
    "Ok(\"§\")",
    "Success(§)",
    "b'§'",
    "b\"§\"",
    "['§']",
    "[§]",
    "('§',)",
    "{:ok, \"§\"}",
    "{'token': '§'}",
    "{\"token\":\"§\",\"exp\":1}",
    "map[token:§]",
    "&{§}",
    "array('§')",
    "#<Jwt §>",
    "\"§\"",
    "'§'",
    "<§>",
    "${§}",
    "{{§}}",
    "Bearer §",
    "bearer+§",
    "JWT §",
    "token=§",
    "§\n",
    "§\r\n",
    "§\\n",
    "§ ",
    " §",
    "§undefined",
    "§&amp;",
    "§?width=1",
];

/// Requests with a place for a token, with `PLACE` for what is in it, percent-encoded.
const PLACES: [&str; 7] = [
    "https://image.mux.com/ID/thumbnail.png?token=PLACE",
    "403 https://image.mux.com/ID/thumbnail.png?token=PLACE Forbidden",
    "10.0.0.1 - - \"GET /ID/thumbnail.png?token=PLACE HTTP/1.1\" 200 12",
    "curl 'https://image.mux.com/ID/thumbnail.png?token=PLACE'",
    r#"{"url":"https:\/\/image.mux.com\/ID\/thumbnail.png?token=PLACE"}"#,
    r#"{"log":{"entries":[{"request":{"url":"https://image.mux.com/ID/thumbnail.png?token=PLACE"}}]}}"#,
    "<img src=\"https://image.mux.com/ID/thumbnail.png?token=PLACE\">",
];

/// Percent-encodes every character that is not alphanumeric, as strictly as any client.
fn percent_encoded(text: &str) -> String {
    let encode = |c: char| match c {
        c if c.is_ascii_alphanumeric() || "-_".contains(c) => c.to_string(),
        c => format!("%{:02X}", u32::from(c)),
    };
    text.chars().map(encode).collect()
}

fn with_place(form: &str, place: &str) -> String {
    form.replace("ID", "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE")
        .replace("PLACE", place)
}

#[test]
fn token_alone_in_its_place_is_accepted() {
    for form in PLACES {
        let report = inspect(
            &with_place(form, &TOKEN),
            &Evidence::default(),
            &KEYS[..],
            Timestamp(NOW),
        );
        assert_eq!(report.tokens.len(), 1, "{form}");
        assert!(report.tokens[0].request.is_as_sent(), "{form}");
        assert_eq!(report.tokens[0].acceptance, Acceptance::Accepted, "{form}");
        assert_eq!(report.tokens[0].findings, [], "{form}");
    }
}

#[test]
fn wrapped_token_is_refused_in_every_request() {
    for (form, wrapper) in PLACES
        .iter()
        .flat_map(|form| WRAPPERS.map(|wrapper| (form, wrapper)))
    {
        let place = percent_encoded(&wrapper.replace('§', "\u{1}")).replace("%01", &TOKEN);
        let text = with_place(form, &place);
        let report = inspect(&text, &Evidence::default(), &KEYS[..], Timestamp(NOW));
        assert_eq!(report.tokens.len(), 1, "{form} {wrapper}");
        let token = &report.tokens[0];
        assert_eq!(token.token.text, *TOKEN, "{form} {wrapper}");
        assert_eq!(token.acceptance, Acceptance::Refused, "{form} {wrapper}");
        let ids: Vec<_> = token.findings.iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["wrapped-token"], "{form} {wrapper}");
    }
}

fn cases(cases: u32) -> ProptestConfig {
    // A failing case becomes a test with a name, not a line in a generated file.
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Inspects a text with and without evidence and checks what every report promises.
fn report(text: &str, keys: &[Key], now: i64) -> Report {
    let url = MediaUrl::read("https://image.mux.com/ID/thumbnail.png").expect("a URL of Mux");
    let evidence = Evidence {
        url: Some(url),
        id: Some("ID".to_owned()),
        saw: Symptom::parse("403"),
        ..Evidence::default()
    };
    let [_, last] = [Evidence::default(), evidence].map(|evidence| {
        let report = inspect(text, &evidence, keys, Timestamp(now));
        for shown in promises::assert_report(&report, &evidence, keys, Timestamp(now)) {
            key_forms::assert_none_in(&shown);
        }
        report
    });
    last
}

/// Any text, with fragments of tokens more often than by chance.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect::<String>()),
        2 => "[A-Za-z0-9_.=+/-]{0,40}",
        1 => "[ -~\n\r\t]{0,20}",
        4 => select(vec![
            "eyJ", "eyJhbGciOiJSUzI1NiJ9", ".", "..", "=", "%", "&amp;", "://", "https://", "http://", "//",
            "https://stream.mux.com/", "https://image.mux.com/ID/thumbnail.png", "?token=", "&token=", "#", "Bearer ",
            "authorization:", "\"", "'", "<mux-player playback-token=", "{\"token\":", "\n", "\r\n", "\u{feff}",
            "\u{200b}", "\0", "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----", "e30",
        ]).prop_map(str::to_owned),
        1 => Just(()).prop_map(|()| TOKEN.clone()),
    ];
    vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
}

/// Any string, control characters and all.
fn any_string() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect())
}

/// JSON text of any value as we write it: no spaces, and digits of every kind.
fn json_text() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,5})?";
    json_of(number, any_string().boxed())
}

fn json_of(number: &'static str, name: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec!["null", "true", "false", "[]", "{}", "\"\""]).prop_map(str::to_owned),
        number,
        any_string().prop_map(|text| quoted(&text)),
    ];
    leaf.prop_recursive(5, 24, 5, move |inner| {
        let items = vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![items, members(name.clone(), inner.boxed())]
    })
}

fn members(
    name: BoxedStrategy<String>,
    value: BoxedStrategy<String>,
) -> impl Strategy<Value = String> {
    vec((name, value), 0..5).prop_map(|members| {
        let members: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("{}:{value}", quoted(name)))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

/// JSON text of claims, without those that have a field of their own.
fn claims_text() -> impl Strategy<Value = String> {
    let name = any_string().prop_filter("a claim with a field of its own", |name| {
        !RESERVED.contains(&name.as_str())
    });
    let known = select(
        PARAMS
            .iter()
            .map(|param| param.name.to_owned())
            .collect::<Vec<_>>(),
    );
    members(prop_oneof![name, known].boxed(), json_text().boxed())
}

/// JSON text of an object that JavaScript reads and writes again to the byte.
///
/// Its numbers are no wider than a double, and no name looks like an index, which JavaScript would move to the front.
pub(crate) fn javascript_object() -> impl Strategy<Value = String> {
    let number = "0|-?[1-9][0-9]{0,14}|-?[1-9][0-9]{0,6}\\.[0-9]{0,3}[1-9]";
    let name = any_string().prop_map(|name| format!("p{name}")).boxed();
    // A name given twice would be lost as well.
    members(name.clone(), json_of(number, name).boxed())
        .prop_filter("a duplicate", |text| text == &javascript(text))
}

/// The text after it has been through a parser that keeps one of each name.
fn javascript(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
    value.to_string()
}

/// One change to a text: a byte set, inserted, removed or swapped, or the text cut or repeated.
fn change(text: &str, kind: u8, at: usize, to: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    let len = bytes.len();
    let at = at % len;
    match kind % 8 {
        0 | 1 => bytes[at] = to,
        2 => bytes.insert(at, to),
        3 => drop(bytes.remove(at)),
        4 => bytes.truncate(at),
        5 => bytes[at] ^= 1 << (to % 8),
        6 => bytes.swap(at, usize::from(to) % len),
        _ => bytes.extend_from_within(at..),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn token_of(header: &[u8], payload: &[u8]) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}.{}",
        encode(header),
        encode(payload),
        encode(&[7; 256])
    )
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn any_text_can_be_inspected(text in text(), now in select(&TIMES[..])) {
        for token in report(&text, &KEYS[..], now).tokens {
            if token.signature == (Signature::Verified { key: 0 }) {
                prop_assert_eq!(&token.token.text, &*TOKEN);
            }
            prop_assert!(token.acceptance != Acceptance::Accepted || token.request.is_as_sent());
        }
    }

    #[test]
    fn any_text_can_be_parsed_by_every_reader(text in text()) {
        let zone = Zone(|_| chrono::FixedOffset::west_opt(12 * 3600).expect("in range"));
        let _key = Key::read(text.as_bytes());
        for param in PARAMS {
            let _value = param.parse(&text);
        }
        let _typed = Value::from_typed(&text);
        if let Ok(moment) = Timestamp::parse(&text, zone) {
            prop_assert!(!moment.show(zone).is_empty());
        }
        let token = Token::read(&text);
        let parts: Vec<_> = token.ranges().into_iter().map(|range| &token.text[range]).collect();
        prop_assert_eq!(parts.join("."), text);
    }

    #[test]
    fn any_bytes_can_be_a_part_or_a_key(bytes in vec(any::<u8>(), 0..200)) {
        let _key = Key::read(&bytes);
        let mut der = vec![0x30, 0x82];
        der.extend(&bytes);
        let _key = Key::read(&der);
        report(&token_of(&bytes, &bytes), &KEYS[..], NOW);
        report(&String::from_utf8_lossy(&bytes), &[], NOW);
    }

    #[test]
    fn changed_token_never_verifies(
        changes in vec((any::<u8>(), any::<usize>(), any::<u8>()), 1..4),
    ) {
        let changed = changes
            .iter()
            .fold(TOKEN.clone(), |text, (kind, at, to)| change(&text, *kind, *at, *to % 128));
        let verified = matches!(verify(&Token::read(&changed), &KEYS[..]), Signature::Verified { .. });
        prop_assert_eq!(verified, changed == *TOKEN, "{}", changed);
        // White space around or in the token is stripped, so the token found may be the original.
        for token in report(&changed, &KEYS[..], NOW).tokens {
            let verified = matches!(token.signature, Signature::Verified { .. });
            prop_assert_eq!(verified, token.token.text == *TOKEN, "{}", changed);
        }
    }

    #[test]
    fn anything_around_a_token_is_never_accepted(
        before in "([!-~]{0,4}| ?[\"'(\\[{<]{1,3}[a-z:, ]{0,3}[\"'(\\[{<]?)",
        after in "([!-~]{0,4}|[\"')\\]}>]{1,3}[a-z:, ]{0,3})",
        form in select(&PLACES[..]),
    ) {
        let place = format!("{}{}{}", percent_encoded(&before), *TOKEN, percent_encoded(&after));
        let is_alone = before.is_empty() && after.is_empty();
        let text = with_place(form, &place);
        for token in inspect(&text, &Evidence::default(), &KEYS[..], Timestamp(NOW)).tokens {
            let is_accepted = token.acceptance == Acceptance::Accepted;
            prop_assert!(!is_accepted || (is_alone && token.request.is_as_sent()), "{}", text);
        }
    }

    #[test]
    fn mutated_inputs_can_be_inspected(
        form in select(&FORMS[..]),
        changes in vec((any::<u8>(), any::<usize>(), any::<u8>()), 0..6),
    ) {
        let form = form.replace("TOKEN", &TOKEN);
        let changed = changes
            .iter()
            .fold(form, |text, (kind, at, to)| change(&text, *kind, *at, *to % 128));
        for token in report(&changed, &KEYS[..], NOW).tokens {
            prop_assert!(!token.request.place_in_words().is_empty() && token.request.count > 0);
            let verified = matches!(token.signature, Signature::Verified { .. });
            prop_assert_eq!(verified, token.token.text == *TOKEN, "{}", changed);
        }
    }

    #[test]
    fn any_payload_can_be_inspected(payload in json_text(), now in select(&TIMES[..])) {
        for text in [payload.clone(), format!(r#"{{"exp":{payload},"aud":{payload},"sub":{payload}}}"#)] {
            let header = format!(r#"{{"alg":"RS256","kid":{payload}}}"#);
            let report = report(&token_of(header.as_bytes(), text.as_bytes()), &KEYS[..], now);
            prop_assert_eq!(report.tokens.len(), 1);
            prop_assert_eq!(report.tokens[0].token.is_well_formed(), text.starts_with('{'));
        }
    }

    #[test]
    fn any_two_tokens_can_be_compared(
        (a, b) in (claims_text(), claims_text()), headers in (json_text(), json_text()), now in select(&TIMES[..]),
    ) {
        let text = |header: &str, claims: &str| {
            token_of(format!(r#"{{"alg":"RS256","kid":{header}}}"#).as_bytes(), claims.as_bytes())
        };
        let (a, b) = (text(&headers.0, &a), text(&headers.1, &b));
        let (of_a, of_b) = (report(&a, &[], now), report(&b, &[], now));
        let (of_a, of_b) = (&of_a.tokens[0], &of_b.tokens[0]);
        for (one, other) in [(of_a, of_b), (of_b, of_a), (of_a, of_a)] {
            let same = one.token.text == other.token.text;
            let comparison = compare(one, other, &[]);
            prop_assert_eq!(comparison.words.is_empty(), same);
            prop_assert!(comparison.words.is_sorted_by_key(|word| !word.matters));
            prop_assert!(comparison.words.iter().all(|word| !word.text.is_empty()));
            prop_assert_eq!(comparison.rows.iter().all(|row| row.sides == Sides::Same), same);
        }
        let count = |one, other| {
            let words = compare(one, other, &[]).words;
            (words.len(), words.iter().filter(|word| word.matters).count())
        };
        prop_assert_eq!(count(of_a, of_b), count(of_b, of_a), "the order of the sides matters");
    }

    #[test]
    fn json_stays_as_it_was_written(text in json_text()) {
        let value = Value::parse(&text).expect("it is JSON");
        prop_assert_eq!(value.to_string(), text);
        prop_assert_eq!(Value::parse(&value.pretty()), Ok(value));
    }

    #[test]
    fn durations_are_parsed_or_rejected(
        text in "[-+ ]{0,2}[0-9]{0,25}(\\.[0-9]{0,25})? ?[A-Za-zµ]{0,7}[0-9]{0,2}",
    ) {
        if let Ok(span) = Span::parse(&text) {
            prop_assert!(span.0 >= 0);
            prop_assert!(!span.to_string().is_empty());
            prop_assert_eq!(Span::parse(&span.0.to_string()), Ok(span));
        }
    }

    #[test]
    fn times_are_parsed_or_rejected(
        text in "[-+ ]{0,2}[0-9]{0,7}-?[0-9]{0,2}-?[0-9]{0,3}[T ]?[0-9]{0,2}:?[0-9]{0,2}:?[0-9]{0,2}(\\.[0-9]{0,9})?[Zz+-]?[0-9:]{0,6}( UTC)?",
        ahead in -86_399..86_400,
    ) {
        // A zone is a plain function, so the offset of the case chooses among three.
        let zone = match ahead % 3 {
            0 => Zone::UTC,
            1 => Zone(|_| chrono::FixedOffset::east_opt(14 * 3600).expect("in range")),
            _ => Zone(|_| chrono::FixedOffset::west_opt(86_399).expect("in range")),
        };
        if let Ok(moment) = Timestamp::parse(&text, zone) {
            prop_assert!(!moment.show(zone).is_empty());
            prop_assert_eq!(Timestamp::parse(&moment.0.to_string(), zone).is_ok(), moment.0 >= 0);
        }
    }

    #[test]
    fn every_time_can_be_shown(seconds in any::<i64>(), now in any::<i64>()) {
        for seconds in [seconds, seconds >> 20, i64::MIN, i64::MAX] {
            let moment = Timestamp(seconds);
            for zone in [
                Zone::UTC,
                Zone(|_| chrono::FixedOffset::east_opt(86_399).expect("in range")),
                Zone(|_| chrono::FixedOffset::west_opt(86_399).expect("in range")),
            ] {
                prop_assert!(!moment.show(zone).is_empty());
            }
            prop_assert!(!moment.relative_to(Timestamp(now)).is_empty());
            if let Some(text) = moment.rfc3339() {
                prop_assert_eq!(Timestamp::parse(&text, Zone::UTC), Ok(moment));
            }
        }
    }

    #[test]
    fn built_urls_are_read_back(
        audience in select(&Audience::ALL[..]),
        pick in any::<prop::sample::Index>(),
        id in any_string().prop_filter("an ID", |id| !id.is_empty() && !id.contains('.')),
        query in vec((any_string(), any_string()), 0..4),
    ) {
        let resource = Resource::from_format(audience, pick.get::<&str>(Resource::formats(audience))).expect("a format");
        let mut url = MediaUrl::new(&id, resource, "play.example.com");
        url.query = query;
        prop_assert_eq!(MediaUrl::read(&url.to_string()), Ok(url));
    }

    #[test]
    fn parsed_urls_are_written_the_same(
        host in "(stream|image|license|stats|player)\\.(mux\\.com|[a-z.:@%é ]{1,12})\\.?(:[0-9]{0,5})?",
        path in "(/[ -~é]{0,12}){0,3}(/(thumbnail|animated|storyboard|text|license/widevine))?(/?[A-Za-z%0-9]{0,9}(\\.(m3u8|mp4|vtt|png|gif))?)",
        rest in "(\\?[ -~é]{0,40})?(#[ -~é]{0,10})?",
    ) {
        if let Ok(url) = MediaUrl::read(&format!("https://{host}{path}{rest}")) {
            prop_assert_eq!(MediaUrl::read(&url.to_string()), Ok(url));
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn reports_contain_no_part_of_a_key(
        before in text(), key in select(&key_forms::FORMS[..]), after in text(), quote in select(vec!["\n", " ", "\"", "'"]),
    ) {
        report(&format!("{before}{quote}{key}{quote}{after}"), &KEYS[..], NOW);
    }
}

proptest! {
    // Each of these signs twice.
    #![proptest_config(cases(700))]

    #[test]
    fn re_signing_gives_the_same_token(
        audience in select(&Audience::ALL[..]),
        placement in select(&KeyIdPlacement::ALL[..]),
        id in any_string().prop_filter("an ID", |id| !id.is_empty()),
        key_id in any_string().prop_filter("an ID", |id| !id.is_empty()),
        expires in any::<i64>(),
        claims in claims_text(),
    ) {
        let request = TokenSpec {
            audience,
            id,
            expiry: Expiry::At(Timestamp(expires)),
            claims: Object::parse(&claims).expect("an object"),
            placement,
        };
        let keys = std::slice::from_ref(&*NAMELESS);
        let signing = NAMELESS.signing().expect("private");
        let signed = request.sign(&key_id, signing, Timestamp(NOW)).expect("it is whole");
        let report = report(&signed.token, keys, expires.saturating_sub(1));
        prop_assert_eq!(report.tokens.len(), 1);
        let token = &report.tokens[0];
        prop_assert_eq!(&token.signature, &Signature::Verified { key: 0 });
        prop_assert_eq!(token.token.key_id(), Some(key_id.as_str()));
        prop_assert_eq!(&token.spec(), &request);
        let again = token.spec().sign(&key_id, signing, Timestamp(0)).expect("it is whole");
        prop_assert_eq!(again, signed);
    }
}

#[test]
fn every_key_form_is_recognized_in_output() {
    for form in key_forms::FORMS.iter() {
        let middle = &form[form.len() / 2..form.len() / 2 + 80];
        assert!(key_forms::part_in(middle).is_some(), "{middle}");
    }
    assert_eq!(key_forms::part_in(&TOKEN), None);
}

/// Runs something and asserts that its time does not grow with the square of the input.
///
/// The limit is not a measure of speed: a busy machine keeps it, and a quadratic algorithm does not.
fn promptly<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    assert!(took < Duration::from_mins(2), "{name}: {took:?}");
    result
}

#[test]
fn extreme_expiry_values_get_their_own_findings() {
    for (exp, id) in [
        ("-9223372036854775808", "expired"),
        ("9223372036854775807", "expiry-in-milliseconds"),
        ("1795330245000", "expiry-in-milliseconds"),
        ("1795333845", ""),
        ("18446744073709551615", "malformed-expiry"),
        ("123456789012345678901234567890", "malformed-expiry"),
        ("1e308", "malformed-expiry"),
        ("1e400", "malformed-expiry"),
        ("-1e400", "malformed-expiry"),
        ("1e-400", "malformed-expiry"),
        ("-0.0", "malformed-expiry"),
        ("-0", "expired"),
        ("1795330245.5", "malformed-expiry"),
        ("\"1795330245\"", "malformed-expiry"),
        ("\"\"", "malformed-expiry"),
        ("null", "malformed-expiry"),
        ("true", "malformed-expiry"),
        ("[1]", "malformed-expiry"),
        ("{}", "malformed-expiry"),
    ] {
        for name in ["exp", "iat", "nbf", "time", "width", "fps"] {
            let payload = format!(r#"{{"sub":"ID","aud":"t","kid":"demo-key","{name}":{exp}}}"#);
            let token = token_of(br#"{"alg":"RS256"}"#, payload.as_bytes());
            for now in TIMES {
                let report = report(&token, &[], now);
                let about_expiry: Vec<_> = report.tokens[0]
                    .findings
                    .iter()
                    .map(|finding| finding.id)
                    .filter(|id| {
                        [
                            "expired",
                            "expiry-in-milliseconds",
                            "malformed-expiry",
                            "missing-expiry",
                        ]
                        .contains(id)
                    })
                    .collect();
                if name != "exp" {
                    assert_eq!(about_expiry, ["missing-expiry"], "{name} {exp}");
                } else if now == NOW {
                    let expected: Vec<_> =
                        Some(id).filter(|id| !id.is_empty()).into_iter().collect();
                    assert_eq!(about_expiry, expected, "{exp}");
                }
            }
        }
    }
}

#[test]
fn deeply_nested_json_is_inspected() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"), ("[", "")] {
        for levels in [100, 10_000] {
            let deep = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let payload = format!(r#"{{"sub":"ID","custom":{deep},"aud":{deep},"exp":{deep}}}"#);
            promptly("a deep payload", || {
                for payload in [&payload, &deep] {
                    let token = token_of(payload.as_bytes(), payload.as_bytes());
                    assert_eq!(report(&token, &[], NOW).tokens.len(), 1);
                }
            });
        }
    }
}

#[test]
fn deeply_nested_keys_are_rejected_promptly() {
    // Sequences in sequences, as long as a key file may be.
    let mut der = Vec::new();
    for _ in 0..13_000 {
        let len = der.len() as u32;
        let [_, a, b, c] = len.to_be_bytes();
        der.splice(0..0, [0x30, 0x83, a, b, c]);
    }
    for label in [
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "CERTIFICATE",
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
    ] {
        let pem = pem::encode(&pem::Pem::new(label, &der[..40_000.min(der.len())]));
        promptly(label, || assert!(Key::read(pem.as_bytes()).is_err()));
    }
    promptly("bare", || assert!(Key::read(&der[..65_000]).is_err()));
    for piece in [
        "-----BEGIN ",
        "-----BEGIN X-----\n",
        "\"",
        "'",
        "TUlJ",
        "\\n",
        "-----END X-----",
    ] {
        let text = piece.repeat(64 * 1024 / piece.len());
        promptly(piece, || assert!(Key::read(text.as_bytes()).is_err()));
    }
}

#[test]
fn long_line_is_read_promptly() {
    let url = format!("https://stream.mux.com/ID.m3u8?token={} ", &*TOKEN);
    let token_and_name = format!("\"token\":\"{}\",", &*TOKEN);
    for piece in [
        "a",
        ".",
        " ",
        "\"",
        "'",
        "eyJ",
        "eyJ.",
        "eyJ ",
        "eyJa.b ",
        "eyJa.b.c\n",
        "e30.",
        "Bearer ",
        "authorization:",
        "token=",
        "?token=",
        "&amp;",
        "%41",
        "://",
        "http://",
        "https:// ",
        "https://a?token=b ",
        "xmux.com/",
        "é",
        "\u{200b}",
        "\0",
        "https://stream.mux.com/ID?token=eyJa.b&",
        "a=eyJa.b\n",
        "\n",
        "=",
        "-----BEGIN PRIVATE KEY-----",
        "{\"a\":",
        "<mux-player playback-id=\"ID?token=eyJa.b.c\">",
        &url,
        &token_and_name,
    ] {
        let text = piece.repeat(400_000 / piece.len());
        promptly(piece, || import::find(&text));
    }
    // One command whose URLs and headers never end, which were held against each other.
    let command = "curl ^\"https://stream.mux.com/ID^\" ^\n -H ^\"A: b^\"".repeat(40_000);
    promptly("a long command", || import::find(&command));
    // One URL whose query never ends, and one token that does not.
    let query = format!(
        "https://stream.mux.com/ID?{}",
        "token=eyJa.b.c&".repeat(60_000)
    );
    let tokens = promptly("a long query", || import::find(&query)).tokens;
    assert!(
        tokens.len() <= 100,
        "{} copies of one long URL",
        tokens.len()
    );
    for part in ["A", "eyJ", "=", "+", "."] {
        let token = format!(
            "eyJhbGciOiJSUzI1NiJ9.{}.AAAA",
            part.repeat(1_000_000 / part.len())
        );
        promptly(part, || report(&token, &[], NOW));
    }
    let many_members = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000));
    promptly("many members", || {
        report(&token_of(b"{}", many_members.as_bytes()), &[], NOW)
    });
    let members = |from: i32| {
        let members = (from..from + 40_000).map(|i| format!("\"a{i}\":{i}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    let [a, b] = [members(0), members(20_000)].map(|members| {
        let token = token_of(members.as_bytes(), members.as_bytes());
        report(&token, &[], NOW).tokens.remove(0)
    });
    promptly("two of many members", || compare(&a, &b, &[]));
    for piece in ["UTC", "1", "-", "2026-", " "] {
        let text = piece.repeat(400_000 / piece.len());
        promptly(piece, || {
            let _moment = Timestamp::parse(&text, Zone::UTC);
            let _span = Span::parse(&text);
            let _url = MediaUrl::read(&text);
            let _typed = Value::from_typed(&text);
        });
    }
}

#[test]
fn repeated_fragments_are_read_promptly() {
    for piece in [
        "<mux-player ",
        "<mux-player a=\"",
        "<MuxPlayer a={",
        "?token=",
        "&token=x",
        "x?token=eyJa.b&",
        "/ID.m3u8?token=eyJa.b.c ",
        "playback-token=\"undefined\" ",
        "{playbackId:\"abc\",token:\"eyJa.b\"},",
        "https%3A%2F%2F",
        "https:\\/\\/a?b=\\u0026",
        "=\n",
        "=3D\"",
        "> ",
        "curl ",
        "curl 'https://a?token=eyJa.b.c' \\\n",
        "A=eyJa.b\n",
        "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt ",
        "IBAAKCAQEA\n",
        "\"kty\"\"d\":\"",
        "eyJhbGciOiJSUzI1NiJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "[object Promise]",
        "{",
        "(",
        "a: {",
        "- b: c\n",
        "a,b\n",
        "&lt;mux-player playback-token=&quot;eyJa.b.c&quot;&gt;",
    ] {
        for start in ["", "eyJhbGciOiJSUzI1NiJ9."] {
            let text = format!("{start}{}", piece.repeat(200_000 / piece.len()));
            promptly(piece, || import::find(&text));
        }
    }
}

#[test]
fn log_of_ten_thousand_urls_is_inspected_promptly() {
    let line = format!("GET https://stream.mux.com/ID.m3u8?token={} 403\n", &*TOKEN);
    let import = promptly("a log", || import::find(&line.repeat(10_000)));
    assert_eq!(import.tokens.len(), 1);
    assert_eq!(import.tokens[0].count, 10_000);
    let lines = (0..10_000).map(|i| line.replace("ID.", &format!("ID{i}.")));
    let log: String = lines.collect();
    let report = promptly("a log of many IDs", || {
        inspect(&log, &Evidence::default(), &[], Timestamp(NOW))
    });
    assert_eq!((report.tokens.len(), report.left_out), (1000, 9000));
    assert_eq!(
        report.tokens[999].request.place_in_words(),
        "`token` in the URL on line 1000"
    );
}

/// Pieces of domains and of what is around them.
const PIECES: [&str; 16] = [
    "example", ".", "com", "*", "*.", "evil", "-", "/", "://", "https", "@", ":", "8443", "\\",
    "[::1]", "ü",
];

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn only_allowed_domains_play(
        line in vec(select(&PIECES[..]), 1..6),
        referrer in vec(select(&PIECES[..]), 1..8),
    ) {
        let (line, referrer) = (line.concat(), referrer.concat());
        let restriction = Restriction {
            allowed_domains: Some(vec![line.clone()]),
            allow_no_referrer: Some(false),
            ..Restriction::default()
        };
        let visit = Visit {
            referrer: Header::Value(referrer.clone()),
            ..Visit::default()
        };
        if let Verdict::Allowed { .. } = restriction.ask(&visit) {
            let base = line.strip_prefix('*').unwrap_or(&line);
            prop_assert!(referrer.contains(base), "{line} {referrer}");
        }
        prop_assert!(restriction.cases().len() >= 10);
        let _ = restriction.notes();
    }

    #[test]
    fn every_parsed_restriction_can_be_tested(text in ".{0,80}", referrer in ".{0,40}") {
        let lines = Value::Array(text.split(' ').map(Value::from).collect());
        let json = format!(r#"{{"referrer":{{"allowed_domains":{lines}}},"user_agent":{{}}}}"#);
        let all = Restriction::read(&json).expect("it is one");
        let visit = Visit {
            referrer: Header::Value(referrer.clone()),
            user_agent: Header::Value(referrer),
        };
        let verdict = all[0].ask(&visit);
        prop_assert!(!verdict.because().is_empty());
        let _ = Restriction::read(&text);
    }
}
