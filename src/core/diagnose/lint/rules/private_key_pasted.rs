//! A private key is in the input.

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
    explanation: "A private signing key signs tokens for every video of its environment until it is deleted, so a leaked \
                  key does far more harm than a leaked token. Load it on the Keys screen, from a file or from `MUX_PRIVATE_KEY`. \
                  Keys in the input are redacted before it is parsed, and no part of one is in this report.",
    docs: "https://www.mux.com/docs/guides/signing-jwts",
    check,
};

/// A finding about the input; a token contains no key.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let place = import.private_key.as_ref()?;
    let finding = RULE.found(
        format!("The input contains a private key, at {place}"),
        "Remove it before you share the input. If others have seen it, delete the signing key and create another.",
    );
    // Where there is nothing else, there is nothing to inspect.
    let is_all = import.tokens.is_empty() && import.without_token.is_empty();
    Some(if is_all {
        finding.of(Severity::Error)
    } else {
        finding
    })
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };

    use super::{RULE, in_input};
    use crate::core::{diagnose::lint::testing::NOTHING, import::find, key::Key};

    /// A key made for this test: PKCS#1, its PEM and base64 of the PEM.
    struct Sample {
        der: Vec<u8>,
        pem: String,
        base64: String,
    }

    impl Sample {
        fn new() -> Self {
            let key = Key::demo();
            let der = key.signing().expect("private").for_keychain();
            let der = der.as_ref().to_vec();
            let pem = pem::encode(&pem::Pem::new("RSA PRIVATE KEY", der.clone()));
            let pem = pem.replace("\r\n", "\n");
            let base64 = STANDARD.encode(&pem);
            Self { der, pem, base64 }
        }
    }

    /// The finding on a text, and whether the import shows anything of the key.
    fn checked(text: &str, key: &Sample) -> String {
        let import = find(text);
        let finding = in_input(&import).expect(text);
        let shown = format!("{import:?}{finding:?}");
        let body = key.pem.lines().skip(12).filter(|line| line.len() == 64);
        let hidden = body
            .map(str::to_owned)
            .chain([key.base64[1200..].to_owned()]);
        for secret in hidden {
            for at in 0..secret.len() - 16 {
                assert!(!shown.contains(&secret[at..at + 16]), "{shown}");
            }
        }
        finding.message
    }

    #[test]
    fn finding_names_the_line_and_shows_no_key() {
        let key = Sample::new();
        let text = format!("a\n{}\neyJhbGciOiJSUzI1NiJ9.e30.AAAA", key.pem);
        assert_eq!(
            checked(&text, &key),
            "The input contains a private key, at line 2"
        );
        assert_eq!(find(&text).tokens.len(), 1);
    }

    #[test]
    fn key_in_place_of_a_token_is_reported() {
        let key = Sample::new();
        let base64 = &key.base64;
        for text in [
            format!("https://stream.mux.com/ID.m3u8?token={base64}"),
            format!("<mux-player playback-id=\"ID\" playback-token=\"{base64}\">"),
            format!("{{\"playback-token\": \"{base64}\"}}"),
            format!("curl https://stream.mux.com/ID.m3u8 -H 'Authorization: Bearer {base64}'"),
            format!("MUX_PRIVATE_KEY={base64}"),
            base64.clone(),
        ] {
            checked(&text, &key);
        }
    }

    #[test]
    fn escaped_jwk_in_a_log_is_reported() {
        let key = Sample::new();
        let d = URL_SAFE_NO_PAD.encode(&key.der[300..556]);
        let jwk = format!(r#"{{"kty":"RSA","e":"AQAB","n":"AA","d":"{d}"}}"#);
        let once = jwk.replace('"', "\\\"");
        let twice = once.replace('\\', "\\\\").replace('"', "\\\"");
        for text in [
            format!(r#"2026-11-22 ERROR {{"message":"cannot sign","key":"{once}"}}"#),
            format!(r#"2026-11-22 ERROR {{"message":"{{\"key\":\"{twice}\"}}"}}"#),
        ] {
            checked(&text, &key);
            assert!(!format!("{:?}", find(&text)).contains(&d[..16]));
        }
    }

    #[test]
    fn base64_of_utf16_pem_is_reported() {
        let key = Sample::new();
        for mark in ["", "\u{feff}"] {
            let wide = format!("{mark}{}", key.pem);
            let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let wide = STANDARD.encode(wide);
            checked(&format!("key loaded: {wide}\n"), &key);
            assert!(!format!("{:?}", find(&wide)).contains(&wide[2000..2016]));
        }
    }

    #[test]
    fn cut_key_does_not_hide_tokens_after_it() {
        let key = Sample::new();
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA";
        for len in [31, 300, 1000, 1500] {
            let text = format!("{}\n{token}\nTOKEN={token}a", &key.pem[..len]);
            let import = find(&text);
            assert_eq!(import.tokens.len(), 2, "{len}");
            assert_eq!(in_input(&import).is_some(), len >= 1000);
        }
    }

    #[test]
    fn other_input_is_not_reported() {
        assert_eq!(in_input(&find("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")), None);
        assert_eq!(
            crate::core::diagnose::lint::testing::claims("{}").says(&RULE),
            NOTHING
        );
    }
}
