//! No loaded key could check the signature.

use super::{SECURE, bad_signature, unknown_key_id};
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    token::verify::{Signature, Unchecked},
};

pub(super) const RULE: Rule = Rule {
    id: "unchecked-signature",
    severity: Severity::Info,
    basis: Basis::Documented,
    title: "the signature was not checked",
    explanation: "Only the signing key, or its public half, can tell whether a signature is right. Without it \
                  everything else is still checked, and whether Mux accepts the token stays open.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Signature::Unchecked(why) = subject.signature else {
        return Vec::new();
    };
    // Whatever the key would say, it is known how the signature was made, or which key it needs.
    if bad_signature::is_its(subject) || !unknown_key_id::RULE.check(subject).is_empty() {
        return Vec::new();
    }
    let wanted = subject.token.key_id();
    let (message, hint) = match (why, wanted) {
        // What is broken or of another algorithm has a finding of its own, and so has a small key.
        (Unchecked::Broken | Unchecked::Algorithm | Unchecked::SmallKey, _) => return Vec::new(),
        (Unchecked::NoKey, Some(kid)) => (
            format!("The signature was not checked: no key is loaded, and it needs `{kid}`"),
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
    fn names_the_key_that_is_needed() {
        assert_eq!(
            claims(r#"{"kid":"K"}"#).says(&RULE),
            ["The signature was not checked: no key is loaded, and it needs `K`"]
        );
        assert_eq!(
            claims("{}").says(&RULE),
            ["The signature was not checked: no key is loaded"]
        );
    }

    #[test]
    fn a_key_of_another_id_is_left_to_its_own_rule() {
        let case = claims(r#"{"kid":"K"}"#).with_key(Key::demo());
        assert_eq!(case.says(&RULE), NOTHING);
    }

    #[test]
    fn a_broken_token_has_a_finding_of_its_own() {
        assert_eq!(text("e30").says(&RULE), NOTHING);
        assert_eq!(header(r#"{"alg":"none"}"#).says(&RULE), NOTHING);
    }
}
