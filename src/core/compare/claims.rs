//! The claims of two tokens that are no sentence of their own, the rest of their headers, and how the JSON is written.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    About, Difference,
    pair::{MOST, Pair, cut, harmless, matters, with_note},
    urls::query_of,
};
use crate::core::{
    diagnose::report::TokenReport,
    json::{Number, Object, Value},
    mux::{audience::Audience, claims::moment_of, params},
    time::Timestamp,
    token::Section,
};

/// The claims that have sentences of their own.
const TOLD_APART: [&str; 4] = ["sub", "aud", "exp", "kid"];

/// What mux-node calls the claims that it is given; in a token they stand beside the others.
const NESTED: &str = "params";

/// Where a token and its URL say something.
struct Said<'a> {
    claims: BTreeMap<&'a str, (&'a Value, usize)>,
    nested: Option<&'a Object>,
    query: BTreeMap<&'a str, &'a str>,
    /// Its audience, for what is left unsaid.
    audience: Option<Audience>,
}

impl<'a> Said<'a> {
    fn by(report: &'a TokenReport) -> Option<Self> {
        let object = report.token.claims()?;
        Some(Self {
            claims: by_name(object),
            nested: object.get(NESTED).and_then(Value::as_object),
            query: query_of(report),
            audience: object.str("aud").and_then(Audience::from_claim),
        })
    }

    /// Where else than in a claim of its own it is said, and as what.
    fn elsewhere(&self, name: &str) -> Option<Elsewhere<'a>> {
        let nested = self.nested.and_then(|nested| nested.get(name));
        let in_url = || self.query.get(name).map(|value| Elsewhere::Url(value));
        nested.map(Elsewhere::Nested).or_else(in_url)
    }
}

