//! Two values with the characters marked in which they differ.

use egui::{Color32, TextFormat, TextStyle, Ui, text::LayoutJob};

use crate::{core::text::visible, ui::theme::palette};

/// The value as code, with the characters marked that `other` does not have in the same place.
pub(crate) fn differing_job(ui: &Ui, value: &str, other: &str) -> LayoutJob {
    let p = palette(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let mut job = LayoutJob::default();
    for (text, is_same) in pieces(value, other) {
        let mut format = TextFormat::simple(font.clone(), p.text);
        if !is_same {
            format.color = p.care;
            format.background = p.field.lerp_to_gamma(p.care, 0.28);
            format.underline = egui::Stroke::new(1.0, p.care);
        }
        job.append(&visible(text), 0.0, format);
    }
    if job.is_empty() {
        job.append(" ", 0.0, TextFormat::simple(font, Color32::TRANSPARENT));
    }
    job.wrap.break_anywhere = true;
    job
}

/// The value in pieces that are the same in `other`, and pieces that differ. Values of one length are compared character
/// by character; of others, what is between the common beginning and the common end differs.
fn pieces<'t>(value: &'t str, other: &str) -> Vec<(&'t str, bool)> {
    let count = |text: &str| text.chars().count();
    let mut same: Vec<bool> = value
        .chars()
        .zip(other.chars())
        .map(|(a, b)| a == b)
        .collect();
    if count(value) != count(other) {
        let start = same.iter().take_while(|same| **same).count();
        let shorter = count(value).min(count(other)) - start;
        let ends = value.chars().rev().zip(other.chars().rev());
        let end = ends.take(shorter).take_while(|(a, b)| a == b).count();
        same = vec![false; count(value)];
        same[..start].fill(true);
        same[count(value) - end..].fill(true);
    }
    let mut pieces = Vec::new();
    let mut rest = value;
    for run in same.chunk_by(|a, b| a == b) {
        let end = rest
            .char_indices()
            .nth(run.len())
            .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        pieces.push((piece, run[0]));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn differing_characters_are_found() {
        for (value, other, expected) in [
            ("EcHgOK9", "EcHgOK9", &[("EcHgOK9", true)][..]),
            (
                "EcHgOK9c",
                "EcHg0K9C",
                &[("EcHg", true), ("O", false), ("K9", true), ("c", false)],
            ),
            ("EcHg", "EcHgOK9", &[("EcHg", true)]),
            ("EcHgOK9", "EcHg", &[("EcHg", true), ("OK9", false)]),
            ("ab", "aab", &[("ab", true)]),
            ("aéz", "az", &[("a", true), ("é", false), ("z", true)]),
            ("", "a", &[]),
            ("a", "", &[("a", false)]),
        ] {
            assert_eq!(pieces(value, other), expected, "{value} {other}");
        }
    }
}
