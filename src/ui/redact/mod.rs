//! Masks what leaves for the screen and for those who have it read out, while everything behind it stays as it is.
//!
//! Screens draw what they always draw, so that fields, copying and selecting work. Of the finished picture the letters of
//! secrets become dots in their places, and the accessibility tree gets dots as well. So a screen cannot forget to mask,
//! and no line breaks elsewhere.

pub mod secrets;

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use egui::{
    Context, FullOutput, Galley, Plugin, Shape, WidgetInfo,
    accesskit::{Node, NodeId, Role},
    epaint::{
        Vertex, WHITE_UV,
        text::{Glyph, Row},
    },
    output::OutputEvent,
    pos2,
};

use self::secrets::{DOT, Secrets};

/// The plugin; what it hides is told by [`Redactor::hide`].
#[derive(Clone, Default)]
pub(crate) struct Redactor(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// `None` while everything is shown.
    secrets: Option<Secrets>,
    /// What the texts of the last picture became. The first of each pair keeps the address from being used again.
    masked: HashMap<usize, (Arc<Galley>, Arc<Galley>)>,
}

impl Redactor {
    /// Hides these from now on, or nothing.
    pub(crate) fn hide(&self, secrets: Option<Secrets>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.secrets != secrets {
            state.secrets = secrets;
            state.masked.clear();
        }
    }
}

impl Plugin for Redactor {
    fn debug_name(&self) -> &'static str {
        "redactor"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let State { secrets, masked } = &mut *state;
        let Some(secrets) = secrets else {
            return;
        };
        let mut used = HashMap::with_capacity(masked.len());
        for clipped in &mut output.shapes {
            mask_shape(&mut clipped.shape, &mut |galley| {
                let address = Arc::as_ptr(galley) as usize;
                let pair = masked
                    .remove(&address)
                    .or_else(|| used.get(&address).cloned())
                    .unwrap_or_else(|| (galley.clone(), mask_galley(secrets, galley)));
                *galley = pair.1.clone();
                used.insert(address, pair);
            });
        }
        *masked = used;
        if let Some(update) = &mut output.platform_output.accesskit_update {
            mask_tree(secrets, &mut update.nodes);
        }
        for event in &mut output.platform_output.events {
            let (OutputEvent::Clicked(info)
            | OutputEvent::DoubleClicked(info)
            | OutputEvent::TripleClicked(info)
            | OutputEvent::FocusGained(info)
            | OutputEvent::TextSelectionChanged(info)
            | OutputEvent::ValueChanged(info)) = event;
            mask_info(secrets, info);
        }
    }
}

fn mask_shape(shape: &mut Shape, mask: &mut impl FnMut(&mut Arc<Galley>)) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                mask_shape(shape, mask);
            }
        }
        Shape::Text(text) => mask(&mut text.galley),
        _ => {}
    }
}

/// The same text with a dot in the place of each hidden letter; itself if none is.
fn mask_galley(secrets: &Secrets, galley: &Arc<Galley>) -> Arc<Galley> {
    // What was too long for its place is cut here and whole in the job.
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

/// Draws dots in the place of these letters of a row, all as far from each other, so that the widths of the letters cannot
/// be seen.
fn mask_run(row: &mut Row, letters: Range<usize>) {
    let glyphs = &mut row.glyphs[letters];
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

/// Makes the square of a letter one as small as a dot, in the middle of this place, or nothing.
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

/// The text with the hidden bytes as stars, so that what counts bytes counts as before.
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

fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.end <= at);
    ranges.get(after).is_some_and(|range| range.contains(&at))
}

fn mask_info(secrets: &Secrets, info: &mut WidgetInfo) {
    for text in [
        &mut info.label,
        &mut info.current_text_value,
        &mut info.prev_text_value,
        &mut info.hint_text,
    ]
    .into_iter()
    .flatten()
    {
        *text = secrets.masked(text).into_owned();
    }
}

fn mask_tree(secrets: &Secrets, nodes: &mut [(NodeId, Node)]) {
    let places: HashMap<NodeId, usize> = nodes
        .iter()
        .enumerate()
        .map(|(place, (id, _))| (*id, place))
        .collect();
    for place in 0..nodes.len() {
        let children = nodes[place].1.children();
        let runs: Vec<usize> = children
            .iter()
            .filter_map(|id| places.get(id).copied())
            .filter(|run| nodes[*run].1.role() == Role::TextRun)
            .collect();
        mask_runs(secrets, nodes, &runs);
    }
    for (_, node) in nodes
        .iter_mut()
        .filter(|(_, node)| node.role() != Role::TextRun)
    {
        mask_node(secrets, node);
    }
}

/// The rows of one text, of which a token may fill several.
fn mask_runs(secrets: &Secrets, nodes: &mut [(NodeId, Node)], runs: &[usize]) {
    let text: String = runs
        .iter()
        .filter_map(|run| nodes[*run].1.value())
        .collect();
    let hidden = secrets.hidden(&text);
    if hidden.is_empty() {
        return;
    }
    let mut at = 0;
    for run in runs {
        let node = &mut nodes[*run].1;
        let value = node.value().unwrap_or_default().to_owned();
        let mut out = String::with_capacity(value.len());
        let mut lengths = Vec::with_capacity(value.len());
        for c in value.chars() {
            let hide = is_in(&hidden, at) && !c.is_whitespace();
            at += c.len_utf8();
            let c = if hide { DOT } else { c };
            out.push(c);
            lengths.push(c.len_utf8() as u8);
        }
        node.set_value(out);
        node.set_character_lengths(lengths);
    }
}

fn mask_node(secrets: &Secrets, node: &mut Node) {
    type Get = fn(&Node) -> Option<&str>;
    type Set = fn(&mut Node, String);
    const TEXTS: [(Get, Set); 6] = [
        (Node::label, |node, text| node.set_label(text)),
        (Node::value, |node, text| node.set_value(text)),
        (Node::description, |node, text| node.set_description(text)),
        (Node::placeholder, |node, text| node.set_placeholder(text)),
        (Node::tooltip, |node, text| node.set_tooltip(text)),
        (Node::url, |node, text| node.set_url(text)),
    ];
    for (get, set) in TEXTS {
        let Some(text) = get(node) else {
            continue;
        };
        let masked = secrets.masked(text);
        if masked != text {
            let masked = masked.into_owned();
            set(node, masked);
        }
    }
}
