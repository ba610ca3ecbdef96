//! How long nobody has used the window, so that a key is not left behind in one.

use crate::core::time::{Span, Timestamp};

/// The last use.
#[derive(Debug, Default)]
pub(crate) struct Idle {
    last: Option<Timestamp>,
}

impl Idle {
    /// Gives what is left of `limit` at `now`, and begins anew with a use; nothing is left once the limit has passed, and no
    /// use brings it back.
    ///
    /// The time on the wall counts, so that the time in which the computer slept does too. A clock that is set back begins
    /// anew.
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
    fn what_is_left_begins_anew_with_each_use_until_nothing_is() {
        let mut idle = Idle::default();
        let mut left = |is_used, now| {
            let left = idle.left(is_used, Span(10), Timestamp(now));
            left.map(|left| left.0)
        };
        assert_eq!(left(false, 100), Some(10));
        assert_eq!(left(false, 109), Some(1));
        assert_eq!(left(true, 109), Some(10));
        assert_eq!(left(false, 118), Some(1));
        // A hand on the mouse comes too late when the computer slept.
        assert_eq!(left(true, 119), None);
        assert_eq!(left(false, i64::MAX), None);
        // The clock was set back.
        assert_eq!(left(false, 50), Some(10));
        assert_eq!(left(false, 59), Some(1));
    }
}
