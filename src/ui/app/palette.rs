//! The command palette, and the list of shortcuts: dialogs that give the focus back when they close.

use egui::{
    Align2, Context, Frame, Id, Key, Margin, Memory, Modal, Modifiers, Response, Role, ScrollArea,
    Sense, TextStyle, Ui, Vec2, WidgetInfo,
};

use crate::ui::{
    action::Action,
    command::{COMMANDS, Command},
    screens::shortcuts,
    theme::{self, palette},
    widgets::{field_label, heading, line_edit, note, strong},
};

/// The dialog that is open, if any.
#[derive(Default)]
pub(super) struct OpenDialog {
    open: Option<Dialog>,
    /// What had the focus before.
    before: Option<Id>,
}

enum Dialog {
    /// The command palette.
    Palette {
        query: String,
        /// The place of the selected command among those that match.
        selected: usize,
    },
    /// The keyboard shortcuts.
    Shortcuts,
}

/// The width of the dialogs in points.
const WIDTH: f32 = 520.0;
const ROW: f32 = 30.0;

impl OpenDialog {
    /// Opens the command palette, or closes it.
    pub(super) fn toggle_palette(&mut self, ctx: &Context) {
        if matches!(self.open, Some(Dialog::Palette { .. })) {
            self.open = None;
            return;
        }
        self.show(
            ctx,
            Dialog::Palette {
                query: String::new(),
                selected: 0,
            },
        );
    }

    /// Opens the list of shortcuts.
    pub(super) fn show_shortcuts(&mut self, ctx: &Context) {
        self.show(ctx, Dialog::Shortcuts);
    }

    fn show(&mut self, ctx: &Context, dialog: Dialog) {
        if self.open.is_none() {
            self.before = ctx.memory(Memory::focused);
        }
        self.open = Some(dialog);
    }

    /// Draws the open dialog. Returns the command that was chosen.
    pub(super) fn ui(&mut self, ctx: &Context) -> Option<&'static Command> {
        let Some(dialog) = self.open.as_mut() else {
            // In the first frame without the dialog, since what is behind it cannot have the focus.
            if let Some(before) = self.before.take() {
                ctx.memory_mut(|memory| memory.request_focus(before));
                ctx.request_repaint();
            }
            return None;
        };
        let id = Id::unique("dialog");
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, [0.0, 48.0]);
        let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(12));
        let modal = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
            let size = ui.ctx().content_rect().size();
            ui.set_width((size.x - 48.0).min(WIDTH));
            ui.set_max_height(size.y - 96.0);
            match dialog {
                Dialog::Palette { query, selected } => palette_ui(ui, query, selected),
                Dialog::Shortcuts => {
                    shortcuts_dialog_ui(ui);
                    None
                }
            }
        });
        let chosen = modal.inner;
        if chosen.is_some() || modal.should_close() {
            self.open = None;
            ctx.request_repaint();
        }
        let is_elsewhere = |command: &Command| {
            command.screen.is_some() || matches!(command.action, Action::Show(_))
        };
        if chosen.is_some_and(is_elsewhere) {
            // The other screen has a field to begin with.
            self.before = None;
        }
        chosen
    }
}

fn palette_ui(ui: &mut Ui, query: &mut String, selected: &mut usize) -> Option<&'static Command> {
    let found = matching(query);
    // The field would move its cursor.
    let (down, up, enter) = ui.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key);
        (
            count(Key::ArrowDown),
            count(Key::ArrowUp),
            count(Key::Enter),
        )
    });
    *selected = (*selected + down)
        .saturating_sub(up)
        .min(found.len().saturating_sub(1));
    let label = field_label(ui, "Command");
    let field = ui.add(line_edit(query, "Type to find a command", false));
    let field = field.labelled_by(label.id);
    if !field.has_focus() {
        field.request_focus();
    }
    if field.changed() {
        *selected = 0;
    }
    let mut chosen = None;
    if enter > 0 {
        chosen = found.get(*selected).copied();
    }
    if found.is_empty() {
        note(ui, "No command matches");
    }
    let has_moved = down + up > 0 || field.changed();
    let height = (ui.available_height()).clamp(ROW, 10.0 * ROW);
    let list = ScrollArea::vertical().max_height(height);
    list.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, command) in found.iter().enumerate() {
            let is_selected = place == *selected;
            let row = row_ui(ui, command, is_selected);
            if is_selected {
                if has_moved {
                    row.scroll_to_me(None);
                }
                ui.ctx().accesskit_node_builder(field.id, |node| {
                    node.set_active_descendant(row.id.accesskit_id());
                });
            }
            if row.clicked() {
                chosen = Some(command);
            }
        }
    });
    chosen
}

