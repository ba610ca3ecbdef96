//! The text of a token and its decoded parts. Reading never fails; each part reports what is wrong with it.

pub mod draft;
pub mod forensics;
pub mod player;
pub mod producer;
mod spans;
pub mod spec;
pub mod target;
pub mod verify;

use std::{fmt, ops::Range};

use base64::{
    Engine as _, alphabet,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD,
    },
};

use super::{
    json::{Number, Object, Value},
    mux::audience::Audience,
    text::visible,
    time::Timestamp,
};

/// A token as received, decoded as far as possible.
#[derive(Clone, Debug)]
pub struct Token {
    /// The text exactly as received.
    pub text: String,
    /// The parts between the dots; a well-formed token has three.
    pub parts: Vec<TokenPart>,
    /// The first part as JSON.
    pub header: Section,
    /// The second part as JSON.
    pub payload: Section,
}

/// One part of a token.
#[derive(Clone, Debug)]
pub struct TokenPart {
    /// As received.
    pub text: String,
    /// The decoded bytes, as far as the text can be decoded.
    pub bytes: Vec<u8>,
    /// Why the part is not base64url.
    pub fault: Option<PartFault>,
}

/// Why a text is not base64url without padding, the only encoding in RFC 7515.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// `=` at the end.
    Padding,
    /// `+` or `/`, from the standard base64 alphabet.
    OtherAlphabet(char),
    /// A character of neither alphabet.
    Stranger(char),
    /// One character too many or too few.
    Length,
    /// Nonzero trailing bits that are not part of a byte: another text decodes to the same bytes.
    LooseBits,
}

/// A part that should hold a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub enum Section {
    /// The part does not exist or is empty.
    Missing,
    /// The object.
    Read(Object),
    /// Something else; a description, to follow "is".
    NotJson(String),
}

/// At most this many bytes of an unreadable part are shown.
const SHOWN: usize = 2000;

impl Token {
    /// The start of a part that is not a JSON object, at most 2,000 bytes, with invisible characters escaped. `None` when
    /// the part is empty or a JSON object.
    pub fn unread(&self, index: usize) -> Option<String> {
        let section = [&self.header, &self.payload].into_iter().nth(index)?;
        let bytes = &self.parts.get(index)?.bytes;
        (section.object().is_none() && !bytes.is_empty()).then(|| {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN)]);
            visible(&text).into_owned()
        })
    }

    /// Decodes as much of a token as possible; the rules report the rest.
    pub fn read(text: &str) -> Self {
        let parts: Vec<_> = text.split('.').map(TokenPart::read).collect();
        let header = parts.first().map_or(Section::Missing, Section::read);
        let payload = parts.get(1).map_or(Section::Missing, Section::read);
        Self {
            text: text.to_owned(),
            parts,
            header,
            payload,
        }
    }

    /// The signed text: the first two parts as received, with the dot.
    pub fn signed_text(&self) -> &str {
        self.text
            .rsplit_once('.')
            .map_or(self.text.as_str(), |(signed, _)| signed)
    }

    /// The third part.
    pub fn signature(&self) -> Option<&TokenPart> {
        self.parts.get(2)
    }

    /// Whether header, payload and signature are present and valid.
    pub fn is_well_formed(&self) -> bool {
        self.parts.len() == 3
            && self
                .parts
                .iter()
                .all(|part| part.fault.is_none() && !part.text.is_empty())
            && matches!(
                (&self.header, &self.payload),
                (Section::Read(_), Section::Read(_))
            )
    }

    /// Whether it has five parts, as an encrypted token (JWE) has.
    pub fn is_encrypted(&self) -> bool {
        self.parts.len() == 5
    }

    /// A string in the header.
    pub fn header_str(&self, name: &str) -> Option<&str> {
        self.header.object().and_then(|header| header.str(name))
    }

    /// The claims, if the payload is a JSON object.
    pub fn claims(&self) -> Option<&Object> {
        self.payload.object()
    }

    /// The key ID: from the header, else from the payload. Mux looks in both.
    pub fn key_id(&self) -> Option<&str> {
        let in_payload = || self.claims().and_then(|claims| claims.str("kid"));
        self.header_str("kid")
            .filter(|kid| !kid.is_empty())
            .or_else(in_payload)
            .filter(|kid| !kid.is_empty())
    }

    /// `exp`, if it is a whole number of seconds.
    pub fn expiry(&self) -> Option<Timestamp> {
        let exp = self.claims()?.get("exp").and_then(Value::as_number);
        exp.and_then(Number::as_i64).map(Timestamp)
    }

    /// The audience in `aud`, if Mux documents it.
    pub fn audience(&self) -> Option<Audience> {
        self.claims()?.str("aud").and_then(Audience::from_claim)
    }

    /// The byte range of each part in the text.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let range = |part: &TokenPart| {
            let range = start..start + part.text.len();
            start = range.end + 1;
            range
        };
        self.parts.iter().map(range).collect()
    }
}

impl TokenPart {
    fn read(text: &str) -> Self {
        let text = text.to_owned();
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(&text) {
            Self {
                text,
                bytes,
                fault: None,
            }
        } else {
            let (bytes, fault) = decode_leniently(&text);
            Self {
                text,
                bytes,
                fault: Some(fault),
            }
        }
    }
}

