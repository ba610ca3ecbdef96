//! Why something is not a usable key, and what to do about it. Nothing here repeats any of what was read.

use std::{borrow::Cow, fmt};

use crate::core::problem::Advice;

/// Why something is not a usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was there.
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
    /// A token was given.
    #[error("this is a token, not a key")]
    Token,
    /// An UUID, as the API's access tokens have.
    #[error("this is an API access token, not a signing key")]
    AccessToken,
    /// The ID of a key, or another ID of Mux.
    #[error("this is an ID, not a key")]
    Id,
    /// The name of a file.
    #[error("this is the path of a file, not a key")]
    Path,
    /// A PEM begins and does not end, or its bytes do.
    #[error("the key is cut short or damaged")]
    Damaged,
    /// A pass phrase protects it.
    #[error("the key is encrypted with a pass phrase")]
    Encrypted,
    /// A key in the format of OpenSSH.
    #[error("this key is in OpenSSH's own format")]
    OpenSsh,
    /// A key of PGP.
    #[error("this is a PGP key, not an RSA key in PEM")]
    Pgp,
    /// A PKCS#12 container.
    #[error("this is a PKCS#12 file (.p12 or .pfx), not a key in PEM")]
    Pkcs12,
    /// A file of another program, in words.
    #[error("this is {0}, not a key in PEM")]
    Foreign(&'static str),
    /// The JSON of a service account of Google's cloud, which has a `private_key`, too.
    #[error("this is a key of a Google service account, not of Mux")]
    ServiceAccount,
    /// What a certificate is asked for with.
    #[error("this is a certificate request, not a key")]
    CertificateRequest,
    /// A key of another kind.
    #[error("this is {0} key, not an RSA key")]
    NotRsa(&'static str),
    /// A JWK without members that it needs.
    #[error("this JWK lacks {0}")]
    Lacks(JwkMembers),
    /// Under [`super::MIN_BITS`].
    #[error("the key is shorter than 2048 bits")]
    TooSmall,
    /// A public key where a private one is needed.
    #[error("this is a public key")]
    Public,
    /// Braces, and nothing that JSON is.
    #[error("this begins like JSON and is none")]
    BrokenJson,
    /// Sound JSON without a key.
    #[error("there is no key in this JSON")]
    NoKeyInJson,
    /// A key's ID, as the API and dashboard list it, without the key.
    #[error("the ID of a key is here, but not the key")]
    IdAlone,
    /// The settings of Mux's command line, with no key in them.
    #[error("no environment in these settings of the Mux CLI has a signing key")]
    NoKeyInSettings,
}

impl KeyError {
    /// What to do next.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "Give the private key that Mux showed once when the key was made.",
            Self::TooLarge | Self::NotAKey | Self::Binary | Self::Token | Self::NoKeyInJson => {
                "A Mux key is a .pem file, or the base64 text that the API answers as `private_key`."
            }
            Self::AccessToken | Self::NoKeyInSettings => {
                "Make a signing key in the Mux dashboard under Settings, Signing Keys."
            }
            Self::Id => {
                "The key itself is the long text that Mux showed once, beside this ID, when the key was made."
            }
            Self::Path => "Give the file itself: open it, drop it, or name it with `--key-file`.",
            Self::Damaged => "Copy the whole key again, from its first character to its last.",
            Self::Encrypted => {
                "Remove the pass phrase first: openssl rsa -in key.pem -out plain.pem"
            }
            Self::OpenSsh => {
                "Mux makes its signing keys itself: give the .pem file or the base64 text that it showed once."
            }
            Self::Pkcs12 => {
                "Give the .pem file of Mux, or take the key out: openssl pkcs12 -in key.p12 -nocerts -noenc"
            }
            Self::Pgp | Self::Foreign(_) | Self::ServiceAccount | Self::CertificateRequest => {
                "Give the .pem file that Mux gave when the signing key was made."
            }
            Self::NotRsa(_) => "Mux checks RS256 alone, so a signing key is always RSA.",
            Self::Lacks(_) => {
                "Export the key with all of its numbers, or as PEM, which always has them."
            }
            Self::TooSmall => {
                "The signing library takes no RSA key under 2048 bits, which is what Mux makes."
            }
            Self::Public => {
                "Signing needs the private key that Mux showed once when the key was made."
            }
            Self::BrokenJson => {
                "Copy the whole answer or file again, from the first brace to the last."
            }
            Self::IdAlone => {
                "Mux answers `private_key` once, when the key is made. If it is lost, make another signing key."
            }
        }
    }
}

impl Advice for KeyError {
    fn hint(&self) -> Cow<'_, str> {
        Self::hint(*self).into()
    }
}

/// JwkMembers of a JWK by their place in [`JwkMembers::NAMES`], a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JwkMembers(u8);

impl JwkMembers {
    const NAMES: [&str; 8] = ["kty", "n", "e", "p", "q", "dp", "dq", "qi"];

    /// Those of some members that are not there.
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
            [one] => write!(f, "the member {one}"),
            [some @ .., last] => write!(f, "the members {} and {last}", some.join(", ")),
            [] => Ok(()),
        }
    }
}