/// A place where a parameter stands that is no claim of its own.
enum Elsewhere<'a> {
    /// In an object called `params`, where Mux does not look.
    Nested(&'a Value),
    /// In the query of the URL.
    Url(&'a str),
}

/// The value of each name, the last of several as parsers take it, and how often it stands there.
fn by_name(object: &Object) -> BTreeMap<&str, (&Value, usize)> {
    let mut members = BTreeMap::new();
    for (name, value) in object.iter() {
        let (last, count) = members.entry(name).or_insert((value, 0));
        *last = value;
        *count += 1;
    }
    members
}

pub(super) fn parameters(pair: Pair<'_>) -> Vec<Difference> {
    let (Some(a), Some(b)) = pair.both(Said::by) else {
        return Vec::new();
    };
    let odd_restriction = has_odd_restriction(pair.a) || has_odd_restriction(pair.b);
    let is_told =
        |name: &str| TOLD_APART.contains(&name) || (name == RESTRICTION && !odd_restriction);
    let mut words = Vec::new();
    let mut seen = BTreeSet::new();
    let mut moved = false;
    let names = [pair.a, pair.b].into_iter().flat_map(|report| {
        let claims = report.token.claims().map(Object::iter);
        let names = claims.into_iter().flatten().map(|(name, _)| name);
        names.filter(|name| *name != NESTED)
    });
    for name in names.chain([NESTED]) {
        // Where the members of `params` belong is told of each of them.
        if !seen.insert(name) || (name == NESTED && moved) {
            continue;
        }
        let (in_a, in_b) = (a.claims.get(name), b.claims.get(name));
        match (in_a, in_b) {
            _ if is_told(name) => {}
            (Some((value_a, _)), Some((value_b, _))) => {
                words.extend(values(
                    name,
                    value_a,
                    value_b,
                    pair.now,
                    [a.audience, b.audience],
                ));
            }
            (Some((value, _)), None) => {
                let (told, away) = missing(name, value, "A", "B", &b);
                moved |= away;
                words.push(told);
            }
            (None, Some((value, _))) => {
                let (told, away) = missing(name, value, "B", "A", &a);
                moved |= away;
                words.push(told);
            }
            (None, None) => {}
        }
        let count = |said: Option<&(&Value, usize)>| said.map_or(0, |(_, count)| *count);
        for (side, own, other) in [
            ("A", count(in_a), count(in_b)),
            ("B", count(in_b), count(in_a)),
        ] {
            if own > 1 && own > other {
                words.push(matters(
                    About::Parameter,
                    format!("`{}` stands {own} times in {side}", cut(name)),
                ));
            }
        }
    }
    let more = words.len().saturating_sub(MOST);
    if more > 0 {
        words.truncate(MOST);
        words.push(matters(
            About::Parameter,
            format!("{more} more claims differ"),
        ));
    }
    words
}

/// What Mux is known to make of a claim, to stand after a semicolon; and whether a difference in it matters.
fn weight(name: &str) -> (Option<&'static str>, bool) {
    match name {
        "iat" | "iss" | "jti" => (Some("Mux does not ask for it"), false),
        "nbf" => (Some("Mux documents nothing about it"), true),
        "custom" => (Some("it is there for your own tracing"), false),
        _ if params::any(name).is_some() => (None, true),
        // A misspelt name is one that nobody knows, so this is often the one that matters.
        _ => (Some("Mux documents no such claim"), true),
    }
}

/// A claim that only one has; and whether the other says it elsewhere.
fn missing(
    name: &str,
    value: &Value,
    has: &str,
    lacks: &str,
    other: &Said<'_>,
) -> (Difference, bool) {
    let shown = cut(&value.plain());
    let known = cut(name);
    let both = |there: &str| {
        let differ = there != value.plain();
        if differ {
            format!(": `{}` and `{shown}`", cut(there))
        } else {
            String::new()
        }
    };
    match other.elsewhere(name) {
        Some(Elsewhere::Nested(there)) => {
            let text = format!(
                "{lacks} has `{known}` under `{NESTED}`, where Mux does not look, and {has} as a claim{}",
                both(&there.plain())
            );
            return (matters(About::Parameter, text), true);
        }
        Some(Elsewhere::Url(there)) => {
            let text = format!(
                "{lacks} has `{known}` in the URL, {has} in the token{}; for signed playback Mux documents it in the token",
                both(there)
            );
            return (matters(About::Parameter, text), true);
        }
        None => {}
    }
    let param = other
        .audience
        .and_then(|audience| params::find(name, audience))
        .filter(|param| !param.is_general());
    let mut text = format!("Only {has} has `{known}`: `{shown}`");
    if let Some(param) = param {
        text = format!("{text}; without it: {}", param.default);
    }
    (with_note(About::Parameter, &text, weight(name)), false)
}

/// How the values of one claim differ, if they do.
fn values(
    name: &str,
    a: &Value,
    b: &Value,
    now: Timestamp,
    audiences: [Option<Audience>; 2],
) -> Option<Difference> {
    if a == b {
        return None;
    }
    let shown = cut(name);
    let about = About::Parameter;
    let written = |value: &Value| cut(&value.to_string());
    if same_number(a, b) || same_switch(a, b) {
        let (text_a, text_b) = (written(a), written(b));
        if a.kind() == b.kind() {
            return Some(harmless(
                about,
                format!(
                    "`{shown}` is written `{text_a}` in A and `{text_b}` in B, which is the same number"
                ),
            ));
        }
        let kind = |value: &Value| value.kind().trim_start_matches("a ").to_owned();
        let text = format!(
            "`{shown}` is the {} `{text_a}` in A and the {} `{text_b}` in B",
            kind(a),
            kind(b)
        );
        // mux-player-swift reads these from the token, and a string as if nothing were there.
        if params::find(name, Audience::Drm).is_some_and(|param| !param.is_general()) {
            let note = "Mux's iOS player reads the string as absent";
            return Some(with_note(about, &text, (Some(note), true)));
        }
        // Mux's own tools send numeric strings for images, and its tests see them work.
        let images = [Audience::Thumbnail, Audience::Gif, Audience::Storyboard];
        let is_image = audiences
            .iter()
            .flatten()
            .any(|audience| images.contains(audience));
        let note = match weight(name) {
            (Some(note), false) => note,
            _ if params::any(name).is_none() => "Mux documents no such claim",
            _ if is_image && same_number(a, b) => "Mux takes both",
            _ => "Mux probably takes both",
        };
        return Some(with_note(about, &text, (Some(note), false)));
    }
    if same_members(a, b) {
        return Some(harmless(
            about,
            format!("`{shown}` has the same members in another order"),
        ));
    }
    let told = |value: &Value, side: &str| {
        let text = if a.kind() == b.kind() {
            cut(&value.plain())
        } else {
            written(value)
        };
        match moment_of(name, value) {
            Some(moment) => format!("`{text}` in {side} ({})", moment.relative_to(now)),
            None => format!("`{text}` in {side}"),
        }
    };
    let text = format!("`{shown}` is {} and {}", told(a, "A"), told(b, "B"));
    Some(with_note(about, &text, weight(name)))
}

fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => Number::parse(text),
        _ => None,
    }
}