/// Decodes as much of a part as possible and returns the first fault.
fn decode_leniently(text: &str) -> (Vec<u8>, PartFault) {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::URL_SAFE,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let body = text.trim_end_matches('=');
    let stranger = |c: &char| !c.is_ascii_alphanumeric() && !"-_+/".contains(*c);
    let fault = if let Some(c) = body.chars().find(stranger) {
        PartFault::Stranger(c)
    } else if let Some(c) = body.chars().find(|c| "+/".contains(*c)) {
        PartFault::OtherAlphabet(c)
    } else if body.len() < text.len() {
        PartFault::Padding
    } else if body.len() % 4 == 1 {
        PartFault::Length
    } else {
        PartFault::LooseBits
    };
    let mut known: String = body
        .chars()
        .filter(|c| !stranger(c))
        .map(|c| {
            if c == '+' {
                '-'
            } else if c == '/' {
                '_'
            } else {
                c
            }
        })
        .collect();
    if known.len() % 4 == 1 {
        known.pop();
    }
    (LENIENT.decode(known).unwrap_or_default(), fault)
}

impl Section {
    fn read(part: &TokenPart) -> Self {
        if part.text.is_empty() {
            return Self::Missing;
        }
        match std::str::from_utf8(&part.bytes) {
            Ok(text) => match Object::parse(text) {
                Ok(object) => Self::Read(object),
                Err(error) => Self::NotJson(format!("not JSON: {error}")),
            },
            Err(error) => Self::NotJson(format!(
                "not valid UTF-8, starting at byte {}",
                error.valid_up_to() + 1
            )),
        }
    }

    /// Whether it is a JSON object or at least text, so that there is something to show.
    pub fn is_readable(&self) -> bool {
        match self {
            Self::Read(_) => true,
            Self::NotJson(why) => !why.starts_with("not valid UTF-8"),
            Self::Missing => false,
        }
    }

    /// The JSON object, if it is one.
    pub fn object(&self) -> Option<&Object> {
        match self {
            Self::Read(object) => Some(object),
            _ => None,
        }
    }
}

/// What is wrong, to follow the name of the part.
impl fmt::Display for PartFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Padding => f.write_str("ends with `=`, which tokens never have"),
            Self::OtherAlphabet(c) => write!(f, "contains `{c}`, where tokens have `-` and `_`"),
            Self::Stranger(c) => write!(f, "contains a {}, which is not base64", name_char(*c)),
            Self::Length => f.write_str("has one character too many or is truncated"),
            Self::LooseBits => f.write_str("ends with a character that encoders never write there"),
        }
    }
}

/// The name of a character for messages: `{`, space, U+200B.
pub fn name_char(c: char) -> String {
    match c {
        ' ' => "space".to_owned(),
        '\n' | '\r' => "line break".to_owned(),
        '\t' => "tab".to_owned(),
        c if c.is_ascii_graphic() => format!("`{c}`"),
        c if c.is_alphanumeric() => format!("`{c}`"),
        c => format!("U+{:04X}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &[u8], payload: &[u8]) -> Token {
        let encode = |bytes| URL_SAFE_NO_PAD.encode(bytes);
        Token::read(&format!(
            "{}.{}.{}",
            encode(header),
            encode(payload),
            encode(b"signature")
        ))
    }

    fn fault(part: &str) -> Option<PartFault> {
        Token::read(part).parts[0].fault
    }

    #[test]
    fn well_formed_token_is_decoded() {
        let token = token(br#"{"alg":"RS256"}"#, br#"{"sub":"x","kid":"k"}"#);
        assert!(token.is_well_formed());
        assert_eq!(token.header_str("alg"), Some("RS256"));
        assert_eq!(token.key_id(), Some("k"));
        assert_eq!(
            token
                .ranges()
                .iter()
                .map(|r| &token.text[r.clone()])
                .collect::<Vec<_>>()
                .join("."),
            token.text
        );
        assert_eq!(
            token.signed_text(),
            token.text.rsplit_once('.').expect("it has dots").0
        );
    }

    #[test]
    fn faulty_part_is_still_decoded() {
        assert_eq!(fault("eyJhIjoxfQ"), None);
        assert_eq!(fault("eyJhIjoxfQ=="), Some(PartFault::Padding));
        assert_eq!(fault("eyJhIjox+fQ"), Some(PartFault::OtherAlphabet('+')));
        assert_eq!(fault("eyJh IjoxfQ"), Some(PartFault::Stranger(' ')));
        assert_eq!(fault("eyJhI"), Some(PartFault::Length));
        assert_eq!(fault("eyJhIjoxfR"), Some(PartFault::LooseBits));
        for text in ["eyJhIjoxfQ==", "eyJh IjoxfQ", "eyJhIjoxfR"] {
            assert!(Token::read(text).header.object().is_some(), "{text}");
        }
    }

    #[test]
    fn unreadable_payload_is_described() {
        for (payload, says) in [
            (&b"\xff\xfe"[..], "not valid UTF-8, starting at byte 1"),
            (
                b"[1]",
                "not JSON: expected an object, found a list at line 1, column 1",
            ),
            (
                b"{\"a\":",
                "not JSON: the text ends while parsing a value at line 1, column 5",
            ),
        ] {
            assert_eq!(
                token(b"{}", payload).payload,
                Section::NotJson(says.to_owned())
            );
        }
        assert_eq!(token(b"{}", b"").payload, Section::Missing);
    }

    #[test]
    fn any_number_of_parts_is_read() {
        for text in ["", ".", "..", "...", "a.b.c.d.e", "é.ü.ñ", "\u{feff}"] {
            assert_eq!(Token::read(text).parts.len(), text.matches('.').count() + 1);
            assert!(!Token::read(text).is_well_formed());
        }
    }
}
