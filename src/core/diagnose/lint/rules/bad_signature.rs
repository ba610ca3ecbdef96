//! The signature is not that of the key it names, and how it was really made where that can be found.

use super::{SECURE, conflicting_key_ids, truncated_token};
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
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
    title: "the signature does not fit the key",
    explanation: "The signature was made with another key than the one loaded for this key ID, in another way than the \
                  header says, or the token was changed after it was signed. Mux answers 403, and mux-player shows \
                  \"Network Error\" without a reason.",
    docs: SECURE,
    check,
};

/// Whether the signature is surely wrong, so that nobody else need speak of it.
pub(super) fn is_its(subject: &Subject<'_>) -> bool {
    let is_surely_wrong = match (subject.signature, subject.made) {
        (
            Signature::Unchecked(Unchecked::Algorithm | Unchecked::Broken)
            | Signature::Verified { .. },
            _,
        ) => false,
        // Where the header names another algorithm, `wrong-algorithm` says how the signature was made.
        (_, Some(_)) if !subject.names_algorithm("RS256") => false,
        (Signature::Failed { .. }, _)
        | (_, Some(SignedBy::Shared { .. } | SignedBy::OverAnotherText { .. })) => true,
        // By a key of another ID: perhaps only the ID that it was loaded under is wrong.
        (_, Some(SignedBy::ByKey { algorithm, .. })) => !subject.names_algorithm(algorithm),
        (_, None) => false,
    };
    // A signature that is cut short is the matter of `truncated-token`, and of two key IDs one may be the right one.
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

/// What to say when it was found how the signature was made.
fn how(subject: &Subject<'_>, made: &SignedBy) -> (String, &'static str) {
    let alg = subject.token.header_str("alg").unwrap_or_default();
    // A key without an ID may be the one that is meant.
    let other = |key: &usize| {
        let id = subject.keys.get(*key).and_then(|key| key.id.as_deref());
        let kid = subject.token.key_id();
        kid.filter(|kid| id.is_some_and(|id| id != *kid))
    };
    match made {
        SignedBy::Shared { secret, algorithm } => (
            format!(
                "The header says `{alg}`, but the signature is `{algorithm}` with {} as a shared secret",
                secret.describe(subject.keys)
            ),
            "Pass the private key to the library as a PEM key and ask for RS256, so that it signs and does not hash.",
        ),
        SignedBy::OverAnotherText { key, .. } => (
            format!(
                "The signature is by the {}, but over another text: the token was changed after it was signed",
                subject.key_name(*key)
            ),
            "Use the token as it was signed; a changed claim needs a new signature.",
        ),
        SignedBy::ByKey { key, algorithm } => match other(key) {
            Some(kid) => {
                let with = match *algorithm {
                    "RS256" => String::new(),
                    other => format!(", with `{other}`"),
                };
                (
                    format!(
                        "The token names the key `{kid}`, but the signature is by the {}{with}",
                        subject.key_name(*key)
                    ),
                    "A key and its ID belong together: sign with the private key of the one that `kid` names.",
                )
            }
            None => (
                format!(
                    "The header says `{alg}`, but the {} made the signature with `{algorithm}`",
                    subject.key_name(*key)
                ),
                "Sign with RS256, and let the library write the header.",
            ),
        },
    }
}

/// What to say when all that is known is that the loaded key did not make it.
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
        "Check that the private key and the key ID belong together, then sign again."
    } else {
        "The loaded key has no ID to tell whether it is the one meant; give its ID, or load the right key."
    };
    (
        format!("The signature was not made by {by}, or the token was changed"),
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
    fn names_the_key_that_failed() {
        let key = Key::demo().with_id("K");
        let name = named(&key);
        assert_eq!(
            claims(CLAIMS).with_key(key).says(&RULE),
            [format!(
                "The signature was not made by the {name}, or the token was changed"
            )]
        );
        let both = claims("{}").with_key(Key::demo()).with_key(self::key("L"));
        assert_eq!(
            both.says(&RULE),
            ["The signature was not made by any of the 2 loaded keys, or the token was changed"]
        );
    }

    #[test]
    fn a_key_of_another_id_is_not_asked() {
        assert_eq!(claims(CLAIMS).with_key(Key::demo()).says(&RULE), NOTHING);
        assert_eq!(claims(CLAIMS).says(&RULE), NOTHING);
    }

    #[test]
    fn another_loaded_key_that_made_it_is_named() {
        let other = key("L");
        let case = signed(&other, HEADER, CLAIMS).with_key(Key::demo().with_id("K"));
        let name = named(&other);
        assert_eq!(
            case.with_key(other).says(&RULE),
            [format!(
                "The token names the key `K`, but the signature is by the {name}"
            )]
        );
    }

    #[test]
    fn a_token_that_was_changed_is_told_from_one_by_another_key() {
        let key = key("K");
        let changed = |case: &Case| {
            let (head, signature) = case.text.rsplit_once('.').expect("it has dots");
            let (header, _) = head.split_once('.').expect("it has dots");
            // `{"kid":"K","exp":9}`
            text(&format!("{header}.eyJraWQiOiJLIiwiZXhwIjo5fQ.{signature}"))
        };
        let case = changed(&signed(&key, HEADER, CLAIMS));
        let name = named(&key);
        let says = [format!(
            "The signature is by the {name}, but over another text: the token was changed after it was signed"
        )];
        assert_eq!(case.with_key(key).says(&RULE), says);
        // That much is sure even where the token names another key.
        let other = self::key("L");
        let name = named(&other);
        let case = changed(&signed(&other, HEADER, CLAIMS)).with_key(other);
        assert!(case.says(&RULE)[0].contains(&name));
        assert_eq!(case.says(&unknown_key_id::RULE), NOTHING);
    }

    #[test]
    fn a_shared_secret_is_named_whatever_the_header_says() {
        let base64 = STANDARD.encode(key_pem());
        let case = with_secret(&base64, HEADER, CLAIMS).with_key(key("K"));
        assert_eq!(
            case.says(&RULE),
            [
                "The header says `RS256`, but the signature is `HS256` with the base64 text of the private key `K` as a \
              shared secret"
            ]
        );
        assert_eq!(case.says(&truncated_token::RULE), NOTHING);
        // No key is needed to see this one.
        let case = with_secret("K", HEADER, CLAIMS);
        assert_eq!(
            case.says(&RULE),
            [
                "The header says `RS256`, but the signature is `HS256` with the key ID `K` as a shared secret"
            ]
        );
        assert_eq!(case.says(&unchecked_signature::RULE), NOTHING);
    }

    #[test]
    fn another_rsa_algorithm_is_named() {
        let encoding = EncodingKey::from_rsa_pem(key_pem().as_bytes()).expect("a key");
        let case = signed(&key("K"), HEADER, CLAIMS);
        let body = case.text.rsplit_once('.').expect("it has dots").0;
        let signature = crypto::sign(body.as_bytes(), &encoding, Algorithm::PS256);
        let token = format!("{body}.{}", signature.expect("it signs"));
        let name = named(&key("K"));
        assert_eq!(
            text(&token).with_key(key("K")).says(&RULE),
            [format!(
                "The header says `RS256`, but the {name} made the signature with `PS256`"
            )]
        );
    }

    #[test]
    fn a_signature_that_is_cut_short_is_left_to_its_own_rule() {
        let key = key("K");
        let mut case = signed(&key, HEADER, CLAIMS).with_key(key);
        case.text.truncate(case.text.len() - 40);
        assert_eq!(case.says(&RULE), NOTHING);
        assert_eq!(case.says(&truncated_token::RULE).len(), 1);
    }
}
