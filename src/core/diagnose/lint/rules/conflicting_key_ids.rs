//! Header and payload name different keys.

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
    token::{forensics::SignedBy, verify::Signature},
};

pub(super) const RULE: Rule = Rule {
    id: "conflicting-key-ids",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "header and payload name different keys",
    explanation: "Mux reads the key ID from the header or the payload. Which one it uses if they differ is not \
                  documented, so the token probably works or fails by chance. mux-node 7 creates such tokens when \
                  `kid` is passed as a parameter.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some((header, payload)) = both(subject) else {
        return Vec::new();
    };
    let (in_header, in_payload) = (header.plain(), payload.plain());
    let made = signer(subject).map_or_else(String::new, |signer| {
        let place = if signer == in_header {
            "header"
        } else {
            "payload"
        };
        format!("; the signature comes from the one in the {place}")
    });
    let message = format!(
        "The header names the key `{in_header}`, and the payload names `{in_payload}`{made}"
    );
    vec![
        RULE.found(
            message,
            "Set the key ID once, in the payload or in the header.",
        )
        .at("kid")
        .with_fix(Fix::SignAgain)
        .depends_on("which of the two key IDs Mux reads"),
    ]
}

/// The two key IDs, if they differ.
fn both<'a>(subject: &Subject<'a>) -> Option<(&'a Value, &'a Value)> {
    let header = subject.token.header.object()?.get("kid")?;
    let payload = subject.token.claims()?.get("kid")?;
    // An empty ID is ignored.
    let is_empty = |kid: &Value| kid.as_str() == Some("");
    (header != payload && !is_empty(header) && !is_empty(payload)).then_some((header, payload))
}

/// The key ID, of the two, whose key created the signature.
fn signer<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let key = match (subject.signature, subject.made) {
        (Signature::Verified { key }, _) => *key,
        (_, Some(SignedBy::ByKey { key, algorithm })) if subject.names_algorithm(algorithm) => *key,
        _ => return None,
    };
    let (header, payload) = both(subject)?;
    let id = subject.keys.get(key)?.id.as_deref()?;
    [header, payload]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|kid| *kid == id)
}

/// Whether one of the two keys created the signature, so that the signature is not wrong.
pub(super) fn has_signer(subject: &Subject<'_>) -> bool {
    signer(subject).is_some()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::{
            rules::{bad_signature, unknown_key_id},
            testing::{NOTHING, signed, text, token},
        },
        key::Key,
    };

    const HEADER: &str = r#"{"alg":"RS256","kid":"A"}"#;

    #[test]
    fn both_key_ids_are_named() {
        let says = |header: &str, claims: &str| text(&token(header, claims)).says(&RULE);
        assert_eq!(
            says(HEADER, r#"{"kid":"B"}"#),
            ["The header names the key `A`, and the payload names `B`"]
        );
        assert_eq!(
            says(HEADER, r#"{"kid":7}"#),
            ["The header names the key `A`, and the payload names `7`"]
        );
    }

    #[test]
    fn equal_and_empty_ids_do_not_conflict() {
        for (header, claims) in [
            (HEADER, r#"{"kid":"A"}"#),
            (HEADER, r#"{"kid":""}"#),
            (HEADER, "{}"),
            (r#"{"alg":"RS256"}"#, r#"{"kid":"B"}"#),
        ] {
            assert_eq!(text(&token(header, claims)).says(&RULE), NOTHING);
        }
    }

    #[test]
    fn signature_of_either_key_is_not_bad() {
        let key = |id: &str| {
            Key::read(crate::core::diagnose::lint::testing::key_pem().as_bytes())
                .expect("a key")
                .with_id(id)
        };
        let case = signed(&key("B"), HEADER, r#"{"kid":"B"}"#).with_key(key("B"));
        assert_eq!(
            case.says(&RULE),
            [
                "The header names the key `A`, and the payload names `B`; the signature comes from the one in the \
                 payload"
            ]
        );
        assert_eq!(case.says(&unknown_key_id::RULE), NOTHING);
        let case = case.with_key(Key::demo().with_id("A"));
        assert_eq!(case.says(&bad_signature::RULE), NOTHING);
        let case = signed(&key("A"), HEADER, r#"{"kid":"B"}"#).with_key(key("A"));
        assert_eq!(
            case.says(&RULE),
            [
                "The header names the key `A`, and the payload names `B`; the signature comes from the one in the \
                 header"
            ]
        );
    }
}
