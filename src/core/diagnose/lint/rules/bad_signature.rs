//! The signature does not verify. Reports how it was actually created, if that is known.

use super::{conflicting_key_ids, truncated_token};
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    token::{
        forensics::SignedBy,
        verify::{Signature, Unchecked},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "bad-signature",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the signature does not verify",
    explanation: "The token was signed with a different key than the one loaded for this key ID, or with a different \
                  algorithm than the header names, or it was changed after signing. Mux returns 403, and mux-player \
                  shows \"Network Error\" without a reason.",
    docs: SECURE,
    check,
};

/// Whether the signature is definitely wrong, so that no other rule reports it.
pub(super) fn is_its(subject: &Subject<'_>) -> bool {
    let is_surely_wrong = match (subject.signature, subject.made) {
        (
            Signature::Unchecked(Unchecked::Algorithm | Unchecked::Broken)
            | Signature::Verified { .. },
            _,
        ) => false,
        // If the header names another algorithm, `wrong-algorithm` reports how the signature was created.
        (_, Some(_)) if !subject.names_algorithm("RS256") => false,
        (Signature::Failed { .. }, _)
        | (_, Some(SignedBy::Shared { .. } | SignedBy::OverAnotherText { .. })) => true,
        // From a key with another ID: perhaps only the ID it was loaded with is wrong.
        (_, Some(SignedBy::ByKey { algorithm, .. })) => !subject.names_algorithm(algorithm),
        (_, None) => false,
    };
    // `truncated-token` reports a truncated signature, and one of two key IDs may be right.
    is_surely_wrong
        && !truncated_token::is_cut_short(subject)
        && !conflicting_key_ids::has_signer(subject)
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !is_its(subject) {
        return Vec::new();
    }
    let (message, hint) = match subject.made {
        Some(made) => how(subject, made),
        None => unknown(subject),
    };
    vec![
        RULE.found(message, hint)
            .at("signature")
            .with_fix(Fix::SignAgain),
    ]
}

/// Message and hint if it is known how the signature was created.
fn how(subject: &Subject<'_>, made: &SignedBy) -> (String, &'static str) {
    let alg = subject.token.header_str("alg").unwrap_or_default();
    // A key without an ID may be the right one.
    let other = |key: &usize| {
        let id = subject.keys.get(*key).and_then(|key| key.id.as_deref());
        let kid = subject.token.key_id();
        kid.filter(|kid| id.is_some_and(|id| id != *kid))
    };
    match made {
        SignedBy::Shared { secret, algorithm } => (
            format!(
                "The header names `{alg}`, but the signature is `{algorithm}` with {} as the shared secret",
                secret.describe(subject.keys)
            ),
            "Pass the private key to the library as a PEM key and select RS256, so that it signs instead of hashing.",
        ),
        SignedBy::OverAnotherText { key, .. } => (
            format!(
                "The signature comes from the {}, but covers different content: the token was changed after signing",
                subject.key_name(*key)
            ),
            "Use the original token, or sign again: a changed claim needs a new signature.",
        ),
        SignedBy::ByKey { key, algorithm } => match other(key) {
            Some(kid) => {
                let with = match *algorithm {
                    "RS256" => String::new(),
                    other => format!(", with `{other}`"),
                };
                (
                    format!(
                        "The token names the key `{kid}`, but the signature comes from the {}{with}",
                        subject.key_name(*key)
                    ),
                    "Sign with the private key that belongs to the ID in `kid`.",
                )
            }
            None => (
                format!(
                    "The header names `{alg}`, but the {} created the signature with `{algorithm}`",
                    subject.key_name(*key)
                ),
                "Sign with RS256, and let the library write the header.",
            ),
        },
    }
}

