//! A part is missing, or the signature has not the length of an RSA signature.

use super::JWS;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    key::{Key, MIN_BITS},
    level::{Basis, Severity},
    token::{PartFault, verify::Signature},
};

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
    // Five parts are the matter of `encrypted-token`.
    if subject.token.is_encrypted() {
        return Vec::new();
    }
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
        if missing.0 == 2 && unsigned {
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
    if !is_cut_short(subject) {
        return Vec::new();
    }
    let length = parts[2].bytes.len();
    let message =
        format!("The signature has {length} bytes, and an RSA signature by a Mux key has 256");
    let hint = match length {
        32 | 48 | 64 => {
            "It is as long as an HMAC: if the token is whole, a shared secret made it; sign with RS256 and the private key."
        }
        _ => "Copy the whole token again, or sign it anew.",
    };
    vec![
        RULE.found(message, hint)
            .at("signature")
            .with_fix(Fix::SignAgain),
    ]
}

/// Whether the signature of a token in three parts has not the length of one by RSA.
pub(super) fn is_cut_short(subject: &Subject<'_>) -> bool {
    // What is not RS256 has signatures of other lengths, and strangers in it are told by `not-base64url`. A cut
    // between two bytes leaves nothing odd behind, and any other cut does.
    let is_clean = |fault| matches!(fault, None | Some(PartFault::Length | PartFault::LooseBits));
    let Some(signature) = subject
        .token
        .signature()
        .filter(|part| subject.names_algorithm("RS256") && is_clean(part.fault))
    else {
        return false;
    };
    let length = signature.bytes.len();
    if length >= 4 * STEP && length.is_multiple_of(STEP) {
        return false;
    }
    // One that was found out is whole: `bad-signature` says how it was made. A small key is the matter of `weak-key`.
    let is_of_small_key =
        |key: &Key| key.public.bits < MIN_BITS && key.public.bits.div_ceil(8) == length;
    // RSA keys of odd sizes exist; one that verifies has told its length to be right.
    subject.made.is_none()
        && !matches!(subject.signature, Signature::Verified { .. })
        && !subject.keys.iter().any(is_of_small_key)
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::RULE;
    use crate::core::diagnose::lint::{
        rules::not_base64url,
        testing::{NOTHING, claims, text, token},
    };

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
    fn a_length_that_an_hmac_has_is_pointed_out() {
        let hint = |length: usize| {
            let header = "eyJhbGciOiJSUzI1NiJ9.e30.";
            let token = format!("{header}{}", URL_SAFE_NO_PAD.encode(vec![7; length]));
            text(&token).findings(&RULE).remove(0).hint
        };
        assert!(hint(32).contains("HMAC") && hint(64).contains("HMAC"));
        assert_eq!(hint(33), "Copy the whole token again, or sign it anew.");
    }

    #[test]
    fn a_cut_in_any_place_is_told_once() {
        let whole = claims("{}").text;
        for cut in 1..20 {
            let case = text(&whole[..whole.len() - cut]);
            assert_eq!(case.says(&RULE).len(), 1, "{cut}");
            assert_eq!(case.says(&not_base64url::RULE), NOTHING, "{cut}");
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
        assert_eq!(text(unsigned).says(&RULE), NOTHING, "nor is its dot missed");
    }
}
