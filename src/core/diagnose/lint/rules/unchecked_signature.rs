//! No loaded key could verify the signature.

use super::{access_token_as_key, bad_signature, unknown_key_id};
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    token::verify::{Signature, Unchecked},
};

pub(super) const RULE: Rule = Rule {
    id: "unchecked-signature",
    severity: Severity::Info,
    basis: Basis::Documented,
    title: "the signature was not checked",
    explanation: "A signature can only be verified with the signing key or its public half. Without it everything \
                  else is still checked, but whether Mux accepts the token remains unknown.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Signature::Unchecked(why) = subject.signature else {
        return Vec::new();
    };
    // Other rules report how the signature was created, or which key it needs.
    if bad_signature::is_its(subject)
        || !unknown_key_id::RULE.check(subject).is_empty()
        || access_token_as_key::id(subject).is_some()
    {
        return Vec::new();
    }
    let wanted = subject.token.key_id();
    let (message, hint) = match (why, wanted) {
        // Other rules report malformed tokens, other algorithms and small keys.
        (Unchecked::Broken | Unchecked::Algorithm | Unchecked::SmallKey, _) => return Vec::new(),
        (Unchecked::NoKey, Some(kid)) => (
            format!("The signature was not checked: no key is loaded, and the token needs `{kid}`"),
            "Load this key, or its public half, to check it.",
        ),
        (Unchecked::NoKey, None) => (
            "The signature was not checked: no key is loaded".to_owned(),
            "Load the key to check it.",
        ),
        (Unchecked::OtherKey, kid) => (
            format!(
                "The signature was not checked: the key `{}` is not loaded",
                kid.unwrap_or_default()
            ),
            "Load this key, or correct the ID of the loaded one.",
        ),
    };
    vec![RULE.found(message, hint).at("signature")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims, header, text},
        key::Key,
    };

    #[test]
    fn needed_key_is_named() {
        assert_eq!(
            claims(r#"{"kid":"K"}"#).says(&RULE),
            ["The signature was not checked: no key is loaded, and the token needs `K`"]
        );
        assert_eq!(
            claims("{}").says(&RULE),
            ["The signature was not checked: no key is loaded"]
        );
    }

    #[test]
    fn other_key_id_is_ignored() {
        let case = claims(r#"{"kid":"K"}"#).with_key(Key::demo());
        assert_eq!(case.says(&RULE), NOTHING);
    }

    #[test]
    fn malformed_token_is_ignored() {
        assert_eq!(text("e30").says(&RULE), NOTHING);
        assert_eq!(header(r#"{"alg":"none"}"#).says(&RULE), NOTHING);
    }
}
