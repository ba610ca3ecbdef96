//! Every claim that Mux understands, as one table.
//!
//! The form and its validation, the annotations of claims, `sign --param`, the rules about parameters and the table
//! in the README all read [`PARAMS`]. To add a parameter, add a row.

use std::fmt;

use super::audience::Audience;
use crate::core::json::{Number, Value};

/// One claim that changes what Mux serves.
#[derive(Debug)]
pub struct Param {
    /// The claim, as Mux spells it.
    pub name: &'static str,
    /// The audiences whose tokens may contain it.
    pub audiences: &'static [Audience],
    /// What values it accepts.
    pub kind: ParamKind,
    /// What Mux does without it, as a phrase.
    pub default: &'static str,
    /// One sentence for tooltips, annotations and help.
    pub summary: &'static str,
    /// The documentation or source code that describes it.
    pub source: &'static str,
}

/// What values a parameter accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamKind {
    /// Seconds from the start of the asset; fractions allowed.
    Seconds,
    /// A time in whole seconds since 1970.
    EpochSeconds,
    /// A duration in seconds.
    Duration,
    /// A whole number within bounds, both included.
    Integer {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// One of these whole numbers.
    Angle(&'static [i64]),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// Any non-empty text; what it means, as a phrase.
    Text(&'static str),
    /// A JSON object with any content.
    Object,
}

/// Why a parameter does not accept a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` must be {expected}, not {found}")]
pub struct ParamError {
    /// The parameter.
    pub name: &'static str,
    /// What it accepts.
    pub expected: String,
    /// The value it got.
    pub found: String,
}

use Audience::{
    AssetViews, Drm, Gif, LiveStreamViews, PlaybackViews, Storyboard, Thumbnail, Video, VideoViews,
};

const EVERY: &[Audience] = &[
    Video,
    Thumbnail,
    Gif,
    Storyboard,
    Drm,
    VideoViews,
    AssetViews,
    PlaybackViews,
    LiveStreamViews,
];
const CLIPPED: &[Audience] = &[Video, Storyboard];
const RESOLUTIONS: ParamKind = ParamKind::Choice(&[
    "270p", "360p", "480p", "540p", "720p", "1080p", "1440p", "2160p",
]);
/// Mux states no upper bound for the size of a thumbnail.
const PIXELS: ParamKind = ParamKind::Integer {
    min: 1,
    max: i32::MAX as i64,
};

const PLAYBACK: &str = "https://www.mux.com/docs/guides/modify-playback-behavior";
const CLIPS: &str = "https://www.mux.com/docs/guides/create-instant-clips";
const IMAGES: &str = "https://www.mux.com/docs/guides/get-images-from-a-video";
const TIMELINE: &str = "https://www.mux.com/docs/guides/create-timeline-hover-previews";
const SECURE: &str = "https://www.mux.com/docs/guides/secure-video-playback";
const SWIFT: &str = "mux-player-swift, DRMTokenClaims.swift";

/// Every parameter, in the order in which forms show them.
pub const PARAMS: &[Param] = &[
    Param {
        name: "max_resolution",
        audiences: &[Video],
        kind: RESOLUTIONS,
        default: "no limit",
        summary: "The highest resolution offered",
        source: PLAYBACK,
    },
    Param {
        name: "min_resolution",
        audiences: &[Video],
        kind: RESOLUTIONS,
        default: "no limit",
        summary: "The lowest resolution offered",
        source: PLAYBACK,
    },
    Param {
        name: "rendition_order",
        audiences: &[Video],
        kind: ParamKind::Choice(&["desc"]),
        default: "Mux's default order, from the middle",
        summary: "`desc` lists the highest resolution first, so players start with it",
        source: PLAYBACK,
    },
    Param {
        name: "redundant_streams",
        audiences: &[Video],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Lists each rendition twice, from two delivery networks",
        source: PLAYBACK,
    },
    Param {
        name: "roku_trick_play",
        audiences: &[Video],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Adds the image playlist that Roku shows while seeking",
        source: PLAYBACK,
    },
    Param {
        name: "default_subtitles_lang",
        audiences: &[Video],
        kind: ParamKind::Text("a language tag such as `en`"),
        default: "none chosen",
        summary: "The language of the subtitles that are on by default",
        source: PLAYBACK,
    },
    Param {
        name: "exclude_pdt",
        audiences: &[Video],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Omits program dates from the playlists",
        source: "mux-node, src/lib/jwt.ts",
    },
    Param {
        name: "time",
        audiences: &[Thumbnail],
        kind: ParamKind::Seconds,
        default: "the middle of the video",
        summary: "The time in the video to show",
        source: IMAGES,
    },
    Param {
        name: "start",
        audiences: &[Gif],
        kind: ParamKind::Seconds,
        default: "0",
        summary: "Where the animation starts",
        source: IMAGES,
    },
    Param {
        name: "end",
        audiences: &[Gif],
        kind: ParamKind::Seconds,
        default: "5 seconds after the start",
        summary: "Where the animation ends; it lasts from 0.25 to 10 seconds",
        source: IMAGES,
    },
    Param {
        name: "width",
        audiences: &[Thumbnail],
        kind: PIXELS,
        default: "the width of the video",
        summary: "The width of the image in pixels",
        source: IMAGES,
    },
    Param {
        name: "height",
        audiences: &[Thumbnail],
        kind: PIXELS,
        default: "the height of the video",
        summary: "The height of the image in pixels",
        source: IMAGES,
    },
    Param {
        name: "width",
        audiences: &[Gif],
        kind: ParamKind::Integer { min: 1, max: 640 },
        default: "320",
        summary: "The width of the animation in pixels",
        source: IMAGES,
    },
    Param {
        name: "height",
        audiences: &[Gif],
        kind: ParamKind::Integer { min: 1, max: 640 },
        default: "follows the width",
        summary: "The height of the animation in pixels",
        source: IMAGES,
    },
    Param {
        name: "fps",
        audiences: &[Gif],
        kind: ParamKind::Integer { min: 1, max: 30 },
        default: "15",
        summary: "Frames per second",
        source: IMAGES,
    },
    Param {
        name: "fit_mode",
        audiences: &[Thumbnail],
        kind: ParamKind::Choice(&["preserve", "stretch", "crop", "smartcrop", "pad"]),
        default: "preserve",
        summary: "How the frame fills width and height; all but `preserve` need both",
        source: IMAGES,
    },
    Param {
        name: "rotate",
        audiences: &[Thumbnail],
        kind: ParamKind::Angle(&[90, 180, 270]),
        default: "none",
        summary: "Rotates the image clockwise, in degrees",
        source: IMAGES,
    },
    Param {
        name: "flip_v",
        audiences: &[Thumbnail],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Flips the image upside down, after every other change",
        source: IMAGES,
    },
    Param {
        name: "flip_h",
        audiences: &[Thumbnail],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Mirrors the image, after every other change",
        source: IMAGES,
    },
    Param {
        name: "latest",
        audiences: &[Thumbnail],
        kind: ParamKind::Switch,
        default: "off",
        summary: "The newest frame of a live stream; for anything else Mux returns 400",
        source: IMAGES,
    },
    Param {
        name: "program_time",
        audiences: &[Thumbnail],
        kind: ParamKind::EpochSeconds,
        default: "not used",
        summary: "The wall-clock time to show, for live streams and their recordings",
        source: "mux-node, src/resources/playback.ts",
    },
    Param {
        name: "asset_start_time",
        audiences: CLIPPED,
        kind: ParamKind::Seconds,
        default: "the start of the asset",
        summary: "Where a clip of the asset starts",
        source: CLIPS,
    },
    Param {
        name: "asset_end_time",
        audiences: CLIPPED,
        kind: ParamKind::Seconds,
        default: "the end of the asset",
        summary: "Where a clip of the asset ends",
        source: CLIPS,
    },
    Param {
        name: "program_start_time",
        audiences: CLIPPED,
        kind: ParamKind::EpochSeconds,
        default: "the start of the stream",
        summary: "The wall-clock start of a clip, for live streams and their recordings",
        source: CLIPS,
    },
    Param {
        name: "program_end_time",
        audiences: CLIPPED,
        kind: ParamKind::EpochSeconds,
        default: "the end of the stream",
        summary: "The wall-clock end of a clip, for live streams and their recordings",
        source: CLIPS,
    },
    Param {
        name: "format",
        audiences: &[Storyboard],
        kind: ParamKind::Choice(&["jpg", "png", "webp"]),
        default: "jpg",
        summary: "The image that a WebVTT or JSON storyboard points to",
        source: TIMELINE,
    },
    Param {
        name: "offline",
        audiences: &[Drm],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Lets Mux's iOS player keep the license for offline viewing; not in Mux's guides",
        source: SWIFT,
    },
    Param {
        name: "licenseExpiration",
        audiences: &[Drm],
        kind: ParamKind::Duration,
        default: "not limited",
        summary: "How long an offline license lasts before the first play; not in Mux's guides",
        source: SWIFT,
    },
    Param {
        name: "playDuration",
        audiences: &[Drm],
        kind: ParamKind::Duration,
        default: "not limited",
        summary: "How long an offline license lasts after the first play; not in Mux's guides",
        source: SWIFT,
    },
    Param {
        name: "playback_restriction_id",
        audiences: EVERY,
        kind: ParamKind::Text("the ID of a playback restriction"),
        default: "not restricted",
        summary: "The playback restriction that every request must pass",
        source: SECURE,
    },
    Param {
        name: "custom",
        audiences: EVERY,
        kind: ParamKind::Object,
        default: "nothing",
        summary: "Values of your own for tracing a leaked token; no personal data",
        source: SECURE,
    },
];

/// The claims that are not parameters: name and one sentence.
pub const STANDARD: &[(&str, &str)] = &[
    ("sub", "The ID that the token is for"),
    ("aud", "What the token gives access to"),
    (
        "exp",
        "When the token expires; Mux checks every request, so it must outlast the video",
    ),
    (
        "kid",
        "The ID of the signing key; Mux reads it here or in the header",
    ),
    ("iat", "When the token was issued; Mux does not require it"),
    ("nbf", "When the token becomes valid; not documented by Mux"),
    ("iss", "Who issued the token; Mux does not require it"),
    ("jti", "The ID of this token; Mux does not require it"),
];

/// The members of a header: name and one sentence.
pub const HEADER: &[(&str, &str)] = &[
    ("alg", "The signing algorithm; Mux accepts only RS256"),
    ("typ", "The type; always JWT, optional"),
    (
        "kid",
        "The ID of the signing key; Mux reads it here or in the payload",
    ),
];

/// The claim that names a playback restriction.
pub const RESTRICTION: &str = "playback_restriction_id";

/// The claims of every token; no parameter has one of these names.
pub const RESERVED: [&str; 4] = ["sub", "aud", "exp", "kid"];

/// The parameters of an audience, in the order of the form.
pub fn of(audience: Audience) -> impl Iterator<Item = &'static Param> {
    PARAMS
        .iter()
        .filter(move |param| param.audiences.contains(&audience))
}

/// The parameter with this name in a token of this audience.
pub fn find(name: &str, audience: Audience) -> Option<&'static Param> {
    of(audience).find(|param| param.name == name)
}

