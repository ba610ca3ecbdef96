//! The parts of a video that parameters select: clips, animations and single frames.

use crate::core::{
    json::{Number, Object},
    mux::audience::Audience,
    time::{Span, Timestamp, Zone},
};

/// A part of a video.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaRange {
    /// Where it starts; the beginning if `None`.
    pub start: Option<f64>,
    /// Where it ends; the end if `None`. The same as the start for a single frame.
    pub end: Option<f64>,
    /// What it is, in words.
    pub about: String,
}

/// Mux's default duration of an animation, in seconds.
const ANIMATION: f64 = 5.0;

/// The parts that the claims of a token select, unless these are empty.
pub fn ranges(audience: Audience, claims: &Object) -> Vec<MediaRange> {
    let number = |name: &str| {
        let value = claims.get(name)?;
        let number = value.as_number().map(Number::as_f64);
        let number = number.or_else(|| value.as_str()?.parse().ok());
        number.filter(|number: &f64| number.is_finite())
    };
    let found = match audience {
        Audience::Video | Audience::Storyboard => [
            clip(number("asset_start_time"), number("asset_end_time")),
            program(number("program_start_time"), number("program_end_time")),
        ],
        Audience::Gif => [animation(number("start"), number("end")), None],
        Audience::Thumbnail => [frame(number("time")), None],
        _ => [None, None],
    };
    found.into_iter().flatten().collect()
}

fn clip(start: Option<f64>, end: Option<f64>) -> Option<MediaRange> {
    let about = match (start, end) {
        (Some(start), Some(end)) if end > start => format!(
            "Clip from {} to {}: {} long",
            clock(start),
            clock(end),
            clock(end - start)
        ),
        (Some(start), None) => format!("Clip from {} to the end", clock(start)),
        (None, Some(end)) => format!("Clip of the first {}", clock(end)),
        _ => return None,
    };
    Some(MediaRange { start, end, about })
}

fn program(start: Option<f64>, end: Option<f64>) -> Option<MediaRange> {
    let at = |time: f64| Timestamp(time as i64).show(Zone::UTC);
    let about = match (start, end) {
        (Some(start), Some(end)) if end > start => {
            let length = Span((end - start) as i64);
            format!("Clip from {} to {}: {length}", at(start), at(end))
        }
        (Some(start), None) => format!("Clip from {} to the end", at(start)),
        (None, Some(end)) => format!("Clip from the start to {}", at(end)),
        _ => return None,
    };
    Some(MediaRange { start, end, about })
}

fn animation(start: Option<f64>, end: Option<f64>) -> Option<MediaRange> {
    start.or(end)?;
    let from = start.unwrap_or_default();
    let to = end.unwrap_or(from + ANIMATION);
    if to <= from {
        return None;
    }
    let about = format!(
        "Animation from {} to {}: {} of at most 10 s",
        clock(from),
        clock(to),
        clock(to - from)
    );
    Some(MediaRange {
        start: Some(from),
        end: Some(to),
        about,
    })
}

fn frame(time: Option<f64>) -> Option<MediaRange> {
    time.map(|time| MediaRange {
        start: Some(time),
        end: Some(time),
        about: format!("The frame at {}", clock(time)),
    })
}

/// Seconds as on a player: `12.5 s`, `1:05`, `1:02:03.5`.
fn clock(seconds: f64) -> String {
    let tenths = (seconds * 1000.0).round() / 1000.0;
    if tenths < 60.0 {
        return format!("{tenths} s");
    }
    let whole = tenths.floor();
    let (minutes, rest) = ((whole / 60.0).floor(), whole % 60.0);
    let part = ((tenths - whole) * 1000.0).round();
    let part = if part > 0.0 {
        format!(".{part:03}").trim_end_matches('0').to_owned()
    } else {
        String::new()
    };
    if minutes < 60.0 {
        return format!("{minutes}:{rest:02}{part}");
    }
    let (hours, minutes) = ((minutes / 60.0).floor(), minutes % 60.0);
    format!("{hours}:{minutes:02}:{rest:02}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abouts(audience: Audience, claims: &str) -> Vec<String> {
        let claims = Object::parse(claims).expect("an object");
        let found = ranges(audience, &claims).into_iter();
        found.map(|range| range.about).collect()
    }

    #[test]
    fn ranges_are_described() {
        for (audience, claims, about) in [
            (
                Audience::Video,
                r#"{"asset_start_time":10,"asset_end_time":"75.5"}"#,
                "Clip from 10 s to 1:15.5: 1:05.5 long",
            ),
            (
                Audience::Storyboard,
                r#"{"asset_start_time":3661}"#,
                "Clip from 1:01:01 to the end",
            ),
            (
                Audience::Video,
                r#"{"asset_end_time":30}"#,
                "Clip of the first 30 s",
            ),
            (
                Audience::Video,
                r#"{"program_start_time":1795330245,"program_end_time":1795330845}"#,
                "Clip from 2026-11-22 06:50:45 UTC to 2026-11-22 07:00:45 UTC: 10 minutes",
            ),
            (
                Audience::Gif,
                r#"{"start":2}"#,
                "Animation from 2 s to 7 s: 5 s of at most 10 s",
            ),
            (
                Audience::Gif,
                r#"{"end":0.5}"#,
                "Animation from 0 s to 0.5 s: 0.5 s of at most 10 s",
            ),
            (
                Audience::Thumbnail,
                r#"{"time":12.5}"#,
                "The frame at 12.5 s",
            ),
        ] {
            assert_eq!(abouts(audience, claims), [about], "{claims}");
        }
    }

    #[test]
    fn empty_and_unset_ranges_are_none() {
        for (audience, claims) in [
            (Audience::Video, "{}"),
            (
                Audience::Video,
                r#"{"asset_start_time":10,"asset_end_time":10}"#,
            ),
            (Audience::Gif, r#"{"start":5,"end":2}"#),
            (Audience::Gif, r#"{"time":5}"#),
            (Audience::Drm, r#"{"start":5}"#),
        ] {
            assert_eq!(abouts(audience, claims), [""; 0], "{claims}");
        }
    }
}
