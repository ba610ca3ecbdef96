//! `custom` may contain personal data.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "personal-data",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "`custom` may contain personal data",
    explanation: "A token is not encrypted: anyone who sees the URL can read it, and URLs end up in logs, histories \
                  and other services. Mux asks to keep personal data out of `custom`.",
    docs: SECURE,
    check,
};

/// At most this many places are named.
const NAMED: usize = 3;

/// Names of members with personal data, in lower-case letters only.
const NAMES: [&str; 16] = [
    "email",
    "emailaddress",
    "mail",
    "phone",
    "phonenumber",
    "mobile",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "givenname",
    "familyname",
    "birthday",
    "birthdate",
    "dateofbirth",
    "ssn",
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut places = Vec::new();
    if let Some(custom) = subject.claim("custom") {
        look(custom, "custom", &mut places);
    }
    let Some((_, what)) = places.first() else {
        return Vec::new();
    };
    // The data itself is not repeated: the report may be shared.
    let shown: Vec<_> = places
        .iter()
        .take(NAMED)
        .map(|(place, _)| format!("`{}`", shortened(place, 60)))
        .collect();
    let message = match places.len() {
        1 => format!("{} looks like {what}", shown[0]),
        n if n > NAMED => format!(
            "{} and {} more look like personal data",
            shown.join(", "),
            n - NAMED
        ),
        _ => format!("{} look like personal data", shown.join(" and ")),
    };
    vec![
        RULE.found(
            message,
            "Use an ID that only you can resolve: anyone with the URL can read the token.",
        )
        .at("custom"),
    ]
}

/// The places of personal data in a value, and its kinds.
fn look(value: &Value, place: &str, places: &mut Vec<(String, &'static str)>) {
    match value {
        Value::String(text) => {
            if let Some(what) = personal(text) {
                places.push((place.to_owned(), what));
            }
        }
        Value::Array(items) => {
            for item in items {
                look(item, place, places);
            }
        }
        Value::Object(object) => {
            for (name, value) in object.iter() {
                let inner = format!("{}.{}", shortened(place, 60), shortened(name, 60));
                let is_filled = match value {
                    Value::String(text) => !text.is_empty(),
                    Value::Number(_) => true,
                    _ => false,
                };
                let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
                if is_filled && NAMES.contains(&letters.to_ascii_lowercase().as_str()) {
                    places.push((inner, "personal data"));
                } else {
                    look(value, &inner, places);
                }
            }
        }
        _ => {}
    }
}

fn personal(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() > 254 {
        return None;
    }
    if is_email(text) {
        return Some("an email address");
    }
    is_phone_number(text).then_some("a phone number")
}

fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || "._%+-".contains(c))
    };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    !name.is_empty()
        && is_plain(name)
        && is_plain(domain)
        && !domain.starts_with('.')
        && top.is_some_and(|top| top.len() >= 2 && top.chars().all(char::is_alphabetic))
}

/// A number that starts with a plus or a parenthesis: bare digits are usually an ID or a time.
fn is_phone_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with(['+', '('])
        && (8..=15).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+()-. /".contains(c))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn place_is_named_without_the_data() {
        for (custom, says) in [
            (
                r#"{"user":"ada@example.com"}"#,
                "`custom.user` looks like an email address",
            ),
            (
                r#"{"a":[{"b":"+49 (30) 123456-78"}]}"#,
                "`custom.a.b` looks like a phone number",
            ),
            (
                r#"{"first_name":"Ada","lastName":"L"}"#,
                "`custom.first_name` and `custom.lastName` look like personal data",
            ),
            (
                r#"{"a":"a@b.co","c":"a@b.co","d":"a@b.co","e":"a@b.co"}"#,
                "`custom.a`, `custom.c`, `custom.d` and 1 more look like personal data",
            ),
            (
                r#""ada@example.com""#,
                "`custom` looks like an email address",
            ),
        ] {
            let text = format!(r#"{{"custom":{custom}}}"#);
            assert_eq!(claims(&text).says(&RULE), [says]);
        }
    }

    #[test]
    fn anonymous_values_are_fine() {
        for custom in [
            "{}",
            r#"{"session":"a\"b","list":[1,-2.5,null,false,{}]}"#,
            r#"{"user_id":"8f14e45f-ceea","viewer":123456789012,"n":"123456789012"}"#,
            r#"{"at":"2026-11-22T06:50:45+01:00","version":"1.2.3","ip":"192.0.2.1"}"#,
            r#"{"handle":"@ada","mention":"mux@home","query":"a@b","url":"https://u@example.com/x"}"#,
            r#"{"email":"","phone":null,"name":"trailer"}"#,
            r#"{"diff":"+5","brackets":"(12)","plus":"+1 + 2"}"#,
        ] {
            let text = format!(r#"{{"custom":{custom}}}"#);
            assert_eq!(claims(&text).says(&RULE), NOTHING, "{custom}");
        }
        assert_eq!(claims(r#"{"user":"ada@example.com"}"#).says(&RULE), NOTHING);
    }
}