/// Whether two values are one number, however written. Past what a double tells apart, only the digits count.
fn same_number(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (number(a), number(b)) else {
        return false;
    };
    let exact = |number: f64| number.abs() < 9e15;
    a == b || (exact(a.as_f64()) && exact(b.as_f64()) && a.as_f64().total_cmp(&b.as_f64()).is_eq())
}

fn same_switch(a: &Value, b: &Value) -> bool {
    let switch = |value: &Value| match value {
        Value::Bool(on) => Some(*on),
        Value::String(text) => text.parse::<bool>().ok(),
        _ => None,
    };
    switch(a).is_some() && switch(a) == switch(b)
}

fn same_members(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (a.as_object(), b.as_object()) else {
        return false;
    };
    same_in_another_order(a, b)
}

/// Whether two objects hold the same members, none of them twice.
fn same_in_another_order(a: &Object, b: &Object) -> bool {
    let members = |object: &Object| -> BTreeMap<String, String> {
        let members = object.iter();
        members
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .collect()
    };
    let (of_a, of_b) = (members(a), members(b));
    of_a.len() == a.len() && of_b.len() == b.len() && of_a == of_b
}

/// What else differs in the headers.
pub(super) fn header(pair: Pair<'_>) -> Vec<Difference> {
    let (Some(a), Some(b)) = pair.both(|report| report.token.header.object().map(by_name)) else {
        return Vec::new();
    };
    let names: BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    let others = names
        .into_iter()
        .filter(|name| !["alg", "kid"].contains(name));
    let mut words: Vec<_> = others
        .filter_map(|name| {
            let (a, b) = (a.get(name), b.get(name));
            let shown = cut(name);
            let is = |value: &Value| cut(&value.to_string());
            let (text, weighs) = match (a.map(|(value, _)| *value), b.map(|(value, _)| *value)) {
                (a, b) if a == b => return None,
                (Some(a), Some(b)) => (
                    format!(
                        "`{shown}` in the header is `{}` in A and `{}` in B",
                        is(a),
                        is(b)
                    ),
                    true,
                ),
                (Some(value), None) => (
                    format!("Only A has `{shown}` in its header: `{}`", is(value)),
                    name != "typ",
                ),
                (None, value) => (
                    format!(
                        "Only B has `{shown}` in its header: `{}`",
                        value.map_or_else(String::new, is)
                    ),
                    name != "typ",
                ),
            };
            let note = (!weighs).then_some("it is optional");
            Some(with_note(About::Header, &text, (note, weighs)))
        })
        .collect();
    words.truncate(MOST);
    words
}

