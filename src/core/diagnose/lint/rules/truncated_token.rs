//! A part is missing, or the signature does not have the length of an RSA signature.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
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
    explanation: "A token has a header, a payload and a signature. With Mux's 2048-bit keys the signature has 342 \
                  characters. Mux rejects a truncated one because it cannot be verified. Usual causes are the length \
                  limit of a text field and an incomplete selection.",
    docs: JWS,
    check,
};

/// The length of an RSA signature in bytes is a multiple of this, for keys of 2048 to 8192 bits.
const STEP: usize = 64;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let parts = &subject.token.parts;
    // `encrypted-token` reports five parts, `decoded-token` a missing signature.
    if subject.token.is_encrypted() || subject.request.is_decoded {
        return Vec::new();
    }
    let finding = |message: String| {
        vec![
            RULE.found(message, "Copy the whole token again, or sign it again.")
                .with_fix(Fix::SignAgain),
        ]
    };
    let named = ["header", "payload", "signature"];
    if let Some(missing) = named
        .iter()
        .enumerate()
        .find(|(i, _)| parts.get(*i).is_none_or(|p| p.text.is_empty()))
    {
        // `wrong-algorithm` reports unsigned tokens.
        if missing.0 == 2 && is_unsigned(subject) {
            return Vec::new();
        }
        return finding(format!("The token has no {}", missing.1));
    }
    if parts.len() > 3 {
        return finding(format!(
            "The token has {} parts instead of three",
            parts.len()
        ));
    }
    if !is_cut_short(subject) {
        return Vec::new();
    }
    let length = parts[2].bytes.len();
    let characters = parts[2].text.len();
    let message = if characters < 342 {
        format!("The signature has {characters} characters, but that of a Mux key has 342")
    } else {
        format!("The signature has {length} bytes, but an RSA signature of a Mux key has 256")
    };
    let hint = match length {
        32 | 48 | 64 => {
            "It has the length of an HMAC. If the token is complete, it was signed with a shared secret: sign with \
             RS256 and the private key."
        }
        _ => "Copy the whole token again, or sign it again.",
    };
    vec![
        RULE.found(message, hint)
            .at("signature")
            .with_fix(Fix::SignAgain),
    ]
}

/// Whether the end of the token is missing.
pub(super) fn is_cut(subject: &Subject<'_>) -> bool {
    let is_hmac = |length: usize| [32, 48, 64].contains(&length);
    let parts = &subject.token.parts;
    match parts.len() {
        3 => is_cut_short(subject) && !is_hmac(parts[2].bytes.len()),
        parts => parts < 3 && !is_unsigned(subject),
    }
}

fn is_unsigned(subject: &Subject<'_>) -> bool {
    let alg = subject.token.header_str("alg");
    alg.is_some_and(|alg| alg.eq_ignore_ascii_case("none"))
}

/// Whether the signature of a token with three parts does not have the length of an RSA signature.
pub(super) fn is_cut_short(subject: &Subject<'_>) -> bool {
    // Other algorithms have signatures of other lengths, and `not-base64url` reports stray characters. Only a cut
    // between two bytes leaves a clean end.
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
    // If its origin is known it is complete, and `bad-signature` reports it. `weak-key` reports small keys.
    let is_of_small_key =
        |key: &Key| key.public.bits < MIN_BITS && key.public.bits.div_ceil(8) == length;
    // RSA keys of unusual sizes exist; a signature that verifies has the right length.
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
    fn missing_part_is_named() {
        for (input, says) in [
            ("eyJhbGciOiJSUzI1NiJ9", "The token has no payload"),
            ("eyJhbGciOiJSUzI1NiJ9.e30", "The token has no signature"),
            ("eyJhbGciOiJSUzI1NiJ9.e30.", "The token has no signature"),
            (".e30.AA", "The token has no header"),
            (
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                "The signature has 4 characters, but that of a Mux key has 342",
            ),
            (
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA",
                "The token has 4 parts instead of three",
            ),
        ] {
            assert_eq!(text(input).says(&RULE), [says], "{input}");
        }
    }

    #[test]
    fn hmac_length_is_recognized() {
        let hint = |length: usize| {
            let header = "eyJhbGciOiJSUzI1NiJ9.e30.";
            let token = format!("{header}{}", URL_SAFE_NO_PAD.encode(vec![7; length]));
            text(&token).findings(&RULE).remove(0).hint
        };
        assert!(hint(32).contains("HMAC") && hint(64).contains("HMAC"));
        assert_eq!(hint(33), "Copy the whole token again, or sign it again.");
    }

    #[test]
    fn any_cut_is_reported_once() {
        let whole = claims("{}").text;
        for cut in 1..20 {
            let case = text(&whole[..whole.len() - cut]);
            assert_eq!(case.says(&RULE).len(), 1, "{cut}");
            assert_eq!(case.says(&not_base64url::RULE), NOTHING, "{cut}");
        }
    }

    #[test]
    fn right_length_is_fine() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }

    #[test]
    fn unsigned_token_is_ignored() {
        let unsigned = token(r#"{"alg":"none"}"#, "{}");
        let unsigned = unsigned.rsplit_once('.').expect("three parts").0;
        assert_eq!(text(&format!("{unsigned}.")).says(&RULE), NOTHING);
        assert_eq!(text(unsigned).says(&RULE), NOTHING, "nor is its dot missed");
    }
}