/// The parameter with this name in any token.
pub fn any(name: &str) -> Option<&'static Param> {
    PARAMS.iter().find(|param| param.name == name)
}

/// The audiences with a parameter of this name, as a phrase: `thumbnails and animated images`.
pub fn owners(name: &str) -> String {
    let nouns: Vec<_> = Audience::ALL
        .into_iter()
        .filter(|audience| find(name, *audience).is_some())
        .map(Audience::noun)
        .collect();
    match nouns.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => nouns.concat(),
    }
}

/// The parameter that a misspelled name probably means; those of `audiences` come first.
pub fn similar(name: &str, audiences: &[Audience]) -> Option<&'static str> {
    // `maxResolution` and `max-resolution` follow the conventions of other languages.
    let normalized = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = normalized(name);
    // At most a third of the characters may differ.
    let near = |param: &&'static Param| {
        let distance = strsim::osa_distance(&normalized(param.name), &wanted);
        (distance * 3 <= wanted.len() && !wanted.is_empty()).then_some((distance, param.name))
    };
    let closest = |params: &mut dyn Iterator<Item = &'static Param>| {
        let near = params.filter_map(|param| near(&param));
        near.min_by_key(|(distance, _)| *distance)
            .map(|(_, name)| name)
    };
    closest(&mut audiences.iter().copied().flat_map(of)).or_else(|| closest(&mut PARAMS.iter()))
}

