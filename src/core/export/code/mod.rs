//! Code that signs a request on a server, in one language a file, from `MUX_SIGNING_KEY` and `MUX_PRIVATE_KEY`.

use super::Snippet;

/// Every language, the most used first.
pub const CODES: &[Snippet] = &[];
