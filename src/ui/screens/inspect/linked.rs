//! The token in three colors, linked to its claims: the characters of a claim light up with it.

use egui::{CornerRadius, Frame, Label, Margin, Ui};

use crate::{
    core::token::Token,
    ui::{theme::palette, widgets::token_job},
};

/// A member of the header (0) or the payload (1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinkedMember {
    pub(super) part: usize,
    pub(super) index: usize,
}

/// Draws the token with this member marked, and returns the member under the pointer.
pub(super) fn token_ui(
    ui: &mut Ui,
    token: &Token,
    marked: Option<LinkedMember>,
) -> Option<LinkedMember> {
    let frame = Frame::new()
        .fill(palette(ui).field)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(8));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mark = marked.and_then(|at| token.member_ranges(at.part).into_iter().nth(at.index));
            let job = token_job(ui, token, mark.unwrap_or(0..0), ui.available_width());
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            let response = ui.add(Label::new(galley.clone()).selectable(true));
            let pointer = response.hover_pos()?;
            let at = galley.cursor_from_pos(pointer - response.rect.min).index.0;
            member_at(token, at)
        })
        .inner
}

/// The member at a position in the text.
fn member_at(token: &Token, at: usize) -> Option<LinkedMember> {
    (0..2).find_map(|part| {
        let mut ranges = token.member_ranges(part).into_iter();
        let index = ranges.position(|range| range.contains(&at))?;
        Some(LinkedMember { part, index })
    })
}
