//! The times of a token in order: issued, valid from, now, end of the video, expiry.

use crate::core::{
    diagnose::as_of::{AsOf, TimeSource},
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
    /// The current time, if the token is judged at another.
    Today,
}

impl TimelineEvent {
    /// The label of a mark.
    pub fn title(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::NotBefore => "valid from",
            Self::Now | Self::Today => "now",
            Self::VideoEnd => "video ends",
            Self::Expiry => "expires",
        }
    }
}

/// The times of a token with these claims, earliest first. `duration` is that of the video, `today` the current time.
pub fn marks(
    claims: &Object,
    duration: Option<Span>,
    as_of: AsOf,
    today: Timestamp,
) -> Vec<TimelineMark> {
    let now = as_of.time;
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
        (as_of.source != TimeSource::Now).then_some(TimelineMark {
            event: TimelineEvent::Today,
            at: today,
        }),
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

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn as_of(time: i64, source: TimeSource) -> AsOf {
        AsOf {
            time: Timestamp(time),
            source,
        }
    }

    fn events(claims: &str, duration: Option<i64>, now: i64) -> Vec<TimelineEvent> {
        let claims = Object::parse(claims).expect("an object");
        let marks = marks(
            &claims,
            duration.map(Span),
            as_of(now, TimeSource::Now),
            NOW,
        );
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
    fn current_time_is_marked_apart_from_the_request() {
        use TimelineEvent::{Expiry, Now, Today};
        let claims = Object::parse(r#"{"exp":500}"#).expect("an object");
        let marks = marks(&claims, None, as_of(600, TimeSource::Request), NOW);
        let events: Vec<_> = marks.into_iter().map(|mark| mark.event).collect();
        assert_eq!(events, [Expiry, Now, Today]);
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
        let marks = marks(&claims, None, as_of(200, TimeSource::Now), NOW);
        let valid: Vec<_> = (0..marks.len())
            .map(|i| is_valid_after(&marks, i))
            .collect();
        assert_eq!(valid, [false, true, true, false]);
    }
}
