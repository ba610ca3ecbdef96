//! Private keys in what is pasted: they are blotted out before anything is read, so that no part of one gets on.

use crate::core::key;

/// The text with every private key blanked, and the line of the first; nothing if there is none.
///
/// Every byte stays where it is, so lines and places are those of the text.
pub(super) fn blanked(text: &str) -> Option<(String, usize)> {
    let mut keys = Vec::new();
    if key::looks_private(text) {
        let mut marks: Vec<(usize, &str)> = key::PRIVATE_MARKS
            .iter()
            .flat_map(|mark| text.match_indices(mark))
            .collect();
        marks.sort_unstable();
        let mut done = 0;
        for (at, mark) in marks {
            if at >= done {
                let (start, end) = key_around(text, done, at, mark);
                keys.push((start, end));
                done = end;
            }
        }
        if keys.is_empty() && key::is_bare_private(text) {
            keys.push((0, text.len()));
        }
    }
    if text.contains("\"kty\"") {
        keys.extend(jwk_members(text));
    }
    let first = keys.iter().map(|(start, _)| *start).min()?;
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in keys {
        for b in &mut bytes[start..end] {
            // Line breaks are no secret, and lines are counted by them.
            if *b != b'\n' && *b != b'\r' {
                *b = b' ';
            }
        }
    }
    let line = text[..first].matches('\n').count() + 1;
    // What was blanked are whole characters of ASCII.
    Some((String::from_utf8(bytes).unwrap_or_default(), line))
}

/// Where the key begins and ends that has a mark at a place.
fn key_around(text: &str, from: usize, mark_at: usize, mark: &str) -> (usize, usize) {
    if mark.ends_with("-----") {
        // From the line that says BEGIN to the one that says END, or to where the text ends.
        let head = &text[from..mark_at];
        let start = head.rfind("-----BEGIN").map_or(mark_at, |at| from + at);
        let after = mark_at + mark.len();
        let end = text[after..]
            .find(mark)
            .map_or(text.len(), |at| after + at + mark.len());
        return (start, end);
    }
    let bytes = text.as_bytes();
    let start = (from..mark_at)
        .rev()
        .take_while(|at| is_base64(bytes[*at]))
        .last()
        .unwrap_or(mark_at);
    (start, end_of_base64(bytes, mark_at + mark.len()))
}

/// The values of the members of a JWK that only a private key has.
fn jwk_members(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for member in ["\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\""] {
        for (at, _) in text.match_indices(member) {
            let rest = text[at + member.len()..].trim_start();
            let value = rest.strip_prefix(':').map(str::trim_start);
            if let Some(value) = value.and_then(|value| value.strip_prefix('"')) {
                let start = text.len() - value.len();
                let len = value.bytes().take_while(|b| is_base64(*b)).count();
                if len >= 40 {
                    found.push((start, start + len));
                }
            }
        }
    }
    found
}

fn is_base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"+/-_".contains(&b)
}

/// Where base64 ends, over the lines it was broken into.
fn end_of_base64(bytes: &[u8], from: usize) -> usize {
    let run = |at: usize| {
        let len = bytes[at..].iter().take_while(|b| is_base64(**b)).count();
        at + len + bytes[at + len..].iter().take_while(|b| **b == b'=').count()
    };
    let mut end = run(from);
    loop {
        // `\n` may be written out, and a value of JSON or code may be in pieces.
        let gap = bytes[end..]
            .iter()
            .take_while(|b| b.is_ascii_whitespace() || b"\\\"'+,>".contains(b))
            .count();
        let mut next = end + gap;
        if gap > 0 && bytes[next - 1] == b'\\' && bytes.get(next) == Some(&b'n') {
            next += 1;
        }
        let after = run(next);
        // The last line of a key is short. What stands alone on a line goes with it: better too much than a part.
        let is_whole = bytes[end..next].contains(&b'\n')
            && bytes.get(after).is_none_or(|b| b"\n\r\"'\\".contains(b));
        let is_line =
            after - next >= 40 || (after > next && (bytes[after - 1] == b'=' || is_whole));
        if next == end || !is_line {
            return end;
        }
        end = after;
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::{encoding::AsDer as _, rsa};
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::blanked;

    const BASE64: &str =
        "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBc0VDUkVUc0VDUkVU";

    #[test]
    fn nothing_of_a_key_is_left() {
        let pem =
            "-----BEGIN RSA PRIVATE KEY-----\nc0VDUkVU\nc0VDUkVU\n-----END RSA PRIVATE KEY-----";
        for (text, line) in [
            (pem.to_owned(), 1),
            (format!("a\n{pem}\nafter"), 2),
            (pem.replace('\n', "\\n"), 1),
            (format!("{} cut", &pem[..50]), 1),
            (format!("KEY={BASE64}\nafter: x"), 1),
            (format!("x\ny\nKEY=\"{BASE64}\"\nafter = x"), 3),
            (
                format!("{}\n{}\n{}", &BASE64[..44], &BASE64[44..], "c0VDUkVU=="),
                1,
            ),
            ("MIIEpAIBAAKCAQEAc0VDUkVU".to_owned(), 1),
        ] {
            let (blank, at) = blanked(&text).expect("a key is in it");
            assert_eq!(blank.len(), text.len(), "{text}");
            assert!(
                !blank.contains("c0VDUkVU")
                    && !blank.contains("sECRET")
                    && !blank.contains("0VDUkVU"),
                "{blank}"
            );
            assert_eq!(at, line, "{text}");
            assert_eq!(blank.contains("after"), text.contains("after"), "{blank}");
        }
        assert_eq!(blanked("-----BEGIN PUBLIC KEY-----"), None);
    }

    #[test]
    fn a_key_whose_lines_break_where_its_marks_are_goes_as_a_whole() {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("there is randomness");
        let der = pair.as_der().expect("a new key can be written");
        let base64 = STANDARD.encode(der.as_ref());
        let chunks = base64.as_bytes().chunks(16);
        let lines: Vec<_> = chunks.map(String::from_utf8_lossy).collect();
        let lines = lines.join("\n");
        let (blank, line) = blanked(&lines).expect("a key is in it");
        assert_eq!((blank.trim(), blank.len(), line), ("", lines.len(), 1));
    }

    #[test]
    fn the_private_members_of_a_jwk_go_and_the_public_ones_stay() {
        let secret = "c0VDUkVU".repeat(8);
        let (blank, _) = blanked(&format!(
            r#"{{"kty":"RSA","n":"abc","d": "{secret}","q":"{secret}"}}"#
        ))
        .expect("private");
        assert!(
            !blank.contains("c0VDUkVU") && blank.contains("abc"),
            "{blank}"
        );
        assert_eq!(blanked(r#"{"kty":"RSA","n":"abc"}"#), None);
    }
}
