//! Headers and payloads as programs print them without braces of JSON: `[sub] => x` of PHP, `map[sub:x …]` of Go,
//! `{sub=x, …}` of Java, lines of YAML.

use memchr::memmem;

use crate::core::{
    json::{Number, Object, Value},
    mux::{
        audience::Audience,
        claims::{explain_claim, explain_header},
        id::is_mux_id,
    },
};

/// The maximum length of a name.
const MAX_NAME: usize = 32;

/// The maximum length of a value.
const MAX_VALUE: usize = 300;

/// The members that are only in headers.
const HEADER: [&str; 3] = ["alg", "typ", "cty"];

/// The first header and payload for Mux that are printed in a text.
pub(super) fn header_and_payload(text: &str) -> Option<(Option<Object>, Object)> {
    // Most texts end here.
    memmem::find_iter(text.as_bytes(), b"sub").find(|at| after_sign(&text[at + 3..]).is_some())?;
    let (mut header, mut payload) = (Object::default(), Object::default());
    let mut is_header = false;
    let pairs = pairs(text);
    for (at, (name, value)) in pairs.iter().enumerate() {
        let is_before_header = || {
            let next = pairs.get(at + 1).map(|(name, _)| name.as_str());
            at == 0 && next.is_some_and(|next| HEADER.contains(&next))
        };
        is_header =
            HEADER.contains(&name.as_str()) || (name == "kid" && (is_header || is_before_header()));
        let part = if is_header { &mut header } else { &mut payload };
        if !part.contains(name) {
            part.push(name.clone(), value.clone());
        }
    }
    let audience = payload.str("aud").and_then(Audience::from_claim);
    let is_for_mux = audience.is_some() || payload.str("sub").is_some_and(is_mux_id);
    let is_payload =
        payload.str("sub").is_some() && (payload.contains("aud") || payload.contains("exp"));
    let header = (!header.is_empty()).then_some(header);
    (is_payload && is_for_mux).then_some((header, payload))
}

/// The members that tokens for Mux have, with their values.
fn pairs(text: &str) -> Vec<(String, Value)> {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.bytes().position(is_word) {
        rest = &rest[start..];
        let len = rest.bytes().position(|b| !is_word(b));
        let len = len.unwrap_or(rest.len());
        let (name, after) = rest.split_at(len);
        rest = after;
        let Some(written) = after_sign(after).filter(|_| name.len() <= MAX_NAME) else {
            continue;
        };
        let is_known = explain_claim(name, None).is_some() || explain_header(name).is_some();
        if is_known && let Some((value, after)) = value(written) {
            pairs.push((name.to_owned(), value));
            rest = after;
        }
    }
    pairs
}

/// What follows the sign between a name and its value.
fn after_sign(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['"', '\'', ']']);
    text.strip_prefix('\t').or_else(|| {
        let text = text.trim_start_matches(' ');
        ["=>", ":", "="]
            .into_iter()
            .find_map(|sign| text.strip_prefix(sign))
    })
}

/// The value at the start of a text, and the text behind it. A bare word is a variable of code, and no value.
fn value(text: &str) -> Option<(Value, &str)> {
    let text = without_type(text.trim_start());
    let text = &text[..text.floor_char_boundary(MAX_VALUE)];
    if let Some(list) = text.strip_prefix('[') {
        let (items, after) = list.split_once(']')?;
        let items = items
            .split(',')
            .map(|item| item.trim_matches([' ', '"', '\'']));
        let items = items.map(|item| Value::String(item.to_owned()));
        return Some((Value::Array(items.collect()), after));
    }
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let (value, after) = inner.split_once(quote)?;
            return Some((Value::String(value.to_owned()), after));
        }
    }
    let end = |c: char| c.is_whitespace() || ",;)]}".contains(c);
    let (word, after) = text.split_at(text.find(end).unwrap_or(text.len()));
    let value = number(word).map(Value::Number).or_else(|| {
        let is_value = word.chars().all(|c| c.is_ascii_alphanumeric())
            && (Audience::from_claim(word).is_some()
                || word.contains(|c: char| c.is_ascii_digit())
                || word == "JWT");
        is_value.then(|| Value::String(word.to_owned()))
    })?;
    Some((value, after))
}

