//! Keys and tokens for fuzzed texts. Each run creates new ones, so an input has marks in their places.

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    core::{
        json::Object, key::Key, mux::audience::Audience, time::Timestamp, token::spec::TokenSpec,
    },
    key_forms::FORMS,
};

/// The time at which everything is judged: 2026-11-22 06:50:45 UTC.
pub const NOW: Timestamp = Timestamp(1_795_330_245);

/// An ID in the shape of Mux's own.
pub const ID: &str = "ujePEGIToVoP3rRFOOc501gUV4sKT007wNWseLWYzru02c";

/// The keys that are loaded.
pub static KEYS: LazyLock<[Key; 2]> =
    LazyLock::new(|| [Key::demo().with_id("K"), Key::demo().with_id("OTHER")]);

/// A token that Mux would accept, for each audience in the order of [`Audience::ALL`].
pub static SOUND: LazyLock<Vec<String>> = LazyLock::new(|| {
    let sign = |audience: &Audience| {
        let mut request = TokenSpec::new(*audience, ID);
        request.claims = Object::parse(r#"{"custom":{"viewer":"é😀"}}"#).expect("an object");
        let key = KEYS[0].signing().expect("a demo key is private");
        request.sign("K", key, NOW).expect("the spec is complete").token
    };
    Audience::ALL.iter().map(sign).collect()
});

/// A token with this header and payload and an invalid signature.
pub fn made_up(header: &str, payload: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        encode(header),
        encode(payload),
        encode(&"7".repeat(256))
    )
}

/// The text of a fuzzed input, with its marks filled in:
///
/// - `\x01` and a digit: a valid token;
/// - `\x02`, a header, `\x03`, a payload, `\x04`: a token with an invalid signature;
/// - `\x05`: an ID;
/// - `\x07` and a digit: a private key in one of its forms.
///
/// So a fuzzer gets below base64, to valid signatures and to whole keys.
pub fn text(data: &[u8]) -> String {
    filled(&String::from_utf8_lossy(data))
}

/// As [`text`].
pub fn filled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\x01', '\x02', '\x05', '\x07']) {
        out.push_str(&rest[..at]);
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            1 | 7 => {
                let list: &[String] = if mark == 1 { &SOUND } else { &FORMS };
                let digit = rest.chars().next().and_then(|c| c.to_digit(10));
                if let Some(digit) = digit {
                    out.push_str(&list[digit as usize % list.len()]);
                    rest = &rest[1..];
                }
            }
            2 => {
                let (body, after) = rest.split_once('\x04').unwrap_or((rest, ""));
                let body = &body.replace('\x05', ID);
                let (header, payload) = body
                    .split_once('\x03')
                    .unwrap_or(("{\"alg\":\"RS256\"}", body));
                out.push_str(&made_up(header, payload));
                rest = after;
            }
            _ => out.push_str(ID),
        }
    }
    out.push_str(rest);
    out
}
