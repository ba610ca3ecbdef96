//! QR codes, to open a URL with a token on a phone or a TV.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// A QR code: a square of modules, dark or light.
#[derive(Clone, PartialEq, Eq)]
pub struct Qr(QrCode);

/// The width of the light border that readers need, in modules (ISO/IEC 18004).
pub const QUIET: usize = 4;

impl Qr {
    /// Encodes text with the lowest error correction, because URLs with tokens are long and screens are clean.
    ///
    /// `None` if the text has more than the 2,953 bytes that fit into the largest code.
    pub fn new(text: &str) -> Option<Self> {
        QrCode::encode_text(text, QrCodeEcc::Low).ok().map(Self)
    }

    /// The number of modules per row, without the border.
    pub fn size(&self) -> usize {
        self.0.size().unsigned_abs() as usize
    }

    /// Whether a module is dark; modules outside the code are light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let at = |place: usize| i32::try_from(place).unwrap_or(i32::MAX);
        self.0.get_module(at(x), at(y))
    }

    /// The dark modules of a row as runs of start and length.
    pub fn runs(&self, y: usize) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for x in (0..self.size()).filter(|x| self.is_dark(*x, y)) {
            match runs.last_mut() {
                Some((start, len)) if *start + *len == x => *len += 1,
                _ => runs.push((x, 1)),
            }
        }
        runs
    }

    /// The code for a terminal, two rows of modules per line. Sets the colors, because many readers cannot read a light
    /// code on a dark background.
    pub fn to_terminal(&self) -> String {
        let mut out = String::new();
        let width = self.size() + 2 * QUIET;
        let dark =
            |x: usize, y: usize| x >= QUIET && y >= QUIET && self.is_dark(x - QUIET, y - QUIET);
        for y in (0..width).step_by(2) {
            out.push_str("\u{1b}[30;107m");
            for x in 0..width {
                out.push(match (dark(x, y), dark(x, y + 1)) {
                    (false, false) => ' ',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (true, true) => '█',
                });
            }
            _ = writeln!(out, "\u{1b}[0m");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_finder_marks_and_light_border() {
        let qr = Qr::new("https://stream.mux.com/ID.m3u8?token=eyJ").expect("it fits");
        let last = qr.size() - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last)] {
            assert!(qr.is_dark(x, y), "{x} {y}");
        }
        assert!(!qr.is_dark(last + 1, 0));
        assert_eq!(qr.runs(0).first(), Some(&(0, 7)), "the upper left mark");
    }

    #[test]
    fn largest_code_holds_2953_bytes() {
        assert_eq!(Qr::new(&"a".repeat(2953)).map(|qr| qr.size()), Some(177));
        assert!(Qr::new(&"a".repeat(2954)).is_none());
    }

    #[test]
    fn terminal_output_has_every_module() {
        let qr = Qr::new("eyJ").expect("it fits");
        let text = qr.to_terminal();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), (qr.size() + 2 * QUIET).div_ceil(2));
        let drawn: usize = text
            .chars()
            .map(|c| match c {
                '█' => 2,
                '▀' | '▄' => 1,
                _ => 0,
            })
            .sum();
        let dark = (0..qr.size()).flat_map(|y| qr.runs(y)).map(|(_, len)| len);
        assert_eq!(drawn, dark.sum::<usize>());
    }
}
