//! Five parts: the token is encrypted, or two run into each other.

use super::JWS;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::Value,
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "encrypted-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token has the five parts of an encrypted one",
    explanation: "Mux takes signed tokens, which have three parts. An encrypted token (JWE, RFC 7516) has five, and \
                  nobody without its key can read what is in it, Mux included.",
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
                "The token has five parts: it is encrypted, with `{}`, and not signed",
                Value::plain(enc)
            ),
            "Sign it with RS256 instead; libraries call that JWS, or just signing.",
        ),
        None => (
            "The token has five parts, and a signed one has three".to_owned(),
            "If two tokens stand here without a space between them, copy one; else sign it anew with RS256.",
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

    /// `{"alg":"dir","enc":"A256GCM"}`, which leaves the second part empty, and three parts of noise.
    const ENCRYPTED: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA";

    #[test]
    fn five_parts_are_told_for_what_they_are() {
        assert_eq!(
            text(ENCRYPTED).says(&RULE),
            ["The token has five parts: it is encrypted, with `A256GCM`, and not signed"]
        );
        // The signature of the first has run into the header of the second.
        assert_eq!(
            text("eyJhbGciOiJSUzI1NiJ9.e30.AAAAeyJhbGciOiJSUzI1NiJ9.e30.AAAA").says(&RULE),
            ["The token has five parts, and a signed one has three"]
        );
    }

    #[test]
    fn any_other_number_of_parts_is_left_alone() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        for parts in ["e30", "e30.e30", "e30.e30.AA.AA", "e30.e30.AA.AA.AA.AA"] {
            assert_eq!(text(parts).says(&RULE), NOTHING);
        }
    }

    #[test]
    fn its_parts_are_not_those_of_a_signed_token() {
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
