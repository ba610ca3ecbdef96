//! A private key in each form in which it gets into texts, and a check that none of it gets out.

use std::{collections::HashSet, sync::LazyLock};

use aws_lc_rs::{encoding::AsDer as _, rsa};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

/// The shortest stretch of a key that counts as shown, in characters.
const STRETCH: usize = 16;

/// The key in each of its forms.
pub static FORMS: LazyLock<Vec<String>> = LazyLock::new(forms);

/// Every stretch of the key in any form, but for the beginnings that all keys share.
static STRETCHES: LazyLock<HashSet<Vec<u8>>> = LazyLock::new(|| {
    let secrets = FORMS.iter().flat_map(|form| {
        // PEM and its escapes are cut into lines, a JWK into members.
        let parts = form.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=-_".contains(c));
        let parts = parts.filter(|part| part.len() > 60).collect::<Vec<_>>();
        // The public modulus is the first member of a JWK, and the header is at the beginning of every other form. A form
        // in one piece may end with the `END` line in base64, which anybody may write.
        match parts[..] {
            [whole] => vec![whole[100..whole.len() - 100].to_owned()],
            _ => parts.into_iter().skip(1).map(str::to_owned).collect(),
        }
    });
    let stretches = secrets.flat_map(|secret| {
        let bytes = secret.into_bytes();
        bytes
            .windows(STRETCH)
            .map(<[u8]>::to_vec)
            .collect::<Vec<_>>()
    });
    stretches.collect()
});

fn forms() -> Vec<String> {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("the system has randomness");
    let der = pair.as_der().expect("a new key can be encoded");
    let der = der.as_ref();
    let pem = pem::encode(&pem::Pem::new("PRIVATE KEY", der)).replace("\r\n", "\n");
    let wide: Vec<u8> = pem.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let jwk = jwk(der);
    vec![
        pem.clone(),
        pem.replace('\n', "\\n"),
        STANDARD.encode(&pem),
        STANDARD.encode(wide),
        jwk.clone(),
        jwk.replace('"', "\\\""),
        STANDARD.encode(der),
    ]
}

/// The key of a PKCS#8 file as a JWK.
fn jwk(der: &[u8]) -> String {
    // Version and algorithm come before the octets that contain the key itself, and its version before its numbers.
    let (_, file) = element(der);
    let key = elements(file).remove(2);
    let (_, key) = element(key);
    let numbers = elements(key).into_iter().skip(1);
    let names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
    let members = names.into_iter().zip(numbers).map(|(name, number)| {
        let start = number.iter().position(|byte| *byte != 0).unwrap_or(0);
        format!(r#""{name}":"{}""#, URL_SAFE_NO_PAD.encode(&number[start..]))
    });
    let members: Vec<_> = members.collect();
    format!(r#"{{"kty":"RSA",{}}}"#, members.join(","))
}

/// The elements of DER in some bytes, without their tags and lengths.
fn elements(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        let (after, body) = element(bytes);
        elements.push(body);
        bytes = after;
    }
    elements
}

/// What follows the first element of DER, and its content.
fn element(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (head, len) = match bytes[1] {
        long @ 0x81.. => {
            let end = 2 + usize::from(long - 0x80);
            let digits = bytes[2..end].iter();
            (
                end,
                digits.fold(0, |len, byte| len << 8 | usize::from(*byte)),
            )
        }
        short => (2, usize::from(short)),
    };
    (&bytes[head + len..], &bytes[head..head + len])
}

/// The first 16 characters of the key that a text contains.
pub fn part_in(text: &str) -> Option<String> {
    let mut stretches = text.as_bytes().windows(STRETCH);
    let part = stretches.find(|stretch| STRETCHES.contains(*stretch))?;
    Some(String::from_utf8_lossy(part).into_owned())
}

/// Asserts that no 16 characters of the key are in a text.
pub fn assert_none_in(text: &str) {
    assert_eq!(part_in(text), None, "a part of a private key is shown");
}
