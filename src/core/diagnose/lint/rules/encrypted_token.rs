//! The token has five parts: it is encrypted, or two tokens are joined.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    json::Value,
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "encrypted-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token has the five parts of an encrypted token",
    explanation: "Mux accepts signed tokens, which have three parts. An encrypted token (JWE, RFC 7516) has five, and \
                  without its key Mux cannot read it either.",
    docs: JWS,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.token.is_encrypted() {
        return Vec::new();
    }
    let encryption = subject.header().and_then(|header| header.get("enc"));
    let (message, hint) = match encryption {
        Some(enc) => (
            format!(
                "The token has five parts: it is encrypted with `{}`, not signed",
                Value::plain(enc)
            ),
            "Sign it with RS256 instead, which libraries call JWS or signing.",
        ),
        None => (
            "The token has five parts, but a signed token has three".to_owned(),
            "If these are two tokens without a space between them, copy only one. Otherwise sign again with RS256.",
        ),
    };
    vec![RULE.found(message, hint).with_fix(Fix::SignAgain)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::{
        rules::{not_base64url, not_json, truncated_token, wrong_algorithm},
        testing::{NOTHING, claims, text},
    };

    /// `{"alg":"dir","enc":"A256GCM"}`, with an empty second part, and three made-up parts.
    const ENCRYPTED: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA";

    #[test]
    fn five_parts_are_reported() {
        assert_eq!(
            text(ENCRYPTED).says(&RULE),
            ["The token has five parts: it is encrypted with `A256GCM`, not signed"]
        );
        // The signature of the first token is joined to the header of the second.
        assert_eq!(
            text("eyJhbGciOiJSUzI1NiJ9.e30.AAAAeyJhbGciOiJSUzI1NiJ9.e30.AAAA").says(&RULE),
            ["The token has five parts, but a signed token has three"]
        );
    }

    #[test]
    fn other_part_counts_are_ignored() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        for parts in ["e30", "e30.e30", "e30.e30.AA.AA", "e30.e30.AA.AA.AA.AA"] {
            assert_eq!(text(parts).says(&RULE), NOTHING);
        }
    }

    #[test]
    fn structural_rules_ignore_encrypted_tokens() {
        for rule in [
            truncated_token::RULE,
            not_base64url::RULE,
            not_json::RULE,
            wrong_algorithm::RULE,
        ] {
            assert_eq!(text(ENCRYPTED).says(&rule), NOTHING, "{}", rule.id);
        }
    }
}
