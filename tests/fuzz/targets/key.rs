//! Any bytes as a key. A key that signs verifies with its own public half, is found wherever it is pasted, and shows nothing.

#![no_main]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::core::{
    import,
    key::{Key, KeyError},
};

fuzz_target!(|data: &[u8]| {
    let key = match Key::read(data) {
        Ok(key) => key,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            if let Ok(text) = std::str::from_utf8(data) {
                nothing_is_left(text);
            }
            return;
        }
    };
    assert!(key.public.bits >= 1 && !key.public.fingerprint.is_empty());
    let shown = format!("{key:?} {}", key.about());
    assert!(shown.len() < 1000, "{shown}");
    if let Ok(signing) = key.signing() {
        let signature = signing.sign("text");
        assert!(
            key.public
                .verify(jsonwebtoken::Algorithm::RS256, "text", &signature)
        );
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    // As Mux answers it, quoted, and from Windows.
    for wrapped in [
        STANDARD.encode(text.trim()),
        format!("\"{}\"", text.trim()),
        text.replace('\n', "\r\n"),
    ] {
        match Key::read(wrapped.as_bytes()) {
            Ok(again) => assert_eq!(again.public.fingerprint, key.public.fingerprint),
            // It may be base64 twice already, or have quotes of its own.
            Err(error) => assert_ne!(error, KeyError::Token),
        }
    }
    if key.signing.is_some() {
        let import = import::find(text);
        assert!(
            import.private_key.is_some(),
            "a private key that the scanner misses: {:?} {:?}",
            key.form,
            key.repairs
        );
    }
    nothing_is_left(text);
});

/// No token contains a private key.
fn nothing_is_left(text: &str) {
    let import = import::find(text);
    for found in &import.tokens {
        assert!(
            !mux_jwt_fuzz::core::key::holds_private_key(&found.text),
            "{found:?}"
        );
    }
}
