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
mod python;
mod ruby;
mod rust;
mod shell;

use std::fmt::{self, Write as _};

use self::literal::Style;
use super::{Item, Snippet};
use crate::core::{
    json::Object,
    mux::audience::Audience,
    time::Span,
    token::spec::{Expiry, KeyIdPlacement},
};

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
pub(super) const CURL: &str = "curl";

/// What code that signs has to do: the same for every token, then each.
struct Plan<'a> {
    expiry: Expiry,
    placement: KeyIdPlacement,
    calls: Vec<Call<'a>>,
}

/// Stands for the token while a URL is taken apart; nothing in it is escaped.
const MARK: &str = "-the-token-goes-here-";

/// One token to sign and one URL to print.
struct Call<'a> {
    id: &'a str,
    audience: Audience,
    claims: &'a Object,
    /// The URL up to the token.
    before: String,
    /// The URL after the token, nearly always empty.
    after: String,
    /// A name for the token, in words.
    name: String,
}

impl<'a> Plan<'a> {
    /// The plan for these tokens.
    fn of(items: &'a [Item]) -> Result<Self, String> {
        let [first, ..] = items else {
            return Err("there is nothing to sign".to_owned());
        };
        let Item { request, .. } = first;
        let differs = |item: &Item| {
            item.request.expiry != request.expiry || item.request.placement != request.placement
        };
        if items.iter().any(differs) {
            return Err("the tokens end at different times or differ in where the key ID stands; take them one by one".to_owned());
        }
        let mut calls: Vec<Call<'_>> = Vec::new();
        for item in items {
            literal::unique(&item.request.claims)?;
            let mut name = "token".to_owned();
            if items.len() > 1 {
                let same = calls
                    .iter()
                    .filter(|call| call.audience == item.request.audience);
                let nth = match same.count() {
                    0 => String::new(),
                    n => (n + 1).to_string(),
                };
                let kind = item.request.audience.type_name().replace('-', " ");
                name = format!("{kind} token{nth}");
            }
            let url = item.url.clone().with_token(MARK).to_string();
            let (before, after) = url.rsplit_once(MARK).unwrap_or((&url, ""));
            calls.push(Call {
                id: &item.request.id,
                audience: item.request.audience,
                claims: &item.request.claims,
                before: before.to_owned(),
                after: after.to_owned(),
                name,
            });
        }
        Ok(Self {
            expiry: request.expiry,
            placement: request.placement,
            calls,
        })
    }

    fn kid_in_payload(&self) -> bool {
        self.placement != KeyIdPlacement::Header
    }

    fn kid_in_header(&self) -> bool {
        self.placement != KeyIdPlacement::Payload
    }

    /// What the ID is the ID of: `playback id`.
    fn subject(&self) -> String {
        let subject = |call: &Call<'_>| call.audience.subject().to_lowercase();
        let first = self.calls.first().map_or_else(String::new, subject);
        if self.calls.iter().all(|call| subject(call) == first) {
            first
        } else {
            "id".to_owned()
        }
    }

    /// `exp` as an expression, made of the language's seconds since 1970.
    fn exp(&self, now: &str) -> String {
        match self.expiry {
            Expiry::At(moment) => moment.0.to_string(),
            Expiry::In(span) => format!("{now} + {}", seconds(span)),
        }
    }

    /// A comment on numbers whose digits may change, after the sign of a comment.
    fn respelled(&self, comment: &str) -> String {
        self.respelled_except(comment, |_| false)
    }

    /// As [`Plan::respelled`], in a language that keeps some of them.
    fn respelled_except(&self, comment: &str, is_kept: fn(&str) -> bool) -> String {
        let mut numbers = literal::respelled(self.calls.iter().map(|call| call.claims));
        numbers.retain(|number| !is_kept(number));
        if numbers.is_empty() {
            return String::new();
        }
        format!(
            "{comment} Numbers keep their value but maybe not their digits: {}",
            numbers.join(", ")
        )
    }
}

impl Call<'_> {
    /// The call of the function that signs, from the start of its line to its last parenthesis: `token = sign('ID', 'v')`.
    fn sign(&self, style: &Style, function: &str) -> Result<String, String> {
        let string = style.string;
        let mut call = format!(
            "{function}({}, {}",
            string(self.id),
            string(self.audience.claim())
        );
        if !self.claims.is_empty() {
            call.push_str(", ");
            let used = call.chars().count() + 2;
            call.push_str(&style.object(self.claims, 0, used)?);
        }
        call.push(')');
        Ok(call)
    }

    /// The expression that is the signed URL, from the name of the token and the language's sign for joining texts.
    fn url(&self, string: fn(&str) -> String, plus: &str, token: &str) -> String {
        let mut url = format!("{} {plus} {token}", string(&self.before));
        if !self.after.is_empty() {
            add(&mut url, format_args!(" {plus} {}", string(&self.after)));
        }
        url
    }
}

/// A length of time as people write it in code: `7 * 24 * 60 * 60`.
fn seconds(span: Span) -> String {
    let n = span.0;
    let times = |n: i64, rest: &str| match n {
        1 => rest.to_owned(),
        n => format!("{n} * {rest}"),
    };
    match n {
        // Longer than 32 bits; where a product of small numbers would overflow, one number does not.
        n if n <= 0 || n > i64::from(i32::MAX) => n.to_string(),
        n if n % 86_400 == 0 => times(n / 86_400, "24 * 60 * 60"),
        n if n % 3600 == 0 => times(n / 3600, "60 * 60"),
        n if n % 60 == 0 && n > 60 => format!("{} * 60", n / 60),
        n => n.to_string(),
    }
}

/// Words as a name: `playback id` to `playback_id`.
fn snake(words: &str) -> String {
    words.replace(' ', "_")
}

/// Words as a name: `playback id` to `playbackId`.
fn camel(words: &str) -> String {
    let mut out = String::new();
    for (i, word) in words.split(' ').enumerate() {
        let (first, rest) = word.split_at(word.len().min(1));
        if i == 0 {
            out.push_str(first);
        } else {
            out.push_str(&first.to_uppercase());
        }
        out.push_str(rest);
    }
    out
}

/// A template with its holes filled: `§name§`. A line that is one empty hole and nothing else goes away.
///
/// What is put in is not looked at again, so text in it cannot open a hole.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let value = |hole: &str| {
        let found = values.iter().find(|(name, _)| *name == hole);
        found.map_or_else(|| panic!("no value for {hole}"), |(_, value)| *value)
    };
    let mut out = String::new();
    for line in template.trim_start_matches('\n').lines() {
        let parts: Vec<&str> = line.split('§').collect();
        if let [before, hole, ""] = parts.as_slice()
            && before.trim().is_empty()
            && value(hole).is_empty()
        {
            continue;
        }
        for (i, part) in parts.into_iter().enumerate() {
            out.push_str(if i % 2 == 0 { part } else { value(part) });
        }
        out.push('\n');
    }
    out
}

/// A length of time in the letters that Mux's tools all take: `7d`, `90s`.
fn span(span: Span) -> String {
    match span.0 {
        n if n > 0 && n % 86_400 == 0 => format!("{}d", n / 86_400),
        n if n > 0 && n % 3600 == 0 => format!("{}h", n / 3600),
        n if n > 0 && n % 60 == 0 => format!("{}m", n / 60),
        n => format!("{n}s"),
    }
}

/// Puts text at the end.
fn add(out: &mut String, text: fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all");
}

/// A line, unless it is empty.
fn line(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        export,
        json::Value,
        mux::url::{MUX_DOMAIN, MediaUrl, Resource},
        time::Timestamp,
        token::spec::TokenSpec,
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
