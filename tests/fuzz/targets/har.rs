//! The recording of a browser, with any texts in it: every token of a request is found with what was answered to it.

#![no_main]

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use mux_jwt_fuzz::{
    core::{diagnose::evidence::Evidence, import::found::InputKind, json::quoted},
    judge, tokens,
};

#[derive(Arbitrary, Debug)]
struct Entry<'a> {
    url: Url<'a>,
    status: Option<i32>,
    headers: Vec<(Name<'a>, &'a str)>,
    query: Vec<(&'a str, &'a str)>,
    body: Option<&'a str>,
    /// Raw JSON in place of the answer.
    response: Option<&'a str>,
}

#[derive(Arbitrary, Debug)]
enum Url<'a> {
    Any(&'a str),
    Signed { kind: u8, token: u8, escaped: bool },
    Bare(u8),
}

#[derive(Arbitrary, Debug)]
enum Name<'a> {
    Any(&'a str),
    Referer,
    UserAgent,
    Authorization,
    Cookie,
}

const URLS: [&str; 6] = [
    "https://stream.mux.com/ID.m3u8",
    "https://image.mux.com/ID/thumbnail.png",
    "https://image.mux.com/ID/storyboard.vtt",
    "https://image.mux.com/ID/animated.gif",
    "https://license.mux.com/license/widevine/ID",
    "https://stats.mux.com/counts",
];

fuzz_target!(|entries: Vec<Entry<'_>>| {
    let mut wanted = Vec::new();
    let mut has_any = false;
    let members = |pairs: Vec<(String, String)>| {
        let pairs = pairs.into_iter().map(|(name, value)| {
            format!(r#"{{"name":{},"value":{}}}"#, quoted(&name), quoted(&value))
        });
        pairs.collect::<Vec<_>>().join(",")
    };
    let written = entries.iter().map(|entry| {
        let base = |kind: u8| URLS[usize::from(kind) % URLS.len()].replace("ID", tokens::ID);
        let url = match &entry.url {
            Url::Any(text) => tokens::filled(text),
            Url::Signed {
                kind,
                token,
                escaped,
            } => {
                let token = &tokens::SOUND[usize::from(*token) % tokens::SOUND.len()];
                wanted.push((token.clone(), entry.status));
                let token = if *escaped {
                    token.replace('.', "%2E")
                } else {
                    token.clone()
                };
                format!("{}?token={token}", base(*kind))
            }
            Url::Bare(kind) => base(*kind),
        };
        let headers = entry.headers.iter().map(|(name, value)| {
            let name = match name {
                Name::Any(name) => *name,
                Name::Referer => "Referer",
                Name::UserAgent => "User-Agent",
                Name::Authorization => "authorization",
                Name::Cookie => "Cookie",
            };
            (name.to_owned(), tokens::filled(value))
        });
        let query = entry
            .query
            .iter()
            .map(|(name, value)| (tokens::filled(name), tokens::filled(value)));
        let status = entry
            .status
            .map_or("null".to_owned(), |status| status.to_string());
        let body = quoted(&tokens::filled(entry.body.unwrap_or_default()));
        let response = match entry.response {
            Some(raw) if serde_json::from_str::<serde_json::Value>(raw).is_ok() => {
                has_any = true;
                raw.to_owned()
            }
            _ => format!(r#"{{"status":{status},"content":{{"text":{body}}}}}"#),
        };
        format!(
            r#"{{"request":{{"url":{},"headers":[{}],"queryString":[{}]}},"response":{response}}}"#,
            quoted(&url),
            members(headers.collect()),
            members(query.collect()),
        )
    });
    let written: Vec<_> = written.collect();
    let text = format!(
        r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#,
        written.join(",")
    );
    let import = judge::found(&text);
    if import.private_key.is_none() {
        assert_eq!(import.kind, InputKind::Har, "{text}");
        if import.left_out == 0 {
            for (token, _) in &wanted {
                assert!(
                    import.tokens.iter().any(|found| found.text == *token),
                    "{token} in {text}"
                );
            }
        }
    }
    // A single signed request is reported with the status of its response.
    if let ([(token, status)], [entry], false) = (&wanted[..], &entries[..], has_any)
        && import.private_key.is_none()
        && let Some(status) = status
            .and_then(|status| u16::try_from(status).ok())
            .filter(|status| (100..600).contains(status))
        && entry.query.is_empty()
        && entry.headers.is_empty()
        && entry.body.is_none()
    {
        let found = import
            .tokens
            .iter()
            .find(|found| found.text == *token)
            .expect("it was looked for");
        assert_eq!(found.status, Some(status), "{text}");
    }
    // Each token is judged by every rule, and long lists are no different.
    if import.tokens.len() <= 3 {
        judge::report(&text, &Evidence::default(), &tokens::KEYS[..], tokens::NOW);
    }
});
