//! Masks laid-out text.
//!
//! This is the only file that depends on how epaint lays out text: a [`Row`] has its glyphs in order, and each glyph with
//! ink owns four vertices of the mesh, from [`Glyph::first_vertex`]: top left, top right, bottom left, bottom right.

use std::{ops::Range, sync::Arc};

use egui::{
    Galley,
    epaint::{
        Vertex, WHITE_UV,
        text::{Glyph, Row},
    },
    pos2,
};

use super::secrets::{DOT, Secrets, is_in};

/// The same text with dots in place of hidden characters, or the text itself if there are none.
pub(super) fn mask_galley(secrets: &Secrets, galley: &Arc<Galley>) -> Arc<Galley> {
    // A text that was cut off is shorter here than in its job.
    let mut shown = String::with_capacity(galley.text().len());
    for row in &galley.rows {
        shown.extend(row.glyphs.iter().map(|glyph| glyph.chr));
        if row.ends_with_newline {
            shown.push('\n');
        }
    }
    let of_job = secrets.hidden(galley.text());
    let hidden = if of_job
        .first()
        .is_some_and(|range| *range == (0..galley.text().len()))
    {
        std::iter::once(0..shown.len()).collect()
    } else {
        secrets.hidden(&shown)
    };
    if hidden.is_empty() && of_job.is_empty() {
        return galley.clone();
    }
    let mut masked = Galley::clone(galley);
    Arc::make_mut(&mut masked.job).text = same_length(galley.text(), &of_job);
    let mut at = 0;
    for placed in &mut masked.rows {
        let row = Arc::make_mut(&mut placed.row);
        let places: Vec<bool> = row
            .glyphs
            .iter()
            .map(|glyph| {
                let here = at;
                at += glyph.chr.len_utf8();
                is_in(&hidden, here) && !glyph.chr.is_whitespace()
            })
            .collect();
        let mut from = 0;
        for run in places.chunk_by(|a, b| a == b) {
            let to = from + run.len();
            if run[0] {
                mask_run(row, from..to);
            }
            from = to;
        }
        at += usize::from(placed.ends_with_newline);
    }
    Arc::new(masked)
}

/// Draws evenly spaced dots in place of these glyphs, so that their widths cannot be seen.
fn mask_run(row: &mut Row, range: Range<usize>) {
    let glyphs = &mut row.glyphs[range];
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return;
    };
    let (left, right) = (first.pos.x, last.pos.x + last.advance_width);
    let step = 0.5 * first.font_height;
    let count = ((right - left) / step)
        .round()
        .max(1.0)
        .min(glyphs.len() as f32);
    for (i, glyph) in glyphs.iter_mut().enumerate() {
        let x = left + (right - left) * (i as f32 + 0.5) / count;
        let is_drawn = (i as f32) < count;
        place_dot(&mut row.visuals.mesh.vertices, glyph, is_drawn.then_some(x));
        glyph.chr = DOT;
    }
}

/// Shrinks the quad of a glyph to a dot at this position, or to nothing.
fn place_dot(vertices: &mut [Vertex], glyph: &Glyph, x: Option<f32>) {
    let first = glyph.first_vertex as usize;
    if glyph.uv_rect.is_nothing() {
        return;
    }
    let Some(corners) = vertices.get_mut(first..first + 4) else {
        return;
    };
    let side = x.map_or(0.0, |_| glyph.font_height * 0.19);
    let (x, y) = (
        x.unwrap_or(glyph.pos.x),
        glyph.pos.y - glyph.font_ascent * 0.3,
    );
    for (i, corner) in corners.iter_mut().enumerate() {
        let (right, down) = ((i % 2) as f32, (i / 2) as f32);
        corner.pos = pos2(x + side * (right - 0.5), y + side * (down - 0.5));
        corner.uv = WHITE_UV;
    }
}

/// The text with hidden bytes as stars, so that byte positions stay valid.
fn same_length(text: &str, hidden: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_in(hidden, at) {
            out.extend(std::iter::repeat_n('*', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use egui::{
        Color32, FontId,
        epaint::text::{Fonts, TextOptions},
    };

    use super::*;
    use crate::ui::theme;

    fn laid_out(text: &str) -> Arc<Galley> {
        let mut fonts = Fonts::new(TextOptions::default(), theme::fonts());
        let mut fonts = fonts.with_pixels_per_point(1.0);
        fonts.layout(
            text.to_owned(),
            FontId::monospace(13.0),
            Color32::WHITE,
            60.0,
        )
    }

    /// Whether the quad of a glyph shows a picture of the font.
    fn has_ink(row: &Row, glyph: &Glyph) -> bool {
        let first = glyph.first_vertex as usize;
        let corners = row.visuals.mesh.vertices.get(first..first + 4);
        !glyph.uv_rect.is_nothing() && corners.is_some_and(|c| c.iter().any(|c| c.uv != WHITE_UV))
    }

    #[test]
    fn hidden_glyphs_become_dots_in_place() {
        let mut secrets = Secrets::default();
        secrets.add_key_id("ABCDefghijklmnopqrst");
        let galley = laid_out("key ABCDefghijklmnopqrst ok");
        let masked = mask_galley(&secrets, &galley);
        assert_eq!(
            (masked.size(), masked.rows.len()),
            (galley.size(), galley.rows.len())
        );
        assert!(masked.rows.len() > 1, "the text is wrapped");
        assert!(!masked.text().contains("efgh"));
        let shown = |galley: &Galley| -> String {
            let glyphs = galley.rows.iter();
            let glyphs = glyphs.flat_map(|row| row.glyphs.iter().map(move |glyph| (row, glyph)));
            let inked = glyphs.filter(|(row, glyph)| has_ink(row, glyph));
            inked.map(|(_, glyph)| glyph.chr).collect()
        };
        assert_eq!(shown(&galley), "keyABCDefghijklmnopqrstok");
        assert_eq!(shown(&masked), "keyABCDok");
        let dots = masked.rows.iter().flat_map(|row| &row.glyphs);
        assert_eq!(dots.filter(|glyph| glyph.chr == DOT).count(), 16);
    }

    #[test]
    fn text_without_secrets_is_shared() {
        let galley = laid_out("nothing secret");
        assert!(Arc::ptr_eq(
            &galley,
            &mask_galley(&Secrets::default(), &galley)
        ));
    }
}
