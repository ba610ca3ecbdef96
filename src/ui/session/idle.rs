//! How long the window has not been used, so that keys are not left behind in it.

use crate::core::time::{Span, Timestamp};

/// The time of the last use.
#[derive(Debug, Default)]
pub(crate) struct Idle {
    last: Option<Timestamp>,
}

impl Idle {
    /// Returns the rest of `limit` at `now`; use starts the time again. `None` once it has passed, and no later use brings
    /// it back.
    ///
    /// This is the time of day, so that sleep counts. A clock that is set back starts the time again.
    pub(crate) fn left(&mut self, is_used: bool, limit: Span, now: Timestamp) -> Option<Span> {
        let last = self.last.filter(|last| *last <= now).unwrap_or(now);
        let left = limit.0.saturating_sub(now.0.saturating_sub(last.0));
        self.last = Some(last);
        if left <= 0 {
            return None;
        }
        if is_used {
            self.last = Some(now);
            return Some(limit);
        }
        Some(Span(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn use_restarts_the_time_until_it_has_passed() {
        let mut idle = Idle::default();
        let mut left = |is_used, now| {
            let left = idle.left(is_used, Span(10), Timestamp(now));
            left.map(|left| left.0)
        };
        assert_eq!(left(false, 100), Some(10));
        assert_eq!(left(false, 109), Some(1));
        assert_eq!(left(true, 109), Some(10));
        assert_eq!(left(false, 118), Some(1));
        // The first input after the computer slept is too late.
        assert_eq!(left(true, 119), None);
        assert_eq!(left(false, i64::MAX), None);
        // The clock was set back.
        assert_eq!(left(false, 50), Some(10));
        assert_eq!(left(false, 59), Some(1));
    }
}
