//! Programs that sign tokens on a server, one language a file. They read `MUX_SIGNING_KEY` and `MUX_PRIVATE_KEY`.
//!
//! To add a language:
//! - write a file with one [`Snippet`] named like its `id`, and list it in [`CODES`];
//! - describe the language as a `Program`, or write the text from a `SigningPlan`; everything that
//!   varies is a literal, and no user input is in a comment;
//! - where the language or its library cannot do what is asked, return an error that says so;
//! - run it in `tests/snippets.rs`, or at least parse it there with its grammar.

mod csharp;
mod curl;
mod elixir;
mod go;
mod java;
mod javascript;
mod literal;
mod mux_cli;
mod mux_jwt;
mod netlify;
mod node;
mod node_jose;
mod php;
mod plan;
mod program;
mod python;
mod ruby;
mod rust;
mod shell;

use super::snippet::Snippet;

/// Every language, the most used first.
pub const CODES: &[Snippet] = &[
    node::SNIPPET,
    node_jose::SNIPPET,
    python::SNIPPET,
    go::SNIPPET,
    php::SNIPPET,
    ruby::SNIPPET,
    elixir::SNIPPET,
    java::SNIPPET,
    csharp::SNIPPET,
    rust::SNIPPET,
    shell::SNIPPET,
    netlify::SNIPPET,
    mux_cli::SNIPPET,
    mux_jwt::SNIPPET,
    curl::SNIPPET,
];

/// The one of [`CODES`] that carries a token instead of signing one.
pub(super) const CURL: &str = curl::SNIPPET.id;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        export::{self, ExportItem},
        json::Object,
        mux::{
            audience::Audience,
            url::{MUX_DOMAIN, MediaUrl, Resource},
        },
        time::Timestamp,
        token::spec::{Expiry, TokenSpec},
    };

    fn item(audience: Audience, claims: &str) -> ExportItem {
        let resource = Resource::from_format(audience, Resource::formats(audience)[0]);
        ExportItem {
            request: TokenSpec {
                claims: Object::parse(claims).expect("an object"),
                expiry: Expiry::At(Timestamp(2_000_000_000)),
                ..TokenSpec::new(audience, "ID")
            },
            url: MediaUrl::new("ID", resource.expect("its own format"), MUX_DOMAIN),
            token: "THE.TOK.EN".to_owned(),
        }
    }

    #[test]
    fn ids_find_their_snippets() {
        for snippet in CODES {
            let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(snippet.id.chars().all(is_kebab), "{}", snippet.id);
            assert_eq!(
                export::find(snippet.id).map(|found| found.title),
                Some(snippet.title)
            );
            let place = snippet.place;
            assert!(!place.contains('\n') && !place.ends_with('.'), "{place}");
        }
    }

    #[test]
    fn only_curl_carries_the_token() {
        for snippet in CODES {
            let code = (snippet.write)(&[item(Audience::Video, r#"{"custom":{"a":1}}"#)]);
            let code = code.unwrap_or_else(|error| panic!("{}: {error}", snippet.id));
            assert_eq!(
                code.contains("THE.TOK.EN"),
                snippet.carries_token(),
                "{}",
                snippet.id
            );
            assert!(
                snippet.carries_token() || code.contains("MUX_PRIVATE_KEY") || code.contains("mux"),
                "{code}"
            );
            assert!(code.ends_with('\n') && !code.contains("\n\n\n\n"), "{code}");
        }
    }

    #[test]
    fn claims_that_would_be_lost_are_rejected() {
        let nested = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        for custom in [r#"{"a":1,"a":2}"#, &nested] {
            let item = item(Audience::Video, &format!(r#"{{"custom":{custom}}}"#));
            for snippet in CODES.iter().filter(|snippet| !snippet.carries_token()) {
                let code = (snippet.write)(std::slice::from_ref(&item));
                assert!(code.is_err(), "{}", snippet.id);
            }
        }
    }
}
