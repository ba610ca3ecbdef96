//! In which form a key was found, what was mended in it, and what the person should know of it.

use std::fmt;

/// The form in which a key was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// `-----BEGIN RSA PRIVATE KEY-----`
    Pkcs1,
    /// `-----BEGIN PRIVATE KEY-----`
    Pkcs8,
    /// A JWK with `d`.
    Jwk,
    /// `-----BEGIN PUBLIC KEY-----`
    Spki,
    /// `-----BEGIN RSA PUBLIC KEY-----`
    Pkcs1Public,
    /// A JWK without `d`.
    JwkPublic,
    /// `-----BEGIN CERTIFICATE-----`
    Certificate,
    /// Made here.
    Generated,
}

impl KeyForm {
    /// Whether a key of this form can sign.
    pub fn is_private(self) -> bool {
        match self {
            Self::Pkcs1 | Self::Pkcs8 | Self::Jwk | Self::Generated => true,
            Self::Spki | Self::Pkcs1Public | Self::JwkPublic | Self::Certificate => false,
        }
    }
}

/// What was mended in a key's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Quotes around it.
    Quotes,
    /// `\n` in letters instead of line breaks.
    EscapedNewlines,
    /// Base64 twice over.
    EncodedTwice,
    /// The `BEGIN` and `END` lines were missing.
    NoPemLines,
    /// A byte-order mark in front.
    ByteOrderMark,
    /// Two bytes for each character, as PowerShell writes files.
    Utf16,
    /// A PEM whose lines are not those of a PEM.
    BrokenLines,
    /// The `BEGIN` line of the other kind of private key.
    WrongLabel,
    /// Base64 over several lines of a `.env` file, without quotes.
    Wrapped,
    /// The key and its ID in each other's variable.
    Swapped,
    /// In the variables of an access token.
    TokenNames,
}

impl Repair {
    /// Every repair there is.
    pub const ALL: [Self; 11] = [
        Self::Quotes,
        Self::EscapedNewlines,
        Self::EncodedTwice,
        Self::NoPemLines,
        Self::ByteOrderMark,
        Self::Utf16,
        Self::BrokenLines,
        Self::WrongLabel,
        Self::Wrapped,
        Self::Swapped,
        Self::TokenNames,
    ];

    /// What the person should know, if other programs stumble over what was mended here.
    ///
    /// What mux-node does was seen by running 15.3.0 with keys broken in this way.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::Quotes => Some(
                "mux-node 14 and later does not read a key with quotes around it. Store it without.",
            ),
            Self::EscapedNewlines => Some(
                "mux-node does not read a key with `\\n` in letters. Store the base64 text that Mux answered.",
            ),
            Self::EncodedTwice => Some(
                "mux-node does not read a key that is base64 twice over. Store it as Mux answered it.",
            ),
            Self::NoPemLines => Some(
                "mux-node does not read base64 of the bare key. Store base64 of the whole PEM, BEGIN and END included.",
            ),
            Self::BrokenLines => Some(
                "OpenSSL and what is built on it read a PEM by its lines: BEGIN, END and the text between them, each on its own.",
            ),
            Self::Swapped => Some(
                "Other programs fail with it: MUX_SIGNING_KEY is for the ID, MUX_PRIVATE_KEY for the key.",
            ),
            Self::Wrapped => Some(
                "What reads `.env` files takes the first of the lines alone. Write all of it on one line.",
            ),
            Self::TokenNames => Some(
                "Other programs take it for an API access token: MUX_SIGNING_KEY is for the ID, MUX_PRIVATE_KEY for the key.",
            ),
            Self::ByteOrderMark | Self::Utf16 | Self::WrongLabel => None,
        }
    }
}

impl fmt::Display for KeyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs1 => "private RSA key (PKCS#1)",
            Self::Pkcs8 => "private RSA key (PKCS#8)",
            Self::Jwk => "private RSA key (JWK)",
            Self::Spki => "public RSA key",
            Self::Pkcs1Public => "public RSA key (PKCS#1)",
            Self::JwkPublic => "public RSA key (JWK)",
            Self::Certificate => "certificate",
            Self::Generated => "private RSA key made for this session",
        })
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quotes => "quotes around it",
            Self::EscapedNewlines => "line breaks written as \\n",
            Self::EncodedTwice => "base64 twice over",
            Self::NoPemLines => "BEGIN and END lines missing",
            Self::ByteOrderMark => "a byte-order mark",
            Self::Utf16 => "two bytes for each character (UTF-16)",
            Self::BrokenLines => "the line breaks of the PEM, or something between its lines",
            Self::WrongLabel => "the BEGIN line of another form",
            Self::Wrapped => "base64 over several lines without quotes",
            Self::TokenNames => "a signing key under the names of an access token",
            Self::Swapped => "key and ID in each other's variable",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_a_sentence() {
        for advice in Repair::ALL.into_iter().filter_map(Repair::advice) {
            assert!(advice.ends_with('.'), "{advice}");
        }
    }
}
