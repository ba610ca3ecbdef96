//! The input has the decoded header and payload in place of the token.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "decoded-token",
    severity: Severity::Info,
    basis: Basis::Documented,
    title: "the token is decoded, without its signature",
    explanation: "Tools such as jwt.io show the header and the payload of a token as JSON. The signature is missing, so \
                  it is unknown whether it verifies; the claims are judged like those of a token.",
    docs: JWS,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.request.is_decoded {
        return Vec::new();
    }
    let what = if subject.header().is_some() {
        "the decoded header and payload of a token"
    } else {
        "the decoded payload of a token"
    };
    vec![RULE.found(
        format!("This is {what}: the signature is missing, so it cannot be verified"),
        "Paste the token itself, which begins with `eyJ`, to check its signature.",
    )]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, in_text};

    #[test]
    fn decoded_parts_are_reported() {
        for (input, says) in [
            (
                r#"{"header":{"alg":"RS256"},"payload":{"sub":"x","aud":"v","exp":9}}"#,
                "This is the decoded header and payload of a token: the signature is missing, so it cannot be verified",
            ),
            (
                r#"{"sub":"x","aud":"v","exp":9}"#,
                "This is the decoded payload of a token: the signature is missing, so it cannot be verified",
            ),
        ] {
            assert_eq!(in_text(input, &RULE), [says]);
        }
    }

    #[test]
    fn token_is_not_decoded() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
