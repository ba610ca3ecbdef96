//! Any text as a URL, a target and a domain: what can be read is written so that it is read the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::{
        key::holds_private_key,
        mux::{
            audience::Audience,
            url::{MediaUrl, Resource, read_domain},
        },
        token::target::Target,
    },
    judge, tokens,
};

fuzz_target!(|data: &[u8]| {
    let text = tokens::text(data);
    let read = MediaUrl::read(&text);
    let loosely = MediaUrl::read_loosely(&text);
    if read.is_ok() {
        assert_eq!(read, loosely, "what is a URL is one loosely");
    }
    for url in [read, loosely].into_iter().flatten() {
        let written = url.to_string();
        assert_eq!(MediaUrl::read(&written).as_ref(), Ok(&url), "{written}");
        assert_eq!(
            MediaUrl::read_loosely(&written).as_ref(),
            Ok(&url),
            "{written}"
        );
        let token = &tokens::SOUND[0];
        let mut bare = url.clone();
        bare.query.retain(|(name, _)| name != "token");
        let signed = bare.with_token(token);
        assert_eq!(
            MediaUrl::read(&signed.to_string())
                .as_ref()
                .map(MediaUrl::token),
            Ok(Some(token.as_str()))
        );
        for audience in url.resource.audiences() {
            let format = url.resource.format();
            if let Some(resource) = Resource::from_format(*audience, &format) {
                assert_eq!(resource.format(), format);
            }
        }
        // The token of a URL that people paste is found, wherever a URL has such a host and no private key in it.
        let is_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        let text = signed.to_string();
        if url.fragment.is_none() && url.domain.chars().all(is_host) && !holds_private_key(&text) {
            let found = judge::found(&text);
            assert!(
                found.tokens.iter().any(|found| found.text == *token),
                "{signed}"
            );
        }
    }
    if let Ok(target) = Target::read(&text, &[]) {
        assert!(!target.id.is_empty() || text.trim().is_empty());
        // Nothing is signed without an ID.
        for audience in Audience::ALL.into_iter().filter(|_| !target.id.is_empty()) {
            let _given = target.given().count();
            let url = MediaUrl::new(&target.id, target.resource_for(audience), &target.domain);
            assert_eq!(
                MediaUrl::read(&url.to_string()).map(|read| read.to_string()),
                Ok(url.to_string())
            );
        }
    }
    if let Ok(domain) = read_domain(&text) {
        assert_eq!(read_domain(&domain).as_ref(), Ok(&domain));
        let url = judge::usual_url(Audience::Video, tokens::ID, &domain);
        assert_eq!(
            MediaUrl::read(&url.to_string()).as_ref(),
            Ok(&url),
            "{domain}"
        );
    }
});