impl Param {
    /// Whether every audience has it; the form shows these outside the list of parameters.
    pub fn is_general(&self) -> bool {
        self.audiences.len() == EVERY.len()
    }

    /// Parses typed text into the type that Mux documents for the parameter.
    ///
    /// # Errors
    /// When the parameter does not accept the text; the error lists what it accepts.
    pub fn parse(&self, text: &str) -> Result<Value, ParamError> {
        let text = text.trim();
        let value = match self.kind {
            ParamKind::Choice(_) | ParamKind::Text(_) => Value::from(text.trim_matches('"')),
            ParamKind::Object => Value::parse(text).unwrap_or_else(|_| Value::from(text)),
            _ => Value::from_typed(text),
        };
        self.check(&value)?;
        // A number in quotes stays a string, as the Mux CLI sends all of them.
        Ok(value)
    }

    /// Checks that the parameter accepts a value; a string that contains a number counts as a number.
    ///
    /// Mux accepts numeric strings: the Mux CLI writes nothing else.
    ///
    /// # Errors
    /// When it does not; the error lists what it accepts.
    pub fn check(&self, value: &Value) -> Result<(), ParamError> {
        let number = match value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => Number::parse(text),
            _ => None,
        };
        let float = number.as_ref().map(Number::as_f64);
        let whole = number.as_ref().and_then(Number::as_i64);
        let text = value.as_str();
        let fits = match self.kind {
            ParamKind::Seconds | ParamKind::Duration => {
                float.is_some_and(|n| n >= 0.0 && n.is_finite())
            }
            ParamKind::EpochSeconds => whole.is_some_and(|n| n >= 0),
            ParamKind::Integer { min, max } => whole.is_some_and(|n| (min..=max).contains(&n)),
            ParamKind::Angle(angles) => whole.is_some_and(|n| angles.contains(&n)),
            ParamKind::Choice(words) => text.is_some_and(|word| words.contains(&word)),
            ParamKind::Switch => {
                matches!(value, Value::Bool(_)) || matches!(text, Some("true" | "false"))
            }
            ParamKind::Text(_) => text.is_some_and(|text| !text.is_empty()),
            ParamKind::Object => matches!(value, Value::Object(_) | Value::Deep(_)),
        };
        if fits {
            return Ok(());
        }
        let found = match value {
            Value::String(text) if text.is_empty() => "empty".to_owned(),
            Value::Array(_) | Value::Object(_) | Value::Deep(_) => value.kind().to_owned(),
            _ => format!("`{}`", value.plain()),
        };
        Err(ParamError {
            name: self.name,
            expected: self.kind.to_string(),
            found,
        })
    }
}

