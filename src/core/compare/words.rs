//! The differences of two tokens in words.
//!
//! A sentence begins with the side that stands worse, where one does. What Mux makes of a difference is said only where
//! that is known; sources are those of the rules and of [`params`](crate::core::mux::params).

use super::{
    About, Difference, claims, keys,
    pair::{Around, Pair, cut, harmless, ids, matters},
    urls,
};
use crate::core::compare::claims::RESTRICTION;
use crate::core::compare::claims::has_odd_restriction;
use crate::core::{
    diagnose::{
        finding::Finding,
        report::{Structure, TokenReport},
    },
    json::{Number, Value},
    level::Severity,
    mux::audience::Audience,
    time::Timestamp,
};

/// The rules that say of one token what is said here of two.
const TOLD: &[&str] = &[
    "bad-signature",
    "conflicting-key-ids",
    "critical-extension",
    "duplicate-member",
    "expired",
    "invalid-param",
    "malformed-expiry",
    "missing-audience",
    "missing-expiry",
    "missing-key-id",
    "missing-subject",
    "nested-params",
    "param-of-another-audience",
    "param-outside-token",
    "stray-characters",
    "suspicious-subject",
    "unchecked-signature",
    "unknown-audience",
    "unknown-key-id",
    "unknown-param",
    "wrong-algorithm",
];

/// Every difference, most telling first; what does not matter comes last.
pub(super) fn differences(a: &TokenReport, b: &TokenReport, now: Timestamp) -> Vec<Difference> {
    let pair = Pair { a, b, now };
    let mut words = Vec::new();
    words.extend(structure(pair));
    words.extend(validity(pair));
    words.extend(audience(pair));
    words.extend(id(pair));
    words.extend(keys::key(pair));
    words.extend(keys::algorithm(pair));
    words.extend(findings(pair, &words, |severity| {
        severity == Severity::Error
    }));
    words.extend(keys::key_place(pair));
    words.extend(restriction(pair));
    words.extend(claims::parameters(pair));
    words.extend(claims::header(pair));
    words.extend(urls::url(pair));
    words.extend(findings(pair, &words, |severity| {
        severity != Severity::Error
    }));
    words.extend(claims::spelling(pair));
    words.extend(producer(pair));
    words.extend(leftover(pair, &words));
    // Stable, so among those that matter the order stays.
    words.sort_by_key(|difference| !difference.matters);
    words
}

fn structure(pair: Pair<'_>) -> Option<Difference> {
    let (broken_a, broken_b) = pair.both(|report| report.structure == Structure::Broken);
    let why = |report: &TokenReport| {
        let worst = report.findings.first();
        worst.map_or_else(
            || "it cannot be read".to_owned(),
            |worst| worst.message.clone(),
        )
    };
    let (why_a, why_b) = pair.both(why);
    let text = match (broken_a, broken_b) {
        (true, false) => format!("A is broken, B is sound: {why_a}"),
        (false, true) => format!("B is broken, A is sound: {why_b}"),
        (true, true) if why_a != why_b => {
            format!("Both are broken. A: {why_a}. B: {why_b}")
        }
        _ => return None,
    };
    Some(matters(About::Structure, text))
}

/// How a token stands in time, worst first.
#[derive(Clone, PartialEq, PartialOrd)]
enum Life {
    Unreadable(String),
    Endless,
    Ended(Timestamp),
    Lasts(Timestamp),
}

