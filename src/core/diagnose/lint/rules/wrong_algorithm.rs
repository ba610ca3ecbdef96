//! `alg` is anything but RS256.

use super::access_token_as_key;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    token::forensics::SignedBy,
};

pub(super) const RULE: Rule = Rule {
    id: "wrong-algorithm",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is not signed with RS256",
    explanation: "Mux's signing keys are RSA keys, and its tokens are signed with RS256. HS256 results from passing \
                  the private key to a library as a shared secret; `none` means that the token is unsigned.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(header) = subject.header() else {
        return Vec::new();
    };
    // The header of an encrypted token names its encryption.
    if subject.token.is_encrypted() {
        return Vec::new();
    }
    let message = match header.get("alg") {
        None => "The header names no algorithm, but Mux accepts only RS256".to_owned(),
        Some(alg) if alg.as_str() == Some("RS256") => return Vec::new(),
        Some(alg)
            if alg
                .as_str()
                .is_some_and(|alg| alg.eq_ignore_ascii_case("none")) =>
        {
            format!("The token is unsigned: `alg` is `{}`", alg.plain())
        }
        Some(alg) => match (alg.as_str(), subject.made) {
            (Some(alg), Some(SignedBy::Shared { secret, algorithm })) if alg == *algorithm => {
                format!(
                    "The token is signed with `{alg}` and {} as the shared secret, but Mux accepts only RS256",
                    secret.describe(subject.keys)
                )
            }
            _ => format!(
                "The token is signed with `{}`, but Mux accepts only RS256",
                alg.plain()
            ),
        },
    };
    let message = match subject.made {
        // The header is wrong.
        Some(SignedBy::Shared { secret, algorithm }) if !subject.names_algorithm(algorithm) => {
            format!(
                "{message}; the signature is actually `{algorithm}` with {} as the shared secret",
                secret.describe(subject.keys)
            )
        }
        Some(SignedBy::ByKey { key, algorithm }) if !subject.names_algorithm(algorithm) => format!(
            "{message}; the signature is actually `{algorithm}` from the {}",
            subject.key_name(*key)
        ),
        Some(SignedBy::OverAnotherText { key, .. }) => format!(
            "{message}; the signature comes from the {}, but covers different content",
            subject.key_name(*key)
        ),
        _ => message,
    };
    let hint = match header.str("alg") {
        _ if matches!(subject.made, Some(SignedBy::OverAnotherText { .. })) => {
            "The header or payload was changed after signing. Use the original token."
        }
        Some(alg) if alg.starts_with("HS") && access_token_as_key::id(subject).is_some() => {
            "Sign with RS256 and the private key of a signing key, not with the secret of an API access token."
        }
        Some(alg) if alg.starts_with("HS") => {
            "Decode the base64 private key to PEM, and pass it to your library with the algorithm RS256."
        }
        _ => "Sign with RS256 and the private key from Mux.",
    };
    vec![RULE.found(message, hint).at("alg").with_fix(Fix::SignAgain)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::{
            rules::bad_signature,
            testing::{NOTHING, header, key_pem, signed, with_secret},
        },
        key::Key,
    };

    #[test]
    fn algorithm_is_named_as_written() {
        for (input, says) in [
            (
                r#"{"alg":"HS256"}"#,
                "The token is signed with `HS256`, but Mux accepts only RS256",
            ),
            (
                r#"{"alg":"rs256"}"#,
                "The token is signed with `rs256`, but Mux accepts only RS256",
            ),
            (
                r#"{"alg":"nOnE"}"#,
                "The token is unsigned: `alg` is `nOnE`",
            ),
            (
                r#"{"alg":null}"#,
                "The token is signed with `null`, but Mux accepts only RS256",
            ),
            (
                "{}",
                "The header names no algorithm, but Mux accepts only RS256",
            ),
        ] {
            assert_eq!(header(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn known_secret_is_named() {
        let key = Key::read(key_pem().as_bytes()).expect("a key").with_id("K");
        let pem = key_pem();
        let case = |alg: &str| {
            let key = Key::read(pem.as_bytes()).expect("a key").with_id("K");
            with_secret(&pem, &format!(r#"{{"alg":"{alg}"}}"#), "{}").with_key(key)
        };
        assert_eq!(
            case("HS256").says(&RULE),
            [
                "The token is signed with `HS256` and the PEM text of the private key `K` as the shared secret, but \
                 Mux accepts only RS256"
            ]
        );
        assert_eq!(
            case("none").says(&RULE),
            [
                "The token is unsigned: `alg` is `none`; the signature is actually `HS256` with the PEM text of the \
                 private key `K` as the shared secret"
            ]
        );
        // The header was not written by the signer.
        let fingerprint = key.public.short_fingerprint().to_owned();
        for alg in ["HS256", "RS512"] {
            let case = signed(&key, &format!(r#"{{"alg":"{alg}","kid":"K"}}"#), "{}");
            let key = Key::read(pem.as_bytes()).expect("a key").with_id("K");
            let case = case.with_key(key);
            assert_eq!(
                case.says(&RULE),
                [format!(
                    "The token is signed with `{alg}`, but Mux accepts only RS256; the signature is actually `RS256` \
                     from the key `K` ({fingerprint})"
                )]
            );
            assert_eq!(case.says(&bad_signature::RULE), NOTHING);
        }
    }

    #[test]
    fn rs256_is_right() {
        assert_eq!(header(r#"{"alg":"RS256"}"#).says(&RULE), NOTHING);
    }
}
