//! A private key is in the text.

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
    title: "a private key is in the text",
    explanation: "Whoever has the private key of a signing key can sign for every video of its environment until the \
                  key is deleted, so it is worth far more than any token. It belongs on the Keys screen, in a file or \
                  in `MUX_PRIVATE_KEY`. What was pasted here is blotted out before the text is read, and no part of \
                  it is in this report.",
    docs: "https://www.mux.com/docs/guides/signing-jwts",
    check,
};

/// Said of the input; a token has none in it.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let place = import.private_key.as_ref()?;
    Some(RULE.found(
        format!("This text has a private key in it, at {place}"),
        "Take it out before you pass the text on; if others have seen it, delete the signing key and make a new one.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{RULE, in_input};
    use crate::core::{diagnose::lint::testing::NOTHING, import::find};

    const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEsecret\n-----END RSA PRIVATE KEY-----";

    #[test]
    fn says_where_and_nothing_of_the_key() {
        let import = find(&format!("a\n{PEM}\neyJhbGciOiJSUzI1NiJ9.e30.AAAA"));
        let finding = in_input(&import).expect("a key is in it");
        assert_eq!(
            finding.message,
            "This text has a private key in it, at line 2"
        );
        assert_eq!(import.tokens.len(), 1);
        assert!(!format!("{import:?}{finding:?}").contains("secret"));
    }

    #[test]
    fn a_key_in_the_place_of_a_token_gets_nowhere() {
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
    fn other_texts_have_none() {
        assert_eq!(in_input(&find("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")), None);
        assert_eq!(
            crate::core::diagnose::lint::testing::claims("{}").says(&RULE),
            NOTHING
        );
    }
}
