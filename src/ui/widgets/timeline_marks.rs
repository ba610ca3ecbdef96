//! The moments of a token in their order: when it was made, from when it works, now, the end of the video, its own end.

use crate::core::{
    json::{Object, Value},
    time::{Span, Timestamp},
};

/// A moment that matters to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What happens then.
    pub event: Event,
    /// When.
    pub at: Timestamp,
}

/// What happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// `iat`: the token was made.
    Issued,
    /// `nbf`: it begins to work.
    NotBefore,
    /// The moment that is asked about.
    Now,
    /// The video ends, if it was started now.
    VideoEnd,
    /// `exp`: it stops working.
    Expiry,
}

impl Event {
    /// The word for it under a mark.
    pub fn title(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::NotBefore => "begins",
            Self::Now => "now",
            Self::VideoEnd => "video ends",
            Self::Expiry => "expires",
        }
    }
}

/// The moments of a token with these claims, the earliest first. `duration` is that of the video, if it is known.
pub fn marks(claims: &Object, duration: Option<Span>, now: Timestamp) -> Vec<Mark> {
    let claim = |name: &str, event: Event| {
        let at = claims.get(name).and_then(Value::as_number)?.as_i64()?;
        Some(Mark {
            event,
            at: Timestamp(at),
        })
    };
    let end = duration.map(|span| Mark {
        event: Event::VideoEnd,
        at: now.after(span),
    });
    let marks = [
        claim("iat", Event::Issued),
        claim("nbf", Event::NotBefore),
        Some(Mark {
            event: Event::Now,
            at: now,
        }),
        end,
        claim("exp", Event::Expiry),
    ];
    let mut marks: Vec<_> = marks.into_iter().flatten().collect();
    // At the same second the order of the events stands: what expires now has expired.
    marks.sort_by_key(|mark| {
        (
            mark.at,
            if mark.event == Event::Expiry {
                Event::Issued
            } else {
                mark.event
            },
        )
    });
    marks
}

/// Whether the token works between this mark and the next: after its beginnings and before its end.
pub fn is_valid_after(marks: &[Mark], index: usize) -> bool {
    let position = |event: Event| marks.iter().position(|mark| mark.event == event);
    let begun = position(Event::NotBefore).is_none_or(|begin| begin <= index);
    let ended = position(Event::Expiry).is_some_and(|end| end <= index);
    begun && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(claims: &str, duration: Option<i64>, now: i64) -> Vec<Event> {
        let claims = Object::parse(claims).expect("an object");
        let marks = marks(&claims, duration.map(Span), Timestamp(now));
        marks.into_iter().map(|mark| mark.event).collect()
    }

    #[test]
    fn moments_stand_in_their_order() {
        use Event::{Expiry, Issued, NotBefore, Now, VideoEnd};
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
    fn the_last_second_stands_after_the_end() {
        assert_eq!(
            events(r#"{"exp":500}"#, None, 500),
            [Event::Expiry, Event::Now]
        );
    }

    #[test]
    fn a_token_works_between_its_beginning_and_its_end() {
        let claims = Object::parse(r#"{"iat":100,"nbf":150,"exp":500}"#).expect("an object");
        let marks = marks(&claims, None, Timestamp(200));
        let valid: Vec<_> = (0..marks.len())
            .map(|i| is_valid_after(&marks, i))
            .collect();
        assert_eq!(valid, [false, true, true, false]);
    }
}
