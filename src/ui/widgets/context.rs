//! Context menus on text.

use egui::{Response, ViewportCommand};

use super::menu_item;
use crate::ui::theme::icon;

/// The menu of a text field.
pub(super) fn field_menu(field: &Response) {
    let entries = [
        (icon::COPY, "Copy", ViewportCommand::RequestCopy),
        (icon::FORGET, "Cut", ViewportCommand::RequestCut),
        (icon::PASTE, "Paste", ViewportCommand::RequestPaste),
    ];
    field.context_menu(|ui| {
        for (icon, text, command) in entries {
            if menu_item(ui, icon, text).clicked() {
                // The command is for the field with the focus.
                field.request_focus();
                ui.send_viewport_cmd(command);
                ui.close();
            }
        }
    });
}

/// The menu of a text that is only shown. What is disabled is out of date and not for copying.
pub(super) fn copy_menu(shown: &Response, text: impl FnOnce() -> String) {
    if !shown.enabled() {
        return;
    }
    shown.container_context_menu(|ui| {
        if menu_item(ui, icon::COPY, "Copy").clicked() {
            ui.copy_text(text());
            ui.close();
        }
    });
}
