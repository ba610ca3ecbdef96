//! The time that a token is judged at.

use crate::core::time::Timestamp;

/// The time that a token is judged at, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The time.
    pub time: Timestamp,
    /// Where it comes from.
    pub source: TimeSource,
}

/// Where the time of a judgement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The clock.
    Now,
    /// The user.
    Given,
    /// The request itself: a HAR, a log.
    Request,
}

impl AsOf {
    /// The time in relation to this one: `3 hours ago`, `3 hours before the request`.
    pub fn distance(&self, time: Timestamp) -> String {
        let plain = time.relative_to(self.time);
        if self.source != TimeSource::Request {
            return plain;
        }
        if let Some(span) = plain.strip_suffix(" ago") {
            format!("{span} before the request")
        } else if let Some(span) = plain.strip_prefix("in ") {
            format!("{span} after the request")
        } else {
            "at the time of the request".to_owned()
        }
    }
}
