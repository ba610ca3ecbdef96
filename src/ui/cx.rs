//! What every screen can read.

use super::{session::keyring::Keyring, settings::Settings};
use crate::core::time::{Timestamp, Zone};

/// What screens can read.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) now: Timestamp,
    pub(crate) zone: Zone,
    pub(crate) keyring: &'a Keyring,
    pub(crate) settings: &'a Settings,
    /// Whether the environment holds a key.
    pub(crate) has_environment_key: bool,
    /// Whether the keychain has not answered yet.
    pub(crate) waits_for_keychain: bool,
    /// Whether secrets are masked on the screen, which only pictures need to know of.
    pub(crate) redacts: bool,
}

/// A playback ID that does not exist in Mux, for examples.
pub(crate) const EXAMPLE_ID: &str = "DemoPlaybackId";