fn validity(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| report.token.claims());
    let (a, b) = (a?.get("exp"), b?.get("exp"));
    if a == b {
        return None;
    }
    let life = |exp: Option<&Value>| match exp.map(|exp| (exp, exp.as_number())) {
        None => Life::Endless,
        Some((exp, number)) => match number.and_then(Number::as_i64).map(Timestamp) {
            // The standard says "on or after".
            Some(exp) if exp <= pair.now => Life::Ended(exp),
            Some(exp) => Life::Lasts(exp),
            None => Life::Unreadable(cut(&exp.to_string())),
        },
    };
    let (a, b) = (life(a), life(b));
    let text = match (&a, &b) {
        (Life::Lasts(at_a), Life::Lasts(at_b)) => {
            let (for_a, for_b) = (at_a.since(pair.now), at_b.since(pair.now));
            if for_a.to_string() == for_b.to_string() {
                format!(
                    "Both are valid for {for_a}; {}",
                    later("ends", *at_a, *at_b)
                )
            } else {
                format!("A is valid for {for_a}, B for {for_b}")
            }
        }
        (Life::Ended(at_a), Life::Ended(at_b)) => {
            let (ago_a, ago_b) = (at_a.relative_to(pair.now), at_b.relative_to(pair.now));
            if ago_a == ago_b {
                format!("Both expired {ago_a}; {}", later("ended", *at_a, *at_b))
            } else {
                format!("A expired {ago_a}, B {ago_b}")
            }
        }
        _ => {
            let is = |life: &Life| match life {
                Life::Unreadable(exp) => {
                    format!("has `{exp}` as `exp`, which is not a whole number of seconds")
                }
                Life::Endless => "has no `exp`".to_owned(),
                Life::Ended(at) if *at == pair.now => "expires this very second".to_owned(),
                Life::Ended(at) => format!("expired {}", at.relative_to(pair.now)),
                Life::Lasts(at) => format!("is valid for {}", at.since(pair.now)),
            };
            if a <= b {
                format!("A {}; B {}", is(&a), is(&b))
            } else {
                format!("B {}; A {}", is(&b), is(&a))
            }
        }
    };
    Some(matters(About::Validity, text))
}

/// Which of two moments is the later one, and by how much.
fn later(verb: &str, a: Timestamp, b: Timestamp) -> String {
    let (first, second, span) = if a > b {
        ("A", "B", a.since(b))
    } else {
        ("B", "A", b.since(a))
    };
    format!("{first} {verb} {span} after {second}")
}

fn audience(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| report.token.claims());
    let (a, b) = (a?.get("aud"), b?.get("aud"));
    if a == b {
        return None;
    }
    let is = |aud: Option<&Value>| {
        let Some(aud) = aud else {
            return "has no `aud`".to_owned();
        };
        match aud.as_str().map(|aud| (aud, Audience::from_claim(aud))) {
            Some((_, Some(audience))) => format!("is for {}", audience.noun()),
            Some((aud, None)) => format!("has `{}` as `aud`, which Mux does not know", cut(aud)),
            None => format!("has {} as `aud`, where Mux documents a string", aud.kind()),
        }
    };
    Some(matters(
        About::Audience,
        format!("A {}, B {}", is(a), is(b)),
    ))
}

fn id(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| report.token.claims());
    let (a, b) = (a?.get("sub"), b?.get("sub"));
    if a == b {
        return None;
    }
    let text = if let (Some(Value::String(a)), Some(Value::String(b))) = (a, b) {
        let around = Around {
            one: "ID",
            several: "IDs",
            verbs: ["is for", "for"],
        };
        ids(a, b, &around)
    } else {
        let is = |sub: Option<&Value>| match sub {
            None => "has no `sub`".to_owned(),
            Some(Value::String(sub)) => format!("is for the ID `{}`", cut(sub)),
            Some(other) => format!("has {} as `sub`", other.kind()),
        };
        format!("A {}, B {}", is(a), is(b))
    };
    Some(matters(About::Id, text))
}

/// What the rules say of one of the two, unless it is said already.
fn findings(pair: Pair<'_>, words: &[Difference], wanted: fn(Severity) -> bool) -> Vec<Difference> {
    let is_told = |finding: &Finding| {
        let mut texts = words.iter().map(|word| &word.text);
        TOLD.contains(&finding.id) || texts.any(|text| text.contains(&finding.message))
    };
    let only = |name: &str, one: &TokenReport, other: &TokenReport| -> Vec<Difference> {
        let in_other = |finding: &Finding| other.findings.iter().any(|its| its.id == finding.id);
        let own = one.findings.iter();
        own.filter(|finding| wanted(finding.severity) && !in_other(finding) && !is_told(finding))
            .map(|finding| Difference {
                about: About::Finding,
                matters: finding.severity != Severity::Info,
                text: format!("Only {name}: {}", finding.message),
            })
            .collect()
    };
    let mut words = only("A", pair.a, pair.b);
    words.extend(only("B", pair.b, pair.a));
    words
}