/// What values it accepts, to follow "must be".
impl fmt::Display for ParamKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds => f.write_str("seconds from the start, 0 or more"),
            Self::EpochSeconds => f.write_str("whole seconds since 1970"),
            Self::Duration => f.write_str("a number of seconds, 0 or more"),
            Self::Integer { min, max } if *max == i64::from(i32::MAX) => {
                write!(f, "a whole number from {min}")
            }
            Self::Integer { min, max } => write!(f, "a whole number from {min} to {max}"),
            Self::Angle(angles) => {
                let angles: Vec<_> = angles.iter().map(i64::to_string).collect();
                f.write_str(&one_of(&angles))
            }
            Self::Choice(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
                f.write_str(&one_of(&words))
            }
            Self::Switch => f.write_str("`true` or `false`"),
            Self::Text(what) => f.write_str(what),
            Self::Object => f.write_str("a JSON object"),
        }
    }
}

/// `a`, `a or b`, `a, b or c`.
fn one_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_names_are_unique_per_audience() {
        for audience in Audience::ALL {
            let mut names: Vec<_> = of(audience).map(|param| param.name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{audience:?}");
        }
    }

    #[test]
    fn summaries_are_short_and_unpunctuated() {
        for param in PARAMS {
            assert!(param.summary.len() <= 80, "{}", param.name);
            assert!(!param.summary.ends_with('.'), "{}", param.name);
            assert!(
                !param.audiences.is_empty() && !param.default.is_empty(),
                "{}",
                param.name
            );
        }
    }

    #[test]
    fn choices_and_angles_are_accepted() {
        for param in PARAMS {
            match param.kind {
                ParamKind::Choice(words) => {
                    for word in words {
                        assert_eq!(param.parse(word), Ok(Value::from(*word)));
                    }
                }
                ParamKind::Angle(angles) => {
                    for angle in angles {
                        assert_eq!(param.parse(&angle.to_string()), Ok(Value::from(*angle)));
                    }
                }
                _ => {}
            }
        }
    }

    fn says(audience: Audience, name: &str, text: &str) -> String {
        match find(name, audience)
            .expect("it is in the table")
            .parse(text)
        {
            Ok(value) => value.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn parse_yields_documented_type() {
        assert_eq!(says(Thumbnail, "time", " 12.50 "), "12.50");
        assert_eq!(says(Thumbnail, "width", "640"), "640");
        assert_eq!(
            says(Thumbnail, "width", "\"640\""),
            "\"640\"",
            "quotes make it a string"
        );
        assert_eq!(says(Video, "redundant_streams", "true"), "true");
        assert_eq!(says(Video, "max_resolution", "720p"), "\"720p\"");
        assert_eq!(says(Video, "default_subtitles_lang", "12"), "\"12\"");
        assert_eq!(says(Video, "custom", "{\"a\": 1}"), "{\"a\":1}");
    }

    #[test]
    fn misspelled_name_is_recognized() {
        for (name, meant) in [
            ("maxResolution", Some("max_resolution")),
            ("max-resolution", Some("max_resolution")),
            ("widht", Some("width")),
            ("fitmode", Some("fit_mode")),
            ("playback_restriction", Some("playback_restriction_id")),
            ("foo", None),
            ("", None),
            ("名前", None),
        ] {
            assert_eq!(similar(name, &[Thumbnail]), meant, "{name}");
        }
    }

    #[test]
    fn owners_lists_audiences() {
        assert_eq!(owners("time"), "thumbnails");
        assert_eq!(owners("width"), "thumbnails and animated images");
        assert_eq!(owners("foo"), "");
    }

    #[test]
    fn error_lists_accepted_values() {
        for (audience, name, text, message) in [
            (
                Gif,
                "width",
                "641",
                "`width` must be a whole number from 1 to 640, not `641`",
            ),
            (
                Gif,
                "fps",
                "0",
                "`fps` must be a whole number from 1 to 30, not `0`",
            ),
            (
                Thumbnail,
                "time",
                "-1",
                "`time` must be seconds from the start, 0 or more, not `-1`",
            ),
            (
                Thumbnail,
                "time",
                "1e999",
                "`time` must be seconds from the start, 0 or more, not `1e999`",
            ),
            (
                Thumbnail,
                "rotate",
                "45",
                "`rotate` must be 90, 180 or 270, not `45`",
            ),
            (
                Thumbnail,
                "latest",
                "yes",
                "`latest` must be `true` or `false`, not `yes`",
            ),
            (
                Video,
                "rendition_order",
                "asc",
                "`rendition_order` must be `desc`, not `asc`",
            ),
            (
                Video,
                "program_start_time",
                "12.5",
                "`program_start_time` must be whole seconds since 1970, not `12.5`",
            ),
            (
                Video,
                "playback_restriction_id",
                "",
                "`playback_restriction_id` must be the ID of a playback restriction, not empty",
            ),
            (
                Video,
                "custom",
                "[1]",
                "`custom` must be a JSON object, not a list",
            ),
        ] {
            assert_eq!(says(audience, name, text), message);
        }
    }
}
