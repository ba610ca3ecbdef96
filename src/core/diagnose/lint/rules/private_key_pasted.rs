//! The input contains a private key.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    import::found::Import,
    level::{Basis, Severity},
};

pub(crate) const RULE: Rule = Rule {
    id: "private-key-pasted",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the input contains a private key",
    explanation: "Anyone with the private key of a signing key can sign for every video of its environment until the \
                  key is deleted, so it needs far more protection than a token. It belongs on the Keys screen, in a \
                  file or in `MUX_PRIVATE_KEY`. The key is removed before the input is inspected, and no part of it \
                  is in this report.",
    docs: "https://www.mux.com/docs/guides/signing-jwts",
    check,
};

/// A finding on the input, never on a token.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let place = import.private_key.as_ref()?;
    Some(RULE.found(
        format!("The input contains a private key, at {place}"),
        "Remove it before you share the input. If others have seen it, delete the signing key and create a new one.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{RULE, in_input};
    use crate::core::{diagnose::lint::testing::NOTHING, import::find};

    const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEsecret\n-----END RSA PRIVATE KEY-----";

    #[test]
    fn place_is_named_without_the_key() {
        let import = find(&format!("a\n{PEM}\neyJhbGciOiJSUzI1NiJ9.e30.AAAA"));
        let finding = in_input(&import).expect("a key is in it");
        assert_eq!(
            finding.message,
            "The input contains a private key, at line 2"
        );
        assert_eq!(import.tokens.len(), 1);
        assert!(!format!("{import:?}{finding:?}").contains("secret"));
    }

    #[test]
    fn key_in_token_place_is_removed() {
        let base64 = format!(
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt{}",
            "c2VjcmV0".repeat(20)
        );
        for text in [
            format!("https://stream.mux.com/ID.m3u8?token={base64}"),
            format!("<mux-player playback-id=\"ID\" playback-token=\"{base64}\">"),
            format!("{{\"playback-token\": \"{base64}\"}}"),
            format!("curl https://stream.mux.com/ID.m3u8 -H 'Authorization: Bearer {base64}'"),
            format!("MUX_PRIVATE_KEY={base64}"),
            base64.clone(),
        ] {
            let import = find(&text);
            assert!(in_input(&import).is_some(), "{text}");
            assert!(!format!("{import:?}").contains("c2VjcmV0"), "{import:?}");
        }
    }

    #[test]
    fn other_inputs_have_no_finding() {
        assert_eq!(in_input(&find("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")), None);
        assert_eq!(
            crate::core::diagnose::lint::testing::claims("{}").says(&RULE),
            NOTHING
        );
    }
}