/// Message and hint if it is only known that the loaded key does not verify the signature.
fn unknown(subject: &Subject<'_>) -> (String, &'static str) {
    let Signature::Failed { key } = *subject.signature else {
        return (String::new(), "");
    };
    let is_named = subject.token.key_id().is_some() && subject.keys[key].id.is_some();
    let by = if subject.token.key_id().is_none() && subject.keys.len() > 1 {
        format!("any of the {} loaded keys", subject.keys.len())
    } else if is_named {
        format!("the {}", subject.key_name(key))
    } else {
        let fingerprint = subject.keys[key].public.short_fingerprint();
        format!("the loaded key ({fingerprint})")
    };
    let hint = if subject.keys[key].id.is_some() {
        "If other tokens of this key work, the text was probably changed on the way: copy the token again from where it \
         was signed. Otherwise check that the private key and the key ID belong together."
    } else {
        "The loaded key has no ID, so it may not be the right one. Set its ID, or load the right key."
    };
    (
        format!("The signature does not come from {by}, or the token was changed"),
        hint,
    )
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use jsonwebtoken::{Algorithm, EncodingKey, crypto};

    use super::RULE;
    use crate::core::{
        diagnose::lint::{
            rules::{truncated_token, unchecked_signature, unknown_key_id},
            testing::{Case, NOTHING, claims, key_pem, signed, text, with_secret},
        },
        key::Key,
    };

    const HEADER: &str = r#"{"alg":"RS256"}"#;
    const CLAIMS: &str = r#"{"kid":"K"}"#;

    fn key(id: &str) -> Key {
        Key::read(key_pem().as_bytes()).expect("a key").with_id(id)
    }

    fn named(key: &Key) -> String {
        format!(
            "key `{}` ({})",
            key.id.as_deref().unwrap_or_default(),
            key.public.short_fingerprint()
        )
    }

    #[test]
    fn failed_key_is_named() {
        let key = Key::demo().with_id("K");
        let name = named(&key);
        assert_eq!(
            claims(CLAIMS).with_key(key).says(&RULE),
            [format!(
                "The signature does not come from the {name}, or the token was changed"
            )]
        );
        let both = claims("{}").with_key(Key::demo()).with_key(self::key("L"));
        assert_eq!(
            both.says(&RULE),
            ["The signature does not come from any of the 2 loaded keys, or the token was changed"]
        );
    }

    #[test]
    fn key_with_other_id_is_ignored() {
        assert_eq!(claims(CLAIMS).with_key(Key::demo()).says(&RULE), NOTHING);
        assert_eq!(claims(CLAIMS).says(&RULE), NOTHING);
    }

    #[test]
    fn actual_signer_is_named() {
        let other = key("L");
        let case = signed(&other, HEADER, CLAIMS).with_key(Key::demo().with_id("K"));
        let name = named(&other);
        assert_eq!(
            case.with_key(other).says(&RULE),
            [format!(
                "The token names the key `K`, but the signature comes from the {name}"
            )]
        );
    }

    #[test]
    fn changed_token_is_recognized() {
        let key = key("K");
        let changed = |case: &Case| {
            let (head, signature) = case.text.rsplit_once('.').expect("three parts");
            let (header, _) = head.split_once('.').expect("three parts");
            // `{"kid":"K","exp":9}`
            text(&format!("{header}.eyJraWQiOiJLIiwiZXhwIjo5fQ.{signature}"))
        };
        let case = changed(&signed(&key, HEADER, CLAIMS));
        let name = named(&key);
        let says = [format!(
            "The signature comes from the {name}, but covers different content: the token was changed after signing"
        )];
        assert_eq!(case.with_key(key).says(&RULE), says);
        // This is certain even if the token names another key.
        let other = self::key("L");
        let name = named(&other);
        let case = changed(&signed(&other, HEADER, CLAIMS)).with_key(other);
        assert!(case.says(&RULE)[0].contains(&name));
        assert_eq!(case.says(&unknown_key_id::RULE), NOTHING);
    }

    #[test]
    fn shared_secret_is_named() {
        let base64 = STANDARD.encode(key_pem());
        let case = with_secret(&base64, HEADER, CLAIMS).with_key(key("K"));
        assert_eq!(
            case.says(&RULE),
            [
                "The header names `RS256`, but the signature is `HS256` with the base64 text of the private key `K` \
                 as the shared secret"
            ]
        );
        assert_eq!(case.says(&truncated_token::RULE), NOTHING);
        // This one is found without a key.
        let case = with_secret("K", HEADER, CLAIMS);
        assert_eq!(
            case.says(&RULE),
            [
                "The header names `RS256`, but the signature is `HS256` with the key ID `K` as the shared secret"
            ]
        );
        assert_eq!(case.says(&unchecked_signature::RULE), NOTHING);
    }

    #[test]
    fn other_rsa_algorithm_is_named() {
        let encoding = EncodingKey::from_rsa_pem(key_pem().as_bytes()).expect("a key");
        let case = signed(&key("K"), HEADER, CLAIMS);
        let body = case.text.rsplit_once('.').expect("three parts").0;
        let signature = crypto::sign(body.as_bytes(), &encoding, Algorithm::PS256);
        let token = format!("{body}.{}", signature.expect("a signature"));
        let name = named(&key("K"));
        assert_eq!(
            text(&token).with_key(key("K")).says(&RULE),
            [format!(
                "The header names `RS256`, but the {name} created the signature with `PS256`"
            )]
        );
    }

    #[test]
    fn truncated_signature_is_ignored() {
        let key = key("K");
        let mut case = signed(&key, HEADER, CLAIMS).with_key(key);
        case.text.truncate(case.text.len() - 40);
        assert_eq!(case.says(&RULE), NOTHING);
        assert_eq!(case.says(&truncated_token::RULE).len(), 1);
    }
}