/// Strips the type that `var_dump` of PHP writes: `string(45) "x"`, `int(9)`.
fn without_type(text: &str) -> &str {
    let Some((name, after)) = text.split_once('(') else {
        return text;
    };
    match name {
        "int" | "float" => after,
        "string" => after.split_once(") ").map_or(text, |(_, value)| value),
        _ => text,
    }
}

/// A number; Go prints those of JSON with an exponent.
fn number(word: &str) -> Option<Number> {
    let whole = |number: f64| number.fract() == 0.0 && number.abs() < 1e15;
    match word.parse::<f64>() {
        Ok(value) if word.contains('e') && whole(value) => Number::parse(&format!("{value:.0}")),
        _ => Number::parse(word),
    }
}

#[cfg(test)]
mod tests {
    use super::header_and_payload;

    const ID: &str = "nhs4teMUlz5t7ED02gK2oitE2mO3jhJTd02EBuYQMmhTA";

    #[test]
    fn printed_claims_are_read_in_every_notation() {
        for text in [
            "stdClass Object\n(\n    [sub] => ID\n    [aud] => v\n    [exp] => 1796208700\n    [kid] => K1\n)\n",
            "object(stdClass)#1 (4) {\n  [\"sub\"]=>\n  string(45) \"ID\"\n  [\"aud\"]=>\n  string(1) \"v\"\n  [\"exp\"]=>\n  int(1796208700)\n  [\"kid\"]=>\n  string(2) \"K1\"\n}\n",
            "map[aud:v exp:1.7962087e+09 kid:K1 sub:ID]",
            "{sub=ID, aud=v, exp=1796208700, kid=K1}",
            "sub: ID\naud: v\nexp: 1796208700\nkid: K1\n",
            "sub\tID\naud\tv\nexp\t1796208700\nkid\tK1\n",
            "[\"sub\": \"ID\", \"aud\": \"v\", \"exp\": 1796208700, \"kid\": \"K1\"]",
            "{ alg = RS256, typ = JWT }.{ sub = ID, aud = v, exp = 1796208700, kid = K1 }",
        ] {
            let text = text.replace("ID", ID);
            let (_, payload) = header_and_payload(&text).expect(&text);
            let strings = ["sub", "aud", "kid"].map(|name| payload.str(name));
            assert_eq!(strings, [Some(ID), Some("v"), Some("K1")], "{text}");
            let exp = payload.get("exp").map(ToString::to_string);
            assert_eq!(exp.as_deref(), Some("1796208700"), "{text}");
        }
    }

    #[test]
    fn key_id_next_to_the_algorithm_is_in_the_header() {
        for text in [
            "alg: RS256\nkid: K1\n---\nsub: ID\naud: v\nexp: 9\n",
            "kid=K1 alg=RS256 sub=ID aud=v exp=9",
        ] {
            let (header, payload) = header_and_payload(&text.replace("ID", ID)).expect(text);
            assert!(
                header.is_some_and(|header| header.str("kid") == Some("K1")),
                "{text}"
            );
            assert!(!payload.contains("kid"), "{text}");
        }
    }

    #[test]
    fn code_and_other_systems_are_ignored() {
        for text in [
            "payload = {'sub': playback_id, 'aud': 'v', 'exp': expires}",
            "claims.sub = id; claims.aud = audience; claims.exp = now + 3600;",
            "level=info sub=user42 aud=api.example.com exp=1796208700",
            "sub: ID",
            "aud: v\nexp: 9\n",
            "sub:",
            "sub=[",
            "",
        ] {
            assert_eq!(header_and_payload(&text.replace("ID", ID)), None, "{text}");
        }
    }
}
