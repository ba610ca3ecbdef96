//! How the parameters of a thumbnail change the frame of the video: sizes, crop, padding, rotation and mirroring.
//!
//! The size of the video is unknown here, so it is assumed to be 16:9. Source: Mux's guide on images, `fit_mode`.

use std::fmt::Write as _;

use crate::core::json::{Number, Object, Value};

/// The geometry of a thumbnail.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameGeometry {
    /// Width and height before the rotation, in pixels or, if no size is set, in proportion.
    pub size: [f64; 2],
    /// The part of the video that is used.
    pub used: FrameArea,
    /// The part of the image that the video covers; padding is around it.
    pub covered: FrameArea,
    /// Clockwise quarter turns.
    pub turns: u8,
    /// Whether the image is mirrored, after the rotation.
    pub flip_h: bool,
    /// Whether the image is upside down, after the rotation.
    pub flip_v: bool,
    /// What it does, in words.
    pub about: String,
}

/// A rectangle in fractions of another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameArea {
    /// The left and the top edge.
    pub at: [f64; 2],
    /// Width and height.
    pub size: [f64; 2],
}

/// The assumed shape of the video: width by height.
pub const VIDEO: [f64; 2] = [16.0, 9.0];

/// The parameters that change the geometry.
pub const PARAMS: [&str; 6] = ["width", "height", "fit_mode", "rotate", "flip_v", "flip_h"];

impl FrameArea {
    /// All of it.
    pub const WHOLE: Self = Self {
        at: [0.0, 0.0],
        size: [1.0, 1.0],
    };

    /// The centered part of this width and height.
    fn centered(width: f64, height: f64) -> Self {
        Self {
            at: [(1.0 - width) / 2.0, (1.0 - height) / 2.0],
            size: [width, height],
        }
    }
}

impl FrameGeometry {
    /// The geometry of a thumbnail with these claims; `None` if they set none, or not enough of it.
    pub fn of(claims: &Object) -> Option<Self> {
        if !PARAMS.iter().any(|name| claims.contains(name)) {
            return None;
        }
        let number = |name| {
            let value = claims.get(name)?;
            let number = value.as_number().map(Number::as_f64);
            let number = number.or_else(|| value.as_str()?.parse().ok());
            number.filter(|number: &f64| number.is_finite())
        };
        let is_on = |name| match claims.get(name) {
            Some(Value::Bool(on)) => *on,
            Some(value) => value.as_str() == Some("true"),
            None => false,
        };
        let pixels = |name| number(name).filter(|pixels| *pixels >= 1.0);
        let mut frame = match claims.str("fit_mode").unwrap_or("preserve") {
            "preserve" => Self::preserved(pixels("width"), pixels("height")),
            mode => Self::fitted(pixels("width")?, pixels("height")?, mode)?,
        };
        let degrees = number("rotate").unwrap_or_default();
        frame.turns = match degrees {
            90.0 => 1,
            180.0 => 2,
            270.0 => 3,
            _ => 0,
        };
        frame.flip_h = is_on("flip_h");
        frame.flip_v = is_on("flip_v");
        if frame.turns > 0 {
            write!(frame.about, "; rotated {degrees}° clockwise").ok()?;
        }
        if frame.flip_h {
            frame.about += "; mirrored";
        }
        if frame.flip_v {
            frame.about += "; upside down";
        }
        Some(frame)
    }

    /// An image of this size of the whole video.
    fn whole(size: [f64; 2], about: String) -> Self {
        Self {
            size,
            used: FrameArea::WHOLE,
            covered: FrameArea::WHOLE,
            turns: 0,
            flip_h: false,
            flip_v: false,
            about,
        }
    }

    /// An image with the proportions of the video.
    fn preserved(width: Option<f64>, height: Option<f64>) -> Self {
        let ratio = VIDEO[0] / VIDEO[1];
        match (width, height) {
            (None, None) => {
                let about = "The whole frame in the size of the video";
                Self::whole(VIDEO, about.to_owned())
            }
            (Some(width), None) => {
                let height = (width / ratio).round();
                let about = format!("{width} pixels wide; from a 16:9 video, {height} high");
                Self::whole([width, height], about)
            }
            (None, Some(height)) => {
                let width = (height * ratio).round();
                let about = format!("{height} pixels high; from a 16:9 video, {width} wide");
                Self::whole([width, height], about)
            }
            (Some(most), Some(highest)) => {
                let height = (most / ratio).min(highest);
                let (width, height) = ((height * ratio).round(), height.round());
                let about = format!(
                    "Fits within {most} × {highest}; from a 16:9 video, {width} × {height}"
                );
                Self::whole([width, height], about)
            }
        }
    }

