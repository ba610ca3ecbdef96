//! Masks everything that leaves for the screen and for screen readers, while the state behind it stays as it is.
//!
//! Screens draw as usual, so that fields, copying and selecting work. In the finished frame, the characters of secrets are
//! replaced by dots in place, and those in the accessibility tree as well. No screen can forget to mask, and no line breaks
//! differently.

mod galley;
pub mod secrets;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use egui::{
    Context, FullOutput, Galley, Plugin, Shape, WidgetInfo,
    accesskit::{Node, NodeId, Role},
    output::OutputEvent,
};

use self::{
    galley::mask_galley,
    secrets::{DOT, Secrets, is_in},
};

/// The plugin. [`Redactor::hide`] sets what it masks.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// `None` while everything is shown.
    secrets: Option<Secrets>,
    /// The masked texts of the last frame, by address. The first of each pair keeps its address from being reused.
    masked: HashMap<usize, (Arc<Galley>, Arc<Galley>)>,
}

impl Redactor {
    /// Masks these secrets from now on, or nothing.
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

/// Masks the rows of one text; a token may span several.
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
