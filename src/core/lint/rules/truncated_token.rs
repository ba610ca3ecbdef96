//! A part is missing, or the signature has not the length of an RSA signature.

use super::JWS;
use crate::core::lint::{Basis, Finding, Fix, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "truncated-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "a part of the token is missing",
    explanation: "A token has a header, a payload and a signature. With Mux's keys of 2048 bits the signature is 342 \
                  characters long. One that is cut short, often by a limit on a text field or a selection that \
                  ended too early, cannot be checked, and Mux refuses it.",
    docs: JWS,
    check,
};

/// The length in bytes of an RSA signature by keys of 2048 to 8192 bits is a multiple of this.
const STEP: usize = 64;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let parts = &subject.token.parts;
    let finding = |message: String| {
        vec![
            RULE.found(message, "Copy the whole token again, or sign it anew.")
                .with_fix(Fix::SignAgain),
        ]
    };
    let named = ["header", "payload", "signature"];
    if let Some(missing) = named
        .iter()
        .enumerate()
        .find(|(i, _)| parts.get(*i).is_none_or(|p| p.text.is_empty()))
    {
        // Without an algorithm there is nothing to sign with: `wrong-algorithm` has that case.
        let unsigned = subject
            .token
            .header_str("alg")
            .is_some_and(|alg| alg.eq_ignore_ascii_case("none"));
        if missing.0 == 2 && parts.len() == 3 && unsigned {
            return Vec::new();
        }
        return finding(format!("The token has no {}", missing.1));
    }
    if parts.len() > 3 {
        return finding(format!(
            "The token has {} parts, and three belong in it",
            parts.len()
        ));
    }
    // What is not RS256 has signatures of other lengths, and strangers in it are told by `not-base64url`.
    let signature = &parts[2];
    if subject.token.header_str("alg") != Some("RS256") || signature.fault.is_some() {
        return Vec::new();
    }
    let length = signature.bytes.len();
    if length >= 4 * STEP && length.is_multiple_of(STEP) {
        return Vec::new();
    }
    // RSA keys of odd sizes exist; one that verifies has told its length to be right.
    if matches!(
        subject.signature,
        crate::core::verify::Signature::Verified { .. }
    ) {
        return Vec::new();
    }
    finding(format!(
        "The signature has {length} bytes, and an RSA signature by a Mux key has 256"
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::lint::testing::{NOTHING, claims, text, token};

    #[test]
    fn names_the_part_that_is_missing() {
        for (input, says) in [
            ("eyJhbGciOiJSUzI1NiJ9", "The token has no payload"),
            ("eyJhbGciOiJSUzI1NiJ9.e30", "The token has no signature"),
            ("eyJhbGciOiJSUzI1NiJ9.e30.", "The token has no signature"),
            (".e30.AA", "The token has no header"),
            (
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                "The signature has 3 bytes, and an RSA signature by a Mux key has 256",
            ),
            (
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA",
                "The token has 4 parts, and three belong in it",
            ),
        ] {
            assert_eq!(text(input).says(&RULE), [says], "{input}");
        }
    }

    #[test]
    fn a_signature_of_the_right_length_is_left_alone() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }

    #[test]
    fn an_unsigned_token_is_left_to_its_own_rule() {
        let unsigned = token(r#"{"alg":"none"}"#, "{}");
        let unsigned = unsigned.rsplit_once('.').expect("it has dots").0;
        assert_eq!(text(&format!("{unsigned}.")).says(&RULE), NOTHING);
    }
}