/// The commands that contain each word of a query; those that begin with it come first.
fn matching(query: &str) -> Vec<&'static Command> {
    let query = query.trim().to_lowercase();
    let fits = |command: &&Command| {
        let text = format!("{} {}", command.title, place(command)).to_lowercase();
        query.split_whitespace().all(|word| text.contains(word))
    };
    let mut found: Vec<_> = COMMANDS
        .iter()
        .filter(|command| command.action != Action::Palette)
        .filter(fits)
        .collect();
    found.sort_by_key(|command| !command.title.to_lowercase().starts_with(&query));
    found
}

/// The screen of a command, in words.
fn place(command: &Command) -> &'static str {
    match (&command.action, command.screen) {
        (Action::Show(_), _) => "Go to",
        (_, Some(screen)) => screen.name(),
        (_, None) => "",
    }
}

fn row_ui(ui: &mut Ui, command: &Command, is_selected: bool) -> Response {
    let p = palette(ui);
    let size = Vec2::new(ui.available_width(), ROW);
    // Not a stop of the Tab key: the arrows reach it.
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let place = place(command);
    let keys = command.shortcut.map(|keys| ui.ctx().format_shortcut(&keys));
    let keys = keys.unwrap_or_default();
    let words = [place, command.title, &keys];
    let words = words.into_iter().filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name));
    let fill = match (is_selected, response.hovered()) {
        (true, _) => p.card.lerp_to_gamma(p.accent, 0.2),
        (false, true) => p.hover,
        (false, false) => p.card,
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    let inner = rect.shrink2(Vec2::new(8.0, 0.0));
    let body = TextStyle::Body.resolve(ui.style());
    let small = theme::small().resolve(ui.style());
    let painter = ui.painter().with_clip_rect(inner);
    let left = inner.left_center();
    let title = painter.text(left, Align2::LEFT_CENTER, command.title, body, p.text);
    let at = title.right_center() + Vec2::new(12.0, 0.0);
    painter.text(at, Align2::LEFT_CENTER, place, small.clone(), p.weak);
    let right = inner.right_center();
    painter.text(right, Align2::RIGHT_CENTER, keys, small, p.weak);
    response
}

fn shortcuts_dialog_ui(ui: &mut Ui) {
    let title = "Keyboard shortcuts";
    let label = ui.label(strong(title));
    heading(ui, &label, title, 2);
    let list = ScrollArea::vertical().max_height(ui.available_height() - 40.0);
    list.auto_shrink([false, true]).show(ui, |ui| {
        Frame::new()
            .inner_margin(Margin::same(4))
            .show(ui, shortcuts::shortcuts_ui);
    });
    note(ui, "Esc closes this list.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::Screen;

    #[test]
    fn each_word_of_a_query_counts() {
        let titles = |query| {
            let found = matching(query).into_iter();
            found.map(|command| command.title).collect::<Vec<_>>()
        };
        assert_eq!(
            titles("save batch"),
            ["Save the rows as CSV", "Save the rows as JSON Lines"]
        );
        assert_eq!(titles("no such command"), [""; 0]);
        assert_eq!(titles("inspect")[0], "Inspect");
        assert_eq!(titles("").len(), COMMANDS.len() - 1);
    }

    #[test]
    fn a_command_of_a_screen_is_found_by_its_name() {
        for command in &COMMANDS {
            if let Some(Screen::Batch) = command.screen {
                assert!(
                    matching("batch")
                        .iter()
                        .any(|one| one.title == command.title)
                );
            }
        }
    }
}
