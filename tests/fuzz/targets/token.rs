//! A text and, each behind a zero byte, what is known beside it: URL, ID, referrer, user agent, restriction, what was
//! seen, duration, moment. The report keeps its promises, and so do a token's own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::{
        diagnose::evidence::Evidence,
        mux::{header::Header, restriction::Restriction, symptom::entry::Symptom, url::MediaUrl},
        time::{Span, Timestamp},
        token::Token,
    },
    judge, tokens,
};

fuzz_target!(|data: &[u8]| {
    let text = tokens::text(data);
    let mut fields = text.split('\0');
    let input = fields.next().unwrap_or_default();
    let mut field = || fields.next().filter(|field| !field.is_empty());
    let header = |field: Option<&str>| match field {
        None => Header::Unknown,
        Some("-") => Header::Absent,
        Some(text) => Header::Value(text.to_owned()),
    };
    let evidence = Evidence {
        url: field().and_then(|url| MediaUrl::read_loosely(url).ok()),
        id: field().map(str::to_owned),
        referrer: header(field()),
        user_agent: header(field()),
        restriction: field().and_then(|text| Restriction::read(text).ok()?.pop()),
        saw: field().and_then(Symptom::parse),
        duration: field().and_then(|text| Span::parse(text).ok()),
        ..Evidence::default()
    };
    let now = field()
        .and_then(|text| text.parse().ok())
        .map_or(tokens::NOW, Timestamp);
    let report = judge::report(input, &evidence, &tokens::KEYS[..], now);

    let token = Token::read(input);
    let parts: Vec<_> = token
        .ranges()
        .into_iter()
        .map(|range| &token.text[range])
        .collect();
    assert_eq!(parts.join("."), input);
    if token.is_well_formed() {
        assert!(token.parts.iter().all(|part| part.fault.is_none()));
        for token in &report.tokens {
            // What is signed again has the same claims, but for the fixed ones.
            let request = token.spec();
            if let (Ok((_, payload)), Some(claims)) =
                (request.contents("K", now), token.token.claims())
            {
                for (name, value) in request.claims.iter() {
                    assert_eq!(
                        payload.get(name).is_some(),
                        claims.get(name).is_some(),
                        "{name}"
                    );
                    assert!(
                        claims.iter().any(|member| member == (name, value)),
                        "{name}"
                    );
                }
            }
        }
    }
});
