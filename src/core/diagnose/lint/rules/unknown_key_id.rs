//! No loaded key has the key ID of the token.

use super::{access_token_as_key, bad_signature, conflicting_key_ids};
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
    id: "unknown-key-id",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the token's key is not loaded",
    explanation: "Mux looks up the public key by the key ID in the token. If that is not the ID of a loaded key, the \
                  token may come from another environment or from a deleted key, or its private key and key ID do not \
                  belong together.",
    docs: SECURE,
    check,
};

/// IDs that differ in at most this many characters are probably the same.
const TYPOS: usize = 2;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // A key without an ID is tried on every token, and `bad-signature` reports the result.
    if *subject.signature != Signature::Unchecked(Unchecked::OtherKey)
        || bad_signature::is_its(subject)
        || conflicting_key_ids::has_signer(subject)
    {
        return Vec::new();
    }
    let kid = subject.token.key_id().unwrap_or_default();
    if let Some(SignedBy::ByKey { key, .. }) = subject.made {
        let message = format!(
            "The signature comes from the {}, but the token names `{kid}`",
            subject.key_name(*key)
        );
        let hint = "Set `kid` to the ID of the key, or correct the ID of the loaded key.";
        return vec![
            RULE.found(message, hint)
                .at("kid")
                .with_fix(Fix::SignAgain)
                .depends_on(format!("which key Mux has under the ID `{kid}`")),
        ];
    }
    // `access-token-as-key` reports an ID that no signing key has.
    if access_token_as_key::id(subject).is_some() {
        return Vec::new();
    }
    let similar = subject
        .keys
        .iter()
        .filter_map(|key| key.id.as_deref())
        .filter(|id| id.chars().count() > 4 * TYPOS && id.len() < 200 && kid.len() < 200)
        .find(|id| strsim::osa_distance(id, kid) <= TYPOS || id.eq_ignore_ascii_case(kid));
    let hint = match similar {
        Some(id) => {
            format!("The loaded key `{id}` is very similar: one of the two is probably misspelled.")
        }
        None => "Load this key, or correct the ID of the loaded one.".to_owned(),
    };
    let message =
        format!("No loaded key has the ID `{kid}` of this token, so its signature was not checked");
    vec![RULE.found(message, hint).at("kid")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::{
                rules::unchecked_signature,
                testing::{NOTHING, claims, key_pem, signed},
            },
        },
        key::Key,
        level::Severity,
    };

    const HEADER: &str = r#"{"alg":"RS256"}"#;

    #[test]
    fn missing_key_is_named() {
        let case = claims(r#"{"kid":"K"}"#).with_key(Key::demo());
        assert_eq!(
            case.says(&RULE),
            ["No loaded key has the ID `K` of this token, so its signature was not checked"]
        );
        assert_eq!(case.says(&unchecked_signature::RULE), NOTHING);
    }

    #[test]
    fn matching_key_with_other_id_is_named() {
        let key = Key::read(key_pem().as_bytes()).expect("a key").with_id("X");
        let fingerprint = key.public.short_fingerprint().to_owned();
        let case = signed(&key, HEADER, r#"{"kid":"Y"}"#)
            .with_key(Key::demo())
            .with_key(key);
        let findings = case.findings(&RULE);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            format!(
                "The signature comes from the key `X` ({fingerprint}), but the token names `Y`"
            )
        );
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(findings[0].fix, Some(Fix::SignAgain));
    }

    #[test]
    fn similar_loaded_key_is_suggested() {
        let id = "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws";
        for kid in [
            "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircw",
            "gnlebcbluwrwlif2sm8jg7hcmx9kode00vzgv59ircws",
        ] {
            let case = claims(&format!(r#"{{"kid":"{kid}"}}"#)).with_key(Key::demo().with_id(id));
            let hint = &case.findings(&RULE)[0].hint;
            assert!(hint.contains("misspelled"), "{hint}");
        }
    }

    #[test]
    fn key_with_same_or_no_id_is_used() {
        for key in [Key::demo().with_id("K"), Key::demo().with_id("")] {
            assert_eq!(claims(r#"{"kid":"K"}"#).with_key(key).says(&RULE), NOTHING);
        }
        assert_eq!(claims(r#"{"kid":"K"}"#).says(&RULE), NOTHING);
        assert_eq!(claims("{}").with_key(Key::demo()).says(&RULE), NOTHING);
    }
}
