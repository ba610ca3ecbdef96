//! The documents that more than one rule refers to.

/// Mux's guide to signed playback, the source of most rules.
pub(super) const SECURE: &str = "https://www.mux.com/docs/guides/secure-video-playback";

/// The standard for Mux's tokens.
pub(super) const JWS: &str = "https://www.rfc-editor.org/rfc/rfc7515";
