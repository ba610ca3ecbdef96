//! Every claim that Mux understands, as one table.
//!
//! The form, its checks, the words beside a claim, `sign --param`, the rules about parameters and the table in
//! the README all read [`PARAMS`]. To add a parameter, add a row.

use std::fmt;

use super::audience::Audience;
use crate::core::json::{Number, Value};

/// One claim that changes what Mux serves.
#[derive(Debug)]
pub struct Param {
    /// The claim, as Mux spells it.
    pub name: &'static str,
    /// The tokens that may carry it.
    pub audiences: &'static [Audience],
    /// What a value may be.
    pub kind: ParamKind,
    /// What Mux does when it is absent, in words.
    pub default: &'static str,
    /// One sentence for tooltips, annotations and help.
    pub summary: &'static str,
    /// Where this is known from.
    pub source: &'static str,
}

/// What a value of a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamKind {
    /// Seconds from the start of the asset; fractions allowed.
    Seconds,
    /// A moment in whole seconds since 1970.
    EpochSeconds,
    /// A length of time in seconds.
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
    /// Any text that is not empty; what it is, in words.
    Text(&'static str),
    /// An object of the signer's own.
    Object,
}

/// Why a value does not suit its parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` must be {expected}, not {found}")]
pub struct ParamError {
    /// The parameter.
    pub name: &'static str,
    /// What it may be.
    pub expected: String,
    /// What it was.
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
        summary: "The highest resolution that is offered",
        source: PLAYBACK,
    },
    Param {
        name: "min_resolution",
        audiences: &[Video],
        kind: RESOLUTIONS,
        default: "no limit",
        summary: "The lowest resolution that is offered",
        source: PLAYBACK,
    },
    Param {
        name: "rendition_order",
        audiences: &[Video],
        kind: ParamKind::Choice(&["desc"]),
        default: "Mux's own order, from the middle",
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
        summary: "The language whose subtitles are on at the start",
        source: PLAYBACK,
    },
    Param {
        name: "exclude_pdt",
        audiences: &[Video],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Leaves program dates out of the playlists",
        source: "mux-node, src/lib/jwt.ts",
    },
    Param {
        name: "time",
        audiences: &[Thumbnail],
        kind: ParamKind::Seconds,
        default: "the middle of the video",
        summary: "The moment of the video to show",
        source: IMAGES,
    },
    Param {
        name: "start",
        audiences: &[Gif],
        kind: ParamKind::Seconds,
        default: "0",
        summary: "Where the animation begins",
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
        summary: "Frames a second",
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
        summary: "Turns the image clockwise, in degrees",
        source: IMAGES,
    },
    Param {
        name: "flip_v",
        audiences: &[Thumbnail],
        kind: ParamKind::Switch,
        default: "off",
        summary: "Turns the image upside down, after every other change",
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
        summary: "The newest frame of a live stream; on anything else Mux answers 400",
        source: IMAGES,
    },
    Param {
        name: "program_time",
        audiences: &[Thumbnail],
        kind: ParamKind::EpochSeconds,
        default: "not used",
        summary: "The moment to show by the clock, for live streams and their recordings",
        source: "mux-node, src/resources/playback.ts",
    },
    Param {
        name: "asset_start_time",
        audiences: CLIPPED,
        kind: ParamKind::Seconds,
        default: "the start of the asset",
        summary: "Where a clip of the asset begins",
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
        summary: "Where a clip begins by the clock, for live streams and their recordings",
        source: CLIPS,
    },
    Param {
        name: "program_end_time",
        audiences: CLIPPED,
        kind: ParamKind::EpochSeconds,
        default: "the end of the stream",
        summary: "Where a clip ends by the clock, for live streams and their recordings",
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
        summary: "Lets Mux's iOS player keep the license for offline viewing; in no guide yet",
        source: SWIFT,
    },
    Param {
        name: "licenseExpiration",
        audiences: &[Drm],
        kind: ParamKind::Duration,
        default: "not limited",
        summary: "How long an offline license lasts before the first play; in no guide yet",
        source: SWIFT,
    },
    Param {
        name: "playDuration",
        audiences: &[Drm],
        kind: ParamKind::Duration,
        default: "not limited",
        summary: "How long an offline license lasts after the first play; in no guide yet",
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

/// The claims of every token, which have fields of their own: name and one sentence.
pub const STANDARD: &[(&str, &str)] = &[
    ("sub", "The ID that the token is for"),
    ("aud", "What the token opens"),
    (
        "exp",
        "When the token stops working; every request is checked, so it must outlast the video",
    ),
    (
        "kid",
        "The signing key that made the token; Mux reads it here or in the header",
    ),
    ("iat", "When the token was made; Mux does not ask for it"),
    (
        "nbf",
        "When the token begins to work; Mux documents nothing about it",
    ),
    ("iss", "Who made the token; Mux does not ask for it"),
    (
        "jti",
        "A number for this one token; Mux does not ask for it",
    ),
];

/// The members of a header: name and one sentence.
pub const HEADER: &[(&str, &str)] = &[
    ("alg", "How the token is signed; Mux takes RS256 alone"),
    ("typ", "The kind of object; always JWT, and optional"),
    (
        "kid",
        "The signing key that made the token; Mux reads it here or in the payload",
    ),
];

/// The claim that names a playback restriction.
pub const RESTRICTION: &str = "playback_restriction_id";

/// The claims of every token, whose names no parameter may have.
pub const RESERVED: [&str; 4] = ["sub", "aud", "exp", "kid"];

/// The parameters that a token of this kind may carry, in the order of the form.
pub fn of(audience: Audience) -> impl Iterator<Item = &'static Param> {
    PARAMS
        .iter()
        .filter(move |param| param.audiences.contains(&audience))
}

