//! Text without private keys, for output that repeats its input.

use std::borrow::Cow;

use super::scan::scan;

/// A text with each private key replaced by a note. Borrowed if there is none.
pub fn without_private_keys(text: &str) -> Cow<'_, str> {
    const SHORTEST: usize = 100;
    if text.len() < SHORTEST {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut from = 0;
    for span in scan(text).into_iter().filter(|span| span.is_private) {
        out.push_str(&text[from..span.range.start]);
        out.push_str("[private key removed]");
        from = span.range.end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::without_private_keys;
    use crate::core::key::Key;

    #[test]
    fn only_private_keys_are_removed() {
        let key = Key::demo();
        let der = key.signing().expect("private").for_keychain();
        let pem = ::pem::encode(&::pem::Pem::new("RSA PRIVATE KEY", der.as_ref()));
        let pem = pem.trim();
        let text = format!("a {pem} b {pem} c");
        assert_eq!(
            without_private_keys(&text),
            "a [private key removed] b [private key removed] c"
        );
        for text in [
            "",
            "-----BEGIN PRIVATE KEY-----",
            &"eyJhbGciOiJSUzI1NiJ9.".repeat(100),
        ] {
            assert_eq!(without_private_keys(text), text);
        }
    }
}
