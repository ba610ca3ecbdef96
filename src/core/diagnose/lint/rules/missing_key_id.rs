//! `kid` is in neither header nor payload.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "missing-key-id",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "no key ID in header or payload",
    explanation: "Mux looks up the public key by the key ID, `kid`, in the header or in the payload; its own samples \
                  use either. Without it Mux cannot verify the signature.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let (Some(header), Some(claims)) = (subject.header(), subject.claims()) else {
        return Vec::new();
    };
    if subject.token.key_id().is_some() {
        return Vec::new();
    }
    let message = match header.get("kid").or_else(|| claims.get("kid")) {
        None => "The token has no key ID: `kid` is missing".to_owned(),
        Some(kid) if kid.as_str() == Some("") => {
            "The token has no key ID: `kid` is empty".to_owned()
        }
        Some(kid) => format!("The token has no key ID: `kid` is {}", kid.kind()),
    };
    let hint = "Add `kid` with the ID of the signing key to the header or the payload.";
    vec![RULE.found(message, hint).at("kid").with_fix(Fix::SignAgain)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, header, text};

    #[test]
    fn either_place_is_accepted() {
        assert_eq!(claims(r#"{"kid":"K"}"#).says(&RULE), NOTHING);
        assert_eq!(header(r#"{"alg":"RS256","kid":"K"}"#).says(&RULE), NOTHING);
    }

    #[test]
    fn wrong_value_is_named() {
        assert_eq!(
            claims("{}").says(&RULE),
            ["The token has no key ID: `kid` is missing"]
        );
        assert_eq!(
            claims(r#"{"kid":""}"#).says(&RULE),
            ["The token has no key ID: `kid` is empty"]
        );
        assert_eq!(
            claims(r#"{"kid":7}"#).says(&RULE),
            ["The token has no key ID: `kid` is a number"]
        );
    }

    #[test]
    fn unreadable_payload_is_ignored() {
        assert_eq!(text("eyJhbGciOiJSUzI1NiJ9.AAAA.AAAA").says(&RULE), NOTHING);
    }
}
