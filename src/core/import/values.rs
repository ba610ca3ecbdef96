//! The values of a record's members.

use super::names;
use crate::core::{mux::audience::Audience, time::Span};

/// The maximum duration in seconds. A larger number is probably in another unit.
const MAX_DURATION: f64 = 24.0 * 3600.0;

/// The maximum `length` in seconds. A larger number is probably a number of bytes.
const MAX_LENGTH: f64 = 6.0 * 3600.0;

/// What a token is for, by the value of `type` or `aud`.
pub(super) fn kind(value: &str) -> Option<Audience> {
    Audience::from_claim(value)
        .filter(|audience| !audience.is_views())
        .or_else(|| names::audience(value))
}

/// The duration in a member: seconds or milliseconds by its name, `1:02:03`, or ISO 8601.
pub(super) fn duration(name: &str, value: &str) -> Option<Span> {
    let seconds = match (clock(value), iso(value)) {
        (Some(seconds), _) | (None, Some(seconds)) => seconds,
        (None, None) => value.parse::<f64>().ok()?,
    };
    let name = names::plain(name);
    let is_small = ["-ms", "-millis", "-milliseconds"]
        .iter()
        .any(|unit| name.ends_with(unit));
    let seconds = if is_small { seconds / 1000.0 } else { seconds };
    let most = if name == "length" {
        MAX_LENGTH
    } else {
        MAX_DURATION
    };
    (seconds > 0.0 && seconds <= most).then_some(Span(seconds as i64))
}

/// `62:03` or `1:02:03`
fn clock(value: &str) -> Option<f64> {
    let parts: Vec<&str> = value.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    parts.iter().try_fold(0.0, |sum, part| {
        let number = part.parse::<f64>().ok().filter(|n| *n >= 0.0)?;
        Some(sum * 60.0 + number)
    })
}

/// `PT1H2M3S`
fn iso(value: &str) -> Option<f64> {
    let mut rest = value.strip_prefix("PT")?;
    let mut sum = 0.0;
    for (unit, seconds) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            sum += number.parse::<f64>().ok()? * seconds;
            rest = after;
        }
    }
    rest.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_form() {
        for (name, value, seconds) in [
            ("duration", "118.95", Some(118)),
            ("durationSeconds", "5400", Some(5400)),
            ("duration_ms", "63000", Some(63)),
            ("duration", "01:02:03", Some(3723)),
            ("duration", "62:03", Some(3723)),
            ("duration", "PT1H2M3S", Some(3723)),
            ("length", "40000", None),
            ("duration", "NaN", None),
            ("duration", "0", None),
            ("duration", "-5", None),
            ("duration", "short", None),
            ("duration", "1:x", None),
        ] {
            assert_eq!(
                duration(name, value).map(|span| span.0),
                seconds,
                "{name} {value}"
            );
        }
    }

    #[test]
    fn types_mean_audiences() {
        for (value, audience) in [
            ("video", Some(Audience::Video)),
            ("v", Some(Audience::Video)),
            ("THUMBNAIL", Some(Audience::Thumbnail)),
            ("playback_id", None),
            ("episode", None),
        ] {
            assert_eq!(kind(value), audience, "{value}");
        }
    }
}
