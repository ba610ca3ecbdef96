//! The times of a token in order: issued, valid from, now, end of the video, expiry.

use crate::core::{
    json::{Object, Value},
    time::{Span, Timestamp},
};

/// One time on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineMark {
    /// The event.
    pub event: TimelineEvent,
    /// Its time.
    pub at: Timestamp,
}

/// An event in the life of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimelineEvent {
    /// `iat`: the token was issued.
    Issued,
    /// `nbf`: it becomes valid.
    NotBefore,
    /// The time the token is judged at.
    Now,
    /// The video ends, if playback starts now.
    VideoEnd,
    /// `exp`: it expires.
    Expiry,
}

impl TimelineEvent {
    /// The label of a mark.
    pub fn title(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::NotBefore => "valid from",
            Self::Now => "now",
            Self::VideoEnd => "video ends",
            Self::Expiry => "expires",
        }
    }
}

/// The times of a token with these claims, earliest first. `duration` is that of the video.
pub fn marks(claims: &Object, duration: Option<Span>, now: Timestamp) -> Vec<TimelineMark> {
    let claim = |name: &str, event: TimelineEvent| {
        let at = claims.get(name).and_then(Value::as_number)?.as_i64()?;
        Some(TimelineMark {
            event,
            at: Timestamp(at),
        })
    };
    let end = duration.map(|span| TimelineMark {
        event: TimelineEvent::VideoEnd,
        at: now.after(span),
    });
    let marks = [
        claim("iat", TimelineEvent::Issued),
        claim("nbf", TimelineEvent::NotBefore),
        Some(TimelineMark {
            event: TimelineEvent::Now,
            at: now,
        }),
        end,
        claim("exp", TimelineEvent::Expiry),
    ];
    let mut marks: Vec<_> = marks.into_iter().flatten().collect();
    // A token that expires now has expired, so at the same second the expiry comes first.
    marks.sort_by_key(|mark| {
        (
            mark.at,
            if mark.event == TimelineEvent::Expiry {
                TimelineEvent::Issued
            } else {
                mark.event
            },
        )
    });
    marks
}

/// Whether the token is valid between this mark and the next.
pub fn is_valid_after(marks: &[TimelineMark], index: usize) -> bool {
    let position = |event: TimelineEvent| marks.iter().position(|mark| mark.event == event);
    let begun = position(TimelineEvent::NotBefore).is_none_or(|begin| begin <= index);
    let ended = position(TimelineEvent::Expiry).is_some_and(|end| end <= index);
    begun && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(claims: &str, duration: Option<i64>, now: i64) -> Vec<TimelineEvent> {
        let claims = Object::parse(claims).expect("an object");
        let marks = marks(&claims, duration.map(Span), Timestamp(now));
        marks.into_iter().map(|mark| mark.event).collect()
    }

    #[test]
    fn times_are_ordered() {
        use TimelineEvent::{Expiry, Issued, NotBefore, Now, VideoEnd};
        let claims = r#"{"iat":100,"nbf":150,"exp":500}"#;
        assert_eq!(
            events(claims, Some(100), 200),
            [Issued, NotBefore, Now, VideoEnd, Expiry]
        );
        assert_eq!(
            events(claims, Some(400), 200),
            [Issued, NotBefore, Now, Expiry, VideoEnd]
        );
        assert_eq!(events(claims, None, 600), [Issued, NotBefore, Expiry, Now]);
        assert_eq!(events(r#"{"exp":"500"}"#, None, 0), [Now]);
    }

    #[test]
    fn expiry_now_comes_before_now() {
        assert_eq!(
            events(r#"{"exp":500}"#, None, 500),
            [TimelineEvent::Expiry, TimelineEvent::Now]
        );
    }

    #[test]
    fn token_is_valid_between_start_and_expiry() {
        let claims = Object::parse(r#"{"iat":100,"nbf":150,"exp":500}"#).expect("an object");
        let marks = marks(&claims, None, Timestamp(200));
        let valid: Vec<_> = (0..marks.len())
            .map(|i| is_valid_after(&marks, i))
            .collect();
        assert_eq!(valid, [false, true, true, false]);
    }
}