/// How the JSON is written, where the same is in it.
pub(super) fn spelling(pair: Pair<'_>) -> Vec<Difference> {
    let of = |section: fn(&TokenReport) -> &Section, part: usize, noun: &str, members: &str| {
        let (a, b) = pair.both(|report| section(report).object());
        let (a, b) = (a?, b?);
        let (bytes_a, bytes_b) =
            pair.both(|report| report.token.parts.get(part).map(|part| &part.bytes));
        if a == b {
            return (bytes_a != bytes_b).then(|| {
                harmless(
                    About::Spelling,
                    format!(
                        "The {noun}s are written with other spaces or escapes and hold the same"
                    ),
                )
            });
        }
        let names = |object: &Object| -> Vec<String> {
            object.iter().map(|(name, _)| name.to_owned()).collect()
        };
        let (mut names_a, mut names_b) = (names(a), names(b));
        if names_a == names_b {
            return None;
        }
        names_a.sort();
        names_b.sort();
        (names_a == names_b).then(|| {
            harmless(
                About::Spelling,
                format!("The {members} stand in another order, which makes no difference"),
            )
        })
    };
    let header = of(
        |report| &report.token.header,
        0,
        "header",
        "members of the header",
    );
    let payload = of(|report| &report.token.payload, 1, "payload", "claims");
    payload.into_iter().chain(header).collect()
}

pub(super) const RESTRICTION: &str = "playback_restriction_id";

