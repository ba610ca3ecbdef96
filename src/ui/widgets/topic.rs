//! What the reference tables contain about a word, for tooltips.

use egui::{TextStyle, Ui};

use super::{note, paragraph, strong};
use crate::{
    core::{
        diagnose::explain::{self, Group},
        level::Basis,
        text::capitalized,
    },
    ui::theme::palette,
};

/// The explanation of a rule, a parameter, a claim, a status or a code.
pub(crate) fn topic(ui: &mut Ui, group: Group, name: &str) {
    ui.set_max_width(420.0);
    let topics = explain::explain(name);
    let Some(topic) = topics.iter().find(|topic| topic.group == group) else {
        return;
    };
    ui.label(strong(topic.name));
    let body = TextStyle::Body.resolve(ui.style());
    for text in std::iter::once(&topic.title).chain(&topic.text) {
        paragraph(ui, text, &body, palette(ui).text);
    }
    for (name, value) in &topic.facts {
        note(ui, format!("{}: {value}", capitalized(name)));
    }
    let basis = topic.basis.map(Basis::word);
    let origin: Vec<&str> = basis.into_iter().chain(topic.source).collect();
    if !origin.is_empty() {
        note(ui, origin.join(" · "));
    }
}
