//! Why something is not a usable key, and what to do about it. Nothing here repeats what was read.

use std::{borrow::Cow, fmt};

use crate::core::problem::Advice;

/// Why something is not a usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is nothing in it.
    #[error("the key is empty")]
    Empty,
    /// Larger than [`super::MAX_BYTES`].
    #[error("this is too large to be a key")]
    TooLarge,
    /// Neither PEM nor base64 nor DER.
    #[error("this is not a key")]
    NotAKey,
    /// Bytes that are neither text nor DER.
    #[error("these bytes are neither text nor a key")]
    Binary,
    /// A token.
    #[error("this is a token, not a key")]
    Token,
    /// A UUID, as the API's access tokens have.
    #[error("this is an API access token, not a signing key")]
    AccessToken,
    /// A shared secret, as webhooks have.
    #[error("this is not an RSA key but a short secret, probably that of a webhook")]
    SharedSecret,
    /// Both of these, and no key.
    #[error(
        "no signing key here, only an API access token and a short secret, probably that of a webhook"
    )]
    TokenAndSecret,
    /// The ID of a key, or another Mux ID.
    #[error("this is an ID, not a key")]
    Id,
    /// The name of a file.
    #[error("this is a file path, not a key")]
    Path,
    /// The PEM or its bytes end too early, or are not those of a key.
    #[error("the key is truncated or damaged")]
    Damaged,
    /// Protected by a passphrase.
    #[error("the key is encrypted with a passphrase")]
    Encrypted,
    /// A PKCS#12 container.
    #[error("this is a PKCS#12 file (.p12 or .pfx), not a key in PEM")]
    Pkcs12,
    /// A key or a file of another program, with its article.
    #[error("this is {0}, not a Mux signing key")]
    Foreign(&'static str),
    /// A key of another algorithm, with its article.
    #[error("this is {0} key, not an RSA key")]
    NotRsa(&'static str),
    /// A JWK without required members.
    #[error("this JWK has no {0}")]
    Lacks(JwkMembers),
    /// Under [`super::MIN_BITS`].
    #[error("the key is shorter than 2048 bits")]
    TooSmall,
    /// A public key where a private one is needed.
    #[error("this is a public key")]
    Public,
    /// Begins with a brace or bracket and is not JSON.
    #[error("this looks like JSON but cannot be parsed")]
    BrokenJson,
    /// Valid JSON without a key.
    #[error("this JSON contains no key")]
    NoKeyInJson,
    /// The ID of a key, as API and dashboard list it, without the key.
    #[error("this contains a key ID but no key")]
    IdAlone,
    /// `config.json` of the Mux CLI without a signing key.
    #[error("no environment in this Mux CLI configuration has a signing key")]
    NoKeyInSettings,
}

impl KeyError {
    /// What to do next.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "Provide the private key that Mux showed once when the key was created.",
            Self::TooLarge | Self::NotAKey | Self::Binary | Self::Token | Self::NoKeyInJson => {
                "A Mux signing key is a .pem file, or the base64 text that the API returns as `private_key`."
            }
            Self::NoKeyInSettings => {
                "Create a signing key in the Mux dashboard under Settings, Signing Keys."
            }
            Self::AccessToken => {
                "`MUX_TOKEN_ID` and `MUX_TOKEN_SECRET` are for requests to Mux's API and cannot sign. Create a signing key in \
                 the Mux dashboard under Settings, Signing Keys."
            }
            Self::SharedSecret => {
                "A signing key is an RSA key in PEM or base64, about 2 KB. Create one in the Mux dashboard under Settings, \
                 Signing Keys."
            }
            Self::TokenAndSecret => {
                "`MUX_TOKEN_ID` and `MUX_TOKEN_SECRET` are for requests to Mux's API, and a short `MUX_SIGNING_SECRET` is no \
                 RSA key. Create a signing key in the Mux dashboard under Settings, Signing Keys."
            }
            Self::Id => {
                "The key is the long text that Mux showed once, next to this ID, when the key was created."
            }
            Self::Path => {
                "Provide the file itself, not its path: open it, drop it, or pass it as the file with the key."
            }
            Self::Damaged => "Copy the whole key again, from the first character to the last.",
            Self::Encrypted => {
                "Remove the passphrase first: openssl rsa -in key.pem -out plain.pem"
            }
            Self::Pkcs12 => {
                "Use the .pem file from Mux, or extract the key: openssl pkcs12 -in key.p12 -nocerts -noenc"
            }
            Self::Foreign(_) => {
                "Use the .pem file or the base64 text that Mux showed when the signing key was created."
            }
            Self::NotRsa(_) => "Mux verifies RS256 only, so a signing key is always RSA.",
            Self::Lacks(_) => {
                "Export the key with all of its numbers, or as PEM, which always contains them."
            }
            Self::TooSmall => {
                "The signing library rejects RSA keys under 2048 bits, the size that Mux creates."
            }
            Self::Public => {
                "Signing needs the private key that Mux showed once when the key was created."
            }
            Self::BrokenJson => {
                "Copy the whole response or file again, from the first brace to the last."
            }
            Self::IdAlone => {
                "Mux returns `private_key` once, when the key is created. If it is lost, create another signing key."
            }
        }
    }
}

impl Advice for KeyError {
    fn hint(&self) -> Cow<'_, str> {
        Self::hint(*self).into()
    }
}

/// A set of JWK members: one bit for each of `NAMES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JwkMembers(u8);

impl JwkMembers {
    const NAMES: [&str; 8] = ["kty", "n", "e", "p", "q", "dp", "dq", "qi"];

    /// The members among `names` that are missing; `None` if all are there.
    pub(super) fn missing(names: &[&str], has: impl Fn(&str) -> bool) -> Option<Self> {
        let is_missing = |name: &str| names.contains(&name) && !has(name);
        let bits = Self::NAMES.iter().enumerate();
        let bits = bits.fold(0, |bits, (i, name)| bits | u8::from(is_missing(name)) << i);
        (bits != 0).then_some(Self(bits))
    }
}

impl fmt::Display for JwkMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES.iter().enumerate();
        let names: Vec<_> = names
            .filter(|(i, _)| self.0 >> i & 1 == 1)
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        match names.as_slice() {
            [one] => write!(f, "{one}"),
            [some @ .., last] => write!(f, "{} or {last}", some.join(", ")),
            [] => Ok(()),
        }
    }
}