/// Whether something that is no ID stands where the ID of a restriction belongs; it is told as any other claim.
pub(super) fn has_odd_restriction(report: &TokenReport) -> bool {
    let claims = report.token.claims();
    claims
        .and_then(|claims| claims.get(RESTRICTION))
        .is_some_and(|value| value.as_str().is_none())
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{of_texts, says, token, token_of},
        MOST,
    };

    #[test]
    fn a_number_and_the_same_in_quotes_are_told_as_such() {
        for (a, b, words) in [
            (
                r#"{"aud":"t","width":640}"#,
                r#"{"aud":"t","width":"640"}"#,
                r#"~ `width` is the number `640` in A and the string `"640"` in B; Mux takes both"#,
            ),
            (
                r#"{"aud":"v","asset_start_time":5}"#,
                r#"{"aud":"v","asset_start_time":"5"}"#,
                r#"~ `asset_start_time` is the number `5` in A and the string `"5"` in B; Mux probably takes both"#,
            ),
            (
                r#"{"aud":"t","time":3.0}"#,
                r#"{"aud":"t","time":3}"#,
                "~ `time` is written `3.0` in A and `3` in B, which is the same number",
            ),
            (
                r#"{"aud":"d","playDuration":60}"#,
                r#"{"aud":"d","playDuration":"60"}"#,
                r#"`playDuration` is the number `60` in A and the string `"60"` in B; Mux's iOS player reads the string as absent"#,
            ),
            (
                r#"{"aud":"t","latest":true}"#,
                r#"{"aud":"t","latest":"true"}"#,
                r#"~ `latest` is the boolean `true` in A and the string `"true"` in B; Mux probably takes both"#,
            ),
            (
                r#"{"x":123456789012345678901}"#,
                r#"{"x":123456789012345678902}"#,
                "`x` is `123456789012345678901` in A and `123456789012345678902` in B; Mux documents no such claim",
            ),
        ] {
            assert_eq!(says(a, b), [words]);
        }
    }

    #[test]
    fn claims_are_told_with_what_their_absence_means() {
        for (a, b, words) in [
            (
                r#"{"aud":"v","max_resolution":"720p"}"#,
                r#"{"aud":"v","max_resolution":"1080p"}"#,
                "`max_resolution` is `720p` in A and `1080p` in B",
            ),
            (
                r#"{"aud":"t","time":25}"#,
                r#"{"aud":"t"}"#,
                "Only A has `time`: `25`; without it: the middle of the video",
            ),
            (
                "{}",
                r#"{"maxResolution":"720p"}"#,
                "Only B has `maxResolution`: `720p`; Mux documents no such claim",
            ),
            (
                r#"{"iat":1795330245}"#,
                r#"{"iat":1795326645}"#,
                "~ `iat` is `1795330245` in A (now) and `1795326645` in B (1 hour ago); Mux does not ask for it",
            ),
            (
                r#"{"custom":{"a":1,"b":2}}"#,
                r#"{"custom":{"b":2,"a":1}}"#,
                "~ `custom` has the same members in another order",
            ),
            (
                r#"{"custom":{"a":1}}"#,
                r#"{"custom":{"a":2}}"#,
                r#"~ `custom` is `{"a":1}` in A and `{"a":2}` in B; it is there for your own tracing"#,
            ),
            (r#"{"x":1,"x":2}"#, r#"{"x":2}"#, "`x` stands 2 times in A"),
            (
                r#"{"sub":"ID"}"#,
                r#"{"sub":"OTHER","sub":"ID"}"#,
                "`sub` stands 2 times in B",
            ),
        ] {
            assert_eq!(says(a, b), [words]);
        }
    }

    #[test]
    fn a_parameter_outside_the_claims_is_found_there() {
        let own = |claims: &str, query: &str| {
            let token = token(claims);
            format!("https://image.mux.com/ID/thumbnail.png?{query}token={token}")
        };
        let (with, without) = (
            r#"{"sub":"ID","aud":"t","time":25}"#,
            r#"{"sub":"ID","aud":"t"}"#,
        );
        assert_eq!(
            of_texts(&own(with, ""), &own(without, "time=25&"), &[]),
            [
                "B has `time` in the URL, A in the token; for signed playback Mux documents it in the token"
            ]
        );
        assert_eq!(
            of_texts(&own(without, "time=3&"), &own(with, ""), &[]),
            [
                "A has `time` in the URL, B in the token: `3` and `25`; for signed playback Mux documents it in the token"
            ]
        );
        assert_eq!(
            says(with, r#"{"sub":"ID","aud":"t","params":{"time":25}}"#),
            ["B has `time` under `params`, where Mux does not look, and A as a claim"]
        );
        assert_eq!(
            of_texts(&own(with, ""), &own(with, "width=1&"), &[])[0],
            "Only the URL of B has `width=1`; for signed playback Mux documents parameters in the token"
        );
    }

    #[test]
    fn the_order_of_claims_and_the_spelling_of_json_do_not_matter() {
        assert_eq!(
            says(r#"{"sub":"ID","x":1}"#, r#"{"x":1,"sub":"ID"}"#),
            ["~ The claims stand in another order, which makes no difference"]
        );
        assert_eq!(
            says(r#"{"sub":"ID"}"#, r#"{ "sub": "ID" }"#),
            ["~ The payloads are written with other spaces or escapes and hold the same"]
        );
        let text = |header: &str| token_of(header, "{}");
        assert_eq!(
            of_texts(
                &text(r#"{"alg":"RS256","typ":"JWT"}"#),
                &text(r#"{"typ":"JWT","alg":"RS256"}"#),
                &[]
            ),
            ["~ The members of the header stand in another order, which makes no difference"]
        );
    }

    #[test]
    fn headers_are_compared_beyond_algorithm_and_key() {
        let text = |header: &str| token_of(header, "{}");
        assert_eq!(
            of_texts(
                &text(r#"{"alg":"RS256","typ":"JWT"}"#),
                &text(r#"{"alg":"RS256","crit":["x"]}"#),
                &[]
            ),
            [
                r#"Only B has `crit` in its header: `["x"]`"#,
                "~ Only A has `typ` in its header: `\"JWT\"`; it is optional",
            ]
        );
    }

    #[test]
    fn a_thousand_differences_are_counted() {
        let claims: Vec<_> = (0..1000).map(|i| format!(r#""c{i}":1"#)).collect();
        let words = says("{}", &format!("{{{}}}", claims.join(",")));
        assert_eq!(words.len(), MOST + 1);
        assert_eq!(words[MOST], "960 more claims differ");
    }
}
