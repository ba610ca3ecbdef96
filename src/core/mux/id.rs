//! The format of Mux's IDs.

/// Whether text is a UUID, as the IDs of Mux's API access tokens are.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// Whether text is what a program writes for a value that is not set: `undefined`, `[object Object]`.
pub fn is_unset(text: &str) -> bool {
    const WORDS: [&str; 7] = ["undefined", "null", "nan", "none", "nil", "(null)", "<nil>"];
    let word = text.trim().to_lowercase();
    WORDS.contains(&word.as_str()) || word.starts_with("[object ") || word.is_empty()
}

/// Whether text is a placeholder for an ID: `YOUR_PLAYBACK_ID`, `${id}`, `xxx`, `...`.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "playbackid",
        "assetid",
        "livestreamid",
        "videoid",
        "streamid",
        "restrictionid",
        "playbackrestrictionid",
        "id",
        "idhere",
        "playbackidhere",
        "placeholder",
        "changeme",
        "replaceme",
        "todo",
    ];
    let letters: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // `YOUR_PLAYBACK_ID`, `<playback-id>`, `muxPlaybackId`; a bare `ID` may be a test.
    let stem = [
        "your", "my", "mux", "insert", "the", "signed", "public", "example",
    ]
    .iter()
    .fold(letters.as_str(), |stem, word| {
        stem.strip_prefix(word).unwrap_or(stem)
    });
    let is_word = WORDS.contains(&stem) && !(stem == "id" && letters == "id");
    let is_template = text.contains(['{', '}', '<', '>', '$', '[', ']']);
    let is_crossed_out = letters.len() >= 3 && letters.bytes().all(|b| b == b'x');
    let is_dots = letters.is_empty() && text.chars().all(|c| ".…*-_".contains(c));
    is_word || is_template || is_crossed_out || is_dots
}

/// Decodes a Mux ID to base64url. IDs are alphanumeric: `00`, `01` and `02` encode `0`, `-` and `_`.
///
/// # Errors
/// With the character after a `0` that is none of these, or `None` at the end.
pub fn unescape(id: &str) -> Result<String, Option<char>> {
    let mut out = String::with_capacity(id.len());
    let mut chars = id.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '0' => match chars.next() {
                Some('0') => '0',
                Some('1') => '-',
                Some('2') => '_',
                next => return Err(next),
            },
            c => c,
        });
    }
    Ok(out)
}

/// Whether a word has the shape of a Mux ID: base64url of 24 to 32 bytes, escaped as by [`unescape`].
pub fn is_mux_id(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric())
        && word.contains(|c: char| c.is_ascii_lowercase())
        && word.contains(|c: char| c.is_ascii_uppercase())
        && unescape(word).is_ok_and(|id| (32..=44).contains(&id.len()))
}

/// What is unusual about a key ID, phrased to follow it: "the key ID `…` contains …".
pub fn oddity_of_id(id: &str) -> Option<&'static str> {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if is_uuid(id) {
        Some("is the ID of an access token, not of a signing key")
    } else if id.chars().all(is_usual) {
        None
    } else {
        Some("contains characters that Mux IDs never contain")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mux_id_has_escapes_and_mixed_case() {
        let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
        assert!(is_mux_id(id));
        assert_eq!(unescape("a00b01c02"), Ok("a0b-c_".to_owned()));
        assert_eq!(unescape("a03"), Err(Some('3')));
        assert_eq!(unescape("a0"), Err(None));
        for other in [
            &id.to_lowercase(),
            &id[..30],
            &format!("{id}0"),
            &id.replace('E', "-"),
            "",
        ] {
            assert!(!is_mux_id(other), "{other}");
        }
    }

    #[test]
    fn uuid_has_hyphens_in_their_places() {
        let uuid = "01234567-89ab-cdef-0123-456789abcdef";
        assert!(is_uuid(uuid));
        assert!(!is_uuid(&uuid.replace('-', "0")) && !is_uuid(&uuid[1..]));
    }
}
