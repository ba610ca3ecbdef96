//! `alg` is anything but RS256.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    token::forensics::SignedBy,
};

pub(super) const RULE: Rule = Rule {
    id: "wrong-algorithm",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is not signed with RS256",
    explanation: "Mux's signing keys are RSA keys and its tokens are signed with RS256. HS256 comes from passing the \
                  private key to a library as if it were a shared secret; `none` means that nobody signed.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(header) = subject.header() else {
        return Vec::new();
    };
    // The header of an encrypted token names how it was encrypted.
    if subject.token.is_encrypted() {
        return Vec::new();
    }
    let message = match header.get("alg") {
        None => "The header names no algorithm, and Mux takes RS256 alone".to_owned(),
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
                    "The token is signed with `{alg}` and {} as a shared secret, and Mux takes RS256 alone",
                    secret.describe(subject.keys)
                )
            }
            _ => format!(
                "The token is signed with `{}`, and Mux takes RS256 alone",
                alg.plain()
            ),
        },
    };
    let message = match subject.made {
        // Its own header is wrong about it.
        Some(SignedBy::Shared { secret, algorithm }) if !subject.names_algorithm(algorithm) => {
            format!(
                "{message}; in truth the signature is `{algorithm}` with {} as a shared secret",
                secret.describe(subject.keys)
            )
        }
        Some(SignedBy::ByKey { key, algorithm }) if !subject.names_algorithm(algorithm) => format!(
            "{message}; in truth the signature is `{algorithm}` by the {}",
            subject.key_name(*key)
        ),
        Some(SignedBy::OverAnotherText { key, .. }) => format!(
            "{message}; the signature is by the {}, over another text",
            subject.key_name(*key)
        ),
        _ => message,
    };
    let hint = match header.str("alg") {
        _ if matches!(subject.made, Some(SignedBy::OverAnotherText { .. })) => {
            "Header or payload were changed after signing; use the token as it was signed."
        }
        Some(alg) if alg.starts_with("HS") => {
            "Decode the base64 private key to PEM and pass it to your library with the algorithm RS256."
        }
        _ => "Sign with the algorithm RS256 and the private key that Mux gave.",
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
    fn names_the_algorithm_as_written() {
        for (input, says) in [
            (
                r#"{"alg":"HS256"}"#,
                "The token is signed with `HS256`, and Mux takes RS256 alone",
            ),
            (
                r#"{"alg":"rs256"}"#,
                "The token is signed with `rs256`, and Mux takes RS256 alone",
            ),
            (
                r#"{"alg":"nOnE"}"#,
                "The token is unsigned: `alg` is `nOnE`",
            ),
            (
                r#"{"alg":null}"#,
                "The token is signed with `null`, and Mux takes RS256 alone",
            ),
            (
                "{}",
                "The header names no algorithm, and Mux takes RS256 alone",
            ),
        ] {
            assert_eq!(header(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn the_secret_is_named_where_it_is_found() {
        let key = Key::read(key_pem().as_bytes()).expect("a key").with_id("K");
        let pem = key_pem();
        let case = |alg: &str| {
            let key = Key::read(pem.as_bytes()).expect("a key").with_id("K");
            with_secret(&pem, &format!(r#"{{"alg":"{alg}"}}"#), "{}").with_key(key)
        };
        assert_eq!(
            case("HS256").says(&RULE),
            [
                "The token is signed with `HS256` and the PEM text of the private key `K` as a shared secret, and Mux \
              takes RS256 alone"
            ]
        );
        assert_eq!(
            case("none").says(&RULE),
            [
                "The token is unsigned: `alg` is `none`; in truth the signature is `HS256` with the PEM text of the \
              private key `K` as a shared secret"
            ]
        );
        // Whoever wrote the header was not the one who signed.
        let fingerprint = key.public.short_fingerprint().to_owned();
        for alg in ["HS256", "RS512"] {
            let case = signed(&key, &format!(r#"{{"alg":"{alg}","kid":"K"}}"#), "{}");
            let key = Key::read(pem.as_bytes()).expect("a key").with_id("K");
            let case = case.with_key(key);
            assert_eq!(
                case.says(&RULE),
                [format!(
                    "The token is signed with `{alg}`, and Mux takes RS256 alone; in truth the signature is `RS256` by \
                     the key `K` ({fingerprint})"
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
