//! The window.

use std::time::Instant;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[error("the window is not built yet")]
pub struct WindowError;

impl WindowError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        "Everything is in the terminal as well: see `mux-jwt --help`."
    }
}

/// Placeholder for the window: says that there is none.
///
/// # Errors
/// Always.
pub fn run(_first_frame: bool, _started: Instant) -> Result<(), WindowError> {
    Err(WindowError)
}
