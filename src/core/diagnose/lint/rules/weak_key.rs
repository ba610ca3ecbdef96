//! The loaded key is smaller than Mux's keys.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    key::{Key, MIN_BITS},
    level::{Basis, Severity},
    token::verify::{Signature, Unchecked},
};

pub(super) const RULE: Rule = Rule {
    id: "weak-key",
    severity: Severity::Warning,
    basis: Basis::Observed,
    title: "the key is shorter than 2048 bits",
    explanation: "Mux generates signing keys itself, and they were observed to have 2048 bits. A shorter key comes \
                  from elsewhere, and RS256 must not be used with it (RFC 7518, section 3.3).",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // If another key could check the signature, that one is relevant.
    if *subject.signature != Signature::Unchecked(Unchecked::SmallKey) {
        return Vec::new();
    }
    let kid = subject.token.key_id();
    let is_meant = |key: &Key| key.id.is_none() || kid.is_none() || key.id.as_deref() == kid;
    let is_small = |key: &Key| key.public.bits < MIN_BITS && is_meant(key);
    let Some(small) = subject.keys.iter().position(is_small) else {
        return Vec::new();
    };
    let message = format!(
        "The {} has {} bits, but Mux's keys have 2048, so the signature was not checked",
        subject.key_name(small),
        subject.keys[small].public.bits
    );
    vec![
        RULE.found(
            message,
            "Load the key that Mux generated, or its public half.",
        )
        .at("signature"),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::{
            rules::{truncated_token, unchecked_signature},
            testing::{NOTHING, claims, text},
        },
        key::Key,
    };

    /// 1024 bits.
    const SMALL: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDXWWXIl1Rl2ydc5GsUt1fkyPvs
Vc7aQ8rRfnfwTgmNURbIb4zcBRHWWX+T+KOSDmJtYhtIpGUB61uS3BSzko26+7fQ
iidLeCadel3TSxXyVOUtCCcfgIs8rm6AqTnZ4w3QS67y8282z1jJPjQhJ3jnWWw4
aS7Qck8Dkk2FSSPlAQIDAQAB
-----END PUBLIC KEY-----";

    fn small(id: &str) -> Key {
        Key::read(SMALL.as_bytes())
            .expect("a public key")
            .with_id(id)
    }

    #[test]
    fn small_key_is_named() {
        let fingerprint = small("").public.short_fingerprint().to_owned();
        for (id, name) in [("K", "key `K`"), ("", "loaded key")] {
            let case = claims(r#"{"kid":"K"}"#).with_key(small(id));
            assert_eq!(
                case.says(&RULE),
                [format!(
                    "The {name} ({fingerprint}) has 1024 bits, but Mux's keys have 2048, so the signature was not \
                     checked"
                )]
            );
            assert_eq!(case.says(&unchecked_signature::RULE), NOTHING);
        }
        // A signature of its length is not truncated.
        let token = format!("eyJhbGciOiJSUzI1NiJ9.e30.{}AA", "A".repeat(169));
        let case = text(&token).with_key(small(""));
        assert_eq!(case.says(&RULE).len(), 1);
        assert_eq!(case.says(&truncated_token::RULE), NOTHING);
    }

    #[test]
    fn other_and_large_keys_are_ignored() {
        assert_eq!(
            claims(r#"{"kid":"K"}"#).with_key(small("L")).says(&RULE),
            NOTHING
        );
        assert_eq!(
            claims(r#"{"kid":"K"}"#)
                .with_key(Key::demo().with_id("K"))
                .says(&RULE),
            NOTHING
        );
        let both = claims(r#"{"kid":"K"}"#)
            .with_key(small("K"))
            .with_key(Key::demo().with_id("K"));
        assert_eq!(both.says(&RULE), NOTHING);
    }
}
