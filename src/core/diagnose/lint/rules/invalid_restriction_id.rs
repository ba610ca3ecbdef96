//! `playback_restriction_id` is not an ID.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    mux::{
        id::{is_placeholder, is_unset, is_uuid},
        params::RESTRICTION,
    },
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "invalid-restriction-id",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "`playback_restriction_id` is not the ID of a restriction",
    explanation: "`playback_restriction_id` is the ID that Mux returned when the restriction was created, not a \
                  domain of its list. What Mux does with a token that names no existing restriction is not documented: \
                  it probably rejects every request. The usual cause is a variable that was not set.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(value) = subject.claim(RESTRICTION) else {
        return Vec::new();
    };
    // Whatever it looks like, the user has a restriction with this ID.
    let shown = subject.evidence.restriction.as_ref();
    if value
        .as_str()
        .is_some_and(|id| shown.is_some_and(|shown| shown.is_named(id)))
    {
        return Vec::new();
    }
    let (probably, what, hint) = match (certainly(value), value.as_str()) {
        (Some((what, hint)), _) => ("", what, hint),
        (None, Some(id)) if is_strange(id) => ("probably ", quoted(id), OTHER),
        _ => return Vec::new(),
    };
    vec![
        RULE.found(
            format!("`{RESTRICTION}` is {what}, {probably}not the ID of a restriction"),
            hint,
        )
        .at(RESTRICTION)
        .with_fix(Fix::RemoveClaim(RESTRICTION.to_owned()))
        .depends_on(format!(
            "what Mux does with a `{RESTRICTION}` that is not an ID"
        )),
    ]
}

const UNSET: &str = "The variable with the ID was probably not set. Set it, or omit the claim if there is no restriction.";
const FROM_LIST: &str = "The allowed domains are in the restriction at Mux. Set the claim to the ID of that restriction.";
const OTHER: &str = "Set it to the ID that Mux returned for the restriction, or remove it.";

fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, 60))
}

/// Whether an ID has not the form that Mux's IDs have.
fn is_strange(id: &str) -> bool {
    let is_number = id.bytes().all(|b| b.is_ascii_digit());
    is_number || id.contains(|c: char| !c.is_ascii_alphanumeric())
}

/// What the claim is in place of an ID, if it certainly is not one, and what to do about it.
fn certainly(value: &Value) -> Option<(String, &'static str)> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Null => return Some(("null".to_owned(), UNSET)),
        Value::Number(_) | Value::Bool(_) => {
            return Some((quoted(&value.plain()), OTHER));
        }
        other => return Some((other.kind().to_owned(), OTHER)),
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(("empty".to_owned(), UNSET));
    }
    let shown = quoted(trimmed);
    if is_unset(trimmed) {
        return Some((shown, UNSET));
    }
    if is_placeholder(trimmed) {
        return Some((format!("the placeholder {shown}"), UNSET));
    }
    if trimmed.contains('@') {
        return Some(("an email address".to_owned(), OTHER));
    }
    if trimmed.contains("://") || trimmed.contains('/') {
        return Some((format!("the URL {shown}"), FROM_LIST));
    }
    if trimmed.contains(['.', '*']) || trimmed.eq_ignore_ascii_case("localhost") {
        return Some((format!("the domain {shown}"), FROM_LIST));
    }
    if is_uuid(trimmed) {
        return Some((format!("the UUID {shown}"), OTHER));
    }
    let has_space = text != trimmed || trimmed.contains(char::is_whitespace);
    has_space.then(|| (format!("{shown}, with white space"), OTHER))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::{
        rules::invalid_param,
        testing::{NOTHING, claims},
    };

    #[test]
    fn what_is_not_an_id_is_named() {
        for (value, says) in [
            (r#""undefined""#, "`undefined`"),
            (r#""null""#, "`null`"),
            (r#""None""#, "`None`"),
            ("null", "null"),
            (r#""""#, "empty"),
            (r#""  ""#, "empty"),
            (r#""[object Object]""#, "`[object Object]`"),
            (
                r#""YOUR_RESTRICTION_ID""#,
                "the placeholder `YOUR_RESTRICTION_ID`",
            ),
            (r#""${RESTRICTION}""#, "the placeholder `${RESTRICTION}`"),
            (
                r#""<restriction-id>""#,
                "the placeholder `<restriction-id>`",
            ),
            (r#""example.com""#, "the domain `example.com`"),
            (r#""*.example.com""#, "the domain `*.example.com`"),
            (
                r#""https://example.com/""#,
                "the URL `https://example.com/`",
            ),
            (r#""ada@example.com""#, "an email address"),
            (
                r#""0b6c9a52-2b44-4c0c-8a7e-2a3b4c5d6e7f""#,
                "the UUID `0b6c9a52-2b44-4c0c-8a7e-2a3b4c5d6e7f`",
            ),
            (r#""abc def""#, "`abc def`, with white space"),
            (r#""abcdef\n""#, "`abcdef`, with white space"),
            ("7", "`7`"),
            ("true", "`true`"),
            (r#"["R"]"#, "a list"),
            (r#""12345""#, "`12345`, probably"),
            (r#""web-only""#, "`web-only`, probably"),
        ] {
            let text = format!(r#"{{"aud":"v","playback_restriction_id":{value}}}"#);
            let case = claims(&text);
            let findings = case.findings(&RULE);
            assert_eq!(findings.len(), 1, "{value}");
            let message = &findings[0].message;
            let start = format!("`playback_restriction_id` is {says}");
            assert!(message.starts_with(&start), "{message}");
            assert!(
                message.ends_with("not the ID of a restriction"),
                "{message}"
            );
            assert!(findings[0].depends_on.is_some());
            assert_eq!(case.says(&invalid_param::RULE), NOTHING, "{value}");
        }
    }

    #[test]
    fn ids_are_fine() {
        for value in [
            r#""YYfGvYCi01L5M7qoV8ioYGTmvuJa02SpQBJx4MstpVaXU""#,
            r#""JL88SKXTr7r2t9tovH7SoYS8iLBVsjZ2qTuFS8NGAQY""#,
            r#""R""#,
        ] {
            let text = format!(r#"{{"aud":"v","playback_restriction_id":{value}}}"#);
            assert_eq!(claims(&text).says(&RULE), NOTHING, "{value}");
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
