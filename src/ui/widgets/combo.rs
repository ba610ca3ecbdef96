//! A list of options that opens below its value.

use egui::{
    Button, ComboBox, IdSalt, InnerResponse, Response, Role, Ui, WidgetInfo, accesskit::HasPopup,
};

/// A closed list. egui's own has no name for screen readers, and loses the focus when Esc closes it.
pub(crate) struct Combo<'a> {
    /// Its name: `fit_mode`. Unique on its screen.
    pub(crate) name: &'a str,
    /// The chosen option, in words.
    pub(crate) value: &'a str,
    /// Its width in points; that of its value and at least a standard width if `None`.
    pub(crate) width: Option<f32>,
}

impl Combo<'_> {
    /// Draws it, and [`combo_item`]s while it is open. Screen readers read `fit_mode: crop`.
    pub(crate) fn show<R>(
        self,
        ui: &mut Ui,
        items: impl FnOnce(&mut Ui) -> R,
    ) -> InnerResponse<Option<R>> {
        let Self { name, value, width } = self;
        let id = ui.make_persistent_id(IdSalt::new(name));
        let was_open = ComboBox::is_open(ui.ctx(), id);
        let mut list = ComboBox::from_id_salt(name)
            .selected_text(value)
            .height(320.0)
            .truncate();
        if let Some(width) = width {
            list = list.width(width);
        }
        let shown = list.show_ui(ui, items);
        let is_open = ComboBox::is_open(ui.ctx(), id);
        if was_open && !is_open && ui.memory(|memory| memory.focused().is_none()) {
            shown.response.request_focus();
        }
        let label = if value.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {value}")
        };
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_label(label);
            node.set_expanded(is_open);
            node.set_has_popup(HasPopup::Listbox);
        });
        shown
    }
}

/// An option of a [`Combo`].
pub(crate) fn combo_item(ui: &mut Ui, is_chosen: bool, text: &str) -> Response {
    let response = ui.add(Button::selectable(is_chosen, text));
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, text));
    response
}
