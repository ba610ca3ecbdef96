//! No loaded key could check the signature.

use super::SECURE;
use crate::core::{
    lint::{Basis, Finding, Rule, Severity, Subject},
    verify::{Signature, Unchecked},
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
    let wanted = subject.token.key_id();
    let (message, hint) = match (why, wanted) {
        // What is broken or of another algorithm has a finding of its own.
        (Unchecked::Broken | Unchecked::Algorithm, _) => return Vec::new(),
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
        (Unchecked::SmallKey, _) => (
            "The signature was not checked: the loaded key is shorter than 2048 bits".to_owned(),
            "Load the key that Mux made; it has 2048 bits.",
        ),
    };
    vec![RULE.found(message, hint).at("signature")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        key::Key,
        lint::testing::{NOTHING, claims, header, text},
    };

    #[test]
    fn names_the_key_that_is_needed() {
        assert_eq!(
            claims(r#"{"kid":"K"}"#).says(&RULE),
            ["The signature was not checked: no key is loaded, and it needs `K`"]
        );
        assert_eq!(
            claims(r#"{"kid":"K"}"#).with_key(Key::demo()).says(&RULE),
            ["The signature was not checked: the key `K` is not loaded"]
        );
    }

    #[test]
    fn a_broken_token_has_a_finding_of_its_own() {
        assert_eq!(text("e30").says(&RULE), NOTHING);
        assert_eq!(header(r#"{"alg":"none"}"#).says(&RULE), NOTHING);
    }
}