    /// An image of exactly this size.
    fn fitted(width: f64, height: f64, mode: &str) -> Option<Self> {
        // How much wider the image is than the video.
        let wider = width / height / (VIDEO[0] / VIDEO[1]);
        let (cut, bars) = if wider > 1.0 {
            ("top and bottom are cut off", "bars on both sides")
        } else if wider < 1.0 {
            ("the sides are cut off", "bars above and below")
        } else {
            ("nothing is cut off", "no bars")
        };
        let does = match mode {
            "stretch" => "the frame is stretched to this size".to_owned(),
            "crop" => format!("from a 16:9 video, {cut}"),
            "smartcrop" => {
                format!("from a 16:9 video, {cut}, and Mux chooses the part that stays")
            }
            "pad" => format!("from a 16:9 video, {bars}"),
            _ => return None,
        };
        let mut frame = Self::whole([width, height], format!("{width} × {height}; {does}"));
        if mode.ends_with("crop") {
            frame.used = FrameArea::centered(wider.min(1.0), (1.0 / wider).min(1.0));
        } else if mode == "pad" {
            frame.covered = FrameArea::centered((1.0 / wider).min(1.0), wider.min(1.0));
        }
        Some(frame)
    }

    /// Whether the parameters leave something open that decides how the image looks.
    pub fn is_uncertain(&self) -> bool {
        self.turns % 2 == 1 && self.size != VIDEO
    }

    /// Width and height of the image, rotated.
    pub fn image_size(&self) -> [f64; 2] {
        let [width, height] = self.size;
        if self.turns % 2 == 1 {
            [height, width]
        } else {
            [width, height]
        }
    }

    /// Where a point of the video is in the image, both in fractions. A point outside of the used part is outside of the
    /// image, or in its padding.
    pub fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let along = |axis: usize| {
            let in_used = (point[axis] - self.used.at[axis]) / self.used.size[axis];
            self.covered.at[axis] + in_used * self.covered.size[axis]
        };
        let (mut x, mut y) = (along(0), along(1));
        for _ in 0..self.turns {
            (x, y) = (1.0 - y, x);
        }
        if self.flip_h {
            x = 1.0 - x;
        }
        if self.flip_v {
            y = 1.0 - y;
        }
        [x, y]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(claims: &str) -> Option<FrameGeometry> {
        FrameGeometry::of(&Object::parse(claims).expect("an object"))
    }

    /// In thousandths.
    fn rounded(point: [f64; 2]) -> [i64; 2] {
        point.map(|axis| (axis * 1000.0).round() as i64)
    }

    #[test]
    fn geometry_is_described() {
        for (claims, about) in [
            (
                r#"{"width":640}"#,
                "640 pixels wide; from a 16:9 video, 360 high",
            ),
            (
                r#"{"height":"90"}"#,
                "90 pixels high; from a 16:9 video, 160 wide",
            ),
            (
                r#"{"width":100,"height":100}"#,
                "Fits within 100 × 100; from a 16:9 video, 100 × 56",
            ),
            (
                r#"{"width":640,"height":640,"fit_mode":"crop"}"#,
                "640 × 640; from a 16:9 video, the sides are cut off",
            ),
            (
                r#"{"width":640,"height":100,"fit_mode":"smartcrop"}"#,
                "640 × 100; from a 16:9 video, top and bottom are cut off, and Mux chooses the part that stays",
            ),
            (
                r#"{"width":640,"height":360,"fit_mode":"pad"}"#,
                "640 × 360; from a 16:9 video, no bars",
            ),
            (
                r#"{"width":5,"height":9,"fit_mode":"stretch"}"#,
                "5 × 9; the frame is stretched to this size",
            ),
            (
                r#"{"rotate":90,"flip_h":true,"flip_v":"true"}"#,
                "The whole frame in the size of the video; rotated 90° clockwise; mirrored; upside down",
            ),
        ] {
            let about = Some(about.to_owned());
            assert_eq!(frame(claims).map(|frame| frame.about), about, "{claims}");
        }
    }

    #[test]
    fn geometry_that_is_not_set_or_unknown_is_none() {
        for claims in [
            "{}",
            r#"{"time":5}"#,
            r#"{"width":640,"fit_mode":"crop"}"#,
            r#"{"width":640,"height":640,"fit_mode":"cover"}"#,
        ] {
            assert_eq!(frame(claims), None, "{claims}");
        }
        let rotated = frame(r#"{"rotate":90,"width":640}"#).expect("a size");
        assert!(rotated.is_uncertain());
        assert_eq!(rounded(rotated.image_size()), [360_000, 640_000]);
    }

    #[test]
    fn points_move_with_the_image() {
        let place = |claims: &str, point| rounded(frame(claims).expect(claims).place(point));
        assert_eq!(place(r#"{"rotate":90}"#, [0.0, 0.0]), [1000, 0]);
        assert_eq!(place(r#"{"rotate":270}"#, [0.0, 0.0]), [0, 1000]);
        assert_eq!(place(r#"{"flip_h":true}"#, [0.0, 0.25]), [1000, 250]);
        // Flips come after the rotation.
        let both = r#"{"rotate":90,"flip_v":true}"#;
        assert_eq!(place(both, [0.0, 0.0]), [1000, 1000]);
        let crop = r#"{"width":90,"height":90,"fit_mode":"crop"}"#;
        assert_eq!(place(crop, [0.5, 0.5]), [500, 500]);
        assert_eq!(place(crop, [0.0, 0.5]), [-389, 500]);
        let pad = r#"{"width":160,"height":160,"fit_mode":"pad"}"#;
        assert_eq!(place(pad, [0.0, 0.0]), [0, 219]);
    }
}