fn restriction(pair: Pair<'_>) -> Option<Difference> {
    if has_odd_restriction(pair.a) || has_odd_restriction(pair.b) {
        return None;
    }
    let (a, b) = pair.both(|report| report.token.claims());
    let text = match (a?.str(RESTRICTION), b?.str(RESTRICTION)) {
        (Some(a), Some(b)) if a != b => format!(
            "A must pass the restriction `{}`, B the restriction `{}`",
            cut(a),
            cut(b)
        ),
        (Some(a), None) => format!("A must pass the restriction `{}`; B has none", cut(a)),
        (None, Some(b)) => format!("B must pass the restriction `{}`; A has none", cut(b)),
        _ => return None,
    };
    Some(matters(About::Restriction, text))
}

fn producer(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| report.producer);
    let (a, b) = (a?, b?);
    (a != b).then(|| {
        harmless(
            About::Producer,
            format!("A was probably written by {a}, B by {b}"),
        )
    })
}

/// Texts that differ have a difference, whatever the rest made of them.
fn leftover(pair: Pair<'_>, words: &[Difference]) -> Option<Difference> {
    let (a, b) = pair.both(|report| &report.token);
    let of_token =
        |word: &&Difference| !matches!(word.about, About::Url | About::Finding | About::Producer);
    if a.text == b.text || words.iter().any(|word| of_token(&word)) {
        return None;
    }
    let parts = ["header", "payload", "signature"];
    let part = |i: &usize| {
        a.parts.get(*i).map(|part| &part.text) != b.parts.get(*i).map(|part| &part.text)
    };
    let what = (0..3)
        .find(part)
        .map_or("text behind the third part", |i| parts[i]);
    Some(matters(
        About::Structure,
        format!("The tokens differ in the {what}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{NOW, of_texts, says, token, token_of};

    #[test]
    fn validity_is_told_worst_first() {
        let at = |offset: i64| format!(r#"{{"exp":{}}}"#, NOW.0 + offset);
        for (a, b, words) in [
            (
                at(6 * 86400),
                at(-3 * 3600),
                "B expired 3 hours ago; A is valid for 6 days",
            ),
            (
                at(-60),
                at(60),
                "A expired 1 minute ago; B is valid for 1 minute",
            ),
            (
                at(0),
                at(60),
                "A expires this very second; B is valid for 1 minute",
            ),
            (at(3600), at(7200), "A is valid for 1 hour, B for 2 hours"),
            (at(-3600), at(-7200), "A expired 1 hour ago, B 2 hours ago"),
            (
                at(7 * 86400),
                at(7 * 86400 + 5),
                "Both are valid for 7 days; B ends 5 seconds after A",
            ),
            (
                at(-7 * 86400),
                at(-7 * 86400 - 5),
                "Both expired 7 days ago; A ended 5 seconds after B",
            ),
            (
                at(60),
                "{}".to_owned(),
                "B has no `exp`; A is valid for 1 minute",
            ),
            (
                at(60),
                r#"{"exp":"5"}"#.to_owned(),
                "B has `\"5\"` as `exp`, which is not a whole number of seconds; A is valid for 1 minute",
            ),
        ] {
            assert_eq!(says(&a, &b)[0], words);
        }
    }

    #[test]
    fn audiences_are_told_by_what_they_are_for() {
        for (a, b, words) in [
            (
                r#"{"aud":"v"}"#,
                r#"{"aud":"t"}"#,
                "A is for video, B is for thumbnails",
            ),
            (
                r#"{"aud":"v"}"#,
                r#"{"aud":"video"}"#,
                "A is for video, B has `video` as `aud`, which Mux does not know",
            ),
            (
                "{}",
                r#"{"aud":"g"}"#,
                "A has no `aud`, B is for animated images",
            ),
            (
                r#"{"aud":["v"]}"#,
                r#"{"aud":"v"}"#,
                "A has a list as `aud`, where Mux documents a string, B is for video",
            ),
        ] {
            assert_eq!(says(a, b)[0], words);
        }
    }

    #[test]
    fn ids_are_told_by_how_they_differ() {
        for (a, b, words) in [
            ("abc", "xyz", "A is for the ID `abc`, B for `xyz`"),
            (
                "abc",
                "aBc",
                "The IDs differ only in capitals: A is for `abc`, B for `aBc`",
            ),
            (
                "abc",
                "a\u{200b}bc",
                "The IDs look alike and differ in characters that cannot be seen: A is for `abc`, B for `a\u{200b}bc`",
            ),
            (
                "abc",
                "abc ",
                "The IDs look alike and differ in characters that cannot be seen: A is for `abc`, B for `abc `",
            ),
            (
                "abcdefghij",
                "abcdefgh",
                "B has only the first 8 of the 10 characters of the ID of A: A is for `abcdefghij`, B for `abcdefgh`",
            ),
            (
                "abcdeO",
                "abcde0",
                "The IDs differ in one character, number 6, `O` in A and `0` in B: A is for `abcdeO`, B for `abcde0`",
            ),
        ] {
            let claims = |id: &str| format!(r#"{{"sub":"{id}"}}"#);
            assert_eq!(says(&claims(a), &claims(b))[0], words);
        }
        assert_eq!(
            says("{}", r#"{"sub":"abc"}"#)[0],
            "A has no `sub`, B is for the ID `abc`"
        );
    }

    #[test]
    fn algorithms_and_restrictions_are_named() {
        let hs = token_of(r#"{"alg":"HS256","typ":"JWT"}"#, "{}");
        assert_eq!(
            of_texts(&token("{}"), &hs, &[])[0],
            "A is signed with `RS256`, B with `HS256`; Mux takes `RS256` alone"
        );
        let with = |id: &str| format!(r#"{{"playback_restriction_id":"{id}"}}"#);
        assert_eq!(
            says("{}", &with("R")),
            ["B must pass the restriction `R`; A has none"]
        );
        assert_eq!(
            says(&with("R"), &with("S")),
            ["A must pass the restriction `R`, B the restriction `S`"]
        );
    }

    #[test]
    fn a_broken_token_is_told_first() {
        let sound = token(r#"{"sub":"ID"}"#);
        let cut_off = &sound[..sound.len() - 345];
        let words = of_texts(&sound, cut_off, &[]);
        assert!(
            words[0].starts_with("B is broken, A is sound: "),
            "{words:?}"
        );
        assert!(of_texts(cut_off, cut_off, &[]).is_empty());
    }

    #[test]
    fn producers_are_told_last() {
        let node = token_of(
            r#"{"alg":"RS256"}"#,
            r#"{"kid":"K","sub":"I","aud":"v","exp":1}"#,
        );
        let php = token_of(
            r#"{"typ":"JWT","alg":"RS256"}"#,
            r#"{"sub":"I","aud":"v","exp":1,"kid":"K"}"#,
        );
        assert_eq!(
            of_texts(&node, &php, &[]).last().map(String::as_str),
            Some("~ A was probably written by mux-node 8 to 13, B by php-jwt")
        );
    }

    #[test]
    fn texts_that_differ_always_have_a_difference() {
        let sound = token(r#"{"sub":"ID"}"#);
        let mut texts = vec![
            sound.clone(),
            format!("{sound}="),
            format!("{sound}.x"),
            sound.replace('.', ".."),
            format!("{}A", &sound[..sound.len() - 1]),
            format!("{}B", &sound[..sound.len() - 1]),
            sound[..sound.len() - 1].to_owned(),
            "eyJhbGciOiJSUzI1NiJ9.eyJ".to_owned(),
            "eyJhbGciOiJSUzI1NiJ9.eyK".to_owned(),
        ];
        for header in [
            r#"{"alg":"RS256"}"#,
            r#"{"alg":1}"#,
            r#"{"kid":1}"#,
            "[]",
            "{}",
        ] {
            for claims in [
                "{}",
                r#"{"sub":1}"#,
                r#"{"exp":1.5}"#,
                r#"{"kid":2}"#,
                r#"{"aud":null}"#,
                "1",
            ] {
                texts.push(token_of(header, claims));
            }
        }
        for a in &texts {
            for b in &texts {
                let same = of_texts(a, b, &[]).is_empty();
                assert_eq!(same, a == b, "{a} {b}");
            }
        }
    }
}
