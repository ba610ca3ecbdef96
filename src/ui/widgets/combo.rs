//! Lists and menus that open below a control. Esc and a choice give the focus back to it.

use egui::{
    Button, ComboBox, IdSalt, InnerResponse, Popup, Response, Role, TextWrapMode, Ui, WidgetInfo,
    accesskit::HasPopup,
};

use super::icon_text;
use crate::ui::theme::palette;

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
        return_focus(ui, &shown.response, was_open && !is_open);
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

/// A menu that opens below a button.
pub(crate) fn menu<R>(
    ui: &Ui,
    button: &Response,
    items: impl FnOnce(&mut Ui) -> R,
) -> Option<InnerResponse<R>> {
    let id = Popup::default_response_id(button);
    let was_open = Popup::is_id_open(ui.ctx(), id);
    let shown = Popup::menu(button).show(items);
    let is_open = Popup::is_id_open(ui.ctx(), id);
    return_focus(ui, button, was_open && !is_open);
    ui.ctx().accesskit_node_builder(button.id, |node| {
        node.set_expanded(is_open);
        node.set_has_popup(HasPopup::Menu);
    });
    shown
}

/// An entry of a [`menu`].
pub(crate) fn menu_item(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let job = icon_text(ui, icon, text, palette(ui).text);
    let response = ui.add(Button::new(job).wrap_mode(TextWrapMode::Extend));
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, response.enabled(), text));
    response
}

fn return_focus(ui: &Ui, control: &Response, is_closed: bool) {
    // A click elsewhere may have given it to something else.
    if is_closed && ui.memory(|memory| memory.focused().is_none()) {
        control.request_focus();
    }
}