/// The parameter of this name in a token of this kind.
pub fn find(name: &str, audience: Audience) -> Option<&'static Param> {
    of(audience).find(|param| param.name == name)
}

/// The parameter of this name, whatever the token.
pub fn any(name: &str) -> Option<&'static Param> {
    PARAMS.iter().find(|param| param.name == name)
}

/// The kinds of token that may carry a parameter of this name, in words: `thumbnails and animated images`.
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

/// The parameter that a misspelt name was probably meant for: one of these audiences before one of any other.
pub fn similar(name: &str, audiences: &[Audience]) -> Option<&'static str> {
    // `maxResolution` and `max-resolution` are spelt as other languages spell.
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = letters(name);
    // A third of the letters may be wrong, and a name that is all wrong is not a misspelling.
    let near = |param: &&'static Param| {
        let distance = strsim::osa_distance(&letters(param.name), &wanted);
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
    /// Whether the form has a field of its own for it, outside the list of parameters.
    pub fn is_general(&self) -> bool {
        self.audiences.len() == EVERY.len()
    }

    /// The value that a person typed, in the type that Mux documents for it.
    ///
    /// # Errors
    /// When the text is not a value of this parameter; says what would be.
    pub fn parse(&self, text: &str) -> Result<Value, ParamError> {
        let text = text.trim();
        let value = match self.kind {
            ParamKind::Choice(_) | ParamKind::Text(_) => Value::from(text.trim_matches('"')),
            ParamKind::Object => Value::parse(text).unwrap_or_else(|_| Value::from(text)),
            _ => Value::from_typed(text),
        };
        self.check(&value)?;
        // A number in quotes is sent as the string it was asked to be; Mux's own command line sends all of them so.
        Ok(value)
    }

    /// Whether a value suits the parameter, as a number or as a string that holds one.
    ///
    /// Mux takes numeric strings: its own command line writes nothing else.
    ///
    /// # Errors
    /// When it does not; says what would.
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

/// What a value may be, to stand after "must be".
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
    fn a_name_stands_once_in_each_kind_of_token() {
        for audience in Audience::ALL {
            let mut names: Vec<_> = of(audience).map(|param| param.name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{audience:?}");
        }
    }

    #[test]
    fn summaries_are_one_short_sentence_without_a_period() {
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
    fn each_choice_is_accepted() {
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
    fn values_take_the_type_that_mux_documents() {
        assert_eq!(says(Thumbnail, "time", " 12.50 "), "12.50");
        assert_eq!(says(Thumbnail, "width", "640"), "640");
        assert_eq!(
            says(Thumbnail, "width", "\"640\""),
            "\"640\"",
            "a string is there for the asking"
        );
        assert_eq!(says(Video, "redundant_streams", "true"), "true");
        assert_eq!(says(Video, "max_resolution", "720p"), "\"720p\"");
        assert_eq!(says(Video, "default_subtitles_lang", "12"), "\"12\"");
        assert_eq!(says(Video, "custom", "{\"a\": 1}"), "{\"a\":1}");
    }

    #[test]
    fn a_misspelt_name_is_recognized() {
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
    fn the_kinds_of_token_that_have_a_parameter_are_told() {
        assert_eq!(owners("time"), "thumbnails");
        assert_eq!(owners("width"), "thumbnails and animated images");
        assert_eq!(owners("foo"), "");
    }

    #[test]
    fn a_wrong_value_is_told_what_would_be_right() {
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
