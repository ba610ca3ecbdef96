//! What every screen can read.

use super::session::Session;
use crate::core::time::{Timestamp, Zone};

/// The state that screens share, read-only.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) now: Timestamp,
    pub(crate) zone: Zone,
    /// The keys and the settings.
    pub(crate) session: &'a Session,
    /// Whether secrets are masked on the screen. Only images need to know: text is masked after it is drawn.
    pub(crate) redacts: bool,
}

/// A playback ID that does not exist in Mux, for examples.
pub(crate) const EXAMPLE_ID: &str = "DemoPlaybackId";
