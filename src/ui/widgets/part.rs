//! Parts of a screen that keep their state when something appears above them.

use egui::{Id, Ui, UiBuilder};

/// Draws a part of a screen with a name that is unique in the window.
///
/// egui names widgets by their place. Without this, a message above a field would take the focus away while it is being
/// edited.
pub(crate) fn part<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let id = Id::unique(("part", name));
    ui.scope_builder(UiBuilder::new().scope_id(id), contents)
        .inner
}
