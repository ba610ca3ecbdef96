//! Code that signs a request on a server, in one language a file, from `MUX_SIGNING_KEY` and `MUX_PRIVATE_KEY`.
//!
//! To add a language:
//! - write a file with one [`Snippet`], named as its `id`, and put it into [`CODES`];
//! - the claims are its own literals ([`literal::Style`]), everything that is not fixed is one of them, and nothing a
//!   person typed stands in a comment;
//! - where the language or its library cannot do what is asked, the error says so;
//! - run it in `tests/snippets.rs`, or parse it there with a real grammar.

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

/// The name of the one among them that carries a token and signs none.
pub(super) const CURL: &str = curl::SNIPPET.id;

#[cfg(test)]
mod tests {
    use super::{plan::*, *};
    use crate::core::{
        export::{self, Item},
        json::{Object, Value},
        mux::{
            audience::Audience,
            url::{MUX_DOMAIN, MediaUrl, Resource},
        },
        time::{Span, Timestamp},
        token::spec::{Expiry, TokenSpec},
    };

    fn item(audience: Audience, claims: &str) -> Item {
        let resource = Resource::from_format(audience, Resource::formats(audience)[0]);
        Item {
            request: TokenSpec {
                claims: Object::parse(claims).expect("an object"),
                expiry: Expiry::At(Timestamp(2_000_000_000)),
                ..TokenSpec::new(audience, "ID")
            },
            url: MediaUrl::new("ID", resource.expect("one of its own"), MUX_DOMAIN),
            token: "THE.TOK.EN".to_owned(),
        }
    }

    #[test]
    fn each_code_is_found_by_its_name() {
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
    fn code_carries_no_token_but_that_which_says_so() {
        for snippet in CODES {
            let code = (snippet.write)(&[item(Audience::Video, r#"{"custom":{"a":1}}"#)]);
            let code = code.unwrap_or_else(|why| panic!("{}: {why}", snippet.id));
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
    fn a_set_that_does_not_end_together_is_refused() {
        let mut items = [item(Audience::Video, "{}"), item(Audience::Thumbnail, "{}")];
        items[1].request.expiry = Expiry::In(Span(60));
        assert!(Plan::of(&items).is_err());
        assert!(Plan::of(&[]).is_err());
    }

    #[test]
    fn names_that_stand_twice_are_refused_where_the_language_loses_one() {
        let twice = item(Audience::Video, r#"{"custom":{"a":1,"a":2}}"#);
        for snippet in CODES.iter().filter(|snippet| !snippet.carries_token()) {
            let code = (snippet.write)(std::slice::from_ref(&twice));
            // These pass JSON on as it is.
            let verbatim = ["shell", "mux-jwt"].contains(&snippet.id);
            assert_eq!(code.is_ok(), verbatim, "{}", snippet.id);
        }
        let mut deep = item(Audience::Video, "{}");
        let nested = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let value = Value::parse(&nested).expect("it is JSON");
        deep.request.claims.push("custom", value);
        for snippet in CODES {
            // An answer or a reason, and no end of the stack.
            let _either = (snippet.write)(std::slice::from_ref(&deep));
        }
    }

    #[test]
    fn names_are_those_of_the_tokens() {
        let items = [
            item(Audience::Video, "{}"),
            item(Audience::LiveStreamViews, "{}"),
            item(Audience::Video, "{}"),
        ];
        let plan = Plan::of(&items).expect("it is whole");
        let names: Vec<_> = plan.calls.iter().map(|call| camel(&call.name)).collect();
        assert_eq!(names, ["videoToken", "liveStreamIdToken", "videoToken2"]);
        assert_eq!(plan.subject(), "id");
        assert_eq!(
            Plan::of(&items[..1]).expect("whole").subject(),
            "playback id"
        );
    }

    #[test]
    fn lengths_of_time_read_as_people_write_them() {
        for (n, code, tool) in [
            (604_800, "7 * 24 * 60 * 60", "7d"),
            (86_400, "24 * 60 * 60", "1d"),
            (7200, "2 * 60 * 60", "2h"),
            (5400, "90 * 60", "90m"),
            (60, "60", "1m"),
            (90, "90", "90s"),
            (0, "0", "0s"),
            (5_000_000_000, "5000000000", "5000000000s"),
        ] {
            assert_eq!(seconds(Span(n)), code);
            assert_eq!(span(Span(n)), tool);
        }
    }

    #[test]
    fn a_hole_is_filled_once_and_an_empty_line_goes() {
        let template = "\na §x§ b\n  §none§\n\n§x§ §none§\n";
        assert_eq!(
            fill(template, &[("x", "§none§"), ("none", "")]),
            "a §none§ b\n\n§none§ \n"
        );
    }
}
