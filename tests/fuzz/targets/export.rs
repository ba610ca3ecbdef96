//! Tokens for any ID, on any domain, with any claims, in one of all snippets: nothing gets out of its literal, and what stands
//! in a player is found again.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use mux_jwt_fuzz::{
    core::{
        export::{ExportItem, Snippet, all},
        import,
        json::Object,
        key::holds_private_key,
        mux::{
            audience::Audience,
            url::{MUX_DOMAIN, read_domain},
        },
        time::{Span, Timestamp},
        token::{
            player::asked_url,
            spec::{Expiry, KeyIdPlacement, TokenSpec},
        },
    },
    judge, tokens,
};

#[derive(Arbitrary, Debug)]
struct Hostile<'a> {
    audiences: Vec<u8>,
    id: &'a str,
    domain: &'a str,
    claims: &'a str,
    query: Vec<(&'a str, &'a str)>,
    expiry: i64,
    is_moment: bool,
    placement: u8,
    snippet: u8,
}

fuzz_target!(|hostile: Hostile<'_>| {
    if hostile.id.is_empty() {
        return;
    }
    let mut audiences = vec![Audience::Video];
    for pick in hostile.audiences.iter().take(4) {
        let audience = Audience::ALL[usize::from(*pick) % Audience::ALL.len()];
        if !audiences.contains(&audience) {
            audiences.push(audience);
        }
    }
    let domain = read_domain(hostile.domain).unwrap_or_else(|_| MUX_DOMAIN.to_owned());
    let items = |id: &str| -> Vec<ExportItem> {
        let item = |audience: &Audience| {
            let mut request = TokenSpec::new(*audience, id);
            request.claims = Object::parse(hostile.claims).unwrap_or_default();
            request.expiry = if hostile.is_moment {
                Expiry::At(Timestamp(hostile.expiry))
            } else {
                Expiry::In(Span(hostile.expiry))
            };
            request.placement = KeyIdPlacement::ALL[usize::from(hostile.placement) % 3];
            let mut url = asked_url(*audience, id, &domain)
                .unwrap_or_else(|| judge::usual_url(*audience, id, &domain));
            let query = hostile
                .query
                .iter()
                .take(3)
                .filter(|(name, _)| !name.eq_ignore_ascii_case("token"));
            url.query = query
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            let place = Audience::ALL
                .iter()
                .position(|other| other == audience)
                .expect("one of them");
            ExportItem {
                request,
                url,
                token: tokens::SOUND[place].clone(),
            }
        };
        audiences.iter().map(item).collect()
    };
    let snippet = all()
        .nth(usize::from(hostile.snippet) % all().count())
        .expect("there are as many");
    let Snippet {
        id,
        language,
        write,
        ..
    } = snippet;
    let (plain, text) = match (write(&items(tokens::ID)), write(&items(hostile.id))) {
        (Ok(plain), Ok(text)) => (plain, text),
        // An ID that cannot be written at all is said, and never written anyhow.
        (_, Err(reason)) => {
            assert!(
                !reason.is_empty() && !reason.ends_with('.'),
                "{id}: {reason}"
            );
            return;
        }
        (Err(_), Ok(text)) => panic!("{id} takes only what is hostile: {text}"),
    };
    assert_eq!(text.lines().count(), plain.lines().count(), "{id}: {text}");
    // In HTML no tag begins, in Kotlin no expression; other languages are parsed by their own tests.
    let begins = |text: &str| match *language {
        "html" => text.matches('<').count(),
        "kotlin" => text
            .replace("\\\\", "")
            .replace("\\$", "")
            .matches('$')
            .count(),
        _ => 0,
    };
    assert_eq!(begins(&text), begins(&plain), "{id}: {text}");
    // Next to a private key nothing is kept for sure, and an ID with a tag in it is read as a page of its own.
    let is_page = ["<", "&lt;"].iter().any(|tag| hostile.id.contains(tag));
    if snippet.carries_token() && !is_page && !holds_private_key(&text) {
        let of = |text: &str| {
            let found = import::find(text)
                .tokens
                .into_iter()
                .map(|found| found.text);
            found
                .filter(|text| tokens::SOUND.contains(text))
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(of(&text), of(&plain), "{id}: {text}");
    }
});
